package server_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

func TestRerunOnOneCheckRunLooksAtItsSectionAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	before := w.itemsAt(pull.HeadSHA)
	code, _ := w.run(pull.HeadSHA, "golive / 1 code")
	w.do(w.github.RerequestCheckRun(shop, code.ID, "lee"))
	waitFor(t, "the section was looked at again", func() bool { return w.itemsAt(pull.HeadSHA)["code.secrets"] != before["code.secrets"] })
	if now := w.itemsAt(pull.HeadSHA); now["launch.changelog"] != before["launch.changelog"] {
		t.Error("another section was looked at again")
	}
	if again, _ := w.run(pull.HeadSHA, "golive / 1 code"); again.ID != code.ID {
		t.Errorf("check run %d beside %d of one name", again.ID, code.ID)
	}
}

// "Re-run all" says neither which pull request nor which branch it is about.
func TestRerunOfAllChecksFindsItsReleaseByTheCommit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	before := w.itemsAt(pull.HeadSHA)
	w.do(w.github.RerequestCheckSuite(shop, pull.HeadSHA, "lee", true))
	waitFor(t, "everything was looked at again", func() bool {
		now := w.itemsAt(pull.HeadSHA)
		return now["launch.changelog"] != before["launch.changelog"] && now["code.secrets"] != before["code.secrets"]
	})
	if runs := must(w.github.CheckRuns(shop, pull.HeadSHA))(t); len(runs) != 8 {
		t.Errorf("%d check runs", len(runs))
	}
}

func TestRerunFindsItsReleaseAlsoAfterTheQueueWasLost(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	before := w.items(pull.HeadSHA)["code.secrets"].ObservedAt
	w.settled()
	w.restart()
	w.do(w.github.RerequestCheckSuite(shop, pull.HeadSHA, "lee", true))
	waitFor(t, "everything was looked at again", func() bool { return w.items(pull.HeadSHA)["code.secrets"].ObservedAt != before })
	if lists := w.checklists(pull.Number); len(lists) != 1 {
		t.Errorf("%d comments", len(lists))
	}
}

func TestRerunOnACommitThatWasSupersededIsAnsweredThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	older, _ := w.run(pull.HeadSHA, checks.ReadyCheck)
	newer := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "fix: rounding", Files: map[string]string{"src/round.js": "export const round = Math.round;\n"}}))(t)
	w.verdict(newer)
	w.settled()
	before := w.itemsAt(newer)
	w.do(w.github.RerequestCheckRun(shop, older.ID, "lee"))
	waitFor(t, "the older check run says what happened", func() bool {
		run, _ := w.run(pull.HeadSHA, checks.ReadyCheck)
		return run.Status == "completed" && run.Conclusion == "cancelled" && run.Title == "not run again: superseded by "+newer[:7] && strings.Contains(run.Summary, newer)
	})
	if other, _ := w.run(pull.HeadSHA, "golive / 1 code"); strings.Contains(other.Title, "superseded") {
		t.Error("a check run that nobody asked for was closed")
	}
	w.do(w.github.RerequestCheckSuite(shop, pull.HeadSHA, "lee", true))
	waitFor(t, "all older check runs say it", func() bool {
		for _, run := range must(w.github.CheckRuns(shop, pull.HeadSHA))(t) {
			if !strings.Contains(run.Title, "superseded by "+newer[:7]) {
				return false
			}
		}
		return true
	})
	w.settled()
	if now := w.itemsAt(newer); now["code.secrets"] != before["code.secrets"] {
		t.Error("the newer commit was judged again")
	}
	// Back on the older commit, its check runs carry its verdict again.
	w.do(w.github.SetBranch(shop, "release/v1.4.0", "kim", pull.HeadSHA))
	waitFor(t, "the older commit has its verdict back", func() bool {
		run, _ := w.run(pull.HeadSHA, checks.ReadyCheck)
		return run.Status == "completed" && run.Conclusion == "failure"
	})
}

func TestRerunOfATagJudgesTheTag(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	commit := w.main()
	_, _, err := w.github.CreateTag(shop, "release/v1.4.0", commit, "Release v1.4.0", "kim")
	w.do(err)
	before := w.items(commit)["code.secrets"].ObservedAt
	w.settled()
	w.do(w.github.RerequestCheckSuite(shop, commit, "lee", true))
	waitFor(t, "the tag was looked at again", func() bool { return w.items(commit)["code.secrets"].ObservedAt != before })
}
