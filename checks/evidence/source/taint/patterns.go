package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// matched is a test against a regular expression: one that allows a set of
// characters from beginning to end proves everything.
func (e *engine) matched(x *program.Call, object program.Expression, subject *value) proofs {
	pattern, tested := e.pattern(object), object
	if len(x.Arguments) > 0 {
		tested = x.Arguments[0].Value
		if pattern == "" {
			pattern = e.pattern(tested)
			tested = object
			if len(x.Arguments) > 1 { // re.match(pattern, x)
				tested = x.Arguments[1].Value
			}
		} else if e.tables.functions && len(x.Arguments) == 2 { // regexp.MatchString(pattern, x)
			tested = x.Arguments[1].Value
		}
	}
	v := e.quiet(tested)
	if !v.whole().tainted() {
		return proofs{then: about(e.arguments(x), doubt), otherwise: about(e.arguments(x), doubt)}
	}
	said := spellingOf(pattern)
	if e.tables.percent { // what re.match looks at begins where the text does, what re.fullmatch does ends there too
		switch program.LastName(x.Callee) {
		case "fullmatch":
			said.begins, said.ends, said.one, said.literal = true, true, false, ""
		case "match":
			said.begins, said.one, said.literal = true, false, ""
		}
	}
	switch {
	case ownPath.MatchString(pattern):
		return proofs{then: about(v, redirect|request)}
	case pattern == "":
		return proofs{then: about(v, doubt), otherwise: about(v, doubt)}
	case said.known && said.begins && said.ends && said.whole() != 0:
		safe := said.whole()
		if pinned.MatchString(pattern) && !anything.MatchString(hostOf(pattern)) {
			safe |= request | redirect
		}
		if safe != everything {
			safe |= doubt
		}
		return proofs{then: about(v, safe)}
	case pinned.MatchString(pattern) && !anything.MatchString(hostOf(pattern)):
		return proofs{then: about(v, redirect|request)}
	case e.tables.schemas && rootedPattern.MatchString(pattern):
		return proofs{then: e.below(v, path|doubt)}
	case e.tables.schemas && strings.Contains(pattern, "__proto__"):
		return proofs{otherwise: about(v, prototype)}
	case dots[said.literal]:
		return proofs{otherwise: without(v)}
	case said.without() != 0:
		return proofs{otherwise: about(v, said.without())}
	case !said.known && allows(pattern):
		return proofs{then: about(v, everything)}
	}
	return proofs{then: about(v, doubt), otherwise: about(v, doubt)}
}

// ownPath matches patterns of a path that begins with one slash and no second: /^\/(?!\/)/
var ownPath = regex.New(`^\^\\?/(?:\(\?!(?:\\?/|\[[^\]]*/[^\]]*\])\)|\[\^[^\]]*/[^\]]*\]|\[?[\w\\-]+\]?[$+*])`)

// rootedPattern matches patterns of paths that begin with a folder that is written there.
var rootedPattern = regex.New(`^\^(?:\\?/[\w.-]+)+(?:\\?/)?$`)

// dots are the texts that lead to the folder above.
var dots = words("../ ..\\ ..")

// pinned matches patterns of addresses whose host is written out, to its end.
var pinned = regex.New(`^(?:\^|\\A)(?:https?\??|wss?\??|ftps?\??|\((?:\?:)?(?:https?\??|wss?\??|ftps?\??|\|)+\)):(?:\\?/){2}(?:[\w\-()|?:+*]|\\[.\-wd]|\[[\w\-.\\]+\])+(?:\\?/|\(\\?/\||\(\?:\\?/\||\[/|\$|\\Z|\\z)`)

// hostOf is what a pattern says of an address before its path.
func hostOf(pattern string) string {
	_, rest, _ := strings.Cut(strings.ReplaceAll(pattern, `\/`, "/"), "//")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// pattern is the regular expression that an expression is: a literal, a constant,
// or what a constant was compiled from.
func (e *engine) pattern(x program.Expression) string {
	for range 3 {
		switch one := x.(type) {
		case *program.Literal:
			if one.Kind == program.LiteralPattern {
				if end := strings.LastIndexByte(one.Value, '/'); end > 0 {
					return one.Value[1:end]
				}
			}
			return ""
		case *program.Call:
			if len(one.Arguments) == 0 {
				return ""
			}
			switch program.LastName(one.Callee) {
			case "compile", "RegExp", "MustCompile", "Compile":
				x = one.Arguments[0].Value
				continue
			}
			return ""
		case *program.Name:
			binding := e.function().Lookup(one.Name)
			if binding == nil || len(binding.Values) != 1 || binding.Param != nil {
				return ""
			}
			x = binding.Values[0]
			continue
		}
		break
	}
	if constant, ok := e.function().Constant(x); ok && strings.ContainsAny(constant, "^$[\\") {
		return constant
	}
	return ""
}

var (
	allowed  = regex.New(`^(?:\^|\\A|\(\?[a-z]+\)\^)(?:[\w\-:@ ]|\\[wdbS.\-]|\\/|\\_|\[[^\^][^\]]*\]|[(){}|+*?,]|\?:)+(?:\$|\\Z|\\z)$`)
	anything = regex.New(`(?:^|[^\\])\.[+*]|\[\\s\\S\]|\\S[+*]`)
)

// allows reports whether a pattern allows nothing but a set of characters that does
// no harm anywhere.
func allows(pattern string) bool {
	if said := spellingOf(pattern); said.known {
		return said.begins && said.ends && said.whole() == everything
	}
	return len(pattern) < 500 && allowed.MatchString(pattern) && !anything.MatchString(pattern)
}

var oneOf = regex.New(`^\[([^\^\]\\]|\\.)([^\]\\]|\\.)*\]$`)

// forbids says for which classes a value is harmless that has none of the characters
// of a pattern that is one of them: /[<>'"&]/.
func forbids(pattern string) classes {
	if !oneOf.MatchString(pattern) {
		return 0
	}
	has := func(characters string) bool { return strings.ContainsAny(pattern, characters) }
	var safe classes
	if has("<") {
		safe |= markup
	}
	if has("/") && has(".") {
		safe |= path
	}
	if has("'") && has(`"`) && has(";") {
		safe |= sql
	}
	if has(";") && has("|") && has("$") && has("&") {
		safe |= command
	}
	return safe
}

// free matches what lets any character through.
var free = regex.New(`(?:^|[^\\])\.[+*]|\[\^|\\S[+*]`)

// capturesOf reports whether what the pattern of an expression finds may be any text: also of
// one that is put together, of which that is not known.
func (e *engine) capturesOf(x program.Expression) bool {
	if pattern := e.pattern(x); pattern != "" {
		return captures(pattern)
	}
	call, ok := e.once(x).(*program.Call)
	if !ok || program.LastName(call.Callee) != "RegExp" || len(call.Arguments) == 0 {
		return false
	}
	found := false
	program.Visit(e.once(call.Arguments[0].Value), func(part program.Expression) bool {
		if text, ok := part.(*program.Text); ok {
			found = found || strings.Contains(text.Value, "(") && !strings.Contains(text.Value, `(\d`)
		}
		return true
	})
	return found
}

// wholeGroup matches patterns whose only group begins where the text may: (.*)x
var wholeGroup = regex.New(`^\^?\(\.[+*]\??\)[^(]*$`)

// captures reports whether what a pattern finds may be any text.
func captures(pattern string) bool {
	return free.MatchString(pattern) && strings.Contains(pattern, "(")
}
