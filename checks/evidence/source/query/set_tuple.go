package query

import (
	"slices"
	"strconv"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// longestTuple bounds the parts of a tuple that are followed.
const longestTuple = 8

// grouped is the step from rows to lists of such rows by their keys:
// open[order.customer_id].append(order).
const grouped = "[:]"

// partAt is which part of a tuple an index means, from 1; 0 for any element.
func partAt(index program.Expression) int {
	literal, ok := index.(*program.Literal)
	if !ok {
		return 0
	}
	at, err := strconv.Atoi(literal.Value)
	if err != nil || at < 0 || at >= longestTuple {
		return 0
	}
	return at + 1
}

// tuple reads (orders, total): the parts that are queries or rows.
func (s sets) tuple(in *program.Function, elements []program.Expression, depth int) (Set, bool) {
	if len(elements) < 2 || len(elements) > longestTuple {
		return Set{}, false
	}
	made, known := Set{}, false
	for _, element := range elements {
		part, ok := s.set(in, element, depth+1)
		if !ok || part.Class == own || part.nothing() && !part.One {
			part = Set{}
		} else {
			known = true
		}
		made.Parts = append(made.Parts, part)
	}
	return made, known
}

// paired reads what gives tuples, one with each row: enumerate(orders), zip(orders, totals),
// groupby(orders, key).
func (s sets) paired(in *program.Function, call *program.Call, depth int) (Set, bool) {
	var over []program.Expression
	made := Set{Steps: []Step{{Name: collected}}}
	switch name := calledName(call); {
	case len(call.Arguments) == 0:
		return Set{}, false
	case name == "enumerate" || name == "groupby":
		made.Parts = []Set{{}}
		over = []program.Expression{call.Arguments[0].Value}
	case name == "zip" || name == "zip_longest":
		for _, argument := range call.Arguments {
			if argument.Name == "" {
				over = append(over, argument.Value)
			}
		}
	default:
		return Set{}, false
	}
	known := false
	for _, x := range over {
		part, ok := s.set(in, x, depth+1)
		if ok = ok && part.Class != own && !part.nothing(); ok && calledName(call) != "groupby" {
			part = part.with(Step{Name: element})
		}
		if !ok {
			part = Set{}
		}
		known = known || ok
		made.Parts = append(made.Parts, part)
	}
	return made, known && len(made.Parts) <= longestTuple
}

// takenApart reads what a name gets of the tuples that a loop goes through:
// for key, order in pairs. False where the loop takes nothing apart.
func (s sets) takenApart(in *program.Function, x program.Expression, depth int) (Set, bool) {
	index, ok := x.(*program.Index)
	if !ok || index.Start >= over(index).Range().Start {
		return Set{}, false
	}
	found, ok := s.takenApart(in, index.X, depth)
	if !ok {
		if found, ok = s.set(in, index.X, depth+1); !ok || found.Class == own {
			return Set{}, false
		}
		found = found.with(Step{Name: element})
	}
	return found.with(Step{Name: element, At: partAt(index.Index)}), true
}

// over is what a loop goes through whose elements are taken apart. A part of a pattern
// stands before that, where an index is written behind what it is an element of.
func over(x program.Expression) program.Expression {
	for range longestTuple {
		index, ok := x.(*program.Index)
		if !ok || index.Start >= index.X.Range().Start {
			break
		}
		x = index.X
	}
	return x
}

// ofLoop are the values of a name that several loops have for their elements: those of the
// innermost one around the place where it stands.
func ofLoop(binding *program.Binding, x *program.Name) []program.Expression {
	var through program.Expression
	inside := func(span program.Span, over program.Expression) bool {
		return over != nil && span.Start <= x.Start && x.End <= span.End && (x.Start < over.Range().Start || over.Range().End <= x.Start)
	}
	has := func(one program.Expression) bool {
		return slices.ContainsFunc(binding.Values, func(value program.Expression) bool { return over(value) == one })
	}
	program.VisitStatements(binding.Owner.Body, func(s program.Statement) bool {
		if loop, ok := s.(*program.Loop); ok && inside(loop.Span, loop.Over) && has(loop.Over) {
			through = loop.Over
		}
		return true
	}, func(one program.Expression) bool {
		if list, ok := one.(*program.Comprehension); ok {
			for _, clause := range list.Clauses {
				if inside(list.Span, clause.Over) && has(clause.Over) {
					through = clause.Over
				}
			}
		}
		return true
	})
	if through == nil {
		return binding.Values
	}
	return slices.DeleteFunc(slices.Clone(binding.Values), func(value program.Expression) bool { return over(value) != through })
}

// filledBy reads a dictionary that is empty at first and is given rows one by one:
// open[order.pk] = order, and lists of them: open[key].append(order).
func (s sets) filledBy(binding *program.Binding, name string, values []program.Expression, depth int) (found Set, known bool) {
	if !slices.ContainsFunc(values, emptyMap) {
		return Set{}, false
	}
	several := false
	add := func(x program.Expression, last Step) {
		one, ok := s.set(binding.Owner, x, depth+1)
		if ok = ok && one.Class != own && (len(one.Steps) > 0 || len(one.Parts) > 0); ok {
			one = one.with(Step{Name: collected}).with(last)
		}
		if !ok || known && !one.begins(found) {
			several = true
		} else if !known {
			found, known = one, true
		}
	}
	named := func(x program.Expression) bool {
		root, ok := x.(*program.Name)
		return ok && root.Name == name
	}
	program.VisitStatements(binding.Owner.Body, func(statement program.Statement) bool {
		if assign, ok := statement.(*program.Assign); ok && len(assign.Targets) == 1 && assign.Operator == "" && !empty(assign.Value) {
			if target, is := assign.Targets[0].(*program.Index); is && named(target.X) {
				add(assign.Value, Step{Name: "in_bulk", Call: true})
			}
		}
		return true
	}, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok || len(call.Arguments) != 1 || calledName(call) != "append" && calledName(call) != "add" {
			return true
		}
		member, ok := call.Callee.(*program.Member)
		if !ok {
			return true
		}
		switch list := member.X.(type) {
		case *program.Index: // open[key].append(order)
			if named(list.X) {
				add(call.Arguments[0].Value, Step{Name: grouped})
			}
		case *program.Call: // open.setdefault(key, []).append(order)
			if inner, is := list.Callee.(*program.Member); is && inner.Name == "setdefault" && named(inner.X) {
				add(call.Arguments[0].Value, Step{Name: grouped})
			}
		}
		return true
	})
	return found, known && !several
}

// emptyMap reports whether a value is a dictionary with nothing in it: {}, defaultdict(list).
func emptyMap(x program.Expression) bool {
	switch x := x.(type) {
	case *program.Object:
		return len(x.Entries) == 0
	case *program.Call:
		name := calledName(x)
		return name == "defaultdict" || (name == "dict" || name == "OrderedDict") && len(x.Arguments) == 0
	}
	return false
}
