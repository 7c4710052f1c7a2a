//go:build !js

package stream

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// platformTransport does not follow redirects, as no browser does: the address
// would go along to another server as the Referer, and with it the token.
func platformTransport() Transport {
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return nativeTransport{&http.Client{CheckRedirect: stay}}
}

// nativeTransport opens sockets with coder/websocket.
type nativeTransport struct{ client *http.Client }

func (t nativeTransport) Dial(ctx context.Context, addr string) (Conn, error) {
	c := new(nativeConn)
	trace := &httptrace.ClientTrace{GotConn: func(got httptrace.GotConnInfo) { c.line = got.Conn }}
	ws, resp, err := websocket.Dial(httptrace.WithClientTrace(ctx, trace), addr, &websocket.DialOptions{HTTPClient: t.client})
	if err != nil {
		return nil, dialError(addr, resp, err)
	}
	ws.SetReadLimit(readLimit)
	if secure, is := c.line.(*tls.Conn); is {
		c.line = secure.NetConn() // which says no goodbye of its own
	}
	c.ws = ws
	return c, nil
}

// dialError takes the address, which holds the token, out of the error.
func dialError(addr string, resp *http.Response, err error) error {
	e := &DialError{}
	var secret string
	if u, perr := url.Parse(addr); perr == nil {
		secret = u.Query().Get("i")
	}
	if resp != nil {
		e.Status = resp.StatusCode
		e.RetryAfter = retryAfter(resp.Header.Get("Retry-After"))
		e.Err = errors.New(http.StatusText(resp.StatusCode))
		return e
	}
	var ue *url.Error
	if errors.As(err, &ue) {
		err = ue.Err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		e.Err = err
	} else {
		e.Err = errors.New(redactString(err.Error(), secret))
	}
	return e
}

func retryAfter(v string) time.Duration {
	if n, err := strconv.Atoi(v); err == nil && n > 0 {
		return time.Duration(min(n, 24*3600)) * time.Second
	}
	if at, err := http.ParseTime(v); err == nil {
		return min(max(time.Until(at), 0), 24*time.Hour)
	}
	return 0
}

// nativeConn reads into one buffer and hands out exact copies, so that a frame
// costs one allocation and keeps no more memory than its length.
type nativeConn struct {
	ws     *websocket.Conn
	line   net.Conn // below TLS; closed, nothing waits for the server any more
	follow sync.Once
	buf    bytes.Buffer
}

func (c *nativeConn) Read(ctx context.Context) ([]byte, error) {
	c.follow.Do(func() { context.AfterFunc(ctx, c.cut) })
	_, r, err := c.ws.Reader(context.Background()) // one that ends would cost each frame a timer
	if err == nil {
		c.buf.Reset()
		_, err = c.buf.ReadFrom(r)
	}
	if err != nil {
		if errors.Is(err, websocket.ErrMessageTooBig) {
			return nil, fmt.Errorf("read: %w", errOversized)
		}
		if errors.Is(err, io.EOF) {
			return nil, errors.New("read: the server ended the connection without a word")
		}
		return nil, fmt.Errorf("read: %w", err)
	}
	b := c.buf.Bytes()
	frame := make([]byte, len(b)) // so written, memory is not zeroed first
	copy(frame, b)
	if c.buf.Cap() > 1<<20 { // one huge frame need not be remembered
		c.buf = bytes.Buffer{}
	}
	return frame, nil
}

func (c *nativeConn) Write(ctx context.Context, message []byte) error {
	if err := c.ws.Write(ctx, websocket.MessageText, message); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// goodbye is how long the closing handshake may take.
const goodbye = 500 * time.Millisecond

func (c *nativeConn) Close() error {
	late := time.AfterFunc(goodbye, c.cut)
	defer late.Stop()
	return c.ws.Close(websocket.StatusNormalClosure, "")
}

func (c *nativeConn) Abandon() {
	c.cut()
	_ = c.ws.CloseNow()
}

func (c *nativeConn) cut() { _ = c.line.Close() }
