//go:build watch

package taking

const On = false
