package practice

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// reader is one program while it is read.
type reader struct {
	*program.File
	facts    *Facts
	modules  []module
	counts   map[Kind]int
	handlers map[*program.Function]bool
	words    map[string]bool // whether the file holds them
}

// module is one that the file takes.
type module struct {
	name string // without Node's "node:" and without a major version of Go's
	line int
}

// watch looks at one thing of a program. Each topic has its own.
type watch struct {
	statement func(r *reader, in *program.Function, s program.Statement)
	call      func(r *reader, c *call)
	function  func(r *reader, function *program.Function)
	class     func(r *reader, class *program.Class)
	file      func(r *reader)
}

// watches are the topics: the one list of them.
var watches = []watch{swallowed, timeouts, unbounded, questions, properties}

// Read returns the signs of a program.
func Read(p *program.File) Facts {
	var facts Facts
	r := &reader{File: p, facts: &facts, counts: map[Kind]int{}, handlers: map[*program.Function]bool{}, words: map[string]bool{}}
	r.survey()
	facts.Server, facts.Browser = r.side()
	for _, w := range watches {
		if w.file != nil {
			w.file(r)
		}
	}
	for _, function := range p.Functions {
		for _, w := range watches {
			if w.function != nil {
				w.function(r, function)
			}
		}
		r.visit(function, function.Body)
		for _, param := range function.Params {
			program.Visit(param.Default, r.expression(function))
		}
	}
	for _, class := range p.Classes {
		for _, w := range watches {
			if w.class != nil {
				w.class(r, class)
			}
		}
		if class.Owner != nil {
			r.visit(class.Owner, class.Body)
		}
	}
	slices.SortStableFunc(facts.Signs, func(a, b Sign) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.What, b.What))
	})
	facts.Signs = slices.Compact(facts.Signs)
	return facts
}

// visit looks at statements and at the calls in them.
func (r *reader) visit(in *program.Function, body []program.Statement) {
	program.VisitStatements(body, func(s program.Statement) bool {
		for _, w := range watches {
			if w.statement != nil {
				w.statement(r, in, s)
			}
		}
		return true
	}, r.expression(in))
}

func (r *reader) expression(in *program.Function) func(program.Expression) bool {
	return func(x program.Expression) bool {
		if one, ok := x.(*program.Call); ok {
			c := r.callOf(in, one)
			for _, w := range watches {
				if w.call != nil {
					w.call(r, c)
				}
			}
		}
		return true
	}
}

// survey collects the modules that the file takes.
func (r *reader) survey() {
	add := func(name string, offset uint32) {
		name = strings.TrimPrefix(name, "node:")
		if r.Language == "Go" {
			name = unversioned(name)
		}
		r.modules = append(r.modules, module{name, r.Line(offset)})
	}
	for _, one := range r.Imports {
		name := one.Module
		if r.Language == "Python" && one.Name != "" && one.Name != "*" {
			name += "." + one.Name
		}
		add(name, one.Start)
	}
	if r.Language == "Go" || r.Language == "Python" {
		return
	}
	for _, function := range r.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if one, ok := x.(*program.Call); ok && len(one.Arguments) == 1 {
				name, ok := one.Callee.(*program.Name)
				text, constant := one.Arguments[0].Value.(*program.Text)
				if ok && constant && (name.Name == "require" || name.Name == "import") {
					add(text.Value, one.Start)
				}
			}
			return true
		})
	}
}

// takes reports whether the file takes a module of this name, or one below it.
func (r *reader) takes(names ...string) bool {
	return slices.ContainsFunc(r.modules, func(m module) bool {
		return slices.ContainsFunc(names, func(name string) bool { return below(m.name, name) })
	})
}

// below reports whether a module is the one named or a part of it.
func below(module, name string) bool {
	return strings.HasPrefix(module, name) && (len(module) == len(name) || module[len(name)] == '/' || module[len(name)] == '.')
}

// add records a sign, as long as there is room for its kind.
func (r *reader) add(in *program.Function, at uint32, sign Sign) {
	if in != nil {
		sign.Function, sign.Handler = named(in), r.answers(in)
	}
	r.addLine(r.Line(at), sign)
}

// addLine records a sign that belongs to no function.
func (r *reader) addLine(line int, sign Sign) {
	if r.full(sign.Kind) {
		return
	}
	r.counts[sign.Kind]++
	sign.Line = line
	sign.What, sign.Writes, sign.Note = short(sign.What), short(sign.Writes), short(sign.Note)
	r.facts.Signs = append(r.facts.Signs, sign)
}

// full reports whether there is no room for another sign of a kind.
func (r *reader) full(kind Kind) bool {
	return len(r.facts.Signs) >= maxSigns || r.counts[kind] >= maxOfKind
}

// says reports whether the file holds a piece of text anywhere.
func (r *reader) says(text string) bool {
	found, known := r.words[text]
	if !known {
		found = bytes.Contains(r.Content, []byte(text))
		r.words[text] = found
	}
	return found
}

// body returns the source of a function, the start of it where it is very long.
func (r *reader) body(function *program.Function) string {
	const longest = 20_000
	return r.Text(program.Span{Start: function.Start, End: min(function.End, function.Start+longest)})
}

// named returns what the function around something is called, with its class.
func named(function *program.Function) string {
	for ; function != nil && !function.Top; function = function.Parent {
		if function.Name == "" {
			continue
		}
		if function.Class != nil && function.Class.Name != "" {
			return short(function.Class.Name + "." + function.Name)
		}
		if function.Receiver != nil && function.Receiver.Type != nil {
			return short(lastName(function.Receiver.Type) + "." + function.Name)
		}
		return short(function.Name)
	}
	return ""
}

// short keeps the start of a text on one line.
func short(text string) string {
	const longest = 80
	text = strings.Join(strings.Fields(text[:min(len(text), 4*longest)]), " ")
	if len(text) > longest {
		text = text[:longest-3] + "…"
	}
	return strings.ToValidUTF8(text, "")
}
