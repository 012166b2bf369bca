package query

import (
	"cmp"
	"slices"
)

// Source is one file with its facts.
type Source struct {
	Path  string
	Facts Facts
}

// Place is a function of the repository: its file, and the line on which it begins.
type Place struct {
	Path string
	Line int
}

// Names follows what crosses files.
type Names interface {
	// Callees finds the function that a file calls by this origin: where it is a method
	// of an interface, each that implements it.
	Callees(from, origin string) []Place
	// Method finds a method that a class of a file has or inherits.
	Method(from, class, name string) (Place, bool)
	// Class finds a class by the origin that a file has it under: its file and name.
	Class(from, origin string) (path, name string, found bool)
	// Route says which route a function answers: "GET /orders".
	Route(Place) (string, bool)
}

// deepestCall bounds the functions between a loop and the query that it makes.
const deepestCall = 4

// Link returns the hits of every file by its path: those that one file shows, and
// those whose loop calls a function that asks the database, or that calls one that
// does, up to deepestCall of them. Hits know whether a request waits for them.
func Link(sources []Source, names Names) map[string][]Hit {
	g := newGraph(sources, names)
	g.ask()
	g.wait()
	linked := map[string][]Hit{}
	models := newRegistry(sources, g, names)
	serializers := newSerializers(sources, models)
	written := map[string][]Hit{}
	for _, one := range sources {
		written[one.Path] = serializers.answers(one)
	}
	stored := models.fetchedAnywhere(sources)
	for _, one := range sources {
		hits := slices.Clone(one.Facts.Hits)
		for _, call := range one.Facts.Calls {
			for _, target := range g.targets(one.Path, call.Callee) {
				if target.asked != nil && (target.steps == 1 || !call.Same) {
					hits = append(hits, call.hit(one.Path, target))
					break
				}
				if fall := target.Falls; fall != nil && !call.gives(fall) {
					falling := &node{Function: &Function{Name: target.Name, Asks: fall.Asks, AskedAt: fall.AskedAt, Library: fall.Library}, path: target.path}
					falling.asked = falling.Function
					hits = append(hits, call.hit(one.Path, falling))
					break
				}
			}
		}
		relations, known := models.relations(one)
		hits = slices.DeleteFunc(unguessed(hits, known), func(hit Hit) bool {
			return hit.Guessed && hit.Loop.Kind == "serializer" && (serializers.filling[Place{one.Path, hit.Within}] || stored[hit.Stored])
		})
		hits = append(hits, relations...)
		hits = append(hits, written[one.Path]...)
		hits = append(hits, models.pages(one)...)
		hits = append(hits, models.listed(one)...)
		for i := range hits {
			if at, known := g.at[Place{one.Path, hits[i].Within}]; known && at.waited {
				hits[i].Handler, hits[i].Route = true, at.route
			}
		}
		if len(hits) > 0 {
			slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) })
			linked[one.Path] = hits
		}
	}
	return linked
}

// hit is a call in a loop whose function turned out to ask the database.
func (c Call) hit(path string, target *node) Hit {
	asked := target.asked
	made := Hit{
		Library: asked.Library, Callee: c.Written, Line: c.Line, Column: c.Column, EndLine: c.EndLine, Loop: c.Loop,
		Function: c.Function, Within: c.Within, Asks: asked.Asks, AskedAt: asked.AskedAt,
	}
	for at := target; at != nil; at = at.next {
		if at.Name != "" && !slices.Contains(made.Via, at.Name) {
			made.Via = append(made.Via, at.Name)
		}
		if at.next == nil && at.path != path {
			made.AskedIn = at.path
		}
	}
	return made
}
