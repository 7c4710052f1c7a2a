//go:build !js

package stream_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"nagare/stream/streamtest"
)

// What the README tells authors of bots, done: a module of its own, outside the tree, that takes this one in by its folder.
func TestABotFromAModuleOutsideTheTreeReacts(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: it builds a program")
	}
	t.Parallel()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for to, from := range map[string]string{"main.go": "testdata/bot/main.go", "go.sum": "../go.sum"} { // go.sum: no network
		b, err := os.ReadFile(from)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, to), b, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	bot := filepath.Join(dir, "the-bot")
	for _, args := range [][]string{
		{"mod", "init", "example.com/bot"},
		{"mod", "edit", "-require=nagare@v0.0.0", "-replace=nagare=" + root},
		{"build", "-mod=mod", "-o", bot, "."},
	} {
		cmd := exec.Command("go", args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=", "GOWORK=off")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %v: %v\n%s", args, err, out)
		}
	}
	srv := streamtest.NewServer(t, &streamtest.Options{History: -1})
	cmd := exec.Command(bot)
	cmd.Env = []string{"MISSKEY_ORIGIN=" + srv.URL, "MISSKEY_TOKEN=" + srv.Token("alice")}
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { cmd.Process.Kill(); cmd.Wait() }()
	// A mention before it has joined is not heard: one is made until one is answered.
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		srv.Post(streamtest.NoteSpec{By: "bob", Text: "@alice hello"})
		for _, n := range srv.Notes() {
			if n.Reactions["👍"] == 1 {
				return
			}
		}
	}
	t.Error("no mention got a reaction")
}
