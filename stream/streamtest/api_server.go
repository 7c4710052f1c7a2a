//go:build !js

package streamtest

// serverEndpoints tells about the server itself.
func serverEndpoints() map[string]*endpoint {
	return map[string]*endpoint{
		"meta":   {get: 60, params: "detail bool", run: func(c *call) any { return c.meta(c.flagOr("detail", true)) }},
		"emojis": {get: 3600, run: func(c *call) any { return object{{"emojis", c.emojiList()}} }},
		"ping":   {run: func(c *call) any { return object{{"pong", c.now().UnixMilli()}} }},
	}
}

func (c *call) emojiList() []any {
	list := []any{}
	for _, e := range c.emojis {
		list = append(list, c.packEmoji(e, c.v.base))
	}
	return list
}

func (w *World) packEmoji(e *emoji, base string) object {
	o := object{{"aliases", e.aliases}, {"name", e.name}, {"category", orNull(e.category)}, {"url", w.emojiURL(e.name, base)}}
	if e.local {
		o.set("localOnly", true)
	}
	if e.sensitive {
		o.set("isSensitive", true)
	}
	return o
}
