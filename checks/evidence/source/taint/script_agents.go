package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// refusesHosts reports whether a request is made by an agent or a dispatcher that says by its
// name that it refuses addresses within: axios({url, httpAgent: ssrfFilter(url)}).
// https://www.npmjs.com/package/ssrf-req-filter https://www.npmjs.com/package/request-filtering-agent
func refusesHosts(e *engine, c *called) bool {
	for _, one := range c.x.Arguments {
		object, ok := e.once(one.Value).(*program.Object)
		if !ok {
			continue
		}
		for _, entry := range object.Entries {
			if agents[entry.Name] && filters(e, entry.Value) {
				return true
			}
		}
	}
	return false
}

// agents are the options by which a request goes out another way.
var agents = words("agent httpAgent httpsAgent dispatcher")

func filters(e *engine, x program.Expression) bool {
	origin := e.origin(x)
	if made, ok := e.once(x).(*program.Call); ok {
		origin += " " + e.written(made.Callee) + " " + e.origin(made.Callee)
	}
	origin = strings.ToLower(origin + " " + e.written(x))
	for _, word := range []string{"ssrf", "filteringagent", "safeagent", "safedispatcher", "privateip", "guarded"} {
		if strings.Contains(strings.ReplaceAll(origin, "-", ""), word) {
			return true
		}
	}
	return false
}

// unfiltered says that a request goes out to whatever host it is told.
func unfiltered(e *engine, c *called) certainty {
	if refusesHosts(e, c) {
		return no
	}
	return sure
}
