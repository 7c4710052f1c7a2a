package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Limit is how long a page may take for one step before the test fails.
const Limit = 15 * time.Second

var (
	browserOnce   sync.Once
	browserCtx    context.Context
	browserErr    error
	browserCancel = func() {}
)

// browser is started once and serves all tests of the process.
func browser(t testing.TB) context.Context {
	t.Helper()
	browserOnce.Do(func() {
		var path string
		if path, browserErr = findChromium(); browserErr != nil {
			return
		}
		options := append(chromedp.DefaultExecAllocatorOptions[:],
			chromedp.ExecPath(path),
			chromedp.DisableGPU,
			chromedp.WindowSize(1400, 900),
			chromedp.Flag("disable-quic", true),
			chromedp.Flag("disable-component-update", true),
			chromedp.Flag("hide-scrollbars", true),
			chromedp.Flag("lang", "en-US"),
		)
		if os.Geteuid() == 0 {
			options = append(options, chromedp.NoSandbox) // it refuses to run as root otherwise
		}
		alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), options...)
		ctx, stop := chromedp.NewContext(alloc)
		browserCancel = func() { stop(); stopAlloc() }
		browserCtx, browserErr = ctx, chromedp.Do(ctx)
	})
	if browserErr != nil {
		t.Fatalf("start the browser: %v", browserErr)
	}
	return browserCtx
}

// Close ends the shared browser. TestMain calls it.
func Close() { browserCancel() }

// Tab is one page of the shared browser.
type Tab struct {
	T   testing.TB
	Ctx context.Context // for chromedp directly, where no method here does

	mu       sync.Mutex
	console  []string
	faults   []string
	expected []string
}

// profiles holds the browser profile of each test: its tabs share what they keep and one service worker an origin, and
// nothing with the tabs of any other test, whose server may have had the same port.
var profiles sync.Map // testing.TB → cdp.BrowserContextID

// InDefaultProfile lets the test's tabs be opened in the browser's first profile: Chromium installs no app from others.
func InDefaultProfile(t testing.TB) { profiles.Store(t, cdp.BrowserContextID("")) }

// NewTab opens an empty tab, 1400×900, light, English. At the end of the test
// it fails the test for every error its pages met.
func NewTab(t testing.TB) *Tab {
	t.Helper()
	var where []chromedp.ContextOption
	if id, known := profiles.Load(t); !known {
		where = append(where, chromedp.WithNewBrowserContext())
	} else if id != cdp.BrowserContextID("") {
		where = append(where, chromedp.WithExistingBrowserContext(id.(cdp.BrowserContextID)))
	}
	ctx, cancel := chromedp.NewContext(browser(t), where...)
	b := &Tab{T: t, Ctx: ctx}
	if err := chromedp.Do(ctx); err != nil {
		cancel()
		t.Fatalf("open a tab: %v", err)
	}
	if id := chromedp.FromContext(ctx).BrowserContextID; id != "" {
		if _, known := profiles.LoadOrStore(t, id); !known {
			t.Cleanup(func() { profiles.Delete(t) })
		}
	}
	if err := chromedp.Listen(ctx, b.heard); err != nil {
		cancel()
		t.Fatalf("listen to the tab: %v", err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			b.Shot("failed-" + strings.NewReplacer("/", "_", " ", "_").Replace(t.Name()))
		}
		cancel()
		for _, f := range b.Faults() {
			t.Errorf("in the page: %s", f)
		}
		if t.Failed() {
			for _, l := range b.Console() {
				t.Logf("console: %s", l)
			}
		}
	})
	b.Look(1400, 900, "light")
	return b
}

// Open opens a tab and loads url until the app is mounted.
func Open(t testing.TB, url string) *Tab {
	t.Helper()
	b := NewTab(t)
	b.Open(url)
	return b
}

// Expect allows errors whose text holds one of parts, such as the refused
// connection of a test that stops a server.
func (b *Tab) Expect(parts ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.expected = append(b.expected, parts...)
}

// Faults returns the unexpected errors so far.
func (b *Tab) Faults() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []string
next:
	for _, f := range b.faults {
		for _, e := range b.expected {
			if strings.Contains(f, e) {
				continue next
			}
		}
		out = append(out, f)
	}
	return out
}

// Console returns all that was written to the console.
func (b *Tab) Console() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.console...)
}

func (b *Tab) heard(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := ev.(type) {
	case *runtime.EventExceptionThrown:
		d := e.ExceptionDetails
		text := d.Text
		if d.Exception != nil {
			text += " " + d.Exception.Description + " " + string(d.Exception.Value)
		}
		b.faults = append(b.faults, fmt.Sprintf("exception: %s (%s:%d)", text, d.URL, d.LineNumber))
	case *runtime.EventConsoleAPICalled:
		var words []string
		for _, a := range e.Args {
			var s string
			if json.Unmarshal(a.Value, &s) != nil {
				s = string(a.Value) + a.Description
			}
			words = append(words, s)
		}
		line := string(e.Type) + ": " + strings.Join(words, " ")
		b.console = append(b.console, line)
		if e.Type == "error" || e.Type == "assert" {
			b.faults = append(b.faults, "console "+line)
		}
	case *log.EventEntryAdded: // failed loads, CSP violations, refused features
		line := fmt.Sprintf("%s %s: %s %s", e.Entry.Source, e.Entry.Level, e.Entry.Text, e.Entry.URL)
		b.console = append(b.console, line)
		if e.Entry.Level == "error" || strings.Contains(line, "Content Security Policy") {
			b.faults = append(b.faults, line)
		}
	}
}

// Do runs chromedp actions and fails the test if one fails.
func (b *Tab) Do(actions ...chromedp.Action[chromedp.Void]) {
	b.T.Helper()
	ctx, cancel := context.WithTimeout(b.Ctx, Limit)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.T.Fatalf("in the browser: %v", err)
	}
}

// Call issues a command of the DevTools protocol.
func Call[P, R any](b *Tab, command cdp.Command[P, R], params P) R {
	b.T.Helper()
	ctx, cancel := context.WithTimeout(b.Ctx, Limit)
	defer cancel()
	r, err := chromedp.Call(ctx, command, params)
	if err != nil {
		b.T.Fatalf("%s: %v", command.Method, err)
	}
	return r
}

// Eval evaluates JavaScript; a promise is awaited.
func Eval[T any](b *Tab, js string) T {
	b.T.Helper()
	v, err := TryEval[T](b, js)
	if err != nil {
		b.T.Fatalf("evaluate %s: %v", js, err)
	}
	return v
}

// TryEval is Eval for what may fail.
func TryEval[T any](b *Tab, js string) (T, error) {
	ctx, cancel := context.WithTimeout(b.Ctx, Limit)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
}

// Until waits until a JavaScript expression is truthy, asking at every frame.
// what names it in the failure.
func (b *Tab) Until(js, what string) {
	b.T.Helper()
	b.UntilIn(Limit, js, what)
}

// UntilIn is Until with its own limit.
func (b *Tab) UntilIn(limit time.Duration, js, what string) {
	b.T.Helper()
	deadline := time.Now().Add(limit)
	for {
		left := time.Until(deadline)
		if left <= 0 {
			b.T.Fatalf("no %s within %v: %s", what, limit, js)
		}
		ctx, cancel := context.WithTimeout(b.Ctx, left+time.Second)
		_, err := chromedp.Run(ctx, chromedp.Poll[bool]("!!("+js+")", chromedp.WithPollingTimeout(left)))
		cancel()
		if err == nil {
			return
		}
		// A navigation ends the script that was waiting: ask the next page.
		if !strings.Contains(err.Error(), "context") && !strings.Contains(err.Error(), "navigat") {
			if time.Until(deadline) > 0 {
				b.T.Fatalf("waiting for %s: %v: %s", what, err, js)
			}
		}
	}
}

// Mounted is true when go-app has taken the page over.
const Mounted = `document.body && !document.getElementById("app-wasm-loader") && !document.querySelector(".sk")`

// Load navigates without waiting for the app.
func (b *Tab) Load(url string) {
	b.T.Helper()
	Call(b, page.BringToFront, cdp.Empty{})
	b.Do(chromedp.Navigate(url))
}

// Open navigates and waits until the app is mounted.
func (b *Tab) Open(url string) {
	b.T.Helper()
	b.Load(url)
	b.Until(Mounted, "mounted app")
}

// Reload loads the page again and waits until the app is mounted.
func (b *Tab) Reload() {
	b.T.Helper()
	b.Do(chromedp.Reload())
	b.Until(Mounted, "mounted app")
}

// Click clicks the middle of the first visible element, as a mouse would. An element that was replaced between being
// found and being pointed at is looked for again; no button was pressed then. A mouse takes its time: what moves is
// waited for.
func (b *Tab) Click(css string) {
	b.T.Helper()
	_, _ = TryEval[bool](b, `new Promise((done) => {
		const at = () => { const r = document.querySelector(`+Quote(css)+`)?.getBoundingClientRect(); return r && [r.x, r.y].join(); };
		const look = (was, n) => { const is = at(); if (is && is === was || n > 50) done(true); else setTimeout(look, 20, is, n + 1); };
		look("", 0);
	})`) // a page that goes away meanwhile has nothing to wait for
	ctx, cancel := context.WithTimeout(b.Ctx, Limit)
	defer cancel()
	for {
		err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(css)))
		if err == nil {
			return
		}
		if ctx.Err() != nil || !strings.Contains(err.Error(), "ould not find node") && !strings.Contains(err.Error(), "does not have a layout object") {
			b.T.Fatalf("click %s: %v", css, err)
		}
	}
}

// Type focuses an element, once it can have the focus, and types.
func (b *Tab) Type(css, text string) {
	b.T.Helper()
	b.Until(`((n) => n && n.getClientRects().length > 0 && !n.disabled)(document.querySelector(`+Quote(css)+`))`, "field "+css)
	b.Do(chromedp.Focus(chromedp.CSS(css)), keys(text))
}

// Key presses a key on whatever has the focus.
func (b *Tab) Key(key string) {
	b.T.Helper()
	b.Do(keys(key))
}

// keys presses keys on whatever has the focus. As on a keyboard, a key whose keydown the page prevents writes no letter:
// the protocol holds that back after a rawKeyDown, but not after the keyDown that chromedp sends.
func keys(text string) chromedp.Action[chromedp.Void] {
	return chromedp.KeyEvent(text, func(p *input.DispatchKeyEventParams) {
		if p.Type == kb.KeyDown {
			p.Type = input.DispatchKeyEventTypeRawKeyDown
		}
	})
}

// Text is the visible text of the first matching element, "" if none.
func (b *Tab) Text(css string) string {
	b.T.Helper()
	return Eval[string](b, `(document.querySelector(`+Quote(css)+`)||{innerText:""}).innerText`)
}

// Count is how many elements match.
func (b *Tab) Count(css string) int {
	b.T.Helper()
	return Eval[int](b, `document.querySelectorAll(`+Quote(css)+`).length`)
}

// Quote makes a JavaScript string.
func Quote(s string) string {
	q, _ := json.Marshal(s) // a string always marshals
	return string(q)
}
