package security

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/evidence/source/safeguard"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// Exposed checks security.exposed-endpoints: doors for developers and operators that
// the code opens to everybody, and what staging shows to whoever asks.
type Exposed struct {
	Projects Projects
}

// NewExposed returns the check.
func NewExposed(projects Projects) checks.Check { return Exposed{Projects: projects} }

// Observe reads the routes, what libraries open, and the files in served folders.
func (e Exposed) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return unreadable, nil
	}
	code, err := e.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking for doors that are open: %w", err)
	}
	found := surfaceOf(code)
	return liveExposed(ctx, subject, found, observeExposed(subject, found, code.Safeguards()))
}

// doorPath is a path that people look for.
type doorPath struct {
	path     *regex.Expression
	severity checks.Severity
	what     string
}

// doorPaths are the paths of doors, gravest first.
var doorPaths = []doorPath{
	{regex.New(`(?i)^/(?:.*/)?(?:debug/(?:pprof|vars)|__debug__|_profiler|phpinfo(?:\.php)?|h2-console|jolokia|heapdump|threaddump|server-status|telescope|horizon)(?:/|$)`), checks.SeverityError, "it shows the program from the inside"},
	{regex.New(`(?i)^/(?:.*/)?actuator/(?:env|heapdump|loggers|httpexchanges|threaddump)(?:/|$)`), checks.SeverityError, "it shows the program from the inside"},
	{regex.New(`(?i)^/(?:api/|v\d+/)*_?_?(?:debug|dev-?tools|dev|test|testing|e2e|seed)(?:/|$)`), checks.SeverityWarning, "its path says that it is for developers"},
	{regex.New(`(?i)^/(?:api/|v\d+/)*_?_?internal(?:/|$)`), checks.SeverityWarning, "its path says that it is for the inside"},
	{regex.New(`(?i)^/(?:metrics|prometheus|actuator/prometheus)/?$`), checks.SeverityWarning, "it shows everybody what is counted; Prometheus should reach it, the internet should not"},
	{regex.New(`(?i)^/(?:.*/)?(?:graphiql|playground|altair)/?$`), checks.SeverityWarning, "everybody may explore the schema"},
}

// servedSecrets are files that must not stand in a folder whose files are served.
var servedSecrets = regex.New(`(?i)^(?:.*/)?(?:public|static|www|htdocs|wwwroot|public_html)/(?:.*/)?(?:\.env(?:\.[\w.-]+)?|\.git/.+|\.htpasswd|[\w.-]+\.(?:sql|sql\.gz|dump|bak|pem|p12|pfx)|phpinfo\.php|id_rsa)$`)

// observeExposed states what was found.
func observeExposed(subject checks.Subject, found surface, safeguards safeguard.Overview) checks.Observation {
	if why := found.notService(); why != "" && !found.Has(usage.View) {
		return checks.Observation{NotApplicable: why}
	}
	seen := looks{subject: subject, found: found, listens: safeguards[safeguard.Listens]}
	if missing, some := found.unread(); some {
		seen.Missing = append(seen.Missing, missing)
	}
	seen.Missing = append(seen.Missing, checks.Unvisited("sensitive paths of the staging environment were not tried from outside", "a security engineer tries the paths below from outside"))
	guarded := openDoors(&seen)
	libraryDoors(&seen, safeguards)
	profilers(&seen, safeguards)
	for _, file := range subject.Source.Files() {
		if file.Class == checks.ClassProduction || file.Class == "" || file.Class == checks.ClassDocumentation {
			if servedSecrets.MatchString(file.Path) && !strings.HasSuffix(file.Path, ".env.example") {
				seen.find("exposed.file", checks.SeverityError, safeguard.Place{Path: file.Path}, "it stands in a folder whose files are served", "Take it out of the folder and of the history, and change what it gives away.")
			}
		}
	}
	checks.SortFindings(seen.Findings)
	open := slices.ContainsFunc(seen.Findings, func(one checks.Finding) bool { return one.Severity != checks.SeverityNotice })
	if open {
		first := seen.Findings[0]
		seen.record(checks.E2, checks.Refutes, first.Path, first.Line, "%s", wording.Counted(len(seen.Findings), "door that may be open", "doors that may be open"))
	} else if len(found.routes)+found.Files > 0 {
		seen.record(checks.E2, checks.Supports, "", 0, "no open door found: profilers, consoles, explorers and the paths that people look for, among %s", found.searched())
	}
	if guarded > 0 {
		seen.record(checks.E2, checks.Supports, "", 0, "%s for developers or operators behind a guard", wording.Counted(guarded, "route stands", "routes stand"))
	}
	switch {
	case seen.errors() > 0:
		seen.Headline = wording.Counted(seen.errors(), "door stands", "doors stand") + " open to everybody"
	case open:
		seen.Headline = fmt.Sprintf("%s to look at from outside", wording.Counted(len(seen.Findings), "door", "doors"))
	default:
		seen.Headline = "no open door seen; not tried from outside"
	}
	return seen.Observation
}

// openDoors looks at routes by their paths; it returns how many stand behind a guard.
func openDoors(seen *looks) (guarded int) {
	told := map[string]int{}
	for _, one := range seen.found.routes {
		for _, row := range doorPaths {
			if !row.path.MatchString(one.Path) {
				continue
			}
			if _, asks := one.Guarded(route.KindAuthentication); asks {
				guarded++
				break
			}
			if one.Unmounted || unclearGuards(one) || optional(one) || loopback(seen, one.File) {
				break
			}
			if allow := seen.found.allowed("exposed-endpoints", one.File, one.Line); allow != nil && allow.Reason != "" {
				break
			}
			severity := row.severity
			if one.Class != checks.ClassProduction || severity == checks.SeverityError && !amongOthers(seen.found.routes, one) {
				severity = severity.Lower()
			}
			key := one.File + row.what
			if told[key]++; told[key] > 1 && severity != checks.SeverityError {
				break
			}
			seen.find("exposed.route", severity, placeOf(one), named(one)+" answers everybody: "+row.what, "Serve it on an address of its own (`127.0.0.1:6060`, a port that no load balancer forwards), put a guard before it, or leave it out of production.")
			break
		}
	}
	return guarded
}

// optional reports whether something before a route looks who asks, and may refuse.
func optional(one route.Route) bool {
	return slices.ContainsFunc(one.Guards, func(guard route.Guard) bool { return guard.Kind == route.KindOptional })
}

// amongOthers reports whether a route is registered beside what is meant for clients:
// a server for operators alone has none such.
func amongOthers(routes []route.Route, one route.Route) bool {
	return slices.ContainsFunc(routes, func(other route.Route) bool {
		isDoor := slices.ContainsFunc(doorPaths, func(row doorPath) bool { return row.path.MatchString(other.Path) })
		return other.File == one.File && !isDoor && !operators.MatchString(other.Path)
	})
}

// operators matches paths that operators ask for beside doors.
var operators = regex.New(`(?i)^/?$|(?:^|/)(?:healthz?|livez?|readyz?|ready|ping|version|status|debug|log-?level)(?:/|$)`)

// loopback reports whether a file answers at an address that only its own machine
// reaches.
func loopback(seen *looks, file string) bool {
	for _, one := range seen.listens {
		if one.Path == file && local(one.Detail) {
			return true
		}
	}
	return false
}

func local(address string) bool {
	return strings.HasPrefix(address, "localhost:") || strings.HasPrefix(address, "127.") || strings.HasPrefix(address, "[::1]")
}

// doorWords say what a door gives away, and how it is closed.
var doorWords = map[string]struct {
	severity checks.Severity
	message  string
	remedy   string
}{
	safeguard.DoorDocumentation: {checks.SeverityNotice, "documentation of the API is served", "Where it is not meant for everybody, serve it only outside of production or behind a guard."},
	safeguard.DoorExplorer:      {checks.SeverityWarning, "an explorer of the GraphQL schema is turned on, in production too", "Turn it on by the environment: `graphiql: process.env.NODE_ENV !== \"production\"`, or its like."},
	safeguard.DoorIntrospection: {checks.SeverityWarning, "the GraphQL schema tells itself to everybody, in production too", "Turn introspection on by the environment, or publish the schema on purpose."},
	safeguard.DoorQueues:        {checks.SeverityNotice, "a dashboard of queues is set up, from which jobs can be read and run", "Put a guard for administrators before the path that it is mounted on."},
	safeguard.DoorStatus:        {checks.SeverityWarning, "a page with the state of the program is served", "Put a guard before it, or serve it on an address of its own."},
	safeguard.DoorAdmin:         {checks.SeverityNotice, "an administration console is set up", "See that it asks who asks."},
	safeguard.DoorFiles:         {checks.SeverityError, "files of the program itself are served", "Serve a folder that holds nothing but files for the public: `express.static(\"public\")`."},
	safeguard.DoorListing:       {checks.SeverityWarning, "folders are listed", "Leave it out of production."},
	safeguard.DoorSourceMaps:    {checks.SeverityWarning, "source maps go to every browser", "Send them to the error tracker, and delete them before the release."},
	safeguard.DoorToolbar:       {checks.SeverityWarning, "a toolbar for debugging is served", "Add it where `DEBUG` is on alone."},
}

// libraryDoors looks at what libraries open; what is there for developers alone is
// left out.
func libraryDoors(seen *looks, safeguards safeguard.Overview) {
	for _, one := range safeguards[safeguard.Door] {
		words, known := doorWords[one.Name]
		if !known || one.Development() {
			continue
		}
		message := words.message + " by " + one.Library
		if one.Detail != "" {
			message += " (" + wording.Quoted(one.Detail) + ")"
		}
		seen.find("exposed.door", words.severity, one, message, words.remedy)
	}
}

// profilers looks at what registers itself on Go's default mux: it is open where that
// mux answers at an address that others reach.
// https://pkg.go.dev/net/http/pprof
func profilers(seen *looks, safeguards safeguard.Overview) {
	var public, private *safeguard.Place
	for _, one := range safeguards[safeguard.Listens] {
		switch {
		case local(one.Detail):
			private = &one
		case one.Name == "default" && public == nil:
			public = &one
		}
	}
	for _, one := range safeguards[safeguard.Door] {
		if one.Name != safeguard.DoorProfiler && one.Name != safeguard.DoorVariables {
			continue
		}
		path := map[string]string{safeguard.DoorProfiler: "/debug/pprof/", safeguard.DoorVariables: "/debug/vars"}[one.Name]
		remedy := "Serve it on an address of its own: `go http.ListenAndServe(\"127.0.0.1:6060\", nil)`, and give the public server a mux of its own."
		switch {
		case one.Library != "net/http/pprof" && one.Library != "expvar": // registered on a router of a framework
			if !one.Guarded {
				seen.find("exposed.profiler", checks.SeverityWarning, one, wording.Quoted(path)+" is registered on the router by "+one.Library+": who reaches the router reads the program's memory", remedy)
			}
		case public != nil:
			seen.find("exposed.profiler", checks.SeverityError, one, fmt.Sprintf("%s registers %s on the default mux, which answers everybody at %s", wording.Quoted(one.Library), wording.Quoted(path), wording.QuotedPath(fmt.Sprintf("%s:%d", public.Path, public.Line))), remedy)
		case private != nil:
			seen.record(checks.E2, checks.Supports, private.Path, private.Line, "%s answers this machine alone (%s)", wording.Quoted(path), wording.Quoted(private.Detail))
		}
	}
}
