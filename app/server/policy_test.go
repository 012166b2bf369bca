package server_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// What holds for all repositories of acme.
const common = ".github/golive.yml"

// keepCommon gives acme a policy for all of its repositories.
func (w *world) keepCommon(file string) {
	w.t.Helper()
	change := simulator.Commit{Message: "policy", Files: map[string]string{common: file}}
	if _, err := w.github.Push("acme/.github", "main", "kim", change); err != nil { // not there yet
		must(w.github.CreateRepository("acme", ".github", ""))(w.t)
		must(w.github.Push("acme/.github", "main", "kim", change))(w.t)
	}
}

// keep puts the shop's own policy on main; an empty one is none.
func (w *world) keep(file string) {
	w.t.Helper()
	files := map[string]string{"README.md": "# shop " + file}
	if file != "" {
		files[".golive.yml"] = file
	}
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "policy", Files: files}))(w.t)
}

// propose opens a pull request from a branch with these files.
func (w *world) propose(branch string, files map[string]string) simulator.PullRequest {
	w.t.Helper()
	must(w.github.Push(shop, branch, "kim", simulator.Commit{Message: "change " + branch, Files: files}))(w.t)
	return must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Change " + branch, Head: branch, Base: "main", User: "kim"}))(w.t)
}

// says waits until the one comment on a pull request holds all of the words.
func (w *world) says(number int, words ...string) {
	w.t.Helper()
	for _, one := range words {
		waitFor(w.t, "the comment says "+one, func() bool {
			lists := w.checklists(number)
			return len(lists) == 1 && strings.Contains(lists[0].Body, one)
		})
	}
}

// concludes waits until the ready check of a commit concludes so, with these
// words in title or summary.
func (w *world) concludes(sha, conclusion string, words ...string) simulator.CheckRun {
	w.t.Helper()
	var ready simulator.CheckRun
	waitFor(w.t, sha[:7]+" concludes "+conclusion+": "+strings.Join(words, ", "), func() bool {
		run, found := w.run(sha, checks.ReadyCheck)
		if !found || run.Status != "completed" || run.Conclusion != conclusion {
			return false
		}
		for _, one := range words {
			if !strings.Contains(run.Title+"\n"+run.Summary, one) {
				return false
			}
		}
		ready = run
		return true
	})
	return ready
}

const observing = "version: 1\nmode: observe\n"

func TestPolicyOfNobodyIsObservedAndNamesTheNextSteps(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.keep("")
	pull := w.propose("release/v1.0.0", map[string]string{"a.js": "debugger\n"})
	w.concludes(pull.HeadSHA, "success", "observing — would be NOT READY (")
	w.says(pull.Number, "built-in defaults", "Three steps to a gate", "`golive init`", "mode: enforce")
}

func TestPolicyOfTheRepositoryBlocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.keep(enforcing)
	pull := w.propose("release/v1.0.0", map[string]string{"a.js": "debugger\n"})
	w.concludes(pull.HeadSHA, "failure", "NOT READY", "acme/shop:.golive.yml")
}

func TestPolicyOfTheOrganisationHoldsBelowTheRepositorys(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, inMemory, simulator.Options{BasePath: "/api/v3"})
	w.start()
	w.keepCommon("version: 1\nmode: enforce\nrelease: {branches: [\"ship/*\"]}\n")
	w.keep("")
	pull := w.propose("ship/1", map[string]string{"a.js": "debugger\n"})
	w.concludes(pull.HeadSHA, "failure", "NOT READY", "policy `acme/.github:.github/golive.yml` at `main@")
	w.keep(observing)
	must(w.github.Push(shop, "ship/1", "kim", simulator.Commit{Message: "more", Files: map[string]string{"b.js": "debugger\n"}}))(t)
	w.says(pull.Number, "OBSERVING", "acme/shop:.golive.yml over acme/.github:.github/golive.yml")
}

func TestPolicyOfTheOrganisationThatIsBrokenIsNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.keepCommon("version: 1\nmodus: enforce\n")
	w.keep(observing)
	pull := w.propose("release/v1.0.0", map[string]string{"a.js": "1\n"})
	w.concludes(pull.HeadSHA, "failure", "the policy file cannot be used", "acme/.github:.github/golive.yml line 2, column 1", "nothing was skipped because of this")
	// Mended, the next event judges by it.
	w.keepCommon(enforcing)
	must(w.github.Push(shop, "release/v1.0.0", "kim", simulator.Commit{Message: "more", Files: map[string]string{"a.js": "2\n"}}))(t)
	w.says(pull.Number, "OBSERVING", "acme/shop:.golive.yml over acme/.github:.github/golive.yml")
	// Broken again, what it said last holds.
	w.keepCommon("version: 1\nmodus: enforce\n")
	must(w.github.Push(shop, "release/v1.0.0", "kim", simulator.Commit{Message: "more", Files: map[string]string{"a.js": "3\n"}}))(t)
	w.says(pull.Number, "acme/shop:.golive.yml over acme/.github:.github/golive.yml (the last that could be used)")
}

func TestPolicyThatBreaksLeavesTheLastGoodOneInForce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.keep(enforcing)
	pull := w.propose("release/v1.0.0", map[string]string{"a.js": "debugger\n"})
	w.concludes(pull.HeadSHA, "failure", "NOT READY —")
	w.keep("version: 1\nmode: enforcee\n")
	head := must(w.github.Push(shop, "release/v1.0.0", "kim", simulator.Commit{Message: "more", Files: map[string]string{"a.js": "1\n"}}))(t)
	w.concludes(head, "failure", "acme/shop:.golive.yml line 2, column 7", "acme/shop:.golive.yml (the last that could be used)")
}

func TestPolicyEditInAReleaseIsShownAndDoesNotHold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.keep(enforcing)
	pull := w.propose("release/v1.0.0", map[string]string{"a.js": "debugger\n", ".golive.yml": "version: 1\nmode: enforce\nrelase:\n  tags: []\n"})
	ready := w.concludes(pull.HeadSHA, "failure", "NOT READY — the policy edit has 1 error", "line 3, column 1", "nothing was skipped because of this")
	if len(ready.Annotations) != 1 || ready.Annotations[0].Path != ".golive.yml" || ready.Annotations[0].StartLine != 3 || ready.Annotations[0].Level != "failure" {
		t.Errorf("annotations %+v", ready.Annotations)
	}
	w.says(pull.Number, "This pull request's `.golive.yml` cannot be used", "did you mean", "The policy in force stays that of `main`")

	// Mended, and weaker: the preview says so, and the verdict is still that of main.
	head := must(w.github.Push(shop, "release/v1.0.0", "kim", simulator.Commit{Message: "fix", Files: map[string]string{".golive.yml": observing}}))(t)
	w.concludes(head, "failure", "NOT READY", "⚠️ weaker: `golive / ready` would stop blocking")
	w.says(pull.Number, "This pull request changes `.golive.yml`", "| `mode` | `enforce` | `observe` |")
}

func TestPolicyEditThatTurnsTheGateOnSaysWhatItWouldBlock(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.keep("")
	pull := w.propose("release/v1.0.0", map[string]string{"a.js": "debugger\n", ".golive.yml": enforcing})
	w.concludes(pull.HeadSHA, "success", "observing", "This pull request adds `.golive.yml`", "`golive / ready` would block: NOT READY, ")
}

func TestPolicyEditOutsideOfReleases(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.keep(enforcing)
	pull := w.propose("chore/policy", map[string]string{".golive.yml": "version: 1\nmode: block\nroles:\n  boss: [\"@kim\"]\n"})
	ready := w.concludes(pull.HeadSHA, "failure", "The policy edit has 2 errors", "line 2, column 7")
	if len(ready.Annotations) != 2 {
		t.Errorf("annotations %+v", ready.Annotations)
	}
	head := must(w.github.Push(shop, "chore/policy", "kim", simulator.Commit{Message: "fix", Files: map[string]string{".golive.yml": observing + "release: {titles: [\"^Change chore\"]}\n"}}))(t)
	w.concludes(head, "success", "it weakens the policy", "this pull request would count as a release", "| `mode` | `enforce` | `observe` |")
	if comments := must(w.github.Comments(shop, pull.Number))(t); len(comments) != 0 {
		t.Errorf("%d comments on a pull request that is no release", len(comments))
	}
	// One that is merely behind edits nothing.
	behind := w.propose("feat/exports", map[string]string{"a.js": "1\n"})
	w.concludes(behind.HeadSHA, "success", "nothing to check")
	w.keep(enforcing + "# a comment\n")
	moved := must(w.github.Push(shop, "feat/exports", "kim", simulator.Commit{Message: "more", Files: map[string]string{"a.js": "2\n"}}))(t)
	w.concludes(moved, "success", "nothing to check")
}

func TestPolicyEditWhereGoliveObservesFailsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.keep(observing)
	pull := w.propose("chore/policy", map[string]string{".golive.yml": "version: 1\nmode: block\n"})
	if ready := w.concludes(pull.HeadSHA, "success", "observing — the policy edit has 1 error"); len(ready.Annotations) != 1 {
		t.Errorf("annotations %+v", ready.Annotations)
	}
}

func TestPolicyThatCannotBeReadIsNoRedCheck(t *testing.T) {
	t.Parallel()
	for name, path := range map[string]string{"the repository's": `/repos/acme/shop/contents/\.golive\.yml$`, "the organisation's": `/repos/acme/\.github`} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, inMemory)
			w.keepCommon(observing)
			w.keep(observing)
			remove := w.github.Inject(simulator.Fault{Kind: simulator.ServerError, Status: 500, Method: "GET", Path: regexp.MustCompile(path), Times: 2})
			pull := w.propose("release/v1.0.0", map[string]string{"a.js": "1\n"})
			waitFor(t, "GitHub has failed", func() bool {
				if run, found := w.run(pull.HeadSHA, checks.ReadyCheck); found && run.Conclusion == "failure" {
					t.Fatalf("a red check: %q", run.Title)
				}
				return strings.Contains(w.log.String(), "500")
			})
			w.concludes(pull.HeadSHA, "success", "observing")
			if remove() == 0 {
				t.Error("GitHub never failed")
			}
		})
	}
}

func TestPolicyMergedWhileAReleaseIsOpenJudgesItsNextEvent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.keep("")
	pull := w.propose("release/v1.0.0", map[string]string{"a.js": "debugger\n"})
	w.concludes(pull.HeadSHA, "success", "observing")
	policy := w.propose("chore/policy", map[string]string{".golive.yml": enforcing})
	w.concludes(policy.HeadSHA, "success", "`golive / ready` would block releases that are not ready")
	must(w.github.Merge(shop, policy.Number, "squash", "dana"))(t)
	must(w.github.Review(shop, pull.Number, "dana", "APPROVED", ""))(t)
	w.concludes(pull.HeadSHA, "failure", "NOT READY", "acme/shop:.golive.yml")
}

func TestPolicyUnderAnotherNameIsSaidNotToBeRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	must(w.github.Push(shop, "main", "kim", simulator.Commit{Message: "start", Files: map[string]string{".golive.yaml": enforcing}}))(t)
	pull := w.propose("release/v1.0.0", map[string]string{"a.js": "1\n"})
	w.concludes(pull.HeadSHA, "success", "observing", "`.golive.yaml` is not read", "`git mv .golive.yaml .golive.yml`")
}

func TestPolicyTakesASignersWordBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "dana", "/golive sign-off delivery.rollback https://example.com/plan", done)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Pass)
	w.keep(enforcing + "roles: {release-manager: [\"@lee\"]}\n")
	must(w.github.Review(shop, pull.Number, "lee", "APPROVED", ""))(t)
	waitFor(t, "the sign-off of who holds the role no more does not count", func() bool {
		return w.items(pull.HeadSHA)["delivery.rollback"].Verdict != checks.Pass
	})
	w.says(pull.Number, "is not of the role release-manager")
}
