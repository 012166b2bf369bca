package source

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

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
	limits    Limits
	tree      string
	files     []checks.File
	byPath    map[string]int
	skipped   []checks.Skipped
	entries   []entry // every path of the content, also the skipped ones
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

// Tree returns the git tree id of the content.
func (s *Snapshot) Tree() string { return s.tree }

// Files lists the regular files in path order. The caller must not change it.
func (s *Snapshot) Files() []checks.File { return s.files }

// Skipped lists what cannot be read, in path order, with the reason.
func (s *Snapshot) Skipped() []checks.Skipped { return s.skipped }

// Close frees what the snapshot holds; reads after it fail with ErrClosed.
func (s *Snapshot) Close() { s.content.close() }

// Read returns a file's bytes: checks.ErrTooLarge beyond Limits.FileSize,
// fs.ErrNotExist for a path that Files does not list, ErrChanged where a
// directory's file is no longer what was listed.
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

// headSize is how much of a file is looked at to tell what it is.
const headSize = 64 << 10

// pointerSize bounds a Git LFS pointer file.
// https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
const pointerSize = 1024

var pointerStart = []byte("version https://git-lfs.github.com/spec/")

// fill sorts the entries into files and skipped paths and tells what each file
// is for.
func (s *Snapshot) fill(ctx context.Context) error {
	if len(s.entries) > s.limits.Files {
		return fmt.Errorf("%w: %d, and %d are allowed", ErrTooManyFiles, len(s.entries), s.limits.Files)
	}
	var total int64
	for _, e := range s.entries {
		if reason := s.refuse(e); reason != "" {
			s.skip(e.path, reason)
			continue
		}
		if e.size <= s.limits.FileSize {
			total += e.size
		}
		s.files = append(s.files, checks.File{
			Path: e.path, Size: e.size, Blob: e.id, Executable: e.mode == modeExecutable,
		})
	}
	if total > s.limits.Total {
		return fmt.Errorf("%w: %d bytes, and %d are allowed", ErrTooManyBytes, total, s.limits.Total)
	}
	if err := s.describe(ctx); err != nil {
		return err
	}
	slices.SortFunc(s.files, func(a, b checks.File) int { return cmp.Compare(a.Path, b.Path) })
	slices.SortStableFunc(s.skipped, func(a, b checks.Skipped) int { return cmp.Compare(a.Path, b.Path) })
	s.byPath = make(map[string]int, len(s.files))
	for i, file := range s.files {
		s.byPath[file.Path] = i
	}
	return nil
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

// describe sets class and language of every file. The content is looked at
// where the name does not settle it: code, files without an extension, and
// files that are small enough to be a Git LFS pointer.
func (s *Snapshot) describe(ctx context.Context) error {
	heads := make([][]byte, len(s.files))
	installed := commands{files: map[string]bool{}}
	for i, file := range s.files {
		if !worthALook(file) {
			continue
		}
		limit := int64(headSize)
		manifest := isPackageManifest(file.Path)
		if manifest {
			limit = s.limits.FileSize
		}
		data, _, err := s.content.read(ctx, file, limit)
		switch {
		case errors.Is(err, fs.ErrNotExist) || errors.Is(err, ErrChanged):
			continue // Read says so to whoever asks for the content
		case err != nil:
			return fmt.Errorf("reading %s: %w", printable(file.Path), err)
		}
		if manifest {
			installed.add(file.Path, data)
		}
		if file.Size <= pointerSize && bytes.HasPrefix(data, pointerStart) {
			heads[i] = pointerStart
			continue
		}
		s.files[i].Language = Language(file.Path, data)
		s.files[i].Class = Classify(file.Path, data)
	}
	kept := s.files[:0]
	for i, file := range s.files {
		if heads[i] != nil {
			s.skip(file.Path, ReasonPointer)
			continue
		}
		if file.Class == "" {
			file.Language = Language(file.Path, nil)
			file.Class = Classify(file.Path, nil)
		}
		if file.Class == checks.ClassProduction && installed.has(file.Path) {
			file.Class = checks.ClassCommand
		}
		kept = append(kept, file)
	}
	s.files = kept
	return nil
}

// worthALook reports whether a file's content helps to tell what it is.
func worthALook(file checks.File) bool {
	if file.Size <= pointerSize || isPackageManifest(file.Path) {
		return true
	}
	name := file.Path[strings.LastIndexByte(file.Path, '/')+1:]
	return !strings.Contains(name, ".") || Code(Language(file.Path, nil))
}
