package openapi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/openapi"
)

const answers = `openapi: 3.0.3
paths:
  /orders:
    parameters: [{in: query, name: limit}, {in: header, name: x}]
    get:
      parameters: [{$ref: '#/components/parameters/Page'}]
      responses:
        "200": {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Order'}}}}}
  /open: {get: {responses: {"200": {content: {application/json: {schema: {type: object}}}}}}}
  /more: {get: {responses: {"200": {content: {application/json: {schema: {type: object, additionalProperties: true, properties: {a: {type: string}}}}}}}}}
  /map: {get: {responses: {"200": {content: {application/json: {schema: {type: object, additionalProperties: {$ref: '#/components/schemas/Customer'}}}}}}}}
  /tree: {get: {responses: {"200": {content: {application/hal+json: {schema: {$ref: '#/components/schemas/Tree'}}}}}}}
  /either: {get: {responses: {"200": {$ref: '#/components/responses/Either'}}}}
  /far: {get: {responses: {"200": {content: {application/json: {schema: {properties: {a: {$ref: 'other.yaml#/A'}, b: {type: string}}}}}}}}}
  /text: {get: {responses: {"200": {content: {text/csv: {schema: {type: string}}}}}}}
  /loop: {get: {responses: {"200": {content: {application/json: {schema: {$ref: '#/components/schemas/Loop'}}}}}}}
components:
  parameters: {Page: {in: query, name: page}}
  responses: {Either: {content: {application/json: {schema: {oneOf: [{$ref: '#/components/schemas/Order'}, {$ref: '#/components/schemas/Customer'}]}}}}}
  schemas:
    Loop: {$ref: '#/components/schemas/Loop'}
    Customer: {type: object, properties: {name: {type: string}, address: {type: object, properties: {city: {type: string}}}}}
    Order:
      allOf:
        - {type: object, properties: {id: {type: integer}, customer: {$ref: '#/components/schemas/Customer'}}}
        - {type: object, properties: {lines: {type: array, items: {type: object, properties: {sku: {type: string}}}}, extra: {}}}
        - {description: an order}
    Tree: {type: object, properties: {name: {type: string}, children: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
`

func TestWhatIsNamed(t *testing.T) {
	t.Parallel()
	schemas, err := openapi.ReadSchemas("openapi.yaml", []byte(answers), nil)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/orders [] id": "", "/orders [] customer name": "", "/orders [] customer address city": "", "/orders [] lines [] sku": "", "/orders [] extra anything": "",
		"/orders [] password": "[] password", "/orders [] customer hash": "[] customer hash", "/orders [] customer hash value": "[] customer hash", "/orders [] lines [] cost": "[] lines [] cost",
		"/orders id": "",                                                        // no array: another fault
		"/open a":    "", "/more a": "", "/more b": "", "/map anybody name": "", // nothing is said, or it is open
		"/map anybody salt": "anybody salt", "/tree children [] children [] name": "", "/tree children [] parent": "children [] parent",
		"/either id": "", "/either name": "", "/either other": "other", "/far a x": "", "/far b": "", "/far c": "c", "/loop a": "", "/text a": "", "/nothing a": "",
	} {
		steps := strings.Fields(path)
		named, at := schemas.Answer("GET", steps[0]).Names(steps[1:])
		if got := strings.Join(at, " "); named != (want == "") || got != want {
			t.Errorf("%s: %t %q, want %q", path, named, got, want)
		}
	}
	if got := schemas.Queries("GET", "/orders"); !slices.Equal(got, []string{"limit", "page"}) {
		t.Errorf("queries %q", got)
	}
}

func TestAnswersOfVersion2(t *testing.T) {
	t.Parallel()
	schemas, err := openapi.ReadSchemas("swagger.json", []byte(`{"swagger":"2.0","paths":{"/a":{"get":{"responses":{"200":{"schema":{"$ref":"#/definitions/A"}}}}}},"definitions":{"A":{"properties":{"x":{"type":"string"}}}}}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	if named, _ := schemas.Answer("GET", "/a").Names([]string{"y"}); named {
		t.Error("y is named nowhere")
	}
}

func TestHostileSchemasEnd(t *testing.T) {
	t.Parallel()
	var wide strings.Builder
	wide.WriteString("openapi: 3.0.0\npaths: {/a: {get: {responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/S0'}}}}}}}}\ncomponents:\n  schemas:\n")
	for index := range 30 { // each names the next twenty times
		fmt.Fprintf(&wide, "    S%d:\n      properties:\n", index)
		for field := range 20 {
			fmt.Fprintf(&wide, "        f%d: {$ref: '#/components/schemas/S%d'}\n", field, index+1)
		}
	}
	for name, content := range map[string]string{
		"one that names the next many times": wide.String(),
		"all of itself":                      "openapi: 3.0.0\npaths: {/a: {get: {responses: {'200': {content: {application/json: {schema: {$ref: '#/s'}}}}}}}}\ns: {allOf: [{$ref: '#/s'}, {$ref: '#/s'}]}\n",
	} {
		schemas, err := openapi.ReadSchemas("openapi.yaml", []byte(content), nil)
		if err != nil {
			t.Fatal(err)
		}
		if schema := schemas.Answer("GET", "/a"); schema == nil {
			t.Errorf("%s: nothing", name)
		}
	}
}

func FuzzReadSchemas(f *testing.F) {
	f.Add([]byte(answers))
	f.Add([]byte("openapi: 3.0.0\npaths: {/a: {get: {responses: {default: {content: {a/json: {schema: {items: &i {items: *i}}}}}}}}}\n"))
	f.Fuzz(func(_ *testing.T, content []byte) {
		if schemas, err := openapi.ReadSchemas("openapi.yaml", content, nil); err == nil {
			schemas.Answer("GET", "/a").Names([]string{"[]", "a", "[]"})
			schemas.Answer("GET", "/orders").Names([]string{"[]", "a"})
			schemas.Queries("GET", "/orders")
		}
	})
}
