package command

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

func TestWaive(t *testing.T) {
	t.Parallel()
	on := func(item, date string) string {
		return "/golive waive " + item + " until " + date + " because the entry comes with the next build"
	}
	changelog := on("changelog", "2026-12-01")
	const reason = "the entry comes with the next build"
	cases := map[string]struct {
		login, body string
		change      func(w *world)
		refused     string
		reason      string // kept; empty: as it was written
		item        checks.ItemID
		role        checks.Role
		until       string
		accepts     checks.Verdict
	}{
		"a maintainer who wrote nothing waives a fail": {login: "dana", body: changelog, item: "launch.changelog", until: "2026-12-01", accepts: checks.Fail},
		"and what nobody has decided":                  {login: "dana", body: on("rollback", "2026-12-01"), item: "delivery.rollback", until: "2026-12-01", accepts: checks.NeedsSignOff},
		"and what nothing is known of":                 {login: "dana", body: on("cpu", "2026-12-01"), item: "monitoring.alerts.cpu", until: "2026-12-01", accepts: checks.Unknown},
		"for this day alone":                           {login: "dana", body: on("changelog", "2026-11-24"), item: "launch.changelog", until: "2026-11-24", accepts: checks.Fail},
		"for thirty days":                              {login: "dana", body: on("changelog", "2026-12-24"), item: "launch.changelog", until: "2026-12-24", accepts: checks.Fail},
		"not for more":                                 {login: "dana", body: on("changelog", "2026-12-25"), refused: "a waiver lasts 30 days at most, today until 2026-12-24"},
		"nor for ever":                                 {login: "dana", body: on("changelog", "9999-12-31"), refused: "30 days at most"},
		"nor until a day that is past":                 {login: "dana", body: on("changelog", "2026-11-23"), refused: "`2026-11-23` is past"},
		"never what may not be waived":                 {login: "dana", body: on("secrets", "2026-12-01"), refused: "`code.secrets` can never be waived; while it is undecided, the role `security` signs it with a link"},
		"not what passes":                              {login: "dana", body: on("review", "2026-12-01"), refused: "stands at pass: it does not stand in the way"},
		"not what is being checked":                    {login: "dana", body: changelog, change: running("launch.changelog"), refused: "stands at running: it has to be judged first, write again when it is"},
		"a writer does not":                            {login: "wim", body: changelog, refused: "`launch.changelog` is waived by people with the role maintain or admin"},
		"a reader does not":                            {login: "reader", body: changelog, refused: "role maintain or admin"},
		"who made part of it does not":                 {login: "kim", body: changelog, refused: "you are an author of this release; somebody else waives `launch.changelog`"},
		"unless nobody else could, and that is told": {
			login: "kim", body: changelog, item: "launch.changelog", until: "2026-12-01", accepts: checks.Fail, change: func(w *world) { w.maintainers = []string{"kim"} },
			reason: "self-attested: everyone who may waive it is an author of this release; " + reason,
		},
		"the item's own role does": {
			login: "reader", body: on("cpu", "2026-12-01"), change: withRoles(map[string][]string{"sre": {"reader"}, "release-manager": {"dana"}}),
			item: "monitoring.alerts.cpu", role: checks.RoleSRE, until: "2026-12-01", accepts: checks.Unknown,
		},
		"and so do release managers": {
			login: "reader", body: on("cpu", "2026-12-01"), change: withRoles(map[string][]string{"sre": {"dana"}, "release-manager": {"reader"}}),
			item: "monitoring.alerts.cpu", until: "2026-12-01", accepts: checks.Unknown,
		},
		"nobody else, whatever the permission": {
			login: "alex", body: on("cpu", "2026-12-01"), change: withRoles(map[string][]string{"sre": {"dana"}, "release-manager": {"@reader"}}),
			refused: "`monitoring.alerts.cpu` is waived by the role `release-manager`, here: `reader`, or by the role `sre`, here: `dana`",
		},
		"an author of two roles does not while another holds one of them": {
			login: "lee", body: on("cpu", "2026-12-01"), change: withRoles(map[string][]string{"sre": {"lee"}, "release-manager": {"dana"}}), refused: "you are an author",
		},
		"where a team cannot be read nobody is taken for one of it": {
			login: "reader", body: changelog, change: withTeam(checks.ErrForbidden), refused: "Grant the App the organisation permission `members: read`",
		},
		"a waiver that stands is renewed": {
			login: "alex", body: on("changelog", "2026-12-20"), change: alreadyWaived, item: "launch.changelog", until: "2026-12-20", accepts: checks.Fail,
		},
		"content that was pushed after it was written is not covered": {
			login: "dana", body: changelog, change: beganLater, refused: "only after you had written",
		},
		"a pull request that is closed has nothing to waive": {
			login: "dana", body: changelog, change: func(w *world) { w.pull.Open = false }, refused: "this pull request is closed",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			if test.change != nil {
				test.change(w)
			}
			before := len(w.waived[pullKey])
			if err := w.say(t, test.login, test.body); err != nil {
				t.Fatal(err)
			}
			if test.refused != "" {
				w.refusedWith(t, test.refused)
				if len(w.waived[pullKey]) != before || len(w.opened) != 0 {
					t.Errorf("kept %+v, opened %+v", w.waived, w.opened)
				}
				return
			}
			kept, found := w.waived[pullKey][test.item]
			if !found || len(w.replies) != 0 || len(w.opened) != 1 || len(w.opened[0].Scope.Items) != 1 || w.opened[0].Scope.Items[0] != test.item {
				t.Fatalf("replies %q, kept %+v, opened %+v", w.replies, w.waived, w.opened)
			}
			want := checks.Waiver{
				Item: test.item, By: test.login, Role: checks.RoleReleaseManager, Reason: reason, Accepts: test.accepts,
				SHA: head, Tree: tree, Comment: commentID, At: noon,
			}
			if test.role != "" {
				want.Role = test.role
			}
			if test.reason != "" {
				want.Reason = test.reason
			}
			day, err := time.Parse(time.DateOnly, test.until)
			if err != nil {
				t.Fatal(err)
			}
			want.Until = day.Add(24*time.Hour - time.Second)
			if kept != want {
				t.Errorf("kept %+v\nwant %+v", kept, want)
			}
		})
	}
}

func withRoles(roles map[string][]string) func(*world) {
	return func(w *world) {
		run := w.runs[pullKey]
		run.Rules.Roles = roles
		w.runs[pullKey] = run
	}
}

// alreadyWaived has the failing change log waived by dana.
func alreadyWaived(w *world) {
	waiver := checks.Waiver{Item: "launch.changelog", By: "dana", Role: checks.RoleReleaseManager, Accepts: checks.Fail, Until: noon.Add(time.Hour), Reason: "a reason with @all and <b>"}
	w.waived[pullKey] = map[checks.ItemID]checks.Waiver{"launch.changelog": waiver}
	for _, item := range items() {
		if item.ID == waiver.Item {
			w.runs[pullKey].Results[item.ID] = checks.Judge(checks.Case{
				Item: item, Attestations: checks.Attestations{Waiver: &waiver}, Now: noon,
				Observation: checks.Observation{Headline: "no entry", Evidence: []checks.Evidence{{Grade: checks.E2, Outcome: checks.Refutes, ObservedAt: noon}}},
			})
		}
	}
}

// beganLater lets the run begin after the comment was written, on content that was
// not shown before.
func beganLater(w *world) {
	w.now = noon.Add(time.Minute)
	run := w.runs[pullKey]
	run.Started = w.now
	for id, result := range run.Results {
		result.Evidence = nil
		run.Results[id] = result
	}
	w.runs[pullKey] = run
}

func TestAWaivedFailIsNotSignedAway(t *testing.T) {
	t.Parallel()
	w := newWorld()
	alreadyWaived(w)
	if err := w.say(t, "dana", "/golive sign-off changelog"); err != nil {
		t.Fatal(err)
	}
	w.refusedWith(t, "stands at fail: the evidence says no")
}

func TestAWaiverIsToldWhereverItsItemIs(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"/golive status":            "🕊 `launch.changelog` waived by `dana` as release-manager until 2026-11-24: a reason with @\u200dall and &lt;b&gt; (without it: ❌ fail)",
		"/golive explain changelog": "- **Waived:** by `dana` as release-manager until 2026-11-24: a reason with @\u200dall and &lt;b&gt; (without it: ❌ fail)",
	} {
		w := newWorld()
		alreadyWaived(w)
		if err := w.say(t, "reader", body); err != nil {
			t.Fatal(err)
		}
		if reply := w.onlyReply(t); !strings.Contains(reply, want) {
			t.Errorf("no %q in\n%s", want, reply)
		}
	}
}

func TestCommandsThatChangeNothingAreAnsweredOnClosedPullRequests(t *testing.T) {
	t.Parallel()
	for body, refused := range map[string]bool{
		"/golive status": false, "/golive help": false, "/golive explain rollback": false,
		"/golive rerun": true, "/golive sign-off rollback": true, "/golive revoke rollback": true,
	} {
		w := newWorld()
		w.pull.Open = false
		if err := w.say(t, "dana", body); err != nil {
			t.Fatal(err)
		}
		if reply := w.onlyReply(t); strings.Contains(reply, "this pull request is closed") != refused || len(w.opened) > 0 {
			t.Errorf("%s: %q, opened %+v", body, reply, w.opened)
		}
	}
}

func TestATagOnAMergedPullRequestGoesOnBeingJudged(t *testing.T) {
	t.Parallel()
	w := newWorld()
	tagKey := jobs.Key{Repository: repositoryID, Tag: "release/v1.4.0"}
	w.keys = append(w.keys, tagKey)
	w.runs[tagKey] = newRun(tagKey)
	w.pull.Open = false
	if err := w.say(t, "dana", "/golive waive changelog until 2026-12-01 because it is in the release notes"); err != nil {
		t.Fatal(err)
	}
	if len(w.waived[tagKey]) != 1 || len(w.waived[pullKey]) != 0 {
		t.Errorf("waived %+v, replies %q", w.waived, w.replies)
	}
}

func TestAWaiverThatCannotBeKeptIsTriedAgain(t *testing.T) {
	t.Parallel()
	failure := errors.New("redis is away")
	for _, step := range []string{"Put", "Attestations", "Maintainers", "PullRequest"} {
		w := newWorld()
		w.failing = map[string]error{step: failure}
		w.maintainers = []string{"kim"}
		if err := w.say(t, "kim", "/golive waive changelog until 2026-12-01 because it is in the release notes"); !errors.Is(err, failure) {
			t.Errorf("%s: %v", step, err)
		}
		if len(w.replies) > 0 || len(w.opened) > 0 {
			t.Errorf("%s: replies %q, opened %+v", step, w.replies, w.opened)
		}
	}
}
