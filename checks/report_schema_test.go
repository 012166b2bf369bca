package checks_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/golive-app/golive/checks"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The schema is a promise to those who read reports with programs: whoever
// changes it sees what changes for them.
func TestTheSchemaOfTheReportStays(t *testing.T) {
	t.Parallel()
	schema, err := checks.ReportSchemaJSON()
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "report.schema.json")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, schema, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(schema, want) {
		t.Errorf("the schema changed; keys may only be added. If that is so: go test ./checks -run %s -update", t.Name())
	}
}

// The keys of golive.report/1, as they were promised.
var promised = []string{
	"schema", "tool.version", "verdict", "policy.source", "policy.ref", "policy.hash", "policy.mode",
	"release.repository", "release.service", "release.ref", "release.sha", "release.tree", "release.version", "release.range.from", "release.range.to",
	"ready.id", "ready.title", "ready.verdict", "ready.why", "ready.attested", "sections.id", "sections.number", "sections.title",
	"items.id", "items.section", "items.title", "items.kind", "items.level", "items.minimum", "items.verdict", "items.attested",
	"items.headline", "items.why", "items.remedy", "items.duration_ms",
	"items.findings.rule", "items.findings.severity", "items.findings.path", "items.findings.line", "items.findings.end_line",
	"items.findings.column", "items.findings.message", "items.findings.remedy", "items.findings.fingerprint",
	"items.evidence.grade", "items.evidence.outcome", "items.evidence.summary", "items.evidence.kind", "items.evidence.source",
	"items.evidence.path", "items.evidence.line", "items.evidence.observed_at", "items.evidence.sample", "items.evidence.value", "items.evidence.threshold",
	"skipped.path", "skipped.reason",
}

func TestEveryPromisedKeyIsWrittenAndDescribed(t *testing.T) {
	t.Parallel()
	_, schema := compiledSchema(t)
	for _, key := range promised {
		property, undescribed := schema, false
		for name := range strings.SplitSeq(key, ".") {
			property = resolve(property).Properties[name]
			if property == nil {
				t.Errorf("%s: the schema does not know %s", key, name)
				break
			}
			undescribed = property.Description == ""
		}
		if property != nil && undescribed {
			t.Errorf("%s has no description", key)
		}
	}
	data, err := json.Marshal(wholeReport(t))
	if err != nil {
		t.Fatal(err)
	}
	var report any
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	written := map[string]bool{}
	collectKeys(report, "", written)
	for _, key := range promised {
		if !written[key] {
			t.Errorf("%s is not written", key)
		}
	}
}

func TestReportsKeepToTheirSchema(t *testing.T) {
	t.Parallel()
	schema, _ := compiledSchema(t)
	for name, report := range map[string]checks.Report{
		"with everything":   wholeReport(t),
		"with nothing":      {},
		"with a bare item":  {Items: []checks.Item{{ID: "code.bare", Section: checks.SectionCode, Kind: checks.KindAuto, Level: checks.LevelWarn}}},
		"of no known range": {Release: checks.Release{Version: "1.0.0"}},
	} {
		if err := schema.Validate(decoded(t, report)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheSchemaRefusesOtherReports(t *testing.T) {
	t.Parallel()
	schema, _ := compiledSchema(t)
	for name, change := range map[string]func(report map[string]any){
		"a missing key":            func(report map[string]any) { delete(report, "ready") },
		"another version":          func(report map[string]any) { report["schema"] = "golive.report/2" },
		"a verdict that is none":   func(report map[string]any) { report["verdict"] = "fine" },
		"a list that is null":      func(report map[string]any) { report["items"] = nil },
		"an item that says less":   func(report map[string]any) { delete(first(report, "items"), "verdict") },
		"an item's own verdict":    func(report map[string]any) { first(report, "items")["verdict"] = "green" },
		"a finding without a rule": func(report map[string]any) { delete(first(first(report, "items"), "findings"), "rule") },
		"a line that is a word":    func(report map[string]any) { first(first(report, "items"), "findings")["line"] = "7" },
		"a grade that is none":     func(report map[string]any) { first(first(report, "items"), "evidence")["grade"] = "E9" },
	} {
		report := decoded(t, wholeReport(t)).(map[string]any)
		change(report)
		if schema.Validate(report) == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	later := decoded(t, wholeReport(t)).(map[string]any)
	later["added_later"] = true
	if err := schema.Validate(later); err != nil {
		t.Errorf("a key that is added later: %v", err)
	}
}

// compiledSchema returns the schema, ready to validate, and its root for those
// who walk through it.
func compiledSchema(t *testing.T) (schema, root *jsonschema.Schema) {
	t.Helper()
	data, err := checks.ReportSchemaJSON()
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	if err := compiler.AddResource(checks.ReportSchemaID, document); err != nil {
		t.Fatal(err)
	}
	schema, err = compiler.Compile(checks.ReportSchemaID)
	if err != nil {
		t.Fatal(err)
	}
	return schema, schema
}

// resolve follows references, alternatives with null and lists to the object
// that they hold.
func resolve(schema *jsonschema.Schema) *jsonschema.Schema {
	for {
		switch {
		case schema.Ref != nil:
			schema = schema.Ref
		case schema.Items2020 != nil:
			schema = schema.Items2020
		case len(schema.AnyOf) > 0:
			schema = schema.AnyOf[0]
		default:
			return schema
		}
	}
}

func collectKeys(value any, prefix string, keys map[string]bool) {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			keys[strings.TrimPrefix(prefix+"."+key, ".")] = true
			collectKeys(inner, prefix+"."+key, keys)
		}
	case []any:
		for _, inner := range value {
			collectKeys(inner, prefix, keys)
		}
	}
}

func decoded(t *testing.T, report checks.Report) any {
	t.Helper()
	data, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

func first(object map[string]any, list string) map[string]any {
	return object[list].([]any)[0].(map[string]any)
}

// wholeReport is a report in which every key has a value.
func wholeReport(t *testing.T) checks.Report {
	t.Helper()
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	number := 81.2
	item := checks.Item{
		ID: "code.coverage", Section: checks.SectionCode, Title: "Coverage", Kind: checks.KindAuto,
		Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E3, Attestation: true},
	}
	result := checks.Judge(checks.Case{Item: item, Now: at, Observation: checks.Observation{
		Evidence: []checks.Evidence{{
			Grade: checks.E3, Outcome: checks.Refutes, Summary: "81.2 % of 900 lines", Kind: "coverage", Source: "ci", Path: "cover.out", Line: 3,
			Link: "https://ci.example/1", ObservedAt: at, ExpiresAt: at.Add(time.Hour), Tree: "t", Sample: 900, Value: &number, Threshold: &number,
		}},
		Findings: []checks.Finding{{
			Rule: "coverage.low", Severity: checks.SeverityError, Path: "a.go", Line: 7, EndLine: 9, Column: 2, Message: "m", Remedy: "r", Fingerprint: "f",
		}},
		Missing:  []checks.Missing{{Connection: checks.ConnectionForge, Reason: "no token", Remedy: "grant it", Later: true}},
		Headline: "h", Why: "w", Remedy: "r",
	}})
	return checks.Report{
		ToolVersion: "0.1.0", Policy: checks.PolicySource{Source: ".golive.yml", Ref: "main", Hash: "77aa", Mode: "enforce"},
		Release: checks.Release{
			Repository: checks.Repository{Owner: "acme", Name: "shop"}, Service: "api", Kind: checks.ReleaseTag, Ref: "refs/tags/release/v1.4.0",
			SHA: strings.Repeat("a1", 20), Tree: strings.Repeat("b2", 20), Version: "1.4.0",
		},
		Range: &checks.Range{From: strings.Repeat("c3", 20), To: strings.Repeat("a1", 20)},
		Items: []checks.Item{item}, Results: map[checks.ItemID]checks.Result{item.ID: result},
		Rows:    []checks.ReadyRow{{ID: checks.ReadyCode, Title: "Code clean and stable", Members: []checks.ItemID{item.ID}}},
		Skipped: []checks.Skipped{{Path: "big.bin", Reason: "larger than 1 MiB"}},
	}
}

func TestRowsSayWhatWasNotAskedFor(t *testing.T) {
	t.Parallel()
	report := wholeReport(t)
	pass := judgedAs(t, "code.review", checks.Pass)
	report.Items = append(report.Items, checks.Item{ID: "code.review", Section: checks.SectionCode})
	report.Results["code.review"] = pass
	for name, test := range map[string]struct {
		members  []checks.ItemID
		verdict  checks.Verdict
		why      string
		notAsked int
	}{
		"nothing of it":                  {[]checks.ItemID{"launch.rollback"}, checks.Unknown, "not asked for", 1},
		"a part that is in order":        {[]checks.ItemID{"code.review", "launch.rollback"}, checks.Unknown, "1 of 1 in order · 1 not asked for", 1},
		"a part that fails":              {[]checks.ItemID{"code.coverage", "launch.rollback"}, checks.Fail, "1 not asked for", 1},
		"all of it":                      {[]checks.ItemID{"code.review"}, checks.Pass, "1 of 1 in order", 0},
		"all of it, and something fails": {[]checks.ItemID{"code.review", "code.coverage"}, checks.Fail, "1 of 2 in order", 0},
	} {
		report.Rows = []checks.ReadyRow{{ID: checks.ReadyCode, Title: "Code", Members: test.members}}
		row := report.Ready()[0]
		if row.Verdict != test.verdict || !strings.HasSuffix(row.Why, test.why) || row.NotAsked != test.notAsked {
			t.Errorf("%s: %s, %q, %d not asked for", name, row.Verdict, row.Why, row.NotAsked)
		}
		if test.notAsked > 0 && slices.Contains(row.Items, "launch.rollback") {
			t.Errorf("%s: what was not asked for decides", name)
		}
	}
}

// judgedAs returns a result with this verdict, for verdicts of evidence.
func judgedAs(t *testing.T, id checks.ItemID, verdict checks.Verdict) checks.Result {
	t.Helper()
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	result := checks.Judge(checks.Case{
		Item: checks.Item{ID: id, Level: checks.LevelBlock, Minimum: checks.Minimum{Grade: checks.E2}}, Now: at,
		Observation: checks.Observation{Evidence: []checks.Evidence{{Grade: checks.E2, Outcome: checks.Supports, Summary: "seen", ObservedAt: at}}},
	})
	if result.Verdict() != verdict {
		t.Fatalf("%s is %s", id, result.Verdict())
	}
	return result
}
