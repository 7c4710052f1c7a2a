//go:build !js

package streamtest

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
)

// rule is one parameter of an endpoint.
type rule struct {
	name     string
	kind     string // id, string, bool, int, number, array, object, any
	required bool
	null     bool
	min, max float64 // NaN: none; of strings the length, of arrays the count
	enum     []string
}

// parseParams reads the little language in which tables write parameters:
// "*noteId id; limit int 1 100; cw string? 1 100; visibility enum public|home".
// A star means required, a question mark nullable.
func parseParams(text string) []rule {
	var rules []rule
	for _, part := range strings.Split(text, ";") {
		f := strings.Fields(part)
		if len(f) < 2 {
			continue
		}
		r := rule{name: f[0], kind: f[1], min: math.NaN(), max: math.NaN()}
		r.name, r.required = strings.CutPrefix(r.name, "*")
		r.kind, r.null = strings.CutSuffix(r.kind, "?")
		if r.kind == "enum" {
			r.enum = strings.Split(f[2], "|")
			f = f[:2]
		}
		if len(f) > 2 && f[2] != "-" {
			r.min, _ = strconv.ParseFloat(f[2], 64)
		}
		if len(f) > 3 {
			r.max, _ = strconv.ParseFloat(f[3], 64)
		}
		rules = append(rules, r)
	}
	return rules
}

// paging is P of the protocol's tables, with dates.
func paging(max int) string {
	return fmt.Sprintf("limit int 1 %d; sinceId id; untilId id; sinceDate int; untilDate int; ", max)
}

func invalid(param, reason string) *apiError {
	e := fail("Invalid param.", "INVALID_PARAM", "3d81ceae-475f-4600-b2a8-2bc116157532")
	e.info = object{{"param", param}, {"reason", reason}}
	return e
}

var typeNames = map[string]string{"id": "string", "string": "string", "enum": "string", "bool": "boolean",
	"int": "integer", "number": "number", "array": "array", "object": "object"}

// check holds the arguments against the rules and words the first breach as
// the JSON schema validator of a real server does.
func check(rules []rule, args map[string]any) *apiError {
	for _, r := range rules {
		v, has := args[r.name]
		if !has {
			if r.required {
				return invalid("#/required", "must have required property '"+r.name+"'")
			}
			continue
		}
		if err := r.check("#/properties/"+r.name, v); err != nil {
			return err
		}
	}
	return nil
}

func (r *rule) check(path string, v any) *apiError {
	if v == nil && (r.null || r.kind == "any") {
		return nil
	}
	wrong := func() *apiError {
		want := typeNames[r.kind]
		if r.null {
			want += ",null"
		}
		return invalid(path+"/type", "must be "+want)
	}
	size, unit := math.NaN(), ""
	switch r.kind {
	case "id", "string", "enum":
		s, ok := v.(string)
		if !ok {
			return wrong()
		}
		if r.kind == "id" && !isID(s) {
			return invalid(path+"/format", `must match format "misskey:id"`)
		}
		if r.kind == "enum" && !contains(r.enum, s) {
			return invalid(path+"/enum", "must be equal to one of the allowed values")
		}
		size, unit = float64(len(utf16.Encode([]rune(s)))), "characters"
	case "bool":
		if _, ok := v.(bool); !ok {
			return wrong()
		}
	case "int", "number":
		n, ok := v.(float64)
		if !ok || r.kind == "int" && n != math.Trunc(n) {
			return wrong()
		}
		if n < r.min {
			return invalid(path+"/minimum", fmt.Sprintf("must be >= %v", r.min))
		}
		if n > r.max {
			return invalid(path+"/maximum", fmt.Sprintf("must be <= %v", r.max))
		}
	case "array":
		a, ok := v.([]any)
		if !ok {
			return wrong()
		}
		size, unit = float64(len(a)), "items"
	case "object":
		if _, ok := v.(map[string]any); !ok {
			return wrong()
		}
	}
	word := map[string]string{"characters": "Length", "items": "Items"}[unit]
	if size < r.min {
		return invalid(path+"/min"+word, fmt.Sprintf("must NOT have fewer than %v %s", r.min, unit))
	}
	if size > r.max {
		return invalid(path+"/max"+word, fmt.Sprintf("must NOT have more than %v %s", r.max, unit))
	}
	return nil
}

func isID(s string) bool {
	for _, c := range s {
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return s != ""
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
