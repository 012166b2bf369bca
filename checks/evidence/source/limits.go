package source

// Limits bound what a source may cost to read. A zero field takes the default.
type Limits struct {
	FileSize   int64 // bytes of one file that Read returns; 1 MiB
	Files      int   // files in a release; 200,000
	Total      int64 // bytes of all readable files together; 4 GiB
	PathLength int   // bytes of a path; 1,024
	Held       int64 // bytes of a directory's files that stay in memory once they were read; 16 MiB; below 0: none
}

func (l Limits) withDefaults() Limits {
	if l.FileSize <= 0 {
		l.FileSize = 1 << 20
	}
	if l.Files <= 0 {
		l.Files = 200_000
	}
	if l.Total <= 0 {
		l.Total = 4 << 30
	}
	if l.PathLength <= 0 {
		l.PathLength = 1024
	}
	if l.Held == 0 {
		l.Held = 16 << 20
	}
	return l
}

// Options say what to open.
type Options struct {
	Directory string // a git repository, bare or not, or any directory for OpenDirectory
	Commit    string // full commit id; OpenCommit only
	Limits    Limits
}
