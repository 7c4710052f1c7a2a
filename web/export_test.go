package web_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"nagare/web"
)

func TestExportWritesWhatIsServed(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "new", "folder")
	s := build(t, web.Options{Prefix: "/repo"})
	if err := s.Export(dir); err != nil {
		t.Fatal(err)
	}
	n := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		n++
		url, encoding := "/repo/"+filepath.ToSlash(name), ""
		switch {
		case name == "index.html", name == "404.html":
			url = "/repo/"
		case name == ".nojekyll", name == "_headers":
			return nil
		case strings.HasSuffix(name, ".br"):
			url, encoding = strings.TrimSuffix(url, ".br"), "br"
		case strings.HasSuffix(name, ".gz"):
			url, encoding = strings.TrimSuffix(url, ".gz"), "gzip"
		}
		url = strings.Replace(url, "/repo/index.html", "/repo/", 1)
		r := get(s, "GET", url, "Accept-Encoding", encoding)
		if got := body(r); r.StatusCode != 200 || r.Header.Get("Content-Encoding") != encoding || got != string(b) {
			t.Errorf("%s differs from what is served as %s", name, url)
		}
		return nil
	})
	if err != nil || n < 20 {
		t.Fatalf("%d files, %v", n, err)
	}
	for _, name := range []string{"index.html", "404.html", ".nojekyll", "app-worker.js", "manifest.webmanifest", "robots.txt", "_headers"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

func TestExportSaysWhatItCannotWrite(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := build(t, web.Options{}).Export(file); err == nil || !strings.Contains(err.Error(), "export:") {
		t.Errorf("into a file: %v", err)
	}
}
