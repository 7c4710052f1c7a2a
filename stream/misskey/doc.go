// Package misskey knows Misskey's vocabulary: the entities a server sends over its socket and its HTTP API, ids and
// the time in them, reaction names, permissions, the API with its errors, and sign-in by MiAuth. It knows nothing of
// sockets and nothing of screens.
//
// Decoding is tolerant, because every fork adds, drops and retypes fields (P7): an unknown member is ignored, a member
// that is null, absent or of the wrong type leaves its field zero, and nothing panics. [Inspect] tells what was
// ignored; the tests hold it against recordings of real servers. [PeekNote] only looks who says what. Strings of a decoded entity share one allocation and
// never point into the bytes they were decoded from, so a frame may be reused or dropped.
//
// Encoding is what encoding/json makes of the struct tags. It exists for the fake server and for tests: what was
// decoded comes out again with equal members, except that members which were null may be missing.
//
// Section numbers such as P7.1 point into the project's protocol reference.
//
// On wasm the API goes through the browser's fetch and net/http is not linked.
package misskey

//go:generate go run gen.go
