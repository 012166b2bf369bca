package github

import (
	"errors"
	"io/fs"
	"net/http"
	"testing"
)

// Most repositories have no policy, and each sweep asks for it.
func TestAFileThatIsNotThereIsLookedForFreely(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := w.repository()
	for _, path := range []string{".golive.yml", "docs/policy.yml"} {
		absent := func() (paid int) {
			t.Helper()
			w.ForgetRequests()
			if _, err := r.ReadFile(w.ctx, path, "main"); !errors.Is(err, fs.ErrNotExist) {
				t.Fatalf("%s: %v", path, err)
			}
			for _, request := range w.Requests() {
				if request.Status != http.StatusNotModified {
					paid++
				}
			}
			return paid
		}
		absent()
		absent()
		if paid := absent(); path == ".golive.yml" && paid > 0 {
			t.Errorf("%d requests were paid for the third look at %s", paid, path)
		}
		w.push("main", map[string]string{path: "mode: observe\n"})
		if content, err := r.ReadFile(w.ctx, path, "main"); err != nil || string(content) != "mode: observe\n" {
			t.Errorf("%s is there now: %q, %v", path, content, err)
		}
	}
}
