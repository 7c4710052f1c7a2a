package compose

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"nagare/app/store"
)

// Key names the draft of an account for a target, in the browser's storage. A note of its own has one place, whichever
// board it is for: that is part of the draft, so that it is found again by who only wants to go on writing.
func Key(src store.Source, t Target) string {
	k := draftPrefix + string(src) + "|"
	switch {
	case t.ReplyID != "":
		return k + "reply:" + t.ReplyID
	case t.QuoteID != "":
		return k + "quote:" + t.QuoteID
	}
	return k
}

const (
	draftPrefix = "nagare.draft:"
	aside       = "|aside:"  // after the key of a draft that made room, and before its number
	board       = "channel:" // after the key of a note of its own: where drafts for boards were once kept, and nothing looked
	indexKey    = "nagare.drafts"
	maxDrafts   = 40
)

// Storage keeps strings by key, as localStorage does. Get answers "" for what is not there; Set whether it was kept.
type Storage interface {
	Get(key string) string
	Set(key, value string) bool
	Remove(key string)
}

// Shelf keeps drafts, each under the key of its account and target. It forgets the oldest when there are too many.
type Shelf struct{ Storage Storage }

// Load returns a kept draft; ok is false when there is none that can be read. That of a note of its own is for the board
// it was written for, or none.
func (s Shelf) Load(src store.Source, t Target) (d Draft, ok bool) {
	key := Key(src, t)
	raw := s.Storage.Get(key)
	if raw == "" {
		raw = s.back(key, key+aside)
	}
	if raw == "" && t.own() {
		raw = s.back(key, key+board)
	}
	if raw == "" || json.Unmarshal([]byte(raw), &d) != nil {
		return Draft{Target: t}, false
	}
	if !t.own() || d.Empty() {
		d.Target = t
	}
	return d, !d.Empty()
}

// back brings the newest draft whose key begins with a prefix to where it is found.
func (s Shelf) back(to, prefix string) string {
	for _, key := range slices.Backward(s.index()) {
		if strings.HasPrefix(key, prefix) {
			raw := s.Storage.Get(key)
			s.forget(key)
			if raw != "" {
				s.put(to, raw)
				return raw
			}
		}
	}
	return ""
}

// SetAside makes room for another draft where one may be unfinished. That one is found again when the other was sent or
// thrown away. It reports whether one was set aside.
func (s Shelf) SetAside(src store.Source, t Target) bool {
	key := Key(src, t)
	raw := s.Storage.Get(key)
	if raw == "" || !s.put(s.beside(key), raw) {
		return false
	}
	s.forget(key)
	return true
}

// SaveAside keeps a draft whose place is taken. It is found when that one was sent or thrown away.
func (s Shelf) SaveAside(src store.Source, d *Draft) bool {
	raw, err := json.Marshal(d)
	return err == nil && s.put(s.beside(Key(src, d.Target)), string(raw))
}

// beside is a free key for a draft that waits behind another.
func (s Shelf) beside(key string) string {
	n := 0
	for s.Storage.Get(key+aside+strconv.Itoa(n)) != "" {
		n++
	}
	return key + aside + strconv.Itoa(n)
}

// Save keeps a draft, or forgets it when it is empty. It answers false when the browser did not keep it.
func (s Shelf) Save(src store.Source, d *Draft) bool {
	key := Key(src, d.Target)
	if d.Empty() {
		s.forget(key)
		return true
	}
	raw, err := json.Marshal(d)
	if err != nil {
		return false
	}
	return s.put(key, string(raw))
}

func (s Shelf) put(key, raw string) bool {
	list := slices.DeleteFunc(s.index(), func(k string) bool { return k == key })
	list = append(list, key)
	for len(list) > maxDrafts {
		s.Storage.Remove(list[0])
		list = list[1:]
	}
	s.Storage.Set(indexKey, strings.Join(list, "\n"))
	return s.Storage.Set(key, raw)
}

// Forget drops the draft of a target.
func (s Shelf) Forget(src store.Source, t Target) { s.forget(Key(src, t)) }

// ForgetAccount drops every draft of an account that signs out.
func (s Shelf) ForgetAccount(src store.Source) {
	for _, k := range s.index() {
		if strings.HasPrefix(k, draftPrefix+string(src)+"|") {
			s.forget(k)
		}
	}
}

func (s Shelf) forget(key string) {
	s.Storage.Remove(key)
	before := s.index()
	if after := slices.DeleteFunc(slices.Clone(before), func(k string) bool { return k == key }); len(after) != len(before) {
		s.Storage.Set(indexKey, strings.Join(after, "\n"))
	}
}

func (s Shelf) index() []string {
	if raw := s.Storage.Get(indexKey); raw != "" {
		return strings.Split(raw, "\n")
	}
	return nil
}
