package misskey_test

import (
	"testing"

	"nagare/stream/misskey"
)

func TestVersions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		s                string
		at202551         bool
		calendar, nyaize bool
		suffix           string
	}{
		{"2025.4.1-mhq.13", false, true, false, "mhq.13"},
		{"2025.5.1", true, true, false, ""},
		{"2025.10.0-beta.2", true, true, false, "beta.2"},
		{"2025.5", false, true, false, ""},
		{"13.14.2", false, false, false, ""},
		{"12.108.1", false, false, true, ""},
		{"10.102.700-m544", false, false, true, "m544"},
		{"4.17.0", false, false, false, ""},
		{"", false, false, false, ""},
		{"x.y", false, false, false, ""},
		{"99999999999999999999.1", false, false, false, ""},
	} {
		v := misskey.ParseVersion(c.s)
		if v.AtLeast(2025, 5, 1) != c.at202551 || v.IsCalendar() != c.calendar || v.NyaizesItself() != c.nyaize || v.Suffix != c.suffix {
			t.Errorf("%q: %+v", c.s, v)
		}
	}
}

func TestPoliciesOfTimelines(t *testing.T) {
	t.Parallel()
	m, err := misskey.DecodeMeta([]byte(`{"version":"x","policies":{"ltlAvailable":false,"gtlAvailable":"yes","driveCapacityMb":100,"chatAvailability":"readonly"}}`))
	if err != nil {
		t.Fatal(err)
	}
	for channel, want := range map[string]bool{"localTimeline": false, "hybridTimeline": false, "globalTimeline": true, "homeTimeline": true} {
		if m.Policies.Timeline(channel) != want {
			t.Errorf("%s: %v", channel, !want)
		}
	}
	if m.Policies.Number("driveCapacityMb", 5) != 100 || m.Policies.Number("ltlAvailable", 5) != 5 || m.Policies.Text("chatAvailability", "") != "readonly" || m.Policies.Bool("x", true) != true {
		t.Errorf("%s", m.Policies)
	}
	var none misskey.Policies
	if !none.Timeline("localTimeline") || none.Number("x", 3) != 3 {
		t.Error("what is not told is allowed")
	}
}

func TestPictures(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{"a": "/emoji/a.webp", "a@.": "/emoji/a.webp", "a+b_c@x.example": "/emoji/a+b_c@x.example.webp", "": "", "@x": "", "a/b": "", "a?": "", "👍": ""} {
		if want != "" {
			want = "https://h.example" + want
		}
		if got := misskey.EmojiPicture("https://h.example", key); got != want {
			t.Errorf("%q: %s", key, got)
		}
	}
}
