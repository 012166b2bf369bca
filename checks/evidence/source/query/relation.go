package query

import (
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Rows is a loop over the rows of a model that reads something of each row. Where that
// is a relation which the query did not fetch along, reading it asks the database.
type Rows struct {
	Set      Set    `json:"set"`
	Loop     Loop   `json:"loop"`
	Function string `json:"function,omitempty"`
	Within   int    `json:"within,omitempty"`
	Name     string `json:"name"` // of the row
	Reads
}

// readRelations collects what loops and comprehensions of a function read of the rows
// of a model.
func (f *file) readRelations(function *program.Function) {
	if f.Language != "Python" {
		return
	}
	program.VisitStatements(function.Body, func(s program.Statement) bool {
		if loop, ok := s.(*program.Loop); ok && loop.Kind == program.LoopEach && !leavesAtOnce(loop) {
			f.readRelation(function, loop.Targets, loop.Over, Loop{Kind: "loop", Line: f.Line(loop.Start)}, func(r *reader) {
				r.statements(loop.Body)
			})
		}
		return true
	}, func(x program.Expression) bool {
		if call, ok := x.(*program.Call); ok {
			f.readCallback(function, call)
		}
		if list, ok := x.(*program.Comprehension); ok && len(list.Clauses) > 0 {
			f.readRelation(function, list.Clauses[0].Targets, list.Clauses[0].Over, Loop{Kind: "comprehension", Line: f.Line(list.Start)}, func(r *reader) {
				for i, clause := range list.Clauses {
					if path, ok := r.path(clause.Over); i > 0 && ok && len(clause.Targets) == 1 {
						if name, plain := clause.Targets[0].(*program.Name); plain {
							r.names[name.Name] = join(path, element)
						}
						program.Visit(clause.Over, r.see)
					}
					for _, condition := range clause.Conditions {
						program.Visit(condition, r.see)
					}
				}
				program.Visit(list.Element, r.see)
				program.Visit(list.Value, r.see)
			})
		}
		return true
	})
}

// readObject collects what a resolver reads of the object whose field it answers.
func (f *file) readObject(function *program.Function) {
	if f.Language != "Python" || len(f.facts.Rows) >= maxReads {
		return
	}
	loop := f.perObject(function)
	object := objectOf(function)
	if loop == nil || loop.Kind != "resolver" || len(object) == 0 {
		return
	}
	name := object[0].(*program.Name).Name
	var set Set
	known := false
	if binding := function.Lookup(name); binding != nil && binding.Type != nil {
		set, known = sets{f, map[*program.Binding]bool{}, nil}.declared(function, binding.Type)
	}
	if model := f.modelOf(function.Class); !known && model != nil {
		set, known = f.setBehind(f.Top(), model)
	}
	reads := f.readsOf(function, name)
	if !known || len(set.Steps) > 0 || len(reads.Uses)+len(reads.Passed) == 0 {
		return
	}
	f.facts.Rows = append(f.facts.Rows, Rows{
		Set: Set{Class: set.Class, Steps: []Step{{Name: "objects"}}}, Loop: *loop, Function: qualified(function), Within: f.lineOf(function), Name: name, Reads: reads,
	})
}

// rowOf is the name of the row that a loop goes on with: of enumerate's two, the second.
func rowOf(targets []program.Expression, over program.Expression) (*program.Name, program.Expression) {
	if call, ok := over.(*program.Call); ok && calledName(call) == "enumerate" && len(call.Arguments) > 0 {
		over = call.Arguments[0].Value
		if len(targets) == 1 {
			switch pair := targets[0].(type) {
			case *program.Pattern:
				if len(pair.Parts) == 2 {
					targets = []program.Expression{pair.Parts[1].Target}
				}
			case *program.List:
				if len(pair.Elements) == 2 {
					targets = pair.Elements[1:]
				}
			}
		} else if len(targets) == 2 {
			targets = targets[1:]
		}
	}
	if len(targets) != 1 {
		return nil, over
	}
	name, _ := targets[0].(*program.Name)
	return name, over
}

func (f *file) readRelation(function *program.Function, targets []program.Expression, over program.Expression, loop Loop, visit func(*reader)) {
	loop.Over = oneLine(f.expression(over))
	if batches.MatchString(loop.Over) && !wrapping.MatchString(loop.Over) {
		return
	}
	name, rows := rowOf(targets, over)
	if name == nil {
		if len(targets) == 1 { // a loop that is cut off may have none
			if pattern, ok := targets[0].(*program.Pattern); ok {
				f.readParts(function, pattern, over, loop, visit)
			}
		}
		return
	}
	if set, ok := f.setBehind(function, rows); ok {
		loop.Small = few(function, rows)
		f.readRows(function, set, name.Name, loop, visit)
	}
}

// readParts collects what is read of the rows that a loop takes out of tuples:
// for customer, orders in open.items().
func (f *file) readParts(function *program.Function, pattern *program.Pattern, over program.Expression, loop Loop, visit func(*reader)) {
	all, ok := f.setBehind(function, over)
	if !ok {
		return
	}
	pattern.Each(over, func(target, value program.Expression) {
		name, plain := target.(*program.Name)
		var path []int
		for at := value; plain && at != over && len(path) < longestTuple; {
			index, is := at.(*program.Index)
			if !is {
				return
			}
			path, at = append(path, partAt(index.Index)), index.X
		}
		if !plain || len(path) == 0 || name.Name == "_" {
			return
		}
		set := all.with(Step{Name: element})
		for _, part := range slices.Backward(path) {
			set = set.with(Step{Name: element, At: part})
		}
		f.readRows(function, set.with(Step{Name: collected}), name.Name, loop, visit)
	})
}

// readRows notes what is read of the rows of a query under a name.
func (f *file) readRows(function *program.Function, set Set, name string, loop Loop, visit func(*reader)) {
	if len(f.facts.Rows) >= maxReads || f.preloads(function) {
		return
	}
	r := f.newReader(function, name)
	visit(r)
	reads := r.reads()
	if len(reads.Uses)+len(reads.Passed) == 0 {
		return
	}
	made := Rows{Set: set, Loop: loop, Within: f.lineOf(function), Name: name, Reads: reads}
	if named := namedAround(function); named != nil {
		made.Function = qualified(named)
	}
	f.facts.Rows = append(f.facts.Rows, made)
}

// preloads reports whether a function fetches relations along for rows that it has
// already.
// https://docs.djangoproject.com/en/stable/ref/models/querysets/#prefetch-related-objects
func (f *file) preloads(function *program.Function) bool {
	return strings.Contains(f.Text(function.Span), "prefetch_related_objects(")
}

// fewRows is how many rows are a handful: as many questions as one request may ask.
const fewRows = 5

// few reports whether a query is cut after a handful of rows: orders[:3].
func few(in *program.Function, x program.Expression) bool {
	index, ok := resolve(in, x).(*program.Index)
	if !ok {
		return false
	}
	list, ok := index.Index.(*program.List)
	if !ok || list.Kind != "slice" || len(list.Elements) < 2 {
		return false
	}
	last, ok := list.Elements[1].(*program.Literal)
	if !ok {
		return false
	}
	count, err := strconv.Atoi(last.Value)
	return err == nil && count <= fewRows
}
