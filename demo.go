//go:build !wasm

package main

import (
	"errors"
	"io"
	"net/http"
)

func newDemo(o demoSettings) (http.Handler, func(), error) {
	return http.NotFoundHandler(), func() {}, nil
}

func newReplay(recording io.Reader) (http.Handler, error) {
	return nil, errors.New("this build cannot replay yet")
}
