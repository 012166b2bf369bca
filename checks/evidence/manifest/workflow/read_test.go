package workflow

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
)

// read reads workflows from text, by file name.
func read(t testing.TB, files map[string]string) Pipelines {
	t.Helper()
	tree := map[string]string{}
	for name, text := range files {
		if !strings.Contains(name, "/") && strings.HasSuffix(name, ".yml") && !strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "azure") {
			name = directory + name
		}
		tree[name] = text
	}
	found, err := Read(t.Context(), checkstest.Tree(tree))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// stages words what a job does: "build test".
func stages(job Job) string {
	var does []string
	for _, stage := range Stages() {
		if job.Does(stage) {
			does = append(does, string(stage))
		}
	}
	return strings.Join(does, " ")
}

// oneJob is a workflow with one job of these steps.
func oneJob(id, steps string) string {
	return "on: push\njobs:\n  " + id + ":\n    runs-on: ubuntu-latest\n    steps:\n" + steps
}

// commandJob is a workflow with one step that runs a script.
func commandJob(script string) string {
	return oneJob("job", "      - run: |\n          "+strings.ReplaceAll(script, "\n", "\n          ")+"\n")
}

func TestCommandsTellStages(t *testing.T) {
	t.Parallel()
	for script, want := range map[string]string{
		"npm test": "test", "npm run build": "build", "yarn --cwd web test:unit": "test", "pnpm -r run build": "build", "npm ci": "", "npm run lint": "", "npm install --save-dev jest": "",
		"go test ./...": "test", "go vet ./...": "", "go build ./cmd/shop": "build", "CGO_ENABLED=0 go build .": "build", "go test -c ./x": "",
		"python -m pytest -q": "test", "poetry run pytest": "test", "uv run --group dev pytest": "test", "python manage.py test": "test", "coverage run manage.py test": "test", "python3.12 -m build": "build", "tox -e py312": "test", "pip install pytest": "",
		"bundle exec rspec": "test", "bin/rails test": "test", "vendor/bin/phpunit": "test", "php artisan test --parallel": "test", "composer install": "",
		"./mvnw -B verify": "build test", "mvn package -DskipTests": "build", "./gradlew build": "build test", "./gradlew build -x test": "build", "./gradlew :app:assembleDebug": "build",
		"cargo test --all": "test", "cargo build --release": "build", "cargo publish": "publish", "cargo publish --dry-run": "", "dotnet test -c Release": "test",
		"docker build -t shop .": "build", "docker buildx build --push .": "build publish", "docker push ghcr.io/acme/shop": "publish", "docker buildx create --use": "", "docker compose up -d": "", "docker compose run --rm web pytest": "test", "docker run --rm shop npm test": "test", "docker compose exec -T app bash -c 'cd x && pytest -q'": "test",
		"kubectl apply -f k8s/": "deploy", "kubectl rollout status deploy/shop": "", "kubectl apply --dry-run=client -f k8s": "", "helm upgrade --install shop ./chart": "deploy", "helm lint chart": "", "terraform apply -auto-approve": "deploy", "terraform plan": "", "terraform validate": "",
		"aws ecs update-service --cluster c --service s": "deploy", "aws s3 sync dist s3://shop": "deploy", "aws s3 ls": "", "gcloud run deploy shop --image x": "deploy", "flyctl deploy --remote-only": "deploy", "vercel deploy --prebuilt --prod": "deploy", "vercel pull --yes": "", "npx wrangler deploy": "deploy", "git push heroku main": "deploy", "git push origin main": "",
		"make test": "test", "make testall": "test", "make testdata": "", "make build": "build", "make": "build", "make lint": "", "./scripts/deploy.sh production": "deploy", "bash scripts/run-tests.sh": "test", "scripts/setup-tests.sh": "", "npm publish --access public": "publish", "gh release create v1": "publish", "twine upload dist/*": "publish", "npx playwright test": "test", "npx playwright install --with-deps": "", "npx cypress run": "test",
		"echo npm test": "", "# npm test": "", "if ! go test ./...; then exit 1; fi": "test", "for p in a b; do (cd $p && npm test); done": "test", "xvfb-run -a npm test": "test", "timeout 600 go test ./...": "test", "sudo -E env PATH=$PATH make test": "test", "npx tsc --noEmit": "", "turbo run build test": "build test", "nx run-many --target=test": "test",
		"cat <<EOF > x\nnpm test\nEOF": "", "go install github.com/mfridman/tparse@latest": "", "node -e 'require(\"./build/test\")'": "", "npm dist-tag rm shop next": "", "npm run translate:compile": "", "mage release:build": "build", "npm run deploy:production": "deploy", "npm run test:lint": "", "yarn prisma:deploy": "",
	} {
		found := read(t, map[string]string{"ci.yml": commandJob(script)})
		if len(found.Workflows) != 1 {
			t.Errorf("%q: %+v", script, found.Unread)
			continue
		}
		if got := stages(found.Workflows[0].Jobs[0]); got != want {
			t.Errorf("%q: %q, want %q", script, got, want)
		}
	}
}

func TestActionsTellStages(t *testing.T) {
	t.Parallel()
	for steps, want := range map[string]string{
		"      - uses: docker/build-push-action@v6\n        with: {push: false}\n":                                          "build",
		"      - uses: docker/build-push-action@v6\n        with: {push: \"${{ github.event_name != 'pull_request' }}\"}\n": "build publish",
		"      - uses: docker/build-push-action@v6\n":                                                                       "build",
		"      - uses: cypress-io/github-action@v6\n":                                                                       "test",
		"      - uses: azure/webapps-deploy@v3\n":                                                                           "deploy",
		"      - uses: pypa/gh-action-pypi-publish@release/v1\n":                                                            "publish",
		"      - uses: gradle/gradle-build-action@v3\n        with: {arguments: build}\n":                                   "build test",
		"      - uses: actions/checkout@v4\n":                                                                               "",
		"      - uses: helm/kind-action@v1\n      - run: helm install shop chart\n      - run: npm run test:e2e\n":          "test",
		"      - if: false\n        run: npm test\n":                                                                        "",
	} {
		found := read(t, map[string]string{"ci.yml": oneJob("job", steps)})
		if len(found.Workflows) != 1 || stages(found.Workflows[0].Jobs[0]) != want {
			t.Errorf("%s: %+v, want %q", steps, found, want)
		}
	}
}

func TestNamesTellStagesWhereNothingElseDoes(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"test": "test", "unit-tests": "test", "deploy-production": "deploy", "build": "build", "lint": "", "docs-deploy": "", "uitest": "test", "tag-latest": "", "attest": "", "setup-test-data": "", "release": "", "publish-npm": "publish", "e2e": "test", "cleanup-test-deployment": "",
	} {
		found := read(t, map[string]string{"ci.yml": oneJob(id, "      - run: ./x\n")})
		job := found.Workflows[0].Jobs[0]
		if got := stages(job); got != want || want != "" && !job.Signs[0].ByName {
			t.Errorf("%s: %q %+v, want %q", id, got, job.Signs, want)
		}
	}
	found := read(t, map[string]string{"ci.yml": oneJob("test", "      - run: go build ./...\n")})
	if got := stages(found.Workflows[0].Jobs[0]); got != "build" {
		t.Errorf("a job that is named a test and only builds: %q", got)
	}
}

func TestScriptsOfThePackageAreFollowed(t *testing.T) {
	t.Parallel()
	found := read(t, map[string]string{
		"package.json":     `{"scripts":{"check":"npm run unit","unit":"jest --passWithNoTests","verify":"npm run verify"}}`,
		"web/package.json": `{"scripts":{"ship":"vercel deploy --prod"}}`,
		"ci.yml":           "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: npm run check\n  b:\n    runs-on: x\n    defaults: {run: {working-directory: web}}\n    steps:\n      - run: npm run ship\n  c:\n    runs-on: x\n    steps:\n      - run: npm run verify\n",
	})
	jobs := found.Workflows[0].Jobs
	if stages(jobs[0]) != "test" || len(jobs[0].Smells) != 1 || jobs[0].Smells[0].Rule != SmellNoTests || jobs[0].Smells[0].Line != 6 {
		t.Errorf("a: %+v", jobs[0])
	}
	if stages(jobs[1]) != "deploy" || stages(jobs[2]) != "" {
		t.Errorf("b: %+v, c: %+v", jobs[1], jobs[2])
	}
}

func TestSmells(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		steps string
		want  string
	}{
		"none":                           {"      - run: npm test\n", ""},
		"or true":                        {"      - run: npm test || true\n", "swallowed:6"},
		"or echo, on the third line":     {"      - run: |\n          npm ci\n          npm test || echo failed\n", "swallowed:8"},
		"or exit 1":                      {"      - run: npm test || exit 1\n", ""},
		"or a retry":                     {"      - run: npm test || npm test\n", ""},
		"a lint that may fail":           {"      - run: npm run lint || true\n", ""},
		"set +e":                         {"      - run: |\n          set +e\n          npm test\n", "set-plus-e:8"},
		"set +e and back":                {"      - run: |\n          set +e\n          ls\n          set -e\n          npm test\n", ""},
		"set +e to look at the status":   {"      - run: |\n          set +e\n          npm test\n          status=$?\n          ./report\n          exit $status\n", ""},
		"a pipe":                         {"      - run: npm test | tee log\n", "pipe:6"},
		"a pipe with bash named":         {"      - run: npm test | tee log\n        shell: bash\n", ""},
		"a pipe with pipefail":           {"      - run: |\n          set -o pipefail\n          npm test | tee log\n", ""},
		"a pipe into the tests":          {"      - run: yes | npm test\n", ""},
		"continue-on-error":              {"      - run: npm test\n        continue-on-error: true\n", "continue-on-error:7"},
		"continue-on-error of an upload": {"      - run: ./upload\n        continue-on-error: true\n", ""},
		"continue-on-error by condition": {"      - run: npm test\n        continue-on-error: ${{ matrix.experimental }}\n", ""},
		"no tests pass":                  {"      - run: npx jest --passWithNoTests\n", "no-tests-passes:6"},
		"skipped tests":                  {"      - run: mvn -B verify -DskipTests\n", "skips-tests:6"},
		"not skipped tests":              {"      - run: mvn -B verify -DskipTests=false\n", ""},
		"ignored failures":               {"      - run: mvn test -Dmaven.test.failure.ignore=true\n", "ignores-failure:6"},
		"a foreign action by tag":        {"      - uses: acme/tool@v1\n", "unpinned-action:6"},
		"a foreign action by commit":     {"      - uses: acme/tool@0123456789012345678901234567890123456789\n", ""},
		"GitHub's own action by tag":     {"      - uses: actions/checkout@v4\n", ""},
		"an image by digest":             {"      - uses: docker://x@sha256:0123\n", ""},
	} {
		found := read(t, map[string]string{"ci.yml": oneJob("job", c.steps)})
		if len(found.Workflows) == 0 {
			t.Errorf("%s: %+v", name, found.Unread)
			continue
		}
		var got []string
		for _, smell := range found.Workflows[0].Jobs[0].Smells {
			got = append(got, fmt.Sprintf("%s:%d", smell.Rule, smell.Line))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %q", name, got, c.want)
		}
	}
}

func TestWhatStandsAroundJobs(t *testing.T) {
	t.Parallel()
	found := read(t, map[string]string{"ci.yml": `name: CI
on:
  push: {branches: [main], paths: ["src/**"]}
  pull_request_target:
  schedule: [{cron: "0 0 * * *"}]
permissions: write-all
jobs:
  build:
    name: Build ${{ matrix.os }}
    runs-on: x
    steps:
      - uses: actions/checkout@v4
        with: {ref: "${{ github.event.pull_request.head.sha }}"}
      - run: make
  test:
    needs: build
    if: ${{ false }}
    continue-on-error: true
    runs-on: x
    steps: [{run: make test}]
  deploy:
    needs: [build, test]
    environment: {name: production, url: https://shop.example}
    permissions: {contents: write, id-token: write}
    runs-on: x
    steps: [{run: fly deploy}]
`})
	workflow := found.Workflows[0]
	push, _ := workflow.On("push")
	if workflow.Name != "CI" || !slices.Equal(push.Branches, []string{"main"}) || !slices.Equal(push.Paths, []string{"src/**"}) || push.Line != 3 || len(workflow.Triggers) != 3 {
		t.Errorf("triggers: %+v", workflow.Triggers)
	}
	if !slices.Equal(workflow.Write, []Grant{{"all", 6}}) {
		t.Errorf("permissions: %+v", workflow.Write)
	}
	build, _ := workflow.Job("build")
	tested, _ := workflow.Job("test")
	deployed, _ := workflow.Job("deploy")
	if build.Name != "Build ${{ matrix.os }}" || len(build.Smells) != 1 || build.Smells[0].Rule != SmellForkCode {
		t.Errorf("build: %+v", build)
	}
	if !tested.Never || !tested.ContinueOnError || !slices.Equal(tested.Needs, []string{"build"}) {
		t.Errorf("test: %+v", tested)
	}
	if deployed.Environment != "production" || len(deployed.Write) != 2 || len(deployed.Needs) != 2 {
		t.Errorf("deploy: %+v", deployed)
	}
}

func TestLocalWorkflowsAndActionsAreFollowed(t *testing.T) {
	t.Parallel()
	found := read(t, map[string]string{
		"ci.yml":                          "on: push\njobs:\n  a: {uses: ./.github/workflows/reused.yml}\n  b: {uses: acme/shared/.github/workflows/x.yml@v1}\n  c: {uses: ./.github/workflows/none.yml}\n  d: {runs-on: x, steps: [{uses: ./.github/actions/unit}]}\n",
		"reused.yml":                      "on: workflow_call\njobs:\n  inner: {runs-on: x, steps: [{run: npm test}]}\n  again: {uses: ./.github/workflows/reused.yml}\n",
		".github/actions/unit/action.yml": "runs:\n  using: composite\n  steps:\n    - {run: pytest, shell: bash}\n    - uses: ./.github/actions/unit\n",
	})
	jobs := found.Workflows[0].Jobs
	if stages(jobs[0]) != "test" || jobs[0].Foreign || len(jobs[0].Called) != 2 {
		t.Errorf("a local workflow: %+v", jobs[0])
	}
	if !jobs[1].Foreign || jobs[1].Smells[0].Rule != SmellUnpinnedLocal || !jobs[2].Foreign {
		t.Errorf("a foreign and a missing workflow: %+v, %+v", jobs[1], jobs[2])
	}
	if stages(jobs[3]) != "test" {
		t.Errorf("a composite action: %+v", jobs[3])
	}
	if !found.Workflows[1].Callable || len(found.Workflows[1].Triggers) != 0 {
		t.Errorf("%+v", found.Workflows[1])
	}
}

func TestOtherSystems(t *testing.T) {
	t.Parallel()
	found := read(t, map[string]string{
		".gitlab-ci.yml": "test:\n  script:\n    - npm ci\n    - npm test\ndeploy:\n  script: kubectl apply -f k8s\n", "Jenkinsfile": "pipeline { stages { stage('x') { steps {\n sh 'mvn -B verify'\n} } } }",
		".circleci/config.yml": "jobs:\n  build:\n    steps:\n      - run: go build ./...\n      - run:\n          command: go test ./...\n",
		"azure-pipelines.yml":  "steps:\n  - script: dotnet test\n", ".buildkite/pipeline.yml": "steps:\n  - command: make test\n", "docs/Jenkinsfile.md": "x",
	})
	var got []string
	for _, other := range found.Others {
		got = append(got, fmt.Sprint(other.System, " ", other.Stages))
	}
	want := []string{"Buildkite [test]", "CircleCI [build test]", "GitLab CI [test deploy]", "Jenkins [build test]", "Azure Pipelines [test]"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestHostileWorkflowsAreSaidAndCostLittle(t *testing.T) {
	t.Parallel()
	bomb := "on: push\nx0: &x0 [a, a, a, a, a, a, a, a, a, a]\n"
	for level := 1; level < 9; level++ {
		bomb += fmt.Sprintf("x%d: &x%d [%s]\n", level, level, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*x%d, ", level-1), 10), ", "))
	}
	for name, text := range map[string]string{
		"aliases": bomb + "jobs: {a: {runs-on: x, steps: [{run: x}], strategy: {matrix: {v: *x8}}}}\n",
		"a cycle": "on: push\njobs: &a {b: *a}\n",
		"nesting": "on: push\njobs: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000),
		"no YAML": "on: [push\njobs: {",
		"a list":  "- a\n- b\n",
		"nothing": "",
		"no text": "on: push\x00",
		"larger":  "# " + strings.Repeat("x", maxFileBytes),
	} {
		start := time.Now()
		found := read(t, map[string]string{"ci.yml": text})
		if len(found.Unread) != 1 || found.Unread[0].Reason == "" || len(found.Workflows) != 0 {
			t.Errorf("%s: %+v", name, found)
		}
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

func TestReadingStopsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Read(ctx, checkstest.Tree(map[string]string{directory + "ci.yml": "on: push"})); err == nil {
		t.Error("no error")
	}
}

func TestFilesThatCannotBeReadAreSaid(t *testing.T) {
	t.Parallel()
	source := checkstest.Tree(map[string]string{directory + "ci.yml": "on: push"})
	source.Failing = map[string]error{directory + "ci.yml": fmt.Errorf("disk")}
	source.NotRead = []checks.Skipped{{Path: directory + "link.yml", Reason: "it is a symbolic link"}}
	found, err := Read(t.Context(), source)
	if err != nil || len(found.Unread) != 2 {
		t.Errorf("%+v, %v", found, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("on: push\njobs: {a: {runs-on: x, steps: [{run: \"npm test || true\"}]}}")
	f.Add("on:\n  workflow_call:\njobs:\n  a: &a {uses: ./.github/workflows/ci.yml}\n  b: *a\n")
	f.Add(commandJob("set +e; bash -c 'go test ./... | tee x' && kubectl apply -f -"))
	f.Fuzz(func(t *testing.T, text string) {
		found := read(t, map[string]string{"ci.yml": text, ".github/actions/x/action.yml": text, "Jenkinsfile": text})
		if len(found.Workflows)+len(found.Unread) != 1 {
			t.Errorf("a file is neither read nor said: %+v", found)
		}
	})
}
