package command

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/golive-app/golive/jobs"
)

func TestButton(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		change  func(w *world, press *jobs.Trigger)
		opens   bool
		refused string
	}{
		"a writer reruns what failed": {func(*world, *jobs.Trigger) {}, true, ""},
		"the author without write reruns": {func(w *world, press *jobs.Trigger) {
			w.pull.Author, press.Sender = "outside", "outside"
		}, true, ""},
		"a reader is refused":                      {func(_ *world, press *jobs.Trigger) { press.Sender = "reader" }, false, "write permission"},
		"a bot holds no role":                      {func(_ *world, press *jobs.Trigger) { press.Sender = "renovate[bot]" }, false, "write permission"},
		"a button of later days":                   {func(_ *world, press *jobs.Trigger) { press.Action = "run_load" }, false, "does not have what it asks for"},
		"the allowance is shared with the command": {func(w *world, _ *jobs.Trigger) { w.reruns = 10 }, false, "10 reruns"},
		"an older commit's button does not run": {func(_ *world, press *jobs.Trigger) {
			press.SHA = "0000000111111122222223333333444444455555"
		}, false, "older commit `0000000`; use the one on `a1b2c3d`"},
		"the external id of another repository": {func(_ *world, press *jobs.Trigger) {
			press.SHA, press.External = "unknown", "82:pr:12"
		}, false, ""},
		"a check run that names no release": {func(_ *world, press *jobs.Trigger) {
			press.SHA, press.External = "unknown", ""
		}, false, ""},
		"a release that has no run yet": {func(w *world, press *jobs.Trigger) {
			delete(w.runs, pullKey)
		}, true, ""},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			press := jobs.Trigger{
				Kind: jobs.TriggerAction, Delivery: "guid-2", Installation: installationID, Repository: repositoryID, SHA: head,
				CheckRun: 33, CheckName: "golive / ready", External: pullKey.String(), Action: ActionRerunFailed, Sender: "wim",
			}
			test.change(w, &press)
			if err := w.executor(t).Action(t.Context(), press); err != nil {
				t.Fatal(err)
			}
			if test.opens != reflect.DeepEqual(w.opened, []opened{{pullKey, jobs.Scope{Failed: true}}}) {
				t.Errorf("opened %+v", w.opened)
			}
			switch {
			case test.refused == "" && len(w.replies) > 0:
				t.Errorf("replies %q", w.replies)
			case test.refused != "" && !strings.Contains(w.onlyReply(t), test.refused):
				t.Errorf("reply %q", w.replies)
			}
			if len(w.reactions) != 0 {
				t.Errorf("reactions %q to no comment", w.reactions)
			}
		})
	}
}

func TestWhoStartsALoadTestByAButton(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		login   string
		change  func(*world, *jobs.Trigger)
		refused string
	}{
		"a maintainer":  {login: "dana"},
		"a writer":      {login: "wim", refused: "a load test is started by people with the role maintain or admin"},
		"a reader":      {login: "reader", refused: "maintain or admin"},
		"a load tester": {login: "reader", change: func(w *world, _ *jobs.Trigger) { withLoadTesters("@reader")(w) }},
		"of a closed pull request": {login: "dana", refused: "closed", change: func(w *world, _ *jobs.Trigger) {
			w.pull.Open = false
		}},
		"of an older commit": {login: "dana", refused: "older commit", change: func(_ *world, press *jobs.Trigger) {
			press.SHA = "0000000111111122222223333333444444455555"
		}},
		"what may not be": {login: "dana", refused: "No target is set", change: func(w *world, _ *jobs.Trigger) {
			w.failing = map[string]error{"Ask": &jobs.LoadRefusal{Why: "No target is set"}}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			press := jobs.Trigger{
				Kind: jobs.TriggerAction, Delivery: "guid-2", Installation: installationID, Repository: repositoryID, SHA: head,
				CheckRun: 34, CheckName: "golive / 4 performance", External: pullKey.String(), Action: ActionRunLoadTest, Sender: test.login,
			}
			if test.change != nil {
				test.change(w, &press)
			}
			if err := w.executor(t).Action(t.Context(), press); err != nil {
				t.Fatal(err)
			}
			if len(w.opened) > 0 {
				t.Errorf("opened %+v", w.opened)
			}
			if test.refused != "" {
				if got := w.onlyReply(t); !strings.Contains(got, test.refused) || len(w.asked) > 0 {
					t.Errorf("reply %q, asked for %+v", got, w.asked)
				}
				return
			}
			// A delivery that GitHub sends once more asks for nothing new.
			if want := []jobs.LoadRequest{{By: test.login, Delivery: "guid-2"}}; !reflect.DeepEqual(w.asked, want) || len(w.replies) > 0 {
				t.Errorf("asked for %+v, want %+v; replies %q", w.asked, want, w.replies)
			}
		})
	}
}

func TestButtonOnATagWithoutPageIsRefusedSilently(t *testing.T) {
	t.Parallel()
	w := newWorld()
	key := jobs.Key{Repository: repositoryID, Tag: "release/v1.4.0"}
	run := newRun(key)
	run.Release.Number = 0
	w.keys, w.runs = []jobs.Key{key}, map[jobs.Key]jobs.Run{key: run}
	press := jobs.Trigger{Installation: installationID, Repository: repositoryID, SHA: head, Action: ActionRerunFailed, Sender: "reader"}
	if err := w.executor(t).Action(t.Context(), press); err != nil || len(w.replies) != 0 || len(w.opened) != 0 {
		t.Errorf("replies %q, opened %+v, %v", w.replies, w.opened, err)
	}
	press.Sender = "wim"
	if err := w.executor(t).Action(t.Context(), press); err != nil || len(w.opened) != 1 || w.opened[0].Key != key {
		t.Errorf("opened %+v, %v", w.opened, err)
	}
}

func TestButtonIsTriedAgainAfterAFailure(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"OnCommit", "Repository", "Forge", "Run", "Permission", "AllowRerun", "Open"} {
		w := newWorld()
		failure := errors.New("redis: connection refused")
		w.failing = map[string]error{step: failure}
		press := jobs.Trigger{Installation: installationID, Repository: repositoryID, SHA: head, Action: ActionRerunFailed, Sender: "wim"}
		if err := w.executor(t).Action(t.Context(), press); !errors.Is(err, failure) {
			t.Errorf("%s: error %v", step, err)
		}
	}
}
