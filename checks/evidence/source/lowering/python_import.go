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
			l.imported(one, one.Field("alias").Text(), one.Field("name").Text(), "*")
		case strings.Contains(module, "."):
			first, _, _ := strings.Cut(module, ".")
			l.imported(one, first, first, "*")
			l.imported(one, "", module, "*")
		default:
			l.imported(one, module, module, "*")
		}
	}
	return nil
}

// pythonImportFrom is from m import a, b as c and from m import *.
func pythonImportFrom(l *lowerer, n syntax.Node) []program.Statement {
	module := strings.Join(strings.Fields(n.Field("module_name").Text()), "")
	if n.Has("wildcard_import") {
		l.imported(n, "", module, "*")
	}
	for one := range n.Fields("name") {
		if one.Is("aliased_import") {
			l.imported(one, one.Field("alias").Text(), module, one.Field("name").Text())
		} else {
			l.imported(one, one.Text(), module, one.Text())
		}
	}
	return nil
}
