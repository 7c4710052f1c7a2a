package mfm_test

import (
	"testing"

	"nagare/app/mfm"
)

// What misskey-js 2026.5.1 makes of the same texts.
func TestNyaizeText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                           "",
		"なにぬナﾅ":                      "にゃにぬニャﾆｬ",
		"banana Na nA NA":            "banyanya Nya nYA NYA",
		"morning MORNING Mornin":     "mornyan MORNYAN Mornin",
		"mornING Morning":            "mornYAN Mornyan",
		"everyone EVERYONE Everyone": "everynyan EVERYNYAN Everynyan",
		"나다 낳 냐 낭":                   "냐다냥 냫 냐 냥",
		"가다. 가다 가다! 가다? 가다\n가다가":      "가다냥. 가다냥 가다냥! 가다냥? 가다냥\n가다가",
		"야? 야 야! 야\n야":                "냥? 냥 야! 냥\n냥",
		"non ana one ing 1a":          "non anya one ing 1a",
		"\xe3\x81":                    "\xe3\x81",
		"ordinary words stay the sme": "ordinyary words stay the sme",
	} {
		if got := mfm.NyaizeText(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestNyaizeLeavesWhatIsNotSaid(t *testing.T) {
	t.Parallel()
	nodes := mfm.Parse("な **な** `な` <plain>な</plain> [な](https://a.b/c) #な $[x2 な]\n> な")
	mfm.Nyaize(nodes)
	want := sketch(mfm.Parse("にゃ **にゃ** `な` <plain>な</plain> [な](https://a.b/c) #な $[x2 にゃ]\n> な"))
	if got := sketch(nodes); got != want {
		t.Errorf("\n got  %s\n want %s", got, want)
	}
}
