//go:build !js

package streamtest

import (
	"net/http"
)

// HTTPLose lets an endpoint do what it was asked for and loses the answer: the connection ends without one. It is how a
// note comes to be posted while its author sees a failure.
const HTTPLose = "http-lose"

// loses reports whether the answer of an endpoint is to be lost, and cuts the connection then.
func (b *faultBox) loses(rw http.ResponseWriter, name string) bool {
	if b.hit(HTTPLose, func(f *Fault) bool { return f.Path == "" || f.Path == name }) == nil {
		return false
	}
	conn, _, err := http.NewResponseController(rw).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // net/http's own way to end a request without an answer
	}
	conn.Close()
	return true
}
