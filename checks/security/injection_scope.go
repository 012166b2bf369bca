package security

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

// shownNames is how many names a list has before it counts the rest.
const shownNames = 5

func listed(names []string) string { return wording.Listed(names, shownNames) }

// injectionScope is where flows were looked for.
type injectionScope struct {
	read    int            // production files whose programs were read
	handles int            // places in them where untrusted data comes in
	sinks   int            // places in them that could do harm
	later   map[string]int // production files of languages whose programs are not read
	unread  []checks.Skipped
	partial []string
}

func injectionScopeOf(files []checks.File, facts map[string]source.Facts, unread []checks.Skipped) injectionScope {
	scope := injectionScope{later: map[string]int{}}
	lost := map[string]checks.Skipped{}
	for _, skipped := range unread {
		lost[skipped.Path] = skipped
	}
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
			scope.handles += read.Taint.Handles
			scope.sinks += read.Taint.Sinks
			if read.Taint.Partial {
				scope.partial = append(scope.partial, file.Path)
			}
		}
	}
	return scope
}

func (s injectionScope) summary() string {
	return fmt.Sprintf("read %s: %s where request data comes in, %s that could do harm with it",
		wording.Counted(s.read, "production file", "production files"),
		wording.Counted(s.handles, "place", "places"), wording.Counted(s.sinks, "place", "places"))
}

// missing says what was not looked at.
func (s injectionScope) missing() []checks.Missing {
	var missing []checks.Missing
	if len(s.unread) > 0 {
		more := ""
		if count := len(s.unread) - 1; count > 0 {
			more = fmt.Sprintf(" and %d more", count)
		}
		missing = append(missing, checks.Missing{
			Reason: fmt.Sprintf("%s of production code could not be read: %s (%s)%s", wording.Counted(len(s.unread), "file", "files"),
				wording.QuotedPath(s.unread[0].Path), s.unread[0].Reason, more),
			Remedy: "If it is built or bundled, keep it out of the repository; otherwise a security engineer reads it and signs.",
		})
	}
	if len(s.later) > 0 {
		languages := slices.SortedFunc(maps.Keys(s.later), func(a, b string) int { return cmp.Or(s.later[b]-s.later[a], strings.Compare(a, b)) })
		missing = append(missing, checks.Missing{
			Later:  true,
			Reason: fmt.Sprintf("untrusted data is followed in JavaScript, TypeScript, Python and Go; production code is written in %s too", listed(languages)),
			Remedy: "A security engineer looks there and comments `/golive sign-off security.injection`.",
		})
	}
	return missing
}
