package route

import (
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// transparent are functions that give back the function they get, in another form.
var transparent = words(`HandlerFunc asyncHandler expressAsyncHandler catchAsync wrapAsync asyncWrapper asyncMiddleware
	asyncRoute tryCatch wrap wrapHandler promisify bind fp fastifyPlugin WrapH WrapF WrapHandler WrapMiddleware HTTPHandler HTTPHandlerFunc
	csrf_exempt ensure_csrf_cookie csrf_protect never_cache cache_page gzip_page vary_on_headers method_decorator xframe_options_exempt
	require_GET require_POST require_http_methods toWebHandler toNodeHandler defineEventHandler eventHandler cache memo
	express-async-handler fastify-plugin`)

// refs returns what arguments name, lists taken apart. Functions that are wrapped
// around a handler are guards of their own.
func (r *reading) refs(in *program.Function, arguments []program.Argument) (refs, guards []Ref) {
	for _, argument := range arguments {
		if argument.Name != "" || argument.Spread == "**" {
			continue
		}
		one, around := r.unwrapped(in, argument.Value, 0)
		refs, guards = append(refs, one...), append(guards, around...)
	}
	return refs[:min(len(refs), maxRefs)], guards[:min(len(guards), maxRefs)]
}

// all returns everything that an expression names: the elements of a list, or
// itself.
func (r *reading) all(in *program.Function, x program.Expression) []Ref {
	if nothing(x) {
		return nil
	}
	refs, guards := r.refs(in, []program.Argument{{Value: x}})
	return append(guards, refs...)
}

// unwrapped returns what an expression names, and what is wrapped around it.
func (r *reading) unwrapped(in *program.Function, x program.Expression, depth int) (refs, guards []Ref) {
	if nothing(x) || depth > deepest {
		return nil, nil
	}
	if list, ok := r.follow(in, x).(*program.List); ok {
		for _, element := range list.Elements[:min(len(list.Elements), maxRefs)] {
			one, around := r.unwrapped(in, element, depth+1)
			refs, guards = append(refs, one...), append(guards, around...)
		}
		return refs, guards
	}
	switch x := x.(type) {
	case *program.Unary:
		return r.unwrapped(in, x.X, depth+1)
	case *program.Await:
		return r.unwrapped(in, x.X, depth+1)
	case *program.Binary:
		// IsAuthenticated & IsOwner, a || b
		left, around := r.unwrapped(in, x.Left, depth+1)
		right, more := r.unwrapped(in, x.Right, depth+1)
		return append(left, right...), append(around, more...)
	case *program.Conditional:
		return r.unwrapped(in, x.Then, depth+1)
	case *program.Call:
		if inner, ok := r.wrapped(in, x); ok {
			refs, guards = r.unwrapped(in, inner, depth+1)
			if name := lastWord(in.Origin(x.Callee)); !transparent[name] {
				around := r.ref(in, x)
				around.Router = 0
				guards = append([]Ref{around}, guards...)
			}
			return refs, guards
		}
	case *program.Literal, *program.Text, *program.Object, *program.Template:
		return nil, nil
	}
	return []Ref{r.ref(in, x)}, nil
}

// wrapped returns the handler that a call has among its arguments: auth(handler),
// http.HandlerFunc(handler), handler.bind(this), cache_page(60)(handler),
// alice.New(log, auth).Then(handler).
func (r *reading) wrapped(in *program.Function, call *program.Call) (program.Expression, bool) {
	if member, ok := call.Callee.(*program.Member); ok {
		switch member.Name {
		case "bind":
			return member.X, true
		case "as_view":
			return nil, false
		}
	}
	if r.router(in, call) != 0 && r.sure(r.router(in, call)) {
		return nil, false
	}
	for i := len(call.Arguments) - 1; i >= 0; i-- {
		argument := call.Arguments[i]
		if argument.Name != "" || nothing(argument.Value) {
			continue
		}
		if r.handles(in, argument.Value) {
			return argument.Value, true
		}
		if len(call.Arguments) == 1 && r.takesHandler(in, call) && r.handlerLike(in, call, argument.Value) {
			return argument.Value, true
		}
	}
	return nil, false
}

// handles reports whether an expression is a function for certain.
func (r *reading) handles(in *program.Function, x program.Expression) bool {
	switch x := x.(type) {
	case *program.Closure:
		return true
	case *program.Name, *program.Member:
		return r.local(in, x) != nil
	case *program.Call:
		name := lastWord(in.Origin(x.Callee))
		if transparent[name] || name == "as_view" {
			return true
		}
		_, ok := r.wrapped(in, x)
		return ok
	}
	return false
}

// takesHandler reports whether a function by its name wraps handlers: a guard, or
// one that only changes their form.
func (r *reading) takesHandler(in *program.Function, call *program.Call) bool {
	if outer, ok := call.Callee.(*program.Call); ok { // user_passes_test(check)(view)
		return kindOfName(lastWord(in.Origin(outer.Callee))) != KindUnknown || transparent[lastWord(in.Origin(outer.Callee))]
	}
	name := lastWord(in.Origin(call.Callee))
	return transparent[name] || name == "Then" || name == "ThenFunc" || kindOfName(name) != KindUnknown && !strings.HasPrefix(name, "New")
}

// handlerLike reports whether what a guard is given may be the handler behind it,
// and not a schema or an option.
func (r *reading) handlerLike(in *program.Function, call *program.Call, x program.Expression) bool {
	if !callable(x) {
		return false
	}
	if r.file.Language == "Go" || r.file.Language == "Python" || transparent[lastWord(in.Origin(call.Callee))] {
		return true
	}
	switch x := x.(type) {
	case *program.Name:
		return strings.HasSuffix(x.Name, "andler") || strings.HasSuffix(x.Name, "ontroller")
	case *program.Member:
		return strings.HasSuffix(strings.ToLower(program.LastName(x.X)), "controller") || strings.HasSuffix(strings.ToLower(program.LastName(x.X)), "handler")
	}
	return false
}

// callable reports whether an expression can be a function.
func callable(x program.Expression) bool {
	switch x := x.(type) {
	case *program.Closure, *program.Name, *program.Member, *program.Call, *program.Conditional, *program.Index:
		return true
	case *program.List:
		return len(x.Elements) > 0 && callable(x.Elements[len(x.Elements)-1])
	case *program.Unary:
		return callable(x.X)
	}
	return false
}

// ref names one value.
func (r *reading) ref(in *program.Function, x program.Expression) Ref {
	x = r.held(in, x)
	ref := Ref{Line: r.line(x), Origin: clip(in.Origin(x)), Package: r.packaged(in, x, 0)}
	if number := r.router(in, x); number != 0 {
		ref.Router = number
	}
	switch one := x.(type) {
	case *program.Closure:
		ref.Function = r.functionOf(one.Function)
		ref.Name = r.closureName(one.Function)
		return ref
	case *program.Call:
		ref.Name = r.calleeName(one)
		ref.Words = r.constants(in, one)
		if callee := r.local(in, one.Callee); callee != nil {
			ref.Function = r.functionOf(callee)
		}
		return ref
	}
	ref.Name = r.calleeName(x)
	if function := r.local(in, x); function != nil {
		ref.Function = r.functionOf(function)
	} else if call, ok := r.follow(in, x).(*program.Call); ok {
		ref.Words = r.constants(in, call)
		if callee := r.local(in, call.Callee); callee != nil {
			ref.Function = r.functionOf(callee)
		}
	}
	return ref
}

// packaged is the package of others that an expression begins with, in scripts.
func (r *reading) packaged(in *program.Function, x program.Expression, depth int) string {
	if depth > deepest || r.file.Language == "Go" || r.file.Language == "Python" {
		return ""
	}
	module := ""
	switch x := x.(type) {
	case *program.Member:
		return r.packaged(in, x.X, depth+1)
	case *program.Await:
		return r.packaged(in, x.X, depth+1)
	case *program.Call:
		required, ok := in.Required(x)
		if !ok {
			return r.packaged(in, x.Callee, depth+1)
		}
		module = required
	case *program.Name:
		binding := in.Lookup(x.Name)
		switch {
		case binding == nil:
		case binding.Import != nil:
			module = binding.Import.Module
		case binding.Param == nil && !binding.Element && len(binding.Values) == 1:
			return r.packaged(binding.Owner, binding.Values[0], depth+1)
		}
	}
	if strings.HasPrefix(module, ".") || strings.HasPrefix(module, "/") {
		return ""
	}
	return clip(module)
}

// held is what stands behind a name that a loop over constants has in hand.
func (r *reading) held(in *program.Function, x program.Expression) program.Expression {
	if len(r.env) == 0 {
		return x
	}
	switch one := x.(type) {
	case *program.Name:
		if binding := in.Lookup(one.Name); binding != nil {
			if value, found := r.env[binding]; found {
				if member, ok := value.(*program.Member); ok { // for (const { path, handler } of routes)
					if inner := r.entry(in, member); inner != nil {
						return inner
					}
				}
				return value
			}
		}
	case *program.Member:
		if name, ok := one.X.(*program.Name); ok {
			if binding := in.Lookup(name.Name); binding != nil && r.env[binding] != nil {
				if value := r.entry(in, one); value != nil {
					return value
				}
			}
		}
	}
	return x
}

// calleeName is the name of what is called, for people.
func (r *reading) calleeName(x program.Expression) string {
	switch x := x.(type) {
	case *program.Name:
		return clip(x.Name)
	case *program.Member:
		if outer := r.calleeName(x.X); outer != "" && len(outer) < 60 {
			return outer + "." + x.Name
		}
		return clip(x.Name)
	case *program.Call:
		if module, taken := r.file.Top().Required(x); taken { // require("./auth") is called auth
			return clip(strings.TrimSuffix(path.Base(strings.TrimSuffix(module, "/index")), path.Ext(module)))
		}
		return r.calleeName(x.Callee) + "()"
	case *program.Unary:
		return r.calleeName(x.X)
	case *program.Closure:
		return "function"
	}
	text := r.text(x)
	return text[:min(len(text), 60)]
}

// closureName names a closure after the one function that it calls: (c) => list(c).
func (r *reading) closureName(function *program.Function) string {
	if function.Name != "" {
		return function.Name
	}
	if len(function.Body) != 1 {
		return "function"
	}
	var x program.Expression
	switch s := function.Body[0].(type) {
	case *program.Return:
		if len(s.X) == 1 {
			x = s.X[0]
		}
	case *program.Evaluate:
		x = s.X
	}
	if await, ok := x.(*program.Await); ok {
		x = await.X
	}
	if call, ok := x.(*program.Call); ok {
		switch call.Callee.(type) {
		case *program.Name, *program.Member:
			return r.calleeName(call.Callee)
		}
	}
	return "function"
}

// constants are the texts among the arguments of a call: what a guard is told.
func (r *reading) constants(in *program.Function, call *program.Call) []string {
	var found []string
	add := func(x program.Expression) {
		switch x.(type) {
		case *program.Text, *program.Name, *program.Member:
			if text, ok := in.Constant(x); ok && text != "" && len(text) <= 60 && len(found) < 8 {
				found = append(found, text)
			} else if member, ok := x.(*program.Member); ok && len(found) < 8 {
				found = append(found, member.Name) // Role.Admin
			}
		}
	}
	for i, argument := range call.Arguments {
		switch value := argument.Value.(type) {
		case *program.Literal:
			if lenient(argument.Name, value.Value) || i == 0 && len(call.Arguments) == 1 && value.Value == "false" {
				found = append(found, "optional")
			}
		case *program.List:
			for _, element := range value.Elements {
				add(element)
			}
		case *program.Object:
			for _, entry := range value.Entries {
				if literal, ok := entry.Value.(*program.Literal); ok && lenient(entry.Name, literal.Value) {
					found = append(found, "optional")
				}
				add(entry.Value)
			}
		default:
			add(argument.Value)
		}
	}
	return slices.Clip(found)
}

// lenient reports whether an option of a guard makes it let everybody through.
func lenient(name, value string) bool {
	value = strings.ToLower(value)
	switch strings.ToLower(strings.ReplaceAll(name, "_", "")) {
	case "credentialsrequired", "required", "autoerror":
		return value == "false"
	case "optional", "passthrough", "allowanonymous":
		return value == "true"
	}
	return false
}
