package app

import (
	"testing"

	"nagare/app/i18n"
)

func TestAnAchievementIsSaidInWords(t *testing.T) {
	for name, want := range map[string][2]string{
		"notes1":              {"the first note", "初めてのノート"},
		"notes5000":           {"5000 notes", "5000ノート"},
		"login30":             {"signed in on 30 days", "30日ログイン"},
		"postedAt0min0sec":    {"a note on the hour, to the second", "毎時0分0秒ちょうどのノート"},
		"noteClipped1":        {"a note put into a clip", "ノートをクリップに追加"},
		"somethingNobodyKnew": {"somethingNobodyKnew", "somethingNobodyKnew"},
		"new7":                {"new7", "new7"},
		"12":                  {"12", "12"},
		"":                    {"", ""},
	} {
		for i, lang := range []i18n.Lang{i18n.English, i18n.Japanese} {
			if got := achievement(printer{Lang: lang}, name); got != want[i] {
				t.Errorf("%q: %q, want %q", name, got, want[i])
			}
		}
	}
}
