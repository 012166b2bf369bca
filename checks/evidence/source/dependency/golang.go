package dependency

import (
	"strings"

	"golang.org/x/mod/modfile"
)

// readGoMod reads the direct requirements of a module. Go has no lock but this: the
// version that is written is the least, and nearly always the one that is built.
// https://go.dev/ref/mod#go-mod-file
func readGoMod(r *reader, name string, content []byte) error {
	parsed, err := modfile.Parse(name, content, nil)
	if err != nil {
		if parsed, _ = modfile.ParseLax(name, content, nil); parsed == nil {
			return notUnderstood("go.mod", err)
		}
	}
	for _, one := range parsed.Require {
		if one.Indirect {
			continue
		}
		tool := false
		for _, command := range parsed.Tool {
			tool = tool || command.Path == one.Mod.Path || strings.HasPrefix(command.Path, one.Mod.Path+"/")
		}
		dependency := Dependency{
			Ecosystem: Go, Name: one.Mod.Path, Constraint: one.Mod.Version, Locked: one.Mod.Version, Path: name, Development: tool,
		}
		if one.Syntax != nil {
			dependency.Line = one.Syntax.Start.Line
		}
		r.add(dependency)
	}
	return nil
}
