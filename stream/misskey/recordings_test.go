package misskey_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"testing"
	"time"

	"nagare/stream/misskey"
)

// A frame is one frame a real server sent, with the name of the channel it came on ("": to every socket).
type frame struct {
	From, Channel, Raw string
}

// An answer is one HTTP answer of a real server.
type answer struct {
	Name, Path, Method, Type, RetryAfter, Body string
	Status                                     int
}

func frames(tb testing.TB) []frame   { return must(readFrames())(tb) }
func answers(tb testing.TB) []answer { return must(readAnswers())(tb) }

// The recordings are read once for all tests, which do not change them.
var (
	readFrames  = sync.OnceValues(func() ([]frame, error) { return recorded[frame]("testdata/frames.jsonl.gz") })
	readAnswers = sync.OnceValues(func() ([]answer, error) { return recorded[answer]("testdata/http.jsonl.gz") })
)

func must[T any](v T, err error) func(testing.TB) T {
	return func(tb testing.TB) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}

func recorded[T any](name string) (list []T, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	for s := bufio.NewReader(z); ; {
		line, err := s.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		var t T
		if err := json.Unmarshal(line, &t); err != nil {
			return nil, err
		}
		list = append(list, t)
	}
}

// answerNamed returns the answer recorded under a name such as "misskey-2025.4/i".
func answerNamed(tb testing.TB, name string) answer {
	tb.Helper()
	for _, a := range answers(tb) {
		if a.Name == name {
			return a
		}
	}
	tb.Fatalf("no recording is called %s", name)
	return answer{}
}

// differences compares what a server sent with what was made of it: every member that was sent and is not null must come
// out equal, and what comes out in addition must be empty. Times are compared as times.
func differences(path string, sent, made any, report func(string)) {
	switch sent := sent.(type) {
	case nil:
		if !empty(made) {
			report(fmt.Sprintf("%s: null became %v", path, made))
		}
	case map[string]any:
		m, ok := made.(map[string]any)
		if !ok && !(empty(sent) && empty(made)) {
			report(fmt.Sprintf("%s: an object became %v", path, made))
			return
		}
		for k, v := range sent {
			got, there := m[k]
			if !there && !empty(v) {
				report(fmt.Sprintf("%s.%s: lost (%v)", path, k, v))
			}
			if !there {
				continue
			}
			differences(path+"."+k, v, got, report)
		}
		for k, v := range m {
			if _, there := sent[k]; !there && !empty(v) {
				report(fmt.Sprintf("%s.%s: appeared (%v)", path, k, v))
			}
		}
	case []any:
		m, ok := made.([]any)
		if !ok || len(m) != len(sent) {
			report(fmt.Sprintf("%s: %d elements became %v", path, len(sent), made))
			return
		}
		for i := range sent {
			differences(path+"[]", sent[i], m[i], report)
		}
	case string:
		if m, ok := made.(string); ok && m != sent {
			if misskey.NormalizeReaction(sent) == m {
				return
			}
			a, err1 := time.Parse(time.RFC3339, sent)
			b, err2 := time.Parse(time.RFC3339, m)
			if err1 == nil && err2 == nil && a.Equal(b) {
				return
			}
		}
		if made != any(sent) {
			report(fmt.Sprintf("%s: %q became %v", path, sent, made))
		}
	default:
		if made != sent {
			report(fmt.Sprintf("%s: %v became %v", path, sent, made))
		}
	}
}

func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case float64:
		return v == 0
	case string:
		return v == "" || v == "0001-01-01T00:00:00Z"
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, e := range v {
			if !empty(e) {
				return false
			}
		}
		return true
	}
	return false
}

func parsed(tb testing.TB, raw []byte) (v any) {
	tb.Helper()
	if err := json.Unmarshal(raw, &v); err != nil {
		tb.Fatalf("%v in %.100s", err, raw)
	}
	return v
}
