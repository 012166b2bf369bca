package source

import "strings"

// pythonTools are what the tools of Python's debugging offer, by where it comes from:
// under whatever name a file knows it.
var pythonTools = struct {
	// stops stop the program and wait for a debugger, or let one in.
	stops map[string]bool
	// debuggers are modules of which nothing serves a program: whatever is called of one
	// stops it.
	debuggers map[string]bool
	// classes are debuggers that are made first; entries are their methods that stop.
	classes, entries map[string]bool
	// dumps show a value from the inside.
	dumps map[string]bool
	// bars are those that show what stands behind an operator: q | order.
	bars map[string]bool
	// imports stop the program, or let a debugger in, by being imported: "pudb b".
	imports map[string]bool
	// members are names that stop by being read, with the module that puts them there.
	members map[string]string
}{
	stops: words(
		// https://docs.python.org/3/library/functions.html#breakpoint, https://docs.python.org/3/library/sys.html#sys.breakpointhook
		"builtins.breakpoint sys.breakpointhook sys.__breakpointhook__ bdb.set_trace pytest.set_trace nose.tools.set_trace " +
			// https://docs.python.org/3/library/code.html
			"code.interact code.InteractiveConsole().interact code.InteractiveInterpreter().interact " +
			// https://ipython.readthedocs.io/en/stable/interactive/reference.html#embedding-ipython
			"IPython.embed IPython.embed_kernel IPython.start_ipython IPython.start_kernel IPython.terminal.embed.embed IPython.terminal.embed.InteractiveShellEmbed() IPython.frontend.terminal.embed.InteractiveShellEmbed() " +
			"IPython.core.debugger.set_trace IPython.core.debugger.Tracer() IPython.terminal.debugger.set_trace bpython.embed ptpython.embed ptpython.repl.embed ptpython.ipython.embed " +
			// https://github.com/microsoft/debugpy/wiki/API-Reference
			"debugpy.breakpoint debugpy.listen debugpy.wait_for_client debugpy.connect ptvsd.break_into_debugger ptvsd.enable_attach ptvsd.wait_for_attach " +
			"pydevd.settrace pydevd_pycharm.settrace wdb.set_trace wdb.trace wdb.start_trace trepan.api.debug pdb_attach.listen heartrate.trace q.d"),
	debuggers: words("pdb ipdb pudb pudb.remote pudb.forked web_pdb remote_pdb rpdb rpdb2 bpdb epdb madbg pdbr celery.contrib.rdb"),
	classes:   words("pdb.Pdb bdb.Bdb remote_pdb.RemotePdb rpdb.Rpdb IPython.core.debugger.Pdb IPython.terminal.debugger.TerminalPdb pudb.debugger.Debugger celery.contrib.rdb.Rdb"),
	entries:   words("set_trace interaction"),
	dumps: words("icecream.ic devtools.debug devtools.pprint snoop snoop.snoop snoop.pp snoop.spy pysnooper.snoop torchsnooper.snoop q q.q varname.helpers.debug hunter.trace birdseye.eye stackprinter.show " +
		"peek.peek ycecream.y objprint.op wat wat.wat beeprint.pp prettyprinter.cpprint prettyprinter.pprint sorcery.print_args " +
		"pprint.pprint pprint.pp pprint.PrettyPrinter().pprint rich.print rich.pretty.pprint rich.inspect"),
	bars:    words("q q.q wat wat.wat"),
	imports: words("pudb.b wingdbstub"),
	members: map[string]string{"pu.db": "pudb"},
}

// printed are those of the dumps that are told by their words where they are called as
// everybody calls them.
var printed = words("pprint.pprint pprint.pp rich.print rich.pretty.pprint")

// stopOf returns a name of what stops the program; "" for what does not.
func stopOf(origin string) string {
	if pythonTools.stops[origin] {
		return origin
	}
	at := strings.LastIndexByte(origin, '.')
	if at < 0 {
		return ""
	}
	module, name := origin[:at], origin[at+1:]
	switch {
	case strings.HasPrefix(name, "_"):
		return ""
	case pythonTools.debuggers[module] && (name[0] < 'A' || name[0] > 'Z'):
		return strings.TrimSuffix(origin, "()")
	// A class that builds on a debugger calls its methods by the class.
	case pythonTools.classes[strings.TrimSuffix(module, "()")] && (pythonTools.entries[name] || strings.HasPrefix(module, "pdb.") && strings.HasPrefix(name, "run")):
		return origin
	default:
		return ""
	}
}

// debuggerWords are words, one of which stands in every file that reaches a debugger: the
// package of the debugger, or its function where the package has much else.
var debuggerWords = func() map[string]bool {
	found := map[string]bool{}
	shared := words("builtins sys code pytest nose bdb q")
	for origin := range pythonTools.stops {
		first, _, _ := strings.Cut(origin, ".")
		if shared[first] {
			first = origin[strings.LastIndexByte(origin, '.')+1:]
		}
		if len(first) > 1 {
			found[strings.TrimSuffix(first, "()")] = true
		}
	}
	for _, table := range []map[string]bool{pythonTools.debuggers, pythonTools.imports} {
		for module := range table {
			if first, rest, _ := strings.Cut(module, "."); first == "celery" {
				found[rest[strings.LastIndexByte(rest, '.')+1:]] = true
			} else {
				found[first] = true
			}
		}
	}
	return found
}()
