package query

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// emptyParam matches conditions that hold where a parameter is not given.
var emptyParam = regex.New(`^(?:not\s+|!)?\(?(\w+)\)?(?:\s+is\s+None|\s*===?\s*(?:undefined|null|None|nil)|\s*==\s*nil)?$`)

// fallback is a block that runs where a parameter is empty.
type fallback struct {
	span  program.Span
	param int
}

// falls are the blocks of a function that run where it is not given something: what it
// could have been handed for many at once.
func (f *file) falls(function *program.Function) []fallback {
	var found []fallback
	program.VisitStatements(function.Body, func(s program.Statement) bool {
		branch, ok := s.(*program.Branch)
		if !ok || len(branch.Then) == 0 {
			return true
		}
		written := f.expression(branch.Condition)
		parts := emptyParam.FindStringSubmatch(written)
		if parts == nil || written == parts[1] {
			return true
		}
		for i, param := range function.Params {
			if param.Name == parts[1] {
				found = append(found, fallback{program.Span{Start: branch.Then[0].Range().Start, End: branch.Then[len(branch.Then)-1].Range().End}, i})
			}
		}
		return true
	}, nil)
	return found
}

// fallsBack returns the parameter that a call stands in for; nil where it stands in for
// none.
func (f *file) fallsBack(function *program.Function, call *program.Call, falls []fallback) *Fall {
	for _, one := range falls {
		if one.span.Start <= call.Start && call.End <= one.span.End {
			return &Fall{Param: function.Params[one.param].Name, Position: one.param}
		}
	}
	return nil
}

// gives reports whether a call hands over what a function would ask for.
func (c Call) gives(fall *Fall) bool {
	if c.Given > fall.Position {
		return true
	}
	for _, name := range c.Named {
		if name == fall.Param {
			return true
		}
	}
	return false
}
