package web

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/golive-app/golive/jobs"
)

var known = strings.Repeat("a1", 32)

// shelf has one bundle of one release.
type shelf struct{ failing error }

func (s shelf) Bundle(_ context.Context, key jobs.Key, sum string) ([]byte, bool, error) {
	if s.failing != nil {
		return nil, false, s.failing
	}
	if key == (jobs.Key{Repository: 81, Tag: "release/v1.4.0"}) && sum == known {
		return []byte(`{"bundle":{}}`), true, nil
	}
	return nil, false, nil
}

func bundleSite(t *testing.T, failing error) *site {
	t.Helper()
	return newSite(t, func(options *Options) {
		page, err := NewBundlePage(shelf{failing}, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		options.Routes = []Route{page}
	})
}

func TestABundleIsHandedOutToWhoKnowsItsName(t *testing.T) {
	t.Parallel()
	address := strings.TrimPrefix(jobs.BundleAddress("https://golive.example/", jobs.Key{Repository: 81, Tag: "release/v1.4.0"}, known), "https://golive.example")
	for name, test := range map[string]struct {
		path   string
		status int
	}{
		"its address":          {address, 200},
		"another sum":          {strings.Replace(address, "a1", "b2", 1), 404},
		"part of the sum":      {strings.Replace(address, "a1a1", "", 1), 404},
		"another release":      {strings.Replace(address, "81:", "82:", 1), 404},
		"no release":           {strings.Replace(address, "81:", "x:", 1), 404},
		"another kind of file": {strings.Replace(address, ".json", ".zip", 1), 404},
		"a sum in capitals":    {strings.Replace(address, "a1", "A1", 1), 404},
		"nothing behind":       {jobs.BundlePath + "/", 404},
	} {
		answer := bundleSite(t, nil).ask("GET", test.path)
		if answer.Code != test.status {
			t.Errorf("%s: %s is %d", name, test.path, answer.Code)
		}
		if test.status == 200 && (answer.Body.String() != `{"bundle":{}}` || !strings.HasPrefix(answer.Header().Get("Content-Disposition"), "attachment;") ||
			answer.Header().Get("Cache-Control") != "no-store" || answer.Header().Get("Content-Type") != "application/json") {
			t.Errorf("%v, %q", answer.Header(), answer.Body)
		}
	}
	if answer := bundleSite(t, errors.New("redis is away at 10.0.0.1")).ask("GET", address); answer.Code != 503 || strings.Contains(answer.Body.String(), "10.0.0.1") {
		t.Errorf("%d, %q", answer.Code, answer.Body)
	}
}
