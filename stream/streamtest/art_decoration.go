//go:build !js

package streamtest

import "strings"

// decoration is something laid over an avatar (P7.2). It is drawn twice as wide and high as the avatar it lies on.
type decoration struct {
	name             string
	angle            float64 // turns
	flip             bool
	offsetX, offsetY float64 // of the decoration's own size
}

// decorated is who wears what in the town, by handle.
var decorated = map[string][]decoration{
	"june":               {{name: "leaves"}},
	"hinata":             {{name: "bow", angle: 0.06, offsetX: 0.02}},
	"theo":               {{name: "notes", flip: true}},
	"nao":                {{name: "halo", offsetY: -0.03}},
	"akari@yuki.example": {{name: "snow"}, {name: "bow", angle: -0.08, flip: true, offsetX: -0.12, offsetY: 0.2}},
}

var decorationArt = map[string]string{
	"leaves": `<g fill="#5f9a5b"><path d="M38 42q-14-4-16-18 14 2 16 18z"/><path d="M58 30q-10-10-4-22 10 8 4 22z"/><path d="M80 30q-4-14 8-22 6 12-8 22z"/><path d="M100 44q2-16 18-18-4 16-18 18z"/></g><g fill="#f2a7b5"><circle cx="48" cy="34" r="7"/><circle cx="90" cy="34" r="7"/></g><circle cx="69" cy="28" r="8" fill="#f7d25c"/>`,
	"bow":    `<g fill="#d7263d"><path d="M80 34l20-13v27z"/><path d="M80 34L62 22v25z"/></g><circle cx="80" cy="34" r="5" fill="#a31428"/>`,
	"notes":  `<g fill="#e9b44c"><ellipse cx="34" cy="34" rx="8" ry="6"/><path d="M39 34V10h3v24z"/><path d="M39 10q12 2 10 14h-3q0-9-7-9z"/><ellipse cx="98" cy="26" rx="6" ry="4.500"/><path d="M102 26V8h3v18z"/></g>`,
	"halo":   `<ellipse cx="70" cy="24" rx="30" ry="8" fill="none" stroke="#f7d25c" stroke-width="5"/>`,
	"snow":   `<g fill="#fff" stroke="#9dc3e6" stroke-width="1.500"><circle cx="28" cy="44" r="5"/><circle cx="48" cy="24" r="4"/><circle cx="74" cy="18" r="5"/><circle cx="100" cy="26" r="4"/><circle cx="116" cy="50" r="5"/></g>`,
}

func decorationSVG(name string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 140 140" width="140" height="140">` + decorationArt[name] + `</svg>`
}

// packDecorations leaves out what is nothing, as servers do.
func packDecorations(u *user, base string) []any {
	out := []any{}
	for _, d := range decorated[strings.TrimPrefix(u.acct(), "@")] {
		o := object{{"id", "deco" + d.name}}
		if d.angle != 0 {
			o.set("angle", d.angle)
		}
		if d.flip {
			o.set("flipH", true)
		}
		if d.offsetX != 0 {
			o.set("offsetX", d.offsetX)
		}
		if d.offsetY != 0 {
			o.set("offsetY", d.offsetY)
		}
		o.set("url", base+"/decorations/"+d.name+".svg")
		out = append(out, o)
	}
	return out
}
