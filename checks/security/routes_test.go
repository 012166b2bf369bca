package security_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
)

// routeItem returns an item of this section that is told by routes.
func routeItem(id string) checks.Item {
	return checks.Item{
		ID: checks.ItemID("security." + id), Section: checks.SectionSecurity, Level: checks.LevelBlock, Kind: checks.KindAuto,
		Minimum: checks.Minimum{Grade: checks.E4}, Role: checks.RoleSecurity,
	}
}

// routeCase is a release, and what an item says of it.
type routeCase struct {
	files    map[string]string
	options  []checkstest.Option
	verdict  checks.Verdict
	findings string // "severity rule path:line", one a line
	says     string // is in the headline, the reason, the evidence or a remedy
}

func judgeRoutes(t *testing.T, item checks.Item, check checks.Check, cases map[string]routeCase) {
	t.Helper()
	for name, one := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, item, check, checkstest.Subject(checkstest.Tree(one.files), one.options...))
			var lines []string
			text := result.Headline + "\n" + result.Why + "\n" + result.Remedy
			for _, finding := range result.Findings {
				line := string(finding.Severity) + " " + finding.Rule
				if finding.Path != "" {
					line += " " + finding.Path
				}
				lines = append(lines, line)
				text += "\n" + finding.Message + "\n" + finding.Remedy
			}
			for _, evidence := range result.Evidence {
				text += "\n" + evidence.Grade.String() + " " + string(evidence.Outcome) + " " + evidence.Summary
			}
			if result.Verdict() != one.verdict {
				t.Errorf("%s, want %s", result.Verdict(), one.verdict)
			}
			if got := strings.Join(lines, "\n"); got != one.findings {
				t.Errorf("findings\n%s\nwant\n%s", got, one.findings)
			}
			if !strings.Contains(text, one.says) {
				t.Errorf("nothing says %q:\n%s", one.says, text)
			}
			if result.Verdict() == checks.NotApplicable && len(result.Missing) > 0 {
				t.Errorf("does not apply, and yet waits for %+v", result.Missing)
			}
		})
	}
}

// Changed returns a range that added these lines.
func changed(path string, first, last int) checkstest.Option {
	return checkstest.Changing(checks.Change{Path: path, Added: []checks.Lines{{First: first, Last: last}}})
}

func opt(options ...checkstest.Option) []checkstest.Option { return options }

// remembering is a history in which a commit has these files.
type remembering map[string]string

func (r remembering) option() checkstest.Option { return checkstest.Remembering(r) }

func (r remembering) Added(context.Context, string, func(checks.AddedText) error) error { return nil }

func (r remembering) ReadAt(_ context.Context, commit, path string) ([]byte, error) {
	content, found := r[path]
	if !found || commit != "base" {
		return nil, fs.ErrNotExist
	}
	return []byte(content), nil
}
