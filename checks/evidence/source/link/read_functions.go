package link

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// functions enters every function that has a name.
func (r *reader) functions() {
	for _, function := range r.file.Functions {
		name := r.nameOf(function)
		if function.Top || name == "" || len(name) > maxName || len(r.facts.Functions) >= maxRows {
			continue
		}
		one := Function{
			Name: name, Class: r.classOf(function), Line: r.line(function.Span), Exported: function.Exported,
			Params: params(function), Result: r.result(function),
		}
		if parent := function.Parent; parent != nil && !parent.Top {
			one.Within = r.path(parent)
		}
		r.facts.Functions = append(r.facts.Functions, one)
	}
}

func (r *reader) nameOf(function *program.Function) string {
	if name := r.names[function]; name != "" && (function.Name == "" || name != "default") {
		return name
	}
	return function.Name
}

func (r *reader) className(class *program.Class) string {
	if name := r.classes[class]; name != "" {
		return name
	}
	return class.Name
}

// classOf returns the class that a function is a method of: of a Go method also one
// that stands in another file.
func (r *reader) classOf(function *program.Function) string {
	switch {
	case r.objects[function] != "":
		return r.objects[function]
	case function.Class != nil:
		return r.className(function.Class)
	case r.file.Language == "Go" && function.Receiver != nil && function.Receiver.Type != nil:
		return r.top.TypeOrigin(function.Receiver.Type)
	}
	return ""
}

// path names a function within others, as Function.Within does.
func (r *reader) path(function *program.Function) string {
	name := r.nameOf(function)
	if name == "" {
		return "func" // a word that no function has for a name
	}
	if class := r.classOf(function); class != "" {
		return class + "." + name
	}
	return name
}

func params(function *program.Function) []string {
	var names []string
	for _, param := range function.Params[:min(len(function.Params), maxParams)] {
		name := param.Name
		if len(name) > maxName {
			name = ""
		}
		if param.Rest {
			name = "..." + name
		}
		names = append(names, name)
	}
	return names
}

// result is the origin of what a function returns, by the type that is written or,
// where none is, by its one return.
func (r *reader) result(function *program.Function) string {
	if len(function.Results) > 0 {
		return r.typeWritten(function.Results[0])
	}
	var returned program.Expression
	count := 0
	program.VisitStatements(function.Body, func(s program.Statement) bool {
		if one, ok := s.(*program.Return); ok && len(one.X) > 0 {
			count++
			returned = one.X[0]
		}
		return count < 2
	}, nil)
	if count != 1 {
		return ""
	}
	origin := short(function.Origin(returned))
	if !strings.HasSuffix(origin, "()") || strings.Contains(origin, "[") {
		return ""
	}
	return origin
}

// wrappers are generic types that stand around the one that matters.
var wrappers = words("Promise Awaitable Optional Annotated Coroutine AsyncIterator Iterator Generator AsyncGenerator")

// typeWritten is the origin of a value of a type: "*store.Store", "Promise<Order>",
// "Optional[Order]".
func (r *reader) typeWritten(text string) string {
	for range 4 {
		text = strings.Trim(strings.TrimSpace(text), `*"'`)
		open := strings.IndexAny(text, "<[")
		if open <= 0 || !wrappers[lastPart(strings.TrimSpace(text[:open]))] {
			break
		}
		text = strings.TrimRight(text[open+1:], ">]")
		text, _, _ = strings.Cut(text, ",")
	}
	text, _, _ = strings.Cut(text, "<")
	if text, _, _ = strings.Cut(text, "["); text == "" || len(text) > maxName {
		return ""
	}
	text, _, _ = strings.Cut(text, "|")
	var x program.Expression
	for part := range strings.SplitSeq(strings.TrimSpace(text), ".") {
		if !word(part) {
			return ""
		}
		if x == nil {
			x = &program.Name{Name: part}
		} else {
			x = &program.Member{X: x, Name: part}
		}
	}
	origin := r.top.Origin(x)
	if origin == "" || builtin[origin] {
		return ""
	}
	return short(origin + "()")
}

func lastPart(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// word reports whether a text is a name.
func word(text string) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool {
		return !(r == '_' || r == '$' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 127)
	}) < 0
}
