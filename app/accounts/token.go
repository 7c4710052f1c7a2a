package accounts

import (
	"errors"
	"fmt"
	"strings"
)

// Token is a secret. However it is printed, logged or marshalled, it reads "[token]".
type Token struct{ value string }

// maxToken bytes are more than any server's token has: 16 to 64 for Misskey's own and MiAuth's.
const maxToken = 512

// ParseToken takes what a person pasted for a token. Space around it is dropped.
func ParseToken(s string) (Token, error) {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		return Token{}, errors.New("no token was given")
	case len(s) > maxToken:
		return Token{}, errors.New("a token is shorter than that")
	case strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`"'<>\`+"`", r) }) >= 0:
		return Token{}, errors.New("a token has only letters, digits and a few signs in it")
	}
	return Token{s}, nil
}

// Reveal gives the secret away. Its result may go into a request to the token's own server and into the vault.
func (t Token) Reveal() string { return t.value }

// IsZero reports whether there is no token.
func (t Token) IsZero() bool { return t.value == "" }

const masked = "[token]"

// String hides the secret.
func (Token) String() string { return masked }

// GoString hides the secret from %#v.
func (Token) GoString() string { return masked }

// Format hides the secret from every verb.
func (Token) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(masked)) }

// MarshalText hides the secret from encoders.
func (Token) MarshalText() ([]byte, error) { return []byte(masked), nil }

// MarshalJSON hides the secret from JSON.
func (Token) MarshalJSON() ([]byte, error) { return []byte(`"` + masked + `"`), nil }
