//go:build !js

package streamtest

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"image"
	_ "image/gif"  // sizes of uploads
	_ "image/jpeg" // sizes of uploads
	_ "image/png"  // sizes of uploads
	"io"
	"net/http"
	"path"
	"strings"
)

// driveEndpoints keep files and folders.
func driveEndpoints() map[string]*endpoint {
	read := func(e endpoint) *endpoint { e.login, e.kind = true, "read:drive"; return &e }
	write := func(e endpoint) *endpoint { e.login, e.kind = true, "write:drive"; return &e }
	list := func(c *call) any {
		out := []any{}
		for _, f := range page(c.filesOf(c.me), c.pageWindow(10), func(f *file) string { return f.id }, func(f *file) bool {
			return c.path == "drive/stream" || (f.folder == nil && c.str("folderId") == "" || f.folder != nil && f.folder.id == c.str("folderId"))
		}) {
			out = append(out, c.packFile(f, c.v, true))
		}
		return out
	}
	return map[string]*endpoint{
		"drive": read(endpoint{run: func(c *call) any {
			used := 0
			for _, f := range c.filesOf(c.me) {
				used += f.size
			}
			return object{{"capacity", 100 << 20}, {"usage", used}}
		}}),
		"drive/files":        read(endpoint{params: paging(100) + "folderId id?; type string?; sort string?", run: list}),
		"drive/stream":       read(endpoint{params: paging(100) + "type string?", run: list}),
		"drive/files/create": write(endpoint{file: true, params: "folderId id?; name string?; comment string? 0 512; isSensitive bool; force bool", run: createFile}),
		"drive/files/show": read(endpoint{params: "fileId id; url string", run: func(c *call) any {
			f := c.files[c.str("fileId")]
			if f == nil {
				return fail("No such file.", "NO_SUCH_FILE", "067bc436-2718-4795-b0fb-ecbe43949e31")
			}
			if f.owner != c.me {
				return fail("Access denied.", "ACCESS_DENIED", "25b73c73-68b1-41d0-bad1-381cfdf6579f")
			}
			return c.packFile(f, c.v, true)
		}}),
		"drive/files/update": write(endpoint{params: "*fileId id; folderId id?; name string; isSensitive bool; comment string? 0 512", run: updateFile}),
		"drive/files/delete": write(endpoint{params: "*fileId id", run: func(c *call) any {
			f := c.files[c.str("fileId")]
			if f == nil {
				return fail("No such file.", "NO_SUCH_FILE", "908939ec-e52b-4458-b395-1025195cea58")
			}
			if f.owner != c.me {
				return fail("Access denied.", "ACCESS_DENIED", "5eb8d909-2540-4970-90b8-dd6f86088121")
			}
			delete(c.files, f.id)
			c.tell(c.me, "drive", "fileDeleted", func(view) any { return f.id })
			return nothing{}
		}}),
		"drive/files/upload-from-url": write(endpoint{params: "*url string; folderId id?; isSensitive bool; comment string?; marker string?; force bool", run: func(c *call) any {
			f := c.newPicture(c.me, c.now(), c.rng.IntN(1<<30), c.flag("isSensitive"))
			c.announceFile(f)
			marker := orNull(c.str("marker"))
			c.tell(c.me, "main", "urlUploadFinished", func(v view) any { return object{{"marker", marker}, {"file", c.packFile(f, v, false)}} })
			return nothing{}
		}}),
		"drive/folders": read(endpoint{params: paging(100) + "folderId id?", run: func(c *call) any {
			out := []any{}
			for _, id := range keysOf(c.folders) {
				if f := c.folders[id]; f.owner == c.me {
					out = append(out, packFolder(f))
				}
			}
			return out
		}}),
		"drive/folders/create": write(endpoint{params: "name string 0 200; parentId id?", run: func(c *call) any {
			f := &folder{id: c.newID(), at: c.now(), owner: c.me, name: c.str("name"), parent: c.folders[c.str("parentId")]}
			if f.name == "" {
				f.name = "Untitled"
			}
			c.folders[f.id] = f
			c.tell(c.me, "drive", "folderCreated", func(view) any { return packFolder(f) })
			return packFolder(f)
		}}),
		"drive/folders/update": write(endpoint{params: "*folderId id; name string 0 200; parentId id?", run: func(c *call) any {
			f := c.folders[c.str("folderId")]
			if f == nil {
				return fail("No such folder.", "NO_SUCH_FOLDER", "f7974dac-2c0d-4a27-926e-23583b28e98e")
			}
			if c.has("name") {
				f.name = c.str("name")
			}
			c.tell(c.me, "drive", "folderUpdated", func(view) any { return packFolder(f) })
			return packFolder(f)
		}}),
		"drive/folders/delete": write(endpoint{params: "*folderId id", run: func(c *call) any {
			f := c.folders[c.str("folderId")]
			if f == nil {
				return fail("No such folder.", "NO_SUCH_FOLDER", "1069098f-c281-440f-b085-f9932edbe091")
			}
			for _, x := range c.files {
				if x.folder == f {
					return fail("This folder has child files or folders.", "HAS_CHILD_FILES_OR_FOLDERS", "b0fc8a17-963c-405d-bfbc-859a487295e1")
				}
			}
			delete(c.folders, f.id)
			c.tell(c.me, "drive", "folderDeleted", func(view) any { return f.id })
			return nothing{}
		}}),
	}
}

func packFolder(f *folder) object {
	var parent any
	if f.parent != nil {
		parent = f.parent.id
	}
	return object{{"id", f.id}, {"createdAt", f.at}, {"name", f.name}, {"parentId", parent}}
}

func (w *World) filesOf(u *user) []*file {
	var out []*file
	for _, id := range keysOf(w.files) {
		if f := w.files[id]; f.owner == u {
			out = append(out, f)
		}
	}
	return out
}

func (w *World) announceFile(f *file) {
	w.tell(f.owner, "main", "driveFileCreated", func(v view) any { return w.packFile(f, v, false) })
	w.tell(f.owner, "drive", "fileCreated", func(v view) any { return w.packFile(f, v, false) })
}

func createFile(c *call) any {
	up := c.upload
	if c.str("name") != "" {
		up.name = c.str("name")
	}
	h := md5.Sum(up.data)
	if !c.flag("force") {
		if old := c.sameBytes(hex.EncodeToString(h[:])); old != nil {
			return c.packFile(old, c.v, false)
		}
	}
	f := &file{id: c.newID(), name: up.name, kind: up.kind, at: c.now(), owner: c.me, md5: hex.EncodeToString(h[:]), size: len(up.data),
		comment: c.str("comment"), sensitive: c.flag("isSensitive"), data: up.data, folder: c.folders[c.str("folderId")], ext: path.Ext(up.name)}
	if img, kind, err := image.Decode(bytes.NewReader(up.data)); err == nil {
		f.kind, f.width, f.height = "image/"+kind, img.Bounds().Dx(), img.Bounds().Dy()
		b := img.Bounds()
		f.hash = blurhash(func(x, y float64) rgb {
			r, g, bl, _ := img.At(b.Min.X+int(x*float64(b.Dx())), b.Min.Y+int(y*float64(b.Dy()))).RGBA()
			return rgb{float64(r) / 65535, float64(g) / 65535, float64(bl) / 65535}
		})
	}
	c.files[f.id] = f
	c.announceFile(f)
	return c.packFile(f, c.v, false)
}

func updateFile(c *call) any {
	f := c.files[c.str("fileId")]
	if f == nil {
		return fail("No such file.", "NO_SUCH_FILE", "e7778c7e-3af9-49cd-9690-6dbc3e6c972d")
	}
	if f.owner != c.me {
		return fail("Access denied.", "ACCESS_DENIED", "01a53b27-82fc-445b-a0c1-b558465a8ed2")
	}
	if c.has("name") {
		f.name = c.str("name")
	}
	if c.has("comment") {
		f.comment = c.str("comment")
	}
	f.sensitive = c.flagOr("isSensitive", f.sensitive)
	if c.has("folderId") {
		f.folder = c.folders[c.str("folderId")]
	}
	c.tell(c.me, "drive", "fileUpdated", func(v view) any { return c.packFile(f, v, false) })
	return c.packFile(f, c.v, false)
}

// readMultipart reads an upload; false means it has answered already.
func readMultipart(rw http.ResponseWriter, r *http.Request, c *call, limit int) bool {
	form, err := r.MultipartReader()
	if err != nil {
		frameworkError(rw, 400, "Bad Request", "broken multipart body")
		return false
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			frameworkError(rw, 400, "Bad Request", "broken multipart body")
			return false
		}
		data, err := io.ReadAll(io.LimitReader(part, int64(limit)+1))
		if err != nil {
			frameworkError(rw, 400, "Bad Request", "broken multipart body")
			return false
		}
		if part.FileName() == "" {
			switch text := string(data); text {
			case "true", "false":
				c.args[part.FormName()] = text == "true"
			case "null":
			default:
				c.args[part.FormName()] = text
			}
			continue
		}
		kind := part.Header.Get("Content-Type")
		if kind == "" || len(data) == 0 {
			kind = "application/octet-stream"
		}
		if strings.HasPrefix(kind, "image/") || kind == "application/octet-stream" {
			if sniffed := http.DetectContentType(data); len(data) > 0 && strings.HasPrefix(sniffed, "image/") {
				kind = sniffed
			}
		}
		c.upload = &upload{name: part.FileName(), kind: kind, data: data}
	}
	var refuse *apiError
	switch {
	case c.args["i"] == nil && r.Header.Get("Authorization") == "":
		refuse = errCredential
	case c.upload == nil:
		refuse = failWith(422, "No files found in multipart request", "INVALID_PARAM", "2e973d41-8e9c-48b8-a68f-16f712a4bc89", "client")
	case len(c.upload.data) > limit:
		refuse = failWith(413, "Maximum upload size exceeded", "MAX_FILE_SIZE_EXCEEDED", "39591dd6-b5e8-4399-bb03-13b0a8a62a21", "client")
	}
	if refuse != nil {
		rw.Header().Set("WWW-Authenticate", refuse.challenge())
		writeJSON(rw, refuse.status, refuse.body())
		return false
	}
	return true
}
