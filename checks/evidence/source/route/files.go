package route

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// fileRule is a framework that finds its handlers by the paths of files.
type fileRule struct {
	framework string
	file      *regex.Expression // the first group is the application's folder, the second the path below its routes
	// route completes a route from what the file offers; false where it is none.
	route func(route *Route, below, offer string) bool
}

// fileRules are those frameworks.
//
//	https://nextjs.org/docs/app/api-reference/file-conventions/route
//	https://nextjs.org/docs/pages/building-your-application/routing/api-routes
//	https://svelte.dev/docs/kit/routing#server
//	https://nuxt.com/docs/guide/directory-structure/server
//	https://reactrouter.com/how-to/file-route-conventions
var fileRules = []fileRule{
	{"next", regex.New(`^(.*?/)?(?:src/)?app/(?:(.*)/)?route\.[cm]?[jt]sx?$`), nextRoute},
	{"next", regex.New(`^(.*?/)?(?:src/)?pages/(api/.*|api)\.[cm]?[jt]sx?$`), nextPage},
	{"sveltekit", regex.New(`^(.*?/)?src/routes/(?:(.*)/)?(\+server|\+page\.server)\.[jt]s$`), svelteRoute},
	{"nuxt", regex.New(`^(.*?/)?server/((?:api|routes)/.+)\.[cm]?[jt]s$`), nuxtRoute},
	{"remix", regex.New(`^(.*?/)?app/routes/(.+)\.[jt]sx?$`), remixRoute},
}

// fileRoutes makes routes of what files offer by their paths.
func (l *linker) fileRoutes() {
	gates := l.gates()
	for i := range l.files {
		offers := l.files[i].Facts.Offers
		if len(offers) == 0 {
			continue
		}
		for _, rule := range fileRules {
			match := rule.file.FindStringSubmatch(l.files[i].Path)
			if match == nil {
				continue
			}
			made := false
			for j := range offers {
				route := Route{Framework: rule.framework, File: l.files[i].Path, Line: offers[j].Line, Class: l.files[i].Class}
				if len(match) > 3 && match[3] == "+page.server" {
					route.Kind = "page"
				}
				if !rule.route(&route, match[2], offers[j].Name) || rule.framework == "nuxt" && l.passesOn(i, offers[j].Refs[0].Origin) {
					continue
				}
				for _, gate := range gates {
					if gate.framework == rule.framework && gate.root == match[1] && gate.holds(route.Path) {
						route.Guards = append(route.Guards, gate.Guard)
					}
				}
				route.Guards = append(route.Guards, l.guards(i, offers[j].Guards, HowRoute)...)
				l.answeredBy(&route, i, offers[j].Refs[0])
				if route.Handler.Name == "" || route.Handler.Name == "function" {
					route.Handler.Name = offers[j].Name
				}
				l.add(route)
				made = true
			}
			if made {
				break
			}
		}
	}
}

// gate is what stands before the routes of an application whose handlers are files:
// Next.js's middleware, SvelteKit's hooks.
type gate struct {
	Guard
	framework string
	root      string
	matcher   []string // of Next.js; none: all
}

// gateFiles are the files that hold them.
var gateFiles = []struct {
	framework string
	file      *regex.Expression
	offers    []string
}{
	{"next", regex.New(`^(.*?/)?(?:src/)?(?:middleware|proxy)\.[cm]?[jt]s$`), []string{"middleware", "proxy", "default"}},
	{"sveltekit", regex.New(`^(.*?/)?src/hooks\.server\.[jt]s$`), []string{"handle"}},
	{"nuxt", regex.New(`^(.*?/)?server/middleware/.+\.[cm]?[jt]s$`), []string{"default"}},
}

// sureGates turn away everybody who has not signed in, wherever they hold.
var sureGates = words("next-auth/middleware next-auth/middleware.default next-auth/middleware.withAuth")

// gates gathers them. What a gate asks depends on paths that its code compares, which
// is not read: but for the few that turn everybody away, a gate only makes unclear what
// stands before a route.
func (l *linker) gates() []gate {
	var found []gate
	for i := range l.files {
		facts := &l.files[i].Facts
		if len(facts.Offers) == 0 {
			continue
		}
		for _, row := range gateFiles {
			match := row.file.FindStringSubmatch(l.files[i].Path)
			if match == nil {
				continue
			}
			for _, offer := range facts.Offers {
				if !slices.Contains(row.offers, offer.Name) {
					continue
				}
				one := gate{framework: row.framework, root: match[1], Guard: Guard{Name: offer.Name, Kind: KindOptional, How: HowGlobal, File: l.files[i].Path, Line: offer.Line}}
				if slices.ContainsFunc(append(slices.Clone(offer.Guards), offer.Refs...), func(ref Ref) bool { return sureGates[module(ref.Origin)] }) {
					one.Kind = KindAuthentication
				}
				for _, setting := range facts.Settings {
					if setting.Name == "next.matcher" {
						one.matcher = setting.Values
					}
				}
				found = append(found, one)
			}
		}
	}
	return found
}

// unlike matches what a matcher leaves out: "/((?!api|_next/static).*)".
var unlike = regex.New(`^/\(\(\?!(.*)\)\.[*+]\)$`)

// oneOf matches a matcher of several beginnings: "/(api|trpc)(.*)".
var oneOf = regex.New(`^/\(([\w|/-]+)\)(?:\(\.\*\)|/.*)?$`)

// holds reports whether a gate is before a path; one that cannot be read is.
// https://nextjs.org/docs/app/api-reference/file-conventions/middleware#matcher
func (g gate) holds(path string) bool {
	if len(g.matcher) == 0 {
		return true
	}
	for _, matcher := range g.matcher {
		if match := unlike.FindStringSubmatch(matcher); match != nil {
			left := false
			for _, prefix := range strings.Split(match[1], "|") {
				if prefix = strings.Trim(prefix, "/"); prefix != "" && !strings.ContainsAny(prefix, `\.*+?()[]`) && strings.HasPrefix(strings.TrimPrefix(path, "/"), prefix) {
					left = true
				}
			}
			if !left {
				return true
			}
			continue
		}
		if match := oneOf.FindStringSubmatch(matcher); match != nil {
			if slices.ContainsFunc(strings.Split(match[1], "|"), func(prefix string) bool { return below(path, "/"+strings.Trim(prefix, "/")) }) {
				return true
			}
			continue
		}
		if strings.ContainsAny(matcher, "()?") {
			return true
		}
		prefix, rest := strings.CutSuffix(strings.TrimSuffix(matcher, "*"), ":path")
		if rest && below(path, normal(prefix, "", false)) || !rest && samePath(path, normal(matcher, "", false)) {
			return true
		}
	}
	return false
}

// segments writes the folders of a path as the segments of a route: groups and slots
// are left out.
func segments(below string) string {
	var kept []string
	for _, segment := range strings.Split(below, "/") {
		switch {
		case segment == "", strings.HasPrefix(segment, "(") && strings.HasSuffix(segment, ")"), strings.HasPrefix(segment, "@"):
			continue
		}
		if name, _, found := strings.Cut(segment, "="); found && strings.HasPrefix(segment, "[") { // [id=integer] of SvelteKit
			segment = name + "]"
		}
		kept = append(kept, segment)
	}
	return normal("/"+strings.Join(kept, "/"), "", false)
}

func nextRoute(route *Route, below, offer string) bool {
	if offer == strings.ToUpper(offer) {
		route.Method, route.Path = offer, segments(below)
		return true
	}
	return false
}

func nextPage(route *Route, below, offer string) bool {
	if offer != "default" {
		return false
	}
	route.Method, route.Path = "ANY", segments(strings.TrimSuffix(below, "/index"))
	return true
}

func svelteRoute(route *Route, below, offer string) bool {
	route.Path = segments(below)
	switch {
	case route.Kind == "" && offer == strings.ToUpper(offer):
		route.Method = offer
	case route.Kind == "page" && offer == "actions":
		route.Method, route.Kind = "POST", ""
	default:
		return false
	}
	return true
}

// nuxtMethod matches the method at the end of a file's name: users.post.ts.
var nuxtMethod = regex.New(`^(.*)\.(get|post|put|patch|delete|head|options|connect|trace)$`)

func nuxtRoute(route *Route, below, offer string) bool {
	if offer != "default" {
		return false
	}
	route.Method = "ANY"
	if match := nuxtMethod.FindStringSubmatch(below); match != nil {
		below, route.Method = match[1], strings.ToUpper(match[2])
	}
	route.Path = segments(strings.TrimSuffix(strings.TrimPrefix(below, "routes/"), "/index"))
	return true
}

// remixRoute reads React Router's flat files: users.$id.edit.ts is /users/{id}/edit, and
// so is users+/$id.edit.ts where folders continue names.
// https://reactrouter.com/how-to/file-route-conventions
// https://github.com/kiliman/remix-flat-routes#hybrid-routes
func remixRoute(route *Route, below, offer string) bool {
	switch offer {
	case "loader":
		route.Method, route.Kind = "GET", "page" // what a page shows; resource routes have no page, which is not told here
	case "action":
		route.Method = "POST"
	default:
		return false
	}
	below = strings.TrimSuffix(strings.TrimSuffix(strings.ReplaceAll(below, "+/", "/"), "/route"), "/index")
	var kept []string
	for _, segment := range strings.FieldsFunc(below, func(r rune) bool { return r == '.' || r == '/' }) {
		switch {
		case strings.HasPrefix(segment, "_"), segment == "index":
			continue
		case segment == "$":
			segment = "{*}"
		case strings.HasPrefix(segment, "$"):
			segment = "{" + segment[1:] + "}"
		}
		segment = strings.Trim(segment, "()")
		if strings.HasPrefix(segment, "$") {
			segment = "{" + segment[1:] + "}"
		}
		kept = append(kept, strings.TrimSuffix(segment, "_"))
	}
	if slices.Contains(kept, "api") { // fetched by programs
		route.Kind = ""
	}
	route.Path = "/" + strings.Join(kept, "/")
	return true
}
