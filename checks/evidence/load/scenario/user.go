package scenario

import (
	"math"
	"time"
)

// User is one of a program's users. It belongs to one goroutine.
type User struct {
	Number int // from 1
	Answer Answer

	program *Program
	values  []string // of variables, by place
	cookies cookies
	begun   bool // the start's steps were done
	request []byte
	body    []byte
	scratch []byte
	turn    uint64
	hide    func(string) string // takes secrets out of what faults show; nil: there are none
}

// Discreet takes what the service answered out of what faults show, where it opens
// something: before it is cut, since half a secret is recognised by nobody.
func (u *User) Discreet(hide func(string) string) { u.hide = hide }

// shown cuts a value that a fault shows.
func (u *User) shown(value string) string {
	if u.hide != nil {
		value = u.hide(value)
	}
	return shorten(value)
}

// User makes a user, 1 to Count.
func (p *Program) User(number int) *User {
	user := &User{Number: number, program: p, values: make([]string, p.places)}
	p.users.fill(number, user.values)
	for name, value := range p.given {
		user.Fill(name, value)
	}
	user.hide = p.hide
	return user
}

// Begin returns the steps of the user's next flow, which is the one after so many of
// all users: those of the start before, as long as they were not done. Without a
// start, every flow is that of a new visitor.
func (u *User) Begin(before uint64) (start, steps []*Step) {
	flow := u.program.Flow(before)
	u.turn = before
	if u.begun && len(u.program.start) > 0 {
		return nil, flow.steps
	}
	u.cookies = u.cookies[:0]
	return u.program.start, flow.steps
}

// Started says that the start's steps were done.
func (u *User) Started() { u.begun = true }

// Holds reports whether the user's start was done and its session lasts.
func (u *User) Holds() bool { return u.begun && len(u.program.start) > 0 }

// Identity returns what answers say of the user; empty: nothing is asked.
func (u *User) Identity() string {
	if u.program.users.identity < 0 {
		return ""
	}
	return u.values[u.program.users.identity]
}

// Thinks returns how long the user thinks after a step. Over flows that follow each
// other the times are spread evenly: thrown by dice they would let the rate go up and
// down, which says nothing of the service.
func (u *User) Thinks(step *Step) time.Duration {
	const golden, second = 0.6180339887498949, 0.7548776662466927
	_, share := math.Modf(float64(u.turn%(1<<32))*golden + float64(step.Index)*second)
	return step.think.shortest + time.Duration(share*float64(step.think.longest-step.think.shortest))
}
