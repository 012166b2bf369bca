package server_test

import (
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

func TestWhatHappensElsewhereChangesARelease(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "embedded")
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
