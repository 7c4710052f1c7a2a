package mfm

import "testing"

// Every emoji must get past the byte tables that plain text is skipped with.
func TestEmojiAreNoticed(t *testing.T) {
	t.Parallel()
	for _, r := range emojiRanges {
		for c := r.lo; c <= r.hi; c++ {
			s := string(c) + emojiStyle
			if !starts[s[0]] || !startAt(s, 0) || !halts[s[0]] {
				t.Errorf("%U is skipped as plain text", c)
			}
			if want := len(s); r.class == emojiMarked && emojiLen(s) != want {
				t.Errorf("%U: %d, want %d", c, emojiLen(s), want)
			}
		}
	}
	for base, want := range map[string]int{"🇯🇵🇺": 8, "🏴󠁧󠁢󠁥󠁮󠁧󠁿x": 28, "👩🏽‍🚀": 15, "👩‍x": 4, "🧑🏻‍❤️‍🧑🏻": 8, "1": 0} {
		if got := emojiLen(base); got != want {
			t.Errorf("%q: %d, want %d", base, got, want)
		}
	}
}
