package lowering

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// scriptElement is a JSX element or fragment.
func scriptElement(l *lowerer, n syntax.Node) program.Expression {
	element := &program.Element{Span: spanOf(n)}
	opening := n
	if open := n.Field("open_tag"); open.Valid() {
		opening = open
	}
	if tag := opening.Field("name"); tag.Valid() {
		element.Name = scriptTag(l, tag)
	}
	for child := range opening.Fields("attribute") {
		if attribute, ok := scriptAttribute(l, child); ok {
			element.Attributes = append(element.Attributes, attribute)
		}
	}
	if !n.Is("jsx_element") {
		return element
	}
	for child := range n.NamedChildren {
		switch child.Kind() {
		case "jsx_opening_element", "jsx_closing_element", "html_character_reference":
		case "jsx_text":
			if text := strings.TrimSpace(child.Text()); text != "" {
				element.Children = append(element.Children, &program.Text{Span: spanOf(child), Value: text})
			}
		default:
			if x := l.expression(child); x != nil {
				element.Children = append(element.Children, x)
			}
		}
	}
	return element
}

// scriptTag is an element's name: one of HTML's is text, a component's an expression.
func scriptTag(l *lowerer, n syntax.Node) program.Expression {
	text := n.Text()
	if n.Is("identifier", "jsx_namespace_name") && (text < "A" || text >= "[") {
		return &program.Text{Span: spanOf(n), Value: text}
	}
	return l.expression(n)
}

func scriptAttribute(l *lowerer, n syntax.Node) (program.Argument, bool) {
	if n.Is("jsx_expression") { // {...props}
		x := l.expression(n)
		return scriptArgument(x), x != nil
	}
	attribute := program.Argument{Name: n.NamedChild(0).Text()}
	attribute.Value = l.expression(n.NamedChild(1))
	if attribute.Value == nil { // <input disabled>
		attribute.Value = &program.Literal{Span: spanOf(n), Value: "true", Kind: program.LiteralBool}
	}
	return attribute, attribute.Name != ""
}
