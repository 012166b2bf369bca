package secret

import (
	"context"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/golive-app/golive/checks"
)

// Past is a match in text that a commit of the range added.
type Past struct {
	Commit checks.Commit
	Path   string
	Match
}

// History is what a search of a range's commits saw.
type History struct {
	Commits int    // searched to their end
	Hits    []Past // in the order of the commits
	Unread  string // why commits could not be searched; empty: all were
}

// History searches everything that the commits added, several texts at a time.
// The error is the context's; a commit that cannot be read is told in Unread.
func (s *Scanner) History(ctx context.Context, history checks.History, commits []checks.Commit, salt string) (History, error) {
	var seen History
	for _, commit := range commits {
		hits, err := s.commit(ctx, history, commit, salt)
		if ctx.Err() != nil {
			return History{}, ctx.Err()
		}
		seen.Hits = append(seen.Hits, hits...)
		if err != nil {
			seen.Unread = "commit " + short(commit.SHA) + " could not be read"
			continue
		}
		seen.Commits++
	}
	return seen, nil
}

// commit searches one commit's added text.
func (s *Scanner) commit(ctx context.Context, history checks.History, commit checks.Commit, salt string) ([]Past, error) {
	group, limited := errgroup.WithContext(ctx)
	group.SetLimit(s.workers)
	var guard sync.Mutex
	found := map[int][]Match{}
	var paths []string
	err := history.Added(ctx, commit.SHA, func(added checks.AddedText) error {
		if err := limited.Err(); err != nil {
			return err
		}
		index := len(paths)
		paths = append(paths, added.Path)
		group.Go(func() error {
			matches, err := s.added(limited, salt, added)
			if err != nil || len(matches) == 0 {
				return err
			}
			guard.Lock()
			defer guard.Unlock()
			found[index] = matches
			return nil
		})
		return nil
	})
	if failed := group.Wait(); err == nil {
		err = failed
	}
	var hits []Past
	for index, name := range paths {
		for _, match := range found[index] {
			hits = append(hits, Past{commit, name, match})
		}
	}
	return hits, err
}

func (s *Scanner) added(ctx context.Context, salt string, added checks.AddedText) ([]Match, error) {
	content := added.Text
	searched := text{path: added.Path, content: content, first: max(added.Lines.First, 1), shaped: shapedOnly(added.Path, content)}
	if binary([]byte(content)) {
		if media[extension(added.Path)] || archives[extension(added.Path)] {
			return nil, nil
		}
		searched.content, searched.shaped, searched.binary = printable([]byte(content)), true, true
	}
	matches, err := s.search(ctx, salt, searched)
	if err != nil {
		return nil, err
	}
	named := Named(salt, added.Path, []byte(searched.content))
	for index := range named {
		if named[index].Line > 0 {
			named[index].Line += searched.first - 1
			named[index].EndLine = named[index].Line
		}
	}
	return merge(named, matches), nil
}

// short returns a commit id as people write it.
func short(sha string) string {
	if len(sha) > 7 {
		return strings.ToLower(sha[:7])
	}
	return sha
}
