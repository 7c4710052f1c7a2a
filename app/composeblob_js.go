package app

import "syscall/js"

// blobValue is a file that web/compose.js holds, in the form that misskey.Upload takes.
func blobValue(key int) any { return js.Global().Get("nagareBlobs").Call("get", key) }
