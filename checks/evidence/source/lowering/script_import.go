package lowering

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// scriptImport enters what an import statement takes into the file.
func scriptImport(l *lowerer, n syntax.Node) []program.Statement {
	if clause := n.Child("import_require_clause"); clause.Valid() { // import x = require("m")
		l.imported(clause, clause.NamedChild(0).Text(), scriptText(clause.Field("source")), "*")
		return nil
	}
	module := scriptText(n.Field("source"))
	clause := n.Child("import_clause")
	if !clause.Valid() {
		l.imported(n, "", module, "")
		return nil
	}
	for child := range clause.NamedChildren {
		switch child.Kind() {
		case "identifier":
			l.imported(child, child.Text(), module, "default")
		case "namespace_import":
			l.imported(child, child.NamedChild(0).Text(), module, "*")
		case "named_imports":
			for one := range child.NamedChildren {
				if !one.Is("import_specifier") {
					continue
				}
				local, taken := one.Field("alias").Text(), scriptName(one.Field("name"))
				if local == "" {
					local = taken
				}
				l.imported(one, local, module, taken)
			}
		}
	}
	return nil
}

// scriptText is the value of a string.
func scriptText(n syntax.Node) string {
	if text, ok := scriptString(nil, n).(*program.Text); ok {
		return text.Value
	}
	return ""
}

// scriptName is a name in an import or export, which may be a string.
func scriptName(n syntax.Node) string {
	if n.Is("string") {
		return scriptText(n)
	}
	return n.Text()
}

// scriptImportAlias is import A = B.C.
func scriptImportAlias(l *lowerer, n syntax.Node) program.Statement {
	local, value := l.expression(n.NamedChild(0)), l.expression(n.NamedChild(1))
	if local == nil || value == nil {
		return nil
	}
	return &program.Assign{Span: spanOf(n), Targets: []program.Expression{local}, Value: value, Declares: true}
}
