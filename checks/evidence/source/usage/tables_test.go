package usage

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
)

// TestEveryRowIsReached writes, for each row of each table, the program that the row
// is for, and looks for its sign. Rows that look at arguments have tests of their own.
func TestEveryRowIsReached(t *testing.T) {
	t.Parallel()
	for _, topic := range topics {
		for family, table := range topic {
			for name, module := range table {
				if module.kind != "" {
					expect(t, family, importing(family, name), module.kind, name)
				}
				for path, row := range module.names {
					if row.look == nil && row.kind != "" {
						expect(t, family, using(family, name, path), row.kind, name+" "+path)
					}
				}
			}
		}
	}
}

func expect(t *testing.T, f family, code string, kind Kind, row string) {
	t.Helper()
	language := map[family]string{script: "TypeScript", python: "Python", golang: "Go"}[f]
	file, err := lowering.Parse(language, []byte(code))
	if err != nil {
		t.Fatal(err)
	}
	if signs := Read(file).Signs; !slices.ContainsFunc(signs, func(s Sign) bool { return s.Kind == kind }) {
		t.Errorf("%s: no %s in %+v:\n%s", row, kind, signs, code)
	}
}

func importing(f family, module string) string {
	switch f {
	case script:
		return fmt.Sprintf("import x from %q;\n", module)
	case python:
		return "import " + module + "\n"
	}
	return fmt.Sprintf("package p\nimport x %q\nvar _ = x.A\n", module)
}

func using(f family, module, path string) string {
	call := "lib"
	if path != "" {
		call += "." + strings.Replace(path, "*.", "make().", 1)
	}
	switch f {
	case script:
		if path == "" {
			return fmt.Sprintf("import lib from %q;\nlib(1, 2);\n", module)
		}
		return fmt.Sprintf("import * as lib from %q;\n%s(1, 2);\n", module, call)
	case python:
		return fmt.Sprintf("import %s as lib\n%s(1, 2)\n", module, call)
	}
	// A part of a module is a package of its own: "middleware.recover.New".
	parts := strings.Split(strings.Replace(path, "*.", "make().", 1), ".")
	if strings.HasPrefix(path, "*.") {
		return fmt.Sprintf("package p\nimport lib %q\nfunc f() { lib.Make().%s(1, 2) }\n", module, parts[len(parts)-1])
	}
	for len(parts) > 1 && parts[0] == strings.ToLower(parts[0]) {
		module, parts = module+"/"+parts[0], parts[1:]
	}
	return fmt.Sprintf("package p\nimport lib %q\nfunc f() { lib.%s(1, 2) }\n", module, strings.Join(parts, "."))
}
