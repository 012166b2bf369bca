package manifest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/manifest"
)

// BenchmarkThousandManifests reads a thousand files, each with a Deployment, a Service
// and a rule.
func BenchmarkThousandManifests(b *testing.B) {
	files := map[string]string{}
	for i := range 1000 {
		name := fmt.Sprintf("shop-%d", i)
		files["k8s/"+name+".yaml"] = strings.ReplaceAll("apiVersion: v1\nkind: Service\nmetadata: {name: NAME}\nspec: {selector: {app: NAME}, ports: [{port: 80}]}\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: NAME}\nspec:\n  template:\n    metadata: {labels: {app: NAME}}\n    spec:\n      containers:\n        - name: web\n          image: acme/shop\n          ports: [{containerPort: 80}]\n          livenessProbe: {httpGet: {path: /health, port: 80}}\n          resources: {requests: {cpu: 100m, memory: 64Mi}}\n"+
			"---\napiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: NAME}\nspec: {groups: [{name: NAME, rules: [{alert: A, expr: 'sum(rate(http_requests_total{job=\"NAME\",code=~\"5..\"}[5m])) > 1'}]}]}\n", "NAME", name)
	}
	source := checkstest.Tree(files)
	for b.Loop() {
		found, err := manifest.NewReader(nil).Declared(b.Context(), source)
		if err != nil || len(found.Alerts.Rules) != 1000 || len(found.Kubernetes[0].Workloads) != 1000 {
			b.Fatal(err, found)
		}
	}
}
