package security_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/security"
)

// codeOf is an analysis of CodeQL of the released commit.
func codeOf(language string) checks.CodeAnalysis {
	return checks.CodeAnalysis{Tool: "CodeQL", Category: "/language:" + language, Ref: "refs/heads/main", Commit: checkstest.Head, CreatedAt: checkstest.Now}
}

func TestInjectionByAlerts(t *testing.T) {
	t.Parallel()
	reader := projecttest.Reader(t)
	files := map[string]string{
		"src/a.ts":      "app.get('/orders', async (req, res) => {\n  res.json(await db.query('SELECT * FROM orders WHERE id = $1', [req.query.id]))\n})\n",
		"test/a.ts":     "export {}\n",
		"package.json":  "{}",
		"src/Main.java": "class Main {}\n",
	}
	alert := func(change func(*checks.CodeAlert)) checks.CodeAlert {
		one := checks.CodeAlert{Number: 4, Tool: "CodeQL", Rule: "js/sql-injection", Description: "Database query built from user input", Severity: "high", Weaknesses: []int{89}, State: checks.AlertOpen, Path: "src/a.ts", Line: 2, Link: "https://github.com/acme/shop/security/code-scanning/4"}
		change(&one)
		return one
	}
	same := func(*checks.CodeAlert) {}
	with := func(analyses []checks.CodeAnalysis, alerts ...checks.CodeAlert) checkstest.Forge {
		return checkstest.Forge{Alerts: checkstest.Alerts{Analyses: analyses, Code: map[string][]checks.CodeAlert{"refs/heads/main": alerts}}}
	}
	both := []checks.CodeAnalysis{codeOf("javascript-typescript"), codeOf("java-kotlin")}
	dependency := func(scope string) checkstest.Forge {
		forge := with(both)
		forge.Alerts.Dependencies = []checks.DependencyAlert{{Package: "ejs", Severity: "critical", Weaknesses: []int{94}, Scope: scope, State: checks.AlertOpen, Manifest: "package.json", Summary: "template injection", FixedIn: "3.1.7"}}
		return forge
	}
	elsewhere := checkstest.Changing(checks.Change{Path: "src/a.ts"})
	for name, test := range map[string]struct {
		forge   checkstest.Forge
		options []checkstest.Option
		want    checks.Verdict
		says    string
	}{
		"analysed, nothing open":        {forge: with(both), want: checks.Pass, says: "analysed by `CodeQL`, no grave alert open"},
		"a language was not analysed":   {forge: with(both[:1]), want: checks.Warn, says: "did not read the production code in Java"},
		"a grave alert":                 {forge: with(both, alert(same)), want: checks.Fail, says: "error injection.alert src/a.ts:2 `CodeQL` says high"},
		"a mild one":                    {forge: with(both, alert(func(a *checks.CodeAlert) { a.Severity = "medium" })), want: checks.Warn, says: "CWE-89"},
		"of something else":             {forge: with(both, alert(func(a *checks.CodeAlert) { a.Weaknesses = []int{327} })), want: checks.Pass},
		"in a test":                     {forge: with(both, alert(func(a *checks.CodeAlert) { a.Path = "test/a.ts" })), want: checks.Pass, says: "notice injection.alert"},
		"in a library by the tool":      {forge: with(both, alert(func(a *checks.CodeAlert) { a.Classes = []string{"library"} })), want: checks.Pass},
		"dismissed as no problem":       {forge: with(both, alert(func(a *checks.CodeAlert) { a.State, a.By, a.Reason = checks.AlertDismissed, "ada", "false positive" })), want: checks.NeedsSignOff, says: "by `ada` as `false positive`"},
		"dismissed as a test":           {forge: with(both, alert(func(a *checks.CodeAlert) { a.State, a.Reason = checks.AlertDismissed, "used in tests" })), want: checks.Pass, says: "1 dismissed"},
		"no alerts without an analysis": {forge: with(nil), want: checks.NeedsSignOff, says: "no alerts without an analysis are no pass"},
		"an analysis of another commit": {forge: with([]checks.CodeAnalysis{{Tool: "CodeQL", Commit: "0ther000000", CreatedAt: checkstest.Now}}), want: checks.NeedsSignOff, says: "The last analysis, by `CodeQL`, is of `0ther00`"},
		"an analysis that broke":        {forge: with([]checks.CodeAnalysis{{Tool: "CodeQL", Commit: checkstest.Head, Error: "out of memory"}}), want: checks.NeedsSignOff, says: "ended in an error"},
		"a tool that looks for no such": {forge: with([]checks.CodeAnalysis{{Tool: "Trivy", Commit: checkstest.Head}}), want: checks.NeedsSignOff, says: "`Trivy`, which is not known to look for injections"},
		"the merge that GitHub tries":   {forge: checkstest.Forge{PullRequests: map[int]checks.PullRequest{12: {Number: 12, Open: true, Head: checkstest.Head, MergeSHA: "3e46e"}}, Alerts: checkstest.Alerts{Analyses: []checks.CodeAnalysis{{Tool: "Semgrep OSS", Commit: "3e46e", Ref: "refs/pull/12/merge"}}}}, want: checks.Pass, says: "Semgrep OSS"},
		"code scanning is off":          {forge: checkstest.Forge{Failing: map[string]error{"CodeAnalyses": fmt.Errorf("x: %w", checks.ErrSwitchedOff)}}, want: checks.NeedsSignOff, says: "Code scanning is off for this repository"},
		"no permission for it":          {forge: checkstest.Forge{Failing: map[string]error{"CodeAnalyses": fmt.Errorf("x: %w", checks.ErrForbidden)}}, want: checks.NeedsSignOff, says: "Grant the App `security_events: read`"},
		"GitHub fails":                  {forge: checkstest.Forge{Failing: map[string]error{"CodeAnalyses": checkstest.ErrForge}}, want: checks.NeedsSignOff, says: "could not be read from GitHub"},
		"alerts fail": {forge: func() checkstest.Forge {
			f := with(both)
			f.Failing = map[string]error{"CodeAlerts": checkstest.ErrForge}
			return f
		}(), want: checks.Unknown, says: "Code scanning's alerts could not be read"},
		"dependencies without permission": {forge: func() checkstest.Forge {
			f := with(both)
			f.Failing = map[string]error{"DependencyAlerts": checks.ErrForbidden}
			return f
		}(), want: checks.Unknown, says: "Grant the App `vulnerability_alerts: read`"},
		"dependencies are off": {forge: func() checkstest.Forge {
			f := with(both)
			f.Failing = map[string]error{"DependencyAlerts": checks.ErrSwitchedOff}
			return f
		}(), want: checks.Pass, says: "Dependabot alerts are off"},
		"a weak dependency of what runs": {forge: dependency("runtime"), options: []checkstest.Option{elsewhere}, want: checks.Fail, says: "Update `ejs` to `3.1.7` or later."},
		"one that this may have mended":  {forge: dependency("runtime"), options: []checkstest.Option{checkstest.Changing(checks.Change{Path: "package.json"})}, want: checks.Warn, says: "may have mended it"},
		"one of development":             {forge: dependency("development"), options: []checkstest.Option{elsewhere}, want: checks.Pass, says: "notice injection.dependency"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options := append([]checkstest.Option{checkstest.PullRequest(), checkstest.On(&test.forge)}, test.options...)
			result := checkstest.Judge(t, injectionItem, security.NewInjection(reader), checkstest.Subject(checkstest.Tree(files), options...))
			said := result.Headline + " " + result.Why + " " + result.Remedy
			for _, finding := range result.Findings {
				said += fmt.Sprintf(" %s %s %s:%d %s %s", finding.Severity, finding.Rule, finding.Path, finding.Line, finding.Message, finding.Remedy)
			}
			for _, evidence := range result.Evidence {
				said += " " + evidence.Summary
			}
			for _, missing := range result.Missing {
				said += " " + missing.Reason + " " + missing.Remedy
			}
			if result.Verdict() != test.want || !strings.Contains(said, test.says) {
				t.Errorf("%s, want %s: %s", result.Verdict(), test.want, said)
			}
		})
	}
}
