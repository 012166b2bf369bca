package code_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/code"
)

// formerly is a history in which files had other content.
type formerly struct {
	checkstest.History
	files map[string]string
}

func (p formerly) ReadAt(_ context.Context, _, path string) ([]byte, error) {
	text, found := p.files[path]
	if !found {
		return nil, fs.ErrNotExist
	}
	return []byte(text), nil
}

func TestSettingsOfCoverage(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path, before, after string
		covered             int // of 100
		want                checks.Verdict
		says                string
	}{
		"Jest's threshold":          {"jest.config.js", "module.exports = { coverageThreshold: { global: { lines: 90, branches: 70 } } }", "module.exports = { coverageThreshold: { global: { lines: 85, branches: 70 } } }", 95, checks.Warn, "lines from 90 % to 85 %"},
		"to let this release pass":  {"jest.config.js", "module.exports = { coverageThreshold: { global: { lines: 90 } } }", "module.exports = { coverageThreshold: { global: { lines: 85 } } }", 86, checks.Fail, "which lets this release's 86 % through"},
		"raised":                    {"jest.config.js", "module.exports = { coverageThreshold: { global: { lines: 80 } } }", "module.exports = { coverageThreshold: { global: { lines: 90 } } }", 95, checks.Pass, ""},
		"gone":                      {"package.json", `{"jest":{"coverageThreshold":{"global":{"lines":90}}}}`, `{"jest":{}}`, 95, checks.Warn, "lines (90 %) is gone"},
		"numbers elsewhere":         {"package.json", `{"lines": 90, "jest":{}}`, `{"lines": 10, "jest":{}}`, 95, checks.Pass, ""},
		"Vitest's excludes":         {"vitest.config.ts", "export default { test: { coverage: { provider: 'v8', exclude: ['dist'] } } }", "export default { test: { coverage: { provider: 'v8', exclude: ['dist', 'src/billing/**'] } } }", 95, checks.Warn, "`src/billing/**`"},
		"Vitest's tests":            {"vitest.config.ts", "export default { test: { exclude: ['a'] } }", "export default { test: { exclude: ['a', 'b'] } }", 95, checks.Pass, ""},
		"nyc":                       {".nycrc.json", `{"check-coverage": true, "lines": 85, "exclude": ["test"]}`, `{"check-coverage": true, "lines": 82, "exclude": ["test", "src/old"]}`, 95, checks.Warn, "`src/old`"},
		"coverage.py":               {"pyproject.toml", "[tool.coverage.report]\nfail_under = 90\nomit = [\"tests/*\"]\n", "[tool.coverage.report]\nfail_under = 82.5\nomit = [\"tests/*\"]\n", 95, checks.Warn, "total from 90 % to 82.5 %"},
		"coverage.py's own file":    {".coveragerc", "[run]\nomit =\n    tests/*\n", "[run]\nomit =\n    tests/*\n    shop/legacy/*\n\n[report]\nx = 1\n", 95, checks.Warn, "`shop/legacy/*`"},
		"pytest in a workflow":      {".github/workflows/ci.yml", "- run: pytest --cov-fail-under=90", "- run: pytest --cov-fail-under=70", 95, checks.Warn, "total from 90 % to 70 %"},
		"JaCoCo":                    {"pom.xml", "<artifactId>jacoco</artifactId><minimum>0.90</minimum>", "<artifactId>jacoco</artifactId><minimum>0.85</minimum>", 95, checks.Warn, "total from 90 % to 85 %"},
		"JaCoCo's excludes":         {"pom.xml", "<artifactId>jacoco</artifactId><exclude>**/gen/*</exclude>", "<artifactId>jacoco</artifactId><exclude>**/gen/*</exclude><exclude>**/billing/*</exclude>", 95, checks.Warn, "`**/billing/*`"},
		"Codecov":                   {"codecov.yml", "coverage:\n  status:\n    project:\n      default:\n        target: 90%\nignore:\n  - \"gen\"\n", "coverage:\n  status:\n    project:\n      default:\n        target: 80%\nignore:\n  - \"gen\"\n  - \"src/billing\"\n", 95, checks.Warn, "`src/billing`"},
		"SimpleCov":                 {"spec/spec_helper.rb", "SimpleCov.start do\n  minimum_coverage 90\nend\n", "SimpleCov.start do\n  minimum_coverage 85\n  add_filter '/legacy/'\nend\n", 95, checks.Warn, "lines from 90 % to 85 %"},
		"a script of Go":            {"Makefile", "COVERAGE_THRESHOLD := 85\n", "COVERAGE_THRESHOLD := 60\n", 95, checks.Warn, "total from 85 % to 60 %"},
		"go-test-coverage":          {".testcoverage.yml", "threshold:\n  total: 85\n", "threshold:\n  total: 81\n", 95, checks.Warn, "total from 85 % to 81 %"},
		"a threshold in a comment":  {"Makefile", "# COVERAGE_THRESHOLD = 85\n", "\n", 95, checks.Pass, ""},
		"a file that is no setting": {"src/lines.ts", "export default { coverageThreshold: { lines: 90 } }", "export default { coverageThreshold: { lines: 10 } }", 95, checks.Pass, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forge := &checkstest.Forge{
				LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"lcov.info": trace("src/a.ts", test.covered, 100)})},
				CI:         checkstest.CI{Runs: ran(checks.CISuccess)},
			}
			source := checkstest.Tree(map[string]string{"src/a.ts": strings.Repeat("export const a = 1\n", 20), test.path: test.after})
			result := checkstest.Judge(t, coverageItem, code.NewCoverage(), checkstest.Subject(source, checkstest.PullRequest(), checkstest.On(forge),
				checkstest.Changing(checks.Change{Path: test.path}), checkstest.Remembering(formerly{files: map[string]string{test.path: test.before}})))
			if result.Verdict() != test.want || !strings.Contains(said(result), test.says) {
				t.Errorf("%s, want %s: %s", result.Verdict(), test.want, said(result))
			}
		})
	}
}

func TestAThresholdThatMoved(t *testing.T) {
	t.Parallel()
	forge := &checkstest.Forge{
		LeftBehind: []checkstest.Artifact{left("coverage", map[string]string{"lcov.info": trace("src/a.ts", 95, 100)})},
		CI:         checkstest.CI{Runs: ran(checks.CISuccess)},
	}
	source := checkstest.Tree(map[string]string{"src/a.ts": strings.Repeat("export const a = 1\n", 20), "package.json": "{}", "jest.config.js": "module.exports = { coverageThreshold: { global: { lines: 90 } } }"})
	result := checkstest.Judge(t, coverageItem, code.NewCoverage(), checkstest.Subject(source, checkstest.PullRequest(), checkstest.On(forge),
		checkstest.Changing(checks.Change{Path: "package.json"}, checks.Change{Path: "jest.config.js"}),
		checkstest.Remembering(formerly{files: map[string]string{"package.json": `{"jest":{"coverageThreshold":{"global":{"lines":90}}}}`}})))
	if result.Verdict() != checks.Pass {
		t.Errorf("%s: %s", result.Verdict(), said(result))
	}
}
