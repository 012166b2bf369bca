package simulator

import (
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

//go:embed graphql.graphqls
var graphqlSource string

// graphqlSchema is what queries are held against: a field that GitHub does not
// have, or that the simulation does not answer, is refused.
var graphqlSchema = sync.OnceValues(func() (*ast.Schema, error) {
	return gqlparser.LoadSchema(&ast.Source{Name: "graphql.graphqls", Input: graphqlSource})
})

// node is one object of the graph: its type, and what gives its fields.
type node struct {
	kind   string
	fields map[string]func(arguments map[string]any) any
}

// value is a field that takes no arguments.
func value(of any) func(map[string]any) any { return func(map[string]any) any { return of } }

func (g *GitHub) graphqlRoutes() []route {
	return []route{{"POST", "/graphql", asToken, serveGraphQL}}
}

// execution is one query on its way.
type execution struct {
	call      *call
	variables map[string]any
	errors    []object
}

// serveGraphQL answers a query: what is wrong with it, or with some of it, stands
// in errors beside the data, under status 200.
// https://docs.github.com/graphql/guides/forming-calls-with-graphql
func serveGraphQL(c *call) *answer {
	var asked struct {
		Query     string         `json:"query"`
		Variables map[string]any `json:"variables"`
	}
	if err := json.Unmarshal(c.body, &asked); err != nil || asked.Query == "" {
		return fail(http.StatusBadRequest, "A query attribute must be specified and must be a string.", "https://docs.github.com/graphql")
	}
	schema, err := graphqlSchema()
	if err != nil {
		return c.broken(err)
	}
	document, faults := gqlparser.LoadQueryWithRules(schema, asked.Query, rules.NewDefaultRules())
	if len(faults) > 0 {
		return ok(object{"errors": list(faults, func(fault *gqlerror.Error) object { return object{"message": fault.Message} })})
	}
	e := &execution{call: c, variables: asked.Variables}
	data := e.object(e.query(), document.Operations[0].SelectionSet, nil)
	reply := object{"data": data}
	if len(e.errors) > 0 {
		reply["errors"] = e.errors
	}
	return ok(reply)
}

// refuse records why a field is null.
func (e *execution) refuse(kind, message string, path []any) any {
	e.errors = append(e.errors, object{"type": kind, "message": message, "path": path})
	return nil
}

func (e *execution) object(of *node, selected ast.SelectionSet, path []any) object {
	rendered := object{}
	for _, selection := range selected {
		switch one := selection.(type) {
		case *ast.Field:
			within := append(path[:len(path):len(path)], one.Alias)
			if one.Name == "__typename" {
				rendered[one.Alias] = of.kind
				continue
			}
			rendered[one.Alias] = e.render(of.fields[one.Name](one.ArgumentMap(e.variables)), one, within)
		case *ast.InlineFragment:
			e.fragment(of, one.TypeCondition, one.SelectionSet, path, rendered)
		case *ast.FragmentSpread:
			e.fragment(of, one.Definition.TypeCondition, one.Definition.SelectionSet, path, rendered)
		}
	}
	return rendered
}

func (e *execution) fragment(of *node, condition string, selected ast.SelectionSet, path []any, into object) {
	if condition != "" && condition != of.kind {
		return
	}
	for name, rendered := range e.object(of, selected, path) {
		into[name] = rendered
	}
}

func (e *execution) render(found any, field *ast.Field, path []any) any {
	switch found := found.(type) {
	case refusal:
		return e.refuse(found.kind, found.message, path)
	case *node:
		if found == nil {
			return nil
		}
		return e.object(found, field.SelectionSet, path)
	case []*node:
		return list(found, func(one *node) any { return e.object(one, field.SelectionSet, path) })
	default:
		return found
	}
}

// refusal is a field that may not be seen, or that is not there.
type refusal struct{ kind, message string }

// connection is a window of a list; without "first" or "last" GitHub refuses it.
// https://docs.github.com/graphql/guides/using-pagination-in-the-graphql-api
func connection[T any](kind string, items []T, render func(T) *node) func(map[string]any) any {
	return func(arguments map[string]any) any {
		first, hasFirst := arguments["first"].(int64)
		last, hasLast := arguments["last"].(int64)
		if !hasFirst && !hasLast || first > 100 || last > 100 {
			return refusal{"MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` or `last` value, of at most 100, to properly paginate the connection."}
		}
		begin := 0
		if after, given := arguments["after"].(string); given {
			at, known := positionOf(after)
			if !known || at > len(items) {
				return refusal{"INVALID_CURSOR_ARGUMENTS", "`" + after + "` does not appear to be a valid cursor."}
			}
			begin = at
		}
		shown := items[begin:]
		if hasFirst {
			shown = shown[:min(int(first), len(shown))]
		} else {
			shown = shown[max(0, len(shown)-int(last)):]
			begin = len(items) - len(shown)
		}
		end := begin + len(shown)
		page := &node{"PageInfo", map[string]func(map[string]any) any{"hasNextPage": value(end < len(items)), "endCursor": value(cursorAt(end))}}
		return &node{kind, map[string]func(map[string]any) any{"totalCount": value(len(items)), "pageInfo": value(page), "nodes": value(list(shown, render))}}
	}
}

// cursorAt names a place in a list by a word that only the simulation can read,
// as GitHub's are; null before the first entry.
func cursorAt(position int) any {
	if position == 0 {
		return nil
	}
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "cursor:v2:%d", position))
}

func positionOf(cursor string) (int, bool) {
	text, err := base64.StdEncoding.DecodeString(cursor)
	number, found := strings.CutPrefix(string(text), "cursor:v2:")
	position, wrong := strconv.Atoi(number)
	return position, err == nil && found && wrong == nil && position > 0
}
