package source

import "errors"

// The errors that a caller can tell a person about in its own words.
var (
	ErrNoRepository    = errors.New("not a git repository")
	ErrBareRepository  = errors.New("a bare git repository has no working tree")
	ErrNoCommits       = errors.New("the git repository has no commits yet")
	ErrUnknownRevision = errors.New("git knows no such revision")
	ErrNoMergeBase     = errors.New("the two revisions have no common history here")
	ErrNoTag           = errors.New("no earlier tag matches")
	ErrTooManyFiles    = errors.New("more files than the limit")
	ErrTooManyBytes    = errors.New("more content than the limit")
	ErrChanged         = errors.New("the file was changed while golive was reading")
	ErrClosed          = errors.New("the source is closed")
)

// The reasons that a path of a release is skipped for.
const (
	ReasonSymlink    = "symbolic link: not followed"
	ReasonSubmodule  = "submodule: its content is in another repository"
	ReasonRepository = "a git repository of its own inside of this one"
	ReasonPointer    = "Git LFS pointer: the content is not in git"
	ReasonSparse     = "not checked out (sparse checkout)"
	ReasonMissing    = "its content is not in this copy of the repository"
	ReasonSpecial    = "neither a file nor a directory"
	ReasonDependency = "installed dependencies: left out of a directory that is not under git"
)
