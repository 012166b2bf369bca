package server_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
)

// historyOfShop gives main three commits, a release tag on the first and a
// deployment of the second to production.
func (w *world) historyOfShop() (deployed string) {
	w.t.Helper()
	first := w.main()
	_, _, err := w.github.CreateTag(shop, "release/v1.3.0", first, "Release v1.3.0", "kim")
	w.do(err)
	for number := range 3 {
		sha := must(w.github.Push(shop, "main", "kim", simulator.Commit{
			Message: fmt.Sprintf("feat: part %d", number), Files: map[string]string{fmt.Sprintf("src/part%d.js", number): "export default 1;\n"},
		}))(w.t)
		if number == 0 {
			deployed = sha
		}
	}
	id := must(w.github.CreateDeployment(shop, deployed, "production", "kim"))(w.t)
	w.do(w.github.SetDeploymentStatus(shop, id, "success", "https://shop.example", "kim"))
	return deployed
}

// since waits until the checklist of a pull request says where its range starts.
func (w *world) since(number int, words ...string) {
	w.t.Helper()
	waitFor(w.t, "the comment says since when", func() bool {
		lists := w.checklists(number)
		if len(lists) != 1 {
			return false
		}
		for _, wanted := range words {
			if !strings.Contains(lists[0].Body, wanted) {
				return false
			}
		}
		return true
	})
}

func TestARangeStartsAtWhatProductionRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "embedded")
	deployed := w.historyOfShop()
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	w.since(pull.Number, "4 commits since `"+deployed[:7]+"`", "last deployment to production")
}

func TestARangeStartsAtTheLastTagWhereDeploymentsCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		permissions map[string]string
		fault       *simulator.Fault
		want        string
	}{
		"no permission": {simulator.DefaultPermissions(), nil, "deployments were not read: the App may not"},
		"a server that fails": {nil, &simulator.Fault{Kind: simulator.ServerError, Status: 503, Path: regexp.MustCompile(`/deployments`)},
			"deployments were not read: GitHub answered 503"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			delete(test.permissions, "deployments")
			w := newWorldOf(t, "embedded", simulator.Options{Permissions: test.permissions})
			w.start()
			w.historyOfShop()
			if test.fault != nil {
				w.github.Inject(*test.fault)
			}
			pull := w.openRelease(sound)
			w.verdict(pull.HeadSHA)
			w.since(pull.Number, "5 commits since", "last release release/v1.3.0", test.want)
			if body := w.checklists(pull.Number)[0].Body; test.fault == nil && !strings.Contains(body, "deployments: read") {
				t.Errorf("the grant that it needs is not named:\n%s", body)
			}
		})
	}
}
