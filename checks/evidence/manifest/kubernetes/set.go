package kubernetes

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// Set is the objects of one way to deploy: of plain files, of one chart, of one overlay.
type Set struct {
	Name  string // how it is made, in words: "plain manifests", "the chart `deploy/chart`"
	Chart bool   // it is rendered from templates: what others do not set stands in values
	// Production says that a word of its folder or of its values names production.
	Production bool
	Partial    bool // more is laid over it before it runs, and that is not here
	Objects    []Object
	Workloads  []Workload
	Services   []Service
	Routes     []Route
	Scalers    []Scaler
	Budgets    []Budget
}

// maxObjects bounds the objects of one set.
const maxObjects = 20_000

// Add reads the objects of a document.
func (s *Set) Add(path string, root *yaml.Node) { s.AddFrom(path, root, nil) }

// AddFrom reads the objects of a document some of whose nodes stand in other files.
func (s *Set) AddFrom(path string, root *yaml.Node, elsewhere map[*yaml.Node]string) {
	for _, object := range objectsOf(path, root, elsewhere, deepestList) {
		if len(s.Objects) >= maxObjects {
			return
		}
		s.Objects = append(s.Objects, object)
		s.sort(object)
	}
}

// sort reads an object of a kind that has a type of its own.
func (s *Set) sort(object Object) {
	switch object.Kind {
	case "Service":
		if object.APIVersion == "v1" {
			s.Services = append(s.Services, service(object))
		}
	case "Ingress", "HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "VirtualService", "IngressRoute", "Route", "HTTPProxy":
		s.Routes = append(s.Routes, route(object))
	case "HorizontalPodAutoscaler", "ScaledObject":
		s.Scalers = append(s.Scalers, scaler(object))
	case "PodDisruptionBudget":
		s.Budgets = append(s.Budgets, budget(object))
	default:
		if w, is := workload(object); is {
			s.Workloads = append(s.Workloads, w)
		}
	}
}

// Merge adds the objects of another set.
func (s *Set) Merge(other Set) {
	s.Objects, s.Workloads, s.Services = append(s.Objects, other.Objects...), append(s.Workloads, other.Workloads...), append(s.Services, other.Services...)
	s.Routes, s.Scalers, s.Budgets = append(s.Routes, other.Routes...), append(s.Scalers, other.Scalers...), append(s.Budgets, other.Budgets...)
}

// Of returns the objects of a kind.
func (s Set) Of(kinds ...string) []Object {
	var found []Object
	for _, object := range s.Objects {
		if slices.Contains(kinds, object.Kind) {
			found = append(found, object)
		}
	}
	return found
}

// ServicesOf returns the Services that send requests to a workload.
func (s Set) ServicesOf(w Workload) []Service {
	var found []Service
	for _, service := range s.Services {
		if w.Selects(service.Namespace, service.Selector) {
			found = append(found, service)
		}
	}
	return found
}

// ScalerOf returns the scaler of a workload; nil where none has it as its target.
func (s Set) ScalerOf(w Workload) *Scaler {
	for index, scaler := range s.Scalers {
		if scaler.Targets(w) {
			return &s.Scalers[index]
		}
	}
	return nil
}

// Targets reports whether the scaler sets the number of the workload's pods.
func (s Scaler) Targets(w Workload) bool {
	return s.TargetName == w.Name && (s.TargetKind == "" || s.TargetKind == w.Kind) && (s.Namespace == "" || w.Namespace == "" || s.Namespace == w.Namespace)
}

// BudgetOf returns the budget of a workload; nil where none selects its pods.
func (s Set) BudgetOf(w Workload) *Budget {
	for index, budget := range s.Budgets {
		if budget.Covers(w) {
			return &s.Budgets[index]
		}
	}
	return nil
}
