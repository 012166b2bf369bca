package launch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/junit"
	"github.com/golive-app/golive/checks/wording"
)

// QA checks launch.qa-checklist: the flows that people live by were gone through
// on this content, by tests whose results CI left behind, or by a person who says
// so with a link.
type QA struct{}

// NewQA returns the check.
func NewQA() *QA { return &QA{} }

// Limits of what is asked about one release.
const (
	maxQARuns      = 40
	maxQAArtifacts = 20
)

// flow is something that the checklist wants gone through.
type flow struct {
	name  string
	words *regexp.Regexp
}

// flows are those that the checklist names. A product need not have all of them,
// which only a person knows.
var flows = []flow{
	{"login", regexp.MustCompile(`(?i)log[ _-]?in|log[ _-]?on|sign[ _-]?in|authenticat`)},
	{"checkout", regexp.MustCompile(`(?i)check[ _-]?out|payment|purchase|\border|basket|\bcart`)},
	{"error", regexp.MustCompile(`(?i)error|not[ _-]?found|\b404\b|\b500\b|offline|fallback|invalid`)},
}

// endToEnd tells results of end-to-end tests from those of others, by the name
// of the artifact, the file or the suite.
var endToEnd = regexp.MustCompile(`(?i)e2e|end[ _-]?to[ _-]?end|playwright|cypress|selenium|webdriver|acceptance|uat|browser|smoke|testcafe|puppeteer|capybara|dusk`)

// qaFacts are what was seen.
type qaFacts struct {
	asked   bool
	results int // result files of end-to-end tests
	counted junit.Counts
	passed  map[string][]string // suites by flow
	failed  map[string][]junit.Case
	others  []junit.Case // failed, of no flow
	from    string       // an artifact's link
	running []string     // workflows that have not ended and may leave results
	failure error
}

// Observe reads the results that end-to-end tests left behind.
func (q *QA) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	facts := qaFacts{passed: map[string][]string{}, failed: map[string][]junit.Case{}}
	if subject.Forge != nil && subject.Release.Kind != checks.ReleaseDirectory {
		facts.asked = true
		facts.failure = facts.ask(ctx, subject)
		if err := ctx.Err(); err != nil {
			return checks.Observation{}, fmt.Errorf("read results of end-to-end tests: %w", err)
		}
	}
	return observeQA(facts, subject.Release, subject.Now()), nil
}

func (f *qaFacts) ask(ctx context.Context, subject checks.Subject) error {
	runs, artifacts := 0, 0
	for _, commit := range subject.Commits(checks.ReleaseBooks()...) {
		found, err := subject.Forge.WorkflowRuns(ctx, commit.SHA)
		if err != nil {
			return err
		}
		newest := map[string]bool{} // workflows of which the newest run was read
		for _, run := range found {
			if newest[run.Path] {
				continue
			}
			newest[run.Path] = true // also while it is at work: what an older one showed is about to be shown anew
			if !run.State.Ended() {
				f.running = append(f.running, wording.Quoted(run.Workflow))
				continue
			}
			if runs++; runs > maxQARuns {
				return fmt.Errorf("there are more than %d workflow runs", maxQARuns)
			}
			left, err := subject.Forge.Artifacts(ctx, run.ID)
			if err != nil {
				return err
			}
			for _, artifact := range left {
				if artifact.Expired {
					continue
				}
				if artifacts++; artifacts > maxQAArtifacts {
					return fmt.Errorf("there are more than %d artifacts", maxQAArtifacts)
				}
				if err := f.read(ctx, subject.Forge, artifact); err != nil {
					return err
				}
			}
		}
		if f.results > 0 {
			return nil // the released commit stands first
		}
	}
	return nil
}

func (f *qaFacts) read(ctx context.Context, forge checks.Forge, artifact checks.Artifact) error {
	_, err := forge.ReadArtifact(ctx, artifact, checks.ArtifactVisitor{
		Wants: func(entry checks.ArtifactEntry) bool { return junit.Named(entry.Path) },
		Visit: func(entry checks.ArtifactEntry, content io.Reader) error {
			report, err := junit.Read(content)
			if errors.Is(err, junit.ErrFormat) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("%s: %w", wording.QuotedPath(entry.Path), err)
			}
			f.take(artifact, entry, report)
			return nil
		},
	})
	if errors.Is(err, checks.ErrExpired) {
		return nil
	}
	return err
}

// take counts a result file where it is one of end-to-end tests.
func (f *qaFacts) take(artifact checks.Artifact, entry checks.ArtifactEntry, report junit.Report) {
	whole := endToEnd.MatchString(artifact.Name + " " + entry.Path)
	counted := false
	for _, suite := range report.Suites {
		if !whole && !endToEnd.MatchString(suite.Name) {
			continue
		}
		counted = true
		f.counted.Add(suite.Counts)
		for _, flow := range flows {
			if flow.words.MatchString(suite.Name) && suite.Ran() > 0 && suite.Failed+suite.Errored == 0 {
				f.passed[flow.name] = append(f.passed[flow.name], suite.Name)
			}
		}
	}
	if !counted {
		return
	}
	f.results++
	f.from = artifact.Link
	for _, failure := range report.Failures {
		if !whole && !endToEnd.MatchString(failure.Suite) {
			continue
		}
		of := ""
		for _, flow := range flows {
			if of == "" && flow.words.MatchString(failure.Suite+" "+failure.Name) {
				of = flow.name
			}
		}
		if of == "" {
			f.others = append(f.others, failure)
			continue
		}
		f.failed[of] = append(f.failed[of], failure)
	}
}
