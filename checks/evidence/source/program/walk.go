package program

// Visit calls see for an expression and everything in it, outer ones first, until
// see returns false for one, whose parts are then left out. The bodies of closures
// are not entered: they are functions of their own in File.Functions.
func Visit(x Expression, see func(Expression) bool) {
	if isNil(x) || !see(x) {
		return
	}
	for _, part := range Parts(x) {
		Visit(part, see)
	}
}

// VisitStatements calls statement for every statement in order, blocks inside of
// others included, and expression for every expression in them as Visit does.
// Either may be nil. Where statement returns false, what is inside is left out.
func VisitStatements(body []Statement, statement func(Statement) bool, expression func(Expression) bool) {
	for _, one := range body {
		if statement != nil && !statement(one) {
			continue
		}
		for _, x := range Expressions(one) {
			if expression != nil {
				Visit(x, expression)
			}
		}
		for _, inner := range Bodies(one) {
			VisitStatements(inner, statement, expression)
		}
	}
}

// Parts returns the expressions that an expression is made of, in order.
func Parts(x Expression) []Expression {
	var parts []Expression
	add := func(some ...Expression) {
		for _, one := range some {
			if !isNil(one) {
				parts = append(parts, one)
			}
		}
	}
	arguments := func(list []Argument) {
		for _, one := range list {
			add(one.Key, one.Value)
		}
	}
	switch x := x.(type) {
	case *Member:
		add(x.X)
	case *Index:
		add(x.X, x.Index)
	case *Call:
		add(x.Callee)
		arguments(x.Arguments)
	case *Template:
		add(x.Parts...)
	case *Binary:
		add(x.Left, x.Right)
	case *Unary:
		add(x.X)
	case *Conditional:
		add(x.Condition, x.Then, x.Else)
	case *Object:
		add(x.Type)
		arguments(x.Entries)
	case *List:
		add(x.Type)
		add(x.Elements...)
	case *Await:
		add(x.X)
	case *Yield:
		add(x.X)
	case *Assigned:
		add(x.Assign.Value)
		add(x.Assign.Targets...)
	case *Comprehension:
		for _, clause := range x.Clauses {
			add(clause.Over)
			add(clause.Targets...)
			add(clause.Conditions...)
		}
		add(x.Element, x.Value)
	case *Element:
		add(x.Name)
		arguments(x.Attributes)
		add(x.Children...)
	case *Pattern:
		for _, part := range x.Parts {
			add(part.Target, part.Default)
		}
	case *Asserted:
		add(x.X, x.Type)
	case *Other:
		add(x.Parts...)
	}
	return parts
}

// Expressions returns the expressions that stand directly in a statement, not
// those in the blocks below it.
func Expressions(s Statement) []Expression {
	var found []Expression
	add := func(some ...Expression) {
		for _, one := range some {
			if !isNil(one) {
				found = append(found, one)
			}
		}
	}
	switch s := s.(type) {
	case *Assign:
		add(s.Value)
		add(s.Targets...)
	case *Evaluate:
		add(s.X)
	case *Return:
		add(s.X...)
	case *Throw:
		add(s.X)
	case *Branch:
		add(s.Condition)
	case *Loop:
		add(s.Over)
		add(s.Targets...)
		add(s.Condition)
	case *Switch:
		add(s.Subject)
		for _, one := range s.Cases {
			add(one.Values...)
		}
	case *Try:
		for _, handler := range s.Handlers {
			add(handler.Types...)
		}
	case *With:
		add(s.Items...)
		add(s.Targets...)
	case *Later:
		add(s.X)
	}
	return found
}

// Bodies returns the blocks below a statement, in order.
func Bodies(s Statement) [][]Statement {
	switch s := s.(type) {
	case *Branch:
		return [][]Statement{s.Before, s.Then, s.Else}
	case *Loop:
		return [][]Statement{s.Before, s.Body, s.After, s.Else}
	case *Switch:
		var bodies [][]Statement
		for _, one := range s.Cases {
			bodies = append(bodies, one.Body)
		}
		return bodies
	case *Try:
		bodies := [][]Statement{s.Body}
		for _, handler := range s.Handlers {
			bodies = append(bodies, handler.Body)
		}
		return append(bodies, s.Else, s.Finally)
	case *With:
		return [][]Statement{s.Body}
	case *Block:
		return [][]Statement{s.Body}
	}
	return nil
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
