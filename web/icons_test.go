package web

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The sprite is part of the first download: it holds the icons that are drawn, and all of them.
func TestTheSpriteHoldsTheIconsThatAreDrawn(t *testing.T) {
	sprite, err := os.ReadFile("icons.svg")
	if err != nil {
		t.Fatal(err)
	}
	held := map[string]bool{}
	for _, m := range regexp.MustCompile(`<symbol id="i-([a-z0-9-]+)"`).FindAllStringSubmatch(string(sprite), -1) {
		held[m[1]] = true
	}
	drawn := regexp.MustCompile(`\b[iI]con\("([a-z0-9-]+)"\)|Icon: +"([a-z0-9-]+)"|#i-([a-z0-9-]+)"`)
	var source strings.Builder
	for _, dir := range []string{".", filepath.Join("..", "app")} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "e2e" || d.Name() == "dist"):
				return fs.SkipDir
			case strings.HasSuffix(path, "_test.go") || !strings.Contains(".go .js .html", filepath.Ext(path)) || d.IsDir():
				return nil
			}
			text, err := os.ReadFile(path)
			source.Write(text)
			for _, m := range drawn.FindAllStringSubmatch(string(text), -1) {
				if name := m[1] + m[2] + m[3]; !held[name] {
					t.Errorf("%s draws %q, which icons.svg lacks", path, name)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name := range held {
		if all := source.String(); !strings.Contains(all, `"`+name+`"`) && !strings.Contains(all, `#i-`+name+`"`) {
			t.Errorf("nothing draws %q", name)
		}
	}
	if len(held) < 50 {
		t.Errorf("only %d icons were found", len(held))
	}
}
