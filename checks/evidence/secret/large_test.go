package secret_test

import (
	"context"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
)

// largeSource hands out large files, and counts how many it did.
type largeSource struct {
	*checkstest.Source
	read int
}

func (s *largeSource) ReadLarge(_ context.Context, path string, limit int64) ([]byte, error) {
	s.read++
	content, found := s.Content[path]
	if !found || int64(len(content)) > limit {
		return nil, checks.ErrTooLarge
	}
	return []byte(content), nil
}

func TestTreeSearchesLargeFilesInPieces(t *testing.T) {
	t.Parallel()
	line := "INSERT INTO orders VALUES (1, 'nothing of interest', 42);\n"
	lines := strings.Repeat(line, (1<<20)/len(line))
	count := strings.Count(lines, "\n")
	for name, test := range map[string]struct {
		text string
		at   []int // lines of the findings
	}{
		"in the first piece":         {"k = '" + awsKey + "'\n" + lines + lines, []int{1}},
		"in the last piece":          {lines + lines + "k = '" + awsKey + "'\n", []int{2*count + 1}},
		"in every piece":             {"k = '" + awsKey + "'\n" + lines + "k = '" + githubPAT + "'\n" + lines + "k = '" + stripe + "'", []int{1, count + 2, 2*count + 3}},
		"in a text without any line": {strings.Repeat("é,", 800_000) + "\"k\":\"" + awsKey + "\"," + strings.Repeat("é,", 800_000), []int{1}},
		"a key over several lines":   {lines[:len(lines)-len(line)*2] + keyBlock + lines, []int{count - 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := &largeSource{Source: checkstest.Tree(map[string]string{"dump.sql": test.text})}
			source.Limit = 1 << 20
			tree, err := scanner(t).Tree(t.Context(), source, name)
			if err != nil || tree.Files != 1 || len(tree.Unread) != 0 || source.read != 1 {
				t.Fatalf("%d files, unread %+v, %v, want it searched", tree.Files, tree.Unread, err)
			}
			if len(tree.Hits) != len(test.at) {
				t.Fatalf("%d hits, want %d", len(tree.Hits), len(test.at))
			}
			for index, hit := range tree.Hits {
				if hit.Line != test.at[index] {
					t.Errorf("line %d, want %d", hit.Line, test.at[index])
				}
			}
		})
	}
}

func TestTreeFindsASecretWhereverAPieceEnds(t *testing.T) {
	t.Parallel()
	// Around the end of the first piece, with lines and without.
	for _, fill := range []string{"abc def ghi\n", "abc def ghi "} {
		for _, before := range []int{1<<20 - 30, 1 << 20, 1<<20 + 8<<10 - 30, 1<<20 + 8<<10} {
			text := strings.Repeat(fill, before/len(fill)) + "k = '" + awsKey + "'\n" + strings.Repeat(fill, 40_000)
			source := &largeSource{Source: checkstest.Tree(map[string]string{"dump.sql": text})}
			source.Limit = 1 << 20
			tree, err := scanner(t).Tree(t.Context(), source, "pieces")
			if err != nil || len(tree.Hits) != 1 {
				t.Errorf("%q after %d bytes: %d hits, %v, want one", fill, before, len(tree.Hits), err)
			}
		}
	}
}

func TestTreeSaysWhatIsTooLargeToSearch(t *testing.T) {
	t.Parallel()
	source := &largeSource{Source: checkstest.Tree(map[string]string{
		"dump.sql": strings.Repeat("x", 17<<20), "yarn.lock": strings.Repeat("x", 2000), "film.mp4": strings.Repeat("\x00", 2000),
	})}
	source.Limit = 1000
	tree, err := scanner(t).Tree(t.Context(), source, "salt")
	if err != nil || len(tree.Unread) != 1 || tree.Unread[0].Reason != "17.0 MiB, more than is searched" || source.read != 0 {
		t.Errorf("unread %+v, %v, read %d large files", tree.Unread, err, source.read)
	}
	if len(tree.Large) != 1 || tree.Media != 1 {
		t.Errorf("large %v, media %d: kinds that are not searched are told apart", tree.Large, tree.Media)
	}
}
