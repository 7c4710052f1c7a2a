package app

import (
	"slices"
	"testing"
)

func TestEmojiOffers(t *testing.T) {
	own := func(names ...string) (out []emojiOffer) {
		for _, n := range names {
			out = append(out, emojiOffer{completion{Label: ":" + n + ":"}, []string{n}})
		}
		return out
	}
	ferry := [3]string{"⛴️", "ferry", "ferry boat passenger フェリー 船"}
	namibia := [3]string{"🇳🇦", "flag: Namibia", "flag: Namibia NA flag"}
	badge := [3]string{"📛", "name badge", "name badge"}
	for name, c := range map[string]struct {
		query string
		own   []emojiOffer
		rows  [][3]string
		want  []string
	}{
		"a country's code is not the best of what two letters begin": {"na", own("nagare", "banana"), [][3]string{namibia, badge}, []string{":nagare:", "name badge", "flag: Namibia", ":banana:"}},
		"a whole name comes before what only begins so":              {"ferry", own("ferryboat"), [][3]string{ferry}, []string{"ferry", ":ferryboat:"}},
		"a Japanese word of the server's own comes by its worth":     {"船", own("船"), [][3]string{ferry}, []string{":船:", "ferry"}},
		"the server's own by themselves":                             {"na", own("nagare", "naruhodo"), nil, []string{":nagare:", ":naruhodo:"}},
		"none at all":                                                {"na", nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, o := range among(c.own, c.rows, c.query) {
				got = append(got, o.Label)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("offers %q, want %q", got, c.want)
			}
		})
	}
}
