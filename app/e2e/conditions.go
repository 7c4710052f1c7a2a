package e2e

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Look sets the viewport and the preferred colour scheme, "light" or "dark". A
// width up to 600 is a phone with a touch screen.
func (b *Tab) Look(width, height int64, scheme string) {
	b.T.Helper()
	var options []chromedp.EmulateViewportOption
	if width <= 600 {
		options = append(options, chromedp.EmulateScale(2), chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	b.Do(chromedp.EmulateViewport(width, height, options...))
	b.Prefer("prefers-color-scheme", scheme)
}

// Prefer sets one media feature, such as prefers-reduced-motion.
func (b *Tab) Prefer(feature, value string) {
	b.T.Helper()
	Call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: feature, Value: value}},
	})
}

// Language sets navigator.language for the pages loaded from now on.
func (b *Tab) Language(tag string) {
	b.T.Helper()
	agent := Eval[string](b, `navigator.userAgent`)
	Call(b, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: agent, AcceptLanguage: tag})
}

// Offline cuts the page off from the network and tells it so, or back. Sockets
// that are open stay open, as they do when a cable is pulled; the worker is not
// cut off: to test an offline start stop the server.
func (b *Tab) Offline(off bool) {
	b.T.Helper()
	Call(b, network.Enable, network.EnableParams{})
	Call(b, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: off, DownloadThroughput: -1, UploadThroughput: -1})
	Call(b, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: off, DownloadThroughput: -1, UploadThroughput: -1}},
	})
}

// Throttle slows the network (bits per second each way, round trip in ms) and
// the processor (4: a quarter of its speed). Throttle(0, 0, 1) ends it.
func (b *Tab) Throttle(bitsPerSecond, latency, slower float64) {
	b.T.Helper()
	rate := bitsPerSecond / 8
	if rate == 0 {
		rate = -1
	}
	Call(b, network.Enable, network.EnableParams{})
	Call(b, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Latency: latency, DownloadThroughput: rate, UploadThroughput: rate}},
	})
	Call(b, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: slower})
}

// Freeze puts the page to sleep as the browser does with hidden tabs, or wakes it.
func (b *Tab) Freeze(asleep bool) {
	b.T.Helper()
	state := page.SetWebLifecycleStateState("active")
	if asleep {
		state = "frozen"
	}
	Call(b, page.SetWebLifecycleState, page.SetWebLifecycleStateParams{State: state})
}

// Shot writes shots/NAME.png (ignored by git) and returns its path.
func (b *Tab) Shot(name string) string {
	b.T.Helper()
	ctx, cancel := context.WithTimeout(b.Ctx, Limit)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.T.Logf("no picture %s: %v", name, err)
		return ""
	}
	to := filepath.Join(Root, "app", "e2e", "shots", name+".png")
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		b.T.Fatal(err)
	}
	if err := os.WriteFile(to, png, 0o644); err != nil {
		b.T.Fatal(err)
	}
	return to
}

// Size is a viewport with a name.
type Size struct {
	Name          string
	Width, Height int64
}

// Sizes are the viewports that everything has to look right in.
var Sizes = []Size{{"desktop", 1400, 900}, {"phone", 390, 844}}

// EachLook runs f in every size and colour scheme; name is like "phone-dark".
func (b *Tab) EachLook(f func(name string)) {
	b.T.Helper()
	for _, s := range Sizes {
		for _, scheme := range []string{"light", "dark"} {
			b.Look(s.Width, s.Height, scheme)
			b.Settle()
			f(s.Name + "-" + scheme)
		}
	}
}

// Settle waits until the page has painted twice.
func (b *Tab) Settle() {
	b.T.Helper()
	Eval[bool](b, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`)
}

//go:embed axe/axe.min.js
var axe string

// Axe lets axe-core look for accessibility faults and fails the test for each.
func (b *Tab) Axe(where string) {
	b.T.Helper()
	// A debugger's evaluation is not subject to the page's policy.
	b.Do(chromedp.Evaluate[chromedp.Void](axe))
	type violation struct {
		ID, Impact, Help string
		Nodes            []struct {
			Target         []any
			HTML           string
			FailureSummary string
		}
	}
	found := Eval[[]violation](b, `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then((r) => r.violations)`)
	for _, v := range found {
		var at []string
		for i, n := range v.Nodes {
			if i == 3 {
				at = append(at, fmt.Sprintf("and %d more", len(v.Nodes)-i))
				break
			}
			at = append(at, fmt.Sprintf("%v %.160s %s", n.Target, n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", " ")))
		}
		b.T.Errorf("axe, %s: %s (%s): %s\n\t%s", where, v.ID, v.Impact, v.Help, strings.Join(at, "\n\t"))
	}
}

// Installable fails the test if Chromium would not install the page as an app.
func (b *Tab) Installable() {
	b.T.Helper()
	for _, e := range Call(b, page.GetInstallabilityErrors, cdp.Empty{}).InstallabilityErrors {
		b.T.Errorf("not installable: %s %v", e.ErrorID, e.ErrorArguments)
	}
	m := Call(b, page.GetAppManifest, page.GetAppManifestParams{})
	for _, e := range m.Errors {
		b.T.Errorf("manifest: %s", e.Message)
	}
}

// Controlled waits until the service worker answers for the page.
func (b *Tab) Controlled() {
	b.T.Helper()
	b.Until(`navigator.serviceWorker.controller`, "controlling service worker")
}
