package lowering

import (
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// pythonText is a string, or several without an operator between: a Text, or a
// Template where one of them is an f-string with values in it.
func pythonText(l *lowerer, n syntax.Node) program.Expression {
	template := &program.Template{Span: spanOf(n)}
	var text strings.Builder
	var from uint32
	flush := func(end uint32) {
		if text.Len() > 0 {
			template.Parts = append(template.Parts, &program.Text{Span: program.Span{Start: from, End: end}, Value: text.String()})
			text.Reset()
		}
	}
	read := func(one syntax.Node) {
		prefix := strings.ToLower(strings.TrimRight(one.Child("string_start").Text(), `"'`))
		raw, formatted := strings.Contains(prefix, "r"), strings.ContainsAny(prefix, "ft")
		for part := range one.NamedChildren {
			switch part.Kind() {
			case "string_content":
				if text.Len() == 0 {
					from = part.Start()
				}
				pythonDecode(&text, part.Text(), raw, formatted)
			case "interpolation":
				if shown := shownAs(part); shown != "" {
					text.WriteString(shown)
				}
				flush(part.Start())
				template.Parts = append(template.Parts, l.pythonFormatted(part))
			}
		}
	}
	if n.Is("string") {
		read(n)
	} else {
		for one := range n.NamedChildren {
			if one.Is("string") {
				read(one)
			}
		}
	}
	if len(template.Parts) == 0 {
		return &program.Text{Span: spanOf(n), Value: text.String()}
	}
	flush(n.End())
	return template
}

// shownAs returns what an f-string's {x=} writes before the value.
func shownAs(interpolation syntax.Node) string {
	if !interpolation.Has("=") {
		return ""
	}
	return interpolation.Field("expression").Text() + "="
}

// pythonFormatted is the value of an f-string's {x}. With a conversion or a format
// it is what Python makes of that: repr(x), format(x, ".2f").
func (l *lowerer) pythonFormatted(n syntax.Node) program.Expression {
	span := spanOf(n)
	var x program.Expression = l.expression(n.Field("expression"))
	if x == nil {
		x = &program.Other{Span: span, Kind: n.Kind()}
	}
	switch n.Field("type_conversion").Text() {
	case "!r":
		x = pythonBuiltin(span, "repr", x)
	case "!a":
		x = pythonBuiltin(span, "ascii", x)
	}
	format := n.Field("format_specifier")
	if !format.Valid() {
		return x
	}
	written := &program.Template{Span: spanOf(format)}
	at := format.Start() + 1 // the colon
	text := func(end uint32) {
		if end > at {
			span := program.Span{Start: at, End: end}
			written.Parts = append(written.Parts, &program.Text{Span: span, Value: l.file.Text(span)})
		}
	}
	for part := range format.NamedChildren {
		if part.Is("format_expression") {
			text(part.Start())
			written.Parts = append(written.Parts, l.expression(part.Field("expression")))
			at = part.End()
		}
	}
	text(format.End())
	if len(written.Parts) == 1 {
		return pythonBuiltin(span, "format", x, written.Parts[0])
	}
	return pythonBuiltin(span, "format", x, written)
}

func pythonBuiltin(span program.Span, function string, values ...program.Expression) program.Expression {
	call := &program.Call{Span: span, Callee: &program.Name{Span: span, Name: function}}
	for _, value := range values {
		call.Arguments = append(call.Arguments, program.Argument{Value: value})
	}
	return call
}

// pythonDecode writes what a piece of a string stands for.
func pythonDecode(text *strings.Builder, written string, raw, formatted bool) {
	for i := 0; i < len(written); i++ {
		c := written[i]
		switch {
		case formatted && (c == '{' || c == '}') && i+1 < len(written) && written[i+1] == c:
			text.WriteByte(c)
			i++
		case c == '\\' && !raw && i+1 < len(written):
			i += pythonEscape(text, written[i+1:])
		default:
			text.WriteByte(c)
		}
	}
}

// pythonEscapes are escapes of one letter.
// https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences
var pythonEscapes = map[byte]string{
	'\n': "", '\\': `\`, '\'': "'", '"': `"`, 'a': "\a", 'b': "\b", 'f': "\f",
	'n': "\n", 'r': "\r", 't': "\t", 'v': "\v",
}

// pythonEscape writes what the escape behind a backslash stands for and returns how
// many bytes of it were read. What is no escape stays as it is written.
func pythonEscape(text *strings.Builder, rest string) int {
	if plain, found := pythonEscapes[rest[0]]; found {
		text.WriteString(plain)
		return 1
	}
	digits, base := 0, 16
	skip := 1
	switch c := rest[0]; {
	case c == '\r' && strings.HasPrefix(rest, "\r\n"):
		return 2
	case c == 'x':
		digits = 2
	case c == 'u':
		digits = 4
	case c == 'U':
		digits = 8
	case '0' <= c && c <= '7':
		base, skip = 8, 0
		for digits < 3 && digits < len(rest) && '0' <= rest[digits] && rest[digits] <= '7' {
			digits++
		}
	}
	if digits > 0 && len(rest) >= skip+digits {
		if code, err := strconv.ParseUint(rest[skip:skip+digits], base, 32); err == nil {
			text.WriteRune(rune(code))
			return skip + digits
		}
	}
	text.WriteByte('\\')
	return 0
}
