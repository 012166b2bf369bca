package lowering

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// pythonMatch is match. A case's values are what it compares with; the names that
// it binds are assigned at the start of its body, and a guard is a branch in it.
var pythonMatch = one(func(l *lowerer, n syntax.Node) program.Statement {
	statement := &program.Switch{Span: spanOf(n), Subject: l.oneOrTuple(n, "subject")}
	for child := range n.Field("body").NamedChildren {
		if child.Is("case_clause") {
			statement.Cases = append(statement.Cases, l.pythonCase(child, statement.Subject))
		}
	}
	return statement
})

func (l *lowerer) pythonCase(n syntax.Node, subject program.Expression) program.Case {
	one := program.Case{Span: spanOf(n)}
	bound := &program.Pattern{Span: spanOf(n)}
	var patterns []syntax.Node
	for child := range n.NamedChildren {
		if child.Is("case_pattern") {
			patterns = append(patterns, child)
		}
	}
	if len(patterns) == 1 {
		l.pythonCasePattern(patterns[0], program.Part{}, &one, bound, 0)
	} else {
		for i, pattern := range patterns {
			l.pythonCasePattern(pattern, program.Part{Index: i}, &one, bound, 1)
		}
	}
	if len(one.Values) == 0 && !pythonCatchAll(patterns) {
		one.Values = []program.Expression{&program.Other{Span: spanOf(patterns[0]), Kind: "case_pattern"}}
	}
	if assign := boundBy(bound, subject); assign != nil {
		one.Body = append(one.Body, assign)
	}
	body := l.block(n.Field("consequence"))
	if guard := n.Field("guard"); guard.Valid() {
		body = []program.Statement{&program.Branch{Span: spanOf(guard), Condition: l.expression(guard.NamedChild(0)), Then: body}}
	}
	one.Body = append(one.Body, body...)
	return one
}

// pythonCatchAll reports whether a case fits everything: it is a name alone, or _.
func pythonCatchAll(patterns []syntax.Node) bool {
	if len(patterns) != 1 {
		return len(patterns) == 0
	}
	inner := patterns[0].NamedChild(0)
	return !inner.Valid() || inner.Is("dotted_name") && !inner.NamedChild(1).Valid()
}

// boundBy is the assignment of what a case binds. The subject is its value where
// that is a name, so that no call stands in the program twice.
func boundBy(bound *program.Pattern, subject program.Expression) program.Statement {
	if len(bound.Parts) == 0 {
		return nil
	}
	switch subject.(type) {
	case *program.Name, *program.Member:
	default:
		subject = nil
	}
	var target program.Expression = bound
	if part := bound.Parts[0]; len(bound.Parts) == 1 && part.Rest {
		target = part.Target
	}
	return &program.Assign{Span: bound.Span, Targets: []program.Expression{target}, Value: subject, Declares: true}
}

// pythonCasePattern adds what a pattern compares with to the case, and what it binds
// to bound, as the given part of the subject. Parts of parts are given as parts.
func (l *lowerer) pythonCasePattern(n syntax.Node, part program.Part, one *program.Case, bound *program.Pattern, depth int) {
	if depth > 50 {
		return
	}
	inner := func(child syntax.Node, part program.Part) { l.pythonCasePattern(child, part, one, bound, depth+1) }
	bind := func(child syntax.Node) {
		part.Target, part.Rest = l.expression(child), part.Rest || depth == 0
		if part.Target != nil {
			bound.Parts = append(bound.Parts, part)
		}
	}
	switch n.Kind() {
	case "case_pattern", "union_pattern":
		for child := range n.NamedChildren {
			if n.Is("union_pattern") || depth > 0 {
				inner(child, part)
			} else {
				l.pythonCasePattern(child, part, one, bound, 0)
			}
		}
	case "as_pattern":
		if alias := n.NamedChild(1); alias.Valid() {
			bind(alias)
		}
		inner(n.NamedChild(0), part)
	case "dotted_name":
		if n.NamedChild(1).Valid() {
			one.Values = append(one.Values, l.expression(n))
		} else {
			bind(n)
		}
	case "class_pattern":
		one.Values = append(one.Values, l.expression(n.NamedChild(0)))
		index := 0
		for child := range n.NamedChildren {
			if child.Is("case_pattern") {
				inner(child, program.Part{Index: index})
				index++
			}
		}
	case "keyword_pattern":
		part.Key = n.NamedChild(0).Text()
		inner(n.NamedChild(1), part)
	case "list_pattern", "tuple_pattern":
		index := 0
		for child := range n.NamedChildren {
			inner(child, program.Part{Index: index})
			index++
		}
	case "dict_pattern":
		var key string
		for child := range n.NamedChildren {
			switch {
			case child.FieldName() == "key":
				text, _ := l.expression(child).(*program.Text)
				if key = ""; text != nil {
					key = text.Value
				}
			default:
				inner(child, program.Part{Key: key})
			}
		}
	case "splat_pattern":
		part.Rest = true
		bind(n.NamedChild(0))
	default:
		if x := l.expression(n); x != nil {
			one.Values = append(one.Values, x)
		}
	}
}
