//go:build !js

package streamtest

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// createNote is notes/create with the recorded server's checks and words.
func createNote(c *call) any {
	if err := c.checkText(); err != nil {
		return err
	}
	if err := c.checkPoll(); err != nil {
		return err
	}
	if old := c.repeated(); old != nil {
		return object{{"createdNote", c.packNote(old, c.v)}}
	}
	s := NoteSpec{By: c.me.id, Text: strings.TrimSpace(c.str("text")), CW: c.str("cw"), Visibility: c.str("visibility"), LocalOnly: c.flag("localOnly"),
		Acceptance: c.str("reactionAcceptance"), To: c.strs("visibleUserIds"), Reply: c.str("replyId"), Renote: c.str("renoteId"), Channel: c.str("channelId")}
	s.FileIDs = append(c.strs("fileIds"), c.strs("mediaIds")...)
	for _, id := range s.FileIDs {
		if f := c.files[id]; f == nil || f.owner != c.me {
			return fail("Some files are not found.", "NO_SUCH_FILE", "b6992544-63e7-67f0-fa7f-32444b1b5306")
		}
	}
	if err := c.checkTargets(&s); err != nil {
		return err
	}
	if p, ok := c.args["poll"].(map[string]any); ok {
		for _, x := range p["choices"].([]any) {
			text, _ := x.(string)
			s.Poll.Choices = append(s.Poll.Choices, text)
		}
		s.Poll.Multiple = truthy(p["multiple"])
		if ms, ok := p["expiresAt"].(float64); ok {
			s.Poll.Expires = time.UnixMilli(int64(ms)).UTC()
			if !s.Poll.Expires.After(c.now()) {
				return fail("Poll is already expired.", "CANNOT_CREATE_ALREADY_EXPIRED_POLL", "04da457d-b083-4055-9082-955525eda5a5")
			}
		} else if ms, ok := p["expiredAfter"].(float64); ok {
			s.Poll.Expires = c.now().Add(time.Duration(ms) * time.Millisecond)
		}
	}
	if s.Channel != "" && c.board(s.Channel) == nil {
		return fail("No such channel.", "NO_SUCH_CHANNEL", "b1653923-5453-4edc-b786-7c4f39bb0bbb")
	}
	n := c.compose(s)
	if n == nil {
		return invalid("#/then/required", "must have required property 'text'")
	}
	c.add(n)
	c.server.script.noticed(n)
	if c.flavour.idempotentNotes() {
		c.limits["same "+c.fingerprint()] = []time.Time{c.now()}
		c.settingsOf(c.me)["same "+c.fingerprint()] = n
	}
	if c.flag("noCreatedNote") {
		return nothing{}
	}
	return object{{"createdNote", c.packNote(n, c.v)}}
}

func (c *call) settingsOf(u *user) map[string]any { return u.settings }

// fingerprint tells two requests apart.
func (c *call) fingerprint() string { return c.me.id + fmt.Sprint(c.args) }

// repeated finds the note that the same request made within the last minute:
// IO answers a repeat with the first note (P8.2).
func (c *call) repeated() *note {
	if !c.flavour.idempotentNotes() {
		return nil
	}
	key := "same " + c.fingerprint()
	at := c.limits[key]
	n, _ := c.me.settings[key].(*note)
	if len(at) == 0 || n == nil || n.deleted || c.now().Sub(at[0]) > time.Minute {
		return nil
	}
	return n
}

// checkText words breaches of the text's schema, which depends on whether
// anything else is attached.
func (c *call) checkText() *apiError {
	text, has := c.args["text"]
	if !has {
		if c.str("renoteId") == "" && c.unset("poll") && c.unset("fileIds") && c.unset("mediaIds") {
			return invalid("#/then/required", "must have required property 'text'")
		}
		return nil
	}
	path := "#/then/properties/text/"
	s, ok := text.(string)
	if text == nil && (c.str("renoteId") != "" || !c.unset("poll") || !c.unset("fileIds") || !c.unset("mediaIds")) {
		return nil
	}
	switch n := len(utf16.Encode([]rune(s))); {
	case !ok:
		return invalid(path+"type", "must be string")
	case n < 1:
		return invalid(path+"minLength", "must NOT have fewer than 1 characters")
	case n > 3000:
		return invalid(path+"maxLength", "must NOT have more than 3000 characters")
	case strings.TrimSpace(s) == "":
		return invalid(path+"pattern", `must match pattern "[^\s]+"`)
	}
	return nil
}

func (c *call) checkPoll() *apiError {
	p, ok := c.args["poll"].(map[string]any)
	if !ok {
		return nil
	}
	path := "#/properties/poll/properties/choices/"
	choices, ok := p["choices"].([]any)
	switch {
	case !ok:
		return invalid("#/properties/poll/required", "must have required property 'choices'")
	case len(choices) < 2:
		return invalid(path+"minItems", "must NOT have fewer than 2 items")
	case len(choices) > 10:
		return invalid(path+"maxItems", "must NOT have more than 10 items")
	}
	for j := range choices {
		for i := range j {
			if choices[i] == choices[j] {
				return invalid(path+"uniqueItems", fmt.Sprintf("must NOT have duplicate items (items ## %d and %d are identical)", j, i))
			}
		}
	}
	return nil
}

func (c *call) checkTargets(s *NoteSpec) *apiError {
	if s.Renote != "" {
		n := c.notes[s.Renote]
		switch {
		case n == nil || !n.visible(c.me):
			return fail("No such renote target.", "NO_SUCH_RENOTE_TARGET", "b5c90186-4ab0-49c8-9bba-a1f76c282ba4")
		case n.pureRenote():
			return fail("You can not Renote a pure Renote.", "CANNOT_RENOTE_TO_A_PURE_RENOTE", "fd4cc33e-2a37-48dd-99cc-9b806eb2031a")
		case n.visibility == "specified" || n.visibility == "followers" && n.user != c.me:
			return fail("You can not Renote due to target visibility.", "CANNOT_RENOTE_DUE_TO_VISIBILITY", "be9529e9-fe72-4de0-ae43-0b363c4938af")
		case n.user.blocks[c.me.id]:
			return fail("You have been blocked by this user.", "YOU_HAVE_BEEN_BLOCKED", "b390d7e1-8a5e-46ed-b625-06271cafd3d3")
		case n.visibility == "followers":
			s.Visibility = "followers"
		case n.visibility == "home" && (s.Visibility == "" || s.Visibility == "public"):
			s.Visibility = "home"
		}
	}
	if s.Reply != "" {
		n := c.notes[s.Reply]
		switch {
		case n == nil:
			return fail("No such reply target.", "NO_SUCH_REPLY_TARGET", "749ee0f6-d3da-459a-bf02-282e2da4292c")
		case n.pureRenote():
			return fail("You can not reply to a pure Renote.", "CANNOT_REPLY_TO_A_PURE_RENOTE", "3ac74a84-8fd5-4bb0-870f-01804f82ce15")
		case !n.visible(c.me):
			return fail("You cannot reply to an invisible Note.", "CANNOT_REPLY_TO_AN_INVISIBLE_NOTE", "b98980fa-3780-406c-a935-b6d0eeee10d1")
		case n.visibility == "specified" && s.Visibility != "specified":
			return fail("You cannot reply to a specified visibility note with extended visibility.", "CANNOT_REPLY_TO_SPECIFIED_VISIBILITY_NOTE_WITH_EXTENDED_VISIBILITY", "ed940410-535c-4d5e-bfa3-af798671e93c")
		case n.user.blocks[c.me.id]:
			return fail("You have been blocked by this user.", "YOU_HAVE_BEEN_BLOCKED", "b390d7e1-8a5e-46ed-b625-06271cafd3d3")
		}
		if n.visibility == "home" && (s.Visibility == "" || s.Visibility == "public") {
			s.Visibility = "home"
		}
		if s.Visibility == "specified" && !slices.Contains(s.To, n.user.id) && n.user != c.me {
			s.To = append(s.To, n.user.id)
		}
	}
	return nil
}
