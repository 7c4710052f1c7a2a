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
	"bow":    `<g fill="#d7263d"><path d="M92 36l24-14v28z"/><path d="M92 36L70 24v26z"/></g><circle cx="92" cy="36" r="6" fill="#a31428"/>`,
	"notes":  `<g fill="#e9b44c"><ellipse cx="22" cy="58" rx="7" ry="5"/><path d="M27 58V36h3v22z"/><ellipse cx="116" cy="40" rx="6" ry="4.500"/><path d="M120 40V20h3v20z"/><path d="M120 20q10 2 8 12h-3q0-8-5-8z"/></g>`,
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
