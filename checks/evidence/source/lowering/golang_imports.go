package lowering

import (
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// golangImports enters the imports of a declaration. One for its effect alone has
// neither name; one with a dot has no local name and "*".
func golangImports(l *lowerer, n syntax.Node) []program.Statement {
	specs := n
	if list := n.Child("import_spec_list"); list.Valid() {
		specs = list
	}
	for spec := range specs.NamedChildren {
		if !spec.Is("import_spec") {
			continue
		}
		module := golangString(spec.Field("path"))
		one := &program.Import{Span: spanOf(spec), Module: module, Name: "*"}
		switch local := spec.Field("name"); local.Kind() {
		case "":
			one.Local = golangPackageName(module)
		case "blank_identifier":
			one.Name = ""
		case "dot":
		default:
			one.Local = local.Text()
		}
		l.file.Imports = append(l.file.Imports, one)
	}
	return nil
}

// golangPackageName is the name that a package most likely has, which its path
// does not say for sure: the rule of goimports
// (https://pkg.go.dev/golang.org/x/tools/internal/imports#ImportPathToAssumedName),
// and "golang-" in front is no more a part of it than "go-".
func golangPackageName(module string) string {
	base := path.Base(module)
	if _, err := strconv.Atoi(strings.TrimPrefix(base, "v")); err == nil && base[0] == 'v' {
		if above := path.Dir(module); above != "." {
			base = path.Base(above)
		}
	}
	base = strings.TrimPrefix(strings.TrimPrefix(base, "golang-"), "go-")
	if end := strings.IndexFunc(base, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }); end >= 0 {
		base = base[:end]
	}
	return base
}
