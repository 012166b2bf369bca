package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/golive-app/golive/checks"
)

const (
	// lookedBack is how many of the last releases an edit of the policy is shown
	// against.
	lookedBack = 5
	// triedBack bounds how many tags are looked at for them.
	triedBack = 10
)

// PastRelease is what an edit of the policy would have meant to a release that golive
// judged.
type PastRelease struct {
	Name   string          `json:"name"`
	Before checks.Standing `json:"before,omitempty"` // by the policy in force; empty: it only observes
	After  checks.Standing `json:"after,omitempty"`  // by the edited one
}

// stopped reports whether a standing holds a release back.
func stopped(standing checks.Standing) bool {
	return standing != "" && standing != checks.StandingReady
}

// changesMode reports whether an edit changes by which sections golive may block.
func (e PolicyEdit) changesMode() bool {
	return e.Wrong == 0 && !slices.Equal(enforcedBy(e.Before), enforcedBy(e.After))
}

// lookBack completes the edits of a policy that change by which sections golive may
// block with what they would have meant to the last releases. What was found for the
// same edit before is kept: each look asks GitHub about several commits.
func (w *Worker) lookBack(ctx context.Context, repository Repository, target Target, edits, before []PolicyEdit) error {
	for index := range edits {
		edit := &edits[index]
		if !edit.changesMode() {
			continue
		}
		same := func(known PolicyEdit) bool {
			return known.Looked && known.File == edit.File && known.Before.Hash() == edit.Before.Hash() && known.After.Hash() == edit.After.Hash()
		}
		if at := slices.IndexFunc(before, same); at >= 0 {
			edit.Past, edit.Looked = before[at].Past, true
			continue
		}
		past, err := w.past(ctx, repository, target, *edit)
		if err != nil {
			return err
		}
		edit.Past, edit.Looked = past, true
	}
	return nil
}

// past reads from the check runs of the last release tags how the releases stood.
func (w *Worker) past(ctx context.Context, repository Repository, target Target, edit PolicyEdit) ([]PastRelease, error) {
	tags, err := repository.Tags(ctx)
	if err != nil && !errors.Is(err, ErrGone) {
		return nil, fmt.Errorf("list tags: %w", err)
	}
	tags = slices.DeleteFunc(slices.Clone(tags), func(tag checks.Tag) bool {
		return !edit.Before.Release.MatchTag(tag.Name) && !edit.After.Release.MatchTag(tag.Name)
	})
	slices.SortFunc(tags, func(a, b checks.Tag) int { return byVersion(b, a) })
	items := w.Catalogue.Items()
	var found []PastRelease
	for _, tag := range tags[:min(len(tags), triedBack)] {
		if len(found) == lookedBack {
			break
		}
		run, known, err := w.judged(ctx, target, repository.Describe().ID, tag)
		if err != nil {
			return nil, err
		}
		if !known {
			continue
		}
		one := PastRelease{Name: tag.Name}
		if sections := enforcedBy(edit.Before); len(sections) > 0 {
			one.Before = checks.StandBy(itemsOf(items, sections), run.Verdicts, checks.ReleaseTag)
		}
		if sections := enforcedBy(edit.After); len(sections) > 0 {
			one.After = checks.StandBy(itemsOf(items, sections), run.Verdicts, checks.ReleaseTag)
		}
		found = append(found, one)
	}
	return found, nil
}

// judged returns what golive came to for a tag: under its own name, or else under that
// of the pull request of the same commit.
func (w *Worker) judged(ctx context.Context, target Target, repository int64, tag checks.Tag) (PreviousRun, bool, error) {
	keys, err := w.Publisher.ReleasesOf(ctx, target, tag.Commit)
	if err != nil && !errors.Is(err, ErrGone) {
		return PreviousRun{}, false, fmt.Errorf("what golive said of %s: %w", tag.Name, err)
	}
	own := Key{Repository: repository, Tag: tag.Name}
	slices.SortStableFunc(keys, func(a, b Key) int {
		switch {
		case a == own && b != own:
			return -1
		case b == own && a != own:
			return 1
		}
		return 0
	})
	for _, key := range keys {
		if key.Repository != repository || key.IsLook() {
			continue
		}
		found, known, err := w.Publisher.Recorded(ctx, target, key, tag.Commit)
		if err != nil && !errors.Is(err, ErrGone) {
			return PreviousRun{}, false, err
		}
		if err == nil && known && found.Run.whole() {
			return found.Run, true, nil
		}
	}
	return PreviousRun{}, false, nil
}

// pastEffect says what an edit would have meant to the last releases.
func (e PolicyEdit) pastEffect() []PolicyEffect {
	if !e.Looked || !e.changesMode() {
		return nil
	}
	if len(e.Past) == 0 {
		return []PolicyEffect{{Text: "what it would have meant to earlier releases is not known: golive judged none of the last ones"}}
	}
	var held, freed []string
	for _, one := range e.Past {
		switch before, after := stopped(one.Before), stopped(one.After); {
		case after && !before:
			held = append(held, fmt.Sprintf("%s (%s)", one.Name, standingWords(one.After)))
		case before && !after:
			freed = append(freed, one.Name)
		}
	}
	looked := fmt.Sprintf("of the last %d releases that golive judged, ", len(e.Past))
	if len(e.Past) == 1 {
		looked = "of the one earlier release that golive judged, "
	}
	var effects []PolicyEffect
	if len(held) > 0 {
		effects = append(effects, PolicyEffect{Text: looked + "it would have held back " + listed(held)})
	}
	if len(freed) > 0 {
		effects = append(effects, PolicyEffect{Text: looked + "it would have let go " + listed(freed), Weakens: true})
	}
	if len(effects) == 0 {
		effects = append(effects, PolicyEffect{Text: looked + "none would have gone another way"})
	}
	return effects
}

// standingWords name a standing that holds a release back.
func standingWords(standing checks.Standing) string {
	switch standing {
	case checks.StandingNotReady:
		return "NOT READY"
	case checks.StandingWaiting:
		return "waiting for people"
	default:
		return "nobody could tell"
	}
}
