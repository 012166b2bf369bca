package infrastructure

import (
	"fmt"

	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/wording"
)

// scalerText is an autoscaler for a workload.
func scalerText(w kubernetes.Workload) string {
	version := w.APIVersion
	if version == "" {
		version = "apps/v1"
	}
	least := max(2, w.Replicas)
	name := wording.Argument(w.Name, "NAME")
	return fmt.Sprintf("```yaml\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: %s\nspec:\n  scaleTargetRef:\n    apiVersion: %s\n    kind: %s\n    name: %s\n  minReplicas: %d\n  maxReplicas: %d\n  metrics:\n    - type: Resource\n      resource:\n        name: cpu\n        target:\n          type: Utilization\n          averageUtilization: 70\n```",
		name, wording.Argument(version, "apps/v1"), w.Kind, name, least, 3*least)
}

// requestsText are the resources that a container has to request.
func requestsText(resource string) string {
	value := "250m"
	if resource == "memory" {
		value = "256Mi"
	}
	return "```yaml\nresources:\n  requests:\n    " + wording.Argument(resource, "cpu") + ": " + value + "  # what it uses at its usual load\n```"
}
