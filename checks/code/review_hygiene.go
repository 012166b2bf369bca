package code

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// hygieneFacts are what a forge knows about a review beside who approved: what
// is still being talked about, and whether anything would have stopped a merge
// without an approval. Neither decides the item.
type hygieneFacts struct {
	branch      string // that is merged into
	rules       checks.BranchRules
	rulesErr    error
	number      int
	link        string
	threads     []checks.ReviewThread
	threadsErr  error
	threadsRead bool
}

func readHygiene(ctx context.Context, subject checks.Subject, pull checks.PullRequest) hygieneFacts {
	facts := hygieneFacts{branch: pull.BaseBranch, number: pull.Number, link: pull.Link}
	if facts.branch == "" {
		facts.branch = subject.Release.Repository.DefaultBranch
	}
	if facts.branch != "" {
		facts.rules, facts.rulesErr = subject.Forge.BranchRules(ctx, facts.branch)
	}
	if pull.Number != 0 {
		facts.threadsRead = true
		facts.threads, facts.threadsErr = subject.Forge.UnresolvedThreads(ctx, pull.Number)
	}
	return facts
}

// observe states what is worth mending, and as a notice what could not be seen.
func (h hygieneFacts) observe(observation *checks.Observation) {
	var found []checks.Finding
	if h.branch != "" {
		found = append(found, h.enforced(observation)...)
	}
	if h.threadsRead {
		found = append(found, h.talk()...)
	}
	observation.Findings = append(observation.Findings, found...)
	if slices.ContainsFunc(observation.Findings, func(finding checks.Finding) bool { return finding.Severity == checks.SeverityError }) {
		return // what fails is told first
	}
	for _, finding := range found {
		if finding.Severity != checks.SeverityWarning {
			continue
		}
		if observation.Why == "" {
			observation.Why, observation.Remedy = wording.Capital(finding.Message)+".", finding.Remedy
		}
		if observation.Headline != "" {
			observation.Headline += "; " + hygieneHeadlines[finding.Rule]
		}
	}
}

var hygieneHeadlines = map[string]string{
	"review.not-enforced": "no rule asks for approvals", "review.unresolved": "open conversations",
}

// enforced tells whether the branch would have refused a merge without an
// approval. What could not be read is said and holds against nobody: a rule that
// is not shown is no rule that is missing.
func (h hygieneFacts) enforced(observation *checks.Observation) []checks.Finding {
	branch := wording.Quoted(h.branch)
	notice := func(message, remedy string) []checks.Finding {
		finding := reviewFinding("review.rules-unread", message, remedy)
		finding.Severity = checks.SeverityNotice
		return []checks.Finding{finding}
	}
	if h.rulesErr != nil {
		return notice("whether "+branch+" requires approvals could not be read from GitHub", "`/golive rerun code.review`")
	}
	if count := h.rules.Approvals(); count > 0 {
		for index := range observation.Evidence {
			if evidence := &observation.Evidence[index]; evidence.Outcome == checks.Neutral {
				evidence.Summary += "; " + branch + " " + h.asks(count)
				break
			}
		}
		return nil
	}
	var grants []string
	for _, reading := range []checks.RuleReading{h.rules.Rulesets, h.rules.Protection} {
		if !reading.Known && reading.Grant != "" && !slices.Contains(grants, reading.Grant) {
			grants = append(grants, reading.Grant)
		}
	}
	if len(grants) > 0 {
		what := "no ruleset of " + branch + " requires approvals, and its classic protection could not be read"
		if !h.rules.Rulesets.Known {
			what = "the rulesets of " + branch + " could not be read, so it is not known whether it requires approvals"
		}
		return notice(what, "Grant the App `"+strings.Join(grants, "` and `")+"`, or require approvals by a ruleset, which golive reads without it.")
	}
	finding := reviewFinding("review.not-enforced", branch+" lets pull requests be merged without an approval: neither a ruleset nor branch protection asks for one",
		"Add a ruleset for "+branch+" with \"Require a pull request before merging\" and at least one approval.")
	finding.Severity = checks.SeverityWarning
	return []checks.Finding{finding}
}

// asks says what the branch asks for.
func (h hygieneFacts) asks(count int) string {
	var by, also []string
	var all checks.ApprovalRule
	for _, one := range []struct {
		reading checks.RuleReading
		name    string
	}{{h.rules.Rulesets, "ruleset"}, {h.rules.Protection, "branch protection"}} {
		if rule := one.reading.Rule; rule != nil && rule.Approvals > 0 {
			by = append(by, one.name)
			all.DismissStale, all.LastPush = all.DismissStale || rule.DismissStale, all.LastPush || rule.LastPush
			all.CodeOwners = all.CodeOwners || rule.CodeOwners
		}
	}
	for _, one := range []struct {
		asked bool
		words string
	}{{all.DismissStale, "takes them back with new commits"}, {all.LastPush, "wants one from somebody other than the last pusher"}, {all.CodeOwners, "wants those of code owners"}} {
		if one.asked {
			also = append(also, one.words)
		}
	}
	text := fmt.Sprintf("requires %s (%s)", wording.Counted(count, "approval", "approvals"), strings.Join(by, " and "))
	if len(also) > 0 {
		text += " and " + strings.Join(also, ", ")
	}
	return text
}

// talk tells what of the pull request nobody has resolved. What only bots began
// is no more than a notice.
func (h hygieneFacts) talk() []checks.Finding {
	number := fmt.Sprintf("#%d", h.number)
	if h.threadsErr != nil {
		remedy := "`/golive rerun code.review`"
		if errors.Is(h.threadsErr, checks.ErrForbidden) {
			remedy = "Grant the App `pull_requests: read`, then `/golive rerun code.review`."
		}
		finding := reviewFinding("review.threads-unread", "whether every conversation of "+number+" is resolved could not be read from GitHub", remedy)
		finding.Severity = checks.SeverityNotice
		return []checks.Finding{finding}
	}
	var people, bots []checks.ReviewThread
	for _, thread := range h.threads {
		if thread.Bot {
			bots = append(bots, thread)
		} else {
			people = append(people, thread)
		}
	}
	var findings []checks.Finding
	for _, one := range []struct {
		threads  []checks.ReviewThread
		whose    string
		severity checks.Severity
	}{{people, "", checks.SeverityWarning}, {bots, " that bots began", checks.SeverityNotice}} {
		if len(one.threads) == 0 {
			continue
		}
		finding := reviewFinding("review.unresolved", wording.Counted(len(one.threads), "conversation of "+number+one.whose+" is", "conversations of "+number+one.whose+" are")+" not resolved: "+placesOf(one.threads),
			"Answer and resolve each on "+firstLink(one.threads, h.link)+", then `/golive rerun code.review`.")
		finding.Severity, finding.Fingerprint = one.severity, checks.Fingerprint("review.unresolved", number+one.whose)
		findings = append(findings, finding)
	}
	return findings
}

func placesOf(threads []checks.ReviewThread) string {
	var places []string
	for _, thread := range threads {
		place := thread.Path
		if thread.Line > 0 {
			place += fmt.Sprintf(":%d", thread.Line)
		}
		places = append(places, wording.Quoted(place)+" (@"+thread.Author+")")
	}
	return wording.Listed(places, 3)
}

func firstLink(threads []checks.ReviewThread, otherwise string) string {
	if threads[0].Link != "" {
		return threads[0].Link
	}
	return otherwise
}
