package permission_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/permission"
)

const roles = "roles: {admin: {headers: {Authorization: 'Bearer ${secret:ADMIN}'}}, alice: {headers: {A: b}}, anonymous: {}}\n"

// The reader and the schema refuse the same, but for what a schema has no words for.
func TestWhatIsWrongWithAMatrix(t *testing.T) {
	t.Parallel()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(permission.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("authz.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("authz.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		text   string
		says   string // empty: it is in order
		schema bool   // takes it
	}{
		"in order":                     {roles + "routes: [{path: /a, allow: [admin]}, {method: delete, path: /a, allow: [admin], deny: [alice], body: '{}'}, {path: /o/1, owner: alice, allow: [admin]}]", "", true},
		"no roles":                     {"routes: [{path: /a, allow: [admin]}]", "it names no roles", false},
		"no routes":                    {roles, "it names no routes", false},
		"one role":                     {"roles: {admin: {}}\nroutes: [{path: /a, allow: [admin]}]", "there is one role", false},
		"a role that is none":          {roles + "routes: [{path: /a, allow: [admn]}]", `there is no role "admn" — did you mean "admin"?`, true},
		"an owner that is none":        {roles + "routes: [{path: /a, owner: bob}]", `there is no role "bob"`, true},
		"nobody may":                   {roles + "routes: [{path: /a}]", "nobody may", false},
		"everybody may":                {roles + "routes: [{path: /a, allow: [admin, alice, anonymous]}]", "everybody may", true},
		"one that may and may not":     {roles + "routes: [{path: /a, allow: [admin], deny: [admin]}]", `"admin" may and may not`, true},
		"a route twice":                {roles + "routes: [{path: /a, allow: [admin]}, {path: /a, allow: [alice]}]", "stands here twice", true},
		"no path":                      {roles + "routes: [{allow: [admin]}]", "a route has no path", false},
		"a parameter":                  {roles + "routes: [{path: '/orders/{id}', allow: [admin]}]", "nothing sets {id} before this", true},
		"a secret in a path":           {roles + "routes: [{path: '/a?k=${secret:A}', allow: [admin]}]", "a secret stands in a path", true},
		"an address":                   {roles + "routes: [{path: 'https://evil.test/', allow: [admin]}]", "path is an address", false},
		"a method that opens a way":    {roles + "routes: [{path: /a, method: TRACE, allow: [admin]}]", `"TRACE" is no method`, false},
		"an unknown key":               {roles + "routes: [{path: /a, allow: [admin], roles: [a]}]", `a route has no key "roles"`, false},
		"a name with a space":          {"roles: {a b: {}, c: {}}\nroutes: [{path: /a, allow: [c]}]", "is no name of a role", false},
		"a cookie":                     {"roles: {a: {cookies: {session: '${secret:A}', lang: de}}, c: {}}\nroutes: [{path: /a, allow: [a]}]", "", true},
		"a cookie that is none":        {"roles: {a: {cookies: {'s s': b}}, c: {}}\nroutes: [{path: /a, allow: [a]}]", `"s s" is no name of a cookie`, false},
		"two cookies in one":           {"roles: {a: {cookies: {s: 'b; admin=1'}}, c: {}}\nroutes: [{path: /a, allow: [a]}]", "a cookie's value ends at a ;", false},
		"cookies here and there":       {"roles: {a: {headers: {cookie: a=b}, cookies: {s: b}}, c: {}}\nroutes: [{path: /a, allow: [a]}]", "stand in its headers and beside them", true},
		"a header that is none":        {"roles: {a: {headers: {'X Y': b}}, c: {}}\nroutes: [{path: /a, allow: [a]}]", "is no name of a header", true},
		"more requests than are asked": {many(20, 10), "there are 200 requests", true},
	} {
		file := permission.Parse([]byte(test.text))
		if (file.Problem == nil) != (test.says == "") || file.Problem != nil && !strings.Contains(file.Problem.Error(), test.says) {
			t.Errorf("%s: %v, want %q", name, file.Problem, test.says)
		}
		var value any
		if err := yaml.Unmarshal([]byte(test.text), &value); err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		decoded, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if refused := schema.Validate(decoded); (refused == nil) != test.schema {
			t.Errorf("%s: the schema says %v", name, refused)
		}
	}
}

// many writes a matrix of so many roles and routes.
func many(roleCount, routeCount int) string {
	var text strings.Builder
	text.WriteString("roles:\n")
	for number := range roleCount {
		text.WriteString("  r" + strings.Repeat("a", number) + ": {}\n")
	}
	text.WriteString("routes:\n")
	for number := range routeCount {
		text.WriteString("- {path: /" + strings.Repeat("a", number+1) + ", allow: [r]}\n")
	}
	return text.String()
}

func TestAMatrixSaysWhoMay(t *testing.T) {
	t.Parallel()
	matrix := permission.Parse([]byte(roles + "routes:\n- {path: /a, allow: [admin]}\n- {path: /o/1, owner: alice, allow: [admin]}\n- {path: /b, method: post, allow: [alice], deny: [anonymous]}\n")).Matrix
	var lines []string
	for _, route := range matrix.Routes {
		line := route.Name() + ":"
		for _, cell := range route.Allow {
			line += " " + cell.Role
		}
		line += " |"
		for _, cell := range route.Deny {
			line += " " + cell.Role
		}
		lines = append(lines, line)
	}
	if got := strings.Join(lines, "\n"); got != "GET /a: admin | alice anonymous\nGET /o/1: alice admin | anonymous\nPOST /b: alice | anonymous" {
		t.Errorf("%s", got)
	}
	if matrix.Routes[1].Line != 4 || matrix.Routes[1].Owner != "alice" || !matrix.Roles[2].Nobody || matrix.Roles[0].Nobody || strings.Join(matrix.Secrets(), "") != "ADMIN" {
		t.Errorf("%+v %v", matrix.Roles, matrix.Secrets())
	}
}

// Who is known by a cookie is somebody, and its secret is asked for.
func TestARoleMayBeACookie(t *testing.T) {
	t.Parallel()
	matrix := permission.Parse([]byte("roles:\n  bob: {cookies: {session: '${secret:BOB}', theme: dark}}\n  anonymous: {cookies: {}}\nroutes:\n- {path: /a, allow: [bob]}\n")).Matrix
	if matrix == nil || matrix.Roles[0].Nobody || !matrix.Roles[1].Nobody || strings.Join(matrix.Secrets(), "") != "BOB" {
		t.Errorf("%+v", matrix)
	}
}

// What the manual shows is a file in order.
func TestTheManualsExampleIsInOrder(t *testing.T) {
	t.Parallel()
	manual, err := os.ReadFile("../../../docs/authz.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(manual), "```yaml\n")
	example, _, _ = strings.Cut(example, "```")
	if file := permission.Parse([]byte(example)); file.Problem != nil || len(file.Matrix.Routes) != 4 {
		t.Errorf("%v", file.Problem)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", roles, roles + "routes: [{path: /a, allow: [admin]}]", "roles: {a: {}, b: &b {headers: {A: '${secret:X}'}}, c: *b}\nroutes: [&r {path: /, owner: a}, *r]", "roles: [a]\nroutes: {a: b}", "routes: [{path: '{x}'}]"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file := permission.Parse(text)
		if (file.Matrix == nil) == (file.Problem == nil) {
			t.Fatalf("%v and %v", file.Matrix, file.Problem)
		}
		if file.Matrix == nil {
			return
		}
		for _, route := range file.Matrix.Routes {
			if len(route.Allow) == 0 || len(route.Deny) == 0 {
				t.Errorf("%+v", route)
			}
		}
	})
}
