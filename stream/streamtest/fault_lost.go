//go:build !js

package streamtest

import (
	"net/http"
)

// HTTPLose lets an endpoint do what it was asked for and loses the answer: the connection ends in the middle of it. It is
// how a note comes to be posted while its author sees a failure. (With not a byte of an answer browsers would send the
// request again by themselves, if the connection was used before.)
const HTTPLose = "http-lose"

// loses reports whether the answer of an endpoint is to be lost, and cuts the connection then.
func (b *faultBox) loses(rw http.ResponseWriter, name string) bool {
	if b.hit(HTTPLose, func(f *Fault) bool { return f.Path == "" || f.Path == name }) == nil {
		return false
	}
	h := rw.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Length", "1000")
	rw.WriteHeader(http.StatusOK)
	rw.Write([]byte(`{"`))
	http.NewResponseController(rw).Flush()
	panic(http.ErrAbortHandler) // net/http's own way to cut a connection
}
