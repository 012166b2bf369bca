package code

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

const (
	// mostReviewers bounds the people whose permission is asked for.
	mostReviewers = 60
	// noticed is how old a commit is at which GitHub knows by which pull request it came.
	noticed = 3 * time.Minute
	// mostPatches bounds the approvals that are compared by what they changed.
	mostPatches = 10
	// passable is the share of a range's pull requests that bots, and those who
	// write documentation, may merge by themselves.
	passable = 0.05
)

// rangeFacts are what the forge says of how a range's commits came into it.
type rangeFacts struct {
	brought     checks.Brought
	past        []checks.PullHistory
	permissions map[string]checks.Permission // of those who reviewed; without who could not be read
	same        map[string]bool              // "12 c0ffee": the approved commit brings what #12 brought in the end
	roles       []string
	holders     checks.Holders        // of the role, with the members of its teams
	owners      map[string]*ownership // by base branch; nil: none
	kept        map[string]bool       // direct commits that only keep the release's books or write documentation
}

// readRangeReviews asks how the commits of a range came into it. Those in written
// belong to the release's own pull request, whatever the forge has noticed yet.
func readRangeReviews(ctx context.Context, subject checks.Subject, written []checks.PullCommit) (rangeFacts, error) {
	facts := rangeFacts{roles: subject.Policy.Roles[string(checks.RoleSenior)], permissions: map[string]checks.Permission{}, same: map[string]bool{}, kept: map[string]bool{}}
	var err error
	if facts.brought, err = checks.ReadBrought(ctx, subject.Forge, subject.Range.Commits, subject.Release.Number); err != nil {
		return facts, err
	}
	facts.brought.Direct = slices.DeleteFunc(facts.brought.Direct, func(commit checks.Commit) bool {
		return slices.ContainsFunc(written, func(own checks.PullCommit) bool { return own.SHA == commit.SHA })
	})
	numbers := make([]int, len(facts.brought.Pulls))
	for index, pull := range facts.brought.Pulls {
		numbers[index] = pull.Number
	}
	if len(numbers) > 0 {
		if facts.past, err = subject.Forge.Histories(ctx, numbers); err != nil {
			return facts, err
		}
	}
	for _, history := range facts.past {
		for _, review := range history.Reviews {
			if review.State == checks.ReviewDismissed || review.Bot || departed(review) || len(facts.permissions) >= mostReviewers {
				continue
			}
			if _, known := facts.permissions[review.Login]; known {
				continue
			}
			permission, err := subject.Forge.Permission(ctx, review.Login)
			if ctx.Err() != nil {
				return facts, ctx.Err()
			}
			if err == nil && permission != checks.PermissionNone { // who has left may have been anybody
				facts.permissions[review.Login] = permission
			}
		}
	}
	var reviews []checks.Review
	for _, history := range facts.past {
		reviews = append(reviews, history.Reviews...)
	}
	facts.holders = readSeniors(ctx, subject.Forge, facts.roles, reviews)
	facts.readOwners(ctx, subject.Forge)
	facts.comparePatches(ctx, subject.Forge)
	for _, commit := range facts.brought.Direct {
		if facts.kept[commit.SHA], err = keepsBooks(ctx, subject, commit); err != nil {
			return facts, err
		}
	}
	return facts, nil
}

// readOwners asks who owns files of each branch that something of the range was
// merged into, where an approval hangs on it.
func (f *rangeFacts) readOwners(ctx context.Context, forge checks.Forge) {
	f.owners = map[string]*ownership{}
	paths := map[string][]string{}
	for _, history := range f.past {
		if mayOwn(history.Reviews, f.permissions, f.roles) {
			paths[history.BaseBranch] = append(paths[history.BaseBranch], history.Paths...)
		}
	}
	for branch, changed := range paths {
		f.owners[branch] = readOwnership(ctx, forge, branch, changed)
	}
}

// comparePatches finds the approvals whose commit is not the last, and which still
// cover the change.
func (f *rangeFacts) comparePatches(ctx context.Context, forge checks.Forge) {
	compared := 0
	for _, history := range f.past {
		for _, review := range history.Reviews {
			if review.State != checks.ReviewApproved || !movedOn(history.Commits, review.Commit) || compared == mostPatches {
				continue
			}
			compared++
			// What cannot be compared, as it is not on GitHub any more, stays outdated.
			if same, err := forge.SamePatch(ctx, history.PullRequest, review.Commit, history.Head); err == nil && same {
				f.same[patchKey(history.Number, review.Commit)] = true
			}
		}
	}
}

func patchKey(number int, commit string) string { return fmt.Sprint(number, " ", commit) }

var (
	releaseSubject = regex.New(`(?i)^(?:chore|build|ci)\(release\)|^(?:(?:chore|build|ci|docs)(?:\([^()]*\))?:\s*)?(?:(?:prepare|cut|bump|publish|tag|update)\s+)?(?:for\s+)?(?:release|version|changelog|change log)\b|^(?:bump|release|prepare)\b.*\d+\.\d+|^v?\d+\.\d+\.\d+\S*$|^\[(?:maven-)?release`)
	versionLine    = regex.New(`\d+\.\d+|(?i)version|sha\d|integrity|^\s*[\[\]{}(),]*\s*$`)
)

// errOther stops reading a commit that is no bookkeeping.
var errOther = errors.New("other content")

// keepsBooks reports whether a commit only writes documentation or, as release
// tools push it, raises versions.
func keepsBooks(ctx context.Context, subject checks.Subject, commit checks.Commit) (bool, error) {
	if subject.History == nil {
		return false, nil
	}
	raises, any := releaseSubject.MatchString(commit.Subject), false
	err := subject.History.Added(ctx, commit.SHA, func(added checks.AddedText) error {
		any = true
		if source.Classify(added.Path, nil) == checks.ClassDocumentation {
			return nil
		}
		for line := range strings.Lines(added.Text) {
			if !raises || !versionLine.MatchString(line) {
				return errOther
			}
		}
		return nil
	})
	switch {
	case ctx.Err() != nil:
		return false, ctx.Err()
	case err != nil:
		return false, nil // other content, or too much of it
	}
	return any, nil // what only deletes is nobody's bookkeeping
}

// pastReview is what the reviews of one merged pull request come to.
type pastReview struct {
	history checks.PullHistory
	by      []string       // who approved it in time, so that it counts
	late    []string       // who did so after the merge
	refused checks.Finding // why an approval does not count, where there is one
	unread  string         // why it cannot be judged; empty: it can
	grant   string         // what would let it be, where it is a grant
	idle    string         // why few people mind that nobody reviewed it: whose it is, or what it changes
	over    []string       // whose request for changes it was merged over
}

func (f rangeFacts) weigh(history checks.PullHistory) pastReview {
	judged := pastReview{history: history}
	facts := reviewFacts{pull: history.PullRequest, commits: history.Commits, permissions: f.permissions, roles: f.roles, holders: f.holders, same: f.same, paths: history.Paths, owners: f.owners[history.BaseBranch]}
	if facts.owners != nil && strings.Contains(history.Partial, "files") {
		facts.owners = &ownership{failed: true}
	}
	if len(history.Commits) == 0 || strings.Contains(history.Partial, "commits") {
		judged.unread = fmt.Sprintf("#%d has more commits than GitHub lists, so who wrote in it is not known", history.Number)
	}
	who := authorsOf(history.PullRequest, history.Commits)
	merged := checks.Release{SHA: history.Head}
	inTime := slices.DeleteFunc(slices.Clone(history.Reviews), func(review checks.Review) bool { return review.SubmittedAt.After(history.MergedAt) })
	standing := lastWords(inTime)
	facts.countOwners(standing, who, merged)
	for _, review := range standing {
		permission, known := f.permissions[review.Login]
		if review.State == checks.ReviewChangesRequested {
			if permission.AtLeast(checks.PermissionWrite) {
				judged.over = append(judged.over, review.Login)
			}
			continue
		}
		if facts.inDoubt(review, permission, known, who, merged) {
			missing := facts.missingSeniors()
			judged.unread, judged.grant = strings.TrimSuffix(missing.Reason, "."), missing.Remedy
			continue
		}
		finding, refusal := facts.refuse(review, permission, known, who, merged)
		switch {
		case departed(review) && refusal:
			judged.unread = fmt.Sprintf("who approved #%d is not known any more: their account was deleted", history.Number)
		case !refusal:
			judged.by = append(judged.by, review.Login)
		case finding.Rule == "":
			judged.unread = fmt.Sprintf("what @%s, who approved #%d, may do in the repository could not be read, or they have left it", review.Login, history.Number)
		case judged.refused.Rule == "":
			judged.refused = finding
		}
	}
	if len(judged.by) == 0 && facts.ownersUnread {
		missing := facts.missingOwners()
		judged.unread, judged.grant = strings.TrimSuffix(missing.Reason, "."), missing.Remedy
	}
	all := lastWords(history.Reviews)
	facts.countOwners(all, who, merged)
	for _, review := range all {
		permission, known := f.permissions[review.Login]
		if review.State != checks.ReviewApproved || !review.SubmittedAt.After(history.MergedAt) {
			continue
		}
		if _, refusal := facts.refuse(review, permission, known, who, merged); !refusal {
			judged.late = append(judged.late, review.Login)
		}
	}
	switch {
	case len(judged.by) > 0 && !strings.Contains(history.Partial, "commits"):
		judged.unread = ""
	case judged.unread == "" && strings.Contains(history.Partial, "reviews"):
		judged.unread = fmt.Sprintf("#%d has more reviews than GitHub lists at once", history.Number)
	}
	switch {
	case history.AuthorBot:
		judged.idle = "a bot's"
	case len(history.Paths) > 0 && history.Partial == "" && !slices.ContainsFunc(history.Paths, func(path string) bool { return source.Classify(path, nil) != checks.ClassDocumentation }):
		judged.idle = "documentation"
	}
	return judged
}

func (p pastReview) reviewed() bool { return p.unread == "" && len(p.by) > 0 }

// name is how people find the pull request.
func (p pastReview) name() string {
	return fmt.Sprintf("#%d (%s)", p.history.Number, wording.Quoted(p.history.Title))
}

// on says when something was merged, and by whom.
func (p pastReview) merged() string {
	text := "was merged"
	if !p.history.MergedAt.IsZero() {
		text += " on " + p.history.MergedAt.UTC().Format("2 January 2006")
	}
	if p.history.MergedBy != "" && p.history.MergedBy != "ghost" {
		text += " by @" + p.history.MergedBy
	}
	return text
}

// observeRange states what the way of a range's commits means for the item.
func observeRange(facts rangeFacts, release checks.Release, now time.Time) checks.Observation {
	judged := make([]pastReview, len(facts.past))
	for index, history := range facts.past {
		judged[index] = facts.weigh(history)
	}
	var observation checks.Observation
	var open []pastReview
	counted, reviewed := 0, 0
	for index, one := range judged {
		switch {
		case one.reviewed():
			counted, reviewed = counted+1, reviewed+1
			if len(one.over) > 0 {
				finding := reviewFinding("review.changes-requested", fmt.Sprintf("%s %s although %s had requested changes", one.name(), one.merged(), mentions(one.over)),
					"Ask "+mentions(one.over)+" whether the request still stands: "+one.history.Link)
				finding.Severity = checks.SeverityWarning
				observation.Findings = append(observation.Findings, finding)
			}
		case facts.covered(index, judged):
			// All of its commits also came by one that was reviewed.
		case one.unread != "" && len(one.late) == 0:
			counted++
			observation.Missing = append(observation.Missing, checks.Missing{
				Connection: checks.ConnectionForge, Reason: wording.Capital(one.unread) + ".",
				Remedy: cmp.Or(one.grant, "Have a senior read "+one.history.Link+" and approve it there, then `/golive rerun code.review`."),
			})
		default:
			counted++
			open = append(open, one)
		}
	}
	few := float64(len(open)) <= passable*float64(counted) && !slices.ContainsFunc(open, func(one pastReview) bool { return one.idle == "" })
	for _, one := range open {
		observation.Findings = append(observation.Findings, facts.unreviewed(one, few))
	}
	for _, commit := range facts.brought.Direct {
		if now.Sub(commit.Time) < noticed && !facts.kept[commit.SHA] {
			observation.LookAgain = noticed
			observation.Missing = append(observation.Missing, checks.Missing{
				Connection: checks.ConnectionForge,
				Reason:     fmt.Sprintf("`%s` is a moment old, and GitHub does not know yet by which pull request it came, if it came by one.", wording.ShortSHA(commit.SHA)),
				Remedy:     "Nothing: golive looks again by itself in three minutes.",
			})
			continue
		}
		observation.Findings = append(observation.Findings, facts.direct(commit, release))
	}
	if facts.brought.Unasked > 0 {
		observation.Missing = append(observation.Missing, checks.Missing{
			Connection: checks.ConnectionForge, Reason: fmt.Sprintf("The range is too long: how its %d oldest commits came into it was not asked.", facts.brought.Unasked),
			Remedy: "Tag releases more often, or record deployments to production, so that the range starts later.",
		})
	}
	observation.Evidence = append(observation.Evidence, facts.summary(reviewed, counted, release, now))
	return observation
}

// covered reports whether every commit that a pull request brought also came by
// another one that was reviewed, as those of a stack do.
func (f rangeFacts) covered(index int, judged []pastReview) bool {
	for _, commit := range f.brought.Pulls[index].Commits {
		found := false
		for other, pull := range f.brought.Pulls {
			found = found || other != index && judged[other].reviewed() && slices.Contains(pull.Commits, commit)
		}
		if !found {
			return false
		}
	}
	return true
}

// unreviewed is the finding of a pull request that nobody reviewed in time.
func (f rangeFacts) unreviewed(one pastReview, few bool) checks.Finding {
	facts := reviewFacts{roles: f.roles, holders: f.holders}
	read := "Have " + facts.seniors() + " who wrote nothing in it read " + one.history.Link
	finding := reviewFinding("review.unreviewed", one.name()+" "+one.merged()+" without an approval",
		read+" and approve it there, then `/golive rerun code.review`: it is a warning then. Require approvals on "+wording.Quoted(one.history.BaseBranch)+" so that it does not happen again.")
	switch {
	case len(one.late) > 0:
		finding = reviewFinding("review.after-merge", fmt.Sprintf("%s %s before %s approved it", one.name(), one.merged(), mentions(one.late)),
			"Require approvals on "+wording.Quoted(one.history.BaseBranch)+" so that they come before the merge.")
		finding.Severity = checks.SeverityWarning
	case one.refused.Rule != "":
		finding.Message = one.name() + " " + one.merged() + " without an approval that counts: " + one.refused.Message
	}
	if few && len(one.late) == 0 {
		finding.Severity = checks.SeverityWarning
		finding.Message += "; it is " + one.idle
	}
	finding.Fingerprint = checks.Fingerprint(finding.Rule, fmt.Sprint(one.history.Number))
	return finding
}

// direct is the finding of a commit that no pull request brought.
func (f rangeFacts) direct(commit checks.Commit, release checks.Release) checks.Finding {
	name, link := "`"+wording.ShortSHA(commit.SHA)+"` ("+wording.Quoted(commit.Subject)+")", ""
	if release.Repository.WebURL != "" {
		link = " " + release.Repository.WebURL + "/commit/" + commit.SHA
	}
	finding := reviewFinding("review.direct-push", name+" came by no pull request, so nobody reviewed it",
		"Have a senior read it:"+link+". Then put it through a pull request (`git revert "+wording.ShortSHA(commit.SHA)+"` and bring it again), and let nobody push to the branch.")
	if f.kept[commit.SHA] {
		finding.Severity = checks.SeverityWarning
		finding.Message = name + " came by no pull request; it changes documentation or the version only"
		finding.Remedy = "Let the release's pull request carry it."
	}
	finding.Fingerprint = checks.Fingerprint(finding.Rule, commit.SHA)
	return finding
}

func (f rangeFacts) summary(reviewed, counted int, release checks.Release, now time.Time) checks.Evidence {
	seen := checks.Evidence{
		Grade: checks.E3, Outcome: checks.Neutral, Kind: "review", Source: "github", ObservedAt: now, Tree: release.Tree, Sample: counted,
		Summary: "no other pull request is in the range",
	}
	if counted > 0 {
		seen.Summary = fmt.Sprintf("%d of %s of the range approved by a senior before the merge", reviewed, wording.Counted(counted, "pull request", "pull requests"))
		if reviewed == counted {
			seen.Outcome = checks.Supports
		}
	}
	if direct := len(f.brought.Direct); direct > 0 {
		seen.Summary += fmt.Sprintf("; %s by none", wording.Counted(direct, "commit came", "commits came"))
	}
	return seen
}
