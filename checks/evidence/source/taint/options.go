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
		if list, ok := x.(*program.List); ok && one.Name != "env" {
			all = append(all, list.Elements...)
		} else if object, ok := x.(*program.Object); !ok || object == nil {
			all = append(all, x)
		}
	}
	found, remote, git := no, false, false
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
		case constant == "--":
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
