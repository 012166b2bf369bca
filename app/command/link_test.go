package command

import (
	"context"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
)

// links answers for every link alike, and keeps which were asked for.
type links struct {
	unreachable string
	asked       []string
}

func (l *links) Unreachable(_ context.Context, link string) string {
	l.asked = append(l.asked, link)
	return l.unreachable
}

func TestALinkThatNobodyCanFollow(t *testing.T) {
	t.Parallel()
	const away = "it answers 404"
	for name, test := range map[string]struct {
		body        string
		login       string
		unreachable string
		asked       int
		kept        string // beside the sign-off
		refused     string
	}{
		"a link that can be reached":              {"/golive sign-off rollback https://wiki.acme.dev/plan", "dana", "", 1, "", ""},
		"one that cannot, where none is needed":   {"/golive sign-off rollback https://wiki.acme.dev/plan", "dana", away, 1, away, ""},
		"one that cannot, where one is needed":    {"/golive sign-off launch.qa-checklist https://wiki.acme.dev/run", "dana", away, 1, "", "signed with a link that others can follow, and from where golive runs nothing answers there (it answers 404)"},
		"one that can, where one is needed":       {"/golive sign-off launch.qa-checklist https://wiki.acme.dev/run", "dana", "", 1, "", ""},
		"no link":                                 {"/golive sign-off rollback", "dana", away, 0, "", ""},
		"a page of the forge, which is private":   {"/golive sign-off launch.qa-checklist https://GitHub.com/acme/secret/actions/runs/7", "dana", away, 0, "", ""},
		"a page that only looks like the forge's": {"/golive sign-off rollback https://github.com.evil.example/acme", "dana", away, 1, away, ""},
		"nobody looks for who may not sign":       {"/golive sign-off rollback https://wiki.acme.dev/plan", "wim", away, 0, "", "signed by"},
		"nor for what the evidence refutes":       {"/golive sign-off launch.changelog https://wiki.acme.dev/plan", "dana", away, 0, "", "launch.changelog"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld()
			looked := &links{unreachable: test.unreachable}
			w.links = looked
			if err := w.say(t, test.login, test.body); err != nil {
				t.Fatal(err)
			}
			if len(looked.asked) != test.asked {
				t.Errorf("looked at %q", looked.asked)
			}
			reply := strings.Join(w.replies, "\n")
			if (reply == "") != (test.refused == "") || !strings.Contains(reply, test.refused) {
				t.Errorf("replied %q", reply)
			}
			var signed checks.SignOff
			for _, one := range w.signed[pullKey] {
				signed = one
			}
			if (signed.By != "") != (test.refused == "") || signed.Unreachable != test.kept {
				t.Errorf("kept %+v", signed)
			}
		})
	}
}
