package query

import "github.com/golive-app/golive/checks/evidence/source/program"

// callback says which argument of a call is called for each row, and which are the rows.
type callback struct {
	closure int    // its position
	key     string // or its name
	over    int
}

// callbacks are functions that call a closure for each row.
var callbacks = map[string]callback{
	"map": {over: 1}, "filter": {over: 1}, "sorted": {key: "key"}, "min": {key: "key"}, "max": {key: "key"}, "groupby": {closure: 1, key: "key"},
}

// called are what a call calls for each row, and the rows: sorted(orders, key=lambda o: …),
// map(str, orders), orders.sort(key=…). nil for other calls.
func (f *file) called(call *program.Call) (each, over program.Expression) {
	if member, ok := call.Callee.(*program.Member); ok {
		if member.Name == "sort" {
			return argument(call, "key"), member.X
		}
		if member.Name != "groupby" {
			return nil, nil
		}
	}
	known, is := callbacks[calledName(call)]
	if !is || len(call.Arguments) <= known.over || call.Arguments[known.over].Name != "" {
		return nil, nil
	}
	if known.key != "" {
		each = argument(call, known.key)
	}
	if each == nil && (known.key == "" || known.closure > 0) && len(call.Arguments) > known.closure && call.Arguments[known.closure].Name == "" {
		each = call.Arguments[known.closure].Value
	}
	return each, call.Arguments[known.over].Value
}

// readCallback reads what is called for each row reads of it.
func (f *file) readCallback(function *program.Function, call *program.Call) {
	each, over := f.called(call)
	loop := Loop{Kind: "callback", Line: f.Line(call.Start)}
	switch each := each.(type) {
	case *program.Closure:
		if len(each.Function.Params) == 0 || each.Function.Params[0].Name == "" {
			return
		}
		row := &program.Name{Span: each.Function.Params[0].Span, Name: each.Function.Params[0].Name}
		f.readRelation(function, []program.Expression{row}, over, loop, func(r *reader) { r.statements(each.Function.Body) })
	case *program.Name, *program.Member:
		at := each.Range()
		row := &program.Name{Span: at, Name: "row"}
		f.readRelation(function, []program.Expression{row}, over, loop, func(r *reader) {
			if program.LastName(each) == "str" {
				r.read("__str__()", each)
			} else if callee := f.callee(function, each); callee != "" {
				r.found.Passed = append(r.found.Passed, Passed{Callee: callee, Line: f.Line(at.Start), Column: f.Column(at.Start)})
			}
		})
	}
}
