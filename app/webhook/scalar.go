package webhook

import (
	"encoding/binary"
	"math/bits"
	"strings"
)

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
		if at += plain(in[at:]); at == len(in) {
			break
		}
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

// plain returns how many bytes at the start of text mean themselves in a string.
// Most of a payload is strings, so it looks at eight bytes at a time; of the last
// seven of a text it counts none.
func plain(text []byte) int {
	const (
		each  = 0x0101010101010101 // times a byte: that byte in each of the eight
		tops  = 0x80 * each
		quote = '"' * each
		slash = '\\' * each
		blank = ' ' * each
	)
	for at := 0; at+8 <= len(text); at += 8 {
		eight := binary.LittleEndian.Uint64(text[at:])
		// x-each borrows into the top bit of a byte that is zero, eight-blank into
		// that of one below ' '; what had its top bit before is left out. A borrow
		// can reach bytes above such a one, never below: the lowest is true.
		isQuote, isSlash := eight^quote, eight^slash
		found := ((isQuote-each)&^isQuote | (isSlash-each)&^isSlash | (eight-blank)&^eight) & tops
		if found != 0 {
			return at + bits.TrailingZeros64(found)/8
		}
	}
	return len(text) &^ 7
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
