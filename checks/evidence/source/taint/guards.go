package taint

import (
	"regexp"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// proof says that what comes from a root is harmless for some classes.
type proof struct {
	root *root
	safe classes
}

// proofs are what a condition proves where it holds, and where it does not.
type proofs struct{ then, otherwise []proof }

func (e *engine) apply(proven []proof) {
	for _, one := range proven {
		e.state.clear(one.root, one.safe)
	}
}

// clear says that a value is harmless from here on, and so is all that has the same
// roots.
func (e *engine) clear(v *value, safe classes) { e.apply(about(v, safe)) }

// about is a proof for each root of a value.
func about(v *value, safe classes) []proof {
	v = v.whole()
	if v == nil {
		return nil
	}
	var proven []proof
	for _, held := range v.strands {
		one := held.root
		proven = append(proven, proof{one, safe})
		if addressed[one.key] && one.parent != nil { // the host of an address speaks for all of it
			proven = append(proven, proof{one.parent, safe & (request | redirect | doubt)})
		}
	}
	return proven
}

var addressed = words("host hostname origin netloc Host Hostname() hostname()")

// both are the proofs that two lists share.
func both(a, b []proof) []proof {
	var shared []proof
	for _, one := range a {
		for _, other := range b {
			if one.root == other.root && one.safe&other.safe != 0 {
				shared = append(shared, proof{one.root, one.safe & other.safe})
			}
		}
	}
	return shared
}

// condition runs a condition and says what it proves.
func (e *engine) condition(x program.Expression) proofs {
	if x == nil || !e.spend() {
		return proofs{}
	}
	switch x := x.(type) {
	case *program.Unary:
		if x.Operator == "!" || x.Operator == "not" {
			inner := e.condition(x.X)
			return proofs{inner.otherwise, inner.then}
		}
	case *program.Binary:
		return e.comparison(x)
	case *program.Call:
		return e.test(x)
	case *program.Await:
		return e.condition(x.X)
	case *program.Assigned:
		e.eval(x)
		return proofs{}
	case *program.Name:
		if held := e.held(x); held != nil {
			binding := e.function().Lookup(x.Name)
			e.holding[binding] = true
			defer delete(e.holding, binding)
			return e.condition(held)
		}
	case *program.Index: // whether there is an entry: ok of _, ok := allowed[x]
		entry := x
		if inner, ok := x.X.(*program.Index); ok {
			entry = inner
		}
		if !e.eval(entry.X).known() {
			return proofs{then: about(e.eval(entry.Index), everything)}
		}
	}
	e.eval(x)
	return proofs{}
}

// held is the condition that a variable was given once: const allowed = list.includes(x).
func (e *engine) held(x *program.Name) program.Expression {
	binding := e.function().Lookup(x.Name)
	if binding == nil || binding.Param != nil || binding.Owner != e.function() || e.holding[binding] {
		return nil // x = x || y holds itself
	}
	return e.last[binding]
}

// remember keeps what a variable was given last, where that is a condition.
func (e *engine) remember(target, value program.Expression) {
	name, ok := target.(*program.Name)
	if !ok {
		return
	}
	binding := e.function().Lookup(name.Name)
	if binding == nil {
		return
	}
	if await, ok := value.(*program.Await); ok {
		value = await.X
	}
	switch value := value.(type) {
	case *program.Call, *program.Binary, *program.Index:
		e.last[binding] = value
		return
	case *program.Unary:
		if value.Operator == "!" || value.Operator == "not" {
			e.last[binding] = value
			return
		}
	}
	delete(e.last, binding)
}

func (e *engine) comparison(x *program.Binary) proofs {
	switch x.Operator {
	case "&&", "and":
		left := e.condition(x.Left)
		mark := len(e.state.log)
		e.apply(left.then)
		right := e.condition(x.Right)
		e.keep(mark)
		return proofs{append(left.then, right.then...), both(left.otherwise, right.otherwise)}
	case "||", "or":
		left := e.condition(x.Left)
		mark := len(e.state.log)
		e.apply(left.otherwise)
		right := e.condition(x.Right)
		e.keep(mark)
		return proofs{both(left.then, right.then), append(left.otherwise, right.otherwise...)}
	}
	left, right := e.eval(x.Left), e.eval(x.Right)
	switch x.Operator {
	case "===", "==", "is":
		return e.equal(x, left, right)
	case "!==", "!=", "is not":
		equal := e.equal(x, left, right)
		return proofs{equal.otherwise, equal.then}
	case "in", "not in":
		var found proofs
		switch {
		case left.whole().tainted() && !right.whole().tainted():
			found.then = about(left, everything)
		case e.isText(x.Left, "..", "../", "..\\") || e.isText(x.Left, "/"):
			found.otherwise = about(right, path)
		case e.isText(x.Left, "://", "//"):
			found.otherwise = about(right, redirect|request)
		}
		if x.Operator == "not in" {
			return proofs{found.otherwise, found.then}
		}
		return found
	case ">", ">=", "<", "<=": // indexOf(…) >= 0
		if call, ok := x.Left.(*program.Call); ok && (lastName(call.Callee) == "indexOf" || lastName(call.Callee) == "find") {
			found := e.test(call)
			if x.Operator == "<" || x.Operator == "<=" {
				return proofs{found.otherwise, found.then}
			}
			return found
		}
	}
	return proofs{}
}

// keep takes what was proven since a mark back, and keeps what variables hold.
func (e *engine) keep(mark int) {
	done := e.state.take(mark)
	done.jumped = true
	e.state.merge(done, outcome{})
}

// equal is what a comparison proves: what equals something clean is clean.
func (e *engine) equal(x *program.Binary, left, right *value) proofs {
	for _, side := range []struct {
		it    program.Expression
		other program.Expression
		v     *value
		with  *value
	}{{x.Left, x.Right, left, right}, {x.Right, x.Left, right, left}} {
		if side.with.whole().tainted() {
			continue
		}
		if literal, ok := side.other.(*program.Literal); ok {
			return e.equalLiteral(side.it, literal)
		}
		if unary, ok := side.it.(*program.Unary); ok && unary.Operator == "typeof" {
			if kind, ok := e.function().Constant(side.other); ok {
				inner := e.eval(unary.X)
				if kind == "string" {
					return proofs{then: about(inner, nosql|prototype)}
				}
				return proofs{then: about(inner, everything), otherwise: nil}
			}
		}
		if call, ok := side.it.(*program.Call); ok && side.v == nil {
			if found := e.test(call); len(found.then)+len(found.otherwise) > 0 {
				return found
			}
		}
		if side.v.whole().tainted() {
			return proofs{then: about(side.v, everything)}
		}
	}
	return proofs{}
}

// equalLiteral is a comparison with null, true, or a number.
func (e *engine) equalLiteral(it program.Expression, literal *program.Literal) proofs {
	call, ok := it.(*program.Call)
	if name, isName := it.(*program.Name); isName && e.held(name) != nil {
		call, ok = e.held(name).(*program.Call)
		binding := e.function().Lookup(name.Name)
		e.holding[binding] = true
		defer delete(e.holding, binding)
	}
	if !ok {
		if literal.Kind == program.LiteralNumber {
			return proofs{then: about(e.eval(it), everything)}
		}
		return proofs{}
	}
	found := e.test(call)
	switch strings.ToLower(literal.Value) {
	case "true":
		return found
	case "false":
		return proofs{found.otherwise, found.then}
	case "0": // startsWith by indexOf(root) === 0
		if lastName(call.Callee) == "indexOf" {
			return e.prefixed(call)
		}
	case "-1", "null", "none", "nil", "undefined":
		if e.tables.proves[lastName(call.Callee)] != 0 || e.tables.proves[e.origin(call.Callee)] != 0 { // an error that there is not
			if strings.ToLower(literal.Value) == "nil" {
				return found
			}
		}
		return proofs{found.otherwise, found.then}
	}
	return proofs{}
}

func (e *engine) isText(x program.Expression, texts ...string) bool {
	constant, ok := e.function().Constant(x)
	if !ok {
		return false
	}
	for _, one := range texts {
		if constant == one {
			return true
		}
	}
	return false
}

// test is a call in a condition.
func (e *engine) test(x *program.Call) proofs {
	e.eval(x)
	name := lastName(x.Callee)
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
	subject, first := e.quiet(object), e.quiet(argument)
	switch {
	case e.tables.contains[name] && !subject.whole().tainted() && first.whole().tainted():
		if constant, ok := e.function().Constant(argument); !ok || constant == "" {
			return proofs{then: about(first, everything)}
		}
	case e.tables.contains[name] && subject.whole().tainted():
		switch {
		case e.isText(argument, "..", "../", "..\\", "/", "\\", ".."+string('/')):
			return proofs{otherwise: about(subject, path)}
		case e.isText(argument, "://", "//", ":"):
			return proofs{otherwise: about(subject, redirect|request)}
		}
	case e.tables.prefixes[name]:
		return e.prefixed(x)
	case e.tables.matches[name]:
		return e.matched(x, object, subject)
	case e.tables.proves[name]|e.tables.proves[e.origin(x.Callee)] != 0:
		safe := e.tables.proves[name] | e.tables.proves[e.origin(x.Callee)]
		if subject.whole().tainted() {
			return proofs{then: about(subject, safe)}
		}
		return proofs{then: about(e.arguments(x), safe)}
	case name == "isNaN":
		return proofs{otherwise: about(first, everything)}
	case name == "IsAbs" || name == "isAbsolute" || name == "isabs":
		return proofs{}
	case validates.MatchString(name):
		whole := e.arguments(x)
		if !whole.tainted() {
			whole = subject.whole()
		}
		return proofs{then: about(whole, doubt), otherwise: about(whole, doubt)}
	}
	return proofs{}
}

// validates matches names of functions that say whether a value is as it should be.
var validates = regexp.MustCompile(`(?i)^_*(?:is|has|are)?_?(?:valid|verif|check|allow|permit|safe|trusted|accept|assert|ensure|known|supported|match|legal|contain|in(?:_|[A-Z])|white|authori|require|sanit|reject|forbid|blocked|black|deny|denied|private|internal|local)|^is[A-Z_]|^is_`)

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
	v := e.quiet(subject)
	if !v.whole().tainted() || e.quiet(prefix).whole().tainted() {
		return proofs{}
	}
	constant, known := e.function().Constant(prefix)
	switch {
	case known && (constant == "/" || constant == "." || constant == ".."):
		switch constant {
		case "/":
			// What begins with one may begin with two.
			return proofs{then: about(v, request|doubt), otherwise: about(v, path)}
		}
		return proofs{otherwise: about(v, path)}
	case known && (constant == "//" || constant == "/\\"):
		return proofs{otherwise: about(v, redirect|doubt)}
	case known && strings.Contains(constant, "://"):
		if rest := constant[strings.Index(constant, "://")+3:]; strings.Contains(rest, "/") {
			return proofs{then: about(v, request|redirect)}
		}
		return proofs{then: about(v, doubt)}
	case known:
		return proofs{then: about(v, path|doubt)}
	}
	return proofs{then: about(v, path|request|redirect)}
}

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
		}
	}
	v := e.quiet(tested)
	switch {
	case !v.whole().tainted():
		return proofs{then: about(e.arguments(x), doubt), otherwise: about(e.arguments(x), doubt)}
	case pattern == "":
		return proofs{then: about(v, doubt), otherwise: about(v, doubt)}
	case allows(pattern) || lastName(x.Callee) == "fullmatch" && allows("^"+pattern+"$"):
		return proofs{then: about(v, everything)}
	case lastName(x.Callee) == "match" && e.tables.percent && allows("^"+strings.TrimPrefix(pattern, "^")):
		return proofs{then: about(v, everything)}
	}
	return proofs{then: about(v, doubt), otherwise: about(v, doubt)}
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
			switch lastName(one.Callee) {
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
	allowed  = regexp.MustCompile(`^(?:\^|\\A|\(\?[a-z]+\)\^)(?:[\w\-:@ ]|\\[wdbS.\-]|\\/|\\_|\[[^\^][^\]]*\]|[(){}|+*?,]|\?:)+(?:\$|\\Z|\\z)$`)
	anything = regexp.MustCompile(`(?:^|[^\\])\.[+*]|\[\\s\\S\]|\\S[+*]`)
)

// allows reports whether a pattern allows nothing but a set of characters that does
// no harm anywhere.
func allows(pattern string) bool {
	return len(pattern) < 500 && allowed.MatchString(pattern) && !anything.MatchString(pattern)
}

// constants reports whether all expressions are constant.
func (e *engine) constants(all []program.Expression) bool {
	for _, x := range all {
		switch x := x.(type) {
		case *program.Literal, *program.Text:
		default:
			if e.eval(x).known() {
				return false
			}
		}
	}
	return true
}

func lastName(x program.Expression) string {
	switch x := x.(type) {
	case *program.Name:
		return x.Name
	case *program.Member:
		return x.Name
	}
	return ""
}
