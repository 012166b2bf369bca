package server_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

func TestWhatHappensElsewhereChangesARelease(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.begin("release/v*", nil, "release/v1.3.0")
	first := w.merge("basket", "squash", "dana")
	forgotten := w.merge("exports", "squash", "")
	must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "chore: release 1.4.0", Files: sound}))(t)
	release := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v1.4.0", Head: "release/v1.4.0", User: "kim"}))(t)
	must(w.github.Review(shop, release.Number, "dana", "APPROVED", ""))(t)
	w.becomes(release.HeadSHA, "code.review", checks.Fail)
	w.since(release.Number, "last release release/v1.3.0", "3 commits since")

	// Somebody reads what was merged without a review, in its own pull request.
	must(w.github.Review(shop, forgotten.Number, "dana", "APPROVED", ""))(t)
	w.becomes(release.HeadSHA, "code.review", checks.Warn)

	// Part of it goes live: what is left is the range now.
	live := must(w.github.PullRequest(shop, first.Number))(t).MergeCommitSHA
	id := must(w.github.CreateDeployment(shop, live, "production", "kim"))(t)
	w.do(w.github.SetDeploymentStatus(shop, id, "success", "https://shop.example", "kim"))
	w.since(release.Number, "last deployment to production", "2 commits since `"+live[:7]+"`")
}

func TestAMergeQueueGetsItsAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	grouped, _, err := w.github.RequestMergeGroup(shop, "dana", "", pull.Number)
	w.do(err)
	if got, want := w.verdict(grouped), w.verdict(pull.HeadSHA); got.Title != want.Title || got.Conclusion != want.Conclusion {
		t.Errorf("the queue's commit says %s, %q, and the release %s, %q", got.Conclusion, got.Title, want.Conclusion, want.Title)
	}
	// The base moves on: nothing that was seen is about what would be merged.
	feature := must(w.github.Push(shop, "feature", "kim", simulator.Commit{Message: "feat: basket", Files: map[string]string{"src/basket.js": "export default 1;\n"}}))(t)
	other := must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "feat: basket", Head: "feature", User: "kim"}))(t)
	w.verdict(feature)
	alone, _, err := w.github.RequestMergeGroup(shop, "dana", "", other.Number)
	w.do(err)
	if got := w.verdict(alone); got.Conclusion != "success" || len(must(w.github.CheckRuns(shop, alone))(t)) != 1 {
		t.Errorf("what is no release waits in the queue: %s, %q", got.Conclusion, got.Title)
	}
	must(w.github.Merge(shop, other.Number, "squash", "dana"))(t)
	moved, _, err := w.github.RequestMergeGroup(shop, "dana", "", pull.Number)
	w.do(err)
	if got := w.verdict(moved); got.Conclusion != "failure" || !strings.Contains(got.Summary, "The base moved") {
		t.Errorf("%s, %q\n%s", got.Conclusion, got.Title, got.Summary)
	}
}
