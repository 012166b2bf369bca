package launch_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/launch"
)

func TestChangelogTellsThePullRequestsOfTheRange(t *testing.T) {
	t.Parallel()
	pull := func(number int, title string, labels ...string) checks.PullRequest {
		return checks.PullRequest{Number: number, Title: title, Author: "ada", Merged: true, MergeSHA: "merge", Labels: labels}
	}
	made := func(sha, subject, body string) checks.Commit {
		return checks.Commit{SHA: sha, Subject: subject, Body: body}
	}
	bot := pull(400, "Update x")
	bot.Author, bot.AuthorBot = "renovate[bot]", true
	for name, test := range map[string]struct {
		commits  []checks.Commit
		of       map[string][]checks.PullRequest
		verdict  checks.Verdict
		findings []string
	}{
		"told by number, whatever its commits are called": {[]checks.Commit{made("a1", "wip", ""), made("a2", "more", "")},
			map[string][]checks.PullRequest{"a1": {pull(371, "Refunds")}, "a2": {pull(371, "Refunds")}}, checks.Pass, nil},
		"told by its title": {[]checks.Commit{made("a1", "wip", "")},
			map[string][]checks.PullRequest{"a1": {pull(900, "refund a part of an order")}}, checks.Pass, nil},
		"not told": {[]checks.Commit{made("a1", "wip", "")},
			map[string][]checks.PullRequest{"a1": {pull(380, "feat: new basket")}}, checks.Warn, []string{"warning changelog.uncovered"}},
		"one of many commits counts once": {[]checks.Commit{made("a1", "wip", ""), made("a2", "wip 2", ""), made("a3", "wip 3", ""), made("b1", "feat: refunds (#371)", "")},
			map[string][]checks.PullRequest{"a1": {pull(374, "x")}, "a2": {pull(374, "x")}, "a3": {pull(374, "x")}, "b1": {pull(371, "feat: refunds")}}, checks.Pass, nil},
		"kept out by its label": {[]checks.Commit{made("a1", "wip", "")},
			map[string][]checks.PullRequest{"a1": {pull(380, "feat: new basket", "Skip-Changelog")}}, checks.Pass, nil},
		"a bot's": {[]checks.Commit{made("a1", "Update x", "")}, map[string][]checks.PullRequest{"a1": {bot}}, checks.Pass, nil},
		"breaking by its label": {[]checks.Commit{made("a1", "wip", ""), made("b1", "y", "")},
			map[string][]checks.PullRequest{"a1": {pull(380, "New basket", "breaking change")}, "b1": {pull(371, "Refunds")}}, checks.Fail, []string{"error changelog.breaking-unmentioned", "warning changelog.uncovered"}},
		"breaking by one of its commits": {[]checks.Commit{made("a1", "wip", ""), made("a2", "chore: y", "BREAKING CHANGE: the field total is gone")},
			map[string][]checks.PullRequest{"a1": {pull(380, "New basket")}, "a2": {pull(380, "New basket")}}, checks.Fail, []string{"error changelog.breaking-unmentioned", "warning changelog.uncovered"}},
		"a commit of none": {[]checks.Commit{made("a1", "wip", ""), made("d1", "feat: new basket", "")},
			map[string][]checks.PullRequest{"a1": {pull(371, "Refunds")}}, checks.Warn, []string{"warning changelog.uncovered"}},
		"the release's own commits": {[]checks.Commit{made("a1", "refund a part of an order", ""), made("r1", "chore: release 1.4.0", "")},
			map[string][]checks.PullRequest{"r1": {{Number: 12, Open: true}}, "a1": {{Number: 12, Open: true}}}, checks.Pass, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subject := checkstest.Subject(checkstest.Tree(map[string]string{"CHANGELOG.md": keepAChangelog}), checkstest.PullRequest(), checkstest.On(&checkstest.Forge{Origins: test.of}), checkstest.Adding(test.commits...))
			result := checkstest.Judge(t, changelogItem, launch.NewChangelog(), subject)
			if got := told(result); result.Verdict() != test.verdict || !slices.Equal(got, test.findings) {
				t.Errorf("%s %q (%s), want %s %q", result.Verdict(), got, result.Why, test.verdict, test.findings)
			}
		})
	}
}

func TestChangelogIsHeldAgainstCommitsWherePullRequestsCannotBeRead(t *testing.T) {
	t.Parallel()
	failing := &checkstest.Forge{Failing: map[string]error{"PullRequestsOf": errors.New("502")}}
	subject := checkstest.Subject(checkstest.Tree(map[string]string{"CHANGELOG.md": keepAChangelog}), checkstest.PullRequest(), checkstest.On(failing), checkstest.Adding(commit("feat: refunds (#371)")))
	result := checkstest.Judge(t, changelogItem, launch.NewChangelog(), subject)
	said := slices.ContainsFunc(result.Evidence, func(seen checks.Evidence) bool {
		return strings.Contains(seen.Summary, "could not be read from GitHub")
	})
	if result.Verdict() != checks.Pass || !said {
		t.Errorf("%s, said %v", result.Verdict(), said)
	}
}
