package smoke_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/smoke"
)

// What the schema refuses the reader refuses, and what the reader takes the schema takes.
func TestSchemaAndReaderAgree(t *testing.T) {
	t.Parallel()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(smoke.Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("smoke.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("smoke.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		text   string
		schema bool // takes it
		reader bool
	}{
		"whole":                        {steps, true, true},
		"the shortest":                 {"steps: [{path: /}]", true, true},
		"one check":                    {"steps: [{path: /, check: status == 200}]", true, true},
		"a method in lower case":       {"steps: [{path: /, method: head}]", true, true},
		"a path that is a variable":    {"steps: [{path: /, extract: {next: {header: Location}}}, {path: '{next}'}]", true, true},
		"a number in a header":         {"steps: [{path: /, headers: {X-A: 1}}]", true, true},
		"no steps":                     {"headers: {}", false, false},
		"an unknown key":               {"steps: [{path: /, think: 1s}]", false, false},
		"no path":                      {"steps: [{name: a}]", false, false},
		"an address":                   {"steps: [{path: 'https://a.test'}]", false, false},
		"a method that is none":        {"steps: [{path: /, method: TRACE}]", false, false},
		"two places of one value":      {"steps: [{path: /, extract: {a: {json: b, header: c}}}]", false, false},
		"a variable with a space":      {"steps: [{path: /, extract: {'a b': {json: b}}}]", false, false},
		"an empty list of checks":      {"steps: [{path: /, check: []}]", false, false},
		"a variable that nothing sets": {"steps: [{path: '/{a}'}]", true, false},
	} {
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
		refused := schema.Validate(decoded)
		if (refused == nil) != test.schema {
			t.Errorf("%s: the schema says %v", name, refused)
		}
		if file := smoke.Parse([]byte(test.text)); (file.Problem == nil) != test.reader {
			t.Errorf("%s: the reader says %v", name, file.Problem)
		}
	}
}
