package app

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	ui "github.com/maxence-charriere/go-app/v10/pkg/app"

	"nagare/app/compose"
	"nagare/app/markup"
	"nagare/app/refusal"
	"nagare/app/store"
	"nagare/stream/misskey"
)

// The drive picker lets the viewer choose among the files of their drive. The dialog is web/late/drive.js's, fetched when
// it is first opened; here is what the server is asked, and what is shown of the answers.

// drivePage is how many files are asked for at a time.
const drivePage = 30

// driveWords are those that web/late/drive.js says.
var driveWords = []string{"title", "upload", "top", "folder", "empty", "more", "chosen", "full", "use", "edit", "noalt", "uploading"}

// drivePick is an open picker.
type drivePick struct {
	s     *Session
	src   store.Source
	known map[string]misskey.File
	hand  ui.Value
	fn    ui.Func
	then  func([]misskey.File)
	ended bool
}

// driveFile is a file as the dialog shows it.
type driveFile struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Icon      string `json:"icon"`
	Size      string `json:"size"`
	Thumb     string `json:"thumb,omitempty"`
	Alt       string `json:"alt,omitempty"`
	Sensitive bool   `json:"sensitive,omitempty"`
}

type driveFolder struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// pickFiles lets the viewer choose at most this many files; then is called with them unless none were chosen.
func (s *Session) pickFiles(src store.Source, most int, then func([]misskey.File)) {
	words := map[string]any{"close": s.printer.T("app.close"), "retry": s.printer.T("column.retry"), "loading": s.printer.T("page.loading"), "sensitive": s.printer.T("media.sensitive"), "back": s.printer.T("page.back")}
	for _, k := range driveWords {
		words[k] = s.printer.T("drive."+k, "{0}", "{1}")
	}
	ui.Window().Call("nagareLate", s.asset("late/drive.css"), s.asset("late/drive.js")).Then(func(ok ui.Value) {
		if !ok.Bool() {
			s.notice(s.printer.T("picker.failed"), true, s.printer.T("column.retry"), func() { s.pickFiles(src, most, then) })
			return
		}
		d := &drivePick{s: s, src: src, known: map[string]misskey.File{}, then: then}
		d.fn = ui.FuncOf(d.heard)
		d.hand = ui.Window().Call("nagareDrive", map[string]any{"words": words, "most": most, "uploads": s.book.Can(src, "write:drive")}, d.fn)
		d.hand.Call("open")
	})
}

// heard is what the dialog tells.
func (d *drivePick) heard(_ ui.Value, args []ui.Value) any {
	switch args[0].String() {
	case "list":
		d.list(args[1].Int(), args[2].String(), args[3].String())
	case "upload":
		d.upload(args[1].String(), args[2].String())
	case "edit":
		d.edit(args[1].String())
	case "use":
		var files []misskey.File
		for _, id := range strings.Split(args[1].String(), "\n") {
			if f, ok := d.known[id]; ok {
				files = append(files, f)
			}
		}
		d.end()
		if len(files) > 0 {
			d.then(files)
		}
	case "close":
		d.end()
	}
	return nil
}

func (d *drivePick) end() {
	if !d.ended {
		d.ended = true
		go d.fn.Release() // it is what is running
	}
}

// list asks for the files of a folder before one of them ("": the newest, and the folders in it).
func (d *drivePick) list(serial int, folder, until string) {
	go func() {
		api := d.s.hub.API(d.src)
		if api == nil {
			return
		}
		ctx := context.Background()
		files, err := api.Files(ctx, folder, "", misskey.Page{UntilID: until, Limit: drivePage})
		var folders []driveFolder
		if err == nil && until == "" {
			var list []misskey.Folder
			list, err = api.Folders(ctx, folder, misskey.Page{Limit: 100})
			for _, f := range list {
				folders = append(folders, driveFolder{f.ID, f.Name})
			}
		}
		d.answer(serial, folders, files, err)
	}()
}

func (d *drivePick) answer(serial int, folders []driveFolder, files []misskey.File, err error) {
	if d.ended {
		return
	}
	answer := struct {
		Folders []driveFolder `json:"folders"`
		Files   []driveFile   `json:"files"`
		More    bool          `json:"more"`
		Error   string        `json:"error"`
	}{Folders: folders, More: len(files) == drivePage}
	for _, f := range files {
		answer.Files = append(answer.Files, d.know(f))
	}
	if err != nil {
		answer.Error = refusal.Words(d.s.printer, err, d.s.host(d.src.Origin()))
	}
	raw, _ := json.Marshal(answer) // strings and flags always marshal
	d.hand.Call("page", serial, string(raw))
}

// know takes a file in, and tells how it is shown.
func (d *drivePick) know(f misskey.File) driveFile {
	d.known[f.ID] = f
	x := driveFile{ID: f.ID, Name: f.Name, Icon: fileIcon(f.Type), Size: markup.Size(f.Size), Alt: f.Comment, Sensitive: f.IsSensitive}
	if img, ok := markup.SafeImage(compose.FileOf(&f).Thumb, d.src.Origin()); ok {
		x.Thumb = img.URL()
	}
	return x
}

func (d *drivePick) show(f misskey.File) {
	raw, _ := json.Marshal(d.know(f))
	d.hand.Call("file", string(raw))
}

// upload puts files into a folder, one after the other.
func (d *drivePick) upload(list, folder string) {
	var files []struct {
		Key        int
		Name, Type string
	}
	if json.Unmarshal([]byte(list), &files) != nil {
		return
	}
	go func() {
		for _, u := range files {
			shown := -1
			f, err := d.s.hub.API(d.src).Upload(context.Background(), &misskey.Upload{Name: uploadName(u.Name, u.Type, time.Now()), Type: u.Type, Blob: blobValue(u.Key), FolderID: folder, Progress: func(sent, total int64) {
				if n := int(100 * sent / max(total, 1)); n != shown && !d.ended {
					shown = n
					d.hand.Call("progress", u.Key, n, "")
				}
			}})
			switch {
			case d.ended:
				return
			case err != nil:
				d.hand.Call("progress", u.Key, -1, refusal.Words(d.s.printer, err, d.s.host(d.src.Origin())))
			default:
				d.hand.Call("progress", u.Key, 100, "")
				d.show(*f)
			}
		}
	}()
}

// edit asks for the name of a file, its text for those who cannot see it, and whether it is sensitive.
func (d *drivePick) edit(id string) {
	f, ok := d.known[id]
	if !ok {
		return
	}
	d.s.askFile(compose.FileOf(&f), func(c misskey.FileChange) { d.change(id, c) })
}

func (d *drivePick) change(id string, c misskey.FileChange) {
	go func() {
		f, err := d.s.hub.API(d.src).UpdateFile(context.Background(), id, c)
		if err != nil {
			d.s.sayError(d.s.printer.T("compose.file.failed"), err, d.src.Origin(), func() { d.change(id, c) })
			return
		}
		if !d.ended {
			d.show(*f)
		}
	}()
}

// fromDrive attaches files of the drive to the note.
func (w *writing) fromDrive() {
	src := w.src
	w.s.pickFiles(src, max(0, compose.MaxFiles-len(w.d.Files)-len(w.queue.List)), func(files []misskey.File) {
		if w.src != src {
			return
		}
		for i := range files {
			if !slices.ContainsFunc(w.d.Files, func(f compose.File) bool { return f.ID == files[i].ID }) {
				w.d.Files = append(w.d.Files, compose.FileOf(&files[i]))
			}
		}
		w.touched()
	})
}

// fromDrive takes a file of the drive along with the message.
func (t *talkPane) fromDrive() {
	t.s.pickFiles(t.src, 1, func(files []misskey.File) {
		t.stopUpload()
		t.draft.File = &files[0]
		t.save()
		t.ctx.Dispatch(nil)
	})
}
