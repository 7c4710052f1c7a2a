package compose

import "nagare/stream/misskey"

// UploadState is how far an upload is.
type UploadState uint8

// The states of an upload. One that succeeded becomes a [File] of the draft and is no upload any more.
const (
	UploadWaiting UploadState = iota
	UploadSending
	UploadFailed
)

// Upload is a file on its way to the drive.
type Upload struct {
	Key         int
	Name, Type  string
	Size, Sent  int64
	State       UploadState
	Err         error
	Comment     string
	Sensitive   bool
	abandonable func()
}

// Queue is the uploads of one draft, in the order chosen. It decides; whoever owns it does the sending.
type Queue struct {
	List []Upload
	last int
}

// maxSending uploads run at the same time.
const maxSending = 2

// Add puts a file at the end and returns its key. stop ends its sending.
func (q *Queue) Add(name, mime string, size int64, stop func()) int {
	q.last++
	q.List = append(q.List, Upload{Key: q.last, Name: name, Type: mime, Size: size, abandonable: stop})
	return q.last
}

// Next returns the key of the upload to begin now, after marking it as begun; 0 when none is.
func (q *Queue) Next() int {
	running := 0
	for _, u := range q.List {
		if u.State == UploadSending {
			running++
		}
	}
	if running >= maxSending {
		return 0
	}
	for i := range q.List {
		if u := &q.List[i]; u.State == UploadWaiting {
			u.State, u.Sent, u.Err = UploadSending, 0, nil
			return u.Key
		}
	}
	return 0
}

// Get returns an upload, nil when it was taken out.
func (q *Queue) Get(key int) *Upload {
	for i := range q.List {
		if q.List[i].Key == key {
			return &q.List[i]
		}
	}
	return nil
}

// Progress notes how much was sent.
func (q *Queue) Progress(key int, sent, total int64) {
	if u := q.Get(key); u != nil {
		u.Sent = sent
		if total > 0 {
			u.Size = total
		}
	}
}

// Failed notes that an upload did not get through.
func (q *Queue) Failed(key int, err error) {
	if u := q.Get(key); u != nil {
		u.State, u.Err = UploadFailed, err
	}
}

// Retry lets a failed upload wait for its turn again. The server recognises bytes it has, so nothing is stored twice.
func (q *Queue) Retry(key int) {
	if u := q.Get(key); u != nil && u.State == UploadFailed {
		u.State, u.Err = UploadWaiting, nil
	}
}

// Cancel takes an upload out and stops it.
func (q *Queue) Cancel(key int) {
	for i, u := range q.List {
		if u.Key == key {
			q.List = append(q.List[:i:i], q.List[i+1:]...)
			if u.abandonable != nil {
				u.abandonable()
			}
			return
		}
	}
}

// Done takes an upload out and attaches its file to the draft. A file that is attached already (the same bytes chosen
// twice) is not attached again.
func (q *Queue) Done(key int, f *misskey.File, d *Draft) {
	for i, u := range q.List {
		if u.Key != key {
			continue
		}
		q.List = append(q.List[:i:i], q.List[i+1:]...)
		for _, have := range d.Files {
			if have.ID == f.ID {
				return
			}
		}
		d.Files = append(d.Files, FileOf(f))
		return
	}
}

// Names are the names of all files in the queue.
func (q *Queue) Names() []string {
	var out []string
	for _, u := range q.List {
		out = append(out, u.Name)
	}
	return out
}
