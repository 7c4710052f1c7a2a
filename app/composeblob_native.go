//go:build !js

package app

// blobValue is a file of the browser; natively there is none.
func blobValue(int) any { return nil }
