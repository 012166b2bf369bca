package loadimport

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/golive-app/golive/checks/evidence/load"
)

// fields are the entries of an object that are not read yet.
type fields map[string]json.RawMessage

// has reports whether all of some entries are there.
func (f fields) has(names ...string) bool {
	for _, name := range names {
		if _, found := f[name]; !found {
			return false
		}
	}
	return true
}

// readDocument reads a document that is one JSON object.
func readDocument(from io.Reader) (Imported, error) {
	text, err := io.ReadAll(io.LimitReader(from, maxDocument+1))
	switch {
	case err != nil:
		return Imported{}, err
	case len(text) > maxDocument:
		return Imported{}, fmt.Errorf("%w: a JSON document of more than %d MiB", ErrTooLarge, maxDocument>>20)
	}
	var top fields
	if err := json.Unmarshal(text, &top); err != nil {
		return Imported{}, fmt.Errorf("%w: broken JSON: %w", ErrFormat, err)
	}
	switch {
	case top.has("schema", "target_rps"):
		return readGolive(text)
	case top.has("metrics"):
		return readK6Summary(top)
	case top.has("results", "config", "metadata"):
		return readK6Results(text)
	case top.has("latencies", "status_codes"):
		return readVegetaReport(text)
	case top.has("DurationHistogram", "RunType"):
		return readFortio(text)
	case top.has("aggregate"):
		return readArtillery(text)
	case top.has("simulation", "assertions"):
		return readGatlingAssertions(text)
	case top.has("numberOfRequests"):
		return readGatlingStats(fields{"stats": text})
	case top.has("type", "stats", "contents"):
		return readGatlingStats(top)
	}
	if imported, is, err := readJMeterStatistics(top); is {
		return imported, err
	}
	return Imported{}, fmt.Errorf("%w: a JSON document of another kind", ErrFormat)
}

// linesOf tells by its first line what reads a document of JSON lines; nil: it is none.
func linesOf(first string) func(io.Reader) (Imported, error) {
	var line fields
	if json.Unmarshal([]byte(first), &line) != nil {
		return nil
	}
	switch {
	case line.has("type", "metric", "data"):
		return readK6Points
	case line.has("code", "timestamp", "latency"):
		return readVegetaLines
	}
	return nil
}

// decoded decodes an object into a target.
func decoded(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return nil
}

// readGolive reads golive's own result. Its thresholds are judged anew, since anybody
// can write a verdict.
func readGolive(text []byte) (Imported, error) {
	result, err := load.ReadResult(bytes.NewReader(text))
	if err != nil {
		return Imported{}, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	imported := newImported(Golive, result.Schema)
	imported.URL, imported.Model, imported.Duration = shortened(result.URL), Open, seconds(result.DurationS)
	imported.Target, imported.Offered, imported.Achieved, imported.Low = result.TargetRPS, result.OfferedRPS, result.AchievedRPS, result.AchievedRPSP5
	imported.Requests, imported.Errors, imported.Unsent = result.Requests, result.Errors.Total, 0
	for kind, count := range map[string]int64{"status": result.Errors.Status, "timeout": result.Errors.Timeout, "connect": result.Errors.Connect, "check": result.Errors.Check, "extraction": result.Errors.Extraction} {
		if count > 0 {
			imported.Kinds[kind] = count
		}
	}
	if imported.Requests > 0 {
		imported.Times = result.Latency.Named()
		imported.Exact, imported.Timed = true, result.Requests-result.Errors.Total+result.Errors.Timeout
	}
	for _, step := range result.Steps[:min(len(result.Steps), maxSteps)] {
		imported.Steps = append(imported.Steps, Step{Name: shortened(step.Name), Requests: step.Requests, Errors: step.Errors, Times: step.Latency.Named()})
	}
	for _, threshold := range result.Thresholds {
		parsed, err := load.ParseThreshold(threshold.Expression)
		if err != nil {
			imported.Holds = append(imported.Holds, Hold{Expression: shortened(threshold.Expression), Undecided: "golive does not know how to hold it"})
			continue
		}
		standing := imported.Hold(parsed)
		imported.Holds = append(imported.Holds, Hold{parsed.String(), standing.Observed, standing.Met, standing.Undecided})
	}
	if result.Generator.Limited || result.Generator.Late {
		imported.Limited = "golive itself was the limit"
	}
	return imported, nil
}
