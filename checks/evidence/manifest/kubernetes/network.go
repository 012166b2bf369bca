package kubernetes

import (
	"strconv"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
)

// Service sends what arrives to pods.
type Service struct {
	Object
	Type     string
	Selector map[string]string
	Ports    []ServicePort
	Headless bool
}

// ServicePort is one port of a Service.
type ServicePort struct {
	Name   string
	Port   int
	Target string // number or name of the container's port
}

// Route is what lets requests of the outside in: an Ingress, an HTTPRoute, a
// VirtualService, an IngressRoute.
type Route struct {
	Object
	Services []string // names of the Services behind it
	Ports    []RoutePort
}

// RoutePort is a port of a Service that a route asks by its number or its name.
type RoutePort struct {
	Place
	Service string
	Port    string
}

// Serves reports whether a Service has a port of this number or name.
func (s Service) Serves(port string) bool {
	for _, one := range s.Ports {
		if one.Name == port || strconv.Itoa(one.Port) == port {
			return true
		}
	}
	return false
}

func service(object Object) Service {
	spec := node.Field(object.Root, "spec")
	s := Service{Object: object, Type: node.Text(node.Field(spec, "type")), Selector: node.Texts(node.Field(spec, "selector")), Headless: node.Text(node.Field(spec, "clusterIP")) == "None"}
	for _, one := range node.Items(node.Field(spec, "ports")) {
		port := ServicePort{Name: node.Text(node.Field(one, "name")), Target: node.Text(node.Field(one, "targetPort"))}
		port.Port, _ = node.Number(node.Field(one, "port"))
		s.Ports = append(s.Ports, port)
	}
	return s
}

// port notes a port that is asked; none where nothing is said.
func (r *Route) port(service string, at *yaml.Node) {
	if text := node.Text(at); text != "" {
		r.Ports = append(r.Ports, RoutePort{r.PlaceOf(at), service, text})
	}
}

// deepest is how far a route is walked for the Services behind it.
const deepest = 20

// route reads the names of the Services that stand anywhere in an object that routes.
func route(object Object) Route {
	r := Route{Object: object}
	node.Walk(node.Field(object.Root, "spec"), deepest, func(key, value *yaml.Node) bool {
		switch key.Value {
		case "serviceName", "host":
			if name := node.Text(value); name != "" && (key.Value != "host" || object.Kind == "VirtualService") {
				r.Services = append(r.Services, name)
			}
		case "service", "defaultBackend":
			if name := node.Text(node.Field(value, "name")); name != "" {
				r.Services = append(r.Services, name)
				port := node.Field(value, "port")
				r.port(name, node.Field(port, "number"))
				r.port(name, node.Field(port, "name"))
			}
		case "backendRefs", "services":
			for _, one := range node.Items(value) {
				name := node.Text(node.Field(one, "name"))
				r.Services = append(r.Services, name)
				r.port(name, node.Field(one, "port"))
			}
		}
		return true
	})
	return r
}
