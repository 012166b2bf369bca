package github

import (
	"errors"
	"net/http"
	"regexp"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

func TestPublication(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, _, err := w.CreateTag("acme/shop", "release/v1.0.0", "main", "", "ada")
	must(t, err)
	_, err = w.CreateRelease("acme/shop", "ada", simulator.NewRelease{Tag: "release/v1.0.0", Name: "One", Assets: map[string]int64{"shop.tar.gz": 300, "sums.txt": 20}})
	must(t, err)
	_, err = w.CreateRelease("acme/shop", "ada", simulator.NewRelease{Tag: "release/v1.1.0", Draft: true})
	must(t, err)
	r := w.repository()
	found, there, err := r.Publication(w.ctx, "release/v1.0.0")
	must(t, err)
	equal(t, "assets", found.Assets, []checks.Asset{{Name: "shop.tar.gz", Bytes: 300}, {Name: "sums.txt", Bytes: 20}})
	if !there || found.Tag != "release/v1.0.0" || found.PublishedAt.IsZero() || found.Link == "" {
		t.Errorf("%v %+v", there, found)
	}
	for _, tag := range []string{"release/v1.1.0", "v9", "../../x"} {
		if _, there, err := r.Publication(w.ctx, tag); there || err != nil {
			t.Errorf("%s: %v, %v", tag, there, err)
		}
	}
	w.Inject(simulator.Fault{Kind: simulator.ServerError, Status: http.StatusInternalServerError, Path: regexp.MustCompile("/releases")})
	if _, there, err := r.Publication(w.ctx, "release/v1.0.0"); there || err == nil || errors.Is(err, jobs.ErrGone) {
		t.Errorf("a server error: %v", err)
	}
}
