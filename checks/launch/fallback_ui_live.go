package launch

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/net/html"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// traces match what frameworks show of the inside of a program.
var traces = []struct {
	sign *regex.Expression
	what string
}{
	{regex.New(`(?:Werkzeug Debugger|werkzeug\.debug|The debugger caught an exception)`), "Werkzeug's debugger"},
	{regex.New(`Traceback \(most recent call last\)|<title>Starlette Debugger</title>`), "a stack trace of Python"},
	{regex.New(`(?m)^\s*at (?:[\w.$<>\[\] ]+ \()?(?:file://|node:|/|[A-Z]:\\)[^\s)]*:\d+:\d+\)?`), "a stack trace of Node.js"},
	{regex.New(`(?:<br> ?(?:&nbsp; ?)*|\n\s*)at [\w.$&;<> \[\]]+ \((?:file://|node:|/|[A-Z]:\\)`), "a stack trace of Node.js"},
	{regex.New(`(?m)^\s*at [\w.$]+\([\w]+\.(?:java|kt|scala):\d+\)`), "a stack trace of Java"},
	{regex.New(`Whitelabel Error Page`), "Spring's own error page"},
	{regex.New(`(?m)^goroutine \d+ \[`), "a stack trace of Go"},
	{regex.New(`You(?:'|’|&#x27;|&#39;)re seeing this error because you have <code>DEBUG = True</code>`), "Django's debug page"},
	{regex.New(`(?:Action Controller: Exception caught|Routing Error[\s\S]{0,400}Rails\.root)`), "Rails's debug page"},
	{regex.New(`(?:Symfony\\Component|Illuminate\\[\w\\]+)[\s\S]{0,200}(?:\.php|line \d+)`), "a stack trace of PHP"},
	{regex.New(`(?:<b>(?:Fatal error|Warning|Notice)</b>:\s)[\s\S]{0,300}on line <b>\d+</b>`), "an error of PHP with its file"},
	{regex.New(`(?m)^\s*at [\w.]+\([^)]*\) in [^\n]+:line \d+`), "a stack trace of .NET"},
	{regex.New(`Server Error in '/' Application`), "ASP.NET's error page"},
}

// servers match the pages that servers and frameworks show where a product has none of
// its own.
var servers = regex.New(`(?is)<hr><center>(?:nginx|openresty)|<center>nginx|<address>Apache/|<title>404 (?:- )?Not Found</title>.{0,300}<h1>404 (?:- )?Not Found</h1>\s*</body>|<pre>Cannot GET |^\s*(?:404 page not found|Not Found|Cannot GET [^\n]*)\s*$|<h1>Not Found</h1>\s*<p>The requested (?:URL|resource) was not found on (?:this|the) server`)

// missingPage is a page that no product has.
const missingPage = "/golive-canary-page"

// fallbackPlan are the requests that end in an error: a path that is not there, for
// people and for programs, and addresses that cannot be read, in general and at routes
// that take something of the address.
func fallbackPlan(routes []route.Route) []checks.Probe {
	page := http.Header{"Accept": {"text/html"}}
	plan := []checks.Probe{
		{Path: missingPage, Header: page},
		{Path: "/api/golive-canary-answer", Header: http.Header{"Accept": {"application/json"}}},
		{Path: "/%ff%fe", Header: page},
		{Path: missingPage + "?q=%", Header: page},
	}
	const mostRoutes = 3
	for _, one := range routes {
		before, after, found := strings.Cut(one.Path, "{")
		_, after, _ = strings.Cut(after, "}")
		if !found || one.Method != http.MethodGet || one.Class != checks.ClassProduction || one.Kind != "" || one.Unmounted || strings.ContainsAny(before+after, "{*?") || len(plan) == 4+mostRoutes {
			continue
		}
		plan = append(plan, checks.Probe{Path: before + "%ff" + after, Header: page})
	}
	return plan
}

// liveFallback adds what people see of staging's errors to what the code has for them.
// Code without pages is looked at too: what answers may show some, and an API's errors
// may show the inside as well.
func liveFallback(ctx context.Context, subject checks.Subject, routes []route.Route, shows bool, static checks.Observation) (checks.Observation, error) {
	without := static
	static.NotApplicable = ""
	look, err := probe.Enter(ctx, subject, &static)
	if err != nil || look == nil {
		if without.NotApplicable != "" {
			return without, err
		}
		return static, err
	}
	exchanges, err := look.Ask(ctx, append(fallbackPlan(routes), checks.Probe{Path: "/", Follow: true})...)
	if err != nil {
		return checks.Observation{}, err
	}
	root := exchanges[len(exchanges)-1]
	shows = shows || probe.HTML(root) && root.Status >= 200 && root.Status < 400
	judgeFallback(look, exchanges, shows)
	if err := lookAtPage(ctx, look, subject, strings.TrimSuffix(exchanges[0].URL, missingPage), root); err != nil {
		return checks.Observation{}, err
	}
	if without.NotApplicable != "" && !shows && look.Errors() == 0 {
		return without, nil
	}
	return look.Join(static, func(one *checks.Finding) bool { return one == nil || one.Rule == "fallback.none" }), nil
}

// judgeFallback says what the answers mean for launch.fallback-ui.
func judgeFallback(look *probe.Look, exchanges []checks.Exchange, shows bool) {
	errors, root := exchanges[:len(exchanges)-1], &exchanges[len(exchanges)-1]
	clear := 0
	for index := range errors {
		exchange := &errors[index]
		if exchange.Status == 0 || exchange.Failure != "" || exchange.Status == http.StatusTooManyRequests || probe.Wall(*exchange) != "" {
			look.Lack(fmt.Sprintf("%s told nothing: %s", wording.Quoted(pathOnly(exchange.URL)), probe.Unclear(*exchange)), "See that staging answers, then rerun.")
			continue
		}
		clear++
		// A trace in a text of JSON has its lines as they are written there.
		written := bytes.ReplaceAll(exchange.Body(), []byte(`\n`), []byte("\n"))
		for _, one := range traces {
			if one.sign.Match(exchange.Body()) || one.sign.Match(written) {
				look.Find("fallback.trace", checks.SeverityError, exchange, fmt.Sprintf("%s shows everybody %s", wording.Quoted(pathOnly(exchange.URL)), one.what), "Run staging as production runs (`NODE_ENV=production`, `DEBUG=False`), and answer errors with words for clients.")
				break
			}
		}
	}
	if clear == 0 {
		return
	}
	page, api := &errors[0], &errors[1]
	if shows && look.Errors() == 0 {
		judgeErrorPage(look, page, root)
	}
	if probe.HTML(*api) && !look.Control.CatchAll && probe.JSON(*root) {
		look.Find("fallback.api-shape", checks.SeverityWarning, api, wording.Quoted(pathOnly(api.URL))+" is asked for JSON and answers with a page", "Answer errors of the API as the API answers: `application/problem+json`.")
	}
	if look.Errors() > 0 {
		look.Record(checks.Refutes, page, clear, "errors of staging show the inside of the program")
		look.Headline, look.Why = "an error of staging shows the inside of the program", wording.Capital(look.First().Message)+"."
		return
	}
	look.Record(checks.Supports, page, clear, "asked for what is not there and what cannot be read in %s: no stack trace, no page of a framework's own; a page that is not there answers %d", wording.Counted(clear, "way", "ways"), page.Status)
	look.Headline = "errors of staging show nothing of the inside"
}

// judgeErrorPage looks at the page that people see in place of one that is not there.
func judgeErrorPage(look *probe.Look, page, root *checks.Exchange) {
	switch {
	case page.Status >= 200 && page.Status < 300:
		look.Find("fallback.soft-404", checks.SeverityWarning, page, fmt.Sprintf("a page that is not there answers %d: search engines keep it, and monitors take it for one", page.Status), "Answer it with status 404, whatever the page shows.")
	case page.Status >= 500:
		look.Find("fallback.page", checks.SeverityWarning, page, fmt.Sprintf("a page that is not there answers %d", page.Status), "Answer it with a page and status 404.")
	case page.Status == http.StatusNotFound && (!probe.HTML(*page) || servers.Match(page.Body()) || blank(page.Body())):
		look.Find("fallback.page", checks.SeverityWarning, page, "a page that is not there shows no page of the product's own", "Show one with a way on: home, search, whom to tell.")
	}
}

// blank reports whether a page shows no word, nor loads anything that may.
func blank(body []byte) bool {
	tokens := html.NewTokenizer(bytes.NewReader(body))
	skipped := ""
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return true
		case html.StartTagToken, html.SelfClosingTagToken:
			name, attributes := tokens.TagName()
			switch string(name) {
			case "script":
				for attributes {
					var key []byte
					if key, _, attributes = tokens.TagAttr(); string(key) == "src" {
						return false
					}
				}
				skipped = "script"
			case "style", "title", "head":
				skipped = string(name)
			case "img", "iframe", "svg":
				return false
			}
		case html.EndTagToken:
			if name, _ := tokens.TagName(); string(name) == skipped {
				skipped = ""
			}
		case html.TextToken:
			if skipped == "" && strings.TrimSpace(string(tokens.Text())) != "" {
				return false
			}
		}
	}
}
