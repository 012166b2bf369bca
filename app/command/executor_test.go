package command

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

func TestRerunIsForAuthorAndWriters(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		login, body string
		want        []jobs.Scope
		refused     string
	}{
		"a writer reruns what failed":      {"wim", "/golive rerun", []jobs.Scope{{Failed: true}}, ""},
		"a writer reruns all":              {"wim", "/golive rerun all", []jobs.Scope{{All: true}}, ""},
		"an admin reruns a section":        {"alex", "/golive rerun launch", []jobs.Scope{{Items: []checks.ItemID{"launch.changelog", "launch.qa-checklist"}}}, ""},
		"the author without write reruns":  {"outside", "/golive rerun review", []jobs.Scope{{Items: []checks.ItemID{"code.review"}}}, ""},
		"a reader is refused":              {"reader", "/golive rerun", nil, "write permission"},
		"a stranger is refused":            {"nobody", "/golive rerun", nil, "write permission"},
		"an unknown item is refused":       {"wim", "/golive rerun rolback", nil, "did you mean `delivery.rollback`?"},
		"a verb of later versions":         {"alex", "/golive override because incident", nil, "does not have `override` yet"},
		"more than the hour's allowance":   {"kim", "/golive rerun", nil, "10 reruns within the hour"},
		"an unknown verb, whoever asks it": {"reader", "/golive rerrun", nil, "did you mean `/golive rerun`?"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			if test.login == "outside" {
				w.pull.Author = "Outside" // logins have no case
			}
			if strings.HasPrefix(name, "more than") {
				w.reruns = 10
			}
			if err := w.say(t, test.login, test.body); err != nil {
				t.Fatal(err)
			}
			var scopes []jobs.Scope
			for _, opened := range w.opened {
				scopes = append(scopes, opened.Scope)
			}
			if !reflect.DeepEqual(scopes, test.want) {
				t.Errorf("opened %+v, want %+v", scopes, test.want)
			}
			if test.refused != "" {
				w.refusedWith(t, test.refused)
				return
			}
			if len(w.replies) != 0 || !slices.Equal(w.reactions, []string{"eyes", "rocket"}) {
				t.Errorf("reactions %q, replies %q", w.reactions, w.replies)
			}
		})
	}
}

func TestNothingHappensFor(t *testing.T) {
	t.Parallel()
	cases := map[string]func(w *world){
		"a deleted comment":                    func(w *world) { w.missing = true },
		"an edited comment":                    func(w *world) { w.comment.UpdatedAt = noon.Add(time.Second) },
		"a bot":                                func(w *world) { w.comment.Bot = true },
		"our own App's account":                func(w *world) { w.comment.Login = "golive[bot]" },
		"our own App on somebody's behalf":     func(w *world) { w.comment.AppID = 99 },
		"a command in a code block":            func(w *world) { w.comment.Body = "```\n/golive rerun\n```" },
		"a quoted command":                     func(w *world) { w.comment.Body = "> /golive rerun" },
		"a command below other words":          func(w *world) { w.comment.Body = "thanks\n/golive rerun" },
		"status where no release is":           func(w *world) { w.keys, w.comment.Body = nil, "/golive status" },
		"a typing error where no release is":   func(w *world) { w.keys, w.comment.Body = nil, "/golive rerrun" },
		"a reader's rerun where no release is": func(w *world) { w.keys, w.comment.Login = nil, "reader" },
		"a command that ended well before":     func(w *world) { w.reactions = []string{"eyes", "rocket"} },
		"a command that was refused before":    func(w *world) { w.reactions = []string{"eyes", "confused"} },
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.comment.Login, w.comment.Body = "wim", "/golive rerun"
			change(w)
			before := slices.Clone(w.reactions)
			if err := w.executor(t).Command(t.Context(), trigger()); err != nil {
				t.Fatal(err)
			}
			if len(w.opened) != 0 || len(w.replies) != 0 || !slices.Equal(w.reactions, before) {
				t.Errorf("opened %+v, replies %q, reactions %q", w.opened, w.replies, w.reactions)
			}
		})
	}
}

func TestWriterLearnsHowToMakeARelease(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"/golive", "/golive help", "/golive rerun all"} {
		w := newWorld()
		w.keys = nil
		if err := w.say(t, "wim", body); err != nil {
			t.Fatal(err)
		}
		w.refusedWith(t, "becomes one with the label `release`")
	}
}

func TestAnotherAppsCommentOnAPersonsBehalfCounts(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.comment.AppID = 4711
	if err := w.say(t, "wim", "/golive rerun"); err != nil || len(w.opened) != 1 {
		t.Errorf("opened %+v, %v", w.opened, err)
	}
}

func TestCommandIsContinuedAfterAFailure(t *testing.T) {
	t.Parallel()
	limited := &jobs.LimitedError{Until: noon.Add(time.Minute), Reason: "secondary rate limit"}
	for _, step := range []string{
		"Repository", "Forge", "Comment", "KeysOn", "Reacted", "Permission", "React", "Run", "AllowRerun", "Open",
	} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.failing = map[string]error{step: limited}
			if err := w.say(t, "wim", "/golive rerun"); !errors.Is(err, limited) {
				t.Fatalf("error %v, want the queue to try again", err)
			}
			if slices.Contains(w.reactions, "rocket") {
				t.Fatal("shown as done")
			}
			w.failing = nil
			if err := w.say(t, "wim", "/golive rerun"); err != nil {
				t.Fatal(err)
			}
			if len(w.opened) == 0 || !slices.Equal(w.reactions, []string{"eyes", "rocket"}) {
				t.Errorf("opened %+v, reactions %q", w.opened, w.reactions)
			}
			opened := len(w.opened)
			if err := w.say(t, "wim", "/golive rerun"); err != nil || len(w.opened) != opened {
				t.Errorf("a redelivery opened again: %+v, %v", w.opened, err)
			}
		})
	}
}

func TestLockedConversationDoesNotKeepACommandFromRunning(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.failing = map[string]error{"React": jobs.ErrForbidden, "CreateComment": jobs.ErrForbidden}
	if err := w.say(t, "wim", "/golive rerun"); err != nil || len(w.opened) != 1 {
		t.Errorf("opened %+v, %v", w.opened, err)
	}
	if err := w.say(t, "reader", "/golive rerun"); err != nil {
		t.Errorf("a refusal nobody can read: %v", err)
	}
}

func TestRefusalQuotesTheCommandHarmlessly(t *testing.T) {
	t.Parallel()
	w := newWorld()
	if err := w.say(t, "reader", "/golive `@everyone` <script>|</details> #12"); err != nil {
		t.Fatal(err)
	}
	reply := w.onlyReply(t)
	// All of it stands between two backticks, where GitHub neither pings nor links.
	if quoted := strings.Split(reply, "`"); len(quoted)%2 == 0 || strings.Contains(quoted[0]+quoted[2]+quoted[4], "@") {
		t.Errorf("reply %q", reply)
	}
}

func TestRepliesOnOnePageAreBounded(t *testing.T) {
	t.Parallel()
	w := newWorld()
	executor := w.executor(t)
	w.comment.Login, w.comment.Body = "reader", "/golive status"
	for range maxReplies + 5 {
		w.reactions = nil
		if err := executor.Command(t.Context(), trigger()); err != nil {
			t.Fatal(err)
		}
	}
	if len(w.replies) != maxReplies {
		t.Errorf("%d replies", len(w.replies))
	}
	w.now, w.reactions = noon.Add(replyWindow), nil
	if err := executor.Command(t.Context(), trigger()); err != nil || len(w.replies) != maxReplies+1 {
		t.Errorf("%d replies in the next hour, %v", len(w.replies), err)
	}
}

func TestAllowanceIsBoundedInMemory(t *testing.T) {
	t.Parallel()
	allowance := newAllowance(func() time.Time { return noon })
	for number := range 3 * maxRemember {
		if !allowance.take(page{1, number}) {
			t.Fatal("a first reply was refused")
		}
	}
	if len(allowance.pages) > maxRemember {
		t.Errorf("%d pages remembered", len(allowance.pages))
	}
}

func TestNewRefusesMissingParts(t *testing.T) {
	t.Parallel()
	if _, err := New(Options{}); err == nil {
		t.Error("an executor without anything")
	}
	w := newWorld()
	options := w.executor(t).options
	options.Items = nil
	if _, err := New(options); err == nil {
		t.Error("an executor without a checklist")
	}
}
