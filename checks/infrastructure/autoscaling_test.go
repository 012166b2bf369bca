package infrastructure_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/infrastructure"
)

var scalingItem = checks.Item{ID: "infrastructure.autoscaling", Kind: checks.KindAuto, Level: checks.LevelWarn, Minimum: checks.Minimum{Grade: checks.E2}, Role: checks.RoleSRE}

func scaler(target string, least, most string) string {
	return "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: shop}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: " + target + "}\n" + least + most +
		"  metrics:\n    - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}\n"
}

const requests = "          resources: {requests: {cpu: 250m}}\n"

func TestAutoscaling(t *testing.T) {
	t.Parallel()
	scaled := strings.ReplaceAll(deployment(requests), "  replicas: 1\n", "")
	two, ten := "  minReplicas: 2\n", "  maxReplicas: 10\n"
	for name, test := range map[string]struct {
		files   map[string]string
		verdict checks.Verdict
		rules   []string
	}{
		"scaled":                      {map[string]string{"k8s/a.yaml": scaled + scaler("shop", two, ten)}, checks.Pass, nil},
		"in another file":             {map[string]string{"k8s/a.yaml": scaled, "k8s/b.yaml": scaler("shop", two, ten)}, checks.Pass, nil},
		"nobody scales it":            {map[string]string{"k8s/a.yaml": scaled}, checks.Warn, []string{"k8s.autoscaler"}},
		"no requests":                 {map[string]string{"k8s/a.yaml": strings.ReplaceAll(scaled, requests, "") + scaler("shop", two, ten)}, checks.Warn, []string{"k8s.scaler-requests"}},
		"limits are requests":         {map[string]string{"k8s/a.yaml": strings.ReplaceAll(scaled, "requests:", "limits:") + scaler("shop", two, ten)}, checks.Pass, nil},
		"replicas are set too":        {map[string]string{"k8s/a.yaml": deployment(requests) + scaler("shop", two, ten)}, checks.Warn, []string{"k8s.scaler-replicas"}},
		"one is the least":            {map[string]string{"k8s/a.yaml": scaled + scaler("shop", "", ten)}, checks.Warn, []string{"k8s.scaler-min"}},
		"it never scales":             {map[string]string{"k8s/a.yaml": scaled + scaler("shop", two, "  maxReplicas: 2\n")}, checks.Warn, []string{"k8s.scaler-range"}},
		"the target is not there":     {map[string]string{"k8s/a.yaml": scaled + scaler("shops", two, ten)}, checks.Warn, []string{"k8s.autoscaler", "k8s.scaler-target"}},
		"an API that is gone":         {map[string]string{"k8s/a.yaml": scaled + strings.ReplaceAll(scaler("shop", two, ten), "autoscaling/v2", "autoscaling/v2beta2")}, checks.Warn, []string{"k8s.scaler-api"}},
		"KEDA":                        {map[string]string{"k8s/a.yaml": scaled + "---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: shop}\nspec:\n  scaleTargetRef: {name: shop}\n  triggers: [{type: kafka, metadata: {topic: x}}]\n"}, checks.Pass, nil},
		"no Kubernetes":               {map[string]string{"compose.yaml": "services:\n  web: {build: .}\n"}, checks.NotApplicable, nil},
		"nothing but a database":      {map[string]string{"k8s/a.yaml": "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec: {template: {spec: {containers: [{name: db, image: 'postgres:17'}]}}}\n"}, checks.NotApplicable, nil},
		"only manifests for a laptop": {map[string]string{"k8s/dev/a.yaml": scaled}, checks.Unknown, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := checkstest.Judge(t, scalingItem, infrastructure.NewAutoscaling(manifests()), checkstest.Subject(checkstest.Tree(test.files)))
			var rules []string
			for _, finding := range result.Findings {
				rules = append(rules, finding.Rule)
			}
			if result.Verdict() != test.verdict || !slices.Equal(rules, test.rules) {
				t.Errorf("%s (%s), rules %q\n%+v", result.Verdict(), result.Why, rules, result.Findings)
			}
		})
	}
}
