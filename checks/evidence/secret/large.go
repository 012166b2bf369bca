package secret

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/golive-app/golive/checks"
)

const (
	// largest is up to how many bytes a file above the source's own limit is
	// searched all the same: a database dump or a recorded answer is where
	// secrets are forgotten. A scanner holds one such file at a time.
	largest = 16 << 20
	// piece is how much of a file is searched at once; the rules' working memory
	// grows with it.
	piece = 1 << 20
	// overlap is how much the end of a piece is searched again with the next
	// one: more than the longest secret, a private key of 8,192 bits.
	overlap = 8 << 10
)

// skippedWhenLarge reports whether a file is of a kind that machines write by
// the megabyte, and of which that is told rather than searched.
func skippedWhenLarge(file checks.File) bool {
	return LockFile(file.Path) || file.Class == checks.ClassVendored || media[extension(file.Path)] || archives[extension(file.Path)]
}

// readLarge reads a file above the source's limit, after the one before it is
// done. The caller calls done when it no longer holds the bytes.
func (s *Scanner) readLarge(ctx context.Context, source checks.Source, file checks.File) (content []byte, done func(), err error) {
	reader, able := source.(checks.LargeReader)
	if !able {
		return nil, func() {}, checks.ErrTooLarge
	}
	select {
	case s.large <- struct{}{}:
	case <-ctx.Done():
		return nil, func() {}, ctx.Err()
	}
	content, err = reader.ReadLarge(ctx, file.Path, largest)
	return content, func() { <-s.large }, err
}

// searchPieces searches a text of any length, piece by piece.
func (s *Scanner) searchPieces(ctx context.Context, salt string, searched text) ([]Match, error) {
	if len(searched.content) <= piece+overlap {
		return s.search(ctx, salt, searched)
	}
	var matches []Match
	rest, first, wholeLine := searched.content, searched.first, true
	for {
		part := searched
		part.content, part.first = rest[:cutAt(rest, piece+overlap)], first
		found, err := s.search(ctx, salt, part)
		if err != nil {
			return nil, err
		}
		for _, match := range found {
			if !wholeLine && match.Line == first {
				match.Column = 0 // it is counted from the cut, not from the line's start
			}
			matches = append(matches, match)
		}
		if len(part.content) == len(rest) {
			break
		}
		next := cutAt(rest, len(part.content)-overlap)
		first += strings.Count(rest[:next], "\n")
		wholeLine = rest[next-1] == '\n'
		rest = rest[next:]
	}
	// What stands in an overlap is found twice.
	seen := map[Match]bool{}
	return slices.DeleteFunc(matches, func(match Match) bool {
		key := Match{Rule: match.Rule, Line: match.Line, Hash: match.Hash}
		again := seen[key]
		seen[key] = true
		return again
	}), nil
}

// cutAt returns where a text is cut, at most at this length: behind a line end
// that is not far before it, or between two characters.
func cutAt(content string, most int) int {
	if len(content) <= most {
		return len(content)
	}
	const far = 64 << 10
	if line := strings.LastIndexByte(content[most-far:most], '\n'); line >= 0 {
		return most - far + line + 1
	}
	for most > 1 && !utf8.RuneStart(content[most]) {
		most--
	}
	return most
}
