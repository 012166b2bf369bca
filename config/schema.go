package config

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/invopop/jsonschema"
	"go.yaml.in/yaml/v3"
)

// PolicySchemaID is the address that the schema of policy files gives itself. It
// is a name alone.
const PolicySchemaID = "https://github.com/golive-app/golive/schemas/policy-1.json"

// PolicySchema returns the JSON Schema (draft 2020-12) of policy files, for
// editors and other tools. It follows from the same fields, tags and kinds of
// text as DecodePolicy, which is stricter where a schema has no words for a
// rule: globs and regular expressions that cannot be read, duplicate keys,
// entries that differ in case alone.
func PolicySchema() ([]byte, error) {
	reflector := jsonschema.Reflector{
		DoNotReference: true, ExpandedStruct: true, Anonymous: true,
		RequiredFromJSONSchemaTags: true, FieldNameTag: "yaml",
	}
	schema := reflector.Reflect(Policy{})
	schema.ID = PolicySchemaID
	schema.Title = "golive policy"
	schema.Description = "Rules of a repository for its releases, in " + PolicyFile + " on the branch that releases start from, or for all repositories of an owner in " +
		OrganisationPolicyFile + " of the repository .github."
	if err := describeKeys(schema, reflect.ValueOf(DefaultPolicy())); err != nil {
		return nil, err
	}
	data, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encode the schema of policies: %w", err)
	}
	return append(data, '\n'), nil
}

// describeKeys adds to the schema of a struct what its fields' tags and the
// defaults say.
func describeKeys(schema *jsonschema.Schema, defaults reflect.Value) error {
	of := defaults.Type()
	for index, field := range fieldsOf(of) {
		key, found := schema.Properties.Get(field.name)
		if !found {
			return fmt.Errorf("the schema of %s lacks %q", of.Name(), field.name)
		}
		value, kind := defaults.Field(index), kinds()[field.reads]
		if example := of.Field(index).Tag.Get("example"); example != "" {
			var decoded any
			if err := yaml.Unmarshal([]byte(example), &decoded); err != nil {
				return fmt.Errorf("the example of %q: %w", field.name, err)
			}
			key.Examples = []any{decoded}
		}
		switch value.Kind() {
		case reflect.Struct:
			if err := describeKeys(key, value); err != nil {
				return err
			}
			continue
		case reflect.Map:
			describeRoles(key, kind)
			continue
		case reflect.Slice:
			if element := value.Type().Elem(); element.Kind() == reflect.Struct {
				most := uint64(maximumEntries)
				key.MaxItems = &most
				key.Items.Description = "One entry."
				if err := describeKeys(key.Items, reflect.Zero(element)); err != nil {
					return err
				}
				break
			}
			describeList(key, kind)
		case reflect.Int:
			if field.reads == "version" {
				key.Const = value.Int()
				break
			}
			key.Minimum, key.Maximum = json.Number(field.least), json.Number(field.most)
		case reflect.Float64:
			describePercent(key, field.preset)
		case reflect.Bool:
			key.Default = value.Bool()
		default:
			describeText(key, kind)
			if field.preset != "" {
				key.Default = field.preset
			}
		}
		if !value.IsZero() {
			key.Default = value.Interface()
		}
	}
	return nil
}

func describeRoles(schema *jsonschema.Schema, kind kind) {
	schema.AdditionalProperties = jsonschema.FalseSchema
	schema.Properties = jsonschema.NewProperties()
	for _, role := range policyRoles() {
		people := &jsonschema.Schema{
			Type: "array", Description: role.means + " GitHub logins, and teams of the repository's organisation as @organisation/team.", Items: &jsonschema.Schema{Type: "string"},
			Examples: []any{[]string{kind.example}},
		}
		describeList(people, kind)
		schema.Properties.Set(role.name, people)
	}
}

func describeList(schema *jsonschema.Schema, kind kind) {
	schema.UniqueItems = true
	most := uint64(maximumEntries)
	schema.MaxItems = &most
	if kind.someone {
		least := uint64(1)
		schema.MinItems = &least
	}
	describeText(schema.Items, kind)
}

func describePercent(schema *jsonschema.Schema, preset string) {
	schema.Minimum, schema.Maximum = json.Number(fmt.Sprint(leastPercent)), json.Number(fmt.Sprint(mostPercent))
	if preset != "" {
		schema.Default = json.Number(preset)
	}
}

func describeText(schema *jsonschema.Schema, kind kind) {
	if kind.words != nil {
		for _, word := range kind.words {
			schema.Enum = append(schema.Enum, word)
		}
		return
	}
	least, most := uint64(1), uint64(maximumText)
	schema.MinLength, schema.MaxLength = &least, &most
	schema.Pattern = kind.pattern
	if kind.not != "" {
		schema.Not = &jsonschema.Schema{Pattern: kind.not}
	}
	schema.Format = kind.format
}
