package route

import "github.com/golive-app/golive/checks/evidence/source/program"

// made is one thing that a function makes and gives: a closure, or what another
// function makes.
type made struct {
	function *program.Function
	ref      Ref
}

// makes lists the middleware that a function gives: auth({ role }). It is empty for one
// that gives none, or something else as well.
func (r *reading) makes(function *program.Function) []made {
	if function.Top || len(function.Params) > 0 && handlerParams[function.Params[0].Name] {
		return nil
	}
	var found []made
	handles := false
	for _, s := range returned(function.Body) {
		if len(s.X) != 1 || nothing(s.X[0]) || len(found) >= maxRefs {
			return nil
		}
		switch x := s.X[0].(type) {
		case *program.Closure, *program.Name:
			inner := r.local(function, x)
			if inner == nil || len(inner.Params) == 0 || !handlerParams[inner.Params[0].Name] && len(inner.Params) != 4 {
				return nil
			}
			handles = true
			found = append(found, made{function: inner})
		case *program.Call:
			refs, guards := r.unwrapped(function, x, 0)
			for _, one := range append(guards, refs...) {
				one.Router = 0
				found = append(found, made{ref: one})
				handles = handles || one.Function != 0 && len(guards) == 0 && len(refs) == 1 && transparent[lastWord(function.Origin(x.Callee))]
			}
		default:
			return nil
		}
	}
	if !handles && !(len(found) == 1 && kindOfOrigin(found[0].ref.Origin) != KindUnknown) {
		return nil
	}
	return found
}

// returned lists what leaves a function, its closures aside.
func returned(body []program.Statement) []*program.Return {
	var found []*program.Return
	program.VisitStatements(body, func(s program.Statement) bool {
		if one, ok := s.(*program.Return); ok {
			found = append(found, one)
		}
		return true
	}, nil)
	return found
}

// makesForOthers reports whether a function of a script's top level gives middleware.
func (r *reading) makesForOthers(function *program.Function) bool {
	if r.file.Language == "Go" || r.file.Language == "Python" || function.Parent == nil || !function.Parent.Top && function.Class == nil {
		return false
	}
	return len(r.makes(function)) > 0
}

// shrouded are the functions of a file's top level that stand in a call of something
// else, which may do more than call them: withUser(async (req, res, next) => …).
func (r *reading) shrouded() map[*program.Function]bool {
	found := map[*program.Function]bool{}
	top := r.file.Top()
	see := func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok {
			return true
		}
		if member, ok := call.Callee.(*program.Member); ok && r.language.methods[member.Name].do != nil {
			return true
		}
		if name := lastWord(top.Origin(call.Callee)); transparent[name] || name == "createMiddleware" {
			return true
		}
		for _, argument := range call.Arguments {
			if closure, ok := argument.Value.(*program.Closure); ok {
				found[closure.Function] = true
			}
		}
		return true
	}
	program.VisitStatements(top.Body, nil, see)
	for _, export := range r.file.Exports {
		program.Visit(export.Value, see)
	}
	for _, class := range r.file.Classes {
		for _, field := range class.Fields {
			program.Visit(field.Value, see)
		}
	}
	return found
}
