package security

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/project"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// surface is what the product answers, as far as its code was read.
type surface struct {
	usage.Overview
	facts  map[string]source.Facts
	routes []route.Route // of production, without files and pages
	files  map[string]bool
}

// surfaceOf takes the routes of production from all that were found: those of tests
// and examples go live with nothing.
func surfaceOf(code *project.Project) surface {
	s := surface{Overview: code.Usage(), facts: code.Facts, files: map[string]bool{}}
	for _, one := range code.Routes().Routes {
		if one.Class != checks.ClassProduction && one.Class != checks.ClassCommand || one.Kind == "static" || one.Kind == "page" || one.Method == "OPTIONS" {
			continue
		}
		if developers.MatchString(one.When) {
			continue
		}
		s.routes = append(s.routes, one)
		s.files[one.File] = true
	}
	return s
}

// developers matches the conditions under which a route is there for developers
// alone.
var developers = regex.New(`(?i)^(?:[^;]*; )*(?:[^;]*!==?\s*['"]prod|[^;]*===?\s*['"](?:dev|test)|[^;!]*\bis_?(?:dev|test)\w*|(?:settings\.|config\.)?debug$|![^;]*\bis_?prod\w*|settings\.testing)`)

// searched says what was read: "58 routes of Express in 812 files …".
func (s surface) searched() string {
	if len(s.routes) == 0 {
		return s.Searched()
	}
	text := wording.Counted(len(s.routes), "route", "routes")
	if names := s.frameworks(); len(names) > 0 {
		text += " of " + wording.Listed(names, 4)
	}
	return text + " in " + wording.Counted(len(s.files), "file", "files")
}

// frameworks names those of the routes, the one with the most routes first.
func (s surface) frameworks() []string {
	counts := map[string]int{}
	for _, one := range s.routes {
		if one.Framework != "" {
			counts[one.Framework]++
		}
	}
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	return names
}

// framework is the one with the most routes, else the one that is set up.
func (s surface) framework() string {
	if names := s.frameworks(); len(names) > 0 {
		return names[0]
	}
	return s.Framework()
}

// notService says why an item about requests cannot apply; empty where it may.
func (s surface) notService() string {
	if serves, known := s.Serves(); !serves && known && len(s.routes) == 0 {
		return "not a service: no web framework is set up and nothing answers requests in " + s.Searched()
	}
	return ""
}

// unread says that routes may be there which were not seen.
func (s surface) unread() (checks.Missing, bool) {
	missing := checks.Missing{Later: true, Remedy: "The role that signs this item looks at them."}
	switch serves, _ := s.Serves(); {
	case s.Files == 0 && s.Whole() && !serves:
		return checks.Missing{}, false // there is no code that could have any: pages, configuration
	case len(s.routes) == 0 && serves:
		missing.Reason = "no route could be read, though requests are answered by " + wording.Listed(usage.Libraries(s.Signs[usage.Service]), 3)
	case len(s.routes) == 0:
		missing.Reason = "no route could be read in " + s.Searched()
	case len(s.Others) > 0:
		missing.Reason = "routes are read in JavaScript, TypeScript, Python and Go alone: " + s.Searched()
	default:
		return checks.Missing{}, false
	}
	return missing, true
}

// evidence records a look at the routes.
func (s surface) evidence(subject checks.Subject, grade checks.Grade, outcome checks.Outcome, summary, path string, line int) checks.Evidence {
	one := s.Evidence(subject, grade, outcome, summary, usage.Place{Path: path, Sign: usage.Sign{Line: line}})
	if len(s.routes) > 0 {
		one.Sample = len(s.routes)
	}
	return one
}

// allowed returns the comment that allows what an item would report at a line.
func (s surface) allowed(item, path string, line int) *source.Allow {
	allows := s.facts[path].Allows
	for i, allow := range allows {
		if strings.TrimPrefix(allow.Item, "security.") == item && allow.Target == line {
			return &allows[i]
		}
	}
	return nil
}

// unreadable is what an item about routes says without a source.
var unreadable = checks.Observation{Missing: []checks.Missing{{
	Connection: checks.ConnectionForge, Reason: "the content of the release cannot be read", Remedy: "Let golive read the repository's contents.",
}}}

// named writes a route as people speak of it: `POST /orders`.
func named(one route.Route) string {
	if one.Method == "ANY" {
		return wording.Quoted(one.Path)
	}
	return wording.Quoted(one.Method + " " + one.Path)
}

// namedAll writes some routes, the first few by name.
func namedAll(routes []route.Route) string {
	names := make([]string, 0, len(routes))
	for _, one := range routes {
		if name := named(one); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return wording.Listed(names, 4)
}
