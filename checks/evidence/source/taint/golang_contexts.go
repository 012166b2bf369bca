package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// golangOwn is the context of an application itself, which most often has that of a
// framework in it: what its methods give that frameworks call so.
var golangOwn = &model{
	members: gives(map[string]give{"Req Request": is(golangRequest)}),
	methods: gives(map[string]give{
		"Query QueryTrim QueryParam QueryStrings DefaultQuery Param Params PathParam URLParam FormString FormTrim FormValue FormStrings": likelyText,
		"PostForm": {some: true, hints: text, safe: redirect, unsure: true},
	}),
}

// ownContext is what a parameter gives whose type is such a context: of this file where it has
// that of a framework in it, and of another package of the application by its name alone.
func ownContext(e *engine, param *program.Param, kind string) give {
	name := lastOf(kind)
	if !strings.HasSuffix(name, "Context") && !strings.HasSuffix(name, "Ctx") || !ownContexts[param.Name] || !e.pointsTo(param) {
		return give{}
	}
	if binding := e.file.Top().Lookup(kind); binding != nil && binding.Class != nil {
		for _, base := range binding.Class.Bases {
			if known := e.tables.origins[e.file.Top().TypeOrigin(bare(base))+"()"]; known.model != nil {
				return known
			}
		}
	}
	module := ownerOf(kind)
	host, rest, far := strings.Cut(module, "/")
	if module == "" || !far || !strings.Contains(host, ".") { // of this package, or of Go itself
		return give{}
	}
	owner, _, _ := strings.Cut(rest, "/")
	if golangOwners[host+"/"+owner] || golangOwners[host] {
		return give{}
	}
	return give{some: true, model: golangOwn, unsure: true}
}

// ownContexts are what handlers call their context.
var ownContexts = words("c ctx cc context")

// asksField reports whether a method of an application's own context is asked for one field
// by a name: a query of a database has spaces.
func (e *engine) asksField(c *called) bool {
	if len(c.x.Arguments) == 0 {
		return false
	}
	name, known := e.function().Constant(c.x.Arguments[0].Value)
	return known && !strings.ContainsAny(name, " \n\t(")
}
