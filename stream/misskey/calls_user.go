package misskey

import (
	"context"
	"time"
)

// I asks for the account itself: flags, policies, mutes (P7.3).
func (a *API) I(ctx context.Context) (*User, error) { return a.user(ctx, "i", nil) }

// User asks for a profile by id.
func (a *API) User(ctx context.Context, id string) (*User, error) {
	return a.user(ctx, "users/show", params{"userId": id})
}

// UserNamed asks for a profile by name; host "" is the server itself.
func (a *API) UserNamed(ctx context.Context, username, host string) (*User, error) {
	p := params{"username": username, "host": nil}
	if host != "" {
		p["host"] = host
	}
	return a.user(ctx, "users/show", p)
}

func (a *API) user(ctx context.Context, endpoint string, p params) (*User, error) {
	raw, err := a.Raw(ctx, endpoint, p)
	if err != nil {
		return nil, err
	}
	u, err := DecodeUser(raw)
	if err != nil {
		return nil, badShape(endpoint, err)
	}
	return u, nil
}

// Users asks for several profiles at once; unknown ones are missing.
func (a *API) Users(ctx context.Context, ids []string) ([]User, error) {
	return many[User](ctx, a, "users/show", params{"userIds": ids})
}

// SearchUsers asks for users by a part of their name.
func (a *API) SearchUsers(ctx context.Context, query string, limit int) ([]User, error) {
	return many[User](ctx, a, "users/search", params{"query": query, "limit": limit, "detail": false})
}

// CompleteUser asks for users whose name, and host where it is given, begin so.
func (a *API) CompleteUser(ctx context.Context, username, host string, limit int) ([]User, error) {
	p := params{"username": username, "limit": limit, "detail": false}
	if host != "" {
		p["host"] = host
	}
	return many[User](ctx, a, "users/search-by-username-and-host", p)
}

// Relations asks what the account and these users are to each other.
func (a *API) Relations(ctx context.Context, ids []string) ([]Relation, error) {
	return many[Relation](ctx, a, "users/relation", params{"userId": ids})
}

// Follow follows a user, or asks a locked one to be followed; off undoes it. A request not yet answered is taken back
// with [API.CancelFollowRequest].
func (a *API) Follow(ctx context.Context, userID string, on bool) error {
	return a.Call(ctx, onOff("following", on), params{"userId": userID}, nil)
}

// CancelFollowRequest takes one's request back.
func (a *API) CancelFollowRequest(ctx context.Context, userID string) error {
	return a.Call(ctx, "following/requests/cancel", params{"userId": userID}, nil)
}

// FollowRequests asks who waits to be accepted.
func (a *API) FollowRequests(ctx context.Context, p Page) ([]FollowRequest, error) {
	return many[FollowRequest](ctx, a, "following/requests/list", paged(p, nil))
}

// AnswerFollowRequest accepts or rejects a request.
func (a *API) AnswerFollowRequest(ctx context.Context, userID string, accept bool) error {
	endpoint := "following/requests/reject"
	if accept {
		endpoint = "following/requests/accept"
	}
	return a.Call(ctx, endpoint, params{"userId": userID}, nil)
}

// Mute mutes a user until a time, zero meaning for ever; off undoes it.
func (a *API) Mute(ctx context.Context, userID string, on bool, until time.Time) error {
	p := params{"userId": userID}
	if on && !until.IsZero() {
		p["expiresAt"] = until.UnixMilli()
	}
	return a.Call(ctx, onOff("mute", on), p, nil)
}

// MuteRenotes mutes a user's pure renotes; off undoes it.
func (a *API) MuteRenotes(ctx context.Context, userID string, on bool) error {
	return a.Call(ctx, onOff("renote-mute", on), params{"userId": userID}, nil)
}

// Block blocks a user; off undoes it. Servers allow it 20 times an hour.
func (a *API) Block(ctx context.Context, userID string, on bool) error {
	return a.Call(ctx, onOff("blocking", on), params{"userId": userID}, nil)
}

// Mutes and Blocks ask for the account's lists.
func (a *API) Mutes(ctx context.Context, p Page) ([]Muting, error) {
	return many[Muting](ctx, a, "mute/list", paged(p, nil))
}

// Blocks asks for the users the account blocks.
func (a *API) Blocks(ctx context.Context, p Page) ([]Blocking, error) {
	return many[Blocking](ctx, a, "blocking/list", paged(p, nil))
}

// Followers asks for who follows a user; their profiles are in Follower.
func (a *API) Followers(ctx context.Context, userID string, p Page) ([]Following, error) {
	return many[Following](ctx, a, "users/followers", paged(p, params{"userId": userID}))
}

// Following asks for whom a user follows; their profiles are in Followee.
func (a *API) Following(ctx context.Context, userID string, p Page) ([]Following, error) {
	return many[Following](ctx, a, "users/following", paged(p, params{"userId": userID}))
}

// Report tells the moderators about a user. comment must not be empty.
func (a *API) Report(ctx context.Context, userID, comment string) error {
	return a.Call(ctx, "users/report-abuse", params{"userId": userID, "comment": comment}, nil)
}

// SetMutedWords replaces the account's word mutes: the soft ones, or the hard ones where the server has them.
func (a *API) SetMutedWords(ctx context.Context, words MutedWords, hard bool) error {
	if words == nil {
		words = MutedWords{}
	}
	key := "mutedWords"
	if hard {
		key = "hardMutedWords"
	}
	return a.Call(ctx, "i/update", params{key: words}, nil)
}

// NotificationFilter selects notifications by type; a zero one selects all.
type NotificationFilter struct {
	Include, Exclude []string
}

// Notifications asks for a page of notifications, grouped where wanted and known to the server. It never marks them as
// read: that is [API.ReadNotifications], when they were really seen (P6.3).
func (a *API) Notifications(ctx context.Context, p Page, f NotificationFilter, grouped bool) ([]Notification, error) {
	more := params{"markAsRead": false}
	if len(f.Include) > 0 {
		more["includeTypes"] = f.Include
	}
	if len(f.Exclude) > 0 {
		more["excludeTypes"] = f.Exclude
	}
	if grouped {
		list, err := many[Notification](ctx, a, "i/notifications-grouped", paged(p, more))
		if FaultOf(err) != FaultNoEndpoint {
			return list, err
		}
	}
	return many[Notification](ctx, a, "i/notifications", paged(p, more))
}

// ReadNotifications marks all notifications as read, for all clients of the account.
func (a *API) ReadNotifications(ctx context.Context) error {
	return a.Call(ctx, "notifications/mark-all-as-read", nil, nil)
}
