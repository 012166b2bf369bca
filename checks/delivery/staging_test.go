package delivery_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/delivery"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
)

var stagingItem = checks.Item{ID: "delivery.staging", Kind: checks.KindAuto, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E4}, Role: checks.RoleQA}

const older = "77c0de1000000000000000000000000000000000"

// staged is a forge with deployments to staging, the newest first: "commit state".
func staged(deployments ...string) *checkstest.Forge {
	f := &checkstest.Forge{Deployed: checkstest.Environments{Statuses: map[int64][]checks.DeploymentStatus{}, Distances: map[string]checks.Distance{}}}
	for position, one := range deployments {
		commit, state, _ := strings.Cut(one, " ")
		at := checkstest.Now.Add(-time.Duration(position+1) * 24 * time.Hour)
		id := int64(100 - position)
		f.Deployed.Deployments = append(f.Deployed.Deployments, checks.Deployment{ID: id, Environment: "staging", Commit: commit, CreatedAt: at})
		if state != "" {
			f.Deployed.Statuses[id] = []checks.DeploymentStatus{{State: checks.DeploymentState(state), At: at.Add(time.Minute), Link: "https://github.com/acme/shop/actions/runs/1"}}
		}
	}
	return f
}

// ran adds a check run that began so long after the deployment of yesterday.
func ran(f *checkstest.Forge, name string, state checks.CIState, after time.Duration) *checkstest.Forge {
	if f.CI.Checks == nil {
		f.CI.Checks = map[string][]checks.CheckRun{}
	}
	at := checkstest.Now.Add(-24*time.Hour + time.Minute + after)
	f.CI.Checks[checkstest.Head] = append(f.CI.Checks[checkstest.Head], checks.CheckRun{Name: name, State: state, StartedAt: at, CompletedAt: at.Add(time.Minute)})
	return f
}

func TestStaging(t *testing.T) {
	t.Parallel()
	check := delivery.NewStaging(projecttest.Reader(t))
	this := checkstest.Head + " success"
	service := map[string]string{"Dockerfile": "FROM x\nEXPOSE 80\n", "index.js": "const app = require('express')();\napp.get('/', (q, r) => r.send('x'));\napp.listen(80);\n"}
	with := func(files map[string]string) map[string]string { maps.Copy(files, service); return files }
	behind := with(map[string]string{".github/workflows/cd.yml": "on: push\njobs:\n  unit:\n    runs-on: x\n    steps: [{run: npm test}]\n  deploy:\n    needs: unit\n    runs-on: x\n    environment: staging\n    steps: [{run: ./deploy}]\n  check:\n    needs: [deploy]\n    runs-on: x\n    strategy: {matrix: {browser: [chromium]}}\n    steps: [{run: npx playwright test}]\n"})
	started := with(map[string]string{
		".github/workflows/site.yml": "name: Site\non: deployment_status\njobs:\n  a:\n    runs-on: x\n    steps: [{run: npx playwright test}]\n",
		".github/workflows/tell.yml": "name: Tell\non: deployment_status\njobs:\n  a:\n    runs-on: x\n    steps: [{run: curl https://chat.example}]\n",
	})
	for name, c := range map[string]struct {
		forge   *checkstest.Forge
		files   map[string]string
		change  func(*checkstest.Forge)
		option  checkstest.Option
		verdict checks.Verdict
		says    string
	}{
		"this content, tested afterwards":     {forge: ran(staged(this), "e2e / chromium", checks.CISuccess, time.Minute), verdict: checks.NeedsSignOff, says: "by deployment record"},
		"what was not visited is said":        {forge: ran(staged(this), "smoke", checks.CISuccess, time.Minute), verdict: checks.NeedsSignOff, says: "staging was not visited"},
		"tested before, not after":            {forge: ran(staged(this), "e2e", checks.CISuccess, -time.Hour), verdict: checks.NeedsSignOff, says: "no run of tests"},
		"unit tests are none of staging's":    {forge: ran(staged(this), "unit tests", checks.CISuccess, time.Minute), verdict: checks.NeedsSignOff, says: "no run of tests"},
		"tests that were skipped did not run": {forge: ran(staged(this), "e2e", checks.CISkipped, time.Minute), verdict: checks.NeedsSignOff, says: "no run of tests"},
		"what was searched is said":           {forge: ran(staged(this), "unit tests", checks.CISuccess, time.Minute), verdict: checks.NeedsSignOff, says: "of 1 check run, 0 workflow runs and 0 statuses on `a1b2c3d` none"},
		"a job behind the one that deploys":   {forge: ran(staged(this), "check (chromium)", checks.CISuccess, time.Minute), files: behind, verdict: checks.NeedsSignOff, says: "1 run of tests began after the deployment and ended with success, `check (chromium)` last"},
		"a red job behind it":                 {forge: ran(staged(this), "check", checks.CIFailure, time.Minute), files: behind, verdict: checks.Fail, says: "`check` ran after the deployment and ended as failure"},
		"a job before it":                     {forge: ran(staged(this), "unit", checks.CISuccess, time.Minute), files: behind, verdict: checks.NeedsSignOff, says: "nor is any a job with tests"},
		"a workflow that deployments start":   {forge: staged(this), files: started, change: flow("site.yml", checks.CISuccess, time.Minute), verdict: checks.NeedsSignOff, says: "`Site` last"},
		"one that tells of deployments":       {forge: staged(this), files: started, change: flow("tell.yml", checks.CISuccess, time.Minute), verdict: checks.NeedsSignOff, says: "no run of tests"},
		"a status of tests elsewhere":         {forge: staged(this), change: status("cypress/e2e", checks.StatusSuccess), verdict: checks.NeedsSignOff, says: "`cypress/e2e` last"},
		"a red one":                           {forge: staged(this), change: status("cypress/e2e", checks.StatusFailure), verdict: checks.Fail, says: "`cypress/e2e` ran after"},
		"statuses cannot be read":             {forge: staged(this), change: failing("CommitStatuses", checks.ErrForbidden), verdict: checks.NeedsSignOff, says: "`statuses: read`"},
		"tests are red":                       {forge: ran(staged(this), "e2e", checks.CIFailure, time.Minute), verdict: checks.Fail, says: "ended as failure"},
		"red, and green when it ran again":    {forge: ran(ran(staged(this), "e2e", checks.CIFailure, time.Minute), "e2e", checks.CISuccess, time.Hour), verdict: checks.NeedsSignOff, says: "ended with success"},
		"tests run still":                     {forge: ran(staged(this), "e2e", checks.CIInProgress, time.Minute), verdict: checks.NeedsSignOff, says: "not over"},
		"far behind":                          {forge: staged(older + " success"), change: far(14, 0), verdict: checks.Fail, says: "`staging` runs `77c0de1` (14 commits behind) Deploy `a1b2c3d` to `staging`"},
		"three commits behind":                {forge: staged(older + " success"), change: far(3, 0), verdict: checks.Unknown, says: "3 commits behind"},
		"another branch":                      {forge: staged(older + " success"), change: far(1, 2), verdict: checks.Fail, says: "2 commits that this content lacks"},
		"an equal tree is this content": {forge: staged(older + " success"), change: func(f *checkstest.Forge) {
			f.Deployed.Distances[older+" "+checkstest.Head] = checks.Distance{SameTree: true, Behind: 1}
		}, verdict: checks.NeedsSignOff, says: "same content"},
		"the newest, of this content, failed":    {forge: staged(checkstest.Head+" failure", older+" success"), change: far(5, 0), verdict: checks.Fail, says: "the deployment of `a1b2c3d` to `staging` failed"},
		"a failed one of others is beside it":    {forge: staged(older+" error", this), verdict: checks.NeedsSignOff, says: "runs this content"},
		"still on its way":                       {forge: staged(checkstest.Head + " in_progress"), verdict: checks.Unknown, says: "is live"},
		"nothing reported":                       {forge: staged(checkstest.Head), verdict: checks.Unknown, says: "is live"},
		"no environment is staging":              {forge: &checkstest.Forge{}, verdict: checks.Unknown, says: "called staging"},
		"never deployed to":                      {forge: &checkstest.Forge{Deployed: checkstest.Environments{List: []checks.Environment{{Name: "uat"}}}}, verdict: checks.Unknown, says: "nothing was ever deployed to `uat`"},
		"no permission":                          {forge: staged(this), change: failing("Deployments", checks.ErrForbidden), verdict: checks.Unknown, says: "`deployments: read`"},
		"no permission for statuses":             {forge: staged(this), change: failing("DeploymentStatuses", checks.ErrForbidden), verdict: checks.Unknown, says: "`deployments: read`"},
		"GitHub fails":                           {forge: staged(this), change: failing("Deployments", checkstest.ErrForge), verdict: checks.Unknown, says: "could not be read"},
		"the distance cannot be had":             {forge: staged(older + " success"), change: failing("Distance", checkstest.ErrForge), verdict: checks.Unknown, says: "how far staging is"},
		"runs cannot be read":                    {forge: staged(this), change: failing("CheckRuns", checks.ErrForbidden), verdict: checks.NeedsSignOff, says: "`checks: read`"},
		"not connected":                          {verdict: checks.Unknown, says: "not connected"},
		"a library":                              {forge: &checkstest.Forge{}, files: map[string]string{"src/add.js": "export const add = (a, b) => a + b\n"}, verdict: checks.NotApplicable, says: "published, not deployed"},
		"what is configured is no library":       {forge: &checkstest.Forge{}, files: map[string]string{"src/add.js": "export const add = (a, b) => a + b\n", ".env.production": "A=1\n"}, verdict: checks.Unknown},
		"a library with a staging is no library": {forge: staged(this), files: map[string]string{"src/add.js": "export const add = (a, b) => a + b\n"}, verdict: checks.NeedsSignOff},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files, options := service, []checkstest.Option{checkstest.PullRequest()}
			if c.files != nil {
				files = c.files
			}
			if c.change != nil {
				c.change(c.forge)
			}
			if c.forge != nil {
				options = append(options, checkstest.On(c.forge))
			}
			result := checkstest.Judge(t, stagingItem, check, checkstest.Subject(checkstest.Tree(files), options...))
			if text := told(result); result.Verdict() != c.verdict || !strings.Contains(text, c.says) {
				t.Errorf("%s, want %s and %q:\n%s", result.Verdict(), c.verdict, c.says, text)
			}
		})
	}
}

// flow adds a run of a workflow that began so long after the deployment.
func flow(name string, state checks.CIState, after time.Duration) func(*checkstest.Forge) {
	return func(f *checkstest.Forge) {
		at := f.Deployed.Statuses[f.Deployed.Deployments[0].ID][0].At.Add(after)
		f.CI.Runs = map[string][]checks.WorkflowRun{checkstest.Head: {{ID: 1, Workflow: strings.ToUpper(name[:1]) + strings.TrimSuffix(name[1:], ".yml"), Path: ".github/workflows/" + name, State: state, StartedAt: at, UpdatedAt: at}}}
	}
}

func status(name string, state checks.StatusState) func(*checkstest.Forge) {
	return func(f *checkstest.Forge) {
		at := f.Deployed.Statuses[f.Deployed.Deployments[0].ID][0].At.Add(time.Minute)
		f.CI.Statuses = map[string][]checks.CommitStatus{checkstest.Head: {{Context: name, State: state, UpdatedAt: at}}}
	}
}

func TestATestOnStagingGrowsOld(t *testing.T) {
	t.Parallel()
	check := delivery.NewStaging(projecttest.Reader(t))
	f := ran(staged(checkstest.Head+" success"), "e2e", checks.CISuccess, time.Minute)
	observation := checkstest.Observe(t, check, checkstest.Subject(checkstest.Tree(map[string]string{"Dockerfile": "FROM x\n"}), checkstest.PullRequest(), checkstest.On(f)))
	for _, one := range observation.Evidence {
		if one.Kind == "test" && !one.ExpiresAt.After(checkstest.Now) || one.Kind == "test" && one.ExpiresAt.After(checkstest.Now.Add(7*24*time.Hour)) {
			t.Errorf("%+v", one)
		}
	}
}

func far(behind, ahead int) func(*checkstest.Forge) {
	return func(f *checkstest.Forge) {
		f.Deployed.Distances[older+" "+checkstest.Head] = checks.Distance{Behind: behind, Ahead: ahead}
	}
}
