package simulator

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-github/v66/github"
)

// parsed are deliveries as go-github reads them, of one event only.
func parsed[T any](t *testing.T, events []received) []T {
	t.Helper()
	var found []T
	for _, event := range events {
		body, err := github.ParseWebHook(event.event, event.body)
		check(t, err)
		if wanted, ok := body.(T); ok {
			found = append(found, wanted)
		}
	}
	return found
}

// names are "event.action" of deliveries in order.
func names(t *testing.T, events []received) string {
	t.Helper()
	var all []string
	for _, event := range events {
		var body struct{ Action string }
		check(t, json.Unmarshal(event.body, &body))
		all = append(all, strings.TrimSuffix(event.event+"."+body.Action, "."))
	}
	return strings.Join(all, " ")
}

func TestPushOfABranch(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	sha, err := w.Push("acme/shop", "release/v1", "kim",
		Commit{Message: "one", Files: map[string]string{"a.txt": "1", "dir/ü b.txt": "2", "odd\t\"name": "3"}},
		Commit{Message: "two\x1e\x01\n\nbody", Author: "lee", Files: map[string]string{"a.txt": "2"}, Delete: []string{"README.md"}})
	check(t, err)
	events := w.events()
	if got := names(t, events); got != "push check_suite.requested" && got != "check_suite.requested push" {
		t.Errorf("events are %s", got)
	}
	push := parsed[*github.PushEvent](t, events)[0]
	if push.GetRef() != "refs/heads/release/v1" || push.GetBefore() != zeroSHA || push.GetAfter() != sha || !push.GetCreated() || push.GetForced() {
		t.Errorf("push is %v", push)
	}
	if len(push.Commits) != 2 || push.Commits[0].GetMessage() != "one" || fmt.Sprintf("%q", push.Commits[0].Added) != `["a.txt" "dir/ü b.txt" "odd\t\"name"]` {
		t.Fatalf("commits are %v", push.Commits)
	}
	second := push.Commits[1]
	if fmt.Sprint(second.Modified, second.Removed) != "[a.txt] [README.md]" || second.GetAuthor().GetLogin() != "lee" || push.GetHeadCommit().GetID() != sha {
		t.Errorf("second commit is %v", second)
	}
	if push.GetInstallation().GetID() != w.installation || push.GetRepo().GetFullName() != "acme/shop" || push.GetSender().GetLogin() != "kim" || push.GetRepo().GetCreatedAt().IsZero() {
		t.Errorf("envelope is %v", push)
	}
	content, err := newGitDirectory(mustDescribe(t, w).Directory).run(nil, "show", sha+":dir/ü b.txt")
	check(t, err)
	if content != "2" {
		t.Errorf("content is %q", content)
	}
}

func mustDescribe(t *testing.T, w *world) Repository {
	t.Helper()
	found, err := w.Repository("acme/shop")
	check(t, err)
	return found
}

func TestForcedPushMovesThePullRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	opened := w.open("release/v1")
	w.events()
	sha, err := w.Push("acme/shop", "release/v1", "kim", Commit{Message: "again", Parent: "main", Files: map[string]string{"app.js": "2"}})
	check(t, err)
	events := w.events()
	if push := parsed[*github.PushEvent](t, events)[0]; !push.GetForced() || push.GetBefore() != opened.HeadSHA {
		t.Errorf("push is %v", push)
	}
	moved := parsed[*github.PullRequestEvent](t, events)[0]
	if moved.GetAction() != "synchronize" || moved.GetBefore() != opened.HeadSHA || moved.GetAfter() != sha || moved.GetPullRequest().GetHead().GetSHA() != sha {
		t.Errorf("synchronize is %v", moved)
	}
}

func TestPushOfTags(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{Events: append(DefaultEvents(), "create", "delete")})
	second := w.commit("main", "second", "b.txt", "b")
	w.events()
	for name, test := range map[string]struct {
		create func() (string, string, error)
		ref    string
	}{
		"lightweight": {func() (string, string, error) { return w.CreateTag("acme/shop", "release/v1", "", "", "kim") }, "refs/tags/release/v1"},
		"annotated":   {func() (string, string, error) { return w.CreateTag("acme/shop", "release/v2", "", "two", "kim") }, "refs/tags/release/v2"},
		"nested": {func() (string, string, error) {
			return w.CreateNestedTag("acme/shop", "release/v3", "", "three", "kim")
		}, "refs/tags/release/v3"},
	} {
		t.Run(name, func(t *testing.T) {
			object, commit, err := test.create()
			check(t, err)
			events := w.events()
			if got := names(t, events); got != "push create" {
				t.Errorf("events are %s", got)
			}
			push := parsed[*github.PushEvent](t, events)[0]
			if push.GetRef() != test.ref || push.GetAfter() != object || push.GetHeadCommit().GetID() != commit || commit != second {
				t.Errorf("push is %v, object %s, commit %s", push, object, commit)
			}
			if (object == commit) != (name == "lightweight") {
				t.Errorf("object %s, commit %s", object, commit)
			}
			// What golive does: ref → tag objects → commit.
			found, _, err := w.client.Git.GetRef(w.ctx, "acme", "shop", test.ref)
			check(t, err)
			kind, sha, steps := found.GetObject().GetType(), found.GetObject().GetSHA(), 0
			for ; kind == "tag"; steps++ {
				tag, _, err := w.client.Git.GetTag(w.ctx, "acme", "shop", sha)
				check(t, err)
				kind, sha = tag.GetObject().GetType(), tag.GetObject().GetSHA()
			}
			if want := map[string]int{"lightweight": 0, "annotated": 1, "nested": 2}[name]; steps != want || sha != commit {
				t.Errorf("%d steps to %s, want %d to %s", steps, sha, want, commit)
			}
		})
	}
	t.Run("moved", func(t *testing.T) {
		third := w.commit("main", "third", "c.txt", "c")
		w.events()
		_, commit, err := w.MoveTag("acme/shop", "release/v1", "main", "", "kim")
		check(t, err)
		push := parsed[*github.PushEvent](t, w.events())[0]
		if commit != third || !push.GetForced() || push.GetBefore() != second || push.GetAfter() != third || push.GetCreated() {
			t.Errorf("push is %v", push)
		}
	})
	t.Run("deleted", func(t *testing.T) {
		check(t, w.DeleteTag("acme/shop", "release/v1", "kim"))
		push := parsed[*github.PushEvent](t, w.events())[0]
		if !push.GetDeleted() || push.GetAfter() != zeroSHA || push.HeadCommit != nil {
			t.Errorf("push is %v", push)
		}
	})
	t.Run("more than three at once send nothing", func(t *testing.T) {
		check(t, w.PushTags("acme/shop", "kim", Tag{Name: "a"}, Tag{Name: "b"}, Tag{Name: "c"}, Tag{Name: "d"}))
		if got := names(t, w.events()); got != "" {
			t.Errorf("events are %s", got)
		}
		references, _, err := w.client.Git.ListMatchingRefs(w.ctx, "acme", "shop", &github.ReferenceListOptions{Ref: "tags/release/"})
		check(t, err)
		if len(references) != 2 {
			t.Errorf("%d release tags, want 2", len(references))
		}
	})
	t.Run("a branch of the same name is another ref", func(t *testing.T) {
		branch := w.commit("release/v2", "on the branch", "d.txt", "d")
		commit, _, err := w.client.Repositories.GetCommit(w.ctx, "acme", "shop", "release/v2", nil)
		check(t, err)
		tagged, _, err := w.client.Repositories.GetCommit(w.ctx, "acme", "shop", "tags/release/v2", nil)
		check(t, err)
		if commit.GetSHA() != branch || tagged.GetSHA() != second {
			t.Errorf("branch %s, tag %s", commit.GetSHA(), tagged.GetSHA())
		}
	})
}
