package kubernetes

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
)

// Scaler sets the number of pods: a HorizontalPodAutoscaler or a ScaledObject of KEDA.
type Scaler struct {
	Object
	TargetKind string
	TargetName string
	TargetAt   Place
	Min, Max   int // -1: the declaration does not say
	MinAt      Place
	Metrics    []Metric
}

// Metric is what a scaler looks at.
type Metric struct {
	Place
	Type     string // "Resource", "Pods", "External", "ContainerResource", or KEDA's type of trigger
	Resource string // "cpu", "memory"; empty for others
	Percent  bool   // of what the pods request
}

// Budget says how many pods may be away at a time: a PodDisruptionBudget.
type Budget struct {
	Object
	Selector       map[string]string
	expressions    []expression
	MinAvailable   string
	MaxUnavailable string
	At             Place // of the number
}

// scaler reads an autoscaler of either version, or of KEDA
// (https://keda.sh/docs/latest/reference/scaledobject-spec/).
func scaler(object Object) Scaler {
	spec := node.Field(object.Root, "spec")
	s := Scaler{Object: object, Min: -1, Max: -1}
	target := node.Field(spec, "scaleTargetRef")
	s.TargetKind, s.TargetName, s.TargetAt = node.Text(node.Field(target, "kind")), node.Text(node.Field(target, "name")), s.PlaceOf(node.Key(spec, "scaleTargetRef"))
	least, most := "minReplicas", "maxReplicas"
	if object.Kind == "ScaledObject" {
		least, most = "minReplicaCount", "maxReplicaCount"
		if s.TargetKind == "" {
			s.TargetKind = "Deployment"
		}
	}
	if at := node.Field(spec, least); at != nil {
		if value, is := node.Number(at); is {
			s.Min, s.MinAt = value, s.PlaceOf(at)
		}
	}
	if value, is := node.Number(node.Field(spec, most)); is {
		s.Max = value
	}
	if at := node.Field(spec, "targetCPUUtilizationPercentage"); at != nil {
		s.Metrics = append(s.Metrics, Metric{s.PlaceOf(at), "Resource", "cpu", true})
	}
	for _, one := range node.Items(node.Field(spec, "metrics")) {
		s.Metrics = append(s.Metrics, s.metric(one))
	}
	for _, one := range node.Items(node.Field(spec, "triggers")) {
		kind := node.Text(node.Field(one, "type"))
		metric := Metric{Place: s.PlaceOf(one), Type: kind}
		if kind == "cpu" || kind == "memory" {
			how := node.Text(node.Field(one, "metricType"))
			if how == "" {
				how = node.Text(node.Path(one, "metadata", "type"))
			}
			metric.Type, metric.Resource, metric.Percent = "Resource", kind, how == "" || how == "Utilization"
		}
		s.Metrics = append(s.Metrics, metric)
	}
	return s
}

func (s Scaler) metric(at *yaml.Node) Metric {
	metric := Metric{Place: s.PlaceOf(at), Type: node.Text(node.Field(at, "type"))}
	for _, part := range []string{"resource", "containerResource"} {
		of := node.Field(at, part)
		if of == nil {
			continue
		}
		metric.Resource = node.Text(node.Field(of, "name"))
		metric.Percent = node.Path(of, "target", "averageUtilization") != nil || node.Field(of, "targetAverageUtilization") != nil
	}
	return metric
}

// expression is one condition on the labels of pods.
type expression struct {
	key, operator string
	values        []string
}

func (e expression) holds(labels map[string]string) bool {
	value, has := labels[e.key]
	switch e.operator {
	case "In":
		return has && slices.Contains(e.values, value)
	case "NotIn":
		return !slices.Contains(e.values, value)
	case "Exists":
		return has
	case "DoesNotExist":
		return !has
	}
	return false
}

// Covers reports whether the budget is one of the workload's pods.
func (b Budget) Covers(w Workload) bool {
	if len(b.Selector)+len(b.expressions) == 0 || b.Namespace != w.Namespace && b.Namespace != "" && w.Namespace != "" {
		return false
	}
	for _, one := range b.expressions {
		if !one.holds(w.PodLabels) {
			return false
		}
	}
	return len(b.Selector) == 0 || w.Selects(b.Namespace, b.Selector)
}

func budget(object Object) Budget {
	spec := node.Field(object.Root, "spec")
	b := Budget{Object: object, Selector: node.Texts(node.Path(spec, "selector", "matchLabels"))}
	for _, one := range node.Items(node.Path(spec, "selector", "matchExpressions")) {
		wanted := expression{key: node.Text(node.Field(one, "key")), operator: node.Text(node.Field(one, "operator"))}
		for _, value := range node.Items(node.Field(one, "values")) {
			wanted.values = append(wanted.values, node.Text(value))
		}
		b.expressions = append(b.expressions, wanted)
	}
	b.MinAvailable, b.MaxUnavailable = node.Text(node.Field(spec, "minAvailable")), node.Text(node.Field(spec, "maxUnavailable"))
	for _, name := range []string{"minAvailable", "maxUnavailable"} {
		if key := node.Key(spec, name); key != nil {
			b.At = b.PlaceOf(key)
		}
	}
	return b
}
