package app

import (
	"strconv"

	"nagare/app/markup"
	"nagare/app/refusal"
	"nagare/app/store"
	"nagare/app/taking"
	"nagare/stream/misskey"
)

// What a viewer may do with a note, and doing it: reactions and votes. It is shown at once; the hub takes it back when
// the server refuses (design, law 4), and then the reader is told why.

// hand fills in what the viewer may do with the note that a row shows; v is the view of that note.
func (s *Session) hand(row *markup.Row, src store.Source, server store.Server, v store.NoteView) {
	if !taking.On {
		return
	}
	row.Hand = markup.Hand{
		React: s.book.Can(src, "write:reactions") && !v.Deleted,
		Like:  v.Note != nil && v.Note.ReactionAcceptance == "likeOnly",
		Mine:  v.MyReaction,
	}
	s.writerHand(row, src, v)
	if row.Hand.React {
		safe := v.Note != nil && safeOnly(v.Note)
		for i := range row.Reactions {
			r := &row.Reactions[i]
			r.Joins = r.Mine || joinable(r.Key, server, safe) && (!row.Hand.Like || r.Key == heart)
		}
	}
	if row.Poll != nil && v.Poll != nil {
		row.Poll.Open = s.book.Can(src, "write:votes") && !v.Deleted && (v.Poll.Multiple || !v.Poll.Voted)
	}
}

// heart is what servers store for a like (P4.3).
const heart = "❤"

// safeOnly reports whether a note takes no reaction that its server calls sensitive.
func safeOnly(n *misskey.Note) bool {
	return n.ReactionAcceptance == "nonSensitiveOnly" || n.ReactionAcceptance == "nonSensitiveOnlyForLocalLikeOnlyForRemote"
}

// joinable reports whether a reaction seen on a note can be given by oneself: unicode can, of custom emoji those that
// the own server has, also where the reaction came with the emoji of that name from elsewhere (P4.3). safe leaves out what
// is sensitive.
func joinable(key string, server store.Server, safe bool) bool {
	name, host, custom := misskey.SplitReaction(key)
	if !custom {
		return true
	}
	if !server.EmojisKnown {
		return host == ""
	}
	e, ok := server.Emojis[name]
	return ok && !(safe && e.Sensitive)
}

// handAct does what a control of a row asks for in the viewer's name; false when it is none of these.
func (s *Session) handAct(src store.Source, id, act, arg string) bool {
	if act == markup.ActPeople {
		s.people(src, id, arg)
		return true
	}
	if !taking.On {
		return false
	}
	switch act {
	case markup.ActReact:
		s.toggleReaction(src, id, arg)
	case markup.ActLike:
		s.react(src, id, heart)
	case markup.ActUnreact:
		s.react(src, id, "")
	case markup.ActPick:
		s.pick(src, id)
	case markup.ActVote:
		s.askVote(src, id, arg)
	default:
		return false
	}
	return true
}

func (s *Session) toggleReaction(src store.Source, id, key string) {
	mine := ""
	s.hub.Look(func(st *store.Store) {
		if v, ok := st.Note(src, or(st.Inner(src, id), id)); ok {
			mine = v.MyReaction
		}
	})
	if mine == key {
		s.react(src, id, "")
		return
	}
	s.react(src, id, misskey.SendableReaction(key))
}

// react gives a reaction, or takes the present one back when it is "".
func (s *Session) react(src store.Source, id, reaction string) {
	if !s.book.Can(src, "write:reactions") {
		s.say(s.printer.T("refusal.permission", s.host(src.Origin())))
		return
	}
	s.hub.React(src, id, reaction, func(err error) {
		switch {
		case err == nil || refusal.Done(err):
		case reaction == "":
			s.sayError(s.printer.T("react.unfailed"), err, src.Origin(), func() { s.react(src, id, reaction) })
		default:
			s.sayError(s.printer.T("react.failed"), err, src.Origin(), func() { s.react(src, id, reaction) })
		}
	})
}

// askVote asks first: no server takes a vote back.
func (s *Session) askVote(src store.Source, id, arg string) {
	choice, err := strconv.Atoi(arg)
	if err != nil || choice < 0 {
		return
	}
	text := ""
	s.hub.Look(func(st *store.Store) {
		if v, ok := st.Note(src, or(st.Inner(src, id), id)); ok && v.Note != nil && v.Note.Poll != nil && choice < len(v.Note.Poll.Choices) {
			text = v.Note.Poll.Choices[choice].Text
		}
	})
	p := s.printer
	s.ask(question{Title: p.T("vote.title", text), Text: p.T("vote.text"), Yes: p.T("vote.yes")}, func(map[string]string) { s.vote(src, id, choice) })
}

func (s *Session) vote(src store.Source, id string, choice int) {
	s.hub.Vote(src, id, choice, func(err error) {
		if err != nil && misskey.CodeOf(err) != misskey.CodeAlreadyVoted {
			s.sayError(s.printer.T("vote.failed"), err, src.Origin(), func() { s.vote(src, id, choice) })
		}
	})
}
