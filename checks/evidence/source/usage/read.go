package usage

import (
	"cmp"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Read says which facilities a file's program uses.
func Read(file *program.File) Facts {
	r := &reading{file: file, family: familyOf(file.Language), counted: map[tally]int{}, left: 10_000 + 4*len(file.Content)}
	r.readImports()
	r.readGuards()
	for _, f := range file.Functions {
		r.readFunction(f)
	}
	for _, class := range file.Classes {
		r.readClass(class)
	}
	r.settleUploads()
	slices.SortStableFunc(r.facts.Signs, func(a, b Sign) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Library, b.Library))
	})
	return r.facts
}

// family is a group of languages that share libraries.
type family string

const (
	script family = "script"
	python family = "python"
	golang family = "go"
)

func familyOf(language string) family {
	switch language {
	case "Python":
		return python
	case "Go":
		return golang
	}
	return script
}

// reading is one file while it is read.
type reading struct {
	file    *program.File
	family  family
	facts   Facts
	known   []known
	guards  []program.Span
	counted map[tally]int  // index in facts.Signs
	left    int            // nodes that may still be looked at a second time
	class   *program.Class // whose body is read
	expires bool           // the file ends values in a store by a command of its own
	uploads map[*program.Function]*upload
}

// tally is what signs are counted by where only the first of a file is kept.
type tally struct {
	kind                    Kind
	library, detail, fields string
}

// use is one call, or a decorator, while the tables are asked about it.
type use struct {
	*reading
	function *program.Function // that it stands in
	call     *program.Call     // nil for a decorator without arguments
	at       program.Span
	origin   string // of what is called
	name     string // its last name
}

// add records a sign at a place.
func (r *reading) add(f *program.Function, at program.Span, sign Sign) {
	if len(r.facts.Signs) >= maxSigns {
		return
	}
	sign.Line = r.file.Line(at.Start)
	if sign.Function = named(f); sign.Function == "" && r.class != nil {
		sign.Function = short(r.class.Name)
	}
	sign.Guarded = sign.Guarded || r.guarded(at.Start)
	sign.Callee, sign.Detail = short(sign.Callee), short(sign.Detail)
	r.facts.Signs = append(r.facts.Signs, sign)
}

// count records a sign once a file and counts the others of its kind, library and
// detail.
func (r *reading) count(f *program.Function, at program.Span, sign Sign) {
	key := tally{sign.Kind, sign.Library, sign.Detail, strings.Join(sign.Fields, ",")}
	if index, found := r.counted[key]; found {
		r.facts.Signs[index].Count++
		return
	}
	if len(r.facts.Signs) >= maxSigns {
		return
	}
	sign.Count = 1
	r.counted[key] = len(r.facts.Signs)
	r.add(f, at, sign)
}

func (u use) add(sign Sign) {
	if sign.Callee == "" {
		sign.Callee = u.origin
	}
	u.reading.add(u.function, u.at, sign)
}

func (u use) count(sign Sign) {
	if sign.Callee == "" {
		sign.Callee = u.origin
	}
	u.reading.count(u.function, u.at, sign)
}

// argument returns a positional argument; nil where there is none.
func (u use) argument(position int) program.Expression {
	if u.call == nil {
		return nil
	}
	for _, one := range u.call.Arguments {
		if one.Name != "" || one.Spread != "" {
			continue
		}
		if position == 0 {
			return one.Value
		}
		position--
	}
	return nil
}

// keyword returns a named argument, or an entry of an object among the arguments:
// what Python writes f(max_age=1), JavaScript writes f({max_age: 1}).
func (u use) keyword(names ...string) program.Expression {
	if u.call == nil {
		return nil
	}
	for _, one := range u.call.Arguments {
		if one.Name != "" && slices.Contains(names, one.Name) {
			return one.Value
		}
		if object, ok := one.Value.(*program.Object); ok {
			if value := entry(object, names...); value != nil {
				return value
			}
		}
	}
	return nil
}

// text returns a positional argument's constant text.
func (u use) text(position int) string {
	text, _ := u.function.Constant(u.argument(position))
	return text
}

// entry returns the value of an object's entry of one of these names.
func entry(object *program.Object, names ...string) program.Expression {
	if object == nil {
		return nil
	}
	for _, one := range object.Entries {
		name := one.Name
		if text, ok := one.Key.(*program.Text); ok && name == "" {
			name = text.Value
		}
		if name != "" && slices.Contains(names, name) {
			return one.Value
		}
	}
	return nil
}

// named returns the name of the function that a place is in: of the nearest one
// with a name, "class.name" for a method.
func named(f *program.Function) string {
	for ; f != nil; f = f.Parent {
		switch {
		case f.Name != "" && f.Class != nil && f.Class.Name != "":
			return short(f.Class.Name + "." + f.Name)
		case f.Name != "":
			return short(f.Name)
		}
	}
	return ""
}

// short bounds a text that the code chose.
func short(text string) string {
	if len(text) > maxText {
		return strings.ToValidUTF8(text[:maxText], "")
	}
	return text
}

// lastName returns the last name of an origin: "get" of "ioredis().get".
func lastName(origin string) string {
	origin = strings.TrimSuffix(origin, "()")
	if at := strings.LastIndexByte(origin, '.'); at >= 0 {
		return origin[at+1:]
	}
	return origin
}

// truth returns the value of a boolean literal.
func truth(x program.Expression) (value, ok bool) {
	if literal, is := x.(*program.Literal); is && literal.Kind == program.LiteralBool {
		return strings.EqualFold(literal.Value, "true"), true
	}
	if name, is := x.(*program.Name); is && (name.Name == "true" || name.Name == "false") { // Go's are names
		return name.Name == "true", true
	}
	return false, false
}
