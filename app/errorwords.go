package app

import (
	"errors"
	"strings"
	"time"

	"nagare/app/store"
	"nagare/stream/misskey"
)

// errorWords tells why a server did not do what it was asked to, in its meaning and the reader's language.
func (s *Session) errorWords(src store.Source, err error) string {
	host := s.host(src.Origin())
	var e *misskey.Error
	if !errors.As(err, &e) {
		return s.printer.T("error.other", host, "")
	}
	if words := s.printer.T("error.code."+e.Code, host); e.Code != "" && !strings.HasPrefix(words, "error.code.") {
		return words
	}
	switch e.Fault {
	case misskey.FaultRateLimited:
		if e.RetryAfter > 0 {
			return s.printer.N("error.wait", int((e.RetryAfter+time.Second-1)/time.Second), host)
		}
		return s.printer.T("error.rate-limited", host)
	case misskey.FaultUnreachable, misskey.FaultTimeout, misskey.FaultTokenDead, misskey.FaultSuspended, misskey.FaultPermission,
		misskey.FaultNeedsLogin, misskey.FaultServer, misskey.FaultNoEndpoint:
		return s.printer.T("error."+string(e.Fault), host)
	}
	return s.printer.T("error.other", host, or(e.Message, e.Code))
}
