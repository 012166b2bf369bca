package jobs

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/config"
)

const playedUsers = `users: { generate: { name: "user-{index}" } }
start: [ { name: login, method: POST, path: /login, body: "{name}", think: 4s } ]
steps: [ { name: list, path: /orders, think: 2s }, { name: me, path: /me, identity: { json: name } } ]
`

// laidDown is an operator who lays down every secret but LOST.
type laidDown struct{}

func (laidDown) Secret(repository, name string) (string, error) {
	if name == "LOST" {
		return "", errors.New("nobody laid down LOST")
	}
	return strings.ToLower(name) + " of " + repository, nil
}

func (d laidDown) Header(repository string, lines []string) (http.Header, error) {
	header := http.Header{}
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		secret, err := d.Secret(repository, config.SecretReference.FindStringSubmatch(value)[1])
		if err != nil {
			return nil, err
		}
		header.Set(name, secret)
	}
	return header, nil
}

// What users do is read where the policy is read, and what is wrong with it is said
// before anything is sent.
func TestUsersDoWhatATrustedFileSays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files   map[string]string // by ref:path
		rules   func(*Run)
		failure error
		users   int
		ramp    time.Duration
		file    string // of users
		refused string
		stage   loadStage
		header  string // of every request
		secret  string // that the scenario is given
	}{
		"no scenario":                  {ramp: 30 * time.Second},
		"the base branch's":            {files: map[string]string{"main:load/users.yaml": playedUsers, "release/v1:load/users.yaml": "steps: []"}, rules: func(r *Run) { r.Rules.Load.Scenario = "load/users.yaml" }, users: 1000, ramp: 34 * time.Second},
		"with more users":              {files: map[string]string{"main:load/users.yaml": playedUsers}, rules: func(r *Run) { r.Rules.Load.Scenario, r.Rules.Load.Users = "load/users.yaml", 2000 }, users: 2000, ramp: 36 * time.Second},
		"of a tag, the default branch": {files: map[string]string{"trunk:users.yml": playedUsers}, rules: func(r *Run) { r.Rules.Load.Scenario, r.Key = "users.yml", Key{Repository: 42, Tag: "release/v1"} }, users: 1000, ramp: 34 * time.Second},
		"users of a file beside it": {files: map[string]string{"main:load/users.yaml": "users: { file: users.csv }\nsteps: [ { path: '/{name}' } ]\n", "main:load/users.csv": "name\na\nb\n"},
			rules: func(r *Run) { r.Rules.Load.Scenario, r.Rules.Load.Users = "load/users.yaml", 2 }, users: 2, ramp: 30 * time.Second, file: "name\na\nb\n"},
		"not there":      {rules: func(r *Run) { r.Rules.Load.Scenario = "load/users.yaml" }, refused: "`load/users.yaml` is not there on `main`"},
		"a missing file": {files: map[string]string{"main:u.yaml": "users: { file: users.csv }\nsteps: [ { path: / } ]\n"}, rules: func(r *Run) { r.Rules.Load.Scenario = "u.yaml" }, refused: "`users.csv` is not there on `main`"},
		"wrong":          {files: map[string]string{"main:u.yaml": "steps:\n  - path: /{id}\n"}, rules: func(r *Run) { r.Rules.Load.Scenario = "u.yaml" }, refused: "the scenario cannot be used: `u.yaml: line 2, column 11: nothing sets {id} before this"},
		"too few users":  {files: map[string]string{"main:u.yaml": playedUsers}, rules: func(r *Run) { r.Rules.Load.Scenario, r.Rules.Load.Users = "u.yaml", 100 }, refused: "1,000 requests a second take 1,000 of them, and there are 100"},
		"secrets of the operator": {files: map[string]string{"main:u.yaml": "headers: { X-Key: \"${secret:KEY}\" }\nsteps: [ { path: / } ]\n"}, rules: func(r *Run) {
			r.Rules.Load.Scenario, r.Rules.Environments.Staging.Headers = "u.yaml", []string{"X-Wall: ${secret:WALL}"}
		}, stage: loadStage{named: true}, users: 1000, ramp: 32 * time.Second, header: "wall of acme/shop", secret: "key of acme/shop"},
		"a secret, to where a deployment says that staging is": {files: map[string]string{"main:u.yaml": "headers: { X-Key: \"${secret:KEY}\" }\nsteps: [ { path: / } ]\n"}, rules: func(r *Run) {
			r.Rules.Load.Scenario = "u.yaml"
		}, refused: "${secret:KEY}: the policy does not name the address"},
		"headers, to where a deployment says that staging is": {rules: func(r *Run) { r.Rules.Environments.Staging.Headers = []string{"X-Wall: ${secret:WALL}"} }, ramp: 30 * time.Second},
		"a secret that nobody laid down":                      {rules: func(r *Run) { r.Rules.Environments.Staging.Headers = []string{"X-Wall: ${secret:LOST}"} }, stage: loadStage{named: true}, refused: "a header that cannot be filled in: nobody laid down LOST"},
		"a secret in a path":                                  {files: map[string]string{"main:u.yaml": "steps: [ { path: \"/a?key=${secret:KEY}\" } ]\n"}, rules: func(r *Run) { r.Rules.Load.Scenario = "u.yaml" }, refused: "a secret stands in a path"},
		"too large":                                           {failure: ErrTooLarge, rules: func(r *Run) { r.Rules.Load.Scenario = "u.yaml" }, refused: "too large"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := loadedRun(test.rules)
			run.Release.BaseBranch = "main"
			forge := live("staging", loadedHead, "")
			forge.description.DefaultBranch, forge.files, forge.failure = "trunk", test.files, test.failure
			worker := &Worker{WorkerOptions: WorkerOptions{Loads: NewLoadDesk(LoadDeskOptions{Secrets: laidDown{}})}}
			order, err := worker.withScenario(t.Context(), forge, run, test.stage, LoadOrder{URL: "https://staging.acme.dev/shop", RPS: 1000, Ramp: 30 * time.Second, Steady: time.Minute})
			var refusal *LoadRefusal
			switch {
			case test.refused != "":
				if !errors.As(err, &refusal) || !strings.Contains(refusal.Why, test.refused) || refusal.Remedy == "" {
					t.Errorf("%+v, %v", order, err)
				}
			case err != nil || order.Users != test.users || order.Ramp != test.ramp || (order.Scenario != nil) != (test.users > 0):
				t.Errorf("%+v, %v", order, err)
			case order.Scenario != nil && string(order.Scenario.Users) != test.file:
				t.Errorf("users %q", order.Scenario.Users)
			case order.Header.Get("X-Wall") != test.header || order.job("").Header.Get("X-Wall") != test.header:
				t.Errorf("header %q", order.Header)
			case order.Scenario != nil && order.Secrets["KEY"] != test.secret:
				t.Errorf("secrets %q", order.Secrets)
			}
		})
	}
}
