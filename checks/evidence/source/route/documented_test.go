package route_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/openapi"
	"github.com/golive-app/golive/checks/evidence/source/route"
)

// described reads documents, by path, and compares them with routes.
func described(t *testing.T, inventory *route.Inventory, contents map[string]string) *route.Inventory {
	t.Helper()
	var documents []openapi.Document
	for name, content := range contents {
		document, err := openapi.Read(name, []byte(content), nil)
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, document)
	}
	slices.SortFunc(documents, func(a, b openapi.Document) int { return strings.Compare(a.Path, b.Path) })
	inventory.Describe(documents)
	return inventory
}

// compared writes what became of each document, and of each route that one has.
func compared(inventory *route.Inventory) string {
	var lines []string
	for _, one := range inventory.Documents {
		line := fmt.Sprintf("%s: %d of %d", one.Path, one.Confirmed, len(one.Operations))
		if one.Explained > 0 {
			line += fmt.Sprintf(" and %d may be", one.Explained)
		}
		for _, operation := range one.Unmatched {
			line += fmt.Sprintf(", unmatched %s %s:%d", operation.Method, operation.Path, operation.Line)
		}
		lines = append(lines, line)
	}
	for _, one := range inventory.Routes {
		if said := one.Documented; said.File != "" {
			line := fmt.Sprintf("%s %s at %s:%d", one.Method, one.Path, said.File, said.Line)
			if said.Security != openapi.Unsaid {
				line += " " + string(said.Security)
			}
			lines = append(lines, strings.Join(append([]string{line}, said.Requires...), " "))
		}
	}
	return strings.Join(lines, "\n")
}

func at(method, path, file string) route.Route {
	return route.Route{Method: method, Path: path, File: file, Class: checks.ClassProduction}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	const guarded = "openapi: 3.0.0\nsecurity: [{bearer: []}]\npaths:\n"
	for name, test := range map[string]struct {
		routes    []route.Route
		documents map[string]string
		want      string
	}{
		"by method and path, whatever the parameters are called": {
			[]route.Route{at("GET", "/orders/{id}", "a.js"), at("POST", "/orders/", "a.py"), at("DELETE", "/orders/{id}", "a.js")},
			map[string]string{"openapi.yaml": guarded + "  /orders/{orderId}: {get: {}, put: {}}\n  /orders: {post: {security: []}}\n"},
			"openapi.yaml: 2 of 3, unmatched PUT /orders/{orderId}:4\nGET /orders/{id} at openapi.yaml:4 protected bearer\nPOST /orders/ at openapi.yaml:5 public",
		},
		"below the path of a server, before one without it": {
			[]route.Route{at("GET", "/api/v1/a", "a.js"), at("GET", "/a", "a.js"), at("GET", "/b", "a.js")},
			map[string]string{"openapi.yaml": "openapi: 3.0.0\nservers: [{url: 'https://x/api/v1'}]\npaths:\n  /a: {get: {}}\n  /b: {get: {}}\n"},
			"openapi.yaml: 2 of 2\nGET /api/v1/a at openapi.yaml:4\nGET /b at openapi.yaml:5",
		},
		"below another path is another route": {
			[]route.Route{at("GET", "/admin/a", "a.js")}, map[string]string{"openapi.yaml": guarded + "  /a: {get: {security: []}}\n"}, "openapi.yaml: 0 of 1, unmatched GET /a:4",
		},
		"below a prefix that the code alone knows": {
			[]route.Route{at("GET", "/api/a", "a.js"), at("POST", "/api/a", "a.js"), at("GET", "/api/b/{id}", "a.js"), at("GET", "/admin/c", "a.js")},
			map[string]string{"openapi.yaml": guarded + "  /a: {get: {security: []}, post: {}}\n  /b/{key}: {get: {}}\n  /c: {get: {security: []}}\n"},
			"openapi.yaml: 3 of 4, unmatched GET /c:6\nGET /api/a at openapi.yaml:4 public\nPOST /api/a at openapi.yaml:4 protected bearer\nGET /api/b/{id} at openapi.yaml:5 protected bearer",
		},
		"few operations make no prefix": {
			[]route.Route{at("GET", "/admin/a", "a.js"), at("GET", "/admin/b", "a.js")}, map[string]string{"openapi.yaml": guarded + "  /a: {get: {security: []}}\n  /b: {get: {security: []}}\n"},
			"openapi.yaml: 0 of 2, unmatched GET /a:4, unmatched GET /b:5",
		},
		"a document that knows its prefix gets no other": {
			[]route.Route{at("GET", "/admin/a", "a.js"), at("GET", "/admin/b", "a.js"), at("GET", "/admin/c", "a.js")},
			map[string]string{"openapi.yaml": "openapi: 3.0.0\nservers: [{url: /v1}]\npaths:\n  /a: {get: {}}\n  /b: {get: {}}\n  /c: {get: {}}\n"},
			"openapi.yaml: 0 of 3, unmatched GET /a:4, unmatched GET /b:5, unmatched GET /c:6",
		},
		"a parameter explains a value of it, and is not described by that": {
			[]route.Route{at("GET", "/users/{id}", "a.js")}, map[string]string{"openapi.yaml": guarded + "  /users/me: {get: {security: []}}\n"}, "openapi.yaml: 0 of 1 and 1 may be",
		},
		"a value is not described by a parameter": {
			[]route.Route{at("GET", "/users/me", "a.js")}, map[string]string{"openapi.yaml": guarded + "  /users/{id}: {get: {security: []}}\n"}, "openapi.yaml: 0 of 1, unmatched GET /users/{id}:4",
		},
		"what is not known of a path explains, and confirms nothing": {
			[]route.Route{at("GET", "/{?}/orders", "a.js"), at("GET", "/files/{*}", "a.js")},
			map[string]string{"openapi.yaml": guarded + "  /api/v1/orders: {get: {security: []}}\n  /files/a/b: {get: {}}\n  /orders: {get: {}}\n  /order: {get: {}}\n"},
			"openapi.yaml: 0 of 4 and 3 may be, unmatched GET /order:7",
		},
		"what answers everything explains nothing": {
			[]route.Route{at("GET", "/{*}", "a.js"), at("ANY", "/{?}", "a.js"), at("GET", "/{slug}", "a.js")}, map[string]string{"openapi.yaml": guarded + "  /a: {get: {}}\n"}, "openapi.yaml: 0 of 1, unmatched GET /a:4",
		},
		"a router that nothing mounts": {
			[]route.Route{{Method: "GET", Path: "/orders/{id}", File: "a.js", Class: checks.ClassProduction, Unmounted: true}},
			map[string]string{"openapi.yaml": guarded + "  /api/orders/{id}: {get: {security: []}, post: {}}\n"}, "openapi.yaml: 0 of 2 and 1 may be, unmatched POST /api/orders/{id}:4",
		},
		"every method: public where all of them are": {
			[]route.Route{at("ANY", "/a", "a.js"), at("ANY", "/b", "a.js"), at("ANY", "/c", "a.js")},
			map[string]string{"openapi.yaml": guarded + "  /a: {get: {security: []}, post: {security: []}}\n  /b: {get: {security: []}, post: {}}\n  /c: {get: {security: []}, post: {security: broken}}\n"},
			"openapi.yaml: 6 of 6\nANY /a at openapi.yaml:4 public\nANY /b at openapi.yaml:5 protected bearer\nANY /c at openapi.yaml:6",
		},
		"two documents that differ": {
			[]route.Route{at("GET", "/a", "a.js")},
			map[string]string{"v1/openapi.yaml": guarded + "  /a: {get: {security: []}}\n", "v2/openapi.yaml": guarded + "  /a: {get: {}}\n"},
			"v1/openapi.yaml: 1 of 1\nv2/openapi.yaml: 1 of 1\nGET /a at v2/openapi.yaml:4 protected bearer",
		},
		"of two services, the one beside the document": {
			[]route.Route{at("POST", "/a", "services/one/a.js"), at("POST", "/a", "services/two/src/a.js")},
			map[string]string{"services/two/docs/openapi.yaml": guarded + "  /a: {post: {security: []}}\n"},
			"services/two/docs/openapi.yaml: 1 of 1\nPOST /a at services/two/docs/openapi.yaml:4 public",
		},
		"routes of tests, and of GraphQL, are not the product's": {
			[]route.Route{{Method: "GET", Path: "/a", File: "a.test.js", Class: checks.ClassTest}, {Method: "GET", Path: "/b", Kind: "static", File: "b.js", Class: checks.ClassProduction}},
			map[string]string{"openapi.yaml": guarded + "  /a: {get: {}}\n  /b: {get: {}}\n"}, "openapi.yaml: 0 of 2, unmatched GET /a:4, unmatched GET /b:5",
		},
		"HEAD is answered where GET is": {
			[]route.Route{at("GET", "/a.{format}", "a.js")}, map[string]string{"openapi.yaml": guarded + "  /a.{f}: {head: {}}\n"}, "openapi.yaml: 1 of 1\nGET /a.{format} at openapi.yaml:4 protected bearer",
		},
		"the root": {[]route.Route{at("GET", "/", "a.js")}, map[string]string{"openapi.yaml": "openapi: 3.0.0\npaths: {/: {get: {}}}\n"}, "openapi.yaml: 1 of 1\nGET / at openapi.yaml:2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inventory := described(t, &route.Inventory{Routes: test.routes}, test.documents)
			if got := compared(inventory); got != test.want {
				t.Errorf("\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestDescribeRoutesOfCode(t *testing.T) {
	t.Parallel()
	inventory := described(t, joined(t, map[string]string{
		"app.js": "const express = require('express')\nconst app = express()\nconst orders = express.Router()\norders.get('/:id(\\\\d+)', show)\norders.post('/', create)\napp.use('/api/orders', orders)\n",
	}), map[string]string{"docs/openapi.json": `{"openapi": "3.1.0", "servers": [{"url": "/api"}], "paths": {"/orders": {"post": {}}, "/orders/{id}": {"get": {}}, "/ping": {"get": {}}}}`})
	const want = "docs/openapi.json: 2 of 3, unmatched GET /ping:1\nPOST /api/orders at docs/openapi.json:1\nGET /api/orders/{id} at docs/openapi.json:1"
	if got := compared(inventory); got != want {
		t.Errorf("\n%s\nwant\n%s", got, want)
	}
}

func TestManyRoutesAndOperationsEnd(t *testing.T) {
	t.Parallel()
	var routes []route.Route
	for range 5000 {
		routes = append(routes, at("GET", "/{?}"+strings.Repeat("/{*}", 50)+"/a", "a.js"), at("PUT", "/b", "a.js"))
	}
	content := "openapi: 3.0.0\npaths:\n"
	for range 5000 {
		content += "  " + strings.Repeat("/b", 100) + "/a: {get: {}}\n  /b: {post: {}}\n"
	}
	begin := time.Now()
	inventory := described(t, &route.Inventory{Routes: routes}, map[string]string{"openapi.yaml": content})
	if took := time.Since(begin); took > 30*time.Second || len(inventory.Documents) != 1 {
		t.Error(took)
	}
}
