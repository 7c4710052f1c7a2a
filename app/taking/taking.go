//go:build !watch

// Package taking tells the two programs apart that Nagare is built as.
//
// One is for taking part. The other, under the build tag watch, is for who only watches, so that visitors do not wait
// for what only the signed-in need; to sign in is a page of the first. The page's own script chooses (web/program.js).
//
// Where something begins that is only for the signed-in, it asks taking.On: behind a constant that is false the compiler
// and the linker leave everything away. A struct field of such a part's type would keep its methods alive, so it is held
// as an interface.
package taking

// On: this program is for taking part.
const On = true
