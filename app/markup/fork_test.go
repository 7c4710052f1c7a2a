package markup_test

import (
	"testing"
)

func TestFunctionsOfForksAreKnown(t *testing.T) {
	t.Parallel()
	got := render(t, `{"id":"f1",`+bob+`,"text":"$[fade.speed=2s,loop,out x] $[crop.top=20,left=900,right=a y] $[followmouse.x z] $[nothing w]"}`, nil)
	check(t, got, []string{`class="mfm-move mfm-fade loop dir-left" data-css="speed:2s"`, `data-css="top:20%;right:0%;bottom:0%;left:100%"`, " z ", "$[nothing w]"}, []string{"$[followmouse", "$[fade", "$[crop"})
}

func TestAChannelIsNamedAndLinked(t *testing.T) {
	t.Parallel()
	got := render(t, `{"id":"c1",`+bob+`,"text":"x","channelId":"a/b","channel":{"id":"a/b","name":"Stars <b>"}}`, nil)
	check(t, got, []string{`href="https://a.example/channels/a%2Fb"`, "Stars &lt;b&gt;", "#i-device-tv"}, nil)
}
