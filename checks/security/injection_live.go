package security

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/source/openapi"
	"github.com/golive-app/golive/checks/evidence/source/project"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/config/regex"
)

// Bounds of what is tried of injections.
const (
	mostInjected   = 12  // routes
	mostParameters = 6   // of one route
	mostAttacks    = 100 // requests
)

// usualParameters are names that requests often carry: a route is asked with them beside
// those that are known of it.
var usualParameters = []string{"q", "search", "name", "id", "file", "path"}

// fileRoutes matches routes that sound as if they answered with files.
var fileRoutes = regex.New(`(?i)(?:^|[/_-])(?:files?|docs?|documents?|downloads?|images?|img|media|static|assets?|attachments?|uploads?|storage|templates?|pages?|reports?|logs?|backups?)(?:$|[/_-])`)

// fileParameters match names of parameters, and of parts of paths, by which a file is
// named.
var fileParameters = regex.New(`(?i)^(?:file(?:_?name|_?path)?|path|doc(?:ument)?|template|page|view|include|load|folder|dir(?:ectory)?|img|image|attachment|download|resource|asset|lang(?:uage)?|locale|theme|key|name|\*)\*?$`)

// given matches where code reads a parameter of a query, with its name.
var given = regex.New(`(?:\bquery|\bargs|\bGET|query_params|searchParams|URL\.Query\(\)|\bQuery(?:Param|Default)?|FormValue|\bparams)(?:\.get|\.Get|\.getlist)?(?:\.|\[["']|\(["'])([A-Za-z_][A-Za-z0-9_]{0,40})`)

// aim is one parameter of a route.
type aim struct {
	name   string
	inPath bool // it is a part of the path
	usual  bool // nothing says that the route reads it
}

// target is a route with the parameters that are tried of it.
type target struct {
	route route.Route
	aims  []aim
	files bool // it hands out files: only the path of one is tried
}

// address is the target's path with its query, where some parameters have values of
// their own and others are harmless. Values of a path are written as they are to be
// sent.
func (t target) address(values map[string]string) string {
	path := parameter.ReplaceAllStringFunc(t.route.Path, func(part string) string {
		if value, has := values[strings.Trim(part, "{}")]; has {
			return value
		}
		return "1"
	})
	query := url.Values{}
	for _, one := range t.aims {
		if !one.inPath {
			query.Set(one.name, cmp.Or(values[one.name], "1"))
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return path
}

// planInjection lists what is tried: routes whose code was seen to do something with
// what requests carry come first.
func planInjection(code *project.Project, found surface) []target {
	names, risk := map[string][]string{}, map[string]int{}
	for _, one := range code.Flows() {
		source := one.Flow.Source
		risk[source.Path] += 2
		for _, match := range given.FindAllStringSubmatch(source.What, -1) {
			if !slices.Contains(names[source.Path], match[1]) {
				names[source.Path] = append(names[source.Path], match[1])
			}
		}
	}
	documents := map[string]*openapi.Schemas{}
	var targets []target
	for _, one := range found.routes {
		if one.Method != "GET" && one.Method != "ANY" || one.Kind != "" || one.Unmounted || probe.Acts(one.Path) && !probe.HandsOut(one.Path) || probe.Operational(one.Path) && one.Path != "/" || !strings.HasPrefix(one.Path, "/") || strings.Contains(one.Path, "{?}") {
			continue
		}
		if slices.ContainsFunc(targets, func(other target) bool { return other.route.Path == one.Path }) {
			continue
		}
		made := target{route: one, files: probe.HandsOut(one.Path)}
		add := func(name string, inPath, usual bool) {
			if made.files && (!fileParameters.MatchString(name) || usual && strings.Contains(one.Path, "{")) {
				return
			}
			if name != "" && len(made.aims) < mostParameters && !slices.ContainsFunc(made.aims, func(other aim) bool { return other.name == name }) {
				made.aims = append(made.aims, aim{name, inPath, usual})
			}
		}
		for _, part := range parameter.FindAllString(one.Path, -1) {
			add(strings.Trim(part, "{}"), true, false)
		}
		if said := one.Documented; said.Document != "" {
			if _, read := documents[said.Document]; !read {
				documents[said.Document], _ = code.Schemas(said.Document)
			}
			if schemas := documents[said.Document]; schemas != nil {
				for _, name := range schemas.Queries(http.MethodGet, said.Path) {
					add(name, false, false)
				}
			}
		}
		for _, file := range []string{one.Handler.File, one.File} {
			for _, name := range names[file] {
				add(name, false, false)
			}
		}
		for _, name := range usualParameters {
			if len(made.aims) == 0 || !made.aims[0].inPath || len(made.aims) > 1 {
				add(name, false, true)
			}
		}
		if len(made.aims) > 0 {
			targets = append(targets, made)
		}
	}
	slices.SortStableFunc(targets, func(a, b target) int {
		return risk[b.route.Handler.File] + risk[b.route.File] - risk[a.route.Handler.File] - risk[a.route.File]
	})
	return targets[:min(len(targets), mostInjected)]
}

// liveInjection tries staging with harmless marks, where the policy lets it. What it
// finds decides; that it finds nothing proves nothing, and takes nothing from what an
// analysis of the code says.
func liveInjection(ctx context.Context, subject checks.Subject, code *project.Project, static checks.Observation) (checks.Observation, error) {
	if !subject.Policy.Probes.Injection {
		return static, nil
	}
	var aside checks.Observation
	look, err := probe.Enter(ctx, subject, &aside)
	if err != nil {
		return checks.Observation{}, err
	}
	if look == nil {
		why := "nobody named it"
		if len(aside.Missing) > 0 {
			why = aside.Missing[0].Reason
		}
		static.Evidence = append(static.Evidence, checks.Evidence{
			Grade: checks.E1, Outcome: checks.Neutral, Kind: "request", Source: "golive", ObservedAt: subject.Now(),
			Summary: fmt.Sprintf("staging was not tried with marks, as the policy lets golive do: %s", why),
		})
		return static, nil
	}
	attack := attack{look: look, left: mostAttacks, word: markWord(subject)}
	for _, one := range planInjection(code, surfaceOf(code)) {
		if err := attack.on(ctx, one); err != nil {
			return checks.Observation{}, err
		}
	}
	attack.close()
	if look.Headline != "" && slices.ContainsFunc(static.Findings, func(one checks.Finding) bool { return one.Severity == checks.SeverityError }) {
		look.Headline += "; " + static.Headline
	}
	return look.Join(static, func(*checks.Finding) bool { return false }), nil
}

// markWord is a word by which a mark is known again: another one for each content.
func markWord(subject checks.Subject) string {
	return "glv" + checks.Fingerprint("injection", subject.Release.SHA, subject.Now().String())[:8]
}
