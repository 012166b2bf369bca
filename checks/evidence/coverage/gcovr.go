package coverage

import (
	"encoding/json"
	"fmt"
)

// gcovr takes an entry of gcovr's JSON, which is that of gcov with marks of its own.
// https://gcovr.com/en/stable/output/json.html
func (b *building) gcovr(key string, value json.RawMessage) error {
	if key != "files" {
		return nil
	}
	var files []struct {
		Path  string `json:"file"`
		Lines []struct {
			Number   int     `json:"line_number"`
			Hits     float64 `json:"count"`
			NoCode   bool    `json:"gcovr/noncode"`
			Excluded bool    `json:"gcovr/excluded"`
			Branches []struct {
				Hits float64 `json:"count"`
			} `json:"branches"`
		} `json:"lines"`
	}
	if err := json.Unmarshal(value, &files); err != nil {
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	for _, told := range files {
		if told.Path == "" {
			return fmt.Errorf("%w: a file without a name", ErrFormat)
		}
		if err := b.measured(told.Path); err != nil {
			return err
		}
		file, branches := &b.report.Files[b.files[told.Path]], Counts{}
		for _, line := range told.Lines {
			if line.NoCode || line.Excluded {
				continue
			}
			if err := b.hit(file, line.Number, int64(min(max(line.Hits, 0), 1<<40))); err != nil {
				return err
			}
			for _, way := range line.Branches {
				branches.Total++
				if way.Hits > 0 {
					branches.Covered++
				}
			}
		}
		file.Branches = widest(file.Branches, branches)
	}
	return nil
}
