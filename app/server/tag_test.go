package server_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// main gives the shop a main branch with a sound release on it and returns its
// tip.
func (w *world) main() string {
	w.t.Helper()
	files := map[string]string{".golive.yml": enforcing}
	for path, content := range sound {
		files[path] = content
	}
	return must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "feat: exports", Files: files}))(w.t)
}

// goLiveIssue waits for the issue of a tag that no pull request carries.
func (w *world) goLiveIssue(title string) simulator.Issue {
	w.t.Helper()
	var found simulator.Issue
	waitFor(w.t, "there is an issue "+title, func() bool {
		for _, issue := range must(w.github.Issues(shop))(w.t) {
			if issue.Title == title && len(w.checklists(issue.Number)) == 1 {
				found = issue
				return true
			}
		}
		return false
	})
	return found
}

func TestATagIsJudgedOnItsCommitHoweverItIsMade(t *testing.T) {
	t.Parallel()
	for name, tag := range map[string]simulator.Tag{
		"lightweight": {Name: "release/v1.4.0"},
		"annotated":   {Name: "release/v1.4.0", Message: "Release v1.4.0"},
		"nested":      {Name: "release/v1.4.0", Message: "Release v1.4.0", Nested: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, inMemory)
			commit := w.main()
			w.do(w.github.PushTags(shop, "kim", tag))
			ready := w.verdict(commit)
			if !strings.HasSuffix(ready.ExternalID, ":tag:release%2Fv1.4.0") {
				t.Errorf("the check run belongs to %q", ready.ExternalID)
			}
			issue := w.goLiveIssue("Go-live v1.4.0")
			if body := w.checklists(issue.Number)[0].Body; !strings.Contains(body, commit[:7]) {
				t.Errorf("the issue's comment is not about %s:\n%s", commit[:7], body)
			}
			w.command(issue.Number, "dana", "/golive status", done)
		})
	}
}

func TestATagOfAMergedReleaseIsShownOnItsPullRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "dana", "/golive sign-off delivery.rollback https://example.com/plan", done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Pass)
	merged := must(w.github.Merge(shop, pull.Number, "squash", "dana"))(t)
	_, commit, err := w.github.CreateTag(shop, "release/v1.4.0", merged, "Release v1.4.0", "kim")
	w.do(err)
	if commit != merged {
		t.Fatalf("tag on %s, merged as %s", commit, merged)
	}
	items := w.items(merged)
	waitFor(t, "the pull request's comment is about the tag", func() bool {
		lists := w.checklists(pull.Number)
		return len(lists) == 1 && strings.Contains(lists[0].Body, "release/v1.4.0") && strings.Contains(lists[0].Body, merged[:7])
	})
	if issues := must(w.github.Issues(shop))(t); len(issues) > 0 {
		t.Errorf("an issue besides the pull request: %+v", issues)
	}
	if got := items["delivery.rollback"]; got.Verdict != checks.Pass || got.SignOff == nil || got.SignOff.By != "dana" {
		t.Errorf("the squash merge has the same tree, and the sign-off is %s, %+v", got.Verdict, got.SignOff)
	}
}

func TestAMovedTagIsJudgedAnewAndSaidToHaveMoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	first := w.main()
	_, _, err := w.github.CreateTag(shop, "release/v1.4.0", first, "Release v1.4.0", "kim")
	w.do(err)
	w.verdict(first)
	issue := w.goLiveIssue("Go-live v1.4.0")
	second := must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "fix: rounding", Files: map[string]string{"src/round.js": "export const round = Math.round;\n"}}))(t)
	_, _, err = w.github.MoveTag(shop, "release/v1.4.0", second, "Release v1.4.0", "kim")
	w.do(err)
	moved := func() {
		t.Helper()
		if got := w.items(second)["delivery.naming"]; got.Verdict != checks.Fail {
			t.Errorf("the naming of a moved tag is %s", got.Verdict)
		}
		waitFor(t, "the comment says that the tag was moved", func() bool {
			body := w.checklists(issue.Number)[0].Body
			return strings.Contains(body, second[:7]) && strings.Contains(body, "the tag was moved: it was "+first[:7]+" before")
		})
	}
	moved()
	// Doing everything again does not make it unmoved.
	before := w.itemsAt(second)
	w.command(issue.Number, "dana", "/golive rerun all", done)
	waitFor(t, "everything was looked at again", func() bool { return w.itemsAt(second)["code.secrets"] != before["code.secrets"] })
	moved()
}

func TestADeletedTagIsNoReleaseAnyMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	commit := w.main()
	_, _, err := w.github.CreateTag(shop, "release/v1.4.0", commit, "", "kim")
	w.do(err)
	w.verdict(commit)
	issue := w.goLiveIssue("Go-live v1.4.0")
	w.do(w.github.DeleteTag(shop, "release/v1.4.0", "kim"))
	w.settled()
	before := w.itemsAt(commit)
	w.command(issue.Number, "dana", "/golive rerun all", done)
	w.settled()
	if now := w.itemsAt(commit); now["code.secrets"] != before["code.secrets"] {
		t.Error("a deleted tag was judged again")
	}
	// Deleted before anybody could look at it.
	w.github.HoldDeliveries()
	_, _, err = w.github.CreateTag(shop, "release/v1.5.0", commit, "", "kim")
	w.do(err)
	w.do(w.github.DeleteTag(shop, "release/v1.5.0", "kim"))
	w.github.ReleaseDeliveries(nil)
	w.settled()
	for _, issue := range must(w.github.Issues(shop))(t) {
		if issue.Title == "Go-live v1.5.0" {
			t.Error("a tag that does not exist has an issue")
		}
	}
}

func TestABranchAndATagOfOneNameAreTwoThings(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	tip := must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "docs: words", Files: map[string]string{"README.md": "# Shop\n"}}))(t)
	_, _, err := w.github.CreateTag(shop, "release/v1.4.0", tip, "Release v1.4.0", "kim")
	w.do(err)
	ready := w.verdict(tip)
	if !strings.Contains(ready.ExternalID, ":tag:") {
		t.Errorf("the tag's commit carries %q", ready.ExternalID)
	}
	if ready := w.verdict(pull.HeadSHA); !strings.HasSuffix(ready.ExternalID, ":pr:1") {
		t.Errorf("the branch's commit carries %q", ready.ExternalID)
	}
	if lists := w.checklists(pull.Number); len(lists) != 1 || !strings.Contains(lists[0].Body, pull.HeadSHA[:7]) {
		t.Error("the pull request's comment is not about its own head any more")
	}
}

// https://docs.github.com/en/webhooks/webhook-events-and-payloads#push
func TestTagsThatNoDeliveryTellsOfAreFoundByTheSweep(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	w.sweep = sweepSoon
	w.main()
	_, _, err := w.github.CreateTag(shop, "release/v1.0.0", "main", "", "kim")
	w.do(err)
	w.start()
	w.goLiveIssue("Go-live v1.0.0")
	var tags []simulator.Tag
	for number := range 4 {
		tags = append(tags, simulator.Tag{Name: fmt.Sprintf("release/v1.%d.0", number+1)})
	}
	w.do(w.github.PushTags(shop, "kim", tags...))
	for number := range 4 {
		w.goLiveIssue(fmt.Sprintf("Go-live v1.%d.0", number+1))
	}
	titles := map[string]int{}
	for _, issue := range must(w.github.Issues(shop))(t) {
		titles[issue.Title]++
	}
	for title, count := range titles {
		if count > 1 {
			t.Errorf("%d issues %q", count, title)
		}
	}
}
