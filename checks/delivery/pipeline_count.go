package delivery

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/junit"
	"github.com/golive-app/golive/checks/wording"
)

// countedTests are the test results that jobs left behind, by the workflow and the artifact
// that they stand in: what stands in no artifact of the same name is not compared.
type countedTests struct {
	commit  string
	results int // documents with results
	total   junit.Counts
	by      map[string]countedArtifact
}

// countedArtifact is what one run left behind under a name.
type countedArtifact struct {
	run    int64
	counts junit.Counts
}

// add counts one document of a run. A workflow that ran twice for the content, for a push
// and for a pull request, is compared by one of its runs: both together would hide a loss.
func (c *countedTests) add(run checks.WorkflowRun, artifact string, counts junit.Counts) {
	if c.by == nil {
		c.by = map[string]countedArtifact{}
	}
	c.results++
	c.total.Add(counts)
	key := run.Path + " " + artifact
	one, found := c.by[key]
	if found && one.run != run.ID {
		return
	}
	one.run = run.ID
	one.counts.Add(counts)
	c.by[key] = one
}

// countTests reads the test results that jobs left behind, for the content and, where it has
// some, for what its range starts at. There need not be any; what cannot be read of them
// changes nothing but the number.
func (f *pipelineFacts) countTests(ctx context.Context, subject checks.Subject) {
	looked := 0
	for _, content := range f.contents {
		for _, run := range content.runs {
			err := f.counted.read(ctx, subject.Forge, run.WorkflowRun, &looked)
			f.fail(unreadResults, err)
		}
	}
	if f.counted.results == 0 || subject.Range == nil || subject.Range.From == "" {
		return
	}
	f.before.commit, looked = subject.Range.From, 0
	runs, err := subject.Forge.WorkflowRuns(ctx, subject.Range.From)
	if err != nil {
		return // that golive cannot read runs is said of the content itself
	}
	newest := map[string]bool{} // the newest run of each workflow alone counts
	for _, run := range runs {
		if !newest[run.Path] && ofContent(run.Event) && run.State == checks.CISuccess {
			newest[run.Path] = true
			_ = f.before.read(ctx, subject.Forge, run, &looked)
		}
	}
}

// read counts what a green run left behind; looked is how many artifacts were read.
func (c *countedTests) read(ctx context.Context, forge checks.Forge, run checks.WorkflowRun, looked *int) error {
	if run.State != checks.CISuccess || *looked >= maxArtifacts {
		return nil
	}
	artifacts, err := forge.Artifacts(ctx, run.ID)
	if err != nil {
		return nil // runs without artifacts and runs whose artifacts cannot be listed say the same: nothing
	}
	var failed error
	for _, artifact := range artifacts {
		if artifact.Expired || *looked >= maxArtifacts {
			continue
		}
		*looked++
		_, err := forge.ReadArtifact(ctx, artifact, checks.ArtifactVisitor{
			Wants: func(entry checks.ArtifactEntry) bool { return junit.Named(entry.Path) },
			Visit: func(_ checks.ArtifactEntry, content io.Reader) error {
				report, err := junit.Read(content)
				if errors.Is(err, junit.ErrFormat) {
					return nil // other XML
				}
				if err != nil {
					return err
				}
				c.add(run, artifact.Name, report.Counts)
				return nil
			},
		})
		if err != nil && ctx.Err() == nil && !errors.Is(err, checks.ErrExpired) {
			failed = err
		}
	}
	return failed
}

// fewer compares two counts where both have results of the same name.
func (c countedTests) fewer(before countedTests) (now, then int) {
	for key, earlier := range before.by {
		if own, both := c.by[key]; both {
			now, then = now+own.counts.Ran(), then+earlier.counts.Ran()
		}
	}
	return now, then
}

// mostLost is the share of tests that a release may lose without a word, in percent.
const mostLost = 10

// counts says what the numbers of tests say.
func (p *pipeline) counts() {
	if failed := p.facts.counted.total.Failed + p.facts.counted.total.Errored; failed > 0 && !p.redTests() {
		p.find("failed-in-report", checks.SeverityWarning, "", 0, fmt.Sprintf("the jobs are green, and their results tell of %s", wording.Counted(failed, "failed test", "failed tests")),
			"Let a failed test fail its job, or take it out.")
	}
	now, then := p.facts.counted.fewer(p.facts.before)
	if then == 0 || (then-now)*100 <= then*mostLost {
		return
	}
	p.find("fewer-tests", checks.SeverityWarning, "", 0,
		fmt.Sprintf("%s on %s, and %d on `%s`, where this release starts: %d %% fewer", wording.Counted(now, "test ran", "tests ran"), p.sha(), then, wording.ShortSHA(p.facts.before.commit), (then-now)*100/then),
		"See which ones went: a suite that is not collected any more looks the same as one that was deleted on purpose.")
}
