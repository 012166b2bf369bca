package query

import "strings"

// tellings are the hits that are told at a query, wherever its rows are read: by the
// files of the queries.
type tellings struct {
	graph *graph
	hits  map[string][]Hit
	told  map[toldAt]bool
}

// toldAt is a relation of the rows of one query.
type toldAt struct {
	path     string
	line     int
	relation string
}

func newTellings(g *graph) tellings { return tellings{g, map[string][]Hit{}, map[toldAt]bool{}} }

// add tells a hit at a query, of the relations that were not told there yet. Whoever
// waits for the function that reads the rows waits for them.
func (t tellings) add(at *origin, read Place, relations []string, hit Hit) {
	var fresh []string
	for _, relation := range relations {
		if one := (toldAt{at.path, at.Line, relation}); !t.told[one] {
			t.told[one] = true
			fresh = append(fresh, relation)
		}
	}
	if len(fresh) == 0 {
		return
	}
	hit.Callee, hit.Line, hit.Column, hit.EndLine, hit.Function, hit.Within = at.Written, at.Line, at.Column, at.Line, at.function, at.within
	hit.Relation, hit.Lazy = strings.Join(fresh, ", "), true
	if reader := t.graph.at[read]; reader != nil && reader.waited {
		hit.Handler, hit.Route = true, reader.route
	}
	t.hits[at.path] = append(t.hits[at.path], hit)
}

// anew tells a question where it is asked, once, whoever waits for the rows.
func (t tellings) anew(question *asked, read Place) {
	hit := *question.anew
	if reader := t.graph.at[read]; reader != nil && reader.waited {
		hit.Handler, hit.Route = true, reader.route
	}
	one := toldAt{question.in, hit.Line, "~" + hit.Callee}
	if t.told[one] {
		return
	}
	t.told[one] = true
	t.hits[question.in] = append(t.hits[question.in], hit)
}
