package misskey

import (
	"context"
	"encoding/json"
)

// Meta asks what the server tells about itself, with its features (P7.12).
func (a *API) Meta(ctx context.Context) (*Meta, error) {
	raw, err := a.Raw(ctx, "meta", params{"detail": true})
	if err != nil {
		return nil, err
	}
	m, err := DecodeMeta(raw)
	if err != nil {
		return nil, badShape("meta", err)
	}
	return m, nil
}

// Greet asks a server named by a person for its meta, and when that fails finds out more than a browser tells at first:
// a host that is no Misskey server usually sends no CORS headers, which looks like a host that is not there. If anything
// answers under the origin the error is [FaultNotMisskey] instead of [FaultUnreachable]; a Misskey server whose proxy is
// in trouble looks the same. The second request carries no token.
func (a *API) Greet(ctx context.Context) (*Meta, error) {
	m, err := a.Meta(ctx)
	if FaultOf(err) != FaultUnreachable {
		return m, err
	}
	if _, nothing := a.fetch(ctx, &Request{Method: "GET", URL: a.Origin + "/", Limit: a.maxBody(), Opaque: true}); nothing != nil {
		return nil, err
	}
	return nil, &Error{Endpoint: "meta", Fault: FaultNotMisskey, Message: "something answers there, but it is not a Misskey server, or one in trouble", Err: err}
}

// Emojis asks for all custom emojis of the server (P7.6): by GET, which a browser may cache for the hour the server
// allows, else as older servers want it. The list may have thousands of entries.
func (a *API) Emojis(ctx context.Context) ([]Emoji, error) {
	raw, err := a.send(ctx, "emojis", &Request{Method: "GET", URL: a.Origin + "/api/emojis", Limit: a.maxBody(), Cache: true})
	switch FaultOf(err) {
	case FaultNoEndpoint, FaultNotMisskey, FaultRefused:
		raw, err = a.Raw(ctx, "emojis", nil)
	}
	if f := FaultOf(err); f == FaultNoEndpoint || f == FaultNotMisskey {
		m, err := a.Meta(ctx) // v12
		if err != nil {
			return nil, err
		}
		return m.Emojis, nil
	}
	if err != nil {
		return nil, err
	}
	list, err := DecodeEmojis(raw)
	if err != nil {
		return nil, badShape("emojis", err)
	}
	return list, nil
}

// Endpoints asks for the names of everything the server can be asked: the most reliable test for a function (P11.1).
func (a *API) Endpoints(ctx context.Context) ([]string, error) {
	var names []string
	err := a.Call(ctx, "endpoints", nil, &names)
	return names, err
}

// Stats asks for the server's totals (P7.9).
func (a *API) Stats(ctx context.Context) (*InstanceStats, error) {
	return one[InstanceStats](ctx, a, "stats", nil)
}

// OnlineUsers asks how many users are online.
func (a *API) OnlineUsers(ctx context.Context) (int, error) {
	var answer struct {
		Count int `json:"count"`
	}
	err := a.Call(ctx, "get-online-users-count", nil, &answer)
	return answer.Count, err
}

// Announcements asks for a page of announcements, the current ones or those of the past.
func (a *API) Announcements(ctx context.Context, p Page, active bool) ([]Announcement, error) {
	return many[Announcement](ctx, a, "announcements", paged(p, params{"isActive": active}))
}

// ReadAnnouncement marks an announcement as read.
func (a *API) ReadAnnouncement(ctx context.Context, id string) error {
	return a.Call(ctx, "i/read-announcement", params{"announcementId": id}, nil)
}

// TrendingHashtags asks for the tags of the hour.
func (a *API) TrendingHashtags(ctx context.Context) ([]HashtagTrend, error) {
	return many[HashtagTrend](ctx, a, "hashtags/trend", nil)
}

// SearchHashtags asks for tags that begin with query, for completion.
func (a *API) SearchHashtags(ctx context.Context, query string, limit int) ([]string, error) {
	var tags []string
	err := a.Call(ctx, "hashtags/search", params{"query": query, "limit": limit}, &tags)
	return tags, err
}

// Channels, lists and so on that a column can be made of. They need a token, except for the featured ones.

// FollowedChannels asks for the boards the account follows.
func (a *API) FollowedChannels(ctx context.Context, p Page) ([]Channel, error) {
	return many[Channel](ctx, a, "channels/followed", paged(p, nil))
}

// FeaturedChannels asks for the boards of the hour.
func (a *API) FeaturedChannels(ctx context.Context) ([]Channel, error) {
	return many[Channel](ctx, a, "channels/featured", nil)
}

// Channel asks for one board.
func (a *API) Channel(ctx context.Context, id string) (*Channel, error) {
	return one[Channel](ctx, a, "channels/show", params{"channelId": id})
}

// Antennas asks for the account's antennas.
func (a *API) Antennas(ctx context.Context) ([]Antenna, error) {
	return many[Antenna](ctx, a, "antennas/list", nil)
}

// UserLists asks for the account's lists.
func (a *API) UserLists(ctx context.Context) ([]UserList, error) {
	return many[UserList](ctx, a, "users/lists/list", nil)
}

// AddToList puts a user on a list, or takes them off.
func (a *API) AddToList(ctx context.Context, listID, userID string, on bool) error {
	endpoint := "users/lists/pull"
	if on {
		endpoint = "users/lists/push"
	}
	return a.Call(ctx, endpoint, params{"listId": listID, "userId": userID}, nil)
}

// Roles asks for the roles of the server that are public.
func (a *API) Roles(ctx context.Context) ([]Role, error) {
	return many[Role](ctx, a, "roles/list", nil)
}

// Registry reads a value of the account's settings kept on the server (P8.7). A token of an app sees only its own.
func (a *API) Registry(ctx context.Context, scope []string, key string) (json.RawMessage, error) {
	raw, err := a.Raw(ctx, "i/registry/get", params{"scope": scope, "key": key})
	return raw, err
}

// SetRegistry writes such a value.
func (a *API) SetRegistry(ctx context.Context, scope []string, key string, value any) error {
	return a.Call(ctx, "i/registry/set", params{"scope": scope, "key": key, "value": value}, nil)
}
