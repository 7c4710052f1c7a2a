//go:build js

// Command mfmpage is a page for the benchmarks: package mfm beside mfm-js in one browser, outside of the app.
package main

import (
	"syscall/js"

	"nagare/app/mfm"
)

// main offers mfmParse(texts, rounds): it parses all texts that often, as the app would, from strings of its own.
func main() {
	js.Global().Set("mfmParse", js.FuncOf(func(_ js.Value, args []js.Value) any {
		texts := make([]string, args[0].Length())
		for i := range texts {
			texts[i] = args[0].Index(i).String()
		}
		now := js.Global().Get("performance").Get("now").Call("bind", js.Global().Get("performance"))
		start, nodes := now.Invoke().Float(), 0
		for range args[1].Int() {
			for _, t := range texts {
				nodes += len(mfm.Parse(t))
			}
		}
		return []any{now.Invoke().Float() - start, nodes}
	}))
	select {}
}
