//go:build !js

package streamtest

import (
	"fmt"
	"strings"
)

// face is how somebody looks: what is drawn, and its colours.
type face struct {
	kind     string // short bob long bun tail curly cap beard, cat fox bear owl rabbit penguin, plant moon robot sea lamp book, …
	top, low string // background, from top to bottom
	skin     string
	hair     string
	shirt    string
	glasses  bool
	hash     string // blurhash, worked out once
}

func (f face) blurhash() string {
	if f.hash != "" {
		return f.hash
	}
	return blurhash(func(x, y float64) rgb {
		c := mix(parseColor(f.top), parseColor(f.low), y)
		head := f.skin
		if head == "" {
			head = f.hair
		}
		if d := (x-.5)*(x-.5) + (y-.48)*(y-.48); d < .06 {
			c = parseColor(head)
		}
		if y > .8 && x > .2 && x < .8 {
			c = parseColor(f.shirt)
		}
		return c
	})
}

// svg draws the avatar, 120 by 120.
func (f face) svg() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120" width="240" height="240"><defs><linearGradient id="g" x1="0" y1="0" x2=".4" y2="1"><stop offset="0" stop-color="%s"/><stop offset="1" stop-color="%s"/></linearGradient></defs><rect width="120" height="120" fill="url(#g)"/>`, f.top, f.low)
	if draw, ok := animals[f.kind]; ok {
		b.WriteString(f.paint(draw))
	} else if draw, ok := things[f.kind]; ok {
		b.WriteString(f.paint(draw))
	} else {
		f.portrait(&b)
	}
	b.WriteString(`</svg>`)
	return b.String()
}

// paint puts the colours into a drawing: H hair, S skin, C clothes.
func (f face) paint(drawing string) string {
	return strings.NewReplacer("#H", f.hair, "#S", f.skin, "#C", f.shirt).Replace(drawing)
}

// hairs are [behind the head, in front of it].
var hairs = map[string][2]string{
	"short": {``, `<path d="M34 54c-4-25 9-36 27-36s29 12 25 36c-2-8-5-13-9-16-9 5-24 5-33 1-5 4-8 8-10 15z" fill="#H"/>`},
	"bob":   {`<path d="M30 60c-4-32 11-44 30-44s34 12 30 44c0 12-2 20-5 25H35c-3-5-5-13-5-25z" fill="#H"/>`, `<path d="M36 52c0-20 9-29 24-29s24 9 24 29c-3-6-6-10-8-13-10 4-22 4-32 0-3 3-6 8-8 13z" fill="#H"/>`},
	"long":  {`<path d="M30 62c-5-34 10-47 30-47s35 13 30 47c1 18 3 30 7 42H23c4-12 6-24 7-42z" fill="#H"/>`, `<path d="M36 54c-1-21 9-31 24-31 14 0 25 10 24 31-5-10-13-17-22-20-7 9-16 15-26 20z" fill="#H"/>`},
	"bun":   {`<circle cx="60" cy="16" r="11" fill="#H"/><path d="M34 58c-4-28 9-40 26-40s30 12 26 40z" fill="#H"/>`, `<path d="M35 54c0-21 10-31 25-31s25 10 25 31c-4-11-9-16-13-18-8 3-16 3-24 0-5 3-9 8-13 18z" fill="#H"/>`},
	"tail":  {`<path d="M80 30c22-2 26 22 18 46-2 8-10 8-10 0 2-14 2-26-10-34z" fill="#H"/><path d="M34 56c-4-28 9-40 26-40s30 12 26 40z" fill="#H"/>`, `<path d="M36 53c-1-20 9-30 24-30s25 10 24 30c-6-6-10-11-13-16-9 6-21 9-29 8-3 2-5 5-6 8z" fill="#H"/>`},
	"curly": {`<g fill="#H"><circle cx="38" cy="44" r="14"/><circle cx="46" cy="28" r="14"/><circle cx="62" cy="22" r="15"/><circle cx="77" cy="31" r="14"/><circle cx="83" cy="46" r="13"/><circle cx="34" cy="58" r="10"/><circle cx="86" cy="60" r="10"/></g>`, `<g fill="#H"><circle cx="46" cy="33" r="9"/><circle cx="60" cy="29" r="10"/><circle cx="74" cy="34" r="9"/></g>`},
	"cap":   {`<path d="M34 58c-3-26 9-38 26-38s29 12 26 38z" fill="#H"/>`, `<path d="M34 45c1-20 11-29 26-29s25 9 26 29c-15-6-37-6-52 0z" fill="#C"/><path d="M32 47c16-8 40-8 64-1 3 1 2 5-1 5-22-5-44-5-62 0-3 0-4-3-1-4z" fill="#C" stroke="#0003"/>`},
	"beard": {``, `<path d="M35 52c-2-22 9-33 25-33s27 11 25 33c-2-7-5-11-8-14-11 3-23 3-34 0-3 3-6 7-8 14z" fill="#H"/><path d="M37 60c2 22 11 32 23 32s21-10 23-32c-3 7-8 10-13 10-6-4-14-4-20 0-5 0-10-3-13-10z" fill="#H"/>`},
	"bald":  {``, ``},
}

func (f face) portrait(b *strings.Builder) {
	h := hairs[f.kind]
	b.WriteString(f.paint(h[0]))
	b.WriteString(f.paint(`<path d="M14 122c2-25 20-36 46-36s44 11 46 36z" fill="#C"/><path d="M50 70h20v16c0 12-20 12-20 0z" fill="#S"/><path d="M50 78c6 6 14 6 20 0v7c-6 6-14 6-20 0z" fill="#0002"/><ellipse cx="36.500" cy="56" rx="5" ry="7" fill="#S"/><ellipse cx="83.500" cy="56" rx="5" ry="7" fill="#S"/><ellipse cx="60" cy="54" rx="24" ry="27" fill="#S"/>`))
	b.WriteString(`<g fill="#3a2b2b"><ellipse cx="50.500" cy="57" rx="2.600" ry="3.200"/><ellipse cx="69.500" cy="57" rx="2.600" ry="3.200"/></g><g fill="#e8747c" opacity=".35"><circle cx="44" cy="65" r="5"/><circle cx="76" cy="65" r="5"/></g>`)
	b.WriteString(f.paint(h[1]))
	b.WriteString(`<path d="M53 69c4 5 10 5 14 0" fill="none" stroke="#7a3b3b" stroke-width="2.200" stroke-linecap="round"/>`)
	if f.glasses {
		b.WriteString(`<g fill="#ffffff30" stroke="#33384a" stroke-width="2"><circle cx="50" cy="57" r="8.500"/><circle cx="70" cy="57" r="8.500"/><path d="M58.500 56c1-1.500 2-1.500 3 0" fill="none"/></g>`)
	}
}

var animals = map[string]string{
	"cat":     `<path d="M22 118c0-26 16-36 38-36s38 10 38 36z" fill="#C"/><path d="M27 24l22 14h22l22-14c4 20 3 34 0 42-5 16-18 24-33 24s-28-8-33-24c-3-8-4-22 0-42z" fill="#H"/><path d="M32 32l12 9c-5 2-9 5-11 9zM88 32l-12 9c5 2 9 5 11 9z" fill="#f3b6b6"/><g fill="#2d2a32"><ellipse cx="47" cy="60" rx="4" ry="5.500"/><ellipse cx="73" cy="60" rx="4" ry="5.500"/></g><circle cx="48.500" cy="58" r="1.400" fill="#fff"/><circle cx="74.500" cy="58" r="1.400" fill="#fff"/><ellipse cx="60" cy="74" rx="15" ry="10" fill="#S"/><path d="M57 70h6l-3 3.500zM60 73v3m0 0c-2 4-7 4-8 1m8-1c2 4 7 4 8 1" fill="#c96a6a" stroke="#5b4040" stroke-width="1.400" stroke-linecap="round"/><g stroke="#fff9" stroke-width="1.500"><path d="M30 70l12 2M30 77l12-1M90 70l-12 2M90 77l-12-1"/></g>`,
	"fox":     `<path d="M20 120c0-26 18-34 40-34s40 8 40 34z" fill="#C"/><path d="M24 18l26 18h20l26-18c2 26-2 40-8 48L60 92 32 66c-6-8-10-22-8-48z" fill="#H"/><path d="M30 66c12-2 22 4 30 18 8-14 18-20 30-18L60 94z" fill="#S"/><path d="M30 27l13 10-9 9zM90 27L77 37l9 9z" fill="#0003"/><g fill="#2d2a32"><circle cx="47" cy="58" r="3.800"/><circle cx="73" cy="58" r="3.800"/><ellipse cx="60" cy="86" rx="5" ry="4"/></g>`,
	"bear":    `<path d="M18 120c2-28 20-36 42-36s40 8 42 36z" fill="#C"/><circle cx="34" cy="32" r="13" fill="#H"/><circle cx="86" cy="32" r="13" fill="#H"/><circle cx="34" cy="32" r="6.500" fill="#S"/><circle cx="86" cy="32" r="6.500" fill="#S"/><ellipse cx="60" cy="58" rx="36" ry="34" fill="#H"/><ellipse cx="60" cy="72" rx="17" ry="14" fill="#S"/><g fill="#2d2a32"><circle cx="45" cy="55" r="4"/><circle cx="75" cy="55" r="4"/><ellipse cx="60" cy="66" rx="6" ry="4.500"/></g><path d="M60 70v5m-6 1c3 4 9 4 12 0" fill="none" stroke="#2d2a32" stroke-width="2" stroke-linecap="round"/>`,
	"owl":     `<path d="M24 26c10 6 16 6 36 6s26 0 36-6c2 18 4 28 4 42 0 30-16 46-40 46S20 98 20 68c0-14 2-24 4-42z" fill="#H"/><path d="M34 84c6-6 46-6 52 0-2 16-12 26-26 26S36 100 34 84z" fill="#S"/><circle cx="43" cy="58" r="16" fill="#fff"/><circle cx="77" cy="58" r="16" fill="#fff"/><circle cx="44" cy="59" r="8" fill="#2d2a32"/><circle cx="76" cy="59" r="8" fill="#2d2a32"/><circle cx="47" cy="56" r="2.500" fill="#fff"/><circle cx="79" cy="56" r="2.500" fill="#fff"/><path d="M54 66h12l-6 12z" fill="#f2a33c"/><path d="M46 90l4 5 4-5 4 5 4-5 4 5 4-5 4 5" fill="none" stroke="#0003" stroke-width="2"/>`,
	"rabbit":  `<path d="M20 120c2-26 18-34 40-34s38 8 40 34z" fill="#C"/><path d="M42 46C28 18 32 4 40 4s14 18 14 40zM78 46c14-28 10-42 2-42s-14 18-14 40z" fill="#H"/><path d="M42 38c-6-16-6-26-2-26s8 12 9 26zM78 38c6-16 6-26 2-26s-8 12-9 26z" fill="#f4b9c0"/><ellipse cx="60" cy="64" rx="31" ry="28" fill="#H"/><g fill="#3a2b2b"><circle cx="48" cy="62" r="3.800"/><circle cx="72" cy="62" r="3.800"/></g><path d="M57 70h6l-3 3z" fill="#d9737f"/><path d="M60 73c-1 5-6 5-8 3m8-3c1 5 6 5 8 3" fill="none" stroke="#5b4040" stroke-width="1.600" stroke-linecap="round"/><g fill="#e8747c" opacity=".35"><circle cx="40" cy="72" r="5"/><circle cx="80" cy="72" r="5"/></g>`,
	"penguin": `<path d="M60 14c22 0 34 18 36 44 2 30-4 50-10 62H34c-6-12-12-32-10-62 2-26 14-44 36-44z" fill="#H"/><path d="M60 46c10-12 28-4 26 16-1 26-8 48-14 58H48c-6-10-13-32-14-58-2-20 16-28 26-16z" fill="#S"/><g fill="#2d2a32"><circle cx="47" cy="56" r="4"/><circle cx="73" cy="56" r="4"/></g><path d="M52 64c5-4 11-4 16 0-3 6-5 8-8 8s-5-2-8-8z" fill="#f2a33c"/><path d="M36 92c14 8 34 8 48 0l-2 12c-12 6-32 6-44 0z" fill="#C"/>`,
}

var things = map[string]string{
	"robot": `<path d="M60 12v14" stroke="#H" stroke-width="4"/><circle cx="60" cy="11" r="6" fill="#C"/><rect x="24" y="26" width="72" height="58" rx="18" fill="#H"/><rect x="34" y="38" width="52" height="32" rx="12" fill="#20304a"/><circle cx="48" cy="53" r="5.500" fill="#S"/><circle cx="72" cy="53" r="5.500" fill="#S"/><path d="M52 63c5 3 11 3 16 0" stroke="#S" stroke-width="2.500" fill="none" stroke-linecap="round"/><rect x="14" y="44" width="8" height="22" rx="4" fill="#C"/><rect x="98" y="44" width="8" height="22" rx="4" fill="#C"/><path d="M30 122c0-22 12-30 30-30s30 8 30 30z" fill="#H"/><circle cx="60" cy="106" r="6" fill="#C"/>`,
	"sun":   `<g fill="#C"><circle cx="48" cy="46" r="24"/><g stroke="#C" stroke-width="6" stroke-linecap="round"><path d="M48 8v6M14 20l5 5M8 48h6M84 18l-5 5"/></g></g><g fill="#H"><circle cx="52" cy="78" r="20"/><circle cx="76" cy="70" r="24"/><circle cx="92" cy="82" r="16"/><rect x="40" y="78" width="66" height="20" rx="10"/></g><g fill="#33475b"><circle cx="66" cy="76" r="3"/><circle cx="84" cy="76" r="3"/></g><path d="M71 83c3 3 5 3 8 0" stroke="#33475b" stroke-width="2" fill="none" stroke-linecap="round"/>`,
	"clock": `<circle cx="60" cy="62" r="42" fill="#H"/><circle cx="60" cy="62" r="34" fill="#S"/><g stroke="#H" stroke-width="3" stroke-linecap="round"><path d="M60 34v5M60 85v5M32 62h5M83 62h5"/></g><path d="M60 62V42M60 62l14 9" stroke="#33384a" stroke-width="4" stroke-linecap="round"/><circle cx="60" cy="62" r="4" fill="#C"/><path d="M24 26l14-10M96 26L82 16" stroke="#C" stroke-width="8" stroke-linecap="round"/>`,
	"books": `<g><rect x="24" y="30" width="16" height="64" rx="2" fill="#C"/><rect x="42" y="22" width="14" height="72" rx="2" fill="#S"/><rect x="58" y="34" width="18" height="60" rx="2" fill="#H"/><path d="M80 36l15-4 12 58-15 4z" fill="#C"/></g><g stroke="#fff8" stroke-width="3"><path d="M27 42h10M27 48h10M61 46h12M45 36h8M45 82h8"/></g><rect x="14" y="94" width="92" height="8" rx="3" fill="#0004"/>`,
	"frame": `<rect x="20" y="24" width="80" height="72" rx="4" fill="#H"/><rect x="30" y="34" width="60" height="52" fill="#S"/><path d="M30 86V72l16-16 14 12 12-18 18 22v14z" fill="#C"/><circle cx="76" cy="46" r="6" fill="#f7d46b"/><path d="M50 24l10-12 10 12" fill="none" stroke="#H" stroke-width="3"/>`,
	"house": `<path d="M60 20l42 36h-8v44H26V56h-8z" fill="#H"/><path d="M60 20l42 36-6 6-36-31-36 31-6-6z" fill="#C"/><rect x="50" y="68" width="20" height="32" rx="10" fill="#0005"/><circle cx="60" cy="50" r="7" fill="#S"/><rect x="32" y="66" width="12" height="12" rx="2" fill="#S"/><rect x="76" y="66" width="12" height="12" rx="2" fill="#S"/>`,
}
