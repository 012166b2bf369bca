package coverage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// summary takes an entry of coverage-summary.json: the totals of a file.
// https://github.com/istanbuljs/istanbuljs/blob/main/packages/istanbul-reports/lib/json-summary/index.js
func (b *building) summary(key string, value json.RawMessage) error {
	if key == "total" {
		return nil // it is the sum of what follows
	}
	type share struct {
		Total   int `json:"total"`
		Covered int `json:"covered"`
	}
	var told struct {
		Lines    *share `json:"lines"`
		Branches share  `json:"branches"`
	}
	if err := json.Unmarshal(value, &told); err != nil || told.Lines == nil {
		return fmt.Errorf("%w: %.60q has no lines", ErrFormat, key)
	}
	file, err := b.file(key)
	if err != nil {
		return err
	}
	file.Declared, file.Branches = counted(told.Lines.Covered, told.Lines.Total), counted(told.Branches.Covered, told.Branches.Total)
	return nil
}

// istanbulFile is a file of coverage-final.json. A line's hits are those of the
// statements that begin on it, as Istanbul's own reports have it.
// https://github.com/istanbuljs/istanbuljs/blob/main/packages/istanbul-lib-coverage/lib/file-coverage.js
type istanbulFile struct {
	Path       string `json:"path"`
	Statements map[string]struct {
		Start struct {
			Line *int `json:"line"`
		} `json:"start"`
	} `json:"statementMap"`
	Hits     map[string]float64   `json:"s"`
	Branches map[string][]float64 `json:"b"`
}

func (b *building) istanbul(key string, value json.RawMessage) error {
	var wrapped struct {
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(value, &wrapped); err == nil && bytes.HasPrefix(bytes.TrimSpace(wrapped.Data), []byte("{")) {
		value = wrapped.Data
	}
	var told istanbulFile
	if err := json.Unmarshal(value, &told); err != nil {
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if told.Path == "" {
		told.Path = key
	}
	file, err := b.file(told.Path)
	if err != nil {
		return err
	}
	if file.Lines == nil {
		file.Lines = map[int]int64{}
	}
	for id, statement := range told.Statements {
		if statement.Start.Line == nil {
			continue
		}
		if err := b.hit(file, *statement.Start.Line, hitsOf(strconv.FormatFloat(told.Hits[id], 'f', -1, 64))); err != nil {
			return err
		}
	}
	for _, ways := range told.Branches {
		for _, hits := range ways {
			file.Branches.Total++
			if hits > 0 {
				file.Branches.Covered++
			}
		}
	}
	return nil
}
