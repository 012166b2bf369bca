// Package contract holds requests against GitHub's published OpenAPI
// description, so that a request which GitHub would refuse fails a test and not
// a release. It is used by tests over app/simulator alone.
//
// The description is the npm package @octokit/openapi.
package contract

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// ErrNoOperation is returned for a request that the description does not know.
var ErrNoOperation = errors.New("GitHub's description has no such operation")

// undocumented are the requests golive makes although the description lacks
// them, each with the reason.
var undocumented = []*regexp.Regexp{
	// A repository by its id, the only name that survives a rename. It is the
	// address that GitHub itself redirects to after one.
	// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
	regexp.MustCompile(`^/repositories/\d+$`),
}

// Description is GitHub's description, ready to match requests.
type Description struct {
	document *openapi3.T
	paths    []path
}

// path is one documented path as an expression.
type path struct {
	template   string
	expression *regexp.Regexp
	names      []string
	item       *openapi3.PathItem
}

// Load reads the description from a file: generated/api.github.com.json of the
// package.
func Load(file string) (*Description, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read GitHub's description: %w", err)
	}
	document, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, fmt.Errorf("read GitHub's description: %w", err)
	}
	description := &Description{document: document}
	for template, item := range document.Paths.Map() {
		description.paths = append(description.paths, newPath(template, item))
	}
	// What is literal wins over a parameter, as at GitHub.
	slices.SortFunc(description.paths, func(a, b path) int {
		return cmp.Or(b.literal()-a.literal(), strings.Compare(a.template, b.template))
	})
	return description, nil
}

// literal returns how many characters of the path are fixed.
func (p path) literal() int {
	length := len(p.template)
	for _, name := range p.names {
		length -= len(name) + len("{}")
	}
	return length
}

var parameter = regexp.MustCompile(`\\\{([^}]+)\\\}`)

// manySegments are the parameters whose values may hold slashes.
var manySegments = []string{"path", "ref", "basehead", "branch"}

func newPath(template string, item *openapi3.PathItem) path {
	built := path{template: template, item: item}
	pattern := parameter.ReplaceAllStringFunc(regexp.QuoteMeta(template), func(match string) string {
		name := parameter.FindStringSubmatch(match)[1]
		built.names = append(built.names, name)
		if slices.Contains(manySegments, name) {
			return `(.+)`
		}
		return `([^/]+)`
	})
	built.expression = regexp.MustCompile("^" + pattern + "$")
	return built
}

// Check returns nil where GitHub would understand the request, else why not.
func (d *Description) Check(ctx context.Context, method, requestPath, query string, header http.Header, body []byte) error {
	if method == http.MethodPost && requestPath == "/graphql" {
		return nil // GraphQL has a schema of its own, which app/simulator holds queries against
	}
	if method == http.MethodGet && slices.ContainsFunc(undocumented, func(known *regexp.Regexp) bool { return known.MatchString(requestPath) }) {
		return nil
	}
	for _, candidate := range d.paths {
		values := candidate.expression.FindStringSubmatch(requestPath)
		operation := candidate.item.GetOperation(method)
		if values == nil || operation == nil {
			continue
		}
		parameters := map[string]string{}
		for index, name := range candidate.names {
			value, err := url.PathUnescape(values[index+1])
			if err != nil {
				return fmt.Errorf("%s %s: %w", method, requestPath, err)
			}
			parameters[name] = value
		}
		return d.validate(ctx, candidate, operation, parameters, method, requestPath, query, header, body)
	}
	return fmt.Errorf("%w: %s %s", ErrNoOperation, method, requestPath)
}

func (d *Description) validate(ctx context.Context, matched path, operation *openapi3.Operation, parameters map[string]string,
	method, requestPath, query string, header http.Header, body []byte) error {
	request, err := http.NewRequestWithContext(ctx, method, "https://api.github.com"+requestPath+"?"+query, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, requestPath, err)
	}
	request.Header = header.Clone()
	err = openapi3filter.ValidateRequest(ctx, &openapi3filter.RequestValidationInput{
		Request: request, PathParams: parameters,
		Route: &routers.Route{Spec: d.document, Path: matched.template, PathItem: matched.item, Method: method, Operation: operation},
		Options: &openapi3filter.Options{
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, MultiError: true,
		},
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", method, requestPath, err)
	}
	return d.knownQuery(operation, matched, request.URL.Query(), method)
}

// knownQuery refuses query parameters that the operation does not have: GitHub
// ignores them silently, and a filter that is ignored is a wrong answer.
func (d *Description) knownQuery(operation *openapi3.Operation, matched path, query url.Values, method string) error {
	for name := range query {
		known := slices.ContainsFunc(slices.Concat(operation.Parameters, matched.item.Parameters), func(reference *openapi3.ParameterRef) bool {
			return reference.Value != nil && reference.Value.In == openapi3.ParameterInQuery && reference.Value.Name == name
		})
		if !known {
			return fmt.Errorf("%s %s has no query parameter %q", method, matched.template, name)
		}
	}
	return nil
}
