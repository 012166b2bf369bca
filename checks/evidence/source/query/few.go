package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

var (
	// enumerations matches bases of classes that are gone through member by member.
	// https://docs.python.org/3/library/enum.html https://docs.djangoproject.com/en/stable/ref/models/fields/#enumeration-types
	enumerations = regex.New(`(?:Enum|Choices|Flag)$`)
	// members are what an enumeration says of all of its members.
	members = words("values choices names labels __members__")
	// taking are functions that give what they are given.
	taking = words("enumerate sorted list tuple reversed set")
)

// ofConstants reports whether what a loop of Python goes through is a handful by its kind:
// the members of an enumeration, a constant of another file or of a class, what a model
// says of itself (Order._meta.unique_together).
func (f *file) ofConstants(in *program.Function, over program.Expression) bool {
	if f.Language != "Python" || over == nil {
		return false
	}
	over = entriesOf(over)
	if call, ok := over.(*program.Call); ok && taking[calledName(call)] && len(call.Arguments) > 0 {
		over = call.Arguments[0].Value
	}
	if member, ok := over.(*program.Member); ok {
		if program.LastName(member.X) == "_meta" || members[member.Name] && f.enumeration(in, member.X) {
			return true
		}
	}
	return f.enumeration(in, over) || constantElsewhere(in, over)
}

// enumeration reports whether an expression is a class, which is gone through where it is
// an enumeration.
func (f *file) enumeration(in *program.Function, x program.Expression) bool {
	last := program.LastName(x)
	if !capital(last) || strings.ToUpper(last) == last || f.importsLike("peewee") {
		return false
	}
	switch x := x.(type) {
	case *program.Name:
		binding := in.Lookup(x.Name)
		if binding == nil || binding.Class == nil {
			return binding != nil && binding.Import != nil
		}
		return slices.ContainsFunc(binding.Class.Bases, func(base program.Expression) bool { return enumerations.MatchString(decoratorName(base)) })
	case *program.Member:
		root := program.LastName(x.X)
		return root != "self" && root != "cls"
	}
	return false
}

// constantElsewhere reports whether a name is one that people give to constants, whose
// value another file has, or a class.
func constantElsewhere(in *program.Function, x program.Expression) bool {
	last := program.LastName(x)
	if len(last) < 3 || strings.ToUpper(last) != last || strings.ToLower(last) == last {
		return false
	}
	name, ok := x.(*program.Name)
	if !ok {
		_, is := x.(*program.Member)
		return is
	}
	binding := in.Lookup(name.Name)
	return binding != nil && binding.Import != nil
}

// leavesAtOnce reports whether a loop's first round is its last one: it ends by leaving.
func leavesAtOnce(loop *program.Loop) bool {
	if len(loop.Body) == 0 {
		return false
	}
	switch last := loop.Body[len(loop.Body)-1].(type) {
	case *program.Return, *program.Throw:
		return !goesOn(loop.Body)
	case *program.Jump:
		return last.Kind == "break" && !goesOn(loop.Body)
	}
	return false
}

// goesOn reports whether something in a loop's body begins the next round.
func goesOn(body []program.Statement) bool {
	found := false
	program.VisitStatements(body, func(s program.Statement) bool {
		jump, ok := s.(*program.Jump)
		found = found || ok && jump.Kind == "continue"
		return !found
	}, nil)
	return found
}
