package performance

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

//go:embed caching.md
var cachingText string

var cachingSnippets = sync.OnceValue(func() snippet.Book { return snippet.Parse(cachingText) })

// observeCaching states what the facts mean for the item. declared are stores that
// Terraform makes.
func observeCaching(subject checks.Subject, overview usage.Overview, configured []usage.Place, declared []cacheLayer) checks.Observation {
	observation := checks.Observation{Missing: []checks.Missing{checks.Unvisited("what staging lets be kept was not looked at", "the role that signs this item looks at the headers of its files and answers (`curl -sI`)")}}
	serves, known := overview.Serves()
	if !serves && known && len(configured) == 0 && !overview.Has(usage.View) {
		observation.NotApplicable = "not a service: no web framework is set up and nothing answers requests in " + overview.Searched()
		return observation
	}
	record := func(grade checks.Grade, outcome checks.Outcome, summary string, at usage.Place) {
		observation.Evidence = append(observation.Evidence, overview.Evidence(subject, grade, outcome, summary, at))
	}
	var names []string
	for _, layer := range cacheLayers(overview, configured) {
		names = append(names, layer.name)
		record(layer.grade, checks.Supports, layer.summary, usage.First(layer.places))
	}
	for _, store := range append(storesWithoutCache(overview), declared...) {
		record(checks.E2, checks.Neutral, store.summary, usage.First(store.places))
	}
	observation.Findings = cachingFindings(subject, overview, len(names) > 0)
	switch {
	case len(names) > 0:
		observation.Headline = "caching in " + wording.Listed(names, 4)
		observation.Why = "It stands in the code; whether it answers from the cache can only be seen live."
	case serves:
		record(checks.E2, checks.Refutes, "no cache found in "+overview.Searched(), usage.Place{})
		observation.Headline = "no caching found"
		observation.Why = "No cache is read, no answer says that it may be kept, and no server or delivery network is configured to keep any."
	}
	return observation
}

// cacheLayer is one way in which something is kept, with where that stands.
type cacheLayer struct {
	name, summary string
	places        []usage.Place
	grade         checks.Grade
}

// cacheLayers lists the layers, each library once.
func cacheLayers(overview usage.Overview, configured []usage.Place) []cacheLayer {
	var layers []cacheLayer
	used := func(kind usage.Kind, library string) []usage.Place {
		return overview.Some(kind, func(one usage.Place) bool { return one.Library == library })
	}
	var all []usage.Place
	for _, kind := range []usage.Kind{usage.CacheRead, usage.CacheWrite, usage.CacheFunction} {
		all = append(all, overview.Signs[kind]...)
	}
	for _, library := range usage.Libraries(all) {
		reads, writes, functions := used(usage.CacheRead, library), used(usage.CacheWrite, library), used(usage.CacheFunction, library)
		var parts []string
		for _, one := range []struct {
			places    []usage.Place
			one, many string
		}{{reads, "read", "reads"}, {writes, "write", "writes"}, {functions, "kept function or view", "kept functions or views"}} {
			if len(one.places) > 0 {
				parts = append(parts, wording.Counted(usage.Total(one.places), one.one, one.many))
			}
		}
		if len(reads)+len(functions) == 0 {
			continue // what is only written serves something else
		}
		places := slices.Concat(reads, functions, writes)
		layers = append(layers, cacheLayer{
			library, fmt.Sprintf("%s keeps values: %s in %s", library, strings.Join(parts, ", "), wording.Counted(usage.FileCount(places), "file", "files")), places, checks.E2,
		})
	}
	if pages := overview.Signs[usage.CachePage]; len(pages) > 0 {
		layers = append(layers, cacheLayer{
			pages[0].Library + " pages", fmt.Sprintf("%s keeps pages or requests: %s", pages[0].Library, wording.Counted(usage.Total(pages), "place", "places")), pages, checks.E2,
		})
	}
	if headers := overview.Signs[usage.CacheHeader]; len(headers) > 0 {
		layers = append(layers, cacheLayer{"HTTP headers", headerSummary(headers), headers, checks.E2})
	}
	for _, library := range usage.Libraries(configured) {
		places := slices.DeleteFunc(slices.Clone(configured), func(one usage.Place) bool { return one.Library != library })
		layers = append(layers, cacheLayer{library, "answers are kept, or may be kept, by configuration (" + library + ")", places, checks.E2})
	}
	// What is called a cache, where the code behind the name is the product's own.
	if reads := used(usage.CacheRead, ""); len(reads) > 0 {
		layers = append(layers, cacheLayer{
			"caches of its own", fmt.Sprintf("what is called a cache is read %s in %s", wording.Counted(usage.Total(reads), "time", "times"), wording.Counted(usage.FileCount(reads), "file", "files")), reads, checks.E1,
		})
	}
	return layers
}

// headerSummary says how answers may be kept, with an example.
func headerSummary(headers []usage.Place) string {
	tags, example := 0, ""
	for _, one := range headers {
		switch {
		case one.Detail == "ETag":
			tags++
		case example == "" && one.Callee != "" && one.Detail != "":
			example = one.Detail
		}
	}
	text := wording.Counted(len(headers), "place lets", "places let") + " answers be kept or asked for again by HTTP"
	if tags > 0 {
		text += fmt.Sprintf(", %d of them with an ETag", tags)
	}
	if example != "" {
		text += ", such as " + wording.Quoted(example)
	}
	return text
}

// storeName matches what people call a store of keys and values.
var storeName = regex.New(`(?i)redis|valkey|memcache`)

// storesWithoutCache lists what a store serves for where nothing reads it as a cache.
func storesWithoutCache(overview usage.Overview) []cacheLayer {
	clients, uses := overview.Signs[usage.StoreClient], overview.Signs[usage.StoreUse]
	read := func(library string) bool {
		return slices.ContainsFunc(overview.Signs[usage.CacheRead], func(one usage.Place) bool {
			return one.Library == library || one.Library == "" && storeName.MatchString(one.Callee)
		})
	}
	var purposes []string
	for _, one := range uses {
		purpose := one.Detail + " (" + one.Library + ")"
		if !slices.Contains(purposes, purpose) {
			purposes = append(purposes, purpose)
		}
	}
	var stores []cacheLayer
	for _, library := range usage.Libraries(clients) {
		places := slices.DeleteFunc(slices.Clone(clients), func(one usage.Place) bool { return one.Library != library })
		switch {
		case read(library):
		case len(purposes) > 0:
			stores = append(stores, cacheLayer{summary: fmt.Sprintf("%s is no cache by itself: the code looks nothing up in it, it serves for %s", library, wording.Listed(purposes, 3)), places: places})
		default:
			stores = append(stores, cacheLayer{summary: library + " is connected to, and nothing is looked up in it as in a cache", places: places})
		}
	}
	if len(clients) == 0 && len(purposes) > 0 {
		stores = append(stores, cacheLayer{summary: "a store of keys and values serves for " + wording.Listed(purposes, 3) + ", which is no cache", places: uses})
	}
	return stores
}

// localBackends are caches that each process has for itself, or that keep nothing.
var localBackends = map[string]string{
	"django.core.cache.backends.locmem.LocMemCache": "each process has its own", "django.core.cache.backends.dummy.DummyCache": "it keeps nothing",
	"simple": "each process has its own", "SimpleCache": "each process has its own", "null": "it keeps nothing", "NullCache": "it keeps nothing",
}

// cachingFindings turns what is doubtful about the caches into findings.
func cachingFindings(subject checks.Subject, overview usage.Overview, cached bool) []checks.Finding {
	var findings []checks.Finding
	add := func(rule string, severity checks.Severity, at usage.Place, message, remedy string) {
		findings = append(findings, usage.Finding(subject.Range, "caching."+rule, severity, at, message, remedy))
	}
	for _, one := range overview.Signs[usage.CacheWrite] {
		if one.Detail != usage.NoExpiry {
			continue
		}
		if one.Library == "Django" {
			add("no-expiry", checks.SeverityNotice, one, "a value is kept for good (`timeout=None`)", "Where it can become stale, give it a time.")
			continue
		}
		severity := checks.SeverityNotice // a store serves for more than caching
		if strings.Contains(strings.ToLower(one.Path+one.Callee+one.Function), "cache") {
			severity = checks.SeverityWarning
		}
		add("no-expiry", severity, one, fmt.Sprintf("%s keeps a value without an end: nothing but a full store removes it", one.Library),
			"Give it a time, such as `EX 300`, and set `maxmemory-policy allkeys-lru` where the store serves as a cache only.")
	}
	for _, one := range overview.Signs[usage.CacheBackend] {
		if why := localBackends[one.Detail]; why != "" && !one.Development() {
			add("local-backend", checks.SeverityWarning, one, fmt.Sprintf("%s keeps values in %s: %s", one.Library, wording.Quoted(one.Detail), why), cachingSnippets().For("Use a store that all processes share", one.Library))
		}
	}
	for _, library := range usage.Libraries(overview.Signs[usage.CacheLibrary]) {
		one := usage.First(overview.Some(usage.CacheLibrary, func(p usage.Place) bool { return p.Library == library }))
		uses := func(p usage.Place) bool { return p.Library == library || p.Library == "" }
		if len(overview.Some(usage.CacheRead, uses))+len(overview.Some(usage.CacheFunction, uses)) == 0 {
			add("unused", checks.SeverityWarning, one, library+" is set up, and nothing is looked up in it", "Keep what is asked for often in it, or remove it.")
		}
	}
	if serves, _ := overview.Serves(); serves && !cached {
		add("none", checks.SeverityWarning, usage.Place{}, "nothing is cached: each request is worked out anew", cachingSnippets().For("Let what is the same for everybody be kept, beginning with what is asked for most: `Cache-Control: public, max-age=60` on such answers, `max-age=31536000, immutable` on files with a hash in their name", overview.Framework()))
	}
	checks.SortFindings(findings)
	return findings
}
