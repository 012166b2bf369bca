package code

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// settingChange is a file of settings in which a release asks less of its tests.
type settingChange struct {
	path    string
	line    int
	lowered []loweredThreshold
	widened []string // what is newly left out
}

type loweredThreshold struct {
	name          string
	before, after float64 // after: -1 where it is gone
}

// readSettings compares the settings of coverage tools before and after a range, as git
// has them.
func readSettings(ctx context.Context, subject checks.Subject) ([]settingChange, error) {
	past, reads := subject.History.(checks.PastReader)
	if subject.Range == nil || subject.Range.From == "" || !reads {
		return nil, nil
	}
	var found []settingChange
	for _, change := range subject.Range.Changed {
		before := change.Path
		if change.OldPath != "" {
			before = change.OldPath
		}
		kinds := settingsIn(before)
		if len(kinds) == 0 {
			continue
		}
		old, err := past.ReadAt(ctx, subject.Range.From, before)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			continue // new, or not a text that somebody writes by hand
		}
		var text []byte
		if !change.Deleted {
			if text, err = subject.Source.Read(ctx, change.Path); err != nil {
				continue
			}
		}
		one := compareSettings(kinds, withoutComments(string(old)), withoutComments(string(text)))
		if len(one.lowered)+len(one.widened) > 0 {
			one.path, one.line = change.Path, firstLine(change)
			found = append(found, one)
		}
	}
	return dropMoved(ctx, subject, found), nil
}

func firstLine(change checks.Change) int {
	if change.Deleted || len(change.Added) == 0 {
		return 0
	}
	return change.Added[0].First
}

// dropMoved passes over thresholds that are gone from one file and stand in another
// one that the range changed: settings move.
func dropMoved(ctx context.Context, subject checks.Subject, changes []settingChange) []settingChange {
	stands := map[string]float64{}
	for _, change := range subject.Range.Changed {
		kinds := settingsIn(change.Path)
		if len(kinds) == 0 || change.Deleted {
			continue
		}
		text, err := subject.Source.Read(ctx, change.Path)
		if err != nil {
			continue
		}
		for _, kind := range kinds {
			for name, values := range kind.thresholds(withoutComments(string(text))) {
				stands[name] = max(stands[name], slices.Max(values))
			}
		}
	}
	for index := range changes {
		changes[index].lowered = slices.DeleteFunc(changes[index].lowered, func(one loweredThreshold) bool {
			return one.after < 0 && stands[one.name] >= one.before
		})
	}
	return slices.DeleteFunc(changes, func(one settingChange) bool { return len(one.lowered)+len(one.widened) == 0 })
}

func compareSettings(kinds []settingKind, before, after string) settingChange {
	var change settingChange
	for _, kind := range kinds {
		old, now := kind.thresholds(before), kind.thresholds(after)
		for _, name := range sortedNames(old) {
			change.lowered = append(change.lowered, loweredFrom(name, old[name], now[name])...)
		}
		was := kind.excluded(before)
		for _, one := range kind.excluded(after) {
			if !slices.Contains(was, one) && !slices.Contains(change.widened, one) {
				change.widened = append(change.widened, one)
			}
		}
	}
	return change
}

func loweredFrom(name string, before, after []float64) []loweredThreshold {
	if len(after) == 0 {
		return []loweredThreshold{{name, slices.Max(before), -1}}
	}
	if len(before) == len(after) {
		for index := range before {
			if after[index] < before[index] {
				return []loweredThreshold{{name, before[index], after[index]}}
			}
		}
		return nil
	}
	if least := slices.Min(after); least < slices.Min(before) {
		return []loweredThreshold{{name, slices.Min(before), least}}
	}
	return nil
}

// forThis reports whether a threshold was lowered to what this very share reaches: the
// one before it does not, the one after it does.
func (l loweredThreshold) forThis(share float64) bool {
	return share < l.before && share >= l.after && (l.name == "lines" || l.name == "statements" || l.name == "total")
}

func (l loweredThreshold) words() string {
	if l.after < 0 {
		return fmt.Sprintf("%s (%s) is gone", l.name, percent(l.before))
	}
	return fmt.Sprintf("%s from %s to %s", l.name, percent(l.before), percent(l.after))
}

func settingFindings(changes []settingChange, share float64) []checks.Finding {
	var findings []checks.Finding
	for _, change := range changes {
		if len(change.lowered) > 0 {
			severity, reason := checks.SeverityWarning, ""
			var words []string
			for _, one := range change.lowered {
				words = append(words, one.words())
				if one.forThis(share) {
					severity, reason = checks.SeverityError, fmt.Sprintf(", which lets this release's %s through", percent(share))
				}
			}
			findings = append(findings, checks.Finding{
				Rule: "coverage.threshold-lowered", Severity: severity, Path: change.path, Line: change.line, Grade: checks.E2,
				Message:     "this release lowers what is asked of its own tests: " + strings.Join(words, ", ") + reason,
				Remedy:      "Put the threshold back and add tests, or have a senior agree to it and waive the item with the reason.",
				Fingerprint: checks.Fingerprint("coverage.threshold-lowered", change.path),
			})
		}
		if len(change.widened) > 0 {
			var named []string
			for _, one := range change.widened {
				named = append(named, wording.Quoted(one))
			}
			findings = append(findings, checks.Finding{
				Rule: "coverage.exclude-widened", Severity: checks.SeverityWarning, Path: change.path, Line: change.line, Grade: checks.E2,
				Message:     "this release leaves more code out of its coverage: " + wording.Listed(named, 5),
				Remedy:      "See that nothing is left out that users run; a senior who reviews the change says so there.",
				Fingerprint: checks.Fingerprint("coverage.exclude-widened", change.path),
			})
		}
	}
	return findings
}
