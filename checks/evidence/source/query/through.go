package query

import "github.com/golive-app/golive/checks/evidence/source/program"

// through records a call in a loop of a function that may ask the database.
func (w *walker) through(call *program.Call) {
	callee := w.callee(w.function, call.Callee)
	if callee == "" || len(w.facts.Calls) >= maxCalls || several.MatchString(w.Text(call.Span)) {
		return
	}
	if named := namedAround(w.function); named != nil && callee == w.reference(named) {
		return // it goes down a tree, level by level
	}
	at := w.place(call)
	w.facts.Calls = append(w.facts.Calls, Call{
		Callee: callee, Written: oneLine(w.Text(call.Callee.Range())), Line: at.Line, Column: at.Column, EndLine: at.EndLine,
		Loop: at.Loop, Function: at.Function, Within: at.Within, Same: w.same(call),
	})
}
