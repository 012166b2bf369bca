package code_test

import (
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/code"
)

var reviewItem = checks.Item{
	ID: "code.review", Section: checks.SectionCode, Kind: checks.KindAuto, Level: checks.LevelBlock,
	Minimum: checks.Minimum{Grade: checks.E3}, Role: checks.RoleSenior,
}

func at(minutes int) time.Time { return checkstest.Now.Add(time.Duration(minutes-600) * time.Minute) }

func approval(login, commit string, minutes int) checks.Review {
	return checks.Review{Login: login, State: checks.ReviewApproved, Commit: commit, SubmittedAt: at(minutes), Link: "https://github.com/acme/shop/pull/12#r1"}
}

func stated(review checks.Review, state checks.ReviewState) checks.Review {
	review.State = state
	return review
}

func bot(review checks.Review) checks.Review {
	review.Bot = true
	return review
}

func written(sha, tree, author, message string) checks.PullCommit {
	return checks.PullCommit{SHA: sha, Tree: tree, Parents: 1, Author: author, Committer: "web-flow", Message: message, Person: checks.Person{Name: author, Email: author + "@acme.io"}}
}

func merged(sha, message string) checks.PullCommit {
	commit := written(sha, "tree-"+sha, "ada", message)
	commit.Parents = 2
	return commit
}

// asking are the rules of a branch that asks for approvals by a ruleset.
func asking(approvals int) checks.BranchRules {
	return checks.BranchRules{Rulesets: checks.RuleReading{Known: true, Rule: &checks.ApprovalRule{Approvals: approvals}}, Protection: checks.RuleReading{Known: true}}
}

// forge has pull request 12 by ada with dana and eve as maintainers and bob who
// may write.
func forge(reviews []checks.Review, commits ...checks.PullCommit) *checkstest.Forge {
	head := commits[len(commits)-1].SHA
	return &checkstest.Forge{
		PullRequests: map[int]checks.PullRequest{12: {Number: 12, Author: "ada", Head: head, HeadBranch: "release/v1.4.0", BaseBranch: "main", MergeSHA: "merge12", Link: "https://github.com/acme/shop/pull/12"}},
		ReviewsOf:    map[int][]checks.Review{12: reviews},
		CommitsOf:    map[int][]checks.PullCommit{12: commits},
		SamePatches:  map[string]bool{"c1 c2": true},
		ReviewSide:   checkstest.ReviewSide{Rules: map[string]checks.BranchRules{"main": asking(1)}},
		Permissions:  map[string]checks.Permission{"dana": checks.PermissionMaintain, "eve": checks.PermissionAdmin, "bob": checks.PermissionWrite, "ada": checks.PermissionAdmin, "helper[bot]": checks.PermissionWrite},
	}
}

func TestReview(t *testing.T) {
	t.Parallel()
	one, two := written("c1", "t1", "ada", "add refunds"), written("c2", "t2", "ada", "fix retry loop\n\nlong text")
	for name, test := range map[string]struct {
		reviews []checks.Review
		commits []checks.PullCommit
		verdict checks.Verdict
		rule    string // of the first finding
		why     string // part of it
	}{
		"approved by a maintainer":                  {[]checks.Review{approval("dana", "c2", 1)}, []checks.PullCommit{one, two}, checks.Pass, "", ""},
		"nobody has approved":                       {nil, []checks.PullCommit{one}, checks.Fail, "review.missing", "Nobody has approved #12"},
		"only comments":                             {[]checks.Review{stated(approval("dana", "c1", 1), checks.ReviewCommented)}, []checks.PullCommit{one}, checks.Fail, "review.missing", ""},
		"a comment after the approval":              {[]checks.Review{approval("dana", "c1", 1), stated(approval("dana", "c1", 2), checks.ReviewCommented)}, []checks.PullCommit{one}, checks.Pass, "", ""},
		"approved before the last commit":           {[]checks.Review{approval("dana", "c1", 1)}, []checks.PullCommit{one, two}, checks.Fail, "review.outdated", "@dana approved `c1`, but 1 commit came after (`c2`: `fix retry loop`)"},
		"the approved commit was pushed away":       {[]checks.Review{approval("dana", "c0", 1)}, []checks.PullCommit{one, two}, checks.Fail, "review.outdated", "no longer part of #12"},
		"the base was merged in after":              {[]checks.Review{approval("dana", "c1", 1)}, []checks.PullCommit{one, merged("c2", "Merge branch 'main' into release/v1.4.0")}, checks.Pass, "", ""},
		"a merge that brings something of its own":  {[]checks.Review{approval("dana", "c1", 1)}, []checks.PullCommit{one, merged("c3", "Merge branch 'main' into release/v1.4.0")}, checks.Fail, "review.outdated", "1 commit came after"},
		"another branch was merged in after":        {[]checks.Review{approval("dana", "c1", 1)}, []checks.PullCommit{one, merged("c2", "Merge branch 'feature/x' into release/v1.4.0")}, checks.Fail, "review.outdated", "1 commit came after"},
		"an equal tree came after":                  {[]checks.Review{approval("dana", "c1", 1)}, []checks.PullCommit{one, two, written("c3", "t1", "ada", "take it back")}, checks.Pass, "", ""},
		"approved by someone who may only write":    {[]checks.Review{approval("bob", "c1", 1)}, []checks.PullCommit{one}, checks.Fail, "review.not-senior", "not senior here (write)"},
		"approved by a stranger":                    {[]checks.Review{approval("mallory", "c1", 1)}, []checks.PullCommit{one}, checks.Fail, "review.not-senior", "(read)"},
		"approved by the author":                    {[]checks.Review{approval("ada", "c1", 1)}, []checks.PullCommit{one}, checks.Fail, "review.self-approval", "not counted"},
		"approved by a commit's author":             {[]checks.Review{approval("dana", "c2", 1)}, []checks.PullCommit{one, written("c2", "t2", "dana", "x")}, checks.Fail, "review.self-approval", ""},
		"approved by a committer":                   {[]checks.Review{approval("dana", "c1", 1)}, []checks.PullCommit{{SHA: "c1", Parents: 1, Author: "ada", Committer: "dana"}}, checks.Fail, "review.self-approval", ""},
		"approved by a co-author":                   {[]checks.Review{approval("dana", "c1", 1)}, []checks.PullCommit{written("c1", "t1", "ada", "x\n\nCo-authored-by: Dana K <77+Dana@users.noreply.github.com>\n")}, checks.Fail, "review.self-approval", ""},
		"a co-author by another commit's address":   {[]checks.Review{approval("dana", "c2", 1)}, []checks.PullCommit{written("c1", "t1", "dana", "x"), written("c2", "t2", "ada", "x\n\nco-authored-by: D <DANA@acme.io>")}, checks.Fail, "review.self-approval", ""},
		"another maintainer beside the author":      {[]checks.Review{approval("ada", "c1", 1), approval("eve", "c1", 2)}, []checks.PullCommit{one}, checks.Pass, "review.self-approval", ""},
		"changes are requested":                     {[]checks.Review{approval("dana", "c1", 1), stated(approval("bob", "c1", 2), checks.ReviewChangesRequested)}, []checks.PullCommit{one}, checks.Fail, "review.changes-requested", "@bob requests changes"},
		"they were requested and then approved":     {[]checks.Review{stated(approval("dana", "c1", 1), checks.ReviewChangesRequested), approval("dana", "c1", 2)}, []checks.PullCommit{one}, checks.Pass, "", ""},
		"they were dismissed":                       {[]checks.Review{stated(approval("bob", "c1", 1), checks.ReviewDismissed), approval("dana", "c1", 2)}, []checks.PullCommit{one}, checks.Pass, "", ""},
		"a stranger requests changes":               {[]checks.Review{approval("dana", "c1", 1), stated(approval("mallory", "c1", 2), checks.ReviewChangesRequested)}, []checks.PullCommit{one}, checks.Pass, "review.changes-requested", ""},
		"a bot requests changes":                    {[]checks.Review{approval("dana", "c1", 1), bot(stated(approval("helper[bot]", "c1", 2), checks.ReviewChangesRequested))}, []checks.PullCommit{one}, checks.Warn, "review.changes-requested", ""},
		"approved by a bot":                         {[]checks.Review{bot(approval("helper[bot]", "c1", 1))}, []checks.PullCommit{one}, checks.Fail, "review.bot", ""},
		"an approval that was dismissed":            {[]checks.Review{approval("dana", "c1", 1), stated(approval("dana", "c1", 2), checks.ReviewDismissed)}, []checks.PullCommit{one}, checks.Fail, "review.missing", ""},
		"reviews in any order, the later one holds": {[]checks.Review{approval("dana", "c1", 5), stated(approval("dana", "c1", 1), checks.ReviewChangesRequested)}, []checks.PullCommit{one}, checks.Pass, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subject := checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(forge(test.reviews, test.commits...)),
				checkstest.Releasing(func(r *checks.Release) { r.SHA = test.commits[len(test.commits)-1].SHA }))
			result := checkstest.Judge(t, reviewItem, code.NewReview(), subject)
			if result.Verdict() != test.verdict {
				t.Errorf("verdict %s (%s: %s), want %s", result.Verdict(), result.Headline, result.Why, test.verdict)
			}
			first := ""
			if len(result.Findings) > 0 {
				first = result.Findings[0].Rule
			}
			if first != test.rule || !strings.Contains(result.Why, test.why) {
				t.Errorf("finding %q, why %q, want %q, %q", first, result.Why, test.rule, test.why)
			}
		})
	}
}

func TestReviewHoldsPolicyRoles(t *testing.T) {
	t.Parallel()
	subject := func(login string) checks.Subject {
		made := checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(forge([]checks.Review{approval(login, "c1", 1)}, written("c1", "t1", "ada", "x"))))
		made.Policy.Roles = map[string][]string{"senior": {"@Bob"}}
		return made
	}
	if result := checkstest.Judge(t, reviewItem, code.NewReview(), subject("bob")); result.Verdict() != checks.Pass {
		t.Errorf("a senior by policy: %s, %s", result.Verdict(), result.Why)
	}
	if result := checkstest.Judge(t, reviewItem, code.NewReview(), subject("dana")); result.Verdict() != checks.Fail {
		t.Errorf("a maintainer whom the policy does not name: %s", result.Verdict())
	}
}

func TestReviewOfATag(t *testing.T) {
	t.Parallel()
	pull := forge([]checks.Review{approval("dana", "c1", 1)}, written("c1", "t1", "ada", "x"))
	tag := func(sha, tree string, number int) checks.Subject {
		return checkstest.Subject(checkstest.Tree(nil), checkstest.Tagged("release/v1.4.0", "1.4.0"), checkstest.On(pull),
			checkstest.Releasing(func(r *checks.Release) { r.SHA, r.Tree, r.Number = sha, tree, number }))
	}
	booked := func(kind checks.DifferenceKind) checks.Subject {
		later := tag("later", "t8", 12)
		later.Content = &checks.Content{Tree: "t8", Commits: []checks.ContentCommit{
			{SHA: "later", Origin: checks.OriginRelease},
			{SHA: "merge12", Origin: checks.OriginMerge, Number: 12, Differs: []checks.Difference{{Path: "CHANGELOG.md", Kind: kind}}},
		}}
		return later
	}
	for name, test := range map[string]struct {
		subject checks.Subject
		verdict checks.Verdict
		rule    string
	}{
		"on a change log after it":      {booked(checks.DiffersInChangelog), checks.Pass, ""},
		"on a test after it":            {booked(checks.DiffersInTests), checks.Fail, "review.other-content"},
		"on the merge commit":           {tag("merge12", "t9", 12), checks.Pass, ""},
		"on an equal tree":              {tag("elsewhere", "t1", 12), checks.Pass, ""},
		"on a commit after the merge":   {tag("later", "t8", 12), checks.Fail, "review.other-content"},
		"of content of no pull request": {tag("c9", "t9", 0), checks.Fail, "review.no-pull-request"},
	} {
		result := checkstest.Judge(t, reviewItem, code.NewReview(), test.subject)
		rules := strings.Join(checkstest.Rules(result, checks.SeverityError), " ")
		if result.Verdict() != test.verdict || rules != test.rule {
			t.Errorf("%s: %s %q, want %s %q", name, result.Verdict(), rules, test.verdict, test.rule)
		}
	}
}

func TestReviewUnknownWhereGitHubCannotBeRead(t *testing.T) {
	t.Parallel()
	commit := written("c1", "t1", "ada", "x")
	for _, method := range []string{"PullRequest", "Reviews", "PullCommits", "Permission"} {
		broken := forge([]checks.Review{approval("dana", "c1", 1)}, commit)
		broken.Failing = map[string]error{method: checkstest.ErrForge}
		result := checkstest.Judge(t, reviewItem, code.NewReview(), checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(broken)))
		if result.Verdict() != checks.Unknown || len(result.Missing) != 1 || result.Missing[0].Connection != checks.ConnectionForge {
			t.Errorf("%s fails: %s, %+v", method, result.Verdict(), result.Missing)
		}
	}
	branch := checkstest.Judge(t, reviewItem, code.NewReview(), checkstest.Subject(checkstest.Tree(nil), checkstest.On(forge(nil, commit)),
		checkstest.Releasing(func(release *checks.Release) { release.Kind, release.Number = checks.ReleaseBranch, 0 })))
	if branch.Verdict() != checks.Unknown || branch.Headline != "no release pull request yet" {
		t.Errorf("a branch before any release: %s, %s", branch.Verdict(), branch.Headline)
	}
	offline := checkstest.Judge(t, reviewItem, code.NewReview(), checkstest.Subject(checkstest.Tree(nil)))
	if offline.Verdict() != checks.Unknown || len(offline.Missing) != 1 {
		t.Errorf("offline: %s, %+v", offline.Verdict(), offline.Missing)
	}
}

func TestReviewQuotesWhatOthersWrote(t *testing.T) {
	t.Parallel()
	hostile := written("c2", "t2", "ada", "`@everyone` <img src=x>\u202e"+strings.Repeat("x", 200))
	subject := checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(forge([]checks.Review{approval("dana", "c1", 1)}, written("c1", "t1", "ada", "x"), hostile)))
	why := checkstest.Judge(t, reviewItem, code.NewReview(), subject).Why
	if strings.Contains(why, "`@everyone`") || strings.Contains(why, "\u202e") || len(why) > 300 {
		t.Errorf("why = %q", why)
	}
}

func TestReviewCountsTheMembersOfTeams(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		login   string
		members []string
		failure error
		roles   []string
		verdict checks.Verdict
		says    string // part of the reason or of what would mend it
	}{
		"a member":                               {"bob", []string{"eve", "Bob"}, nil, nil, checks.Pass, ""},
		"somebody else":                          {"dana", []string{"bob"}, nil, nil, checks.Fail, "@acme/senior"},
		"the team is empty":                      {"dana", nil, nil, nil, checks.Fail, "no members"},
		"no permission to read it":               {"bob", nil, checks.ErrForbidden, nil, checks.Unknown, "organisation permission `members: read`"},
		"it is secret, or none":                  {"bob", nil, checkstest.ErrForge, nil, checks.Unknown, "@acme/senior exists"},
		"who is named beside it needs no team":   {"bob", nil, checks.ErrForbidden, []string{"@acme/senior", "@bob"}, checks.Pass, ""},
		"an author is refused whatever the team": {"ada", nil, checks.ErrForbidden, nil, checks.Fail, "@ada approved and also wrote"},
		"who may not write is, too":              {"mallory", nil, checks.ErrForbidden, nil, checks.Fail, "not senior here"},
		"nobody is asked for a deleted account":  {checks.Ghost, nil, checks.ErrForbidden, nil, checks.Fail, "account was deleted"},
		"a deleted account is in no team":        {checks.Ghost, []string{checks.Ghost}, nil, nil, checks.Fail, "account was deleted"},
	} {
		made := forge([]checks.Review{approval(test.login, "c1", 1)}, written("c1", "t1", "ada", "x"))
		made.Teams = map[string][]string{"acme/senior": test.members}
		made.Failing = map[string]error{"TeamMembers": test.failure}
		subject := checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(made))
		if test.roles == nil {
			test.roles = []string{"@Acme/Senior"}
			if strings.HasPrefix(test.says, "@acme/senior") {
				test.says = "@Acme/Senior" + test.says[len("@acme/senior"):]
			}
		}
		subject.Policy.Roles = map[string][]string{"senior": test.roles}
		result := checkstest.Judge(t, reviewItem, code.NewReview(), subject)
		said := result.Why + result.Remedy
		for _, missing := range result.Missing {
			said += missing.Reason + missing.Remedy
		}
		if result.Verdict() != test.verdict || !strings.Contains(said, test.says) {
			t.Errorf("%s: %s, %s", name, result.Verdict(), said)
		}
	}
}

func TestReviewOfPeopleWhoLeft(t *testing.T) {
	t.Parallel()
	one := written("c1", "t1", "ada", "x")
	for name, test := range map[string]struct {
		reviews []checks.Review
		verdict checks.Verdict
		says    string
	}{
		"an approval by who has no access any more":       {[]checks.Review{approval("gone", "c1", 1)}, checks.Fail, "no access to the repository any more"},
		"an approval by a deleted account":                {[]checks.Review{approval(checks.Ghost, "c1", 1)}, checks.Fail, "account was deleted"},
		"beside one that counts":                          {[]checks.Review{approval("", "c1", 1), approval("dana", "c1", 2)}, checks.Pass, ""},
		"a deleted account's request for changes":         {[]checks.Review{stated(approval(checks.Ghost, "c1", 1), checks.ReviewChangesRequested), approval("dana", "c1", 2)}, checks.Pass, ""},
		"one deleted account does not answer for another": {[]checks.Review{stated(approval(checks.Ghost, "c1", 1), checks.ReviewChangesRequested), approval(checks.Ghost, "c1", 2)}, checks.Fail, "account was deleted"},
		"a request for changes by who has no access":      {[]checks.Review{stated(approval("gone", "c1", 1), checks.ReviewChangesRequested), approval("dana", "c1", 2)}, checks.Pass, ""},
	} {
		made := forge(test.reviews, one)
		made.Permissions["gone"], made.Permissions[checks.Ghost] = checks.PermissionNone, checks.PermissionAdmin
		result := checkstest.Judge(t, reviewItem, code.NewReview(), checkstest.Subject(checkstest.Tree(nil), checkstest.PullRequest(), checkstest.On(made)))
		if result.Verdict() != test.verdict || !strings.Contains(result.Why, test.says) {
			t.Errorf("%s: %s, %s", name, result.Verdict(), result.Why)
		}
	}
}
