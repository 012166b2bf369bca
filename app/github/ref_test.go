package github

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

func TestTags(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, plain, err := w.CreateTag("acme/shop", "v1.0.0", w.first, "", "ada")
	must(t, err)
	object, commit, err := w.CreateTag("acme/shop", "release/v1.1.0", w.first, "Release 1.1.0", "ada")
	must(t, err)
	nested, _, err := w.CreateNestedTag("acme/shop", "release/v1.2.0", w.first, "again", "ada")
	must(t, err)
	w.push("release/v1.1.0", map[string]string{"c": "c"}) // a branch of a tag's name
	r := w.repository()
	tag, err := r.Tag(w.ctx, "v1.0.0")
	must(t, err)
	equal(t, "lightweight", tag, checks.Tag{Name: "v1.0.0", Object: plain, Commit: plain})
	tag, err = r.Tag(w.ctx, "release/v1.1.0")
	must(t, err)
	if tag.Object != object || tag.Commit != commit || !tag.Annotated || tag.Tagger == "" || tag.Date.IsZero() {
		t.Errorf("annotated: %+v", tag)
	}
	tag, err = r.Tag(w.ctx, "release/v1.2.0")
	must(t, err)
	if tag.Object != nested || tag.Commit != w.first {
		t.Errorf("nested: %+v", tag)
	}
	for _, name := range []string{"release/v1", "release", "v9", "../heads/main", ""} {
		if _, err := r.Tag(w.ctx, name); !errors.Is(err, jobs.ErrGone) {
			t.Errorf("tag %q: %v", name, err)
		}
	}
	all, err := r.Tags(w.ctx)
	must(t, err)
	equal(t, "all", all, []checks.Tag{
		{Name: "release/v1.1.0", Object: object, Commit: w.first, Annotated: true},
		{Name: "release/v1.2.0", Object: nested, Commit: w.first, Annotated: true},
		{Name: "v1.0.0", Object: w.first, Commit: w.first},
	})
}

func TestTagThatIsMoreThanOneOrNoCommit(t *testing.T) {
	t.Parallel()
	f := newFake(t, "")
	f.HandleFunc("GET /repos/acme/shop/git/ref/tags/{name}", func(writer http.ResponseWriter, request *http.Request) {
		switch name := request.PathValue("name"); name {
		case "prefix":
			answer(writer, 200, map[string]any{"ref": "refs/tags/prefix-1", "object": map[string]any{"type": "commit", "sha": "c0"}})
		case "array":
			answer(writer, 200, []any{map[string]any{"ref": "refs/tags/array-1"}})
		case "signed":
			answer(writer, 200, map[string]any{"ref": "refs/tags/signed", "object": map[string]any{"type": "tag", "sha": "a1"}})
		default:
			answer(writer, 200, map[string]any{"ref": "refs/tags/" + name, "object": map[string]any{"type": name, "sha": name}})
		}
	})
	f.HandleFunc("GET /repos/acme/shop/git/tags/{sha}", func(writer http.ResponseWriter, request *http.Request) {
		if request.PathValue("sha") == "a1" {
			answer(writer, 200, map[string]any{"tagger": map[string]any{"name": "Ada", "date": "2026-03-01T10:00:00Z"}, "verification": map[string]any{"verified": true}, "object": map[string]any{"type": "commit", "sha": "c1"}})
			return
		}
		answer(writer, 200, map[string]any{"object": map[string]any{"type": "tag", "sha": "tag"}}) // of itself
	})
	r := f.repository(t, "")
	for _, name := range []string{"prefix", "tree", "blob", "tag"} {
		if _, err := r.Tag(t.Context(), name); !errors.Is(err, jobs.ErrGone) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := r.Tag(t.Context(), "array"); err == nil {
		t.Error("a list of refs was taken for a ref")
	}
	tag, err := r.Tag(t.Context(), "signed")
	must(t, err)
	equal(t, "signed", tag, checks.Tag{Name: "signed", Object: "a1", Commit: "c1", Annotated: true, Verified: true, Tagger: "Ada", Date: time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)})
}

func FuzzParseTags(f *testing.F) {
	id := strings.Repeat("a", 40)
	f.Add([]byte(id + "\trefs/tags/v1\n" + id + "\trefs/tags/v1^{}\n"))
	f.Add([]byte("x\trefs/tags/v1^{}\n\n\t"))
	f.Fuzz(func(t *testing.T, output []byte) {
		for _, tag := range parseTags(output) {
			if tag.Name == "" || !isObjectID(tag.Object) || !isObjectID(tag.Commit) || strings.HasSuffix(tag.Name, "^{}") {
				t.Errorf("%+v of %q", tag, output)
			}
		}
	})
}

func TestBranches(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	head := w.push("main", map[string]string{"b": "b"})
	ahead := w.push("release/v1", map[string]string{"c": "c"})
	must(t, w.SetBranch("acme/shop", "old", "ada", w.first))
	side, err := w.Push("acme/shop", "side", "ada", simulator.Commit{Message: "side", Parent: w.first, Files: map[string]string{"s": "s"}})
	must(t, err)
	_, _, err = w.CreateTag("acme/shop", "main", w.first, "", "ada") // a tag of a branch's name
	must(t, err)
	r := w.repository()
	for name, want := range map[string]bool{"main": true, "release/v1": true, "release": false, "release/v": false, "nope": false, "": false} {
		found, err := r.BranchExists(w.ctx, name)
		must(t, err)
		equal(t, "branch "+name, found, want)
	}
	for _, c := range []struct {
		branch, commit string
		want           bool
	}{
		{"main", head, true}, {"main", w.first, true}, {"main", ahead, false}, {"main", side, false}, {"release/v1", head, true}, {"old", head, false},
	} {
		found, err := r.Contains(w.ctx, c.branch, c.commit)
		must(t, err)
		equal(t, c.branch+" contains "+short(c.commit), found, c.want)
	}
	if _, err := r.Contains(w.ctx, "nope", head); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("an unknown branch: %v", err)
	}
	if _, err := r.Contains(w.ctx, "main", strings.Repeat("1", 40)); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("an unknown commit: %v", err)
	}
	for ref, want := range map[string]string{"refs/heads/main": head, "heads/release/v1": ahead, "refs/tags/main": w.first, head: head, "main": head} {
		found, err := r.CommitOf(w.ctx, ref)
		must(t, err)
		equal(t, ref, found, want)
	}
	for _, ref := range []string{"heads/nope", strings.Repeat("1", 40), ""} {
		if _, err := r.CommitOf(w.ctx, ref); !errors.Is(err, jobs.ErrGone) {
			t.Errorf("ref %q: %v", ref, err)
		}
	}
	must(t, w.DeleteRepository("acme/shop", "ada"))
	if _, err := r.BranchExists(w.ctx, "main"); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("a branch of a deleted repository: %v", err)
	}
}

func TestUnrelatedHistory(t *testing.T) {
	t.Parallel()
	f := newFake(t, "")
	f.HandleFunc("GET /repos/acme/shop/git/ref/heads/main", func(writer http.ResponseWriter, _ *http.Request) {
		answer(writer, 200, map[string]any{"ref": "refs/heads/main", "object": map[string]any{"sha": "aaa"}})
	})
	f.HandleFunc("GET /repos/acme/shop/compare/aaa...bbb", func(writer http.ResponseWriter, _ *http.Request) {
		answer(writer, 404, message("No common ancestor between aaa and bbb."))
	})
	found, err := f.repository(t, "").Contains(t.Context(), "main", "bbb")
	must(t, err)
	equal(t, "contains", found, false)
}
