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

// Place is a function of the repository: its file, and its name as Function.Name has
// it.
type Place struct{ Path, Name string }

// Follow finds the function that a file calls by this origin; false where it is none
// of the repository's.
type Follow func(from, origin string) (Place, bool)

// Link returns the hits of every file by its path: those that one file shows, and
// those whose loop calls a function of another file that asks the database. A hit in
// a function that a handler of another file calls is one that a request waits for.
func Link(sources []Source, follow Follow) map[string][]Hit {
	reads := map[Place]Function{}
	for _, one := range sources {
		for _, function := range one.Facts.Functions {
			reads[Place{one.Path, function.Name}] = function
		}
	}
	waited := map[Place]bool{}
	linked := map[string][]Hit{}
	for _, one := range sources {
		hits := slices.Clone(one.Facts.Hits)
		for _, call := range one.Facts.Calls {
			place, found := follow(one.Path, call.Callee)
			if asked, asks := reads[place]; found && asks && place.Path != one.Path {
				hits = append(hits, call.hit(asked, place.Path))
			}
		}
		for _, origin := range one.Facts.Handled {
			if place, found := follow(one.Path, origin); found {
				waited[place] = true
			}
		}
		if len(hits) > 0 {
			linked[one.Path] = hits
		}
	}
	for path, hits := range linked {
		for i, hit := range hits {
			if hit.Function != "" && waited[Place{path, hit.Function}] {
				hits[i].Handler = true
			}
		}
		slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) })
	}
	return linked
}

// hit is a call in a loop whose function turned out to ask the database.
func (c Call) hit(asked Function, path string) Hit {
	return Hit{
		Library: asked.Library, Callee: c.Written, Line: c.Line, Column: c.Column, EndLine: c.EndLine, Loop: c.Loop,
		Function: c.Function, Handler: c.Handler, Via: asked.Name, Asks: asked.Asks, AskedAt: asked.AskedAt, AskedIn: path,
	}
}
