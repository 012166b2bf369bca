package config_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/config"
)

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	schema, err := config.PolicySchema()
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource(config.PolicySchemaID, document); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile(config.PolicySchemaID)
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// asJSON is what an editor hands to its validator.
func asJSON(file string) (any, error) {
	var value any
	if err := yaml.Unmarshal([]byte(file), &value); err != nil {
		return nil, err
	}
	data, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return jsonschema.UnmarshalJSON(bytes.NewReader(data))
}

// The schema refuses what the decoder refuses, except for what a schema has no
// words for.
func TestSchemaAndDecoderAgree(t *testing.T) {
	t.Parallel()
	beyond := map[string]string{
		"a version with a point":                        "JSON knows no difference between 1.0 and 1",
		"a duration of days":                            "hours in text",
		"a limit below the target":                      "the one key depends on the other",
		"a path without its limit":                      "the one key depends on the other",
		"a limit without its path":                      "the one key depends on the other",
		"a slower request of a hundred than of twenty":  "the one key depends on the other",
		"an upload with a secret in the open":           "a reference within a text",
		"an upload without its path":                    "the one key depends on the other",
		"an upload to a path with a place to fill":      "a path of one key, and a pattern of another",
		"an upload that would delete all":               "a path of one key, and a pattern of another",
		"an upload that is deleted by what is no field": "a pattern within a path",
		"a baseline for ever":                           "the one key depends on the other",
		"a closed secret twice":                         "entries that differ in something else",
		"two documents":                                 "a schema sees one document",
		"an empty second document":                      "a schema sees one document",
		"a second document that is broken":              "a schema sees one document",
		"text after the end of the document":            "a schema sees one document",
		"a key twice":                                   "JSON has no second key",
		"a label twice, in another case":                "a schema compares exactly",
		"a login twice, once with @":                    "a schema compares exactly",
		"a team of another organisation than the first": "what one entry says of another",
		"deleted accounts":                              "one login among all",
		"nothing that counts as a release":              "what the base holds is not in the file",
		"a bracket that is not closed":                  "globs",
		"a brace that is not closed":                    "globs",
		"an address with a port that is none":           "numbers in text",
		"an exclamation mark without quotes":            "a type of its own",
		"a type of one's own":                           "a type of its own",
		"a merge of what is no mapping":                 "the YAML library refuses it",
	}
	schema := compileSchema(t)
	for name, test := range wrongFiles() {
		value, err := asJSON(strings.TrimPrefix(test.file, "\uFEFF"))
		if err != nil {
			continue // no YAML for a validator to look at
		}
		_, excepted := beyond[name]
		err = schema.Validate(value)
		if excepted && err != nil {
			t.Errorf("%s: the schema refuses it, and needs no exception", name)
		}
		if err == nil && !excepted {
			t.Errorf("%s: the schema lets pass\n%s\nof which the decoder says: %s", name, test.file, test.want)
		}
	}
	for name, file := range rightFiles() {
		value, err := asJSON(strings.TrimPrefix(file.file, "\uFEFF"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := schema.Validate(value); err != nil && value != nil { // an empty file is the defaults
			t.Errorf("%s: the schema refuses\n%s\n%v", name, file.file, err)
		}
	}
}

func TestTheDefaultsFollowTheSchema(t *testing.T) {
	t.Parallel()
	written, err := yaml.Marshal(config.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	value, err := asJSON(string(written))
	if err != nil {
		t.Fatal(err)
	}
	if err := compileSchema(t).Validate(value); err != nil {
		t.Error(err)
	}
}

// Every key is explained, has an example that both accept, and nothing else
// passes.
func TestTheSchemaExplainsEveryKey(t *testing.T) {
	t.Parallel()
	data, err := config.PolicySchema()
	if err != nil {
		t.Fatal(err)
	}
	var root schemaNode
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	if root.Schema != "https://json-schema.org/draft/2020-12/schema" || root.ID != config.PolicySchemaID || root.Title == "" {
		t.Errorf("$schema %q, $id %q, title %q", root.Schema, root.ID, root.Title)
	}
	var keys []string
	var visit func(path string, node schemaNode)
	visit = func(path string, node schemaNode) {
		if node.Description == "" {
			t.Errorf("%s: no description", path)
		}
		if node.Type != "object" {
			keys = append(keys, path)
			if len(node.Examples) == 0 {
				t.Errorf("%s: no example", path)
			}
			return
		}
		if node.Additional == nil || *node.Additional {
			t.Errorf("%s: other keys pass", path)
		}
		for _, key := range node.keys(t) {
			visit(strings.TrimPrefix(path+"."+key.name, "."), key.node)
		}
	}
	visit("", root)
	if got, want := strings.Join(keys, " "), strings.Join(config.PolicyKeys(), " "); got != want {
		t.Errorf("the keys are\n%s\nwant\n%s", got, want)
	}
}
