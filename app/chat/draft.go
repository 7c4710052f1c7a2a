package chat

import (
	"encoding/json"

	"nagare/stream/misskey"
)

// Draft is what was written in a conversation and is not there yet: the text in the field, its file, and what was on its
// way.
type Draft struct {
	Text string        `json:"text,omitempty"`
	File *misskey.File `json:"file,omitempty"`
	Out  []Outgoing    `json:"out,omitempty"`
}

// Empty reports whether nothing would be lost with the draft.
func (d *Draft) Empty() bool { return d.Text == "" && d.File == nil && len(d.Out) == 0 }

// Storage keeps strings by key, as localStorage does. Get answers "" for what is not there; Set whether it was kept.
type Storage interface {
	Get(key string) string
	Set(key, value string) bool
	Remove(key string)
}

const draftPrefix = "nagare.chat:"

// Drafts are an account's drafts, one for each conversation, in one record that goes with the account.
type Drafts struct {
	Storage Storage
	Account string // as the name of a source
}

func (s Drafts) all() map[misskey.Peer]Draft {
	var list []struct {
		misskey.Peer
		Draft
	}
	_ = json.Unmarshal([]byte(s.Storage.Get(draftPrefix+s.Account)), &list) // what cannot be read is as good as not there
	all := make(map[misskey.Peer]Draft, len(list))
	for _, e := range list {
		all[e.Peer] = e.Draft
	}
	return all
}

// Load returns the draft of a conversation.
func (s Drafts) Load(with misskey.Peer) Draft { return s.all()[with] }

// Save keeps a draft, or forgets it when it is empty. It answers false when the browser did not keep it.
func (s Drafts) Save(with misskey.Peer, d Draft) bool {
	all := s.all()
	if delete(all, with); !d.Empty() {
		all[with] = d
	}
	if len(all) == 0 {
		s.Forget()
		return true
	}
	type entry struct {
		misskey.Peer
		Draft
	}
	list := make([]entry, 0, len(all))
	for p, d := range all {
		list = append(list, entry{p, d})
	}
	raw, err := json.Marshal(list)
	return err == nil && s.Storage.Set(draftPrefix+s.Account, string(raw))
}

// Forget drops every draft of the account, as when it signs out.
func (s Drafts) Forget() { s.Storage.Remove(draftPrefix + s.Account) }
