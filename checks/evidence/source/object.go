package source

import (
	"cmp"
	"crypto/sha1" //nolint:gosec // git's object ids, no secret hangs on them
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"
)

// Modes of tree entries, as git writes them.
const (
	modeFile       = "100644"
	modeExecutable = "100755"
	modeSymlink    = "120000"
	modeSubmodule  = "160000"
	modeDirectory  = "40000"
)

// objectFormat is the hash that a repository names its objects by.
// https://git-scm.com/docs/hash-function-transition
type objectFormat string

const (
	formatSHA1   objectFormat = "sha1"
	formatSHA256 objectFormat = "sha256"
)

func (f objectFormat) hash() hash.Hash {
	if f == formatSHA256 {
		return sha256.New()
	}
	return sha1.New() //nolint:gosec // see the import
}

// objectHeader is what git puts before an object's content.
// https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
func objectHeader(kind string, size int64) string {
	return fmt.Sprintf("%s %d\x00", kind, size)
}

// idOf returns the id that git gives to an object.
func (f objectFormat) idOf(kind string, content []byte) string {
	sum := f.hash()
	_, _ = io.WriteString(sum, objectHeader(kind, int64(len(content))))
	_, _ = sum.Write(content)
	return hex.EncodeToString(sum.Sum(nil))
}

// entry is one path of a whole tree.
type entry struct {
	mode string
	id   string
	path string
	size int64 // bytes; -1: unknown
}

// treeOf returns the id of the tree that holds the entries and hands every tree
// object to emit, deepest first. It is the id that git write-tree would print.
func (f objectFormat) treeOf(entries []entry, emit func(id string, content []byte) error) (string, error) {
	sorted := slices.Clone(entries)
	slices.SortFunc(sorted, func(a, b entry) int { return cmp.Compare(a.path, b.path) })
	return f.subtree(sorted, "", emit)
}

// subtree builds one directory; the recursion is as deep as a path has parts,
// which the limit of a path's length bounds.
func (f objectFormat) subtree(entries []entry, prefix string, emit func(string, []byte) error) (string, error) {
	type child struct{ mode, name, id string }
	var children []child
	for start := 0; start < len(entries); {
		name, _, nested := strings.Cut(entries[start].path[len(prefix):], "/")
		end := start + 1
		if !nested {
			children = append(children, child{entries[start].mode, name, entries[start].id})
			start = end
			continue
		}
		inside := prefix + name + "/"
		for end < len(entries) && strings.HasPrefix(entries[end].path, inside) {
			end++
		}
		id, err := f.subtree(entries[start:end], inside, emit)
		if err != nil {
			return "", err
		}
		children = append(children, child{modeDirectory, name, id})
		start = end
	}
	// Git compares a directory's name as if it ended in a slash.
	key := func(c child) string {
		if c.mode == modeDirectory {
			return c.name + "/"
		}
		return c.name
	}
	slices.SortFunc(children, func(a, b child) int { return cmp.Compare(key(a), key(b)) })
	var content []byte
	for _, c := range children {
		raw, err := hex.DecodeString(c.id)
		if err != nil {
			return "", fmt.Errorf("object id of %s: %w", printable(prefix+c.name), err)
		}
		content = append(content, c.mode+" "+c.name+"\x00"...)
		content = append(content, raw...)
	}
	id := f.idOf("tree", content)
	if emit == nil {
		return id, nil
	}
	return id, emit(id, content)
}
