package refusal

import (
	"errors"

	"nagare/stream/misskey"
)

// detail is the API's error in an error, or an empty one.
func detail(err error) *misskey.Error {
	var e *misskey.Error
	if errors.As(err, &e) {
		return e
	}
	return &misskey.Error{}
}

// RetryAfter is how long the server asks to wait, 0 when it does not.
func RetryAfter(err error) (wait int64) {
	if e := detail(err); e.Fault == misskey.FaultRateLimited {
		return e.RetryAfter.Milliseconds()
	}
	return 0
}
