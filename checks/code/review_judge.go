package code

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// observeReviews states what the reviews mean for the item.
func observeReviews(facts reviewFacts, release checks.Release, now time.Time) checks.Observation {
	observation := checks.Observation{Evidence: []checks.Evidence{{
		Grade: checks.E3, Outcome: checks.Neutral, Kind: "review", Source: "github", ObservedAt: now, Link: facts.pull.Link,
		Summary: fmt.Sprintf("read %s and %s of #%d",
			wording.Counted(len(facts.standing), "review", "reviews"), wording.Counted(len(facts.commits), "commit", "commits"), facts.pull.Number),
	}}}
	if len(facts.commits) == 0 {
		observation.Headline = "no commits listed"
		observation.Why = fmt.Sprintf("GitHub lists no commit for #%d, so nobody can tell who wrote it.", facts.pull.Number)
		observation.Remedy = "`/golive rerun code.review`"
		return observation
	}
	if !sameContent(facts, release) {
		observation.Findings = append(observation.Findings, reviewFinding("review.other-content",
			fmt.Sprintf("%s is not the content that #%d merged: commits came after it", wording.Quoted(release.Name()), facts.pull.Number),
			"Tag the commit that the reviewed pull request merged, or open a pull request for what came after."))
	}
	approved := facts.weigh(&observation, release, now)
	slices.SortStableFunc(observation.Findings, func(a, b checks.Finding) int { return reviewWeight(a) - reviewWeight(b) })
	if len(observation.Findings) > 0 && observation.Findings[0].Severity == checks.SeverityError {
		first := observation.Findings[0]
		observation.Headline, observation.Why, observation.Remedy = reviewHeadlines[first.Rule], wording.Capital(first.Message)+".", first.Remedy
		return observation
	}
	if len(approved) > 0 {
		observation.Headline = "approved by " + strings.Join(approved, ", ")
	}
	return observation
}

var reviewHeadlines = map[string]string{
	"review.changes-requested": "changes are requested",
	"review.other-content":     "not what was reviewed",
	"review.outdated":          "approved before the last commits",
	"review.not-senior":        "approved, but not by a senior",
	"review.departed":          "approved by someone who has left",
	"review.self-approval":     "approved by its own authors only",
	"review.bot":               "approved by a bot only",
	"review.missing":           "no approval",
}

// weigh holds every standing review against the content. It returns who
// approved so that it counts.
func (f *reviewFacts) weigh(observation *checks.Observation, release checks.Release, now time.Time) []string {
	who := authorsOf(f.pull, f.commits)
	f.countOwners(f.standing, who, release)
	var approved []string
	var refused []checks.Finding
	teamsUnread := false
	for _, review := range f.standing {
		permission, known := f.permissions[review.Login]
		if review.State == checks.ReviewChangesRequested {
			f.request(observation, review, permission, known)
			continue
		}
		if f.inDoubt(review, permission, known, who, release) {
			teamsUnread = true
			continue
		}
		if finding, refusal := f.refuse(review, permission, known, who, release); refusal {
			if finding.Rule != "" {
				refused = append(refused, finding)
			}
			continue
		}
		approved = append(approved, "@"+review.Login)
		observation.Evidence = append(observation.Evidence, checks.Evidence{
			Grade: checks.E3, Outcome: checks.Supports, Kind: "review", Source: "github", Link: review.Link, ObservedAt: now, Tree: release.Tree, Sample: 1,
			Summary: fmt.Sprintf("@%s (%s) approved `%s` and wrote none of the %s", review.Login, permission, wording.ShortSHA(review.Commit), wording.Counted(len(f.commits), "commit", "commits")),
		})
	}
	if len(approved) > 0 {
		for _, finding := range refused {
			finding.Severity = checks.SeverityNotice
			observation.Findings = append(observation.Findings, finding)
		}
		return approved
	}
	if teamsUnread {
		observation.Headline = "who is senior could not be read"
		observation.Missing = append(observation.Missing, f.missingSeniors())
		return nil
	}
	if f.ownersUnread {
		observation.Missing = append(observation.Missing, f.missingOwners())
		return nil
	}
	if f.owners != nil && f.owners.notice != "" {
		finding := reviewFinding("review.owners-invalid", f.owners.notice, "Mend the file on the base branch.")
		finding.Severity = checks.SeverityNotice
		observation.Findings = append(observation.Findings, finding)
	}
	if len(f.unread) > 0 {
		observation.Headline = "GitHub did not answer"
		observation.Missing = append(observation.Missing, checks.Missing{
			Connection: checks.ConnectionForge,
			Reason:     "What " + mentions(f.unread) + " may do in the repository could not be read from GitHub.",
			Remedy:     "Try `/golive rerun code.review`; if it stays, see that the App may read the repository's metadata.",
		})
		return nil
	}
	if len(refused) == 0 {
		refused = append(refused, reviewFinding("review.missing",
			fmt.Sprintf("nobody has approved #%d", f.pull.Number), "Ask "+f.seniors()+" to review and approve #"+fmt.Sprint(f.pull.Number)+"."))
	}
	observation.Findings = append(observation.Findings, refused...)
	return nil
}

// request records an open request for changes: it blocks where its author may
// write to the repository, as it does on GitHub.
func (f reviewFacts) request(observation *checks.Observation, review checks.Review, permission checks.Permission, known bool) {
	if departed(review) {
		finding := reviewFinding("review.changes-requested", "somebody whose account was deleted requested changes on `"+wording.ShortSHA(review.Commit)+"`", "Read what they asked for, and have the review dismissed on GitHub with a reason.")
		finding.Severity = checks.SeverityNotice
		observation.Findings = append(observation.Findings, finding)
		return
	}
	if !known {
		observation.Missing = append(observation.Missing, checks.Missing{
			Connection: checks.ConnectionForge,
			Reason:     "@" + review.Login + " requests changes, and what they may do in the repository could not be read from GitHub.",
			Remedy:     "`/golive rerun code.review`",
		})
		return
	}
	finding := reviewFinding("review.changes-requested", "@"+review.Login+" requests changes on `"+wording.ShortSHA(review.Commit)+"`",
		"Make the changes and ask @"+review.Login+" to review again, or have the review dismissed on GitHub with a reason.")
	switch {
	case !permission.AtLeast(checks.PermissionWrite):
		finding.Severity = checks.SeverityNotice
	case review.Bot:
		finding.Severity = checks.SeverityWarning
	}
	observation.Findings = append(observation.Findings, finding)
}

// refuse tells why an approval does not count, if it does not.
func (f reviewFacts) refuse(review checks.Review, permission checks.Permission, known bool, who authors, release checks.Release) (checks.Finding, bool) {
	return f.refuseUnlessSenior(review, permission, known, who, release, f.senior(review.Login, permission))
}

func (f reviewFacts) refuseUnlessSenior(review checks.Review, permission checks.Permission, known bool, who authors, release checks.Release, senior bool) (checks.Finding, bool) {
	number := fmt.Sprintf("#%d", f.pull.Number)
	again := "Ask @" + review.Login + " or " + f.seniors() + " to approve " + number + " again."
	switch {
	case review.Bot:
		return reviewFinding("review.bot", "@"+review.Login+" is a bot: its approval is not counted", "Ask "+f.seniors()+" to review "+number+"."), true
	case departed(review):
		return reviewFinding("review.departed", "somebody whose account was deleted approved "+number+": whether they were senior, or wrote in it, nobody can tell any more", "Ask "+f.seniors()+" to review "+number+"."), true
	case who.wrote(review.Login):
		return reviewFinding("review.self-approval", "@"+review.Login+" approved and also wrote in "+number+": not counted",
			"Ask "+f.seniors()+" who wrote nothing in "+number+" to review it."), true
	case !known:
		return checks.Finding{}, true
	case permission == checks.PermissionNone:
		return reviewFinding("review.departed", "@"+review.Login+" approved "+number+", but has no access to the repository any more", "Ask "+f.seniors()+" to approve "+number+"."), true
	case !permission.AtLeast(checks.PermissionWrite) || !senior:
		return reviewFinding("review.not-senior", fmt.Sprintf("@%s approved, but is not senior here (%s)", review.Login, permission),
			"Ask "+f.seniors()+" to approve "+number+", or name @"+review.Login+" under `roles: senior:` in .golive.yml on the base branch."), true
	}
	later, gone := f.after(review.Commit, release)
	switch {
	case gone && f.same[patchKey(f.pull.Number, review.Commit)]:
		return checks.Finding{}, false // rebased, and nothing else
	case gone:
		return reviewFinding("review.outdated", "@"+review.Login+" approved `"+wording.ShortSHA(review.Commit)+"`, which is no longer part of "+number, again), true
	case len(later) > 0:
		return reviewFinding("review.outdated", fmt.Sprintf("@%s approved `%s`, but %s after (%s)",
			review.Login, wording.ShortSHA(review.Commit), wording.Counted(len(later), "commit came", "commits came"), subjects(later)), again), true
	}
	return checks.Finding{}, false
}

// senior reports whether an approver is one: by the policy where it names
// people, else by the permission to maintain the repository or by owning all that
// is changed.
func (f reviewFacts) senior(login string, permission checks.Permission) bool {
	if len(f.roles) == 0 {
		return permission.AtLeast(checks.PermissionMaintain) || slices.Contains(f.owning, login)
	}
	holds, _ := f.holders.Hold(login)
	return holds
}

// seniors says whom to ask.
func (f reviewFacts) seniors() string {
	if len(f.roles) == 0 {
		return "a maintainer"
	}
	text := "a senior (" + wording.Listed(f.roles, 5)
	if empty := f.holders.Empty(); len(empty) > 0 {
		text += "; " + wording.Listed(empty, 3) + ": no members"
	}
	return text + ")"
}

// after lists the commits that changed the content after the one approved;
// gone where the approved commit is not in the pull request any more and
// nothing shows that it had this content.
func (f reviewFacts) after(approved string, release checks.Release) (later []checks.PullCommit, gone bool) {
	head := f.head(release)
	if approved == f.commits[head].SHA {
		return nil, false
	}
	at := slices.IndexFunc(f.commits[:head+1], func(commit checks.PullCommit) bool { return commit.SHA == approved })
	if at < 0 {
		return nil, true
	}
	if tree := f.commits[at].Tree; tree != "" && tree == f.commits[head].Tree {
		return nil, false
	}
	same := f.same[patchKey(f.pull.Number, approved)]
	for _, commit := range f.commits[at+1 : head+1] {
		if !same || !f.fromBase(commit) {
			later = append(later, commit)
		}
	}
	return later, false
}

// head returns the index of the commit that is released, or of the pull
// request's head where the release is what was merged of it.
func (f reviewFacts) head(release checks.Release) int {
	for _, sha := range []string{release.SHA, f.pull.Head} {
		if at := slices.IndexFunc(f.commits, func(commit checks.PullCommit) bool { return commit.SHA == sha }); at >= 0 {
			return at
		}
	}
	return len(f.commits) - 1
}

var mergedBranch = regex.New(`^Merge (?:remote-tracking )?branch ['"](?:origin/|upstream/)?([^'"]+)['"]`)

// fromBase reports whether a commit says that it merges the base branch in.
func (f reviewFacts) fromBase(commit checks.PullCommit) bool {
	match := mergedBranch.FindStringSubmatch(commit.Message)
	return commit.Parents > 1 && match != nil && f.pull.BaseBranch != "" && match[1] == f.pull.BaseBranch
}

// sameContent reports whether the release is the pull request's head, or what
// was merged of it, or differs from one of these in a release's own books alone:
// whoever changed those afterwards is found in the range.
func sameContent(facts reviewFacts, release checks.Release) bool {
	for _, commit := range facts.holding {
		if commit.SHA == facts.pull.Head || commit.SHA == facts.pull.MergeSHA && commit.SHA != "" {
			return true
		}
	}
	if release.Kind != checks.ReleaseTag || release.SHA == facts.pull.MergeSHA || release.SHA == facts.pull.Head {
		return true
	}
	return slices.ContainsFunc(facts.commits, func(commit checks.PullCommit) bool {
		return commit.SHA == release.SHA || (commit.Tree != "" && commit.Tree == release.Tree)
	})
}

func reviewFinding(rule, message, remedy string) checks.Finding {
	return checks.Finding{
		Rule: rule, Severity: checks.SeverityError, Grade: checks.E3, Message: message, Remedy: remedy, Fingerprint: checks.Fingerprint(rule, message),
	}
}

// reviewWeight orders findings: what says no before what does not count.
func reviewWeight(finding checks.Finding) int {
	weight := 10 * slices.Index([]checks.Severity{checks.SeverityError, checks.SeverityWarning, checks.SeverityNotice}, finding.Severity)
	return weight + slices.Index([]string{"review.changes-requested", "review.other-content", "review.outdated", "review.not-senior", "review.departed", "review.self-approval", "review.bot", "review.missing"}, finding.Rule)
}

func subjects(commits []checks.PullCommit) string {
	var lines []string
	for _, commit := range commits {
		subject, _, _ := strings.Cut(commit.Message, "\n")
		lines = append(lines, "`"+wording.ShortSHA(commit.SHA)+"`: "+wording.Quoted(subject))
	}
	return wording.Listed(lines, 3)
}

func mentions(logins []string) string {
	return "@" + strings.Join(logins, ", @")
}
