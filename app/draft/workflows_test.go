package draft

import (
	"reflect"
	"testing"
)

func TestWhatAWorkflowSays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want workflow
	}{
		"an environment by name": {
			"jobs:\n  a:\n    environment: staging\n", workflow{environments: []environmentUse{{"staging", "", 3}}},
		},
		"an environment with its address": {
			"jobs:\n  a:\n    environment: {name: production, url: 'https://shop.dev'}\n",
			workflow{environments: []environmentUse{{"production", "https://shop.dev", 3}}},
		},
		"an input of that name is none": {
			"on:\n  workflow_dispatch:\n    inputs:\n      environment: {type: environment}\njobs: {}\n", workflow{},
		},
		"a called workflow": {
			"jobs:\n  a:\n    uses: acme/flows/.github/workflows/release.yml@main\n", workflow{uses: []string{"acme/flows/.github/workflows/release.yml@main"}},
		},
		"a step that opens a pull request": {
			"jobs:\n  a:\n    steps:\n    - uses: peter-evans/create-pull-request@v7\n      with: {branch: 'release-${{ inputs.version }}', title: Release, labels: 'release, bot'}\n",
			workflow{
				uses:  []string{"peter-evans/create-pull-request@v7"},
				pulls: []pullRequest{{"release-${{ inputs.version }}", "Release", []string{"release", "bot"}, 4}},
			},
		},
		"a script that opens one": {
			"jobs:\n  a:\n    steps:\n    - run: |\n        git push\n        gh pr create --head \"release-${VERSION}\" --title 'Release it' --label release,bot --body x\n",
			workflow{pulls: []pullRequest{{"release-${{ }}", "Release it", []string{"release", "bot"}, 4}}},
		},
		"what is shaped otherwise": {
			"jobs:\n  a: [1]\n  b: {environment: [staging], steps: {x: 1}}\n  c: {environment: ~, steps: [1, {uses: [x]}]}\n", workflow{},
		},
		"a list": {"- 1\n", workflow{}}, "nothing": {"", workflow{}}, "a comment": {"# x\n", workflow{}},
		"aliases": {"x: &x {environment: staging}\njobs: {a: *x}\n", workflow{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			have, err := parseWorkflow([]byte(test.text))
			if err != nil || !reflect.DeepEqual(have, test.want) {
				t.Errorf("%+v, %v", have, err)
			}
		})
	}
}

func FuzzWorkflow(f *testing.F) {
	f.Add("on: push\njobs:\n  a:\n    environment: {name: staging, url: 'https://a.dev'}\n    steps:\n    - uses: a/b@v1\n")
	f.Add("jobs: {a: {steps: [{run: \"gh pr create --title 'Release $X' --label=release\"}]}}")
	f.Add("a: &a [*a]\n")
	f.Fuzz(func(t *testing.T, text string) {
		read, err := parseWorkflow([]byte(text))
		if err != nil {
			return
		}
		found := &places{deployments: map[stage][]deployment{}}
		for _, used := range read.environments {
			if used.name == "" {
				t.Fatal("an environment without a name")
			}
			found.add("a.yml", used)
		}
		for one, deployments := range found.deployments {
			for _, deployment := range deployments {
				if !accepted(deployment.name, "environments", string(one), "deployment") || deployment.url != "" && !accepted(deployment.url, "environments", string(one), "url") {
					t.Fatalf("%+v would be refused", deployment)
				}
			}
		}
		for _, pull := range read.pulls {
			if glob, ok := releaseBranch(pull); ok && !accepted(glob, "release", "branches") {
				t.Fatalf("%q would be refused", glob)
			}
		}
	})
}

func TestWhichEnvironmentANameSpeaksOf(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]stage{
		"staging": staging, "Staging": staging, "stage": staging, "stg-eu": staging, "pre-production": staging, "preprod": staging, "uat": staging,
		"shop / staging": staging, "production": production, "Production – shop": production, "prod": production, "prod-eu": production, "live": production,
		"npm": "", "github-pages": "", "release": "", "non-prod": "", "not production": "", "staging-to-production": "", "backstage": "", "delivery": "", "products": "", "": "",
	} {
		if have, _, _ := stageOf(name); have != want {
			t.Errorf("%q is %q, want %q", name, have, want)
		}
	}
	_, alone, _ := stageOf("staging")
	_, longer, _ := stageOf("staging-eu")
	_, other, _ := stageOf("uat")
	if alone >= longer || longer >= other {
		t.Errorf("ranks %d, %d, %d", alone, longer, other)
	}
}

func TestWhichAddressesAreWritten(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"https://staging.shop.dev": true, "https://staging.shop.dev/": true, "https://shop.dev:8443/app": true,
		"http://shop.dev": false, "https://kim:secret@shop.dev": false, "https://localhost:3000": false, "https://monica.test": false,
		"https://10.0.0.1": false, "https://shop": false, "https://staging.example.com": false, "https://${HOST}": false, "https://<host>": false,
		"https://shop.dev/?token=1": false, "https://shop.dev#a": false, "https://api.svc.local": false, "ftp://shop.dev": false, "": false,
		"https://${{ steps.deploy.outputs.url }}": false, "https://sh\nop.dev": false,
	} {
		if publicURL(address) != want {
			t.Errorf("%q: %v", address, !want)
		}
	}
}
