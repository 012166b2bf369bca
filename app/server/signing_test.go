package server_test

import (
	"testing"

	"github.com/golive-app/golive/checks"
)

const plan = "/golive sign-off delivery.rollback https://example.com/plan"

func TestOfTwoSignOffsAtOnceTheLaterStands(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.setRoles(map[string]string{"alex": "admin"})
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	answers := w.atOnce(pull.Number, plan, "dana", "alex")
	if len(answers[done]) == 0 {
		t.Fatalf("answered were %v", answers)
	}
	last := answers[done][len(answers[done])-1] // one that came while the other was judged is told so
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Pass)
	waitFor(t, "the later one stands", func() bool {
		kept := w.items(pull.HeadSHA)["delivery.rollback"]
		return kept.Verdict == checks.Pass && kept.SignOff != nil && kept.SignOff.Comment == last
	})
}

func TestTheSamePersonSignsOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	first := w.command(pull.Number, "dana", plan, done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Pass)
	w.command(pull.Number, "dana", plan+"/other", refused)
	w.answered(pull.Number, "was signed by you", "/golive revoke delivery.rollback")
	if kept := w.items(pull.HeadSHA)["delivery.rollback"].SignOff; kept == nil || kept.Comment != first {
		t.Errorf("signed by %+v", kept)
	}
	w.command(pull.Number, "dana", "/golive revoke delivery.rollback", done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Unknown)
	second := w.command(pull.Number, "dana", plan+"/other", done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Pass)
	if kept := w.items(pull.HeadSHA)["delivery.rollback"].SignOff; kept == nil || kept.Comment != second {
		t.Errorf("signed by %+v", kept)
	}
}

func TestWhoLeftATeamSignsForItNoLonger(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.github.AddTeamMember("acme", "managers", "lee")
	w.main()
	w.keep(enforcing + "roles: {release-manager: [\"@acme/managers\"]}\n")
	pull := w.propose("release/v1.5.0", sound)
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "lee", plan, done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Pass)
	w.github.RemoveTeamMember("acme", "managers", "lee")
	w.command(pull.Number, "kim", "/golive rerun delivery.rollback", done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Unknown)
	w.comments(pull.Number, "by the policy that holds now, @\u200dlee is not of the role release-manager")
	w.github.AddTeamMember("acme", "managers", "lee")
	w.command(pull.Number, "kim", "/golive rerun delivery.rollback", done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Pass)
}

func TestWhoLeftTheRepositorySaidWhatTheyMight(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "dana", plan, done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Pass)
	before := w.runOf(pull.HeadSHA)
	w.do(w.github.SetPermission(shop, "dana", ""))
	w.command(pull.Number, "kim", "/golive rerun all", done)
	waitFor(t, "everything is judged anew", func() bool { return w.runOf(pull.HeadSHA) != before })
	if kept := w.items(pull.HeadSHA)["delivery.rollback"]; kept.Verdict != checks.Pass {
		t.Errorf("it is %s, signed by %+v", kept.Verdict, kept.SignOff)
	}
	w.command(pull.Number, "dana", "/golive sign-off infrastructure.load-balancer https://example.com/balancer", refused)
}
