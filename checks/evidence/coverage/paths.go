package coverage

import (
	"cmp"
	"path"
	"slices"
	"strings"
)

// Paths maps the paths of reports to those of a repository.
type Paths struct {
	byBase map[string][]string // whole paths by their last part
	all    map[string]bool
}

// NewPaths returns the mapping to these files.
func NewPaths(files []string) *Paths {
	p := &Paths{byBase: map[string][]string{}, all: make(map[string]bool, len(files))}
	for _, name := range files {
		p.byBase[path.Base(name)] = append(p.byBase[path.Base(name)], name)
		p.all[name] = true
	}
	return p
}

// shift turns a report's path into the repository's: what it loses at its start and
// what is put there instead.
type shift struct{ lose, add string }

func (s shift) apply(name string) (string, bool) {
	rest, begins := strings.CutPrefix(name, s.lose)
	return s.add + rest, begins
}

// longestShare is how many files may have the same name before they say nothing about
// where a report's paths begin: every folder has an index.js.
const longestShare = 50

// Map returns the repository's path of each of a report's, where there is one. A
// report is mapped as a whole: it was made in one place, or in a few, so that the
// way that most of its files went decides where a name alone would not. within is the
// folder that the report lay in; a report often lies beside what it is about.
func (p *Paths) Map(report Report, within string) map[string]string {
	names := make([]string, 0, len(report.Files))
	for _, file := range report.Files {
		names = append(names, normal(file.Path))
	}
	ways := p.ways(names, report.Format == JaCoCo)
	beside := folders(within)
	slices.SortStableFunc(ways, func(a, b way) int {
		return cmp.Or(cmp.Compare(b.votes, a.votes), cmp.Compare(near(b, beside), near(a, beside)), cmp.Compare(len(a.add), len(b.add)), strings.Compare(a.lose+"\x00"+a.add, b.lose+"\x00"+b.add))
	})
	mapped := make(map[string]string, len(names))
	for index, name := range names {
		for _, way := range ways {
			if found, begins := way.apply(name); begins && p.all[found] && (way.votes >= trusted(len(names)) || shared(name, found) > 1 || len(names) == 1) {
				mapped[report.Files[index].Path] = found
				break
			}
		}
	}
	return mapped
}

// trusted is how many files a way must fit before a bare name is enough.
func trusted(files int) int { return min(3, files) }

type way struct {
	shift
	votes int
}

// ways counts how many files each shift would bring into the repository.
func (p *Paths) ways(names []string, packages bool) []way {
	votes := map[shift]int{}
	for _, name := range names {
		same := p.byBase[path.Base(name)]
		if p.all[name] {
			votes[shift{}]++
		}
		if len(same) > longestShare {
			continue
		}
		for _, candidate := range same {
			if candidate == name {
				continue
			}
			count := shared(name, candidate)
			whole := count == parts(name) || count == parts(candidate)
			if !whole && !(packages && count > 1) {
				continue
			}
			tail := tailOf(name, count)
			votes[shift{strings.TrimSuffix(name, tail), strings.TrimSuffix(candidate, tail)}]++
		}
	}
	ways := make([]way, 0, len(votes))
	for one, count := range votes {
		ways = append(ways, way{one, count})
	}
	return ways
}

// normal writes a path with "/" and without what means nothing.
func normal(name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	name = strings.TrimPrefix(name, "file://")
	return strings.TrimPrefix(path.Clean("/"+name), "/")
}

func parts(name string) int { return strings.Count(name, "/") + 1 }

// shared counts how many parts two paths have in common at their ends.
func shared(a, b string) int {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	count := 0
	for count < len(x) && count < len(y) && x[len(x)-1-count] == y[len(y)-1-count] {
		count++
	}
	return count
}

// tailOf returns the last parts of a path.
func tailOf(name string, count int) string {
	all := strings.Split(name, "/")
	return strings.Join(all[len(all)-count:], "/")
}

// folders lists a folder and those around it.
func folders(within string) []string {
	var found []string
	for within = path.Clean(within); within != "." && within != "/" && within != ""; within = path.Dir(within) {
		found = append(found, within+"/")
	}
	return found
}

// near tells how close what a way adds is to the folder a report lay in.
func near(one way, beside []string) int {
	for distance, folder := range beside {
		if one.add == folder || strings.HasPrefix(one.add, folder) {
			return len(beside) - distance
		}
	}
	return 0
}
