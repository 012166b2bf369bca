package taint

import (
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
		if one.key == senderOf && one.parent != nil { // who sent a message speaks for all of it
			proven = append(proven, proof{one.parent, safe})
		}
		if addressed[one.key] && one.parent != nil { // the host of an address speaks for all of it
			proven = append(proven, proof{one.parent, safe & (request | redirect | doubt)})
		}
	}
	return proven
}

// senderOf is the part of a message that says which page sent it.
const senderOf = "\x00sender"

var addressed = words("host hostname origin netloc Host Hostname Hostname() hostname()")

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

// either is what holds where one of two lists does: what they share. What one of them
// proves alone may hold as well, as where a list of what is allowed is optional.
func either(a, b []proof) []proof {
	shared := both(a, b)
	for _, one := range append(a[:len(a):len(a)], b...) {
		if one.safe&^(dotless|relative) != 0 {
			shared = append(shared, proof{one.root, doubt})
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
		if x.Operator == "~" { // ~list.indexOf(x)
			return e.condition(x.X)
		}
	case *program.Binary:
		return e.comparison(x)
	case *program.Call:
		return e.test(x)
	case *program.Await:
		return e.condition(x.X)
	case *program.Assigned:
		e.eval(x)
		if call, ok := x.Assign.Value.(*program.Call); ok && e.tables.schemas && x.Assign.Operator == "" { // if ((m = /^\d+$/.exec(x)))
			return e.asked(call)
		}
		return proofs{}
	case *program.Name:
		if proven := e.flag(e.function().Lookup(x.Name)); len(proven) > 0 {
			return proofs{then: proven}
		}
		if held := e.held(x); held != nil {
			binding := e.function().Lookup(x.Name)
			e.holding[binding] = true
			defer delete(e.holding, binding)
			found := e.condition(held)
			found.otherwise = append(found.otherwise[:len(found.otherwise):len(found.otherwise)], e.empty(x).otherwise...)
			return found
		}
		return e.empty(x)
	case *program.Member:
		if innerProperty[x.Name] && e.tables.percent {
			return proofs{otherwise: about(e.addressOf(x.X), request)}
		}
		return e.empty(x)
	case *program.Index: // whether there is an entry: ok of _, ok := allowed[x]
		entry := x
		if inner, ok := x.X.(*program.Index); ok {
			entry = inner
		}
		if e.eval(entry.X).untainted() {
			return proofs{then: about(e.eval(entry.Index), everything)}
		}
	}
	e.eval(x)
	return proofs{}
}

// empty is what a look at whether there is a value proves: nothing does no harm.
func (e *engine) empty(x program.Expression) proofs {
	v := e.eval(x)
	if !v.tainted() || v.model != nil || e.tables.functions {
		return proofs{}
	}
	return proofs{otherwise: about(&value{strands: v.strands}, everything)}
}

// innerProperty are properties of Python's addresses of the net: whether it is one of the inside.
// https://docs.python.org/3/library/ipaddress.html#ipaddress.IPv4Address.is_private
var innerProperty = words("is_private is_loopback is_link_local is_reserved is_unspecified")

// addressOf is the data that an address of the net was made of, or looked up by.
func (e *engine) addressOf(x program.Expression) *value {
	var all *value
	program.Visit(e.once(x), func(one program.Expression) bool {
		if name, ok := one.(*program.Name); ok {
			if v := e.quiet(name).whole(); v.tainted() {
				all = all.mixed(v)
			} else if made, ok := e.once(name).(*program.Call); ok && made != one { // ip = socket.gethostbyname(host)
				all = all.mixed(e.arguments(made))
			}
		}
		return true
	})
	return all
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
		return proofs{append(left.then, right.then...), either(left.otherwise, right.otherwise)}
	case "||", "or":
		left := e.condition(x.Left)
		mark := len(e.state.log)
		e.apply(left.otherwise)
		right := e.condition(x.Right)
		e.keep(mark)
		return proofs{either(left.then, right.then), append(left.otherwise, right.otherwise...)}
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
		parents, isMember := x.Right.(*program.Member)
		switch {
		case isMember && parents.Name == "parents" && e.tables.percent && !left.whole().fromSource(): // root in path.parents
			found.then = about(e.quiet(parents.X), path)
		case left.whole().tainted() && !right.whole().tainted():
			found.then = about(left, everything&^prototype) // "__proto__" is in every object
		case e.isText(x.Left, "..", "../", "..\\"), e.isText(x.Left, "/../", "/..") && behindFolder(right):
			found.otherwise = without(right)
		case e.isText(x.Left, "/"):
			found.otherwise = about(right, path)
		case e.isText(x.Left, "://", "//"):
			found.otherwise = about(right, redirect|request)
		case e.isText(x.Left, "'", `"`) && e.inner(x.Right): // "'" in x[1:-1]: no more than one literal
			found.otherwise = about(right, code)
		}
		if x.Operator == "not in" {
			return proofs{found.otherwise, found.then}
		}
		return found
	case ">", ">=", "<", "<=": // indexOf(…) >= 0
		if call, ok := x.Left.(*program.Call); ok && (program.LastName(call.Callee) == "indexOf" || program.LastName(call.Callee) == "search" && e.tables.schemas || e.tables.finds[program.LastName(call.Callee)]) {
			found := e.test(call)
			if x.Operator == "<" || x.Operator == "<=" {
				return proofs{found.otherwise, found.then}
			}
			return found
		}
		if literal, ok := literalOf(x.Right); ok && e.tables.schemas && literal.Kind == program.LiteralNumber && left.whole().tainted() && !left.hint(built) { // what is no number is neither less nor more
			return proofs{then: about(left, everything)}
		}
	}
	return proofs{}
}

// inner reports whether an expression is a text without its first and last character.
func (e *engine) inner(x program.Expression) bool {
	index, ok := x.(*program.Index)
	if !ok {
		return false
	}
	slice, ok := index.Index.(*program.List)
	return ok && slice.Kind == "slice"
}

// keep takes what was proven since a mark back, and keeps what variables hold.
func (e *engine) keep(mark int) {
	done := e.state.take(mark)
	done.jumped = true
	e.state.merge(done, outcome{})
}
