//go:build !js

package streamtest

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// endpoint is one row of the API: who may call it, what it takes, what it
// does. To add one, write a function and give it a row in its area's table.
type endpoint struct {
	login  bool   // a token is needed
	kind   string // permission an app token must own
	native bool   // app tokens are refused
	mod    bool   // moderators only
	get    int    // seconds an anonymous GET may be cached; 0: POST only
	params string // see parseParams
	chat   bool   // only where there is chat
	only   func(f Flavour) bool
	limit  int // calls per window, 0: unlimited
	window time.Duration
	file   bool // multipart
	run    func(c *call) any

	rules []rule
}

// call is one request on its way through an endpoint. run is called with the
// world locked.
type call struct {
	*World
	v      view
	me     *user
	token  *token
	args   map[string]any
	server *Server
	status int
	upload *upload
	path   string
}

// upload is the file part of a multipart request.
type upload struct {
	name, kind string
	data       []byte
}

// nothing is the result of endpoints that answer 204.
type nothing struct{}

// apiError is an error envelope (P8.2). Returned by run it becomes the answer.
type apiError struct {
	status        int
	code, message string
	id, kind      string
	info          any
}

func fail(message, code, id string) *apiError {
	return &apiError{status: http.StatusBadRequest, message: message, code: code, id: id, kind: "client"}
}

func failWith(status int, message, code, id, kind string) *apiError {
	return &apiError{status: status, message: message, code: code, id: id, kind: kind}
}

var (
	errCredential = failWith(401, "Credential required.", "CREDENTIAL_REQUIRED", "1384574d-a912-4b81-8601-c7b1c4085df1", "client")
	errAuth       = failWith(401, "Authentication failed. Please ensure your token is correct.", "AUTHENTICATION_FAILED", "b0a7f5f8-dc2f-4171-b91f-de88ad238e14", "client")
	errPermission = failWith(403, "Your app does not have the necessary permissions to use this endpoint.", "PERMISSION_DENIED", "1370e5b7-d4eb-4566-bb1d-7748ee6a1838", "permission")
	errNative     = failWith(403, "Access denied.", "ACCESS_DENIED", "56f35758-7dd5-468b-8439-5d6fb8ec9b8e", "client")
	errSuspended  = failWith(403, "Your account has been suspended.", "YOUR_ACCOUNT_SUSPENDED", "a8c724b3-6e9c-4b46-b1a8-bc3ed6258370", "permission")
	errModerator  = failWith(403, "You are not assigned to a moderator role.", "ROLE_PERMISSION_DENIED", "d33d5333-db36-423d-a8f9-1a2b9549da41", "permission")
	errUnknownGet = failWith(404, "Unknown API endpoint.", "UNKNOWN_API_ENDPOINT", "2ca3b769-540a-4f08-9dd5-b5a825b6d0f1", "client")
)

func (e *apiError) body() object {
	in := object{{"message", e.message}, {"code", e.code}, {"id", e.id}, {"kind", e.kind}}
	if e.info != nil {
		in.set("info", e.info)
	}
	return object{{"error", in}}
}

// challenge is the WWW-Authenticate header that goes with the error.
func (e *apiError) challenge() string {
	switch {
	case e == errCredential:
		return `Bearer realm="Misskey"`
	case e.status == 401:
		return `Bearer realm="Misskey", error="invalid_token", error_description="` + e.message + `"`
	case e == errPermission:
		return `Bearer realm="Misskey", error="insufficient_scope", error_description="` + e.message + `"`
	case e.kind == "client" && e.status < 429:
		return `Bearer realm="Misskey", error="invalid_request", error_description="` + e.message + `"`
	}
	return ""
}

func bearer(r *http.Request) (string, bool) {
	return strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
}

func writeJSON(rw http.ResponseWriter, status int, v any) {
	b := encode(v)
	h := rw.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "private, max-age=0, must-revalidate")
	}
	h.Set("Content-Length", strconv.Itoa(len(b)))
	rw.WriteHeader(status)
	rw.Write(b)
}

// frameworkError is what the web framework, not Misskey, answers (P8.2).
func frameworkError(rw http.ResponseWriter, status int, name, message string) {
	writeJSON(rw, status, object{{"message", message}, {"error", name}, {"statusCode", status}})
}

const bodyLimit = 1 << 20

// serveAPI answers /api/NAME.
func (s *Server) serveAPI(rw http.ResponseWriter, r *http.Request, name string) {
	h := rw.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Vary", "Origin")
	if r.Method == http.MethodOptions {
		h.Set("Access-Control-Allow-Methods", "GET, HEAD, PUT, POST, DELETE, PATCH")
		h.Set("Access-Control-Allow-Headers", r.Header.Get("Access-Control-Request-Headers"))
		rw.WriteHeader(http.StatusNoContent)
		return
	}
	if !s.faults.admitAPI(rw, r, name) {
		return
	}
	if rest, ok := strings.CutPrefix(name, "miauth/"); ok && strings.HasSuffix(rest, "/check") {
		answer := s.miauthCheck(strings.TrimSuffix(rest, "/check"), s.base(r))
		if !s.faults.loses(rw, "miauth/check") {
			writeJSON(rw, 200, answer)
		}
		return
	}
	e := s.api[name]
	if e == nil || e.chat && !s.world.chat || (e.only != nil && !e.only(s.o.Flavour)) {
		if r.Method == http.MethodGet {
			writeJSON(rw, 404, errUnknownGet.body())
			return
		}
		h.Del("Access-Control-Allow-Origin")
		frameworkError(rw, 404, "Not Found", "Route POST:/api/"+name+" not found")
		return
	}
	if r.Method == http.MethodGet && e.get == 0 {
		rw.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	c := &call{World: s.world, server: s, v: view{base: s.base(r)}, status: 200, path: name}
	token, given, ok := s.readArgs(rw, r, e, c)
	if !ok {
		return
	}
	c.mu.Lock()
	result := c.dispatch(e, token, given)
	c.mu.Unlock()
	if s.faults.loses(rw, name) {
		return
	}
	switch v := result.(type) {
	case *apiError:
		if ch := v.challenge(); ch != "" {
			h.Set("WWW-Authenticate", ch)
		}
		if v.status == http.StatusTooManyRequests {
			h.Set("Retry-After", strconv.Itoa(max(1, retrySeconds(v.info, s.clock.Now()))))
		}
		writeJSON(rw, v.status, v.body())
	case nothing:
		h.Set("Cache-Control", "private, max-age=0, must-revalidate")
		rw.WriteHeader(http.StatusNoContent)
	default:
		if r.Method == http.MethodGet && c.me == nil {
			h.Set("Cache-Control", "public, max-age="+strconv.Itoa(e.get))
		}
		writeJSON(rw, c.status, v)
	}
}

// readArgs reads token and parameters from wherever the request has them.
func (s *Server) readArgs(rw http.ResponseWriter, r *http.Request, e *endpoint, c *call) (token string, given, ok bool) {
	c.args = map[string]any{}
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	switch {
	case r.Method == http.MethodGet:
		for k, v := range r.URL.Query() {
			var x any = v[0]
			if json.Unmarshal([]byte(v[0]), &x) != nil || isString(e, k) {
				x = v[0]
			}
			c.args[k] = x
		}
	case kind == "multipart/form-data":
		if !readMultipart(rw, r, c, s.maxFile()) {
			return "", false, false
		}
	case kind == "application/json":
		data, err := io.ReadAll(io.LimitReader(r.Body, bodyLimit+1))
		if err != nil {
			return "", false, false
		}
		if len(data) > bodyLimit {
			frameworkError(rw, 413, "Payload Too Large", "Request body is too large")
			return "", false, false
		}
		if len(data) == 0 {
			writeJSON(rw, 400, object{{"statusCode", 400}, {"code", "FST_ERR_CTP_EMPTY_JSON_BODY"}, {"error", "Bad Request"},
				{"message", "Body cannot be empty when content-type is set to 'application/json'"}})
			return "", false, false
		}
		var body any
		if json.Unmarshal(data, &body) != nil {
			writeJSON(rw, 400, object{{"statusCode", 400}, {"code", "FST_ERR_CTP_INVALID_JSON_BODY"}, {"error", "Bad Request"},
				{"message", "Body is not valid JSON but content-type is set to 'application/json'"}})
			return "", false, false
		}
		if m, isMap := body.(map[string]any); isMap {
			c.args = m
		}
	}
	token, given = bearer(r)
	if i, has := c.args["i"]; has && !given && i != nil {
		token, given = "", true
		token, _ = i.(string)
	}
	delete(c.args, "i")
	return token, given, true
}

func isString(e *endpoint, name string) bool {
	for _, r := range e.rules {
		if r.name == name {
			return r.kind == "string" || r.kind == "id"
		}
	}
	return false
}

// dispatch checks who calls with what and runs the endpoint.
func (c *call) dispatch(e *endpoint, value string, given bool) any {
	if given {
		c.token = c.tokens[value]
		if c.token == nil {
			return errAuth
		}
		c.me = c.token.user
		c.v.me = c.me
		c.me.active = c.now()
	}
	if c.server.o.Limits && e.limit > 0 {
		if err := c.throttle(e); err != nil {
			return err
		}
	}
	if e.login && c.me == nil {
		return errCredential
	}
	if c.me != nil {
		switch {
		case c.me.suspended:
			return errSuspended
		case e.native && !c.token.native:
			return errNative
		case e.kind != "" && !c.token.may(e.kind):
			return errPermission
		case e.mod && !c.me.admin:
			return errModerator
		}
	} else if e.mod {
		return errCredential
	}
	if e.file && c.upload == nil {
		return fail("Current request is not a multipart request", "INVALID_PARAM", "217bc614-dd72-42dc-806e-22ac93f8266e")
	}
	if err := check(e.rules, c.args); err != nil {
		return err
	}
	return e.run(c)
}

// throttle applies the recorded rate limit (P8.3).
func (c *call) throttle(e *endpoint) *apiError {
	key := c.path
	if c.me != nil {
		key += " " + c.me.id
	}
	now := c.now()
	calls := c.limits[key]
	for len(calls) > 0 && now.Sub(calls[0]) >= e.window {
		calls = calls[1:]
	}
	if len(calls) >= e.limit {
		c.limits[key] = calls
		return limitError(calls[0].Add(e.window), e.limit)
	}
	c.limits[key] = append(calls, now)
	return nil
}

func limitError(reset time.Time, total int) *apiError {
	e := failWith(429, "Rate limit exceeded. Please try again later.", "RATE_LIMIT_EXCEEDED", "d5826d14-3982-4d2e-8011-b9e9f02499ef", "client")
	e.info = object{{"remaining", 0}, {"reset", reset.Unix()}, {"resetMs", reset.UnixMilli()}, {"total", total}}
	return e
}

func retrySeconds(info any, now time.Time) int {
	if o, ok := info.(object); ok {
		for _, f := range o {
			if ms, ok := f.val.(int64); ok && f.key == "resetMs" {
				return int((ms - now.UnixMilli() + 999) / 1000)
			}
		}
	}
	return 1
}

func (c *call) str(name string) string  { v, _ := c.args[name].(string); return v }
func (c *call) flag(name string) bool   { v, _ := c.args[name].(bool); return v }
func (c *call) has(name string) bool    { _, ok := c.args[name]; return ok }
func (c *call) num(name string) float64 { v, _ := c.args[name].(float64); return v }
func (c *call) list(name string) []any  { v, _ := c.args[name].([]any); return v }
func (c *call) unset(name string) bool  { return c.args[name] == nil }
func (c *call) flagOr(name string, def bool) bool {
	if v, ok := c.args[name].(bool); ok {
		return v
	}
	return def
}

func (c *call) strs(name string) []string {
	out := []string{}
	for _, v := range c.list(name) {
		if s, ok := v.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// endpointTable joins the tables of every area.
func endpointTable() map[string]*endpoint {
	table := map[string]*endpoint{}
	for _, area := range []map[string]*endpoint{
		serverEndpoints(), timelineEndpoints(), noteEndpoints(), userEndpoints(), accountEndpoints(),
		relationEndpoints(), driveEndpoints(), collectionEndpoints(), chatEndpoints(), reversiEndpoints(), signinEndpoints(), adminEndpoints(),
	} {
		for name, e := range area {
			e.rules = parseParams(e.params)
			table[name] = e
		}
	}
	return table
}
