package taint

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// finder gathers what is found, once for each place.
type finder struct {
	e         *engine
	flows     map[flowKey]int
	collected Facts
	uses      map[useKey]bool
	passes    map[passKey]bool
	handed    map[handKey]bool
	signs     map[program.Span]bool
	roots     map[*root]bool
	sinks     int
}

type flowKey struct {
	class classes
	span  program.Span
}

type useKey struct {
	call *outside
	span program.Span
}

type passKey struct {
	call     *outside
	argument int
	path     string
}

// outside is a call of a function elsewhere.
type outside struct{ call Call }

func newFinder(e *engine) *finder {
	return &finder{e: e, flows: map[flowKey]int{}, uses: map[useKey]bool{}, passes: map[passKey]bool{}, handed: map[handKey]bool{}, signs: map[program.Span]bool{}, roots: map[*root]bool{}}
}

// flow records untrusted data at a sink: one flow for each sink, the surest.
func (f *finder) flow(at *arrival, one strand, steps []Place, certain bool) {
	made := Flow{Sink: f.sink(at, one), Source: f.place(one.root), Steps: joined(one.root.steps, steps), Sure: certain}
	key := flowKey{at.class, at.span}
	if known, found := f.flows[key]; found {
		if have := &f.collected.Flows[known]; certain && !have.Sure {
			*have = made
		}
		return
	}
	if len(f.collected.Flows) >= maxFacts {
		f.collected.Partial = true
		return
	}
	if at.named > 0 && f.begun(key) {
		moved := *at
		moved.span.Start = at.named
		made.Sink = f.sink(&moved, one)
	}
	f.flows[key] = len(f.collected.Flows)
	f.collected.Flows = append(f.collected.Flows, made)
}

// begun reports whether another call of the same chain is told where that begins.
func (f *finder) begun(key flowKey) bool {
	for other := range f.flows {
		if other.class == key.class && other.span.Start == key.span.Start {
			return true
		}
	}
	return false
}

// joined are two ways in one, the first of them first.
func joined(first, second []Place) []Place {
	if len(first) == 0 {
		return second
	}
	steps := append(first[:len(first):len(first)], second...)
	return steps[:min(len(steps), maxSteps)]
}

// reach records a parameter at a sink in the summary of its function.
func (f *finder) reach(at *arrival, one strand, steps []Place) {
	summary := f.e.summaries[one.root.owner]
	if summary == nil || len(steps) >= maxSteps {
		return
	}
	for i, have := range summary.reaches {
		if have.data.root == one.root && have.at.span == at.span && have.at.class == at.class {
			if at.sure > have.at.sure { // by another row of the table
				summary.reaches[i].at = at
			}
			return
		}
	}
	if len(summary.reaches) < maxFacts/4 {
		summary.reaches = append(summary.reaches, reach{data: one, at: at, steps: steps})
	}
}

// use records the result of a call at a sink.
func (f *finder) use(at *arrival, one strand, steps []Place) {
	key := useKey{one.root.call, at.span}
	if f.uses[key] || len(f.collected.Uses) >= maxFacts {
		return
	}
	f.uses[key] = true
	f.collected.Uses = append(f.collected.Uses, Use{Call: one.root.call.call, Field: one.root.path(), Sink: f.sink(at, one), Steps: steps, Sure: one.certain()})
}

func (f *finder) sink(at *arrival, v strand) Sink {
	file := f.e.file
	return Sink{
		Class: at.class.name(), Callee: at.callee, Line: file.Line(at.span.Start), Column: file.Column(at.span.Start),
		EndLine: file.Line(at.span.End), Text: oneLine(file.Text(at.span)), Sure: at.sure == sure, Need: uint8(at.need),
		Shape: shape(v), Remedy: at.advice,
	}
}

func (f *finder) place(one *root) Place {
	return Place{Line: f.e.file.Line(one.span.Start), What: short(one.what)}
}

func shape(s strand) Shape {
	made := Shape{Lead: strings.ToValidUTF8(s.lead, "\uFFFD"), Safe: uint32(s.safe), Hints: uint16(s.hints &^ direct)}
	if s.root != nil {
		made.Safe |= uint32(s.root.safe)
	}
	return made
}

// facts are what was found, in the order of places.
func (f *finder) facts() Facts {
	sortFlows(f.collected.Flows)
	for _, function := range f.e.file.Functions {
		if made := f.e.summaries[function]; made != nil && !function.Top {
			f.summed(made)
		}
	}
	f.collected.Sinks = f.sinks
	for one := range f.roots {
		if one.kind == fromSource {
			f.collected.Handles++
		}
	}
	f.collected.Partial = f.collected.Partial || f.e.budget <= 0
	return f.collected
}

// summed adds the summary of a function that others can call.
func (f *finder) summed(made *summary) {
	function := functionOf(f.e.file, made.function)
	if function.Name == "" {
		return
	}
	for _, one := range made.reaches {
		if len(f.collected.Reaches) >= maxFacts {
			return
		}
		f.collected.Reaches = append(f.collected.Reaches, Reach{
			Function: function, Param: one.data.root.index, Name: paramName(made.function, one.data.root.index), Path: one.data.root.path(),
			Sink: f.sink(one.at, one.data), Steps: one.steps, Sure: one.data.certain(),
		})
	}
	f.handsOn(function, made)
	f.returned(function, made, made.returned, "")
	f.returnedFields(function, made, made.returned, "", deepestField)
}

// returnedFields adds what a function returns field by field: of Go also those within.
func (f *finder) returnedFields(function Function, made *summary, v *value, above string, depth int) {
	if v == nil {
		return
	}
	for _, name := range keys(v.fields) {
		field := v.fields[name]
		if above != "" {
			name = above + "." + name
		}
		if f.e.tables.functions && depth > 1 && field != nil && field.fields != nil && !field.tainted() {
			f.returnedFields(function, made, field, name, depth-1)
			continue
		}
		f.returned(function, made, field.whole(), name)
	}
}

func (f *finder) returned(function Function, made *summary, v *value, field string) {
	if !v.tainted() {
		return
	}
	for _, data := range v.strands {
		if len(f.collected.Returns) >= maxFacts {
			return
		}
		one := data.root
		returned := Return{Function: function, Field: field, Shape: shape(data), Sure: data.certain()}
		switch {
		case one.kind == fromSource:
			source := f.place(one)
			returned.Source = &source
		case one.kind == fromParam && one.owner == made.function:
			returned.Param, returned.Path, returned.Name = one.index, one.path(), paramName(made.function, one.index)
		case one.kind == fromCall:
			f.handsBack(function, data, field)
			continue
		default:
			continue
		}
		f.collected.Returns = append(f.collected.Returns, returned)
	}
}

// functionOf names a function as package link does.
func functionOf(file *program.File, function *program.Function) Function {
	named := Function{Name: function.Name, Line: file.Line(function.Start)}
	switch {
	case function.Class != nil:
		named.Class = function.Class.Name
	case function.Receiver != nil && function.Receiver.Type != nil:
		named.Class = program.LastName(bare(function.Receiver.Type))
	}
	return named
}

// bare is a type without a pointer and its own types around.
func bare(x program.Expression) program.Expression {
	for range 3 {
		switch t := x.(type) {
		case *program.Unary:
			x = t.X
		case *program.Index:
			x = t.X
		default:
			return x
		}
	}
	return x
}

func paramName(function *program.Function, index int) string {
	if index >= 0 && index < len(function.Params) {
		return function.Params[index].Name
	}
	return ""
}

// written is an expression as it is written, on one line and short.
func (e *engine) written(x program.Expression) string {
	span := x.Range()
	if span.End > uint32(len(e.file.Content)) || span.Start > span.End {
		return ""
	}
	return short(oneLine(string(e.file.Content[span.Start:min(span.End, span.Start+4*maxText)])))
}

// oneLine is the start of a piece of code with all space made single.
func oneLine(code string) string {
	code = strings.Join(strings.Fields(strings.ToValidUTF8(code[:min(len(code), 4*maxText)], "\uFFFD")), " ")
	return cut(code, maxText)
}

func short(text string) string { return cut(text, 60) }

func cut(text string, longest int) string {
	for len(text) > longest {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}

// sign records a place that is dangerous with anything that is not constant.
func (e *engine) sign(at *arrival, v *value, x program.Expression) {
	f := e.found
	if v.tainted() && slices.ContainsFunc(v.strands, func(one strand) bool { return one.root.kind == fromSource }) || f.signs[at.span] || len(f.collected.Signs) >= maxFacts {
		return
	}
	if _, constant := e.function().Constant(x); constant {
		return
	}
	switch x := x.(type) {
	case *program.Literal:
		return
	case *program.Call:
		if cleans(program.LastName(x.Callee)) != 0 {
			return
		}
	}
	f.signs[at.span] = true
	f.collected.Signs = append(f.collected.Signs, Sign{Sink: f.sink(at, strand{}), Of: e.written(x)})
}
