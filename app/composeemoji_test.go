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
	tv := [3]string{"📺", "television", "television tv video"}
	plus := [3]string{"👍️", "thumbs up", "thumbs up +1 good hand"}
	badge := [3]string{"📛", "name badge", "name badge"}
	for name, c := range map[string]struct {
		query string
		own   []emojiOffer
		rows  [][3]string
		want  []string
	}{
		"a country's code is not the best of what two letters begin": {"na", own("nagare", "banana"), [][3]string{namibia, badge}, []string{":nagare:", "name badge", "flag: Namibia", ":banana:"}},
		"a short word for one is as good as its name":                {"tv", own("mtv_a", "mtv_b", "mtv_c", "mtv_d", "mtv_e", "mtv_f", "mtv_g"), [][3]string{tv}, []string{"television", ":mtv_a:", ":mtv_b:", ":mtv_c:", ":mtv_d:", ":mtv_e:", ":mtv_f:", ":mtv_g:"}},
		"so is a sign": {"+1", own("a+1"), [][3]string{plus}, []string{"thumbs up", ":a+1:"}},
		"a whole name comes before what only begins so":          {"ferry", own("ferryboat"), [][3]string{ferry}, []string{"ferry", ":ferryboat:"}},
		"a Japanese word of the server's own comes by its worth": {"船", own("船"), [][3]string{ferry}, []string{":船:", "ferry"}},
		"the server's own by themselves":                         {"na", own("nagare", "naruhodo"), nil, []string{":nagare:", ":naruhodo:"}},
		"none at all":                                            {"na", nil, nil, nil},
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
