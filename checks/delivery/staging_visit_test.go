package delivery_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/delivery"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
)

// answers is a service of some paths: "status type body".
type answers map[string]string

func (a answers) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	line, found := a[request.URL.Path]
	if !found {
		if line, found = a["*"]; !found {
			line = "404 text/plain no"
		}
	}
	var status int
	var kind string
	_, _ = fmt.Sscanf(line, "%d %s", &status, &kind)
	writer.Header().Set("Content-Type", kind)
	writer.WriteHeader(status)
	_, _ = fmt.Fprint(writer, strings.SplitN(line, " ", 3)[2])
}

func TestStagingIsVisited(t *testing.T) {
	t.Parallel()
	check := delivery.NewStaging(projecttest.Reader(t))
	service := map[string]string{"Dockerfile": "FROM x\nEXPOSE 80\n", "index.js": "const app = require('express')();\napp.get('/', (q, r) => r.send('x'));\napp.listen(80);\n"}
	const steps = "steps: [{name: home, path: /, check: body contains Welcome}]"
	this := checkstest.Head + " success"
	well := answers{"/": "200 text/html <h1>Welcome</h1>", "/health": `200 application/json {"status":"ok"}`}
	record := checks.Deployed{Proof: checks.ProofDeployment, Words: "the last deployment to `staging` was of `a1b2c3d`"}
	other := checks.Deployed{Proof: checks.ProofVersion, Other: true, Words: "`/version` says `77c0de1`"}
	green := func() *checkstest.Forge { return ran(staged(this), "e2e", checks.CISuccess, time.Minute) }
	for name, test := range map[string]struct {
		serve    http.Handler
		forge    *checkstest.Forge
		change   func(*checkstest.Forge)
		smoke    string
		deployed *checks.Deployed
		files    map[string]string
		dirty    bool
		verdict  checks.Verdict
		says     string
		not      string
	}{
		"answers, runs it, tested since":        {serve: well, forge: green(), verdict: checks.Pass, says: "staging answers (`GET /` 200, `GET /health` 200) and runs this content: `/version` says `a1b2c3d`"},
		"tests that GitHub knows of are enough": {serve: well, forge: green(), smoke: "steps: [{path: /gone}]", verdict: checks.Pass, says: "was tested since"},
		"the smoke test is a test":              {serve: well, forge: staged(this), smoke: steps, verdict: checks.Pass, says: "1 of 1 step of `.golive/smoke.yml` held", not: "warning staging.untested"},
		"the smoke test fails":                  {serve: answers{"/": "200 text/html <h1>Oops</h1>"}, forge: staged(this), smoke: steps, verdict: checks.Fail, says: "`home` first: `body contains Welcome: it does not hold`"},
		"no test at all":                        {serve: well, forge: staged(this), verdict: checks.NeedsSignOff, says: "no test ran on it since"},
		"red tests stay red":                    {serve: well, forge: ran(staged(this), "e2e", checks.CIFailure, time.Minute), smoke: steps, verdict: checks.Fail, says: "ended as failure"},
		"by record alone":                       {serve: well, forge: green(), deployed: &record, verdict: checks.Warn, says: "GitHub's record alone"},
		"nothing says what it runs":             {serve: well, forge: &checkstest.Forge{}, smoke: steps, deployed: &checks.Deployed{}, verdict: checks.NeedsSignOff, says: "at an unknown version"},
		"runs another, whatever is recorded":    {serve: well, forge: green(), deployed: &other, verdict: checks.Fail, says: "`/version` says `77c0de1`, though GitHub records that this content was deployed"},
		"both say that it is behind":            {serve: well, forge: staged(older + " success"), change: far(14, 0), deployed: &other, verdict: checks.Fail, says: "14 commits behind"},
		"says itself that it is not behind":     {serve: well, forge: staged(older + " success"), change: far(14, 0), smoke: steps, verdict: checks.Pass, says: "the smoke test holds on it"},
		"it is down":                            {serve: answers{"*": "500 text/plain oops"}, forge: green(), verdict: checks.Fail, says: "answers 500 to everything"},
		"it does not start":                     {serve: answers{"*": "503 text/plain starting"}, forge: green(), verdict: checks.Fail, says: "did not start within a minute"},
		"its first page fails":                  {serve: answers{"/": "500 text/plain oops"}, forge: green(), verdict: checks.Fail, says: "`GET /` on staging answered 500"},
		"it is not well":                        {serve: answers{"/": "200 text/html x", "/health": `503 application/json {"database":"down"}`}, forge: green(), verdict: checks.Fail, says: "staging says that it is not well"},
		"an API without a first page":           {serve: answers{"/healthz": "200 text/plain ok"}, forge: green(), verdict: checks.Pass, says: "`GET /` 404, `GET /healthz` 200"},
		"a wall stands before it":               {serve: answers{"*": "403 text/html <h1>Attention Required! | Cloudflare</h1>"}, forge: green(), verdict: checks.NeedsSignOff, says: "Cloudflare answers before"},
		"one instance, where production has three": {serve: well, forge: green(), files: map[string]string{"k8s/staging/web.yaml": "spec:\n  replicas: 1\n", "k8s/production/web.yaml": "spec:\n  replicas: 3\n"},
			verdict: checks.Warn, says: "staging runs one instance"},
		"a directory, and the smoke test":   {serve: well, smoke: steps, verdict: checks.Pass, says: "the smoke test holds on it"},
		"a directory, and no test":          {serve: well, verdict: checks.NeedsSignOff, says: "no test of it was seen"},
		"a directory of another commit":     {serve: well, smoke: steps, deployed: &other, verdict: checks.Fail, says: "staging does not run this content"},
		"a directory with changes":          {serve: well, smoke: steps, deployed: &other, dirty: true, verdict: checks.Unknown, says: "does not run this content"},
		"steps that were left out are told": {serve: well, forge: staged(this), smoke: "steps: [{path: /}, {path: /o, method: POST}]", verdict: checks.Warn, says: "1 of 2 steps of the smoke test were left out"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			visit := probetest.Serve(t, test.serve, func(options *probe.Options) {
				if test.deployed != nil {
					options.Prove = func(context.Context, *probe.Visit) (checks.Deployed, error) { return *test.deployed, nil }
				}
			})
			if test.change != nil {
				test.change(test.forge)
			}
			files := maps.Clone(service)
			maps.Copy(files, test.files)
			subject := checkstest.Subject(checkstest.Tree(files), func(subject *checks.Subject) {
				subject.Staging = visit
				subject.Trusted = checks.TrustedFiles{Ref: "main", Read: func(context.Context, string) ([]byte, error) {
					if test.smoke == "" {
						return nil, fs.ErrNotExist
					}
					return []byte(test.smoke), nil
				}}
			})
			if test.forge != nil {
				checkstest.PullRequest()(&subject)
				checkstest.On(test.forge)(&subject)
			}
			if test.dirty {
				subject.Release.SHA = ""
			}
			result := checkstest.Judge(t, stagingItem, check, subject)
			text := told(result) + "\n" + result.Headline + "\n" + result.Why
			for _, evidence := range result.Evidence {
				text += "\n" + evidence.Grade.String() + " " + evidence.Summary
			}
			if result.Verdict() != test.verdict || !strings.Contains(text, test.says) || test.not != "" && strings.Contains(text, test.not) {
				t.Errorf("%s, want %s and %q:\n%s\n%+v", result.Verdict(), test.verdict, test.says, text, result.Findings)
			}
		})
	}
}
