//go:build !js

package streamtest

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"
	"testing"
)

// shape describes JSON: every path with the type it has there.
func shape(v any, path string, out map[string]bool) {
	switch v := v.(type) {
	case nil:
		out[path+": null"] = true
	case bool:
		out[path+": bool"] = true
	case float64, int:
		out[path+": number"] = true
	case string:
		out[path+": string"] = true
	case []any:
		out[path+": array"] = true
		for _, x := range v {
			shape(x, path+"[]", out)
		}
	case map[string]any:
		out[path+": object"] = true
		for k, x := range v {
			switch last := path[strings.LastIndex(path, ".")+1:]; last {
			case "reactions", "reactionEmojis", "emojis":
				if path != "emojis" {
					k = "*"
				}
			}
			shape(x, path+"."+k, out)
		}
	}
}

// keyOf names what kind of frame this is, for one connection.
func keyOf(conn string, raw []byte) (string, any) {
	var f struct {
		Type string
		Body json.RawMessage
	}
	var b struct {
		ID, Type string
		Body     any
	}
	json.Unmarshal(raw, &f)
	json.Unmarshal(f.Body, &b)
	switch f.Type {
	case "channel":
		return conn + " " + b.ID + " " + b.Type, b.Body
	case "noteUpdated":
		return conn + " noteUpdated " + b.Type, b.Body
	case "connected":
		return conn + " connected " + b.ID, nil
	}
	var body any
	json.Unmarshal(f.Body, &body)
	return conn + " " + f.Type, body
}

type heard struct {
	count int
	shape map[string]bool
}

func (h *heard) add(v any) {
	h.count++
	shape(v, "", h.shape)
}

func collectFrames(into map[string]*heard, conn string, raw []byte) {
	key, body := keyOf(conn, raw)
	if into[key] == nil {
		into[key] = &heard{shape: map[string]bool{}}
	}
	into[key].add(body)
}

// differences lists how ours differs from the recorded.
func differences(recorded, ours map[string]*heard) []string {
	var out []string
	for key, r := range recorded {
		o := ours[key]
		if o == nil {
			out = append(out, fmt.Sprintf("%s: %d recorded, none of ours", key, r.count))
			continue
		}
		if o.count != r.count {
			out = append(out, fmt.Sprintf("%s: %d recorded, %d of ours", key, r.count, o.count))
		}
		out = append(out, shapeDifferences(key, r.shape, o.shape)...)
	}
	for key, o := range ours {
		if recorded[key] == nil {
			out = append(out, fmt.Sprintf("%s: none recorded, %d of ours", key, o.count))
		}
	}
	sort.Strings(out)
	return out
}

func shapeDifferences(key string, recorded, ours map[string]bool) []string {
	var out []string
	for p := range recorded {
		if !ours[p] {
			out = append(out, key+" lacks "+p)
		}
	}
	for p := range ours {
		if !recorded[p] {
			out = append(out, key+" adds "+p)
		}
	}
	return out
}

// judge reports differences that no entry of known explains, and entries that
// explain nothing any more.
func judge(t *testing.T, file string, diffs []string, known map[string]string) {
	t.Helper()
	used := map[string]bool{}
	for _, d := range diffs {
		explained := false
		for pattern, reason := range known {
			if matchAll(pattern, d) && reason != "" {
				used[pattern], explained = true, true
			}
		}
		if !explained {
			t.Errorf("%s: %s", file, d)
		}
	}
	for pattern := range known {
		if !used[pattern] && !strings.HasPrefix(pattern, "*") {
			t.Errorf("%s: known difference %q is none any more", file, pattern)
		}
	}
}

// matchAll says whether the parts of a pattern, set apart by stars, all occur
// in order.
func matchAll(pattern, text string) bool {
	for _, part := range strings.Split(pattern, "*") {
		i := strings.Index(text, part)
		if i < 0 {
			return false
		}
		text = text[i+len(part):]
	}
	return true
}
