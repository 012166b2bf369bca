package program

// Visit calls see for an expression and everything in it, outer ones first, until
// see returns false for one, whose parts are then left out. The bodies of closures
// are not entered: they are functions of their own in File.Functions.
func Visit(x Expression, see func(Expression) bool) {
	if isNil(x) {
		return
	}
	v := visitor{see: see}
	v.next = v.visit
	v.visit(x)
}

// visitor goes through expressions. It hands itself on as one function value, for
// walking is what readers do most, and a value or a list for each expression is
// what costs most about it.
type visitor struct {
	see  func(Expression) bool
	next func(Expression)
}

func (v *visitor) visit(x Expression) {
	if v.see(x) {
		eachPart(x, v.next)
	}
}

// VisitStatements calls statement for every statement in order, blocks inside of
// others included, and expression for every expression in them as Visit does.
// Either may be nil. Where statement returns false, what is inside is left out.
func VisitStatements(body []Statement, statement func(Statement) bool, expression func(Expression) bool) {
	v := visitor{see: expression}
	v.next = v.visit
	v.statements(body, statement)
}

func (v *visitor) statements(body []Statement, statement func(Statement) bool) {
	for _, one := range body {
		if statement != nil && !statement(one) {
			continue
		}
		if v.see != nil {
			eachExpression(one, v.next)
		}
		eachBody(one, func(inner []Statement) { v.statements(inner, statement) })
	}
}

// Parts returns the expressions that an expression is made of, in order.
func Parts(x Expression) []Expression {
	var parts []Expression
	eachPart(x, func(part Expression) { parts = append(parts, part) })
	return parts
}

// Expressions returns the expressions that stand directly in a statement, not
// those in the blocks below it.
func Expressions(s Statement) []Expression {
	var found []Expression
	eachExpression(s, func(x Expression) { found = append(found, x) })
	return found
}

// Bodies returns the blocks below a statement, in order.
func Bodies(s Statement) [][]Statement {
	var bodies [][]Statement
	eachBody(s, func(body []Statement) { bodies = append(bodies, body) })
	return bodies
}

// each calls see for what is there of some expressions.
func each(see func(Expression), some ...Expression) {
	for _, one := range some {
		if !isNil(one) {
			see(one)
		}
	}
}

// eachArgument calls see for the keys and values of a list.
func eachArgument(see func(Expression), list []Argument) {
	for _, one := range list {
		each(see, one.Key, one.Value)
	}
}

// eachPart calls see for the expressions that an expression is made of, in order.
func eachPart(x Expression, see func(Expression)) {
	switch x := x.(type) {
	case *Member:
		each(see, x.X)
	case *Index:
		each(see, x.X, x.Index)
	case *Call:
		each(see, x.Callee)
		eachArgument(see, x.Arguments)
	case *Template:
		each(see, x.Parts...)
	case *Binary:
		each(see, x.Left, x.Right)
	case *Unary:
		each(see, x.X)
	case *Conditional:
		each(see, x.Condition, x.Then, x.Else)
	case *Object:
		each(see, x.Type)
		eachArgument(see, x.Entries)
	case *List:
		each(see, x.Type)
		each(see, x.Elements...)
	case *Await:
		each(see, x.X)
	case *Yield:
		each(see, x.X)
	case *Assigned:
		each(see, x.Assign.Value)
		each(see, x.Assign.Targets...)
	case *Comprehension:
		for _, clause := range x.Clauses {
			each(see, clause.Over)
			each(see, clause.Targets...)
			each(see, clause.Conditions...)
		}
		each(see, x.Element, x.Value)
	case *Element:
		each(see, x.Name)
		eachArgument(see, x.Attributes)
		each(see, x.Children...)
	case *Pattern:
		for _, part := range x.Parts {
			each(see, part.Target, part.Default)
		}
	case *Asserted:
		each(see, x.X, x.Type)
	case *Other:
		each(see, x.Parts...)
	}
}

// eachExpression calls see for the expressions that stand directly in a statement.
func eachExpression(s Statement, see func(Expression)) {
	switch s := s.(type) {
	case *Assign:
		each(see, s.Value)
		each(see, s.Targets...)
	case *Evaluate:
		each(see, s.X)
	case *Return:
		each(see, s.X...)
	case *Throw:
		each(see, s.X)
	case *Branch:
		each(see, s.Condition)
	case *Loop:
		each(see, s.Over)
		each(see, s.Targets...)
		each(see, s.Condition)
	case *Switch:
		each(see, s.Subject)
		for _, one := range s.Cases {
			each(see, one.Values...)
		}
	case *Try:
		for _, handler := range s.Handlers {
			each(see, handler.Types...)
		}
	case *With:
		each(see, s.Items...)
		each(see, s.Targets...)
	case *Later:
		each(see, s.X)
	}
}

// eachBody calls see for the blocks below a statement, in order.
func eachBody(s Statement, see func([]Statement)) {
	switch s := s.(type) {
	case *Branch:
		see(s.Before)
		see(s.Then)
		see(s.Else)
	case *Loop:
		see(s.Before)
		see(s.Body)
		see(s.After)
		see(s.Else)
	case *Switch:
		for _, one := range s.Cases {
			see(one.Body)
		}
	case *Try:
		see(s.Body)
		for _, handler := range s.Handlers {
			see(handler.Body)
		}
		see(s.Else)
		see(s.Finally)
	case *With:
		see(s.Body)
	case *Block:
		see(s.Body)
	}
}

// isNil reports whether there is no expression; a nil pointer is none either.
func isNil(x Expression) bool {
	switch x := x.(type) {
	case nil:
		return true
	case *Name:
		return x == nil
	case *Pattern:
		return x == nil
	}
	return false
}
