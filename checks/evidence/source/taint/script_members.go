package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// kept is a member of something that a file names: "App.show", "View.prototype.render".
type kept struct {
	binding *program.Binding // of the name that it begins with; nil for a global one
	path    string
}

// memberFunctions are the functions that a script keeps in members: App.show = function …,
// View.prototype = {render() {…}}, function View() { this.render = … }.
type memberFunctions struct {
	functions map[kept]*program.Function // nil where several are
	objects   map[*program.Function]kept // what a function is a member of
}

// members finds the functions that the file keeps in members, once.
func (e *engine) members() *memberFunctions {
	if e.inMembers != nil {
		return e.inMembers
	}
	found := &memberFunctions{functions: map[kept]*program.Function{}, objects: map[*program.Function]kept{}}
	e.inMembers = found
	for _, function := range e.file.Functions {
		program.VisitStatements(function.Body, func(s program.Statement) bool {
			if assign, ok := s.(*program.Assign); ok && len(assign.Targets) == 1 {
				if at, ok := keptAt(function, assign.Targets[0]); ok {
					found.add(at, assign.Value)
				}
			}
			return true
		}, nil)
	}
	return found
}

func (m *memberFunctions) add(at kept, x program.Expression) {
	switch x := x.(type) {
	case *program.Closure:
		object, _, member := cutLast(at.path)
		if !member {
			return
		}
		_, several := m.functions[at]
		m.functions[at] = x.Function
		if several {
			m.functions[at] = nil
		}
		m.objects[x.Function] = kept{at.binding, object}
	case *program.Object:
		for _, entry := range x.Entries {
			if closure, ok := entry.Value.(*program.Closure); ok && entry.Name != "" {
				m.add(kept{at.binding, at.path + "." + entry.Name}, closure)
			}
		}
	}
}

// keptAt is what a target of an assignment names: of "this" in a function that makes
// objects, the member of all of them.
func keptAt(in *program.Function, x program.Expression) (kept, bool) {
	path := ""
	for range deepestField {
		switch one := x.(type) {
		case *program.Member:
			path = "." + one.Name + path
			x = one.X
			continue
		case *program.Name:
			if one.Name == "this" {
				if in.Name == "" || in.Class != nil || in.Parent == nil {
					return kept{}, false
				}
				return kept{in.Parent.Lookup(in.Name), in.Name + ".prototype" + path}, true
			}
			return kept{in.Lookup(one.Name), one.Name + path}, true
		}
		break
	}
	return kept{}, false
}

// memberFunction is the function that a call of a member runs.
func (e *engine) memberFunction(x *program.Member) *program.Function {
	if !e.tables.schemas {
		return nil
	}
	m := e.members()
	object := e.once(x.X)
	if name, ok := object.(*program.Name); ok && name.Name == "this" {
		for f := e.function(); f != nil; f = f.Parent {
			if at, known := m.objects[f]; known {
				return m.functions[kept{at.binding, at.path + "." + x.Name}]
			}
		}
		return nil
	}
	if made, ok := object.(*program.Call); ok && made.New {
		if name, ok := made.Callee.(*program.Name); ok {
			return m.functions[kept{e.function().Lookup(name.Name), name.Name + ".prototype." + x.Name}]
		}
		return nil
	}
	at, ok := keptAt(e.function(), x)
	if !ok {
		return nil
	}
	return m.functions[at]
}

// cutLast cuts a path behind its last dot.
func cutLast(path string) (before, last string, found bool) {
	at := strings.LastIndexByte(path, '.')
	if at < 0 {
		return path, "", false
	}
	return path[:at], path[at+1:], true
}
