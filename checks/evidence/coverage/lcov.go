package coverage

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// readLCOV reads a trace file.
// https://man7.org/linux/man-pages/man1/geninfo.1.html (FILES)
func readLCOV(from io.Reader) (Report, error) {
	building := newBuilding(LCOV)
	scanner := bufio.NewScanner(from)
	scanner.Buffer(nil, longestRecord)
	current, branches, known, found := -1, Counts{}, 0, -1
	for scanner.Scan() {
		kind, value, _ := strings.Cut(strings.TrimSpace(scanner.Text()), ":")
		switch kind {
		case "SF":
			file, err := building.file(value)
			if err != nil {
				return Report{}, err
			}
			if file.Lines == nil {
				file.Lines = map[int]int64{}
			}
			current, branches, known, found = building.files[value], Counts{}, len(file.Lines), -1
		case "DA":
			if current < 0 {
				return Report{}, fmt.Errorf("%w: a line before its file", ErrFormat)
			}
			parts := strings.SplitN(value, ",", 3)
			if len(parts) < 2 {
				return Report{}, fmt.Errorf("%w: %.40q is no record of a line", ErrFormat, value)
			}
			line, err := strconv.Atoi(parts[0])
			if err != nil {
				return Report{}, fmt.Errorf("%w: %.40q is no record of a line", ErrFormat, value)
			}
			if err := building.hit(&building.report.Files[current], line, hitsOf(parts[1])); err != nil {
				return Report{}, err
			}
		case "LF":
			if number, err := strconv.Atoi(value); err == nil {
				found = number
			}
		case "BRDA":
			branches.Total++
			if parts := strings.Split(value, ","); hitsOf(parts[len(parts)-1]) > 0 {
				branches.Covered++
			}
		case "end_of_record":
			if current >= 0 {
				file := &building.report.Files[current]
				file.Branches = widest(file.Branches, branches)
				// More are listed than counted: coverage.py 6 lists what Python
				// reported, docstrings included, as its JSON does.
				if found >= 0 {
					file.Aside = max(file.Aside, len(file.Lines)-known-found)
				}
			}
			current = -1
		}
	}
	if err := scanner.Err(); err != nil {
		return Report{}, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if current >= 0 {
		return Report{}, fmt.Errorf("%w: it ends within a file", ErrFormat)
	}
	return building.done()
}

// hitsOf reads how often something ran. Tools write fractions, "-" for what was never
// reached, and numbers beyond what fits.
func hitsOf(text string) int64 {
	value, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(value > 0) {
		return 0
	}
	return int64(min(max(value, 1), 1<<40))
}
