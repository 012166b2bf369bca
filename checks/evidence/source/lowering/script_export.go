package lowering

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// scriptExport is an export statement: what it declares stands where the statement
// does.
func scriptExport(l *lowerer, n syntax.Node) []program.Statement {
	if source := n.Field("source"); source.Valid() {
		scriptPassedOn(l, n, scriptText(source))
		return nil
	}
	if clause := n.Child("export_clause"); clause.Valid() { // export { a as b }
		scriptSpecifiers(l, clause, "")
		return nil
	}
	switch declaration, value := n.Field("declaration"), n.Field("value"); {
	case declaration.Valid():
		return scriptExportedDeclaration(l, n, declaration)
	case value.Valid(): // export default x
		x := l.expression(value)
		if class, ok := x.(*program.ClassValue); ok {
			class.Class.Decorators = append(scriptDecorators(l, n), class.Class.Decorators...)
		}
		l.exports("default", x)
		if x == nil {
			return nil
		}
		return []program.Statement{&program.Evaluate{Span: spanOf(n), X: x}}
	case n.Has("="): // export = x
		if x := l.expression(n.NamedChild(0)); x != nil {
			l.exports("default", x)
		}
	}
	return nil
}

// scriptPassedOn is export … from "module".
func scriptPassedOn(l *lowerer, n syntax.Node, module string) {
	if clause := n.Child("export_clause"); clause.Valid() {
		scriptSpecifiers(l, clause, module)
		return
	}
	if namespace := n.Child("namespace_export"); namespace.Valid() {
		l.file.Exports = append(l.file.Exports, program.Export{Name: scriptName(namespace.NamedChild(0)), Local: "*", Module: module})
		return
	}
	l.file.Exports = append(l.file.Exports, program.Export{Name: "*", Module: module})
}

func scriptSpecifiers(l *lowerer, clause syntax.Node, module string) {
	for one := range clause.NamedChildren {
		if !one.Is("export_specifier") {
			continue
		}
		local, offered := scriptName(one.Field("name")), scriptName(one.Field("alias"))
		if offered == "" {
			offered = local
		}
		l.file.Exports = append(l.file.Exports, program.Export{Name: offered, Local: local, Module: module})
	}
}

// scriptExportedDeclaration is export before a declaration. Functions and classes
// are marked; variables become Exports, since they have no other mark.
func scriptExportedDeclaration(l *lowerer, n, declaration syntax.Node) []program.Statement {
	statements := l.statement(declaration)
	isDefault := n.Has("default")
	for _, one := range statements {
		switch one := one.(type) {
		case *program.Declare:
			name := ""
			if one.Function != nil {
				one.Function.Exported, name = true, one.Function.Name
			} else {
				one.Class.Exported, name = true, one.Class.Name
				one.Class.Decorators = append(scriptDecorators(l, n), one.Class.Decorators...)
			}
			if isDefault {
				l.file.Exports = append(l.file.Exports, program.Export{Name: "default", Local: name})
			}
		case *program.Assign:
			for _, target := range one.Targets {
				scriptExportedTarget(l, target)
			}
		}
	}
	return statements
}

func scriptExportedTarget(l *lowerer, target program.Expression) {
	switch target := target.(type) {
	case *program.Name:
		l.file.Exports = append(l.file.Exports, program.Export{Name: target.Name, Local: target.Name})
	case *program.Pattern:
		for _, part := range target.Parts {
			scriptExportedTarget(l, part.Target)
		}
	}
}

// exports enters a value under the name that it is offered by.
func (l *lowerer) exports(offered string, value program.Expression) {
	one := program.Export{Name: offered}
	switch value := value.(type) {
	case nil:
		return
	case *program.Name:
		one.Local = value.Name
	case *program.Closure:
		value.Function.Exported = true
		one.Value = value
	case *program.ClassValue:
		value.Class.Exported = true
		one.Value = value
	default:
		one.Value = value
	}
	l.file.Exports = append(l.file.Exports, one)
}

// scriptExports is what an assignment at the top level offers to other modules:
// module.exports = x, exports.x = y. Of an object, every entry is one that can be
// taken by its name.
func scriptExports(l *lowerer, assign *program.Assign) {
	if !l.function.Top || assign.Operator != "" || len(assign.Targets) != 1 {
		return
	}
	member, ok := assign.Targets[0].(*program.Member)
	if !ok {
		return
	}
	value := assign.Value
	for { // module.exports = exports = x
		chained, ok := value.(*program.Assigned)
		if !ok {
			break
		}
		value = chained.Assign.Value
	}
	switch {
	case isModuleExports(member):
		l.exports("default", value)
		scriptExportedEntries(l, value)
	case isModuleExports(member.X) || isName(member.X, "exports"):
		l.exports(member.Name, value)
	}
}

func scriptExportedEntries(l *lowerer, value program.Expression) {
	switch value := value.(type) {
	case *program.Object:
		for _, entry := range value.Entries {
			if entry.Name != "" {
				l.exports(entry.Name, entry.Value)
			}
		}
	case *program.Call: // module.exports = require("./orders")
		if !isName(value.Callee, "require") || len(value.Arguments) != 1 {
			return
		}
		if module, ok := value.Arguments[0].Value.(*program.Text); ok {
			l.file.Exports = append(l.file.Exports, program.Export{Name: "*", Module: module.Value})
		}
	}
}

func isModuleExports(x program.Expression) bool {
	member, ok := x.(*program.Member)
	return ok && member.Name == "exports" && isName(member.X, "module")
}

func isName(x program.Expression, name string) bool {
	one, ok := x.(*program.Name)
	return ok && one.Name == name
}

// markExported marks the functions and classes of the top level that an export
// names elsewhere: export { a }, module.exports = { a }.
func markExported(l *lowerer) {
	offered := map[string]bool{}
	for _, one := range l.file.Exports {
		if one.Module == "" && one.Local != "" {
			offered[one.Local] = true
		}
	}
	if len(offered) == 0 {
		return
	}
	top := l.file.Top()
	for _, s := range top.Body {
		switch s := s.(type) {
		case *program.Declare:
			if s.Function != nil {
				s.Function.Exported = s.Function.Exported || offered[s.Function.Name]
			} else {
				s.Class.Exported = s.Class.Exported || offered[s.Class.Name]
			}
		case *program.Assign:
			if len(s.Targets) != 1 {
				continue
			}
			name, ok := s.Targets[0].(*program.Name)
			if !ok || !offered[name.Name] {
				continue
			}
			switch value := s.Value.(type) {
			case *program.Closure:
				value.Function.Exported = true
			case *program.ClassValue:
				value.Class.Exported = true
			}
		}
	}
}
