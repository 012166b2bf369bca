package query

import "github.com/golive-app/golive/checks/evidence/source/program"

// through records a call in a loop of a function that may ask the database.
func (w *walker) through(call *program.Call) {
	callee := w.callee(w.function, call.Callee)
	if callee == "" || len(w.facts.Calls) >= maxCalls || asksForMany(w.Text(call.Span)) {
		return
	}
	if named := namedAround(w.function); named != nil && callee == w.reference(named) {
		return // it goes down a tree, level by level
	}
	at := w.place(call)
	given, named := 0, []string(nil)
	for _, argument := range call.Arguments {
		if argument.Name != "" {
			named = append(named, argument.Name)
		} else {
			given++
		}
	}
	w.facts.Calls = append(w.facts.Calls, Call{
		Given: given, Named: named,
		Callee: callee, Written: oneLine(w.Text(call.Callee.Range())), Line: at.Line, Column: at.Column, EndLine: at.EndLine,
		Loop: at.Loop, Function: at.Function, Within: at.Within, Same: w.same(call),
	})
}
