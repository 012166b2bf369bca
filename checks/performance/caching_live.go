package performance

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/header"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/config/regex"
)

// Bounds of what is asked.
const (
	mostAssets  = 5 // files that the first page loads
	mostAnswers = 5 // public routes
	mostPrivate = 5 // routes that ask who asks
	mostLooks   = 3 // at a file, until a cache answers: a network has many places
)

// keptLook is one answer, and what came when it was asked for again.
type keptLook struct {
	first     checks.Exchange
	again     *checks.Exchange // by its own tag or time; nil: it has none, or was not asked
	delivered header.Delivery  // the best of some looks
	looks     int
}

// says is what an answer says of being kept.
func (k keptLook) says() header.Cache { return header.ReadCache(k.first.Answer()) }

// clear reports whether the answer can be judged.
func (k keptLook) clear() bool {
	return probe.Unclear(k.first) == "" && k.first.Status >= 200 && k.first.Status < 300
}

// unchanged reports whether the service answers 304 to its own tag or time.
func (k keptLook) unchanged() bool {
	return k.again != nil && k.again.Status == http.StatusNotModified
}

// kept reports whether it need not be sent anew each time.
func (k keptLook) kept() bool {
	says := k.says()
	return says.Kept() || k.unchanged() && !says.NoStore || k.delivered.Hit
}

// cachingLook is all that staging answered.
type cachingLook struct {
	assets, answers []keptLook
	private         []checks.Exchange // of routes that ask who asks
	leaked          []leaked
}

// planCaching returns the public paths and those that ask who asks, of the product's own.
func planCaching(routes []route.Route) (public, private []string) {
	for _, one := range routes {
		if one.Method != "GET" && one.Method != "ANY" || one.Kind != "" || one.Unmounted || one.When != "" || one.Class != checks.ClassProduction || strings.ContainsAny(one.Path, "{*?: ") {
			continue
		}
		_, guarded := one.Guarded(route.KindAuthentication)
		switch {
		case guarded && len(private) < mostPrivate && !slices.Contains(private, one.Path):
			private = append(private, one.Path)
		case !guarded && one.Sensitive == "" && !operations.MatchString(one.Path) && len(public) < mostAnswers && !slices.Contains(public, one.Path):
			public = append(public, one.Path)
		}
	}
	return public, private
}

// operations are paths whose answers are of this moment, and rightly kept by nobody.
var operations = regex.New(`(?i)(?:^|/)(?:health\w*|live\w*|ready\w*|status|metrics|version|ping|csrf\w*|me|whoami|session)/?$`)

// assetsOf lists the files of a page that come from the same host: what it needs to be
// shown, scripts and styles first.
func assetsOf(page checks.Exchange) []string {
	base, err := url.Parse(page.URL)
	if err != nil || !probe.HTML(page) {
		return nil
	}
	var first, later []string
	add := func(into *[]string, text string) {
		target, err := base.Parse(strings.TrimSpace(text))
		if err != nil || target.Host != base.Host || target.Scheme != base.Scheme || target.Path == "" || target.Path == base.Path {
			return
		}
		path := target.EscapedPath()
		if target.RawQuery != "" {
			path += "?" + target.RawQuery
		}
		if !slices.Contains(*into, path) {
			*into = append(*into, path)
		}
	}
	tokens := html.NewTokenizer(bytes.NewReader(page.Body()))
	const mostTokens = 20_000
	for range mostTokens {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		token := tokens.Token()
		value := func(name string) string {
			for _, attribute := range token.Attr {
				if attribute.Key == name {
					return attribute.Val
				}
			}
			return ""
		}
		relation := strings.ToLower(value("rel"))
		switch {
		case token.Data == "script" && value("src") != "":
			add(&first, value("src"))
		case token.Data == "link" && (strings.Contains(relation, "stylesheet") || strings.Contains(relation, "modulepreload")):
			add(&first, value("href"))
		case token.Data == "link" && strings.Contains(relation, "icon"):
			add(&later, value("href"))
		case token.Data == "img" && value("src") != "":
			add(&later, value("src"))
		}
	}
	all := append(first, later...)
	return all[:min(len(all), mostAssets)]
}

// look asks for paths, and again by the tags that they came with.
func lookAtKept(ctx context.Context, look *probe.Look, paths []string) ([]keptLook, error) {
	var plan []checks.Probe
	for _, path := range paths {
		plan = append(plan, checks.Probe{Path: path})
	}
	answers, err := look.Ask(ctx, plan...)
	if err != nil {
		return nil, err
	}
	kept := make([]keptLook, len(paths))
	for index, path := range paths {
		one := &kept[index]
		one.first, one.looks, one.delivered = answers[index], 1, header.ReadDelivery(answers[index].Answer())
		if !one.clear() {
			continue
		}
		if conditions := conditionsOf(one.first.Answer()); conditions != nil {
			again, err := look.Ask(ctx, checks.Probe{Path: path, Header: conditions, Anew: true})
			if err != nil {
				return nil, err
			}
			one.again = &again[0]
			one.see(again[0])
		}
		// A cache that is there and may keep it has it the next time, or the one after.
		for one.delivered.Said && !one.delivered.Hit && one.says().Kept() && one.looks < mostLooks {
			again, err := look.Ask(ctx, checks.Probe{Path: path, Anew: true})
			if err != nil {
				return nil, err
			}
			one.see(again[0])
		}
	}
	return kept, nil
}

// see counts one more look.
func (k *keptLook) see(exchange checks.Exchange) {
	k.looks++
	if delivered := header.ReadDelivery(exchange.Answer()); delivered.Hit {
		k.delivered = delivered
	}
}

// conditionsOf are the headers that ask whether something has changed; nil: nothing was
// said to ask by.
func conditionsOf(answer http.Header) http.Header {
	if tag := answer.Get("Etag"); tag != "" {
		return http.Header{"If-None-Match": {tag}}
	}
	if last := answer.Get("Last-Modified"); last != "" {
		return http.Header{"If-Modified-Since": {last}}
	}
	return nil
}

// liveCaching adds what staging lets be kept to what the code keeps.
func liveCaching(ctx context.Context, subject checks.Subject, routes []route.Route, static checks.Observation) (checks.Observation, error) {
	look, err := probe.Enter(ctx, subject, &static)
	if err != nil || look == nil {
		return static, err
	}
	page, err := look.Ask(ctx, checks.Probe{Path: "/", Follow: true})
	if err != nil {
		return checks.Observation{}, err
	}
	public, private := planCaching(routes)
	var seen cachingLook
	if seen.assets, err = lookAtKept(ctx, look, assetsOf(page[0])); err != nil {
		return checks.Observation{}, err
	}
	if seen.answers, err = lookAtKept(ctx, look, public); err != nil {
		return checks.Observation{}, err
	}
	var plan []checks.Probe
	for _, path := range private {
		plan = append(plan, checks.Probe{Path: path})
	}
	if seen.private, err = look.Ask(ctx, plan...); err != nil {
		return checks.Observation{}, err
	}
	if seen.leaked, err = lookAsStrangers(ctx, look, seen.private); err != nil {
		return checks.Observation{}, err
	}
	kept := judgeCaching(look, page[0], seen)
	return look.Join(static, func(one *checks.Finding) bool {
		return kept > 0 && (one == nil || one.Rule == "caching.none")
	}), nil
}
