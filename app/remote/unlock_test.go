package remote_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/app/remote"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// Taking one permission away changes the items that are listed for it, each of which
// names it, and no other one; and nothing fails for want of it.
func TestTheItemsOfAPermissionNameItWhereItLacks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.runs()
	everything := func(options *remote.Options) { options.Only = nil }
	whole, _ := github.Wanted()
	granted := map[string]string{}
	for _, need := range whole {
		granted[need.Name] = "read"
	}
	judge := func(permissions map[string]string) checks.Report {
		report, _, err := w.judge(shop+"#"+number(w.pull), w.CreatePersonalToken("kim", permissions), everything)
		w.do(err)
		return report
	}
	before := judge(granted)
	listed := map[string][]string{}
	for _, unlock := range github.Unlocks() {
		listed[unlock.Permission] = unlock.Items
	}
	for _, need := range whole {
		if !need.Optional {
			continue // nothing is judged without it
		}
		left := maps.Clone(granted)
		delete(left, need.Name)
		report := judge(left)
		var said []string
		for id, result := range report.Results {
			text, err := json.Marshal(struct {
				Missing  []checks.Missing
				Evidence []checks.Evidence
			}{result.Missing, result.Evidence})
			w.do(err)
			if strings.Contains(string(text)+result.Why+result.Headline, need.Name+": read") {
				said = append(said, string(id))
			}
			if result.Verdict() == checks.Fail && before.Results[id].Verdict() != checks.Fail {
				t.Errorf("%s fails without %s", id, need.Name)
			}
		}
		slices.Sort(said)
		if !slices.Equal(said, listed[need.Name]) {
			t.Errorf("%s is named by %v, and listed for %v", need.Name, said, listed[need.Name])
		}
	}
}

// runs makes of the shop a service with teams, environments and their settings, a
// deployment to staging, and scanners that are on: something for each permission to show.
func (w *world) runs() {
	w.AddTeamMember("acme", "core", "dana")
	must(w.Push(shop, "main", "dana", simulator.Commit{Message: "who reviews, and how it runs", Files: map[string]string{
		".golive.yml":  "version: 1\nroles:\n  senior: [\"@acme/core\"]\n",
		"package.json": `{"name":"shop","version":"1.3.0","private":true,"dependencies":{"express":"4.19.2","pg":"8.12.0"}}`,
		"Dockerfile":   "FROM node:22\nCMD [\"node\", \"src/index.js\"]\n",
	}}))(w.t)
	head := must(w.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "feat: prices", Files: map[string]string{
		"package.json":  `{"name":"shop","version":"1.4.0","private":true,"dependencies":{"express":"4.19.2","pg":"8.12.0"}}`,
		"Dockerfile":    "FROM node:22\nCMD [\"node\", \"src/index.js\"]\n",
		"src/prices.js": "const { Pool } = require('pg');\nmodule.exports = new Pool({ connectionString: process.env.DATABASE_URL });\n",
	}}))(w.t)
	must(w.Review(shop, w.pull.Number, "dana", "APPROVED", ""))(w.t)
	for _, name := range []string{"production", "staging"} {
		w.do(w.SetEnvironment(shop, simulator.Environment{Name: name}))
		w.do(w.SetSecret(shop, name, "DATABASE_URL"))
	}
	for _, scanner := range []simulator.Scanner{simulator.SecretScanning, simulator.Dependabot} {
		w.do(w.SwitchScanner(shop, scanner, true))
	}
	w.do(w.AddCodeAnalysis(shop, simulator.CodeAnalysis{Tool: "CodeQL", Ref: "refs/heads/release/v1.4.0", SHA: head}))
	deployment := must(w.CreateDeployment(shop, head, "staging", "kim"))(w.t)
	w.do(w.SetDeploymentStatus(shop, deployment, "success", "https://staging.acme.example", "kim"))
}
