package performance

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/answer"
	"github.com/golive-app/golive/checks/evidence/source/openapi"
	"github.com/golive-app/golive/checks/evidence/source/project"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/config/regex"
)

// Bounds of what is asked.
const (
	mostRoutes = 40
	mostLimits = 10 // lists whose limit is tried
)

// reading is a route that answers GET, and what staging answered.
type reading struct {
	path     string // as it is asked
	route    string // as the code or a document has it
	file     string // where that stands
	line     int
	schema   *openapi.Schema // of the answer; nil: no document says
	queries  []string        // that a document names
	excused  bool            // a comment with a reason says that it is meant
	exchange checks.Exchange
	document answer.Document
	read     bool // it is JSON
	limited  limitTrial
}

// forDevelopers matches conditions under which a route is there for developers alone.
var forDevelopers = regex.New(`(?i)\b(?:dev|debug|test)\w*\b`)

// pathParameter matches a parameter of a path.
var pathParameter = regex.New(`\{[^{}]*\}`)

// planReadings lists what is asked: GET routes of the code, then those that documents
// describe and no code was seen to answer; those without parameters first, for others
// are filled in from what they list.
func planReadings(code *project.Project) []reading {
	var plan []reading
	schemas := documentsOf{code: code, read: map[string]*openapi.Schemas{}}
	add := func(one reading) {
		if len(plan) < 4*mostRoutes && !strings.ContainsAny(one.route, "*?") && !probe.Acts(one.route) && !probe.Operational(one.route) && strings.HasPrefix(one.route, "/") &&
			!slices.ContainsFunc(plan, func(other reading) bool { return alike(other.route) == alike(one.route) }) {
			plan = append(plan, one)
		}
	}
	inventory := code.Routes()
	for _, one := range inventory.Routes {
		if one.Kind != "" || one.Method != "GET" && one.Method != "ANY" || one.Unmounted || forDevelopers.MatchString(one.When) || one.Class != checks.ClassProduction && one.Class != checks.ClassCommand {
			continue
		}
		made := reading{route: one.Path, file: one.File, line: one.Line, excused: excusedPayload(code, one)}
		if said := one.Documented; said.Document != "" {
			made.schema, made.queries = schemas.of(said.Document, said.Path)
		}
		add(made)
	}
	for _, document := range inventory.Documents {
		for _, one := range document.Unmatched {
			if one.Method != "GET" {
				continue
			}
			made := reading{route: strings.TrimSuffix(one.Bases[0], "/") + one.Path, file: document.Path, line: one.Line}
			if one.File != "" {
				made.file = one.File
			}
			made.schema, made.queries = schemas.of(document.Path, one.Path)
			add(made)
		}
	}
	slices.SortStableFunc(plan, func(a, b reading) int { return strings.Count(a.route, "{") - strings.Count(b.route, "{") })
	return plan[:min(len(plan), mostRoutes)]
}

func alike(path string) string {
	return strings.TrimSuffix(pathParameter.ReplaceAllString(path, "{}"), "/")
}

// excusedPayload reports whether a comment at a route says, with a reason, that what it
// answers is meant.
func excusedPayload(code *project.Project, one route.Route) bool {
	for _, place := range []struct {
		file string
		line int
	}{{one.File, one.Line}, {one.Handler.File, one.Handler.Line}} {
		for _, allow := range code.Facts[place.file].Allows {
			if strings.TrimPrefix(allow.Item, "performance.") == "payload" && allow.Reason != "" && allow.Target == place.line {
				return true
			}
		}
	}
	return false
}

// documentsOf reads the documents of a project, each once.
type documentsOf struct {
	code *project.Project
	read map[string]*openapi.Schemas
}

func (d documentsOf) of(document, path string) (*openapi.Schema, []string) {
	schemas, known := d.read[document]
	if !known {
		schemas, _ = d.code.Schemas(document) // what cannot be read is told where documents are compared with routes
		d.read[document] = schemas
	}
	if schemas == nil {
		return nil, nil
	}
	return schemas.Answer(http.MethodGet, path), schemas.Queries(http.MethodGet, path)
}

// askReadings asks for every route of a plan.
func askReadings(ctx context.Context, look *probe.Look, plan []reading) error {
	for index := range plan {
		one := &plan[index]
		one.path = filled(one.route, plan[:index])
		answers, err := look.Ask(ctx, checks.Probe{Path: one.path})
		if err != nil {
			return err
		}
		if one.exchange = answers[0]; one.exchange.Status >= 200 && one.exchange.Status < 300 && !probe.HTML(one.exchange) && !probe.Same(look.Control, one.exchange) && probe.Wall(one.exchange) == "" {
			one.document, err = answer.ReadJSON(one.exchange.Body())
			one.read = err == nil && (one.document.Root == answer.Object || one.document.Root == answer.Array) && !describes(one.document)
		}
	}
	return nil
}

// describes reports whether a document describes an API or a schema: its fields are
// names of fields, and nobody's data.
func describes(document answer.Document) bool {
	return slices.ContainsFunc(document.Fields, func(one answer.Field) bool {
		return len(one.Path) == 1 && slices.Contains([]string{"openapi", "swagger", "$schema", "$defs"}, one.Name())
	})
}

// filled is a path with its parameters filled in: by what the list that stands before a
// parameter answered, else by 1.
func filled(path string, before []reading) string {
	for {
		at := pathParameter.FindStringIndex(path)
		if at == nil {
			return path
		}
		list, name, value := strings.TrimSuffix(path[:at[0]], "/"), strings.Trim(path[at[0]:at[1]], "{}"), "1"
		for _, one := range before {
			if one.read && strings.TrimSuffix(one.path, "/") == list {
				if found := identifierIn(one.document, name); found != "" {
					value = found
				}
			}
		}
		path = path[:at[0]] + value + path[at[1]:]
	}
}

// harmlessValue matches what may stand in a path as it is.
var harmlessValue = regex.New(`^[A-Za-z0-9_-]{1,64}$`)

// identifierIn is that of the first element of a document's list.
func identifierIn(document answer.Document, parameter string) string {
	list, found := mainList(document)
	if !found {
		return ""
	}
	for _, name := range []string{parameter, "id", "_id", "uuid", "slug", "key", "code"} {
		if field, has := document.Field(append(append(slices.Clone(list.Path), answer.Element), name)...); has && harmlessValue.MatchString(field.Value) {
			return field.Value
		}
	}
	return ""
}

// mainList is the list that a document is: the document itself, or the longest one that
// stands at its top.
func mainList(document answer.Document) (answer.List, bool) {
	var best answer.List
	found := false
	for _, one := range document.Lists {
		if len(one.Path) <= 2 && !slices.Contains(one.Path, answer.Element) && one.Of == answer.Object && (!found || one.Count > best.Count) {
			best, found = one, true
		}
	}
	return best, found
}

// livePayload adds what staging answers to what the code sends.
func livePayload(ctx context.Context, subject checks.Subject, code *project.Project, overview usage.Overview, static checks.Observation) (checks.Observation, error) {
	look, err := probe.Enter(ctx, subject, &static)
	if err != nil || look == nil {
		return static, err
	}
	plan := planReadings(code)
	if err := askReadings(ctx, look, plan); err != nil {
		return checks.Observation{}, err
	}
	if err := askLimits(ctx, look, plan); err != nil {
		return checks.Observation{}, err
	}
	packed, err := askPacked(ctx, look, plan)
	if err != nil {
		return checks.Observation{}, err
	}
	graph, err := askGraph(ctx, look, overview.Has(usage.GraphQLServer) || slices.ContainsFunc(code.Routes().Routes, func(one route.Route) bool { return one.Kind == "graphql" }))
	if err != nil {
		return checks.Observation{}, err
	}
	judge := payloadJudge{look: look, overview: overview}
	judge.readings(plan)
	judge.packed(packed)
	judge.graph(graph)
	judge.close(plan)
	return look.Join(static, func(one *checks.Finding) bool {
		if one == nil {
			return len(look.Missing) == 0
		}
		return one.Rule == "payload.graphql-limit" && graph.refused
	}), nil
}

// enoughToPack is from how many bytes on it is worth it to compress an answer.
const enoughToPack = 2 << 10

// askPacked asks for the longest answer once more, as a browser does that can unpack
// it; nil where none is long enough.
func askPacked(ctx context.Context, look *probe.Look, plan []reading) (*checks.Exchange, error) {
	var longest *reading
	for index := range plan {
		if one := &plan[index]; one.read && one.exchange.Length >= enoughToPack && (longest == nil || one.exchange.Length > longest.exchange.Length) {
			longest = one
		}
	}
	if longest == nil {
		return nil, nil
	}
	answers, err := look.Ask(ctx, checks.Probe{Path: longest.path, Header: http.Header{"Accept-Encoding": {"gzip, br, zstd"}}})
	if err != nil || answers[0].Status != longest.exchange.Status {
		return nil, err
	}
	return &answers[0], nil
}
