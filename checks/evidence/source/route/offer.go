package route

import (
	"slices"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Offer is a handler that a file offers under a name that a framework looks for: GET
// of Next.js's route.ts, loader of Remix, handle of SvelteKit's hooks. Whether the
// framework looks at the file at all, its path tells.
type Offer struct {
	Name   string `json:"name"`
	Refs   []Ref  `json:"refs"`
	Guards []Ref  `json:"guards,omitempty"` // wrapped around it
	Line   int    `json:"line"`
}

// offered are the names that frameworks look for.
var offered = []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "loader", "action", "actions", "handle", "middleware", "proxy"}

// eventHandlers make handlers of Nitro's files.
var eventHandlers = words("defineEventHandler eventHandler defineCachedEventHandler cachedEventHandler defineWebSocketHandler defineWrappedResponseHandler")

// offers notes the handlers that a file offers by their names.
func (r *reading) offers() {
	top := r.file.Top()
	for _, name := range offered {
		if x := r.offeredAs(top, name); !nothing(x) {
			r.offer(top, name, x)
		}
	}
	if x := r.offeredAs(top, "default"); !nothing(x) && r.offersHandler(top, x, 0) {
		r.offer(top, "default", x)
	}
	for _, export := range r.file.Exports { // export { default } from "next-auth/middleware"
		if export.Module != "" && (export.Name == "default" || slices.Contains(offered, export.Name)) {
			r.facts.Offers = append(r.facts.Offers, Offer{Name: export.Name, Refs: []Ref{{Name: export.Module, Origin: clip(program.ImportOrigin(export.Module, export.Local))}}, Line: 1})
		}
	}
	if len(r.facts.Offers) == 0 {
		return
	}
	if binding := top.Lookup("config"); binding != nil && len(binding.Values) == 1 {
		if object, ok := binding.Values[0].(*program.Object); ok {
			for _, entry := range object.Entries {
				if entry.Name == "matcher" {
					r.setting("next.matcher", r.line(entry.Value), r.strings(top, entry.Value)...)
				}
			}
		}
	}
}

// offeredAs is what a file exports under a name.
func (r *reading) offeredAs(top *program.Function, name string) program.Expression {
	for _, export := range r.file.Exports {
		switch {
		case export.Name != name || export.Module != "":
		case !nothing(export.Value):
			return export.Value
		case export.Local != "":
			return &program.Name{Name: export.Local}
		}
	}
	if binding := top.Lookup(name); name != "default" && binding != nil && binding.Owner == top && (binding.Function != nil || len(binding.Values) > 0 || binding.Import != nil) {
		return &program.Name{Name: name}
	}
	return nil
}

// offersHandler reports whether a default export answers requests, and is not a
// component or something else.
func (r *reading) offersHandler(top *program.Function, x program.Expression, depth int) bool {
	if depth > 4 {
		return false
	}
	if function := r.local(top, x); function != nil {
		return len(function.Params) > 0 && handlerParams[function.Params[0].Name]
	}
	switch x := r.follow(top, x).(type) {
	case *program.Call:
		if eventHandlers[program.LastName(x.Callee)] {
			return true
		}
		switch module(top.Origin(x.Callee)) {
		case "@clerk/nextjs/server.clerkMiddleware", "@clerk/nextjs.authMiddleware", "next-auth/middleware.withAuth":
			return true
		}
		for _, argument := range x.Arguments {
			if r.offersHandler(top, argument.Value, depth+1) {
				return true
			}
		}
	case *program.Name: // an import: export { default } by another way
		return false
	}
	return false
}

func (r *reading) offer(top *program.Function, name string, x program.Expression) {
	line := r.line(x)
	if function := r.local(top, x); function != nil {
		line = r.file.Line(function.Start)
	} else if binding := bindingOf(top, x); binding != nil && len(binding.Values) > 0 {
		line = r.line(binding.Values[0])
	}
	if name == "actions" { // SvelteKit's, by their names
		object, ok := r.follow(top, x).(*program.Object)
		if !ok {
			return
		}
		for _, entry := range object.Entries {
			refs, guards := r.unwrapped(top, entry.Value, 0)
			if len(refs) > 0 {
				r.facts.Offers = append(r.facts.Offers, Offer{Name: name, Refs: refs[len(refs)-1:], Guards: guards, Line: r.line(entry.Value)})
			}
		}
		return
	}
	value := x
	if _, wrapped := r.follow(top, x).(*program.Call); wrapped || r.local(top, x) == nil {
		value = r.follow(top, x)
	}
	refs, guards := r.unwrapped(top, value, 0)
	if len(refs) == 0 {
		return
	}
	r.facts.Offers = append(r.facts.Offers, Offer{Name: name, Refs: refs[len(refs)-1:], Guards: append(guards, refs[:len(refs)-1]...), Line: line})
}

func bindingOf(top *program.Function, x program.Expression) *program.Binding {
	if name, ok := x.(*program.Name); ok {
		return top.Lookup(name.Name)
	}
	return nil
}
