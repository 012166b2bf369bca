package taint

import "github.com/golive-app/golive/checks/evidence/source/program"

// prototyped looks at what is assigned to a part of what an untrusted key leads to:
// store[key].name = x, store[key][other] = x. With "__proto__" for a key that is the
// prototype of all objects.
func (e *engine) prototyped(target program.Expression) {
	if !e.tables.prototypes {
		return
	}
	var base program.Expression
	switch target := target.(type) {
	case *program.Index:
		base = target.X
	case *program.Member:
		base = target.X
	}
	if base == nil {
		return
	}
	e.reachedBy(base, target)
}

// assignsInto looks at a call that puts all of an object into what an untrusted key leads to:
// Object.assign(store[key], body).
func (e *engine) assignsInto(c *called) {
	if e.tables.prototypes && c.name == "assign" && c.owner == "Object" && len(c.x.Arguments) > 1 {
		e.reachedBy(c.x.Arguments[0].Value, c.x)
	}
}

// reachedBy looks at an object that an untrusted key leads to, and that is changed.
func (e *engine) reachedBy(base, target program.Expression) {
	reached := e.once(base)
	if either, ok := reached.(*program.Binary); ok && (either.Operator == "||" || either.Operator == "??") { // store[key] || (store[key] = {})
		reached = either.Left
	}
	inner, ok := reached.(*program.Index)
	if !ok || e.plainObject(inner.X) {
		return
	}
	if number, ok := inner.Index.(*program.Literal); ok && number != nil {
		return
	}
	key := e.settled(e.quiet(inner.Index)).whole()
	if !key.tainted() || key.hint(built) { // "user_" + key is no name of a prototype
		return
	}
	e.found.sinks++
	e.arrive(&arrival{class: prototype, callee: e.written(target), span: target.Range(), sure: maybe}, key)
}

// plainObject reports whether an object has no prototype that a key could lead to, or is
// none: Object.create(null), a list, a map.
func (e *engine) plainObject(x program.Expression) bool {
	switch made := e.once(x).(type) {
	case *program.List:
		return true
	case *program.Object:
		for _, entry := range made.Entries {
			if entry.Name == "__proto__" && isNothing(entry.Value) {
				return true
			}
		}
	case *program.Call:
		switch program.LastName(made.Callee) {
		case "Map", "Set", "Array", "WeakMap", "filter", "map", "slice", "split":
			return true
		case "create":
			return len(made.Arguments) > 0 && isNothing(made.Arguments[0].Value)
		}
	}
	return false
}
