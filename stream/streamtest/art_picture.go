//go:build !js

package streamtest

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// picture is a drawn scene: everything about it follows from its seed.
type picture struct {
	name, alt     string
	width, height int
	seed          uint64
	scene         *scene
	low, high     rgb // its main colours, for the blurhash
	spot          rgb
}

// scene draws one kind of picture with a palette.
type scene struct {
	name, ja, en string
	palettes     [][3]string // sky, ground, spot
	draw         func(b *strings.Builder, r *rand.Rand, w, h int, p [3]string)
}

var sizes = [][2]int{{960, 640}, {960, 640}, {1024, 576}, {800, 800}, {640, 900}}

func newPicture(seed int) *picture {
	r := rand.New(rand.NewPCG(uint64(seed), 77))
	s := &scenes[r.IntN(len(scenes))]
	size := sizes[r.IntN(len(sizes))]
	pal := s.palettes[r.IntN(len(s.palettes))]
	p := &picture{name: fmt.Sprintf("%s-%04d", s.name, seed%10000), width: size[0], height: size[1], seed: uint64(seed), scene: s,
		high: parseColor(pal[0]), low: parseColor(pal[1]), spot: parseColor(pal[2])}
	switch r.IntN(5) {
	case 0:
	case 1, 2:
		p.alt = s.en
	default:
		p.alt = s.ja
	}
	return p
}

// pictureSeed finds a seed that draws one of the named scenes; none means any.
func pictureSeed(rng *rand.Rand, names []string) int {
	seed := rng.IntN(1 << 30)
	for range 40 {
		r := rand.New(rand.NewPCG(uint64(seed), 77))
		if len(names) == 0 || contains(names, scenes[r.IntN(len(scenes))].name) {
			break
		}
		seed++
	}
	return seed
}

func (p *picture) blurhash() string {
	return blurhash(func(x, y float64) rgb {
		c := mix(p.high, p.low, y*y*.6+y*.4)
		if d := (x-.62)*(x-.62) + (y-.35)*(y-.35); d < .02 {
			c = mix(p.spot, c, d/.02)
		}
		return c
	})
}

func (p *picture) svg() string {
	r := rand.New(rand.NewPCG(p.seed, 77))
	r.IntN(len(scenes))
	size := sizes[r.IntN(len(sizes))]
	pal := p.scene.palettes[r.IntN(len(p.scene.palettes))]
	var b strings.Builder
	w, h := size[0], size[1]
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d"><defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="%s"/><stop offset="1" stop-color="%s" stop-opacity=".55"/></linearGradient></defs><rect width="%d" height="%d" fill="#fff"/><rect width="%d" height="%d" fill="url(#s)"/>`,
		w, h, w, h, pal[0], pal[2], w, h, w, h)
	p.scene.draw(&b, r, w, h, pal)
	b.WriteString(`</svg>`)
	return b.String()
}

// hills draws a wavy ridge from left to right, filled down to the bottom.
func hills(b *strings.Builder, r *rand.Rand, w, h int, base, swing float64, fill string, opacity float64) {
	y := func() float64 { return base + (r.Float64()-.5)*2*swing }
	fmt.Fprintf(b, `<path d="M0 %.0f`, y())
	step := float64(w) / 5
	for i := range 5 {
		x := float64(i) * step
		fmt.Fprintf(b, " C%.0f %.0f %.0f %.0f %.0f %.0f", x+step*.35, y(), x+step*.65, y(), x+step, y())
	}
	fmt.Fprintf(b, ` V%d H0z" fill="%s" opacity="%.2f"/>`, h, fill, opacity)
}

func disc(b *strings.Builder, x, y, r float64, fill string, opacity float64) {
	fmt.Fprintf(b, `<circle cx="%.0f" cy="%.0f" r="%.1f" fill="%s" opacity="%.2f"/>`, x, y, r, fill, opacity)
}

func box(b *strings.Builder, x, y, w, h, r float64, fill string) {
	fmt.Fprintf(b, `<rect x="%.0f" y="%.0f" width="%.0f" height="%.0f" rx="%.0f" fill="%s"/>`, x, y, w, h, r, fill)
}

func tree(b *strings.Builder, x, y, s float64, fill string) {
	box(b, x-s*.06, y-s*.4, s*.12, s*.45, 2, "#6b4f3a")
	disc(b, x, y-s*.7, s*.36, fill, 1)
	disc(b, x-s*.24, y-s*.5, s*.26, fill, 1)
	disc(b, x+s*.24, y-s*.52, s*.28, fill, 1)
	disc(b, x+s*.06, y-s*.76, s*.18, "#ffffff", .18)
}

var scenes = []scene{
	{"sea", "夕方の海と、帰ってくる一艘の舟", "A small boat coming home over an evening sea", [][3]string{{"#f6a76b", "#2f5d8a", "#ffe3a8"}, {"#8fc7e8", "#2a6f97", "#fff4d6"}, {"#c58bd0", "#3b3f7a", "#ffd0b5"}},
		func(b *strings.Builder, r *rand.Rand, w, h int, p [3]string) {
			W, H := float64(w), float64(h)
			disc(b, W*.64, H*.42, H*.13, p[2], 1)
			disc(b, W*.64, H*.42, H*.2, p[2], .25)
			box(b, 0, H*.52, W, H*.48, 0, p[1])
			for i := range 16 {
				y := H*.54 + float64(i)*H*.028
				fmt.Fprintf(b, `<rect x="%.0f" y="%.0f" width="%.0f" height="3" rx="2" fill="%s" opacity="%.2f"/>`, W*(.64-.16+r.Float64()*.2), y, W*(.04+r.Float64()*.16), p[2], .75-float64(i)*.035)
			}
			x, y := W*(.2+r.Float64()*.2), H*.66
			fmt.Fprintf(b, `<path d="M%.0f %.0fh%.0fl-%.0f %.0fh-%.0fz" fill="#5b3a2e"/><path d="M%.0f %.0fv-%.0fl%.0f %.0fz" fill="#fdf6ea"/>`, x, y, W*.16, W*.03, H*.05, W*.1, x+W*.07, y-4, H*.2, W*.08, H*.18)
			fmt.Fprintf(b, `<path d="M%.0f %.0fq8-9 16 0q8-9 16 0M%.0f %.0fq6-7 12 0q6-7 12 0" fill="none" stroke="#fff" stroke-width="3"/>`, W*.3, H*.2, W*.4, H*.14)
		}},
	{"hills", "朝もやの山なみ", "Hills in the morning haze", [][3]string{{"#a9d0e0", "#3f6f6a", "#fff0c9"}, {"#f2c6a0", "#56607e", "#fff3d9"}, {"#b9c9ee", "#4a5a8a", "#fbe4ef"}},
		func(b *strings.Builder, r *rand.Rand, w, h int, p [3]string) {
			W, H := float64(w), float64(h)
			disc(b, W*(.2+r.Float64()*.6), H*.28, H*.09, p[2], .95)
			for i := range 5 {
				hills(b, r, w, h, H*(.45+float64(i)*.11), H*.06, p[1], .28+float64(i)*.16)
			}
			for range 9 {
				x := r.Float64() * W
				fmt.Fprintf(b, `<path d="M%.0f %.0fl%.0f %.0fh-%.0fz" fill="#24423f"/>`, x, H*.82, W*.022, H*.16, W*.044)
			}
		}},
	{"night", "窓の灯りがならぶ夜の街", "Lit windows of a town at night", [][3]string{{"#1d2b53", "#0f1a33", "#f7d774"}, {"#33305e", "#181833", "#ffc48a"}, {"#124559", "#0b2733", "#ffe8a3"}},
		func(b *strings.Builder, r *rand.Rand, w, h int, p [3]string) {
			W, H := float64(w), float64(h)
			box(b, 0, 0, W, H, 0, p[0])
			for range 60 {
				disc(b, r.Float64()*W, r.Float64()*H*.6, .8+r.Float64()*1.8, "#ffffff", .3+r.Float64()*.6)
			}
			disc(b, W*.78, H*.2, H*.08, p[2], 1)
			disc(b, W*.78-H*.03, H*.18, H*.075, p[0], 1)
			for x := -10.0; x < W; {
				bw, bh := W*(.06+r.Float64()*.09), H*(.2+r.Float64()*.42)
				box(b, x, H-bh, bw, bh, 3, p[1])
				for wy := H - bh + 16; wy < H-20; wy += 28 {
					for wx := x + 12; wx < x+bw-16; wx += 24 {
						if r.IntN(5) < 2 {
							box(b, wx, wy, 11, 14, 2, p[2])
						}
					}
				}
				x += bw + 4
			}
		}},
	{"latte", "木の机にカフェラテと読みかけの本", "A latte beside an open book on a wooden table", [][3]string{{"#c69c72", "#8a5a3b", "#f3e4d0"}, {"#d9b38c", "#7a4a33", "#fff2e0"}},
		func(b *strings.Builder, r *rand.Rand, w, h int, p [3]string) {
			W, H := float64(w), float64(h)
			box(b, 0, 0, W, H, 0, p[0])
			for i := range 7 {
				fmt.Fprintf(b, `<path d="M0 %.0f q%.0f %.0f %.0f 0 t%.0f 0" fill="none" stroke="%s" stroke-width="3" opacity=".3"/>`, H*float64(i)/6, W*.25, 14*r.Float64(), W*.5, W*.5, p[1])
			}
			cx, cy, R := W*(.36+r.Float64()*.1), H*.55, min(W, H)*.26
			disc(b, cx+10, cy+16, R*1.35, "#000000", .15)
			disc(b, cx, cy, R*1.35, "#f7f3ee", 1)
			disc(b, cx, cy, R, "#e9e1d6", 1)
			disc(b, cx, cy, R*.9, "#8b5a36", 1)
			for i := range 4 {
				s := R * (.62 - float64(i)*.14)
				fmt.Fprintf(b, `<path d="M%.0f %.0fc-%.0f-%.0f-%.0f %.0f 0 %.0fc%.0f-%.0f %.0f-%.0f 0-%.0fz" fill="none" stroke="%s" stroke-width="%.0f" opacity=".9"/>`, cx, cy-s*.5, s*.5, s*.7, s*1.3, s*.4, s*1.4, s*1.3, s, s*.5, s*1.7, s*1.4, p[2], R*.06)
			}
			fmt.Fprintf(b, `<g transform="translate(%.0f %.0f) rotate(%d)"><rect width="%.0f" height="%.0f" rx="6" fill="#4f7a8a"/><rect x="6" y="6" width="%.0f" height="%.0f" fill="#fffdf7"/>`, W*.68, H*.12, 8+r.IntN(10), W*.3, H*.5, W*.3-12, H*.5-12)
			for i := range 9 {
				box(b, 24, 30+float64(i)*H*.046, W*.3*(.5+r.Float64()*.3), 5, 2, "#c9c2b6")
			}
			b.WriteString(`</g>`)
		}},
	{"sakura", "川辺の桜なみき", "Cherry trees along a river", [][3]string{{"#bfe0f2", "#7fae6b", "#f6b7cb"}, {"#fde2e8", "#8fb98a", "#f29cb7"}, {"#d6e9f8", "#6f9f77", "#f9cfdc"}},
		func(b *strings.Builder, r *rand.Rand, w, h int, p [3]string) {
			W, H := float64(w), float64(h)
			hills(b, r, w, h, H*.55, H*.05, "#a7c7b7", .7)
			box(b, 0, H*.66, W, H*.34, 0, p[1])
			fmt.Fprintf(b, `<path d="M0 %.0fC%.0f %.0f %.0f %.0f %.0f %.0fV%.0fC%.0f %.0f %.0f %.0f 0 %.0fz" fill="#7fb6d6"/>`, H*.78, W*.3, H*.72, W*.6, H*.88, W, H*.8, H*.94, W*.6, H, W*.3, H*.86, H*.92)
			for i := range 6 {
				tree(b, W*(.06+float64(i)*.18)+r.Float64()*20, H*(.7+r.Float64()*.05), H*(.38+r.Float64()*.14), p[2])
			}
			for range 50 {
				fmt.Fprintf(b, `<ellipse cx="%.0f" cy="%.0f" rx="5" ry="3" fill="%s" opacity=".9" transform="rotate(%d %.0f %.0f)"/>`, r.Float64()*W, H*.4+r.Float64()*H*.6, p[2], r.IntN(90), W*.5, H*.7)
			}
		}},
	{"cat", "窓辺でねむる猫", "A cat asleep on a window sill", [][3]string{{"#cfe8f5", "#b98b5e", "#f4a259"}, {"#ffe2b8", "#9c6f4a", "#6b6f78"}, {"#d8d4f0", "#a07a56", "#f3ede4"}},
		func(b *strings.Builder, r *rand.Rand, w, h int, p [3]string) {
			W, H := float64(w), float64(h)
			box(b, 0, 0, W, H, 0, "#efe3d2")
			box(b, W*.12, H*.08, W*.76, H*.62, 8, "#ffffff")
			box(b, W*.14, H*.1, W*.72, H*.58, 4, p[0])
			disc(b, W*.3, H*.26, H*.06, "#fff6cf", 1)
			for i := range 4 {
				disc(b, W*(.5+float64(i)*.06), H*(.24+r.Float64()*.05), H*.05, "#ffffff", .9)
			}
			box(b, W*.49, H*.1, W*.02, H*.58, 0, "#ffffff")
			box(b, W*.05, H*.7, W*.9, H*.09, 6, p[1])
			cx, cy, s := W*(.42+r.Float64()*.12), H*.7, min(W, H)*.34
			fmt.Fprintf(b, `<g transform="translate(%.0f %.0f) scale(%.3f)"><path d="M-100 0c-14-52 30-84 92-80 56 4 96 26 92 80z" fill="%s"/><path d="M72-6c40 10 52-14 36-30" fill="none" stroke="%s" stroke-width="18" stroke-linecap="round"/><path d="M-118-2c-12-34-2-58-2-78l24 16c10-3 22-3 30 0l24-16c2 22 6 46-4 78z" fill="%s"/><path d="M-98-32c5 5 11 5 16 0M-70-32c5 5 11 5 16 0M-80-20h8l-4 4z" fill="none" stroke="#4a3b3b" stroke-width="3.500" stroke-linecap="round"/></g>`, cx, cy, s/150, p[2], p[2], p[2])
			box(b, W*.74, H*.54, W*.1, H*.16, 8, "#c96f4a")
			for i := range 5 {
				fmt.Fprintf(b, `<path d="M%.0f %.0fq%d-60 %d-%d" fill="none" stroke="#5f9a5b" stroke-width="9" stroke-linecap="round"/>`, W*.79, H*.55, -60+i*30, -50+i*26, 70+r.IntN(40))
			}
		}},
	{"bento", "つめたばかりのお弁当", "A freshly packed lunch box", [][3]string{{"#f0e2c8", "#3b3230", "#e4572e"}, {"#dfeadf", "#6b3f2a", "#f2a33c"}},
		func(b *strings.Builder, r *rand.Rand, w, h int, p [3]string) {
			W, H := float64(w), float64(h)
			box(b, 0, 0, W, H, 0, p[0])
			for i := range 12 {
				box(b, float64(i)*W/12, 0, W/24, H, 0, "#ffffff55")
			}
			box(b, W*.12, H*.16, W*.76, H*.68, 26, p[1])
			box(b, W*.15, H*.2, W*.34, H*.6, 16, "#fffdf6")
			for range 120 {
				fmt.Fprintf(b, `<ellipse cx="%.0f" cy="%.0f" rx="7" ry="3.500" fill="#eee7d6" transform="rotate(%d %.0f %.0f)"/>`, W*.17+r.Float64()*W*.3, H*.23+r.Float64()*H*.54, r.IntN(40)-20, W*.3, H*.5)
			}
			disc(b, W*.32, H*.5, min(W, H)*.06, "#c8352b", 1)
			box(b, W*.52, H*.2, W*.33, H*.28, 14, "#fff")
			for i := range 3 {
				fmt.Fprintf(b, `<rect x="%.0f" y="%.0f" width="%.0f" height="%.0f" rx="12" fill="#f6cf57" stroke="#e2b53c" stroke-width="4"/>`, W*(.54+float64(i)*.1), H*.24, W*.09, H*.2)
			}
			for range 5 {
				disc(b, W*(.55+r.Float64()*.27), H*(.56+r.Float64()*.18), min(W, H)*.055, "#a9602f", 1)
			}
			for range 6 {
				disc(b, W*(.55+r.Float64()*.27), H*(.54+r.Float64()*.22), min(W, H)*.034, "#5f9a4b", 1)
			}
			for range 3 {
				x, y := W*(.56+r.Float64()*.25), H*(.6+r.Float64()*.14)
				disc(b, x, y, min(W, H)*.036, p[2], 1)
				disc(b, x-5, y-6, 5, "#ffffff", .6)
			}
		}},
	{"forest", "木もれ日の小道", "A path through a sunlit wood", [][3]string{{"#d7efb5", "#3f6b3a", "#fff6c0"}, {"#f8dca0", "#8a5a2b", "#ffd27a"}, {"#c9ebe0", "#2f6b5e", "#f2ffd9"}},
		func(b *strings.Builder, r *rand.Rand, w, h int, p [3]string) {
			W, H := float64(w), float64(h)
			hills(b, r, w, h, H*.7, H*.04, p[1], .8)
			fmt.Fprintf(b, `<path d="M%.0f %.0fC%.0f %.0f %.0f %.0f %.0f %dH%.0fC%.0f %.0f %.0f %.0f %.0f %.0fz" fill="#e8d6ae"/>`, W*.52, H*.66, W*.44, H*.78, W*.4, H*.86, W*.24, h, W*.72, W*.62, H*.86, W*.58, H*.78, W*.55, H*.66)
			for i := range 9 {
				x := W*float64(i)/8 + r.Float64()*30 - 15
				if x > W*.4 && x < W*.66 {
					continue
				}
				tw := W * (.016 + r.Float64()*.018)
				box(b, x, 0, tw, H*(.72+r.Float64()*.16), 4, "#5a4330")
			}
			for range 26 {
				disc(b, r.Float64()*W, r.Float64()*H*.3, H*(.06+r.Float64()*.08), p[1], .55)
			}
			for range 22 {
				disc(b, r.Float64()*W, r.Float64()*H*.95, 4+r.Float64()*16, p[2], .22+r.Float64()*.25)
			}
		}},
	{"code", "夜の机とエディタの画面", "An editor window on a desk at night", [][3]string{{"#2b3050", "#1a1d33", "#7cc4de"}, {"#23363b", "#142226", "#f7b32b"}},
		func(b *strings.Builder, r *rand.Rand, w, h int, p [3]string) {
			W, H := float64(w), float64(h)
			box(b, 0, 0, W, H, 0, p[0])
			box(b, W*.08, H*.1, W*.84, H*.74, 18, p[1])
			for i, c := range []string{"#e4572e", "#f7b32b", "#6cbf5f"} {
				disc(b, W*.12+float64(i)*30, H*.155, 9, c, 1)
			}
			colours := []string{"#e5779a", p[2], "#9ecf8a", "#c9cbe0", "#f2d38a"}
			for i := range 13 {
				x := W*.13 + float64([]int{0, 1, 1, 2, 2, 2, 1, 0, 0, 1, 2, 1, 0}[i])*W*.035
				for range 1 + r.IntN(4) {
					bw := W * (.03 + r.Float64()*.12)
					box(b, x, H*(.22+float64(i)*.046), bw, H*.02, 5, colours[r.IntN(len(colours))])
					if x += bw + W*.014; x > W*.82 {
						break
					}
				}
			}
			disc(b, W*.9, H*.9, H*.06, "#efebe9", 1)
			disc(b, W*.9, H*.9, H*.045, "#5d4037", 1)
		}},
	{"train", "田んぼの中をゆく一両列車", "A one-carriage train among rice fields", [][3]string{{"#9fd3f0", "#7fb069", "#f25f4c"}, {"#fbd3a2", "#c9a24b", "#3b6ea5"}},
		func(b *strings.Builder, r *rand.Rand, w, h int, p [3]string) {
			W, H := float64(w), float64(h)
			for i := range 3 {
				x, y := W*(.15+float64(i)*.3), H*(.12+r.Float64()*.12)
				for j := range 4 {
					disc(b, x+float64(j)*34, y+r.Float64()*14, 26+r.Float64()*14, "#ffffff", .85)
				}
			}
			hills(b, r, w, h, H*.46, H*.06, "#6d9a86", .8)
			box(b, 0, H*.56, W, H*.44, 0, p[1])
			box(b, 0, H*.6, W, 6, 0, "#8a7a63")
			x, y, tw, th := W*(.2+r.Float64()*.2), H*.43, W*.4, H*.165
			box(b, x, y, tw, th, 14, "#fdf8ee")
			box(b, x, y+th*.58, tw, th*.22, 0, p[2])
			for i := range 6 {
				box(b, x+tw*.05+float64(i)*tw*.155, y+th*.16, tw*.115, th*.32, 5, "#5a7d95")
			}
			disc(b, x+tw*.2, y+th+4, th*.1, "#3a3a3a", 1)
			disc(b, x+tw*.8, y+th+4, th*.1, "#3a3a3a", 1)
			for i := range 8 {
				yy := H * (.66 + float64(i)*.045)
				fmt.Fprintf(b, `<path d="M0 %.0fH%d" stroke="#ffffff" stroke-width="%d" opacity=".28" stroke-dasharray="%d 10"/>`, yy, w, 3+i, 14+i*6)
			}
		}},
	{"lanterns", "橋にともる提灯", "Lanterns along a bridge", [][3]string{{"#2c2a4a", "#14142b", "#ff9f5a"}, {"#40304f", "#1c1526", "#ffcf6b"}},
		func(b *strings.Builder, r *rand.Rand, w, h int, p [3]string) {
			W, H := float64(w), float64(h)
			box(b, 0, 0, W, H, 0, p[0])
			box(b, 0, H*.7, W, H*.3, 0, p[1])
			fmt.Fprintf(b, `<path d="M0 %.0fQ%.0f %.0f %d %.0fv%.0fQ%.0f %.0f 0 %.0fz" fill="#7a3b33"/>`, H*.68, W*.5, H*.46, w, H*.68, H*.06, W*.5, H*.54, H*.76)
			for i := range 9 {
				t := float64(i) / 8
				x, y := W*(.04+.92*t), H*(.2+.3*(t-.5)*(t-.5)*-1+.12)
				disc(b, x, y, H*.1, p[2], .18)
				fmt.Fprintf(b, `<ellipse cx="%.0f" cy="%.0f" rx="%.0f" ry="%.0f" fill="%s"/>`, x, y, H*.034, H*.046, p[2])
				box(b, x-H*.016, y-H*.054, H*.032, 6, 2, "#3a2b2b")
				disc(b, x+r.Float64()*10-5, H*(.76+r.Float64()*.18), H*.02, p[2], .45)
			}
			for range 40 {
				disc(b, r.Float64()*W, r.Float64()*H*.4, 1+r.Float64()*1.4, "#fff", .6)
			}
		}},
	{"flowers", "花瓶の花", "Flowers in a vase", [][3]string{{"#f3ead8", "#7b9e89", "#e5779a"}, {"#e3ecf5", "#5f7fa8", "#f2c14e"}, {"#f7e1e1", "#a56b6b", "#8f6bb8"}},
		func(b *strings.Builder, r *rand.Rand, w, h int, p [3]string) {
			W, H := float64(w), float64(h)
			box(b, 0, 0, W, H, 0, p[0])
			box(b, 0, H*.8, W, H*.2, 0, "#c9a67e")
			m := min(W, H)
			for range 9 {
				x, y := W*.5+(r.Float64()-.5)*m*.6, H*.16+r.Float64()*H*.3
				fmt.Fprintf(b, `<path d="M%.0f %.0fQ%.0f %.0f %.0f %.0f" fill="none" stroke="#5f9a5b" stroke-width="6"/>`, W*.5, H*.6, (x+W*.5)/2, H*.45, x, y)
				s := m * (.04 + r.Float64()*.03)
				for k := range 6 {
					fmt.Fprintf(b, `<ellipse cx="%.0f" cy="%.0f" rx="%.0f" ry="%.0f" fill="%s" transform="rotate(%d %.0f %.0f)"/>`, x, y-s, s*.55, s, p[2], k*60, x, y)
				}
				disc(b, x, y, s*.5, "#fff2b0", 1)
			}
			fmt.Fprintf(b, `<path d="M%.0f %.0fh%.0fc%.0f %.0f %.0f %.0f -%.0f %.0fh-%.0fc-%.0f-%.0f-%.0f-%.0f-%.0f-%.0fz" fill="%s"/>`, W*.5-m*.08, H*.56, m*.16, m*.1, H*.1, m*.08, H*.26, m*.02, H*.28, m*.12, m*.1, H*.02, m*.12, H*.18, m*.02, H*.28, p[1])
		}},
}
