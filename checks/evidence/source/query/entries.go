package query

import (
	"slices"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// entriesOf is the object whose entries a loop goes through: kinds.items(),
// Object.entries(kinds). What is none stays what it is.
func entriesOf(over program.Expression) program.Expression {
	call, ok := over.(*program.Call)
	if !ok {
		return over
	}
	member, ok := call.Callee.(*program.Member)
	if !ok {
		return over
	}
	switch holder, plain := member.X.(*program.Name); {
	case plain && holder.Name == "Object" && len(call.Arguments) == 1 && (member.Name == "entries" || member.Name == "keys" || member.Name == "values"):
		return call.Arguments[0].Value
	case len(call.Arguments) == 0 && (member.Name == "items" || member.Name == "keys" || member.Name == "values"):
		return member.X
	}
	return over
}

// fewEntries reports whether an object has a handful of entries, which are written there.
func fewEntries(x *program.Object) bool {
	return len(x.Entries) > 0 && len(x.Entries) <= fewConstants && !slices.ContainsFunc(x.Entries, func(entry program.Argument) bool { return entry.Spread != "" })
}

// grows reports whether a name for an object is given more entries later on:
// kinds[name] = kind, kinds.update(others), Object.assign(kinds, others).
func (f *file) grows(in *program.Function, over program.Expression) bool {
	name, ok := over.(*program.Name)
	if !ok {
		return false
	}
	meant := func(x program.Expression) bool {
		other, plain := x.(*program.Name)
		return plain && other.Name == name.Name
	}
	found := false
	for ; in != nil && !found; in = in.Parent {
		program.VisitStatements(in.Body, func(s program.Statement) bool {
			if assign, ok := s.(*program.Assign); ok && slices.ContainsFunc(assign.Targets, func(target program.Expression) bool { return f.entryOf(target, meant) }) {
				found = true
			}
			return !found
		}, func(x program.Expression) bool {
			if call, ok := x.(*program.Call); ok {
				found = found || takesMore(call, meant)
			}
			return !found
		})
	}
	return found
}

// entryOf reports whether a target is an entry of what is meant: kinds[name], kinds.name.
func (f *file) entryOf(target program.Expression, meant func(program.Expression) bool) bool {
	switch target := target.(type) {
	case *program.Index:
		return meant(target.X)
	case *program.Member:
		return f.Language != "Python" && meant(target.X)
	}
	return false
}

// takesMore reports whether a call gives what is meant more entries.
func takesMore(call *program.Call, meant func(program.Expression) bool) bool {
	member, ok := call.Callee.(*program.Member)
	if !ok {
		return false
	}
	switch member.Name {
	case "update", "setdefault":
		return meant(member.X)
	case "assign":
		return len(call.Arguments) > 0 && meant(call.Arguments[0].Value)
	}
	return false
}
