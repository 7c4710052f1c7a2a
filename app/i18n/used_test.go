package i18n

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryKeyThatIsWrittenDownHasAText: a key without a text would be shown itself.
func TestEveryKeyThatIsWrittenDownHasAText(t *testing.T) {
	t.Parallel()
	called := regexp.MustCompile(`\.[TN]\("([a-z][A-Za-z0-9.-]*[A-Za-z0-9])"[,)]`)
	n := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		for _, m := range called.FindAllSubmatch(src, -1) {
			n++
			if _, ok := english[string(m[1])]; !ok {
				t.Errorf("%s: %q has no text", path, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n < 300 {
		t.Errorf("only %d keys found: the code is written in another way now", n)
	}
}
