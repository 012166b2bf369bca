package load

import (
	"fmt"
	"sync"

	"github.com/golive-app/golive/checks/evidence/load/scenario"
	"github.com/golive-app/golive/checks/wording"
)

// Sessions is what became of a scenario's users.
type Sessions struct {
	Users     int     `json:"users"`     // that began a flow
	Verified  int     `json:"verified"`  // of them: an answer was found to be about them
	Flows     int64   `json:"flows"`     // that a user began
	Completed int64   `json:"completed"` // of them, to their last step
	Failed    int64   `json:"failed"`    // of them, at a step
	Starts    int64   `json:"starts"`    // times that a user did its start
	Started   int64   `json:"started"`   // of them, to its end
	Mixed     int64   `json:"mixed"`     // answers that were about another user than the one who asked
	Mixups    []Mixup `json:"mixups"`    // the first of them
}

// Mixup is an answer that was about another user than the one who asked.
type Mixup struct {
	Step string `json:"step"`
	User string `json:"user"` // who asked, by what tells users apart
	Seen string `json:"seen"` // whose data came
	// Known says that it is another user of this run.
	Known bool `json:"known"`
}

// mostMixups are told with their users.
const mostMixups = 10

// Add adds what another generator saw of its own users.
func (s *Sessions) Add(other Sessions) {
	s.Users += other.Users
	s.Verified += other.Verified
	s.Flows += other.Flows
	s.Completed += other.Completed
	s.Failed += other.Failed
	s.Starts += other.Starts
	s.Started += other.Started
	s.Mixed += other.Mixed
	s.Mixups = append(s.Mixups, other.Mixups...)
	s.Mixups = s.Mixups[:min(len(s.Mixups), mostMixups)]
}

// mixed says in a sentence who was given whose data.
func (s Sessions) mixed() string {
	text := wording.Counted(int(s.Mixed), "answer was", "answers were") + " about another user than the one who asked"
	if len(s.Mixups) > 0 {
		first := s.Mixups[0]
		text += fmt.Sprintf(": %s was given the data of %s at %s", wording.Quoted(first.User), wording.Quoted(first.Seen), wording.Quoted(first.Step))
	}
	return text
}

// sessions counts them while a run is under way.
type sessions struct {
	mutex  sync.Mutex
	seen   Sessions
	active int // users that hold a session, or are in a flow
}

// change changes what was counted.
func (s *sessions) change(change func(*Sessions)) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	change(&s.seen)
}

// hold notes that sessions began, or with a negative number ended.
func (s *sessions) hold(count int) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.active += count
}

// now returns how many users have a session.
func (s *sessions) now() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.active
}

// ended returns what was counted.
func (s *sessions) ended() Sessions {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.seen
}

// mixed notes an answer that was about another user.
func (s *sessions) mixed(user *scenario.User, step *scenario.Step, fault *scenario.Fault) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.seen.Mixed++
	if len(s.seen.Mixups) < mostMixups {
		s.seen.Mixups = append(s.seen.Mixups, Mixup{Step: step.Name, User: user.Identity(), Seen: fault.Seen, Known: fault.Other > 0})
	}
}
