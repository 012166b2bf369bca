package publish

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/golive-app/golive/config/regex"
)

// joiner is U+200D, which is not seen and keeps "@name" and "#12" from being
// read as a mention or a reference.
const joiner = "\u200d"

// Lengths, in characters, at which text from outside is cut.
const (
	longName     = 80
	longHeadline = 200
	longText     = 600
)

// plain makes one line of text from outside: valid UTF-8, no control
// characters, no characters that turn the direction of writing or hide, single
// spaces, at most limit characters.
func plain(text string, limit int) string {
	var line strings.Builder
	count, space := 0, false
	for _, char := range strings.ToValidUTF8(text, "\ufffd") {
		switch {
		case unicode.IsSpace(char) || unicode.IsControl(char) || char == '\u2028' || char == '\u2029':
			space = line.Len() > 0
			continue
		case unicode.Is(unicode.Cf, char) && char != '\u200d':
			continue
		}
		if space {
			line.WriteByte(' ')
			count++
			space = false
		}
		if count >= limit {
			return strings.TrimRight(line.String(), " ") + "…"
		}
		line.WriteRune(char)
		count++
	}
	return line.String()
}

// inline renders text from outside inside a line of Markdown, a table cell
// included. Words between backticks become code, as the writers of headlines
// and remedies mean them; everything else is shown as it is.
func inline(text string, limit int) string {
	text = plain(text, limit)
	cut := strings.HasSuffix(text, "…")
	parts := strings.Split(text, "`")
	var out strings.Builder
	for index, part := range parts {
		last := index == len(parts)-1
		switch {
		case index%2 == 0:
			escapeText(&out, part)
		case last && !cut:
			out.WriteString("\\`")
			escapeText(&out, part)
		case part != "":
			out.WriteString(code(part))
		}
	}
	return out.String()
}

// address is something that GitHub would turn into a link by itself.
var address = regex.New(`(?i)(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>"]+`)

// escapeText writes text so that Markdown shows it as it is. Addresses are
// shown as code: a link in golive's name leads only where golive wants it to.
func escapeText(out *strings.Builder, text string) {
	for text != "" {
		var span []int
		if strings.Contains(text, "://") || strings.Contains(text, ".") { // most text has neither
			span = address.FindStringIndex(text)
		}
		if span == nil {
			escapeWords(out, text)
			return
		}
		escapeWords(out, text[:span[0]])
		found := strings.TrimRight(text[span[0]:span[1]], ".,;:!?)]}'")
		out.WriteString(code(found))
		text = text[span[0]+len(found):]
	}
}

// listStart is what would begin a list or a heading where it begins a line.
var listStart = regex.New(`^(?:[-+=#]|[0-9]{1,9}[.)](?: |$))`)

// reference is the older way of writing a reference to an issue.
var reference = regex.New(`(?i)(gh-)([0-9])`)

func escapeWords(out *strings.Builder, text string) {
	if out.Len() == 0 {
		if start := strings.TrimRight(listStart.FindString(text), " "); start != "" {
			out.WriteString(start[:len(start)-1] + `\`)
			text = text[len(start)-1:]
		}
	}
	if strings.Contains(text, "-") {
		text = reference.ReplaceAllString(text, "${1}"+joiner+"${2}")
	}
	previous := rune(0)
	for index, char := range text {
		next, _ := utf8.DecodeRuneInString(text[index+utf8.RuneLen(char):])
		switch char {
		case '&':
			out.WriteString("&amp;")
		case '<':
			out.WriteString("&lt;")
		case '>':
			out.WriteString("&gt;")
		case '|':
			out.WriteString("&#124;")
		case '@':
			out.WriteString("@" + joiner)
		case '\\', '`', '*', '[', ']', '~', '$':
			out.WriteString(`\` + string(char))
		case '_':
			if word(previous) && word(next) {
				out.WriteByte('_') // inside a word it means nothing
			} else {
				out.WriteString(`\_`)
			}
		case '#':
			out.WriteByte('#')
			if next >= '0' && next <= '9' {
				out.WriteString(joiner)
			}
		case ':':
			out.WriteByte(':')
			if word(next) && !(next >= '0' && next <= '9') {
				out.WriteString(joiner) // ":tada:" stays what it is
			}
		default:
			out.WriteRune(char)
		}
		previous = char
	}
}

func word(char rune) bool {
	return char >= '0' && char <= '9' || char >= 'a' && char <= 'z' || char >= 'A' && char <= 'Z'
}

// code renders text from outside as code inside a line of Markdown or HTML.
func code(text string) string {
	text = plain(text, longHeadline)
	if text == "" {
		return ""
	}
	if !strings.ContainsAny(text, "`|<>&") {
		return "`" + text + "`"
	}
	return codeHTML(text)
}

// codeHTML is code where Markdown does not reach, such as in a summary, and for
// text that code between backticks cannot hold in a table.
func codeHTML(text string) string {
	var out strings.Builder
	out.WriteString("<code>")
	previous := rune(0)
	for _, char := range plain(text, longHeadline) {
		switch {
		case strings.ContainsRune("&<>\"`|*_[]\\~@$:#!", char), char == '.' && (previous == 'w' || previous == 'W'):
			out.WriteString(entity(char))
		default:
			out.WriteRune(char)
		}
		previous = char
	}
	out.WriteString("</code>")
	return out.String()
}

// entity writes an ASCII character as a numeric reference, which Markdown reads
// as the character and never as syntax.
func entity(char rune) string {
	const digits = "0123456789"
	number := []byte("&#")
	if char >= 100 {
		number = append(number, digits[char/100])
	}
	return string(append(number, digits[char/10%10], digits[char%10], ';'))
}

// title renders an item's title: the checklist's own wording, Markdown
// included.
func title(text string) string {
	return strings.ReplaceAll(plain(text, longHeadline), "|", "&#124;")
}

var login = regex.New(`^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\[bot\])?$`)

// mention renders a person who is meant to be told: the one place where an "@"
// stays alive.
func mention(name string) string {
	if !login.MatchString(name) || strings.HasSuffix(name, "]") {
		return person(name)
	}
	return "@" + name
}

// person renders a person who is not to be told.
func person(name string) string { return inline("@"+name, longName) }
