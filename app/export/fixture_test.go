package export_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/export"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
)

var update = flag.Bool("update", false, "write the golden files anew")

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const (
	commit = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678"
	tree   = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
)

// written returns a report in a format.
func written(t testing.TB, report checks.Report, format export.Format) string {
	t.Helper()
	var out bytes.Buffer
	if err := export.Write(&out, report, format, export.Options{}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func golden(t *testing.T, name, seen string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(seen), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != seen {
		t.Errorf("%s differs; look at it, then run the tests with -update:\n%s", path, seen)
	}
}

// told are what a test says of some items; the others are unlooked at.
type told map[checks.ItemID]checks.Observation

// judged is a directory's report over the whole checklist, by the real judge.
func judged(observations told, otherwise checks.Observation, words map[checks.ItemID]checks.Attestations) checks.Report {
	list := catalogue.New(catalogue.Tools{})
	report := checks.Report{
		ToolVersion: "0.1.0", Policy: checks.PolicySource{Source: "built-in defaults", Hash: "77aa012", Mode: "observe"},
		Release: checks.Release{
			Repository: checks.Repository{Name: "shop"}, Kind: checks.ReleaseDirectory, SHA: commit, Tree: tree, Version: "1.4.0", HeadBranch: "release/v1.4.0",
		},
		Items: list.Items(), Rows: list.Rows, Results: map[checks.ItemID]checks.Result{},
	}
	for _, item := range report.Items {
		observation, found := observations[item.ID]
		if !found {
			observation = otherwise
		}
		result := checks.Judge(checks.Case{Item: item, Release: report.Release, Observation: observation, Attestations: words[item.ID], Now: noon})
		result.Duration = 20 * time.Millisecond
		report.Results[item.ID] = result
	}
	return report
}

func seen(grade checks.Grade, outcome checks.Outcome, summary string) []checks.Evidence {
	return []checks.Evidence{{Grade: grade, Outcome: outcome, Summary: summary, Kind: "scan", Source: "golive", ObservedAt: noon, Tree: tree}}
}

// inOrder is what lets every item of the checklist pass.
func inOrder() checks.Observation {
	return checks.Observation{Headline: "in order", Evidence: append(seen(checks.E5, checks.Supports, "looked at 812 files, 0 findings"), checks.Evidence{
		Grade: checks.Attested, Outcome: checks.Supports, Summary: "signed by @mia as qa", Kind: "sign-off", Source: "mia", ObservedAt: noon, Tree: tree,
	})}
}

func ready() checks.Report {
	report := judged(told{
		"launch.changelog": {NotApplicable: "the release changes no product code (searched 3 paths)"},
	}, inOrder(), map[checks.ItemID]checks.Attestations{
		"infrastructure.autoscaling": {Waiver: &checks.Waiver{Item: "infrastructure.autoscaling", By: "dana", Role: checks.RoleReleaseManager, Accepts: checks.Fail, Reason: "fixed fleet for launch week", Until: noon.AddDate(0, 0, 8), SHA: commit}},
	})
	report.Range = &checks.Range{From: strings.Repeat("7", 40), To: commit, Reason: "since release/v1.3.0", Commits: make([]checks.Commit, 6)}
	return report
}

// notReady has every verdict and every severity.
func notReady() checks.Report {
	later := checks.Observation{Headline: "not judged by this version of golive", Missing: []checks.Missing{{
		Connection: checks.ConnectionStaging, Reason: "Staging is not visited yet.", Remedy: "A person looks and signs.", Later: true,
	}}}
	report := judged(told{
		"code.review": {Headline: "reviews are on GitHub", Missing: []checks.Missing{{Connection: checks.ConnectionForge, Reason: "Reviews are kept on GitHub.", Remedy: "Install the GitHub App on the repository."}}},
		"code.debug-leftovers": {
			Headline: "1 debug leftover to remove, 2 milder", Evidence: seen(checks.E2, checks.Refutes, "read 23 of 23 files, 3 findings"),
			Findings: []checks.Finding{
				{Rule: "debug.console", Severity: checks.SeverityError, Path: "src/orders.ts", Line: 14, EndLine: 16, Column: 5, Message: "`console.log` prints a request body", Remedy: "Remove it.", Fingerprint: "f1", Suggestion: &checks.Suggestion{Line: 14, EndLine: 16}},
				{Rule: "debug.console", Severity: checks.SeverityWarning, Path: "src/orders.ts", Line: 61, Column: 9, Message: "console.warn in production code", Remedy: "Use your logger.", Fingerprint: "f2"},
				{Rule: "debug.console", Severity: checks.SeverityNotice, Path: "docs/a file #1 100%.ts", Message: "console.log in an example", Fingerprint: "f2"},
			},
		},
		"code.secrets": {
			Headline: "1 secret in the release", Evidence: seen(checks.E2, checks.Refutes, "searched 812 files, 1 finding"),
			Remedy:   "1) Rotate it now. 2) Load it from the environment. 3) `/golive rerun code.secrets`.",
			Findings: []checks.Finding{{Rule: "secret.stripe-access-token", Severity: checks.SeverityError, Path: "src/pay.ts", Line: 9, Column: 15, Message: "Stripe key ending `7QXA`", Fingerprint: "f3"}},
		},
		"delivery.pipeline": inOrder(),
		"delivery.rollback": {
			Evidence: []checks.Evidence{{Grade: checks.E2, Outcome: checks.Supports, Summary: "a plan with 3 commands and an owner", Kind: "file", Source: "golive", Path: "ROLLBACK.md", Line: 3, ObservedAt: noon, Tree: tree}},
		},
		"delivery.naming":               {Headline: "release/v1.4.0 follows release/v1.3.0", Evidence: seen(checks.E3, checks.Supports, "branch and 2 earlier tags")},
		"infrastructure.env-encryption": {Headline: "secret manager not identified", Evidence: seen(checks.E2, checks.Supports, "searched 991 files, none in plain text"), Findings: []checks.Finding{{Rule: "env.manager-unknown", Severity: checks.SeverityWarning, Message: "nothing here tells where production's secrets are kept"}}},
		"launch.changelog":              {Headline: "no changelog", Why: "Searched 812 files.", Remedy: "Write `CHANGELOG.md`.", Evidence: seen(checks.E2, checks.Refutes, "searched 812 files, none")},
		"performance.media-storage":     {NotApplicable: "no upload route found in 58 routes"},
	}, later, map[checks.ItemID]checks.Attestations{
		"infrastructure.autoscaling": {Waiver: &checks.Waiver{Item: "infrastructure.autoscaling", By: "dana", Role: checks.RoleReleaseManager, Accepts: checks.Fail, Reason: "fixed fleet for launch week", Until: noon.AddDate(0, 0, 8), SHA: commit}},
		"launch.qa-checklist":        {SignOff: &checks.SignOff{Item: "launch.qa-checklist", By: "mia", Role: checks.RoleQA, Link: "https://qa.example.com/42", SHA: commit, Tree: tree, At: noon}},
	})
	item := func(id checks.ItemID) checks.Item {
		for _, one := range report.Items {
			if one.ID == id {
				return one
			}
		}
		return checks.Item{ID: id}
	}
	report.Results["monitoring.metrics"] = checks.Broken(item("monitoring.metrics"), checks.ReleaseDirectory, "k3j2h1", "The connector gave up.")
	report.Results["performance.indexes"] = checks.Outdated(report.Results["delivery.naming"], "the schema changed since")
	report.Results["launch.announcement"] = checks.Pending(item("launch.announcement"), checks.ReleaseDirectory)
	report.Skipped = []checks.Skipped{{Path: "assets/film.mp4", Reason: "larger than 1 MiB"}}
	return report
}

// evil is text that means something in every format it may come to stand in.
const evil = "</details><script>alert(1)</script> <!-- ]]> --> | **b** [x](https://evil.example) `code @acme/all #1 \x1b[31m\x00\x07 \u202egpj.exe \ufffe &amp; \"'"

func hostile() checks.Report {
	report := judged(told{
		"code.debug-leftovers": {
			Headline: evil, Why: evil, Remedy: evil, Evidence: []checks.Evidence{{
				Grade: checks.E2, Outcome: checks.Refutes, Summary: evil, Kind: evil, Source: evil, Path: evil, Line: -3, Link: "javascript:alert(1)", ObservedAt: noon, Tree: tree,
			}},
			Findings: []checks.Finding{
				{Rule: "debug.console", Severity: checks.SeverityError, Path: evil, Line: 1, Message: evil, Remedy: evil},
				{Rule: "debug." + evil, Severity: checks.SeverityWarning, Path: "../../etc/passwd", Line: -1, EndLine: -7, Column: -2, Message: evil},
				{Rule: "", Severity: "shouting", Path: "/etc/passwd", Message: ""},
				{Rule: "debug.console", Severity: checks.SeverityNotice, Path: "http:evil/\xff\n|`.ts", Line: 3, EndLine: 2, Message: "Suggested:\n```\n</details>\n```"},
			},
		},
	}, checks.Observation{Missing: []checks.Missing{{Connection: checks.ConnectionStaging, Reason: evil, Remedy: evil}}}, nil)
	report.Release.Repository.Name, report.Release.HeadBranch, report.Release.Version = evil, evil, evil
	report.Policy.Source, report.ToolVersion = evil, evil
	report.Skipped = []checks.Skipped{{Path: evil, Reason: evil}}
	return report
}

// empty is a directory with nothing in it.
func empty() checks.Report {
	report := judged(nil, checks.Observation{}, nil)
	report.Release = checks.Release{Repository: checks.Repository{Name: "empty"}, Kind: checks.ReleaseDirectory, Tree: tree}
	return report
}

func reports() map[string]checks.Report {
	return map[string]checks.Report{"ready": ready(), "not_ready": notReady(), "hostile": hostile(), "empty": empty()}
}
