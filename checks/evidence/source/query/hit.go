package query

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// hit records a database call in a loop, unless it asks for many at once.
func (w *walker) hit(call *program.Call, found row, c chain) {
	if w.loop == nil || w.together || w.eachItsTable(c) || len(w.facts.Hits) >= maxHits || w.asksForMany(call, c) || w.runs(call) {
		return
	}
	made := w.place(call)
	made.Library, made.Callee, made.Write, made.Lazy = found.library, oneLine(c.written), found.write(c), found.isLazy(c)
	w.facts.Hits = append(w.facts.Hits, made)
}

// asksForMany reports whether a call asks for many rows at once, in itself or in the query
// that it goes on with.
func (w *walker) asksForMany(call *program.Call, c chain) bool {
	if asksForMany(w.Text(call.Span)) {
		return true
	}
	begun, ok := resolve(w.function, c.root).(*program.Call)
	return ok && asksForMany(w.Text(begun.Span))
}

// sendsTogether reports whether a call sends a list of queries as one: in one round trip,
// or in one transaction, which is what people have for changes that differ.
// https://orm.drizzle.team/docs/batch-api https://www.prisma.io/docs/orm/prisma-client/queries/transactions#the-transaction-api
func sendsTogether(call *program.Call) bool {
	member, ok := call.Callee.(*program.Member)
	if !ok || len(call.Arguments) == 0 || member.Name != "$transaction" && member.Name != "batch" {
		return false
	}
	_, closure := call.Arguments[0].Value.(*program.Closure)
	return !closure
}

// guess records what looks like a question for related objects.
func (w *walker) guess(call *program.Call, c chain) {
	if (w.loop.Kind == "resolver" || strings.HasPrefix(w.loop.Over, "self.")) && storedMethods[c.end()] && w.fetchedHere(c.names[0]) {
		return
	}
	before := len(w.facts.Hits)
	if w.hit(call, row{library: "Django"}, c); len(w.facts.Hits) > before {
		w.facts.Hits[before].Guessed = true
		if storedMethods[c.end()] && len(call.Arguments) == 0 && len(c.names) == 2 {
			w.facts.Hits[before].Stored = c.names[0]
		}
	}
}
