package environment_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
)

// given writes what a file gives: "KEY=value@stage", with marks for signals and builds.
func given(t testing.TB, name, content string) string {
	t.Helper()
	file := checks.File{Path: name, Class: checkstest.Classify(name), Size: int64(len(content))}
	if !environment.Concerns(file) {
		return "none of ours"
	}
	var found environment.Found
	found.Add(file, []byte(content))
	var words []string
	for _, one := range found.Given {
		word := one.Key
		if one.Literal {
			word += "=" + one.Value.Reveal()
		}
		if one.Stage != "" {
			word += "@" + string(one.Stage)
		}
		for mark, set := range map[string]bool{" signal": one.Signal, " build": one.Build, " beside": one.Beside} {
			if set {
				word += mark
			}
		}
		words = append(words, word)
	}
	for _, one := range found.Samples {
		words = append(words, "sample "+one.Key)
	}
	for _, one := range found.Wholes {
		words = append(words, "all of "+one.Name)
	}
	return strings.Join(words, ", ")
}

func TestWhatFilesGive(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, content, want string }{
		{"compose.yaml", "services:\n  web:\n    env_file: .env\n    environment:\n      A: a\n      B: ${B}\n  worker:\n    environment:\n      - C=c\n      - D\n", "A=a, B, C=c, D, all of .env"},
		{"compose.yaml", "x-env: &env\n  A: a\n  B: b\nservices:\n  web: &web\n    environment: *env\n  worker:\n    <<: *web\n  cron:\n    environment:\n      <<: *env\n      B: c\n", "A=a, B=b, B=c"},
		{"compose.yaml", "x-a: &a {A: a}\nx-b: &b {B: b}\nservices:\n  web:\n    environment:\n      <<: [*a, *b]\n      C: c\n", "C=c, A=a, B=b"},
		{"docker-compose.prod.yml", "services:\n  web:\n    environment: [A=a]\n", "A=a@production"},
		{"k8s/overlays/production/deploy.yaml", "kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n      - env:\n        - name: A\n          value: localhost\n        - name: B\n          valueFrom: {secretKeyRef: {name: s, key: b}}\n        envFrom:\n        - secretRef: {name: shop}\n      - name: proxy\n", "A=localhost@production beside, B@production beside, all of shop"},
		{"k8s/config.yaml", "kind: ConfigMap\ndata:\n  A: a\n  nginx.conf: x\n---\nkind: Secret\ndata:\n  B: YWJj\n", "A=a, B"},
		{"k8s/config.yaml", "kind: ExternalSecret\nspec:\n  data:\n  - secretKey: A\n  dataFrom:\n  - extract: {key: shop}\nmetadata: {name: shop}\n", "A, all of the ExternalSecret shop"},
		{"chart/templates/deployment.yaml", "env:\n  - name: A_B\n    value: {{ .Values.a }}\n", "A_B signal"},
		{"chart/values.yaml", "env:\n  A: a\nconfig:\n  B_C: b\n  plain: c\n", "A=a, B_C=b signal"},
		{"Dockerfile", "FROM x\nENV A=a B=\"b c\" \\\n    C=c\nENV D d\nARG E=e\n", "A=a, B=b c, C=c, D=d, E=e build"},
		{".github/workflows/deploy.yml", "env:\n  A: a\njobs:\n  deploy:\n    environment: production\n    steps:\n    - env:\n        B: ${{ secrets.B }}\n  test:\n    env: {C: c}\n", "A=a@production, B@production, A=a@local, C=c@local"},
		{"infra/main.tf", "environment {\n  variables = {\n    A_B = var.a\n  }\n}\nenvironment = [{ name = \"C_D\", value = \"x\" }]\n", "A_B signal, C_D signal"},
		{"fly.toml", "app = \"shop\"\n[env]\n  A = \"a\"\n[http]\n  B = 1\n", "A=a"},
		{"render.yaml", "services:\n- envVars:\n  - key: A\n    value: a\n  - key: B\n    sync: false\n", "A=a, B"},
		{"app.json", `{"env": {"A": {"description": "x"}, "B": {"value": "b"}}}`, "A, B=b"},
		{".env.example", "A=\nB=b # c\n", "sample A, sample B"},
		{".env.production", "A=a\n", "A=a@production"},
		{"dev/prod/.env", "A=a\n", "A=a@local"},
		{"tests/compose.yaml", "services: {}", "none of ours"},
		{"compose.yaml", "{{ not yaml", ""},
		{"compose.yaml", "a: [", ""},
	} {
		if got := given(t, c.name, c.content); got != c.want {
			t.Errorf("%s\n%s\n got %s\nwant %s", c.name, c.content, got, c.want)
		}
	}
}

func TestFilesThatComposeHandsOver(t *testing.T) {
	t.Parallel()
	var found environment.Found
	compose := "services:\n  web:\n    env_file:\n    - ../config/web.conf\n    - path: missing.env\n      required: false\n    - /etc/shop.env\n    - ${FILE}\n  worker:\n    env_file: ../config/web.conf\n"
	found.Add(checks.File{Path: "deploy/compose.prod.yml"}, []byte(compose))
	if names := strings.Join(found.Handed(), " "); names != "config/web.conf deploy/missing.env" {
		t.Error(names)
	}
	found.Hand(checks.File{Path: "config/web.conf"}, []byte("A=a\nexport B=b\n"))
	if given := found.Of(environment.Production); len(given["A"]) != 1 || len(given["B"]) != 1 || len(found.Wholes) != 3 {
		t.Errorf("%v, left %v", given, found.Wholes)
	}
	if len(found.Literal(environment.Production)) != 2 {
		t.Error("its values are those of the one that it is handed over to")
	}
}

func TestStages(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]environment.Stage{
		"production": environment.Production, "eu-prod": environment.Production, "pre-production": environment.Staging, "non-prod": environment.Staging, "UAT": environment.Staging,
		"docker-compose.yml": "", "deploy/prod/values.yaml": environment.Production, "docker-compose.dev.yml": environment.Local, "product": "", "latest": "",
		"production/test": environment.Local,
	} {
		if got := environment.StageOf(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestValuesAreNotPrinted(t *testing.T) {
	t.Parallel()
	var found environment.Found
	found.Add(checks.File{Path: ".env"}, []byte("A=swordfish\n"))
	if text := fmt.Sprintf("%v %+v", found, found); strings.Contains(text, "swordfish") {
		t.Error(text)
	}
}

func FuzzAdd(f *testing.F) {
	f.Add("compose.yaml", []byte("a: &a [*a]\nenv: {A: b}"))
	f.Add("Dockerfile", []byte("ENV \\\n"))
	f.Add("main.tf", []byte("A = 1"))
	f.Fuzz(func(_ *testing.T, name string, content []byte) {
		var found environment.Found
		found.Add(checks.File{Path: name}, content)
	})
}
