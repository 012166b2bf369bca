package source

import (
	"fmt"
	"strings"
	"testing"
)

// told writes facts as "rule callee@line", with ~ for a mild call and ? for one
// that something around it excuses.
func told(facts Facts) string {
	var calls []string
	for _, call := range facts.DebugCalls {
		text := fmt.Sprintf("%s %s@%d", strings.TrimPrefix(call.Rule, "debug."), call.Callee, call.Line)
		if call.Mild {
			text += "~"
		}
		if call.Excuse != "" {
			text += "?"
		}
		calls = append(calls, text)
	}
	return strings.Join(calls, ", ")
}

// debugCase is a piece of code and what is found in it; empty: nothing.
type debugCase struct{ code, want string }

func proveDialect(t *testing.T, language string, cases map[string]debugCase) {
	t.Helper()
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts, err := readFacts(language, whole, []byte(test.code), inTime())
			if err != nil {
				t.Fatal(err)
			}
			if got := told(facts); got != test.want {
				t.Errorf("%s\n got %s\nwant %s", test.code, got, test.want)
			}
		})
	}
}

func TestPythonLeftovers(t *testing.T) {
	t.Parallel()
	proveDialect(t, "Python", map[string]debugCase{
		"print":                                    {"def pay(order):\n    print('here', order)\n", "print print@2"},
		"print through its module":                 {"import builtins\nbuiltins.print(1)", "print print@2"},
		"print in a lambda":                        {"run(lambda x: print(x))", "print print@1"},
		"print in an f-string":                     {"s = f'{print(1)}'", "print print@1"},
		"Python 2's statement":                     {"print 'here', order\nprint >>sys.stderr, 'x'\nprint >>report, row\n", "print print@1, print print@2~"},
		"to the error stream":                      {"print('x', file=sys.stderr)", "print print@1~"},
		"to standard output by name":               {"print('x', file=sys.stdout)\nprint('x', file=None)", "print print@1, print print@2"},
		"to a file":                                {"with open(p) as fp:\n    print(row, file=fp)", ""},
		"pprint":                                   {"from pprint import pprint\npprint(a)\n", "print pprint@2"},
		"pprint by its module":                     {"import pprint\npprint.pprint(a)\n", "print pprint.pprint@2"},
		"breakpoint":                               {"breakpoint()", "breakpoint breakpoint@1"},
		"pdb":                                      {"import pdb; pdb.set_trace()", "breakpoint pdb.set_trace@1"},
		"a debugger under another name":            {"import pdb as db\nfrom remote_pdb import RemotePdb\ndb.set_trace()\ndb.run('x')\npdb2 = db.Pdb()\npdb2.set_trace()\nRemotePdb('h', 4).set_trace()\n", "breakpoint pdb.set_trace@3, breakpoint pdb.run@4, breakpoint pdb.Pdb().set_trace@6, breakpoint remote_pdb.RemotePdb().set_trace@7"},
		"shown under another name":                 {"from icecream import ic as show\nfrom pprint import pprint as out\nshow(order)\nout(order)\n", "dump icecream.ic@3, dump pprint.pprint@4"},
		"shown by a module's other name":           {"import pprint as pp, rich\npp.pprint(order)\npp.pp(order)\nrich.print(order)\npp.pformat(order)\n", "dump pprint.pprint@2, dump pprint.pp@3, dump rich.print@4"},
		"a logger hands on what it is given":       {"def log_order(order):\n    print(f'order {order}')\n", "print print@2?"},
		"a logger that says what is written there": {"def log_order(order):\n    print('here')\n", "print print@2"},
		"a debugger that builds on pdb":            {"import pdb\nclass Own(pdb.Pdb):\n    def __init__(self):\n        pdb.Pdb.__init__(self)\n", ""},
		"pdb, imported from":                       {"from ipdb import set_trace\nset_trace()\n", "breakpoint set_trace@2"},
		"pdb under another name":                   {"from pdb import set_trace as st\nst()\n", "breakpoint pdb.set_trace@2"},
		"a module under another name":              {"import pdb as db\ndb.set_trace()\ndb.Pdb().set_trace()\n", "breakpoint pdb.set_trace@2, breakpoint pdb.Pdb().set_trace@3"},
		"a built-in under another name":            {"from builtins import breakpoint as stop\nstop()\n", "breakpoint builtins.breakpoint@2"},
		"imported where it is called":              {"__import__('ipdb').set_trace()\n", "breakpoint ipdb.set_trace@1"},
		"a debugger that is let in":                {"import debugpy\ndebugpy.listen(5678)\ndebugpy.wait_for_client()\n", "breakpoint debugpy.listen@2, breakpoint debugpy.wait_for_client@3"},
		"pprint into a file":                       {"import pprint\nfrom pprint import pprint as show, pp\npprint.pprint(a, stream=f)\npprint.pp(a, f)\npp(a, f, indent=1)\nshow(a, stream=f)\n", ""},
		"rich prints all it is given":              {"import rich\nrich.print(a, b)\nrich.print(a, file=f)\n", "dump rich.print@2"},
		"pprint to the terminal":                   {"import sys\nfrom pprint import pprint\npprint(a, stream=sys.stdout)\npprint(a, None)\npprint(a, indent=1)\n", "print pprint@3, print pprint@4, print pprint@5"},
		"pprint of nowhere":                        {"pprint(rows)\n", "print pprint@1"},
		"pprint of another module":                 {"from .tools import pprint\npprint(rows)\n", ""},
		"an import that nothing uses":              {"import pdb\n", "breakpoint import pdb@1~"},
		"celery's":                                 {"from celery.contrib import rdb\nrdb.set_trace()", "breakpoint rdb.set_trace@2"},
		"pytest's":                                 {"import pytest\npytest.set_trace()", "breakpoint pytest.set_trace@2"},
		"debuggers that are asked from afar":       {"import rpdb, remote_pdb, bpdb\nrpdb.set_trace()\nremote_pdb.set_trace(host='0.0.0.0')\nbpdb.set_trace()\n", "breakpoint rpdb.set_trace@2, breakpoint remote_pdb.set_trace@3, breakpoint bpdb.set_trace@4"},
		"shells that are opened":                   {"import bpython\nfrom ptpython.repl import embed\nbpython.embed()\nembed(globals(), locals())\n", "breakpoint bpython.embed@3, breakpoint embed@4"},
		"ptvsd, and a test's own":                  {"import ptvsd\nfrom nose.tools import set_trace\nptvsd.wait_for_attach()\nset_trace()\n", "breakpoint ptvsd.wait_for_attach@3, breakpoint set_trace@4"},
		"another class's set_trace":                {"tracer.set_trace()\nset_trace(span)\nfont.embed()\n", ""},
		"debugpy":                                  {"import debugpy\ndebugpy.breakpoint()", "breakpoint debugpy.breakpoint@2"},
		"print imported as itself":                 {"from rich import print\nprint(1)\n", "print print@2"},
		"under the main guard":                     {"if __name__ == '__main__':\n    print(run())\n", "print print@2?"},
		"where somebody asked for it":              {"def f(verbose):\n  if verbose:\n    print(1)\n  else:\n    print(2)\n", "print print@3?, print print@5"},
		"in a function that prints":                {"def print_help():\n  print(1)\ndef main():\n  print(2)\ndef domain():\n  print(3)\n", "print print@2?, print print@4?, print print@6"},
		"in broken code":                           {"def f(:\n    print(1)\n    x = = 2\nbreakpoint()\n", "print print@2, breakpoint breakpoint@4"},
		"in a comment or a string":                 {"# print(1)\ns = 'print(1)'\n\"\"\"\nprint(1)\nbreakpoint()\n\"\"\"\n", ""},
		"in a doctest":                             {"def f():\n    '''\n    >>> print(f())\n    '''\n", ""},
		"a method of that name":                    {"console.print('x')\nself.print()\nticket.breakpoint()\n", ""},
		"a method of that name, in its class":      {"class A:\n    def print(self): pass\n    def run(self):\n        print(1)\n", "print print@4"},
		"a function of the file's own":             {"def print(x): pass\nprint(1)\n", ""},
		"a parameter":                              {"def f(print=None):\n    print(1)\ndef g(*, print):\n    print(1)\n", ""},
		"a variable":                               {"print = logger.info\nprint('x')\n", ""},
		"another import":                           {"from click import echo as print\nprint(1)\n", ""},
		"a reference":                              {"callbacks = [print]\nrun(key=print)\n", ""},
		"another set_trace":                        {"tracer.set_trace(True)\nset_trace(1)\n", ""},
		"a longer name":                            {"pprint_tree(1); blueprint(2); print_(3)", ""},
	})
}

func TestGoLeftovers(t *testing.T) {
	t.Parallel()
	const head = "package a\nimport \"fmt\"\n"
	proveDialect(t, "Go", map[string]debugCase{
		"fmt.Println":                 {head + "func f() { fmt.Println(1); fmt.Printf(\"%v\", 2) }", "print fmt.Println@3, print fmt.Printf@3"},
		"fmt under another name":      {"package a\nimport out \"fmt\"\nfunc f() { out.Println(1) }", "print fmt.Println@3"},
		"fmt without a name":          {"package a\nimport . \"fmt\"\nfunc f() { Println(1) }", "print fmt.Println@3"},
		"another package named fmt":   {"package a\nimport fmt \"example.org/logs\"\nfunc f() { fmt.Println(1) }", ""},
		"the built-in functions":      {head + "func f() { println(1); print(2) }", "print println@3, print print@3"},
		"spew":                        {"package a\nimport \"github.com/davecgh/go-spew/spew\"\nfunc f() { spew.Dump(1) }", "dump spew.Dump@3"},
		"a breakpoint":                {"package a\nimport \"runtime\"\nfunc f() { runtime.Breakpoint() }", "breakpoint runtime.Breakpoint@3"},
		"a stack":                     {"package a\nimport \"runtime/debug\"\nfunc f() { debug.PrintStack() }", "stack-trace debug.PrintStack@3~"},
		"a focused ginkgo test":       {"package a\nimport . \"github.com/onsi/ginkgo/v2\"\nvar _ = FDescribe(\"x\", func() { FIt(\"y\", func() {}) })", "focused-test FDescribe@3, focused-test FIt@3"},
		"over several lines":          {head + "func f() { fmt.\n Println(\n1) }", "print fmt.Println@3"},
		"in a function that prints":   {head + "func PrintUsage() { fmt.Println(1) }\nfunc (t T) Login() { fmt.Println(1) }", "print fmt.Println@3?, print fmt.Println@4"},
		"where somebody asked for it": {head + "func f() { if o.ShowDebug { fmt.Println(1) }; if !debug { fmt.Println(2) } }", "print fmt.Println@3?, print fmt.Println@3"},
		"to a writer, to a text":      {head + "func f() { fmt.Fprintln(w, 1); _ = fmt.Sprint(1); fmt.Errorf(\"x\") }", ""},
		"a logger":                    {"package a\nimport \"log\"\nfunc f() { log.Println(1); log.Printf(\"DEBUG\"); slog.Debug(\"x\") }", ""},
		"a method":                    {head + "func f() { t.Println(1); c.print(1); spew.Dump(2) }", ""},
		"a function of the file":      {"package a\nfunc print(x int) {}\nfunc f() { print(1) }", ""},
		"a parameter":                 {"package a\nfunc f(a int, println func(int)) { println(1) }", ""},
		"a variable":                  {head + "func f() { fmt := newFormat(); fmt.Println(1) }", ""},
		"a string, a comment":         {head + "// fmt.Println(1)\nvar s = `fmt.Println(1)`", ""},
		"FIt without ginkgo":          {"package a\nfunc f() { FIt(1, 2) }", ""},
	})
}

func TestJavaLeftovers(t *testing.T) {
	t.Parallel()
	in := func(code string) string { return "class A { void f(Object o) {\n" + code + "\n} }" }
	proveDialect(t, "Java", map[string]debugCase{
		"System.out":            {in(`System.out.println("x"); System.out.printf("x");`), "print System.out.println@2, print System.out.printf@2"},
		"with its package":      {in(`java.lang.System.out.print(1);`), "print System.out.print@2"},
		"handed on":             {in(`list.forEach(System.out::println);`), "print System.out.println@2"},
		"imported statically":   {"import static java.lang.System.out;\nclass A { void f() { out.println(1); } }", "print out.println@2"},
		"the error stream":      {in(`System.err.println("x");`), "print System.err.println@2~"},
		"a stack trace":         {in(`try { g(); } catch (Exception e) { e.printStackTrace(); }`), "stack-trace printStackTrace@2~"},
		"a trace to a writer":   {in(`e.printStackTrace(new PrintWriter(w));`), ""},
		"in main":               {"class A { public static void main(String[] a) { System.out.println(1); } }", "print System.out.println@1?"},
		"another out":           {in(`out.println(1); response.getWriter().println(2); this.System.out(1);`), ""},
		"a class of that name":  {"class B { class System { } void f() { System.out.println(1); } }", ""},
		"a comment or a string": {in("// System.out.println(1);\n/* e.printStackTrace() */ String s = \"System.out.println(1)\"; String t = \"\"\"\nSystem.out.println(1)\n\"\"\";"), ""},
		"a logger":              {in(`log.debug("x"); logger.printf("x");`), ""},
	})
}

func TestKotlinLeftovers(t *testing.T) {
	t.Parallel()
	proveDialect(t, "Kotlin", map[string]debugCase{
		"println":                {"class A { fun f() { println(\"x\"); print(1) } }", "print println@1, print print@1"},
		"by its package":         {"fun f() { kotlin.io.println(1) }", "print println@1"},
		"System.out":             {"fun f() { System.out.println(1); System.err.println(2) }", "print System.out.println@1, print System.err.println@1~"},
		"handed on":              {"fun f() { list.forEach(::println) }", "print println@1"},
		"a stack trace":          {"fun f() { try { g() } catch (e: Exception) { e.printStackTrace() } }", "stack-trace printStackTrace@1~"},
		"a trace on maybe":       {"fun f() { e?.printStackTrace() }", "stack-trace printStackTrace@1~"},
		"a trace to a writer":    {"fun f() { e.printStackTrace(writer) }", ""},
		"in main":                {"fun main(args: Array<String>) { println(1) }", "print println@1?"},
		"in a template":          {"fun f() { val s = \"${println(1)} println(2)\" }", "print println@1"},
		"another object's":       {"fun f() { writer.println(1); out.print(2) }", ""},
		"a function of the file": {"fun println(x: Int) {}\nfun f() { println(1) }", ""},
		"a method of the class":  {"class A { fun print(x: Int) {}\n fun f() { print(1) } }\nfun g() { print(1) }", "print print@3"},
		"a parameter":            {"fun f(println: (Int) -> Unit) { println(1) }", ""},
		"another import":         {"import com.acme.println\nfun f() { println(1) }", ""},
		"a comment or a string":  {"// println(1)\nval s = \"println(1)\"\nval t = \"\"\"println(2)\"\"\"", ""},
	})
}

func TestRubyLeftovers(t *testing.T) {
	t.Parallel()
	proveDialect(t, "Ruby", map[string]debugCase{
		"pry by itself":           {"pry\n", "breakpoint pry@1"},
		"a variable called pry":   {"pry = tool\npry\n", ""},
		"pry":                     {"def f\n  binding.pry\nend", "breakpoint binding.pry@2"},
		"pry with an argument":    {"binding.pry(quiet: true)\nbinding.irb if x\n", "breakpoint binding.pry@1, breakpoint binding.irb@2"},
		"byebug":                  {"def f\n  byebug\n  x\nend", "breakpoint byebug@2"},
		"debugger":                {"foo { debugger }\ndebugger if x\ndebugger(do: 'info')\nKernel.debugger\n", "breakpoint debugger@1, breakpoint debugger@2, breakpoint debugger@3, breakpoint debugger@4"},
		"a page opened":           {"it 'x' do\n  save_and_open_page\nend", "breakpoint save_and_open_page@2"},
		"puts":                    {"def f\n  puts 'x'\n  puts(1)\n  print 'y'\n  $stdout.puts 1\nend", "print puts@2, print puts@3, print print@4, print $stdout.puts@5"},
		"p":                       {"p user\np(user)\npp user\n", "dump p@1, dump p@2, dump pp@3"},
		"in an interpolation":     {"s = \"#{p user}\"\n", "dump p@1"},
		"a focused example":       {"RSpec.describe A do\n  fit 'x' do\n  end\nend\nfdescribe('y') { }\n", "focused-test fit@2, focused-test fdescribe@5"},
		"a mark of focus":         {"it 'x', :focus do\nend\ndescribe A, focus: true do\nend\nRSpec.describe A, :focus do\nend\n", "focused-test it with focus@1, focused-test describe with focus@3, focused-test describe with focus@5"},
		"in a dialogue":           {"def setup\n  puts 'name?'\n  name = gets.chomp\nend\ndef f\n  puts 1\nend", "print puts@2?, print puts@6"},
		"when run by hand":        {"if __FILE__ == $0\n  puts 1\nend", "print puts@2?"},
		"another's method":        {"code.byebug\nfile.puts 1\nout.print 2\nxml.p 'x'\nself.debugger\nbinding.local_variable_get(:x)\n", ""},
		"a variable":              {"p = 1\np\nfoo { |p| p + 1 }\ndef f(p)\n  p\nend\n", ""},
		"a paragraph":             {"p { text 'x' }\np(class: 'a')\n", ""},
		"a method of the class":   {"class A\n  def puts(x)\n  end\n  def f\n    puts 1\n  end\nend", ""},
		"a comment, a string":     {"# byebug\n=begin\nbinding.pry\n=end\ns = 'puts 1'\nt = <<~X\n  byebug\nX\nu = %w[debugger byebug]\nv = :debugger\n", ""},
		"a hash's key":            {"x = { debugger: true, focus: true }\nf(focus: true)\n", ""},
		"the filter of focus":     {"RSpec.configure do |c|\n  c.filter_run_when_matching :focus\n  c.filter_run :focus\nend", ""},
		"an input that has focus": {"input :name, focus: true do\nend\nf.input :x, :focus\n", ""},
		"another fit":             {"fit(model, data)\nimage.fit 1\n", ""},
	})
}

func TestPHPLeftovers(t *testing.T) {
	t.Parallel()
	proveDialect(t, "PHP", map[string]debugCase{
		"var_dump":               {"<?php\nvar_dump($x);\n\\var_dump($x);\n", "dump var_dump@2, dump var_dump@3"},
		"dd and dump":            {"<?php\ndd($x); dump($y); ray($z)->red();\n", "dump dd@2, dump dump@2, dump ray@2"},
		"dd on a query":          {"<?php\nUser::where('a', 1)->dd();\n$this->users?->dd();\n", "dump dd@2, dump dd@3"},
		"print_r":                {"<?php\nprint_r($x); print_r($x, false);\n", "dump print_r@2, dump print_r@2"},
		"print_r that returns":   {"<?php\n$s = print_r($x, true); $s = var_export($x, true); $s = print_r(value: $x, return: true); print_r($x, 1);\n", ""},
		"what is captured":       {"<?php\nob_start(); var_dump($x); $s = ob_get_clean();\n", ""},
		"xdebug":                 {"<?php\nif (function_exists('xdebug_break')) { xdebug_break(); }\n", "breakpoint xdebug_break@2"},
		"in a template":          {"<p>var_dump(1)</p><?php var_dump($x) ?><b><?= dump($x) ?></b>", "dump var_dump@1, dump dump@1"},
		"without an opening tag": {"var_dump($x);", ""},
		"a pest test alone":      {"<?php\nit('a', function () {})->only();\n", "focused-test only@2"},
		"another only":           {"<?php\n$request->only(['a']); $this->only(1); Route::resource('a', B::class)->only(['index']);\n", ""},
		"another's dump":         {"<?php\n$dumper->dump($x); Yaml::dump($x); $this->dump(); function f() { return 1; }\n", ""},
		"a function of the file": {"<?php\nfunction dump($x) {}\ndump(1);\n", ""},
		"another import":         {"<?php\nuse function Acme\\dump;\ndump(1);\n", ""},
		"a comment, a string":    {"<?php\n// dd($x)\n# var_dump(1)\n/* dump() */ $s = 'dd($x)'; $t = \"var_dump(1)\"; $u = <<<X\nvar_dump(1)\nX;\n", ""},
		"a log":                  {"<?php\nerror_log('x'); Log::debug('x'); echo $x; print $y;\n", ""},
		"a variable, a key":      {"<?php\n$dump = 1; $a['dump'] = $dd; $this->ray = 2;\n", ""},
	})
}

func TestRustLeftovers(t *testing.T) {
	t.Parallel()
	proveDialect(t, "Rust", map[string]debugCase{
		"dbg":                  {"fn f(n: u32) -> u32 { dbg!(n * g(dbg!(n - 1))) }", "dump dbg@1, dump dbg@1"},
		"dbg in a macro":       {"fn f() { let v = vec![dbg!(1), 2]; }", "dump dbg@1"},
		"println":              {"fn f() { println!(\"x\"); std::println!(\"y\"); print! { \"z\" } }", "print println@1, print println@1, print print@1"},
		"eprintln":             {"fn f() { eprintln!(\"x\") }", "print eprintln@1~"},
		"in main":              {"fn main() { println!(\"x\"); }", "print println@1?"},
		"in a unit test":       {"#[cfg(test)]\nmod tests {\n #[test]\n fn a() { println!(\"x\"); dbg!(1); }\n}\n#[tokio::test]\n#[ignore]\nasync fn b() { dbg!(2); }\n", "print println@4?, dump dbg@4?, dump dbg@8?"},
		"outside of tests":     {"#[cfg(not(test))]\nmod m { fn a() { dbg!(1); } }", "dump dbg@2"},
		"for cargo":            {"fn build() { println!(\"cargo:rerun-if-changed=x\"); println!(\n \"cargo::warning=y\"); }", ""},
		"left in a macro":      {"macro_rules! total { ($x:expr) => { dbg!($x) + 1 } }", "dump dbg@1"},
		"a macro's definition": {"macro_rules! say { ($x:expr) => { println!(\"{}\", $x) } }", ""},
		"a macro of the file":  {"macro_rules! println { () => {} }\nfn f() { println!() }", ""},
		"another import":       {"use defmt::println;\nfn f() { println!(\"x\") }", ""},
		"a method, a function": {"fn dbg(x: u8) {}\nfn f() { dbg(1); self.println(); a.print(); let dbg = 1; }", ""},
		"a comment, a string":  {"/// println!(\"x\")\n//! dbg!(1)\n/* dbg!(2) */ fn f() { let s = \"dbg!(1)\"; let t = r#\"println!()\"#; }", ""},
		"a logger":             {"fn f() { debug!(\"x\"); log::info!(\"y\"); writeln!(out, \"z\"); }", ""},
	})
}

func TestCSharpLeftovers(t *testing.T) {
	t.Parallel()
	in := func(code string) string { return "class A { void F() {\n" + code + "\n} }" }
	proveDialect(t, "C#", map[string]debugCase{
		"Console":                        {in(`Console.WriteLine("x"); System.Console.Write(1); Console.Out.WriteLine(2);`), "print Console.WriteLine@2, print Console.Write@2, print Console.Out.WriteLine@2"},
		"the error stream":               {in(`Console.Error.WriteLine("x");`), "print Console.Error.WriteLine@2~"},
		"used statically":                {"using static System.Console;\nclass A { void F() { WriteLine(1); } }", "print WriteLine@2"},
		"a breakpoint":                   {in(`Debugger.Break(); System.Diagnostics.Debugger.Launch();`), "breakpoint Debugger.Break@2, breakpoint Debugger.Launch@2"},
		"with a debugger there":          {in(`if (Debugger.IsAttached) Debugger.Break(); if (!Debugger.IsAttached) Debugger.Launch();`), "breakpoint Debugger.Break@2?, breakpoint Debugger.Launch@2"},
		"in a debug build":               {in("#if DEBUG\nConsole.WriteLine(1);\n#else\nConsole.WriteLine(2);\n#endif\n#if !DEBUG\nConsole.WriteLine(3);\n#endif"), "print Console.WriteLine@3?, print Console.WriteLine@5, print Console.WriteLine@8"},
		"in a debug method":              {"class A { [System.Diagnostics.Conditional(\"DEBUG\")] void F() { Console.WriteLine(1); }\n[Conditional(\"debug\")] void G() { Console.WriteLine(2); } }", "print Console.WriteLine@1?, print Console.WriteLine@2"},
		"a logger of the program's own":  {"class A { void LogOrder(string text) { Console.WriteLine(text); } }", "print Console.WriteLine@1?"},
		"a logger that hands nothing on": {"class A { void LogOrder(string text) { Console.WriteLine(); Console.WriteLine(\"here\"); } }", "print Console.WriteLine@1, print Console.WriteLine@1"},
		"by a symbol of its own":         {in("#if debug\nConsole.WriteLine(1);\n#endif"), "print Console.WriteLine@3"},
		"a program's statements":         {"Console.WriteLine(1);\n", "print Console.WriteLine@1?"},
		"a service's statements":         {"var builder = WebApplication.CreateBuilder(args);\nConsole.WriteLine(1);\n", "print Console.WriteLine@2"},
		"in Main":                        {"class A { static void Main(string[] a) { Console.WriteLine(1); } }", "print Console.WriteLine@1?"},
		"in an interpolation":            {in(`var s = $"{Console.Write(1)}";`), "print Console.Write@2"},
		"what a release leaves out":      {in(`Debug.WriteLine("x"); Trace.WriteLine("y"); Debug.Assert(true);`), ""},
		"another's method":               {in(`writer.WriteLine(1); output.Write(2); WriteLine(3); _console.WriteLine(4);`), ""},
		"a property of that name":        {"class A { IConsole Console { get; } void F() { Console.WriteLine(1); } }", ""},
		"a parameter":                    {"class A { void F(IConsole Console) { Console.WriteLine(1); } }", ""},
		"a comment, a string":            {in("// Console.WriteLine(1)\n/// <c>Console.Write</c>\nvar s = \"Console.WriteLine(1)\"; var t = @\"Debugger.Break()\";"), ""},
	})
}
