package remote_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/app/remote"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/jobs"
)

const shop = "acme/shop"

// world is a simulated GitHub with the private repository acme/shop, a released
// version of it, and a release pull request.
type world struct {
	*simulator.GitHub
	t     *testing.T
	api   string
	pull  simulator.PullRequest
	first string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	made := must(simulator.New(simulator.Options{Directory: t.TempDir(), BasePath: "/api/v3"}))(t)
	w := &world{GitHub: made, t: t}
	w.api = must(made.Start("127.0.0.1:0"))(t) + "/api/v3"
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = made.Close(ctx)
	})
	made.CreateOrganization("acme")
	must(made.CreateRepository("acme", "shop", ""))(t)
	w.do(made.SetPermission(shop, "kim", "write"))
	w.do(made.SetPermission(shop, "dana", "maintain"))
	w.first = must(made.Push(shop, "main", "kim", simulator.Commit{Message: "first", Files: map[string]string{
		"src/index.js": "export default 1;\n", "CHANGELOG.md": "# Changelog\n\n## 1.3.0 - 2026-10-01\n\n- First.\n",
	}}))(t)
	_, _, err := made.CreateTag(shop, "release/v1.3.0", w.first, "Release v1.3.0", "kim")
	w.do(err)
	must(made.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Parent: "main", Message: "feat: refunds", Files: map[string]string{
		"src/refunds.js": "export default 2;\nconsole.log('here');\n", "CHANGELOG.md": "# Changelog\n\n## 1.4.0 - 2026-11-29\n\n- Refunds.\n\n## 1.3.0 - 2026-10-01\n\n- First.\n",
	}}))(t)
	w.pull = must(made.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v1.4.0", Head: "release/v1.4.0", User: "kim"}))(t)
	must(made.Review(shop, w.pull.Number, "dana", "APPROVED", ""))(t)
	return w
}

func (w *world) do(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func must[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// judge judges what a target names with a token of a person.
func (w *world) judge(target, token string, change func(*remote.Options)) (checks.Report, []string, error) {
	w.t.Helper()
	tools, closeTools, err := catalogue.OpenTools(catalogue.ToolOptions{Command: projecttest.Command()})
	w.do(err)
	w.t.Cleanup(func() { _ = closeTools() })
	options := remote.Options{
		Target: must(remote.ParseTarget(target))(w.t), Catalogue: catalogue.New(tools), Version: "1.2.3", Now: time.Now, Token: token,
		Only:   []string{"code.review", "code.debug-leftovers", "delivery.naming", "launch.changelog"},
		Runner: checks.NewRunner(checks.RunnerOptions{Now: time.Now, Incident: func() string { return "incident" }, Logger: slog.New(slog.DiscardHandler)}),
		GitHub: github.Options{APIURL: w.api, DataDirectory: w.t.TempDir()},
		Doing:  func(string) {}, Began: func(int, int, checks.ItemID) {},
	}
	if change != nil {
		change(&options)
	}
	return remote.Judge(w.t.Context(), options)
}

func verdicts(report checks.Report) map[checks.ItemID]checks.Verdict {
	found := map[checks.ItemID]checks.Verdict{}
	for id, result := range report.Results {
		found[id] = result.Verdict()
	}
	return found
}

func TestAPullRequestATagAndTheDefaultBranchAreJudged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.CreatePersonalToken("kim", nil)
	w.ForgetRequests()

	report, notes, err := w.judge(shop+"#"+number(w.pull), token, nil)
	w.do(err)
	seen := verdicts(report)
	if seen["code.review"] != checks.Pass && seen["code.review"] != checks.Warn || seen["code.debug-leftovers"] != checks.Fail || seen["launch.changelog"] != checks.Pass {
		t.Errorf("the pull request: %v %v %+v", seen, notes, report.Results["launch.changelog"])
	}
	if report.Release.SHA != w.pull.HeadSHA || report.Release.Version != "1.4.0" || report.Range == nil || report.Range.From != w.first ||
		!strings.Contains(report.Range.Reason, "last release release/v1.3.0") || len(notes) > 0 {
		t.Errorf("the pull request's release: %+v, range %+v, notes %q", report.Release, report.Range, notes)
	}

	report, notes, err = w.judge(shop+"@release/v1.3.0", token, nil)
	w.do(err)
	if report.Release.SHA != w.first || report.Release.Kind != checks.ReleaseTag || verdicts(report)["code.debug-leftovers"] != checks.Pass || len(notes) > 0 {
		t.Errorf("the tag: %+v %v %q", report.Release, verdicts(report), notes)
	}

	report, _, err = w.judge(shop, token, nil)
	w.do(err)
	if report.Release.SHA != w.first || report.Release.Kind != checks.ReleaseBranch || report.Release.HeadBranch != "main" {
		t.Errorf("the default branch: %+v", report.Release)
	}

	for _, request := range w.Requests() {
		if request.Method != http.MethodGet && request.Path != "/graphql" && !strings.HasSuffix(request.Path, "/git-upload-pack") {
			t.Errorf("asked %s %s, which may write", request.Method, request.Path)
		}
	}
}

func number(pull simulator.PullRequest) string { return strconv.Itoa(pull.Number) }

func TestWhatIsNoReleaseIsJudgedAndSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.CreatePersonalToken("kim", nil)
	_, _, err := w.CreateTag(shop, "nightly-7", w.first, "", "kim")
	w.do(err)
	if _, notes, err := w.judge(shop+"@nightly-7", token, nil); err != nil || !mentions(notes, "no release tag by the policy") {
		t.Errorf("the tag: %q, %v", notes, err)
	}
	must(w.Push(shop, "fix", "kim", simulator.Commit{Parent: "main", Message: "fix", Files: map[string]string{"src/fix.js": "export default 3;\n", ".golive.yml": "version: 1\nmode: enforce\n"}}))(t)
	fix := must(w.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Fix", Head: "fix", User: "kim"}))(t)
	_, err = w.Merge(shop, fix.Number, "squash", "kim")
	w.do(err)
	report, notes, err := w.judge(shop+"#"+number(fix), token, nil)
	if err != nil || !mentions(notes, "is merged") || !mentions(notes, "no release pull request by the policy") {
		t.Errorf("the pull request: %q, %v", notes, err)
	}
	if report.Policy.Source != "acme/shop:.golive.yml" || report.Policy.Ref != "main" {
		t.Errorf("the policy: %+v", report.Policy)
	}
}

func mentions(notes []string, words string) bool {
	return slices.ContainsFunc(notes, func(note string) bool { return strings.Contains(note, words) })
}

func TestThePolicyOfThisMachineHoldsWhereItIsNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	file := filepath.Join(t.TempDir(), "policy.yml")
	w.do(os.WriteFile(file, []byte("version: 1\nmode: enforce\n"), 0o600))
	token := w.CreatePersonalToken("kim", nil)
	report, _, err := w.judge(shop+"#"+number(w.pull), token, func(o *remote.Options) { o.Policy, o.Base = file, w.first })
	w.do(err)
	if report.Policy.Source != file || report.Policy.Mode != "enforce" || report.Range.Reason != w.first {
		t.Errorf("%+v, %+v", report.Policy, report.Range)
	}
	w.do(os.WriteFile(file, []byte("version: 1\nmodus: enforce\n"), 0o600))
	if _, _, err := w.judge(shop, token, func(o *remote.Options) { o.Policy = file }); !errors.Is(err, remote.ErrUsage) {
		t.Errorf("a policy with a mistake: %v", err)
	}
	if _, _, err := w.judge(shop, token, func(o *remote.Options) { o.Only = []string{"code.reviews"} }); !errors.Is(err, remote.ErrUsage) {
		t.Errorf("an unknown item: %v", err)
	}
}

func TestWhatCannotBeSeenSaysWhy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(w.CreateRepository("acme", "empty", ""))(t)
	w.do(w.SetPermission("acme/empty", "kim", "read"))
	kim := w.CreatePersonalToken("kim", nil)
	for name, test := range map[string]struct {
		target, token string
		is            error
		says          string
	}{
		"a pull request that is not there": {shop + "#99", kim, jobs.ErrGone, "#99"},
		"a tag that is not there":          {shop + "@v9", kim, jobs.ErrGone, "tag v9"},
		"a repository that is not there":   {"acme/nowhere", kim, jobs.ErrGone, "or the token may not see it"},
		"a repository without commits":     {"acme/empty", kim, jobs.ErrEmpty, "acme/empty"},
		"a stranger's token":               {shop, w.CreatePersonalToken("eve", nil), jobs.ErrGone, "or the token may not see it"},
		"a token that expired":             {shop, "github_pat_of_last_year", jobs.ErrForbidden, "GitHub refused the token"},
		"a token that may read nothing":    {shop + "#" + number(w.pull), w.CreatePersonalToken("kim", map[string]string{"metadata": "read"}), jobs.ErrForbidden, "the token lacks a permission (pull_requests: read"},
		"a token that is none":             {shop, "two words", remote.ErrUsage, "no token has"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := w.judge(test.target, test.token, nil); !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAnItemWithoutItsPermissionIsNotJudged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	token := w.CreatePersonalToken("kim", map[string]string{"contents": "read", "pull_requests": "read"})
	report, notes, err := w.judge(shop+"#"+number(w.pull), token, nil)
	w.do(err)
	if got := report.Results["code.review"].Verdict(); got == checks.Unknown {
		t.Errorf("code.review: %v", report.Results["code.review"])
	}
	if !mentions(notes, "deployments: read") {
		t.Errorf("what the range lacks is not told: %q", notes)
	}
}
