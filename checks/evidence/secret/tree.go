package secret

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/golive-app/golive/checks"
)

// Hit is a match and the file it is in.
type Hit struct {
	File checks.File
	Match
}

// Tree is what a search of a whole source saw.
type Tree struct {
	Files    int // searched
	Bytes    int64
	Hits     []Hit            // in path order
	Media    int              // pictures, sounds and fonts: nothing in them is text
	Archives []string         // not opened
	Large    []string         // lock files and vendored files above the source's limit: written by machines
	Links    int              // symbolic links, submodules and the like: no content of this release
	Unread   []checks.Skipped // content that should have been searched and was not
}

// looked is what became of one file.
type looked struct {
	matches []Match
	unread  string
	bytes   int
	state   state
}

type state int

const (
	stateSearched state = iota
	stateUnread
	stateMedia
	stateArchive
	stateLarge
)

// Tree searches every file of a source, several at a time. Files that it has
// searched before, by their blob id, are not read again. The error is the
// context's.
func (s *Scanner) Tree(ctx context.Context, source checks.Source, salt string) (Tree, error) {
	files := source.Files()
	results := make([]looked, len(files))
	group, limited := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range s.workers { // each for many files: the expressions need a deep stack, which takes time to grow
		group.Go(func() error {
			for {
				index := int(next.Add(1)) - 1
				if err := limited.Err(); err != nil || index >= len(files) {
					return err
				}
				one, err := s.file(limited, source, salt, files[index])
				if err != nil {
					return err
				}
				results[index] = one
			}
		})
	}
	if err := group.Wait(); err != nil {
		return Tree{}, err
	}
	if err := ctx.Err(); err != nil {
		return Tree{}, err
	}
	var tree Tree
	for index, one := range results {
		tree.add(files[index], one)
	}
	for _, skipped := range source.Skipped() {
		switch {
		case foreign(skipped.Reason):
			tree.Links++
		case media[extension(skipped.Path)]:
			tree.Media++
		default:
			tree.Unread = append(tree.Unread, skipped)
		}
	}
	sort.Slice(tree.Unread, func(a, b int) bool { return tree.Unread[a].Path < tree.Unread[b].Path })
	return tree, nil
}

func (t *Tree) add(file checks.File, one looked) {
	for _, match := range one.matches {
		t.Hits = append(t.Hits, Hit{file, match})
	}
	switch one.state {
	case stateMedia:
		t.Media++
	case stateArchive:
		t.Archives = append(t.Archives, file.Path)
	case stateLarge:
		t.Large = append(t.Large, file.Path)
	case stateUnread:
		t.Unread = append(t.Unread, checks.Skipped{Path: file.Path, Reason: one.unread})
	default:
		t.Files++
		t.Bytes += int64(one.bytes)
	}
}

// foreign reports whether a path was left out because what it leads to is no
// content of this release.
func foreign(reason string) bool {
	for _, word := range []string{"symbolic link", "submodule", "repository of its own", "installed dependencies", "neither a file nor a directory"} {
		if strings.Contains(strings.ToLower(reason), word) {
			return true
		}
	}
	return false
}

// file searches one file, unless that was done before.
func (s *Scanner) file(ctx context.Context, source checks.Source, salt string, file checks.File) (looked, error) {
	key := memory{file.Blob, file.Path, salt}
	if file.Blob != "" {
		if matches, found := s.remember.Get(key); found {
			return looked{matches: matches, bytes: int(file.Size)}, nil
		}
	}
	if known, found := s.knownClean(file); found {
		return known, nil
	}
	one, err := s.readAndSearch(ctx, source, salt, file)
	if err != nil {
		return looked{}, err
	}
	if one.state == stateSearched && file.Blob != "" {
		s.remember.Add(key, one.matches)
	}
	s.keep(file, one)
	return one, nil
}

// readAndSearch searches one file. A file that cannot be read is not searched,
// which is a result; the error is the context's.
func (s *Scanner) readAndSearch(ctx context.Context, source checks.Source, salt string, file checks.File) (looked, error) {
	content, err := source.Read(ctx, file.Path)
	if errors.Is(err, checks.ErrTooLarge) && file.Size <= largest && !skippedWhenLarge(file) {
		var done func()
		content, done, err = s.readLarge(ctx, source, file)
		defer done()
	}
	if err != nil {
		if ctx.Err() != nil {
			return looked{}, ctx.Err()
		}
		return unreadable(file, err), nil
	}
	if largeFilePointer(content) {
		if media[extension(file.Path)] {
			return looked{state: stateMedia}, nil
		}
		return looked{state: stateUnread, unread: "kept in Git LFS, only its pointer is here"}, nil
	}
	searched := text{path: file.Path, first: 1, shaped: file.Class == checks.ClassVendored}
	plain := content
	switch wide, found := utf16(content); {
	case found:
		searched.content, plain = wide, []byte(wide)
	case !binary(content):
		searched.content = string(content)
	case media[extension(file.Path)]:
		return looked{state: stateMedia}, nil
	case archives[extension(file.Path)]:
		return looked{state: stateArchive}, nil
	default:
		searched.content, searched.shaped, searched.binary = printable(content), true, true
		plain = []byte(searched.content)
	}
	searched.shaped = searched.shaped || shapedOnly(file.Path, searched.content)
	matches, err := s.searchPieces(ctx, salt, searched)
	if err != nil {
		return looked{}, err
	}
	return looked{matches: merge(Named(salt, file.Path, plain), matches), bytes: len(content)}, nil
}

func unreadable(file checks.File, err error) looked {
	if errors.Is(err, checks.ErrTooLarge) {
		switch {
		case media[extension(file.Path)]:
			return looked{state: stateMedia}
		case archives[extension(file.Path)]:
			return looked{state: stateArchive}
		case skippedWhenLarge(file):
			return looked{state: stateLarge}
		}
		return looked{state: stateUnread, unread: fmt.Sprintf("%.1f MiB, more than is searched", float64(file.Size)/(1<<20))}
	}
	return looked{state: stateUnread, unread: "could not be read"}
}

// merge puts a file that is a secret by itself before the secrets in it, and
// drops what would say the same thing twice: the key inside a private key file,
// and the nameless values of an environment file that is counted as a whole.
func merge(named, matches []Match) []Match {
	return append(named, slices.DeleteFunc(slices.Clone(matches), func(match Match) bool {
		return slices.ContainsFunc(named, func(file Match) bool {
			switch file.Rule {
			case RulePrivateKey:
				return match.Kind == KindPrivateKey
			case RuleEnvironment:
				return file.Strong && (match.Kind == KindGeneric || match.Kind == KindPassword)
			default:
				return match.Line == file.Line && match.Kind == KindGeneric
			}
		})
	})...)
}
