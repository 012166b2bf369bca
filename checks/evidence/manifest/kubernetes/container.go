package kubernetes

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
)

// Container is one container of a pod.
type Container struct {
	Place
	Name      string
	Image     string
	Command   []string // with its arguments
	Ports     []Port
	Readiness *Probe
	Liveness  *Probe
	Startup   *Probe
	Requests  map[string]string
	Limits    map[string]string
	PreStop   *Hook
	Sidecar   bool // declared as one, among the init containers
	Variables []string
}

// Port is a port that a container declares.
type Port struct {
	Name     string
	Number   int
	Protocol string
}

// Hook is what runs before a container is told to end.
type Hook struct {
	Place
	Seconds int // that it sleeps; -1: not known
}

// container reads a container; false where it has neither image nor ports nor command,
// as in a patch.
func (w *Workload) container(at *yaml.Node) (Container, bool) {
	c := Container{Place: w.PlaceOf(at), Name: node.Text(node.Field(at, "name")), Image: node.Text(node.Field(at, "image"))}
	if key := node.Key(at, "name"); key != nil {
		c.Place = w.PlaceOf(key)
	}
	for _, part := range []string{"command", "args"} {
		for _, one := range node.Items(node.Field(at, part)) {
			c.Command = append(c.Command, node.Text(one))
		}
	}
	for _, one := range node.Items(node.Field(at, "ports")) {
		port := Port{Name: node.Text(node.Field(one, "name")), Protocol: node.Text(node.Field(one, "protocol"))}
		port.Number, _ = node.Number(node.Field(one, "containerPort"))
		c.Ports = append(c.Ports, port)
	}
	for _, one := range node.Items(node.Field(at, "env")) {
		c.Variables = append(c.Variables, node.Text(node.Field(one, "name")))
	}
	c.Readiness, c.Liveness, c.Startup = w.probe(at, "readinessProbe"), w.probe(at, "livenessProbe"), w.probe(at, "startupProbe")
	c.Requests, c.Limits = node.Texts(node.Path(at, "resources", "requests")), node.Texts(node.Path(at, "resources", "limits"))
	if hook := node.Path(at, "lifecycle", "preStop"); hook != nil {
		c.PreStop = &Hook{Place: w.PlaceOf(hook), Seconds: sleepOf(hook)}
	}
	return c, c.Image != ""
}

// sleepOf reads how long a hook sleeps.
func sleepOf(hook *yaml.Node) int {
	if seconds, is := node.Number(node.Path(hook, "sleep", "seconds")); is {
		return seconds
	}
	var words []string
	for _, one := range node.Items(node.Path(hook, "exec", "command")) {
		words = append(words, strings.Fields(node.Text(one))...)
	}
	for index, word := range words {
		if (word == "sleep" || word == "/bin/sleep") && index+1 < len(words) {
			if seconds, is := node.Number(&yaml.Node{Kind: yaml.ScalarNode, Value: strings.TrimRight(words[index+1], "s;")}); is {
				return seconds
			}
		}
	}
	return -1
}
