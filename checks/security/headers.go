package security

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/safeguard"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
)

//go:embed headers.md
var headersText string

var headersSnippets = sync.OnceValue(func() snippet.Book { return snippet.Parse(headersText) })

// Headers checks security.headers: which security headers the code and the servers
// before it set, who may ask from other origins, and the flags of the cookies that say
// who somebody is; and what staging sends in the end.
type Headers struct {
	Projects Projects
}

// NewHeaders returns the check.
func NewHeaders(projects Projects) checks.Check { return Headers{Projects: projects} }

// Observe reads the code, and configuration for headers that a server adds.
func (h Headers) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return unreadable, nil
	}
	code, err := h.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking for security headers: %w", err)
	}
	edge, err := readEdge(ctx, subject.Source, edgeHeader)
	if err != nil {
		return checks.Observation{}, err
	}
	found := surfaceOf(code)
	return liveHeaders(ctx, subject, found, observeHeaders(subject, found, code.Safeguards(), edge))
}

// wanted are the headers that answers should have: the first two all of them, the
// others those with pages.
var wanted = []string{"strict-transport-security", "x-content-type-options", "content-security-policy", "x-frame-options"}

// headerSet are the headers that something sets, with where.
type headerSet struct {
	libraries []safeguard.Place
	byHand    []safeguard.Place
	edge      []edgePlace
	set       map[string]bool
}

func headerSetOf(safeguards safeguard.Overview, edge []edgePlace) headerSet {
	all := headerSet{edge: edge, set: map[string]bool{}}
	for _, one := range safeguards[safeguard.Headers] {
		if one.Development() {
			continue
		}
		all.libraries = append(all.libraries, one)
		lacks := one.Lacks
		if one.Library == "Django" { // HSTS only where its seconds are set, no policy of content
			lacks = []string{"content-security-policy", "x-frame-options"}
			if seconds := safeguards.Set("SECURE_HSTS_SECONDS"); len(seconds) == 0 || !slices.ContainsFunc(seconds, func(one safeguard.Place) bool { return one.Detail != "0" }) {
				lacks = append(lacks, "strict-transport-security")
			}
		}
		for _, header := range wanted {
			if !slices.Contains(lacks, header) {
				all.set[header] = true
			}
		}
	}
	for _, one := range safeguards[safeguard.Header] {
		if slices.Contains(wanted, one.Name) || one.Name == "referrer-policy" {
			all.byHand = append(all.byHand, one)
			all.set[one.Name] = true
		}
	}
	for _, one := range safeguards.Set("CONTENT_SECURITY_POLICY", "SECURE_CSP", "CSP_DEFAULT_SRC", "CSP_SCRIPT_SRC") {
		all.byHand = append(all.byHand, one)
		all.set["content-security-policy"] = true
	}
	for _, one := range edge {
		if one.header == "" { // a line that sets several
			for _, header := range wanted {
				all.set[header] = true
			}
		}
		all.set[one.header] = true
	}
	if all.set["content-security-policy"] { // frame-ancestors stands in it
		all.set["x-frame-options"] = true
	}
	return all
}

func (h headerSet) none() bool { return len(h.libraries)+len(h.byHand)+len(h.edge) == 0 }

// observeHeaders states what was found.
func observeHeaders(subject checks.Subject, found surface, safeguards safeguard.Overview, edge []edgePlace) checks.Observation {
	pages := found.Has(usage.View)
	if why := found.notService(); why != "" && !pages {
		return checks.Observation{NotApplicable: why}
	}
	seen := looks{subject: subject, found: found}
	seen.Missing = append(seen.Missing, checks.Unvisited("the headers that staging sends were not read", "a security engineer reads them (`curl -sI`)"))
	set := headerSetOf(safeguards, faults(&seen, "headers.edge", edge))
	recordHeaders(&seen, set, pages)
	accuseHeaders(&seen, set, safeguards, pages)
	origins(&seen, safeguards)
	cookies(&seen, safeguards)
	checks.SortFindings(seen.Findings)
	switch {
	case seen.errors() > 0:
		seen.Headline = wording.Counted(seen.errors(), "answer gives itself away", "answers give themselves away") + " to other origins or scripts"
		for _, one := range seen.Findings {
			if one.Severity == checks.SeverityError {
				seen.Why = wording.Capital(one.Message) + "."
				break
			}
		}
	case set.none():
		seen.Headline = "no security headers found"
		seen.Why = "Nothing in the code sets them, and no server or host in the repository is configured to. A delivery network outside of it may."
	default:
		seen.Headline = "security headers by " + wording.Listed(set.names(), 3)
		seen.Why = "It stands in the code; what is sent in the end can only be seen live."
	}
	return seen.Observation
}

func (h headerSet) names() []string {
	names := safeguard.Libraries(h.libraries)
	if len(h.byHand) > 0 {
		names = append(names, "hand")
	}
	for _, one := range h.edge {
		if !slices.Contains(names, one.library) {
			names = append(names, one.library)
		}
	}
	return names
}

func recordHeaders(seen *looks, set headerSet, pages bool) {
	for _, library := range safeguard.Libraries(set.libraries) {
		at := set.libraries[slices.IndexFunc(set.libraries, func(one safeguard.Place) bool { return one.Library == library })]
		seen.record(checks.E2, checks.Supports, at.Path, at.Line, "%s sets security headers", library)
	}
	if len(set.byHand) > 0 {
		var names []string
		for _, one := range set.byHand {
			if name := wording.Quoted(one.Name); !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		seen.record(checks.E2, checks.Supports, set.byHand[0].Path, set.byHand[0].Line, "set by hand: %s", wording.Listed(names, 4))
	}
	if len(set.edge) > 0 {
		seen.record(checks.E2, checks.Supports, set.edge[0].path, set.edge[0].line, "%s adds security headers: %s", set.edge[0].library, wording.Counted(len(set.edge), "line", "lines"))
	}
	if set.none() {
		seen.record(checks.E2, checks.Refutes, "", 0, "no security header is set in %s", seen.found.Searched())
		return
	}
	if lacking := set.lacking(pages); len(lacking) > 0 {
		seen.record(checks.E2, checks.Refutes, "", 0, "nothing sets %s", wording.Listed(quotedAll(lacking), 4))
	}
}

// lacking lists the wanted headers that nothing sets.
func (h headerSet) lacking(pages bool) []string {
	var lacking []string
	for at, header := range wanted {
		if (pages || at < 2) && !h.set[header] {
			lacking = append(lacking, header)
		}
	}
	return lacking
}

func quotedAll(names []string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = wording.Quoted(name)
	}
	return all
}

// accuseHeaders makes findings of headers that lack.
func accuseHeaders(seen *looks, set headerSet, safeguards safeguard.Overview, pages bool) {
	framework := seen.found.framework()
	remedy := func(text string) string {
		return headersSnippets().For(text, framework, seen.found.Framework(), "pages")
	}
	if set.none() {
		seen.find("headers.none", checks.SeverityWarning, safeguard.Place{}, "no answer has security headers, as far as the repository shows", remedy("Set them in one place. Where a delivery network adds them, a security engineer says so and signs"))
		return
	}
	for _, one := range set.libraries {
		for _, header := range one.Lacks {
			if set.set[header] || !pages && header != "strict-transport-security" {
				continue
			}
			seen.find("headers.off", checks.SeverityWarning, one, one.Library+" is set up without "+wording.Quoted(header), remedy("Set it, beginning with a policy that only reports where pages break"))
		}
	}
	django := slices.ContainsFunc(set.libraries, func(one safeguard.Place) bool { return one.Library == "Django" })
	if django {
		for _, row := range djangoWanted {
			settings := safeguards.Set(row.name)
			switch {
			case len(settings) == 0:
				seen.find("headers.setting", checks.SeverityWarning, set.libraries[0], fmt.Sprintf("%s is not set: %s", wording.Quoted(row.name), row.why), fmt.Sprintf("`%s = %s` in the settings of production.", row.name, row.value))
			case settings[len(settings)-1].Detail == row.wrong:
				seen.find("headers.setting", checks.SeverityWarning, settings[len(settings)-1], fmt.Sprintf("%s is %s: %s", wording.Quoted(row.name), wording.Quoted(row.wrong), row.why), fmt.Sprintf("`%s = %s` in the settings of production.", row.name, row.value))
			}
		}
	}
}

// djangoWanted are the settings that Django's own check for deployments asks for.
// https://docs.djangoproject.com/en/stable/ref/checks/#security
var djangoWanted = []struct{ name, value, wrong, why string }{
	{"SECURE_HSTS_SECONDS", "31536000", "0", "browsers may be led to plain http"},
	{"SESSION_COOKIE_SECURE", "True", "False", "the session's cookie is sent over plain http too"},
	{"CSRF_COOKIE_SECURE", "True", "False", "the cookie against forged requests is sent over plain http too"},
}
