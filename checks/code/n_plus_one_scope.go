package code

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/checks/wording"
)

// queryScope is where queries were looked for.
type queryScope struct {
	read      int            // production files whose programs were read
	queries   int            // database calls in them
	libraries []string       // that make the calls
	later     map[string]int // production files of languages whose programs are not read
	unread    []checks.Skipped
	clients   []schema.Client // that manifests name
}

func queryScopeOf(files []checks.File, facts map[string]source.Facts, unread []checks.Skipped) queryScope {
	scope := queryScope{later: map[string]int{}}
	lost := map[string]checks.Skipped{}
	for _, skipped := range unread {
		lost[skipped.Path] = skipped
	}
	libraries := map[string]bool{}
	for _, file := range files {
		if file.Class != checks.ClassProduction || !source.Code(file.Language) {
			continue
		}
		skipped, missing := lost[file.Path]
		read, found := facts[file.Path]
		switch {
		case !source.ReadsPrograms(file.Language):
			scope.later[file.Language]++
		case missing:
			scope.unread = append(scope.unread, skipped)
		case found && read.Deep != "":
			scope.unread = append(scope.unread, checks.Skipped{Path: file.Path, Reason: read.Deep})
		case found:
			scope.read++
			scope.queries += read.Queries.Queries
			for _, library := range read.Queries.Libraries {
				libraries[library] = true
			}
		}
	}
	scope.libraries = slices.Sorted(maps.Keys(libraries))
	return scope
}

// notApplicable returns the rule by which the item cannot apply: no database client
// anywhere, and nothing that was not read.
func (s queryScope) notApplicable() string {
	if s.queries > 0 || len(s.clients) > 0 || len(s.later) > 0 || len(s.unread) > 0 || s.read == 0 {
		return ""
	}
	return fmt.Sprintf("no database client found: no manifest names one, and no call of one is in %s", wording.Counted(s.read, "production file", "production files"))
}

// missing says what was not looked at.
func (s queryScope) missing() []checks.Missing {
	var missing []checks.Missing
	if len(s.unread) > 0 {
		missing = append(missing, checks.Missing{
			Reason: fmt.Sprintf("%s of production code could not be read: %s (%s)%s", wording.Counted(len(s.unread), "file", "files"),
				s.unread[0].Path, s.unread[0].Reason, andMore(len(s.unread)-1)),
			Remedy: "If it is built or bundled, keep it out of the repository; otherwise a senior reads it and signs.",
		})
	}
	if len(s.later) > 0 {
		missing = append(missing, checks.Missing{
			Later:  true,
			Reason: fmt.Sprintf("queries are read in JavaScript, TypeScript, Python and Go; production code is written in %s too", leftoverScope{later: s.later}.laterList()),
			Remedy: "A senior looks for queries in loops there and comments `/golive sign-off code.n-plus-one`.",
		})
	}
	return missing
}

func (s queryScope) summary() string {
	return fmt.Sprintf("read %s with %s (%s)", wording.Counted(s.read, "production file", "production files"),
		wording.Counted(s.queries, "database call", "database calls"), strings.Join(s.libraries, ", "))
}
