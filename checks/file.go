package checks

import (
	"context"
	"errors"
)

// PathClass tells what a file is for. Every path is classified once, by the
// reader of the source, and every item uses that one answer.
type PathClass string

// The classes of paths.
const (
	ClassProduction    PathClass = "production"
	ClassTest          PathClass = "test"
	ClassFixture       PathClass = "fixture"
	ClassExample       PathClass = "example"
	ClassScript        PathClass = "script"    // build files, tooling, automation
	ClassMigration     PathClass = "migration" // database migrations
	ClassCommand       PathClass = "command"   // command-line programs: printing is their job
	ClassVendored      PathClass = "vendored"
	ClassGenerated     PathClass = "generated"
	ClassDocumentation PathClass = "documentation"
)

// File is one file of a source.
type File struct {
	Path       string    // repository-relative, with "/"
	Size       int64     // bytes
	Blob       string    // git blob id, also for files that git does not track yet
	Class      PathClass //
	Language   string    // as GitHub Linguist calls it: "TypeScript"; empty: unknown or no code
	Executable bool      //
}

// Skipped is a file that was not read, and why.
type Skipped struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

// ErrTooLarge is returned by Source.Read for a file above the reader's limit.
var ErrTooLarge = errors.New("file is larger than the limit")

// Source is the content of a release: data, never run. It is safe for
// concurrent use.
type Source interface {
	// Tree returns the git tree id of the content; for a working tree with
	// changes, an id of what is there now.
	Tree() string
	// Files lists the regular files in path order: symbolic links and
	// submodules are in Skipped.
	Files() []File
	// Skipped lists what cannot be read, with the reason.
	Skipped() []Skipped
	// Read returns a file's bytes, at most the reader's limit: ErrTooLarge
	// beyond it, fs.ErrNotExist for a path that Files does not list. The caller
	// must not change the bytes.
	Read(ctx context.Context, path string) ([]byte, error)
}

// LargeReader is a source that hands out files above Read's limit too, to a
// caller that says how much it can hold. A source need not be one.
type LargeReader interface {
	// ReadLarge returns a file's bytes, at most limit of them: ErrTooLarge
	// beyond it, else as Read.
	ReadLarge(ctx context.Context, path string, limit int64) ([]byte, error)
}

// PastReader is a history that hands out files as an older commit has them. A history
// need not be one.
type PastReader interface {
	// ReadAt returns a file of a commit, by its path in the source: fs.ErrNotExist where
	// the commit has none, ErrTooLarge beyond the limit of one file.
	ReadAt(ctx context.Context, commit, path string) ([]byte, error)
}

// AddedText is a run of consecutive lines that a commit added to a file.
type AddedText struct {
	Path  string
	Lines Lines // in the file as the commit left it
	Text  string
}

// History reads what each commit of a range added, also where a later commit
// took it away again.
type History interface {
	// Added calls yield for every run of lines that the commit added. It stops
	// at yield's first error and returns it.
	Added(ctx context.Context, commit string, yield func(AddedText) error) error
}
