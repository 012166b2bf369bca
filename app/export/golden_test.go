package export_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/export"
	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/checks"
)

func TestFormats(t *testing.T) {
	t.Parallel()
	for name, report := range reports() {
		for format, ending := range map[export.Format]string{
			export.Markdown: "md", export.SARIF: "sarif", export.JUnit: "xml", export.JSON: "json",
		} {
			t.Run(name+" as "+string(format), func(t *testing.T) {
				t.Parallel()
				text := written(t, export.Local(report), format)
				golden(t, name+"."+ending, text)
				if !strings.HasSuffix(text, "\n") {
					t.Error("the last line does not end")
				}
			})
		}
	}
}

func TestMarkdownEndsWithTheLastLine(t *testing.T) {
	t.Parallel()
	for name, report := range reports() {
		if text := written(t, report, export.Markdown); !strings.HasSuffix(text, "\n\n"+terminal.LastLine(report)+"\n") {
			t.Errorf("%s ends with %q", name, text[max(0, len(text)-200):])
		}
	}
}

// A summary above 1 MiB is shown by nobody.
func TestMarkdownFitsAJobSummary(t *testing.T) {
	t.Parallel()
	report := notReady()
	for _, item := range report.Items {
		result := report.Results[item.ID]
		result.Findings = nil
		for line := range 3000 {
			result.Findings = append(result.Findings, checks.Finding{
				Rule: "debug.console", Severity: checks.SeverityError, Path: strings.Repeat("ordner🦀/", 8) + "a.ts", Line: line + 1, Message: strings.Repeat("🦀", 200),
			})
		}
		report.Results[item.ID] = result
	}
	text := written(t, report, export.Markdown)
	if len(text) > 1<<20 || !strings.Contains(text, "more, see the JSON report") || !strings.Contains(text, "READY TO GO LIVE?") {
		t.Errorf("%d bytes: %s", len(text), text[:min(len(text), 2000)])
	}
}

func TestMarkdownHasNothingOfAPullRequest(t *testing.T) {
	t.Parallel()
	for name, report := range reports() {
		text := written(t, export.Local(report), export.Markdown)
		for _, foreign := range []string{"/golive ", "golive:v1", "check run", "run #", "re-checks by itself"} {
			if strings.Contains(text, foreign) {
				t.Errorf("%s says %q", name, foreign)
			}
		}
	}
}

func TestWhatWasNotAskedForIsNoAnswer(t *testing.T) {
	t.Parallel()
	report := ready()
	report.Items = report.InSection(checks.SectionCode)[:1]
	text := written(t, report, export.Markdown)
	for _, says := range []string{"In order, as far as asked", "asked for 1 item only", "| Load test passed | – | not asked for |", "| Code clean and stable | ❔\u00a0Can't\u00a0tell | 1 of 1 in order ·"} {
		if !strings.Contains(text, says) {
			t.Errorf("does not say %q:\n%s", says, text)
		}
	}
	if strings.Contains(text, "READY**") {
		t.Error("reads as the whole answer")
	}
}

func TestLocalWords(t *testing.T) {
	t.Parallel()
	item := checks.Item{ID: "code.secrets", Level: checks.LevelBlock, Role: checks.RoleSecurity, Minimum: checks.Minimum{Grade: checks.E2}}
	for remedy, want := range map[string]string{
		"Try `/golive rerun code.secrets`; if it stays, ask.":              "Try `golive check --only code.secrets`; if it stays, ask.",
		"comment `/golive sign-off a.b LINK` with a link to the tests":     "sign `a.b` off on the release pull request with a link to the tests",
		"an SRE signs with the result: `/golive sign-off a.b LINK`.":       "an SRE signs with the result: `/golive sign-off a.b LINK`.",
		"Elsewhere, an SRE comments `/golive sign-off a.b LINK`.":          "Elsewhere, an SRE signs `a.b` off on the release pull request with a link.",
		"A DBA reads it and comments `/golive sign-off launch.qa`.":        "A DBA reads it and signs `launch.qa` off on the release pull request.",
		"let them look and comment `/golive sign-off a.b` with a link":     "let them look and sign `a.b` off on the release pull request with a link",
		"a senior says so with `/golive sign-off code.debug-leftovers`.":   "a senior says so by signing `code.debug-leftovers` off on the release pull request.",
		"Remove it. If it must stay: `// golive-allow debug-leftovers: …`": "Remove it. If it must stay: `// golive-allow debug-leftovers: …`",
	} {
		finding := checks.Finding{Rule: "secret.x", Severity: checks.SeverityError, Path: "a", Remedy: remedy}
		report := checks.Report{Items: []checks.Item{item}, Results: map[checks.ItemID]checks.Result{item.ID: checks.Judge(checks.Case{Item: item, Now: noon, Observation: checks.Observation{
			Remedy: remedy, Findings: []checks.Finding{finding}, Missing: []checks.Missing{{Reason: "r", Remedy: remedy}},
		}})}}
		local := export.Local(report).Results[item.ID]
		if local.Remedy != want || local.Findings[0].Remedy != want || local.Missing[0].Remedy != want || local.Verdict() != checks.Fail {
			t.Errorf("%q became %q, %q, %q, %s", remedy, local.Remedy, local.Findings[0].Remedy, local.Missing[0].Remedy, local.Verdict())
		}
		if report.Results[item.ID].Findings[0].Remedy != remedy {
			t.Error("the report that was given changed")
		}
	}
}

func TestWordsForWhoAsksWithATokenOfTheirOwn(t *testing.T) {
	t.Parallel()
	item := checks.Item{ID: "code.coverage", Level: checks.LevelBlock, Role: checks.RoleQA, Minimum: checks.Minimum{Grade: checks.E3}}
	for said, want := range map[string]string{
		"The runs could not be read: the App may not.":                                                           "The runs could not be read: the token may not.",
		"Grant the App `actions: read`, then `/golive rerun code.coverage`.":                                     "Give the token `actions: read`, then `golive check --github … --only code.coverage`.",
		"Grant the App the permission `actions: read` if it lacks it.":                                           "Give the token `actions: read` if it lacks it.",
		"The runs may not be read: the App lacks `actions: read`.":                                               "The runs may not be read: the token lacks `actions: read`.",
		"Grant the App `checks: read` under \"Permissions & events\" and accept it.":                             "Give the token `checks: read`.",
		"Grant the App the organisation permission `members: read` under \"Permissions & events\" and accept it": "Give the token the scope `read:org` or, where it is a fine-grained one, the organisation permission `members: read`",
		"Install the App with `deployments: read`.":                                                              "Install the App with `deployments: read`.",
	} {
		report := checks.Report{Items: []checks.Item{item}, Results: map[checks.ItemID]checks.Result{item.ID: checks.Judge(checks.Case{Item: item, Now: noon, Observation: checks.Observation{
			Missing: []checks.Missing{{Connection: checks.ConnectionArtifacts, Reason: said, Remedy: said}},
		}})}}
		visited := export.Visited(report).Results[item.ID]
		if visited.Missing[0].Reason != want || visited.Missing[0].Remedy != want || visited.Verdict() != checks.Unknown {
			t.Errorf("%q became %+v, %s", said, visited.Missing[0], visited.Verdict())
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errBroken }

var errBroken = errors.New("disk full")

func TestWriteSaysWhatWentWrong(t *testing.T) {
	t.Parallel()
	for _, format := range []export.Format{export.JSON, export.Markdown, export.SARIF, export.JUnit} {
		if err := export.Write(broken{}, empty(), format, export.Options{}); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", format, err)
		}
	}
	if err := export.Write(broken{}, empty(), "html", export.Options{}); err == nil || errors.Is(err, errBroken) {
		t.Errorf("html: %v", err)
	}
}
