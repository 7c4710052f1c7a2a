package accounts_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"strings"
	"testing"
	"testing/quick"

	"nagare/app/accounts"
)

// However a token, or anything that holds one, is printed, logged or encoded, its secret does not appear.
func TestATokenIsNeverShown(t *testing.T) {
	t.Parallel()
	check := func(raw [24]byte) bool {
		secret := "SECRET" + fmt.Sprintf("%x", raw)
		token, err := accounts.ParseToken(secret)
		if err != nil {
			return false
		}
		type holder struct {
			T accounts.Token
			P *accounts.Token
			M map[string]accounts.Token
		}
		h := holder{token, &token, map[string]accounts.Token{"a": token}}
		var out strings.Builder
		for _, v := range []any{token, &token, h, &h, []accounts.Token{token}} {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
				fmt.Fprintf(&out, verb, v)
			}
			log.New(&out, "", 0).Println(v)
			raw, _ := json.Marshal(v)
			out.Write(raw)
			out.WriteString(fmt.Errorf("wrapped: %w: %v", errors.New("x"), v).Error())
		}
		return !strings.Contains(out.String(), "SECRET") && !strings.Contains(out.String(), fmt.Sprintf("%x", secret)) && token.Reveal() == secret
	}
	if err := quick.Check(check, &quick.Config{MaxCount: 200}); err != nil {
		t.Error(err)
	}
}

func TestParseToken(t *testing.T) {
	t.Parallel()
	for in, ok := range map[string]bool{
		"abcDEF123": true, "  abc\n": true, "a.b-c_d~e": true,
		"": false, "   ": false, "a b": false, "a\nb": false, "ああ": false, `"x"`: false, strings.Repeat("a", 513): false,
	} {
		token, err := accounts.ParseToken(in)
		if (err == nil) != ok {
			t.Errorf("ParseToken(%q): %v", in, err)
		}
		if err != nil && strings.TrimSpace(in) != "" && strings.Contains(err.Error(), strings.TrimSpace(in)) {
			t.Errorf("the error shows what was pasted: %v", err)
		}
		if err == nil && token.Reveal() != strings.TrimSpace(in) {
			t.Errorf("ParseToken(%q) = %q", in, token.Reveal())
		}
	}
}
