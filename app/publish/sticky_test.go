package publish

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

func TestStickyCommentAmongManyIsFound(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	for range 350 {
		press.says(412, "kim", 0, "what about this?")
	}
	press.must(waiting(t))
	press.state = jobs.PublishState{} // as after losing Redis
	press.must(ready(t))
	if len(press.comments) != 351 || !strings.Contains(press.comments[350].Body, "**READY**") {
		t.Errorf("%d comments, the last one: %.80s", len(press.comments), press.comments[350].Body)
	}
}

func TestStickyCommentOfOthersIsNotTouched(t *testing.T) {
	t.Parallel()
	for name, forge := range map[string]struct {
		login string
		app   int64
	}{
		"a person wrote the marker":      {"mallory", 0},
		"another App wrote the marker":   {"other[bot]", 7},
		"another App took a like name":   {"golive[bot]", 7},
		"a person with the App's name":   {"golive", 0},
		"an account that ends like ours": {"golive[bot]", 0}, // and is no bot
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			press := newPress(t)
			body := markerLine("01JD7Z", "pr=412") + "\n## 🚀 golive · **READY**"
			press.says(412, forge.login, forge.app, body)
			press.must(notReady(t))
			if len(press.comments) != 2 || press.comments[0].Body != body || press.state.Comment != press.comments[1].ID {
				t.Errorf("%d comments, the forged one: %.60s", len(press.comments), press.comments[0].Body)
			}
		})
	}
}

func TestStickyCommentOfAServerThatNamesNoApp(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	comment := press.says(412, "golive[bot]", ourApp, markerLine("old", "pr=412")+"\nold")
	comment.AppID = 0
	press.must(ready(t))
	if len(press.comments) != 1 || !strings.Contains(comment.Body, "**READY**") {
		t.Errorf("%d comments", len(press.comments))
	}
}

func TestStickyCommentThatWasDeletedIsMadeAnew(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	press.must(ready(t))
	press.comments = nil
	press.must(ready(t))
	if len(press.comments) != 1 || press.state.Comment != press.comments[0].ID {
		t.Errorf("%d comments", len(press.comments))
	}
}

func TestStickyCommentThatAPersonEditedIsRewritten(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	press.must(notReady(t))
	press.comments[0].Body = "## 🚀 golive · **READY**"
	press.comments[0].UpdatedAt = noon.Add(time.Hour)
	press.must(notReady(t))
	if len(press.comments) != 1 || !strings.Contains(press.comments[0].Body, "**NOT READY**") {
		t.Errorf("%d comments: %.80s", len(press.comments), press.comments[0].Body)
	}
}

func TestStickyCommentInOtherLineEndsIsTheSame(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	press.must(ready(t))
	press.comments[0].Body = strings.ReplaceAll(press.comments[0].Body, "\n", "\r\n")
	press.must(ready(t))
	if press.written() != 0 {
		t.Errorf("written again: %q", press.calls)
	}
}

func TestStickyCommentOfALockedConversation(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	press.refuse = func(call string) error {
		if call == "create comment" {
			return fmt.Errorf("the conversation is locked: %w", jobs.ErrForbidden)
		}
		return nil
	}
	press.must(ready(t))
	if len(press.runs) != 8 || !strings.Contains(press.run(checks.ReadyCheck).Summary, "may not write its comment") {
		t.Fatalf("%d check runs; %s", len(press.runs), press.run(checks.ReadyCheck).Summary)
	}
	press.refuse = nil
	press.must(ready(t))
	if len(press.comments) != 1 || strings.Contains(press.run(checks.ReadyCheck).Summary, "may not write") {
		t.Errorf("%d comments once it was unlocked", len(press.comments))
	}
}

func TestTagWithoutAPullRequestGetsOneIssue(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	press.must(tagRelease(t))
	press.state = jobs.PublishState{}
	press.must(tagRelease(t))
	if len(press.issues) != 1 || press.issues[0].Title != "Go-live v1.4.0" || len(press.comments) != 1 || press.comments[0].Number != press.issues[0].Number {
		t.Fatalf("issues %v, comments %d", press.issues, len(press.comments))
	}
	golden(t, "issue.md", press.issues[0].Body)
	other := tagRelease(t)
	other.run.Key.Tag, other.run.Release.Tag.Name, other.run.Release.Version = "release/v1.4.1", "release/v1.4.1", "1.4.1"
	press.state = jobs.PublishState{}
	press.must(other)
	if len(press.issues) != 2 {
		t.Errorf("%d issues for two tags", len(press.issues))
	}
}

func TestTagThatCameFromAPullRequestUsesItsComment(t *testing.T) {
	t.Parallel()
	press := newPress(t)
	press.must(ready(t))
	told := tagRelease(t)
	told.run.Release.Number = 412
	press.state = jobs.PublishState{}
	press.must(told)
	if len(press.comments) != 1 || len(press.issues) != 0 || !strings.Contains(press.comments[0].Body, "tag `release/v1.4.0`") {
		t.Errorf("%d comments, %d issues", len(press.comments), len(press.issues))
	}
}

func TestMarkerNamesOneReleaseOnly(t *testing.T) {
	t.Parallel()
	name := marker(jobs.Key{Repository: 81, Number: 41}, 41)
	for body, want := range map[string]bool{
		markerLine("a", name) + "\ntext":              true,
		markerLine("a", name) + "\r\ntext":            true,
		markerLine("a", "pr=412"):                     false,
		markerLine("a", "pr=41 service=x"):            false,
		"text\n" + markerLine("a", name):              false,
		"> " + markerLine("a", name):                  false,
		"<!-- golive:v1 run=pr=41 -->":                false,
		markerLine("a pr=41", "pr=1"):                 false,
		markerLine("a", "tag="+hidden("x pr=41 -->")): false,
		"": false,
	} {
		if got := marked(body, name); got != want {
			t.Errorf("marked(%q) = %t", body, got)
		}
	}
}
