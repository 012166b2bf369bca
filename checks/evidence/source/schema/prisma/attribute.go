package prisma

import "strings"

// attribute is @name(arguments) or @@name(arguments).
type attribute struct {
	name      string
	arguments []argument
}

// argument is "value" or "name: value", as written.
type argument struct{ name, value string }

// argument returns what is given by name; empty for none.
func (a attribute) argument(name string) string {
	for _, one := range a.arguments {
		if one.name == name {
			return one.value
		}
	}
	return ""
}

// value returns a string that is given by name or first.
func (a attribute) value(name, otherwise string) string {
	written := a.argument(name)
	if written == "" && name == "name" && len(a.arguments) > 0 && a.arguments[0].name == "" {
		written = a.arguments[0].value
	}
	if len(written) >= 2 && strings.HasPrefix(written, `"`) && strings.HasSuffix(written, `"`) {
		return written[1 : len(written)-1]
	}
	return otherwise
}

// attributes reads the attributes of a line.
func attributes(text string) []attribute {
	var found []attribute
	for at := 0; at < len(text); {
		if text[at] != '@' {
			at++
			continue
		}
		for at < len(text) && text[at] == '@' {
			at++
		}
		start := at
		for at < len(text) && (text[at] == '.' || text[at] == '_' || 'a' <= text[at] && text[at] <= 'z' || 'A' <= text[at] && text[at] <= 'Z' || '0' <= text[at] && text[at] <= '9') {
			at++
		}
		one := attribute{name: text[start:at]}
		if at < len(text) && text[at] == '(' {
			end := closing(text, at)
			for _, part := range parts(text[at+1 : end]) {
				name, value, named := strings.Cut(part, ":")
				if !named || strings.ContainsAny(name, `"[(`) {
					one.arguments = append(one.arguments, argument{"", strings.TrimSpace(part)})
					continue
				}
				one.arguments = append(one.arguments, argument{strings.TrimSpace(name), strings.TrimSpace(value)})
			}
			at = end
		}
		found = append(found, one)
	}
	return found
}

// closing returns where the parenthesis that opens at an offset closes; the end of the
// text where it does not.
func closing(text string, open int) int {
	depth, inString := 0, false
	for i := open; i < len(text); i++ {
		switch b := text[i]; {
		case inString && b == '\\':
			i++
		case b == '"':
			inString = !inString
		case inString:
		case b == '(' || b == '[':
			depth++
		case b == ')' || b == ']':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(text)
}

// parts cuts a list at its own commas.
func parts(text string) []string {
	var found []string
	depth, start, inString := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case inString && b == '\\':
			i++
		case b == '"':
			inString = !inString
		case inString:
		case b == '(' || b == '[' || b == '{':
			depth++
		case b == ')' || b == ']' || b == '}':
			depth--
		case b == ',' && depth == 0:
			found = append(found, text[start:i])
			start = i + 1
		}
	}
	if rest := text[start:]; strings.TrimSpace(rest) != "" {
		found = append(found, rest)
	}
	return found
}

// names reads "[authorId, createdAt(sort: Desc)]".
func names(list string) []string {
	list, opens := strings.CutPrefix(strings.TrimSpace(list), "[")
	if !opens {
		return nil
	}
	var found []string
	for _, part := range parts(strings.TrimSuffix(list, "]")) {
		name, _, _ := strings.Cut(strings.TrimSpace(part), "(")
		if name != "" {
			found = append(found, name)
		}
	}
	return found
}
