package source

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"syscall"

	"github.com/golive-app/golive/checks"
)

// identify looks at every listed path on disk and gives it git's id.
func (s *Snapshot) identify(ctx context.Context, root *os.Root, listed []indexed) error {
	for _, known := range listed {
		if err := ctx.Err(); err != nil {
			return err
		}
		if reason := refusePath(known.path, s.limits.PathLength); reason != "" {
			s.skip(known.path, reason)
			continue
		}
		found, err := s.entryOnDisk(root, known)
		switch {
		case err == nil && found.mode != "":
			s.entries = append(s.entries, found)
		case errors.Is(err, fs.ErrNotExist) && known.absent:
			s.skip(known.path, ReasonSparse)
		case errors.Is(err, fs.ErrNotExist): // deleted, so not part of the content
		case err != nil:
			s.skip(known.path, "cannot be read")
		default:
			s.skip(known.path, ReasonSpecial)
		}
	}
	slices.SortFunc(s.entries, func(a, b entry) int { return cmp.Compare(a.path, b.path) })
	return nil
}

// entryOnDisk returns the tree entry that git would make of a path now; its
// mode is empty for what git cannot store.
func (s *Snapshot) entryOnDisk(root *os.Root, known indexed) (entry, error) {
	found := entry{path: known.path}
	info, err := root.Lstat(known.path)
	if err != nil {
		return found, err
	}
	switch mode := info.Mode(); {
	case known.mode == modeSubmodule && mode.IsDir():
		found.mode, found.id = modeSubmodule, known.id
		return found, nil
	case mode&fs.ModeSymlink != 0:
		target, err := root.Readlink(known.path)
		if err != nil {
			return found, err
		}
		found.mode, found.id = modeSymlink, s.format.idOf("blob", []byte(target))
		return found, nil
	case !mode.IsRegular():
		return found, nil
	case mode.Perm()&0o100 != 0:
		found.mode = modeExecutable
	default:
		found.mode = modeFile
	}
	found.size = info.Size()
	file, err := openRegular(root, known.path)
	if err != nil {
		return found, err
	}
	defer file.Close()
	sum := s.format.hash()
	_, _ = io.WriteString(sum, objectHeader("blob", found.size))
	text := &head{limit: int(s.limits.FileSize)} // for the comparison of line ends
	copied, err := io.Copy(io.MultiWriter(sum, text), io.LimitReader(file, found.size))
	if err != nil {
		return found, err
	}
	if copied != found.size {
		return found, ErrChanged
	}
	found.id = hex.EncodeToString(sum.Sum(nil))
	if known.tracked && found.id != known.id && found.size <= s.limits.FileSize {
		if normal := withoutCarriageReturns(text.Bytes()); normal != nil && s.format.idOf("blob", normal) == known.id {
			found.id = known.id
		}
	}
	return found, nil
}

// openRegular opens a file without waiting for it: what was a regular file a
// moment ago may be a pipe by now.
func openRegular(root *os.Root, path string) (*os.File, error) {
	return root.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

// diskContent reads files of a directory, none outside of it.
type diskContent struct{ root *os.Root }

func (c diskContent) read(ctx context.Context, file checks.File, limit int64) ([]byte, int64, error) {
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	opened, err := openRegular(c.root, file.Path)
	if err != nil {
		if errors.Is(err, os.ErrClosed) {
			return nil, 0, ErrClosed
		}
		return nil, 0, err
	}
	defer opened.Close()
	info, err := opened.Stat()
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() || info.Size() != file.Size {
		return nil, 0, ErrChanged
	}
	data, err := io.ReadAll(io.LimitReader(opened, limit))
	if err != nil {
		return nil, 0, err
	}
	if int64(len(data)) == file.Size && !named(data, file.Blob) {
		return nil, 0, ErrChanged
	}
	return data, file.Size, nil
}

// named reports whether git calls this content by this id, as it is or with its
// line ends made plain.
func named(data []byte, id string) bool {
	format := formatOf(id)
	if format.idOf("blob", data) == id {
		return true
	}
	normal := withoutCarriageReturns(data)
	return normal != nil && format.idOf("blob", normal) == id
}

func (c diskContent) close() { _ = c.root.Close() }

// withoutCarriageReturns returns text as git stores it where it normalises line
// ends, or nil where that changes nothing or the content is no text.
func withoutCarriageReturns(data []byte) []byte {
	if bytes.IndexByte(data, 0) >= 0 || !bytes.Contains(data, []byte("\r\n")) {
		return nil
	}
	return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
}
