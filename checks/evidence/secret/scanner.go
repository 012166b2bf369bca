package secret

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/zricethezav/gitleaks/v8/report"
)

// Scanner finds secrets in text. It is safe for concurrent use, and one serves a whole
// process.
type Scanner struct {
	book     *book
	remember *lru.Cache[memory, []Match]
	kept     Kept
	edition  string
	workers  int
	large    chan struct{} // held while a large file is in memory: one at a time
}

// memory is what a file's matches depend on.
type memory struct{ blob, path, salt string }

// Options are what a Scanner may be told.
type Options struct {
	Remember int    // files whose matches are kept, so that a re-run is fast; 0: 50,000
	Workers  int    // texts searched at once; 0: as many as the program may use processors
	Kept     Kept   // which files held none, for the next run of the program; nil: that is forgotten
	Edition  string // of the program: another one may have other rules
}

// theBook is the one that all scanners of a process read: it never changes, and some two
// hundred rules are costly to read.
var theBook = sync.OnceValues(newBook)

// NewScanner returns a scanner with gitleaks' default rules. An error means
// that they cannot be read.
func NewScanner(options Options) (*Scanner, error) {
	book, err := theBook()
	if err != nil {
		return nil, fmt.Errorf("prepare the secret scanner: %w", err)
	}
	remembered, err := lru.New[memory, []Match](cmp.Or(options.Remember, 50_000))
	if err != nil {
		return nil, fmt.Errorf("prepare the secret scanner: %w", err)
	}
	return &Scanner{
		book: book, remember: remembered, kept: options.Kept, edition: options.Edition,
		workers: cmp.Or(options.Workers, runtime.GOMAXPROCS(0)), large: make(chan struct{}, 1),
	}, nil
}

// text is one piece of content to search.
type text struct {
	path    string
	content string
	lower   string // content in small letters
	first   int    // the line at which it begins, from 1
	shaped  bool   // use only rules whose values have a shape of their own
	binary  bool   // lines mean nothing
}

// Text searches one text that begins at line first of a file, and returns its
// matches in their order. The error is the context's.
func (s *Scanner) Text(ctx context.Context, salt, name, content string, first int) ([]Match, error) {
	return s.search(ctx, salt, text{path: name, content: content, first: max(first, 1), shaped: shapedOnly(name, content)})
}

func (s *Scanner) search(ctx context.Context, salt string, searched text) ([]Match, error) {
	searched.lower = inSmallLetters(searched.content)
	found, err := s.book.search(ctx, searched)
	if err != nil {
		return nil, err
	}
	var matches []Match
	places := newPlaces(searched.content)
	for _, one := range found {
		if match, ok := describe(one, salt, searched, places); ok {
			matches = append(matches, match)
		}
	}
	if !searched.shaped {
		matches = append(matches, passwords(salt, searched, places)...)
		matches = append(matches, assigned(salt, searched, places, matches)...)
	}
	slices.SortStableFunc(matches, func(a, b Match) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(generic(a), generic(b)), cmp.Compare(a.Rule, b.Rule))
	})
	return slices.CompactFunc(matches, func(a, b Match) bool {
		return a.Line == b.Line && (a.Hash == b.Hash || a.Column > 0 && a.Column == b.Column)
	}), nil
}

// generic ranks what knows its provider before what does not.
func generic(match Match) int {
	switch {
	case match.Kind == KindGeneric:
		return 2
	case strings.HasPrefix(match.Rule, "prefixed-"):
		return 1
	}
	return 0
}

// rulePath is the path as gitleaks' rules see it. Some of them pass over
// folders by name; a name chosen in a pull request must not hide anything.
func rulePath(name string) string { return path.Base(name) }

// describe turns gitleaks' finding into a match without its value; false for
// one that is a public or an encrypted value by its place.
func describe(found report.Finding, salt string, searched text, places places) (Match, bool) {
	value := found.Secret
	if Encrypted(value) || published[value] || sealed(found.RuleID, searched.content) {
		return Match{}, false
	}
	if shape := shapeOf(found.RuleID); shape != nil && !shape.fits(value) {
		return Match{}, false
	}
	if found.RuleID == "jwt" && !webToken(value) {
		return Match{}, false
	}
	match := Match{
		Rule: found.RuleID, Title: title(found.RuleID), Kind: kindOf(found.RuleID, value),
		Hash: Hash(salt, value), Tail: tail(value), Allowed: strings.Contains(found.Line, "gitleaks:allow"),
	}
	switch match.Kind {
	case KindPrivateKey:
		match.Tail = ""
		match.Placeholder = found.RuleID == "private-key" && !keyBody(value)
	case KindGeneric:
		before, _, _ := strings.Cut(found.Match, value)
		name := identifierOf(before)
		if hashName.MatchString(before) || hashedName.MatchString(name) {
			return Match{}, false
		}
		match.Strong = Random(value) && SecretName(name)
		match.Placeholder = Placeholder(value) || Reference(value) || found.RuleID == "generic-api-key" && (identity(name, value) || relationKey.MatchString(name))
		if found.RuleID == "jwt" {
			token := tokenFactsOf(value)
			match.Expires = token.expires
			if token.public {
				match.Kind = KindPublic
			}
		}
	default:
		match.Placeholder = Placeholder(value) || Reference(value)
	}
	if !searched.binary {
		match.locate(found, value, searched.first, places)
		if match.Column > 0 {
			start := places.offset(match.Line - searched.first)
			at := start + match.Column - 1
			if match.Kind == KindProvider && goesOn(places.content, at+len(value), value) && !(growing(found.RuleID) && runLength(places.content[at:]) <= longestGrown) {
				return Match{}, false
			}
			match.Placeholder = match.Placeholder || standsIn(places, start+match.Column-1)
		}
	}
	return match, true
}

// growing reports whether a provider makes its tokens longer than the rule knows: all
// of GitLab's but those that register runners.
// https://docs.gitlab.com/security/tokens/#token-prefixes
func growing(rule string) bool {
	return strings.HasPrefix(rule, "gitlab-") && rule != "gitlab-rrt"
}

// longestGrown is how long such a token is at most, with its prefix.
const longestGrown = 60

// runLength is how far letters, figures and dashes go on.
func runLength(content string) int {
	for i := range len(content) {
		if !tokenCharacter(content[i]) && content[i] != '-' {
			return i
		}
	}
	return len(content)
}

// goesOn reports whether letters and figures go on behind a value of a provider's
// shape: what is longer than its tokens are is none of them.
func goesOn(content string, end int, value string) bool {
	return end > 0 && end < len(content) && tokenCharacter(content[end]) && content[end-1] == value[len(value)-1] && tokenCharacter(content[end-1])
}

func tokenCharacter(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// locate finds the value's own place: gitleaks gives that of the whole match,
// which may begin lines before.
func (m *Match) locate(found report.Finding, value string, first int, places places) {
	start := places.offset(found.StartLine)
	offset := -1
	if at := strings.Index(places.content[start:], found.Match); at >= 0 && found.Match != "" {
		offset = start + at + max(strings.Index(found.Match, value), 0)
	}
	if offset < 0 {
		m.Line, m.EndLine = first+found.StartLine, first+found.EndLine
		return
	}
	line, column := places.at(offset)
	last, _ := places.at(offset + max(len(value)-1, 0))
	m.Line, m.EndLine, m.Column = first+line, first+last, column
}
