package e2e

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"

	"nagare/stream/streamtest"
)

// dot is a PNG of one pixel.
var dot, _ = base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")

// giveFile makes a picture of its own in the page and hands it over as an event of the given kind.
func (b *Tab) giveFile(kind, name, more string) {
	b.T.Helper()
	Eval[any](b, `(() => {
		const bytes = Uint8Array.from(atob(`+Quote(base64.StdEncoding.EncodeToString(dot))+`), (c) => c.charCodeAt(0));
		const data = new DataTransfer();
		data.items.add(new File([bytes, `+Quote(more)+`], `+Quote(name)+`, {type: "image/png"}));
		const at = document.querySelector('#compose [data-field="text"]');
		if (`+Quote(kind)+` === "paste") at.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
		else for (const type of ["dragenter", "dragover", "drop"]) at.dispatchEvent(new DragEvent(type, {dataTransfer: data, bubbles: true, cancelable: true}));
		return 0;
	})()`)
}

func (b *Tab) attached(n int) {
	b.T.Helper()
	b.Until(`document.querySelectorAll("#compose [data-file]").length === `+string(rune('0'+n))+` && !document.querySelector("#compose [data-upload]")`, "attached files")
}

func TestFilesByPickerPasteAndDrop(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1})
	path := filepath.Join(t.TempDir(), "dot.png")
	if err := os.WriteFile(path, dot, 0o644); err != nil {
		t.Fatal(err)
	}
	tab.compose()
	tab.Do(chromedp.SetUploadFiles(chromedp.CSS(`#compose input[type="file"]`), []string{path}))
	tab.attached(1)
	tab.giveFile("paste", "image.png", "2")
	tab.attached(2)
	tab.giveFile("drop", "dropped.png", "3")
	tab.attached(3)
	tab.giveFile("drop", "again.png", "3") // the same bytes
	tab.attached(3)

	// Describe the first, hide it, and take the second out.
	tab.Click(`#compose [data-do="file"]`)
	tab.Until(`document.querySelector("dialog.menu")`, "menu")
	tab.Key("\r")
	tab.Until(`document.querySelector("dialog.ask textarea")`, "question")
	tab.Axe("describe a file")
	tab.Do(keys("A single dot"))
	tab.Click(`dialog.ask input[type="checkbox"]`)
	tab.Click(`dialog.ask button[type="submit"]`)
	tab.Until(`document.querySelector("#compose [data-file] .tag").textContent === "ALT" && document.querySelector("#compose [data-file] img.veiled")`, "described file")
	tab.Click(`#compose li:nth-child(2) [data-do="file"]`)
	tab.Until(`document.querySelector("dialog.menu")`, "menu")
	tab.Key("\x1b")
	tab.Until(`!document.querySelector("dialog.menu")`, "closed menu")
	tab.EachLook(func(name string) {
		tab.Shot("compose-files-" + name)
		tab.Axe("files, " + name)
	})
	tab.Look(1400, 900, "light")
	tab.Reload() // what is in the drive is still attached
	tab.state(0, "live")
	tab.compose()
	tab.attached(3)
	tab.Click(`#compose [data-do="send"]`)
	tab.closed()
	notes := server.Notes()
	if len(notes) != 1 {
		t.Fatalf("%+v", notes)
	}
	tab.Until(`document.querySelectorAll('[data-note-id="`+notes[0].ID+`"] .media > *').length === 3`, "pictures in the column")
	if files := server.World().Files("alice"); len(files) != 3 || files[0] != "dot.png" || files[2] != "dropped.png" {
		t.Errorf("in the drive: %q", files)
	}
}

func TestASeventeenthFileIsRefusedInWords(t *testing.T) {
	for lang, words := range map[string]string{"en-US": "16", "ja-JP": "16"} {
		t.Run(lang, func(t *testing.T) {
			site := Serve(t, "-demo=false")
			server := streamtest.NewServer(t, &streamtest.Options{History: -1})
			tab := NewTab(t)
			tab.Language(lang)
			tab.SignIn(site.URL, site.URL+"/?c=localTimeline@"+hostOf(server), Member{Server: server, Who: "alice"})
			tab.state(0, "live")
			tab.compose()
			var paths []string
			for i := range 17 {
				path := filepath.Join(t.TempDir(), fmt.Sprintf("dot%d.png", i))
				if err := os.WriteFile(path, append(slices.Clone(dot), byte(i)), 0o644); err != nil {
					t.Fatal(err)
				}
				paths = append(paths, path)
			}
			tab.Do(chromedp.SetUploadFiles(chromedp.CSS(`#compose input[type="file"]`), paths))
			tab.Until(`[...document.querySelectorAll(".sayline")].some((n) => n.textContent.includes(`+Quote(words)+`))`, "word of refusal")
			tab.Shot("compose-too-many-" + lang)
			tab.Until(`document.querySelectorAll("#compose [data-file]").length === 16 && !document.querySelector("#compose [data-upload]")`, "sixteen files")
			if files := server.World().Files("alice"); len(files) != 16 {
				t.Errorf("%d files in the drive", len(files))
			}
		})
	}
}

func TestAnUploadThatIsCutIsNeitherLostNorDoubled(t *testing.T) {
	server, tab := desk(t, &streamtest.Options{History: -1})
	tab.Expect("ERR_EMPTY_RESPONSE", "ERR_CONNECTION", "Failed to load resource", "WebSocket")
	tab.compose()
	tab.Type(field, "with a picture")
	server.Inject(streamtest.Fault{Kind: streamtest.HTTPLose, Path: "drive/files/create", Times: 1})
	tab.giveFile("drop", "cut.png", "1")
	tab.Until(`document.querySelector("#compose [data-upload] .error")`, "failed upload")
	tab.Shot("compose-upload-failed")
	tab.Axe("failed upload")
	tab.Click(`#compose [data-do="send"]`)
	tab.Until(`document.querySelector("#compose .composesays").textContent.includes("not uploaded")`, "words about it")
	tab.Click(`#compose [data-do="upload-retry"]`)
	tab.attached(1)
	tab.Click(`#compose [data-do="send"]`)
	tab.closed()
	once(t, server, "with a picture")
	if files := server.World().Files("alice"); len(files) != 1 {
		t.Errorf("in the drive: %q", files)
	}

	// One that hangs is taken back; the other goes on.
	tab.compose()
	server.Inject(streamtest.Fault{Kind: streamtest.HTTPHang, Path: "drive/files/create", Times: 1})
	tab.giveFile("drop", "hangs.png", "2")
	tab.Until(`document.querySelector("#compose [data-upload]")`, "upload")
	tab.giveFile("drop", "goes.png", "3")
	tab.Until(`document.querySelectorAll("#compose [data-file]").length === 1`, "the other file")
	// The page ends meanwhile: the names of what was on its way are told.
	tab.Reload()
	tab.state(0, "live")
	tab.compose()
	tab.Until(`document.querySelector("#compose .lost") && document.querySelector("#compose .lost").textContent.includes("hangs.png")`, "word of the lost upload")
	tab.Shot("compose-upload-lost")
	server.Inject(streamtest.Fault{Kind: streamtest.HTTPHang, Path: "drive/files/create", Times: 1})
	tab.giveFile("drop", "hangs.png", "2")
	tab.Until(`document.querySelector("#compose [data-upload]")`, "upload")
	tab.Click(`#compose [data-do="upload-cancel"]`)
	tab.Until(`!document.querySelector("#compose [data-upload]")`, "no upload")
	tab.Click(`#compose [data-do="send"]`)
	tab.closed()
	if files := server.World().Files("alice"); len(files) != 2 {
		t.Errorf("in the drive: %q", files)
	}
}
