package taint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// equal is what a comparison proves: what equals something clean is clean.
func (e *engine) equal(x *program.Binary, left, right *value) proofs {
	for _, side := range []struct {
		it    program.Expression
		other program.Expression
		v     *value
		with  *value
	}{{x.Left, x.Right, left, right}, {x.Right, x.Left, right, left}} {
		if member, ok := side.it.(*program.Member); ok && member.Name == "parent" && e.tables.percent && !side.with.whole().fromSource() { // the folder of a path is this one
			return proofs{then: about(e.quiet(member.X), path)}
		}
		if call, ok := side.it.(*program.Call); ok && e.tables.percent && sharedFolder[program.LastName(call.Callee)] { // os.path.commonpath([root, path]) == root
			if v := e.amongPaths(call); v.tainted() {
				return proofs{then: about(v, path)}
			}
		}
		if side.with.whole().tainted() {
			if same := made(side.v, side.with); len(same) > 0 { // name == filepath.Base(name)
				return proofs{then: same}
			}
			if member, ok := side.it.(*program.Member); ok && addressed[member.Name] && side.with.whole().ownSite() && side.v.whole().tainted() { // u.Host == r.Host
				return proofs{then: about(side.v, redirect|doubt)}
			}
			continue
		}
		if member, ok := side.it.(*program.Member); ok && addressed[member.Name] && e.tables.schemas { // of a link whose address was set: a.hostname === location.hostname
			if on := e.quiet(member.X); on != nil && on.fields["href"].tainted() {
				return proofs{then: about(on.fields["href"], redirect|request|doubt)}
			}
		}
		if entry, ok := side.it.(*program.Index); ok && isNothing(side.other) && e.eval(entry.X).untainted() {
			return proofs{otherwise: about(e.eval(entry.Index), everything)}
		}
		if whole, ok := e.beginning(side.it); ok { // x[:len(root)] == root
			return e.begins(whole, side.other)
		}
		if second, ok := e.characterOf(side.it, "1"); ok && e.isText(side.other, "/", "\\") {
			return proofs{otherwise: about(second, redirect|doubt)}
		}
		if e.isText(side.other, "__proto__") {
			return proofs{otherwise: about(side.v, prototype)}
		}
		if e.isText(side.other, "") {
			if member, ok := side.it.(*program.Member); ok && addressed[member.Name] { // u.Host == "": a path of this site
				return proofs{then: about(side.v, redirect|request)}
			}
		}
		if first, ok := e.firstPart(side.it); ok && e.isText(side.other, "..") {
			return proofs{otherwise: e.dotless(first)}
		}
		if first, ok := e.characterOf(side.it, "0"); ok && e.isText(side.other, ".", "/") {
			if e.isText(side.other, "/") {
				return proofs{then: about(first, request|doubt), otherwise: about(first, relative)}
			}
			return proofs{otherwise: e.dotless(first)}
		}
		if literal, ok := literalOf(side.other); ok {
			if _, character := character(literal); character {
				return proofs{}
			}
			return e.equalLiteral(side.it, literal)
		}
		if unary, ok := side.it.(*program.Unary); ok && unary.Operator == "typeof" {
			if kind, ok := e.function().Constant(side.other); ok {
				inner := e.eval(unary.X)
				if kind == "string" {
					return proofs{then: about(inner, nosql)}
				}
				return proofs{then: about(inner, everything), otherwise: nil}
			}
		}
		if call, ok := side.it.(*program.Call); ok && len(call.Arguments) == 1 && program.LastName(call.Callee) == "dirname" { // the folder of a path is this one
			return proofs{then: about(e.quiet(call.Arguments[0].Value), path)}
		}
		if call, ok := side.it.(*program.Call); ok && side.v == nil {
			if found := e.test(call); len(found.then)+len(found.otherwise) > 0 {
				return found
			}
		}
		if whole, ok := beginningCut(side.it); ok { // x.slice(0, root.length) === root
			return e.begins(whole, side.other)
		}
		if side.v.whole().tainted() && !ofPart(side.it) {
			return proofs{then: about(side.v, everything)}
		}
	}
	return proofs{}
}

// ofPart reports whether an expression is a part of a text, of which a comparison says
// nothing of the whole: path.extname(x) === ".html", x.slice(-1) === "/".
func ofPart(x program.Expression) bool {
	call, ok := x.(*program.Call)
	return ok && partial[program.LastName(call.Callee)]
}

// beginningCut is the text of which a call gives the beginning: x.slice(0, n).
func beginningCut(x program.Expression) (program.Expression, bool) {
	call, ok := x.(*program.Call)
	if !ok || len(call.Arguments) != 2 {
		return nil, false
	}
	member, ok := call.Callee.(*program.Member)
	if !ok || member.Name != "slice" && member.Name != "substr" && member.Name != "substring" {
		return nil, false
	}
	from, ok := literalOf(call.Arguments[0].Value)
	if !ok || from.Value != "0" {
		return nil, false
	}
	return member.X, true
}

var partial = words("extname slice substr substring charAt Ext")

// made is what it proves that a text is the same as what was made of it: what makes it
// harmless changed nothing.
func made(of, it *value) []proof {
	var proven []proof
	if it = it.whole(); it == nil || of == nil {
		return nil
	}
	for _, one := range it.strands {
		for _, other := range of.data() {
			if safe := one.safe &^ other.safe & (everything | dotless); other.root == one.root && safe != 0 {
				proven = append(proven, proof{one.root, safe})
			}
		}
	}
	return proven
}

// beginning is the text of which an expression is the beginning: x[:2].
func (e *engine) beginning(x program.Expression) (program.Expression, bool) {
	index, ok := x.(*program.Index)
	if !ok {
		return nil, false
	}
	slice, ok := index.Index.(*program.List)
	if !ok || slice.Kind != "slice" {
		return nil, false
	}
	switch len(slice.Elements) {
	case 1: // of Go, x[:2] or x[2:]
		between := program.Span{Start: index.X.Range().End, End: slice.Elements[0].Range().Start}
		return index.X, strings.Contains(string(e.file.Text(between)), ":")
	case 2, 3:
		from, literal := slice.Elements[0].(*program.Literal)
		return index.X, literal && (from.Value == "0" || from.Kind == program.LiteralNothing)
	}
	return nil, false
}

// literalOf is the literal that an expression is, -1 included.
func literalOf(x program.Expression) (*program.Literal, bool) {
	if unary, ok := x.(*program.Unary); ok && unary.Operator == "-" {
		if inner, ok := unary.X.(*program.Literal); ok && inner.Kind == program.LiteralNumber {
			return &program.Literal{Span: unary.Span, Value: "-" + inner.Value, Kind: inner.Kind}, true
		}
	}
	literal, ok := x.(*program.Literal)
	return literal, ok
}

// ownSite reports whether data is what a request was sent to: its own host.
func (v *value) ownSite() bool {
	return v.tainted() && !slices.ContainsFunc(v.strands, func(s strand) bool { return (s.safe|s.root.safe)&redirect == 0 })
}

// characterOf is the text of which an expression is the character of a number.
func (e *engine) characterOf(x program.Expression, number string) (*value, bool) {
	index, ok := x.(*program.Index)
	if !ok {
		return nil, false
	}
	literal, ok := index.Index.(*program.Literal)
	if !ok || literal.Value != number {
		return nil, false
	}
	v := e.eval(index.X).whole()
	return v, v.tainted()
}

// sharedFolder are functions that give what some paths begin with.
var sharedFolder = words("commonpath commonprefix")

// amongPaths is the data in a list of paths that such a function is given.
func (e *engine) amongPaths(call *program.Call) *value {
	var all *value
	for _, argument := range call.Arguments {
		list, ok := argument.Value.(*program.List)
		if !ok {
			continue
		}
		for _, one := range list.Elements {
			if v := e.quiet(one).whole(); v.tainted() {
				all = all.mixed(v)
			}
		}
	}
	return all
}

// firstPart is the path of which an expression is the first part: rel.split("/")[0].
func (e *engine) firstPart(x program.Expression) (*value, bool) {
	index, ok := x.(*program.Index)
	if !ok || !e.isNumber(index.Index, "0") {
		return nil, false
	}
	call, ok := e.once(index.X).(*program.Call)
	if !ok || program.LastName(call.Callee) != "split" {
		return nil, false
	}
	member, ok := call.Callee.(*program.Member)
	if !ok {
		return nil, false
	}
	v := e.quiet(member.X).whole()
	return v, v.tainted()
}

func (e *engine) isNumber(x program.Expression, number string) bool {
	literal, ok := x.(*program.Literal)
	return ok && literal.Kind == program.LiteralNumber && literal.Value == number
}

// isNothing reports whether an expression is null, undefined, None or void 0.
func isNothing(x program.Expression) bool {
	switch x := x.(type) {
	case *program.Literal:
		return x.Kind == program.LiteralNothing
	case *program.Name:
		return x.Name == "undefined"
	case *program.Unary:
		return x.Operator == "void"
	}
	return false
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
	if strings.ToLower(literal.Value) == "nil" {
		e.eval(call)
		if proven := e.validated(call); len(proven) > 0 {
			return proofs{then: proven}
		}
		if _, _, passed := e.checkedBy(call); len(passed) > 0 {
			return proofs{then: passed}
		}
	}
	found := e.test(call)
	switch strings.ToLower(literal.Value) {
	case "true":
		return found
	case "false":
		return proofs{found.otherwise, found.then}
	case "0": // startsWith by indexOf(root) === 0
		switch name := program.LastName(call.Callee); {
		case name == "lastIndexOf" && len(call.Arguments) == 2:
			if member, ok := call.Callee.(*program.Member); ok && e.isNumber(call.Arguments[1].Value, "0") {
				return e.begins(member.X, call.Arguments[0].Value)
			}
		case name == "indexOf", e.tables.finds[name] && (name == "Index" || name == "find"):
			return e.prefixed(call)
		case name == "Count" || name == "count":
			return proofs{found.otherwise, found.then}
		}
	case "-1", "null", "none", "nil", "undefined":
		if program.LastName(call.Callee) == "ParseIP" { // it gives no error
			return proofs{found.otherwise, found.then}
		}
		if e.tables.proves[program.LastName(call.Callee)] != 0 || e.tables.proves[e.origin(call.Callee)] != 0 { // an error that there is not
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
	if literal, isLiteral := x.(*program.Literal); isLiteral {
		constant, ok = character(literal)
	}
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

// character is the text of one character that a literal of Go is: '/'.
func character(x *program.Literal) (string, bool) {
	if len(x.Value) < 3 || x.Value[0] != '\'' {
		return "", false
	}
	made, _, _, err := strconv.UnquoteChar(x.Value[1:], '\'')
	return string(made), err == nil
}

// constants reports whether all expressions are constant.
func (e *engine) constants(all []program.Expression) bool {
	for _, x := range all {
		switch x := x.(type) {
		case *program.Literal, *program.Text:
		default:
			if !e.eval(x).untainted() {
				return false
			}
		}
	}
	return true
}
