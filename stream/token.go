package stream

import (
	"strings"
	"time"
)

// tokenCheck remembers the question about the token (P1.2).
type tokenCheck struct {
	asking bool
	notTo  time.Time // not to be asked again before
}

// tokenPause is how long a verdict holds.
const tokenPause = time.Minute

// checkToken asks the HTTP API about the token when the first socket failed to
// open twice in a row, or once with an HTTP status that says so.
func (e *engine) checkToken(s *socket, why Reason) {
	c := e.c
	refused := why.Code == ReasonHTTPStatus && (strings.HasPrefix(why.Detail, "401") || strings.HasPrefix(why.Detail, "403"))
	if c.opts.Token == "" || c.opts.CheckToken == nil || s != e.sockets[0] || s.unopened == 0 ||
		s.unopened < 2 && !refused || e.token.asking || e.now.Before(e.token.notTo) {
		return
	}
	e.token.asking = true
	e.started.Add(1)
	go func() {
		defer e.started.Done()
		verdict, err := c.opts.CheckToken(c.ctx)
		if err != nil {
			verdict = TokenUnknown
		}
		c.post(func() { e.judged(verdict) })
	}()
}

func (e *engine) judged(v TokenVerdict) {
	e.token = tokenCheck{notTo: e.now.Add(tokenPause)}
	switch v {
	case TokenDead:
		e.finish(Reason{Code: ReasonTokenDead})
	case TokenSuspended:
		e.finish(Reason{Code: ReasonSuspended})
	case TokenTooWeak:
		e.finish(Reason{Code: ReasonNoStreamRight})
	}
}
