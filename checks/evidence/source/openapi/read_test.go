package openapi_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks/evidence/source/openapi"
)

// listed writes every operation on a line.
func listed(document openapi.Document) string {
	var lines []string
	for _, one := range document.Operations {
		line := fmt.Sprintf("%d %s %s below %s", one.Line, one.Method, one.Path, strings.Join(one.Bases, " "))
		if one.Security != openapi.Unsaid {
			line += " " + string(one.Security)
		}
		if len(one.Requires) > 0 {
			line += " by " + strings.Join(one.Requires, ", ")
		}
		lines = append(lines, line)
	}
	if document.Elsewhere > 0 {
		lines = append(lines, fmt.Sprintf("elsewhere %d", document.Elsewhere))
	}
	return strings.Join(lines, "\n")
}

func TestRead(t *testing.T) {
	t.Parallel()
	const guarded = "openapi: 3.0.3\nsecurity: [{bearer: []}]\npaths:\n"
	for name, test := range map[string]struct{ file, content, want string }{
		"3.0 in YAML": {
			"openapi.yaml", "openapi: 3.0.3\nservers:\n  - url: https://api.example.com/v1\n  - url: /v2/\npaths:\n  /orders/{id}:\n    parameters: []\n    get:\n      responses: {}\n    x-note: 1\n    delete: {}\n",
			"8 GET /orders/{id} below /v1 /v2\n11 DELETE /orders/{id} below /v1 /v2",
		},
		"3.1 in JSON with tabs and characters of two parts": {
			"openapi.json", "{\n\t\"openapi\": \"3.1.0\",\n\t\"info\": {\"title\": \"\\ud83d\\ude00 a\\/b\"},\n\t\"webhooks\": {\"paid\": {\"post\": {}}},\n\t\"paths\": {\n\t\t\"/a\": {\n\t\t\t\"post\": {}\n\t\t}\n\t}\n}\n", "7 POST /a below ",
		},
		"2.0 with a base path": {
			"swagger.yaml", "swagger: '2.0'\nbasePath: /api\nsecurityDefinitions: {key: {}}\nsecurity:\n  - key: []\npaths:\n  /a:\n    get: {}\n    post:\n      security: []\n", "8 GET /a below /api protected by key\n9 POST /a below /api public",
		},
		"servers with variables, of a path and of an operation": {
			"openapi.yaml", "openapi: 3.0.0\nservers: [{url: '{scheme}://x/{base}', variables: {scheme: {default: https}, base: {default: api/v3}}}]\npaths:\n  /a:\n    get: {}\n  /b:\n    servers: [{url: //y/b}]\n    get: {}\n    put: {servers: [{url: 'https://z'}]}\n",
			"5 GET /a below /api/v3\n8 GET /b below /b\n9 PUT /b below /",
		},
		"public is what lifts a demand, in so many words": {
			"openapi.yaml", guarded + "  /a: {get: {}}\n  /b: {get: {security: []}}\n  /c: {get: {security: [{}]}}\n  /d: {get: {security: [{}, {bearer: []}]}}\n  /e: {get: {security: [{key: [], id: []}]}}\n",
			"4 GET /a below  protected by bearer\n5 GET /b below  public\n6 GET /c below  public\n7 GET /d below  public\n8 GET /e below  protected by key, id",
		},
		"empty lists where nothing is asked for decide nothing": {
			"openapi.yaml", "openapi: 3.0.0\nsecurity: []\npaths:\n  /a: {get: {security: []}}\n  /b: {get: {}}\n", "4 GET /a below \n5 GET /b below ",
		},
		"left out beside operations that ask decides nothing": {
			"openapi.yaml", "openapi: 3.0.0\npaths:\n  /a: {get: {security: [{bearer: []}]}}\n  /b: {get: {}}\n  /c: {get: {security: []}}\n", "3 GET /a below  protected by bearer\n4 GET /b below \n5 GET /c below  public",
		},
		"security of another form decides nothing": {
			"openapi.yaml", guarded + "  /a: {get: {security: none}}\n  /b: {get: {security: [bearer]}}\n  /c: {get: {security: null}}\n", "4 GET /a below \n5 GET /b below \n6 GET /c below ",
		},
		"what is merged in may ask": {
			"openapi.yaml", "openapi: 3.0.0\nx: &x {security: []}\nsecurity: [{bearer: []}]\npaths:\n  /a: {get: {<<: *x}}\n", "5 GET /a below ",
		},
		"aliases and references inside of the file": {
			"openapi.yaml", "openapi: 3.1.0\npaths:\n  /a: &a\n    get: {}\n  /b: *a\n  /c: {$ref: '#/components/pathItems/c'}\n  /d: {$ref: '#/paths/~1a'}\n  /e: {$ref: '#/paths/~1c'}\n  /f: {$ref: ./f.yaml}\ncomponents:\n  pathItems:\n    c: {post: {}}\n",
			"4 GET /a below \n4 GET /b below \n12 POST /c below \n4 GET /d below \nelsewhere 2",
		},
		"paths of another form": {"openapi.yaml", "openapi: 3.0.0\npaths:\n  - /a\n", ""},
		"fields that are no operations": {
			"openapi.yaml", "openapi: 3.0.0\npaths:\n  x-a: {get: {}}\n  /a: {summary: get, get: yes, x-get: {}}\n", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document, err := openapi.Read(test.file, []byte(test.content), nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := listed(document); got != test.want {
				t.Errorf("\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestWhatIsNoDocument(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"the settings of a viewer": `{"dom_id": "#swagger-ui", "url": "/openapi.json"}`, "nothing": "", "a comment": "# later\n", "a list": "- openapi: 3.0.0\n", "another version": "swagger: '1.2'\npaths: {/a: {get: {}}}\n",
	} {
		if _, err := openapi.Read("swagger.json", []byte(content), nil); !errors.Is(err, openapi.ErrNotOpenAPI) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, content := range map[string]string{
		"broken": "openapi: 3.0.0\npaths: {", "deep": "openapi: 3.0.0\npaths: " + strings.Repeat("[", 500) + strings.Repeat("]", 500), "deeper": strings.Repeat("{a: ", 50000), "large": strings.Repeat("#\n", 3<<20),
	} {
		if _, err := openapi.Read("openapi.yaml", []byte(content), nil); err == nil || errors.Is(err, openapi.ErrNotOpenAPI) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHostileDocumentsEnd(t *testing.T) {
	t.Parallel()
	laughs := "openapi: 3.0.0\nx0: &x0 [a, a]\n"
	for i := 1; i < 60; i++ {
		laughs += fmt.Sprintf("x%d: &x%d [*x%d, *x%d]\n", i, i, i-1, i-1)
	}
	var fields, paths strings.Builder
	for i := range 30000 {
		fmt.Fprintf(&fields, "    f%d: {}\n", i)
		fmt.Fprintf(&paths, "  /p%d: *i\n", i)
	}
	for name, content := range map[string]string{
		"a billion laughs":            laughs + "paths: *x59\n",
		"an alias inside of its own":  "openapi: 3.0.0\npaths: &p {/a: *p, /b: {get: {security: &s [*s]}}}\n",
		"one long path in all places": "openapi: 3.0.0\npaths:\n  /a: &i\n    get: {}\n" + fields.String() + paths.String(),
		"one path in all places":      "openapi: 3.0.0\npaths:\n  /a: &i\n    get: {}\n" + paths.String(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begin := time.Now()
			document, err := openapi.Read("openapi.yaml", []byte(content), nil)
			if took := time.Since(begin); took > 20*time.Second || len(document.Operations) > 5000 {
				t.Errorf("%s, %d operations, %v", took, len(document.Operations), err)
			}
			if len(document.Operations) == 5000 && !document.Cut {
				t.Error("nothing says that there is more")
			}
		})
	}
}

func TestNamed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"openapi.yaml", "openapi.yml", "docs/openapi.json", "api/Swagger.JSON", "swagger-v2.yaml", "openapi.3.1.yaml", "services/orders/openapi_v1.yml"} {
		if !openapi.Named(name) {
			t.Error(name, "is not taken")
		}
	}
	for _, name := range []string{
		"openapi.ts", "openapi-generator.json", "openapitools.json", "swagger-ui.json", "stripe-openapi.yaml", "src/client/openapi.json", "packages/sdk/openapi.yaml", "third_party/google/openapi.yaml", "web/api-client/openapi.json",
		"internal/generated/openapi.yaml", "openapi.yaml.tmpl", "mocks/swagger.json", "openapi/readme.yaml",
	} {
		if openapi.Named(name) {
			t.Error(name, "is taken")
		}
	}
}

// FuzzRead reads anything: it must end, within its bounds.
func FuzzRead(f *testing.F) {
	f.Add("openapi: 3.0.0\nsecurity: [{a: []}]\nservers: [{url: 'https://x/{b}', variables: {b: {default: c}}}]\npaths:\n  /a: &a {get: {security: []}, servers: *a}\n  /b: *a\n  /c: {$ref: '#/paths/~1b'}\n")
	f.Add("swagger: '2.0'\nbasePath: /x\npaths: {/a: {get: {<<: {security: []}}}}\n")
	f.Add(`{"openapi": "3.1.0", "paths": {"/\ud83d\ude00": {"get": {"security": [{}]}}}}`)
	f.Add("openapi: 3.0.0\npaths: &p {/a: *p}\nsecurity: &s [*s]\n")
	f.Fuzz(func(t *testing.T, content string) {
		for _, name := range []string{"openapi.yaml", "openapi.json"} {
			document, err := openapi.Read(name, []byte(content), nil)
			if err != nil && len(document.Operations) > 0 {
				t.Error("operations of what could not be read")
			}
			for _, one := range document.Operations {
				if one.Line < 1 || len(one.Bases) == 0 || !strings.HasPrefix(one.Path, "/") || len(one.Path) > 300 || (one.Security == openapi.Protected) != (len(one.Requires) > 0) {
					t.Errorf("%+v", one)
				}
			}
		}
	})
}

func TestPathsInOtherFiles(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"docs/paths/orders.yaml": "get: {}\npost:\n  security: []\n",
		"docs/all.json":          `{"items": {"~users": {"delete": {"security": [{"admin": []}]}}, "again": {"$ref": "paths/orders.yaml"}}}`,
		"docs/broken.yaml":       "get: [",
	}
	document := `openapi: 3.1.0
security: [{bearer: []}]
paths:
  /orders: {$ref: paths/orders.yaml}
  /users: {$ref: "./all.json#/items/~0users"}
  /again: {$ref: "all.json#/items/again"}
  /gone: {$ref: paths/gone.yaml}
  /broken: {$ref: broken.yaml}
  /up: {$ref: ../../../etc/passwd}
  /other: {$ref: "https://example.com/paths.yaml"}
`
	if got, want := fmt.Sprint(openapi.References("docs/openapi.yaml", []byte(document))), "[docs/paths/orders.yaml docs/all.json docs/paths/gone.yaml docs/broken.yaml]"; got != want {
		t.Errorf("references %s, want %s", got, want)
	}
	read, err := openapi.Read("docs/openapi.yaml", []byte(document), func(path string) ([]byte, bool) {
		content, found := files[path]
		return []byte(content), found
	})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, one := range read.Operations {
		lines = append(lines, fmt.Sprintf("%s %s %s:%d %s", one.Method, one.Path, one.File, one.Line, one.Security))
	}
	want := "GET /orders docs/paths/orders.yaml:1 protected\nPOST /orders docs/paths/orders.yaml:2 public\nDELETE /users docs/all.json:1 protected"
	if got := strings.Join(lines, "\n"); got != want || read.Elsewhere != 5 {
		t.Errorf("got\n%s\nand %d elsewhere; want\n%s", got, read.Elsewhere, want)
	}
}

func TestOneDocumentWrittenTwice(t *testing.T) {
	t.Parallel()
	read := func(name, content string) openapi.Document {
		document, err := openapi.Read(name, []byte(content), nil)
		if err != nil {
			t.Fatal(err)
		}
		return document
	}
	one := read("openapi.yaml", "openapi: 3.0.0\nsecurity: [{a: []}]\npaths:\n  /x: {get: {}, post: {security: []}}\n")
	for name, test := range map[string]struct {
		content string
		same    bool
	}{
		"in another order":      {`{"paths": {"/x": {"post": {"security": []}, "get": {}}}, "security": [{"a": []}], "openapi": "3.0.0"}`, true},
		"another demand":        {`{"openapi": "3.0.0", "security": [{"b": []}], "paths": {"/x": {"get": {}, "post": {"security": []}}}}`, false},
		"an operation more":     {`{"openapi": "3.0.0", "security": [{"a": []}], "paths": {"/x": {"get": {}, "put": {}, "post": {"security": []}}}}`, false},
		"another prefix before": {`{"openapi": "3.0.0", "servers": [{"url": "/v2"}], "security": [{"a": []}], "paths": {"/x": {"get": {}, "post": {"security": []}}}}`, false},
	} {
		if got := one.Same(read("openapi.json", test.content)); got != test.same {
			t.Errorf("%s: %t", name, got)
		}
	}
}
