package accuracy

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// handler is a method of a program: its lines, and its body without any space.
type handler struct {
	lines Span
	body  string
}

// handlers are the methods of a program of Go; none where it is no such.
func handlers(program string) []handler {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "program.go", program, parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	var found []handler
	for _, declaration := range file.Decls {
		function, ok := declaration.(*ast.FuncDecl)
		if !ok || function.Recv == nil || function.Body == nil {
			continue
		}
		body := program[files.Position(function.Body.Pos()).Offset:files.Position(function.Body.End()).Offset]
		found = append(found, handler{
			lines: Span{First: files.Position(function.Pos()).Line, Last: files.Position(function.End()).Line},
			body:  strings.Join(strings.Fields(body), ""),
		})
	}
	return found
}

// placed is the lines that a label is about. Some point at a handler that is as it was before
// the change: where one handler alone was changed, it is that one.
func placed(region Span, program, original string) Span {
	before := map[string]bool{}
	for _, one := range handlers(original) {
		before[one.body] = true
	}
	var changed []Span
	same := false
	for _, one := range handlers(program) {
		switch {
		case !before[one.body]:
			changed = append(changed, one.lines)
		case one.lines.First <= region.Last && one.lines.Last >= region.First:
			same = true
		}
	}
	if len(before) == 0 || !same || len(changed) != 1 || changed[0].First <= region.Last && changed[0].Last >= region.First {
		return region
	}
	return changed[0]
}
