package query

import (
	"cmp"
	"slices"
	"strings"
)

// listed are the lists of a file whose rows are asked for relations one by one.
func (r *registry) listed(source Source, tell tellings) {
	for _, listing := range source.Facts.Listings {
		if listing.Written == "" {
			continue
		}
		at, found := r.begin(source.Path, listing.Set, deepestFollow)
		if !found || at.kind != theRows {
			continue
		}
		row, _, understood := r.walk(at, []Step{{Name: element}}, 1)
		if !understood || listing.Kind == "inline" && r.oneToOne(row.class) {
			continue
		}
		if listing.Along || listing.Plain && r.showsRelation(row, listing.Names) {
			row.fetched = append(slices.Clone(row.fetched), r.neverEmpty(row.class, 3)...)
		}
		wanted, library := r.asksOf(row, listing.Kind, r.shownBy(source.Path, listing, 5))
		place := &origin{Spot{listing.Written, listing.Line, listing.Column}, source.Path, listing.Class, listing.Within, false}
		read := Place{source.Path, listing.Within}
		if at.from != nil {
			place = at.from
		}
		tell.add(place, read, wanted, Hit{Library: library, Loop: Loop{Kind: listing.Kind, Line: place.Line, Over: cmp.Or(listing.Class, r.lastBase(listing)), Small: listing.Small}})
	}
	r.tabled(source, tell)
}

// oneToOne reports whether a model has a relation by which another row has one of it at
// most.
func (r *registry) oneToOne(class classAt) bool {
	return slices.ContainsFunc(r.declared(class, 6), func(one related) bool { return one.Single && !one.many })
}

// asksOf is what columns ask of each row, and by which library.
func (r *registry) asksOf(row state, kind string, columns []column) (wanted []string, library string) {
	if kind == "table" && r.fetchUnseen(columns) {
		for _, one := range columns { // a table of one's own may fetch along what its columns name
			if !one.inner {
				row.fetched = append(slices.Clone(row.fetched), strings.ReplaceAll(one.name, ".", "__"))
			}
		}
	}
	for _, one := range r.everyColumn(row, columns) {
		question := r.shows(one.at, row, one.name)
		if question == nil {
			continue
		}
		library = question.library
		if label := question.label(); !slices.Contains(wanted, label) {
			wanted = append(wanted, label)
		}
	}
	return wanted, library
}

// everyColumn puts a column for each relation to one row where a table has one for each
// field of its model.
func (r *registry) everyColumn(row state, columns []column) []column {
	var found []column
	for _, one := range columns {
		if one.name != allColumns {
			found = append(found, one)
			continue
		}
		for _, relation := range r.declared(row.class, 6) {
			if !relation.many && relation.Library == "Django" {
				found = append(found, column{one.at, relation.name, false})
			}
		}
	}
	return found
}

func (r *registry) lastBase(listing Listing) string {
	if len(listing.Bases) == 0 {
		return ""
	}
	return lastPartOf(listing.Bases[0])
}

// column is what a class shows of each row.
type column struct {
	at    classAt
	name  string
	inner bool // a template of a column reads it
}

// shownBy is what a listing shows of each row: its own, and what it inherits.
func (r *registry) shownBy(from string, listing Listing, depth int) []column {
	var found []column
	for _, name := range listing.Names {
		found = append(found, column{classAt{from, listing.Class}, name, false})
	}
	for _, read := range listing.Reads {
		found = append(found, column{classAt{from, listing.Class}, read, true})
	}
	for _, name := range listing.Templates {
		if known := r.templates[name]; len(known) == 1 {
			for _, read := range known[0].Names {
				found = append(found, column{classAt{from, listing.Class}, read, true})
			}
		}
	}
	for _, base := range listing.Bases {
		path, name, known := r.names.Class(from, base)
		if inherited := r.listings[classAt{path, name}]; known && depth > 0 && inherited != nil && inherited.Kind == listing.Kind {
			found = append(found, r.shownBy(path, *inherited, depth-1)...)
		}
	}
	return found
}

// shows is the question that one column of a list asks of a row.
func (r *registry) shows(at classAt, row state, name string) *asked {
	text := Step{Name: "__str__", Call: true}
	if place, found := r.names.Method(at.path, at.name, name); found && name != text.Name {
		target := r.graph.at[place]
		if target == nil || target.Given == nil {
			return nil
		}
		question := r.reads(target.path, row, target.Given.Params[max(slices.Index(target.Given.Names, "record"), 0)], deepestFollow)
		if question != nil {
			question.via = append([]string{target.Name}, question.via...)
		}
		return question
	}
	steps := stepsOf(name)
	switch relation, related := r.relation(row.class, name); {
	case name == text.Name:
		steps = []Step{text}
	case related && relation.many:
		steps = append(steps, Step{Name: "all", Call: true})
	case related:
		steps = append(steps, text) // the text of the row that it leads to
	}
	last, question, known := r.walk(row, steps, deepestFollow)
	if known && question == nil && len(steps) > 1 && last.kind == theRow && steps[len(steps)-1].Name != text.Name {
		_, question, _ = r.walk(last, []Step{text}, deepestFollow)
		if question != nil && question.relation != "" {
			question.relation = strings.ReplaceAll(name, ".", "__") + "__" + question.relation
		}
	}
	return question
}

// showsRelation reports whether one of the names is a relation to one row: Django then
// fetches along what is never empty.
func (r *registry) showsRelation(row state, names []string) bool {
	return slices.ContainsFunc(r.declared(row.class, 6), func(one related) bool { return !one.many && slices.Contains(names, one.name) })
}

// neverEmpty are the relations of a model to one row each that are never empty, and
// theirs.
func (r *registry) neverEmpty(class classAt, depth int) []string {
	var found []string
	if depth == 0 || class.name == "" {
		return nil
	}
	for _, one := range r.declared(class, 6) {
		if one.many || one.Null || one.to.name == "" {
			continue
		}
		found = append(found, one.name)
		for _, deeper := range r.neverEmpty(one.to, depth-1) {
			found = append(found, one.name+"__"+deeper)
		}
	}
	return found
}
