package stream

// stub while the seam is landed; the next commit fills it.

import "encoding/json"

type engine struct {
	c      *Client
	events []*Reader
}
type socket struct{}
type sub struct{}

func (e *engine) init(c *Client)                                      { e.c = c }
func (e *engine) dropEvents(*Reader)                                  {}
func (e *engine) join(*Channel)                                       {}
func (e *engine) leave(*Channel)                                      {}
func (e *engine) capture([]string, int)                               {}
func (e *engine) wake()                                               {}
func (e *engine) sendTop(string, json.RawMessage) error               { return ErrNotOpen }
func (e *engine) sendChannel(*Channel, string, json.RawMessage) error { return ErrNotOpen }
func platformTransport() Transport                                    { return nil }
func (c *Client) run()                                                { <-c.ctx.Done(); c.in.close(); close(c.done) }
