package delivery_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/delivery"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
)

var envConfigItem = checks.Item{
	ID: "delivery.env-config", Kind: checks.KindMix, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3}, Role: checks.RoleSRE,
}

func variable(name, value string) checks.Setting {
	return checks.Setting{Name: name, Kind: checks.KindVariable, Value: checks.Hide(value), UpdatedAt: checkstest.Now.Add(-48 * time.Hour)}
}

func secret(name string) checks.Setting {
	return checks.Setting{Name: name, Kind: checks.KindSecret, UpdatedAt: checkstest.Now.Add(-48 * time.Hour)}
}

// configured is a forge with an environment for production and one for staging.
func configured(production, staging []checks.Setting) *checkstest.Forge {
	return &checkstest.Forge{Deployed: checkstest.Environments{
		List:     []checks.Environment{{Name: "staging"}, {Name: "production"}, {Name: "production-eu-preview"}},
		Settings: map[string][]checks.Setting{"production": production, "staging": staging},
	}}
}

const hook = `
if (!process.env.DATABASE_URL) throw new Error("DATABASE_URL");
if (!process.env.STRIPE_WEBHOOK_SECRET) throw new Error("STRIPE_WEBHOOK_SECRET");
const port = process.env.PORT || 3000;
const mail = process.env.SMTP_URL;
`

func TestEnvConfig(t *testing.T) {
	t.Parallel()
	check := delivery.NewEnvConfig(manifests(), projecttest.Reader(t))
	good := []checks.Setting{secret("DATABASE_URL"), secret("STRIPE_WEBHOOK_SECRET")}
	for name, c := range map[string]struct {
		files   map[string]string
		forge   *checkstest.Forge
		change  func(*checkstest.Forge)
		verdict checks.Verdict
		says    string // in a finding's message, the reason, the remedy or the headline
	}{
		"all that is demanded is given":          {verdict: checks.Pass, forge: configured(good, good), says: "2 of 2"},
		"one is missing":                         {verdict: checks.Fail, forge: configured(good[:1], nil), says: "`STRIPE_WEBHOOK_SECRET` is read at `hook.js:3`, **missing in production**"},
		"one is set in staging alone":            {verdict: checks.Fail, forge: configured(good[:1], good), says: "set in staging 2 days ago, **missing in production**"},
		"the repository gives one to all":        {verdict: checks.Pass, forge: configured(good[:1], nil), change: func(f *checkstest.Forge) { f.Deployed.Settings[""] = []checks.Setting{secret("STRIPE_WEBHOOK_SECRET")} }},
		"a manifest for production gives one":    {verdict: checks.Pass, forge: configured(good[:1], nil), files: map[string]string{"k8s/production/config.yaml": "kind: ConfigMap\ndata:\n  STRIPE_WEBHOOK_SECRET: x\n"}},
		"a manifest for tests gives none":        {verdict: checks.Fail, forge: configured(good[:1], nil), files: map[string]string{"docker-compose.test.yml": "services: {web: {environment: {STRIPE_WEBHOOK_SECRET: x}}}\n"}},
		"all of a secret's keys may hold it":     {verdict: checks.Unknown, forge: configured(good[:1], nil), files: map[string]string{"k8s/production/web.yaml": "kind: Deployment\nspec:\n  containers:\n  - envFrom:\n    - secretRef: {name: shop}\n"}, says: "unless `shop`"},
		"GitHub holds what the deployment needs": {verdict: checks.Unknown, forge: configured([]checks.Setting{secret("KUBECONFIG"), secret("AWS_ROLE")}, nil), says: "configured elsewhere"},
		"no environment is production":           {verdict: checks.Unknown, forge: &checkstest.Forge{Deployed: checkstest.Environments{List: []checks.Environment{{Name: "github-pages"}}}}, says: "called production"},
		"no permission for environments":         {verdict: checks.Unknown, forge: configured(good, good), change: failing("EnvironmentSettings", checks.ErrForbidden), says: "`environments: read`"},
		"no permission for secrets":              {verdict: checks.Unknown, forge: configured(good, good), change: failing("RepositorySettings secret", checks.ErrForbidden), says: "`secrets: read`"},
		"no permission for variables":            {verdict: checks.Unknown, forge: configured(good, good), change: failing("RepositorySettings variable", checks.ErrForbidden), says: "`actions_variables: read`"},
		"GitHub fails":                           {verdict: checks.Unknown, forge: configured(good, good), change: failing("Environments", checkstest.ErrForge), says: "could not be read from GitHub"},
		"not connected":                          {verdict: checks.Unknown, says: "not connected"},
		"a value of a developer's machine":       {verdict: checks.Fail, forge: configured(append([]checks.Setting{variable("REDIS_URL", "redis://localhost:6379")}, good...), nil), says: "`REDIS_URL` of production"},
		"production says that it is development": {verdict: checks.Fail, forge: configured(append([]checks.Setting{variable("NODE_ENV", "development")}, good...), nil), says: "not production"},
		"debugging is on":                        {verdict: checks.Fail, forge: configured(append([]checks.Setting{variable("APP_DEBUG", "True")}, good...), nil), says: "debugging"},
		"a key for tests":                        {verdict: checks.Fail, forge: configured(append([]checks.Setting{variable("STRIPE_KEY", "sk_test_"+"abc")}, good...), nil), says: "for tests"},
		"a host of staging":                      {verdict: checks.Fail, forge: configured(append([]checks.Setting{variable("API_URL", "https://api.staging.acme.dev")}, good...), nil), says: "leads to staging"},
		"an address of nobody is a warning":      {verdict: checks.Warn, forge: configured(append([]checks.Setting{variable("MAIL_FROM", "shop@example.com")}, good...), nil), says: "belongs to nobody"},
		"everybody's origin is a warning":        {verdict: checks.Warn, forge: configured(append([]checks.Setting{variable("CORS_ORIGINS", "*")}, good...), nil), says: "for everybody"},
		"an agent at localhost is a neighbour":   {verdict: checks.Pass, forge: configured(append([]checks.Setting{variable("STATSD_URL", "localhost:8125"), variable("LISTEN_ADDR", "127.0.0.1:80")}, good...), nil)},
		"a sidecar at localhost is a neighbour": {verdict: checks.Pass, forge: configured(good, nil), files: map[string]string{
			"k8s/production/web.yaml": "kind: Deployment\nspec:\n  containers:\n  - env: [{name: DB_HOST, value: 127.0.0.1}]\n  - name: cloud-sql-proxy\n"}},
		"localhost in what developers run is theirs":          {verdict: checks.Pass, forge: configured(good, nil), files: map[string]string{"docker-compose.yml": "services: {web: {environment: {DB: localhost}}}\n", ".env.development": "DB=localhost\n"}},
		"an environment file with secrets":                    {verdict: checks.Fail, forge: configured(good, nil), files: map[string]string{".env": "STRIPE_SECRET_KEY=whsec_9fK2mQ7xVb3Lr8\n"}, says: "`.env` is in the repository"},
		"an environment file that Vite reads":                 {verdict: checks.Pass, forge: configured(good, nil), files: map[string]string{".env": "VITE_TITLE=Shop\n", ".env.production": "VITE_API=https://api.acme.dev\n"}},
		"a sample is none":                                    {verdict: checks.Pass, forge: configured(good, nil), files: map[string]string{".env.example": "STRIPE_SECRET_KEY=whsec_9fK2mQ7xVb3Lr8\n"}},
		"Prisma's schema demands":                             {verdict: checks.Fail, forge: configured(good, nil), files: map[string]string{"prisma/schema.prisma": "datasource db {\n  url = env(\"POSTGRES_URL\")\n}\n"}, says: "`POSTGRES_URL` is read at `prisma/schema.prisma:2`, **missing in production**"},
		"Prisma's settings demand":                            {verdict: checks.Fail, forge: configured(good, nil), files: map[string]string{"prisma.config.ts": "import { defineConfig, env } from 'prisma/config';\nexport default defineConfig({ datasource: { url: env('POSTGRES_URL') } });\n"}, says: "`POSTGRES_URL` is read at `prisma.config.ts:2`"},
		"Ruby demands":                                        {verdict: checks.Fail, forge: configured(good, nil), files: map[string]string{"config/initializers/mail.rb": "KEY = ENV.fetch('MAIL_KEY')\n"}, says: "`MAIL_KEY` is read at `config/initializers/mail.rb:1`"},
		"Ruby of developers demands nothing":                  {verdict: checks.Pass, forge: configured(good, nil), files: map[string]string{"config/environments/development.rb": "KEY = ENV.fetch('MAIL_KEY')\n"}},
		"Spring demands":                                      {verdict: checks.Fail, forge: configured(good, nil), files: map[string]string{"src/main/resources/application.yml": "mail:\n  key: ${MAIL_KEY}\n  host: ${MAIL_HOST:mail}\n"}, says: "`MAIL_KEY` is read at `src/main/resources/application.yml:2`"},
		"ASP.NET has a value of its own":                      {verdict: checks.Pass, forge: configured(good, nil), files: map[string]string{"Program.cs": "var key = builder.Configuration[\"Mail:Key\"] ?? throw new Exception();\n", "appsettings.json": `{"Mail": {"Key": "x"}}`}},
		"ASP.NET has none":                                    {verdict: checks.Fail, forge: configured(good, nil), files: map[string]string{"Program.cs": "var key = builder.Configuration[\"Mail:Key\"] ?? throw new Exception();\n", "appsettings.json": `{"Mail": {"Key": ""}}`}, says: "`Mail__Key`"},
		"compose merges what it gives":                        {verdict: checks.Pass, forge: configured(good[:1], nil), files: map[string]string{"docker-compose.prod.yml": "x-env: &env\n  STRIPE_WEBHOOK_SECRET: ${STRIPE}\nservices:\n  web:\n    environment:\n      <<: *env\n"}},
		"compose hands over a file":                           {verdict: checks.Pass, forge: configured(good[:1], nil), files: map[string]string{"compose.yml": "services:\n  web:\n    env_file: web.conf\n", "web.conf": "STRIPE_WEBHOOK_SECRET=${STRIPE}\n"}},
		"a secret that is a year old":                         {verdict: checks.Warn, forge: configured(append([]checks.Setting{aged("STRIPE_API_KEY", 400)}, good...), nil), says: "1 secret of production has not been set anew for more than a year: `STRIPE_API_KEY` (400 days)"},
		"a secret of last month":                              {verdict: checks.Pass, forge: configured(append([]checks.Setting{aged("STRIPE_API_KEY", 30)}, good...), nil)},
		"an old name is no secret":                            {verdict: checks.Pass, forge: configured(append([]checks.Setting{aged("DEPLOY_HOST", 400)}, good...), nil)},
		"what nothing takes is told":                          {verdict: checks.Pass, forge: configured(append([]checks.Setting{secret("LEGACY_TOKEN")}, good...), nil), says: "notice env.idle: 1 variable that production is given is taken by no code and named by no manifest that golive reads: `LEGACY_TOKEN`"},
		"code that demands nothing firmly":                    {verdict: checks.NeedsSignOff, forge: configured(good, nil), files: map[string]string{"hook.js": "const mail = process.env.SMTP_URL, db = process.env.DATABASE_URL;\n"}, says: "0 of 0"},
		"code that reads nothing":                             {verdict: checks.NotApplicable, forge: configured(nil, nil), files: map[string]string{"hook.js": "export default 1;\n"}},
		"keys of the platform alone":                          {verdict: checks.NotApplicable, forge: configured(nil, nil), files: map[string]string{"hook.js": "listen(process.env.PORT); if (!process.env.GITHUB_SHA) throw 1;\n"}},
		"demanded where a condition leads":                    {verdict: checks.Pass, forge: configured(good, nil), files: map[string]string{"mail.js": "export function mail() { if (!process.env.MAIL_KEY) throw new Error(); }\n"}},
		"what a build is given is no matter of the program's": {verdict: checks.Pass, forge: configured(good, nil), files: map[string]string{"page.js": "if (!process.env.NEXT_PUBLIC_API) throw new Error();\n"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"hook.js": hook}
			for path, content := range c.files {
				files[path] = content
			}
			options := []checkstest.Option{checkstest.PullRequest()}
			if c.forge != nil {
				options = append(options, checkstest.On(c.forge))
			}
			if c.change != nil {
				c.change(c.forge)
			}
			result := checkstest.Judge(t, envConfigItem, check, checkstest.Subject(checkstest.Tree(files), options...))
			text := told(result)
			if result.Verdict() != c.verdict || !strings.Contains(text, c.says) {
				t.Errorf("%s, want %s and %q:\n%s", result.Verdict(), c.verdict, c.says, text)
			}
			for _, value := range []string{"localhost", "sk_test_", "api.staging", "whsec_"} {
				if strings.Contains(text, value) {
					t.Errorf("a value is shown:\n%s", text)
				}
			}
		})
	}
}

func aged(name string, days int) checks.Setting {
	return checks.Setting{Name: name, Kind: checks.KindSecret, UpdatedAt: checkstest.Now.AddDate(0, 0, -days)}
}

func TestWhatIsTakenSomewhereIsNotCalledIdle(t *testing.T) {
	t.Parallel()
	check := delivery.NewEnvConfig(manifests(), projecttest.Reader(t))
	for name, files := range map[string]map[string]string{
		"a workflow takes it":     {".github/workflows/cd.yml": "on: push\njobs: {a: {steps: [{run: x, env: {T: \"${{ secrets.legacy_token }}\"}}]}}\n"},
		"a workflow hands all on": {".github/workflows/cd.yml": "on: push\njobs: {a: {steps: [{run: x, env: {T: \"${{ toJSON(secrets) }}\"}}]}}\n"},
		"a chart names it":        {"chart/templates/a.yaml": "- name: LEGACY_TOKEN\n  value: {{ .Values.x }}\n"},
		"the code reads it":       {"a.js": "use(process.env.LEGACY_TOKEN);\n"},
		"the code makes names":    {"a.js": "use(process.env[name]);\n"},
	} {
		files["hook.js"] = hook
		forge := configured([]checks.Setting{secret("DATABASE_URL"), secret("STRIPE_WEBHOOK_SECRET"), secret("LEGACY_TOKEN")}, nil)
		result := checkstest.Judge(t, envConfigItem, check, checkstest.Subject(checkstest.Tree(files), checkstest.PullRequest(), checkstest.On(forge)))
		if text := told(result); strings.Contains(text, "env.idle") {
			t.Errorf("%s:\n%s", name, text)
		}
	}
}

// What manifests give is held against what the code demands also where GitHub knows
// nothing of production, as in a directory.
func TestManifestsAreHeldAgainstTheCode(t *testing.T) {
	t.Parallel()
	check := delivery.NewEnvConfig(manifests(), projecttest.Reader(t))
	deployment := func(env string) string {
		return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: acme/shop\n" + env
	}
	env := "          env:\n            - {name: DATABASE_URL, valueFrom: {secretKeyRef: {name: s, key: d}}}\n            - {name: MAIL_URL, value: 'smtp://mail'}\n"
	overlay := map[string]string{"k8s/base/kustomization.yaml": "resources: [web.yaml]\n", "k8s/base/web.yaml": deployment(env + "          envFrom: [{configMapRef: {name: shop}}]\n")}
	with := func(more map[string]string) map[string]string {
		all := maps.Clone(overlay)
		maps.Copy(all, more)
		return all
	}
	for name, test := range map[string]struct {
		files   map[string]string
		verdict checks.Verdict
		finding string // "severity rule path:line"
	}{
		"one is missing":                 {map[string]string{"k8s/web.yaml": deployment(env)}, checks.Fail, "error env.missing hook.js:3"},
		"all are given":                  {map[string]string{"k8s/web.yaml": deployment(env + "            - {name: STRIPE_WEBHOOK_SECRET, valueFrom: {secretKeyRef: {name: s, key: x}}}\n")}, checks.NeedsSignOff, ""},
		"one may be in a Secret":         {map[string]string{"k8s/web.yaml": deployment(env + "          envFrom: [{secretRef: {name: rest}}]\n")}, checks.Unknown, "warning env.perhaps-missing hook.js:3"},
		"nothing of it is declared here": {map[string]string{"k8s/web.yaml": deployment("")}, checks.Unknown, ""},
		"an overlay makes the ConfigMap": {with(map[string]string{"k8s/prod/kustomization.yaml": "resources: [../base]\nconfigMapGenerator: [{name: shop, literals: [STRIPE_WEBHOOK_SECRET=x]}]\n"}), checks.NeedsSignOff, ""},
		"and leaves one out":             {with(map[string]string{"k8s/prod/kustomization.yaml": "resources: [../base]\nconfigMapGenerator: [{name: shop, literals: [OTHER=x]}]\n"}), checks.Fail, "error env.missing hook.js:3"},
		"a developer's value by a patch": {with(map[string]string{"k8s/prod/kustomization.yaml": "resources: [../base]\nconfigMapGenerator:\n  - name: shop\n    literals:\n      - STRIPE_WEBHOOK_SECRET=x\n      - REDIS_URL=redis://localhost:6379\n"}), checks.Fail, "error env.local.host k8s/prod/kustomization.yaml:6"},
		"one that production overrides":  {map[string]string{"k8s/base/kustomization.yaml": "resources: [web.yaml]\n", "k8s/base/web.yaml": deployment(strings.ReplaceAll(env, "smtp://mail", "smtp://localhost")), "k8s/prod/kustomization.yaml": "resources: [../base]\npatches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: shop}\n    spec: {template: {spec: {containers: [{name: web, env: [{name: MAIL_URL, value: 'smtp://mail.acme.io'}, {name: STRIPE_WEBHOOK_SECRET, value: x}]}]}}}\n"}, checks.Unknown, ""},
		"a developer's value somewhere":  {map[string]string{"k8s/web.yaml": deployment(strings.ReplaceAll(env, "smtp://mail", "smtp://localhost") + "            - {name: STRIPE_WEBHOOK_SECRET, value: x}\n")}, checks.NeedsSignOff, "warning env.local.host k8s/web.yaml:12"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := maps.Clone(test.files)
			files["hook.js"] = hook + "if (!process.env.MAIL_URL) throw new Error();\n"
			result := checkstest.Judge(t, envConfigItem, check, checkstest.Subject(checkstest.Tree(files)))
			var found []string
			for _, one := range result.Findings {
				found = append(found, fmt.Sprintf("%s %s %s:%d", one.Severity, one.Rule, one.Path, one.Line))
			}
			if got := strings.Join(found, "; "); result.Verdict() != test.verdict || got != test.finding {
				t.Errorf("%s, %q:\n%s", result.Verdict(), got, told(result))
			}
		})
	}
}

func TestAKeyThatIsNewInTheReleaseIsNamedSo(t *testing.T) {
	t.Parallel()
	check := delivery.NewEnvConfig(manifests(), projecttest.Reader(t))
	forge := configured([]checks.Setting{secret("DATABASE_URL")}, []checks.Setting{secret("STRIPE_WEBHOOK_SECRET")})
	result := checkstest.Judge(t, envConfigItem, check, checkstest.Subject(checkstest.Tree(map[string]string{"hook.js": hook}), checkstest.PullRequest(), checkstest.On(forge),
		checkstest.Changing(checks.Change{Path: "hook.js", Added: []checks.Lines{{First: 3, Last: 3}}})))
	if text := told(result); !strings.Contains(text, "`STRIPE_WEBHOOK_SECRET` is new in this release (`hook.js:3`), set in staging 2 days ago, **missing in production**") ||
		!strings.Contains(text, "Settings → Environments → `production` → Add secret") {
		t.Error(text)
	}
}

func failing(method string, err error) func(*checkstest.Forge) {
	return func(f *checkstest.Forge) { f.Failing = map[string]error{method: err} }
}

// told is all that a person reads of a result.
func told(result checks.Result) string {
	lines := []string{result.Headline, result.Why, result.Remedy}
	for _, finding := range result.Findings {
		lines = append(lines, string(finding.Severity)+" "+finding.Rule+": "+finding.Message+" "+finding.Remedy)
	}
	for _, one := range result.Missing {
		lines = append(lines, one.Reason+" → "+one.Remedy)
	}
	for _, one := range result.Evidence {
		lines = append(lines, one.Grade.String()+" "+string(one.Outcome)+" "+one.Summary)
	}
	return strings.Join(lines, "\n")
}
