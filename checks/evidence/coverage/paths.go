package coverage

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"unicode"
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

// mostWays is how many ways are tried. A report was made in one place or in a few.
const mostWays = 1000

// Map returns the repository's path of each of a report's, where there is one. A
// report is mapped as a whole: it was made in one place, or in a few, so that the
// way that most of its files went decides where a name alone would not. Where two
// parts of a repository fit equally, and neither the report's own roots nor its place
// tell them apart, its files are in neither.
func (p *Paths) Map(report Report, place Place) map[string]string {
	mapped := make(map[string]string, len(report.Files))
	left := map[string]string{} // names by the report's paths
	for _, file := range report.Files {
		if found, known := p.inModule(file.Path); known && report.Format == GoProfile {
			mapped[file.Path] = found
			continue
		}
		left[file.Path] = normal(file.Path)
	}
	p.follow(p.ways(left, report, place, report.Format == JaCoCo), left, mapped)
	if 2*len(left) <= len(report.Files) {
		return mapped
	}
	// A part of the repository was built elsewhere, as packages/api is in an image at
	// /app: its paths begin otherwise than here, and only how they end tells.
	ways := p.ways(left, report, place, true)
	for index := range ways {
		ways[index].votes = p.led(ways[index].shift, left)
	}
	ways = slices.DeleteFunc(ways, func(one way) bool { return 2*one.votes < len(left) })
	slices.SortStableFunc(ways, func(a, b way) int { return cmp.Compare(b.votes, a.votes) })
	p.follow(ways, left, mapped)
	return mapped
}

// led counts the names that a shift leads to a file.
func (p *Paths) led(one shift, names map[string]string) int {
	count := 0
	for _, name := range names {
		if found, begins := one.apply(name); begins && p.all[found] {
			count++
		}
	}
	return count
}

// inModule is the file of a Go module.
func (p *Paths) inModule(name string) (string, bool) {
	for module := path.Dir(name); module != "." && module != "/"; module = path.Dir(module) {
		if folder, known := p.modules[module]; known {
			found := path.Join(folder, strings.TrimPrefix(name, module+"/"))
			return found, p.all[found]
		}
	}
	return "", false
}

// follow maps the names that are left, each by the first of the ways that leads to a file.
func (p *Paths) follow(ways []way, left, mapped map[string]string) {
	many := len(left)
	for given, name := range left {
		for index, way := range ways {
			found, begins := way.apply(name)
			if !begins || !p.all[found] || way.votes < trusted(many) && shared(name, found) < 2 && many > 1 {
				continue
			}
			if !p.doubtful(name, way, ways[index+1:]) {
				mapped[given] = found
				delete(left, given)
			}
			break
		}
	}
}

// doubtful reports whether another way fits as well and leads to another file.
func (p *Paths) doubtful(name string, chosen way, others []way) bool {
	for _, other := range others {
		if chosen.add == "" || other.rank() != chosen.rank() {
			return false
		}
		if found, begins := other.apply(name); begins && p.all[found] && len(other.lose) == len(chosen.lose) {
			return true
		}
	}
	return false
}

// trusted is how many files a way must fit before a bare name is enough.
func trusted(files int) int { return min(3, files) }

type way struct {
	shift
	votes int // files that it would bring into the repository
	near  int // to where the report says that its paths begin, or lay
	named int // how well the artifact is named after where it leads
}

func (w way) rank() [3]int { return [3]int{w.votes, w.near, w.named} }

// ways lists the shifts that bring files into the repository, the likeliest first.
// Of the names either all parts fit, or all of a file's; ending alike is enough where
// that is asked for.
func (p *Paths) ways(names map[string]string, report Report, place Place, ending bool) []way {
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
			if !whole && !(ending && count > 1) {
				continue
			}
			tail := tailOf(name, count)
			votes[shift{strings.TrimSuffix(name, tail), strings.TrimSuffix(candidate, tail)}]++
		}
	}
	beside := besides(report, place)
	ways := make([]way, 0, len(votes))
	for one, count := range votes {
		ways = append(ways, way{one, count, near(one, beside), named(one, place.Artifact)})
	}
	slices.SortFunc(ways, func(a, b way) int {
		return cmp.Or(cmp.Compare(b.votes, a.votes), cmp.Compare(b.near, a.near), cmp.Compare(b.named, a.named),
			cmp.Compare(len(a.add), len(b.add)), strings.Compare(a.lose+"\x00"+a.add, b.lose+"\x00"+b.add))
	})
	return ways[:min(len(ways), mostWays)]
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

// besides lists folders in which the files of a report may stand, the likeliest first:
// where it says that its paths begin, as much of that as there is here, and around
// where it lay.
func besides(report Report, place Place) []string {
	var found []string
	for _, root := range report.Roots {
		for rest, more := normal(root), true; more && rest != ""; _, rest, more = strings.Cut(rest, "/") {
			found = append(found, rest+"/")
		}
	}
	for folder := path.Clean(place.Folder); folder != "." && folder != "/"; folder = path.Dir(folder) {
		found = append(found, folder+"/")
	}
	return found
}

// near tells how close what a way adds is to the folders beside a report. An artifact
// holds paths below the folder that its files have in common, "web/coverage" of
// packages/web/coverage.
func near(one shift, beside []string) int {
	for distance, folder := range beside {
		if strings.HasPrefix(one.add, folder) || strings.HasSuffix("/"+one.add, "/"+folder) {
			return len(beside) - distance
		}
	}
	return 0
}

// named tells how long a folder's name is that what a way adds has in common with an
// artifact: "coverage-api-client" is of packages/api-client rather than of packages/api.
func named(one shift, artifact string) int {
	spelled := func(text string) string {
		words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		return "-" + strings.Join(words, "-") + "-"
	}
	within, longest := spelled(artifact), 0
	for _, folder := range strings.Split(one.add, "/") {
		if word := spelled(folder); len(word) > 2 && strings.Contains(within, word) {
			longest = max(longest, len(word))
		}
	}
	return longest
}
