//go:build !js

package streamtest

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var (
	endpointName = regexp.MustCompile(`^[a-z-]+(/[a-z-]+)+$`)
	mediaType    = regexp.MustCompile(`^(image|audio|video|text|application)/`)
)

// callers are the functions that call an endpoint by its name.
var callers = []string{"Raw", "Call", "user", "send", "one", "many", "ask"}

// clientCalls are the endpoints that the client calls, found in its source.
// Those put together from parts are found by their parts.
func clientCalls(t *testing.T) map[string]bool {
	t.Helper()
	served := endpointTable()
	calls, areas := map[string]bool{}, map[string]bool{}
	for _, root := range []string{"../misskey", "../../app"} {
		library := root == "../misskey"
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			switch name := d.Name(); {
			case err != nil:
				return err
			case d.IsDir() && name == "e2e":
				return fs.SkipDir
			case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"),
				name == "repeat.go", name == "gen.go": // the one names what nobody calls, the other is no part of it
				return nil
			}
			file, err := parser.ParseFile(gotoken.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.ImportSpec:
					return false
				case *ast.BasicLit:
					if s := text(n); endpointName.MatchString(s) && (served[s] != nil || library && !mediaType.MatchString(s)) {
						calls[s] = true
					}
				case *ast.BinaryExpr:
					for _, tab := range []string{"replies", "renotes", "reactions"} { // of a thread
						if name := text(n.X) + tab; served[name] != nil {
							calls[name] = true
						}
					}
				case *ast.CallExpr:
					switch name := callee(n.Fun); {
					case name == "onOff":
						area := text(n.Args[0])
						areas[area], calls[area+"/create"], calls[area+"/delete"] = true, true, true
					case slices.Contains(callers, name) && len(n.Args) > 2 && text(n.Args[0]) == "":
						for _, arg := range n.Args[1:3] { // behind ctx, or behind ctx and the API
							if s := text(arg); s != "" {
								calls[s] = true
							}
						}
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	maps.DeleteFunc(calls, func(name string, _ bool) bool { return areas[name] })
	return calls
}

// text is what a literal says, "" what is none.
func text(e ast.Expr) string {
	if l, is := e.(*ast.BasicLit); is && l.Kind == gotoken.STRING {
		s, _ := strconv.Unquote(l.Value)
		return s
	}
	return ""
}

// callee is the last name of what is called.
func callee(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.IndexExpr:
		return callee(e.X)
	}
	return ""
}

// recordedSteps are the endpoints that the recorded scenarios called beside their
// sockets. Of those answers status, id and error were kept, which
// TestStreamsHaveTheRecordedShapes compares.
func recordedSteps(t *testing.T) map[string]bool {
	steps := map[string]bool{}
	files, _ := filepath.Glob("testdata/*/*.jsonl.gz")
	for _, path := range files {
		for _, m := range recordedStep.FindAllSubmatch(unzip(t, path), -1) {
			steps[string(m[1])] = true
		}
	}
	return steps
}

var recordedStep = regexp.MustCompile(`"kind\\":\\"http-response\\".*?"path\\":\\"([^"\\]*)`)

// checkCalls holds what the client calls against what was compared, in whole or
// by its steps, and says what rests on the protocol's text alone.
func checkCalls(t *testing.T, recorded, compared map[string]bool) {
	t.Helper()
	called, served, steps := clientCalls(t), endpointTable(), recordedSteps(t)
	served["miauth/check"] = &endpoint{}
	if len(called) < 100 || len(steps) < 40 {
		t.Fatalf("only %d endpoints and %d recorded steps were found", len(called), len(steps))
	}
	answers := 0
	var byError, byStep, byText []string
	for _, name := range slices.Sorted(maps.Keys(called)) {
		whole, some := compared[name]
		switch {
		case served[name] == nil:
			if notServed[name] == "" {
				t.Errorf("%s is called, and not served here", name)
			}
		case whole:
			answers++
		case recorded[name] && !some:
			t.Errorf("%s is called and recorded, and not compared", name)
		case steps[name]:
			byStep = append(byStep, name)
		case some:
			byError = append(byError, name+" (P"+sectionOf(name)+")")
		default:
			section := sectionOf(name)
			if section == "" {
				t.Errorf("%s is called and not recorded: which section of the protocol tells its answer?", name)
			}
			byText = append(byText, name+" (P"+section+")")
		}
	}
	for name := range notServed {
		if !called[name] || served[name] != nil {
			t.Errorf("%s need not be listed in notServed", name)
		}
	}
	t.Logf("the client calls %d endpoints; of %d the recorded answers are compared", len(called), answers)
	t.Logf("of %d only status, id and errors were recorded: %s", len(byStep), strings.Join(byStep, ", "))
	t.Logf("of %d only errors were recorded: %s", len(byError), strings.Join(byError, ", "))
	t.Logf("%d were not recorded and follow the protocol: %s", len(byText), strings.Join(byText, ", "))
}

// sectionOf says where the protocol describes an endpoint of which there is no
// recording.
func sectionOf(name string) string {
	longest := ""
	for area := range protocolSections {
		if strings.HasPrefix(name, area) && len(area) > len(longest) {
			longest = area
		}
	}
	return protocolSections[longest]
}

var protocolSections = map[string]string{
	"blocking/": "8.6 Users and relations", "mute/": "8.6 Users and relations", "renote-mute/": "8.6 Users and relations",
	"following/": "8.6 Users and relations", "users/": "8.6 Users and relations", "users/lists/": "8.6 Lists",
	"antennas/": "8.6 Antennas", "roles/": "8.6 Server information", "channels/": "8.6 Channels", "chat/": "7.10, 8.6 Chat", "clips/": "8.6 Clips", "drive/": "7.5, 8.6 Drive", "hashtags/": "8.6 Hashtags",
	"i/": "8.6 Own account", "i/registry/": "8.6 Registry", "notes/": "8.6 Writing", "notes/show-partial-bulk": "4.7", "notes/translate": "8.6 One note and its surroundings",
	"reversi/": "8.6 Reversi",
}

// notServed are endpoints that the client calls and that no flavour has.
var notServed = map[string]string{
	"notes/bubble-timeline":             "of forks (P3.4); the flavours here are not of them",
	"notes/recommended-timeline":        "as above",
	"notes/vmimi-relay-timeline":        "as above",
	"notes/vmimi-relay-hybrid-timeline": "as above",
	"notes/translate":                   "the town has no translator (P8.7: only where meta has translatorAvailable)",
}
