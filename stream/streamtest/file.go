//go:build !js

package streamtest

import (
	"crypto/md5"
	"encoding/hex"
	"time"
)

// file is one file of a drive: a drawn picture or an upload.
type file struct {
	id, name, kind string
	at             time.Time
	owner          *user
	md5, comment   string
	size           int
	width, height  int
	sensitive      bool
	hash           string // blurhash
	folder         *folder
	picture        *picture // drawn on demand
	data           []byte   // uploaded
	ext            string
}

type folder struct {
	id, name string
	at       time.Time
	owner    *user
	parent   *folder
}

func sum(data string) string {
	h := md5.Sum([]byte(data))
	return hex.EncodeToString(h[:])
}

// newPicture draws something and puts it into u's drive.
func (w *World) newPicture(u *user, at time.Time, seed int, sensitive bool) *file {
	p := newPicture(seed)
	f := &file{id: w.ids.at(at), at: at, owner: u, name: p.name + ".svg", kind: "image/svg+xml", sensitive: sensitive,
		picture: p, width: p.width, height: p.height, hash: p.blurhash(), comment: p.alt, ext: ".svg"}
	f.md5, f.size = sum(p.svg()), len(p.svg())
	w.files[f.id] = f
	return f
}

func (w *World) fileURL(f *file, base string) string {
	url := base + "/files/" + f.id + f.ext
	if f.sensitive && w.flavour == IO2025_4 {
		url += "?sensitive=true"
	}
	return url
}

// packFile writes a DriveFile (P7.5); mine adds whose it is.
func (w *World) packFile(f *file, v view, mine bool) object {
	var props object
	var thumb, folderID, owner any
	if f.width > 0 {
		props = object{{"width", f.width}, {"height", f.height}}
		thumb = v.base + "/files/thumbnail-" + f.id + f.ext
	}
	if f.folder != nil {
		folderID = f.folder.id
	}
	if mine {
		owner = f.owner.id
	}
	return object{{"id", f.id}, {"createdAt", f.at}, {"name", f.name}, {"type", f.kind}, {"md5", f.md5}, {"size", f.size},
		{"isSensitive", f.sensitive}, {"blurhash", orNull(f.hash)}, {"properties", props}, {"url", w.fileURL(f, v.base)},
		{"thumbnailUrl", thumb}, {"comment", orNull(f.comment)}, {"folderId", folderID}, {"folder", nil},
		{"userId", owner}, {"user", nil}}
}
