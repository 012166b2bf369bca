package coverage

import (
	"path"
	"slices"
	"strings"
)

// Paths maps the paths of reports to those of a repository.
type Paths struct {
	byBase  map[string][]string // whole paths by their last part
	all     map[string]bool
	modules map[string]string // folders by the paths of the Go modules in them
}

// NewPaths returns the mapping to these files.
func NewPaths(files []string) *Paths {
	p := &Paths{byBase: map[string][]string{}, all: make(map[string]bool, len(files)), modules: map[string]string{}}
	for _, name := range files {
		p.byBase[path.Base(name)] = append(p.byBase[path.Base(name)], name)
		p.all[name] = true
	}
	return p
}

// Module says in which folder a Go module is; "" is the root of the repository. Go's
// profiles name files by their module, whose path need not end like the folder's.
func (p *Paths) Module(name, folder string) { p.modules[name] = folder }

// Place is where a report lay: it often lies beside what it is about, or in an
// artifact that is named after it.
type Place struct {
	Artifact string
	Folder   string // in the artifact
}

// Map returns the repository's path of each of a report's, where there is one. A
// report is mapped as a whole: it was made in one place, or in a few, so that the
// way that most of its files went decides where a name alone would not. Where two
// parts of a repository fit equally, and neither the report's own roots nor its place
// tell them apart, its files are in neither.
func (p *Paths) Map(report Report, place Place) map[string]string {
	mapped := make(map[string]string, len(report.Files))
	var left []entry
	for _, file := range report.Files {
		if found, known := p.inModule(file.Path); known && report.Format == GoProfile {
			if p.all[found] {
				mapped[file.Path] = found
			}
			continue
		}
		left = append(left, entry{file.Path, normal(file.Path)})
	}
	left = p.follow(p.waysOf(left, report, place, report.Format == JaCoCo), left, mapped)
	if 2*len(left) > len(report.Files) {
		// A part of the repository was built elsewhere, as packages/api is in an image
		// at /app: its paths begin otherwise than here, and only how they end tells.
		ways := p.waysOf(left, report, place, true)
		ways.least = (len(left) + 1) / 2
		p.follow(ways, left, mapped)
	}
	return mapped
}

// entry is a file of a report.
type entry struct{ given, name string }

// inModule is where a file of a Go module of the repository would be.
func (p *Paths) inModule(name string) (string, bool) {
	for module := path.Dir(name); module != "." && module != "/"; module = path.Dir(module) {
		if folder, known := p.modules[module]; known {
			return path.Join(folder, strings.TrimPrefix(name, module+"/")), true
		}
	}
	return "", false
}

// follow maps entries, each by the likeliest of the ways that lead to a file, and
// returns those for which there is none.
func (p *Paths) follow(ways ways, entries []entry, mapped map[string]string) []entry {
	var left []entry
	many := len(entries)
	for _, one := range entries {
		name := one.name
		options := slices.DeleteFunc(p.options(name, ways), func(one way) bool {
			enough := one.votes >= trusted(many) || many == 1 || shared(name, one.apply(name)) > 1
			return one.votes < ways.least || !enough
		})
		slices.SortFunc(options, likelier)
		if len(options) == 0 || len(options) > 1 && options[0].like(options[1]) {
			left = append(left, one)
			continue
		}
		mapped[one.given] = options[0].apply(name)
	}
	return left
}

// trusted is how many files a way must fit before a bare name is enough.
func trusted(files int) int { return min(3, files) }

// options are the ways that lead from a name to a file.
func (p *Paths) options(name string, ways ways) []way {
	var found []way
	same := p.byBase[path.Base(name)]
	if len(same) > longestShare {
		for _, one := range ways.likeliest {
			if strings.HasPrefix(name, one.lose) && p.all[one.apply(name)] {
				found = append(found, one)
			}
		}
		return found
	}
	for _, candidate := range same {
		if one, known := ways.by[shiftTo(name, candidate)]; known {
			found = append(found, one)
		}
	}
	return found
}

// normal writes a path with "/" and without what means nothing.
func normal(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	name = strings.TrimPrefix(name, "file://")
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

// shared counts how many parts two paths have in common at their ends.
func shared(a, b string) int {
	count := 0
	for {
		x, y := strings.LastIndexByte(a, '/'), strings.LastIndexByte(b, '/')
		if a[x+1:] != b[y+1:] {
			return count
		}
		count++
		if x < 0 || y < 0 {
			return count
		}
		a, b = a[:x], b[:y]
	}
}
