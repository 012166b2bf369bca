package infrastructure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/infrastructure"
)

var healthItem = checks.Item{ID: "infrastructure.health", Kind: checks.KindMix, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2}, Role: checks.RoleSRE}

// deployment is a Deployment with a Service before it, whose container has what is
// added to it.
func deployment(container string) string {
	return `apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  selector: {app: shop}
  ports: [{port: 80, targetPort: http}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  replicas: 1
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers:
        - name: web
          image: acme/shop:1.4.0
          ports: [{name: http, containerPort: 3000}]
` + container
}

const (
	readiness = "          readinessProbe: {httpGet: {path: /ready, port: http}}\n"
	liveness  = "          livenessProbe: {httpGet: {path: /health, port: http}}\n"
	sidecar   = "        - {name: istio-proxy, image: istio/proxyv2:1.20}\n"
	server    = "const express = require('express');\nconst app = express();\napp.get('/', (req, res) => res.send('hi'));\napp.listen(3000);\n"
)

func TestHealth(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files   map[string]string
		verdict checks.Verdict
		errors  []string
		other   []string // rules of warnings and notices that must be there
	}{
		"both probes":                         {map[string]string{"k8s/shop.yaml": deployment(readiness + liveness)}, checks.Pass, nil, nil},
		"no probe at all":                     {map[string]string{"k8s/shop.yaml": deployment("")}, checks.Fail, []string{"k8s.liveness", "k8s.readiness"}, nil},
		"no liveness":                         {map[string]string{"k8s/shop.yaml": deployment(readiness)}, checks.Warn, nil, []string{"k8s.liveness"}},
		"no readiness":                        {map[string]string{"k8s/shop.yaml": deployment(liveness)}, checks.Fail, []string{"k8s.readiness"}, nil},
		"the same for both":                   {map[string]string{"k8s/shop.yaml": deployment(readiness + strings.ReplaceAll(readiness, "readinessProbe", "livenessProbe"))}, checks.Warn, nil, []string{"k8s.same-probe"}},
		"liveness asks whether it is ready":   {map[string]string{"k8s/shop.yaml": deployment("          readinessProbe: {tcpSocket: {port: http}}\n          livenessProbe: {httpGet: {path: /readyz, port: http}}\n")}, checks.Warn, nil, []string{"k8s.liveness-depends"}},
		"a probe of a port that nobody has":   {map[string]string{"k8s/shop.yaml": deployment(liveness + strings.ReplaceAll(readiness, "port: http", "port: web"))}, checks.Fail, []string{"k8s.probe-port"}, nil},
		"a probe by TCP of a port of UDP":     {map[string]string{"k8s/shop.yaml": strings.Replace(deployment(liveness+strings.ReplaceAll(readiness, "port: http", "port: stats")), "containerPort: 3000}", "containerPort: 3000}, {name: stats, containerPort: 8125, protocol: UDP}", 1)}, checks.Fail, []string{"k8s.probe-port"}, nil},
		"a budget of more than there is":      {map[string]string{"k8s/shop.yaml": strings.Replace(deployment(readiness+liveness), "replicas: 1", "replicas: 2", 1) + "---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: shop}\nspec: {minAvailable: 60%, selector: {matchLabels: {app: shop}}}\n"}, checks.Warn, nil, []string{"k8s.budget-blocks"}},
		"a budget of half of them":            {map[string]string{"k8s/shop.yaml": strings.Replace(deployment(readiness+liveness), "replicas: 1", "replicas: 2", 1) + "---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: shop}\nspec: {minAvailable: 50%, selector: {matchLabels: {app: shop}}}\n"}, checks.Pass, nil, nil},
		"a probe that asks nothing":           {map[string]string{"k8s/shop.yaml": deployment(liveness + "          readinessProbe: {periodSeconds: 5}\n")}, checks.Fail, []string{"k8s.probe-empty"}, nil},
		"a sidecar is not asked":              {map[string]string{"k8s/shop.yaml": deployment(readiness + liveness + sidecar)}, checks.Pass, nil, nil},
		"a job is not asked":                  {map[string]string{"k8s/shop.yaml": deployment(readiness+liveness) + "---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: migrate}\nspec: {template: {spec: {restartPolicy: Never, containers: [{name: m, image: acme/shop}]}}}\n"}, checks.Pass, nil, nil},
		"tests and examples do not count":     {map[string]string{"k8s/shop.yaml": deployment(readiness + liveness), "examples/k8s/demo.yaml": deployment(""), "test/e2e/x.yaml": deployment(""), "vendor/x/y.yaml": deployment("")}, checks.Pass, nil, nil},
		"what is for a laptop does not count": {map[string]string{"k8s/production/shop.yaml": deployment(readiness + liveness), "k8s/dev/shop.yaml": deployment("")}, checks.Pass, nil, nil},
		"a patch is no workload": {map[string]string{"k8s/base/shop.yaml": deployment(readiness + liveness), "k8s/base/kustomization.yaml": "resources: [shop.yaml]\n", "k8s/prod/kustomization.yaml": "resources: [../base]\npatches: [{path: more.yaml}]\n",
			"k8s/prod/more.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec: {template: {spec: {containers: [{name: web, image: acme/shop:2}]}}}\n"}, checks.Pass, nil, nil},
		"a hook longer than the grace": {map[string]string{"k8s/shop.yaml": deployment(readiness + liveness + "          lifecycle: {preStop: {exec: {command: [sh, -c, sleep 60]}}}\n")}, checks.Warn, nil, []string{"k8s.grace"}},
		"a bare pod":                   {map[string]string{"k8s/pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: shop}\nspec:\n  containers:\n    - name: web\n      image: acme/shop\n      readinessProbe: {tcpSocket: {port: 80}}\n      livenessProbe: {httpGet: {path: /, port: 80}}\n"}, checks.Warn, nil, []string{"k8s.bare-pod"}},
		"invalid YAML is told":         {map[string]string{"k8s/shop.yaml": deployment(readiness + liveness), "k8s/more.yaml": "apiVersion: v1\nkind: Pod\n  bad: [\n"}, checks.Warn, nil, []string{"manifest.invalid"}},

		"compose that restarts and asks":      {map[string]string{"compose.yaml": "services:\n  web:\n    build: .\n    restart: always\n    healthcheck: {test: [CMD, curl, -f, localhost]}\n"}, checks.Pass, nil, nil},
		"compose that does neither":           {map[string]string{"compose.yaml": "services:\n  web:\n    build: .\n", "Dockerfile": "FROM node:22\n"}, checks.Fail, []string{"compose.healthcheck", "compose.restart"}, nil},
		"compose asked by its Dockerfile":     {map[string]string{"compose.yaml": "services:\n  web:\n    build: .\n    restart: always\n", "Dockerfile": "FROM node:22 AS base\nHEALTHCHECK CMD curl -f localhost\nFROM base\nCMD node .\n"}, checks.Pass, nil, nil},
		"compose switches it off":             {map[string]string{"compose.yaml": "services:\n  web:\n    image: acme/shop\n    restart: always\n    healthcheck: {disable: true}\n"}, checks.Fail, []string{"compose.healthcheck"}, nil},
		"compose for production over another": {map[string]string{"docker-compose.yml": "services:\n  web:\n    build: .\n    healthcheck: {test: curl localhost}\n", "docker-compose.prod.yml": "services:\n  web:\n    restart: unless-stopped\n"}, checks.Pass, nil, nil},
		"compose that extends":                {map[string]string{"compose.yaml": "services:\n  web:\n    extends: {file: common.yml, service: app}\n    restart: always\n", "common.yml": "services:\n  app:\n    build: .\n    healthcheck: {test: curl localhost}\n"}, checks.Pass, nil, nil},
		"compose of a developer":              {map[string]string{"compose.yaml": "services:\n  web:\n    build: .\n    command: npm run dev\n    volumes: ['.:/app']\n", "app.js": server}, checks.Unknown, nil, nil},
		"a service that migrates":             {map[string]string{"compose.yaml": "services:\n  migrate:\n    build: .\n    command: npm run migrate\n  web:\n    build: .\n    restart: always\n    healthcheck: {test: curl localhost}\n    depends_on: {migrate: {condition: service_completed_successfully}}\n"}, checks.Pass, nil, nil},
		"compose beside Kubernetes":           {map[string]string{"compose.yaml": "services:\n  web:\n    build: .\n", "k8s/shop.yaml": deployment(readiness + liveness)}, checks.Pass, nil, nil},

		"PM2":                             {map[string]string{"ecosystem.config.js": "// don't restart too often\nmodule.exports = {\n  apps: [{\n    name: 'shop', // the shop\n    script: './dist/main.js',\n    instances: process.env.N || 2,\n    max_memory_restart: '512M',\n  }],\n};\n"}, checks.Warn, nil, []string{"pm2.hangs"}},
		"PM2 without restarts":            {map[string]string{"ecosystem.config.cjs": "module.exports = {\n  apps: [{ name: 'shop', script: 'a.js', autorestart: false }],\n}\n"}, checks.Fail, []string{"pm2.autorestart"}, nil},
		"PM2 that computes":               {map[string]string{"ecosystem.config.js": "const apps = list.map(x => ({ name: x }));\nmodule.exports = { apps };\n", "app.js": server}, checks.Unknown, nil, nil},
		"systemd":                         {map[string]string{"deploy/shop.service": "[Unit]\nDescription=x\n[Service]\nExecStart=/usr/bin/shop\nRestart=always\nWatchdogSec=30\n"}, checks.Pass, nil, nil},
		"systemd without Restart":         {map[string]string{"deploy/shop.service": "[Service]\nExecStart=/usr/bin/shop\n"}, checks.Fail, []string{"systemd.restart"}, nil},
		"systemd that runs once":          {map[string]string{"deploy/shop.service": "[Service]\nType=oneshot\nExecStart=/usr/bin/shop\n", "app.js": server}, checks.Unknown, nil, nil},
		"Fly.io without checks":           {map[string]string{"fly.toml": "app = 'shop'\n[http_service]\n  internal_port = 8080\n"}, checks.Fail, []string{"fly.checks"}, nil},
		"Fly.io with checks":              {map[string]string{"fly.toml": "app = 'shop'\n[http_service]\n  internal_port = 8080\n  [[http_service.checks]]\n    path = '/health'\n"}, checks.Pass, nil, nil},
		"a Procfile says little":          {map[string]string{"Procfile": "web: node server.js\nrelease: npm run migrate\n"}, checks.NeedsSignOff, nil, nil},
		"Render with a path":              {map[string]string{"render.yaml": "services:\n  - type: web\n    healthCheckPath: /health\n"}, checks.Pass, nil, nil},
		"functions":                       {map[string]string{"vercel.json": "{}", "api/hello.js": "export default function handler(req, res) {}\n"}, checks.NotApplicable, nil, nil},
		"only an image":                   {map[string]string{"Dockerfile": "FROM node:22\nCMD node .\n", "app.js": server}, checks.Unknown, nil, []string{"docker.healthcheck"}},
		"an image that says how":          {map[string]string{"Dockerfile": "FROM node:22\nHEALTHCHECK CMD curl localhost\nCMD node .\n", "app.js": server}, checks.NeedsSignOff, nil, nil},
		"nothing declared":                {map[string]string{"app.js": server}, checks.Unknown, nil, nil},
		"a library":                       {map[string]string{"package.json": "{}", "index.js": "module.exports = (a, b) => a + b;\n"}, checks.NotApplicable, nil, nil},
		"a template that is not rendered": {map[string]string{"k8s/shop.yaml": deployment(readiness + liveness), "k8s/more.yaml.yaml": "apiVersion: v1\nkind: Pod\n{% if x %}\nmetadata: {name: y}\n{% endif %}\n"}, checks.Unknown, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, healthItem, infrastructure.NewHealth(manifests(), projecttest.Reader(t)), checkstest.Subject(checkstest.Tree(test.files)))
			if result.Verdict() != test.verdict || !slices.Equal(checkstest.Rules(result, checks.SeverityError), test.errors) {
				t.Errorf("%s (%s), errors %q\n%+v\n%+v", result.Verdict(), result.Why, checkstest.Rules(result, checks.SeverityError), result.Findings, result.Missing)
			}
			rules := slices.Concat(checkstest.Rules(result, checks.SeverityWarning), checkstest.Rules(result, checks.SeverityNotice))
			for _, rule := range test.other {
				if !slices.Contains(rules, rule) {
					t.Errorf("no %s in %q", rule, rules)
				}
			}
		})
	}
}

// A finding stands where the container does, and its remedy has the container's port.
func TestHealthSaysWhereAndHow(t *testing.T) {
	t.Parallel()
	source := checkstest.Tree(map[string]string{"k8s/shop.yaml": deployment("")})
	result := checkstest.Judge(t, healthItem, infrastructure.NewHealth(manifests(), projecttest.Reader(t)), checkstest.Subject(source))
	finding := result.Findings[0]
	if finding.Path != "k8s/shop.yaml" || finding.Line != 18 || !strings.Contains(finding.Remedy, "livenessProbe:\n  httpGet:\n    path: /health\n    port: 3000\n") {
		t.Errorf("%+v", finding)
	}
}

// What a hostile name holds is no markup in a report.
func TestHealthQuotesNames(t *testing.T) {
	t.Parallel()
	hostile := strings.ReplaceAll(deployment(""), "name: web", "name: \"web`@everyone`\"")
	result := checkstest.Judge(t, healthItem, infrastructure.NewHealth(manifests(), projecttest.Reader(t)), checkstest.Subject(checkstest.Tree(map[string]string{"k8s/shop.yaml": hostile})))
	for _, finding := range result.Findings {
		if strings.Contains(finding.Message, "`@everyone`") {
			t.Errorf("%s", finding.Message)
		}
	}
}

// The evidence leads to what was judged, and not to a job that stands before it.
func TestHealthLeadsToWhatKeepsRunning(t *testing.T) {
	t.Parallel()
	const job = "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: backup}\nspec:\n  schedule: \"0 3 * * *\"\n  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: dump, image: a}]}}}}\n"
	files := map[string]string{"k8s/a-backup.yaml": job, "k8s/shop.yaml": deployment(readiness + liveness)}
	result := checkstest.Judge(t, healthItem, infrastructure.NewHealth(manifests(), projecttest.Reader(t)), checkstest.Subject(checkstest.Tree(files)))
	for _, one := range result.Evidence {
		if strings.Contains(one.Summary, "asked for readiness") && one.Path == "k8s/shop.yaml" {
			return
		}
	}
	t.Errorf("%+v", result.Evidence)
}
