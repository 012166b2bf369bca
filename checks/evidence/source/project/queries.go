package project

import (
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/link"
	"github.com/golive-app/golive/checks/evidence/source/query"
)

// queryNames follows what queries need to know of other files.
type queryNames struct {
	project *Project
}

// Callees implements query.Names.
func (n queryNames) Callees(from, origin string) []query.Place {
	var places []query.Place
	targets := n.project.Index().Implementers(from, origin)
	if target, found := n.project.Index().Callee(from, origin); found && len(targets) == 0 {
		targets = []link.Target{target}
	}
	for _, target := range targets {
		if target.Line > 0 {
			places = append(places, query.Place{Path: target.Path, Line: target.Line})
		}
	}
	return places
}

// Method implements query.Names.
func (n queryNames) Method(from, class, name string) (query.Place, bool) {
	target, found := n.project.Index().Method(from, class, name)
	return query.Place{Path: target.Path, Line: target.Line}, found && target.Line > 0
}

// Class implements query.Names.
func (n queryNames) Class(from, origin string) (path, name string, found bool) {
	target, found := n.project.Index().Find(from, origin)
	return target.Path, target.Name, found && target.Name != ""
}

// Route implements query.Names.
func (n queryNames) Route(place query.Place) (string, bool) {
	reach, found := n.project.Routes().Reach(link.Target{Path: place.Path, Line: place.Line})
	if !found || reach.Route.Class != checks.ClassProduction {
		return "", false
	}
	return reach.Route.Method + " " + reach.Route.Path, true
}
