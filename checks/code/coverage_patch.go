package code

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/coverage"
	"github.com/golive-app/golive/checks/wording"
)

// split parts a path into its folder and its last part; no folder is empty.
func split(name string) (folder, base string) {
	folder, base = path.Split(name)
	return strings.TrimSuffix(folder, "/"), base
}

// patchCoverage is what of a range's changed lines ran.
type patchCoverage struct {
	coverage.Counts
	files []patchFile // those with lines that did not run, most of them first
}

type patchFile struct {
	path string
	coverage.Counts
	first, last int // the first run of changed lines that did not run
}

// patchOf holds a range's changed lines against what ran. Lines that a report does not
// know hold no code, or belong to a file that it only counts.
func patchOf(set *coverage.Set, counts func(string) bool, span *checks.Range) patchCoverage {
	var patch patchCoverage
	if span == nil {
		return patch
	}
	for _, change := range span.Changed {
		file, known := set.File(change.Path)
		if change.Deleted || !known || !counts(change.Path) {
			continue
		}
		one := patchFile{path: change.Path}
		for _, lines := range change.Added {
			for line := lines.First; line <= lines.Last; line++ {
				hits, executable := file.Lines[line]
				if !executable {
					continue
				}
				one.Total++
				switch {
				case hits > 0:
					one.Covered++
				case one.first == 0:
					one.first, one.last = line, line
				case line == one.last+1:
					one.last = line
				}
			}
		}
		patch.Add(one.Counts)
		if one.Covered < one.Total {
			patch.files = append(patch.files, one)
		}
	}
	slices.SortStableFunc(patch.files, func(a, b patchFile) int {
		return cmp.Or(cmp.Compare(b.Total-b.Covered, a.Total-a.Covered), strings.Compare(a.path, b.path))
	})
	return patch
}

// short reports whether fewer of the changed lines ran than are asked for.
func (p patchCoverage) short(least float64) bool {
	return p.Total >= leastChanged && p.Percent() < least
}

// most findings for files of a patch.
const mostPatchFindings = 5

func (p patchCoverage) findings(least float64) []checks.Finding {
	if !p.short(least) {
		return nil
	}
	var findings []checks.Finding
	for _, file := range p.files[:min(len(p.files), mostPatchFindings)] {
		findings = append(findings, checks.Finding{
			Rule: "coverage.patch", Severity: checks.SeverityWarning, Path: file.path, Line: file.first, EndLine: file.last, Grade: checks.E3,
			Message:     fmt.Sprintf("%d of %s that this release changed here ran in no test", file.Total-file.Covered, wording.Counted(file.Total, "line", "lines")),
			Remedy:      "Add a test that runs them, beginning here.",
			Fingerprint: checks.Fingerprint("coverage.patch", file.path),
		})
	}
	return findings
}
