package server_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/app/simulator/contract"
	"github.com/golive-app/golive/checks"
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
		body := strings.ReplaceAll(lists[0].Body, "\u200d", "") // what keeps names from being mentions
		for _, wanted := range words {
			if !strings.Contains(body, wanted) {
				return false
			}
		}
		return true
	})
}

func TestARangeStartsAtWhatProductionRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
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
			w := newWorldOf(t, inMemory, simulator.Options{Permissions: test.permissions})
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

// offer opens a pull request of kim's that brings one file to main, approved or not.
func (w *world) offer(name, reviewer string) simulator.PullRequest {
	w.t.Helper()
	must(w.github.Push(shop, name, "kim", simulator.Commit{Message: "feat: " + name, Files: map[string]string{"src/" + name + ".js": "export default 1;\n"}}))(w.t)
	pull := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "feat: " + name, Head: name, User: "kim"}))(w.t)
	if reviewer != "" {
		must(w.github.Review(shop, pull.Number, reviewer, "APPROVED", ""))(w.t)
	}
	return pull
}

// merge brings one file to main by a pull request of kim's, approved or not.
func (w *world) merge(name, method, reviewer string) simulator.PullRequest {
	w.t.Helper()
	pull := w.offer(name, reviewer)
	must(w.github.Merge(shop, pull.Number, method, "kim"))(w.t)
	return pull
}

func TestEveryPullRequestOfTheRangeIsLookedAt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	_, _, err := w.github.CreateTag(shop, "release/v1.3.0", w.main(), "Release v1.3.0", "kim")
	w.do(err)
	w.merge("basket", "squash", "dana")
	w.merge("refunds", "merge", "dana")
	forgotten := w.merge("exports", "rebase", "")
	must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "chore: release 1.4.0", Files: sound}))(t)
	release := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v1.4.0", Head: "release/v1.4.0", User: "kim"}))(t)
	must(w.github.Review(shop, release.Number, "dana", "APPROVED", ""))(t)
	w.verdict(release.HeadSHA)
	w.becomes(release.HeadSHA, "code.review", checks.Fail)
	w.since(release.Number, "1 of 3 pull requests merged without a review", "without an approval", fmt.Sprintf("/pull/%d", forgotten.Number))
	// What the checklist told them to do, and nothing else, mends it.
	must(w.github.Review(shop, forgotten.Number, "dana", "APPROVED", ""))(t)
	w.command(release.Number, "dana", "/golive rerun code.review", done)
	w.becomes(release.HeadSHA, "code.review", checks.Warn)
	if directory := os.Getenv("GOLIVE_OPENAPI"); directory != "" {
		description := must(contract.Load(filepath.Join(directory, "generated", "api.github.com.json")))(t)
		w.conform(description)
	}
}

// A merge queue lands several pull requests by one push: each has its own approval, or lacks it.
func TestWhatAMergeQueueLandsTogetherIsReviewedOneByOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	_, _, err := w.github.CreateTag(shop, "release/v1.3.0", w.main(), "Release v1.3.0", "kim")
	w.do(err)
	basket, exports, refunds := w.offer("basket", "dana"), w.offer("exports", ""), w.offer("refunds", "dana")
	_, together, err := w.github.RequestMergeGroup(shop, "dana", "", basket.Number, exports.Number)
	w.do(err)
	head, alone, err := w.github.RequestMergeGroup(shop, "dana", together, refunds.Number)
	w.do(err)
	w.do(w.github.MergeGroup(shop, together, "dana"))
	w.do(w.github.MergeGroup(shop, alone, "dana"))
	_, _, err = w.github.CreateTag(shop, "release/v1.4.0", head, "Release v1.4.0", "kim")
	w.do(err)
	w.verdict(head)
	issue := w.goLiveIssue("Go-live v1.4.0")
	w.becomes(head, "code.review", checks.Fail)
	w.since(issue.Number, "1 of 3 pull requests merged without a review", fmt.Sprintf("/pull/%d", exports.Number))
	must(w.github.Review(shop, exports.Number, "dana", "APPROVED", ""))(t)
	w.becomes(head, "code.review", checks.Unknown)
	w.since(issue.Number, "1 pull request approved after its merge", "2 of 3 pull requests of the range approved by a senior before the merge")
}

func TestACommitThatWasPushedDirectlyIsNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	_, _, err := w.github.CreateTag(shop, "release/v1.3.0", w.main(), "Release v1.3.0", "kim")
	w.do(err)
	w.merge("basket", "squash", "dana")
	direct := must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "fix: quick one", At: time.Now().Add(-time.Hour), Files: map[string]string{"src/quick.js": "export default 2;\n"}}))(t)
	_, _, err = w.github.CreateTag(shop, "release/v1.4.0", direct, "Release v1.4.0", "kim")
	w.do(err)
	w.verdict(direct)
	issue := w.goLiveIssue("Go-live v1.4.0")
	w.becomes(direct, "code.review", checks.Fail)
	w.since(issue.Number, direct[:7], "came by no pull request")
}

func TestWhereTheRangeCannotBeReadNothingPassesAsReviewed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	_, _, err := w.github.CreateTag(shop, "release/v1.3.0", w.main(), "Release v1.3.0", "kim")
	w.do(err)
	w.merge("basket", "squash", "dana")
	w.github.Inject(simulator.Fault{Kind: simulator.ServerError, Status: 502, Path: regexp.MustCompile(`^/graphql$`)})
	must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "chore: release 1.4.0", Files: sound}))(t)
	release := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v1.4.0", Head: "release/v1.4.0", User: "kim"}))(t)
	must(w.github.Review(shop, release.Number, "dana", "APPROVED", ""))(t)
	w.verdict(release.HeadSHA)
	w.becomes(release.HeadSHA, "code.review", checks.Unknown)
}
