package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// folders opens the directories of a tree one inside of the other, none of them
// through a symbolic link, and keeps those open that the last path led through:
// asked for paths in order, it opens each directory once. One goroutine uses it.
type folders struct {
	open []folder // the top first
}

type folder struct {
	path string // with "/" behind; "" for the top
	root *os.Root
}

// deepest is how many directories are held open at most, the top apart.
const deepest = 16

func newFolders(top *os.Root) *folders { return &folders{[]folder{{root: top}}} }

// of returns the directory that a path is in and the path's name in there:
// fs.ErrNotExist where the way leads through a symbolic link or a file, because
// then git has nothing at that path. The directory is good until the next call.
func (f *folders) of(path string) (*os.Root, string, error) {
	for len(f.open) > 1 && !strings.HasPrefix(path, f.last().path) {
		f.drop()
	}
	for {
		last := f.last()
		name, _, nested := strings.Cut(path[len(last.path):], "/")
		if !nested {
			return last.root, name, nil
		}
		inner, err := enter(last.root, name)
		if err != nil {
			return nil, "", err
		}
		if len(f.open) > deepest {
			f.drop()
		}
		f.open = append(f.open, folder{last.path + name + "/", inner})
	}
}

// enter opens a directory that is no symbolic link.
func enter(parent *os.Root, name string) (*os.Root, error) {
	before, err := parent.Lstat(name)
	if err != nil {
		return nil, gone(err)
	}
	if !before.IsDir() {
		return nil, fmt.Errorf("%s is no directory: %w", printable(name), fs.ErrNotExist)
	}
	inner, err := parent.OpenRoot(name)
	if err != nil {
		return nil, gone(err)
	}
	after, err := inner.Stat(".")
	if err == nil && !os.SameFile(before, after) {
		err = ErrChanged
	}
	if err != nil {
		_ = inner.Close()
		return nil, err
	}
	return inner, nil
}

// gone makes fs.ErrNotExist of the error for a path that leads through a file.
func gone(err error) error {
	if errors.Is(err, syscall.ENOTDIR) {
		return fs.ErrNotExist
	}
	return err
}

func (f *folders) last() folder { return f.open[len(f.open)-1] }

func (f *folders) drop() {
	_ = f.last().root.Close()
	f.open = f.open[:len(f.open)-1]
}

// close closes all but the top, which is the caller's.
func (f *folders) close() {
	for len(f.open) > 1 {
		f.drop()
	}
}
