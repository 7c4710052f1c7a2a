//go:build !js

package streamtest

import "fmt"

// emojiDrawing is a custom emoji of the town: what it means and how it looks.
type emojiDrawing struct {
	name, category string
	aliases        []string
	sensitive      bool
	body           string // inside a 64 by 64 SVG
	wide           int    // width when not 64
}

func (e emojiDrawing) svg() string {
	w := max(e.wide, 64)
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d 64" width="%d" height="128">%s</svg>`, w, w*2, e.body)
}

// word draws a word in fat, outlined letters, the way Japanese servers like
// their emoji.
func word(text, fill string, size int) string {
	return fmt.Sprintf(`<text x="50%%" y="52%%" dominant-baseline="central" text-anchor="middle" font-family="'Hiragino Maru Gothic ProN','BIZ UDPGothic','Noto Sans CJK JP','Noto Sans JP',sans-serif" font-weight="900" font-size="%d" fill="%s" stroke="#fff" stroke-width="5" stroke-linejoin="round" paint-order="stroke">%s</text>`, size, fill, text)
}

const blob = `<path d="M12 60C2 30 12 8 32 8s32 20 22 52c-6-4-10 3-15 0-5-3-9-3-14 0-5 3-8-4-13 0z" fill="#f7c948"/>`
const blobCat = `<path d="M8 58c-4-16-2-34 3-50l13 10h16L53 8c5 16 7 34 3 50-8 4-40 4-48 0z" fill="#f4a259"/><path d="M13 14l8 7-7 6zM51 14l-8 7 7 6z" fill="#ffd9c2"/>`

var emojiDrawings = []emojiDrawing{
	{name: "blobcat", category: "animals/cats", aliases: []string{"neko", "猫", "cat"}, body: blobCat + `<g fill="#33282b"><circle cx="23" cy="36" r="3.500"/><circle cx="41" cy="36" r="3.500"/></g><path d="M32 41v3m0 0c-2 4-7 3-8 0m8 0c2 4 7 3 8 0" stroke="#33282b" stroke-width="2.200" fill="none" stroke-linecap="round"/><g stroke="#fff" stroke-width="1.600"><path d="M10 42h8M46 42h8M11 47l7-2M53 47l-7-2"/></g>`},
	{name: "blobcat_sleep", category: "animals/cats", aliases: []string{"nemui", "眠い"}, body: blobCat + `<path d="M18 37c3 3 7 3 10 0M36 37c3 3 7 3 10 0" stroke="#33282b" stroke-width="2.600" fill="none" stroke-linecap="round"/><ellipse cx="32" cy="46" rx="3" ry="2" fill="#33282b"/><text x="46" y="18" font-family="sans-serif" font-weight="900" font-size="16" fill="#5b7fd1">z<animate attributeName="opacity" values="0;1;0" dur="2s" repeatCount="indefinite"/></text>`},
	{name: "catjam", category: "animals/cats", aliases: []string{"nori", "ノリノリ"}, body: `<g>` + blobCat + `<g fill="#33282b"><path d="M17 36h10v3H17zM37 36h10v3H37z"/></g><path d="M26 44c4 4 8 4 12 0" stroke="#33282b" stroke-width="2.400" fill="none" stroke-linecap="round"/><path d="M8 30C8 2 56 2 56 30" stroke="#3d4f73" stroke-width="4" fill="none"/><rect x="3" y="28" width="9" height="15" rx="4" fill="#3d4f73"/><rect x="52" y="28" width="9" height="15" rx="4" fill="#3d4f73"/><animateTransform attributeName="transform" type="translate" values="0 0;0 4;0 0;0 3;0 0" dur="0.8s" repeatCount="indefinite"/></g>`},
	{name: "party", category: "celebration", aliases: []string{"iwai", "おめでとう", "congrats"}, body: `<path d="M8 58l14-34 20 20z" fill="#f7c948"/><path d="M14 43l9 9M18 33l15 15" stroke="#e4572e" stroke-width="4"/><g fill="none" stroke-width="3.500" stroke-linecap="round"><path d="M36 24c4-6 2-12-2-16" stroke="#3b7ea1"/><path d="M44 34c8-2 10-10 16-10" stroke="#e4572e"/></g><g><circle cx="48" cy="12" r="4" fill="#7bc86c"/><circle cx="24" cy="10" r="3" fill="#e5779a"/><circle cx="56" cy="46" r="3.500" fill="#9b6bd3"/><path d="M46 46l6 6M56 8l4 4" stroke="#3b7ea1" stroke-width="3"/></g>`},
	{name: "sparkle", category: "celebration", aliases: []string{"kirakira", "きらきら"}, body: `<g fill="#f7c948"><path d="M26 8c3 14 6 17 20 20-14 3-17 6-20 20-3-14-6-17-20-20 14-3 17-6 20-20z"/><path d="M50 36c1.500 7 3 8.500 10 10-7 1.500-8.500 3-10 10-1.500-7-3-8.500-10-10 7-1.500 8.500-3 10-10z"><animate attributeName="opacity" values="1;.3;1" dur="1.400s" repeatCount="indefinite"/></path><path d="M50 6c1 4 2 5 6 6-4 1-5 2-6 6-1-4-2-5-6-6 4-1 5-2 6-6z"/></g>`},
	{name: "nagare", category: "town", aliases: []string{"流れ", "wave", "river"}, body: `<rect x="2" y="2" width="60" height="60" rx="16" fill="#1f5f8b"/><g fill="none" stroke-linecap="round" stroke-width="6"><path d="M10 24c8-8 14-8 22 0s14 8 22 0" stroke="#bfe6f2"/><path d="M10 38c8-8 14-8 22 0s14 8 22 0" stroke="#7cc4de"/><path d="M10 52c8-8 14-8 22 0s14 8 22 0" stroke="#46a0c4"/></g>`},
	{name: "tea", category: "food", aliases: []string{"ocha", "お茶"}, body: `<path d="M12 26h40c0 18-6 32-20 32S12 44 12 26z" fill="#6a8f6b"/><ellipse cx="32" cy="26" rx="20" ry="6" fill="#dfe9c7"/><ellipse cx="32" cy="26.500" rx="16" ry="4" fill="#b7cf7f"/><path d="M26 16c-4-4 4-6 0-10M38 16c-4-4 4-6 0-10" stroke="#cfd8dc" stroke-width="3" fill="none" stroke-linecap="round"/>`},
	{name: "coffee", category: "food", aliases: []string{"珈琲", "コーヒー"}, body: `<path d="M46 30h6c10 0 10 16-2 16h-6" fill="none" stroke="#8d6e63" stroke-width="5"/><path d="M8 24h40v20c0 8-6 14-14 14H22c-8 0-14-6-14-14z" fill="#efebe9"/><ellipse cx="28" cy="24" rx="20" ry="5" fill="#5d4037"/><path d="M22 14c-4-4 4-6 0-10M34 14c-4-4 4-6 0-10" stroke="#b0bec5" stroke-width="3" fill="none" stroke-linecap="round"/>`},
	{name: "onigiri", category: "food", aliases: []string{"おにぎり", "riceball"}, body: `<path d="M32 6c8 0 28 36 28 44 0 6-4 8-8 8H12c-4 0-8-2-8-8C4 42 24 6 32 6z" fill="#fff" stroke="#d7dbe0" stroke-width="2"/><path d="M22 38h20v20H22z" fill="#2f3b34"/><g fill="#d7dbe0"><circle cx="26" cy="24" r="1.500"/><circle cx="38" cy="26" r="1.500"/><circle cx="14" cy="46" r="1.500"/><circle cx="50" cy="46" r="1.500"/></g>`},
	{name: "pudding", category: "food", aliases: []string{"プリン", "purin"}, body: `<ellipse cx="32" cy="54" rx="28" ry="6" fill="#cfe4ea"/><path d="M18 20h28l8 30c-8 6-36 6-44 0z" fill="#f6d365"/><path d="M18 20c6-6 22-6 28 0l3 12c-4 4-7-2-11 1-4 3-7-2-11 0-4 2-8 2-12-1z" fill="#8a4b16"/><circle cx="32" cy="12" r="5" fill="#d7263d"/><path d="M32 8c2-4 5-5 8-5" stroke="#4a7c3a" stroke-width="2" fill="none"/>`},
	{name: "ramen", category: "food", aliases: []string{"ラーメン"}, body: `<path d="M6 30h52c0 16-10 28-26 28S6 46 6 30z" fill="#c8352b"/><ellipse cx="32" cy="30" rx="26" ry="8" fill="#f3c677"/><g fill="none" stroke="#f7e0a3" stroke-width="3"><path d="M14 30c6-5 10 5 16 0s10 5 18 0"/></g><circle cx="24" cy="28" r="6" fill="#fff"/><path d="M21 28c1-3 5-3 5 0s-3 3-3 1" stroke="#e5779a" stroke-width="2" fill="none"/><rect x="36" y="14" width="12" height="16" rx="1" fill="#2f4538"/><path d="M10 12l44-8M12 18l44-8" stroke="#a9713d" stroke-width="3" stroke-linecap="round"/>`},
	{name: "sprout", category: "nature", aliases: []string{"め", "芽"}, body: `<path d="M32 60V34" stroke="#4f8a4c" stroke-width="5" stroke-linecap="round"/><path d="M32 36C8 38 6 22 6 14c18 0 26 8 26 22zM32 34c0-16 10-22 26-22 0 14-8 22-26 22z" fill="#6cbf5f"/><path d="M12 60c8-8 32-8 40 0z" fill="#8d6e4a"/>`},
	{name: "star_spin", category: "nature", aliases: []string{"hoshi", "星"}, body: `<path d="M32 6l7.600 16.200L57 24.600 44.500 37l3 17.600L32 46.200 16.500 54.600l3-17.600L7 24.600l17.400-2.400z" fill="#f7c948" stroke="#e0a81e" stroke-width="2" stroke-linejoin="round"><animateTransform attributeName="transform" type="rotate" from="0 32 32" to="360 32 32" dur="3s" repeatCount="indefinite"/></path>`},
	{name: "rainbow_arc", category: "nature", aliases: []string{"niji", "虹"}, body: `<g fill="none" stroke-width="5"><path d="M6 52a26 26 0 0152 0" stroke="#e4572e"/><path d="M11 52a21 21 0 0142 0" stroke="#f7b32b"/><path d="M16 52a16 16 0 0132 0" stroke="#6cbf5f"/><path d="M21 52a11 11 0 0122 0" stroke="#3b7ea1"/></g><g fill="#e8eef3"><circle cx="12" cy="52" r="8"/><circle cx="52" cy="52" r="8"/></g>`},
	{name: "heart_beat", category: "feelings", aliases: []string{"suki", "すき", "love"}, body: `<path d="M32 58C8 40 4 28 6 20 10 6 26 6 32 18 38 6 54 6 58 20c2 8-2 20-26 38z" fill="#e8505b"><animateTransform attributeName="transform" type="scale" values="1;1.080;1;1.080;1" dur="1.300s" repeatCount="indefinite"/></path><path d="M14 22c0-6 4-9 8-9" stroke="#fff" stroke-width="4" stroke-linecap="round" fill="none" opacity=".7"/>`},
	{name: "thinking_cup", category: "feelings", aliases: []string{"hmm", "うーん"}, body: blob + `<g fill="#33282b"><circle cx="25" cy="26" r="3"/><circle cx="41" cy="24" r="3"/></g><path d="M36 16l10-2M26 40c4-3 9-3 12-1" stroke="#33282b" stroke-width="2.400" stroke-linecap="round" fill="none"/><path d="M20 56c0-10 8-12 12-8 6-2 6 8-2 10z" fill="#e0a81e"/>`},
	{name: "blob_cry", category: "feelings", aliases: []string{"naki", "泣"}, body: blob + `<path d="M19 28c3-3 7-3 9 0M36 28c3-3 7-3 9 0" stroke="#33282b" stroke-width="2.600" fill="none" stroke-linecap="round"/><path d="M22 32v16M42 32v16" stroke="#6db7e8" stroke-width="6" stroke-linecap="round"/><path d="M27 42c3-4 7-4 10 0z" fill="#33282b"/>`},
	{name: "blob_clap", category: "feelings", aliases: []string{"hakushu", "拍手", "clap"}, body: blob + `<path d="M20 26l6 3-6 3M44 26l-6 3 6 3" stroke="#33282b" stroke-width="2.600" fill="none" stroke-linecap="round"/><path d="M26 36c4 6 8 6 12 0z" fill="#33282b"/><g fill="#f9dc7c" stroke="#d49a1a" stroke-width="2"><ellipse cx="25" cy="50" rx="7" ry="6"/><ellipse cx="39" cy="50" rx="7" ry="6"/><animateTransform attributeName="transform" type="translate" values="0 0;0 -2;0 0" dur=".5s" repeatCount="indefinite"/></g>`},
	{name: "sorena", category: "words", aliases: []string{"それな"}, wide: 128, body: word("それな", "#e4572e", 38)},
	{name: "erai", category: "words", aliases: []string{"えらい"}, wide: 128, body: word("えらい！", "#e5779a", 32)},
	{name: "ohayo", category: "words", aliases: []string{"おはよう"}, wide: 160, body: word("おはよう", "#f08a24", 36)},
	{name: "oyasumi", category: "words", aliases: []string{"おやすみ"}, wide: 160, body: word("おやすみ", "#5b6fc9", 36)},
	{name: "naruhodo", category: "words", aliases: []string{"なるほど"}, wide: 160, body: word("なるほど", "#3b7ea1", 36)},
	{name: "kusa", category: "words", aliases: []string{"草", "w"}, body: word("草", "#4f9a4c", 50)},
	{name: "yoi", category: "words", aliases: []string{"良い", "good"}, body: word("良", "#c8352b", 50)},
	{name: "shipped", category: "words", aliases: []string{"ship", "release"}, wide: 144, body: word("SHIPPED", "#2f7d6b", 30)},
	{name: "rocket_go", category: "things", aliases: []string{"rocket"}, body: `<path d="M32 4c12 8 16 22 14 36H18C16 26 20 12 32 4z" fill="#eef2f6" stroke="#c3ccd6" stroke-width="2"/><circle cx="32" cy="24" r="6" fill="#3b7ea1"/><path d="M18 32L8 46l10-2zM46 32l10 14-10-2z" fill="#e4572e"/><path d="M26 42h12l-6 18z" fill="#f7b32b"><animate attributeName="opacity" values="1;.5;1" dur=".4s" repeatCount="indefinite"/></path>`},
	{name: "wine", category: "food", aliases: []string{"sake", "お酒"}, sensitive: true, body: `<path d="M18 6h28c2 20-2 30-11 32v14h9v6H20v-6h9V38C20 36 16 26 18 6z" fill="#dfe9ee"/><path d="M17 18h30c0 12-4 18-15 18S17 30 17 18z" fill="#8e2442"/>`},
}
