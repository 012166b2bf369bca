package query

import (
	"cmp"
	"slices"
	"strings"
)

// seenAt names a place of a file at which what is read of a row was understood.
type seenAt struct {
	line int
	name string // the row
}

// relations are the loops of a file whose rows are read of what their queries did not
// fetch along, and the places at which it is known whether they were.
// Where another function made the query, it is told there.
func (r *registry) relations(source Source, tell tellings) ([]Hit, map[seenAt]bool) {
	var hits []Hit
	known := map[seenAt]bool{}
	told := map[[2]int]bool{}
	for _, rows := range source.Facts.Rows {
		at, found := r.goneThrough(source.Path, rows)
		if !found || at.kind != theRows && at.kind != theOthers {
			continue
		}
		row, _, understood := r.walk(at, []Step{{Name: element}}, 1)
		if !understood {
			continue
		}
		var already []string
		note := func(question *asked, written string, line, column int) {
			if told[[2]int{line, column}] || slices.Contains(already, question.key()) {
				return
			}
			told[[2]int{line, column}] = true
			already = append(already, question.key())
			if at.from != nil && question.relation != "" {
				tell.add(at.from, Place{source.Path, rows.Within}, []string{question.relation}, Hit{Library: question.library, Loop: rows.Loop, ReadIn: source.Path, ReadAt: line})
				return
			}
			hit := Hit{
				Library: question.library, Callee: written, Relation: question.relation, Lazy: true, Line: line, Column: column, EndLine: line,
				Loop: rows.Loop, Function: rows.Function, Within: rows.Within, Via: question.via, Asks: question.asks, AskedAt: question.at,
			}
			if question.in != source.Path {
				hit.AskedIn = question.in
			}
			hits = append(hits, hit)
		}
		reads := r.understood(row, rows.Reads)
		for _, read := range reads.Uses {
			steps := stepsOf(read.Path)
			_, question, _ := r.walk(row, steps, deepestFollow)
			if _, relation := r.relation(row.class, steps[0].Name); relation || question != nil {
				known[seenAt{read.Line, rows.Name}] = true
			}
			if question != nil && (!r.answered(rows, question) || r.asksAnyway(row, steps)) {
				note(question, written(rows.Name, read.Path), read.Line, read.Column)
			}
		}
		for _, passed := range reads.Passed {
			if question := r.passed(source.Path, row, passed, deepestFollow); question != nil && !r.answered(rows, question) {
				note(question, question.what(rows.Name), passed.Line, passed.Column)
			}
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) })
	return hits, known
}

// understood is what is read of a row. Where the code looks for an attribute that is none of
// its relations, its query may have put that there, and what is read else is left out.
func (r *registry) understood(row state, reads Reads) Reads {
	put := slices.ContainsFunc(reads.Looked, func(name string) bool {
		_, relation := r.relation(row.class, name)
		return !relation
	})
	if !put {
		return reads
	}
	return Reads{Uses: slices.DeleteFunc(slices.Clone(reads.Uses), func(use Use) bool {
		return !slices.Contains(reads.Looked, stepsOf(use.Path)[0].Name)
	})}
}

// answered reports whether the query behind an object that a resolver is given may have
// asked along: nobody sees that query. A relation that the resolver reads itself is often
// fetched by it, and one that a method reads is where some query of the repository says so.
func (r *registry) answered(rows Rows, question *asked) bool {
	if rows.Loop.Kind != "resolver" {
		return false
	}
	return len(question.via) == 0 || question.relation != "" && r.stored[strings.Split(question.relation, "__")[0]]
}

// asksAnyway reports whether a path asks the database whatever was fetched along with the
// row: order.items.filter(…).
func (r *registry) asksAnyway(row state, steps []Step) bool {
	row.fetched = []string{everything}
	_, question, _ := r.walk(row, steps, deepestFollow)
	return question != nil && len(question.via) == 0
}

// goneThrough is what a loop goes through: where that is a parameter, the query that a
// caller gives which fetches least along.
func (r *registry) goneThrough(from string, rows Rows) (state, bool) {
	if rows.Set.Param == 0 {
		return r.begin(from, rows.Set, deepestFollow)
	}
	target := r.graph.at[Place{from, rows.Within}]
	if target == nil {
		return state{}, false
	}
	var least state
	found := false
	for _, given := range r.gives[target] {
		if given.at != rows.Set.Param {
			continue
		}
		at, known := r.begin(given.from, given.set, deepestFollow-1)
		if known {
			at, _, known = r.walk(at, rows.Set.Steps, deepestFollow)
		}
		if known && (!found || len(at.fetched) < len(least.fetched)) {
			least, found = at, true
		}
	}
	if len(r.gives[target]) == 0 {
		return r.begin(from, rows.Set, deepestFollow)
	}
	return least, found
}

func (q *asked) key() string { return q.relation + "\x00" + strings.Join(q.via, " ") + "\x00" + q.asks }

// what is how a question that a function asks is called where the row is handed over.
func (q *asked) what(name string) string {
	if q != nil && len(q.via) > 0 {
		return q.via[0] + "(" + name + ")"
	}
	return name
}

// written writes a path as the code has it.
func written(name, path string) string {
	text := name
	for _, step := range stepsOf(path) {
		switch {
		case step.Name == element:
			text += "[…]"
		case step.Name == "__str__":
			text = "str(" + text + ")"
		case step.Call:
			text += "." + step.Name + "()"
		default:
			text += "." + step.Name
		}
	}
	return oneLine(text)
}

// unguessed leaves out the calls of a file that looked like relations which were not
// fetched along, where it is known whether they were.
func unguessed(hits []Hit, known map[seenAt]bool) []Hit {
	return slices.DeleteFunc(hits, func(hit Hit) bool {
		first, _, _ := strings.Cut(hit.Callee, ".")
		return hit.Guessed && known[seenAt{hit.Line, first}]
	})
}

// fetchedAnywhere are the names of relations that some query fetches along.
func (r *registry) fetchedAnywhere(sources []Source) map[string]bool {
	found := map[string]bool{}
	enter := func(fetched []string) {
		for _, path := range fetched {
			for _, name := range strings.Split(path, "__") {
				found[name] = true
			}
		}
	}
	for _, one := range r.graph.nodes {
		if one.Given != nil {
			enter(one.Given.Fetched)
		}
	}
	for _, one := range sources {
		for _, answer := range one.Facts.Answers {
			enter(answer.Set.fetched())
		}
		for _, view := range one.Facts.Views {
			for _, viewed := range []*Viewed{view.Query, view.Field} {
				if viewed != nil {
					enter(viewed.Set.fetched())
				}
			}
		}
	}
	return found
}
