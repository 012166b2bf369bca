package simulator

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Who may use a route, beside "permission:level", alternatives parted by "|".
const (
	asApp    = "app"    // the App's own JSON web token
	asToken  = "token"  // any installation token
	asAnyone = "anyone" // no authentication needed
)

// route is one operation of the REST API. In its pattern {name} is one
// segment of the path and {name*} one or more, because GitHub takes refs with
// and without escaped slashes.
type route struct {
	method  string
	pattern string
	access  string
	serve   func(*call) *answer
}

// call is one request on its way through a route; the mutex is held.
type call struct {
	g            *GitHub
	request      *http.Request
	body         []byte
	vars         map[string]string
	query        url.Values
	installation *installation
	token        *token
	repository   *repository
}

type compiledRoute struct {
	route
	expression *regexp.Regexp
	names      []string
}

var variable = regexp.MustCompile(`\{(\w+)(\*?)\}`)

func compile(r route) compiledRoute {
	compiled := compiledRoute{route: r}
	expression, end := "^", 0
	for _, at := range variable.FindAllStringSubmatchIndex(r.pattern, -1) {
		expression += regexp.QuoteMeta(r.pattern[end:at[0]])
		compiled.names = append(compiled.names, r.pattern[at[2]:at[3]])
		if at[4] < at[5] {
			expression += "(.+)"
		} else {
			expression += "([^/]+)"
		}
		end = at[1]
	}
	compiled.expression = regexp.MustCompile(expression + regexp.QuoteMeta(r.pattern[end:]) + "$")
	return compiled
}

// compileRoutes is the whole REST API; of two patterns that match, the first
// serves, so longer ones stand before those that end in {name*}.
func (g *GitHub) compileRoutes() []compiledRoute {
	return list(slices.Concat(
		g.appRoutes(), g.manifestRoutes(), g.installationRoutes(), g.deliveryRoutes(), g.accountRoutes(), g.permissionRoutes(),
		g.rulesetRoutes(), g.repositoryRoutes(), g.gitRoutes(), g.checkRoutes(), g.suiteRoutes(), g.statusRoutes(), g.commitRoutes(),
		g.pullRoutes(), g.commentRoutes(), g.issueRoutes(), g.deploymentRoutes(), g.environmentRoutes(), g.workflowRoutes(), g.releaseRoutes(), g.graphqlRoutes(),
		g.artifactRoutes(), g.alertRoutes(),
	), compile)
}

// match finds the route of a request. A path that exists under another method
// is 404 as well: that is what GitHub answers.
func match(routes []compiledRoute, method, escapedPath string) (*compiledRoute, map[string]string) {
	for i := range routes {
		if routes[i].method != method {
			continue
		}
		found := routes[i].expression.FindStringSubmatch(escapedPath)
		if found == nil {
			continue
		}
		vars := map[string]string{}
		for n, name := range routes[i].names {
			value, err := url.PathUnescape(found[n+1])
			if err != nil {
				return nil, nil
			}
			vars[name] = value
		}
		return &routes[i], vars
	}
	return nil, nil
}

// number is a numeric path variable; 0 when it is none, which no object has.
func (c *call) number(name string) int64 {
	number, err := strconv.ParseInt(c.vars[name], 10, 64)
	if err != nil {
		return 0
	}
	return number
}

// decode reads the request's JSON body.
// https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#validation-failed
func (c *call) decode(into any) *answer {
	if len(c.body) == 0 {
		return nil
	}
	if err := json.Unmarshal(c.body, into); err != nil {
		if strings.Contains(err.Error(), "cannot unmarshal") {
			return refuse(restPage, "%s", err)
		}
		return fail(http.StatusBadRequest, "Problems parsing JSON", restPage)
	}
	return nil
}
