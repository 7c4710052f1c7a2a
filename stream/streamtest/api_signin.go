//go:build !js

package streamtest

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// authSession is a MiAuth session that has been answered (P8.5).
type authSession struct {
	token *token
	asked bool
}

// signinEndpoints are the ways to get a token.
func signinEndpoints() map[string]*endpoint {
	return map[string]*endpoint{
		"miauth/gen-token": {login: true, native: true, params: "*session string?; name string?; description string?; iconUrl string?; *permission array", run: func(c *call) any {
			t := c.newToken(c.me, false, c.strs("permission"))
			t.name = c.str("name")
			c.sessions[c.str("session")] = &authSession{token: t}
			c.notify(c.me, &notification{kind: "createToken"})
			return object{{"token", t.value}}
		}},
		"app/create": {params: "*name string; *description string; *permission array; callbackUrl string?", run: func(c *call) any {
			return object{{"id", c.newID()}, {"name", c.str("name")}, {"callbackUrl", orNull(c.str("callbackUrl"))}, {"permission", c.strs("permission")},
				{"secret", sum(c.str("name") + c.newID())}, {"isAuthorized", false}}
		}},
		"signin-flow": {params: "*username string; password string; token string?", run: func(c *call) any {
			u := c.handles[strings.ToLower(c.str("username"))]
			switch {
			case u == nil:
				return object{{"error", object{{"id", "6cc579cc-885d-43d8-95c2-b8c7fc963280"}}}}.status(c, 403)
			case !c.has("password"):
				return object{{"finished", false}, {"next", "captcha"}}
			case !strings.EqualFold(c.str("password"), "password"):
				return object{{"error", object{{"id", "932c904e-9460-45b7-9ce6-7ed33be7eb2c"}}}}.status(c, 403)
			}
			for _, value := range keysOf(c.tokens) {
				if t := c.tokens[value]; t.user == u && t.native {
					entry := object{{"id", c.newID()}, {"createdAt", c.now()}, {"ip", "127.0.0.1"}, {"headers", object{{"user-agent", "somebody"}}}, {"success", true}}
					c.tell(u, "main", "signin", func(view) any { return entry })
					c.notify(u, &notification{kind: "login"})
					return object{{"finished", true}, {"id", u.id}, {"i", value}}
				}
			}
			return object{{"finished", false}, {"next", "captcha"}}
		}},
	}
}

// status sets the HTTP status of an answer that is no error envelope.
func (o object) status(c *call, code int) object { c.status = code; return o }

// miauthCheck hands the token out, exactly once.
func (s *Server) miauthCheck(session, base string) object {
	w := s.world
	w.mu.Lock()
	defer w.mu.Unlock()
	a := w.sessions[session]
	if a == nil || a.asked {
		return object{{"ok", false}}
	}
	a.asked = true
	return object{{"ok", true}, {"token", a.token.value}, {"user", w.packMe(a.token.user, view{base: base}, false)}}
}

// miauthPage is where a newcomer picks which demo person to be. It works
// without scripts; the answer is a form back to the same address.
func (s *Server) miauthPage(rw http.ResponseWriter, r *http.Request, session string) {
	q := r.URL.Query()
	name := q.Get("name")
	if name == "" {
		name = "An app"
	}
	h := rw.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'; img-src *; style-src 'unsafe-inline'; base-uri 'none'")
	var kinds []string
	for _, k := range strings.Split(q.Get("permission"), ",") {
		if k = strings.TrimSpace(k); strings.Contains(k, ":") {
			kinds = append(kinds, k)
		}
	}
	w := s.world
	if r.Method == http.MethodPost {
		who := r.PostFormValue("who")
		w.mu.Lock()
		u := w.person(who)
		ok := u != nil && !u.remote() && !u.suspended && w.sessions[session] == nil
		if ok {
			t := w.newToken(u, false, kinds)
			t.name = name
			w.sessions[session] = &authSession{token: t}
			w.notify(u, &notification{kind: "createToken"})
		}
		w.mu.Unlock()
		back, err := url.Parse(q.Get("callback"))
		if ok && err == nil && q.Get("callback") != "" && safeCallback(back) {
			v := back.Query()
			v.Set("session", session)
			back.RawQuery = v.Encode()
			http.Redirect(rw, r, back.String(), http.StatusSeeOther)
			return
		}
		message := "Nothing was allowed. You may close this page. / 許可しませんでした。このページは閉じてかまいません。"
		if ok {
			message = "Done. You may close this page and go back. / 完了しました。このページを閉じて戻ってください。"
		}
		fmt.Fprintf(rw, miauthHead+`<p>%s</p></main>`, html.EscapeString(s.o.Name), message)
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, miauthHead+`<p><b>%s</b> would like to sign in. Choose who to be: nothing here is real. / だれになりますか？</p><form method="post"><ul>`, html.EscapeString(s.o.Name), html.EscapeString(name))
	w.mu.Lock()
	for i, u := range w.people {
		if i < 14 && !u.bot && !u.remote() && !u.suspended {
			fmt.Fprintf(&b, `<li><button name="who" value="%s"><img src="%s" width="44" height="44" alt=""><span>%s<small>@%s</small></span></button>`,
				html.EscapeString(u.username), html.EscapeString(w.avatarURL(u, s.base(r))), html.EscapeString(emojiPattern.ReplaceAllString(u.name, "")), html.EscapeString(u.username))
		}
	}
	w.mu.Unlock()
	fmt.Fprintf(&b, `</ul><button class="no" name="who" value="">Deny / 許可しない</button></form><details><summary>%d permissions</summary><p>%s</p></details></main>`, len(kinds), html.EscapeString(strings.Join(kinds, ", ")))
	rw.Write([]byte(b.String()))
}

func safeCallback(u *url.URL) bool {
	return !slices.Contains([]string{"", "javascript", "file", "data", "mailto", "tel", "vbscript"}, strings.ToLower(u.Scheme))
}

const miauthHead = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Sign in</title><style>
:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;margin:0;background:light-dark(#eef3f6,#14191d);color:light-dark(#22313a,#dbe6ec)}
main{max-width:34rem;margin:6vh auto;padding:1.5rem 2rem;background:light-dark(#fff,#1d252b);border-radius:1rem;box-shadow:0 8px 30px #0002}
h1{font-size:1.2rem;margin:0}ul{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(14rem,1fr));gap:.5rem}
button{font:inherit;color:inherit;display:flex;gap:.75rem;align-items:center;width:100%%;text-align:start;padding:.5rem .75rem;border:1px solid #8884;border-radius:.75rem;background:transparent;cursor:pointer}
button:hover,button:focus-visible{background:#3b7ea122;outline:2px solid #3b7ea1}img{border-radius:50%%}small{display:block;opacity:.7}.no{justify-content:center;margin-top:.5rem}details{opacity:.8;font-size:.85rem}</style><main><h1>%s</h1>`
