package app

import (
	"strconv"
	"strings"
)

// achievement says what an achievement is given for (P7.13), in our own words. One that we do not know keeps its name.
func achievement(p printer, name string) string {
	deed := strings.TrimRight(name, "0123456789")
	key, words := "achievement."+name, ""
	if n, err := strconv.Atoi(name[len(deed):]); err == nil {
		key = "achievement." + deed
		words = p.N(key, n)
	} else {
		words = p.T(key)
	}
	if words == key {
		return name
	}
	return words
}
