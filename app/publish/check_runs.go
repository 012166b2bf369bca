package publish

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/jobs"
)

// shelf is the check runs of one commit while a run is published.
type shelf struct {
	forge           Forge
	state           *jobs.PublishState
	sha             string
	key, detailsURL string
	started         time.Time
	now             func() time.Time

	verify   bool // look whether the forge still shows what was sent last
	listed   bool
	standing map[string]github.CheckRun // by name, the newest of each
}

// progressPause is how far apart the edits are that show no more than that an open
// check run has come further. Its end never waits.
const progressPause = 10 * time.Second

// put makes the check run of a view's name show it: the one that stands is
// updated in place, a missing one created, and nothing is sent where it shows
// that already.
func (s *shelf) put(ctx context.Context, shown view) error {
	hash := shown.hash()
	if s.state.CheckRuns[shown.name] != 0 && s.state.CheckHashes[shown.name] == hash {
		same, err := s.stands(ctx, shown)
		if err != nil || same {
			return err
		}
	}
	if last := s.state.CheckProgress[shown.name]; shown.status == statusOpen && !last.IsZero() && s.now().Sub(last) < progressPause {
		return nil
	}
	delete(s.state.CheckProgress, shown.name)
	delete(s.state.CheckHashes, shown.name) // what it shows is not known until it was written
	err := s.write(ctx, shown)
	if errors.Is(err, jobs.ErrGone) && s.state.CheckRuns[shown.name] != 0 {
		// The one that we remembered is not there any more: look again.
		delete(s.state.CheckRuns, shown.name)
		s.listed = false
		err = s.write(ctx, shown)
	}
	if err != nil {
		return fmt.Errorf("publish the check run %q: %w", shown.name, err)
	}
	s.state.CheckHashes[shown.name] = hash
	if shown.status == statusOpen {
		s.state.CheckProgress[shown.name] = s.now()
	}
	return nil
}

func (s *shelf) write(ctx context.Context, shown view) error {
	id, err := s.find(ctx, shown.name)
	if err != nil {
		return err
	}
	left := shown.annotations
	if id != 0 && len(left) > 0 {
		standing, err := s.forge.Annotations(ctx, id)
		if err != nil {
			return err
		}
		left = unsent(left, standing)
	}
	// All batches but the last leave the check run open: a retry sends what is
	// left, and nobody sees a verdict with half of its findings.
	for {
		batch := left[:min(len(left), github.MaxAnnotations)]
		left = left[len(batch):]
		run := s.checkRun(shown)
		if len(left) > 0 {
			run = s.placeholder(shown.name)
		}
		run.ID, run.Annotations = id, batch
		if id, err = s.send(ctx, run); err != nil {
			return err
		}
		s.state.CheckRuns[shown.name] = id
		if len(left) == 0 {
			return nil
		}
	}
}

// send creates the check run, or updates the one of its id.
func (s *shelf) send(ctx context.Context, run github.CheckRun) (int64, error) {
	if run.ID != 0 {
		_, err := s.forge.UpdateCheckRun(ctx, run)
		return run.ID, err
	}
	created, err := s.forge.CreateCheckRun(ctx, run)
	return created.ID, err
}

// find returns the id of the check run to update, or 0 where there is none.
func (s *shelf) find(ctx context.Context, name string) (int64, error) {
	if id := s.state.CheckRuns[name]; id != 0 {
		return id, nil
	}
	if err := s.list(ctx); err != nil {
		return 0, err
	}
	return s.standing[name].ID, nil
}

// stands reports whether the forge shows the verdict that was sent last. A check
// run may have been closed meanwhile as superseded, timed out or with a problem,
// and a required one that is stuck blocks its pull request, so the last word of
// a run is looked up instead of remembered.
func (s *shelf) stands(ctx context.Context, shown view) (bool, error) {
	if !s.verify {
		return true, nil
	}
	if err := s.list(ctx); err != nil {
		return false, err
	}
	run := s.standing[shown.name]
	if run.ID != s.state.CheckRuns[shown.name] {
		delete(s.state.CheckRuns, shown.name)
		return false, nil
	}
	return run.Status == shown.status && run.Conclusion == shown.conclusion && run.Title == shown.title, nil
}

func (s *shelf) list(ctx context.Context) error {
	if s.listed {
		return nil
	}
	runs, err := s.forge.CheckRuns(ctx, s.sha)
	if err != nil {
		return fmt.Errorf("list the check runs of %s: %w", shortSHA(s.sha), err)
	}
	s.standing, s.listed = newest(runs), true
	return nil
}

// placeholder is what a check run shows until all of its annotations are there.
func (s *shelf) placeholder(name string) github.CheckRun {
	return s.checkRun(view{name: name, status: statusOpen, title: "Listing what was found…", summary: "The verdict follows."})
}

func (s *shelf) checkRun(shown view) github.CheckRun {
	run := github.CheckRun{
		Name: shown.name, SHA: s.sha, Status: shown.status, Conclusion: shown.conclusion,
		Title: shown.title, Summary: shown.summary, Text: shown.text, Actions: shown.actions,
		ExternalID: s.key, DetailsURL: s.detailsURL, StartedAt: s.started,
	}
	if shown.status == statusDone {
		run.CompletedAt = s.now()
	}
	return run
}

// newest keeps of each name the check run that was made last: the one that the
// forge counts.
func newest(runs []github.CheckRun) map[string]github.CheckRun {
	byName := map[string]github.CheckRun{}
	for _, run := range runs {
		if other, found := byName[run.Name]; !found || run.ID > other.ID {
			byName[run.Name] = run
		}
	}
	return byName
}
