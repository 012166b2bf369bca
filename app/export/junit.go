package export

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/checks"
)

// The elements of a JUnit report, with the attributes that Jenkins, GitLab and
// the reporters on GitHub read.
// https://docs.gitlab.com/ci/testing/unit_test_reports/
// https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
type (
	junitRun struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Time     string       `xml:"time,attr"` // seconds
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string          `xml:"name,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"time,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Time    string        `xml:"time,attr"`
		File    string        `xml:"file,attr,omitempty"` // of the first finding
		Line    int           `xml:"line,attr,omitempty"`
		Skipped *junitSkipped `xml:"skipped"`
		Error   *junitProblem `xml:"error"`
		Failure *junitProblem `xml:"failure"`
		Out     *junitOut     `xml:"system-out"`
	}
	junitProblem struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",cdata"`
	}
	junitSkipped struct {
		Message string `xml:"message,attr"`
	}
	junitOut struct {
		Text string `xml:",cdata"`
	}
)

// writeJUnit writes a test suite a section and a test case an item. A failing
// item is a failure; one that nobody could judge, or that waits for a person, is
// an error with the reason, never a success. What does not apply or was waived
// is skipped and says why.
func writeJUnit(writer io.Writer, report checks.Report) error {
	run := junitRun{Name: "golive"}
	var whole time.Duration
	for _, section := range checks.Sections() {
		items := report.InSection(section.ID)
		if len(items) == 0 {
			continue
		}
		suite := junitSuite{Name: section.Roman + ". " + section.Title, Properties: properties(report)}
		var took time.Duration
		for _, item := range items {
			result := report.Results[item.ID]
			took += result.Duration
			suite.add(newCase(item, result))
		}
		suite.Time = seconds(took)
		whole += took
		run.Tests, run.Failures = run.Tests+suite.Tests, run.Failures+suite.Failures
		run.Errors, run.Skipped = run.Errors+suite.Errors, run.Skipped+suite.Skipped
		run.Suites = append(run.Suites, suite)
	}
	run.Time = seconds(whole)
	data, err := xml.MarshalIndent(run, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(writer, xml.Header+string(data)+"\n")
	return err
}

func (s *junitSuite) add(one junitCase) {
	s.Tests++
	switch {
	case one.Failure != nil:
		s.Failures++
	case one.Error != nil:
		s.Errors++
	case one.Skipped != nil:
		s.Skipped++
	}
	s.Cases = append(s.Cases, one)
}

// properties tell what was judged, on every suite: readers merge suites of
// several files.
func properties(report checks.Report) []junitProperty {
	list := []junitProperty{{"golive.verdict", string(report.Standing())}}
	for _, one := range []junitProperty{
		{"golive.version", report.ToolVersion}, {"golive.policy", report.Policy.Source},
		{"release.version", report.Release.Version}, {"release.commit", report.Release.SHA}, {"release.tree", report.Release.Tree},
	} {
		if one.Value != "" {
			list = append(list, junitProperty{one.Name, terminal.Clean(one.Value)})
		}
	}
	return list
}

func newCase(item checks.Item, result checks.Result) junitCase {
	one := junitCase{
		Class: "golive." + string(item.Section), Time: seconds(result.Duration),
		Name: string(item.ID) + " — " + strings.ReplaceAll(terminal.Clean(item.Title), "`", ""),
	}
	verdict := result.Verdict()
	if (verdict == checks.Fail || verdict == checks.Warn) && len(result.Findings) > 0 && result.Findings[0].Path != "" {
		first := result.Findings[0]
		one.File, one.Line = terminal.Clean(first.Path), max(first.Line, 0)
	}
	headline := terminal.Clean(or(result.Headline, result.Why, verdict.String()))
	problem := &junitProblem{Type: verdict.String(), Message: headline, Text: body(details(result))}
	_, notJudged := notice(result)
	switch {
	case verdict == checks.Fail:
		one.Failure = problem
	case verdict == checks.NotApplicable:
		one.Skipped = &junitSkipped{Message: "does not apply: " + terminal.Clean(or(result.Why, result.Headline))}
	case verdict == checks.Waived:
		one.Skipped = &junitSkipped{Message: waived(result)}
	case verdict == checks.Warn:
		one.Out = &junitOut{Text: body(joined("\n", "warning: "+headline, details(result)))}
	case notJudged != "":
		problem.Message = told(notJudged, headline)
		one.Error = problem
	default:
		if text := details(result); text != "" {
			one.Out = &junitOut{Text: body(text)}
		}
	}
	return one
}

// body is text between tags, with a line of its own for each of its lines.
// Characters that XML cannot hold in any form are replaced (XML 1.0, 2.2).
func body(text string) string {
	return "\n" + strings.Map(func(char rune) rune {
		if char == '\n' || char >= ' ' && char < 0xfffe || char > 0xffff && char <= unicode.MaxRune {
			return char
		}
		return unicode.ReplacementChar
	}, text) + "\n"
}

func waived(result checks.Result) string {
	waiver := result.Waiver
	if waiver == nil {
		return "waived"
	}
	return terminal.Clean(fmt.Sprintf("waived by %s until %s: %s", waiver.By, waiver.Until.UTC().Format("2006-01-02"), waiver.Reason))
}

// shownFindings is how many findings of an item a test view is given.
const shownFindings = 100

// details is all that is known of a result, for the body of a test case.
func details(result checks.Result) string {
	var lines []string
	add := func(label, text string) {
		if text = clean(text); text != "" {
			lines = append(lines, label+text)
		}
	}
	if result.Why != result.Headline {
		add("why: ", result.Why)
	}
	for _, missing := range result.Missing {
		add("missing: ", joined(": ", missing.Connection.Title(), missing.Reason))
	}
	for index, finding := range result.Findings {
		if index == shownFindings {
			lines = append(lines, fmt.Sprintf("+%d more findings, see the JSON report", len(result.Findings)-index))
			break
		}
		add("", joined("  ", place(finding.Path, finding.Line), string(finding.Severity)+": "+finding.Message, finding.Rule))
	}
	for _, evidence := range result.Evidence {
		add("evidence: ", joined("  ", evidence.Grade.String()+" "+evidence.Summary, place(evidence.Path, evidence.Line)))
	}
	if result.Verdict() != checks.Pass {
		add("what to do: ", result.Remedy)
		if result.Remedy == "" && len(result.Findings) > 0 {
			add("what to do: ", result.Findings[0].Remedy)
		}
	}
	return strings.Join(lines, "\n")
}

func place(path string, line int) string {
	if path == "" || line <= 0 {
		return path
	}
	return fmt.Sprintf("%s:%d", path, line)
}

func seconds(took time.Duration) string { return fmt.Sprintf("%.3f", took.Seconds()) }
