package github

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// downloads counts how often GitHub was asked for an artifact.
func (w *world) downloads() int {
	count := 0
	for _, request := range w.Requests() {
		if strings.HasPrefix(request.Path, "/repos/acme/shop/actions/artifacts/") {
			count++
		}
	}
	return count
}

func TestAnArtifactIsDownloadedOnce(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	w := newWorld(t, func(_ *simulator.Options, options *Options) { options.DataDirectory = directory })
	upload := func(artifact simulator.NewArtifact) checks.Artifact {
		artifact.Repository, artifact.Run, artifact.SHA = "acme/shop", 7, "main"
		id, err := w.UploadArtifact(artifact)
		must(t, err)
		return checks.Artifact{ID: id, Run: 7, Name: artifact.Name}
	}
	small := upload(simulator.NewArtifact{Name: "coverage", Files: map[string]string{"lcov.info": "TN:\n"}})
	loose := upload(simulator.NewArtifact{Name: "cover", Content: []byte("mode: set\n"), Loose: true})
	large := upload(simulator.NewArtifact{Name: "video.bin", Content: make([]byte, maxKeptArtifact+1), Loose: true})
	r := w.repository()
	for _, test := range []struct {
		artifact checks.Artifact
		want     int // downloads of it when it is read twice
	}{{small, 1}, {loose, 1}, {large, 2}} {
		before := w.downloads()
		first, _, err := w.unpack(r, test.artifact)
		must(t, err)
		again, _, err := w.unpack(r, test.artifact)
		must(t, err)
		equal(t, "read again", again, first)
		if got := w.downloads() - before; got != test.want {
			t.Errorf("%s was downloaded %d times, want %d", test.artifact.Name, got, test.want)
		}
	}
	before := w.downloads()
	w.hub.Forget(w.installation, 0)
	if _, _, err := w.unpack(r, small); err != nil || w.downloads() != before+1 {
		t.Errorf("after all of the installation was forgotten: %v, %d downloads", err, w.downloads()-before)
	}
}

func TestKeptArtifactsAreBounded(t *testing.T) {
	t.Parallel()
	kept := newKeptArtifacts()
	for id := range int64(40) {
		content := strings.NewReader(strings.Repeat("x", 1<<20))
		must(t, kept.put(artifactKey{1, 1, id}, &downloaded{content: content, size: content.Size()}))
	}
	if kept.bytes > maxKeptArtifactBytes || kept.get(artifactKey{1, 1, 39}) == nil || kept.get(artifactKey{1, 1, 0}) != nil {
		t.Errorf("%d bytes are kept", kept.bytes)
	}
}
