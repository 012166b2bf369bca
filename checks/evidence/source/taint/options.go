package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// runners are programs that run others by their arguments or options: what begins with
// data may be an option such as --upload-pack=…, or the program itself.
var runners = words("git hg ssh sudo doas env xargs nohup timeout rsync tar find zip scp sftp awk gawk")

// gitRemotes are commands of git with options that name a program.
var gitRemotes = words("clone fetch pull ls-remote fetch-pack archive")

// runsByOption says whether a program that is run without a shell may run another one
// by what it is given: not where "--" ends its options first.
func runsByOption(e *engine, c *called) certainty {
	var all []program.Expression
	for _, one := range c.x.Arguments {
		x := e.once(one.Value)
		if flat := e.flattened(x, deepestPossible); len(flat) > 0 && one.Name != "env" {
			all = append(all, flat...)
		} else if object, ok := x.(*program.Object); !ok || object == nil {
			all = append(all, x)
		}
	}
	found, remote, git := no, false, false
	before := false // options end behind data

	if e.tables.schemas && len(c.x.Arguments) > 1 && c.values[1] != nil && c.values[1].tainted() { // all of its arguments are given
		switch e.once(c.x.Arguments[1].Value).(type) {
		case *program.Name, *program.Member:
			remote = true
		}
	}
	for _, x := range all {
		constant, ok := e.function().Constant(x)
		switch {
		case !ok:
			before = before || e.quiet(x).whole().tainted()
		case constant == "--" && !before:
			return no
		case runners[constant[strings.LastIndexByte(constant, '/')+1:]]:
			found, git = maybe, git || constant == "git"
		}
		remote = remote || gitRemotes[constant]
	}
	if git && !remote {
		return no
	}
	return found
}

// flattened are the elements of a list as it is written: also of one that others are appended
// to, and of a part of it.
func (e *engine) flattened(x program.Expression, depth int) []program.Expression {
	if depth == 0 {
		return nil
	}
	switch x := e.once(x).(type) {
	case *program.Name:
		return e.grown(x, depth-1)
	case *program.List:
		return x.Elements
	case *program.Index:
		if slice, ok := x.Index.(*program.List); ok && slice.Kind == "slice" {
			return e.flattened(x.X, depth-1)
		}
	case *program.Call:
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

// grown are the elements of a list of Go that a variable is given, with those that are
// appended to it behind them.
func (e *engine) grown(x *program.Name, depth int) []program.Expression {
	binding := e.function().Lookup(x.Name)
	if binding == nil || binding.Param != nil || binding.Element || len(binding.Values) < 2 || !e.tables.functions {
		return nil
	}
	all := e.flattened(binding.Values[0], depth)
	for _, value := range binding.Values[1:] {
		call, ok := value.(*program.Call)
		if !ok || program.LastName(call.Callee) != "append" || len(call.Arguments) < 2 || program.LastName(call.Arguments[0].Value) != x.Name {
			return nil
		}
		for _, one := range call.Arguments[1:] {
			all = append(all, one.Value)
		}
	}
	return all
}
