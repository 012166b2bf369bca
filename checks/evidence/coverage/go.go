package coverage

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// goBlock is one line of a profile: FILE:LINE.COLUMN,LINE.COLUMN STATEMENTS HITS.
// https://pkg.go.dev/golang.org/x/tools/cover#Profile
var goBlock = regex.New(`^(.+):(\d+)\.(\d+),(\d+)\.(\d+) (\d+) (\d+)$`)

// How many lines blocks may lie on: a number for all, and one for each of them.
const (
	mostSpread    = 100_000
	linesPerBlock = 100
)

// longestRecord bounds one line of a textual report.
const longestRecord = 64 << 10

// readGo reads a profile, or several that were put together, headings included.
func readGo(from io.Reader) (Report, error) {
	building := newBuilding(GoProfile)
	scanner := bufio.NewScanner(from)
	scanner.Buffer(nil, longestRecord)
	for scanner.Scan() {
		text := strings.TrimSpace(scanner.Text())
		if text == "" || strings.HasPrefix(text, "mode: ") {
			continue
		}
		found := goBlock.FindStringSubmatch(text)
		if found == nil {
			return Report{}, fmt.Errorf("%w: %.60q is no block of a Go profile", ErrFormat, text)
		}
		var numbers [6]int
		for i, word := range found[2:] {
			number, err := strconv.ParseInt(word, 10, 64)
			if err != nil {
				number = 1 << 40 // a count that overflowed is one that ran
			}
			numbers[i] = int(number)
		}
		block := Block{numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]}
		if block.First <= 0 || block.Last < block.First || block.Last > maxLine || block.Statements > maxLine {
			return Report{}, fmt.Errorf("%w: %.60q is no block of a Go profile", ErrFormat, text)
		}
		file, err := building.file(found[1])
		if err != nil {
			return Report{}, err
		}
		if file.Blocks == nil {
			file.Blocks = map[Block]int64{}
		}
		before, known := file.Blocks[block]
		if !known {
			if building.blocks++; building.blocks > maxLines {
				return Report{}, ErrTooLarge
			}
		}
		file.Blocks[block] = max(before, int64(numbers[5]))
	}
	if err := scanner.Err(); err != nil {
		return Report{}, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	for index := range building.report.Files {
		if err := building.spread(&building.report.Files[index]); err != nil {
			return Report{}, err
		}
	}
	return building.done()
}

// spread gives the lines of blocks their hits. A line of several blocks ran where one of
// them did; a block without statements, such as an empty body, has no lines that count.
func (b *building) spread(file *File) error {
	for block, hits := range file.Blocks {
		if block.Statements == 0 {
			continue
		}
		// A short file that speaks of millions of lines is none that a compiler's
		// numbers went into, and would fill the memory.
		if b.spreads += block.Last - block.First; b.spreads > mostSpread+linesPerBlock*b.blocks {
			return ErrTooLarge
		}
		for line := block.First; line <= block.Last; line++ {
			if err := b.hit(file, line, hits); err != nil {
				return err
			}
		}
	}
	return nil
}
