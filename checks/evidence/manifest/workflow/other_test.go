package workflow_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/manifest/workflow"
)

// other writes what is read of one file: "job@line stages <needs !smell", and what is left.
func other(t testing.TB, files map[string]string) string {
	t.Helper()
	found, err := workflow.Read(t.Context(), checkstest.Tree(files))
	if err != nil || len(found.Others) == 0 {
		t.Fatalf("%+v, %v", found, err)
	}
	var words []string
	for _, job := range found.Others[0].Jobs {
		word := fmt.Sprintf("%s@%d", job.ID, job.Line)
		for _, stage := range workflow.Stages() {
			if sign, does := job.Sign(stage); does {
				word += fmt.Sprintf(" %s:%d", stage, sign.Line)
			}
		}
		if len(job.Needs) > 0 {
			word += " <" + strings.Join(job.Needs, ",")
		}
		for _, smell := range job.Smells {
			word += fmt.Sprintf(" !%s:%d", smell.Rule, smell.Line)
		}
		if job.Environment != "" {
			word += " in " + job.Environment
		}
		if job.Never {
			word += " never"
		}
		if job.Foreign {
			word += " elsewhere"
		}
		words = append(words, word)
	}
	text := strings.Join(words, "; ")
	if left := found.Others[0].Left; len(left) > 0 {
		text += " | " + strings.Join(left, ", ")
	}
	return text
}

func TestGitLabCI(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, more, want string }{
		"stages and commands":      {"stages: [build, test, deploy]\nmake:\n  stage: build\n  script:\n    - docker build .\nunit:\n  stage: test\n  script:\n    - npm ci\n    - npm test\nlive:\n  stage: deploy\n  environment: production\n  script: [\"kubectl apply -f k8s\"]\n", "", "make@2 build:5; unit@6 test:10 <make; live@11 deploy:14 <make,unit in production"},
		"needs":                    {"a: {stage: test, script: [npm test]}\nb: {stage: deploy, needs: [], script: [helm upgrade x y], environment: {name: live}}\n", "", "a@1 test:1; b@2 deploy:2 in live"},
		"a template":               {".base:\n  script:\n    - go test ./...\nunit:\n  extends: .base\n", "", "unit@4 test:3"},
		"an anchor":                {".x: &x\n  script: [pytest]\nunit:\n  <<: *x\n", "", "unit@3 test:2"},
		"what may fail":            {"unit:\n  allow_failure: true\n  script: [\"npm test || true\"]\n", "", "unit@1 test:3 !allowed-to-fail:2 !swallowed:3"},
		"what never runs":          {"unit:\n  rules: [{when: never}]\n  script: [npm test]\n", "", "unit@1 test:3 never"},
		"a block of text":          {"unit:\n  script:\n    - |\n      npm ci\n      npm test\n", "", "unit@1 test:5"},
		"a file of its own":        {"include: [ci/more.yml, {template: Auto-DevOps.gitlab-ci.yml}, {project: a/b, file: c.yml}]\nbuild: {stage: build, script: [make build]}\n", "unit: {script: [npm test]}\n", "unit@0 test:0 <build; build@2 build:2 | template://Auto-DevOps.gitlab-ci.yml, project://a/b"},
		"another pipeline":         {"deploy:\n  trigger: {project: acme/deploy}\n", "", "deploy@1 deploy:1 elsewhere"},
		"what stops a review":      {"stop:\n  environment: {name: review, action: stop}\n  script: [echo]\n", "", "stop@1"},
		"something else than jobs": {"variables: {A: b}\nworkflow: {rules: []}\n", "", ""},
		"no YAML":                  {"a: [", "", ""},
	} {
		files := map[string]string{".gitlab-ci.yml": test.text}
		if test.more != "" {
			files["ci/more.yml"] = test.more
		}
		if got := other(t, files); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", name, got, test.want)
		}
	}
}

func TestCircleCI(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"a workflow":          {"jobs:\n  unit:\n    steps:\n      - checkout\n      - run: npm test\n  ship:\n    steps:\n      - run: {name: x, command: kubectl apply -f k8s}\nworkflows:\n  all:\n    jobs:\n      - unit\n      - ship: {requires: [unit]}\n", "unit@2 test:5; ship@6 deploy:8 <unit"},
		"commands of its own": {"commands:\n  check:\n    steps: [{run: go test ./...}]\njobs:\n  a: {steps: [check]}\nworkflows: {w: {jobs: [a]}}\n", "a@5 test:3"},
		"an orb":              {"orbs: {node: circleci/node@5, aws: circleci/aws-ecs@4}\njobs:\n  a: {steps: [node/install]}\nworkflows:\n  w:\n    jobs:\n      - node/test\n      - aws/deploy-service-update: {requires: [node/test]}\n", "node/test@7 test:7 elsewhere; aws/deploy-service-update@8 deploy:8 <node/test elsewhere; a@3 never | orb circleci/node@5, orb circleci/aws-ecs@4"},
		"somebody's word":     {"jobs:\n  t: {steps: [{run: npm test}]}\nworkflows:\n  w:\n    jobs:\n      - t\n      - hold: {type: approval, requires: [t]}\n", "t@2 test:2; hold@7 <t"},
		"no workflow":         {"jobs:\n  build:\n    steps:\n      - run: npm test || true\n", "build@2 test:4 !swallowed:4"},
		"no YAML":             {"jobs: [", ""},
	} {
		if got := other(t, map[string]string{".circleci/config.yml": test.text}); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", name, got, test.want)
		}
	}
}

func TestJenkinsfile(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"declarative":                  {"pipeline {\n  agent any\n  stages {\n    stage('Build') {\n      steps { sh 'mvn compile' }\n    }\n    stage('Test') {\n      steps {\n        sh \"mvn test\"\n      }\n    }\n    stage('Deploy') {\n      steps { sh '''\n        kubectl apply -f k8s\n      ''' }\n    }\n  }\n}\n", "Build@4 build:5; Test@7 test:9 <Build; Deploy@12 deploy:14 <Build,Test"},
		"side by side":                 {"pipeline { stages {\n stage('Tests') {\n  parallel {\n   stage('Unit') { steps { sh 'npm test' } }\n   stage('Lint') { steps { sh 'npm run lint' } }\n  }\n }\n stage('Ship') { steps { sh 'helm upgrade a b' } }\n} }\n", "Unit@4 test:4 <Tests; Lint@5 <Tests; Ship@8 deploy:8 <Tests,Unit,Lint"},
		"scripted":                     {"node {\n  stage(\"Test\") {\n    sh(script: 'pytest', returnStatus: true)\n  }\n}\n", "Test@2 test:3 !status-returned:3"},
		"remarks":                      {"// stage('Test') { sh 'npm test' }\n/* stage('a') {\n sh 'npm test' } */\nnode { stage('B') { sh 'make build' /* sh 'npm test' */ } }\n", "B@4 build:4"},
		"a library":                    {"@Library('shared') _\nbuildAll()\n", " | a shared library"},
		"what goes on after a failure": {"node { stage('Test') { sh 'npm test || true' } }\n", "Test@1 test:1 !swallowed:1"},
		"a text that is not closed":    {"node { stage('Test') { sh 'npm test } }\n", "Test@1 test:1"},
	} {
		if got := other(t, map[string]string{"Jenkinsfile": test.text}); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", name, got, test.want)
		}
	}
}

// FuzzOthers reads whatever is said to be a pipeline of another system.
func FuzzOthers(f *testing.F) {
	for _, seed := range []string{"a: &a {extends: [a, *a], script: [[x], 'npm test']}\ninclude: .gitlab-ci.yml\n", ".a: {extends: .b}\n.b: {extends: .a}\nc: {extends: .a}\n", "jobs: {a: {steps: [b, {run: x}, {when: {steps: [a]}}]}}\ncommands: {b: {steps: [b]}}\nworkflows: {w: {jobs: [a, {a: {requires: [{b: c}]}}]}}\n", "stage('a') { stage('b') { sh '''x", "node { sh \"\\\"\" } }}}} stage('c') {", "/* stage(\n// '", "\x00", "stages: a\njobs: []\nworkflows: {w: 1}\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		for _, name := range []string{".gitlab-ci.yml", ".circleci/config.yml", "Jenkinsfile"} {
			found, err := workflow.Read(t.Context(), checkstest.Tree(map[string]string{name: content}))
			if err != nil || len(found.Others) != 1 {
				t.Fatalf("%s: %+v, %v", name, found, err)
			}
			for _, job := range found.Others[0].Jobs {
				if job.Line < 0 || job.Line > strings.Count(content, "\n")+1 {
					t.Errorf("%s: %+v", name, job)
				}
			}
		}
	})
}
