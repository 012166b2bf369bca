package coverage

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/golive-app/golive/config/regex"
)

// simpleCov takes an entry of SimpleCov's .resultset.json, which is the results of
// one command, or of the coverage.json that its JSON formatter writes.
// https://github.com/simplecov-ruby/simplecov/blob/main/lib/simplecov/result.rb
func (b *building) simpleCov(key string, value json.RawMessage) error {
	switch key {
	case "meta", "groups", "timestamp", "errors", "total":
		return nil
	case "coverage":
	default:
		var command struct {
			Coverage json.RawMessage `json:"coverage"`
		}
		if err := json.Unmarshal(value, &command); err != nil || command.Coverage == nil {
			return fmt.Errorf("%w: %.60q holds no results", ErrFormat, key)
		}
		value = command.Coverage
	}
	return entriesOf(json.NewDecoder(bytes.NewReader(value)), func(path string, value json.RawMessage) error {
		file, err := b.file(path)
		if err != nil {
			return err
		}
		if file.Lines == nil {
			file.Lines = map[int]int64{}
		}
		// Before SimpleCov 0.18 the lines stood there themselves.
		var told struct {
			Lines    []any           `json:"lines"`
			Branches json.RawMessage `json:"branches"`
		}
		if json.Unmarshal(value, &told) != nil {
			if err := json.Unmarshal(value, &told.Lines); err != nil {
				return fmt.Errorf("%w: %.60q has no lines", ErrFormat, path)
			}
		}
		for index, hits := range told.Lines {
			// Null is a line without code, "ignored" one between :nocov: marks.
			if number, counts := hits.(float64); counts {
				if err := b.hit(file, index+1, int64(min(max(number, 0), 1<<40))); err != nil {
					return err
				}
			}
		}
		var branches map[string]map[string]float64
		if json.Unmarshal(told.Branches, &branches) == nil {
			var counts Counts
			for _, ways := range branches {
				for _, hits := range ways {
					counts.Total++
					if hits > 0 {
						counts.Covered++
					}
				}
			}
			file.Branches = widest(file.Branches, counts)
		}
		return nil
	})
}

// noCov is a mark of SimpleCov, which begins or ends what it leaves out.
// https://github.com/simplecov-ruby/simplecov#ignoringskipping-code
var noCov = regex.New(`^\s*#\s*:nocov:`)

// LeaveNoCov takes lines between SimpleCov's marks out of a file: its result set holds
// them, and only the source shows the marks.
func (s *Set) LeaveNoCov(name string, source []byte) {
	file := s.files[name]
	if file == nil {
		return
	}
	number, within := 0, false
	for text := range bytes.Lines(source) {
		number++
		if noCov.Match(text) {
			within = !within
		} else if within {
			delete(file.Lines, number)
		}
	}
}

// lastRun takes the entry of .last_run.json, which knows a share and nothing else.
func (b *building) lastRun(key string, value json.RawMessage) error {
	if key != "result" {
		return nil
	}
	var told struct {
		Line    *float64 `json:"line"`
		Percent *float64 `json:"covered_percent"`
	}
	if err := json.Unmarshal(value, &told); err != nil {
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	for _, share := range []*float64{told.Line, told.Percent} {
		if share != nil && *share >= 0 && *share <= 100 {
			b.report.Percent = *share
			return nil
		}
	}
	return fmt.Errorf("%w: no share of lines", ErrFormat)
}
