package github

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/jobs"
)

func TestFetchBringsACommitAndWhatLeadsToIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	head := w.push("release/v1", map[string]string{"a.txt": "a"})
	r := w.repository()
	directory, err := r.Fetch(w.ctx, head, w.first)
	must(t, err)
	equal(t, "file", gitOut(t, directory, "show", head+":a.txt"), "a")
	equal(t, "history", gitOut(t, directory, "rev-list", "--count", head), "2")

	w.paths()
	again, err := r.Fetch(w.ctx, head, w.first)
	must(t, err)
	equal(t, "directory", again, directory)
	if paths := w.paths(); len(paths) != 0 {
		t.Errorf("commits that are here were asked for: %v", paths)
	}

	// An ancestor came along, and costs nothing either.
	_, err = r.Fetch(w.ctx, w.first)
	must(t, err)
	if paths := w.paths(); len(paths) != 0 {
		t.Errorf("an ancestor was asked for: %v", paths)
	}
}

func TestFetchReadsWithATokenThatCanDoNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.repository()
	w.paths()
	directory, err := r.Fetch(w.ctx, w.first)
	must(t, err)
	var asked []byte
	for _, request := range w.Requests() {
		if strings.HasSuffix(request.Path, "/access_tokens") {
			asked = request.Body
		}
	}
	if !bytes.Contains(asked, []byte(`"contents":"read"`)) || !bytes.Contains(asked, []byte("repository_ids")) || bytes.Contains(asked, []byte("checks")) {
		t.Errorf("the token for git was asked for with %s", asked)
	}
	// Nothing of it is left on the disk.
	must(t, filepath.WalkDir(filepath.Dir(directory), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte("Authorization")) || bytes.Contains(content, []byte("x-access-token")) || bytes.Contains(content, []byte("ghs_")) {
			t.Errorf("%s holds a credential", path)
		}
		return err
	}))
}

func TestFetchBringsTheHeadOfAFork(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.Fork("acme/shop", "mallory")
	must(t, err)
	head, err := w.Push("mallory/shop", "release/v2", "mallory", simulator.Commit{Message: "mine", Files: map[string]string{"b.txt": "b"}})
	must(t, err)
	_, err = w.OpenPullRequest(simulator.NewPullRequest{Repository: "acme/shop", Title: "v2", Head: "mallory:release/v2", User: "mallory"})
	must(t, err)
	directory, err := w.repository().Fetch(w.ctx, head)
	must(t, err)
	equal(t, "file", gitOut(t, directory, "show", head+":b.txt"), "b")
}

func TestFetchOfWhatIsNotThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.repository()
	_, err := r.Fetch(w.ctx, strings.Repeat("1", 40))
	if !errors.Is(err, jobs.ErrGone) {
		t.Errorf("an unknown commit: %v", err)
	}
	for _, word := range []string{"main", "--upload-pack=touch /tmp/x", "", "refs/heads/main", strings.Repeat("A", 40)} {
		if _, err := r.Fetch(w.ctx, word); err == nil || errors.Is(err, jobs.ErrGone) {
			t.Errorf("%q is no commit: %v", word, err)
		}
	}
	must(t, w.DeleteRepository("acme/shop", "ada"))
	if _, err := r.Fetch(w.ctx, strings.Repeat("2", 40)); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("a deleted repository: %v", err)
	}
}

func TestFetchMakesADamagedMirrorAnewOnce(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func(t *testing.T, directory string){
		"truncated pack": func(t *testing.T, directory string) {
			packs, err := filepath.Glob(filepath.Join(directory, "objects/pack/*.pack"))
			must(t, err)
			for _, pack := range packs {
				must(t, os.Chmod(pack, 0o600))
				must(t, os.Truncate(pack, 20))
			}
		},
		"no HEAD":      func(t *testing.T, directory string) { must(t, os.Remove(filepath.Join(directory, "HEAD"))) },
		"lost objects": func(t *testing.T, directory string) { must(t, os.RemoveAll(filepath.Join(directory, "objects"))) },
		"broken config": func(t *testing.T, directory string) {
			must(t, os.WriteFile(filepath.Join(directory, "config"), []byte("[core"), 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			r := w.repository()
			directory, err := r.Fetch(w.ctx, w.first)
			must(t, err)
			damage(t, directory)
			head := w.push("main", map[string]string{"c.txt": "c"})
			again, err := r.Fetch(w.ctx, w.first, head)
			must(t, err)
			equal(t, "file", gitOut(t, again, "show", head+":c.txt"), "c")
			gitOut(t, again, "fsck", "--connectivity-only") // fails the test where something is missing
		})
	}
}

func TestFetchLeavesTheMirrorWhenTheServerFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.repository()
	directory, err := r.Fetch(w.ctx, w.first)
	must(t, err)
	head := w.push("main", map[string]string{"c.txt": "c"})
	remove := w.Inject(simulator.Fault{Path: regexp.MustCompile(`\.git/`), Kind: simulator.ServerError, Status: 503})
	if _, err := r.Fetch(w.ctx, head); err == nil || errors.Is(err, jobs.ErrGone) {
		t.Errorf("a failing server: %v", err)
	}
	if failed := remove(); failed != 1 {
		t.Errorf("git was run %d times", failed)
	}
	equal(t, "commit that was here", gitOut(t, directory, "cat-file", "-t", w.first), "commit")
	remove = w.Inject(simulator.Fault{Path: regexp.MustCompile(`\.git/`), Kind: simulator.TooManyRequests})
	var limited *jobs.LimitedError
	if _, err := r.Fetch(w.ctx, head); !errors.As(err, &limited) {
		t.Errorf("429: %v", err)
	}
	remove()
	_, err = r.Fetch(w.ctx, head)
	must(t, err)
}

func TestFetchFindsARenamedRepository(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.repository()
	must(t, w.RenameRepository("acme/shop", "store", "ada"))
	_, err := w.CreateRepository("acme", "shop", "") // somebody takes the old name
	must(t, err)
	// The token for git is this repository's alone, so that the other is none.
	directory, err := r.Fetch(w.ctx, w.first)
	must(t, err)
	equal(t, "file", gitOut(t, directory, "show", w.first+":README.md"), "# shop")
	equal(t, "name", r.Describe().FullName(), "acme/store")
}

func TestFetchHonoursTheContext(t *testing.T) {
	t.Parallel()
	f := newFake(t, "")
	asked := make(chan struct{})
	f.HandleFunc("/acme/shop.git/", func(_ http.ResponseWriter, request *http.Request) {
		close(asked)
		<-request.Context().Done() // until git is killed
	})
	r := f.repository(t, "")
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, err := r.Fetch(ctx, strings.Repeat("1", 40))
		ended <- err
	}()
	<-asked
	// A second one waits for the lock and can be called off as well.
	waiting, stop := context.WithCancel(t.Context())
	stop()
	if _, err := r.Fetch(waiting, strings.Repeat("1", 40)); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting for the lock: %v", err)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("fetching: %v", err)
	}
}

func TestFetchOfARepositoryThatIsTooLarge(t *testing.T) {
	t.Parallel()
	f := newFake(t, "")
	hub := f.hub(t, "", func(o *Options) { o.MaxRepositoryBytes = 5 << 10 })
	r, err := hub.open(t.Context(), 5, fakeID)
	must(t, err)
	r.known.Load().Size = gh.Int(6) // KiB
	if _, err := r.Fetch(t.Context(), strings.Repeat("1", 40)); !errors.Is(err, errMirrorTooLarge) {
		t.Errorf("got %v", err)
	}
}

func TestFetchGivesTheServersRefusals(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]error{http.StatusForbidden: jobs.ErrForbidden, http.StatusNotFound: jobs.ErrGone, http.StatusUnauthorized: nil, http.StatusBadGateway: nil} {
		f := newFake(t, "")
		asked := 0
		f.HandleFunc("/acme/shop.git/", func(writer http.ResponseWriter, request *http.Request) {
			asked++
			if user, password, _ := request.BasicAuth(); user != "x-access-token" || password != "ghs_of_5" {
				t.Errorf("git came as %q", user)
			}
			writer.WriteHeader(status)
		})
		_, err := f.repository(t, "").Fetch(t.Context(), strings.Repeat("1", 40))
		if err == nil || want != nil && !errors.Is(err, want) || want == nil && (errors.Is(err, jobs.ErrGone) || errors.Is(err, jobs.ErrForbidden)) {
			t.Errorf("%d: %v", status, err)
		}
		if strings.Contains(err.Error(), "ghs_") || asked > 4 {
			t.Errorf("%d: asked %d times, %v", status, asked, err)
		}
	}
}

func TestFetchRefusesWhatIsTooLarge(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(_ *simulator.Options, o *Options) { o.MaxRepositoryBytes = 1 })
	directory := t.TempDir()
	must(t, os.WriteFile(filepath.Join(directory, "file"), []byte("12"), 0o600))
	ctx, cancel := context.WithCancelCause(w.ctx)
	w.hub.mirrors.watch(ctx, directory, cancel)
	if err := context.Cause(ctx); !errors.Is(err, errMirrorTooLarge) {
		t.Errorf("a mirror that outgrows its bound: %v", err)
	}
}

func TestConcurrentFetchesOfOneRepository(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	heads := []string{w.first}
	for _, name := range []string{"a", "b", "c", "d"} {
		heads = append(heads, w.push("release/"+name, map[string]string{name: name}))
	}
	r := w.repository()
	var group sync.WaitGroup
	for _, head := range append(heads, heads...) {
		group.Go(func() {
			if _, err := r.Fetch(w.ctx, head); err != nil {
				t.Errorf("%s: %v", head, err)
			}
		})
	}
	group.Wait()
}

func TestGitIsSealed(t *testing.T) {
	t.Setenv("GIT_CONFIG_COUNT", "1")
	t.Setenv("GIT_CONFIG_KEY_0", "core.sshCommand")
	t.Setenv("GIT_CONFIG_VALUE_0", "touch /tmp/owned")
	t.Setenv("GIT_TRACE_CURL", "1")
	t.Setenv("GOLIVE_WEBHOOK_SECRETS", "secret")
	g := &git{protocol: "https", settings: [][2]string{{"http.https://github.com/.extraHeader", "Authorization: Basic c2VjcmV0"}}}
	environment := strings.Join(g.environment(), "\n")
	for _, unwanted := range []string{"sshCommand", "GIT_TRACE", "GOLIVE_"} {
		if strings.Contains(environment, unwanted) {
			t.Errorf("%s reaches git", unwanted)
		}
	}
	for _, protocol := range []string{"ext::sh -c true", "file:///etc", "git://127.0.0.1/x", "ssh://127.0.0.1/x", "http://127.0.0.1:1/x"} {
		_, err := g.run(t.Context(), "ls-remote", protocol)
		var failed *gitError
		if !errors.As(err, &failed) || !failed.mentions("not allowed") {
			t.Errorf("%s: %v", protocol, err)
		}
		if strings.Contains(err.Error(), "c2VjcmV0") {
			t.Errorf("the error shows the credential: %v", err)
		}
	}
}

func TestWhatGitWritesIsBounded(t *testing.T) {
	t.Parallel()
	strict, lenient := &boundedBuffer{most: 4}, &boundedBuffer{most: 4, lenient: true}
	if _, err := io.Copy(strict, strings.NewReader("12345")); err == nil || !strict.exceeded {
		t.Errorf("strict: %v", err)
	}
	_, err := io.Copy(lenient, strings.NewReader("12345"))
	must(t, err)
	equal(t, "kept", lenient.kept.String(), "1234")
	g := &git{input: strings.Repeat("x", maxGitOutput+1)}
	if _, err := g.run(t.Context(), "stripspace"); !errors.Is(err, errGitOutput) {
		t.Errorf("git: %v", err)
	}
}
