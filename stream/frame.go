package stream

import "encoding/json"

// The frames that the client writes (P2). Ids and bodies are quoted by
// encoding/json; this is not where time is spent.

func quote(s string) []byte {
	b, err := json.Marshal(s)
	if err != nil { // strings always marshal
		return []byte(`""`)
	}
	return b
}

func connectFrame(id string, spec ChannelSpec) []byte {
	b := append([]byte(`{"type":"connect","body":{"channel":`), quote(spec.Name)...)
	b = append(append(b, `,"id":`...), quote(id)...)
	if len(spec.Params) > 0 { // never null, which newer servers refuse (P1.6)
		b = append(append(b, `,"params":`...), spec.Params...)
	}
	return append(b, `,"pong":true}}`...)
}

func idFrame(typ, id string) []byte {
	b := append([]byte(`{"type":"`), typ...)
	b = append(append(b, `","body":{"id":`...), quote(id)...)
	return append(b, `}}`...)
}

func disconnectFrame(id string) []byte { return idFrame("disconnect", id) }

// subNote and unsubNote are the spellings every server has; "s" and "un" are
// not known to meisskey (P2.4).
func subNoteFrame(id string) []byte   { return idFrame("subNote", id) }
func unsubNoteFrame(id string) []byte { return idFrame("unsubNote", id) }

// "ch" is shorter but "channel" is also known to v10 (P2.3).
func channelFrame(id, typ string, body json.RawMessage) []byte {
	b := append([]byte(`{"type":"channel","body":{"id":`), quote(id)...)
	b = append(append(b, `,"type":`...), quote(typ)...)
	b = append(append(b, `,"body":`...), body...)
	return append(b, `}}`...)
}

func topFrame(typ string, body json.RawMessage) []byte {
	b := append([]byte(`{"type":`), quote(typ)...)
	b = append(append(b, `,"body":`...), body...)
	return append(b, '}')
}
