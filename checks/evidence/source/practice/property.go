package practice

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// TestsProperty is a test that searches for edge cases by itself: of properties, or
// with a fuzzer. What is the library.
const TestsProperty Kind = "test.property"

// propertyModules are the libraries of such tests.
var propertyModules = map[string]string{
	"fast-check": "fast-check", "jsverify": "jsverify", "hypothesis": "Hypothesis", "atheris": "Atheris",
	"pgregory.net/rapid": "rapid", "github.com/leanovate/gopter": "gopter", "testing/quick": "testing/quick",
}

var properties = watch{
	file: func(r *reader) {
		for _, m := range r.modules {
			for name, library := range propertyModules {
				if below(m.name, name) {
					r.addLine(m.line, Sign{Kind: TestsProperty, What: library})
				}
			}
		}
	},
	function: func(r *reader, function *program.Function) {
		if r.Language == "Go" && strings.HasPrefix(function.Name, "Fuzz") && len(function.Params) == 1 {
			r.add(function, function.Start, Sign{Kind: TestsProperty, What: "go test -fuzz"})
		}
	},
}
