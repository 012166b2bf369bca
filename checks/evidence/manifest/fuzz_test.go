package manifest_test

import (
	"testing"

	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/manifest"
)

// seeds are shapes that break readers: aliases that grow, cycles, wrong types.
var seeds = []string{
	"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{name: b, image: c, ports: [{containerPort: 1}], livenessProbe: {exec: {command: [a]}}}]}}}\n",
	"apiVersion: v1\nkind: List\nitems:\n  - &a {apiVersion: v1, kind: List, items: [*a]}\n",
	"a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\napiVersion: v1\nkind: Pod\nspec: {containers: *c}\n",
	"apiVersion: v1\nkind: Service\nspec: [1]\n---\nkind: {a: b}\napiVersion: []\n", "apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nspec: {minReplicas: 99999999999999999999, metrics: {a: b}}\n",
	"services:\n  a: {extends: a, depends_on: {b: {condition: service_healthy}}, volumes: [{source: .}], environment: [A=b, C]}\n  b:\n    <<: {restart: always}\ninclude: [x.yml, {path: [compose.yaml]}]\n",
	"services: &s\n  a: *s\n", "services:\n  a: null\n  b: [1]\n  c: {build: {context: '../..'}, healthcheck: [x]}\n",
	"FROM a AS b\nFROM b\nHEALTHCHECK NONE\nUSER\nCMD [\"x\"\n", "FROM\n", "# syntax=x\nFROM scratch\nHEALTHCHECK --interval=1s CMD a \\\n  b\nRUN <<E\nx\nE\n",
	"module.exports = { apps: [{ name: 'a', script: \"b\" /* c", "module.exports = {apps:[{name:`a${b}`}]}", "[{\"name\":\"a\"}]", "// '\nexport default {apps:{name:1}}",
	"[Service]\nExecStart=a \\\n b\nRestart=\n[", ".service", "web: node .\nx:\n:y", "app = 'a'\n[[services]]\n[[services.http_checks]]\n[checks]\n", "[[restart]]\npolicy = 3", "\x00\xff", "--- \n...\n%YAML 9\n",
	"apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: a\n    lifecycle: {preStop: {exec: {command: [sleep]}}}\n    readinessProbe: {httpGet: []}\n",
}

// FuzzGather reads the same bytes as each kind of file: whatever they hold, the reader
// comes back.
func FuzzGather(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		files := map[string]string{}
		for _, name := range []string{"a.yaml", "compose.yaml", "compose.prod.yaml", "Dockerfile", "ecosystem.config.js", "pm2.json", "a.service", "Procfile", "fly.toml", "render.yaml", "kustomization.yaml"} {
			files[name] = content
		}
		declared, err := manifest.NewReader(nil).Declared(t.Context(), checkstest.Tree(files))
		if err != nil || declared == nil {
			t.Fatal(err)
		}
	})
}
