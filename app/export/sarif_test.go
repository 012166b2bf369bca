package export_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/golive-app/golive/app/export"
	"github.com/golive-app/golive/checks"
)

// parsed reads a document back and holds it to the schema of OASIS and to what
// GitHub refuses.
// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
func parsed(t testing.TB, data string) *sarif.Run {
	t.Helper()
	document, err := sarif.FromBytes([]byte(data), sarif.WithStrictValidation())
	if err != nil {
		t.Fatal(err)
	}
	if err := document.Validate(); err != nil {
		t.Fatal(err)
	}
	return taken(t, document)
}

// taken holds a document to what GitHub refuses.
func taken(t testing.TB, document *sarif.Report) *sarif.Run {
	t.Helper()
	if len(document.Runs) != 1 {
		t.Fatalf("%d runs", len(document.Runs))
	}
	run := document.Runs[0]
	driver := run.Tool.Driver
	for index, rule := range driver.Rules {
		switch {
		case rule.ID == nil || *rule.ID == "" && driver.Rules[index].Name == nil:
			t.Errorf("rule %d has no id", index)
		case rule.ShortDescription == nil || rule.FullDescription == nil || rule.Help == nil || rule.Help.Text == nil || rule.Help.Markdown == nil:
			t.Errorf("rule %s lacks a description", *rule.ID)
		case len(rule.Properties.Tags) > 10:
			t.Errorf("rule %s has %d tags", *rule.ID, len(rule.Properties.Tags))
		}
	}
	for index, result := range run.Results {
		if len(result.Locations) != 1 {
			t.Fatalf("result %d has %d locations: GitHub refuses the file", index, len(result.Locations))
		}
		place := result.Locations[0].PhysicalLocation
		address, err := url.Parse(*place.ArtifactLocation.URI)
		if err != nil || address.Scheme != "" || address.Host != "" || address.Fragment != "" || address.RawQuery != "" || strings.HasPrefix(address.Path, "/") || strings.HasPrefix(address.Path, "../") {
			t.Errorf("result %d stands at %q: %v", index, *place.ArtifactLocation.URI, err)
		}
		if *place.Region.StartLine < 1 || place.Region.EndLine != nil && *place.Region.EndLine < *place.Region.StartLine || place.Region.Snippet != nil {
			t.Errorf("result %d has the region %+v", index, place.Region)
		}
		if result.RuleIndex < 0 || *driver.Rules[result.RuleIndex].ID != *result.RuleID {
			t.Errorf("result %d: rule %d is not %s", index, result.RuleIndex, *result.RuleID)
		}
		if result.Message.Text == nil || *result.Message.Text == "" || result.PartialFingerprints["goliveFingerprint/v1"] == "" {
			t.Errorf("result %d says nothing", index)
		}
	}
	return run
}

func TestSARIFIsTakenByCodeScanning(t *testing.T) {
	t.Parallel()
	for name, report := range reports() {
		run := parsed(t, written(t, report, export.SARIF))
		if *run.AutomationDetails.ID != "golive/" || *run.Tool.Driver.Name != "golive" || *run.Tool.Driver.Version == "" {
			t.Errorf("%s: %+v", name, run.Tool.Driver)
		}
		seen := map[string]bool{}
		for _, result := range run.Results {
			key := *result.RuleID + result.PartialFingerprints["goliveFingerprint/v1"]
			if seen[key] {
				t.Errorf("%s: two results are one: %s", name, key)
			}
			seen[key] = true
		}
	}
}

func TestSARIFResults(t *testing.T) {
	t.Parallel()
	run := parsed(t, written(t, notReady(), export.SARIF))
	for index, want := range []string{
		"error debug.console src/orders.ts:14-16", "error secret.stripe-access-token src/pay.ts:9:15", "error launch.changelog .golive.yml:1",
		"warning debug.console src/orders.ts:61:9", "warning env.manager-unknown .golive.yml:1", "note debug.console docs/a%20file%20%231%20100%25.ts:1",
	} {
		result := run.Results[index]
		region := result.Locations[0].PhysicalLocation.Region
		got := fmt.Sprintf("%s %s %s:%d", result.Level, *result.RuleID, *result.Locations[0].PhysicalLocation.ArtifactLocation.URI, *region.StartLine)
		if region.EndLine != nil {
			got += fmt.Sprintf("-%d", *region.EndLine)
		}
		if region.StartColumn != nil {
			got += fmt.Sprintf(":%d", *region.StartColumn)
		}
		if got != want {
			t.Errorf("result %d is %s, want %s", index, got, want)
		}
	}
	for _, rule := range run.Tool.Driver.Rules {
		severity := rule.Properties.Properties["security-severity"]
		if security := strings.HasPrefix(*rule.ID, "secret.") || strings.HasPrefix(*rule.ID, "env."); security != (severity != nil) {
			t.Errorf("%s has the security severity %v", *rule.ID, severity)
		}
	}
}

// A suggestion names whole lines, from the start of the first one to the start of
// the line behind them.
func TestSARIFCarriesSuggestionsAsFixes(t *testing.T) {
	t.Parallel()
	run := parsed(t, written(t, notReady(), export.SARIF))
	if len(run.Results[0].Fixes) != 1 || len(run.Results[1].Fixes) != 0 {
		t.Fatalf("%d and %d fixes, want one and none", len(run.Results[0].Fixes), len(run.Results[1].Fixes))
	}
	change := run.Results[0].Fixes[0].ArtifactChanges[0]
	region := change.Replacements[0].DeletedRegion
	got := fmt.Sprintf("%s %d:%d-%d:%d %q", *change.ArtifactLocation.URI, *region.StartLine, *region.StartColumn, *region.EndLine, *region.EndColumn, *change.Replacements[0].InsertedContent.Text)
	if want := `src/orders.ts 14:1-17:1 ""`; got != want {
		t.Errorf("the fix is %s, want %s", got, want)
	}
}

// What was not judged is no silence.
func TestSARIFTellsWhatWasNotJudged(t *testing.T) {
	t.Parallel()
	report := notReady()
	invocation := parsed(t, written(t, report, export.SARIF)).Invocations[0]
	if *invocation.ExecutionSuccessful {
		t.Error("golive failed, and the run was successful")
	}
	says := map[string]string{}
	for _, one := range invocation.ToolExecutionNotifications {
		says[*one.Descriptor.ID] = one.Level + " " + *one.Message.Text
	}
	for id, start := range map[string]string{
		"code.review": "warning not judged: reviews are on GitHub.", "monitoring.metrics": "error golive failed", "performance.indexes": "warning out of date",
		"delivery.rollback": "warning waits for a person", "launch.announcement": "warning never finished", "performance.caching": "note not judged", "golive.files-not-read": "note 1 files were not read",
	} {
		if !strings.HasPrefix(says[id], start) {
			t.Errorf("%s: %q, want %q", id, says[id], start)
		}
	}
	for _, settled := range []string{"code.secrets", "delivery.pipeline", "performance.media-storage", "infrastructure.autoscaling"} {
		if says[settled] != "" {
			t.Errorf("%s: %q", settled, says[settled])
		}
	}
	if !*parsed(t, written(t, ready(), export.SARIF)).Invocations[0].ExecutionSuccessful {
		t.Error("nothing failed, and the run was not successful")
	}
}

func TestSARIFOfAKnownRepositoryNamesTheCommit(t *testing.T) {
	t.Parallel()
	report := ready()
	report.Release.Repository = checks.Repository{Owner: "acme", Name: "shop", WebURL: "https://github.com/acme/shop"}
	provenance := parsed(t, written(t, report, export.SARIF)).VersionControlProvenance
	if len(provenance) != 1 || *provenance[0].RevisionID != commit || *provenance[0].RepositoryURI != "https://github.com/acme/shop" {
		t.Errorf("%+v", provenance)
	}
}

// An upload for one item must not close the alerts of the others.
func TestSARIFCategories(t *testing.T) {
	t.Parallel()
	for want, only := range map[string][]string{
		"golive/": nil, "golive/only code.secrets iii/": {"III ", "code.secrets", "iii"},
	} {
		var out bytes.Buffer
		if err := export.Write(&out, ready(), export.SARIF, export.Options{Only: only}); err != nil {
			t.Fatal(err)
		}
		if id := *parsed(t, out.String()).AutomationDetails.ID; id != want {
			t.Errorf("%q, want %q", id, want)
		}
	}
}

func TestSARIFKeepsToTheLimits(t *testing.T) {
	t.Parallel()
	report := notReady()
	result := report.Results["code.debug-leftovers"]
	for line := range 26_000 {
		result.Findings = append(result.Findings, checks.Finding{Rule: "debug.print", Severity: checks.SeverityNotice, Path: "a.py", Line: line + 1, Message: fmt.Sprint("print ", line)})
	}
	report.Results["code.debug-leftovers"] = result
	data := written(t, report, export.SARIF)
	var document struct {
		Runs []struct {
			Results     []struct{ Level string }
			Invocations []struct {
				ToolExecutionNotifications []struct{ Message struct{ Text string } }
			}
		}
	}
	if err := json.Unmarshal([]byte(data), &document); err != nil {
		t.Fatal(err)
	}
	run := document.Runs[0]
	if len(run.Results) != 25_000 || run.Results[0].Level != "error" {
		t.Errorf("%d results, the first is %s", len(run.Results), run.Results[0].Level)
	}
	if says := run.Invocations[0].ToolExecutionNotifications[0].Message.Text; !strings.HasPrefix(says, "1006 results are left out") {
		t.Errorf("says %q", says)
	}
	var packed bytes.Buffer
	packer := gzip.NewWriter(&packed)
	if _, err := packer.Write([]byte(data)); err != nil || packer.Close() != nil || packed.Len() > 10_000_000 {
		t.Errorf("%d bytes, %v", packed.Len(), err)
	}
}
