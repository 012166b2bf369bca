package publish

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// The checklist, as the tests of this package need it: id, level, minimum,
// role, what looks again, and the checklist's wording. "!" marks items that are
// never waived.
const checklist = `
code.review block E3 senior review,push | Code reviewed and approved by at least one senior developer
code.coverage block E3 senior check | Unit test coverage ≥ 80%
code.edge-cases warn A senior push | Edge cases handled properly
code.n-plus-one block E5/A senior push,load | No N+1 queries (GraphQL/ORM optimized)
code.debug-leftovers block E2 senior push | No leftover ` + "`console.log` or `debugger`" + ` in code
code.secrets! block E2 security push,cron | No secrets or tokens hardcoded
delivery.pipeline block E3 release-manager check | CI pipeline set up (build → test → deploy)
delivery.rollback block E3/A release-manager push,deploy | Rollback plan in place (script or quick revert strategy)
delivery.staging block E4 qa deploy,check | Staging/UAT environment available and tested
delivery.env-config block E3 sre push,cron | ` + "`.env`" + ` variables configured correctly (not copied from local)
delivery.naming block E3 release-manager push | Proper branch/tag naming (e.g. ` + "`release/v1.0.0`" + `)
security.authentication! block E4 security deploy,push | Auth applied on all sensitive routes (JWT, OAuth, API keys)
security.authorization block E4/A security deploy | Role & permission system tested
security.exposed-endpoints block E4 security deploy,cron | No publicly exposed sensitive endpoints (` + "`/admin`, `/debug`" + `)
security.injection block E3 security check,push | Checked for XSS, SQLi, path traversal vulnerabilities
security.rate-limit block E4 security deploy | Rate limiting/throttling in place for public APIs
security.headers block E4 security deploy,cron | Security headers enabled (` + "`helmet`" + `, CORS, etc.)
performance.load block E5 sre load | Load tested for target RPS (e.g. ≥ 10k req/s)
performance.concurrency block E5 sre load | Concurrent users simulated (e.g. 1k logins)
performance.indexes warn E5/A dba push,load | DB indexed properly (` + "`EXPLAIN ANALYZE`" + ` used)
performance.caching warn E4 senior deploy | Redis, CDN, or in-memory caching applied
performance.media-storage warn E4/A senior push,deploy | File/media offloaded to external storage (e.g. S3)
performance.payload warn E4 senior deploy | API only returns necessary data (REST/GraphQL select)
monitoring.logging block E5 sre deploy,cron | Logging integrated (Winston, Pino, ELK, Datadog, etc.)
monitoring.log-context block E4 sre deploy | Logs include traceId, userId, route context
monitoring.metrics block E5 sre deploy,cron | Metrics collection: Prometheus / Grafana / OpenTelemetry
monitoring.alerts.error-rate block E3 sre cron,push | Alert configured for: high error rate (5xx)
monitoring.alerts.cpu block E3 sre cron,push | Alert configured for: CPU > 80%
monitoring.alerts.memory block E3 sre cron,push | Alert configured for: memory full
monitoring.alerts.queue block E3 sre cron,push | Alert configured for: queue backlog increasing
infrastructure.load-balancer block E5 sre deploy,cron | Load balancer configured and stable
infrastructure.health block E2 sre push,deploy | Auto-restart and healthcheck ready (PM2, Docker, k8s readiness)
infrastructure.backup block E3/A dba cron | Database backup and restore tested
infrastructure.autoscaling block E2 sre push,load | Horizontal scaling/pod autoscaling set up if using k8s
infrastructure.env-encryption block E2 security push | ` + "`.env.production`" + ` encrypted or managed via Vault
launch.changelog block E2 release-manager push | Changelog written (` + "`CHANGELOG.md`" + `)
launch.announcement block E3/A release-manager cron | Release announcement sent to relevant teams
launch.smoke-checklist block E2 qa push,deploy | Post-deploy checklist created (Smoke test UI/API)
launch.qa-checklist block E3/A qa check | QA checklist completed (login, checkout, error, etc.)
launch.fallback-ui warn E4 qa deploy | Graceful fallback UI for error handling
launch.endpoints block E4 sre deploy | ` + "`/status`, `/health`, `/metrics`, `/version`" + ` endpoints ready
`

func catalogueOf(t testing.TB) Catalogue {
	t.Helper()
	var catalogue Catalogue
	for line := range strings.Lines(strings.TrimSpace(checklist)) {
		facts, wording, _ := strings.Cut(strings.TrimSpace(line), " | ")
		field := strings.Fields(facts)
		id, never := strings.CutSuffix(field[0], "!")
		section, _, _ := strings.Cut(id, ".")
		item := checks.Item{
			ID: checks.ItemID(id), Section: checks.SectionID(section), Title: wording, Level: checks.Level(field[1]),
			Minimum: minimumOf(t, field[2]), Role: checks.Role(field[3]), NeverWaive: never,
		}
		item.LinkedSignature = item.Minimum.Attestation
		for _, event := range strings.Split(field[4], ",") {
			item.Recheck = append(item.Recheck, checks.Event(event))
		}
		catalogue.Items = append(catalogue.Items, item)
	}
	if len(catalogue.Items) != 41 {
		t.Fatalf("the checklist has %d items", len(catalogue.Items))
	}
	row := func(id checks.ReadyID, title string, prefixes ...string) {
		row := checks.ReadyRow{ID: id, Title: title}
		for _, item := range catalogue.Items {
			for _, prefix := range prefixes {
				if strings.HasPrefix(string(item.ID), prefix) {
					row.Members = append(row.Members, item.ID)
				}
			}
		}
		catalogue.Rows = append(catalogue.Rows, row)
	}
	row(checks.ReadyCode, "Code clean and stable", "code.", "delivery.pipeline", "delivery.naming", "security.")
	row(checks.ReadyLoadTest, "Load test passed", "performance.")
	row(checks.ReadyMonitoring, "Monitoring in place", "monitoring.", "infrastructure.health", "launch.endpoints")
	row(checks.ReadyRollback, "Rollback plan confirmed", "delivery.rollback", "delivery.staging", "infrastructure.backup")
	row(checks.ReadyStakeholders, "Stakeholders notified", "launch.announcement", "launch.changelog", "launch.qa-checklist")
	return catalogue
}

func minimumOf(t testing.TB, word string) checks.Minimum {
	grade, _, attestation := strings.Cut(word, "/")
	var minimum checks.Minimum
	if grade == "A" {
		return checks.Minimum{Attestation: true}
	}
	if err := minimum.Grade.UnmarshalText([]byte(grade)); err != nil {
		t.Fatal(err)
	}
	minimum.Attestation = attestation
	return minimum
}

const (
	headSHA  = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678"
	headTree = "c0ffee1d4e5f60718293a4b5c6d7e8f901234567"
	olderSHA = "77c0de1f4e5f60718293a4b5c6d7e8f901234567"
	webURL   = "https://github.com/acme/shop"
)

var noon = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return noon }

// story builds a run: every item is in order but for what is told.
type story struct {
	t         testing.TB
	catalogue Catalogue
	run       jobs.Run
}

func newStory(t testing.TB) *story {
	s := &story{t: t, catalogue: catalogueOf(t), run: jobs.Run{
		Key: jobs.Key{Repository: 81, Number: 412}, Installation: 7, ID: "01JD7Z", Generation: 7, Version: 40,
		Release: checks.Release{
			Repository: checks.Repository{ID: 81, Owner: "acme", Name: "shop", DefaultBranch: "main", WebURL: webURL},
			Kind:       checks.ReleasePullRequest, Ref: "refs/pull/412/head", SHA: headSHA, Tree: headTree, Version: "1.4.0",
			Number: 412, Title: "Release v1.4.0", Author: "ada", HeadBranch: "release/v1.4.0", BaseBranch: "main",
		},
		Policy:  checks.PolicySource{Source: "acme/shop:.golive.yml", Ref: "main", Hash: "77aa0123456789", Mode: "enforce"},
		Range:   &jobs.RangeSummary{From: olderSHA, To: headSHA, Reason: "last release tag v1.3.9", Commits: 24},
		Started: noon.Add(-10 * time.Minute), Finished: noon.Add(-10*time.Minute + 4*time.Minute + 12*time.Second), Deadline: noon.Add(time.Hour),
		Results: map[checks.ItemID]checks.Result{},
	}}
	for _, item := range s.catalogue.Items {
		s.sees(item.ID, passing(item))
	}
	return s
}

func (s *story) item(id checks.ItemID) checks.Item {
	for _, item := range s.catalogue.Items {
		if item.ID == id {
			return item
		}
	}
	s.t.Fatalf("no item %s", id)
	return checks.Item{}
}

// sees judges an item by an observation.
func (s *story) sees(id checks.ItemID, observation checks.Observation, words ...checks.Attestations) *story {
	attested := checks.Attestations{}
	if len(words) > 0 {
		attested = words[0]
	}
	s.run.Results[id] = checks.Judge(checks.Case{Item: s.item(id), Release: s.run.Release, Observation: observation, Attestations: attested, Now: noon})
	return s
}

// becomes asserts an item's verdict, so that a story is what it says.
func (s *story) becomes(id checks.ItemID, verdict checks.Verdict) *story {
	s.t.Helper()
	if got := s.run.Results[id].Verdict(); got != verdict {
		s.t.Fatalf("%s is %s, want %s", id, got, verdict)
	}
	return s
}

func (s *story) pages(others ...jobs.Run) []page {
	publisher := New(Options{Catalogue: s.catalogue, PublicURL: "https://golive.example", Version: "0.1.0", Slug: "golive", AppID: 99, Now: clock, Logger: slog.New(slog.DiscardHandler)})
	pages := []page{publisher.newPage(s.run)}
	for _, other := range others {
		pages = append(pages, publisher.newPage(other))
	}
	return pages
}

func (s *story) page() page { return s.pages()[0] }

func saw(grade checks.Grade, outcome checks.Outcome, summary string) checks.Evidence {
	return checks.Evidence{Grade: grade, Outcome: outcome, Summary: summary, Kind: "scan", Source: "golive", ObservedAt: noon.Add(-9 * time.Minute), Tree: headTree}
}

func passing(item checks.Item) checks.Observation {
	grade := item.Minimum.Grade
	if grade == checks.E0 {
		grade = checks.Attested
	}
	return checks.Observation{Headline: "in order", Evidence: []checks.Evidence{saw(grade, checks.Supports, "looked at 812 files, 0 findings")}}
}

func failing(headline, remedy string, findings ...checks.Finding) checks.Observation {
	return checks.Observation{
		Headline: headline, Remedy: remedy, Findings: findings,
		Evidence: []checks.Evidence{saw(checks.E2, checks.Refutes, "searched 812 files, "+headline)},
	}
}

func lacking(connection checks.Connection, reason, remedy string) checks.Observation {
	return checks.Observation{Missing: []checks.Missing{{Connection: connection, Reason: reason, Remedy: remedy}}}
}

func later(connection checks.Connection) checks.Observation {
	return checks.Observation{
		Headline: "not judged by this version of golive",
		Missing:  []checks.Missing{{Connection: connection, Later: true, Reason: "Nothing is asked there yet.", Remedy: "A person looks and signs."}},
	}
}

func found(rule, path string, line int, message, remedy string) checks.Finding {
	return checks.Finding{Rule: rule, Severity: checks.SeverityError, Path: path, Line: line, EndLine: line, Message: message, Remedy: remedy, Fingerprint: checks.Fingerprint(rule, path, message)}
}

func signature(item checks.ItemID, by string, role checks.Role, link string) checks.Attestations {
	return checks.Attestations{SignOff: &checks.SignOff{Item: item, By: by, Role: role, Link: link, SHA: headSHA, Tree: headTree, Comment: 9001, At: noon.Add(-5 * time.Minute)}}
}
