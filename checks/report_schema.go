package checks

import (
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/invopop/jsonschema"
)

// ReportSchemaID is the address that the schema of the JSON report gives itself.
const ReportSchemaID = "https://github.com/golive-app/golive/schemas/report-1.json"

// ReportSchemaJSON returns the JSON Schema (draft 2020-12) of golive.report/1,
// made from the structs that write the report, so that it cannot say anything
// else than they do. It ends with a line break.
//
// Keys may be added to the format; none is renamed, removed or given another
// meaning. So the schema lets unknown keys pass, and demands all that it knows.
// https://json-schema.org/draft/2020-12
func ReportSchemaJSON() ([]byte, error) {
	described := reportDescriptions()
	reflector := jsonschema.Reflector{
		ExpandedStruct: true, Anonymous: true, AllowAdditionalProperties: true,
		Mapper: reportWord,
		Namer:  wireName,
		LookupComment: func(of reflect.Type, field string) string {
			if field == "" {
				return described[wireName(of)]
			}
			return described[wireName(of)+"."+field]
		},
	}
	schema := reflector.Reflect(reportJSON{})
	schema.ID = ReportSchemaID
	schema.Title = ReportSchema
	if name, found := schema.Properties.Get("schema"); found {
		name.Const = ReportSchema
	}
	orNull(schema.Definitions["Release"])
	data, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write the schema of the report: %w", err)
	}
	return append(data, '\n'), nil
}

// wireName names a type of the report in its schema.
func wireName(of reflect.Type) string {
	names := map[string]string{
		"reportJSON": "Report", "toolJSON": "Tool", "releaseJSON": "Release", "rangeJSON": "Range",
		"rowJSON": "Row", "itemJSON": "Item", "waiverJSON": "Waiver", "exclusionJSON": "Exclusion", "PolicySource": "Policy",
	}
	if name, found := names[of.Name()]; found {
		return name
	}
	return of.Name()
}

// orNull lets every property of a definition be null: what is not known of it.
func orNull(definition *jsonschema.Schema) {
	if definition == nil {
		return
	}
	for pair := definition.Properties.Oldest(); pair != nil; pair = pair.Next() {
		known := pair.Value
		pair.Value = &jsonschema.Schema{AnyOf: []*jsonschema.Schema{known, {Type: "null"}}, Description: known.Description}
		known.Description = ""
	}
}

// reportWord returns the schema of the types that are written as words: closed
// sets as an enumeration, open ones by their form. Others are nil.
func reportWord(of reflect.Type) *jsonschema.Schema {
	switch of {
	case reflect.TypeFor[Verdict]():
		return words(Verdicts()...)
	case reflect.TypeFor[Standing]():
		return words(StandingReady, StandingNotReady, StandingWaiting, StandingUnknown)
	case reflect.TypeFor[Severity]():
		return words(SeverityError, SeverityWarning, SeverityNotice)
	case reflect.TypeFor[Outcome]():
		return words(Supports, Refutes, Neutral)
	case reflect.TypeFor[Kind]():
		return words(KindAuto, KindMix, KindHuman)
	case reflect.TypeFor[Level]():
		return words(LevelBlock, LevelWarn)
	case reflect.TypeFor[Grade]():
		return words(E0, E1, E2, E3, E4, E5, Attested)
	case reflect.TypeFor[ReadyID]():
		return words(ReadyCode, ReadyLoadTest, ReadyMonitoring, ReadyRollback, ReadyStakeholders)
	case reflect.TypeFor[SectionID]():
		var sections []SectionID
		for _, section := range Sections() {
			sections = append(sections, section.ID)
		}
		return words(sections...)
	case reflect.TypeFor[Minimum]():
		return &jsonschema.Schema{Type: "string", Pattern: "^(E[1-5](/A)?|A)$"}
	case reflect.TypeFor[ItemID]():
		return &jsonschema.Schema{Type: "string", Pattern: "^[a-z]+(\\.[a-z0-9]+(-[a-z0-9]+)*)+$"}
	case reflect.TypeFor[time.Time]():
		return &jsonschema.Schema{Type: "string", Format: "date-time"}
	default:
		return nil
	}
}

// words is the schema of a closed set of words.
func words[T any](values ...T) *jsonschema.Schema {
	schema := &jsonschema.Schema{Type: "string"}
	for _, value := range values {
		schema.Enum = append(schema.Enum, fmt.Sprint(value))
	}
	return schema
}
