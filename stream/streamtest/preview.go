//go:build !js

package streamtest

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"net/url"
	"strings"
)

// preview answers /url, the summary behind link cards. It carries no CORS
// header, as on real servers (P8.8): pages of another origin cannot read it.
// Pages of the made-up world have one; of them "cam" plays something and what
// is named "dark" is sensitive, "plain" has no picture.
func (s *Server) preview(rw http.ResponseWriter, r *http.Request) {
	target, err := url.Parse(r.URL.Query().Get("url"))
	if err != nil || !strings.HasSuffix(target.Hostname(), ".example") {
		writeJSON(rw, 422, failWith(422, "Failed to get preview", "URL_PREVIEW_FAILED", "09d01cb5-53b9-4856-82e5-38a50c290a3b", "client").body())
		return
	}
	host := target.Hostname()
	title := strings.Trim(strings.NewReplacer("/", " · ", "-", " ").Replace(target.Path), " ·")
	if title == "" {
		title = "Front page"
	}
	title = strings.ToUpper(title[:1]) + title[1:]
	sitename := any(host)
	if in, ok := instances[host]; ok {
		sitename = in.name
	}
	var player any
	if strings.Contains(target.Path, "cam") {
		player = target.String() + "/player"
	}
	thumbnail := any(s.base(r) + "/previews/" + host + target.EscapedPath() + ".svg")
	if strings.Contains(target.Path, "plain") {
		thumbnail = nil
	}
	writeJSON(rw, 200, object{{"title", title}, {"icon", s.base(r) + "/instances/" + host + ".svg"},
		{"description", "A page of " + host + ", which is to be found in the made-up town and nowhere else."}, {"thumbnail", thumbnail},
		{"player", object{{"url", player}, {"width", nil}, {"height", nil}, {"allow", []any{}}}}, {"sitename", sitename},
		{"sensitive", strings.Contains(target.Path, "dark")}, {"activityPub", nil}, {"url", target.String()}})
}

// previewSVG draws a landscape out of an address.
func previewSVG(address string) string {
	h := fnv.New32a()
	h.Write([]byte(address))
	v := h.Sum32()
	hue := v % 360
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240" width="640" height="480"><rect width="320" height="240" fill="hsl(%d 55%% 78%%)"/><circle cx="%d" cy="%d" r="28" fill="#fff" opacity=".8"/><path d="M0 170L%d 90l70 70 60-50 %d 60v70H0z" fill="hsl(%d 40%% 48%%)"/><path d="M0 200q80-40 160 0t160 0v40H0z" fill="hsl(%d 45%% 34%%)"/></svg>`,
		hue, 60+v/7%200, 40+v/11%40, 60+v/13%80, 100+v/17%40, (hue+40)%360, (hue+60)%360)
}
