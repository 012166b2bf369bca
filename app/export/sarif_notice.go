package export

import (
	"fmt"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/golive-app/golive/checks"
)

// invocationOf says how the run itself went: every item that was not judged, in
// a notification of its own, and what the limits left out. It returns with it
// the descriptors that the notifications refer to.
func invocationOf(report checks.Report, dropped int) (*sarif.Invocation, []*sarif.ReportingDescriptor) {
	invocation := sarif.NewInvocation().WithExecutionSuccessful(true)
	descriptors := []*sarif.ReportingDescriptor{}
	notify := func(id, title, level, text string) {
		descriptors = append(descriptors, sarif.NewReportingDescriptor().WithID(id).WithName(ruleName(id)).WithShortDescription(words(title, "")))
		reference := sarif.NewReportingDescriptorReference().WithID(id).WithIndex(len(descriptors) - 1)
		invocation.AddToolExecutionNotification(sarif.NewNotification().WithLevel(level).WithDescriptor(reference).
			WithMessage(sarif.NewTextMessage(text)))
	}
	if dropped > 0 {
		notify("golive.results-left-out", "Results left out", "warning",
			fmt.Sprintf("%d results are left out of this file, the mildest ones: code scanning takes %d of them and %d MB at most.", dropped, maxResults, maxCompressed/1_000_000))
	}
	if len(report.Skipped) > 0 {
		first := report.Skipped[0]
		notify("golive.files-not-read", "Files not read", "note",
			fmt.Sprintf("%d files were not read, the first is %s: %s", len(report.Skipped), clean(first.Path), clean(first.Reason)))
	}
	for _, item := range report.Items {
		result := report.Results[item.ID]
		level, says := notice(result)
		if says == "" {
			continue
		}
		if result.Verdict() == checks.Errored {
			invocation.WithExecutionSuccessful(false)
		}
		notify(string(item.ID), clean(item.Title), level, message(told(says, or(result.Headline, item.Title)), reason(result)))
	}
	return invocation, descriptors
}

// notice words a verdict that is not carried by results, and ranks it. Nothing
// for the others.
func notice(result checks.Result) (level, says string) {
	level = "warning"
	if result.Ready() {
		level = "note" // not required
	}
	switch verdict := result.Verdict(); verdict {
	case checks.Errored:
		return "error", "golive failed"
	case checks.NeedsSignOff:
		return level, "waits for a person"
	case checks.Stale:
		return level, "out of date"
	case checks.Running:
		return level, "never finished"
	case checks.Unknown:
		return level, "not judged"
	case checks.Warn:
		if len(result.Findings) == 0 {
			return level, "warns"
		}
	case checks.Pass:
		if !result.Ready() {
			return level, "not judged"
		}
	}
	return "", ""
}

// told joins what a verdict says with the headline, unless that says it too.
func told(says, headline string) string {
	if strings.HasPrefix(strings.ToLower(headline), says) {
		return headline
	}
	return says + ": " + headline
}

// reason joins everything that a result says of what stands in its way.
func reason(result checks.Result) string {
	parts := []string{sentence(result.Why)}
	for _, missing := range result.Missing {
		if missing.Reason != result.Why {
			parts = append(parts, sentence(joined(": ", missing.Connection.Title(), missing.Reason)))
		}
	}
	return joined("\n", append(parts, result.Remedy)...)
}
