package launch

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/evidence/source/safeguard"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

//go:embed endpoints.md
var endpointsText string

var endpointsSnippets = sync.OnceValue(func() snippet.Book { return snippet.Parse(endpointsText) })

// Endpoints checks launch.endpoints: which of the four that operators ask for the code
// answers, under which paths, and what staging answers there.
type Endpoints struct {
	Projects Projects
}

// NewEndpoints returns the check.
func NewEndpoints(projects Projects) checks.Check { return Endpoints{Projects: projects} }

// Observe reads the routes, and libraries that answer by themselves.
func (e Endpoints) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return checks.Observation{Missing: []checks.Missing{{
			Connection: checks.ConnectionForge, Reason: "the content of the release cannot be read", Remedy: "Let golive read the repository's contents.",
		}}}, nil
	}
	code, err := e.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking for what operators ask for: %w", err)
	}
	documents := documented{described: code.Routes().Documents, schemas: code.Routes().Schemas, unread: code.UnreadDocuments()}
	routes, safeguards := code.Routes().Routes, code.Safeguards()
	return liveEndpoints(ctx, subject, endpointsIn(routes, safeguards), observeEndpoints(subject, code.Usage(), routes, safeguards, documents))
}

// before matches what stands before such a path: versions and names of the whole.
const before = `(?:(?:api|v\d+|public|internal|actuator|system|rest|app|common|util|monitoring|_|-|\{\?\})/)*`

// endpoints are the four, with the paths that people give them.
var endpoints = []struct {
	name string
	path *regex.Expression
}{
	{"/health", regex.New(`(?i)^/` + before + `_?_?(?:health|healthz|health-?check|health_check|livez?|liveness|readyz?|readiness|ping|alive|up|heartbeat)(?:/(?:live|ready|liveness|readiness|startup|check|status))?/?$`)},
	{"/status", regex.New(`(?i)^/` + before + `_?(?:status|server-?status|system-?status|statusz)/?$`)},
	{"/metrics", regex.New(`(?i)^/` + before + `_?(?:metrics|metricsz|prometheus)/?$`)},
	{"/version", regex.New(`(?i)^/` + before + `_?_?(?:version|version\.json|versionz|build-?info|about|actuator/info)/?$`)},
}

// endpoint is one of the four, as the code has it.
type endpoint struct {
	name    string
	path    string // as it is asked for; empty where a library decides
	library string
	file    string
	line    int
	guard   route.Guard // that it stands behind; none: zero
}

// endpointsIn finds the four among routes and libraries, the plainest path of each.
func endpointsIn(routes []route.Route, safeguards safeguard.Overview) map[string]endpoint {
	found := map[string]endpoint{}
	for _, row := range endpoints {
		for _, one := range routes {
			if one.Class != checks.ClassProduction && one.Class != checks.ClassCommand || one.Kind != "" || one.Method != "GET" && one.Method != "ANY" && one.Method != "HEAD" || !row.path.MatchString(one.Path) {
				continue
			}
			known, have := found[row.name]
			if have && len(known.path) <= len(one.Path) {
				continue
			}
			guard, _ := one.Guarded(route.KindAuthentication)
			found[row.name] = endpoint{name: row.name, path: one.Path, file: one.File, line: one.Line, guard: guard}
		}
	}
	for _, one := range safeguards[safeguard.Endpoint] {
		if _, have := found[one.Name]; !have {
			found[one.Name] = endpoint{name: one.Name, library: one.Library, file: one.Path, line: one.Line}
		}
	}
	return found
}

// observeEndpoints states what was found.
func observeEndpoints(subject checks.Subject, overview usage.Overview, routes []route.Route, safeguards safeguard.Overview, documents documented) checks.Observation {
	found := endpointsIn(routes, safeguards)
	if serves, known := overview.Serves(); !serves && known && len(found) == 0 && !production(routes) {
		return checks.Observation{NotApplicable: "not a service: no web framework is set up and nothing answers requests in " + overview.Searched() + "; a worker shows that it lives by a metric" + documents.aside()}
	}
	observation := checks.Observation{Missing: []checks.Missing{checks.Unvisited("the endpoints of staging were not asked", "somebody of operations asks each of the four")}}
	record := func(outcome checks.Outcome, summary, path string, line int) {
		observation.Evidence = append(observation.Evidence, overview.Evidence(subject, checks.E2, outcome, summary, usage.Place{Path: path, Sign: usage.Sign{Line: line}}))
	}
	documents.record(record)
	var have, lack, written []string
	for _, row := range endpoints {
		one, known := found[row.name]
		if operation, file, described := documents.find(row.path); !known && described {
			written = append(written, row.name)
			record(checks.Neutral, fmt.Sprintf("%s is documented as %s, and no route of the code could be matched with it", wording.Quoted(row.name), wording.Quoted(operation.Method+" "+operation.Path)), file, operation.Line)
			continue
		}
		if !known {
			lack = append(lack, row.name)
			continue
		}
		have = append(have, row.name)
		switch {
		case one.library != "":
			record(checks.Supports, fmt.Sprintf("%s is answered by %s", wording.Quoted(one.name), one.library), one.file, one.line)
		default:
			record(checks.Supports, fmt.Sprintf("%s is answered at %s", wording.Quoted(one.name), wording.Quoted(one.path)), one.file, one.line)
		}
		if one.guard.Name != "" && row.name == "/health" {
			observation.Findings = append(observation.Findings, usage.Finding(subject.Range, "endpoints.guarded", checks.SeverityWarning, usage.Place{Path: one.file, Sign: usage.Sign{Line: one.line, Callee: one.path}},
				fmt.Sprintf("%s stands behind %s: a probe without credentials is refused, and the instance taken for dead", wording.Quoted(one.path), wording.Quoted(one.guard.Name)),
				"Register it before the guard, or let the guard leave it out."))
		}
	}
	if len(lack) > 0 {
		record(checks.Refutes, "no route answers "+wording.Listed(quotes(lack), 4)+" or their like, in "+overview.Searched(), "", 0)
		remedy := "Answer them with what operators need, and let them cost little"
		framework := overview.Framework()
		if names := frameworksOf(routes); len(names) > 0 {
			framework = names[0]
		}
		observation.Findings = append(observation.Findings, usage.Finding(subject.Range, "endpoints.missing", checks.SeverityWarning, usage.Place{}, "not answered, as far as the code shows: "+wording.Listed(quotes(lack), 4), endpointsSnippets().For(remedy, framework, overview.Framework())))
	}
	checks.SortFindings(observation.Findings)
	switch {
	case len(written) > 0:
		observation.Headline = wording.Listed(quotes(written), 4) + " documented, and not matched with a route of the code"
		if len(have) > 0 {
			observation.Headline = wording.Listed(quotes(have), 4) + " in the code; " + observation.Headline
		}
		if len(lack) > 0 {
			observation.Headline += "; " + wording.Listed(quotes(lack), 4) + " not found"
		}
		observation.Why = "The document may be ahead of the code, or the code answers in a way that could not be read."
	case len(lack) == 0:
		observation.Headline = "all four stand in the code"
		observation.Why = "What they answer can only be seen live."
	case len(have) == 0:
		observation.Headline = "none of the four found in the code"
	default:
		observation.Headline = fmt.Sprintf("%s in the code; %s not found", wording.Listed(quotes(have), 4), wording.Listed(quotes(lack), 4))
	}
	return observation
}

func quotes(names []string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = wording.Quoted(name)
	}
	return all
}

func production(routes []route.Route) bool {
	return slices.ContainsFunc(routes, func(one route.Route) bool { return one.Class == checks.ClassProduction })
}

// frameworksOf lists the frameworks of production's routes, the most used first.
func frameworksOf(routes []route.Route) []string {
	counts := map[string]int{}
	var names []string
	for _, one := range routes {
		if one.Class != checks.ClassProduction || one.Framework == "" {
			continue
		}
		if counts[one.Framework]++; counts[one.Framework] == 1 {
			names = append(names, one.Framework)
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return counts[b] - counts[a] })
	return names
}
