package link

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Read makes the outline of a file.
func Read(file *program.File) Facts {
	r := &reader{
		file: file, top: file.Top(), facts: Facts{Package: file.Package},
		names: map[*program.Function]string{}, classes: map[*program.Class]string{}, objects: map[*program.Function]string{},
	}
	r.imports()
	r.name()
	r.topLevel()
	r.exports()
	r.functions()
	r.readClasses()
	return r.facts
}

// reader is one file while its outline is made.
type reader struct {
	file    *program.File
	top     *program.Function
	facts   Facts
	names   map[*program.Function]string // of functions, where others call them otherwise than they do themselves
	classes map[*program.Class]string    // likewise
	objects map[*program.Function]string // the object literal that a function is an entry of
}

func (r *reader) line(span program.Span) int { return r.file.Line(span.Start) }

// imports are the declared ones, and the modules that calls of require and import
// take without giving them a name.
func (r *reader) imports() {
	for _, one := range r.file.Imports {
		r.add(Import{Local: one.Local, Module: one.Module, Name: one.Name, Line: r.line(one.Span), Inner: one.Owner != nil && !one.Owner.Top})
	}
	switch r.file.Language {
	case "Go", "Python":
		return
	}
	known := map[string]bool{}
	for _, one := range r.facts.Imports {
		known[one.Module] = true
	}
	for _, function := range r.file.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if module, ok := function.Required(x); ok && !known[module] {
				known[module] = true
				r.add(Import{Module: module, Name: "*", Line: r.line(x.Range()), Inner: !function.Top})
			}
			return true
		})
	}
}

func (r *reader) add(one Import) {
	if len(r.facts.Imports) < maxRows && len(one.Module) <= maxName && one.Module != "" {
		r.facts.Imports = append(r.facts.Imports, one)
	}
}

// name gives functions and classes the names that others call them by: those that
// they are exported under where they have none, that of the variable that holds
// them wrapped.
func (r *reader) name() {
	for _, one := range r.file.Exports {
		if one.Local != "" || one.Module != "" {
			continue
		}
		r.nameValue(one.Name, one.Value)
	}
	for _, s := range r.top.Body {
		if assign, ok := s.(*program.Assign); ok {
			if name, ok := target(assign); ok {
				r.nameValue(name, assign.Value)
			}
		}
	}
}

// nameValue names the function or the class that a value is; where it is an object,
// the functions in it.
func (r *reader) nameValue(name string, value program.Expression) {
	switch value := unwrapped(value).(type) {
	case *program.Closure:
		if r.names[value.Function] == "" {
			r.names[value.Function] = name
		}
	case *program.ClassValue:
		if value.Class.Name == "" || name != "default" {
			r.classes[value.Class] = name
		}
	case *program.Object:
		for _, entry := range value.Entries {
			if closure, ok := unwrapped(entry.Value).(*program.Closure); ok && entry.Name != "" {
				r.names[closure.Function], r.objects[closure.Function] = entry.Name, name
			}
		}
	}
}

// unwrapped returns the one function that a call is given: what is called wraps it,
// as in const create = handled(async (request) => { … }). Anything else it returns
// as it is.
func unwrapped(x program.Expression) program.Expression {
	for range 3 {
		call, ok := x.(*program.Call)
		if !ok {
			return x
		}
		var inner program.Expression
		for _, argument := range call.Arguments {
			switch value := argument.Value.(type) {
			case *program.Closure, *program.Object, *program.Call:
				if inner != nil {
					return x
				}
				inner = value
			}
		}
		if _, object := inner.(*program.Object); object && !freezes(call.Callee) {
			return x
		}
		if inner == nil {
			return x
		}
		x = inner
	}
	return x
}

// freezes reports whether a function returns the object that it is given.
func freezes(callee program.Expression) bool {
	member, ok := callee.(*program.Member)
	return ok && slices.Contains([]string{"freeze", "seal", "assign"}, member.Name)
}

// target returns the one plain name that an assignment gives a value to.
func target(assign *program.Assign) (string, bool) {
	if len(assign.Targets) != 1 || assign.Operator != "" {
		return "", false
	}
	name, ok := assign.Targets[0].(*program.Name)
	if !ok {
		return "", false
	}
	return name.Name, true
}

// topLevel reads the values at the top, and the methods that are put on a
// prototype there.
func (r *reader) topLevel() {
	for _, s := range r.top.Body {
		assign, ok := s.(*program.Assign)
		if !ok {
			continue
		}
		if len(assign.Targets) == 1 {
			r.prototype(assign)
		}
		values := []program.Expression{assign.Value}
		if list, ok := assign.Value.(*program.List); ok && len(list.Elements) == len(assign.Targets) && len(assign.Targets) > 1 {
			values = list.Elements
		}
		for i, one := range assign.Targets {
			switch one := one.(type) {
			case *program.Name:
				r.value(one, values[min(i, len(values)-1)], assign)
			case *program.Pattern:
				one.Each(assign.Value, func(part, value program.Expression) {
					if name, ok := part.(*program.Name); ok {
						r.value(name, value, assign)
					}
				})
			}
		}
	}
}

// value enters a name at the top that holds a value.
func (r *reader) value(name *program.Name, value program.Expression, assign *program.Assign) {
	switch x := unwrapped(value).(type) {
	case *program.Closure, *program.ClassValue:
		return
	case *program.Object:
		if x.Type == nil {
			r.object(name.Name, x)
			return
		}
	}
	if len(r.facts.Values) >= maxRows || len(name.Name) > maxName {
		return
	}
	r.facts.Values = append(r.facts.Values, Value{Name: name.Name, Origin: r.declared(r.top, value, assign.Type), Line: r.line(name.Span)})
}

// declared is the origin of a value, or of one of the type that is declared.
func (r *reader) declared(function *program.Function, value, declared program.Expression) string {
	if declared != nil {
		if origin := function.TypeOrigin(declared); origin != "" && !builtin[origin] {
			return short(origin + "()")
		}
	}
	if value == nil {
		return ""
	}
	return short(function.Origin(value))
}

// builtin are types that no class of a repository stands behind.
var builtin = words("any unknown never void object string number boolean bigint symbol Function Object String Number Boolean Array Map Set Record Partial Date Buffer " +
	"str int float bool bytes dict list set tuple None error byte rune uint uint8 uint16 uint32 uint64 int8 int16 int32 int64 float32 float64 uintptr map")

func words(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}

func short(origin string) string {
	if len(origin) > maxName {
		return ""
	}
	return origin
}

// object enters an object literal as a class of its own.
func (r *reader) object(name string, object *program.Object) {
	if len(r.facts.Classes) >= maxRows {
		return
	}
	class := Class{Name: name, Kind: "object", Line: r.line(object.Span)}
	for _, entry := range object.Entries[:min(len(object.Entries), maxRows/10)] {
		switch {
		case entry.Spread != "":
			if origin := short(r.top.Origin(entry.Value)); origin != "" {
				class.Bases = append(class.Bases, origin)
			}
		case entry.Name != "" && !isClosure(entry.Value):
			if origin := short(r.top.Origin(entry.Value)); origin != "" {
				class.Fields = append(class.Fields, Value{Name: entry.Name, Origin: origin})
			}
		}
	}
	r.facts.Classes = append(r.facts.Classes, class)
}

func isClosure(x program.Expression) bool {
	_, ok := unwrapped(x).(*program.Closure)
	return ok
}

// prototype names a method that is put on a class from outside: Orders.prototype.find
// = function …, Orders.find = function ….
func (r *reader) prototype(assign *program.Assign) {
	member, ok := assign.Targets[0].(*program.Member)
	if !ok {
		return
	}
	closure, ok := unwrapped(assign.Value).(*program.Closure)
	if !ok {
		return
	}
	owner := member.X
	if inner, ok := owner.(*program.Member); ok && inner.Name == "prototype" {
		owner = inner.X
	}
	if name, ok := owner.(*program.Name); ok && name.Name != "exports" && name.Name != "module" {
		r.names[closure.Function], r.objects[closure.Function] = member.Name, name.Name
	}
}

// exports are the names that the file says it offers.
func (r *reader) exports() {
	for _, one := range r.file.Exports {
		if len(r.facts.Exports) >= maxRows || len(one.Name)+len(one.Local)+len(one.Module) > maxName {
			continue
		}
		offered := Export{Name: one.Name, Local: one.Local, Module: one.Module}
		if one.Local == "" && one.Module == "" {
			switch value := unwrapped(one.Value).(type) {
			case *program.Closure:
				offered.Local = r.nameOf(value.Function)
			case *program.ClassValue:
				offered.Local = r.className(value.Class)
			case *program.Object:
				offered.Local = one.Name
				r.object(one.Name, value)
			default:
				offered.Origin = short(r.top.Origin(one.Value))
			}
		}
		r.facts.Exports = append(r.facts.Exports, offered)
	}
}
