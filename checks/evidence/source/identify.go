package source

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// located is a path of a directory's content with what was found there.
type located struct {
	entry
	description
	reason string // why the path is skipped, or ""
}

// share is how many paths are looked at in a row, most of them in one directory.
const share = 64

// identify looks at every listed path on disk and gives it git's id, which a
// file has none of where the snapshot was asked to list alone. The answer
// has no order; what is no longer there is left out.
func (s *Snapshot) identify(ctx context.Context, root *os.Root, listed []indexed) ([]located, error) {
	looked := make([]located, len(listed))
	var next, present atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range min(16, 2*runtime.GOMAXPROCS(0), len(listed)/share+1) { // more than processors: some wait for the disk
		group.Go(func() error {
			looker := newLooker(s, root)
			defer looker.close()
			for {
				end := int(next.Add(share))
				if end-share >= len(listed) {
					return nil
				}
				for i := end - share; i < min(end, len(listed)); i++ {
					if err := ctx.Err(); err != nil {
						return err
					}
					looked[i] = looker.look(listed[i])
					if looked[i].mode != "" && present.Add(1) > int64(s.limits.Files) {
						return fmt.Errorf("%w: %d are allowed", ErrTooManyFiles, s.limits.Files)
					}
				}
			}
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	found := looked[:0]
	for _, one := range looked {
		switch {
		case one.reason != "":
			s.skip(one.path, one.reason)
		case one.mode != "":
			found = append(found, one)
		}
	}
	return found, nil
}

// looker looks at paths on disk, best in order; one goroutine uses it.
type looker struct {
	format  objectFormat
	listed  bool // open nothing
	limits  Limits
	folders *folders
	held    *hold
	buffer  []byte // as long as the longest file that is kept whole
}

func newLooker(s *Snapshot, root *os.Root) *looker {
	return &looker{format: s.format, listed: s.listed, limits: s.limits, folders: newFolders(root), held: s.held}
}

func (l *looker) close() { l.folders.close() }

// look returns what is at a path: the entry that git would make of it, or why
// there is none. A path without either is no part of the content.
func (l *looker) look(known indexed) located {
	found := located{entry: entry{path: known.path}}
	if !walkable(known.path) {
		found.reason = refusePath(known.path, l.limits.PathLength)
		return found
	}
	err := l.read(known, &found)
	switch {
	case err == nil && found.mode == "":
		found.reason = ReasonSpecial
	case errors.Is(err, fs.ErrNotExist) && known.absent:
		found.reason = ReasonSparse
	case errors.Is(err, fs.ErrNotExist): // deleted
	case err != nil:
		found.reason = "cannot be read"
	}
	if err != nil {
		found.mode = ""
	}
	return found
}

// read fills in the entry; its mode stays empty for what git cannot store.
func (l *looker) read(known indexed, found *located) error {
	folder, name, err := l.folders.of(known.path)
	if err != nil {
		return err
	}
	info, err := folder.Lstat(name)
	if err != nil {
		return gone(err)
	}
	switch mode := info.Mode(); {
	case known.mode == modeSubmodule && mode.IsDir():
		found.mode, found.id = modeSubmodule, known.id
		return nil
	case mode&fs.ModeSymlink != 0:
		target, err := folder.Readlink(name)
		found.mode, found.id = modeSymlink, l.format.idOf("blob", []byte(target))
		return err
	case mode.IsDir(): // in the place of a file, which is gone
		return fs.ErrNotExist
	case !mode.IsRegular():
		return nil
	case mode.Perm()&0o100 != 0:
		found.mode = modeExecutable
	default:
		found.mode = modeFile
	}
	found.size = info.Size()
	if l.listed {
		found.description = describe(known.path, found.size, nil)
		return nil
	}
	file, err := openRegular(folder, name)
	if err != nil {
		return err
	}
	defer file.Close()
	kept, id, err := l.hash(file, found.size)
	if err != nil {
		return err
	}
	found.id = id
	if known.tracked && id != known.id && found.size <= l.limits.FileSize {
		if normal := withoutCarriageReturns(kept); normal != nil && l.format.idOf("blob", normal) == known.id {
			found.id = known.id
		}
	}
	found.description = describe(known.path, found.size, kept)
	if int64(len(kept)) == found.size {
		l.held.keep(known.path, kept)
	}
	return nil
}

// hash returns the id of a file's content and the content's start, as much of
// it as Limits.FileSize, which holds until the next call.
func (l *looker) hash(file io.Reader, size int64) ([]byte, string, error) {
	keep := int(min(size, l.limits.FileSize))
	if len(l.buffer) < max(keep, headSize) {
		l.buffer = make([]byte, max(keep, headSize, 2*len(l.buffer)))
	}
	kept := l.buffer[:keep]
	if _, err := io.ReadFull(file, kept); err != nil {
		return nil, "", shorter(err)
	}
	sum := l.format.hash()
	_, _ = io.WriteString(sum, objectHeader("blob", size))
	_, _ = sum.Write(kept)
	if rest := size - int64(keep); rest > 0 {
		if _, err := io.CopyN(sum, file, rest); err != nil {
			return nil, "", shorter(err)
		}
	}
	return kept, hex.EncodeToString(sum.Sum(nil)), nil
}

// longestPath is how many bytes a path may have that is looked at on disk.
const longestPath = 4096

// walkable reports whether a path names something inside of the directory, as
// git writes it. More paths do than can be used: what is only unfit to print is
// a part of the content all the same, and of its id.
func walkable(path string) bool {
	if len(path) > longestPath {
		return false
	}
	for part := range strings.SplitSeq(path, "/") {
		if part == "" || part == "." || part == ".." || strings.EqualFold(part, ".git") {
			return false
		}
	}
	return true
}

// shorter explains the end of a file before its size.
func shorter(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return ErrChanged
	}
	return err
}
