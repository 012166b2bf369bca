package launch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Changelog checks launch.changelog: the change log has a dated section with
// real entries for the version that is released, tells most of what the range
// brings, and names everything in it that breaks something.
type Changelog struct{}

// NewChangelog returns the check.
func NewChangelog() *Changelog { return &Changelog{} }

// changelogFacts are what was seen.
type changelogFacts struct {
	files      int // searched for a change log
	log        changelog
	found      bool
	unread     string   // why the change log could not be read
	changesets []string // files of changes that wait to be written into the change log
	hasRange   bool
	touched    bool // the range changes the change log
	changes    []change
}

// Observe reads the change log and what the range brings.
func (c *Changelog) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	facts, err := readChangelog(ctx, subject.Source, subject.Release.Service)
	if err != nil {
		return checks.Observation{}, err
	}
	if subject.Range != nil {
		facts.hasRange = true
		facts.changes = changesOf(subject.Range.Commits)
		facts.touched = slices.ContainsFunc(subject.Range.Changed, func(changed checks.Change) bool {
			return changed.Path == facts.log.path && !changed.Deleted
		})
	}
	return observeChangelog(facts, subject.Release, subject.Now()), nil
}

func readChangelog(ctx context.Context, source checks.Source, service string) (changelogFacts, error) {
	type candidate struct {
		path string
		rank int
	}
	var facts changelogFacts
	var candidates []candidate
	for _, file := range source.Files() {
		facts.files++
		if path.Dir(file.Path) == ".changeset" && path.Ext(file.Path) == ".md" && !strings.EqualFold(path.Base(file.Path), "README.md") {
			facts.changesets = append(facts.changesets, file.Path)
			continue
		}
		if rank, is := changelogRank(file.Path, service); is {
			candidates = append(candidates, candidate{file.Path, rank})
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(a.rank, b.rank) })
	for _, one := range candidates {
		content, err := source.Read(ctx, one.path)
		switch {
		case ctx.Err() != nil:
			return facts, ctx.Err()
		case errors.Is(err, checks.ErrTooLarge):
			facts.unread = one.path
			continue
		case err != nil:
			return facts, fmt.Errorf("read the change log: %w", err)
		}
		log := parseChangelog(one.path, content)
		if !facts.found || len(facts.log.sections) == 0 && len(log.sections) > 0 {
			facts.log, facts.found = log, true
		}
	}
	return facts, nil
}
