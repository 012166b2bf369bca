package launch

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/junit"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
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
	name string
	// words match suites, classes and files that are about it; titles match the title of
	// one test, where a word says less: "sorts in ascending order".
	words, titles *regex.Expression
}

// flows are those that the checklist names. A product need not have all of them,
// which only a person knows.
var flows = []flow{
	{
		"login", regex.New(`(?i)(?:^|[^a-z])(?:log[ _-]?in|log[ _-]?on|sign[ _-]?in|auth(?:entication)?(?:[^a-z]|$))|authenticat|[a-z](?-i:Login|SignIn)`),
		regex.New(`(?i)(?:^|[^a-z])(?:logs?[ _-]?in|logs?[ _-]?on|signs?[ _-]?in)(?:[^a-z]|$)|[a-z](?-i:Login|SignIn)`),
	},
	{
		"checkout", regex.New(`(?i)check[ _-]?out|payment|purchase|\border|basket|\bcart`),
		regex.New(`(?i)\bcheck[ _-]?outs?\b|\bpurchas|\bplac(?:es?|ed|ing) (?:an? |the )?orders?\b|\bpays?\b(?: for| with| by)|\bpayment (?:succeeds|is|goes|with|by)`),
	},
	{"error", failureWords, failureWords},
}

// failureWords match what is about things that go wrong.
var failureWords = regex.New(`(?i)error|not[ _-]?found|\b404\b|\b500\b|offline|fallback|invalid`)

// of returns whether a test is one of the flow. That somebody is kept out says nothing
// of the way in.
func (f flow) of(test junit.Case) bool {
	if f.titles.MatchString(test.Name) {
		return f.words == failureWords || !failureWords.MatchString(test.Name)
	}
	return f.words.MatchString(test.Suite+" "+test.Class+" "+test.File) && (f.words == failureWords || !failureWords.MatchString(test.Name))
}

// endToEnd tells results of end-to-end tests from those of others, by the name
// of the artifact, the file or the suite.
var endToEnd = regex.New(`(?i)e2e|end[ _-]?to[ _-]?end|playwright|cypress|selenium|webdriver|acceptance|uat|browser|smoke|testcafe|puppeteer|capybara|dusk`)

// qaFacts are what was seen.
type qaFacts struct {
	asked    bool
	results  int // result files of end-to-end tests
	counted  junit.Counts
	passed   map[string][]string // tests by flow, the first few
	failed   map[string][]junit.Case
	others   []junit.Case // failed, of no flow
	from     string       // an artifact's link
	linked   []linkedRun
	contents []string // commits that hold the content
	running  []string // workflows that have not ended and may leave results
	failure  error
}

// Observe reads the results that end-to-end tests left behind.
func (q *QA) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	facts := qaFacts{passed: map[string][]string{}, failed: map[string][]junit.Case{}}
	if subject.Forge != nil && subject.Release.Kind != checks.ReleaseDirectory {
		facts.asked = true
		facts.failure = facts.ask(ctx, subject)
		facts.askLinked(ctx, subject)
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
			var cases []junit.Case
			_, err := junit.ReadEach(content, func(test junit.Case) { cases = append(cases, test) })
			if errors.Is(err, junit.ErrFormat) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("%s: %w", wording.QuotedPath(entry.Path), err)
			}
			f.take(artifact, entry, cases)
			return nil
		},
	})
	if errors.Is(err, checks.ErrExpired) {
		return nil
	}
	return err
}

// maxFlowTests bounds the tests that are kept of one flow.
const maxFlowTests = 200

// take counts a result file where it is one of end-to-end tests.
func (f *qaFacts) take(artifact checks.Artifact, entry checks.ArtifactEntry, cases []junit.Case) {
	whole := endToEnd.MatchString(artifact.Name + " " + entry.Path)
	counted := false
	for _, test := range cases {
		if !whole && !endToEnd.MatchString(test.Suite+" "+test.Class+" "+test.File) {
			continue
		}
		counted = true
		one := junit.Counts{Tests: 1}
		switch test.Outcome {
		case junit.Skipped:
			one.Skipped = 1
		case junit.Failed:
			one.Failed = 1
		case junit.Errored:
			one.Errored = 1
		default:
			if test.Flaky {
				one.Flaky = 1
			}
		}
		f.counted.Add(one)
		f.sort(test)
	}
	if counted {
		f.results++
		f.from = artifact.Link
	}
}

// sort puts a test to the flows that it is of. A failed one counts for one of them.
func (f *qaFacts) sort(test junit.Case) {
	red := test.Outcome == junit.Failed || test.Outcome == junit.Errored
	for _, flow := range flows {
		about := flow.words.MatchString(test.Suite + " " + test.Class + " " + test.File + " " + test.Name)
		switch {
		case red && about:
			if len(f.failed[flow.name]) < maxFlowTests {
				f.failed[flow.name] = append(f.failed[flow.name], test)
			}
			return
		case test.Outcome == junit.Passed && flow.of(test) && len(f.passed[flow.name]) < maxFlowTests:
			f.passed[flow.name] = append(f.passed[flow.name], shown(test))
		}
	}
	if red && len(f.others) < maxFlowTests {
		f.others = append(f.others, test)
	}
}

// shown names a test as people know it.
func shown(test junit.Case) string {
	if test.Suite == "" || test.Suite == test.Name {
		return test.Name
	}
	return test.Suite + " > " + test.Name
}
