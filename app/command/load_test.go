package command

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/jobs"
)

// loads notes what is asked for.
type loads struct{ *world }

func (l loads) Ask(_ context.Context, _ jobs.Repository, _ jobs.Run, asked jobs.LoadRequest) (checks.LoadTest, error) {
	if err := l.failing["Ask"]; err != nil {
		return checks.LoadTest{}, err
	}
	l.asked = append(l.asked, asked)
	return checks.LoadTest{}, nil
}

func (l loads) Cancel(_ context.Context, _ jobs.Run, by string) (checks.LoadTest, bool, error) {
	if l.loading {
		l.cancelled = append(l.cancelled, by)
	}
	return checks.LoadTest{}, l.loading, l.failing["Cancel"]
}

func withLoadTesters(logins ...string) func(*world) {
	return func(w *world) {
		run := w.runs[pullKey]
		run.Rules.Roles = map[string][]string{config.RoleLoadTesters: logins}
		w.runs[pullKey] = run
	}
}

func TestWhoStartsALoadTest(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		login, body string
		change      func(*world)
		want        *jobs.LoadRequest
		refused     string
	}{
		"a maintainer":                      {login: "dana", body: "/golive loadtest", want: &jobs.LoadRequest{By: "dana", Comment: commentID}},
		"with figures of their own":         {login: "alex", body: "/golive loadtest --rps 500 --duration 90s --env stage", want: &jobs.LoadRequest{RPS: 500, Duration: 90 * time.Second, Environment: "stage", By: "alex", Comment: commentID}},
		"even of what they wrote":           {login: "kim", body: "/golive loadtest", want: &jobs.LoadRequest{By: "kim", Comment: commentID}},
		"a writer":                          {login: "wim", body: "/golive loadtest", refused: "a load test is started by people with the role maintain or admin, and by the role `load-testers`"},
		"a reader":                          {login: "reader", body: "/golive loadtest", refused: "maintain or admin"},
		"a stranger":                        {login: "nobody", body: "/golive loadtest", refused: "maintain or admin"},
		"a load tester":                     {login: "reader", body: "/golive loadtest", change: withLoadTesters("@reader"), want: &jobs.LoadRequest{By: "reader", Comment: commentID}},
		"a writer, beside the load testers": {login: "wim", body: "/golive loadtest", change: withLoadTesters("@reader"), refused: "the role `load-testers`, here: `reader`"},
		"a load tester who left":            {login: "gone", body: "/golive loadtest", change: withLoadTesters("gone"), refused: "the role `load-testers`"},
		"what may not be": {login: "dana", body: "/golive loadtest --rps 90000", change: func(w *world) {
			w.failing = map[string]error{"Ask": &jobs.LoadRefusal{Why: "90,000 requests a second are more than the 12,000 of load.max_rps", Remedy: "Ask for less, or raise it in .golive.yml."}}
		}, refused: "90,000 requests a second are more than the 12,000 of load.max_rps. Ask for less, or raise it in .golive.yml."},
		"of a closed pull request": {login: "dana", body: "/golive loadtest", change: func(w *world) { w.pull.Open = false }, refused: "closed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			if test.change != nil {
				test.change(w)
			}
			if err := w.say(t, test.login, test.body); err != nil {
				t.Fatal(err)
			}
			if test.refused != "" {
				w.refusedWith(t, test.refused)
				if len(w.asked) > 0 {
					t.Errorf("asked for %+v", w.asked)
				}
				return
			}
			if len(w.asked) != 1 || !reflect.DeepEqual(w.asked[0], *test.want) {
				t.Errorf("asked for %+v, want %+v", w.asked, *test.want)
			}
		})
	}
}

func TestWhoStopsALoadTest(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		login   string
		loading bool
		refused string
	}{
		"a writer":                {"wim", true, ""},
		"a maintainer":            {"dana", true, ""},
		"a reader":                {"reader", true, "a load test is stopped by people with write permission"},
		"nothing that is to stop": {"wim", false, "no load test of this release waits or runs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.loading = test.loading
			if err := w.say(t, test.login, "/golive cancel"); err != nil {
				t.Fatal(err)
			}
			if test.refused != "" {
				w.refusedWith(t, test.refused)
				return
			}
			if !reflect.DeepEqual(w.cancelled, []string{test.login}) {
				t.Errorf("stopped by %q", w.cancelled)
			}
		})
	}
}

func TestHelpShowsLoadTestsToWhoMayStartThem(t *testing.T) {
	t.Parallel()
	for login, want := range map[string][2]bool{"dana": {true, true}, "wim": {false, true}, "reader": {false, false}} {
		w := newWorld()
		if err := w.say(t, login, "/golive help"); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(w.replies, "")
		if got := [2]bool{strings.Contains(text, "/golive loadtest"), strings.Contains(text, "/golive cancel")}; got != want {
			t.Errorf("%s is shown %v, want %v", login, got, want)
		}
	}
}
