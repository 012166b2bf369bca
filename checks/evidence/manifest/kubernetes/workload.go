package kubernetes

import (
	"maps"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
)

// Workload is what makes pods.
type Workload struct {
	Object
	PodLabels   map[string]string
	Annotations map[string]string // of the pods
	Replicas    int               // -1: the declaration does not say
	ReplicasAt  Place
	Restart     string // restartPolicy; empty: the declaration does not say
	RestartAt   Place
	Grace       int // terminationGracePeriodSeconds; -1: the declaration does not say
	GraceAt     Place
	Containers  []Container // those that run side by side, with sidecars among the init containers
	Init        int         // init containers that end before the others start
}

// templates are where the pod stands in what makes it, by kind.
var templates = map[string][]string{
	"Deployment": {"spec", "template"}, "StatefulSet": {"spec", "template"}, "DaemonSet": {"spec", "template"}, "ReplicaSet": {"spec", "template"},
	"ReplicationController": {"spec", "template"}, "DeploymentConfig": {"spec", "template"}, "Rollout": {"spec", "template"},
	"Job": {"spec", "template"}, "CronJob": {"spec", "jobTemplate", "spec", "template"}, "Pod": {},
}

// Ends reports whether the pods are made to end.
func (w Workload) Ends() bool {
	return w.Kind == "Job" || w.Kind == "CronJob" || w.Kind == "Pod" && (w.Restart == "Never" || w.Restart == "OnFailure")
}

// Scales reports whether the number of pods is one that somebody sets.
func (w Workload) Scales() bool {
	switch w.Kind {
	case "Deployment", "StatefulSet", "ReplicaSet", "ReplicationController", "DeploymentConfig", "Rollout":
		return true
	}
	return false
}

// workload reads an object that makes pods; false for any other, and for a patch, whose
// containers have no image.
func workload(object Object) (Workload, bool) {
	way, known := templates[object.Kind]
	if !known {
		return Workload{}, false
	}
	pod := node.Path(object.Root, way...)
	spec := node.Field(pod, "spec")
	w := Workload{
		Object: object, PodLabels: node.Texts(node.Path(pod, "metadata", "labels")), Annotations: node.Texts(node.Path(pod, "metadata", "annotations")), Replicas: -1, Grace: -1,
	}
	replicas := node.Path(object.Root, "spec", "replicas")
	if number, is := node.Number(replicas); is && object.Kind != "Pod" {
		w.Replicas, w.ReplicasAt = number, w.PlaceOf(replicas)
	}
	if restart := node.Field(spec, "restartPolicy"); restart != nil {
		w.Restart, w.RestartAt = node.Text(restart), w.PlaceOf(restart)
	}
	if grace := node.Field(spec, "terminationGracePeriodSeconds"); grace != nil {
		if seconds, is := node.Number(grace); is {
			w.Grace, w.GraceAt = seconds, w.PlaceOf(grace)
		}
	}
	w.readContainers(spec)
	return w, len(w.Containers) > 0
}

func (w *Workload) readContainers(spec *yaml.Node) {
	for _, one := range node.Items(node.Field(spec, "initContainers")) {
		// A sidecar since 1.29: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
		if node.Text(node.Field(one, "restartPolicy")) != "Always" {
			w.Init++
			continue
		}
		if c, is := w.container(one); is {
			c.Sidecar = true
			w.Containers = append(w.Containers, c)
		}
	}
	for _, one := range node.Items(node.Field(spec, "containers")) {
		if c, is := w.container(one); is {
			w.Containers = append(w.Containers, c)
		}
	}
}

// Selects reports whether a selector picks the workload's pods, in its namespace.
func (w Workload) Selects(namespace string, selector map[string]string) bool {
	if len(selector) == 0 || namespace != w.Namespace && namespace != "" && w.Namespace != "" {
		return false
	}
	for name, value := range selector {
		if own, has := w.PodLabels[name]; !has || own != value {
			return false
		}
	}
	return true
}

// Annotation returns the first of some annotations that the pods or the workload have.
func (w Workload) Annotation(names ...string) string {
	own := node.Texts(node.Path(w.Root, "metadata", "annotations"))
	all := maps.Clone(own)
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, w.Annotations)
	for _, name := range names {
		if value := all[name]; value != "" {
			return value
		}
	}
	return ""
}

// Variables are the names and values that containers are given as they are written
// there.
func (w Workload) Variables() [][2]*yaml.Node {
	var pairs [][2]*yaml.Node
	spec := node.Path(node.Path(w.Root, templates[w.Kind]...), "spec")
	for _, list := range []string{"initContainers", "containers"} {
		for _, container := range node.Items(node.Field(spec, list)) {
			for _, one := range node.Items(node.Field(container, "env")) {
				if name, value := node.Field(one, "name"), node.Field(one, "value"); name != nil && value != nil {
					pairs = append(pairs, [2]*yaml.Node{name, value})
				}
			}
		}
	}
	return pairs
}

// PlaceOf returns where a node of the object stands; the object itself for none.
func (o Object) PlaceOf(n *yaml.Node) Place {
	if n == nil {
		return o.Place
	}
	if path := o.elsewhere[n]; path != "" {
		return Place{path, n.Line}
	}
	return Place{o.Path, n.Line}
}
