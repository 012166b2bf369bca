package command

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
)

const unsuited = "the shop has no processor of its own to watch"

func TestCallingAnItemNotApplicable(t *testing.T) {
	t.Parallel()
	const cpu = "/golive na cpu because " + unsuited
	cases := map[string]struct {
		login, body string
		change      func(w *world)
		refused     string
	}{
		"who may write proposes it":                                   {login: "wim", body: cpu},
		"an author too, for another one approves it":                  {login: "kim", body: cpu},
		"and who holds the role":                                      {login: "reader", body: cpu, change: withRoles(map[string][]string{"sre": {"reader"}})},
		"a reader does not":                                           {login: "reader", body: cpu, refused: "proposed by people with write permission"},
		"what waits for a person may be n/a":                          {login: "wim", body: "/golive na rollback because " + unsuited},
		"what fails by evidence applies":                              {login: "wim", body: "/golive na changelog because " + unsuited, refused: "`launch.changelog` stands at fail: the evidence says no, so it applies"},
		"also while it is waived":                                     {login: "wim", body: "/golive na changelog because " + unsuited, change: alreadyWaived, refused: "stands at fail"},
		"what passes is decided":                                      {login: "wim", body: "/golive na review because " + unsuited, refused: "stands at pass: the machine has decided it"},
		"what is never waived is signed or mended":                    {login: "dana", body: "/golive na secrets because " + unsuited, refused: "people cannot call it n/a"},
		"what is being checked waits":                                 {login: "wim", body: cpu, change: running("monitoring.alerts.cpu"), refused: "it has to be judged first"},
		"content that was pushed after it was written is not covered": {login: "wim", body: cpu, change: beganLater, refused: "only after you had written"},
	}
	for name, test := range cases {
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
				if len(w.excluded[pullKey]) != 0 || len(w.opened) != 0 {
					t.Errorf("kept %+v, opened %+v", w.excluded, w.opened)
				}
				return
			}
			if len(w.excluded[pullKey]) != 1 || len(w.replies) != 0 || len(w.opened) != 1 {
				t.Fatalf("kept %+v, replies %q, opened %+v", w.excluded, w.replies, w.opened)
			}
			for item, said := range w.excluded[pullKey] {
				want := checks.Exclusion{Item: item, By: test.login, Reason: unsuited, SHA: head, Tree: tree, Comment: commentID, At: noon}
				if said != want {
					t.Errorf("kept %+v\nwant %+v", said, want)
				}
			}
		})
	}
}

// proposed has wim call the CPU alert n/a.
func proposed(w *world) {
	put(w.excluded, pullKey, "monitoring.alerts.cpu", checks.Exclusion{
		Item: "monitoring.alerts.cpu", By: "wim", Reason: unsuited, SHA: head, Tree: tree, Comment: 4000, At: noon.Add(-time.Minute),
	})
}

func TestApprovingThatAnItemDoesNotApply(t *testing.T) {
	t.Parallel()
	approved := func(w *world) {
		said := w.excluded[pullKey]["monitoring.alerts.cpu"]
		said.Approval = &checks.Approval{By: "alex", Comment: 4001}
		put(w.excluded, pullKey, said.Item, said)
	}
	cases := map[string]struct {
		login   string
		change  func(w *world)
		role    checks.Role
		note    string
		refused string
	}{
		"a second person with the role":         {login: "dana"},
		"who holds the item's own role":         {login: "reader", change: withRoles(map[string][]string{"sre": {"reader"}, "release-manager": {"dana"}}), role: checks.RoleSRE},
		"not who proposed it":                   {login: "wim", refused: "you have called `monitoring.alerts.cpu` n/a yourself; a second person approves it"},
		"not even as a maintainer":              {login: "wim", change: func(w *world) { w.permissions["wim"] = checks.PermissionAdmin }, refused: "a second person approves it"},
		"not who holds no role":                 {login: "lee", refused: "`monitoring.alerts.cpu` is approved as n/a by people with the role maintain or admin"},
		"not an author":                         {login: "kim", refused: "you are an author of this release; somebody else approves `monitoring.alerts.cpu`"},
		"unless all who may are authors":        {login: "kim", change: func(w *world) { w.maintainers = []string{"kim"} }, note: "self-attested: everyone who may approve it is an author of this release"},
		"not where nobody proposed it":          {login: "dana", change: func(w *world) { clear(w.excluded) }, refused: "nobody has called `monitoring.alerts.cpu` n/a; that begins with `/golive na ITEM because REASON`"},
		"not a second time":                     {login: "dana", change: approved, refused: "was approved as n/a by `alex`"},
		"not where another came first":          {login: "dana", change: func(w *world) { w.outrun = func() { approved(w) } }, refused: "was approved as n/a by `alex`"},
		"not where it was taken back meanwhile": {login: "dana", change: func(w *world) { w.outrun = func() { clear(w.excluded) } }, refused: "has taken it back"},
		"not another reason than was there": {login: "dana", refused: "has taken it back", change: func(w *world) {
			w.outrun = func() { put(w.excluded, pullKey, "monitoring.alerts.cpu", checks.Exclusion{By: "wim", Comment: 4002}) }
		}},
		"not what changed content has overtaken": {login: "dana", refused: "does not hold any more: called n/a on 77c0de1, and the content has changed since", change: func(w *world) {
			said := w.excluded[pullKey]["monitoring.alerts.cpu"]
			said.Outdated = "called n/a on 77c0de1, and the content has changed since"
			result := w.runs[pullKey].Results[said.Item]
			result.Exclusion = &said
			w.runs[pullKey].Results[said.Item] = result
		}},
		"not what the evidence says no to by now": {login: "dana", refused: "stands at fail: the evidence says no, so it applies", change: func(w *world) {
			w.runs[pullKey].Results["monitoring.alerts.cpu"] = w.runs[pullKey].Results["launch.changelog"]
		}},
		"also while it is looked at again":         {login: "dana", change: running("monitoring.alerts.cpu")},
		"not on content that was pushed meanwhile": {login: "dana", change: beganLater, refused: "only after you had written"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			proposed(w)
			if test.change != nil {
				test.change(w)
			}
			if err := w.say(t, test.login, "/golive approve-na cpu"); err != nil {
				t.Fatal(err)
			}
			said := w.excluded[pullKey]["monitoring.alerts.cpu"]
			if test.refused != "" {
				w.refusedWith(t, test.refused)
				if said.Approval != nil && said.Approval.By == test.login || len(w.opened) != 0 {
					t.Errorf("kept %+v, opened %+v", said, w.opened)
				}
				return
			}
			want := checks.Approval{By: test.login, Role: checks.RoleReleaseManager, Note: test.note, Comment: commentID, At: noon}
			if test.role != "" {
				want.Role = test.role
			}
			if len(w.replies) != 0 || len(w.opened) != 1 || said.Approval == nil || *said.Approval != want || said.By != "wim" || said.Reason != unsuited {
				t.Errorf("replies %q, opened %+v, kept %+v %+v", w.replies, w.opened, said, said.Approval)
			}
		})
	}
}

func TestAnApprovalIsContinuedAfterAFailure(t *testing.T) {
	t.Parallel()
	w := newWorld()
	proposed(w)
	w.failing = map[string]error{"Open": errors.New("redis is away")}
	if err := w.say(t, "dana", "/golive approve-na cpu"); err == nil {
		t.Fatal("a failure was passed over")
	}
	w.failing = nil
	if err := w.say(t, "dana", "/golive approve-na cpu"); err != nil || len(w.opened) != 1 || len(w.replies) != 0 {
		t.Errorf("error %v, opened %+v, replies %q", err, w.opened, w.replies)
	}
}

func TestAnApprovalThatIsRevokedLeavesTheProposal(t *testing.T) {
	t.Parallel()
	w := newWorld()
	proposed(w)
	if err := w.say(t, "dana", "/golive approve-na cpu"); err != nil {
		t.Fatal(err)
	}
	w.reactions = nil
	if err := w.say(t, "dana", "/golive revoke cpu because there is one after all"); err != nil {
		t.Fatal(err)
	}
	if said, found := w.excluded[pullKey]["monitoring.alerts.cpu"]; !found || said.Approval != nil {
		t.Errorf("left %+v", said)
	}
}

func TestWhatIsCalledNotApplicableIsToldWhereverItsItemIs(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"/golive status":      "🚫 `monitoring.alerts.cpu` called n/a by `wim` on `a1b2c3d`: " + unsuited + " (counts once a second person comments `/golive approve-na monitoring.alerts.cpu`)",
		"/golive explain cpu": "- **Called n/a:** by `wim` on `a1b2c3d`: " + unsuited,
	} {
		w := newWorld()
		proposed(w)
		said := w.excluded[pullKey]["monitoring.alerts.cpu"]
		result := w.runs[pullKey].Results[said.Item]
		result.Exclusion = &said
		w.runs[pullKey].Results[said.Item] = result
		if err := w.say(t, "reader", body); err != nil {
			t.Fatal(err)
		}
		if reply := w.onlyReply(t); !strings.Contains(reply, want) {
			t.Errorf("no %q in\n%s", want, reply)
		}
	}
}
