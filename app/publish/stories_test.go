package publish

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/jobs"
)

const stagingRemedy = "Set `environments.staging.url` in `.golive.yml` on `main`, and list this repository at `/.well-known/golive.txt` of that host."

// stories are the runs whose renderings are kept in testdata.
func stories() map[string]func(testing.TB) *story {
	return map[string]func(testing.TB) *story{
		"not_ready": notReady, "ready": ready, "waiting": waiting, "in_progress": inProgress, "observing": observing,
		"first_run": firstRun, "tag": tagRelease, "partly_enforced": partlyEnforced, "partly_ready": partlyReady, "policy_problem": policyProblem, "huge": huge,
		"waived": waivedInPart, "called_na": calledNotApplicable, "policy_edit_wrong": wrongEdit, "policy_edit_weaker": weakerEdit, "policy_edit_stronger": strongerEdit,
	}
}

func notReady(t testing.TB) *story {
	s := newStory(t)
	s.sees("code.debug-leftovers", failing("2 debug statements in production code", "Remove them, or use the logger.",
		found("debug.console", "routes/exports.ts", 14, "`console.log` prints a request body", "Remove it, or use `logger.debug`."),
		found("debug.debugger", "billing/refund.ts", 88, "`debugger` statement", "Remove it."),
	)).becomes("code.debug-leftovers", checks.Fail)
	s.sees("code.secrets", failing("1 secret in released content", "",
		found("secret.aws-access-key", "config/prod.ts", 12, "AWS key ending `7QXA`, since `b77e012`",
			"Rotate it now: deleting the line is not enough, it is in the history. Then load it from the secret store and `/golive rerun code.secrets`."),
	)).becomes("code.secrets", checks.Fail)
	changelog := failing("no entry for v1.4.0", "Add a section `## 1.4.0` to `CHANGELOG.md`; 3 merged pull requests are not in it.",
		found("changelog.missing-version", "CHANGELOG.md", 0, "no section for 1.4.0 below `Unreleased`", ""))
	s.sees("launch.changelog", changelog).becomes("launch.changelog", checks.Fail)
	s.sees("launch.qa-checklist", checks.Observation{Evidence: []checks.Evidence{saw(checks.E2, checks.Supports, "`docs/qa.md` lists 14 cases, 14 ticked")}}).becomes("launch.qa-checklist", checks.NeedsSignOff)
	rollback := saw(checks.E2, checks.Supports, "`ROLLBACK.md` names the command, its owner and how long it takes")
	rollback.Path, rollback.Line = "ROLLBACK.md", 3
	s.sees("delivery.rollback", checks.Observation{Evidence: []checks.Evidence{rollback}}).becomes("delivery.rollback", checks.NeedsSignOff)
	review := saw(checks.E3, checks.Supports, "approved by 2 of 2 reviewers, 24 of 24 commits reviewed")
	review.Link = webURL + "/pull/412#pullrequestreview-1"
	s.sees("code.review", checks.Observation{Headline: "approved by @kim on this commit", Evidence: []checks.Evidence{review}})
	for _, id := range []checks.ItemID{"security.authentication", "security.headers", "launch.endpoints"} {
		s.sees(id, lacking(checks.ConnectionStaging, "No staging environment is known.", stagingRemedy)).becomes(id, checks.Unknown)
	}
	s.sees("monitoring.metrics", later(checks.ConnectionTelemetry))
	s.sees("monitoring.alerts.cpu", later(checks.ConnectionAlerting))
	s.sees("monitoring.alerts.memory", later(checks.ConnectionAlerting))
	s.sees("launch.fallback-ui", lacking(checks.ConnectionStaging, "No staging environment is known.", stagingRemedy))
	s.sees("performance.media-storage", checks.Observation{NotApplicable: "no upload route or storage SDK found in 58 routes and 212 packages"}).becomes("performance.media-storage", checks.NotApplicable)
	s.sees("infrastructure.autoscaling", failing("no autoscaler for 1 of 3 deployments", "Add a HorizontalPodAutoscaler.", found("k8s.no-autoscaler", "deploy/api.yaml", 1, "Deployment `api` has none", "")),
		checks.Attestations{Waiver: &checks.Waiver{Item: "infrastructure.autoscaling", By: "dana", Role: checks.RoleReleaseManager, Accepts: checks.Fail, Reason: "fixed fleet for launch week, capacity note OPS-77", Until: noon.AddDate(0, 0, 8), SHA: headSHA, Comment: 9002}}).becomes("infrastructure.autoscaling", checks.Waived)
	s.sees("infrastructure.backup", checks.Observation{Evidence: []checks.Evidence{saw(checks.E2, checks.Supports, "a restore script is there")}},
		signature("infrastructure.backup", "mia", checks.RoleDBA, "https://wiki.acme.dev/restore-drill?day=2026-11-20")).becomes("infrastructure.backup", checks.Pass)
	s.sees("security.injection", checks.Observation{Headline: "0 high, 2 medium", Evidence: []checks.Evidence{saw(checks.E3, checks.Supports, "CodeQL: 0 high, 2 medium of 41 rules")},
		Findings: []checks.Finding{{Rule: "injection.xss", Severity: checks.SeverityWarning, Path: "web/search.tsx", Line: 31, EndLine: 33, Column: 5, Message: "unescaped query in the title", Remedy: "Let the template escape it."}}}).becomes("security.injection", checks.Warn)
	s.run.Previous = &jobs.PreviousRun{
		Generation: 6, SHA: olderSHA, At: noon.Add(-2 * time.Hour),
		Verdicts: map[checks.ItemID]checks.Verdict{
			"code.coverage": checks.Fail, "launch.smoke-checklist": checks.Warn, "code.secrets": checks.Pass, "code.debug-leftovers": checks.Fail, "delivery.rollback": checks.Unknown,
		},
		Headlines: map[checks.ItemID]string{"code.coverage": "78.9 % of 12,044 lines", "code.secrets": "0 in 812 files", "delivery.rollback": "nothing found"},
	}
	s.run.Notes = []string{"2 suppressions are new in this range: `golive-allow debug-leftovers` in `tools/seed.ts`; a second person has to agree."}
	s.run.Skipped = []checks.Skipped{{Path: "assets/intro.mp4", Reason: "larger than the limit"}, {Path: "vendor/link", Reason: "symbolic link"}}
	return s
}

func ready(t testing.TB) *story {
	s := newStory(t)
	load := saw(checks.E5, checks.Supports, "10,240 rps for 10 m, p99 182 ms, 0.02 % errors")
	load.ExpiresAt = noon.AddDate(0, 0, 7)
	s.sees("performance.load", checks.Observation{Headline: "10,240 of 10,000 rps · p99 182 ms · 0.02 % errors", Evidence: []checks.Evidence{load}})
	s.sees("launch.qa-checklist", checks.Observation{Evidence: []checks.Evidence{saw(checks.E2, checks.Supports, "14 of 14 cases")}},
		signature("launch.qa-checklist", "mia", checks.RoleQA, "https://qa.acme.dev/runs/88"))
	s.sees("infrastructure.autoscaling", failing("no autoscaler", "", found("k8s.no-autoscaler", "deploy/api.yaml", 1, "none", "")),
		checks.Attestations{Waiver: &checks.Waiver{Item: "infrastructure.autoscaling", By: "dana", Role: checks.RoleReleaseManager, Accepts: checks.Fail, Reason: "fixed fleet for launch week", Until: noon.AddDate(0, 0, 8)}})
	s.sees("performance.media-storage", checks.Observation{NotApplicable: "no upload route in 58 routes"})
	s.sees("performance.caching", failing("no cache in front of 3 routes", "")).becomes("performance.caching", checks.Warn)
	s.sees("launch.fallback-ui", later(checks.ConnectionStaging))
	return s
}

// waivedInPart has a waiver of each kind: two that hold, and those that do not.
func waivedInPart(t testing.TB) *story {
	s := newStory(t)
	waived := func(id checks.ItemID, by string, days int, change func(*checks.Waiver)) checks.Attestations {
		waiver := &checks.Waiver{
			Item: id, By: by, Role: checks.RoleReleaseManager, Accepts: checks.Fail, Until: noon.AddDate(0, 0, days).Truncate(24 * time.Hour).Add(24*time.Hour - time.Second),
			Reason: "fixed fleet for launch week, @sam knows", SHA: headSHA, Tree: headTree, Comment: 9002, At: noon.AddDate(0, 0, -3),
		}
		change(waiver)
		return checks.Attestations{Waiver: waiver}
	}
	still := func(*checks.Waiver) {}
	s.sees("infrastructure.autoscaling", failing("no autoscaler for 1 of 3 deployments", "Add a HorizontalPodAutoscaler.", found("k8s.no-autoscaler", "deploy/api.yaml", 1, "Deployment `api` has none", "")),
		waived("infrastructure.autoscaling", "dana", 8, still)).becomes("infrastructure.autoscaling", checks.Waived)
	s.sees("monitoring.metrics", lacking(checks.ConnectionTelemetry, "No Prometheus is known.", "Name it."),
		waived("monitoring.metrics", "kim", 2, func(w *checks.Waiver) { w.Accepts = checks.Unknown })).becomes("monitoring.metrics", checks.Waived)
	s.sees("code.coverage", failing("76.4 % of 12,044 lines", "Cover `billing/refund.ts`."), waived("code.coverage", "dana", -1, still)).becomes("code.coverage", checks.Unknown)
	s.sees("launch.changelog", failing("no entry for v1.4.0", "Add a section.", found("changelog.missing-version", "CHANGELOG.md", 0, "no section for 1.4.0", "")),
		waived("launch.changelog", "dana", 5, func(w *checks.Waiver) { w.Changed = "waived on 77c0de1, and CHANGELOG.md has changed since" })).becomes("launch.changelog", checks.Fail)
	s.sees("security.headers", failing("2 headers are missing", "Add them.", found("headers.missing", "", 0, "no `nosniff`", "")),
		waived("security.headers", "mia", 5, func(w *checks.Waiver) { w.Accepts = checks.Unknown })).becomes("security.headers", checks.Fail)
	s.sees("code.review", passing(s.item("code.review")), waived("code.review", "dana", 5, still)).becomes("code.review", checks.Pass)
	return s
}

// calledNotApplicable has items that people call n/a: one that waits for a second
// person, one that two agree on, and those where that does not hold or play a part.
func calledNotApplicable(t testing.TB) *story {
	s := newStory(t)
	said := func(id checks.ItemID, change func(*checks.Exclusion)) checks.Attestations {
		said := &checks.Exclusion{
			Item: id, By: "kim", Reason: "the service keeps nothing, ask @sam", SHA: headSHA, Tree: headTree, Comment: 9003, At: noon.Add(-time.Hour),
			Approval: &checks.Approval{By: "dana", Role: checks.RoleReleaseManager, Comment: 9004, At: noon.Add(-time.Minute)},
		}
		change(said)
		return checks.Attestations{Exclusion: said}
	}
	still, alone := func(*checks.Exclusion) {}, func(e *checks.Exclusion) { e.Approval = nil }
	nothing := checks.Observation{Headline: "nothing found", Evidence: []checks.Evidence{saw(checks.E2, checks.Refutes, "searched 812 files, no backup")}}
	s.sees("infrastructure.backup", nothing, said("infrastructure.backup", still)).becomes("infrastructure.backup", checks.NotApplicable)
	s.sees("performance.indexes", nothing, said("performance.indexes", alone)).becomes("performance.indexes", checks.Warn)
	s.sees("monitoring.metrics", lacking(checks.ConnectionTelemetry, "No Prometheus is known.", "Name it."), said("monitoring.metrics", alone)).becomes("monitoring.metrics", checks.Unknown)
	s.sees("delivery.staging", lacking(checks.ConnectionStaging, "No staging environment is known.", stagingRemedy), said("delivery.staging", func(e *checks.Exclusion) {
		e.Outdated = "called n/a on 77c0de1, and the content has changed since"
	})).becomes("delivery.staging", checks.Unknown)
	s.sees("code.debug-leftovers", failing("1 debug statement", "Remove it.", found("debug.console", "app.ts", 3, "`console.log`", "")), said("code.debug-leftovers", still)).becomes("code.debug-leftovers", checks.Fail)
	s.sees("launch.changelog", passing(s.item("launch.changelog")), said("launch.changelog", func(e *checks.Exclusion) {
		e.Approval.Note, e.Carried = "self-attested: everyone who may approve it is an author of this release", ""
	})).becomes("launch.changelog", checks.Pass)
	return s
}

func waiting(t testing.TB) *story {
	s := newStory(t)
	for _, id := range []checks.ItemID{"launch.qa-checklist", "delivery.rollback"} {
		s.sees(id, checks.Observation{Evidence: []checks.Evidence{saw(checks.E2, checks.Supports, "the list is there")}}).becomes(id, checks.NeedsSignOff)
	}
	lapsed := signature("infrastructure.backup", "mia", checks.RoleDBA, "https://wiki.acme.dev/restore-drill")
	lapsed.SignOff.Unreachable = "it answers 404"
	lapsed.SignOff.SHA, lapsed.SignOff.Outdated = olderSHA, "signed on 77c0de1, and db/migrations/7_orders.sql has changed since, in 9f8e7d6"
	s.sees("infrastructure.backup", checks.Observation{Evidence: []checks.Evidence{saw(checks.E2, checks.Supports, "a restore script is there")}}, lapsed).becomes("infrastructure.backup", checks.NeedsSignOff)
	s.run.Previous = &jobs.PreviousRun{Generation: 6, SHA: olderSHA, At: noon.Add(-2 * time.Hour), Verdicts: map[checks.ItemID]checks.Verdict{
		"infrastructure.backup": checks.Pass, "code.coverage": checks.Fail, "launch.qa-checklist": checks.NeedsSignOff,
	}}
	return s
}

func inProgress(t testing.TB) *story {
	s := newStory(t)
	s.run.Finished = time.Time{}
	for index, item := range s.catalogue.Items {
		if index >= 12 {
			s.run.Results[item.ID] = checks.Pending(item, s.run.Release.Kind)
		}
	}
	s.sees("code.debug-leftovers", failing("1 debug statement", "Remove it.", found("debug.console", "app.ts", 3, "`console.log`", "")))
	return s
}

func observing(t testing.TB) *story {
	s := notReady(t)
	s.run.Policy = checks.PolicySource{Source: "built-in defaults", Mode: "observe"}
	s.run.Notes, s.run.Previous, s.run.Skipped = nil, nil, nil
	return s
}

// firstRun is a repository that nothing is connected to: nobody may be shown
// thirty red rows for that.
// partlyEnforced fails in a section that is enforced and in others that are not.
func partlyEnforced(t testing.TB) *story {
	s := notReady(t)
	s.run.Policy.Mode = string(config.ModeObserve)
	s.run.Rules.Sections = config.Sections{Code: config.ModeEnforce, Security: config.ModeEnforce}
	s.run.Notes, s.run.Previous, s.run.Skipped = nil, nil, nil
	return s
}

// partlyReady fails in a section that is observed.
func partlyReady(t testing.TB) *story {
	s := newStory(t)
	s.run.Rules.Sections = config.Sections{Performance: config.ModeObserve, Monitoring: config.ModeObserve}
	s.sees("performance.load", failing("7,420 of 10,000 rps", "Raise the pool.", found("load.missed", "", 0, "p99 2.3 s", ""))).becomes("performance.load", checks.Fail)
	s.sees("monitoring.metrics", later(checks.ConnectionTelemetry))
	return s
}

func firstRun(t testing.TB) *story {
	s := newStory(t)
	connections := map[checks.SectionID]checks.Connection{
		checks.SectionSecurity: checks.ConnectionStaging, checks.SectionPerformance: checks.ConnectionLoadPlan, checks.SectionMonitoring: checks.ConnectionTelemetry,
		checks.SectionInfrastructure: checks.ConnectionCluster, checks.SectionDelivery: checks.ConnectionEnvironments, checks.SectionLaunch: checks.ConnectionStaging,
	}
	for _, item := range s.catalogue.Items {
		connection, found := connections[item.Section]
		switch {
		case !found:
			s.sees(item.ID, later(checks.ConnectionArtifacts))
		case connection == checks.ConnectionStaging:
			s.sees(item.ID, lacking(connection, "No staging environment is known.", stagingRemedy))
		default:
			s.sees(item.ID, later(connection))
		}
	}
	s.sees("security.authorization", checks.Observation{Missing: []checks.Missing{
		{Connection: checks.ConnectionStaging, Reason: "No staging environment is known.", Remedy: stagingRemedy},
		{Connection: checks.ConnectionTestUsers, Reason: "No test users are known.", Remedy: "Name two test users of different roles in `.golive.yml`."},
	}})
	s.run.Policy = checks.PolicySource{Source: "built-in defaults", Mode: "observe"}
	s.run.Generation, s.run.Range = 1, nil
	return s
}

func tagRelease(t testing.TB) *story {
	s := newStory(t)
	s.run.Key = jobs.Key{Repository: 81, Tag: "release/v1.4.0"}
	release := &s.run.Release
	release.Kind, release.Ref, release.Number, release.Title, release.HeadBranch = checks.ReleaseTag, "refs/tags/release/v1.4.0", 0, "", ""
	release.Tag = &checks.Tag{Name: "release/v1.4.0", Commit: headSHA, Annotated: true}
	s.sees("delivery.naming", failing("the tag is not signed by anyone known", "Tag again with `git tag -s`.", found("naming.unsigned", "", 0, "no signature", ""))).becomes("delivery.naming", checks.Fail)
	s.run.Results["code.coverage"] = checks.Outdated(s.run.Results["code.coverage"], "The evidence belongs to `77c0de1`.")
	s.run.Results["security.headers"] = checks.Broken(s.item("security.headers"), checks.ReleaseTag, "INC-4411", "The check stopped with an error; the details are in golive's log.")
	s.run.Notes = []string{"The tag was moved: it pointed at `77c0de1` before."}
	return s
}

func policyProblem(t testing.TB) *story {
	s := waiting(t)
	s.run.PolicyProblem = "acme/shop:.golive.yml line 7, column 3: unknown key `itmes` — did you mean `items`?\nacme/.github:.github/golive.yml line 2, column 1: the mode is `of`"
	s.run.Policy.Source = "acme/shop:.golive.yml (the last that could be used)"
	return s
}

// huge has 5,000 findings made of characters of four bytes each.
func huge(t testing.TB) *story {
	s := newStory(t)
	const each = 122
	for index, item := range s.catalogue.Items {
		var findings []checks.Finding
		for line := 1; line <= each; line++ {
			findings = append(findings, found("debug.console", fmt.Sprintf("src/%d/%s.ts", index, strings.Repeat("🦀", 40)), line, strings.Repeat("😀", 400), strings.Repeat("🔥", 200)))
		}
		s.sees(item.ID, failing(strings.Repeat("💥", 300), strings.Repeat("🧯", 700), findings...))
	}
	return s
}
