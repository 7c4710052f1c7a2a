package app

import "testing"

func TestTheIdIsTakenOutOfAnAddress(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct{ channel, typed, id, origin string }{
		"an id":                                {"channel", "9abc", "9abc", ""},
		"a channel's page":                     {"channel", "https://a.example/channels/9abc", "9abc", "https://a.example"},
		"with what stands behind":              {"channel", "https://a.example/channels/9abc/?x=1#y", "9abc", "https://a.example"},
		"of the demo":                          {"channel", "http://localhost:8080/_demo/channels/9abc", "9abc", "http://localhost:8080/_demo"},
		"without a host":                       {"channel", "/channels/9abc", "9abc", ""},
		"a page of something else":             {"channel", "https://a.example/notes/9abc", "", ""},
		"a page within a channel's":            {"channel", "https://a.example/channels/9abc/edit", "", ""},
		"a role":                               {"roleTimeline", "https://a.example:3000/roles/r1", "r1", "https://a.example:3000"},
		"a list as a timeline":                 {"userList", "https://a.example/timeline/list/l1", "l1", "https://a.example"},
		"a list to be edited":                  {"userList", "https://a.example/my/lists/l1", "l1", "https://a.example"},
		"a public list":                        {"userList", "https://a.example/list/l1", "l1", "https://a.example"},
		"an antenna":                           {"antenna", "https://a.example/timeline/antenna/a1", "a1", "https://a.example"},
		"what is no address":                   {"channel", "http://[/channels/9abc", "", ""},
		"an id that could not stand in a link": {"channel", "https://a.example/channels/a;b", "", ""},
	} {
		if id, origin := idIn(x.channel, x.typed); id != x.id || origin != x.origin {
			t.Errorf("%s: %q of %q", name, id, origin)
		}
	}
}
