package launch_test

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
	"github.com/golive-app/golive/checks/launch"
)

var smokeItem = checks.Item{ID: "launch.smoke-checklist", Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2}, Role: checks.RoleQA}

const smokeSteps = `steps:
  - name: start page
    path: /
    check: body contains "Welcome"
  - name: health
    path: /health
    check: json status == ok
`

// trusting lets golive take files from a branch; nil: there are none on it.
func trusting(files map[string]string) checkstest.Option {
	return func(subject *checks.Subject) {
		subject.Trusted = checks.TrustedFiles{Ref: "main", Read: func(_ context.Context, path string) ([]byte, error) {
			text, found := files[path]
			switch {
			case !found:
				return nil, fs.ErrNotExist
			case text == "broken":
				return nil, errors.New("broken")
			}
			return []byte(text), nil
		}}
	}
}

func TestSmokeIsPlayedOnStaging(t *testing.T) {
	t.Parallel()
	home, health := answer(200, "text/html", "<h1>Welcome</h1>"), said(`{"status":"ok"}`)
	whole := site{paths: map[string]http.HandlerFunc{"/": home, "/health": health}, missing: answer(404, "text/plain", "no")}
	ill := site{paths: map[string]http.HandlerFunc{"/": home, "/health": answer(503, "application/json", `{"status":"down <b>@acme</b>"}`)}, missing: answer(404, "text/plain", "no")}
	const writes = smokeSteps + "  - name: order\n    method: POST\n    path: /orders\n    body: '{}'\n"
	file := func(text string) map[string]string { return map[string]string{".golive/smoke.yml": text} }
	unknown := checks.Deployed{}
	for name, test := range map[string]struct {
		own      string
		trusted  map[string]string
		serve    site
		change   func(*probe.Options)
		deployed *checks.Deployed
		files    map[string]string
		verdict  checks.Verdict
		findings string
		says     string
	}{
		"all holds on this content": {own: smokeSteps, serve: whole, verdict: checks.Pass, says: "E4 supports played `.golive/smoke.yml` on staging: 2 of 2 steps held (pages: 1, API: 1)"},
		"by deployment record":      {own: smokeSteps, serve: whole, deployed: &checks.Deployed{Proof: checks.ProofDeployment}, verdict: checks.Pass, says: "E4 supports"},
		"a version that nobody knows": {own: smokeSteps, serve: whole, deployed: &unknown, verdict: checks.Pass,
			says: "E1 supports played `.golive/smoke.yml` on staging: 2 of 2 steps held (pages: 1, API: 1) (at an unknown version"},
		"a failing step of a version that nobody knows": {own: smokeSteps, serve: ill, deployed: &unknown, verdict: checks.Warn, findings: "warning smoke.step", says: "as staging is now"},
		"another version": {own: smokeSteps, serve: ill, deployed: &checks.Deployed{Proof: checks.ProofVersion, Other: true, Words: "`/version` says `77c0de1`"}, verdict: checks.Warn, findings: "warning smoke.not-played",
			says: "does not run this content: `/version` says `77c0de1`"},
		"a step fails": {own: smokeSteps, serve: ill, verdict: checks.Fail, findings: "error smoke.step", says: ".golive/smoke.yml:5 the step `health` fails on staging: `status 503`"},
		"what was answered is no markup": {own: strings.ReplaceAll(smokeSteps, "json status == ok", "[status == 503, json status == ok]"), serve: ill, verdict: checks.Fail, findings: "error smoke.step",
			says: "`json status == ok: it is \"down <b>@acme</b>\"`"},
		"new in this release":          {own: smokeSteps, trusted: map[string]string{}, serve: ill, verdict: checks.Warn, findings: "warning smoke.not-played", says: "the file is new in this release, and what is played is the one on `main`"},
		"changed by this release":      {own: smokeSteps + "# more\n", trusted: file(smokeSteps), serve: whole, verdict: checks.Pass, says: "(as `main` has it)"},
		"a changed one fails":          {own: "# moved\n" + smokeSteps, trusted: file(smokeSteps), serve: ill, verdict: checks.Fail, findings: "error smoke.step", says: ".golive/smoke.yml:6 the step `health`"},
		"the branch's is not in order": {own: smokeSteps, trusted: file("steps: 1"), serve: whole, verdict: checks.Warn, findings: "warning smoke.not-played", says: "that one is not in order"},
		"the branch cannot be read":    {own: smokeSteps, trusted: file("broken"), serve: whole, verdict: checks.Warn, findings: "warning smoke.not-played", says: "could not be read"},
		"the release's is not in order": {own: "steps:\n- path: 'https://evil.test/'\n", trusted: file(smokeSteps), serve: whole, verdict: checks.Fail, findings: "error smoke.broken",
			says: ".golive/smoke.yml:2 the smoke test cannot be played: `path is an address"},
		"a step that writes":             {own: writes, serve: whole, verdict: checks.Warn, findings: "warning smoke.skipped", says: "`probes: {allow_writes: true}`"},
		"a step that writes and may":     {own: writes, serve: whole, change: func(o *probe.Options) { o.Writes.May = true }, verdict: checks.Fail, findings: "error smoke.step", says: "the step `order` fails on staging: `status 404`"},
		"a secret that nobody laid down": {own: strings.Replace(smokeSteps, "path: /\n", "path: /\n    headers: {A: '${secret:KEY}'}\n", 1), serve: whole, verdict: checks.Warn, findings: "warning smoke.not-played", says: "the secret `KEY` cannot be had"},
		"no page, and there are pages": {own: "steps: [{path: /health}]", serve: whole, files: map[string]string{"src/a.tsx": "export default () => <p/>\n"}, verdict: checks.Warn, findings: "warning smoke.no-page",
			says: "1 of 1 step of the smoke test held"},
		"pages alone": {own: "steps: [{path: /}]", serve: whole, verdict: checks.Warn, findings: "warning smoke.no-api"},
		"a wall":      {own: smokeSteps, serve: site{missing: answer(403, "text/html", "<h1>Attention Required! | Cloudflare</h1>")}, verdict: checks.Warn, findings: "warning smoke.not-played", says: "Cloudflare answers before"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			visit := probetest.Serve(t, test.serve, func(options *probe.Options) {
				options.Writes.Why = "the policy has no `probes: {allow_writes: true}`"
				if test.change != nil {
					test.change(options)
				}
				if test.deployed != nil {
					options.Prove = func(context.Context, *probe.Visit) (checks.Deployed, error) { return *test.deployed, nil }
				}
			})
			files := map[string]string{".golive/smoke.yml": test.own}
			maps.Copy(files, test.files)
			trusted := test.trusted
			if trusted == nil {
				trusted = files
			}
			subject := checkstest.Subject(checkstest.Tree(files), checkstest.PullRequest(), trusting(trusted), func(subject *checks.Subject) { subject.Staging = visit })
			holds(t, checkstest.Judge(t, smokeItem, launch.NewSmoke(), subject), test.verdict, test.findings, test.says)
		})
	}
	unvisited := checkstest.Subject(checkstest.Tree(file(smokeSteps)), trusting(file(smokeSteps)))
	holds(t, checkstest.Judge(t, smokeItem, launch.NewSmoke(), unvisited), checks.Warn, "warning smoke.not-played", "`golive check DIR --staging URL`")
	unvisited.Trusted = checks.TrustedFiles{}
	holds(t, checkstest.Judge(t, smokeItem, launch.NewSmoke(), unvisited), checks.Warn, "warning smoke.not-played", "no branch is known")
}

// holds compares a result with its verdict, its findings that are no notices, and a text
// that it says.
func holds(t *testing.T, result checks.Result, verdict checks.Verdict, findings, says string) {
	t.Helper()
	var lines []string
	text := result.Headline + "\n" + result.Why
	for _, finding := range result.Findings {
		if finding.Severity != checks.SeverityNotice {
			lines = append(lines, string(finding.Severity)+" "+finding.Rule)
		}
		text += "\n" + finding.Path + ":" + strconv.Itoa(finding.Line) + " " + finding.Message + "\n" + finding.Remedy
	}
	for _, evidence := range result.Evidence {
		text += "\n" + evidence.Grade.String() + " " + string(evidence.Outcome) + " " + evidence.Summary
	}
	if got := strings.Join(lines, "\n"); result.Verdict() != verdict || got != findings || !strings.Contains(text, says) {
		t.Errorf("%s, want %s; findings %q, want %q; says\n%s\nwant %q", result.Verdict(), verdict, got, findings, text, says)
	}
}
