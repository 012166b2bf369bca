package route

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// procedureKinds are the methods by which a procedure of tRPC becomes an operation.
// https://trpc.io/docs/server/procedures
var procedureKinds = map[string]string{"query": "QUERY", "mutation": "MUTATION", "subscription": "SUBSCRIPTION"}

// routerMakers are the functions that put procedures together, as tRPC and its
// templates call them.
var routerMakers = words("router createTRPCRouter createRouter mergeRouters")

// procedures notes the procedures of a router: router({ list: protectedProcedure.query(…) }).
func (r *reading) procedures(in *program.Function, call *program.Call) bool {
	if !routerMakers[program.LastName(call.Callee)] || len(call.Arguments) == 0 {
		return false
	}
	if known := r.groups[call.Range()]; known != 0 {
		return true
	}
	if object, ok := r.follow(in, call.Arguments[0].Value).(*program.Object); ok && r.hasProcedures(in, object, 0) {
		r.group(in, call, object, 0)
		return false // what stands inside is still looked at
	}
	return false
}

// hasProcedures reports whether an object holds a procedure, or by its name a router or
// a procedure of another file.
func (r *reading) hasProcedures(in *program.Function, object *program.Object, depth int) bool {
	for _, entry := range object.Entries {
		if method, _ := r.procedure(in, entry.Value); method != "" {
			return true
		}
		name := strings.ToLower(program.LastName(entry.Value))
		for _, end := range []string{"router", "route", "procedure", "query", "mutation"} {
			if strings.HasSuffix(name, end) {
				return true
			}
		}
		if inner := r.innerRouter(in, entry.Value); inner != nil && depth < 6 && r.hasProcedures(in, inner, depth+1) {
			return true
		}
	}
	return false
}

// innerRouter is the object of a router that stands in another one: made as the outer
// one is, or an object alone.
func (r *reading) innerRouter(in *program.Function, x program.Expression) *program.Object {
	if object, ok := x.(*program.Object); ok && nothing(object.Type) {
		return object
	}
	call, ok := x.(*program.Call)
	if !ok || !routerMakers[program.LastName(call.Callee)] || len(call.Arguments) != 1 {
		return nil
	}
	object, _ := r.follow(in, call.Arguments[0].Value).(*program.Object)
	return object
}

// group numbers a router and notes what stands in it.
func (r *reading) group(in *program.Function, router program.Expression, object *program.Object, depth int) int {
	r.facts.Groups++
	number := r.facts.Groups
	r.groups[router.Range()] = number
	for _, entry := range object.Entries {
		if entry.Name == "" || nothing(entry.Value) {
			continue
		}
		if inner := r.innerRouter(in, entry.Value); inner != nil && depth < 6 {
			group := r.groups[entry.Value.Range()] // looked at before what it stands in
			if group == 0 {
				group = r.group(in, entry.Value, inner, depth+1)
			}
			r.facts.Nested = append(r.facts.Nested, Nested{Group: number, Name: clip(entry.Name), Inner: group})
			continue
		}
		method, last := r.procedure(in, entry.Value)
		if _, named := entry.Value.(*program.Name); method == "" || named {
			switch entry.Value.(type) {
			case *program.Name, *program.Member:
				if len(r.facts.Nested) < maxOperations {
					r.facts.Nested = append(r.facts.Nested, Nested{Group: number, Name: clip(entry.Name), Ref: Ref{Name: program.LastName(entry.Value), Origin: clip(in.Origin(entry.Value)), Line: r.line(entry.Value)}})
				}
			}
			continue
		}
		operation := Operation{Source: SourceCode, Framework: "trpc", Method: method, Name: clip(entry.Name), Group: number, Line: r.line(entry.Value)}
		operation.Guards = r.procedureGuards(in, last)
		if len(last.Arguments) > 0 {
			operation.Refs, _ = r.refs(in, last.Arguments[len(last.Arguments)-1:])
		}
		r.operation(operation)
	}
	return number
}

// procedure tells what a procedure is by the end of its chain; empty where a value is
// none.
func (r *reading) procedure(in *program.Function, x program.Expression) (string, *program.Call) {
	call, ok := r.follow(in, x).(*program.Call)
	if !ok {
		return "", nil
	}
	member, ok := call.Callee.(*program.Member)
	if !ok || procedureKinds[member.Name] == "" {
		return "", nil
	}
	for base := member.X; ; {
		switch one := base.(type) {
		case *program.Call:
			base = one.Callee
		case *program.Member:
			if isProcedure(one.Name) {
				return procedureKinds[member.Name], call
			}
			base = one.X
		case *program.Name:
			if isProcedure(one.Name) {
				return procedureKinds[member.Name], call
			}
			return "", nil
		default:
			return "", nil
		}
	}
}

// isProcedure reports whether a name is that of a procedure, or of what makes one:
// protectedProcedure, authedProcedure, requireTeam("admin")Procedure.
func isProcedure(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, "procedure") || strings.HasSuffix(name, "procedures")
}

// procedureGuards are what a procedure passes: the one that it is made of, which says
// by its name who may ask, and the middlewares in its chain.
func (r *reading) procedureGuards(in *program.Function, call *program.Call) []Ref {
	var found []Ref
	x := call.Callee
	for range deepest * 2 {
		member, ok := x.(*program.Member)
		if !ok || isProcedure(member.Name) {
			break
		}
		inner, ok := member.X.(*program.Call)
		if !ok {
			x = member.X
			break
		}
		if program.LastName(inner.Callee) == "use" {
			for _, argument := range inner.Arguments {
				found = append(r.all(in, argument.Value), found...)
			}
		}
		if _, made := inner.Callee.(*program.Name); made { // withRole("admin").query(…)
			x = inner
			break
		}
		x = inner.Callee
	}
	root := r.ref(in, x)
	root.Router = 0
	return append([]Ref{root}, found...)
}

// base notes what a procedure that others are made of asks: const adminProcedure =
// protectedProcedure.use(isAdmin).
func (r *reading) base(in *program.Function, name string, x program.Expression) {
	call, ok := r.follow(in, x).(*program.Call)
	if !ok || !isProcedure(name) || len(r.facts.Bases) >= maxNames {
		return
	}
	if guards := r.procedureGuards(in, &program.Call{Span: call.Span, Callee: &program.Member{Span: call.Span, X: call}}); len(guards) > 0 {
		if r.facts.Bases == nil {
			r.facts.Bases = map[string][]Ref{}
		}
		r.facts.Bases[name] = guards
	}
}
