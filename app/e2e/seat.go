package e2e

import (
	"encoding/json"
	"time"

	"nagare/stream/streamtest"
)

// Member is somebody of a fake server, signed in by a tab.
type Member struct {
	Server *streamtest.Server
	Who    string
	Rights []string // of the token; nil: everything
}

// SignIn puts members into the tab's vault, as if they had signed in there, and loads url.
func (b *Tab) SignIn(site, url string, members ...Member) {
	b.T.Helper()
	b.Open(site + "/")
	Eval[any](b, `void (nagareProgram.taking = true)`) // the page need not begin anew: it is left below
	for _, m := range members {
		token := m.Server.Token(m.Who)
		if m.Rights != nil {
			token = m.Server.World().AppToken(m.Who, m.Rights...)
		}
		id := m.Server.World().PersonID(m.Who)
		raw, err := json.Marshal(map[string]any{"origin": m.Server.URL, "userId": id, "username": m.Who, "permissions": m.Rights, "since": time.Now(), "token": token})
		if err != nil {
			b.T.Fatal(err)
		}
		Eval[any](b, `nagareVault.put(`+Quote("account:"+m.Server.URL+"#"+id)+`, `+Quote(string(raw))+`).then(() => 0)`)
	}
	b.Open(url)
}
