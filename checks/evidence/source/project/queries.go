package project

import (
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/link"
	"github.com/golive-app/golive/checks/evidence/source/query"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// queryNames follows what queries need to know of other files.
type queryNames struct {
	project *Project
	models  map[string][]*schema.Table // by name
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

// Relation implements query.Names: an attribute that stands for a foreign key of the
// model's table, or of one that it inherits from.
func (n queryNames) Relation(path, model, attribute string) (string, bool) {
	return n.relation(path, model, attribute, 5)
}

func (n queryNames) relation(path, model, attribute string, depth int) (string, bool) {
	for _, table := range n.models[model] {
		if path != "" && table.Path != path {
			continue
		}
		for _, foreign := range table.Foreign {
			if len(foreign.Columns) != 1 {
				continue
			}
			column, found := table.Column(foreign.Columns[0])
			switch {
			case !found:
			case table.Tool == "django" && (column.Field == attribute || column.Name == attribute+"_id"):
				return "Django", true
			case table.Tool == "sqlalchemy" && (column.Name == attribute+"_id" || column.Field == attribute+"_id"):
				return "SQLAlchemy", true
			}
		}
		for _, base := range table.Bases {
			if library, found := "", false; depth > 0 {
				if library, found = n.relation("", base, attribute, depth-1); found {
					return library, true
				}
			}
		}
	}
	return "", false
}

// models lists the tables that classes stand for by the names of those.
func (p *Project) models() map[string][]*schema.Table {
	found := map[string][]*schema.Table{}
	for _, file := range p.Files {
		facts := p.Facts[file.Path].Schema
		if facts == nil {
			continue
		}
		for i := range facts.Tables {
			if table := facts.Tables[i]; table.Model != "" {
				table.Path = file.Path
				found[table.Model] = append(found[table.Model], &table)
			}
		}
	}
	return found
}

// Route implements query.Names.
func (n queryNames) Route(place query.Place) (string, bool) {
	reach, found := n.project.Routes().Reach(link.Target{Path: place.Path, Line: place.Line})
	if !found || reach.Route.Class != checks.ClassProduction {
		return "", false
	}
	return reach.Route.Method + " " + reach.Route.Path, true
}
