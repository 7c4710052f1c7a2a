package misskey

import "time"

// File is a file in somebody's drive (P7.5).
//
//misskey:decode
type File struct {
	ID        string    `json:"id"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	Name      string    `json:"name"`
	Type      string    `json:"type"` // MIME
	MD5       string    `json:"md5"`
	Size      int64     `json:"size"`

	IsSensitive            bool `json:"isSensitive"`
	IsSensitiveByModerator bool `json:"isSensitiveByModerator,omitzero"` // misskey.io

	Blurhash     string         `json:"blurhash"`
	Properties   FileProperties `json:"properties"`
	URL          string         `json:"url"` // compare without its query: misskey.io adds one to sensitive files
	ThumbnailURL string         `json:"thumbnailUrl"`
	Comment      string         `json:"comment"` // the text for those who cannot see it
	FolderID     string         `json:"folderId"`
	Folder       *Folder        `json:"folder,omitzero"`
	UserID       string         `json:"userId"`
	User         *User          `json:"user,omitzero"`
}

// FileProperties are what the server measured. Width and Height are 0 for what is no picture.
//
//misskey:decode
type FileProperties struct {
	Width       int    `json:"width,omitzero"`
	Height      int    `json:"height,omitzero"`
	Orientation int    `json:"orientation,omitzero"` // EXIF
	AvgColor    string `json:"avgColor,omitzero"`
}

// Folder is a folder of a drive (P7.5).
//
//misskey:decode
type Folder struct {
	ID           string    `json:"id"`
	CreatedAt    time.Time `json:"createdAt,omitzero"`
	Name         string    `json:"name"`
	ParentID     string    `json:"parentId"`
	FoldersCount int       `json:"foldersCount,omitzero"`
	FilesCount   int       `json:"filesCount,omitzero"`
	Parent       *Folder   `json:"parent,omitzero"`
}

// DecodeFile decodes a drive file. The error is set only when raw is not a JSON object or has no id.
func DecodeFile(raw []byte) (*File, error) {
	f := new(File)
	return f, decodeEntity(raw, "file", f, &f.ID)
}
