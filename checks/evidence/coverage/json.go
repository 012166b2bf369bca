package coverage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
)

// readJSON tells the formats of JSON apart by their first entries, and reads entry
// by entry, so that a large document is never held as a whole tree.
func readJSON(from io.Reader) (Report, error) {
	building := newBuilding("")
	err := entriesOf(json.NewDecoder(from), func(key string, value json.RawMessage) error {
		switch building.report.Format {
		case "":
			building.report.Format = formatOf(key, value)
		case CoveragePy:
			if key == "meta" && bytes.Contains(value, []byte("simplecov")) {
				building.report.Format = SimpleCov
			}
		}
		switch building.report.Format {
		case CoveragePy:
			building.report.OnePercentage = true
			return building.python(key, value)
		case Gcovr:
			return building.gcovr(key, value)
		case IstanbulSum:
			return building.summary(key, value)
		case Istanbul:
			return building.istanbul(key, value)
		case SimpleCov:
			return building.simpleCov(key, value)
		case SimpleCovPC:
			return building.lastRun(key, value)
		}
		return fmt.Errorf("%w: a JSON document with %.40q", ErrFormat, key)
	})
	if err != nil {
		return Report{}, err
	}
	if building.report.Format == "" || len(building.report.Files) == 0 && math.IsNaN(building.report.Percent) {
		return Report{}, fmt.Errorf("%w: it tells of no file", ErrFormat)
	}
	return building.done()
}

// entriesOf calls for each entry of an object.
func entriesOf(decoder *json.Decoder, each func(key string, value json.RawMessage) error) error {
	first, err := decoder.Token()
	if err != nil || first != json.Delim('{') {
		return fmt.Errorf("%w: no JSON object", ErrFormat)
	}
	for decoder.More() {
		token, err := decoder.Token()
		key, named := token.(string)
		if err != nil || !named {
			return fmt.Errorf("%w: broken JSON", ErrFormat)
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return fmt.Errorf("%w: broken JSON: %w", ErrFormat, err)
		}
		if err := each(key, value); err != nil {
			return err
		}
	}
	if _, err := decoder.Token(); err != nil {
		return fmt.Errorf("%w: broken JSON", ErrFormat)
	}
	return nil
}

// formatOf tells a format by one entry of its document.
func formatOf(key string, value json.RawMessage) Format {
	var look struct {
		StatementMap json.RawMessage `json:"statementMap"`
		Data         *struct {
			StatementMap json.RawMessage `json:"statementMap"`
		} `json:"data"`
		Lines *struct {
			Total *float64 `json:"total"`
		} `json:"lines"`
		Coverage  json.RawMessage `json:"coverage"`
		SimpleCov string          `json:"simplecov_version"`
		Line      *float64        `json:"line"`
		Percent   *float64        `json:"covered_percent"`
	}
	// A member of another type leaves the look as it is.
	_ = json.Unmarshal(value, &look)
	switch {
	case key == "gcovr/format_version", key == "files" && bytes.HasPrefix(value, []byte("[")):
		return Gcovr
	case look.StatementMap != nil || look.Data != nil && look.Data.StatementMap != nil:
		return Istanbul
	case look.Lines != nil && look.Lines.Total != nil:
		return IstanbulSum
	case look.SimpleCov != "", look.Coverage != nil:
		return SimpleCov
	case key == "result" && (look.Line != nil || look.Percent != nil):
		return SimpleCovPC
	case key == "meta", key == "files", key == "totals":
		return CoveragePy
	}
	return ""
}

// python takes an entry of coverage.py's JSON.
// https://coverage.readthedocs.io/en/latest/commands/cmd_json.html
//
// What it calls executed are the lines that Python reported, among them the docstrings
// of modules and classes, which are no statements, and lines that were excluded. Only
// the number of the statements that ran is told, so that is what counts.
func (b *building) python(key string, value json.RawMessage) error {
	if key != "files" {
		return nil
	}
	return entriesOf(json.NewDecoder(bytes.NewReader(value)), func(path string, value json.RawMessage) error {
		var told struct {
			Executed []int `json:"executed_lines"`
			Missing  []int `json:"missing_lines"`
			Excluded []int `json:"excluded_lines"`
			Summary  struct {
				Covered         *int `json:"covered_lines"`
				Branches        int  `json:"num_branches"`
				CoveredBranches int  `json:"covered_branches"`
			} `json:"summary"`
		}
		if err := json.Unmarshal(value, &told); err != nil {
			return fmt.Errorf("%w: %w", ErrFormat, err)
		}
		file, err := b.file(path)
		if err != nil {
			return err
		}
		file.Lines = map[int]int64{}
		file.Branches = counted(told.Summary.CoveredBranches, told.Summary.Branches)
		for _, line := range told.Missing {
			if err := b.hit(file, line, 0); err != nil {
				return err
			}
		}
		missing, excluded := len(file.Lines), map[int]bool{}
		for _, line := range told.Excluded {
			excluded[line] = true
		}
		for _, line := range told.Executed {
			if excluded[line] {
				continue
			}
			if err := b.hit(file, line, 1); err != nil {
				return err
			}
		}
		if told.Summary.Covered != nil {
			file.Aside = max(len(file.Lines)-missing-max(*told.Summary.Covered, 0), 0)
		}
		return nil
	})
}

// counted makes counts of numbers that a document declares.
func counted(covered, total int) Counts {
	total = min(max(total, 0), maxLines)
	return Counts{min(max(covered, 0), total), total}
}

// widest is the better look of two at the same branches.
func widest(a, b Counts) Counts {
	return Counts{max(a.Covered, b.Covered), max(a.Total, b.Total)}
}
