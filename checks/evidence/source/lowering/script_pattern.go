package lowering

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// scriptPattern is {a, b: c, ...rest} and [x, , y].
func scriptPattern(l *lowerer, n syntax.Node) program.Expression {
	if n.Is("array_pattern") {
		return scriptListPattern(l, n)
	}
	pattern := &program.Pattern{Span: spanOf(n)}
	for child := range n.NamedChildren {
		part := program.Part{}
		switch child.Kind() {
		case "shorthand_property_identifier_pattern":
			part.Key, part.Target = child.Text(), l.expression(child)
		case "object_assignment_pattern":
			left := child.Field("left")
			part.Key, part.Target = left.Text(), l.expression(left)
			part.Default = l.named(part.Key, child.Field("right"))
			if left.Is("object_pattern", "array_pattern") { // of broken code
				part.Key, part.Rest = "", true
			}
		case "pair_pattern":
			key := scriptKey(l, child.Field("key"))
			// Of a computed key it is not known what of the value it takes.
			part.Key, part.Rest = key.Name, key.Name == ""
			part.Target, part.Default = scriptTarget(l, child.Field("value"))
		case "rest_pattern":
			part.Rest = true
			part.Target = l.expression(child.NamedChild(0))
		}
		if part.Target != nil {
			pattern.Parts = append(pattern.Parts, part)
		}
	}
	return pattern
}

func scriptListPattern(l *lowerer, n syntax.Node) program.Expression {
	pattern := &program.Pattern{Span: spanOf(n)}
	index := 0
	for child := range n.Children {
		switch {
		case child.Kind() == ",":
			index++
		case !child.Named() || child.Comment():
		case child.Kind() == "rest_pattern":
			if target := l.expression(child.NamedChild(0)); target != nil {
				pattern.Parts = append(pattern.Parts, program.Part{Index: index, Target: target, Rest: true})
			}
		default:
			if target, value := scriptTarget(l, child); target != nil {
				pattern.Parts = append(pattern.Parts, program.Part{Index: index, Target: target, Default: value})
			}
		}
	}
	return pattern
}

// scriptTarget is what a value goes to, with the value for where there is none.
func scriptTarget(l *lowerer, n syntax.Node) (target, otherwise program.Expression) {
	if n.Is("assignment_pattern") {
		return l.expression(n.Field("left")), l.named(n.Field("left").Text(), n.Field("right"))
	}
	return l.expression(n), nil
}
