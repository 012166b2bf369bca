package server_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/bundle"
	"github.com/golive-app/golive/app/doctor"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
)

const publicURL = "https://golive.example"

var bundleLink = regexp.MustCompile("evidence bundle \\[`sha256:([0-9a-f]{12})`\\]\\(" + regexp.QuoteMeta(publicURL) + "(/bundles/[^)]+/([0-9a-f]{64})\\.json)\\)")

// get asks golive for a path.
func (w *world) get(path string) (int, []byte) {
	w.t.Helper()
	response, err := http.Get("http://" + w.server.Address() + path)
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode, must(io.ReadAll(response.Body))(w.t)
}

// bundlePath is where the comment says that the evidence bundle is.
func (w *world) bundlePath(number int) (path, sum string) {
	w.t.Helper()
	waitFor(w.t, "the comment names the evidence bundle", func() bool {
		lists := w.checklists(number)
		if len(lists) == 0 {
			return false
		}
		found := bundleLink.FindStringSubmatch(lists[0].Body)
		if found == nil || !strings.HasPrefix(found[3], found[1]) {
			return false
		}
		path, sum = found[2], found[3]
		return true
	})
	return path, sum
}

func TestTheEvidenceBundleOfAReleaseHolds(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	w.settings.PublicURL = publicURL
	w.start()
	pull := w.openRelease(untidy())
	w.verdict(pull.HeadSHA)
	w.settled()
	early, _ := w.bundlePath(pull.Number)
	w.command(pull.Number, "dana", "/golive sign-off delivery.rollback https://example.com/plan -- read it", done)
	w.command(pull.Number, "dana", "/golive waive debug-leftovers until "+inDays(7)+" because it goes out with the next build", done)
	w.command(pull.Number, "lee", "/golive na infrastructure.load-balancer because the shop serves nobody but us", done)
	w.command(pull.Number, "dana", "/golive approve-na infrastructure.load-balancer", done)
	w.becomes(pull.HeadSHA, "infrastructure.load-balancer", checks.NotApplicable)
	w.settled()

	var path, sum string
	var data []byte
	waitFor(t, "the bundle that the comment names is handed out", func() bool {
		path, sum = w.bundlePath(pull.Number)
		var status int
		status, data = w.get(path)
		return status == http.StatusOK && path != early
	})
	if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != sum {
		t.Errorf("the file's sum is %x, and the comment says %s", got, sum)
	}
	var version struct {
		Key string `json:"bundle_key"`
	}
	_, told := w.get("/version")
	w.do(json.Unmarshal(told, &version))
	if want := doctor.ReadKey(w.github.PrivateKeyPEM()).Fingerprint; version.Key != want {
		t.Errorf("/version tells the key %q, which is %q", version.Key, want)
	}
	found, err := bundle.Verify(data, bundle.Options{Fingerprint: version.Key, Items: catalogue.New(catalogue.Tools{}).Items()})
	if err != nil || len(found.Problems) > 0 || len(found.Notes) > 0 {
		t.Fatalf("%+v, %q, error %v", found.Problems, found.Notes, err)
	}
	if found.Release.SHA != pull.HeadSHA || found.Verdict == checks.StandingReady || found.Words != 4 || found.Totals[checks.Waived] != 1 {
		t.Errorf("%+v", found)
	}
	for _, gone := range []string{early, strings.Replace(path, sum, strings.Repeat("0", 64), 1), strings.Replace(path, "/bundles/", "/bundles/9", 1)} {
		if status, _ := w.get(gone); status != http.StatusNotFound {
			t.Errorf("%s is %d", gone, status)
		}
	}
	changed := strings.Replace(string(data), pull.HeadSHA, strings.Repeat("0", 40), 1)
	if found, err := bundle.Verify([]byte(changed), bundle.Options{}); err != nil || len(found.Problems) == 0 {
		t.Errorf("another commit: %+v, error %v", found.Problems, err)
	}
}
