package coverage

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"unicode"
)

// shift turns a report's path into the repository's: what it loses at its start and
// what is put there instead. The two do not end alike, so that there is one shift from
// a path to another.
type shift struct{ lose, add string }

// apply returns where a path that begins with what is lost leads.
func (s shift) apply(name string) string { return s.add + strings.TrimPrefix(name, s.lose) }

// shiftTo returns the shift between two paths.
func shiftTo(name, candidate string) shift {
	tail := 0
	for tail < min(len(name), len(candidate)) && name[len(name)-1-tail] == candidate[len(candidate)-1-tail] {
		tail++
	}
	lose, add := name[:len(name)-tail], candidate[:len(candidate)-tail]
	if lose != "" && !strings.HasSuffix(lose, "/") || add != "" && !strings.HasSuffix(add, "/") {
		// They differ within a part, or one begins there: what follows it is alike.
		_, rest, _ := strings.Cut(name[len(name)-tail:], "/")
		lose, add = strings.TrimSuffix(name, rest), strings.TrimSuffix(candidate, rest)
	}
	return shift{lose, add}
}

// longestShare is how many files may have the same name before only the whole path of
// one says where a report's paths begin: every folder has an index.js.
const longestShare = 50

// Bounds of what foreign paths can make of it.
const (
	mostWays   = 100     // by which files are tried that every folder has
	mostShifts = 200_000 // that are told apart
	mostRoots  = 10      // of a report
	deepest    = 20      // parts of a root
)

// way is a shift with what speaks for it.
type way struct {
	shift
	votes int // files that it would bring into the repository
	near  int // to where the report says that its paths begin, or lay
	named int // how well the artifact is named after where it leads
}

// like reports whether nothing but the folder that it leads to tells another way from
// this one. What leads to the root of the repository is preferred to any folder.
func (w way) like(other way) bool {
	return w.add != "" && w.lose == other.lose && w.votes == other.votes && w.near == other.near && w.named == other.named
}

// likelier orders ways, the likeliest first.
func likelier(a, b way) int {
	return cmp.Or(cmp.Compare(b.votes, a.votes), cmp.Compare(b.near, a.near), cmp.Compare(b.named, a.named),
		cmp.Compare(len(a.add), len(b.add)), strings.Compare(a.lose+"\x00"+a.add, b.lose+"\x00"+b.add))
}

// ways are those from a report into the repository.
type ways struct {
	by        map[shift]way
	likeliest []way // the first of them
	least     int   // files that a way has to fit, where ending alike is enough
}

// waysOf finds the ways of a report's names. Either all parts of a name fit, or all of a
// file's; ending alike is enough where that is asked for.
func (p *Paths) waysOf(entries []entry, report Report, place Place, ending bool) ways {
	votes, longest := map[shift]int{}, map[shift]int{}
	vote := func(one shift, ends int) {
		if votes[one] == 0 && len(votes) == mostShifts || one.lose != "" && one.add != "" && !ending {
			return
		}
		votes[one]++
		longest[one] = max(longest[one], ends)
	}
	for _, one := range entries {
		same := p.byBase[path.Base(one.name)]
		if len(same) > longestShare {
			for rest, more := one.name, true; more; _, rest, more = strings.Cut(rest, "/") {
				if p.all[rest] {
					vote(shift{lose: strings.TrimSuffix(one.name, rest)}, 0)
				}
			}
			continue
		}
		for _, candidate := range same {
			vote(shiftTo(one.name, candidate), shared(one.name, candidate))
		}
	}
	beside, found := besides(report, place), ways{by: map[shift]way{}}
	for one, count := range votes {
		if one.lose != "" && one.add != "" && longest[one] < 2 {
			continue
		}
		found.by[one] = way{one, count, near(one, beside), named(one, place.Artifact)}
	}
	for _, one := range found.by {
		found.likeliest = append(found.likeliest, one)
	}
	slices.SortFunc(found.likeliest, likelier)
	found.likeliest = found.likeliest[:min(len(found.likeliest), mostWays)]
	return found
}

// besides lists folders in which the files of a report may stand, the likeliest first:
// where it says that its paths begin, as much of that as there is here, and around
// where it lay.
func besides(report Report, place Place) []string {
	var found []string
	for _, root := range report.Roots[:min(len(report.Roots), mostRoots)] {
		parts := strings.Split(normal(root), "/")
		for parts = parts[max(len(parts)-deepest, 0):]; len(parts) > 0 && parts[0] != ""; parts = parts[1:] {
			found = append(found, strings.Join(parts, "/")+"/")
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
