package misskey_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"nagare/stream/misskey"
)

// A gate lets requests in one by one and remembers who came.
type gate struct {
	mu      sync.Mutex
	began   []string
	release chan struct{}
}

func (g *gate) Fetch(ctx context.Context, r *misskey.Request) (*misskey.Response, error) {
	g.mu.Lock()
	g.began = append(g.began, r.URL[len("https://misskey.example/api/"):])
	g.mu.Unlock()
	select {
	case <-g.release:
		return &misskey.Response{Status: 204}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (g *gate) list() string { g.mu.Lock(); defer g.mu.Unlock(); return fmt.Sprint(g.began) }

func TestBackfillNeverStarvesThePerson(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := &gate{release: make(chan struct{})}
		api := &misskey.API{Origin: "https://misskey.example", Fetch: g, Limiter: &misskey.Limiter{Max: 3, Background: 2}, Timeout: -1}
		call := func(endpoint string, p misskey.Priority) {
			go func() { _, _ = api.Raw(misskey.WithPriority(t.Context(), p), endpoint, nil) }()
			synctest.Wait()
		}
		for i := range 4 {
			call(fmt.Sprint("gap", i), misskey.Background)
		}
		call("page", misskey.Visible)
		if got := g.list(); got != "[gap0 gap1 page]" {
			t.Fatal(got)
		}
		call("page2", misskey.Visible)
		call("react", misskey.Interactive)
		for range 2 {
			g.release <- struct{}{}
			synctest.Wait()
		}
		// Whichever two ended, the person's call came before the waiting page and both before the next gap.
		got := g.list()
		if want := "[gap0 gap1 page react page2]"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		for range 5 {
			g.release <- struct{}{}
			synctest.Wait()
		}
		if got := g.list(); got != "[gap0 gap1 page react page2 gap2 gap3]" {
			t.Error(got)
		}
	})
}

func TestACallGivenUpWhileWaitingLeavesItsPlace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := &gate{release: make(chan struct{})}
		api := &misskey.API{Origin: "https://misskey.example", Fetch: g, Limiter: &misskey.Limiter{Max: 1}, Timeout: -1}
		go func() { _, _ = api.Raw(t.Context(), "first", nil) }()
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		got := make(chan error)
		go func() { _, err := api.Raw(ctx, "second", nil); got <- err }()
		synctest.Wait()
		go func() { _, _ = api.Raw(t.Context(), "third", nil) }()
		synctest.Wait()
		cancel()
		if err := <-got; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		g.release <- struct{}{}
		synctest.Wait()
		g.release <- struct{}{}
		synctest.Wait()
		if got := g.list(); got != "[first third]" {
			t.Error(got)
		}
	})
}

func TestARateLimitIsRememberedPerEndpoint(t *testing.T) {
	t.Parallel()
	limited := answerNamed(t, "misskey-2025.4/err-rate-limit")
	api, s, clock := newAPI(says(429, limited.Body), says(200, `[]`), says(200, `[]`), says(200, `[]`))
	api.Limiter = new(misskey.Limiter)
	for i, want := range []time.Duration{30 * time.Second, 30 * time.Second} {
		_, err := api.Raw(context.Background(), "i/notifications", nil)
		var e *misskey.Error
		if !errors.As(err, &e) || e.Fault != misskey.FaultRateLimited || e.RetryAfter != want || e.Endpoint != "i/notifications" {
			t.Fatalf("call %d: %v", i, err)
		}
	}
	if len(s.sent) != 1 {
		t.Errorf("the server was asked %d times", len(s.sent))
	}
	if _, err := api.Raw(context.Background(), "notes/timeline", nil); err != nil {
		t.Errorf("another endpoint: %v", err)
	}
	other := *api
	other.Token = ""
	if _, err := other.Raw(context.Background(), "i/notifications", nil); err != nil {
		t.Errorf("another account: %v", err)
	}
	if _, err := api.Raw(misskey.WithPriority(context.Background(), misskey.Background), "i/notifications", nil); err != nil {
		t.Errorf("in the background it waits: %v", err)
	}
	if len(clock.slept) != 1 || clock.slept[0] != 30*time.Second {
		t.Errorf("slept %v", clock.slept)
	}
}

func TestLimiterUnderLoad(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	running, most := 0, 0
	api := &misskey.API{Origin: "https://misskey.example", Limiter: &misskey.Limiter{Max: 4}, Timeout: -1, Fetch: fetchFunc(func(ctx context.Context) error {
		mu.Lock()
		running++
		most = max(most, running)
		mu.Unlock()
		defer func() { mu.Lock(); running--; mu.Unlock() }()
		return ctx.Err()
	})}
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			ctx, cancel := context.WithCancel(misskey.WithPriority(context.Background(), misskey.Priority(i%3)))
			if i%7 == 0 {
				go cancel()
			}
			_, _ = api.Raw(ctx, "notes/create", nil)
			cancel()
		}()
	}
	wg.Wait()
	if most > 4 || running != 0 {
		t.Errorf("%d at once, %d left", most, running)
	}
}

type fetchFunc func(context.Context) error

func (f fetchFunc) Fetch(ctx context.Context, _ *misskey.Request) (*misskey.Response, error) {
	return &misskey.Response{Status: 204}, f(ctx)
}
