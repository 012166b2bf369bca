package source

import (
	"errors"
	"testing"
)

func TestTagsArePeeledToTheirCommits(t *testing.T) {
	t.Parallel()
	r := newRepo(t)
	r.write("a.go", "package a\n")
	r.git("add", ".")
	r.git("commit", "--quiet", "-m", "first")
	head := r.git("rev-parse", "HEAD")
	r.git("tag", "v1.0.0")
	r.git("tag", "-a", "-m", "Release", "release/v1.1.0")
	r.git("tag", "-a", "-m", "Nested", "nested", "release/v1.1.0")
	r.git("tag", "a-file", r.git("rev-parse", "HEAD:a.go"))
	tags, err := Tags{r.dir}.Tags(t.Context())
	if err != nil || len(tags) != 3 {
		t.Fatalf("%+v, %v, want the three that lead to commits", tags, err)
	}
	for index, want := range []struct {
		name      string
		annotated bool
	}{{"nested", true}, {"release/v1.1.0", true}, {"v1.0.0", false}} {
		if tag := tags[index]; tag.Name != want.name || tag.Commit != head || tag.Annotated != want.annotated || tag.Date.IsZero() || tag.Verified {
			t.Errorf("tag = %+v, want %s on %s", tag, want.name, head)
		}
	}
}

func TestTagsOfADirectoryWithout(t *testing.T) {
	t.Parallel()
	if tags, err := (Tags{newRepo(t).dir}).Tags(t.Context()); err != nil || len(tags) != 0 {
		t.Errorf("a repository without tags: %+v, %v", tags, err)
	}
	if _, err := (Tags{t.TempDir()}).Tags(t.Context()); !errors.Is(err, ErrNoRepository) {
		t.Errorf("no repository: %v", err)
	}
}
