package code

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/wording"
)

// shownFiles is how many files a list names before it counts the rest.
const shownFiles = 10

// leftoverScope is what was read, and what was not.
type leftoverScope struct {
	files          int // in the release
	supported      int // in languages that can be read
	read           int // of them
	productionRead int // production files among those

	unread           []checks.Skipped // files in those languages that could not be read
	unreadProduction []checks.Skipped
	odd              []string       // read although the grammar does not know all of their syntax
	byLanguage       map[string]int // languages read, by files
	later            map[string]int // production files by language that this version cannot read
	submodules       []string
}

// leftoverScopeOf compares what the release holds with what was read of it.
func leftoverScopeOf(content checks.Source, facts map[string]source.Facts, unread []checks.Skipped) leftoverScope {
	scope := leftoverScope{byLanguage: map[string]int{}, later: map[string]int{}}
	lost := map[string]checks.Skipped{}
	for _, skipped := range unread {
		lost[skipped.Path] = skipped
	}
	production := map[string]bool{}
	for _, file := range content.Files() {
		scope.files++
		product := shipped(file.Class)
		if !source.ReadsSyntax(file.Language) {
			if product && source.Code(file.Language) {
				scope.later[file.Language]++
			}
			continue
		}
		scope.supported++
		scope.byLanguage[file.Language]++
		production[file.Path] = product
		if skipped, found := lost[file.Path]; found {
			scope.unread = append(scope.unread, skipped)
			continue
		}
		scope.read++
		if product {
			scope.productionRead++
		}
		if facts[file.Path].ParseError {
			scope.odd = append(scope.odd, file.Path)
		}
	}
	// What the source itself could not list as a file is told by its name.
	for _, skipped := range content.Skipped() {
		language := source.Language(skipped.Path, nil)
		switch {
		case skipped.Reason == source.ReasonSymlink || skipped.Reason == source.ReasonDependency:
		case skipped.Reason == source.ReasonSubmodule || skipped.Reason == source.ReasonRepository:
			scope.submodules = append(scope.submodules, skipped.Path)
		case source.ReadsSyntax(language):
			scope.supported++
			scope.byLanguage[language]++
			scope.unread = append(scope.unread, skipped)
			production[skipped.Path] = shipped(source.Classify(skipped.Path, nil))
		case source.Code(language) && shipped(source.Classify(skipped.Path, nil)):
			scope.later[language]++
		}
	}
	for _, skipped := range scope.unread {
		if production[skipped.Path] {
			scope.unreadProduction = append(scope.unreadProduction, skipped)
		}
	}
	return scope
}

// shipped reports whether files of a class are a part of what goes live, so
// that a release cannot be called clean without having read them. Commands are:
// their own printing is milder, a debugger in them is not.
func shipped(class checks.PathClass) bool {
	return class == checks.ClassProduction || class == checks.ClassCommand
}

// missing says what keeps a clean result from being one.
func (s leftoverScope) missing() []checks.Missing {
	var missing []checks.Missing
	if count := len(s.unreadProduction); count > 0 {
		first := s.unreadProduction[0]
		missing = append(missing, checks.Missing{
			Reason: fmt.Sprintf("%s of production code could not be read: %s (%s)%s",
				wording.Counted(count, "file", "files"), first.Path, first.Reason, andMore(count-1)),
			Remedy: "If it is built or bundled, keep it out of the repository or in a folder such as dist/ or vendor/; otherwise a senior reads it and signs.",
		})
	}
	if len(s.later) > 0 {
		missing = append(missing, checks.Missing{
			Reason: fmt.Sprintf("this version does not read %s yet, and production code is written in it", s.laterList()),
			Remedy: "A senior looks for leftover debug output there and comments `/golive sign-off code.debug-leftovers`.",
			Later:  true,
		})
	}
	if s.productionRead == 0 && len(missing) == 0 {
		missing = append(missing, checks.Missing{
			Reason: fmt.Sprintf("no production code was found among %s, so there was nothing to judge", wording.Counted(s.files, "file", "files")),
			Remedy: "If this repository holds no code, a senior says so with `/golive sign-off code.debug-leftovers`.",
		})
	}
	if len(s.submodules) > 0 && s.productionRead == 0 {
		missing[0].Reason += fmt.Sprintf(" (%s not read: %s)", wording.Counted(len(s.submodules), "submodule", "submodules"), wording.Listed(s.submodules, shownFiles))
	}
	return missing
}

// laterList names languages with their files, most first: "Python (41 files)".
func (s leftoverScope) laterList() string {
	languages := slices.SortedFunc(maps.Keys(s.later), func(a, b string) int {
		return cmp.Or(cmp.Compare(s.later[b], s.later[a]), cmp.Compare(a, b))
	})
	var parts []string
	for _, language := range languages {
		parts = append(parts, fmt.Sprintf("%s (%s)", language, wording.Counted(s.later[language], "file", "files")))
	}
	return strings.Join(parts, ", ")
}

// laterNames names the languages that are not read: "Go is", "Go, Python are".
func (s leftoverScope) laterNames() string {
	names := slices.Sorted(maps.Keys(s.later))
	if len(names) == 1 {
		return names[0] + " is"
	}
	return wording.Listed(names, 3) + " are"
}

// languages names what was read: "JavaScript/TypeScript".
func (s leftoverScope) languages() string {
	return strings.Join(slices.Sorted(maps.Keys(s.byLanguage)), "/")
}

func andMore(count int) string {
	if count <= 0 {
		return ""
	}
	return fmt.Sprintf(" and %d more", count)
}
