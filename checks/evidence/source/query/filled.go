package query

import (
	"slices"
	"strings"
)

// filled are the questions that the method of a field asks of the object that it is
// given. What it asks by a query of its own is told at that query, and what no fetching
// along would answer is told where the method reads it.
func (s serializers) filled(at classAt, field, method string, row state, depth int, add func(*asked, string)) {
	place, found := s.names.Method(at.path, at.name, method)
	if !found || depth <= 0 {
		return
	}
	target := s.graph.at[place]
	if target == nil || target.Given == nil {
		return
	}
	reads, given := target.Given.Params[0]
	if !given {
		return
	}
	s.filling[place] = true
	name := target.Given.Names[0]
	loop := Loop{Kind: "serializer", Line: target.Line, Over: at.name + "." + field}
	whole := row
	whole.fetched = []string{everything}
	var already []string
	asks := func(question, anew *asked, written string, line, column int) {
		if anew != nil && !slices.Contains(already, anew.key()) {
			already = append(already, anew.key())
			add(anew.standing(Hit{Callee: written, Line: line, Column: column, EndLine: line, Loop: loop, Function: target.Name, Within: target.Line}, target.path), "")
		}
		if question != nil && (anew == nil || question.key() != anew.key()) && !slices.Contains(already, question.key()) {
			already = append(already, question.key())
			question.via = append([]string{target.Name}, question.via...)
			add(question, "")
		}
	}
	reads = s.understood(row, reads)
	for _, read := range reads.Uses {
		steps := stepsOf(read.Path)
		_, question, _ := s.walk(row, steps, depth)
		_, anew, _ := s.walk(whole, steps, depth)
		asks(question, anew, written(name, read.Path), read.Line, read.Column)
	}
	for _, passed := range reads.Passed {
		question, anew := s.passed(target.path, row, passed, depth), s.passed(target.path, whole, passed, depth)
		asks(question, anew, anew.what(written(name, passed.Path)), passed.Line, passed.Column)
		if passed.Writer != "" {
			s.handed(target.path, passed, row, depth, add)
		}
	}
}

// handed are the questions that a serializer asks which a method hands a part of its
// object to: ItemSerializer(order.items.all(), many=True).data.
func (s serializers) handed(from string, passed Passed, row state, depth int, add func(*asked, string)) {
	path, name, found := s.names.Class(from, passed.Writer)
	steps := stepsOf(passed.Path)
	at, _, known := s.walk(row, steps, depth)
	if !found || !known {
		return
	}
	switch at.kind {
	case theOthers:
		if at, _, known = s.walk(at, []Step{{Name: element}}, depth); !known {
			return
		}
	case theRows:
		at.kind = theRow
	}
	if at.kind != theRow {
		return
	}
	var relations []string
	for _, step := range steps {
		if !step.Call && step.Name != element {
			relations = append(relations, step.Name)
		}
	}
	for _, inner := range s.writes(classAt{path, name}, at, depth-1) {
		add(inner, strings.Join(relations, "__"))
	}
}

// standing is a question with the place at which it is told.
func (q *asked) standing(hit Hit, path string) *asked {
	made := *q
	hit.Library, hit.Via, hit.Asks, hit.AskedAt, hit.AskedIn = q.library, q.via, q.asks, q.at, q.in
	made.anew, made.in = &hit, path
	if hit.AskedIn == path || hit.Asks == "" {
		made.anew.AskedIn = ""
	}
	return &made
}
