package route

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/openapi"
)

// Documented is what the product's own OpenAPI documents say of a route.
type Documented struct {
	Security openapi.Security // Public only where no operation that the route answers says otherwise
	Requires []string         // what it asks for, where it is protected
	Document string           // that says it; empty: no document has the route
	Path     string           // of the operation, as the document writes it
	File     string           // in which the operation stands
	Line     int
}

// Described is one document, compared with the routes of the code.
type Described struct {
	openapi.Document
	Confirmed int                 // operations that a route of the code has by method and path
	Explained int                 // those that a route may answer whose path is known in part, or has a parameter there
	Unmatched []openapi.Operation // those that no route of the code explains
}

// Describe compares documents with the routes, and notes at each route what they say
// of it. An operation that no route explains accuses nobody: the inventory may have
// missed the route, and the document may be older than the code, or somebody else's.
func (i *Inventory) Describe(documents []openapi.Document) {
	if len(documents) == 0 {
		return
	}
	known := newRouteTable(i.Routes)
	says := make([][]operationOf, len(i.Routes))
	for _, document := range documents {
		described := Described{Document: document}
		prefix := known.prefix(document)
		for _, operation := range document.Operations {
			placed := operation
			if prefix != "" {
				placed.Bases = []string{prefix}
			}
			if matches := known.confirming(document.Path, placed); len(matches) > 0 {
				described.Confirmed++
				for _, number := range matches {
					says[number] = append(says[number], operationOf{cmp.Or(operation.File, document.Path), document.Path, operation})
				}
			} else if known.explains(placed) {
				described.Explained++
			} else {
				described.Unmatched = append(described.Unmatched, operation)
			}
		}
		i.Documents = append(i.Documents, described)
	}
	for number, operations := range says {
		i.Routes[number].Documented = settled(operations)
	}
}

type operationOf struct {
	file     string
	document string
	openapi.Operation
}

// settled is what the operations that one route answers say together. A demand
// outweighs all else; a route is public where every one of them says so.
func settled(operations []operationOf) Documented {
	if len(operations) == 0 {
		return Documented{}
	}
	at := operations[0]
	security := at.Security
	for _, one := range operations[1:] {
		switch {
		case one.Security == openapi.Protected && security != openapi.Protected:
			at, security = one, openapi.Protected
		case one.Security != security && security == openapi.Public:
			security = openapi.Unsaid
		}
	}
	return Documented{Security: security, Requires: at.Requires, Document: at.document, Path: at.Path, File: at.file, Line: at.Line}
}

// routeTable finds routes by what they answer.
type routeTable struct {
	routes   []Route
	exact    map[string][]int     // numbers of routes by their paths, as alike writes them
	patterns map[string][]pattern // routes that answer more paths than their own, by the last segment that is known
	left     int                  // how many more are compared
}

// maxCompared bounds the comparing of routes with operations: hostile files have
// many of both. What is not compared any more is not said to be unmatched.
const maxCompared = 500_000

// pattern is a route with something that is not known, or that stands for anything.
type pattern struct {
	method   string
	segments []string
	tail     bool // what stands before it is not known
}

// elsewhere are the files whose routes are not the product's.
var elsewhere = map[checks.PathClass]bool{
	checks.ClassTest: true, checks.ClassFixture: true, checks.ClassExample: true, checks.ClassVendored: true, checks.ClassDocumentation: true,
}

func newRouteTable(routes []Route) *routeTable {
	table := &routeTable{routes: routes, exact: map[string][]int{}, patterns: map[string][]pattern{}, left: maxCompared}
	for number, one := range routes {
		if one.Kind != "" || elsewhere[one.Class] {
			continue
		}
		written := alike(one.Path)
		table.exact[written] = append(table.exact[written], number)
		if one.Unmounted || strings.ContainsAny(written, "{") {
			one := pattern{one.Method, parts(written), one.Unmounted}
			if known := one.lastKnown(); known != "" {
				table.patterns[known] = append(table.patterns[known], one)
			}
		}
	}
	return table
}

// alike writes a path without the names of its parameters, and without a slash
// at its end: "/orders/{}".
func alike(written string) string {
	var out strings.Builder
	for rest := written; ; {
		before, inside, found := strings.Cut(rest, "{")
		out.WriteString(before)
		if !found {
			break
		}
		name, after, closed := strings.Cut(inside, "}")
		if !closed {
			break
		}
		if name == "?" || name == "*" {
			out.WriteString("{" + name + "}")
		} else {
			out.WriteString("{}")
		}
		rest = after
	}
	return "/" + strings.Trim(path.Clean("/"+out.String()), "/")
}

func parts(written string) []string {
	written = strings.Trim(written, "/")
	if written == "" {
		return nil
	}
	return strings.Split(written, "/")
}

// places are the paths at which an operation may be answered: below what its
// document puts before it, and without that where a proxy takes it away.
func places(operation openapi.Operation) []string {
	written := operation.Path
	if at := strings.IndexAny(written, "?#"); at >= 0 {
		written = written[:at]
	}
	own := alike(written)
	all := make([]string, 0, len(operation.Bases)+1)
	for _, base := range operation.Bases {
		if one := alike(base + own); !slices.Contains(all, one) {
			all = append(all, one)
		}
	}
	if !slices.Contains(all, own) {
		all = append(all, own)
	}
	return all
}

// confirming returns the routes that have an operation by method and path: of
// several services' those that stand nearest to the document.
func (t *routeTable) confirming(document string, operation openapi.Operation) []int {
	for _, place := range places(operation) {
		best := -1
		var matches []int
		for _, number := range t.exact[place] {
			one := t.routes[number]
			if t.left--; t.left < 0 {
				return nil
			}
			if !answers(one.Method, operation.Method) || strings.Contains(place, "{?}") || strings.Contains(place, "{*}") {
				continue
			}
			switch near := shared(document, one.File); cmp.Compare(near, best) {
			case 1:
				best, matches = near, []int{number}
			case 0:
				matches = append(matches, number)
			}
		}
		if len(matches) > 0 {
			return matches
		}
	}
	return nil
}

// shared counts the folders that two files have in common.
func shared(a, b string) int {
	one, other := parts(path.Dir(a)), parts(path.Dir(b))
	count := 0
	for count < min(len(one), len(other)) && one[count] == other[count] {
		count++
	}
	return count
}

// explains reports whether a route of the code may answer an operation: one whose
// path is not known to its end, stands for any, or has a parameter where the
// operation names one of its values.
func (t *routeTable) explains(operation openapi.Operation) bool {
	if t.left < 0 {
		return true
	}
	for _, place := range places(operation) {
		asked := parts(place)
		for at, segment := range asked {
			if slices.Contains(asked[:at], segment) {
				continue
			}
			for _, one := range t.patterns[segment] {
				if t.left--; t.left < 0 {
					return true
				}
				if answers(one.method, operation.Method) && one.matches(asked) {
					return true
				}
			}
		}
	}
	return false
}

// lastKnown is the last segment that is known in full. A route without one answers
// everything, and would explain all there is.
func (p pattern) lastKnown() string {
	for _, one := range slices.Backward(p.segments) {
		if !strings.Contains(one, "{") {
			return one
		}
	}
	return ""
}

// matches reports whether a pattern may answer a path.
func (p pattern) matches(asked []string) bool {
	if p.tail && len(asked) > len(p.segments) {
		asked = asked[len(asked)-len(p.segments):]
	}
	return follows(p.segments, asked)
}

// follows compares segment by segment. What is not known stands for any number of
// them, none too: a prefix is often empty unless somebody sets one.
func follows(pattern, asked []string) bool {
	reached := make([]bool, len(asked)+1) // how much of what is asked the pattern has used up
	reached[0] = true
	for _, segment := range pattern {
		next := make([]bool, len(asked)+1)
		if segment == "{?}" {
			copy(next, reached)
		}
		for used, possible := range reached {
			if !possible || used == len(asked) {
				continue
			}
			switch {
			case segment == "{?}" || segment == "{*}":
				for after := used + 1; after <= len(asked); after++ {
					next[after] = true
				}
			case segment == asked[used], strings.Contains(segment, "{"):
				next[used+1] = true
			}
		}
		reached = next
	}
	return reached[len(asked)]
}

// answers reports whether a route with one method answers requests with another.
func answers(route, request string) bool {
	return route == request || route == "ANY" || route == "GET" && request == "HEAD"
}
