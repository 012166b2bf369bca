package taint

import (
	"regexp/syntax"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/memo"
)

// maxPattern bounds the length of a regular expression that is read.
const maxPattern = 500

// alphabet is a set of ASCII characters. Others do no harm in a text.
type alphabet [2]uint64

func (a *alphabet) add(low, high rune) {
	for one := max(low, 0); one <= min(high, 127); one++ {
		a[one/64] |= 1 << (one % 64)
	}
}

// has reports whether one of some characters is in the set.
func (a alphabet) has(characters string) bool {
	for _, one := range characters {
		if one < 128 && a[one/64]&(1<<(one%64)) != 0 {
			return true
		}
	}
	return false
}

func (a alphabet) others() alphabet { return alphabet{^a[0], ^a[1]} }

// spelling is what a regular expression says of a text.
type spelling struct {
	known        bool
	begins, ends bool     // it looks at the text from its beginning, and to its end
	all          alphabet // every character of what it matches
	chosen       alphabet // those of them that are one of several, not written out
	one          bool     // it looks for one character, or some in a row, of a set: all
	literal      string   // it looks for this text
}

// spellingOf reads a regular expression. The dialects of JavaScript, Python and Go are close
// enough; of one that refers back nothing is known. What one looks at ahead or behind narrows
// what it matches: without that it says as much of a text that matches, and nothing of one
// that does not.
var spellingOf = memo.Text(func(pattern string) spelling {
	if len(pattern) > maxPattern {
		return spelling{}
	}
	looks := false
	if strings.Contains(pattern, "(?=") || strings.Contains(pattern, "(?!") || strings.Contains(pattern, "(?<") {
		pattern, looks = withoutLooks(pattern)
	}
	parsed, err := syntax.Parse(strings.NewReplacer(`\\`, `\\`, `\Z`, `\z`, `[^]`, `[\s\S]`).Replace(pattern), syntax.Perl)
	if err != nil {
		return spelling{}
	}
	made := spelling{known: true, begins: edged(parsed, syntax.OpBeginText, false), ends: edged(parsed, syntax.OpEndText, true)}
	made.collect(parsed, false)
	if looks {
		return made
	}
	inner := parsed
	for inner.Op == syntax.OpCapture || inner.Op == syntax.OpPlus {
		inner = inner.Sub[0]
	}
	switch inner.Op {
	case syntax.OpCharClass:
		made.one = true
	case syntax.OpLiteral:
		made.literal = string(inner.Rune)
		made.one = len(inner.Rune) == 1
	}
	return made
})

// withoutLooks is a regular expression without what it only looks at, ahead or behind, and
// whether it had any.
func withoutLooks(pattern string) (rest string, looks bool) {
	var kept strings.Builder
	within, set := 0, false // how deep in such a part; in a set of characters
	for at := 0; at < len(pattern); at++ {
		one := pattern[at]
		begins := false
		switch {
		case one == '\\' && at+1 < len(pattern):
			if within == 0 {
				kept.WriteString(pattern[at : at+2])
			}
			at++
			continue
		case set:
			set = one != ']'
		case one == '[':
			set = true
		case one == '(':
			for _, kind := range []string{"(?=", "(?!", "(?<=", "(?<!"} {
				begins = begins || strings.HasPrefix(pattern[at:], kind)
			}
			if within > 0 || begins {
				within++
			}
		case one == ')' && within > 0:
			within--
			continue
		}
		looks = looks || begins
		if within == 0 {
			kept.WriteByte(one)
		}
	}
	return kept.String(), looks
}

// deepestPattern bounds how far the parts of a regular expression are gone into.
const deepestPattern = 100

// edged reports whether every text that an expression matches begins, or ends, where the
// whole text does.
func edged(x *syntax.Regexp, edge syntax.Op, last bool) bool {
	for range deepestPattern {
		switch {
		case x.Op == edge:
			return true
		case x.Op == syntax.OpCapture:
			x = x.Sub[0]
		case x.Op == syntax.OpConcat && last:
			x = x.Sub[len(x.Sub)-1]
		case x.Op == syntax.OpConcat:
			x = x.Sub[0]
		case x.Op == syntax.OpAlternate:
			for _, one := range x.Sub {
				if !edged(one, edge, last) {
					return false
				}
			}
			return true
		default:
			return false
		}
	}
	return false
}

// collect notes the characters of what an expression matches.
func (s *spelling) collect(x *syntax.Regexp, several bool) {
	switch x.Op {
	case syntax.OpLiteral:
		for _, one := range x.Rune {
			s.all.add(one, one)
			if several {
				s.chosen.add(one, one)
			}
		}
	case syntax.OpCharClass:
		for i := 0; i+1 < len(x.Rune); i += 2 {
			s.all.add(x.Rune[i], x.Rune[i+1])
			s.chosen.add(x.Rune[i], x.Rune[i+1])
		}
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		s.all.add(0, 127)
		s.chosen.add(0, 127)
	}
	repeated := x.Op == syntax.OpStar || x.Op == syntax.OpPlus || x.Op == syntax.OpRepeat && x.Max != 1
	for _, one := range x.Sub {
		s.collect(one, several || repeated)
	}
}

// whole says for which classes a text is harmless that an expression matches from its
// beginning to its end.
func (s spelling) whole() classes {
	safe := harmlessOf(s.all)
	if !s.chosen.has(".") || !s.all.has(`/\`) {
		safe |= path
	}
	if !s.chosen.has(":") || !s.chosen.has("/") {
		safe |= request | redirect
	}
	return safe
}

// without says for which classes a text is harmless in which an expression is not found.
func (s spelling) without() classes {
	if !s.one {
		return 0
	}
	safe := harmlessOf(s.all.others()) &^ (nosql | prototype) // which no set of characters speaks of
	if safe == everything&^(nosql|prototype|path|request|redirect) {
		safe = everything &^ (path | request | redirect)
	}
	has := s.all.has
	if has("<") {
		safe |= markup
	}
	if has("/") {
		safe |= path
	}
	if has(".") {
		safe |= dotless
	}
	if has(":") {
		safe |= request | redirect
	}
	if has("'") && has(`"`) && has(";") {
		safe |= sql
	}
	if has(";") && has("|") && has("$") && has("&") {
		safe |= command
	}
	if has(`"`) {
		safe |= quoteless
	}
	return safe
}

// harmlessOf says for which classes a text of some characters is harmless, whatever it means as a
// path or an address.
func harmlessOf(some alphabet) classes {
	safe := everything &^ (path | request | redirect)
	for characters, class := range harmful {
		if some.has(characters) {
			safe &^= class
		}
	}
	return safe
}

// harmful are the characters that do harm, by where they do.
var harmful = map[string]classes{
	"'\"`;\\":               sql,
	"<>\"'":                 markup | entities,
	";|&$`<>\n'\"\\(){}*?!": command,
	"'\"`(){}\\":            code | template | deserialise,
}
