package config_test

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/config"
)

var update = flag.Bool("update", false, "write docs/policy.md anew")

const referenceFile = "../docs/policy.md"

// referenceFrame is docs/policy.md without its tables, which stand where
// "<!-- tables -->" does.
//
//go:embed testdata/policy.md
var referenceFrame string

// schemaNode is what the documentation needs of a schema.
type schemaNode struct {
	Schema      string          `json:"$schema"`
	ID          string          `json:"$id"`
	Title       string          `json:"title"`
	Type        string          `json:"type"`
	Description string          `json:"description"`
	Properties  json.RawMessage `json:"properties"`
	Additional  *bool           `json:"additionalProperties"`
	Required    []string        `json:"required"`
	Enum        []string        `json:"enum"`
	Default     any             `json:"default"`
	Examples    []any           `json:"examples"`
	Items       *schemaNode     `json:"items"`
}

type schemaKey struct {
	name string
	node schemaNode
}

// keys returns the properties in the schema's order.
func (n schemaNode) keys(t *testing.T) []schemaKey {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(n.Properties))
	if _, err := decoder.Token(); err != nil {
		t.Fatal(err)
	}
	var keys []schemaKey
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			t.Fatal(err)
		}
		key := schemaKey{name: fmt.Sprint(name)}
		if err := decoder.Decode(&key.node); err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key)
	}
	return keys
}

// docs/policy.md is generated, so that it cannot say anything else than the
// schema and the decoder do.
func TestTheReferenceIsUpToDate(t *testing.T) {
	t.Parallel()
	schema, err := config.PolicySchema()
	if err != nil {
		t.Fatal(err)
	}
	var root schemaNode
	if err := json.Unmarshal(schema, &root); err != nil {
		t.Fatal(err)
	}
	var tables strings.Builder
	writeTables(t, &tables, "", root)
	want := strings.Replace(referenceFrame, "<!-- tables -->\n", tables.String(), 1)
	if *update {
		if err := os.WriteFile(referenceFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(referenceFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("docs/policy.md is out of date; mend it with: go test ./config -run TestTheReferenceIsUpToDate -update")
	}
}

func writeTables(t *testing.T, into *strings.Builder, path string, node schemaNode) {
	t.Helper()
	title := "The file"
	if path != "" {
		title = "`" + path + "`"
	}
	fmt.Fprintf(into, "### %s\n\n", title)
	if path != "" {
		fmt.Fprintf(into, "%s\n\n", node.Description)
	}
	into.WriteString("| Key | Type | Default | Meaning | Example |\n|:--|:--|:--|:--|:--|\n")
	keys := node.keys(t)
	for _, key := range keys {
		kind, preset, example := typeName(key.node), "–", "–"
		for _, required := range node.Required {
			if required == key.name {
				kind += ", required"
			}
		}
		if key.node.Default != nil {
			preset = inCode(inline(t, key.node.Default))
		}
		meaning := key.node.Description
		switch {
		case key.node.Type == "object":
			meaning = "See below."
		case len(key.node.Examples) > 0:
			example = inCode(key.name + ": " + inline(t, key.node.Examples[0]))
		}
		fmt.Fprintf(into, "| `%s` | %s | %s | %s | %s |\n", key.name, kind, preset, inCell(meaning), example)
	}
	into.WriteString("\n")
	for _, key := range keys {
		switch where := strings.TrimPrefix(path+"."+key.name, "."); {
		case key.node.Type == "object":
			writeTables(t, into, where, key.node)
		case ofMappings(key.node):
			writeTables(t, into, where+"[]", *key.node.Items)
		}
	}
}

func ofMappings(node schemaNode) bool { return node.Type == "array" && node.Items.Type == "object" }

func typeName(node schemaNode) string {
	switch {
	case len(node.Enum) > 0:
		return "`" + strings.Join(node.Enum, "` or `") + "`"
	case ofMappings(node):
		return "list of mappings"
	case node.Type == "array":
		return "list of texts"
	case node.Type == "object":
		return "mapping"
	case node.Type == "integer", node.Type == "number":
		return "number"
	case node.Type == "boolean":
		return "`true` or `false`"
	default:
		return "text"
	}
}

// inline writes a value as it may stand behind a key.
func inline(t *testing.T, value any) string {
	t.Helper()
	list, isList := value.([]any)
	if !isList {
		written, err := yaml.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(written))
	}
	entries := make([]string, len(list))
	for index, entry := range list {
		if _, mapping := entry.(map[string]any); mapping {
			written, err := json.Marshal(entry)
			if err != nil {
				t.Fatal(err)
			}
			entries[index] = string(written)
			continue
		}
		entries[index] = "'" + strings.ReplaceAll(fmt.Sprint(entry), "'", "''") + "'"
	}
	return "[" + strings.Join(entries, ", ") + "]"
}

func inCell(text string) string {
	return strings.NewReplacer("|", `\|`, "*", `\*`, "<", "&lt;").Replace(text)
}

func inCode(text string) string { return "`" + strings.ReplaceAll(text, "|", `\|`) + "`" }

// The examples of the reference are policies in order.
func TestTheExamplesOfTheReferenceAreInOrder(t *testing.T) {
	t.Parallel()
	examples := strings.Split(referenceFrame, "```yaml\n")[1:]
	if len(examples) == 0 {
		t.Fatal("no example")
	}
	for _, example := range examples {
		file, _, _ := strings.Cut(example, "```")
		if problems := problemsOf(t, file); problems != "" {
			t.Errorf("%s\n%s", problems, file)
		}
	}
}
