package code_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/code"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
)

var debugLeftovers = checks.Item{
	ID: "code.debug-leftovers", Section: checks.SectionCode, Kind: checks.KindAuto, Level: checks.LevelBlock,
	Minimum: checks.Minimum{Grade: checks.E2}, Role: checks.RoleSenior,
}

// changing gives the subject a range that adds these lines of a file.
func changing(path string, spans ...checks.Lines) checkstest.Option {
	return checkstest.Changing(checks.Change{Path: path, Added: spans})
}

func TestDebugLeftovers(t *testing.T) {
	t.Parallel()
	reader := projecttest.Reader(t)
	const clean = "export const a = 1\n"
	for name, test := range map[string]struct {
		files    map[string]string
		options  []checkstest.Option
		change   func(*checkstest.Source)
		verdict  checks.Verdict
		errors   []string
		warnings []string
		notices  []string
		says     string // is in the headline, the reason, a finding or the evidence
	}{
		"clean production code": {
			files: map[string]string{"src/a.ts": clean, "src/b.js": "// console.log(1)\n"}, verdict: checks.Pass,
			says: "read 2 of 2 JavaScript/TypeScript files, 0 leftover calls in production code",
		},
		"without a range everything counts as new": {
			files: map[string]string{"src/a.ts": "console.log(1)\n"}, verdict: checks.Fail, errors: []string{"debug.console"},
			says: "no release range",
		},
		"a call that the range adds": {
			files: map[string]string{"src/a.ts": "a()\nconsole.log(1)\n"}, options: []checkstest.Option{changing("src/a.ts", checks.Lines{First: 2, Last: 2})},
			verdict: checks.Fail, errors: []string{"debug.console"}, says: "1 debug leftover to remove",
		},
		"a call that was there before": {
			files: map[string]string{"src/a.ts": "a()\nconsole.log(1)\n"}, options: []checkstest.Option{changing("src/a.ts", checks.Lines{First: 1, Last: 1})},
			verdict: checks.Warn, warnings: []string{"debug.console"}, says: "none added; 1 from before this release",
		},
		"a warning for people is milder": {
			files: map[string]string{"src/a.ts": "console.error(e); console.warn(w)\n"}, verdict: checks.Warn, warnings: []string{"debug.console", "debug.console"},
		},
		"an alert": {files: map[string]string{"src/a.js": "alert(1)\n"}, verdict: checks.Fail, errors: []string{"debug.alert"}},
		"a debugger that was there before": {
			files: map[string]string{"src/a.js": "debugger\n"}, options: []checkstest.Option{changing("src/b.js")},
			verdict: checks.Fail, errors: []string{"debug.debugger"}, says: "there before this release",
		},
		"a focused test": {
			files:   map[string]string{"src/a.ts": clean, "test/a.test.ts": "it.only('a', () => {})\n"},
			verdict: checks.Fail, errors: []string{"debug.focused-test"}, says: "keeps the other tests from running",
		},
		"a focused test in a linter's fixture": {
			files:   map[string]string{"src/a.ts": clean, "test/fixtures/a.ts": "it.only('a', () => {}); debugger\n"},
			change:  func(s *checkstest.Source) { s.Classes = classes("test/fixtures/a.ts", checks.ClassFixture) },
			verdict: checks.Warn, warnings: []string{"debug.debugger", "debug.focused-test"},
		},
		"calls outside of production code are milder": {
			files:   map[string]string{"src/a.ts": clean, "scripts/seed.ts": "console.log(1)\n", "bin/cli.js": "console.log(1)\n", "migrations/1.ts": "console.log(1)\n"},
			verdict: checks.Warn, warnings: []string{"debug.console", "debug.console", "debug.console"},
		},
		"old calls outside of production code are one note a file": {
			files: map[string]string{"src/a.ts": clean, "test/a.test.ts": "console.log(1)\nconsole.log(2)\nconsole.log(1)\n"}, options: []checkstest.Option{changing("src/a.ts")},
			verdict: checks.Pass, notices: []string{"debug.console"}, says: "console.log in test code, there before this release; 2 more in this file",
		},
		"a logger's own calls are milder": {
			files: map[string]string{"src/logger.ts": "export const log = (m) => console.log(m)\n"}, verdict: checks.Warn, warnings: []string{"debug.console"}, says: "in a logger",
		},
		"an allowance with its reason": {
			files: map[string]string{"src/a.ts": "console.log(banner) // golive-allow debug-leftovers: start-up banner\n"}, verdict: checks.Pass,
			notices: []string{"debug.console"}, says: "allowed by a comment: start-up banner",
		},
		"an allowance on the line before": {
			files:   map[string]string{"src/a.ts": "// golive-allow code.debug-leftovers: start-up banner\nconsole.log(\n banner)\nconsole.log(2)\n"},
			verdict: checks.Fail, errors: []string{"debug.console"}, notices: []string{"debug.console"},
		},
		"an allowance without a reason": {
			files: map[string]string{"src/a.ts": "console.log(banner) // golive-allow debug-leftovers\n"}, verdict: checks.Warn,
			warnings: []string{"debug.console"}, says: "gives no reason",
		},
		"an allowance of another item": {
			files: map[string]string{"src/a.ts": "console.log(banner) // golive-allow secrets: no\n"}, verdict: checks.Fail, errors: []string{"debug.console"},
		},
		"a build that takes the calls out": {
			files: map[string]string{
				"web/src/a.ts": "console.log(1); debugger\n", "api/a.ts": "console.log(1)\n",
				"web/vite.config.ts": "export default { esbuild: { drop: ['console'] } }\n",
			},
			change:  func(s *checkstest.Source) { s.Classes = classes("web/vite.config.ts", checks.ClassScript) },
			verdict: checks.Fail, errors: []string{"debug.console", "debug.debugger"}, warnings: []string{"debug.console"}, says: "drop in web/vite.config.ts",
		},
		"a language that this version cannot read": {
			files: map[string]string{"app/a.ex": "print(1)\n"}, verdict: checks.Unknown, says: "does not read Elixir (1 file) yet",
		},
		"JavaScript that is clean beside Elixir": {
			files: map[string]string{"app/a.ex": "print(1)\n", "src/a.ts": clean}, verdict: checks.Unknown, says: "Elixir (1 file)",
		},
		"JavaScript that is not clean beside Elixir": {
			files: map[string]string{"app/a.ex": "print(1)\n", "src/a.ts": "console.log(1)"}, verdict: checks.Fail, errors: []string{"debug.console"},
		},
		"Elixir in tests alone": {
			files: map[string]string{"tests/a.ex": "print(1)\n", "src/a.ts": clean}, verdict: checks.Pass,
		},
		"shell and infrastructure beside clean code": {
			files: map[string]string{"run.sh": "echo\n", "main.tf": "", "q.sql": "", "src/a.ts": clean}, verdict: checks.Pass,
		},
		"no code at all": {
			files: map[string]string{"README.md": "# Docs\n", "a.yml": "a: 1\n"}, verdict: checks.Unknown, says: "no production code was found among 2 files",
		},
		"tests alone": {
			files: map[string]string{"test/a.test.ts": clean}, verdict: checks.Unknown, says: "no production code was found",
		},
		"an empty release": {files: map[string]string{}, verdict: checks.Unknown, says: "among 0 files"},
		"production code that is too large": {
			files: map[string]string{"src/a.ts": clean, "src/big.ts": "// " + strings.Repeat("x", 500)}, change: func(s *checkstest.Source) { s.Limit = 100 },
			verdict: checks.Unknown, says: "src/big.ts (larger than the limit",
		},
		"a large bundle is no production code": {
			files:   map[string]string{"src/a.ts": clean, "vendor/big.js": "// " + strings.Repeat("x", 500)},
			change:  func(s *checkstest.Source) { s.Limit = 100 },
			verdict: checks.Pass, says: "read 1 of 2 JavaScript/TypeScript files",
		},
		"minified production code": {
			files:   map[string]string{"src/a.ts": clean, "src/min.js": strings.Repeat("a;", 3000) + "console.log(1)"},
			verdict: checks.Unknown, says: "minified: line 1",
		},
		"a long line of data hides nothing": {
			files:   map[string]string{"src/icon.ts": "export const icon = '" + strings.Repeat("A", 9000) + "'\nconsole.log(1)\n"},
			verdict: checks.Fail, errors: []string{"debug.console"},
		},
		"a path that cannot be opened": {
			files: map[string]string{"src/a.ts": clean}, change: func(s *checkstest.Source) {
				s.NotRead = []checks.Skipped{{Path: "src/evil\\path.ts", Reason: "path with a backslash"}}
			},
			verdict: checks.Unknown, says: "path with a backslash",
		},
		"links and submodules are no gap": {
			files: map[string]string{"src/a.ts": clean}, change: func(s *checkstest.Source) {
				s.NotRead = []checks.Skipped{{Path: "src/b.ts", Reason: source.ReasonSymlink}, {Path: "theme", Reason: source.ReasonSubmodule}}
			},
			verdict: checks.Pass,
		},
		"syntax that no grammar knows": {
			files: map[string]string{"src/a.ts": "if (x { console.log(1) }\n"}, verdict: checks.Fail, errors: []string{"debug.console"}, says: "the grammar does not know",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := checkstest.Tree(test.files)
			tree.Languages = map[string]string{"app/a.ex": "Elixir", "tests/a.ex": "Elixir"}
			if test.change != nil {
				test.change(tree)
			}
			subject := checkstest.Subject(tree, test.options...)
			result := checkstest.Judge(t, debugLeftovers, code.NewDebugLeftovers(reader), subject)
			if result.Verdict() != test.verdict {
				t.Errorf("%s, want %s: %s; %s", result.Verdict(), test.verdict, result.Headline, result.Why)
			}
			for severity, want := range map[checks.Severity][]string{
				checks.SeverityError: test.errors, checks.SeverityWarning: test.warnings, checks.SeverityNotice: test.notices,
			} {
				if got := checkstest.Rules(result, severity); !slices.Equal(sorted(got), sorted(want)) {
					t.Errorf("%ss: %v, want %v", severity, got, want)
				}
			}
			if text := everything(result); !strings.Contains(text, test.says) {
				t.Errorf("nothing says %q:\n%s", test.says, text)
			}
		})
	}
}

func sorted(rules []string) []string { return slices.Sorted(slices.Values(rules)) }

func classes(path string, class checks.PathClass) map[string]checks.PathClass {
	return map[string]checks.PathClass{path: class}
}

func everything(result checks.Result) string {
	lines := []string{result.Headline, result.Why}
	for _, finding := range result.Findings {
		lines = append(lines, finding.Message)
	}
	for _, evidence := range result.Evidence {
		lines = append(lines, evidence.Summary)
	}
	for _, missing := range result.Missing {
		lines = append(lines, missing.Reason)
	}
	return strings.Join(lines, "\n")
}

func TestDebugLeftoversPointAtTheirPlace(t *testing.T) {
	t.Parallel()
	tree := checkstest.Tree(map[string]string{"src/a.ts": "function f() {\n  console.log(\n    'x')\n}\n"})
	result := checkstest.Judge(t, debugLeftovers, code.NewDebugLeftovers(projecttest.Reader(t)), checkstest.Subject(tree))
	finding := result.Findings[0]
	if finding.Path != "src/a.ts" || finding.Line != 2 || finding.EndLine != 3 || finding.Column != 3 || !strings.Contains(finding.Remedy, "golive-allow debug-leftovers: reason") {
		t.Errorf("%+v", finding)
	}
}

func TestDebugLeftoversKeepTheirFingerprintWhenLinesMove(t *testing.T) {
	t.Parallel()
	check := code.NewDebugLeftovers(projecttest.Reader(t))
	fingerprints := func(content string) []string {
		seen := checkstest.Observe(t, check, checkstest.Subject(checkstest.Tree(map[string]string{"src/a.ts": content})))
		var prints []string
		for _, finding := range seen.Findings {
			prints = append(prints, finding.Fingerprint)
		}
		return prints
	}
	first := fingerprints("console.log('a')\nconsole.log('a')\nconsole.log('b')\n")
	moved := fingerprints("\n\nif (x) {\n  console.log('a')\n}\n  console.log( 'a' )\n\nconsole.log('a')\nconsole.log('b')\n")
	if len(first) != 3 || first[0] == first[1] || len(moved) != 4 || first[0] != moved[0] || first[1] != moved[2] || first[2] != moved[3] {
		t.Errorf("%v\n%v", first, moved)
	}
}

func TestDebugLeftoversWithoutASource(t *testing.T) {
	t.Parallel()
	seen, err := code.NewDebugLeftovers(projecttest.Reader(t)).Observe(t.Context(), checks.Subject{})
	if err != nil || len(seen.Missing) != 1 || len(seen.Evidence) != 0 {
		t.Errorf("%+v, %v", seen, err)
	}
}
