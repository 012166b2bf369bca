package sql

import (
	"bytes"
	"strings"
)

// tokenKind tells tokens apart.
type tokenKind uint8

const (
	word   tokenKind = iota // a keyword, a plain name, a number
	quoted                  // a name in quotes: "a", `a`, [a]
	text                    // a string
	symbol                  // one character, or ::
	holder                  // a place for a value: $1, ?, %s, :name
)

// token is one token of a statement.
type token struct {
	kind       tokenKind
	text       string // a quoted name and a string without their quotes
	start, end int    // offsets in the content
}

// is reports whether a token is a keyword or a symbol.
func (t token) is(words ...string) bool {
	if t.kind != word && t.kind != symbol {
		return false
	}
	for _, one := range words {
		if strings.EqualFold(t.text, one) {
			return true
		}
	}
	return false
}

// name reports whether a token can be a name.
func (t token) name() bool {
	return t.kind == quoted || t.kind == word && t.text != "" && (t.text[0] < '0' || t.text[0] > '9')
}

// lexer cuts content into tokens.
type lexer struct {
	content   []byte
	at        int
	backslash bool // a backslash in a string escapes, as in MySQL
}

func (l *lexer) peek(ahead int) byte {
	if l.at+ahead < len(l.content) {
		return l.content[l.at+ahead]
	}
	return 0
}

// next returns the next token; false at the end.
func (l *lexer) next() (token, bool) {
	l.skip()
	if l.at >= len(l.content) {
		return token{}, false
	}
	start, b := l.at, l.content[l.at]
	switch {
	case b == '\'':
		return l.quote(text, '\'', l.backslash), true
	case b == '"':
		return l.quote(quoted, '"', false), true
	case b == '`':
		return l.quote(quoted, '`', false), true
	case b == '[' && l.bracketed():
		end := bytes.IndexByte(l.content[l.at:], ']')
		l.at += end + 1
		return token{quoted, string(l.content[start+1 : l.at-1]), start, l.at}, true
	case b == '$':
		return l.dollar(), true
	case (b == 'e' || b == 'E') && l.peek(1) == '\'':
		l.at++
		return l.quote(text, '\'', true), true
	case b == '?':
		l.at++
		return token{holder, "?", start, l.at}, true
	case b == '%' && (l.peek(1) == 's' || l.peek(1) == '('):
		return l.percent(), true
	case (b == ':' || b == '@') && letter(l.peek(1)):
		l.at++
		l.letters()
		return token{holder, string(l.content[start:l.at]), start, l.at}, true
	case b == ':' && l.peek(1) == ':':
		l.at += 2
		return token{symbol, "::", start, l.at}, true
	case letter(b) || digit(b):
		l.letters()
		return token{word, string(l.content[start:l.at]), start, l.at}, true
	default:
		l.at++
		return token{symbol, string(rune(b)), start, l.at}, true
	}
}

// skip goes over space and comments.
func (l *lexer) skip() {
	for l.at < len(l.content) {
		b := l.content[l.at]
		switch {
		case b <= ' ':
			l.at++
		case b == '-' && l.peek(1) == '-', b == '#' && l.lineStart(), b == '\\' && l.lineStart():
			l.line()
		case b == '/' && l.peek(1) == '*':
			l.comment()
		default:
			return
		}
	}
}

// line goes to the end of the line: over a comment, or a command of psql's.
func (l *lexer) line() {
	if end := bytes.IndexByte(l.content[l.at:], '\n'); end >= 0 {
		l.at += end
		return
	}
	l.at = len(l.content)
}

// comment goes over a comment; PostgreSQL's can stand in each other.
func (l *lexer) comment() {
	depth := 0
	for l.at < len(l.content) {
		switch {
		case l.content[l.at] == '/' && l.peek(1) == '*':
			depth++
			l.at += 2
		case l.content[l.at] == '*' && l.peek(1) == '/':
			l.at += 2
			if depth--; depth == 0 {
				return
			}
		default:
			l.at++
		}
	}
}

// lineStart reports whether nothing but space stands before on the line.
func (l *lexer) lineStart() bool {
	for i := l.at - 1; i >= 0; i-- {
		switch l.content[i] {
		case ' ', '\t', '\r':
		case '\n':
			return true
		default:
			return false
		}
	}
	return true
}

// quote reads up to the closing quote, which stands twice where it is meant.
func (l *lexer) quote(kind tokenKind, mark byte, backslash bool) token {
	start := l.at
	var inner []byte
	for l.at++; l.at < len(l.content); l.at++ {
		b := l.content[l.at]
		switch {
		case backslash && b == '\\' && l.at+1 < len(l.content):
			l.at++
			inner = append(inner, l.content[l.at])
		case b == mark && l.peek(1) == mark:
			l.at++
			inner = append(inner, mark)
		case b == mark:
			l.at++
			return token{kind, string(inner), start, l.at}
		default:
			inner = append(inner, b)
		}
	}
	return token{kind, string(inner), start, l.at}
}

// bracketed reports whether a bracket opens a name, as SQL Server and SQLite have
// it, and not the bounds of an array.
func (l *lexer) bracketed() bool {
	if l.at > 0 && l.content[l.at-1] > ' ' && l.content[l.at-1] != '.' && l.content[l.at-1] != '(' && l.content[l.at-1] != ',' {
		return false
	}
	end := l.at + 1
	for end < len(l.content) && (letter(l.content[end]) || digit(l.content[end]) || l.content[end] == ' ') {
		end++
	}
	return letter(l.peek(1)) && end < len(l.content) && l.content[end] == ']'
}

// dollar reads $1, and a string between $tag$ and $tag$.
func (l *lexer) dollar() token {
	start := l.at
	if digit(l.peek(1)) {
		for l.at++; digit(l.peek(0)); l.at++ {
		}
		return token{holder, string(l.content[start:l.at]), start, l.at}
	}
	end := l.at + 1
	for end < len(l.content) && (letter(l.content[end]) || digit(l.content[end])) {
		end++
	}
	if end < len(l.content) && l.content[end] == '$' {
		tag := l.content[start : end+1]
		inner := end + 1
		if length := bytes.Index(l.content[inner:], tag); length >= 0 {
			l.at = inner + length + len(tag)
			return token{text, string(l.content[inner : inner+length]), start, l.at}
		}
	}
	l.at++
	return token{symbol, "$", start, l.at}
}

// percent reads the places of Python's drivers.
func (l *lexer) percent() token {
	start := l.at
	l.at += 2
	if l.content[l.at-1] == '(' {
		if end := bytes.IndexByte(l.content[l.at:min(l.at+80, len(l.content))], ')'); end >= 0 && l.at+end+1 < len(l.content) && l.content[l.at+end+1] == 's' {
			l.at += end + 2
		} else {
			l.at = start + 1
			return token{symbol, "%", start, l.at}
		}
	}
	return token{holder, string(l.content[start:l.at]), start, l.at}
}

func (l *lexer) letters() {
	for l.at < len(l.content) && (letter(l.content[l.at]) || digit(l.content[l.at]) || l.content[l.at] == '$') {
		l.at++
	}
}

func letter(b byte) bool {
	return b == '_' || b >= 0x80 || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

func digit(b byte) bool { return '0' <= b && b <= '9' }
