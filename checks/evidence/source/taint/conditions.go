package taint

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// test is a call in a condition.
func (e *engine) test(x *program.Call) proofs {
	e.eval(x)
	yes, no, _ := e.checkedBy(x)
	found := e.asked(x)
	return proofs{append(yes, found.then...), append(no, found.otherwise...)}
}

// asked is what a call proves in a condition by what is known of the function's name.
func (e *engine) asked(x *program.Call) proofs {
	name := program.LastName(x.Callee)
	var object program.Expression
	if member, ok := x.Callee.(*program.Member); ok {
		object = member.X
	}
	var argument program.Expression
	if len(x.Arguments) > 0 {
		argument = x.Arguments[0].Value
	}
	if len(x.Arguments) == 2 && e.tables.functions { // strings.Contains(x, ".."), slices.Contains(allowed, x)
		object, argument = argument, x.Arguments[1].Value
	}
	if member, ok := object.(*program.Member); ok && name == "call" && len(x.Arguments) == 2 && e.tables.contains[member.Name] { // hasOwnProperty.call(known, key)
		name, object, argument = member.Name, argument, x.Arguments[1].Value
	}
	if e.tables.schemas && len(x.Arguments) == 2 && e.tables.contains[name] && asksOf[e.origin(object)] { // Object.hasOwn(known, key), _.includes(allowed, x)
		object, argument = argument, x.Arguments[1].Value
	}
	subject, first := e.quiet(object), e.quiet(argument)
	switch {
	case e.tables.schemas && name == "search" && len(x.Arguments) == 1 && e.pattern(argument) != "":
		return e.matched(x, object, subject)
	case (name == "hasOwnProperty" || name == "hasOwn") && first.whole().tainted() && e.writtenHere(object): // "__proto__" is no key of its own
		return proofs{then: about(first, prototype)}
	case e.tables.contains[name] && !subject.whole().fromSource() && first.whole().tainted():
		if constant, ok := e.function().Constant(argument); !ok || constant == "" {
			if e.namesPrototypes(object) {
				return proofs{otherwise: about(first, prototype)}
			}
			return proofs{then: about(first, everything)}
		}
	case e.tables.contains[name] && subject.whole().tainted():
		switch {
		case e.isText(argument, "__proto__"):
			return proofs{otherwise: about(subject, prototype)}
		case e.isText(argument, "<") && e.tables.schemas:
			return proofs{otherwise: about(subject, markup)}
		case e.isText(argument, "..", "../", "..\\"), e.isText(argument, "/../", "/..") && behindFolder(subject):
			return proofs{otherwise: without(subject)}
		case e.isText(argument, "/", "\\"):
			return proofs{otherwise: about(subject, path)}
		case e.isText(argument, "://", "//", ":"):
			return proofs{otherwise: about(subject, redirect|request)}
		case e.isText(argument, `"`):
			return proofs{otherwise: about(subject, quoteless)}
		}
	case e.tables.finds[name] && subject.whole().tainted() && argument != nil:
		return proofs{otherwise: e.lacks(name, subject, argument)}
	case e.tables.prefixes[name]:
		return e.prefixed(x)
	case name == "EqualFold" && e.tables.functions:
		switch {
		case subject.whole().tainted() && !first.whole().tainted():
			return proofs{then: about(subject, everything)}
		case first.whole().tainted() && !subject.whole().tainted():
			return proofs{then: about(first, everything)}
		}
	case e.tables.suffixes[name]:
		return e.hostEnds(object, subject, argument)
	case e.tables.matches[name]:
		return e.matched(x, object, subject)
	case e.tables.proves[name]|e.tables.proves[e.origin(x.Callee)] != 0:
		safe := e.tables.proves[name] | e.tables.proves[e.origin(x.Callee)]
		if subject.whole().tainted() {
			return proofs{then: about(subject, safe)}
		}
		return proofs{then: about(e.arguments(x), safe)}
	case innerAddress[name] && subject.whole().tainted(): // of an address of the net: IsPrivate, IsLoopback
		return proofs{otherwise: about(subject, request)}
	case picks[name] && e.tables.schemas:
		return e.among(x)
	case (name == "next" || name == "any") && e.tables.percent:
		return e.amongThose(x)
	case name == "isNaN":
		return proofs{otherwise: about(first, everything)}
	case name == "IsAbs" || name == "isAbsolute" || name == "isabs" || name == "is_absolute":
		tested := first
		if !tested.whole().tainted() {
			tested = subject
		}
		if name == "IsAbs" && argument == nil { // of an address: //example.com has no scheme
			return proofs{otherwise: about(tested, relative|doubt)}
		}
		return proofs{otherwise: about(tested, relative)}
	case provesAddress.MatchString(name):
		return proofs{then: about(e.arguments(x), redirect|request|doubt)}
	case provesPath.MatchString(name):
		return proofs{then: about(e.arguments(x), path|doubt)}
	case validates.MatchString(name):
		whole := e.arguments(x)
		if !whole.tainted() {
			whole = subject.whole()
		}
		if e.tables.schemas && vouches.MatchString(name) {
			return proofs{then: about(whole, everything), otherwise: about(whole, doubt)}
		}
		return proofs{then: about(whole, doubt|nosql), otherwise: about(whole, doubt)}
	}
	return proofs{}
}

// provesAddress and provesPath match names of functions that say of an address, or
// of a path, that it leads nowhere else.
var (
	provesAddress = regex.New(`(?i)^_*(?:is|has|are|check|validate)?_?(?:valid|safe|local|relative|internal|allowed|trusted|same|white_?listed|permitted|own)_?\w*(?:url|uri|redirect|host|hostname|origin|link|target|domain|next|return_?to)\w*$|^_*(?:is|has|check)?_?same_?(?:site|origin)\w*$`)
	provesPath    = regex.New(`(?i)^_*(?:is|has|are|check|validate|allow)?_?(?:valid|safe|inside|within|sub|child|contained|allowed|allow)_?\w*(?:path|file|folder|dir|directory)\w*$|^is_?(?:path_?inside|sub_?(?:dir|path|folder)\w*|(?:in|with)in_?\w+|child_?of|descendant\w*)$`)
)

// validates matches names of functions that say whether a value is as it should be.
var validates = regex.New(`(?i)^_*(?:is|has|are)?_?(?:valid|verif|check|allow|can(?:_|[A-Z]|$)|may(?:_|[A-Z]|$)|permit|safe|trusted|accept|assert|ensure|known|supported|match|legal|contain|in(?:_|[A-Z])|white|authori|require|sanit|reject|forbid|blocked|black|deny|denied|private|internal|local)|^is[A-Z_]|^is_`)

// vouches matches those of them that say so of all that could be wrong with it.
var vouches = regex.New(`(?i)^_*(?:is|has|are)_?(?:valid|safe|allow|trusted|permit|white|legal|sanit)`)

// writtenHere reports whether an object is one that is written there as what it is, and that
// data has since been put into.
func (e *engine) writtenHere(x program.Expression) bool {
	_, written := e.once(x).(*program.Object)
	return written && e.tables.schemas && e.quiet(x).whole().fromSource()
}

// asksOf are modules whose functions ask of a list or an object that they are given first.
var asksOf = words("Object lodash _ underscore")

// picks are methods of lists that say whether an element is as a function asks, or give it.
var picks = words("some find")

// innerAddress are questions of net and net/netip whether an address is one of the inside.
var innerAddress = words("IsPrivate IsLoopback IsLinkLocalUnicast IsUnspecified")

// arguments are all arguments of a call as one value, evaluated again.
func (e *engine) arguments(x *program.Call) *value {
	var all *value
	for _, one := range x.Arguments {
		if inner := e.quiet(one.Value).whole(); inner.tainted() {
			if all == nil {
				all = inner
			} else {
				all = all.mixed(inner)
			}
		}
	}
	return all
}

// quiet is what is known of a plain expression; of a call it is not asked twice.
func (e *engine) quiet(x program.Expression) *value {
	switch x := x.(type) {
	case *program.Name, *program.Member, *program.Index, *program.Await, *program.Template, *program.Binary:
		return e.eval(x)
	case *program.Unary:
		if x.Operator == "+" && e.tables.schemas { // what it makes is a number where x is one
			return e.quiet(x.X)
		}
	case *program.Call:
		if member, ok := x.Callee.(*program.Member); ok && len(x.Arguments) == 0 {
			return e.quiet(member.X) // x.trim(), x.toLowerCase()
		}
		return e.eval(x)
	}
	return nil
}

// prefixed is startsWith: a path below a fixed folder, an address of a fixed host.
func (e *engine) prefixed(x *program.Call) proofs {
	var subject, prefix program.Expression
	switch member, ok := x.Callee.(*program.Member); {
	case len(x.Arguments) == 2: // strings.HasPrefix(path, root)
		subject, prefix = x.Arguments[0].Value, x.Arguments[1].Value
	case ok && len(x.Arguments) >= 1:
		subject, prefix = member.X, x.Arguments[0].Value
	default:
		return proofs{}
	}
	return e.begins(subject, prefix)
}

// begins is what it proves that a text begins with another one.
func (e *engine) begins(subject, prefix program.Expression) proofs {
	v := e.quiet(subject)
	if !v.whole().tainted() || e.quiet(prefix).whole().fromSource() { // a folder that is a setting of an object is one
		return proofs{}
	}
	constant, known := e.function().Constant(prefix)
	if sum, ok := prefix.(*program.Binary); ok && !known { // ".." + path.sep
		if constant, known = e.function().Constant(sum.Left); !strings.HasPrefix(constant, "..") {
			constant, known = "", false
		}
	}
	switch {
	case known && strings.HasPrefix(constant, "-"): // no option
		return proofs{otherwise: about(v, optionless)}
	case known && strings.HasPrefix(constant, "../"), known && strings.HasPrefix(constant, "..\\"):
		return proofs{otherwise: e.dotless(v)}
	case known && (constant == "/" || constant == "." || constant == ".."):
		switch constant {
		case "/":
			// What begins with one may begin with two.
			return proofs{then: about(v, request|doubt), otherwise: about(v, relative)}
		}
		return proofs{otherwise: e.dotless(v)}
	case known && (constant == "//" || constant == "/\\"):
		return proofs{otherwise: about(v, redirect|doubt)}
	case known && e.tables.schemas && strings.HasPrefix(constant, "//"): // of a fixed host, if a slash ends it
		if strings.Contains(constant[2:], "/") {
			return proofs{then: about(v, request|redirect)}
		}
		return proofs{then: about(v, doubt)}
	case known && strings.Contains(constant, "://"):
		if rest := constant[strings.Index(constant, "://")+3:]; strings.Contains(rest, "/") {
			return proofs{then: about(v, request|redirect)}
		}
		return proofs{then: about(v, doubt)}
	case known && constant != "":
		return proofs{then: append(e.below(v, path|doubt), about(v, optionless)...)}
	case known:
		return proofs{}
	}
	return proofs{then: e.below(v, path|request|redirect)}
}

// lacks is what it proves that some text, or one of some characters, is not found in a
// text: strings.Index(x, ".."), strings.ContainsAny(x, "./"), x.find("..").
func (e *engine) lacks(name string, subject *value, wanted program.Expression) []proof {
	constant, known := e.letters(wanted)
	if !known {
		return nil
	}
	if !strings.Contains(name, "Any") {
		switch constant {
		case "..", "../", "..\\":
			return without(subject)
		case "/../", "/..":
			if behindFolder(subject) {
				return without(subject)
			}
		case "/", "\\":
			return about(subject, path)
		case "://", "//", ":":
			return about(subject, redirect|request)
		case `"`:
			return about(subject, quoteless)
		}
		return nil
	}
	safe := forbids("[" + strings.NewReplacer("]", "", "\\", "", "^", "").Replace(constant) + "]")
	if strings.Contains(constant, "/") {
		safe |= path
	}
	if strings.Contains(constant, ".") {
		safe |= dotless
	}
	return about(subject, safe)
}

// hostEnds is what it proves that a host ends in a name: only with a dot before it is that no other name's end.
func (e *engine) hostEnds(object program.Expression, subject *value, suffix program.Expression) proofs {
	constant, known := e.function().Constant(suffix)
	if !known || !subject.whole().tainted() || !strings.Contains(constant, ".") {
		return proofs{}
	}
	switch {
	case !addressed[identifier(object)]:
		return proofs{}
	case constant[0] == '.':
		return proofs{then: about(subject, everything)}
	}
	return proofs{then: about(subject, doubt)}
}

// behindFolder reports whether a folder stands before data: there "/../" is in the path
// wherever the data leads out of it.
func behindFolder(v *value) bool {
	v = v.whole()
	return v.tainted() && !slices.ContainsFunc(v.strands, func(s strand) bool {
		if s.root.kind == fromCall && v.fromSource() { // the folder itself
			return false
		}
		return !strings.HasSuffix(s.lead, "/") && (s.lead == "" || !slashed[s.root.key])
	})
}

// slashed are parts of a request that begin with a slash.
var slashed = words("Path RequestURI EscapedPath() path pathname path_info url originalUrl")

// without is what it proves that there is no ".." in a path.
func without(v *value) []proof {
	proven := about(v, dotless)
	for _, one := range v.data() {
		for i := range proven {
			if proven[i].root == one.root && one.hints&beneath != 0 { // as seen from a folder
				proven[i].safe = path
			}
		}
	}
	return proven
}

// dotless is what it proves that a path does not begin with "..": where it is normalised,
// that there is none in it.
func (e *engine) dotless(v *value) []proof {
	proven := about(v, dotless)
	for _, one := range v.data() {
		for i := range proven {
			switch {
			case proven[i].root != one.root:
			case one.hints&beneath != 0:
				proven[i].safe = path
			case one.root.kind == fromSource && one.hints&normal == 0:
				proven[i].safe = doubt
			}
		}
	}
	return proven
}

// below is what the beginning of a path proves: where that is not normalised, ".." may
// follow.
func (e *engine) below(v *value, safe classes) []proof {
	proven := about(v, safe)
	for _, one := range v.data() {
		if one.root.kind != fromSource || one.hints&normal != 0 {
			continue
		}
		for i := range proven {
			if proven[i].root == one.root {
				proven[i].safe = proven[i].safe&^path | doubt
			}
		}
	}
	return proven
}

// namesPrototypes reports whether a list holds the keys that are refused.
func (e *engine) namesPrototypes(x program.Expression) bool {
	x = e.once(x)
	if call, ok := x.(*program.Call); ok && program.LastName(call.Callee) == "Set" && len(call.Arguments) == 1 {
		x = e.once(call.Arguments[0].Value)
	}
	list, ok := x.(*program.List)
	if !ok {
		return false
	}
	for _, one := range list.Elements {
		if name, ok := e.function().Constant(one); ok && name == "__proto__" {
			return true
		}
	}
	return false
}
