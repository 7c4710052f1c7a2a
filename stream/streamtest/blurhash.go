//go:build !js

package streamtest

import (
	"fmt"
	"math"
	"strings"
)

// rgb is a colour, 0 to 1, as screens have it.
type rgb struct{ r, g, b float64 }

func parseColor(s string) rgb {
	var r, g, b int
	if len(s) >= 7 {
		fmt.Sscanf(s[1:7], "%02x%02x%02x", &r, &g, &b)
	}
	return rgb{float64(r) / 255, float64(g) / 255, float64(b) / 255}
}

func mix(a, b rgb, t float64) rgb {
	return rgb{a.r + (b.r-a.r)*t, a.g + (b.g-a.g)*t, a.b + (b.b-a.b)*t}
}

func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func screen(v float64) int {
	v = math.Max(0, math.Min(1, v))
	if v <= 0.0031308 {
		return int(v*12.92*255 + .5)
	}
	return int((1.055*math.Pow(v, 1/2.4)-0.055)*255 + .5)
}

const base83Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"

func base83(n, width int) string {
	b := make([]byte, width)
	for i := width - 1; i >= 0; i-- {
		b[i] = base83Digits[n%83]
		n /= 83
	}
	return string(b)
}

// blurhash encodes a picture, given as its colour at every point of the unit
// square, with 5 by 4 components.
func blurhash(at func(x, y float64) rgb) string {
	const nx, ny, n = 5, 4, 24
	var px [n * n]rgb
	for y := range n {
		for x := range n {
			c := at((float64(x)+.5)/n, (float64(y)+.5)/n)
			px[y*n+x] = rgb{linear(c.r), linear(c.g), linear(c.b)}
		}
	}
	var factors []rgb
	for j := range ny {
		for i := range nx {
			var f rgb
			norm := 2.0
			if i == 0 && j == 0 {
				norm = 1
			}
			for y := range n {
				for x := range n {
					w := norm * math.Cos(math.Pi*float64(i)*(float64(x)+.5)/n) * math.Cos(math.Pi*float64(j)*(float64(y)+.5)/n)
					p := px[y*n+x]
					f.r, f.g, f.b = f.r+w*p.r, f.g+w*p.g, f.b+w*p.b
				}
			}
			factors = append(factors, rgb{f.r / (n * n), f.g / (n * n), f.b / (n * n)})
		}
	}
	most := 0.0
	for _, f := range factors[1:] {
		most = math.Max(most, math.Max(math.Abs(f.r), math.Max(math.Abs(f.g), math.Abs(f.b))))
	}
	scale := int(math.Max(0, math.Min(82, math.Floor(most*166-.5))))
	top := float64(scale+1) / 166
	quant := func(v float64) int {
		v /= top
		return int(math.Max(0, math.Min(18, math.Floor(math.Copysign(math.Sqrt(math.Abs(v)), v)*9+9.5))))
	}
	var b strings.Builder
	b.WriteString(base83((nx-1)+(ny-1)*9, 1) + base83(scale, 1))
	d := factors[0]
	b.WriteString(base83(screen(d.r)<<16|screen(d.g)<<8|screen(d.b), 4))
	for _, f := range factors[1:] {
		b.WriteString(base83(quant(f.r)*19*19+quant(f.g)*19+quant(f.b), 2))
	}
	return b.String()
}
