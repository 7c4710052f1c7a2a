//go:build !js

package misskey

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/textproto"
	"strings"
)

// Upload sends a form whose body is built in memory.
func (f nativeFetcher) Upload(ctx context.Context, url string, fields []Field, file *Upload, limit int) (*Response, error) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, f := range fields {
		if err := w.WriteField(f.Name, f.Value); err != nil {
			return nil, err
		}
	}
	mime := file.Type
	if mime == "" {
		mime = "application/octet-stream"
	}
	name := strings.NewReplacer(`"`, "%22", "\r", "%0D", "\n", "%0A").Replace(file.Name)
	part, err := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="file"; filename="` + name + `"`},
		"Content-Type":        {mime},
	})
	if err != nil {
		return nil, err
	}
	if _, err := part.Write(file.Data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	resp, err := f.Fetch(ctx, &Request{Method: "POST", URL: url, ContentType: w.FormDataContentType(), Body: body.Bytes(), Limit: limit})
	if err == nil && file.Progress != nil {
		file.Progress(int64(len(file.Data)), int64(len(file.Data)))
	}
	return resp, err
}
