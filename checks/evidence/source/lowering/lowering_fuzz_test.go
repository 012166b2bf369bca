package lowering_test

import (
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// FuzzLower holds the tables of all languages to a program that readers can walk:
// what is in it lies in the file, and no part is missing.
func FuzzLower(f *testing.F) {
	for _, test := range scriptCases {
		f.Add("TSX", test.code)
		f.Add("TypeScript", test.code)
		f.Add("JavaScript", test.code)
	}
	f.Add("Python", "class A(B):\n    @c\n    def d(self, *e, f: G = 1): return [h for i, j in k if l]\nwith m() as n: x = y = z\n")
	f.Add("Go", "package a\nfunc (b *C) D(e, f int) (g error) { for i, v := range h { defer v() }; return }\ntype T struct { A int `b:\"c\"` }\n")
	f.Fuzz(func(t *testing.T, language, code string) {
		if len(code) > 1<<14 {
			return
		}
		file, err := lowering.Parse(language, []byte(code))
		if err != nil {
			return
		}
		within := func(span program.Span) {
			if span.Start > span.End || int(span.End) > len(code) {
				t.Fatalf("%v is not in a file of %d bytes", span, len(code))
			}
		}
		see := func(x program.Expression) bool {
			within(x.Range())
			return true
		}
		for _, function := range file.Functions {
			within(function.Span)
			for _, param := range function.Params {
				within(param.Span)
				for _, x := range append([]program.Expression{param.Type, param.Default}, param.Decorators...) {
					program.Visit(x, see)
				}
			}
			program.VisitStatements(function.Body, func(s program.Statement) bool {
				within(s.Range())
				return true
			}, func(x program.Expression) bool {
				function.Origin(x)
				function.Constant(x)
				return see(x)
			})
		}
		for _, class := range file.Classes {
			within(class.Span)
			for _, field := range class.Fields {
				within(field.Span)
				program.Visit(field.Type, see)
				program.Visit(field.Value, see)
			}
		}
		show(file)
	})
}
