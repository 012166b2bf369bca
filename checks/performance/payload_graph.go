package performance

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/config/regex"
)

// graphPaths are where GraphQL is answered.
var graphPaths = []string{"/graphql", "/api/graphql", "/query", "/v1/graphql", "/graphql/query"}

// graphHeader is what servers ask of a GET so that no page of another origin can send it.
// https://www.apollographql.com/docs/apollo-server/security/cors#preventing-cross-site-request-forgery-csrf
var graphHeader = http.Header{"Accept": {"application/json"}, "Apollo-Require-Preflight": {"true"}, "X-Requested-With": {"golive"}, "Content-Type": {"application/json"}}

// depth of the query that is tried: no screen needs as much.
const graphDepth = 15

// graphTrial is what came of asking for GraphQL.
type graphTrial struct {
	expected bool   // the code answers it
	path     string // empty: it is answered nowhere that was asked
	why      string // why no deep query could be sent; empty: one was, or no cycle lets any be
	acyclic  bool   // the schema has no way around: the depth of a query ends with it
	refused  bool   // the deep query was
	accepted bool
	exchange *checks.Exchange
}

// graphAnswer is what a server of GraphQL answers.
type graphAnswer struct {
	Data struct {
		Typename string `json:"__typename"`
		Schema   struct {
			QueryType graphName   `json:"queryType"`
			Types     []graphType `json:"types"`
		} `json:"__schema"`
	} `json:"data"`
	Errors []graphError `json:"errors"`
}

type graphError struct {
	Message string `json:"message"`
}

// tooDeep reports whether a query was refused for its size.
func (g graphAnswer) tooDeep() bool {
	return slices.ContainsFunc(g.Errors, func(one graphError) bool { return forSize.MatchString(one.Message) })
}

type graphName struct {
	Name string `json:"name"`
}

type graphType struct {
	Name   string       `json:"name"`
	Fields []graphField `json:"fields"`
}

type graphField struct {
	Name string `json:"name"`
	Args []struct {
		Type struct {
			Kind string `json:"kind"`
		} `json:"type"`
		Default *string `json:"defaultValue"`
	} `json:"args"`
	Type graphOf `json:"type"`
}

// graphOf is a type with what it wraps.
type graphOf struct {
	Kind string   `json:"kind"`
	Name string   `json:"name"`
	Of   *graphOf `json:"ofType"`
}

// named is the type within what wraps it.
func (g graphOf) named() string {
	for at, levels := &g, 0; at != nil && levels < 8; at, levels = at.Of, levels+1 {
		if at.Of == nil {
			return at.Name
		}
	}
	return ""
}

// asksNothing reports whether a field can be asked for without arguments.
func (f graphField) asksNothing() bool {
	for _, argument := range f.Args {
		if argument.Type.Kind == "NON_NULL" && argument.Default == nil {
			return false
		}
	}
	return true
}

// graphSchema asks for as much of the schema as a deep query needs.
const graphSchema = `{__schema{queryType{name}types{name fields{name args{defaultValue type{kind}}type{kind name ofType{kind name ofType{kind name ofType{kind name}}}}}}}}`

// forSize matches the words in which servers refuse a query for its size.
var forSize = regex.New(`(?i)depth|deep|nest|complex|cost|too (?:large|many|big)|exceeds?|limit|persisted|allow-?list|safelist`)

// askGraph tries how deep a query of GraphQL may be. Nothing of the deep query is worked
// out: its one field is skipped, and servers measure it before they begin.
func askGraph(ctx context.Context, look *probe.Look, expected bool) (graphTrial, error) {
	trial := graphTrial{expected: expected}
	if !expected {
		return trial, nil
	}
	for _, path := range graphPaths {
		answered, exchange, err := graph(ctx, look, path, "{__typename}")
		if err != nil {
			return trial, err
		}
		if exchange.Status == http.StatusOK && answered.Data.Typename != "" {
			trial.path = path
			break
		}
		if len(answered.Errors) > 0 || exchange.Status == http.StatusMethodNotAllowed {
			trial.why = "it answers GET with an error, and golive sends nothing else"
		}
	}
	if trial.path == "" {
		return trial, nil
	}
	trial.why = ""
	answered, exchange, err := graph(ctx, look, trial.path, graphSchema)
	switch {
	case err != nil:
		return trial, err
	case answered.tooDeep():
		trial.refused, trial.exchange = true, &exchange
		return trial, nil
	case len(answered.Data.Schema.Types) == 0:
		trial.why = "the schema is not told (as it should be), and without it no deep query can be made"
		return trial, nil
	}
	steps := around(answered.Data.Schema.QueryType.Name, answered.Data.Schema.Types)
	if steps == nil {
		trial.acyclic = true
		return trial, nil
	}
	answered, exchange, err = graph(ctx, look, trial.path, deepQuery(steps))
	if err != nil {
		return trial, err
	}
	trial.exchange = &exchange
	switch {
	case len(answered.Errors) == 0 && exchange.Status == http.StatusOK && answered.Data.Typename != "":
		trial.accepted = true
	case answered.tooDeep():
		trial.refused = true
	default:
		trial.why = "a deep query was answered in a way that tells nothing"
	}
	return trial, nil
}

func graph(ctx context.Context, look *probe.Look, path, query string) (graphAnswer, checks.Exchange, error) {
	answers, err := look.Ask(ctx, checks.Probe{Path: path + "?query=" + url.QueryEscape(query), Header: graphHeader})
	if err != nil {
		return graphAnswer{}, checks.Exchange{}, err
	}
	return readGraph(answers[0].Body()), answers[0], nil
}

// readGraph reads an answer; the zero one where it is none.
func readGraph(body []byte) graphAnswer {
	var answered graphAnswer
	if json.Unmarshal(body, &answered) != nil {
		return graphAnswer{}
	}
	return answered
}

// graphNames matches what is a name of GraphQL, and may stand in a query.
var graphNames = regex.New(`^[_A-Za-z][_0-9A-Za-z]{0,100}$`)

// around returns the names of fields from the query's type into a circle and around it,
// so many as a deep query has; nil where no circle is reached by fields that need no
// arguments.
func around(query string, types []graphType) []string {
	next := map[string][]graphField{}
	for _, one := range types[:min(len(types), 3000)] {
		if strings.HasPrefix(one.Name, "__") {
			continue
		}
		for _, field := range one.Fields {
			if graphNames.MatchString(field.Name) && field.asksNothing() {
				next[one.Name] = append(next[one.Name], field)
			}
		}
	}
	circles := circular(next)
	if !circles[query] {
		return nil
	}
	var steps []string
	at := query
	for len(steps) < graphDepth {
		index := slices.IndexFunc(next[at], func(field graphField) bool { return circles[field.Type.named()] })
		if index < 0 {
			return nil
		}
		steps, at = append(steps, next[at][index].Name), next[at][index].Type.named()
	}
	return steps
}

// circular are the types from which a way goes on without an end: what is left once
// those whose fields all lead nowhere are taken away.
func circular(next map[string][]graphField) map[string]bool {
	alive := map[string]bool{}
	for name := range next {
		alive[name] = true
	}
	for changed := true; changed; {
		changed = false
		for name := range alive {
			if !slices.ContainsFunc(next[name], func(field graphField) bool { return alive[field.Type.named()] }) {
				delete(alive, name)
				changed = true
			}
		}
	}
	return alive
}

// deepQuery nests fields. The outermost is skipped, so that nothing is worked out.
func deepQuery(steps []string) string {
	var query strings.Builder
	query.WriteString("{__typename ")
	for index, step := range steps {
		query.WriteString(step)
		if index == 0 {
			query.WriteString(" @skip(if:true)")
		}
		query.WriteString("{")
	}
	query.WriteString("__typename")
	query.WriteString(strings.Repeat("}", len(steps)+1))
	return query.String()
}
