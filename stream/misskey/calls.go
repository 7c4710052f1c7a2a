package misskey

import "context"

// params are the parameters of a call.
type params = map[string]any

// one calls an endpoint that answers with an object.
func one[T any, P interface {
	*T
	entity
}](ctx context.Context, a *API, endpoint string, p any) (*T, error) {
	raw, err := a.Raw(ctx, endpoint, p)
	if err != nil {
		return nil, err
	}
	t := new(T)
	if err := decodeEntity(raw, endpoint, P(t), nil); err != nil {
		return nil, badShape(endpoint, err)
	}
	return t, nil
}

// many calls an endpoint that answers with a list.
func many[T any, P interface {
	*T
	entity
}](ctx context.Context, a *API, endpoint string, p any) ([]T, error) {
	raw, err := a.Raw(ctx, endpoint, p)
	if err != nil {
		return nil, err
	}
	list, err := decodeList[T, P](raw, endpoint)
	if err != nil {
		return nil, badShape(endpoint, err)
	}
	return list, nil
}

func badShape(endpoint string, err error) *Error {
	return &Error{Endpoint: endpoint, Fault: FaultNotMisskey, Status: 200, Message: "the answer has an unexpected shape", Err: err}
}

// paged adds a page to parameters.
func paged(p Page, more params) params {
	out := params{"limit": 30}
	if p.Limit > 0 {
		out["limit"] = min(p.Limit, 100)
	}
	if p.SinceID != "" {
		out["sinceId"] = p.SinceID
	}
	if p.UntilID != "" {
		out["untilId"] = p.UntilID
	}
	for k, v := range more {
		out[k] = v
	}
	return out
}
