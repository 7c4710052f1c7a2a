package misskey

// ServerStats is one sample of the serverStats channel (P3.5).
//
//misskey:decode
type ServerStats struct {
	CPU float64   `json:"cpu"` // 0 … 1
	Mem StatsMem  `json:"mem"`
	Net StatsNet  `json:"net"`
	FS  StatsDisk `json:"fs"`
}

// StatsMem is memory in bytes.
//
//misskey:decode
type StatsMem struct {
	Used   float64 `json:"used"`
	Active float64 `json:"active"`
	Total  float64 `json:"total,omitzero"`
}

// StatsNet is network traffic in bytes per second.
//
//misskey:decode
type StatsNet struct {
	Rx float64 `json:"rx"`
	Tx float64 `json:"tx"`
}

// StatsDisk is disk operations per second.
//
//misskey:decode
type StatsDisk struct {
	R float64 `json:"r"`
	W float64 `json:"w"`
}

// QueueStats is one sample of the queueStats channel (P3.5).
//
//misskey:decode
type QueueStats struct {
	Deliver StatsQueue `json:"deliver"`
	Inbox   StatsQueue `json:"inbox"`
}

// StatsQueue is the state of one queue.
//
//misskey:decode
type StatsQueue struct {
	ActiveSincePrevTick int `json:"activeSincePrevTick"`
	Active              int `json:"active"`
	Waiting             int `json:"waiting"`
	Delayed             int `json:"delayed"`
}

// NotesStats is one sample of meisskey's notesStats channel (P3.6): what it counts of all notes and of those written there.
//
//misskey:decode
type NotesStats struct {
	All   Raw `json:"all"`
	Local Raw `json:"local"`
}

// InstanceStats is the answer of /api/stats (P7.9).
//
//misskey:decode
type InstanceStats struct {
	NotesCount         int   `json:"notesCount"`
	OriginalNotesCount int   `json:"originalNotesCount"`
	UsersCount         int   `json:"usersCount"`
	OriginalUsersCount int   `json:"originalUsersCount"`
	ReactionsCount     int   `json:"reactionsCount,omitzero"`
	Instances          int   `json:"instances"`
	DriveUsageLocal    int64 `json:"driveUsageLocal"`
	DriveUsageRemote   int64 `json:"driveUsageRemote"`
}

// DriveUsage is the answer of /api/drive: bytes.
//
//misskey:decode
type DriveUsage struct {
	Capacity int64 `json:"capacity"`
	Usage    int64 `json:"usage"`
}
