package jobs

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// subjects keeps the content of releases open while their sections are judged:
// a worker reads a commit once, however many sections need it.
type subjects struct {
	now    func() time.Time
	flight singleflight.Group

	mutex sync.Mutex
	open  map[string]*heldContent
}

// heldContent is content in use. release gives it back.
type heldContent struct {
	*content
	owner *subjects
	name  string
	users int
	last  time.Time
}

// keptContents is how many contents nobody uses stay open.
const keptContents = 4

func newSubjects(now func() time.Time) *subjects {
	return &subjects{now: now, open: map[string]*heldContent{}}
}

// acquire returns a run's content, reading it where it is not open yet. The
// range depends on the base, on the rules and on what was deployed when the
// generation began, so they are part of its name. Related repositories move in the
// meantime: where there are any, each round of looks reads its own.
func (s *subjects) acquire(ctx context.Context, repository Repository, run Run, round int64) (*heldContent, error) {
	name := fmt.Sprintf("%s|%d|%s|%s|%s", run.Key, run.Generation, run.Release.SHA, run.Base, run.Policy.Hash)
	if len(run.Rules.Related) > 0 {
		name += fmt.Sprintf("|%d", round)
	}
	for {
		if held := s.use(name); held != nil {
			return held, nil
		}
		_, err, shared := s.flight.Do(name, func() (any, error) {
			read, err := readContent(ctx, repository, run)
			if err != nil {
				return nil, err
			}
			s.put(name, read)
			return nil, nil
		})
		if err != nil && (!shared || ctx.Err() != nil) {
			return nil, err
		}
		// Shared and failed: the other caller's context may have ended, not
		// ours, so try again on our own.
		if err != nil {
			s.flight.Forget(name)
			read, err := readContent(ctx, repository, run)
			if err != nil {
				return nil, err
			}
			s.put(name, read)
		}
	}
}

func (s *subjects) use(name string) *heldContent {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	held := s.open[name]
	if held != nil {
		held.users++
	}
	return held
}

func (s *subjects) put(name string, read *content) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if _, found := s.open[name]; found {
		read.close() // somebody else was faster
		return
	}
	s.open[name] = &heldContent{content: read, owner: s, name: name, last: s.now()}
}

// release gives the content back; what nobody used for longest is closed.
func (h *heldContent) release() {
	s := h.owner
	s.mutex.Lock()
	defer s.mutex.Unlock()
	h.users--
	h.last = s.now()
	for {
		var oldest *heldContent
		idle := 0
		for _, held := range s.open {
			if held.users > 0 {
				continue
			}
			idle++
			if oldest == nil || held.last.Before(oldest.last) {
				oldest = held
			}
		}
		if idle <= keptContents {
			return
		}
		delete(s.open, oldest.name)
		oldest.close()
	}
}

func (s *subjects) close() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for name, held := range s.open {
		delete(s.open, name)
		held.close()
	}
}
