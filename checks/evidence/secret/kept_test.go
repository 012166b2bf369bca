package secret_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/kept/kepttest"
	"github.com/golive-app/golive/checks/evidence/secret"
)

// counted is a source that notes which files are read.
type counted struct {
	*checkstest.Source
	mutex sync.Mutex
	read  []string
}

func (c *counted) Read(ctx context.Context, path string) ([]byte, error) {
	c.mutex.Lock()
	c.read = append(c.read, path)
	c.mutex.Unlock()
	return c.Source.Read(ctx, path)
}

var _ checks.Source = (*counted)(nil)

func TestWhatIsCleanIsNotSearchedAgain(t *testing.T) {
	t.Parallel()
	tree := map[string]string{
		"a.go": "package a\n", "b.ts": "const k = '" + awsKey + "'\n", "logo.png": "\x89PNG\x00\x00", "data.zip": "PK\x03\x04\x00",
		"sample.ts": "const key = 'AKIAEXAMPLEEXAMPLE00'\n",
	}
	for name, test := range map[string]struct {
		edition string
		change  func(files map[string]string)
		read    []string // by the second run; files with something in them always are
	}{
		"the same files": {"one", func(map[string]string) {}, []string{"b.ts"}},
		"another name": {"one", func(files map[string]string) {
			files["c.go"] = files["a.go"]
			delete(files, "a.go")
		}, []string{"b.ts", "c.go"}},
		"other content":   {"one", func(files map[string]string) { files["a.go"] = "package b\n" }, []string{"a.go", "b.ts"}},
		"another program": {"two", func(map[string]string) {}, []string{"a.go", "b.ts", "data.zip", "logo.png", "sample.ts"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			kept := kepttest.New()
			search := func(edition string, files map[string]string) (secret.Tree, *counted) {
				scanner, err := secret.NewScanner(secret.Options{Kept: kept, Edition: edition})
				if err != nil {
					t.Fatal(err)
				}
				source := &counted{Source: checkstest.Tree(files)}
				found, err := scanner.Tree(t.Context(), source, "salt")
				if err != nil {
					t.Fatal(err)
				}
				return found, source
			}
			first, source := search("one", tree)
			for _, file := range source.Files() {
				if want := file.Path == "a.go" || file.Path == "sample.ts"; kept.Cleared[file.Blob] != want {
					t.Errorf("%s is clean: %v, want %v", file.Path, !want, want)
				}
			}
			changed := map[string]string{}
			for path, content := range tree {
				changed[path] = content
			}
			test.change(changed)
			kept.Cleared = map[string]bool{}
			second, source := search(test.edition, changed)
			slices.Sort(source.read)
			read := slices.DeleteFunc(source.read, func(path string) bool { return test.edition == "one" && path == "sample.ts" })
			if !slices.Equal(read, test.read) {
				t.Errorf("%q were read, want %q", read, test.read)
			}
			if second.Files != first.Files || second.Media != 1 || len(second.Archives) != 1 || second.Bytes != first.Bytes {
				t.Errorf("the second run saw %+v, the first %+v", second, first)
			}
			if len(second.Hits) != len(first.Hits) || second.Hits[0].Hash != first.Hits[0].Hash {
				t.Errorf("hits %+v, want %+v", second.Hits, first.Hits)
			}
			for _, file := range source.Files() {
				if file.Language == "Go" && !kept.Cleared[file.Blob] {
					t.Errorf("nobody is told that %s is clean", file.Path)
				}
			}
		})
	}
}
