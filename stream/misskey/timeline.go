package misskey

import (
	"context"
	"errors"
	"slices"

	"github.com/valyala/fastjson"
)

// TimelineSource names a timeline as its channel does (P3.1): the channel's name and its parameters. [API.Timeline]
// translates both into the HTTP call that tells the past of the same timeline (P3.4). Besides the channels it knows
// "mentions", "direct", "user" (with userId), "search" (with query), "clip" (with clipId) and "featured", which have a
// past and no channel.
type TimelineSource struct {
	Channel string
	Params  map[string]any
}

// Page selects a part of a timeline (P3.4). Both ids are exclusive.
type Page struct {
	SinceID string // only what is newer. Alone: the oldest such notes, right after it
	UntilID string // only what is older
	Limit   int    // zero: 30; at most 100
}

// RawNote is a note as it came. Raw is part of the whole answer, which it keeps alive.
type RawNote struct {
	ID  string
	Raw []byte
}

// ErrNoTimeline is wrapped by [API.Timeline] for a channel that has no past to ask for.
var ErrNoTimeline = errors.New("this channel has no endpoint for its past")

// TimelineEndpoint returns the endpoint that tells the past of a channel, or "" (P3.4).
func TimelineEndpoint(channel string) string {
	switch channel {
	case "homeTimeline":
		return "notes/timeline"
	case "localTimeline":
		return "notes/local-timeline"
	case "hybridTimeline":
		return "notes/hybrid-timeline"
	case "globalTimeline":
		return "notes/global-timeline"
	case "bubbleTimeline":
		return "notes/bubble-timeline"
	case "recommendedTimeline":
		return "notes/recommended-timeline"
	case "vmimiRelayTimeline":
		return "notes/vmimi-relay-timeline"
	case "vmimiRelayHybridTimeline":
		return "notes/vmimi-relay-hybrid-timeline"
	case "userList":
		return "notes/user-list-timeline"
	case "antenna":
		return "antennas/notes"
	case "channel":
		return "channels/timeline"
	case "hashtag":
		return "notes/search-by-tag"
	case "roleTimeline":
		return "roles/notes"
	case "mentions", "direct":
		return "notes/mentions"
	case "user":
		return "users/notes"
	case "search":
		return "notes/search"
	case "clip":
		return "clips/notes"
	case "featured":
		return "notes/featured"
	}
	return ""
}

// Timeline fetches a part of a timeline, sorted newest first by id, whatever order the server chose, each note once, and
// without notes outside of the page's bounds. The answer may be longer than the limit by one, or shorter although more
// exist: only an empty page, asked for twice, is an end (P3.4).
func (a *API) Timeline(ctx context.Context, t TimelineSource, p Page) ([]RawNote, error) {
	endpoint := TimelineEndpoint(t.Channel)
	if endpoint == "" {
		return nil, &Error{Endpoint: t.Channel, Fault: FaultArguments, Message: ErrNoTimeline.Error(), Err: ErrNoTimeline}
	}
	params := timelineParams(t, p)
	body, err := a.Raw(ctx, endpoint, params)
	if CodeOf(err) == "BOTH_WITH_REPLIES_AND_WITH_FILES" {
		// The channel takes both, this endpoint does not on upstream (P3.4): what has files is wanted more than replies.
		delete(params, "withReplies")
		body, err = a.Raw(ctx, endpoint, params)
	}
	if err != nil {
		return nil, err
	}
	notes, err := rawNotes(body, p)
	if err != nil {
		return nil, &Error{Endpoint: endpoint, Fault: FaultNotMisskey, Status: 200, Message: "the answer is not a list of notes", Err: err}
	}
	return notes, nil
}

// timelineParams translates a channel's parameters into those of its endpoint.
func timelineParams(t TimelineSource, p Page) map[string]any {
	params := make(map[string]any, len(t.Params)+3)
	for k, v := range t.Params {
		if k != "minimize" && v != nil { // minimize is the socket's; null is refused where it is not listed (P8.1)
			params[k] = v
		}
	}
	switch t.Channel {
	case "hashtag":
		if q, ok := params["q"]; ok {
			delete(params, "q")
			params["query"] = q
		}
	case "direct":
		params["visibility"] = "specified"
	}
	switch {
	case p.Limit <= 0:
		params["limit"] = 30
	default:
		params["limit"] = min(p.Limit, 100)
	}
	if p.SinceID != "" {
		params["sinceId"] = p.SinceID
	}
	if p.UntilID != "" {
		params["untilId"] = p.UntilID
	}
	return params
}

// rawNotes cuts an answer into notes and brings them into order.
func rawNotes(body []byte, p Page) ([]RawNote, error) {
	if err := fastjson.ValidateBytes(body); err != nil {
		return nil, errShape
	}
	list, err := elements(body)
	if err != nil {
		return nil, err
	}
	notes := make([]RawNote, 0, len(list))
	for _, raw := range list {
		id := topString(raw, "id")
		if id == "" || raw[0] != '{' {
			continue
		}
		if p.SinceID != "" && CompareIDs(id, p.SinceID) <= 0 || p.UntilID != "" && CompareIDs(id, p.UntilID) >= 0 {
			continue
		}
		notes = append(notes, RawNote{id, raw})
	}
	if len(list) > 0 && len(notes) == 0 && p.SinceID == "" && p.UntilID == "" {
		return nil, errors.New("no element of the list has an id")
	}
	slices.SortStableFunc(notes, func(a, b RawNote) int { return CompareIDs(b.ID, a.ID) })
	return slices.CompactFunc(notes, func(a, b RawNote) bool { return a.ID == b.ID }), nil
}
