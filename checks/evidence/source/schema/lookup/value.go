package lookup

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// fixed reports whether a value is a constant of the program: a literal, a member of
// an enumeration, or a list of such.
func fixed(in *program.Function, x program.Expression) bool {
	switch x := x.(type) {
	case *program.Literal, *program.Text:
		return true
	case *program.List:
		return len(x.Elements) > 0 && !slices.ContainsFunc(x.Elements, func(one program.Expression) bool { return !fixed(in, one) })
	case *program.Member:
		return constantName(x.Name) || enumeration(x.X) || packaged(in, x)
	case *program.Name:
		if constantName(x.Name) {
			return true
		}
		known := in.Lookup(x.Name)
		return known != nil && known.Param == nil && !known.Element && len(known.Values) == 1 && fixedValue(known.Values[0])
	case *program.Unary:
		return fixed(in, x.X)
	}
	return false
}

func fixedValue(x program.Expression) bool {
	switch x := x.(type) {
	case *program.Literal, *program.Text:
		return true
	case *program.List:
		return len(x.Elements) > 0 && !slices.ContainsFunc(x.Elements, func(one program.Expression) bool { return !fixedValue(one) })
	case *program.Member:
		return constantName(x.Name) || enumeration(x.X)
	}
	return false
}

// packaged reports whether a value is what a package of Go holds: entity.StatusOpen.
func packaged(in *program.Function, x *program.Member) bool {
	name, ok := x.X.(*program.Name)
	if !ok || x.Name == "" || x.Name[0] < 'A' || x.Name[0] > 'Z' {
		return false
	}
	known := in.Lookup(name.Name)
	return known != nil && known.Import != nil
}

// enumeration reports whether a member of this is a constant: Status.Draft,
// Order.Status.DRAFT, status.value of such.
func enumeration(x program.Expression) bool {
	switch x := x.(type) {
	case *program.Name:
		return x.Name != "" && 'A' <= x.Name[0] && x.Name[0] <= 'Z'
	case *program.Member:
		return x.Name != "" && 'A' <= x.Name[0] && x.Name[0] <= 'Z' || enumeration(x.X) && constantName(x.Name)
	}
	return false
}

// constantName reports whether a name is written as constants are: MAX_AGE.
func constantName(name string) bool {
	return len(name) > 1 && strings.ToUpper(name) == name && strings.ToLower(name) != name
}

// perhaps reports whether a value may be left out, and the condition with it.
func perhaps(x program.Expression) bool {
	switch x := x.(type) {
	case *program.Conditional:
		return true
	case *program.Binary:
		return x.Operator == "||" || x.Operator == "&&" || x.Operator == "??" || x.Operator == "or" || x.Operator == "and"
	}
	return false
}

// object follows a name to the one object literal that it stands for, where nothing
// adds to that.
func (r *reader) object(in *program.Function, x program.Expression) (*program.Object, bool) {
	if name, ok := x.(*program.Name); ok {
		known := in.Lookup(name.Name)
		if known == nil || known.Param != nil || len(known.Values) != 1 || known.Owner == nil {
			return nil, false
		}
		source := r.file.Text(program.Span{Start: known.Owner.Start, End: known.Owner.End})
		if strings.Contains(source, name.Name+".") || strings.Contains(source, name.Name+"[") || strings.Contains(source, "assign("+name.Name) {
			return nil, false
		}
		x = known.Values[0]
	}
	object, ok := x.(*program.Object)
	return object, ok
}

// entryName is the key of an object's entry; empty where it is not constant.
func entryName(in *program.Function, one program.Argument) string {
	if one.Name != "" || one.Key == nil {
		return one.Name
	}
	name, _ := in.Constant(one.Key)
	return name
}

// entry is a value of an object literal by its key; nil for none.
func entry(in *program.Function, x program.Expression, name string) program.Expression {
	if object, ok := x.(*program.Object); ok {
		for _, one := range object.Entries {
			if entryName(in, one) == name {
				return one.Value
			}
		}
	}
	return nil
}

// spreads reports whether more is in an object literal than is written there.
func spreads(x program.Expression) bool {
	object, ok := x.(*program.Object)
	return ok && slices.ContainsFunc(object.Entries, func(one program.Argument) bool { return one.Spread != "" })
}
