package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// launchers are programs that run the one that they are given: "--" ends their own options,
// and what follows is that program all the same.
var launchers = words("sudo doas env xargs nohup timeout nice setsid stdbuf")

// optioned are programs that run others by their options: what begins with data may be one
// such as --upload-pack=…, if "--" does not end them first.
var optioned = words("git hg ssh rsync tar find zip scp sftp awk gawk")

// gitRemotes are commands of git with options that name a program.
var gitRemotes = words("clone fetch pull ls-remote fetch-pack archive")

// runsByOption says whether a program that is run without a shell may run another one
// by what it is given: not where "--" ends its options first.
func runsByOption(e *engine, c *called) certainty {
	if len(c.x.Arguments) == 0 {
		return no
	}
	var all []program.Expression
	for _, one := range c.x.Arguments {
		x := e.once(one.Value)
		if flat := e.flattened(one.Value, deepestPossible); len(flat) > 0 && one.Name != "env" {
			all = append(all, flat...)
		} else if object, ok := x.(*program.Object); !ok || object == nil {
			all = append(all, x)
		}
	}
	remote := false
	if e.tables.schemas && len(c.x.Arguments) > 1 && c.values[1] != nil && c.values[1].tainted() { // all of its arguments are given
		switch e.once(c.x.Arguments[1].Value).(type) {
		case *program.Name, *program.Member:
			remote = true
		}
	}
	behind := c.x.Arguments[min(1, len(c.x.Arguments)-1)] // what stands behind the program is known
	first := behind.Spread == "" || len(e.flattened(behind.Value, deepestPossible)) > 0
	runs, option, ended := "", "", false
	for i, x := range all {
		constant, ok := e.function().Constant(x)
		base := constant[strings.LastIndexByte(constant, '/')+1:]
		switch {
		case !ok && !e.quiet(x).whole().tainted():
		case !ok && launchers[runs]:
			return maybe
		case !ok:
			// What follows git may be an option of its own: -c alias.x=!…
			if optioned[runs] && !ended && (runs != "git" || remote || i == 1 && first) {
				return maybe
			}
		case constant == "--":
			ended = true
		case runs != "" && !launchers[runs]:
			remote = remote || gitRemotes[constant]
		case launchers[base] || optioned[base]:
			runs, ended = base, false
		case runs != "" && !strings.HasPrefix(constant, "-") && !strings.Contains(constant, "=") && len(option) != len("-u") && !duration.MatchString(constant):
			return no // another program, which is written there
		}
		option = ""
		if strings.HasPrefix(constant, "-") {
			option = constant
		}
	}
	return no
}

// duration matches what timeout is given before the program.
var duration = regex.New(`^[\d.]+[smhd]?$`)

// flattened are the elements of a list as it is written: also of one that others are appended
// to, and of a part of it.
func (e *engine) flattened(x program.Expression, depth int) []program.Expression {
	if depth == 0 {
		return nil
	}
	if name, ok := x.(*program.Name); ok && e.tables.functions {
		return e.grown(name, depth-1)
	}
	switch x := e.once(x).(type) {
	case *program.List:
		return x.Elements
	case *program.Index:
		if slice, ok := x.Index.(*program.List); ok && slice.Kind == "slice" {
			return e.flattened(x.X, depth-1)
		}
	case *program.Call:
		if member, ok := x.Callee.(*program.Member); ok && member.Name == "concat" && e.tables.schemas {
			all := e.flattened(member.X, depth-1)
			for _, one := range x.Arguments {
				if flat := e.flattened(one.Value, depth-1); len(flat) > 0 {
					all = append(all, flat...)
				} else {
					all = append(all, one.Value)
				}
			}
			return all
		}
		if program.LastName(x.Callee) != "append" || !e.tables.functions || len(x.Arguments) == 0 {
			return nil
		}
		var all []program.Expression
		for i, one := range x.Arguments {
			if flat := e.flattened(one.Value, depth-1); len(flat) > 0 && (i == 0 || one.Spread != "") {
				all = append(all, flat...)
			} else if i > 0 {
				all = append(all, one.Value)
			}
		}
		return all
	}
	return nil
}

// grown are the elements of a list of Go that a variable holds at this point, with those that
// were appended to it behind them.
func (e *engine) grown(x *program.Name, depth int) []program.Expression {
	given := e.lists[e.function().Lookup(x.Name)]
	if len(given) == 0 {
		return nil
	}
	all := e.flattened(given[0], depth)
	for _, value := range given[1:] {
		for _, one := range value.(*program.Call).Arguments[1:] {
			all = append(all, one.Value)
		}
	}
	return all
}

// maxGrown bounds what is kept of a list that is appended to.
const maxGrown = 20

// grows notes which list a variable of Go is given, and what is appended to it then. Blocks
// may have variables of the same name, one after the other.
func (e *engine) grows(target, value program.Expression) {
	name, ok := target.(*program.Name)
	if !ok || !e.tables.functions {
		return
	}
	binding := e.function().Lookup(name.Name)
	if binding == nil || binding.Param != nil {
		return
	}
	call, ok := value.(*program.Call)
	if ok && program.LastName(call.Callee) == "append" && len(call.Arguments) > 1 && program.LastName(call.Arguments[0].Value) == name.Name {
		if known := e.lists[binding]; len(known) > 0 && len(known) < maxGrown {
			e.lists[binding] = append(known[:len(known):len(known)], value)
			return
		}
		delete(e.lists, binding)
		return
	}
	e.lists[binding] = []program.Expression{value}
}
