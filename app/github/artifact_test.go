package github

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// unpack reads every file of an artifact, "path=content".
func (w *world) unpack(r *Repository, artifact checks.Artifact) ([]string, []checks.Skipped, error) {
	var files []string
	skipped, err := r.ReadArtifact(w.ctx, artifact, checks.ArtifactVisitor{
		Wants: func(checks.ArtifactEntry) bool { return true },
		Visit: func(entry checks.ArtifactEntry, content io.Reader) error {
			text, err := io.ReadAll(content)
			files = append(files, entry.Path+"="+string(text))
			return err
		},
	})
	return files, skipped, err
}

func TestArtifacts(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	w := newWorld(t, func(_ *simulator.Options, options *Options) { options.DataDirectory = directory })
	upload := func(run int64, artifact simulator.NewArtifact) int64 {
		artifact.Repository, artifact.Run, artifact.SHA = "acme/shop", run, "main"
		id, err := w.UploadArtifact(artifact)
		must(t, err)
		return id
	}
	first := upload(7, simulator.NewArtifact{Name: "coverage", Files: map[string]string{"lcov.info": "TN:\n", "html/index.html": "<p>", "../up": "x", "inner.zip": "PK"}})
	loose := upload(7, simulator.NewArtifact{Name: "cover.out", Content: []byte("mode: set\n"), Loose: true})
	gone := upload(7, simulator.NewArtifact{Name: "old", Files: map[string]string{"a": "a"}})
	damaged := upload(8, simulator.NewArtifact{Name: "damaged", Content: []byte("PK\x03\x04 and nothing")})
	must(t, w.ExpireArtifact("acme/shop", gone))
	r := w.repository()
	found, err := r.Artifacts(w.ctx, 7)
	must(t, err)
	if len(found) != 3 || found[0].ID != first || found[0].Name != "coverage" || found[0].Commit != w.first || found[0].Size == 0 || found[0].CreatedAt.IsZero() ||
		found[0].Expired || !found[2].Expired || !strings.HasSuffix(found[0].Link, fmt.Sprintf("/acme/shop/actions/runs/7/artifacts/%d", first)) {
		t.Errorf("listed %+v", found)
	}
	if none, err := r.Artifacts(w.ctx, 9); err != nil || len(none) != 0 {
		t.Errorf("of a run without: %v, %v", none, err)
	}
	files, skipped, err := w.unpack(r, found[0])
	must(t, err)
	equal(t, "files", files, []string{"html/index.html=<p>", "lcov.info=TN:\n"})
	if len(skipped) != 2 {
		t.Errorf("skipped %v", skipped)
	}
	if files, _, err = w.unpack(r, found[1]); err != nil || found[1].ID != loose {
		t.Errorf("one file: %v", err)
	}
	equal(t, "one file", files, []string{"cover.out=mode: set\n"})
	if _, _, err := w.unpack(r, found[2]); !errors.Is(err, checks.ErrExpired) {
		t.Errorf("expired: %v", err)
	}
	late := found[2]
	late.Expired = false // it ended after the list was read
	if _, _, err := w.unpack(r, late); !errors.Is(err, checks.ErrExpired) {
		t.Errorf("expired since: %v", err)
	}
	if _, _, err := w.unpack(r, checks.Artifact{ID: 1}); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("of none: %v", err)
	}
	if _, _, err := w.unpack(r, checks.Artifact{ID: damaged}); err == nil {
		t.Error("a damaged archive was read")
	}
	if _, _, err := w.unpack(r, checks.Artifact{ID: first, Size: maxDownload + 1}); !errors.Is(err, checks.ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
	left, err := os.ReadDir(directory)
	must(t, err)
	for _, entry := range left {
		if strings.HasPrefix(entry.Name(), "download-") {
			t.Errorf("left behind: %s", entry.Name())
		}
	}
	must(t, w.RenameRepository("acme/shop", "store", "ada"))
	if files, _, err = w.unpack(r, checks.Artifact{ID: loose}); err != nil || len(files) != 1 {
		t.Errorf("after a rename: %v, %v", files, err)
	}
	w.Inject(simulator.Fault{Kind: simulator.ServerError, Status: http.StatusInternalServerError, Path: regexp.MustCompile("/artifacts")})
	if _, err := r.Artifacts(w.ctx, 7); err == nil || errors.Is(err, jobs.ErrGone) {
		t.Errorf("a server error: %v", err)
	}
}

func TestArtifactsWithoutThePermission(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(simulated *simulator.Options, _ *Options) {
		simulated.Permissions = map[string]string{"metadata": "read", "contents": "read"}
	})
	r := w.repository()
	for name, err := range map[string]error{
		"list": func() error { _, err := r.Artifacts(w.ctx, 7); return err }(),
		"read": func() error { _, _, err := w.unpack(r, checks.Artifact{ID: 5, Name: "coverage"}); return err }(),
	} {
		if !errors.Is(err, checks.ErrForbidden) || !strings.Contains(fmt.Sprint(err), "actions: read") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestADownloadThatFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answers []int // of the storage, one after the other
		asked   int
		fails   bool
	}{
		"at once":                {answers: []int{200}, asked: 1},
		"busy, then not":         {answers: []int{503, 200}, asked: 2},
		"the link was too old":   {answers: []int{403, 200}, asked: 2},
		"busy all the time":      {answers: []int{500, 500, 500}, asked: 3, fails: true},
		"an answer that is none": {answers: []int{418}, asked: 1, fails: true},
	} {
		f := newFake(t, "")
		asked := 0
		f.HandleFunc("GET /repos/acme/shop/actions/artifacts/5/zip", func(writer http.ResponseWriter, request *http.Request) {
			http.Redirect(writer, request, strings.Replace(f.server.URL, "127.0.0.1", "localhost", 1)+"/storage?sig=secret", http.StatusFound)
		})
		f.HandleFunc("GET /storage", func(writer http.ResponseWriter, request *http.Request) {
			if request.Header.Get("Authorization") != "" {
				t.Errorf("%s: the storage was shown %q", name, request.Header.Get("Authorization"))
			}
			writer.Header().Set("Content-Disposition", `attachment; filename="cover.out"`)
			writer.WriteHeader(test.answers[asked])
			asked++
			_, _ = io.WriteString(writer, "mode: set\n")
		})
		hub := f.hub(t, "")
		r, err := hub.open(t.Context(), 3, fakeID)
		must(t, err)
		visited := 0
		_, err = r.ReadArtifact(t.Context(), checks.Artifact{ID: 5, Name: "x"}, checks.ArtifactVisitor{
			Wants: func(entry checks.ArtifactEntry) bool { return entry.Path == "cover.out" },
			Visit: func(checks.ArtifactEntry, io.Reader) error { visited++; return nil },
		})
		if (err != nil) != test.fails || asked != test.asked || (visited == 1) == test.fails {
			t.Errorf("%s: %v, asked %d times, visited %d", name, err, asked, visited)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the signature is told: %v", name, err)
		}
	}
}
