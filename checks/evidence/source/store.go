package source

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/golive-app/golive/checks"
)

// placeholder stands for a file that is too large to compare. The NUL makes
// git call it binary.
var placeholder = []byte("\x00too large to compare")

// writeObjects stores the snapshot's content as git objects in a directory of
// its own, so that git can compare it with a tree without looking at the
// working tree: looking would run the filters that the repository configures.
// It returns the id of the tree and the environment in which git finds it.
func (s *Snapshot) writeObjects(ctx context.Context, store, base string) (string, []string, error) {
	listed, err := git(ctx, s.directory, "ls-tree", "-r", "-z", "-l", "--full-tree", base)
	if err != nil {
		return "", nil, err
	}
	committed, err := parseListing(listed)
	if err != nil {
		return "", nil, err
	}
	known := make(map[string]bool, len(committed))
	for _, e := range committed {
		known[e.id] = true
	}
	entries := make([]entry, len(s.entries))
	for i, e := range s.entries {
		if e.mode != modeSubmodule && !known[e.id] {
			content, err := s.objectContent(ctx, e)
			if err != nil {
				return "", nil, err
			}
			e.id = s.format.idOf("blob", content)
			if err := writeObject(store, e.id, "blob", content); err != nil {
				return "", nil, err
			}
		}
		entries[i] = e
	}
	tree, err := s.format.treeOf(entries, func(id string, content []byte) error {
		return writeObject(store, id, "tree", content)
	})
	if err != nil {
		return "", nil, err
	}
	real, err := git(ctx, s.directory, "rev-parse", "--path-format=absolute", "--git-path", "objects")
	if err != nil {
		return "", nil, err
	}
	return tree, []string{
		"GIT_OBJECT_DIRECTORY=" + store,
		"GIT_ALTERNATE_OBJECT_DIRECTORIES=" + quoteAlternate(strings.TrimSuffix(string(real), "\n")),
	}, nil
}

// quoteAlternate keeps a colon in a directory's name from ending it.
// https://git-scm.com/docs/git#Documentation/git.txt-codeGITALTERNATEOBJECTDIRECTORIEScode
func quoteAlternate(directory string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(directory) + `"`
}

// objectContent returns what git would store for an entry: plain line ends, the
// target of a symbolic link, and a placeholder for what is too large.
func (s *Snapshot) objectContent(ctx context.Context, e entry) ([]byte, error) {
	if e.mode == modeSymlink {
		disk, ok := s.content.(diskContent)
		if !ok {
			return nil, fmt.Errorf("%s: %w", printable(e.path), fs.ErrNotExist)
		}
		target, err := disk.root.Readlink(e.path)
		return []byte(target), err
	}
	if e.size > s.limits.FileSize {
		return placeholder, nil
	}
	content, _, err := s.content.read(ctx, checks.File{Path: e.path, Size: e.size, Blob: e.id}, s.limits.FileSize)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", printable(e.path), err)
	}
	if normal := withoutCarriageReturns(content); normal != nil && s.format.idOf("blob", normal) == e.id {
		return normal, nil
	}
	return content, nil
}

// writeObject writes one loose object.
// https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_object_storage
func writeObject(store, id, kind string, content []byte) error {
	var packed bytes.Buffer
	writer, err := zlib.NewWriterLevel(&packed, zlib.BestSpeed)
	if err != nil {
		return err
	}
	_, _ = io.WriteString(writer, objectHeader(kind, int64(len(content))))
	_, _ = writer.Write(content)
	if err := writer.Close(); err != nil {
		return err
	}
	directory := filepath.Join(store, id[:2])
	if err := os.Mkdir(directory, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return os.WriteFile(filepath.Join(directory, id[2:]), packed.Bytes(), 0o600)
}
