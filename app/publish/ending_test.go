package publish

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/jobs"
)

func TestACommentSaysThatItsReleaseEndedBeforeAllWasJudged(t *testing.T) {
	t.Parallel()
	for ending, words := range map[jobs.Ending]string{
		jobs.EndClosed: "**CLOSED before all was judged** — 12 of 41 items judged · 1 failing",
		jobs.EndMerged: "**MERGED before all was judged** — 12 of 41 items judged · 1 failing", jobs.EndDeleted: "**DELETED before all was judged**",
	} {
		t.Run(string(ending), func(t *testing.T) {
			t.Parallel()
			press, told := newPress(t), inProgress(t)
			press.must(told)
			over := told.run
			over.Ended = ending
			closing := jobs.Publication{Target: target, Run: over, State: press.state, Comment: true}
			press.calls = nil
			for range 2 {
				if err := press.publisher.CloseComment(t.Context(), closing); err != nil {
					t.Fatal(err)
				}
			}
			body := press.comments[0].Body
			if press.written() != 1 || len(press.comments) != 1 || !strings.Contains(body, words) {
				t.Errorf("%d written, %d comments: %.300s", press.written(), len(press.comments), body)
			}
			for _, promise := range []string{"checking 41 items", "Still checking", "⏳", "next automatic check"} {
				if strings.Contains(body, promise) {
					t.Errorf("it still says %q", promise)
				}
			}
			if told.run.Results["launch.changelog"].Verdict().Settled() {
				t.Error("the run itself was changed")
			}
			if ending == jobs.EndMerged {
				golden(t, "comment_ended.md", body)
			}
			press.must(told) // reopened
			if !strings.Contains(press.comments[0].Body, "checking 41 items") {
				t.Error("a run that goes on did not take the comment back")
			}
		})
	}
}

func TestNobodyIsToldOfAnEndWhoWasToldOfNoBeginning(t *testing.T) {
	t.Parallel()
	press, told := newPress(t), inProgress(t)
	over := told.run
	over.Ended = jobs.EndClosed
	if err := press.publisher.CloseComment(t.Context(), jobs.Publication{Target: target, Run: over}); err != nil || len(press.comments) != 0 {
		t.Errorf("%d comments, %v", len(press.comments), err)
	}
	tag := tagRelease(t).run
	tag.Ended = jobs.EndDeleted
	if err := press.publisher.CloseComment(t.Context(), jobs.Publication{Target: target, Run: tag}); err != nil || len(press.issues)+len(press.comments) != 0 {
		t.Errorf("%d issues, %v", len(press.issues), err)
	}
}
