package bundle

import (
	"encoding/json"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// Build writes the bundle of a report, which has to hold its policy's snapshot: the same
// bytes for the same report and run. Without a signer it is not signed.
func Build(report checks.Report, run Run, signer *Signer) ([]byte, error) {
	made, err := newContent(report, run)
	if err != nil {
		return nil, fmt.Errorf("bundle: %w", err)
	}
	var written file
	if written.Bundle, err = json.Marshal(made); err != nil {
		return nil, fmt.Errorf("bundle: %w", err)
	}
	if signer != nil {
		if written.Signature, err = signer.sign(written.Bundle); err != nil {
			return nil, fmt.Errorf("bundle: %w", err)
		}
	}
	data, err := json.Marshal(written)
	if err != nil {
		return nil, fmt.Errorf("bundle: %w", err)
	}
	return append(data, '\n'), nil
}

func newContent(report checks.Report, run Run) (content, error) {
	run.Started, run.Finished = run.Started.UTC(), run.Finished.UTC()
	head := about{
		Tool: report.ToolVersion, Release: report.Release, Approval: report.Release.Approval, Run: run,
		Policy: policy{report.Policy, report.Snapshot}, Checklist: []item{}, Rows: []row{}, Skipped: append([]checks.Skipped{}, report.Skipped...),
	}
	if report.Range != nil {
		head.Range = &span{report.Range.From, report.Range.To, report.Range.Reason}
	}
	for _, one := range report.Items {
		head.Checklist = append(head.Checklist, newItem(one))
	}
	for _, one := range report.Rows {
		head.Rows = append(head.Rows, row{one.ID, one.Title, one.Members})
	}
	made := content{Schema: Schema, Words: wordsOf(report, report.Release.Approval), Verdict: report.Standing()}
	var err error
	if made.About, err = json.Marshal(head); err != nil {
		return content{}, err
	}
	start, err := genesis(made.About)
	if err != nil {
		return content{}, err
	}
	if made.Records, err = chain(start, report); err != nil {
		return content{}, err
	}
	made.Head = start
	if last := len(made.Records) - 1; last >= 0 {
		made.Head = made.Records[last].Hash
	}
	made.Report, err = json.Marshal(report)
	return made, err
}

// OfRun writes the bundle of a run in which nothing is being checked any more.
func OfRun(run jobs.Run, items []checks.Item, rows []checks.ReadyRow, version string, signer *Signer) ([]byte, error) {
	report := checks.Report{
		ToolVersion: version, Policy: run.Policy, Release: run.Release, Items: items, Rows: rows, Results: run.Results, Skipped: run.Skipped,
		Snapshot: run.Rules.Snapshot(),
	}
	if known := run.Range; known != nil {
		report.Range = &checks.Range{From: known.From, To: known.To, Reason: known.Reason}
	}
	return Build(report, Run{ID: run.ID, Generation: run.Generation, Started: run.Started, Finished: run.Finished}, signer)
}
