package source

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"slices"

	"github.com/golive-app/golive/checks"
)

// Snapshot is the content of one commit or of one directory. It implements
// checks.Source and is safe for concurrent use until Close.
type Snapshot struct {
	// Commit is the commit that was read; for a directory the one that is
	// checked out, or empty where there is none.
	Commit string
	// Clean reports whether the content equals that commit's.
	Clean bool
	// Note says in one sentence what was read, and what was left out by design.
	Note string

	directory string
	prefix    string // of a directory inside of a larger repository: "services/api/"
	format    objectFormat
	listed    bool // by ListDirectory: no ids
	limits    Limits
	tree      string
	files     []checks.File
	byPath    map[string]int
	skipped   []checks.Skipped
	entries   []entry // every path of the content, also the skipped ones
	held      *hold   // of a directory
	content   content
}

var (
	_ checks.Source      = (*Snapshot)(nil)
	_ checks.LargeReader = (*Snapshot)(nil)
)

// content is where a snapshot's bytes come from.
type content interface {
	// read returns at most limit bytes of a file, and its full size.
	read(ctx context.Context, file checks.File, limit int64) ([]byte, int64, error)
	close()
}

// Tree returns the git tree id of the content; empty after ListDirectory.
func (s *Snapshot) Tree() string { return s.tree }

// Files lists the regular files in path order. The caller must not change it.
func (s *Snapshot) Files() []checks.File { return s.files }

// Skipped lists what cannot be read, in path order, with the reason.
func (s *Snapshot) Skipped() []checks.Skipped { return s.skipped }

// Close frees what the snapshot holds; reads after it fail with ErrClosed.
func (s *Snapshot) Close() { s.content.close() }

// Read returns a file's bytes: checks.ErrTooLarge beyond Limits.FileSize,
// fs.ErrNotExist for a path that Files does not list, ErrChanged where a
// directory's file is no longer what was listed and was not kept since then. The
// caller must not change the bytes.
func (s *Snapshot) Read(ctx context.Context, path string) ([]byte, error) {
	return s.ReadLarge(ctx, path, s.limits.FileSize)
}

// ReadLarge is Read with a limit of the caller's own.
func (s *Snapshot) ReadLarge(ctx context.Context, path string, limit int64) ([]byte, error) {
	index, found := s.byPath[path]
	if !found {
		return nil, fmt.Errorf("reading %s: %w", printable(path), fs.ErrNotExist)
	}
	file := s.files[index]
	if file.Size > limit {
		return nil, fmt.Errorf("reading %s, %d bytes: %w", printable(path), file.Size, checks.ErrTooLarge)
	}
	data, size, err := s.content.read(ctx, file, limit)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", printable(path), err)
	}
	if size != file.Size {
		return nil, fmt.Errorf("reading %s: %w", printable(path), ErrChanged)
	}
	return data, nil
}

// fill sorts the entries into files and skipped paths. What each file is for is
// described, entry by entry, or looked for where nothing is.
func (s *Snapshot) fill(ctx context.Context, described ...description) error {
	if len(s.entries) > s.limits.Files {
		return fmt.Errorf("%w: %d, and %d are allowed", ErrTooManyFiles, len(s.entries), s.limits.Files)
	}
	var total int64
	var files []checks.File
	var known []description
	for i, e := range s.entries {
		if reason := s.refuse(e); reason != "" {
			s.skip(e.path, reason)
			continue
		}
		if e.size <= s.limits.FileSize {
			total += e.size
		}
		files = append(files, checks.File{
			Path: e.path, Size: e.size, Blob: e.id, Executable: e.mode == modeExecutable,
		})
		if len(described) > 0 {
			known = append(known, described[i])
		}
	}
	if total > s.limits.Total {
		return fmt.Errorf("%w: %d bytes, and %d are allowed", ErrTooManyBytes, total, s.limits.Total)
	}
	if len(described) == 0 {
		var err error
		if known, err = s.describeAll(ctx, files); err != nil {
			return err
		}
	}
	s.settle(files, known)
	slices.SortFunc(s.files, func(a, b checks.File) int { return cmp.Compare(a.Path, b.Path) })
	slices.SortStableFunc(s.skipped, func(a, b checks.Skipped) int { return cmp.Compare(a.Path, b.Path) })
	s.byPath = make(map[string]int, len(s.files))
	for i, file := range s.files {
		s.byPath[file.Path] = i
	}
	return nil
}

// settle keeps the files that can be read, each with what it is for.
func (s *Snapshot) settle(files []checks.File, known []description) {
	installed := commands{files: map[string]bool{}}
	for _, one := range known {
		installed.merge(one.installed)
	}
	s.files = files[:0]
	for i, file := range files {
		if known[i].pointer {
			s.skip(file.Path, ReasonPointer)
			continue
		}
		file.Language, file.Class = known[i].language, known[i].class
		if file.Class == checks.ClassProduction && installed.has(file.Path) {
			file.Class = checks.ClassCommand
		}
		s.files = append(s.files, file)
	}
}

func (s *Snapshot) refuse(e entry) string {
	if reason := refusePath(e.path, s.limits.PathLength); reason != "" {
		return reason
	}
	switch e.mode {
	case modeFile, modeExecutable, "100664": // 100664: written by very old versions of git
		if e.size < 0 {
			return ReasonMissing
		}
		return ""
	case modeSymlink:
		return ReasonSymlink
	case modeSubmodule:
		return ReasonSubmodule
	default:
		return ReasonSpecial
	}
}

func (s *Snapshot) skip(path, reason string) {
	s.skipped = append(s.skipped, checks.Skipped{Path: printable(path), Reason: reason})
}
