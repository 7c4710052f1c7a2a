//go:build !wasm

package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"
)

// file is one response in all its encodings.
type file struct {
	ctype  string
	cache  string
	hash   string // of the content, not of an encoding
	br, gz []byte // nil: not worth it, or not packed
	raw    func() []byte
}

// newFile compresses with gzip what gains by it. Brotli comes from the packer.
func newFile(ctype string, b []byte) *file {
	f := &file{ctype: ctype, hash: hashOf(b), raw: func() []byte { return b }}
	if ctype != "image/png" {
		if gz := gzipped(b); len(gz) < len(b) {
			f.gz = gz
		}
	}
	return f
}

func hashOf(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:6])
}

func gzipped(b []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is valid
	w.Write(b)                                              // a bytes.Buffer takes everything
	w.Close()
	return out.Bytes()
}

// programs are what the build leaves in dist: for taking part, and for watching only (app/taking).
var programs = []string{"app.wasm", "watch.wasm"}

// addWasm adds a program. It is embedded compressed; the plain form is made
// when a client first asks for it, which browsers do not.
func (s *Site) addWasm(files fs.FS, name string) error {
	gz, err := fs.ReadFile(files, "dist/"+name+".gz")
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNotBuilt
	}
	if err != nil {
		return fmt.Errorf("read the wasm: %w", err)
	}
	br, err := fs.ReadFile(files, "dist/"+name+".br")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read the wasm: %w", err)
	}
	if len(gz) < 18 {
		return fmt.Errorf("web/dist/%s.gz is cut short: run \"make clean build\"", name)
	}
	// gzip ends with the size of the content: it need not be unpacked to know it.
	tail := gz[len(gz)-8:]
	s.sizes[name] = int(binary.LittleEndian.Uint32(tail[4:]))
	f := &file{ctype: contentType(name), gz: gz, br: br, hash: hashOf(gz)}
	f.raw = sync.OnceValue(func() []byte {
		r, err := gzip.NewReader(bytes.NewReader(gz))
		if err != nil {
			return nil
		}
		b, err := io.ReadAll(r)
		if err != nil {
			return nil
		}
		return b
	})
	s.addHashed(name, f)
	return nil
}
