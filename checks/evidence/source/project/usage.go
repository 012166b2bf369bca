package project

import (
	"path"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/config/regex"
)

// Usage says which facilities the product uses, and how: in files of production and of
// commands, in the languages whose programs are read.
func (p *Project) Usage() usage.Overview { return p.usage() }

func (p *Project) readUsage() usage.Overview {
	product := map[string]bool{}
	read := map[string]usage.Facts{}
	others := map[string]int{}
	listens := ""
	for _, file := range p.Files {
		if listens == "" && startFile.MatchString(path.Base(file.Path)) && file.Class != checks.ClassExample && listening.Match(p.manifests[file.Path]) {
			listens = file.Path
		}
		if file.Class != checks.ClassProduction && file.Class != checks.ClassCommand {
			continue
		}
		facts, known := p.Facts[file.Path]
		switch {
		case readsPrograms(file.Language):
			product[file.Path] = true
			if known && facts.Deep == "" {
				read[file.Path] = facts.Usage
			}
		case source.Code(file.Language):
			others[file.Language]++
		}
	}
	index := p.Index()
	callee := func(from, origin string) (string, string, bool) {
		target, found := index.Callee(from, origin)
		if target.Class != "" {
			return target.Path, target.Class + "." + target.Name, found
		}
		return target.Path, target.Name, found
	}
	overview := usage.Link(p.Files, read, func(file checks.File) bool { return product[file.Path] }, callee)
	overview.Others, overview.Listens = others, listens
	names := map[string]bool{}
	for _, one := range p.Dependencies().All {
		if !one.Development {
			names[string(one.Ecosystem)+" "+one.Name] = true
		}
	}
	overview.Libraries = len(names)
	for _, skipped := range p.Unread {
		if product[skipped.Path] {
			overview.Unread = append(overview.Unread, skipped)
		}
	}
	return overview
}

// A file that starts the product, and that it listens on a port then.
var (
	startFile = regex.New(`^(?:Dockerfile(?:\.[\w-]+)?|[\w-]+\.Dockerfile|Procfile)$`)
	listening = regex.New(`(?mi)^\s*EXPOSE\s|^web:`)
)

// readsPrograms reports whether the programs of a language are read, and not only its
// calls: see package program.
func readsPrograms(language string) bool {
	_, found := syntax.GrammarOf(language)
	return found || language == "Vue" || language == "Svelte"
}
