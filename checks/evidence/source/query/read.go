package query

import (
	"maps"
	"slices"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Read returns what one file tells of its database calls.
func Read(p *program.File) Facts {
	facts := Facts{}
	if len(rows[p.Language]) == 0 || len(p.Functions) == 0 {
		return facts
	}
	f := newFile(p, &facts)
	libraries := map[string]bool{}
	later, handed := f.keptForLater(), f.handedToJobs()
	for _, function := range p.Functions {
		f.survey(function, later[function], handed[function], libraries)
	}
	for _, function := range p.Functions {
		f.readRelations(function)
		f.readObject(function)
	}
	f.models()
	f.serializers()
	f.schemas()
	f.typed()
	f.views()
	f.pages()
	f.listings()
	facts.Libraries = slices.Sorted(maps.Keys(libraries))
	for _, function := range p.Functions {
		if !f.walked[function] && (function.Parent == nil || f.walked[function.Parent]) {
			f.enter(function, f.perObject(function))
		}
	}
	for _, function := range p.Functions { // what only a closure that nobody calls holds
		if !f.walked[function] {
			f.enter(function, f.perObject(function))
		}
	}
	slices.SortStableFunc(facts.Hits, func(a, b Hit) int { return (a.Line-b.Line)*10_000 + a.Column - b.Column })
	return facts
}

// skipChain marks the calls that a call is chained to: they are one query.
func skipChain(call *program.Call, chained map[*program.Call]bool) {
	var at program.Expression = call.Callee
	for range longestChain {
		switch x := at.(type) {
		case *program.Member:
			at = x.X
		case *program.Call:
			chained[x] = true
			at = x.Callee
		case *program.Await:
			at = x.X
		default:
			return
		}
	}
}

// namedAround returns the innermost function with a name that a function is or
// stands in.
func namedAround(function *program.Function) *program.Function {
	for ; function != nil && !function.Top; function = function.Parent {
		if function.Name != "" {
			return function
		}
	}
	return nil
}

// qualified names a function as other files call it: with its class.
func qualified(function *program.Function) string {
	if function.Class != nil && function.Class.Name != "" {
		return function.Class.Name + "." + function.Name
	}
	return function.Name
}
