package code

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/coverage"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/wording"
)

const (
	// nearCoverage is how far below what the policy asks for, in percent of lines, a
	// release is warned rather than stopped.
	nearCoverage = 2.0
	// leastChanged is how many changed lines a share of them needs to mean something.
	leastChanged = 10
)

// Coverage checks code.coverage: four fifths of the lines of what is released run in
// its tests. The share is computed from the reports that CI left behind for this very
// content; a number that somebody else computed is weaker, and no report is no pass.
type Coverage struct{}

// NewCoverage returns the check.
func NewCoverage() *Coverage { return &Coverage{} }

// coverageFacts are what is known of a release's coverage.
type coverageFacts struct {
	left     leftBehind
	set      *coverage.Set
	declared []float64 // shares that reports declare without telling files
	partial  []string  // reports that were beyond what is joined
	classes  map[string]checks.PathClass
	code     codeFiles
	changed  patchCoverage
	least    float64 // percent of lines that are asked for
	ofChange float64 // and of those that the release changes
	settings []settingChange
	others   []statedCoverage // what third parties state
}

// codeFiles are the files whose lines count.
type codeFiles struct {
	names []string
	bytes int64
	total int // files of the content
	size  map[string]int64
	roots map[string]bool // folders with a manifest of their own
}

// Observe reads what CI left behind.
func (c *Coverage) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	files := subject.Source.Files()
	facts := coverageFacts{set: coverage.NewSet(), classes: map[string]checks.PathClass{}, code: codeFilesOf(files), least: subject.Policy.LeastCoverage(), ofChange: subject.Policy.LeastChanged()}
	if len(facts.code.names) == 0 {
		return checks.Observation{NotApplicable: fmt.Sprintf("no program code in %s: there are no lines that a unit test could run", wording.Counted(len(files), "file", "files"))}, nil
	}
	if subject.Forge == nil {
		return checks.Observation{
			Headline: "coverage reports are on GitHub",
			Missing: []checks.Missing{{
				Connection: checks.ConnectionArtifacts,
				Reason:     "Coverage reports are artifacts of CI runs on GitHub, which golive is not connected to here.",
				Remedy:     "Install the GitHub App on the repository and open the release as a pull request or tag.",
			}},
		}, nil
	}
	var err error
	if facts.left, err = readLeftBehind(ctx, subject); err != nil {
		return checks.Observation{}, err
	}
	names := make([]string, len(files))
	for index, file := range files {
		names[index] = file.Path
		facts.classes[file.Path] = file.Class
	}
	paths := coverage.NewPaths(names)
	if err := readModules(ctx, subject, paths); err != nil {
		return checks.Observation{}, err
	}
	facts.join(paths)
	if err := facts.leaveNoCov(ctx, subject); err != nil {
		return checks.Observation{}, err
	}
	facts.changed = patchOf(facts.set, facts.counts, subject.Range)
	if facts.settings, err = readSettings(ctx, subject); err != nil {
		return checks.Observation{}, err
	}
	if len(facts.left.reports) == 0 {
		if facts.others, err = readStated(ctx, subject); err != nil {
			return checks.Observation{}, err
		}
	}
	return facts.observe(subject), nil
}

// join puts the reports together.
func (f *coverageFacts) join(paths *coverage.Paths) {
	for _, found := range f.left.reports {
		if len(found.report.Files) == 0 {
			if share := found.report.Percent; !math.IsNaN(share) { // else it is empty
				f.declared = append(f.declared, share)
			}
			continue
		}
		if _, err := f.set.Join(found.report, paths, found.place()); errors.Is(err, coverage.ErrTooLarge) {
			f.partial = append(f.partial, found.name())
		}
	}
}

// counts reports whether the lines of a file count: what was generated or comes from
// others is not the team's to test, and tests that run themselves prove nothing.
func (f *coverageFacts) counts(name string) bool {
	class := f.classes[name]
	return class == checks.ClassProduction || class == checks.ClassCommand
}

func codeFilesOf(files []checks.File) codeFiles {
	found := codeFiles{total: len(files), size: map[string]int64{}, roots: map[string]bool{}}
	for _, file := range files {
		folder, base := split(file.Path)
		if (manifests[base] || base == "package.json") && folder != "" && (file.Class == checks.ClassProduction || file.Class == checks.ClassScript) {
			found.roots[folder] = true
		}
		if !source.Code(file.Language) || file.Class != checks.ClassProduction && file.Class != checks.ClassCommand {
			continue
		}
		found.names = append(found.names, file.Path)
		found.size[file.Path] = file.Size
		found.bytes += file.Size
	}
	return found
}
