package code_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/code"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
)

var edgeCasesItem = checks.Item{
	ID: "code.edge-cases", Section: checks.SectionCode, Kind: checks.KindMix, Level: checks.LevelWarn,
	Minimum: checks.Minimum{Attestation: true}, Role: checks.RoleSenior,
}

// addingFiles gives the subject a range that adds whole files.
func addingFiles(paths ...string) checkstest.Option {
	var changes []checks.Change
	for _, path := range paths {
		changes = append(changes, checks.Change{Path: path, Added: []checks.Lines{{First: 1, Last: 40}}})
	}
	return checkstest.Changing(changes...)
}

func TestEdgeCases(t *testing.T) {
	t.Parallel()
	reader := projecttest.Reader(t)
	const (
		swallow = "export async function pay(id) {\n  try {\n    await prisma.order.update({ where: { id } })\n  } catch {}\n}\n"
		test    = "test('pay', () => {})\n"
	)
	for name, test := range map[string]struct {
		files   map[string]string
		options []checkstest.Option
		verdict checks.Verdict
		rules   []string
		says    string
	}{
		"a new swallowed error of a write": {
			files: map[string]string{"src/pay.ts": swallow, "src/pay.test.ts": test}, options: []checkstest.Option{addingFiles("src/pay.ts", "src/pay.test.ts")},
			verdict: checks.Warn, rules: []string{"error edge.swallowed-write"}, says: "When `prisma.order.update` fails, the error is dropped and the caller goes on",
		},
		"one from before the release": {
			files: map[string]string{"src/pay.ts": swallow, "src/else.ts": "export const a = 1\n", "src/pay.test.ts": test}, options: []checkstest.Option{addingFiles("src/else.ts", "src/pay.test.ts")},
			verdict: checks.Warn, rules: []string{"warning edge.swallowed-write"}, says: "1 error is swallowed on a path that writes, in 2 production files",
		},
		"one that a comment explains": {
			files:   map[string]string{"src/pay.ts": strings.Replace(swallow, "{}\n}", "{\n    // the job tries again\n  }\n}", 1), "src/pay.test.ts": test},
			verdict: checks.Warn, rules: []string{"warning edge.swallowed-write"}, says: "as a comment says",
		},
		"code of pages and reports to others decide nothing": {
			files:   map[string]string{"src/view.tsx": "import { useState } from 'react'\nexport function f() {\n  fetch('/track', { method: 'POST' }).catch(() => {})\n}\n", "src/view.test.tsx": test},
			verdict: checks.Warn, rules: []string{"warning edge.swallowed-write"},
		},
		"a test may lose errors": {
			files:   map[string]string{"src/pay.ts": "export const a = 1\n", "test/pay.ts": swallow},
			verdict: checks.Warn, says: "nothing swallowed on a path that writes",
		},
		"a script is milder": {
			files:   map[string]string{"src/pay.ts": "export const a = 1\n", "test/pay.ts": test, "scripts/pay.ts": swallow},
			verdict: checks.Warn, rules: []string{"warning edge.swallowed-write"},
		},
		"calls without a limit of time": {
			files:   map[string]string{"app.py": "import requests\ndef f():\n  return requests.get('https://api')\n", "test_app.py": "def test(): pass\n"},
			verdict: checks.Warn, rules: []string{"warning edge.no-timeout"}, says: "timeout=(3, 10)",
		},
		"a limit set for all": {
			files:   map[string]string{"a.ts": "import axios from 'axios'\nimport 'express'\naxios.defaults.timeout = 5000\n", "b.ts": "import axios from 'axios'\nimport 'express'\naxios.get(url)\n", "a.test.ts": test},
			verdict: checks.Warn,
		},
		"a change without a test": {
			files: map[string]string{"src/pay.ts": "export const a = 1\n", "src/pay.test.ts": test}, options: []checkstest.Option{addingFiles("src/pay.ts")},
			verdict: checks.Warn, rules: []string{"warning edge.untested-change"}, says: "0 of 1 changed production file changed together with a test",
		},
		"no test at all": {
			files: map[string]string{"src/pay.ts": "export const a = 1\n"}, options: []checkstest.Option{addingFiles("src/pay.ts")},
			verdict: checks.Warn, rules: []string{"error edge.no-tests"},
		},
		"no code changed": {
			files: map[string]string{"src/pay.ts": swallow, "README.md": "# Shop\n"}, options: []checkstest.Option{addingFiles("README.md")},
			verdict: checks.NotApplicable, says: "the release changes no production code (searched 1 changed file)",
		},
		"questions are about the change alone": {
			files: map[string]string{
				"src/pay.ts":      "export async function pay() {\n  await stripe.charges.create({ amount })\n}\n",
				"src/old.ts":      "export async function old() {\n  await stripe.charges.create({ amount })\n}\n",
				"src/pay.test.ts": "import fc from 'fast-check'\n",
			},
			options: []checkstest.Option{addingFiles("src/pay.ts", "src/pay.test.ts")},
			verdict: checks.Warn, rules: []string{"notice edge.question"}, says: "1 question needs an answer: (1) `pay` with the same request twice, or an answer that got lost? (`src/pay.ts:2`)",
		},
		"names that others chose are no markup": {
			files:   map[string]string{"a.go": "package p\nimport \"net/http\"\nfunc f() { http.Get(`@everyone`) }\n", "a_test.go": "package p\n"},
			verdict: checks.Warn, rules: []string{"warning edge.no-timeout"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, edgeCasesItem, code.NewEdgeCases(reader), checkstest.Subject(checkstest.Tree(test.files), test.options...))
			var rules []string
			said := result.Headline + "\n" + result.Why + "\n" + result.Remedy + "\n"
			for _, finding := range result.Findings {
				rules = append(rules, string(finding.Severity)+" "+finding.Rule)
				said += finding.Message + "\n" + finding.Remedy + "\n"
			}
			for _, evidence := range result.Evidence {
				said += evidence.Summary + "\n"
			}
			if result.Verdict() != test.verdict || !slices.Equal(rules, test.rules) || !strings.Contains(said, test.says) {
				t.Errorf("%s, %q\n%s", result.Verdict(), rules, said)
			}
		})
	}
}

func TestAtMostEightQuestionsTwoAFunction(t *testing.T) {
	t.Parallel()
	text := "import datetime\n"
	for _, name := range strings.Fields("a b c d e f") {
		text += "def " + name + "(price, day, count):\n  x = price * 2\n  y = datetime.datetime.now()\n  z = x / count\n"
	}
	result := checkstest.Judge(t, edgeCasesItem, code.NewEdgeCases(projecttest.Reader(t)), checkstest.Subject(checkstest.Tree(map[string]string{"app.py": text, "test_app.py": ""})))
	about, count := map[string]int{}, 0
	for _, finding := range result.Findings {
		if finding.Rule == code.RuleQuestion {
			count++
			about[finding.Message[:3]]++
		}
	}
	for name, times := range about {
		if times > 2 {
			t.Errorf("%d questions about %s", times, name)
		}
	}
	if count != 8 || len(about) < 4 {
		t.Errorf("%d questions, %v", count, about)
	}
}
