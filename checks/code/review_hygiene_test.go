package code_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/code"
)

func TestReviewSaysWhetherApprovalsAreEnforced(t *testing.T) {
	t.Parallel()
	none, unread := checks.RuleReading{Known: true}, checks.RuleReading{Grant: "administration: read"}
	asks := func(rule checks.ApprovalRule) checks.RuleReading { return checks.RuleReading{Known: true, Rule: &rule} }
	for name, test := range map[string]struct {
		rules    checks.BranchRules
		failing  error
		verdict  checks.Verdict
		finding  string
		words    string // of why and remedy
		evidence string
	}{
		"by a ruleset":                          {checks.BranchRules{Rulesets: asks(checks.ApprovalRule{Approvals: 2, DismissStale: true}), Protection: none}, nil, checks.Pass, "", "", "requires 2 approvals (ruleset) and takes them back with new commits"},
		"by branch protection alone":            {checks.BranchRules{Rulesets: none, Protection: asks(checks.ApprovalRule{Approvals: 1, CodeOwners: true})}, nil, checks.Pass, "", "", "requires 1 approval (branch protection) and wants those of code owners"},
		"by a ruleset, the rest is not to see":  {checks.BranchRules{Rulesets: asks(checks.ApprovalRule{Approvals: 1, LastPush: true}), Protection: unread}, nil, checks.Pass, "", "", "other than the last pusher"},
		"by nothing":                            {checks.BranchRules{Rulesets: none, Protection: none}, nil, checks.Warn, "warning review.not-enforced", "`main` lets pull requests be merged without an approval", ""},
		"pull requests without approvals":       {checks.BranchRules{Rulesets: asks(checks.ApprovalRule{}), Protection: none}, nil, checks.Warn, "warning review.not-enforced", "Add a ruleset", ""},
		"perhaps by what is not shown":          {checks.BranchRules{Rulesets: none, Protection: unread}, nil, checks.Pass, "notice review.rules-unread", "", ""},
		"perhaps, where rulesets are not shown": {checks.BranchRules{Rulesets: checks.RuleReading{Grant: "metadata: read"}, Protection: none}, nil, checks.Pass, "notice review.rules-unread", "", ""},
		"perhaps, where GitHub failed":          {checks.BranchRules{}, checkstest.ErrForge, checks.Pass, "notice review.rules-unread", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made := forge([]checks.Review{approval("dana", "c1", 1)}, written("c1", "t1", "ada", "x"))
			made.Rules = map[string]checks.BranchRules{"main": test.rules}
			made.Failing = map[string]error{"BranchRules": test.failing}
			judgeHygiene(t, made, test.verdict, test.finding, test.words, test.evidence)
		})
	}
}

func judgeHygiene(t *testing.T, made *checkstest.Forge, verdict checks.Verdict, finding, words, evidence string) {
	t.Helper()
	result := checkstest.Judge(t, reviewItem, code.NewReview(), checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(made)))
	var rules []string
	for _, one := range result.Findings {
		rules = append(rules, string(one.Severity)+" "+one.Rule)
	}
	seen := ""
	for _, one := range result.Evidence {
		seen += one.Summary + "\n"
	}
	if result.Verdict() != verdict || strings.Join(rules, ", ") != finding || !strings.Contains(result.Why+result.Remedy, words) || !strings.Contains(seen, evidence) {
		t.Errorf("%s %q\n%s\n%s\n%s", result.Verdict(), rules, result.Why, result.Remedy, seen)
	}
}

func TestReviewSaysWhatIsStillTalkedAbout(t *testing.T) {
	t.Parallel()
	thread := func(line int, author string, isBot bool) checks.ReviewThread {
		return checks.ReviewThread{Author: author, Bot: isBot, Path: "refund.go", Line: line, Link: "https://github.com/acme/shop/pull/12#discussion_r1"}
	}
	forbidden := fmt.Errorf("github: %w", checks.ErrForbidden)
	for name, test := range map[string]struct {
		threads []checks.ReviewThread
		failing error
		verdict checks.Verdict
		finding string
		words   string
	}{
		"nothing":          {nil, nil, checks.Pass, "", ""},
		"one conversation": {[]checks.ReviewThread{thread(7, "eve", false)}, nil, checks.Warn, "warning review.unresolved", "1 conversation of #12 is not resolved: `refund.go:7` (@eve)"},
		"several":          {[]checks.ReviewThread{thread(0, "eve", false), thread(9, "bob", false)}, nil, checks.Warn, "warning review.unresolved", "2 conversations of #12 are not resolved: `refund.go` (@eve), `refund.go:9` (@bob)"},
		"a bot's":          {[]checks.ReviewThread{thread(7, "helper[bot]", true)}, nil, checks.Pass, "notice review.unresolved", ""},
		"a bot's and one":  {[]checks.ReviewThread{thread(7, "helper[bot]", true), thread(8, "eve", false)}, nil, checks.Warn, "warning review.unresolved, notice review.unresolved", "discussion_r1"},
		"forbidden":        {nil, forbidden, checks.Pass, "notice review.threads-unread", ""},
		"GitHub failed":    {nil, checkstest.ErrForge, checks.Pass, "notice review.threads-unread", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made := forge([]checks.Review{approval("dana", "c1", 1)}, written("c1", "t1", "ada", "x"))
			made.Threads = map[int][]checks.ReviewThread{12: test.threads}
			made.Failing = map[string]error{"UnresolvedThreads": test.failing}
			judgeHygiene(t, made, test.verdict, test.finding, test.words, "")
		})
	}
}
