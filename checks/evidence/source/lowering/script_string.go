package lowering

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

func scriptString(_ *lowerer, n syntax.Node) program.Expression {
	text := n.Text()
	if len(text) >= 2 && text[0] == text[len(text)-1] {
		text = text[1 : len(text)-1]
	} else { // cut off
		text = strings.Trim(text, `"'`)
	}
	return &program.Text{Span: spanOf(n), Value: scriptUnescaped(text)}
}

// scriptTemplate is `a ${b}`; without an expression in it, it is a constant string,
// except behind a tag.
func scriptTemplate(l *lowerer, n syntax.Node, tagged bool) program.Expression {
	template := &program.Template{Span: spanOf(n)}
	from := n.Start() + 1
	text := func(until uint32) {
		if from < until {
			part := string(l.tree.Content[from:until])
			template.Parts = append(template.Parts, &program.Text{Span: program.Span{Start: from, End: until}, Value: scriptUnescaped(part)})
		}
	}
	for child := range n.NamedChildren {
		if child.Kind() != "template_substitution" {
			continue
		}
		text(child.Start())
		if part := l.expression(child); part != nil {
			template.Parts = append(template.Parts, part)
		}
		from = child.End()
	}
	end := n.End()
	if end > from && l.tree.Content[end-1] == '`' {
		end--
	}
	text(end)
	if tagged || len(template.Parts) > 1 {
		return template
	}
	if len(template.Parts) == 0 {
		return &program.Text{Span: spanOf(n)}
	}
	if only, ok := template.Parts[0].(*program.Text); ok {
		return &program.Text{Span: spanOf(n), Value: only.Value}
	}
	return template
}

// scriptUnescaped returns the value of what stands between the quotes of a string.
// https://tc39.es/ecma262/#sec-literals-string-literals
func scriptUnescaped(text string) string {
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	var value strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			value.WriteByte(text[i])
			continue
		}
		i++
		switch c := text[i]; c {
		case 'n':
			value.WriteByte('\n')
		case 't':
			value.WriteByte('\t')
		case 'r':
			value.WriteByte('\r')
		case 'b':
			value.WriteByte('\b')
		case 'f':
			value.WriteByte('\f')
		case 'v':
			value.WriteByte('\v')
		case '0':
			value.WriteByte(0)
		case '\n': // goes on in the next line
		case 'x', 'u':
			digits, length := codePoint(text[i:])
			if length == 0 {
				value.WriteByte(c)
				continue
			}
			value.WriteRune(digits)
			i += length - 1
		default:
			value.WriteByte(c)
		}
	}
	return value.String()
}

// codePoint reads x41, u0041 and u{41}; of length 0 where it is none.
func codePoint(text string) (point rune, length int) {
	digits := ""
	switch {
	case text[0] == 'x' && len(text) >= 3:
		digits, length = text[1:3], 3
	case strings.HasPrefix(text, "u{"):
		end := strings.IndexByte(text[:min(len(text), 10)], '}')
		if end < 0 {
			return 0, 0
		}
		digits, length = text[2:end], end+1
	case text[0] == 'u' && len(text) >= 5:
		digits, length = text[1:5], 5
	default:
		return 0, 0
	}
	number, err := strconv.ParseUint(digits, 16, 32)
	if err != nil {
		return 0, 0
	}
	if number > utf8.MaxRune {
		return utf8.RuneError, length
	}
	return rune(number), length
}
