package infrastructure

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/wording"
)

// portOf returns the port at which a container is asked: by its name where it has one.
func portOf(c kubernetes.Container) string {
	for _, probe := range []*kubernetes.Probe{c.Readiness, c.Liveness, c.Startup} {
		if probe != nil && probe.Port != "" {
			return wording.Argument(probe.Port, "8080")
		}
	}
	for _, port := range c.Ports {
		if port.Number > 0 && !strings.Contains(port.Name, "metrics") {
			return strconv.Itoa(port.Number)
		}
	}
	return "8080"
}

// known are what images of others are asked by, since they answer no HTTP.
var known = []struct{ image, command string }{
	{"postgres", "pg_isready -U \"$POSTGRES_USER\""}, {"postgis", "pg_isready -U \"$POSTGRES_USER\""}, {"timescaledb", "pg_isready -U \"$POSTGRES_USER\""}, {"pgvector", "pg_isready -U \"$POSTGRES_USER\""},
	{"mysql", "mysqladmin ping -h 127.0.0.1"}, {"mariadb", "healthcheck.sh --connect --innodb_initialized"}, {"redis", "redis-cli ping"}, {"valkey", "valkey-cli ping"},
	{"mongo", "mongosh --quiet --eval 'db.adminCommand(\"ping\")'"}, {"rabbitmq", "rabbitmq-diagnostics -q ping"},
}

// askedBy returns the command by which an image of others is asked; empty where it is
// none that is known.
func askedBy(image string) string {
	name := image[strings.LastIndex(image, "/")+1:]
	for _, one := range known {
		if strings.HasPrefix(name, one.image) {
			return one.command
		}
	}
	return ""
}

// probeText is a probe for a container. way is 1 for one that asks the process alone.
func probeText(name string, c kubernetes.Container, way int) string {
	paths := []string{"/ready", "/health"}
	text := "```yaml\n" + name + ":\n"
	switch command := askedBy(c.Image); {
	case command != "":
		text += fmt.Sprintf("  exec:\n    command: [\"sh\", \"-c\", %q]\n", command)
	case c.Readiness != nil && c.Readiness.How == "grpc", c.Liveness != nil && c.Liveness.How == "grpc":
		text += "  grpc:\n    port: " + portOf(c) + "\n"
	case len(c.Ports) == 0 && c.Readiness == nil && c.Liveness == nil:
		text += "  exec:\n    command: [\"/bin/sh\", \"-c\", \"test $(($(date +%s) - $(stat -c %Y /tmp/alive))) -lt 60\"]  # the program touches /tmp/alive as it works\n"
	default:
		text += "  httpGet:\n    path: " + paths[way] + "\n    port: " + portOf(c) + "\n"
	}
	text += "  periodSeconds: 10\n  timeoutSeconds: 3\n"
	if name == "livenessProbe" {
		text += "  failureThreshold: 3\n  initialDelaySeconds: 15\n"
	}
	return text + "```"
}

// budgetText is a budget for a workload.
func budgetText(w kubernetes.Workload) string {
	text := "```yaml\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: " + wording.Argument(w.Name, "NAME") + "\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n"
	return text + labelsText(w.PodLabels, "      ") + "```"
}

// labelsText writes labels, one a line.
func labelsText(labels map[string]string, indent string) string {
	if len(labels) == 0 {
		return indent + "app: NAME\n"
	}
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		fmt.Fprintf(&text, "%s%s: %s\n", indent, wording.Argument(name, "app"), wording.Argument(labels[name], "NAME"))
	}
	return text.String()
}
