package delivery

import (
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/checks/wording"
)

const writePlan = "Write ROLLBACK.md: who decides, the command that brings the version before back (`kubectl rollout undo deploy/…`, `helm rollback …`, the platform's own, or a workflow with a version to deploy), and what becomes of the database. " +
	"If the plan lives elsewhere, a release manager signs with its link: `/golive sign-off delivery.rollback LINK`."

// observeRollback states what the facts mean for the item.
func observeRollback(facts rollbackFacts, subject checks.Subject) checks.Observation {
	r := &goingBack{facts: facts, subject: subject, now: subject.Now()}
	r.plan()
	r.migrations()
	r.history()
	r.observation.Missing = append(r.observation.Missing, facts.lacks...)
	if len(facts.unread) > 0 {
		r.observation.Missing = append(r.observation.Missing, checks.Missing{
			Connection: checks.ConnectionForge, Reason: "too large to be read: " + wording.Listed(wording.QuotedPaths(facts.unread), 3), Remedy: "A release manager reads them and signs.",
		})
	}
	r.observation.Headline = r.headline()
	return r.observation
}

// goingBack collects what is said of going back.
type goingBack struct {
	facts       rollbackFacts
	subject     checks.Subject
	now         time.Time
	observation checks.Observation
	broken      int
}

func (r *goingBack) record(grade checks.Grade, outcome checks.Outcome, summary, at string, line int, link string, expires time.Time) {
	evidence := checks.Evidence{
		Grade: grade, Outcome: outcome, Kind: "rollback", Source: "code", Summary: summary, Path: at, Line: line, ObservedAt: r.now, ExpiresAt: expires, Tree: r.subject.Release.Tree, Sample: r.facts.files,
	}
	if grade == checks.E3 {
		evidence.Source, evidence.Tree = "github", "" // a drill speaks of no one content
	}
	if strings.HasPrefix(link, "https://") {
		evidence.Link = link
	}
	r.observation.Evidence = append(r.observation.Evidence, evidence)
}

func (r *goingBack) find(rule string, severity checks.Severity, at string, line int, message, remedy string) {
	r.observation.Findings = append(r.observation.Findings, checks.Finding{
		Rule: "rollback." + rule, Severity: severity, Grade: checks.E2, Path: at, Line: line, EndLine: line, Message: message, Remedy: remedy,
		Fingerprint: checks.Fingerprint("rollback."+rule, at, message),
	})
}

// plan tells of the ways back that the repository holds.
func (r *goingBack) plan() {
	const most = 5
	owned := false
	for index, one := range r.facts.plans {
		owned = owned || one.owner || one.kind != planDocument
		if index < most {
			r.record(checks.E2, checks.Supports, "a way back: "+one.what+" in "+wording.QuotedPath(one.path), one.path, one.line, "", time.Time{})
		}
	}
	for _, one := range r.facts.empty {
		r.find("empty-plan", checks.SeverityWarning, one.path, one.line, fmt.Sprintf("%s of %s says how to go back without a command or a link", wording.Capital(one.what), wording.QuotedPath(one.path)), "Write the commands that are to be run, or link what does it.")
	}
	switch {
	case len(r.facts.plans) == 0:
		// A plan may live elsewhere: that none is here decides nothing, and who signs names
		// it by its link.
		r.record(checks.E2, checks.Refutes, fmt.Sprintf("no rollback plan in %s: no document with commands, no script, no workflow that deploys a given version",
			wording.Counted(r.facts.files, "document, script or workflow", "documents, scripts and workflows")), "", 0, "", time.Time{})
		r.observation.Why = "No plan was found in the repository. That is no proof that there is none: one that lives elsewhere is signed with its link."
		r.observation.Remedy = writePlan
	case !owned:
		first := r.facts.plans[0]
		r.find("no-owner", checks.SeverityNotice, first.path, first.line, "the plan does not say who decides to go back", "Name the role: at two in the morning nobody should have to ask.")
	}
}

// migrations tells what the range takes away from the code before it.
func (r *goingBack) migrations() {
	before := "the version before"
	for _, one := range r.facts.losses {
		severity := one.severity(r.facts.restores)
		if severity == checks.SeverityError {
			r.broken++
		}
		object := one.change.Table
		if one.change.Name != "" {
			object += "." + one.change.Name
		}
		message := fmt.Sprintf("migration %s %s, %s, that %s may still use: going back can end in errors", wording.QuotedPath(one.path), one.change.Loses(), wording.Quoted(object), before)
		if one.down && one.change.Kind != schema.DropTable && one.change.Kind != schema.DropColumn {
			message += ", unless the migration is taken back as well"
		}
		if one.excused {
			message += " (a comment there says that nothing does)"
		}
		remedy := "Split it: ship the code that does without it first, and drop it in the release after."
		if severity == checks.SeverityError && !r.facts.restores {
			remedy += " Or write into the plan how the data is restored."
		}
		r.find("irreversible", severity, one.path, one.change.Line, message, remedy)
	}
	switch {
	case r.subject.Range == nil:
		r.record(checks.E2, checks.Neutral, "without a range no migrations belong to this release", "", 0, "", time.Time{})
	case len(r.facts.losses) == 0:
		r.record(checks.E2, checks.Neutral, "no migration of the range takes away what the version before uses", "", 0, "", time.Time{})
	}
}

// history tells what was deployed before, and whether going back was tried.
func (r *goingBack) history() {
	if !r.facts.forge {
		r.observation.Missing = append(r.observation.Missing, checks.Missing{
			Connection: checks.ConnectionEnvironments, Reason: "GitHub is not connected, so earlier roll-backs cannot be seen", Remedy: "Install the App with `deployments: read`.",
		})
		return
	}
	r.before()
	if len(r.facts.plans) == 0 {
		return // a drill without a plan is luck
	}
	if len(r.facts.drills) == 0 {
		if len(r.facts.lacks) == 0 {
			r.find("no-drill", checks.SeverityWarning, "", 0, fmt.Sprintf("nobody went back within 90 days (%s looked at)", wording.Counted(r.facts.listed, "deployment", "deployments")),
				"Try it on staging: deploy this version, the one before, and this one again; golive sees it in the deployments. Or a release manager signs.")
		}
		return
	}
	last := r.facts.drills[0]
	took := ""
	if last.duration > 0 {
		took = ", which took " + last.duration.Round(time.Second).String()
	}
	r.record(checks.E3, checks.Supports, fmt.Sprintf("%s on %s%s", last.how, last.at.UTC().Format("2 January 2006"), took), "", 0, last.link, last.at.Add(drillLasting))
	if last.duration > drillTarget {
		r.find("slow-drill", checks.SeverityWarning, "", 0, fmt.Sprintf("going back took %s, more than %s", last.duration.Round(time.Second), drillTarget), "Keep the version before ready to be started, so that going back builds nothing.")
	}
}

func (r *goingBack) headline() string {
	switch {
	case r.broken > 0:
		return wording.Counted(r.broken, "migration change", "migration changes") + " of this release cannot be taken back"
	case len(r.facts.plans) == 0:
		return "no rollback plan in the repository"
	case len(r.facts.drills) > 0:
		return "there is a plan, and going back was tried on " + r.facts.drills[0].at.UTC().Format("2 January 2006")
	default:
		return "there is a plan; that it was tried was not seen"
	}
}
