package source

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// breakpointOrigins are calls of Python that stop the program and wait for a
// debugger, or let one in, by where they come from.
var breakpointOrigins = words(
	// https://docs.python.org/3/library/functions.html#breakpoint, https://docs.python.org/3/library/sys.html#sys.breakpointhook
	"builtins.breakpoint sys.breakpointhook sys.__breakpointhook__ " +
		// https://docs.python.org/3/library/pdb.html
		"pdb.set_trace pdb.Pdb.set_trace pdb.Pdb().set_trace " +
		"ipdb.set_trace ipdb.sset_trace pudb.set_trace wdb.set_trace web_pdb.set_trace pytest.set_trace celery.contrib.rdb.set_trace " +
		"IPython.embed IPython.start_ipython IPython.terminal.embed.embed IPython.terminal.embed.InteractiveShellEmbed() " +
		// https://github.com/microsoft/debugpy/wiki/API-Reference
		"debugpy.breakpoint debugpy.listen debugpy.wait_for_client debugpy.connect " +
		"ptvsd.break_into_debugger ptvsd.enable_attach ptvsd.wait_for_attach ptvsd.break_into_debugger " +
		"pydevd.settrace pydevd_pycharm.settrace code.interact " +
		"ipdb.post_mortem ipdb.pm ipdb.run ipdb.runcall ipdb.runeval ipdb.launch_ipdb_on_exception pudb.post_mortem pudb.pm pudb.runcall wdb.trace wdb.start_trace " +
		"rpdb.set_trace rpdb.Rpdb().set_trace remote_pdb.set_trace remote_pdb.RemotePdb().set_trace IPython.core.debugger.set_trace IPython.terminal.debugger.set_trace " +
		"IPython.core.debugger.Pdb().set_trace IPython.terminal.debugger.TerminalPdb().set_trace bdb.Bdb().set_trace bdb.set_trace trepan.api.debug")

// dumpOrigins are calls of Python that show a value from the inside, by where they
// come from: under another name too.
var dumpOrigins = words("icecream.ic devtools.debug snoop.pp q.q pysnooper.snoop varname.debug pprint.pprint pprint.pp pprint.PrettyPrinter().pprint rich.print rich.pretty.pprint rich.inspect")

// readBreakpoints adds the calls that reach a debugger under another name, which the
// words alone do not tell: from pdb import set_trace as st; st().
func readBreakpoints(file *program.File, facts *Facts) {
	if file.Language != "Python" {
		return
	}
	known := map[int]bool{}
	for _, call := range facts.DebugCalls {
		known[call.Line] = known[call.Line] || !call.Mild
	}
	before := len(facts.DebugCalls)
	for _, function := range file.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			call, ok := x.(*program.Call)
			if !ok || len(facts.DebugCalls) >= maxCalls {
				return true
			}
			line := file.Line(call.Start)
			origin, rule := debuggerOf(function, call.Callee), RuleBreakpoint
			if origin == "" {
				origin, rule = dumperOf(function, call.Callee), RuleDump
			}
			if origin != "" && !known[line] {
				facts.DebugCalls = append(facts.DebugCalls, DebugCall{
					Rule: rule, Callee: origin, Text: oneLine(file.Content[call.Start:call.End]),
					Line: line, Column: file.Column(call.Start), EndLine: file.Line(call.End), EndColumn: file.Column(call.End),
				})
			}
			return true
		})
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

// debuggerOf returns the name of the debugger's function that is called; "" where
// it is none.
func debuggerOf(function *program.Function, callee program.Expression) string {
	origin := function.Origin(callee)
	if breakpointOrigins[origin] {
		return origin
	}
	// Whatever is asked of pdb, for nothing of it serves a program: pdb.run, pdb.pm. A
	// class that builds on it is a debugger itself.
	if name, found := strings.CutPrefix(origin, "pdb."); found && name != "" && name != "Pdb" && name != "Pdb()" && strings.Count(name, ".") <= 1 && !strings.Contains(name, "__") {
		return origin
	}
	// __import__("ipdb").set_trace()
	if member, ok := callee.(*program.Member); ok && strings.HasPrefix(origin, "__import__()") {
		if call, ok := member.X.(*program.Call); ok && len(call.Arguments) > 0 {
			if module, constant := function.Constant(call.Arguments[0].Value); constant && breakpointOrigins[module+"."+member.Name] {
				return module + "." + member.Name
			}
		}
	}
	return ""
}

// dumperOf returns the name of what is called to show a value, under a name of the
// file's own; "" where it is called as everybody does, which the words tell.
func dumperOf(function *program.Function, callee program.Expression) string {
	origin := function.Origin(callee)
	if !dumpOrigins[origin] {
		return ""
	}
	switch x := callee.(type) {
	case *program.Name:
		if strings.HasSuffix(origin, "."+x.Name) && x.Name != "q" && x.Name != "inspect" {
			return ""
		}
	case *program.Member:
		if module, named := x.X.(*program.Name); named && module.Name+"."+x.Name == origin && module.Name != "rich" {
			return ""
		}
	}
	return origin
}
