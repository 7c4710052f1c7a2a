package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// hostileTexts are what somebody may write who means harm.
var hostileTexts = []struct{ name, text string }{
	{"a script's address as a link", `[click](javascript:window.__pwned=1) javascript:window.__pwned=1 <javascript:alert(1)> [data](data:text/html,<script>window.__pwned=1</script>)`},
	{"an element that runs", `<img src=x onerror="window.__pwned=1"><script>window.__pwned=1</script><svg onload="window.__pwned=1"><iframe srcdoc="<script>parent.__pwned=1</script>">`},
	{"an attribute's end", `"><img src=x onerror=window.__pwned=1> '><b onmouseover='window.__pwned=1'> [" onclick="window.__pwned=1](https://a.example/"onclick="window.__pwned=1")`},
	{"quotes in a mention, a tag and an emoji", `@a"onclick="window.__pwned=1@b.example #a"onclick="x :a"onclick="x: @a@b"><img/src/onerror=window.__pwned=1>`},
	{"credentials in an address", `https://good.example@evil.example/ http://a:b@c.example/ https://аррӏе.example/`},
	{"text that turns around", "\u202e\u2066desrever\u202d \u2067\u202b" + strings.Repeat("\u202e", 400) + "gnp.exe\u200f\u061c"},
	{"a heap of marks", strings.Repeat("Z"+strings.Repeat("\u0321\u0334\u0489\u0352\u0300", 60), 60)},
	{"marks alone", strings.Repeat("\u0489", 8000)},
	{"3,000 nested functions", strings.Repeat("$[tada ", 3000) + "x" + strings.Repeat("]", 3000)},
	{"3,000 scales", strings.Repeat("$[scale.x=99,y=99 ", 3000) + "x" + strings.Repeat("]", 3000)},
	{"3,000 quotes", strings.Repeat(">", 3000) + " a"},
	{"3,000 tags", strings.Repeat("<b><center>", 1500) + "x"},
	{"100 kB of text", strings.Repeat("流れる水は腐らない。", 3400)},
	{"100 kB without a break", strings.Repeat("w", 100_000)},
	{"20,000 lines", strings.Repeat("\n.", 20_000)},
	{"10,000 emoji", strings.Repeat("👩🏽‍🚀🎉", 5_000)},
	{"10,000 custom emoji", strings.Repeat(":blobcat:", 10_000)},
	{"10,000 mentions", strings.Repeat("@a@b.example ", 10_000)},
	{"10,000 links", strings.Repeat("https://a.example/ ", 5_000)},
	{"a giant", `$[scale.x=1000000,y=1000000 $[scale.x=5,y=5 $[scale.x=5,y=5 $[x4 $[x4 giant]]]]]`},
	{"far away", `$[position.x=99999,y=-99999 $[position.x=5,y=5 $[position.x=5,y=5 away]]]`},
	{"values for a style sheet", `$[fg.color=red;position:fixed x]$[bg.color=url(https://evil.example/) x]$[border.style=solid;inset:0,width=9999,radius=1e9 x]$[rotate.deg=1);position:fixed x]$[spin.speed=1s;background:url(x) x]$[font.serif;x x]$[scale.x=NaN,y=Infinity x]$[scale.x=1e308,y=-1e308 x]$[blur x]$[unixtime 99999999999999999999]$[ruby a b]`},
	{"nothing to see", "\u200b\u200b\u2060\ufeff\u0000\u0001\u001b[31m\ufffe"},
	{"a formula and code", "\\[" + strings.Repeat("{", 5000) + "\\]\n```<script>window.__pwned=1</script>\n" + strings.Repeat("x", 5000) + "\n```"},
}

// hostileMembers are members of a note that no server should send. Each replaces those of a usual note.
var hostileMembers = []struct{ name, members string }{
	{"everything null", `{"text":null,"cw":null,"user":null,"files":null,"reactions":null,"poll":null,"visibility":null,"emojis":null,"createdAt":null,"reactionEmojis":null,"renote":null,"reply":null,"channel":null}`},
	{"numbers for words", `{"text":1,"cw":2,"user":3,"files":4,"reactions":5,"poll":6,"visibility":7,"createdAt":8,"renoteId":9,"replyId":10,"tags":11}`},
	{"lists for objects", `{"text":["a"],"user":[],"files":{},"reactions":[],"poll":[],"emojis":[],"reactionEmojis":[1]}`},
	{"a user of wrong types", `{"user":{"id":1,"username":null,"name":{"a":1},"host":5,"avatarUrl":["x"],"isCat":"yes","emojis":7,"instance":3,"avatarDecorations":"x","badgeRoles":{}}}`},
	{"a user whose name breaks out", `{"user":{"id":"u1","username":"a\"><script>window.__pwned=1</script>","name":"<img src=x onerror=window.__pwned=1>\u202e","host":"b\"onclick=\"window.__pwned=1","avatarUrl":"javascript:window.__pwned=1","instance":{"name":"<b>","themeColor":"red;position:fixed;inset:0","iconUrl":"javascript:1","faviconUrl":"data:text/html,x"},"avatarDecorations":[{"id":"1","url":"javascript:1","angle":1e308,"offsetX":1e9,"offsetY":-1e9}],"badgeRoles":[{"name":"\"><b>","iconUrl":"javascript:1"}]}}`},
	{"files that are none", `{"files":[null,1,"x",{},{"id":"f","type":"image/svg+xml\"><script>","url":"javascript:window.__pwned=1","thumbnailUrl":"data:text/html,<script>","name":"\"><script>window.__pwned=1</script>","comment":"\"onerror=\"x","properties":{"width":-1,"height":1e300},"blurhash":"` + "`${1}`" + `","size":-5},{"id":"g","type":"video/mp4","url":"https://evil.example@x/","size":1e300}]}`},
	{"reactions that are none", `{"reactions":{"\"><script>window.__pwned=1</script>":5,":a\"onerror=\"x@.:":1e300,"":3,"👍":-4,"\u202e":2,":x@evil.example/../../y:":2},"reactionEmojis":{"a":"javascript:window.__pwned=1"}}`},
	{"1,000 reactions", `{"reactions":{` + many(1000, `":e%d@.:":1`) + `}}`},
	{"a poll of 5,000", `{"poll":{"multiple":"x","expiresAt":"never","choices":[` + many(5000, `{"text":"<b>%d","votes":-1,"isVoted":1}`) + `]}}`},
	{"a note inside itself", `{"renoteId":"self","renote":{"id":"self","renoteId":"self","renote":{"id":"self","text":"in"}},"replyId":"self","reply":{"id":"self","user":null}}`},
	{"a warning of 50 kB", `{"cw":"` + strings.Repeat("警告 ", 8000) + `"}`},
	{"a warning with a giant link", `{"cw":"$[scale.x=5,y=5 $[scale.x=5,y=5 [link](https://evil.example/)]]"}`},
	{"a warning far away", `{"cw":"$[position.x=5,y=-8 $[position.x=0,y=8 [link](https://evil.example/)]] $[rotate.deg=90 $[x4 [a long link of many words](https://evil.example/)]]"}`},
	{"a quoted warning with a giant link", `{"renoteId":"q1","renote":{"id":"q1","user":{"id":"u2","username":"bob"},"cw":"$[scale.x=5,y=5 $[scale.x=5,y=5 [link](https://evil.example/)]]"}}`},
	{"a quoted giant", `{"renoteId":"q2","renote":{"id":"q2","user":{"id":"u2","username":"bob"},"text":"$[scale.x=5,y=5 $[scale.x=5,y=5 [link](https://evil.example/)]]"}}`},
	{"functions in a name, a reply and a poll", `{"replyId":"p1","reply":{"id":"p1","user":{"id":"u2","username":"bob","name":"$[scale.x=5,y=5 $[scale.x=5,y=5 [link](https://evil.example/)]]"},"text":"$[scale.x=5,y=5 $[scale.x=5,y=5 [link](https://evil.example/)]]"},"user":{"id":"u3","username":"eve","name":"$[scale.x=5,y=5 $[scale.x=5,y=5 [link](https://evil.example/)]]"},"poll":{"multiple":false,"choices":[{"text":"$[scale.x=5,y=5 $[scale.x=5,y=5 [link](https://evil.example/)]]","votes":1}]}}`},
	{"a broken date and a wrong visibility", `{"createdAt":"yesterday\"onclick=\"x","visibility":"\"><b>","localOnly":"\"","reactionAcceptance":{}}`},
}

func many(n int, format string) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = fmt.Sprintf(format, i)
	}
	return strings.Join(parts, ",")
}

// hostileNotes are the corpus as notes, each followed by a usual one, and the name of each by id.
func hostileNotes(t *testing.T) (notes []json.RawMessage, names map[string]string) {
	names = map[string]string{}
	add := func(name string, members map[string]any) {
		id := fmt.Sprintf("a9%06x00", len(notes)+1) // ids grow, so the newest is the last one
		note := map[string]any{"id": id, "createdAt": "2026-01-02T03:04:05.000Z", "text": "usual", "cw": nil, "visibility": "public", "userId": "u1",
			"user":      map[string]any{"id": "u1", "username": "alice", "name": "Alice", "host": nil, "avatarUrl": nil, "emojis": map[string]any{}},
			"reactions": map[string]any{}, "reactionEmojis": map[string]any{}, "files": []any{}, "fileIds": []any{}, "repliesCount": 0, "renoteCount": 0}
		for k, v := range members {
			if v == "self" {
				v = id
			}
			note[k] = v
		}
		raw, err := json.Marshal(note)
		if err != nil {
			t.Fatal(err)
		}
		notes = append(notes, json.RawMessage(strings.ReplaceAll(string(raw), `"self"`, `"`+id+`"`)))
		names[id] = name
	}
	for _, h := range hostileTexts {
		add(h.name, map[string]any{"text": h.text})
		add("usual", nil)
	}
	for _, h := range hostileMembers {
		var m map[string]any
		if err := json.Unmarshal([]byte(h.members), &m); err != nil {
			t.Fatalf("%s: %v", h.name, err)
		}
		add(h.name, m)
		add("usual", nil)
	}
	slices.Reverse(notes)
	return notes, names
}

// harm looks at a row of the page: is there anything that could run or reach out, does it leave its column, does it lie
// over its neighbours.
const harm = `(row) => {
  const bad = [], list = row.closest(".list"), box = list.getBoundingClientRect();
  for (const n of [row, ...row.querySelectorAll("*")]) {
    if (/^(script|iframe|object|embed|style|link|meta|base|form|input)$/i.test(n.tagName)) bad.push("has a " + n.tagName);
    for (const a of n.attributes) {
      if (/^on/i.test(a.name)) bad.push("attribute " + a.name);
      if (/^(src|href|poster|action|srcset)$/.test(a.name) && !(n.tagName === "use" && a.value.startsWith("#i-")) && !/^(https?:|mailto:|\/|blob:)/.test(a.value)) bad.push(a.name + " " + a.value.slice(0, 60));
      if (a.name === "style" && /url\(|position|inset/.test(a.value.replace(/--mfm-position/g, ""))) bad.push("style " + a.value.slice(0, 60));
    }
    if (getComputedStyle(n).position === "fixed") bad.push("position: fixed");
  }
  const r = row.getBoundingClientRect();
  if (r.left < box.left - 1 || r.right > box.right + 1) bad.push("wider than its column");
  if (r.height > 20000) bad.push("height " + Math.round(r.height));
  if (list.scrollWidth > list.clientWidth) bad.push("the column scrolls sideways");
  return [...new Set(bad)];
}`

// Whatever a stranger writes, its row does nothing, stays in its place and is drawn in time; the policy of the page, which
// would stop it, is never asked.
func TestHostileNotes(t *testing.T) {
	notes, names := hostileNotes(t)
	tab := NewTab(t)
	tab.WatchLists()
	// Broken pictures of made-up hosts are no fault of ours.
	tab.Expect("ERR_NAME_NOT_RESOLVED", "ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION", "ERR_TUNNEL", "ERR_PROXY", "ERR_BLOCKED", "the server responded with a status of 404")
	tab.Open(Serve(t, "-demo=false").URL + "/?c=localTimeline@" + ServeNotes(t, notes))
	tab.Until(`__lists.length && __lists[0].keys.length > `+fmt.Sprint(len(notes)), "rows")

	type seen struct {
		ID      string
		Bad     []string
		Covered bool
		MS      float64
		Height  float64
	}
	strict := os.Getenv("NAGARE_BENCH") != ""
	limit := 160.0 // ms; on a machine that does other things too. make bench asks for 16
	if strict {
		limit = 16
	}
	worst, worstName := 0.0, ""
	for i := len(notes) - 1; i >= 0; i-- {
		var n struct{ ID string }
		json.Unmarshal(notes[i], &n)
		name := names[n.ID]
		ok := Eval[bool](tab, `__lists[0].show(`+Quote(n.ID)+`, 0)`)
		if !ok {
			t.Errorf("%s: no row", name)
			continue
		}
		tab.UntilIn(20*time.Second, `__lists[0].rows.get(`+Quote(n.ID)+`)`, "row of "+name)
		s := Eval[seen](tab, `(() => {
			const l = __lists[0], id = `+Quote(n.ID)+`, took = [];
			for (let i = 0; i < 3; i++) {
				const t = performance.now();
				l.refresh(id);
				l.rows.get(id).getBoundingClientRect();
				took.push(performance.now() - t);
			}
			const row = l.rows.get(id), r = row.getBoundingClientRect(), edge = l.el.getBoundingClientRect();
			let covered = false;
			const seen = Math.min(r.height, edge.bottom - r.top);
			for (const y of [4, seen / 4, seen / 2, 3 * seen / 4, seen - 4]) {
				for (const x of [6, r.width / 5, 2 * r.width / 5, r.width / 2, 3 * r.width / 5, 4 * r.width / 5, r.width - 6]) {
					const hit = document.elementFromPoint(r.left + x, r.top + y);
					if (hit && r.top + y > edge.top && r.top + y < edge.bottom && l.el.contains(hit) && !row.contains(hit)) covered = true;
				}
			}
			return { ID: id, Bad: (`+harm+`)(row), Covered: covered, MS: Math.min(...took), Height: r.height };
		})()`)
		for _, b := range s.Bad {
			t.Errorf("%s: %s", name, b)
		}
		if s.Covered {
			t.Errorf("%s: another row lies over it", name)
		}
		if s.MS > worst {
			worst, worstName = s.MS, name
		}
		if s.MS > limit {
			t.Errorf("%s: drawn in %.1f ms, want at most %.0f", name, s.MS, limit)
		}
		t.Logf("%-40s %6.1f ms %6.0f px", name, s.MS, s.Height)
	}
	if Eval[bool](tab, `"__pwned" in window`) {
		t.Error("something a note said was run")
	}
	if v := Eval[[]string](tab, `window.__violations`); len(v) > 0 {
		t.Errorf("the policy had to stop %v", v)
	}
	if strict {
		line(t, "hostile notes, slowest: "+worstName, ms(worst), "", "", "16 ms", worst <= 16)
	}
}
