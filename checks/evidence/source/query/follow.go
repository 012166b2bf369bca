package query

import (
	"slices"
	"strings"
)

// state is what a path has led to.
type state struct {
	kind    kind
	class   classAt
	fetched []string // relations of the row, or of each of the rows
	alone   bool     // the row is no one of several
	// Of rows that belong to another one:
	stored bool // they were fetched along with it
	once   bool // that one is no one of several
	over   related
	parts  []*state // of a tuple, or of each of several; nil for those that are not known
	// from is the function whose query it is, where another one goes on with it; nil
	// where the query stands with what reads it.
	from *origin
}

// origin is a query that a function returns to those that read its rows.
type origin struct {
	Spot
	path     string
	function string
	within   int  // the line on which the function begins
	along    bool // it says which relations are fetched along
}

type kind int

const (
	theClass    kind = iota // the class itself
	theRow                  // one row
	theRows                 // a query, or its rows
	theOthers               // the rows that belong to one row
	theMap                  // rows by their keys
	theGroups               // lists of rows by their keys, or several such lists
	theParts                // a tuple
	theTuples               // several of them
	unknown                 // a row of a model that is not known
	unknownRows             // what may be rows that belong to one
)

// madeBy notes which function returned a query, unless that had it from another one.
func (s *state) madeBy(target *node) {
	if s.from == nil && s.kind == theRows && target.Given != nil && target.Given.Stands != nil {
		s.from = &origin{*target.Given.Stands, target.path, target.Name, target.Line, len(target.Given.Fetched) > 0}
	}
}

// asked is a question to the database that reading a row asks.
type asked struct {
	library  string
	relation string   // that is read; empty where a query is made
	via      []string // methods that read it
	asks     string
	at       int
	in       string
	// once says that it is asked of a row that is no one of several.
	once bool
	// anew is where it is told that it is asked, whatever was fetched along; nil for others.
	anew *Hit
}

// deepestFollow bounds the methods and functions that a path is followed through.
const deepestFollow = 5

// begin follows a set of a file to what it is. What it asks by itself is one question,
// and not looked at.
func (r *registry) begin(from string, set Set, depth int) (state, bool) {
	if depth == 0 {
		return state{}, false
	}
	var at state
	switch {
	case len(set.Parts) > 0:
		at = r.tuple(from, set, depth-1)
	case set.Callee != "":
		found := false
		for _, target := range r.graph.targets(from, set.Callee) {
			if given := target.Given; given != nil && given.Returns != nil {
				returned := *given.Returns
				if returned.Param > 0 {
					if set.Of == nil || set.At != returned.Param {
						continue
					}
					if at, found = r.begin(from, *set.Of, depth-1); found {
						at, _, found = r.walk(at, returned.Steps, depth-1)
					}
					if len(given.Fetched) > 0 { // which relations are fetched along is said there
						at.from = nil
						at.madeBy(target)
					}
				} else if at, found = r.begin(target.path, returned, depth-1); found {
					at.madeBy(target)
				}
				if found {
					at.fetched = append(at.fetched, given.Fetched...)
					if last := lastPartOf(target.Name); len(given.Fetched) == 0 && fetcher.MatchString(last) {
						at.fetched = append(at.fetched, everything)
					}
					break
				}
			}
		}
		if !found {
			return state{}, false
		}
	case set.Param > 0:
		class, found := r.calledLike(set)
		if !found {
			return state{}, false
		}
		at = state{class: class, kind: theRow, alone: true}
	case set.Inherited != "":
		found := false
		if at, found = r.inherited(from, set, depth); !found {
			return state{}, false
		}
	default:
		class, found := r.class(from, set.Class)
		if !found {
			return state{}, false
		}
		at = state{class: class}
		if set.One {
			at.kind, at.alone = theRow, true
		}
	}
	at, _, known := r.walk(at, set.Steps, depth-1)
	return at, known
}

// walk follows steps to what they lead to, and says what the first of them asks that
// asks the database; false where what they lead to is not known.
func (r *registry) walk(at state, steps []Step, depth int) (state, *asked, bool) {
	var first *asked
	var relations []string
	for _, step := range steps {
		if at.kind == theRow {
			if _, found := r.relation(at.class, step.Name); found {
				relations = append(relations, step.Name)
			}
		}
		var question *asked
		var known bool
		if at, question, known = r.step(at, step, depth); question != nil && first == nil {
			first = question
			if question.relation != "" && len(question.via) == 0 && len(relations) > 0 {
				question.relation = strings.Join(relations, "__") // as it is fetched along
			}
		}
		if !known {
			return state{}, first, false
		}
	}
	return at, first, true
}

func (r *registry) method(class classAt, name string) *node {
	place, found := r.names.Method(class.path, class.name, name)
	if !found {
		return nil
	}
	return r.graph.at[place]
}

// ofMethod follows a method or a property of a row to what it reads of it.
func (r *registry) ofMethod(at state, step Step, depth int) (state, *asked, bool) {
	target := r.method(at.class, step.Name)
	if target == nil && at.class.path == "" && step.Name == "__str__" && libraryTexts[at.class.name] != "" {
		_, question, _ := r.ofOne(at, Step{Name: libraryTexts[at.class.name]}, depth)
		return state{}, question, false
	}
	if target == nil || depth <= 0 {
		return state{}, nil, false
	}
	if target.Given != nil && target.Given.Self != nil {
		if question := r.reads(target.path, at, *target.Given.Self, depth-1); question != nil {
			question.via = append([]string{target.Name}, question.via...)
			return state{}, question, false
		}
	}
	if question := r.queries(target); question != nil {
		question.once = at.alone
		return state{}, question, false
	}
	if target.Given == nil || target.Given.Returns == nil {
		return state{kind: unknown, fetched: everywhere(at.fetched)}, nil, true
	}
	set := *target.Given.Returns
	var made state
	var known bool
	if set.Callee == "" && set.One && strings.HasPrefix(target.Name, set.Class+".") {
		made, _, known = r.walk(at, set.Steps, depth-1)
	} else {
		made, known = r.begin(target.path, set, depth-1)
	}
	if !known {
		made = state{kind: unknown, fetched: everywhere(at.fetched)}
	}
	return made, nil, true
}

// libraryTexts are the relations that the text of a model of Django's own reads.
var libraryTexts = map[string]string{"Permission": "content_type"}

// everywhere is what is known to be fetched along with rows of whatever model.
func everywhere(fetched []string) []string {
	if slices.Contains(fetched, everything) {
		return []string{everything}
	}
	return nil
}

// queries is the question that a function asks by itself, or by another one that it
// calls.
func (r *registry) queries(target *node) *asked {
	found := target.asked
	if target.Given != nil && target.Given.Once && target.Asks != "" {
		found = target.Function
	}
	if found == nil || target.steps > 2 {
		return nil
	}
	question := &asked{library: found.Library, asks: found.Asks, at: found.AskedAt, in: target.path}
	for next := target; next != nil; next = next.next {
		if question.in = next.path; next.Name != "" && !slices.Contains(question.via, next.Name) {
			question.via = append(question.via, next.Name)
		}
	}
	return question
}

// reads is the first question that a function asks of a row.
func (r *registry) reads(from string, at state, reads Reads, depth int) *asked {
	if depth <= 0 {
		return nil
	}
	reads = r.understood(at, reads)
	for _, read := range reads.Uses {
		if _, question, _ := r.walk(at, stepsOf(read.Path), depth); question != nil {
			return question
		}
	}
	for _, passed := range reads.Passed {
		if question := r.passed(from, at, passed, depth); question != nil {
			return question
		}
	}
	return nil
}

// passed is the question that a function asks of a row that it is given.
func (r *registry) passed(from string, at state, passed Passed, depth int) *asked {
	if depth <= 0 || passed.Callee == "" {
		return nil
	}
	row, question, known := r.walk(at, stepsOf(passed.Path), depth)
	if question != nil || !known {
		return question
	}
	for _, target := range r.graph.targets(from, passed.Callee) {
		if target.Given == nil || target.Kept {
			continue
		}
		position := passed.Position
		if passed.Name != "" {
			position = slices.Index(target.Given.Names, passed.Name)
		}
		if reads, given := target.Given.Params[position]; given {
			if question := r.reads(target.path, row, reads, depth-1); question != nil {
				question.via = append([]string{target.Name}, question.via...)
				return question
			}
		}
	}
	return nil
}

// fetches reports whether a relation is among those that were fetched along.
func fetches(fetched []string, name string) bool {
	for _, one := range fetched {
		if one == everything || one == name || strings.HasPrefix(one, name+"__") {
			return true
		}
	}
	return false
}

// below are the relations that were fetched along with those of a relation's rows.
func below(fetched []string, name string) []string {
	var found []string
	for _, one := range fetched {
		if one == everything {
			found = append(found, one)
		} else if deeper, is := strings.CutPrefix(one, name+"__"); is {
			found = append(found, deeper)
		}
	}
	return found
}
