//go:build !wasm

package web

import "encoding/json"

// Colours of the window frame and the splash screen, before any style sheet.
const (
	themeColor      = "#86b300"
	backgroundColor = "#eceff0"
)

type manifest struct {
	ID              string     `json:"id"`
	Name            string     `json:"name"`
	ShortName       string     `json:"short_name"`
	Description     string     `json:"description"`
	Lang            string     `json:"lang"`
	Dir             string     `json:"dir"`
	StartURL        string     `json:"start_url"`
	Scope           string     `json:"scope"`
	Display         string     `json:"display"`
	ThemeColor      string     `json:"theme_color"`
	BackgroundColor string     `json:"background_color"`
	Categories      []string   `json:"categories"`
	Icons           []icon     `json:"icons"`
	Shortcuts       []shortcut `json:"shortcuts"`
}

type icon struct {
	Src     string `json:"src"`
	Type    string `json:"type"`
	Sizes   string `json:"sizes"`
	Purpose string `json:"purpose,omitempty"`
}

type shortcut struct {
	Name  string `json:"name"`
	URL   string `json:"url"`
	Icons []icon `json:"icons,omitempty"`
}

func (s *Site) manifest() []byte {
	at := func(p string) string { return s.prefix + p }
	small := icon{Src: s.urls["icons/icon-192.png"], Type: "image/png", Sizes: "192x192"}
	m := manifest{
		ID: at("/"), Name: "Nagare 流れ", ShortName: "Nagare",
		Description: "A live deck for Misskey servers. Misskey サーバーの流れをそのまま見るデッキ。",
		Lang:        "ja", Dir: "auto",
		StartURL: at("/?source=pwa"), Scope: at("/"), Display: "standalone",
		ThemeColor: themeColor, BackgroundColor: backgroundColor,
		Categories: []string{"social", "news"},
		Icons: []icon{
			{s.urls["icons/icon-192.png"], "image/png", "192x192", "any"},
			{s.urls["icons/icon-512.png"], "image/png", "512x512", "any"},
			{s.urls["icons/icon.svg"], "image/svg+xml", "any", "any"},
			{s.urls["icons/maskable-192.png"], "image/png", "192x192", "maskable"},
			{s.urls["icons/maskable-512.png"], "image/png", "512x512", "maskable"},
			{s.urls["icons/monochrome-512.png"], "image/png", "512x512", "monochrome"},
		},
		Shortcuts: []shortcut{
			{Name: "設定 · Settings", URL: at("/settings"), Icons: []icon{small}},
			{Name: "接続の様子 · Inspector", URL: at("/inspector"), Icons: []icon{small}},
		},
	}
	b, _ := json.MarshalIndent(m, "", "  ") // plain strings always marshal
	return b
}
