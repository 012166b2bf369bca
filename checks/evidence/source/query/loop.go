package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// listMethods call their closure once for each element.
var listMethods = map[string]bool{
	"map": true, "forEach": true, "filter": true, "reduce": true, "flatMap": true, "some": true, "every": true, "find": true, "each": true,
	"mapSeries": true, "eachSeries": true, "eachOf": true, "mapAsync": true, "pMap": true,
}

// elsewhere are calls that keep their closure for another time.
var elsewhere = map[string]bool{
	"on": true, "once": true, "addEventListener": true, "addListener": true, "subscribe": true, "setTimeout": true, "setInterval": true,
	"use": true, "get": true, "post": true, "put": true, "patch": true, "delete": true, "describe": true, "it": true, "test": true, "useEffect": true,
	"useCallback": true, "useMemo": true, "register": true, "command": true, "AfterFunc": true, "HandleFunc": true, "Handle": true, "Cleanup": true,
}

var (
	// batches matches what goes through things by the batch, or page by page.
	batches = regex.New(`(?i)chunk|batch|paginat|partition|splitEvery|iter_?pages|pages\b|\bpager?\b|slices\.Chunk|grouper`)
	// tables matches what goes through the tables of a database, as a copy of it does: what
	// is asked of one is no question about another.
	tables = regex.New(`(?i)sorted_?tables|get_?(?:table|view|schema)_?names|\b(?:all_?)?(?:tables?|table_?names|fkeys|foreign_?keys|indexes)$|\bget_models\(`)
	// attempts matches loops that try again.
	attempts = regex.New(`(?i)\b_?(?:attempts?|retr(?:y|ies)|tries|max_?retries)\b`)
	// draws matches conditions of loops that take one element after the other.
	draws = regex.New(`\.(?:Next|next|shift|pop|hasNext|MoveNext)\(\)`)
	// masks matches lists of the fields that a request changes: each is another question,
	// and there are as many as the type has fields.
	masks = regex.New(`(?i)update_?mask|field_?mask|update_?fields$|changed_?fields$`)
	// several matches arguments of a call that asks for many at once.
	several = regex.New(`['"](?:not )?in['"]\s*,|\b(?i:in)\s*\(?\s*(?:\?|[:@$]\w)|\.[A-Z]\w*In\([\w.]+\.\.\.\)|\bin:\s|\bin\s*:\s*\[|__in=|__in\b|\.in_\(|=\s*ANY\b|\$in\b|inArray\(|\bIN\s*\(|Op\.in\b|\bIn\(|whereIn\(`)
)

// constants matches a list of constants that an argument is compared with: the state of
// one row is one of a few, and the call still asks for that row alone.
var constants = regex.New(`(?:__in\s*=|\$?\bin\s*:|\.in_\(|Op\.in\]?\s*:|\bnotIn\s*:)\s*[\[(](?:\s*(?:'[^']*'|"[^"]*"|\d+|\w*[sS]tat(?:us|e)\w*\.\w+|[A-Z]\w*\.[A-Z_]+)\s*,?)+\s*[\])]`)

// asksForMany reports whether the text of a call asks for many rows at once.
func asksForMany(written string) bool {
	return several.MatchString(written) && several.MatchString(constants.ReplaceAllString(written, ""))
}

// fewConstants is how many constants are a handful.
const fewConstants = 12

// repeats returns what a loop makes of the calls in it; false where it goes through
// nothing, in batches or page by page, or tries again.
func (f *file) repeats(in *program.Function, loop *program.Loop) (Loop, bool) {
	made := Loop{Kind: "loop", Line: f.Line(loop.Start)}
	switch loop.Kind {
	case program.LoopEach:
		return made, f.goesThrough(in, loop.Over, &made) && !f.mentions(attempts, loop.Targets...)
	case program.LoopCount:
		_, counted := loop.Over.(*program.Literal)                 // Go: for range 3
		if counted || loop.Condition == nil && loop.Over == nil || // for (;;) goes page by page
			f.mentions(attempts, loop.Condition) || f.mentions(batches, loop.Condition) || constantBound(loop.Condition) || f.jumps(loop.After) {
			return made, false
		}
		made.Over = oneLine(f.expression(loop.Condition))
		return made, true
	default:
		made.Over = oneLine(f.expression(loop.Condition))
		return made, f.mentions(draws, loop.Condition) || f.drains(loop) || f.counts(loop) && !f.mentions(attempts, loop.Condition) && !batches.MatchString(made.Over)
	}
}

// goesThrough looks at what a loop or a callback goes through.
func (f *file) goesThrough(in *program.Function, over program.Expression, made *Loop) bool {
	written := f.expression(over)
	made.Over = oneLine(written)
	if batches.MatchString(made.Over) || attempts.MatchString(made.Over) || tables.MatchString(made.Over) {
		return false
	}
	if f.streams(in, over) {
		return false
	}
	if made.Small = masks.MatchString(made.Over) || f.ofConstants(in, over); made.Small {
		return true
	}
	if call, ok := resultOf(in, over); ok && batches.MatchString(f.expression(call.Callee)) {
		return false
	}
	switch x := resolve(in, entriesOf(over)).(type) {
	case *program.Object:
		made.Small = fewEntries(x) && !f.grows(in, entriesOf(over))
	case *program.List:
		made.Small = len(x.Elements) > 0 && len(x.Elements) <= fewConstants && !f.spreads(in, x) && !f.filled(in, over)
	case *program.Call:
		name, ok := x.Callee.(*program.Name)
		if ok && (name.Name == "range" || name.Name == "xrange") {
			if len(x.Arguments) == 3 || constantArguments(x) {
				return false
			}
		}
	}
	return true
}

// drains reports whether a loop goes on until a list is empty, and takes one element of it
// in each round: while orders: order = orders.pop().
func (f *file) drains(loop *program.Loop) bool {
	condition := loop.Condition
	switch x := condition.(type) {
	case *program.Binary:
		condition = x.Left
	case *program.Unary:
		return false
	}
	if call, ok := condition.(*program.Call); ok && len(call.Arguments) == 1 { // len(orders)
		condition = call.Arguments[0].Value
	}
	if member, ok := condition.(*program.Member); ok && (member.Name == "length" || member.Name == "size") {
		condition = member.X
	}
	list, ok := condition.(*program.Name)
	if !ok {
		return false
	}
	found := false
	program.VisitStatements(loop.Body, nil, func(x program.Expression) bool {
		if call, ok := x.(*program.Call); ok && len(call.Arguments) <= 1 {
			if member, ok := call.Callee.(*program.Member); ok && takes[member.Name] && program.LastName(member.X) == list.Name {
				found = true
			}
		}
		return !found
	})
	return found
}

// takes are methods that take one element out of a list.
var takes = map[string]bool{"pop": true, "popleft": true, "shift": true, "popitem": true}

// streams reports whether what a loop goes through comes when it comes: ticks of a clock,
// messages of a channel. Nobody could ask for all of it at once.
func (f *file) streams(in *program.Function, over program.Expression) bool {
	if f.Language != "Go" || over == nil {
		return false
	}
	if written := f.expression(over); strings.HasSuffix(written, ".C") || strings.HasPrefix(written, "time.Tick(") {
		return true
	}
	if member, ok := over.(*program.Member); ok { // for job := range s.queue
		return slices.ContainsFunc(f.Classes, func(class *program.Class) bool {
			return slices.ContainsFunc(class.Fields, func(field *program.Field) bool {
				return field.Name == member.Name && field.Type != nil && channels.MatchString(f.expression(field.Type))
			})
		})
	}
	name, ok := over.(*program.Name)
	if !ok {
		return false
	}
	binding := in.Lookup(name.Name)
	return binding != nil && binding.Type != nil && channels.MatchString(f.expression(binding.Type))
}

// channels matches the types of Go's channels.
var channels = regex.New(`^(?:<-\s*)?chan\b`)

// runs reports whether a call runs the loop's element as a statement: a script that is
// run line by line is many queries, and none of them could be one with another.
func (w *walker) runs(call *program.Call) bool {
	for _, argument := range call.Arguments[:min(len(call.Arguments), 3)] {
		at := argument.Value
		if conversion, ok := at.(*program.Call); ok && len(conversion.Arguments) == 1 { // text(statement), string(statement)
			at = conversion.Arguments[0].Value
		}
		if member, ok := at.(*program.Member); ok && statementNames.MatchString(member.Name) {
			at = member.X
		}
		name, ok := at.(*program.Name)
		if ok && statementNames.MatchString(name.Name) && slices.ContainsFunc(w.targets, func(x program.Expression) bool {
			target, ok := x.(*program.Name)
			return ok && target.Name == name.Name
		}) {
			return true
		}
	}
	return false
}

// statementNames matches what people call a statement that they are to run.
var statementNames = regex.New(`(?i)(?:sql|stmt|statement|query|command|ddl)s?$|^(?:cmd|migration|text)$`)

// resolve follows a name to the one value that it is given.
func resolve(in *program.Function, x program.Expression) program.Expression {
	if name, ok := x.(*program.Name); ok {
		if binding := in.Lookup(name.Name); binding != nil && len(binding.Values) == 1 && !binding.Element && binding.Param == nil {
			return binding.Values[0]
		}
	}
	return x
}

// resultOf is the call that a name is given a result of.
func resultOf(in *program.Function, x program.Expression) (*program.Call, bool) {
	at := resolve(in, x)
	if index, ok := at.(*program.Index); ok { // one of several
		at = index.X
	}
	call, ok := at.(*program.Call)
	return call, ok
}

// filled reports whether a name for a list is given more elements later on.
func (f *file) filled(in *program.Function, over program.Expression) bool {
	name, ok := over.(*program.Name)
	if !ok {
		return false
	}
	text := f.Text(in.Span)
	for _, way := range []string{".push(", ".append(", ".extend(", ".unshift(", ".insert("} {
		if strings.Contains(text, name.Name+way) {
			return true
		}
	}
	return strings.Contains(text, "&"+name.Name)
}

func (f *file) spreads(in *program.Function, list *program.List) bool {
	return slices.ContainsFunc(list.Elements, func(element program.Expression) bool {
		switch element := element.(type) {
		case *program.Other:
			return true
		case *program.Unary: // [...new Set(ids)], but not [...KINDS]
			if element.Operator != "..." && element.Operator != "*" {
				return false
			}
			written, is := resolve(in, element.X).(*program.List)
			return !is || len(written.Elements) > fewConstants
		}
		return false
	})
}

func constantArguments(call *program.Call) bool {
	for _, argument := range call.Arguments {
		if _, ok := argument.Value.(*program.Literal); !ok {
			return false
		}
	}
	return true
}

// constantBound reports whether a loop counts to a number that is written there.
func constantBound(condition program.Expression) bool {
	compared, ok := condition.(*program.Binary)
	if !ok {
		return false
	}
	_, constant := compared.Right.(*program.Literal)
	return constant
}

// counts reports whether a loop goes on while a counter is below something that is not
// written there, and adds one in each round.
func (f *file) counts(loop *program.Loop) bool {
	compared, ok := loop.Condition.(*program.Binary)
	if !ok || compared.Operator != "<" && compared.Operator != "<=" {
		return false
	}
	counter, ok := compared.Left.(*program.Name)
	if _, constant := compared.Right.(*program.Literal); !ok || constant {
		return false
	}
	found := false
	program.VisitStatements(loop.Body, func(s program.Statement) bool {
		if step, is := s.(*program.Assign); is && step.Operator == "+" && len(step.Targets) == 1 && program.LastName(step.Targets[0]) == counter.Name {
			one, literal := step.Value.(*program.Literal)
			found = found || literal && one.Value == "1"
		}
		return true
	}, nil)
	return found
}

// jumps reports whether a loop counts in steps of more than one: in batches.
func (f *file) jumps(after []program.Statement) bool {
	for _, step := range after {
		switch step := step.(type) {
		case *program.Assign:
			if literal, ok := step.Value.(*program.Literal); step.Operator != "" && (!ok || literal.Value != "1") {
				return true
			}
		case *program.Evaluate:
			if assigned, ok := step.X.(*program.Assigned); ok && f.jumps([]program.Statement{assigned.Assign}) {
				return true
			}
		}
	}
	return false
}

func (f *file) mentions(pattern *regex.Expression, some ...program.Expression) bool {
	for _, x := range some {
		if pattern.MatchString(f.expression(x)) {
			return true
		}
	}
	return false
}

// expression returns the source of an expression; "" for none.
func (f *file) expression(x program.Expression) string {
	if x == nil {
		return ""
	}
	return f.Text(x.Range())
}
