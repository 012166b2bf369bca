package manifest

import (
	"bytes"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/checks/evidence/manifest/telemetry"
)

// readTelemetry reads what collects and shows what the service measures: files, and
// texts inside of objects.
func (g *gathering) readTelemetry() {
	set := &g.declared.Telemetry
	g.each(func(file checks.File, content []byte) {
		switch {
		case away(stageOf(file.Path)):
		case telemetry.Named(file.Path):
			set.AddDashboard(file.Path, content)
		case yamlFile(file.Path) && (collects(content)):
			for _, root := range node.Documents(content) {
				if !kubernetes.Is(root) {
					g.addTelemetry(file.Path, root, 0)
				}
			}
		}
	})
	for _, declared := range g.declared.Kubernetes {
		for _, object := range declared.Of("OpenTelemetryCollector") {
			// Its settings are a text in the older version, and fields in the newer one.
			config := node.Path(object.Root, "spec", "config")
			if config != nil && config.Kind == yaml.MappingNode {
				g.addTelemetry(object.Path, config, 0)
			} else {
				g.telemetryInside(object, config)
			}
		}
		for _, object := range declared.Of("ConfigMap") {
			node.Each(node.Field(object.Root, "data"), func(key, value *yaml.Node) {
				if strings.HasSuffix(key.Value, ".json") && strings.Contains(value.Value, `"panels"`) {
					set.AddDashboard(object.Path, []byte(value.Value))
					return
				}
				g.telemetryInside(object, value)
			})
		}
	}
	set.Settle()
}

// telemetryInside reads settings that stand as a text in an object.
func (g *gathering) telemetryInside(object kubernetes.Object, at *yaml.Node) {
	text := node.Text(at)
	if !strings.Contains(text, "pipelines:") && !strings.Contains(text, "scrape_configs:") {
		return
	}
	for _, root := range node.Documents([]byte(text)) {
		g.addTelemetry(object.Path, root, at.Line)
	}
}

// collects reports whether a file may say what collects.
func collects(content []byte) bool {
	for _, word := range []string{"pipelines:", "scrape_configs:", "receivers:", "exporters:"} {
		if bytes.Contains(content, []byte(word)) {
			return true
		}
	}
	return false
}

func (g *gathering) addTelemetry(path string, root *yaml.Node, shift int) {
	g.declared.Telemetry.Define(path, root)
	if telemetry.IsCollector(root) {
		g.declared.Telemetry.AddCollector(path, root, shift)
	}
	if telemetry.IsPrometheus(root) {
		g.declared.Telemetry.AddPrometheus(path, root, shift)
	}
}

// looked are the kinds of objects that some item looks into, beside workloads.
var looked = map[string]bool{
	"Service": true, "Ingress": true, "HTTPRoute": true, "GRPCRoute": true, "TCPRoute": true, "TLSRoute": true, "VirtualService": true, "IngressRoute": true, "Route": true, "HTTPProxy": true,
	"HorizontalPodAutoscaler": true, "ScaledObject": true, "PodDisruptionBudget": true, "ConfigMap": true, "Secret": true, "SealedSecret": true, "ExternalSecret": true, "ClusterExternalSecret": true,
	"SecretStore": true, "ClusterSecretStore": true, "PrometheusRule": true, "VMRule": true, "ServiceMonitor": true, "PodMonitor": true, "OpenTelemetryCollector": true, "PersistentVolumeClaim": true,
	"Schedule": true, "ScheduledBackup": true, "Cluster": true, "postgresql": true, "PostgresCluster": true, "PerconaServerMongoDB": true, "PerconaXtraDBCluster": true, "PerconaServerMySQL": true,
	"PerconaPGCluster": true, "SnapshotSchedule": true, "ReplicationSource": true, "Backup": true, "PhysicalBackup": true, "MariaDB": true, "BackupConfiguration": true, "MongoDBCommunity": true,
	"Policy": true, "RecurringJob": true, "Tenant": true, "Middleware": true, "KongPlugin": true, "BackendTrafficPolicy": true, "SecretProviderClass": true, "Namespace": true, "ServiceAccount": true,
	"Role": true, "RoleBinding": true, "ClusterRole": true, "ClusterRoleBinding": true, "CustomResourceDefinition": true, "NetworkPolicy": true,
}

// countOthers counts the objects of kinds that nothing looks into.
func (g *gathering) countOthers() {
	for _, set := range g.declared.Kubernetes {
		workloads := map[kubernetes.Place]bool{}
		for _, w := range set.Workloads {
			workloads[w.Place] = true
		}
		for _, object := range set.Objects {
			if !looked[object.Kind] && !workloads[object.Place] {
				g.declared.Other[object.Kind]++
			}
		}
	}
}
