package query

import (
	"cmp"
	"slices"
	"strings"
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
	g.jobs()
	linked := map[string][]Hit{}
	models := newRegistry(sources, g, names)
	serializers := newSerializers(sources, models)
	tell := newTellings(g)
	for _, one := range sources {
		serializers.answers(one, tell)
	}
	for _, one := range sources {
		models.pages(one, tell)
		models.listed(one, tell)
	}
	once := serializers.forOne(sources)
	models.stored = models.fetchedAnywhere(sources)
	own := map[string][]Hit{}
	for _, one := range sources {
		relations, known := models.relations(one, tell)
		own[one.Path] = slices.DeleteFunc(unguessed(slices.Concat(one.Facts.Hits, g.called(one)), known), func(hit Hit) bool {
			return hit.Loop.Kind == "serializer" && once[classAt{one.Path, ofClassNamed(hit.Function)}] || hit.Guessed && hit.Loop.Kind == "serializer" && (serializers.filling[Place{one.Path, hit.Within}] || models.stored[hit.Stored])
		})
		own[one.Path] = append(own[one.Path], relations...)
	}
	for _, one := range sources {
		hits := append(own[one.Path], tell.hits[one.Path]...)
		for i := range hits {
			at, known := g.at[Place{one.Path, hits[i].Within}]
			if known && at.waited && !hits[i].Handler {
				hits[i].Handler, hits[i].Route = true, at.route
			}
			hits[i].Job = known && at.job && !hits[i].Handler
		}
		if len(hits) > 0 {
			slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) })
			linked[one.Path] = hits
		}
	}
	return linked
}

// ofClassNamed is the class of a method by the method's name: "Orders.find".
func ofClassNamed(function string) string {
	class, _, _ := strings.Cut(function, ".")
	return class
}

// called are the calls in loops of a file whose functions ask the database.
func (g *graph) called(source Source) []Hit {
	var hits []Hit
	for _, call := range source.Facts.Calls {
		for _, target := range append(g.targets(source.Path, call.Callee), g.alike(call.Callee)...) {
			if target.asked != nil && (target.steps == 1 || !call.Same) {
				hits = append(hits, call.hit(source.Path, target))
				break
			}
			if fall := target.Falls; fall != nil && !call.gives(fall) {
				falling := &node{Function: &Function{Name: target.Name, Asks: fall.Asks, AskedAt: fall.AskedAt, Library: fall.Library}, path: target.path}
				falling.asked = falling.Function
				hits = append(hits, call.hit(source.Path, falling))
				break
			}
		}
	}
	return hits
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
