package command

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
)

func TestAddressed(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		body string
		want bool
	}{
		"the word alone":                  {"/golive", true},
		"a command":                       {"/golive rerun", true},
		"blank lines before it":           {"\r\n\n   \n/golive rerun", true},
		"three spaces before it":          {"   /golive rerun", true},
		"a telephone's capital letter":    {"/Golive rerun", true},
		"a tab after it":                  {"/golive\trerun", true},
		"windows line ends":               {"/golive status\r\nthanks", true},
		"indented code":                   {"    /golive rerun", false},
		"code by a tab":                   {"\t/golive rerun", false},
		"a fence":                         {"```\n/golive rerun\n```", false},
		"a fence of tildes":               {"~~~\n/golive rerun\n~~~", false},
		"inline code":                     {"`/golive rerun`", false},
		"a quote":                         {"> /golive rerun", false},
		"a list":                          {"- /golive rerun", false},
		"inside a sentence":               {"please /golive rerun", false},
		"on a later line":                 {"thanks!\n/golive rerun", false},
		"after an HTML comment":           {"<!-- x -->\n/golive rerun", false},
		"another word":                    {"/golivex rerun", false},
		"a path":                          {"/golive/rerun", false},
		"nothing":                         {"", false},
		"blank":                           {" \n\t\n", false},
		"letters that fold to other ones": {"/GOLİVE rerun", false},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Addressed(test.body); got != test.want {
				t.Errorf("Addressed(%q) = %v", test.body, got)
			}
		})
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	code := []checks.ItemID{"code.edge-cases", "code.review", "code.secrets"}
	alerts := []checks.ItemID{"monitoring.alerts.cpu", "monitoring.alerts.queue"}
	one := func(id checks.ItemID) []checks.ItemID { return []checks.ItemID{id} }
	cases := map[string]Command{
		"/golive":                                               {Verb: VerbHelp},
		"/golive help me":                                       {Verb: VerbHelp},
		"/golive status":                                        {Verb: VerbStatus},
		"/golive status rollback":                               {Verb: VerbExplain, Items: one("delivery.rollback")},
		"/golive rerun":                                         {Verb: VerbRerun, Failed: true},
		"/golive RERUN Failed":                                  {Verb: VerbRerun, Failed: true},
		"/golive re-run all":                                    {Verb: VerbRerun, All: true},
		"/golive rerun code":                                    {Verb: VerbRerun, Items: code},
		"/golive rerun 1":                                       {Verb: VerbRerun, Items: code},
		"/golive rerun I":                                       {Verb: VerbRerun, Items: code},
		"/golive rerun other":                                   {Verb: VerbRerun, Items: []checks.ItemID{"launch.changelog", "launch.qa-checklist"}},
		"/golive rerun VII":                                     {Verb: VerbRerun, Items: []checks.ItemID{"launch.changelog", "launch.qa-checklist"}},
		"/golive rerun code.review":                             {Verb: VerbRerun, Items: one("code.review")},
		"/golive rerun `Code.Review`":                           {Verb: VerbRerun, Items: one("code.review")},
		"/golive rerun review, review,rollback":                 {Verb: VerbRerun, Items: []checks.ItemID{"code.review", "delivery.rollback"}},
		"/golive rerun other.changelog":                         {Verb: VerbRerun, Items: one("launch.changelog")},
		"/golive rerun 2.rollback":                              {Verb: VerbRerun, Items: one("delivery.rollback")},
		"/golive rerun monitoring.alerts":                       {Verb: VerbRerun, Items: alerts},
		"/golive rerun alerts":                                  {Verb: VerbRerun, Items: alerts},
		"/golive rerun cpu":                                     {Verb: VerbRerun, Items: one("monitoring.alerts.cpu")},
		"/golive explain alerts.queue":                          {Verb: VerbExplain, Items: one("monitoring.alerts.queue")},
		"/golive sign-off rollback":                             {Verb: VerbSignOff, Items: one("delivery.rollback")},
		"/golive signoff rollback https://acme.dev/drill?id=1":  {Verb: VerbSignOff, Items: one("delivery.rollback"), Link: "https://acme.dev/drill?id=1"},
		"/golive sign-off rollback <http://acme.dev/>":          {Verb: VerbSignOff, Items: one("delivery.rollback"), Link: "http://acme.dev/"},
		"/golive sign-off rollback -- drilled it  on Monday":    {Verb: VerbSignOff, Items: one("delivery.rollback"), Note: "drilled it on Monday"},
		"/golive sign-off rollback https://acme.dev — by phone": {Verb: VerbSignOff, Items: one("delivery.rollback"), Link: "https://acme.dev", Note: "by phone"},
		"/golive sign-off rollback --":                          {Verb: VerbSignOff, Items: one("delivery.rollback")},
		"/golive revoke rollback":                               {Verb: VerbRevoke, Items: one("delivery.rollback")},
		"/golive revoke rollback because the drill failed":      {Verb: VerbRevoke, Items: one("delivery.rollback"), Note: "the drill failed"},
		"/golive revoke rollback -- the drill failed\nreally":   {Verb: VerbRevoke, Items: one("delivery.rollback"), Note: "the drill failed"},
		"/golive sign-off rollback -- a\u202eb\u0000c\u200b":    {Verb: VerbSignOff, Items: one("delivery.rollback"), Note: "abc"},
	}
	const unsuited = "there is no plan to go back to, for it is the first release"
	cases["/golive na rollback because "+unsuited] = Command{Verb: VerbExclude, Items: one("delivery.rollback"), Note: unsuited}
	cases["/golive NA 2.rollback -- "+unsuited] = Command{Verb: VerbExclude, Items: one("delivery.rollback"), Note: unsuited}
	cases["/golive loadtest"] = Command{Verb: VerbLoad}
	cases["/golive load-test --RPS 12,000 --duration=90s --env `staging`"] = Command{Verb: VerbLoad, RPS: 12000, Duration: 90 * time.Second, Environment: "staging"}
	cases["/golive cancel"] = Command{Verb: VerbCancel}
	cases["/golive approve-na `rollback`"] = Command{Verb: VerbApprove, Items: one("delivery.rollback")}
	for body, until := range map[string]string{
		"/golive waive rollback until 2026-12-01 because the drill is on Monday":             "the drill is on Monday",
		"/golive WAIVE `delivery.rollback` Until 2026-12-01 Because  the drill is on Monday": "the drill is on Monday",
		"/golive waive 2.rollback until 2026-12-01 -- the drill is on Monday @all\nthanks":   "the drill is on Monday @all",
	} {
		cases[body] = Command{Verb: VerbWaive, Items: one("delivery.rollback"), Note: until, Until: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}
	}
	grammar := NewGrammar(items())
	for body, want := range cases {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			got, addressed, err := grammar.Parse(body)
			if err != nil || !addressed || !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, %v, %v; want %+v", got, addressed, err, want)
			}
		})
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"/golive rerrun": "did you mean `/golive rerun`?",
		"/golive statsu": "did you mean `/golive status`?",
		"/golive wave code.review until tomorrow": "did you mean `/golive waive`?",
		"/golive make me a sandwich":              "there is no command `make`; `/golive help` lists",
		"/golive waive":                           "which item? `/golive waive ITEM until DATE because REASON`",
		"/golive waive code":                      "`code` is a section",
		"/golive waive alerts until 2026-12-01 because it is not there": "is several items",
		"/golive waive code.coverag until 2026-12-01 because of what":   "there is no item `code.coverag`",
		"/golive waive rolback until 2026-12-01 because it is drilled":  "did you mean `delivery.rollback`?",
		"/golive waive rollback":                                                        "until when?",
		"/golive waive rollback because it is drilled on Monday":                        "until when?",
		"/golive waive rollback until":                                                  "until when?",
		"/golive waive rollback until tomorrow because it is drilled":                   "`tomorrow` is no date; it is written as `2026-01-31`",
		"/golive waive rollback until 2026-1-1 because it is drilled":                   "`2026-1-1` is no date",
		"/golive waive rollback until 2026-02-30 because it is drilled":                 "`2026-02-30` is no date",
		"/golive waive rollback until 2026-12-01":                                       "why? the reason stands after the word because",
		"/golive waive rollback until 2026-12-01 because":                               "why?",
		"/golive waive rollback until 2026-12-01 it is drilled":                         "why?",
		"/golive waive rollback until 2026-12-01 because no time":                       "it takes 15 characters or more",
		"/golive waive rollback until 2026-12-01 because " + strings.Repeat("x", 10000): "longer than 500 characters",
		"/golive override because incident":                                             "this version of golive does not have `override` yet",
		"/golive na":                                                                    "which item? `/golive na ITEM because REASON`",
		"/golive na rollback":                                                           "why? the reason stands after the word because",
		"/golive na rollback it does not apply":                                         "why?",
		"/golive na rollback because no":                                                "it takes 15 characters or more",
		"/golive na rolback because it does not apply":                                  "did you mean `delivery.rollback`?",
		"/golive approve-na":                                                            "which item? `/golive approve-na ITEM`",
		"/golive approve-na rollback because of it":                                     "one item at a time: `/golive approve-na ITEM`",
		"/golive approve rollback":                                                      "`rollback` is no commit: `/golive approve [COMMIT]` approves one of a fork",
		"/golive loadtest --rps":                                                        "`--rps` stands without a value",
		"/golive loadtest --rps many":                                                   "`many` is no number of requests a second",
		"/golive loadtest --rps 0":                                                      "`0` is no number of requests a second",
		"/golive loadtest --rps -5":                                                     "`-5` is no number of requests a second",
		"/golive loadtest --duration 5":                                                 "`5` is no time of whole seconds: write `--duration 5m`",
		"/golive loadtest --duration 1.5s":                                              "no time of whole seconds",
		"/golive loadtest --duration 48h":                                               "no time of whole seconds",
		"/golive loadtest --env --rps":                                                  "no name of an environment",
		"/golive loadtest --url https://evil.example":                                   "a load test has no `--url`",
		"/golive loadtest 500":                                                          "stands without a value",
		"/golive loadtest staging now":                                                  "a load test has no `staging`",
		"/golive cancel everything":                                                     "takes nothing: `/golive cancel`",
		"/golive rerun --fresh":                                                         "does not have `--fresh` yet",
		"/golive rerun all-of-it":                                                       "there is no item or section `all-of-it`",
		"/golive rerun fialed":                                                          "did you mean `failed`?",
		"/golive rerun rolback":                                                         "did you mean `delivery.rollback`?",
		"/golive rerun code.reveiw":                                                     "did you mean `code.review`?",
		"/golive rerun secruity":                                                        "did you mean `security`?",
		"/golive rerun failed code":                                                     "not both",
		"/golive explain":                                                               "which item? `/golive explain ITEM`",
		"/golive explain code":                                                          "`code` is a section; name one of its items, such as `code.review`",
		"/golive explain review secrets":                                                "one item at a time",
		"/golive explain alerts":                                                        "`alerts` is several items; name one of `monitoring.alerts.cpu`, `monitoring.alerts.queue`",
		"/golive sign-off":                                                              "which item?",
		"/golive sign-off rollback done":                                                "`done` is no http or https link",
		"/golive sign-off rollback javascript:1":                                        "is no http or https link",
		"/golive sign-off rollback ftp://acme.dev":                                      "is no http or https link",
		"/golive sign-off rollback https:///x":                                          "is no http or https link",
		"/golive sign-off rollback https://me:pw@acme.dev/":                             "user name or password",
		"/golive sign-off rollback https://acme.dev looks good":                         "stand after two dashes",
		"/golive revoke rollback it broke":                                              "stands after the word because",
		"/golive sign-off rollback -- " + strings.Repeat("x", maxNote+1):                "longer than 500 characters",
		"/golive rerun " + strings.Repeat("code ", maxTargets+1):                        "names more than the checklist has",
	}
	grammar := NewGrammar(items())
	for body, want := range cases {
		t.Run(shorten(body, 60), func(t *testing.T) {
			t.Parallel()
			got, addressed, err := grammar.Parse(body)
			if err == nil {
				t.Fatalf("understood as %+v", got)
			}
			if !addressed || !strings.Contains(err.Error(), want) {
				t.Errorf("error %q, want %q", err, want)
			}
		})
	}
}

func TestAmbiguousNamesAreNotGuessed(t *testing.T) {
	t.Parallel()
	grammar := NewGrammar([]checks.Item{{ID: "code.health"}, {ID: "infrastructure.health"}})
	_, _, err := grammar.Parse("/golive explain health")
	if err == nil || !strings.Contains(err.Error(), "`health` could be `code.health`, `infrastructure.health`") {
		t.Errorf("error %v", err)
	}
}

// FuzzParse holds the grammar to its promises for whatever people write: it never
// panics, agrees with Addressed, says in one safe line what it does not
// understand, and what it accepts it would read the same way again.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"/golive", "/golive rerun code.review, 2 all", "/golive sign-off rollback https://a.example/x?q=<b>#f -- said @all",
		"/golive sign-off rollback <https://a.example/\u00e9`|>", "/golive revoke rollback because of #12", "/golive waive x", "/golive na cpu because there is @no cpu here, only `gpu`", "/golive approve-na cpu", "/golive loadtest --rps 1,2 --duration 1h --env a=`b`", "/golive cancel", "/golive waive cpu until 2026-12-01 because @all of <it> is `new` -- really",
		"\n\n/golive\texplain `cpu`", "/golive rerun \xff\xfe", "> /golive status", "/golive sign-off cpu http://[::1]:80/%zz -- — –",
	} {
		f.Add(seed)
	}
	grammar := NewGrammar(items())
	f.Fuzz(func(t *testing.T, body string) {
		command, addressed, err := grammar.Parse(body)
		if addressed != Addressed(body) {
			t.Fatalf("addressed is %v", addressed)
		}
		if err != nil {
			if line := err.Error(); strings.ContainsAny(line, "\r\n") || len(line) > 2000 {
				t.Fatalf("not one short line: %q", line)
			}
			return
		}
		if !addressed {
			return
		}
		again, _, err := grammar.Parse(command.String())
		if err != nil || !reflect.DeepEqual(again, command) {
			t.Fatalf("%q is read as %+v, %v; it was %+v", command.String(), again, err, command)
		}
	})
}
