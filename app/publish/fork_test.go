package publish

import (
	"reflect"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

func TestWhatTheChecklistSaysOfAFork(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(run *jobs.Run)
		want   string
	}{
		"not approved": {func(*jobs.Run) {}, "touches nothing outside"},
		"approved": {func(run *jobs.Run) {
			run.Release.Approval = &checks.ForkApproval{By: "da`na", SHA: headSHA, Comment: 7, Note: "<b>commits</b>"}
		}, "**From a fork, approved**: @\u200dda\\`na"},
		"approved before the last push": {func(run *jobs.Run) {
			run.Release.Approval = &checks.ForkApproval{By: "dana", SHA: olderSHA, Comment: 7}
		}, "The approval by @\u200ddana was of"},
		"closed":  {func(run *jobs.Run) { run.Ended = jobs.EndClosed }, ""},
		"no fork": {func(run *jobs.Run) { run.Release.Fork = false }, ""},
	} {
		told := notReady(t)
		told.run.Release.Fork = true
		test.change(&told.run)
		comment := told.page().comment()
		if test.want != "" && !strings.Contains(comment, test.want) || test.want == "" && strings.Contains(comment, "From a fork") || strings.Contains(comment, "<b>commits") {
			t.Errorf("%s: the comment says %q", name, told.page().forkRemark())
		}
	}
}

func TestRecordTellsTheApprovalOfAForksCommit(t *testing.T) {
	t.Parallel()
	told := notReady(t)
	told.run.Release.Fork = true
	told.run.Release.Approval = &checks.ForkApproval{By: "dana", SHA: headSHA, Tree: headTree, Comment: 7, At: noon, Note: "read it"}
	page := told.page()
	want := Record{Releases: []ReleaseRecord{page.record(page.Items)}}
	got, err := ParseRecord(want.String())
	if err != nil || !reflect.DeepEqual(got, want) || *got.Releases[0].Approval.approval() != *told.run.Release.Approval {
		t.Errorf("%v\n got %+v\nwant %+v", err, got, want)
	}
}
