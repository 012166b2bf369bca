package demo_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/golive-app/golive/app/demo"
	"github.com/golive-app/golive/app/demo/shop"
)

// local is a git repository on this machine.
func local(t *testing.T, script ...[]string) string {
	t.Helper()
	directory := filepath.Join(t.TempDir(), "my shop")
	if err := os.Mkdir(directory, 0o755); err != nil {
		t.Fatal(err)
	}
	runGit(t, directory, "init", "--quiet", "--initial-branch=main")
	for _, arguments := range script {
		runGit(t, directory, arguments...)
	}
	return directory
}

func commit(message string) []string {
	return []string{"commit", "--quiet", "--allow-empty", "--message", message}
}

func TestAnyLocalRepositoryCanBeShown(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		script           [][]string
		base, head, from string // from: the commit that base has
		commits          int
		why              string
	}{
		"a release branch": {
			[][]string{commit("one"), {"checkout", "--quiet", "-b", "release/v2"}, commit("two"), commit("three")},
			"main", "release/v2", "one", 2, "branch release/v2, ahead of main by 2 commits",
		},
		"a branch beside master": {
			[][]string{commit("one"), {"branch", "--move", "master"}, {"checkout", "--quiet", "-b", "feature"}, commit("two")},
			"master", "feature", "one", 1, "branch feature, ahead of master by 1 commit",
		},
		"a branch without commits of its own": {
			[][]string{commit("one"), {"tag", "v1"}, commit("two"), {"checkout", "--quiet", "-b", "feature"}},
			"main", "release/next", "one", 1, "everything since the last tag, v1",
		},
		"one branch since its last tag": {
			[][]string{commit("one"), {"tag", "v1"}, commit("two"), {"tag", "-a", "-m", "x", "v2"}, commit("three"), commit("four")},
			"main", "release/next", "two", 2, "everything since the last tag, v2",
		},
		"a tag on the head itself is the release": {
			[][]string{commit("one"), {"tag", "v1"}, commit("two"), {"tag", "v2"}},
			"main", "release/next", "one", 1, "everything since the last tag, v1",
		},
		"no tag at all": {
			[][]string{commit("one"), commit("two"), commit("three")},
			"main", "release/next", "one", 2, "no tag says where the release begins: the last 2 commits",
		},
		"a detached head": {
			[][]string{commit("one"), {"tag", "v1"}, commit("two"), {"checkout", "--quiet", "--detach"}},
			"main", "release/next", "one", 1, "everything since the last tag, v1",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			directory := local(t, c.script...)
			before := runGit(t, directory, "for-each-ref")
			s := newStage(t)
			scene := prepare(t, s, demo.Options{RepositoryDirectory: directory})
			git := func(arguments ...string) string { return runGit(t, scene.Repository.Directory, arguments...) }
			if scene.BaseBranch != c.base || scene.HeadBranch != c.head || scene.Why != c.why || scene.Repository.Name != "my-shop" {
				t.Errorf("got %s ← %s, %q, %s", scene.BaseBranch, scene.HeadBranch, scene.Why, scene.Repository.Name)
			}
			if from := git("log", "-1", "--format=%s", "refs/heads/"+c.base); from != c.from {
				t.Errorf("the base is at %q, want %q", from, c.from)
			}
			opened, err := scene.OpenReleasePullRequest(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if opened.HeadSHA != runGit(t, directory, "rev-parse", "HEAD") || !slices.Contains(opened.Labels, "release") {
				t.Errorf("got %+v", opened)
			}
			if count := git("rev-list", "--count", opened.BaseRef+".."+opened.HeadSHA); count != fmt.Sprint(c.commits) {
				t.Errorf("%s commits, want %d", count, c.commits)
			}
			if after := runGit(t, directory, "for-each-ref"); after != before {
				t.Errorf("the local repository was changed:\n%s", after)
			}
			if _, _, err := scene.ServeStaging(); !errors.Is(err, demo.ErrOtherRepository) {
				t.Errorf("staging of another repository: %v", err)
			}
			if _, err := scene.PushFix(t.Context(), shop.Fixed); !errors.Is(err, demo.ErrOtherRepository) {
				t.Errorf("a fix of another repository: %v", err)
			}
		})
	}
}

func TestAFetchedBaseBranchIsEnough(t *testing.T) {
	t.Parallel()
	origin := local(t, commit("one"))
	clone := filepath.Join(t.TempDir(), "clone")
	runGit(t, origin, "clone", "--quiet", origin, clone)
	runGit(t, clone, "checkout", "--quiet", "-b", "release/v2")
	runGit(t, clone, commit("two")...)
	runGit(t, clone, "branch", "--delete", "--force", "main")
	runGit(t, origin, commit("elsewhere")...)
	runGit(t, clone, "fetch", "--quiet")
	scene := prepare(t, newStage(t), demo.Options{RepositoryDirectory: clone})
	if scene.BaseBranch != "main" || scene.Why != "branch release/v2, ahead of main by 1 commit" {
		t.Errorf("got %s, %q", scene.BaseBranch, scene.Why)
	}
}

func TestALinkedWorktreeCanBeShown(t *testing.T) {
	t.Parallel()
	directory := local(t, commit("one"))
	linked := filepath.Join(t.TempDir(), "linked")
	runGit(t, directory, "worktree", "add", "--quiet", "-b", "release/v2", linked)
	runGit(t, linked, commit("two")...)
	inside := filepath.Join(linked, "inside")
	if err := os.Mkdir(inside, 0o755); err != nil {
		t.Fatal(err)
	}
	scene := prepare(t, newStage(t), demo.Options{RepositoryDirectory: inside})
	if scene.HeadBranch != "release/v2" || scene.Repository.Name != "linked" {
		t.Errorf("got %s of %s", scene.HeadBranch, scene.Repository.Name)
	}
}

func TestAShallowCloneCanBeShown(t *testing.T) {
	t.Parallel()
	origin := local(t, commit("one"), commit("two"), commit("three"), commit("four"))
	clone := filepath.Join(t.TempDir(), "clone")
	runGit(t, origin, "clone", "--quiet", "--depth=3", "file://"+origin, clone)
	scene := prepare(t, newStage(t), demo.Options{RepositoryDirectory: clone})
	if scene.Why != "no tag says where the release begins: the last 2 commits" {
		t.Errorf("got %q", scene.Why)
	}
}

func TestWhatCannotBeShownIsRefused(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		directory string
		wanted    error
	}{
		"no repository":    {t.TempDir(), demo.ErrNoRepository},
		"no directory":     {filepath.Join(t.TempDir(), "nowhere"), demo.ErrNoRepository},
		"an empty one":     {local(t), demo.ErrNoRepository},
		"one commit only":  {local(t, commit("one")), demo.ErrNoHistory},
		"a branch like it": {local(t, commit("one"), []string{"checkout", "--quiet", "-b", "release/v1"}), demo.ErrNoHistory},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := demo.Prepare(t.Context(), newStage(t).GitHub, demo.Options{RepositoryDirectory: c.directory, Interval: time.Millisecond})
			if !errors.Is(err, c.wanted) {
				t.Errorf("got %v, want %v", err, c.wanted)
			}
		})
	}
}
