package e2e

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"nagare/stream/streamtest"
)

// The connection breaks, 300 notes come meanwhile: how long until every column is whole again. The rival never is.
func TestBenchGap(t *testing.T) {
	needBench(t)
	const missed = 300
	var settled time.Duration
	lost := 0
	for _, c := range contenders(t)[:2] {
		t.Run(c.name, func(t *testing.T) {
			server := streamtest.NewServer(t, &streamtest.Options{Seed: 15})
			for i := range 40 {
				server.Post(benchNote(i, benchTags...))
			}
			tab := c.open(t, server, benchTags...)
			tab.Expect("WebSocket", "ERR_", "Failed to load resource")
			server.Refuse(-1)
			server.Drop()
			ids := make([]string, 0, missed)
			for i := range missed {
				ids = append(ids, server.Post(benchNote(i, benchTags...)).ID)
			}
			server.Refuse(0)
			start := time.Now()
			want, _ := json.Marshal(ids)
			if c.name == "nagare" {
				tab.UntilIn(60*time.Second, `((want) => { const keys = __lists.flatMap((l) => l.keys), have = new Set(keys);
					return want.every((id) => have.has(id)) && !keys.some((k) => k.startsWith("gap:")); })(`+string(want)+`)`, "columns without a gap")
				settled = time.Since(start)
				return
			}
			Wait(t, 60*time.Second, "reconnected rival", func() bool { return server.Sockets() > 0 })
			time.Sleep(3 * time.Second)
			lost = missed - Eval[int](tab, string(want)+`.filter((id) => document.querySelector('[data-note-id="' + id + '"]')).length`)
		})
	}
	line(t, fmt.Sprintf("whole again after a gap of %d notes", missed), fmt.Sprintf("%.1f s", settled.Seconds()), fmt.Sprintf("%d lost", lost), "", "", true)
}
