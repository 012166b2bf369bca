package lowering

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// pythonImport is import a.b, c as d. The first binds a alone, and takes a.b as well.
func pythonImport(l *lowerer, n syntax.Node) []program.Statement {
	for one := range n.Fields("name") {
		module := one.Text()
		switch {
		case one.Is("aliased_import"):
			l.pythonImported(one, one.Field("alias").Text(), one.Field("name").Text(), "*")
		case strings.Contains(module, "."):
			first, _, _ := strings.Cut(module, ".")
			l.pythonImported(one, first, first, "*")
			l.pythonImported(one, "", module, "*")
		default:
			l.pythonImported(one, module, module, "*")
		}
	}
	return nil
}

// pythonImportFrom is from m import a, b as c and from m import *.
func pythonImportFrom(l *lowerer, n syntax.Node) []program.Statement {
	module := strings.Join(strings.Fields(n.Field("module_name").Text()), "")
	if n.Has("wildcard_import") {
		l.pythonImported(n, "", module, "*")
	}
	for one := range n.Fields("name") {
		if one.Is("aliased_import") {
			l.pythonImported(one, one.Field("alias").Text(), module, one.Field("name").Text())
		} else {
			l.pythonImported(one, one.Text(), module, one.Text())
		}
	}
	return nil
}

func (l *lowerer) pythonImported(n syntax.Node, local, module, name string) {
	one := &program.Import{Span: spanOf(n), Local: local, Module: module, Name: name}
	if !l.function.Top {
		one.Owner = l.function
	}
	l.file.Imports = append(l.file.Imports, one)
}
