package e2e

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"nagare/stream/streamtest"
)

const driving = `document.querySelector("dialog.drive[open]")`

// shelf is a desk whose owner has some files and a folder in the drive.
func shelf(t *testing.T) (*streamtest.Server, *Tab) {
	t.Helper()
	server, tab := desk(t, &streamtest.Options{History: -1})
	return server, tab
}

func (b *Tab) driveOf(n int) {
	b.T.Helper()
	b.Until(fmt.Sprintf(`%s && document.querySelectorAll(".drivefile").length >= %d`, driving, n), "files of the drive")
}

func TestFilesOfTheDriveAreChosenForANote(t *testing.T) {
	server, tab := shelf(t)
	tab.compose()
	tab.Click(`#compose [data-do="drive"]`)
	tab.driveOf(3)
	tab.Click(`.drivefile:nth-child(2)`)
	tab.Click(`.drivefile:nth-child(1)`)
	if got := tab.Text(".drivecount"); got != "2 of 16 chosen" {
		t.Errorf("it says %q", got)
	}
	// What it shows can be described, and the focus comes back.
	Eval[any](tab, `([...document.querySelectorAll(".drivefoot button")].find((n) => n.textContent.startsWith("Describe")).click(), 0)`)
	tab.Until(`document.querySelector("dialog.ask textarea")`, "question")
	Eval[any](tab, `(document.querySelector("dialog.ask textarea").select(), 0)`)
	tab.Type("dialog.ask textarea", "A quiet harbour")
	tab.Click(`dialog.ask [type=checkbox]`)
	tab.Click(`dialog.ask button[type=submit]`)
	tab.Until(`document.querySelector(".driveabout").textContent.includes("ALT: A quiet harbour") && document.querySelector(".drivefile .tag .icon")`, "description and mark")
	tab.EachLook(func(name string) {
		tab.Shot("drive-" + name)
		tab.Axe("drive, " + name)
	})
	tab.Click(`.drivefoot .button.primary`)
	tab.Until(`!`+driving+` && document.querySelectorAll("#compose .composefiles [data-file]").length === 2`, "attached files")
	tab.Look(1400, 900, "light")
	tab.Type(field, "from the drive")
	tab.Click(`#compose [data-do="send"]`)
	tab.closed()
	once(t, server, "from the drive")
}

func TestTheDriveByKeyboardAloneInJapanese(t *testing.T) {
	site := Serve(t, "-demo=false")
	server := streamtest.NewServer(t, &streamtest.Options{History: -1, Flavour: streamtest.Upstream2025})
	tab := NewTab(t)
	tab.Language("ja-JP")
	tab.SignIn(site.URL, site.URL+"/chat/user/"+server.World().PersonID("bob")+"@"+strings.TrimPrefix(server.URL, "http://"), Member{Server: server, Who: "alice"})
	tab.Until(`document.activeElement?.matches(".talktext") && document.querySelector(".msg")`, "conversation")
	Eval[any](tab, `(document.querySelector('.talkfield [data-do="attach"]').focus(), 0)`)
	tab.Key("\r")
	tab.Until(`document.querySelector("dialog.menu")`, "menu")
	tab.Key(kb.ArrowDown)
	tab.Until(`document.activeElement.textContent.includes("ドライブ")`, "drive in the menu")
	tab.Key("\r")
	tab.driveOf(2)
	tab.Until(`document.activeElement.matches(".drivefile")`, "focus on the first file")
	tab.Key(kb.ArrowRight)
	tab.Key(" ")
	tab.Until(`document.querySelector(".drivefile:nth-child(2)[aria-selected=true]") && document.querySelector(".drivecount").textContent === "1 件中 1 件を選択"`, "chosen file")
	tab.control("Enter")
	tab.Until(`!`+driving+` && !document.querySelector(".talkfile").hidden`, "file of the message")
	tab.Shot("chat-file")
	tab.Axe("file of a message")
	tab.Type(words, "どうぞ\r")
	tab.Until(`document.querySelector(".msg.mine:not([data-state]) .media img")`, "message with the picture")
	tab.Shot("chat-picture")
}

func TestTheDriveIsReadPageByPageAndFilledFromInside(t *testing.T) {
	server, tab := shelf(t)
	for i := range 40 {
		putFile(t, server, fmt.Sprintf("picture %02d.png", i), append(slices.Clone(dot), byte(i)))
	}
	tab.compose()
	tab.Click(`#compose [data-do="drive"]`)
	tab.driveOf(30)
	if n := tab.Count(".drivefile"); n != 30 {
		t.Errorf("the first page has %d files", n)
	}
	tab.Until(`(document.querySelector(".drivebody").scrollTop = 1e6, !document.querySelector(".drivestate").textContent)`, "end of the drive")
	tab.driveOf(40)
	if n := Eval[int](tab, `new Set([...document.querySelectorAll(".drivefile")].map((n) => n.dataset.id)).size`); n != tab.Count(".drivefile") {
		t.Errorf("%d files, %d shown", n, tab.Count(".drivefile"))
	}

	path := filepath.Join(t.TempDir(), "from inside.png")
	if err := os.WriteFile(path, append(slices.Clone(dot), 99), 0o644); err != nil {
		t.Fatal(err)
	}
	tab.Do(chromedp.SetUploadFiles(chromedp.CSS(`dialog.drive input[type="file"]`), []string{path}))
	tab.Until(`document.querySelector(".drivefile:first-child[aria-selected=true] .fname")?.textContent === "from inside.png"`, "uploaded and chosen file")
	tab.Shot("drive-uploaded")
	tab.Click(`.drivefoot .button.primary`)
	tab.Until(`!`+driving+` && document.querySelectorAll("#compose .composefiles [data-file]").length === 1`, "attached file")
}

// putFile puts a file into the drive of alice.
func putFile(t *testing.T, s *streamtest.Server, name string, body []byte) {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	w.WriteField("i", s.Token("alice"))
	w.WriteField("name", name)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(body)
	}
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
	resp, err := http.Post(s.URL+"/api/drive/files/create", w.FormDataContentType(), &form)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 200 {
		t.Fatalf("upload of %s: %s", name, resp.Status)
	}
}

func TestADriveThatDoesNotAnswerSaysSo(t *testing.T) {
	server, tab := shelf(t)
	tab.Expect("Failed to load resource", "ERR_", "CORS policy")
	lift := server.Inject(streamtest.Fault{Kind: streamtest.HTTPPage, Path: "drive/files"})
	tab.compose()
	tab.Click(`#compose [data-do="drive"]`)
	tab.UntilIn(2*Limit, `document.querySelector(".drivestate .error button")`, "word of the failure")
	tab.Shot("drive-failed")
	lift()
	tab.Click(`.drivestate .error button`)
	tab.driveOf(3)
	tab.Click(`.drivedir`)
	tab.Until(`document.querySelector(".crumb:nth-child(2)[aria-current]")`, "folder")
	tab.Key(kb.Escape)
	tab.Until(`!`+driving+` && document.activeElement.dataset.do === "drive"`, "focus back on the button")
}
