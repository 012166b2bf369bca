package webhook

import "strings"

// peek returns the byte that comes next, 0 at the end: no JSON begins with it.
func (p *pruner) peek() byte {
	if p.at < len(p.in) {
		return p.in[p.at]
	}
	return 0
}

// blank passes over white space.
func (p *pruner) blank() {
	for p.at < len(p.in) {
		switch p.in[p.at] {
		case ' ', '\t', '\r', '\n':
			p.at++
		default:
			return
		}
	}
}

// scalar reads a string, a number or one of the three words.
func (p *pruner) scalar() bool {
	switch letter := p.peek(); {
	case letter == '"':
		return p.text()
	case letter == 't':
		return p.literal("true")
	case letter == 'f':
		return p.literal("false")
	case letter == 'n':
		return p.literal("null")
	default:
		return p.number()
	}
}

func (p *pruner) literal(word string) bool {
	if !strings.HasPrefix(string(p.in[p.at:min(p.at+len(word), len(p.in))]), word) {
		return false
	}
	p.at += len(word)
	return true
}

// text reads a string with its quotes.
func (p *pruner) text() bool {
	if p.peek() != '"' {
		return false
	}
	in := p.in
	for at := p.at + 1; at < len(in); at++ {
		switch letter := in[at]; {
		case letter == '"':
			p.at = at + 1
			return true
		case letter == '\\':
			length := escaped(in[at:])
			if length == 0 {
				p.at = at
				return false
			}
			at += length - 1
		case letter < ' ':
			p.at = at
			return false
		}
	}
	p.at = len(in)
	return false
}

// escaped returns the length of the escape at the start of text, 0 for none.
func escaped(text []byte) int {
	const short, unicode = 2, 6
	if len(text) < short {
		return 0
	}
	if strings.IndexByte(`"\/bfnrt`, text[1]) >= 0 {
		return short
	}
	if text[1] != 'u' || len(text) < unicode {
		return 0
	}
	for _, digit := range text[short:unicode] {
		if !(digit >= '0' && digit <= '9' || digit >= 'a' && digit <= 'f' || digit >= 'A' && digit <= 'F') {
			return 0
		}
	}
	return unicode
}

// number reads -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
func (p *pruner) number() bool {
	if p.peek() == '-' {
		p.at++
	}
	if p.peek() == '0' {
		p.at++
	} else if !p.digits() {
		return false
	}
	if p.peek() == '.' {
		p.at++
		if !p.digits() {
			return false
		}
	}
	if letter := p.peek(); letter == 'e' || letter == 'E' {
		p.at++
		if sign := p.peek(); sign == '+' || sign == '-' {
			p.at++
		}
		return p.digits()
	}
	return true
}

// digits reads at least one digit.
func (p *pruner) digits() bool {
	from := p.at
	for letter := p.peek(); letter >= '0' && letter <= '9'; letter = p.peek() {
		p.at++
	}
	return p.at > from
}
