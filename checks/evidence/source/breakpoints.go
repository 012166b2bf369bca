package source

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// readBreakpoints adds what reaches a tool of Python's debugging under another name, or
// without a call, which the words alone do not tell: from pdb import set_trace as st;
// st(), @snoop, sys.excepthook = pdb.pm.
func readBreakpoints(file *program.File, facts *Facts) {
	if file.Language != "Python" {
		return
	}
	l := &leftovers{file: file, facts: facts, known: map[int]bool{}, modules: map[string]bool{}}
	for _, call := range facts.DebugCalls {
		l.known[call.Line] = l.known[call.Line] || !call.Mild
	}
	before := len(facts.DebugCalls)
	for _, one := range file.Imports {
		first, _, _ := strings.Cut(one.Module, ".")
		l.modules[first] = true
		if pythonTools.imports[one.Module] || pythonTools.imports[one.Module+"."+one.Name] {
			l.add(RuleBreakpoint, strings.TrimSuffix(one.Module+"."+one.Name, ".*"), one.Span)
		}
	}
	for _, function := range file.Functions {
		l.decorated(function, function.Decorators)
		program.VisitStatements(function.Body, func(s program.Statement) bool {
			l.statement(function, s)
			return true
		}, func(x program.Expression) bool {
			l.expression(function, x)
			return true
		})
	}
	for _, class := range file.Classes {
		l.decorated(file.Top(), class.Decorators)
	}
	if len(facts.DebugCalls) > before {
		slices.SortStableFunc(facts.DebugCalls, func(a, b DebugCall) int {
			if a.Line != b.Line {
				return a.Line - b.Line
			}
			return a.Column - b.Column
		})
	}
}

// leftovers are the debug calls of one file while it is read.
type leftovers struct {
	file    *program.File
	facts   *Facts
	known   map[int]bool    // lines of which one is told
	modules map[string]bool // that the file imports, by the first part of their names
}

func (l *leftovers) add(rule, callee string, span program.Span) {
	line := l.file.Line(span.Start)
	if callee == "" || l.known[line] || len(l.facts.DebugCalls) >= maxCalls {
		return
	}
	l.known[line] = true
	l.facts.DebugCalls = append(l.facts.DebugCalls, DebugCall{
		Rule: rule, Callee: callee, Text: oneLine(l.file.Content[span.Start:span.End]),
		Line: line, Column: l.file.Column(span.Start), EndLine: l.file.Line(span.End), EndColumn: l.file.Column(span.End),
	})
}

// decorated looks at what stands around a function or a class: @snoop, @ipdb.iex.
func (l *leftovers) decorated(in *program.Function, decorators []program.Expression) {
	for _, one := range decorators {
		if call, ok := one.(*program.Call); ok {
			l.expression(in, call)
			continue
		}
		l.named(in, one, one.Range())
	}
}

// named looks at a name that is handed on, not called.
func (l *leftovers) named(in *program.Function, x program.Expression, span program.Span) {
	switch x.(type) {
	case *program.Name, *program.Member:
	default:
		return
	}
	if origin := in.Origin(x); l.imported(origin) {
		if stop := stopOf(origin); stop != "" {
			l.add(RuleBreakpoint, stop, span)
		} else if pythonTools.dumps[origin] && !printed[origin] {
			l.add(RuleDump, origin, span)
		}
	}
}

// imported reports whether the file imports the module that an origin begins with: a
// name that nobody declared may be anything.
func (l *leftovers) imported(origin string) bool {
	first, _, _ := strings.Cut(origin, ".")
	return l.modules[first]
}

func (l *leftovers) statement(in *program.Function, s program.Statement) {
	switch s := s.(type) {
	case *program.With:
		for _, item := range s.Items { // with snoop:
			l.named(in, item, item.Range())
		}
	case *program.Assign: // sys.excepthook = pdb.pm
		if len(s.Targets) == 1 && s.Value != nil {
			if _, member := s.Targets[0].(*program.Member); member {
				if stop := stopOf(in.Origin(s.Value)); stop != "" {
					l.named(in, s.Value, s.Span)
				}
			}
		}
	case *program.Evaluate:
		switch x := s.X.(type) {
		case *program.Member: // import pudb; pu.db
			origin := in.Origin(x)
			if module := pythonTools.members[origin]; module != "" && l.modules[module] {
				l.add(RuleBreakpoint, origin, x.Span)
			}
		case *program.Binary: // q | order
			if origin := in.Origin(x.Left); (x.Operator == "|" || x.Operator == "/") && pythonTools.bars[origin] && l.imported(origin) {
				l.add(RuleDump, origin, x.Span)
			}
		}
	}
}

func (l *leftovers) expression(in *program.Function, x program.Expression) {
	call, ok := x.(*program.Call)
	if !ok || len(l.facts.DebugCalls) >= maxCalls {
		return
	}
	if stop := l.debuggerOf(in, call.Callee); stop != "" {
		l.add(RuleBreakpoint, stop, call.Span)
	} else if dump := l.dumperOf(in, call.Callee); dump != "" && !(printed[dump] && l.elsewhere(dump, call)) {
		l.add(RuleDump, dump, call.Span)
	}
	for _, argument := range call.Arguments { // signal.signal(signal.SIGUSR1, pdb.set_trace)
		switch argument.Value.(type) {
		case *program.Name, *program.Member:
			if stop := stopOf(in.Origin(argument.Value)); stop != "" {
				l.named(in, argument.Value, call.Span)
			}
		}
	}
}

// elsewhere reports whether what prints is told to write to no terminal.
func (l *leftovers) elsewhere(printer string, call *program.Call) bool {
	pretty := strings.HasPrefix(printer, "pprint.")
	for index, argument := range call.Arguments {
		stream := argument.Name == "file" || pretty && (argument.Name == "stream" || index == 1 && argument.Name == "" && argument.Spread == "")
		if stream && argument.Value != nil {
			span := argument.Value.Range()
			return !terminals[string(l.file.Content[span.Start:span.End])]
		}
	}
	return false
}

// debuggerOf returns the name of the debugger's function that is called; "" where
// it is none.
func (l *leftovers) debuggerOf(in *program.Function, callee program.Expression) string {
	origin := in.Origin(callee)
	if stop := stopOf(origin); stop != "" && l.imported(origin) {
		return stop
	}
	if class, method, is := strings.Cut(origin, "()."); is && pythonTools.entries[method] && l.buildsOn(class) {
		return origin
	}
	// __import__("ipdb").set_trace(), importlib.import_module("ipdb").set_trace()
	member, ok := callee.(*program.Member)
	if !ok || !strings.HasPrefix(origin, "__import__()") && !strings.HasPrefix(origin, "importlib.import_module()") {
		return ""
	}
	if call, ok := member.X.(*program.Call); ok && len(call.Arguments) > 0 {
		if module, constant := in.Constant(call.Arguments[0].Value); constant {
			return stopOf(module + "." + member.Name)
		}
	}
	return ""
}

// buildsOn reports whether a class of the file is a debugger: class ForkedPdb(pdb.Pdb).
func (l *leftovers) buildsOn(name string) bool {
	return slices.ContainsFunc(l.file.Classes, func(class *program.Class) bool {
		return class.Name == name && slices.ContainsFunc(class.Bases, func(base program.Expression) bool { return pythonTools.classes[l.file.Top().Origin(base)] })
	})
}

// dumperOf returns the name of what is called to show a value; "" for what the words
// tell already, or have told to be no leftover.
func (l *leftovers) dumperOf(in *program.Function, callee program.Expression) string {
	origin := in.Origin(callee)
	if !pythonTools.dumps[origin] || !l.imported(origin) {
		return ""
	}
	if !printed[origin] {
		return origin
	}
	switch x := callee.(type) {
	case *program.Name:
		if strings.HasSuffix(origin, "."+x.Name) {
			return ""
		}
	case *program.Member:
		if module, named := x.X.(*program.Name); named && module.Name+"."+x.Name == origin && module.Name != "rich" {
			return ""
		}
	}
	return origin
}
