package draft_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/golive-app/golive/config"
)

func TestWhereAReleaseRuns(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files map[string]string
		want  config.Environments
		says  []string // in the file
	}{
		"the surer of two names": {
			map[string]string{".github/workflows/a.yml": "jobs:\n  a: {environment: staging-eu}\n  b: {environment: Staging}\n"},
			config.Environments{Staging: config.Staging{Deployment: "Staging"}}, []string{`Also there: "staging-eu" (.github/workflows/a.yml:2).`},
		},
		"two names that are equally sure are left to a person": {
			map[string]string{".github/workflows/a.yml": "jobs:\n  a: {environment: prod-eu}\n  b: {environment: prod-us}\n"},
			config.Environments{}, []string{`Several could be it: "prod-eu"`, `#  deployment: "prod-eu"`},
		},
		"what GitHub computes is not guessed": {
			map[string]string{".github/workflows/a.yml": "jobs:\n  a: {environment: '${{ matrix.environment }}'}\n  b: {environment: {name: production, url: 'https://${{ matrix.host }}'}}\n"},
			config.Environments{Production: config.Production{Deployment: "production"}},
			[]string{"1 environment name is computed when the workflow runs, so not guessed: .github/workflows/a.yml:2."},
		},
		"names that are neither": {
			map[string]string{".github/workflows/a.yml": "jobs:\n  a: {environment: pypi}\n"},
			config.Environments{}, []string{"Workflows name other environments too, which are neither: pypi."},
		},
		"a workflow that deploys without an environment": {
			map[string]string{".github/workflows/deploy-staging.yml": "jobs: {}\n"},
			config.Environments{}, []string{"Hint: .github/workflows/deploy-staging.yml deploys by its name and names no environment"},
		},
		"Fly.io": {
			map[string]string{"fly.toml": "app = 'shop'\n", "fly.staging.toml": "app = 'shop-staging'\n"},
			config.Environments{}, []string{`#    url: "https://shop-staging.fly.dev"  # by the hint above; is it right?`, `#    url: "https://shop.fly.dev"`},
		},
		"Render": {
			map[string]string{"render.yaml": "services:\n- {type: web, name: shop-staging}\n- {type: web, name: shop}\n"},
			config.Environments{}, []string{`#    url: "https://shop-staging.onrender.com"`},
		},
		"variables name addresses and their secrets stay where they are": {
			map[string]string{".env.staging": "DATABASE_URL=postgres://kim:hunter2@db.shop.dev/x\nSMTP_HOST=mail.shop.dev\nAPP_URL=\"https://staging.shop.dev\"\n"},
			config.Environments{}, []string{"Hint: .env.staging holds its variables (APP_URL there).", `#    url: "https://staging.shop.dev"`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made, policy := drafted(t, tree(t, test.files))
			if !reflect.DeepEqual(policy.Environments, test.want) {
				t.Errorf("%+v, want %+v", policy.Environments, test.want)
			}
			file := strings.Join(strings.Fields(strings.ReplaceAll(string(made.File), "#", " ")), " ")
			for _, says := range test.says {
				if !strings.Contains(file, strings.Join(strings.Fields(strings.ReplaceAll(says, "#", " ")), " ")) {
					t.Errorf("the file does not say %q:\n%s", says, made.File)
				}
			}
			if strings.Contains(file, "hunter2") {
				t.Error("a secret was written")
			}
		})
	}
}

func TestReleasePullRequestsOfWorkflows(t *testing.T) {
	t.Parallel()
	step := func(with string) map[string]string {
		return map[string]string{".github/workflows/cut-release.yml": "jobs:\n  a:\n    steps:\n    - uses: peter-evans/create-pull-request@v7\n      with: {" + with + "}\n"}
	}
	defaults := config.DefaultPolicy().Release.Branches
	for name, test := range map[string]struct {
		files map[string]string
		added string // to the default branches
		says  string // in a note
	}{
		"a branch that the defaults take":    {step("branch: 'release/v${{ inputs.version }}'"), "", "by the branch"},
		"a title that the defaults take":     {step("branch: bot/next, title: 'Release ${{ inputs.version }}'"), "", "by the title"},
		"a label that the defaults take":     {step("branch: bot/next, labels: release"), "", "by the label release"},
		"a branch of another name":           {step("branch: 'release-${{ inputs.version }}', title: New version"), "release-*", "opens release pull requests from"},
		"a branch that is all an expression": {step("branch: '${{ inputs.branch }}'"), "", "whether golive recognises them cannot be told"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made, policy := drafted(t, tree(t, test.files))
			want := strings.Join(defaults, " ")
			if test.added != "" {
				want += " " + test.added
			}
			if have := strings.Join(policy.Release.Branches, " "); have != want {
				t.Errorf("branches %s, want %s", have, want)
			}
			says(t, append(made.Inferred, made.Open...), test.says)
		})
	}
}

func TestGitFlowIsToldByItsBranch(t *testing.T) {
	t.Parallel()
	root := repository(t, map[string]string{"main.go": "package main\n"})
	git(t, root, march, "branch", "develop")
	made, _ := drafted(t, root)
	says(t, made.Inferred, "git-flow (suggested by the branch develop)")
}
