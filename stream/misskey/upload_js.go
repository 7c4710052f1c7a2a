//go:build js

package misskey

import (
	"context"
	"errors"
	"syscall/js"
)

// Upload goes through XMLHttpRequest, because fetch does not tell how much was sent. It cannot refuse redirects. So the
// token goes as a header, which a browser takes off when a redirect leads to another origin, and a redirected answer is
// not believed. Servers before version 13 do not read that header; there an upload is refused as anonymous.
func (f *jsFetcher) Upload(ctx context.Context, url string, fields []Field, file *Upload, limit int) (*Response, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	global := js.Global()
	form := global.Get("FormData").New()
	token := ""
	for _, f := range fields {
		if f.Name == "i" {
			token = f.Value
			continue
		}
		form.Call("append", f.Name, f.Value)
	}
	blob, ok := file.Blob.(js.Value)
	if !ok {
		data := global.Get("Uint8Array").New(len(file.Data))
		js.CopyBytesToJS(data, file.Data)
		blob = global.Get("Blob").New([]any{data}, map[string]any{"type": file.Type})
	}
	form.Call("append", "file", blob, file.Name)

	xhr := global.Get("XMLHttpRequest").New()
	xhr.Call("open", "POST", url)
	xhr.Set("withCredentials", false)
	if token != "" {
		xhr.Call("setRequestHeader", "Authorization", "Bearer "+token)
	}
	xhr.Set("responseType", "text")

	ended := make(chan error, 1)
	end := func(err error) js.Func {
		return js.FuncOf(func(js.Value, []js.Value) any {
			select {
			case ended <- err:
			default:
			}
			return nil
		})
	}
	progress := js.FuncOf(func(_ js.Value, args []js.Value) any {
		if file.Progress != nil && len(args) > 0 {
			file.Progress(int64(args[0].Get("loaded").Float()), int64(args[0].Get("total").Float()))
		}
		return nil
	})
	load, fail, abort := end(nil), end(errors.New("upload failed")), end(context.Canceled)
	funcs := []js.Func{progress, load, fail, abort}
	f.funcs.Add(int64(len(funcs)))
	defer func() {
		// Handlers are taken off first: one that fires after its release would be an error in the page's console.
		for _, name := range []string{"onload", "onerror", "onabort"} {
			xhr.Set(name, js.Null())
		}
		xhr.Get("upload").Set("onprogress", js.Null())
		for _, fn := range funcs {
			fn.Release()
		}
		f.funcs.Add(-int64(len(funcs)))
	}()
	xhr.Set("onload", load)
	xhr.Set("onerror", fail)
	xhr.Set("onabort", abort)
	xhr.Get("upload").Set("onprogress", progress)
	xhr.Call("send", form)

	select {
	case err := <-ended:
		if err != nil {
			return nil, err
		}
	case <-ctx.Done():
		xhr.Call("abort")
		return nil, ctx.Err()
	}
	if to := xhr.Get("responseURL").String(); to != "" && to != url {
		return nil, errors.New("upload was redirected")
	}
	text := xhr.Get("responseText").String()
	if len(text) > limit {
		return nil, ErrTooLarge
	}
	out := &Response{Status: xhr.Get("status").Int(), Body: []byte(text)}
	if h := xhr.Call("getResponseHeader", "content-type"); h.Type() == js.TypeString {
		out.ContentType = h.String()
	}
	return out, nil
}
