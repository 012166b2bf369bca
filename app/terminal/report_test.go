package terminal_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/checks"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares what people see with what they saw before.
func golden(t *testing.T, name, seen string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(seen), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	wanted, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(wanted) != seen {
		t.Errorf("%s differs (run with -update after looking at it):\n%s", name, seen)
	}
}

func write(t *testing.T, options terminal.Options, report checks.Report) string {
	t.Helper()
	var out bytes.Buffer
	if err := terminal.NewReport(options).WriteReport(&out, report); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

const released = "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"

// judged is a report whose results come from the real judge.
type judged struct {
	report checks.Report
}

func (j *judged) add(item checks.Item, seen checks.Observation, attestations ...checks.Attestations) {
	weighed := checks.Case{Item: item, Release: j.report.Release, Observation: seen, Now: noon}
	if len(attestations) > 0 {
		weighed.Attestations = attestations[0]
	}
	j.report.Items = append(j.report.Items, item)
	j.report.Results[item.ID] = checks.Judge(weighed)
}

func newJudged() *judged {
	return &judged{checks.Report{
		ToolVersion: "0.1.0",
		Policy:      checks.PolicySource{Source: "acme/sample-shop:.golive.yml", Ref: "main", Mode: "enforce"},
		Release: checks.Release{
			Repository: checks.Repository{Owner: "acme", Name: "sample-shop"}, Kind: checks.ReleasePullRequest,
			SHA: released, Tree: "tree", Version: "1.4.0", HeadBranch: "release/v1.4.0",
		},
		Range: &checks.Range{
			From: "99887766554433221100ffeeddccbbaa99887766", To: released, Reason: "tag release/v1.3.0",
			Commits: make([]checks.Commit, 6),
		},
		Results: map[checks.ItemID]checks.Result{},
	}}
}

func look(grade checks.Grade, outcome checks.Outcome, summary string) checks.Evidence {
	return checks.Evidence{Grade: grade, Outcome: outcome, Summary: summary, Kind: "scan", Source: "golive", ObservedAt: noon, Tree: "tree"}
}

func mixed() checks.Report {
	j := newJudged()
	block := func(id checks.ItemID, section checks.SectionID, title string, minimum checks.Grade) checks.Item {
		return checks.Item{ID: id, Section: section, Title: title, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: minimum}, Role: checks.RoleReleaseManager}
	}
	j.add(block("code.review", checks.SectionCode, "Code reviewed and approved by at least one senior developer", checks.E3), checks.Observation{
		Missing: []checks.Missing{{Connection: checks.ConnectionForge, Reason: "reviews live on GitHub", Remedy: "Install the App on the repository."}},
	})
	var findings []checks.Finding
	for line := 14; line < 61; line++ {
		findings = append(findings, checks.Finding{
			Rule: "debug.console", Severity: checks.SeverityError, Path: "src/services/orders.ts", Line: line, Column: 5,
			Message: "`console.log` is left over", Remedy: "Remove it, or use logger.debug.",
		})
	}
	j.add(block("code.debug-leftovers", checks.SectionCode, "No leftover `console.log` or `debugger` in code", checks.E2), checks.Observation{
		Headline: "47 debugging calls were added in this release",
		Why:      "Debug output reaches customers' browsers and the production log, and debugger stops a browser that has its tools open.",
		Findings: findings,
		Evidence: []checks.Evidence{look(checks.E2, checks.Refutes, "searched 23 files, 47 findings")},
	})
	j.add(block("code.secrets", checks.SectionCode, "No secrets or tokens hardcoded", checks.E2), checks.Observation{
		Headline: "1 secret in the release",
		Remedy:   "1. Rotate it now: deleting the line is not enough, it is in the history.\n2. Load it from the secret manager. 3. `/golive rerun code.secrets`.",
		Findings: []checks.Finding{{Rule: "secret.stripe-access-token", Severity: checks.SeverityError, Path: "src/services/payments.ts", Line: 9, Message: "Stripe key ending …7QXA"}},
		Evidence: []checks.Evidence{look(checks.E2, checks.Refutes, "scanned 31 files and 6 commits, 1 finding")},
	})
	rollback := block("delivery.rollback", checks.SectionDelivery, "Rollback plan in place (script or quick revert strategy)", checks.E3)
	plan := look(checks.E2, checks.Supports, "a plan with 3 commands and an owner")
	plan.Path, plan.Line = "ROLLBACK.md", 3
	j.add(rollback, checks.Observation{Evidence: []checks.Evidence{plan}})
	j.add(block("delivery.naming", checks.SectionDelivery, "Proper branch/tag naming (e.g. `release/v1.0.0`)", checks.E3), checks.Observation{
		Headline: "release/v1.4.0 follows release/v1.3.0",
		Evidence: []checks.Evidence{look(checks.E3, checks.Supports, "branch release/v1.4.0, 2 earlier tags")},
	})
	staging := checks.Missing{Connection: checks.ConnectionStaging, Reason: "no staging environment is known", Remedy: "Name it: `golive check DIR --staging https://staging.example.com`, or `environments.staging.url` in .golive.yml."}
	users := checks.Missing{Connection: checks.ConnectionTestUsers, Reason: "no test users", Remedy: "Give tokens of test users.", Later: true}
	j.add(block("security.headers", checks.SectionSecurity, "Security headers enabled (`helmet`, CORS, etc.)", checks.E4), checks.Observation{Missing: []checks.Missing{staging}})
	j.add(block("security.rate-limit", checks.SectionSecurity, "Rate limiting/throttling in place for public APIs", checks.E4), checks.Observation{Missing: []checks.Missing{staging}})
	j.add(block("security.authorization", checks.SectionSecurity, "Role & permission system tested", checks.E4), checks.Observation{Missing: []checks.Missing{staging, users}})
	j.add(checks.Item{ID: "performance.indexes", Section: checks.SectionPerformance, Title: "DB indexed properly (`EXPLAIN ANALYZE` used)", Level: checks.LevelWarn, Minimum: checks.Minimum{Grade: checks.E5}},
		checks.Observation{Missing: []checks.Missing{{Connection: checks.ConnectionDatabase, Reason: "no read-only role", Remedy: "Give one.", Later: true}}})
	j.add(block("infrastructure.health", checks.SectionInfrastructure, "Auto-restart and healthcheck ready (PM2, Docker, k8s readiness)", checks.E2),
		checks.Observation{
			Remedy:   "Let liveness ask less:\n\n  livenessProbe:\n    httpGet: { path: /health, port: 3000 }\n",
			Findings: []checks.Finding{{Rule: "k8s.same-probes", Severity: checks.SeverityWarning, Path: "k8s/deployment.yaml", Line: 31, Message: "liveness and readiness are the same probe"}},
			Evidence: []checks.Evidence{look(checks.E2, checks.Supports, "1 workload, 1 with both probes")},
		})
	autoscaling := block("infrastructure.autoscaling", checks.SectionInfrastructure, "Horizontal scaling/pod autoscaling set up if using k8s", checks.E2)
	autoscaling.AbsenceDecides = true
	j.add(autoscaling, checks.Observation{Headline: "no autoscaler", Evidence: []checks.Evidence{look(checks.E2, checks.Refutes, "searched 4 manifests, none")}},
		checks.Attestations{Waiver: &checks.Waiver{By: "dana", Accepts: checks.Fail, Reason: "fixed fleet for launch week", Until: noon.AddDate(0, 0, 11)}})
	j.add(block("launch.changelog", checks.SectionLaunch, "Changelog written (`CHANGELOG.md`)", checks.E2), checks.Observation{NotApplicable: "the release changes no product code (searched 3 paths)"})
	qa := checks.Item{ID: "launch.qa-checklist", Section: checks.SectionLaunch, Title: "QA checklist completed (login, checkout, error, etc.)", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3, Attestation: true}, Role: checks.RoleQA}
	j.add(qa, checks.Observation{}, checks.Attestations{SignOff: &checks.SignOff{By: "mia", Role: checks.RoleQA, Link: "https://qa.example.com/42", At: noon, SHA: released, Tree: "tree"}})
	endpoints := block("launch.endpoints", checks.SectionLaunch, "`/status`, `/health`, `/metrics`, `/version` endpoints ready", checks.E4)
	j.report.Items = append(j.report.Items, endpoints)
	j.report.Results[endpoints.ID] = checks.Broken(endpoints, checks.ReleasePullRequest, "7f3a", "The check took longer than its limit of 30s.")

	j.report.Rows = []checks.ReadyRow{
		{ID: checks.ReadyCode, Title: "Code clean and stable", Members: []checks.ItemID{"code.debug-leftovers", "code.secrets", "delivery.naming"}},
		{ID: checks.ReadyLoadTest, Title: "Load test passed", Members: []checks.ItemID{"security.headers"}},
		{ID: checks.ReadyRollback, Title: "Rollback plan confirmed", Members: []checks.ItemID{"delivery.rollback"}},
		{ID: checks.ReadyStakeholders, Title: "Stakeholders notified", Members: []checks.ItemID{"launch.qa-checklist"}},
	}
	j.report.Skipped = []checks.Skipped{
		{Path: "public/hero.mp4", Reason: "larger than 5 MiB"}, {Path: "vendor/sdk", Reason: "submodule"},
		{Path: "latest", Reason: "symbolic link"}, {Path: "docs/a.pdf", Reason: "binary"},
	}
	return j.report
}

func TestReportAsPeopleSeeIt(t *testing.T) {
	t.Parallel()
	golden(t, "report.txt", write(t, terminal.Options{}, mixed()))
	golden(t, "report-80.txt", write(t, terminal.Options{Width: 80, Findings: 3}, mixed()))
	golden(t, "report-80.ansi", write(t, terminal.Options{Width: 80, Findings: 3, Colour: true}, mixed()))
}

func TestReportOfAReadyRelease(t *testing.T) {
	t.Parallel()
	j := newJudged()
	j.report.Range = nil
	j.report.Release.Repository = checks.Repository{}
	j.add(checks.Item{ID: "code.secrets", Section: checks.SectionCode, Title: "No secrets or tokens hardcoded", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2}},
		checks.Observation{Headline: "no secret", Evidence: []checks.Evidence{look(checks.E2, checks.Supports, "scanned 31 files, 0 findings")}})
	j.report.Rows = []checks.ReadyRow{{ID: checks.ReadyCode, Title: "Code clean and stable", Members: []checks.ItemID{"code.secrets"}}}
	golden(t, "report-ready.txt", write(t, terminal.Options{Width: 80}, j.report))
}

// What could not be read of the content is the item's own matter: nothing can be
// connected for it.
func TestReportTellsUnreadContentWithItsItem(t *testing.T) {
	t.Parallel()
	j := newJudged()
	j.add(checks.Item{ID: "code.debug-leftovers", Section: checks.SectionCode, Title: "No leftover", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2}},
		checks.Observation{Missing: []checks.Missing{{Reason: "this version does not read Go (3 files) yet", Remedy: "A senior looks and signs.", Later: true}}})
	j.add(checks.Item{ID: "code.review", Section: checks.SectionCode, Title: "Reviewed", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3}},
		checks.Observation{Missing: []checks.Missing{{Reason: "2 files could not be read", Remedy: "Split them."}, {Connection: checks.ConnectionForge, Reason: "reviews are there", Remedy: "Install the App."}}})
	seen := write(t, terminal.Options{}, j.report)
	for _, wanted := range []string{
		"❔ unknown   code.debug-leftovers", "not read  this version does not read Go (3 files) yet", "not read  2 files could not be read",
		"missing   GitHub: reviews are there", "GitHub — unlocks 1 item: code.review",
		"❔ code.debug-leftovers  could not look — A senior looks and signs.",
	} {
		if !strings.Contains(seen, wanted) {
			t.Errorf("the report does not say %q:\n%s", wanted, seen)
		}
	}
	for _, unwanted := range []string{"not connected: ", "missing   :", " — later, for"} {
		if strings.Contains(seen, unwanted) {
			t.Errorf("the report says %q:\n%s", unwanted, seen)
		}
	}
}

func TestLastLineCountsEveryItem(t *testing.T) {
	t.Parallel()
	seen := write(t, terminal.Options{Width: 30}, mixed())
	lines := strings.Split(strings.TrimSuffix(seen, "\n"), "\n")
	const wanted = "2 failing, 1 waiting for people, 6 not judged — ready: no"
	if last := lines[len(lines)-1]; last != wanted || last != terminal.LastLine(mixed()) {
		t.Errorf("last line is %q, want %q unbroken", last, wanted)
	}
	if empty := terminal.LastLine(checks.Report{}); empty != "0 failing, 0 waiting for people, 0 not judged — ready: no" {
		t.Errorf("a report of nothing is never ready: %q", empty)
	}
}

func TestLastLineCountsRunningItemsAsNotJudged(t *testing.T) {
	t.Parallel()
	item := checks.Item{ID: "code.secrets", Section: checks.SectionCode, Level: checks.LevelBlock}
	report := checks.Report{Items: []checks.Item{item}, Results: map[checks.ItemID]checks.Result{item.ID: checks.Pending(item, checks.ReleaseTag)}}
	if line := terminal.LastLine(report); line != "0 failing, 0 waiting for people, 1 not judged — ready: no" {
		t.Error(line)
	}
}

func TestReportNeverPrintsForeignControlCharacters(t *testing.T) {
	t.Parallel()
	const hostile = "src/\x1b]0;owned\a\x1b[2J\r\nready: yes\u202egpj.ts\u009b31m"
	j := newJudged()
	j.report.Release.Version, j.report.Release.HeadBranch = "", hostile
	j.report.Range.Reason = hostile
	j.report.Skipped = []checks.Skipped{{Path: hostile, Reason: hostile}}
	j.add(checks.Item{ID: "code.secrets", Section: checks.SectionCode, Title: hostile, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2}},
		checks.Observation{
			Headline: hostile, Why: hostile, Remedy: hostile,
			Findings: []checks.Finding{{Rule: hostile, Severity: checks.SeverityError, Path: hostile, Line: 1, Message: hostile, Remedy: hostile}},
			Evidence: []checks.Evidence{{Grade: checks.E2, Outcome: checks.Refutes, Summary: hostile, Path: hostile, Link: hostile, ObservedAt: noon}},
			Missing:  []checks.Missing{{Connection: hostile, Reason: hostile, Remedy: hostile}},
		})
	seen := write(t, terminal.Options{Width: 60}, j.report)
	if found := strings.IndexFunc(seen, dangerous); found >= 0 {
		t.Errorf("a control character got through: %q", seen[found:min(len(seen), found+20)])
	}
	if !strings.Contains(seen, `\x1b]0;owned\x07`) {
		t.Error("what was taken away is not shown")
	}
}

// dangerous reports whether a character may not stand in uncoloured output.
func dangerous(character rune) bool {
	switch {
	case character == '\n':
		return false
	case character < ' ', character >= 0x7f && character < 0xa0, character >= '\u202a' && character <= '\u202e', character >= '\u2066' && character <= '\u2069':
		return true
	}
	return false
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestReportTellsThatItCouldNotBeWritten(t *testing.T) {
	t.Parallel()
	if err := terminal.NewReport(terminal.Options{}).WriteReport(broken{}, mixed()); !errors.Is(err, os.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

func TestRowsThatWereNotAskedForHaveNoVerdict(t *testing.T) {
	t.Parallel()
	report := mixed()
	report.Items = report.Items[:1]
	report.Rows = []checks.ReadyRow{
		{ID: checks.ReadyCode, Title: "Code clean and stable", Members: []checks.ItemID{"code.review", "code.secrets"}},
		{ID: checks.ReadyLoadTest, Title: "Load test passed", Members: []checks.ItemID{"performance.load"}},
	}
	seen := write(t, terminal.Options{}, report)
	for _, line := range []string{"❔ unknown   Code clean and stable  1 not judged, missing: GitHub · 0 of 1 in order · 1 not asked for\n", "  –            Load test passed       not asked for\n"} {
		if !strings.Contains(seen, line) {
			t.Errorf("no line %q in:\n%s", line, seen)
		}
	}
}
