package command

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// ofFork makes the release's pull request one from a fork.
func ofFork(w *world) {
	run := w.runs[pullKey]
	run.Release.Fork = true
	w.runs[pullKey] = run
}

func TestApprovingAForksCommit(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		login, body string
		change      func(w *world)
		note        string
		refused     string
	}{
		"who may write approves what is shown": {login: "wim", body: "/golive approve"},
		"or names the commit":                  {login: "dana", body: "/golive approve a1b2c3d"},
		"by as much of its id as they like":    {login: "dana", body: "/golive approve `" + head + "`"},
		"but no other commit":                  {login: "dana", body: "/golive approve 77c0de1", refused: "`77c0de1` is not what the pull request stands at, which is `a1b2c3d`"},
		"nor by too little of it":              {login: "dana", body: "/golive approve a1b2c3", refused: "by 7 letters of its id or more"},
		"nor an item":                          {login: "dana", body: "/golive approve code.review", refused: "`/golive approve-na ITEM` approves that an item does not apply"},
		"nor several":                          {login: "dana", body: "/golive approve a1b2c3d 77c0de1", refused: "one commit at a time"},
		"not who may only read":                {login: "reader", body: "/golive approve", refused: "approved by people with write permission"},
		"not who opened it, whoever they are":  {login: "kim", body: "/golive approve", refused: "you are an author of this release; somebody else with write permission approves it"},
		"not who wrote a commit of it":         {login: "lee", body: "/golive approve", refused: "you are an author of this release"},
		"not even where nobody else may":       {login: "kim", body: "/golive approve", change: func(w *world) { w.maintainers = []string{"kim"} }, refused: "you are an author of this release"},
		"a commit of an unknown account is told": {login: "dana", body: "/golive approve", note: "commits with an author whose account is not known: 1", change: func(w *world) {
			w.commits = append(w.commits, checks.PullCommit{SHA: "3", Person: checks.Person{Email: "who@example.com"}})
		}},
		"not content that was pushed behind the comment": {login: "dana", body: "/golive approve a1b2c3d", refused: "only after you had written", change: func(w *world) {
			run := w.runs[pullKey]
			run.Started = noon.Add(2 * time.Second) // within what is allowed for elsewhere
			run.Results = nil
			w.runs[pullKey] = run
		}},
		"not what was not read yet": {login: "dana", body: "/golive approve", refused: "has not read this content yet", change: func(w *world) {
			run := w.runs[pullKey]
			run.Release.Tree = ""
			w.runs[pullKey] = run
		}},
		"not a second time": {login: "dana", body: "/golive approve", refused: "`a1b2c3d` was approved by `wim`", change: func(w *world) {
			w.approved[pullKey] = checks.ForkApproval{By: "wim", SHA: head, Comment: 4000}
		}},
		"in place of that of an older commit": {login: "dana", body: "/golive approve", change: func(w *world) {
			w.approved[pullKey] = checks.ForkApproval{By: "wim", SHA: "77c0de1", Comment: 4000}
		}},
		"nothing of the repository's own waits for it": {login: "dana", body: "/golive approve", refused: "is not from a fork", change: func(w *world) {
			run := w.runs[pullKey]
			run.Release.Fork = false
			w.runs[pullKey] = run
		}},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			ofFork(w)
			if test.change != nil {
				test.change(w)
			}
			before := w.approved[pullKey]
			if err := w.say(t, test.login, test.body); err != nil {
				t.Fatal(err)
			}
			if test.refused != "" {
				w.refusedWith(t, test.refused)
				if w.approved[pullKey] != before || len(w.opened) != 0 {
					t.Errorf("kept %+v, opened %+v", w.approved, w.opened)
				}
				return
			}
			want := checks.ForkApproval{By: test.login, Note: test.note, SHA: head, Tree: tree, Comment: commentID, At: noon}
			if got := w.approved[pullKey]; got != want || len(w.replies) != 0 {
				t.Errorf("kept %+v\nwant %+v\nreplies %q", got, want, w.replies)
			}
			if want := []opened{{pullKey, jobs.Scope{Failed: true, Event: checks.EventDeploy}}}; !reflect.DeepEqual(w.opened, want) {
				t.Errorf("opened %+v", w.opened)
			}
		})
	}
}

func TestAnApprovalThatFailedHalfWayGoesOn(t *testing.T) {
	t.Parallel()
	w := newWorld()
	ofFork(w)
	w.failing = map[string]error{"Open": errors.New("redis is away")}
	if err := w.say(t, "dana", "/golive approve"); err == nil {
		t.Fatal("a failure is no end")
	}
	w.failing = nil
	if err := w.say(t, "dana", "/golive approve"); err != nil || len(w.opened) != 1 || len(w.replies) != 0 {
		t.Errorf("opened %+v, replies %q, error %v", w.opened, w.replies, err)
	}
}
