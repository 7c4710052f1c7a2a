//go:build !js

package live_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"nagare/app/store"
	"nagare/stream/streamtest"
)

// answering is a host that answers everything in one way.
func answering(t *testing.T, h http.HandlerFunc) string {
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func TestAColumnSaysWhatIsWrongAndOthersGoOn(t *testing.T) {
	t.Parallel()
	good := streamtest.NewServer(t, nil)
	apiError := func(status int, code string) func(t *testing.T) string {
		return func(t *testing.T) string {
			return answering(t, func(w http.ResponseWriter, r *http.Request) {
				switch {
				case strings.HasSuffix(r.URL.Path, "/api/meta"):
					w.Write([]byte(`{"version":"2025.4.1","name":"Closed"}`))
				case strings.HasPrefix(r.URL.Path, "/api/"):
					w.Header().Set("Content-Type", "application/json")
					w.WriteHeader(status)
					w.Write([]byte(`{"error":{"code":"` + code + `","message":"no","id":"x","kind":"client"}}`))
				default:
					w.WriteHeader(404)
				}
			})
		}
	}
	cases := []struct {
		name   string
		origin func(t *testing.T) string
		state  store.ColumnState
		code   store.ReasonCode
	}{
		{"no answer", func(t *testing.T) string {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			return "http://" + l.Addr().String()
		}, store.Offline, store.ReasonNoAnswer},
		{"a web page", func(t *testing.T) string {
			return answering(t, func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("<!doctype html><p>hello")) })
		}, store.Refused, store.ReasonNotMisskey},
		{"not found", func(t *testing.T) string { return answering(t, http.NotFound) }, store.Refused, store.ReasonNotMisskey},
		{"garbage", func(t *testing.T) string {
			return answering(t, func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/api/meta") {
					w.Write([]byte(`{"version":"2025.4.1"}`))
					return
				}
				w.Write([]byte(`[[[{"id":1,]`))
			})
		}, store.Refused, store.ReasonGarbage},
		{"members only", apiError(401, "CREDENTIAL_REQUIRED"), store.Refused, store.ReasonForbiddenAnonymous},
		{"disabled", apiError(400, "LTL_DISABLED"), store.Refused, store.ReasonLTLDisabled},
		{"rate limited", apiError(429, "RATE_LIMIT_EXCEEDED"), store.Lost, store.ReasonRateLimited},
		{"in trouble", apiError(500, "INTERNAL_ERROR"), store.Lost, store.ReasonServerError},
		{"no address", func(t *testing.T) string { return "ftp://x y" }, store.Refused, store.ReasonBadOrigin},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := newDeck(t, fast())
			bad := d.hub.Add(store.ColumnSpec{Channel: "localTimeline", Origin: c.origin(t)})
			well := d.hub.Add(local(good))
			d.until("the reason", func(s *store.Store) bool {
				col, _ := s.Column(bad)
				return col.State == c.state && col.Reason.Code == c.code
			})
			d.state(well, store.Live)
			d.hub.Retry(bad)
			d.until("the reason again", func(s *store.Store) bool {
				col, _ := s.Column(bad)
				return col.State == c.state && col.Reason.Code == c.code
			})
		})
	}
}

func TestChannelsThatNeedALogin(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	d := newDeck(t, fast())
	home := d.hub.Add(store.ColumnSpec{Channel: "homeTimeline", Origin: srv.URL})
	nobody := d.hub.Add(store.ColumnSpec{Channel: "homeTimeline", Origin: srv.URL, AccountID: "somebody"})
	d.until("needs login", func(s *store.Store) bool {
		c, _ := s.Column(home)
		return c.State == store.Refused && c.Reason.Code == store.ReasonNeedsLogin
	})
	if c := d.column(nobody); c.State != store.Refused || c.Reason.Code != store.ReasonNoAccount {
		t.Errorf("%s %+v", c.State, c.Reason)
	}
}

func TestAServerThatComesLater(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	srv.Stop()
	d := newDeck(t, fast())
	id := d.hub.Add(local(srv))
	d.until("no answer", func(s *store.Store) bool {
		c, _ := s.Column(id)
		return c.State == store.Offline && c.Reason.Code == store.ReasonNoAnswer
	})
	if err := srv.Start(); err != nil {
		t.Fatal(err)
	}
	d.state(id, store.Live)
	d.complete(id, post(srv, 2))
}

func TestAnsweredButTooLate(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	lift := srv.Inject(streamtest.Fault{Kind: streamtest.HTTPStatus, Path: "notes/local-timeline", Status: 502})
	d := newDeck(t, fast())
	id := d.hub.Add(local(srv))
	d.state(id, store.Live) // the socket works: what comes is shown, what was before is not known
	n := srv.Post(streamtest.NoteSpec{By: "bob", Text: "x"})
	d.until("the note", func(s *store.Store) bool {
		c, _ := s.Column(id)
		return len(c.Items) > 0 && c.Items[0].NoteID == n.ID
	})
	lift()
	time.AfterFunc(0, func() { d.hub.Retry(id) })
	d.complete(id, []string{n.ID})
}

func TestSigningInLater(t *testing.T) {
	t.Parallel()
	srv := streamtest.NewServer(t, nil)
	token := ""
	o := fast()
	o.Accounts = func(store.Source) (string, []string, bool) { return token, nil, token != "" }
	d := newDeck(t, o)
	id := d.hub.Add(store.ColumnSpec{Channel: "homeTimeline", Origin: srv.URL, AccountID: "me"})
	if c := d.column(id); c.Reason.Code != store.ReasonNoAccount {
		t.Errorf("%s %+v", c.State, c.Reason)
	}
	d.hub.Look(func(*store.Store) { token = srv.Token("alice") })
	d.hub.Retry(id)
	d.settled(id)
	srv.World().RevokeToken(token)
	srv.Drop()
	d.until("the token to be dead", func(s *store.Store) bool {
		c, _ := s.Column(id)
		return c.State == store.Refused && c.Reason.Code == store.ReasonTokenDead
	})
	d.hub.Look(func(*store.Store) { token = srv.Token("bob") })
	d.hub.Retry(id)
	d.settled(id)
}
