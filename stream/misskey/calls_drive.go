package misskey

import (
	"context"
)

// Drive asks how much of the drive is used.
func (a *API) Drive(ctx context.Context) (*DriveUsage, error) {
	return one[DriveUsage](ctx, a, "drive", nil)
}

// Files asks for a page of files in a folder ("": the top), of a MIME type such as "image/*" or of any.
func (a *API) Files(ctx context.Context, folderID, mime string, p Page) ([]File, error) {
	more := params{}
	if folderID != "" {
		more["folderId"] = folderID
	}
	if mime != "" {
		more["type"] = mime
	}
	return many[File](ctx, a, "drive/files", paged(p, more))
}

// Folders asks for the folders in a folder ("": the top).
func (a *API) Folders(ctx context.Context, folderID string, p Page) ([]Folder, error) {
	more := params{}
	if folderID != "" {
		more["folderId"] = folderID
	}
	return many[Folder](ctx, a, "drive/folders", paged(p, more))
}

// FileChange says what [API.UpdateFile] changes; what is nil stays.
type FileChange struct {
	Name        *string `json:"name,omitzero"`
	Comment     *string `json:"comment,omitzero"`
	IsSensitive *bool   `json:"isSensitive,omitzero"`
}

// UpdateFile renames a file, describes it, or marks it as sensitive.
func (a *API) UpdateFile(ctx context.Context, id string, c FileChange) (*File, error) {
	return one[File](ctx, a, "drive/files/update", struct {
		ID string `json:"fileId"`
		FileChange
	}{id, c})
}

// DeleteFile deletes a file.
func (a *API) DeleteFile(ctx context.Context, id string) error {
	return a.Call(ctx, "drive/files/delete", params{"fileId": id}, nil)
}

// Upload is a file to be sent to the drive. Its bytes are in Data, or in a browser in Blob, which then never pass
// through Go's memory.
type Upload struct {
	Name        string
	Type        string // MIME; zero: the server looks
	Data        []byte
	Blob        any // in a browser: a js.Value that is a Blob or File; wins over Data
	Comment     string
	FolderID    string
	IsSensitive bool
	Force       bool // store it again even if the same bytes are in the drive
	// Progress is called now and then with the bytes sent so far; zero: never. Natively it is called once, at the end.
	Progress func(sent, total int64)
}

// Field is one text field of a form.
type Field struct{ Name, Value string }

// Uploader is what a [Fetcher] must also be for [API.Upload]. It sends the fields and then the file, as a
// multipart/form-data body, in that order: servers stop reading fields at the file.
type Uploader interface {
	Upload(ctx context.Context, url string, fields []Field, file *Upload, limit int) (*Response, error)
}

// Upload sends a file to the drive (P8.7). It is sent once, except when the server is busy with the same file; sending
// it again after a failure does no harm, since servers recognise bytes they have. There is no time limit but ctx's.
func (a *API) Upload(ctx context.Context, u *Upload) (*File, error) {
	const endpoint = "drive/files/create"
	f := a.Fetch
	if f == nil {
		f = platformFetcher
	}
	up, ok := f.(Uploader)
	if !ok {
		return nil, &Error{Endpoint: endpoint, Fault: FaultArguments, Message: "this fetcher cannot upload"}
	}
	if err := checkOrigin(a.Origin); err != nil {
		return nil, &Error{Endpoint: endpoint, Fault: FaultArguments, Message: err.Error()}
	}
	var fields []Field
	for _, f := range []Field{{"i", a.Token}, {"name", u.Name}, {"comment", u.Comment}, {"folderId", u.FolderID},
		{"isSensitive", truth(u.IsSensitive)}, {"force", truth(u.Force)}} {
		if f.Value != "" {
			fields = append(fields, f)
		}
	}
	for try := 0; ; try++ {
		file, e := a.upload(ctx, endpoint, up, fields, u)
		if e == nil {
			return file, nil
		}
		if e.Fault == FaultProcessing && try < busyTries && a.sleep(ctx, uploadPause) == nil {
			continue
		}
		return nil, a.withoutToken(e)
	}
}

func (a *API) upload(ctx context.Context, endpoint string, up Uploader, fields []Field, u *Upload) (*File, *Error) {
	resp, err := up.Upload(ctx, a.Origin+"/api/"+endpoint, fields, u, a.maxBody())
	if err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return nil, transportError(endpoint, err)
	}
	if e := answerError(endpoint, resp, a.now()); e != nil {
		return nil, e
	}
	file, err := DecodeFile(resp.Body)
	if err != nil {
		return nil, badShape(endpoint, err)
	}
	return file, nil
}

func truth(b bool) string {
	if b {
		return "true"
	}
	return ""
}

// DriveStream asks for the newest files of all folders: the past of the drive channel (P3.4).
func (a *API) DriveStream(ctx context.Context, mime string, p Page) ([]File, error) {
	more := params{}
	if mime != "" {
		more["type"] = mime
	}
	return many[File](ctx, a, "drive/stream", paged(p, more))
}
