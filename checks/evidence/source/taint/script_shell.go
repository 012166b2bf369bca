package taint

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// withShell says whether what is run is a shell: {shell: true}, spawn("sh", ["-c", …]).
func withShell(e *engine, c *called) certainty {
	for _, one := range c.x.Arguments[min(1, len(c.x.Arguments)):] {
		if object, ok := e.once(one.Value).(*program.Object); ok {
			for _, entry := range object.Entries {
				if literal, ok := entry.Value.(*program.Literal); ok && entry.Name == "shell" && literal.Value == "true" {
					return sure
				}
				if _, ok := entry.Value.(*program.Text); ok && entry.Name == "shell" {
					return sure
				}
			}
		}
	}
	if len(c.x.Arguments) < 2 {
		return no
	}
	if program, ok := e.function().Constant(c.x.Arguments[0].Value); ok {
		if flags := interpreters[strings.TrimSuffix(program[strings.LastIndexByte(program, '/')+1:], ".exe")]; flags != nil {
			return e.interprets(c, flags)
		}
	}
	if !e.shell(c.x.Arguments[0].Value) || e.writtenBehind(c, "-c") {
		return no
	}
	if commandFlag(e, c.x.Arguments[1].Value) {
		return sure
	}
	for _, word := range append(e.appended(c.x.Arguments[1].Value), e.placed(c.x.Arguments[1].Value)...) {
		if commandFlags[word] {
			return sure
		}
	}
	return no
}

// interpreters are programs that run a text, by the options before it.
var interpreters = map[string]map[string]bool{
	"node": words("-e --eval -p --print"), "deno": words("eval"), "bun": words("-e --eval"), "python": words("-c"), "python2": words("-c"), "python3": words("-c"),
	"perl": words("-e -E"), "ruby": words("-e"), "php": words("-r"), "osascript": words("-e"),
}

// interprets says whether an interpreter is given a text to run.
func (e *engine) interprets(c *called, flags map[string]bool) certainty {
	list, ok := e.once(c.x.Arguments[1].Value).(*program.List)
	if !ok {
		return no
	}
	for _, one := range list.Elements {
		if flag, ok := e.function().Constant(one); ok && flags[flag] {
			return sure
		}
	}
	return no
}

// placed are the constant words that are put into a list by their places: args[0] = "-c".
func (e *engine) placed(x program.Expression) []string {
	list, ok := x.(*program.Name)
	if !ok {
		return nil
	}
	var all []string
	program.VisitStatements(e.function().Body, func(s program.Statement) bool {
		assign, ok := s.(*program.Assign)
		if !ok || len(assign.Targets) != 1 {
			return true
		}
		if index, ok := assign.Targets[0].(*program.Index); ok {
			if name, ok := index.X.(*program.Name); ok && name.Name == list.Name {
				if word, ok := e.function().Constant(assign.Value); ok {
					all = append(all, word)
				}
			}
		}
		return true
	}, nil)
	return all
}

// shell reports whether an expression may be the name of a shell.
func (e *engine) shell(x program.Expression) bool {
	return slices.ContainsFunc(e.possible(e.function(), x), func(one written) bool {
		name, ok := one.in.Constant(one.x)
		return ok && shells[name[strings.LastIndexByte(name, '/')+1:]]
	})
}

var shells = words("sh bash zsh dash ksh cmd cmd.exe powershell powershell.exe pwsh")

// commandFlag reports whether a list of arguments has the flag that makes a shell run
// the next of them.
func commandFlag(e *engine, x program.Expression) bool {
	return slices.ContainsFunc(e.wordsOf(x), func(word string) bool { return commandFlags[word] })
}

var commandFlags = words("-c /c /C -lc -Command -command")

// importedRunner says whether a function that runs a command is a package's.
func importedRunner(e *engine, c *called) certainty {
	if module, required := e.function().Required(c.x.Callee); required && runnerPackages[module] { // require("exec")(…)
		return sure
	}
	if name, ok := c.x.Callee.(*program.Name); ok {
		if binding := e.function().Lookup(name.Name); binding != nil && (binding.Import != nil || len(binding.Values) == 1) && runnerPackages[c.origin] {
			return sure
		}
	}
	return no
}

var runnerPackages = words("exec exec-sh node-exec remote-exec ssh-exec exec-async await-exec child-process-promise promised-exec")

// asOneText says that a program and its arguments are given as one text.
func asOneText(_ *engine, c *called) certainty {
	if c.name == "sync" && (len(c.x.Arguments) == 0 || len(c.x.Arguments) > 1) {
		return no
	}
	return sure
}

// listsShell says whether the list that a call runs begins with a shell that runs what stands
// in it: Bun.spawn(["sh", "-c", x]), Deno.run({cmd: ["sh", "-c", x]}).
func listsShell(e *engine, c *called) certainty {
	if len(c.x.Arguments) == 0 {
		return no
	}
	x := e.once(c.x.Arguments[0].Value)
	if object, ok := x.(*program.Object); ok {
		for _, entry := range object.Entries {
			if entry.Name == "cmd" {
				x = e.once(entry.Value)
			}
		}
	}
	list, ok := x.(*program.List)
	if !ok || len(list.Elements) < 3 || !e.shell(list.Elements[0]) || !commandFlag(e, list) {
		return no
	}
	return sure
}

// writesToShell says whether what is written to is a shell, which runs it:
// spawn("sh").stdin.write(x).
func writesToShell(e *engine, c *called) certainty {
	input, ok := c.object.(*program.Member)
	if !ok {
		return no
	}
	call, ok := e.once(input.X).(*program.Call)
	if !ok || len(call.Arguments) == 0 || !e.shell(call.Arguments[0].Value) {
		return no
	}
	return sure
}

// evaluates says whether a worker is told to run a text: new Worker(x, {eval: true}).
func evaluates(e *engine, c *called) certainty {
	for _, one := range c.x.Arguments[min(1, len(c.x.Arguments)):] {
		if object, ok := e.once(one.Value).(*program.Object); ok {
			for _, entry := range object.Entries {
				if literal, ok := entry.Value.(*program.Literal); ok && entry.Name == "eval" && literal.Value == "true" {
					return sure
				}
			}
		}
	}
	return no
}

// ofScripts says whether a template is a command of execa, which quotes all of its values but
// the program: $`ls ${x}`. https://github.com/sindresorhus/execa/blob/main/docs/scripts.md
func ofScripts(e *engine, c *called) certainty {
	if e.tagged(c) && strings.HasPrefix(c.origin, "execa.$") {
		return sure
	}
	return no
}

// ofShellScripts says the same of one that a shell runs: $({shell: true})`ls ${x}`.
func ofShellScripts(e *engine, c *called) certainty {
	made, ok := c.x.Callee.(*program.Call)
	if member, method := c.x.Callee.(*program.Member); method {
		made, ok = member.X.(*program.Call)
	}
	if !ok || ofScripts(e, c) == no || len(made.Arguments) != 1 {
		return no
	}
	return withShell(e, &called{x: &program.Call{Arguments: append([]program.Argument{{}}, made.Arguments...)}})
}
