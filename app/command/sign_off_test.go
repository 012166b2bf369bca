package command

import (
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

func TestSignOff(t *testing.T) {
	t.Parallel()
	const drill, qa = "/golive sign-off rollback", "/golive sign-off launch.qa-checklist"
	cases := map[string]struct {
		login, body string
		change      func(w *world)
		refused     string
		note        string
	}{
		"a maintainer who wrote nothing signs":   {login: "dana", body: drill},
		"the note is kept":                       {login: "dana", body: drill + " -- drilled on Monday", note: "drilled on Monday"},
		"an admin signs":                         {login: "alex", body: drill},
		"logins have no case":                    {login: "Dana", body: drill, change: func(w *world) { w.permissions["Dana"] = checks.PermissionMaintain }},
		"a writer does not":                      {login: "wim", body: drill, refused: "role maintain or admin"},
		"a reader does not":                      {login: "reader", body: drill, refused: "role maintain or admin"},
		"an author does not sign their own work": {login: "kim", body: drill, refused: "you are an author of this release"},
		"nor who opened the pull request": {login: "dana", body: drill, refused: "you are an author", change: func(w *world) {
			w.pull.Author = "dana"
		}},
		"a bot that opened it makes nobody an author": {login: "dana", body: drill, change: func(w *world) {
			w.pull.Author, w.pull.AuthorBot = "release-please[bot]", true
		}},
		"nor a committer of somebody else's commit": {login: "alex", body: drill, refused: "you are an author", change: func(w *world) {
			w.commits[0].Committer = "Alex"
		}},
		"nor a co-author by private address": {login: "dana", body: drill, refused: "you are an author", change: func(w *world) {
			w.commits[1].Message = "fix\n\nCo-authored-by: Dana <4711+Dana@users.noreply.github.com>\n"
		}},
		"nor a co-author by an address of an own commit": {login: "alex", body: drill, refused: "you are an author", change: func(w *world) {
			w.commits = append(w.commits, checks.PullCommit{SHA: "3", Author: "alex", Person: checks.Person{Email: "Alex@acme.dev"}})
			w.commits[0].Message = "x\n\nCO-AUTHORED-BY: A <alex@acme.dev>"
		}},
		"unknown authors are told": {login: "dana", body: drill + " -- ok", note: "commits with an author whose account is not known: 1; ok", change: func(w *world) {
			w.commits[0].Author, w.commits[0].Person.Email = "", "who@elsewhere.example"
		}},
		"when every maintainer is an author it is self-attested": {
			login: "kim", body: drill + " -- alone here", change: func(w *world) { w.maintainers = []string{"Kim"} },
			note: "self-attested: everyone who may sign it is an author of this release; alone here",
		},
		"the policy's role signs, whatever the permission": {login: "reader", body: drill, change: withRole("release-manager", "@Reader")},
		"where the policy names a role, maintainers do not hold it": {
			login: "dana", body: drill, change: withRole("release-manager", "@reader", "sam"), refused: "signed by the role `release-manager`, here: `reader`, `sam`",
		},
		"who lost access to the repository holds no role": {
			login: "gone", body: drill, change: withRole("release-manager", "gone"), refused: "signed by the role",
		},
		"a member of the policy's team signs": {login: "reader", body: drill, change: withTeam(nil, "Reader", "sam")},
		"who is not in it does not":           {login: "dana", body: drill, change: withTeam(nil, "reader"), refused: "here: `acme/managers`"},
		"nor does anybody where it cannot be read": {
			login: "dana", body: drill, change: withTeam(checks.ErrForbidden), refused: "Grant the App the organisation permission `members: read`",
		},
		"nor where it is none": {login: "dana", body: drill, change: withTeam(jobs.ErrGone), refused: "See that @acme/managers exists"},
		"who is no collaborator any more is refused, whatever the team": {
			login: "gone", body: drill, change: withTeam(nil, "gone"), refused: "signed by the role",
		},
		"an author is, while another is in the team": {login: "lee", body: drill, change: withTeam(nil, "lee", "sam"), refused: "you are an author"},
		"and self-attests where nobody else is in it": {
			login: "lee", body: drill, change: withTeam(nil, "lee"), note: "self-attested: everyone who may sign it is an author of this release",
		},
		"a role's only holder who is an author self-attests": {
			login: "lee", body: drill, change: withRole("release-manager", "lee"), note: "self-attested: everyone who may sign it is an author of this release",
		},
		"a link is required where the catalogue says so": {login: "dana", body: qa, refused: "a link to what was read: `/golive sign-off launch.qa-checklist https://…`"},
		"and kept": {login: "dana", body: qa + " https://acme.dev/run/9"},
		"a secret is signed by security with a link": {login: "dana", body: "/golive sign-off secrets https://acme.dev/x"},
		"and not without":                               {login: "dana", body: "/golive sign-off secrets", refused: "a link to what was read"},
		"a fail by evidence is not outvoted":            {login: "dana", body: "/golive sign-off changelog", refused: "stands at fail: the evidence says no"},
		"what the machine passed needs nobody":          {login: "dana", body: "/golive sign-off review", refused: "stands at pass: the machine has decided it"},
		"what is being checked waits":                   {login: "dana", body: drill, refused: "there is nothing to sign yet", change: running("delivery.rollback")},
		"before the first run there is nothing to sign": {login: "dana", body: drill, refused: "has not read this content yet", change: func(w *world) { clear(w.runs) }},
		"before the content is read there is nothing to": {login: "dana", body: drill, refused: "has not read this content yet", change: func(w *world) {
			run := w.runs[pullKey]
			run.Release.Tree = ""
			w.runs[pullKey] = run
		}},
		"a section is no item": {login: "dana", body: "/golive sign-off delivery", refused: "`delivery` is a section"},
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
				if len(w.signed[pullKey]) != 0 || len(w.opened) != 0 {
					t.Errorf("kept %+v, opened %+v", w.signed, w.opened)
				}
				return
			}
			if len(w.replies) != 0 || len(w.signed[pullKey]) != 1 || len(w.opened) != 1 {
				t.Fatalf("replies %q, kept %+v, opened %+v", w.replies, w.signed, w.opened)
			}
			for id, signed := range w.signed[pullKey] {
				if signed.By != test.login || signed.SHA != head || signed.Tree != tree || signed.Comment != commentID || !signed.At.Equal(noon) || signed.Note != test.note {
					t.Errorf("kept %+v", signed)
				}
				if len(w.opened[0].Scope.Items) != 1 || w.opened[0].Scope.Items[0] != id {
					t.Errorf("opened %+v for %s", w.opened, id)
				}
				item, _ := w.executor(t).grammar.vocabulary.item(id)
				if signed.Role != checks.SigningRole(item) {
					t.Errorf("signed as %s", signed.Role)
				}
				if verdict := judged(w, item, signed); verdict != checks.Pass {
					t.Errorf("the sign-off leads to %s", verdict)
				}
			}
		})
	}
}

// judged returns what the item comes to when it is judged again with the
// sign-off.
func judged(w *world, item checks.Item, signed checks.SignOff) checks.Verdict {
	result := checks.Judge(checks.Case{
		Item: item, Release: w.runs[pullKey].Release, Attestations: checks.Attestations{SignOff: &signed}, Now: w.now,
	})
	return result.Verdict()
}

func withRole(role string, logins ...string) func(*world) {
	return func(w *world) {
		run := w.runs[pullKey]
		run.Rules.Roles = map[string][]string{role: logins}
		w.runs[pullKey] = run
	}
}

func running(id checks.ItemID) func(*world) {
	return func(w *world) {
		w.runs[pullKey].Results[id] = checks.Pending(checks.Item{ID: id}, checks.ReleasePullRequest)
	}
}

// A commit that was pushed after the sign-off was written must not be covered by
// it, although the run that is current by now is of that commit.
func TestSignOffDoesNotSlipOntoContentPushedLater(t *testing.T) {
	t.Parallel()
	later := noon.Add(time.Minute)
	cases := map[string]struct {
		change  func(run *jobs.Run, w *world)
		refused bool
	}{
		"the run began after the comment": {func(*jobs.Run, *world) {}, true},
		"other content was shown before": {func(run *jobs.Run, _ *world) {
			run.Previous = &jobs.PreviousRun{SHA: "other", At: noon.Add(-time.Hour)}
		}, true},
		"the same commit was shown before": {func(run *jobs.Run, _ *world) {
			run.Previous = &jobs.PreviousRun{SHA: head, At: noon.Add(-time.Hour)}
		}, false},
		"the same commit was rerun even later": {func(run *jobs.Run, _ *world) {
			run.Previous = &jobs.PreviousRun{SHA: head, At: later}
		}, true},
		"evidence of this content was there": {func(run *jobs.Run, _ *world) {
			result := run.Results["code.review"]
			result.Evidence = []checks.Evidence{supports(checks.E3)}
			run.Results["code.review"] = result
		}, false},
		"somebody had signed this content before": {func(_ *jobs.Run, w *world) {
			w.signed[pullKey] = map[checks.ItemID]checks.SignOff{"code.edge-cases": {Item: "code.edge-cases", Tree: tree, At: noon.Add(-time.Minute)}}
		}, false},
		"somebody had signed other content": {func(_ *jobs.Run, w *world) {
			w.signed[pullKey] = map[checks.ItemID]checks.SignOff{"code.edge-cases": {Item: "code.edge-cases", Tree: "other", At: noon.Add(-time.Minute)}}
		}, true},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			beganLater(w)
			run := w.runs[pullKey]
			test.change(&run, w)
			w.runs[pullKey] = run
			if err := w.say(t, "dana", "/golive sign-off rollback"); err != nil {
				t.Fatal(err)
			}
			if _, signed := w.signed[pullKey]["delivery.rollback"]; signed == test.refused {
				t.Errorf("signed is %v, replies %q", signed, w.replies)
			}
			if test.refused {
				w.refusedWith(t, "only after you had written")
			}
		})
	}
}

func TestSignOffOnAPageOfSeveralReleases(t *testing.T) {
	t.Parallel()
	tagKey := jobs.Key{Repository: repositoryID, Tag: "release/v1.4.0"}
	for name, otherTree := range map[string]string{"of the same content covers both": tree, "of other content covers the latest": "older"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			w.keys = []jobs.Key{pullKey, tagKey}
			w.runs[tagKey] = newRun(tagKey)
			pull := w.runs[pullKey]
			pull.Started, pull.Release.Tree = noon.Add(-2*time.Hour), otherTree
			w.runs[pullKey] = pull
			if err := w.say(t, "dana", "/golive sign-off rollback"); err != nil {
				t.Fatal(err)
			}
			if len(w.signed[tagKey]) != 1 || (len(w.signed[pullKey]) == 1) != (otherTree == tree) {
				t.Errorf("signed %+v", w.signed)
			}
		})
	}
}

func TestTagWithoutPullRequestIsSignedOnlyWhenItsAuthorsAreKnown(t *testing.T) {
	t.Parallel()
	w := newWorld()
	key := jobs.Key{Repository: repositoryID, Tag: "release/v1.4.0"}
	run := newRun(key)
	run.Release.Number = 0
	w.keys, w.runs = []jobs.Key{key}, map[jobs.Key]jobs.Run{key: run}
	if err := w.say(t, "dana", "/golive sign-off rollback"); err != nil {
		t.Fatal(err)
	}
	w.refusedWith(t, "cannot tell who wrote it")
}

func TestRevoke(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		login   string
		by      string
		change  func(w *world)
		refused string
	}{
		"one's own":                        {login: "Reader", by: "reader"},
		"anyone's by a maintainer":         {login: "dana", by: "alex"},
		"anyone's by a release manager":    {login: "reader", by: "alex", change: withRole("release-manager", "reader")},
		"not somebody else's":              {login: "wim", by: "alex", refused: "was signed by `alex`"},
		"not what nobody signed":           {login: "dana", refused: "nobody has signed or waived `delivery.rollback`, or called it n/a"},
		"one's own after losing all roles": {login: "nobody", by: "nobody"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			if test.change != nil {
				test.change(w)
			}
			if test.by != "" {
				w.signed[pullKey] = map[checks.ItemID]checks.SignOff{"delivery.rollback": {Item: "delivery.rollback", By: test.by}}
				w.waived[pullKey] = map[checks.ItemID]checks.Waiver{"delivery.rollback": {Item: "delivery.rollback", By: test.by}}
				w.excluded[pullKey] = map[checks.ItemID]checks.Exclusion{"delivery.rollback": {Item: "delivery.rollback", By: test.by, Approval: &checks.Approval{By: "mia"}}}
			}
			if err := w.say(t, test.login, "/golive revoke rollback because the drill failed"); err != nil {
				t.Fatal(err)
			}
			if test.refused != "" {
				w.refusedWith(t, test.refused)
				return
			}
			if len(w.signed[pullKey]) != 0 || len(w.waived[pullKey]) != 0 || len(w.excluded[pullKey]) != 0 || len(w.opened) != 1 || len(w.replies) != 0 {
				t.Errorf("signed %+v, waived %+v, n/a %+v, opened %+v, replies %q", w.signed, w.waived, w.excluded, w.opened, w.replies)
			}
		})
	}
}

func TestRevokeTakesBackOnesOwnWordsAndLeavesThoseOfOthers(t *testing.T) {
	t.Parallel()
	w := newWorld()
	w.signed[pullKey] = map[checks.ItemID]checks.SignOff{"delivery.rollback": {Item: "delivery.rollback", By: "alex"}}
	w.waived[pullKey] = map[checks.ItemID]checks.Waiver{"delivery.rollback": {Item: "delivery.rollback", By: "Dana"}}
	if err := w.say(t, "dana", "/golive revoke rollback"); err != nil {
		t.Fatal(err)
	}
	if len(w.signed[pullKey]) != 1 || len(w.waived[pullKey]) != 0 {
		t.Errorf("signed %+v, waived %+v", w.signed, w.waived)
	}
}

func TestCoAuthors(t *testing.T) {
	t.Parallel()
	message := "fix: x\n\nA line about co-authored-by: nobody\nCo-authored-by: A B <a@x.dev>\r\nco-authored-by: C<c@x.dev>  \n> Co-authored-by: quoted <q@x.dev>\n"
	if got := strings.Join(coAuthors(message), " "); got != "a@x.dev c@x.dev" {
		t.Errorf("co-authors %q", got)
	}
}

// withTeam lets the policy name a team for the role release-manager.
func withTeam(failure error, members ...string) func(w *world) {
	return func(w *world) {
		withRole("release-manager", "@acme/managers")(w)
		w.members, w.failing = members, map[string]error{"TeamMembers": failure}
	}
}
