package github

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator"
)

func TestTidyMirrors(t *testing.T) {
	t.Parallel()
	clock := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	w := newWorld(t, func(_ *simulator.Options, o *Options) { o.Now = func() time.Time { return clock } })
	r := w.repository()
	directory, err := r.Fetch(w.ctx, w.first)
	must(t, err)
	root := filepath.Dir(directory)
	make := func(name string, age time.Duration, size int) {
		path := filepath.Join(root, name)
		must(t, os.MkdirAll(path, 0o700))
		must(t, os.WriteFile(filepath.Join(path, "pack"), bytes.Repeat([]byte("x"), size), 0o600))
		must(t, os.Chtimes(path, clock.Add(-age), clock.Add(-age)))
	}
	make("501.git", 72*time.Hour, 4000)
	make("502.git", 48*time.Hour, 4000)
	make("503.git", 24*time.Hour, 4000)
	make("504.git", time.Hour, 4000) // somebody may be reading it
	make("new-crashed", 24*time.Hour, 10)
	unlock, err := w.hub.mirrors.lock(w.ctx, 502)
	must(t, err)
	freed, err := w.hub.TidyMirrors(w.ctx, sizeOf(root)-4010)
	must(t, err)
	equal(t, "freed", freed, int64(4000))
	equal(t, "left", left(t, root), []string{"502.git", "503.git", "504.git", filepath.Base(directory)})

	freed, err = w.hub.TidyMirrors(w.ctx, 0)
	must(t, err)
	equal(t, "freed", freed, int64(4000))
	equal(t, "left: locked or young", left(t, root), []string{"502.git", "504.git", filepath.Base(directory)})
	unlock()

	must(t, w.hub.RemoveMirror(w.ctx, w.id))
	must(t, w.hub.RemoveMirror(w.ctx, w.id))
	equal(t, "left", left(t, root), []string{"502.git", "504.git"})
}

func TestTidyMirrorsJoinsPacks(t *testing.T) {
	t.Parallel()
	clock := time.Now()
	w := newWorld(t, func(_ *simulator.Options, o *Options) { o.Now = func() time.Time { return clock } })
	r := w.repository()
	directory, err := r.Fetch(w.ctx, w.first)
	must(t, err)
	packs, err := filepath.Glob(filepath.Join(directory, "objects/pack/*"))
	must(t, err)
	for i := range manyPacks { // more packs than it needs: copies under other names
		for _, path := range packs {
			content, err := os.ReadFile(path)
			must(t, err)
			name := "pack-" + strings.Repeat(string(rune('a'+i%6)), 38) + string(rune('0'+i/10)) + string(rune('0'+i%10))
			must(t, os.WriteFile(filepath.Join(filepath.Dir(path), name+filepath.Ext(path)), content, 0o400))
		}
	}
	clock = clock.Add(24 * time.Hour)
	_, err = w.hub.TidyMirrors(w.ctx, 1<<40)
	must(t, err)
	after, err := filepath.Glob(filepath.Join(directory, "objects/pack/*.pack"))
	must(t, err)
	if len(after) != 1 {
		t.Errorf("%d packs are left", len(after))
	}
	equal(t, "content", gitOut(t, directory, "show", w.first+":README.md"), "# shop")
}

func left(t *testing.T, root string) []string {
	t.Helper()
	entries, err := os.ReadDir(root)
	must(t, err)
	var names []string
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	// The real mirror's id comes last in the tests' lists.
	slices.SortFunc(names, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	return names
}
