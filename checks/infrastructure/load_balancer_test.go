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

var balancerItem = checks.Item{ID: "infrastructure.load-balancer", Kind: checks.KindMix, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E5}, Role: checks.RoleSRE}

const ingress = "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: shop}\nspec:\n  rules:\n    - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80}}}}]}\n"

var behindNginx = strings.Replace(ingress, "spec:\n", "spec:\n  ingressClassName: nginx\n", 1)

const (
	goModule = "module shop\n\ngo 1.25\n"
	fastAPI  = "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/')\ndef read():\n    return {}\n"
)

// goServing is a server of net/http with these fields.
func goServing(fields string) string {
	return "package main\n\nimport (\n\t\"net/http\"\n\t\"time\"\n)\n\nfunc main() {\n\thttp.HandleFunc(\"/\", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) })\n\tserver := &http.Server{Addr: \":8080\", " + fields + "}\n\t_ = time.Now()\n\tif err := server.ListenAndServe(); err != nil {\n\t\tpanic(err)\n\t}\n}\n"
}

func TestLoadBalancer(t *testing.T) {
	t.Parallel()
	one, two := deployment(""), strings.ReplaceAll(deployment(""), "replicas: 1", "replicas: 2")
	for name, test := range map[string]struct {
		files   map[string]string
		verdict checks.Verdict
		rules   []string
	}{
		"two pods behind an Ingress":         {map[string]string{"k8s/a.yaml": two + ingress}, checks.NeedsSignOff, nil},
		"one pod behind an Ingress":          {map[string]string{"k8s/a.yaml": one + ingress}, checks.Fail, []string{"lb.single"}},
		"two by an autoscaler":               {map[string]string{"k8s/a.yaml": one + ingress + scaler("shop", "  minReplicas: 2\n", "  maxReplicas: 4\n")}, checks.NeedsSignOff, nil},
		"a Service of the type":              {map[string]string{"k8s/a.yaml": strings.ReplaceAll(two, "  selector: {app: shop}\n  ports", "  type: LoadBalancer\n  selector: {app: shop}\n  ports")}, checks.NeedsSignOff, nil},
		"a route by the Gateway API":         {map[string]string{"k8s/a.yaml": two + "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: shop}\nspec: {rules: [{backendRefs: [{name: shop, port: 80}]}]}\n"}, checks.NeedsSignOff, nil},
		"a route that leads nowhere":         {map[string]string{"k8s/a.yaml": two + ingress + strings.ReplaceAll(ingress, "{name: shop, port", "{name: shops, port")}, checks.NeedsSignOff, []string{"lb.backend"}},
		"a route to a port that nobody has":  {map[string]string{"k8s/a.yaml": two + strings.ReplaceAll(ingress, "number: 80}", "number: 8081}")}, checks.NeedsSignOff, []string{"lb.backend-port"}},
		"a route to a port by a wrong name":  {map[string]string{"k8s/a.yaml": two + strings.ReplaceAll(ingress, "number: 80}", "name: web}")}, checks.NeedsSignOff, []string{"lb.backend-port"}},
		"nothing lets requests in":           {map[string]string{"k8s/a.yaml": two}, checks.Unknown, nil},
		"a platform brings its own":          {map[string]string{"fly.toml": "app = 'a'\n[http_service]\n"}, checks.NotApplicable, nil},
		"a library that others take":         {map[string]string{"package.json": `{"name": "x", "main": "index.js"}`, "index.js": "module.exports = 1;\n"}, checks.NotApplicable, nil},
		"a library with a Dockerfile":        {map[string]string{"package.json": `{"name": "x", "main": "index.js"}`, "index.js": "module.exports = 1;\n", "Dockerfile": "FROM x\n"}, checks.Unknown, nil},
		"nginx before two":                   {map[string]string{"nginx.conf": "upstream app {\n  server a:1;\n  server b:1;\n}\nserver { location / { proxy_pass http://app; } }\n"}, checks.NeedsSignOff, nil},
		"nginx before one":                   {map[string]string{"nginx.conf": "server {\n  location / {\n    proxy_pass http://app:3000/;\n  }\n}\n"}, checks.Unknown, []string{"lb.single"}},
		"nginx before two of compose":        {map[string]string{"nginx.conf": "server { location / { proxy_pass http://app:3000/; } }\n", "compose.yaml": "services:\n  web: {image: nginx, restart: always}\n  app: {build: ., restart: always, deploy: {replicas: 2}}\n"}, checks.NeedsSignOff, nil},
		"Caddy before two":                   {map[string]string{"Caddyfile": "example.com {\n  reverse_proxy a:1 b:1\n}\n"}, checks.NeedsSignOff, nil},
		"Traefik before one":                 {map[string]string{"compose.yaml": "services:\n  app: {build: ., restart: always, labels: ['traefik.http.routers.a.rule=Host(`x`)']}\n"}, checks.Unknown, []string{"lb.single"}},
		"connections that Node closes first": {map[string]string{"k8s/a.yaml": two + strings.Replace(ingress, "spec:\n", "spec:\n  ingressClassName: nginx\n", 1), "app.js": server}, checks.NeedsSignOff, []string{"lb.keepalive"}},
		"a time that is too short":           {map[string]string{"k8s/a.yaml": two + strings.Replace(ingress, "spec:\n", "spec:\n  ingressClassName: alb\n", 1), "app.js": server + "s.keepAliveTimeout = 30 * 1000\n"}, checks.NeedsSignOff, []string{"lb.keepalive"}},
		"a time that is long enough":         {map[string]string{"k8s/a.yaml": two + strings.Replace(ingress, "spec:\n", "spec:\n  ingressClassName: nginx\n", 1), "app.js": server + "s.keepAliveTimeout = 65_000\n"}, checks.NeedsSignOff, nil},
		"a time that is computed":            {map[string]string{"k8s/a.yaml": two + strings.Replace(ingress, "spec:\n", "spec:\n  ingressClassName: nginx\n", 1), "app.js": server + "s.keepAliveTimeout = seconds()\n"}, checks.NeedsSignOff, nil},
		"a Go server with a short time":      {map[string]string{"k8s/a.yaml": two + behindNginx, "go.mod": goModule, "main.go": goServing("IdleTimeout: 30 * time.Second,")}, checks.NeedsSignOff, []string{"lb.keepalive"}},
		"a Go server that reads for a while": {map[string]string{"k8s/a.yaml": two + behindNginx, "go.mod": goModule, "main.go": goServing("ReadTimeout: 10 * time.Second,")}, checks.NeedsSignOff, []string{"lb.keepalive"}},
		"a Go server with time enough":       {map[string]string{"k8s/a.yaml": two + behindNginx, "go.mod": goModule, "main.go": goServing("ReadTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,")}, checks.NeedsSignOff, nil},
		"a Go server without any":            {map[string]string{"k8s/a.yaml": two + behindNginx, "go.mod": goModule, "main.go": goServing("")}, checks.NeedsSignOff, nil},
		"a Go server with a computed time":   {map[string]string{"k8s/a.yaml": two + behindNginx, "go.mod": goModule, "main.go": goServing("ReadTimeout: 10 * time.Second, IdleTimeout: settings.Idle,")}, checks.NeedsSignOff, nil},
		"uvicorn as it is":                   {map[string]string{"k8s/a.yaml": two + behindNginx, "main.py": fastAPI, "Dockerfile": "FROM python:3\nRUN pip install uvicorn\nCMD [\"uvicorn\", \"main:app\", \"--host\", \"0.0.0.0\"]\n"}, checks.NeedsSignOff, []string{"lb.keepalive"}},
		"uvicorn with time enough":           {map[string]string{"k8s/a.yaml": two + behindNginx, "main.py": fastAPI, "Dockerfile": "FROM python:3\nCMD [\"uvicorn\", \"main:app\", \"--timeout-keep-alive\", \"75\"]\n"}, checks.NeedsSignOff, nil},
		"gunicorn's plain workers":           {map[string]string{"k8s/a.yaml": two + behindNginx, "main.py": fastAPI, "Dockerfile": "FROM python:3\nCMD gunicorn main:app --workers 4\n"}, checks.NeedsSignOff, nil},
		"gunicorn with workers of uvicorn":   {map[string]string{"k8s/a.yaml": two + behindNginx, "main.py": fastAPI, "Procfile": "web: gunicorn main:app -k uvicorn.workers.UvicornWorker\n"}, checks.NeedsSignOff, []string{"lb.keepalive"}},
		"gunicorn's settings":                {map[string]string{"k8s/a.yaml": two + behindNginx, "main.py": fastAPI, "gunicorn.conf.py": "workers = 4\nkeepalive = 75\n"}, checks.NeedsSignOff, nil},
		"a library":                          {map[string]string{"package.json": "{}", "index.js": "module.exports = 1;\n"}, checks.Unknown, nil},
		"nothing declared of a server":       {map[string]string{"app.js": server}, checks.Unknown, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, balancerItem, infrastructure.NewLoadBalancer(manifests(), projecttest.Reader(t)), checkstest.Subject(checkstest.Tree(test.files)))
			var rules []string
			for _, finding := range result.Findings {
				rules = append(rules, finding.Rule)
			}
			if result.Verdict() != test.verdict || !slices.Equal(rules, test.rules) {
				t.Errorf("%s (%s), %q\n%+v", result.Verdict(), result.Why, rules, result.Findings)
			}
		})
	}
}
