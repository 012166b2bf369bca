package taint

import "github.com/golive-app/golive/checks/evidence/source/program"

// variables are what the file does with the variables of its functions, for those that are
// followed value by value: which are changed by nobody but the function itself.
type variables struct {
	shared   map[*program.Binding]bool            // changed by a closure, or by way of a pointer
	captured map[*program.Binding]bool            // named in a closure
	given    map[*program.Binding]int             // how often it is given a value
	declared map[*program.Binding][]*program.Loop // by each declaration; the loop whose head that is, or nil
	jumping  map[*program.Function]bool           // has labels that are jumped to
	awaited  map[*program.Later]*program.Function // closures that run beside and are waited for
	changed  map[*program.Loop][]*program.Binding // in loops
}

// plain reports whether what a variable has can be told from the statements of its own
// function, one after the other.
func (v *variables) plain(binding *program.Binding) bool {
	if v.shared[binding] || v.jumping[binding.Owner] || binding.Owner == nil || binding.Owner.Top {
		return false
	}
	loops := v.declared[binding]
	for i, one := range loops { // two of one name in blocks within each other are two variables
		for _, other := range loops[i+1:] {
			if one == nil || other == nil || one.Start <= other.Start && other.End <= one.End || other.Start <= one.Start && one.End <= other.End {
				return false
			}
		}
	}
	return true
}

// used reports whether others than the function itself may see what a variable holds: a
// closure, what has a pointer to it, or the whole file.
func (v *variables) used(binding *program.Binding) bool {
	return v.shared[binding] || v.captured[binding] || binding.Owner == nil || binding.Owner.Top
}

// once reports whether a variable is given one value and no other.
func (v *variables) once(binding *program.Binding) bool {
	return v.given[binding] == 1 && !v.shared[binding]
}

// ownVariables looks through the file once.
func (e *engine) ownVariables() *variables {
	if e.variables != nil {
		return e.variables
	}
	v := &variables{
		shared: map[*program.Binding]bool{}, captured: map[*program.Binding]bool{}, given: map[*program.Binding]int{}, declared: map[*program.Binding][]*program.Loop{},
		jumping: map[*program.Function]bool{}, awaited: map[*program.Later]*program.Function{}, changed: map[*program.Loop][]*program.Binding{},
	}
	e.variables = v
	inPlace := map[*program.Function]bool{}
	for _, function := range e.file.Functions {
		program.VisitStatements(function.Body, func(s program.Statement) bool {
			if run, ok := s.(*program.Evaluate); ok {
				if inner := inPlaceOf(run.X, function); inner != nil {
					inPlace[inner] = true
				}
			}
			return true
		}, nil)
		for at, inner := range awaited(function) {
			v.awaited[at], inPlace[inner] = inner, true
		}
	}
	for _, function := range e.file.Functions {
		v.look(function, inPlace[function])
	}
	return v
}

// look notes what a function changes; one that is run in place does that for the function
// that it stands in.
func (v *variables) look(function *program.Function, inPlace bool) {
	for _, param := range function.Params {
		if binding := function.Lookup(param.Name); binding != nil && param.Name != "" {
			v.declared[binding] = append(v.declared[binding], nil)
		}
	}
	heads := map[program.Statement]*program.Loop{}
	change := func(x program.Expression) *program.Binding {
		name, ok := x.(*program.Name)
		if !ok {
			return nil
		}
		binding := function.Lookup(name.Name)
		if binding == nil {
			return nil
		}
		v.given[binding]++
		if binding.Owner != function && !(inPlace && binding.Owner == function.Parent) {
			v.shared[binding] = true
		}
		return binding
	}
	assigned := func(s *program.Assign) {
		for _, target := range s.Targets {
			if binding := change(target); binding != nil && s.Declares {
				v.declared[binding] = append(v.declared[binding], heads[s])
			}
		}
	}
	program.VisitStatements(function.Body, func(s program.Statement) bool {
		switch s := s.(type) {
		case *program.Assign:
			assigned(s)
		case *program.Loop:
			for _, one := range s.Before {
				heads[one] = s
			}
			for _, target := range s.Targets {
				if binding := change(target); binding != nil {
					v.given[binding]++
					v.declared[binding] = append(v.declared[binding], s)
				}
			}
		case *program.Jump:
			if s.Kind == "goto" || labelled(s) {
				v.jumping[function] = true
			}
		}
		return true
	}, func(x program.Expression) bool {
		switch x := x.(type) {
		case *program.Name:
			if binding := function.Lookup(x.Name); binding != nil && binding.Owner != function && !(inPlace && binding.Owner == function.Parent) {
				v.captured[binding] = true
			}
		case *program.Assigned:
			assigned(x.Assign)
		case *program.Unary:
			switch x.Operator {
			case "++", "--":
				change(x.X)
			case "&":
				if name, ok := x.X.(*program.Name); ok {
					if binding := function.Lookup(name.Name); binding != nil {
						v.shared[binding] = true
					}
				}
			}
		}
		return true
	})
}

// labelled reports whether a jump names a label.
func labelled(s *program.Jump) bool { return int(s.End-s.Start) > len(s.Kind) }

// inPlaceOf is the closure of a function of Go that an expression runs where it is written,
// and that comes to its end: func() { … }().
func inPlaceOf(x program.Expression, within *program.Function) *program.Function {
	inner := closureRun(x, within)
	if inner == nil {
		return nil
	}
	whole := true
	program.VisitStatements(inner.Body, func(s program.Statement) bool {
		switch s.(type) {
		case *program.Return, *program.Later:
			whole = false
		}
		return whole
	}, nil)
	if !whole {
		return nil
	}
	return inner
}

// changedIn are the variables that a loop changes.
func (e *engine) changedIn(loop *program.Loop) []*program.Binding {
	v := e.ownVariables()
	if known, found := v.changed[loop]; found {
		return known
	}
	var found []*program.Binding
	change := func(x program.Expression) {
		if name, ok := x.(*program.Name); ok {
			if binding := e.function().Lookup(name.Name); binding != nil {
				found = append(found, binding)
			}
		}
	}
	var see func(body []program.Statement, function *program.Function)
	see = func(body []program.Statement, function *program.Function) {
		program.VisitStatements(body, func(s program.Statement) bool {
			switch s := s.(type) {
			case *program.Assign:
				for _, target := range s.Targets {
					change(target)
				}
			case *program.Loop:
				for _, target := range s.Targets {
					change(target)
				}
			case *program.Evaluate:
				if inner := inPlaceOf(s.X, function); inner != nil {
					see(inner.Body, inner)
				}
			}
			return true
		}, func(x program.Expression) bool {
			switch x := x.(type) {
			case *program.Assigned:
				for _, target := range x.Assign.Targets {
					change(target)
				}
			case *program.Unary:
				if x.Operator == "++" || x.Operator == "--" {
					change(x.X)
				}
			}
			return true
		})
	}
	see([]program.Statement{loop}, e.function())
	v.changed[loop] = found
	return found
}

// unfixed forgets the constants of the variables that a loop changes: another round has others.
func (e *engine) unfixed(loop *program.Loop) {
	if !e.tables.functions {
		return
	}
	for _, binding := range e.changedIn(loop) {
		e.state.set(fixedSlot(binding), nil)
	}
}
