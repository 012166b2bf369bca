package taint

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// restricted matches tags of go-playground/validator, and of what is built on it, that
// leave no characters that do harm.
// https://pkg.go.dev/github.com/go-playground/validator/v10#hdr-Baked_In_Validators_and_Tags
var restricted = regex.New(`(?:^|[,\s"])(?:alpha|alphanum|numeric|number|hexadecimal|boolean|uuid\w*|ulid|oneof=[^,"]*|eq=[^,"]*|isdefault|md5|sha256|sha384|sha512|hexcolor|mongodb|bic|isbn\w*|semver|latitude|longitude|iso3166_\w+|iso4217|bcp47_language_tag|e164|datetime=[^,"]*)(?:[,\s"]|$)`)

// validations are the keys of such tags.
var validations = regex.New(`(?:validate|binding|valid):"([^"]*)"`)

// restricts reports whether a struct's tag lets a field have none but harmless texts,
// once it is validated: what binds it does that.
func restricts(tag string) bool {
	for _, found := range validations.FindAllStringSubmatch(tag, -1) {
		if restricted.MatchString(found[1]) {
			return true
		}
	}
	return false
}

// validated is what it proves that a validator gives no error: validate.Var(x, "alpha").
func (e *engine) validated(x *program.Call) []proof {
	if name := program.LastName(x.Callee); name != "Var" && name != "VarCtx" || len(x.Arguments) < 2 {
		return nil
	}
	rule, known := e.function().Constant(x.Arguments[len(x.Arguments)-1].Value)
	if !known || !restricted.MatchString(rule) {
		return nil
	}
	return about(e.quiet(x.Arguments[len(x.Arguments)-2].Value), everything)
}

// segmented is what a loop over the segments of a path proves that leaves the function
// at "..": there is none in the path.
func (e *engine) segmented(s *program.Loop) {
	e.spelled(s)
	e.each(s)
	call, ok := s.Over.(*program.Call)
	if !ok || len(s.Targets) == 0 {
		return
	}
	switch program.LastName(call.Callee) {
	case "split", "Split", "FieldsFunc", "SplitN":
	default:
		return
	}
	last, ok := s.Targets[len(s.Targets)-1].(*program.Name)
	if !ok {
		return
	}
	for _, one := range s.Body {
		branch, ok := one.(*program.Branch)
		if !ok || len(branch.Then) == 0 || !leavesWith(branch.Then[len(branch.Then)-1]) {
			continue
		}
		dots := false
		program.Visit(branch.Condition, func(x program.Expression) bool {
			if binary, ok := x.(*program.Binary); ok && (binary.Operator == "==" || binary.Operator == "===") && program.LastName(binary.Left) == last.Name && e.isText(binary.Right, "..") {
				dots = true
			}
			if and, ok := x.(*program.Binary); ok && (and.Operator == "&&" || and.Operator == "and") {
				return false
			}
			return !dots
		})
		if dots {
			e.apply(without(e.eval(s.Over)))
		}
	}
}

// each is what a loop proves that leaves the function at an element for which a condition
// holds: it holds for none of them.
func (e *engine) each(s *program.Loop) {
	over := e.quiet(s.Over).whole()
	if !over.fromSource() && !over.tainted() || len(s.Targets) == 0 {
		return
	}
	for _, one := range s.Body {
		branch, ok := one.(*program.Branch)
		if !ok || len(branch.Then) == 0 || !leavesWith(branch.Then[len(branch.Then)-1]) {
			continue
		}
		for _, proven := range e.condition(branch.Condition).otherwise {
			if slices.ContainsFunc(over.strands, func(data strand) bool { return data.root == proven.root }) {
				e.state.clear(proven.root, proven.safe)
			}
		}
	}
}

// leavesWith reports whether a statement leaves the function.
func leavesWith(s program.Statement) bool {
	switch s.(type) {
	case *program.Return, *program.Throw:
		return true
	}
	return false
}

// spelled is what a loop over the characters of a text proves that leaves the function at
// one that is none of some ranges or kinds.
func (e *engine) spelled(s *program.Loop) {
	v := e.quiet(s.Over)
	if !v.whole().tainted() || len(s.Targets) == 0 || v.whole().hint(object) {
		return
	}
	last, ok := s.Targets[len(s.Targets)-1].(*program.Name)
	if !ok {
		return
	}
	for _, one := range s.Body {
		branch, ok := one.(*program.Branch)
		if !ok || len(branch.Then) == 0 || !leavesWith(branch.Then[len(branch.Then)-1]) {
			continue
		}
		ranges, kinds := 0, 0
		program.Visit(branch.Condition, func(x program.Expression) bool {
			switch x := x.(type) {
			case *program.Binary:
				if program.LastName(x.Left) == last.Name && (strings.HasPrefix(x.Operator, "<") || strings.HasPrefix(x.Operator, ">")) {
					ranges++
				}
			case *program.Call:
				if ofCharacters[program.LastName(x.Callee)] {
					kinds++
				}
			}
			return true
		})
		if ranges >= 2 || kinds > 0 {
			e.apply(about(v, everything))
		}
	}
}

// ofCharacters are questions about one character.
var ofCharacters = words("IsLetter IsDigit IsNumber isalnum isalpha isdigit isdecimal isidentifier isnumeric")
