package taint

import "github.com/golive-app/golive/checks/evidence/source/program"

// awaited are the closures of a function of Go that run beside it and that it waits for at
// once: they are done when it goes on, as if they stood there.
//
//	wg.Add(1)
//	go func() { defer wg.Done(); … }()
//	wg.Wait()
//
// One that is waited for and never says that it is done lets nothing behind it run.
func awaited(function *program.Function) map[*program.Later]*program.Function {
	var found map[*program.Later]*program.Function
	for i, one := range function.Body {
		start, ok := one.(*program.Later)
		if !ok || start.Kind != "go" || i+1 >= len(function.Body) {
			continue
		}
		inner := closureRun(start.X, function)
		wait, ok := function.Body[i+1].(*program.Evaluate)
		if inner == nil || !ok {
			continue
		}
		group := asked(wait.X, "Wait")
		if group == "" || !waitsForOne(function, group) || !doneLast(inner, group) {
			continue
		}
		if found == nil {
			found = map[*program.Later]*program.Function{}
		}
		found[start] = inner
	}
	return found
}

// closureRun is the closure of a function that an expression runs without arguments.
func closureRun(x program.Expression, within *program.Function) *program.Function {
	call, ok := x.(*program.Call)
	if !ok || len(call.Arguments) > 0 {
		return nil
	}
	closure, ok := call.Callee.(*program.Closure)
	if !ok || closure.Function.Parent != within {
		return nil
	}
	return closure.Function
}

// asked is the variable of which a call asks a method without arguments.
func asked(x program.Expression, method string) string {
	call, ok := x.(*program.Call)
	if !ok || len(call.Arguments) > 0 {
		return ""
	}
	member, ok := call.Callee.(*program.Member)
	if !ok || member.Name != method {
		return ""
	}
	name, ok := member.X.(*program.Name)
	if !ok {
		return ""
	}
	return name.Name
}

// waitsForOne reports whether a variable is a WaitGroup of the function that is told once to
// wait for one.
func waitsForOne(function *program.Function, group string) bool {
	binding := function.Lookup(group)
	if binding == nil || binding.Owner != function || binding.Type == nil || function.TypeOrigin(binding.Type) != "sync.WaitGroup" {
		return false
	}
	added, other := 0, 0
	program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
		switch x := x.(type) {
		case *program.Call:
			if member, ok := x.Callee.(*program.Member); ok && member.Name == "Add" && len(x.Arguments) == 1 {
				if name, ok := member.X.(*program.Name); ok && name.Name == group {
					if literal, ok := x.Arguments[0].Value.(*program.Literal); ok && literal.Value == "1" {
						added++
					} else {
						other++
					}
				}
			}
		case *program.Unary:
			if name, ok := x.X.(*program.Name); ok && x.Operator == "&" && name.Name == group {
				other++
			}
		}
		return true
	})
	return added == 1 && other == 0
}

// doneLast reports whether a closure says last that it is done, or never.
func doneLast(inner *program.Function, group string) bool {
	last := len(inner.Body) - 1
	for i, one := range inner.Body {
		switch one := one.(type) {
		case *program.Later:
			if one.Kind != "defer" || asked(one.X, "Done") != group {
				return false
			}
		case *program.Evaluate:
			if asked(one.X, "Done") == group && i != last {
				return false
			}
		}
	}
	whole := true
	program.VisitStatements(inner.Body, func(s program.Statement) bool {
		switch s := s.(type) {
		case *program.Return:
			whole = false
		case *program.Later:
			whole = whole && asked(s.X, "Done") == group
		}
		return whole
	}, nil)
	return whole
}
