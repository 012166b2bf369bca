package coverage

import (
	"errors"
	"math"
)

// Limits of one report.
const (
	maxBytes = 64 << 20
	maxFiles = 200_000
	maxLines = 5_000_000 // of all files together
	maxLine  = 2_000_000 // the highest number of a line
)

// ErrFormat is returned for what is no report of a known format.
var ErrFormat = errors.New("no coverage report of a known format")

// ErrTooLarge is returned beyond a limit: half a report is no report.
var ErrTooLarge = errors.New("larger than is read of a coverage report")

// Format is how a report is written.
type Format string

// The formats.
const (
	GoProfile   Format = "Go cover profile"
	LCOV        Format = "LCOV"
	Cobertura   Format = "Cobertura"
	JaCoCo      Format = "JaCoCo"
	Clover      Format = "Clover"
	CoveragePy  Format = "coverage.py"
	Gcovr       Format = "gcovr"
	Istanbul    Format = "Istanbul"
	IstanbulSum Format = "Istanbul summary"
	SimpleCov   Format = "SimpleCov"
	SimpleCovPC Format = "SimpleCov last run"
)

// Counts are how many of something ran.
type Counts struct{ Covered, Total int }

// Add counts others to it.
func (c *Counts) Add(other Counts) { c.Covered += other.Covered; c.Total += other.Total }

// Percent is the share that ran; NaN where there is nothing.
func (c Counts) Percent() float64 {
	if c.Total == 0 {
		return math.NaN()
	}
	return 100 * float64(c.Covered) / float64(c.Total)
}

// Block is a run of statements, as Go's profiles know them. Go weighs statements
// and not lines, and so do we where it does: the number is the one that its own tool shows.
type Block struct {
	First, FirstColumn, Last, LastColumn int
	Statements                           int
}

// File is what a report says of one file.
type File struct {
	Path     string
	Lines    map[int]int64   // hits by line; nil: the report counts only
	Aside    int             // of the lines that ran, how many the tool itself takes for no code
	Blocks   map[Block]int64 // hits by block, of Go; nil: lines are what counts
	Declared Counts          // what the report counted, where it tells no lines
	Branches Counts
}

// Counts returns what of the file ran: statements of Go, else lines.
func (f File) Counts() Counts {
	var counts Counts
	switch {
	case f.Blocks != nil:
		for block, hits := range f.Blocks {
			counts.Total += block.Statements
			if hits > 0 {
				counts.Covered += block.Statements
			}
		}
	case f.Lines != nil:
		for _, hits := range f.Lines {
			counts.Total++
			if hits > 0 {
				counts.Covered++
			}
		}
		aside := min(f.Aside, counts.Covered)
		counts.Covered, counts.Total = counts.Covered-aside, counts.Total-aside
	default:
		counts = f.Declared
	}
	return counts
}

// Report is one document.
type Report struct {
	Format Format
	Files  []File
	// Percent is a share that the report declares, where it tells no files; else NaN.
	Percent float64
	// OnePercentage is set where the tool that wrote it shows one share of lines and
	// branches together, as coverage.py does.
	OnePercentage bool
	// Roots are the folders that the report says its paths begin in.
	Roots []string
}

// building collects a report within the limits.
type building struct {
	report Report
	files  map[string]int
	lines  int
	blocks int
	// spreads counts the lines that blocks were spread over.
	spreads int
}

func newBuilding(format Format) *building {
	return &building{report: Report{Format: format, Percent: math.NaN()}, files: map[string]int{}}
}

// file returns the entry of a path, and makes it where there is none yet.
func (b *building) file(path string) (*File, error) {
	at, known := b.files[path]
	if !known {
		if len(b.report.Files) >= maxFiles {
			return nil, ErrTooLarge
		}
		at = len(b.report.Files)
		b.files[path] = at
		b.report.Files = append(b.report.Files, File{Path: path})
	}
	return &b.report.Files[at], nil
}

// hit records hits of a line: the larger number where a document tells it twice,
// since classes and their methods list the same lines.
func (b *building) hit(file *File, line int, hits int64) error {
	if line <= 0 || line > maxLine {
		return nil
	}
	if file.Lines == nil {
		file.Lines = map[int]int64{}
	}
	before, known := file.Lines[line]
	if !known {
		if b.lines++; b.lines > maxLines {
			return ErrTooLarge
		}
	}
	file.Lines[line] = max(before, hits, 0)
	return nil
}

// comment passes over what stands in a comment.
func (b *building) comment([]byte) {}

func (b *building) done() (Report, error) { return b.report, nil }
