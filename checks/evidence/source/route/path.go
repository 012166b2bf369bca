package route

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// unknown stands in a path for what is not known before the program runs.
const unknown = "{?}"

// paths returns the paths that an expression may be: one for a text, all of a list.
// There is always one; the second value is false where none of it is known.
func (r *reading) paths(in *program.Function, x program.Expression) ([]string, bool) {
	if list, ok := r.follow(in, x).(*program.List); ok && len(list.Elements) > 0 {
		var paths []string
		known := false
		for _, element := range list.Elements {
			path, ok := r.path(in, element, 0)
			known = known || ok
			if paths = append(paths, path); len(paths) >= maxElements {
				break
			}
		}
		return paths, known
	}
	path, known := r.path(in, x, 0)
	return []string{path}, known
}

// path writes an expression as a path. What other files define stands there by its
// origin, for Link to fill in: "{=./paths.USERS}". The second value is false where
// nothing of it is known.
func (r *reading) path(in *program.Function, x program.Expression, depth int) (string, bool) {
	if nothing(x) || depth > deepest {
		return unknown, false
	}
	switch x := x.(type) {
	case *program.Text:
		return clip(x.Value), true
	case *program.Literal:
		if x.Kind == program.LiteralPattern {
			return clip(x.Value), true
		}
	case *program.Template:
		return r.joined(in, x.Parts, depth)
	case *program.Binary:
		switch x.Operator {
		case "+":
			return r.joined(in, []program.Expression{x.Left, x.Right}, depth)
		case "||", "??", "or": // process.env.PREFIX || "/api"
			return r.path(in, x.Right, depth+1)
		}
	case *program.Name:
		if value, owner := r.value(in, x); value != nil {
			return r.path(owner, value, depth+1)
		}
		if path, known := r.standard(in, x, depth); known {
			return path, true
		}
		return r.reference(in, x)
	case *program.Member:
		if value := r.entry(in, x); value != nil {
			return r.path(in, value, depth+1)
		}
		if path, known := r.reference(in, x); path != unknown {
			return path, known
		}
		return setting(x.Name), false
	case *program.Index:
		if value := r.element(in, x); value != nil {
			return r.path(in, value, depth+1)
		}
	case *program.Call:
		// path.join("/a", b), posixpath.join, fmt.Sprintf("%s/x", base)
		switch name := lastWord(in.Origin(x.Callee)); {
		case name == "join" && len(x.Arguments) > 1, name == "JoinPath", name == "Join" && len(x.Arguments) > 1:
			text, known := "", false
			for _, argument := range x.Arguments {
				part, ok := r.path(in, argument.Value, depth+1)
				known = known || ok
				text = joined(text, part)
			}
			return clip(text), known
		case name == "Sprintf" && len(x.Arguments) > 0:
			return r.formatted(in, x.Arguments, depth)
		case len(x.Arguments) == 1 && (name == "_" || name == "gettext_lazy" || name == "ugettext_lazy" || name == "str" || name == "String"):
			return r.path(in, x.Arguments[0].Value, depth+1)
		case len(x.Arguments) == 1 && completesPath(name) && isText(x.Arguments[0].Value):
			return r.path(in, x.Arguments[0].Value, depth+1)
		case len(x.Arguments) > 0 && settingReaders[name]:
			return r.configured(in, x, depth)
		}
	}
	return unknown, false
}

func (r *reading) joined(in *program.Function, parts []program.Expression, depth int) (string, bool) {
	var text strings.Builder
	known := false
	for _, part := range parts {
		one, ok := r.path(in, part, depth+1)
		known = known || ok
		text.WriteString(one)
	}
	return clip(text.String()), known
}

// formatted fills a format of fmt.Sprintf.
func (r *reading) formatted(in *program.Function, arguments []program.Argument, depth int) (string, bool) {
	format, known := r.path(in, arguments[0].Value, depth+1)
	for _, argument := range arguments[1:] {
		part, _ := r.path(in, argument.Value, depth+1)
		at := strings.IndexByte(format, '%')
		if at < 0 || at+2 > len(format) {
			break
		}
		format = format[:at] + part + format[at+2:]
	}
	return clip(format), known
}

// reference names a constant of another file.
func (r *reading) reference(in *program.Function, x program.Expression) (string, bool) {
	origin := in.Origin(x)
	if origin == "" || strings.ContainsAny(origin, "{}()[] \n") || !r.imports(in, x) {
		return unknown, false
	}
	return "{=" + origin + "}", false
}

// imports reports whether an expression begins with a name that another file
// declares.
func (r *reading) imports(in *program.Function, x program.Expression) bool {
	for depth := 0; depth < deepest; depth++ {
		switch inner := x.(type) {
		case *program.Member:
			x = inner.X
		case *program.Call:
			x = inner.Callee
		case *program.Name:
			binding := in.Lookup(inner.Name)
			if binding == nil {
				return r.file.Language == "Go" && inner.Name != "nil"
			}
			return binding.Import != nil
		default:
			return false
		}
	}
	return false
}

// value returns the one value of a name and the function that it stands in.
func (r *reading) value(in *program.Function, x *program.Name) (program.Expression, *program.Function) {
	binding := in.Lookup(x.Name)
	if binding == nil {
		return nil, nil
	}
	if held, ok := r.env[binding]; ok {
		return held, in
	}
	if binding.Param != nil || binding.Element || len(binding.Values) != 1 {
		return nil, nil
	}
	return binding.Values[0], binding.Owner
}

// follow returns what a name stands for, and the expression itself otherwise.
func (r *reading) follow(in *program.Function, x program.Expression) program.Expression {
	for range deepest {
		switch one := x.(type) {
		case *program.Name:
			value, owner := r.value(in, one)
			if value == nil || value == x {
				return x
			}
			x, in = value, owner
		case *program.Member:
			value := r.entry(in, one)
			if value == nil {
				return x
			}
			x = value
		case *program.Unary:
			if one.Operator != "&" && one.Operator != "*" && one.Operator != "..." {
				return x
			}
			x = one.X
		default:
			return x
		}
	}
	return x
}

// entry returns the value of x.name where x is an object that the file spells out.
func (r *reading) entry(in *program.Function, x *program.Member) program.Expression {
	if r.traced >= deepest {
		return nil
	}
	r.traced++
	defer func() { r.traced-- }()
	switch object := r.follow(in, x.X).(type) {
	case *program.Object:
		for _, entry := range object.Entries {
			if entry.Name == x.Name {
				return entry.Value
			}
		}
		return r.positional(in, object.Type, x.Name, func(i int) program.Expression {
			if i < len(object.Entries) && object.Entries[i].Name == "" && object.Entries[i].Key == nil {
				return object.Entries[i].Value
			}
			return nil
		})
	case *program.List:
		return r.positional(in, object.Type, x.Name, func(i int) program.Expression {
			if i < len(object.Elements) {
				return object.Elements[i]
			}
			return nil
		})
	}
	return nil
}

// positional returns the field of a Go struct whose values are given in order.
func (r *reading) positional(in *program.Function, kind program.Expression, field string, at func(int) program.Expression) program.Expression {
	if r.file.Language != "Go" {
		return nil
	}
	var fields []*program.Field
	switch kind := kind.(type) {
	case *program.ClassValue:
		fields = kind.Class.Fields
	case *program.Name:
		if class := r.classNamed(kind.Name); class != nil {
			fields = class.Fields
		}
	}
	for i, one := range fields {
		if one.Name == field {
			return at(i)
		}
	}
	return nil
}

// element returns x[i] of a list that the file spells out.
func (r *reading) element(in *program.Function, x *program.Index) program.Expression {
	list, ok := r.follow(in, x.X).(*program.List)
	literal, constant := x.Index.(*program.Literal)
	if !ok || !constant || len(literal.Value) != 1 || literal.Value[0] < '0' || literal.Value[0] > '9' {
		return nil
	}
	if at := int(literal.Value[0] - '0'); at < len(list.Elements) {
		return list.Elements[at]
	}
	return nil
}

// joined puts two pieces of a path together with one slash between them.
func joined(prefix, path string) string {
	switch {
	case prefix == "":
		return path
	case path == "":
		return prefix
	}
	return strings.TrimRight(prefix, "/") + "/" + strings.TrimLeft(path, "/")
}

func clip(text string) string {
	if len(text) > maxText {
		return strings.ToValidUTF8(text[:maxText], "")
	}
	return text
}
