package scenario

import (
	"bytes"
	"fmt"
	"strconv"
	"time"
)

// Step is one request of a flow. It does not change.
type Step struct {
	Name   string
	Method string
	Index  int  // among all of the program
	Line   int  // of the file, from 1; 0: it is of none
	API    bool // it asks what a program would, by what it says itself; else it opens a page

	head     template // the request up to where cookies stand
	cookies  bool     // the user's go with it
	body     template
	rest     []byte // of the header, after cookies; nil: the body's length depends on the user
	checks   []check
	status   bool // a check is about the status
	extracts []set
	identity *extraction
	think    think
	wants    wants
	needs    []need
}

// set puts an extraction into a variable.
type set struct {
	name  string
	place int
	extraction
}

// think is a time between two others.
type think struct{ shortest, longest time.Duration }

func (t think) mean() time.Duration { return (t.shortest + t.longest) / 2 }

// Request writes the request with the user's values, as HTTP/1.1 sends it. It is
// valid until the user's next one.
func (u *User) Request(step *Step) ([]byte, error) {
	request, err := step.head.append(u.request[:0], u.values)
	if err != nil {
		return nil, err
	}
	if step.cookies && len(u.cookies) > 0 {
		request = u.cookies.append(request, target(request, step.Method))
	}
	if step.rest != nil {
		request = append(request, step.rest...)
		u.request, err = step.body.append(request, u.values)
		return u.request, err
	}
	if u.body, err = step.body.append(u.body[:0], u.values); err != nil {
		return nil, err
	}
	request = strconv.AppendInt(append(request, "Content-Length: "...), int64(len(u.body)), 10)
	request = append(request, "\r\n\r\n"...)
	u.request = append(request, u.body...)
	return u.request, nil
}

// target returns the path of a request, with its query.
func target(request []byte, method string) []byte {
	path := request[len(method)+1:]
	return path[:max(bytes.IndexByte(path, ' '), 0)]
}

// Take looks at the answer to a step: it holds the checks, keeps cookies and sets
// variables. nil: it is as it is to be.
func (u *User) Take(step *Step, now func() time.Time) *Fault {
	answer := &u.Answer
	for _, field := range answer.fields {
		if bytes.EqualFold(field.name, []byte("Set-Cookie")) {
			u.cookies.take(string(field.value), u.program.host, now)
		}
	}
	if !step.status && !(answer.Status >= 200 && answer.Status < 300 || answer.Status == 304) {
		return &Fault{Kind: WrongStatus, Reason: fmt.Sprintf("%s: status %d%s", step.Name, answer.Status, redirected(answer.Status))}
	}
	for index := range step.checks {
		one := &step.checks[index]
		if reason := one.fails(u, answer); reason != "" {
			kind := FailedCheck
			if one.subject == "status" {
				kind = WrongStatus
			}
			return &Fault{Kind: kind, Reason: step.Name + ": " + reason}
		}
	}
	for index := range step.extracts {
		one := &step.extracts[index]
		value, found := one.value(u, answer)
		if !found {
			return &Fault{Kind: NotExtracted, Reason: fmt.Sprintf("%s: nothing for {%s} at %s%s", step.Name, one.name, one.String(), cut(answer))}
		}
		u.values[one.place] = value
	}
	if step.identity == nil {
		return nil
	}
	return u.identify(step)
}

// identify holds whose data came against whose was asked for.
func (u *User) identify(step *Step) *Fault {
	seen, found := step.identity.value(u, &u.Answer)
	own := u.Identity()
	switch {
	case !found:
		return &Fault{Kind: NotExtracted, Reason: fmt.Sprintf("%s: nothing says whose data it is at %s%s", step.Name, step.identity, cut(&u.Answer))}
	case seen == own:
		return nil
	}
	fault := &Fault{Kind: Mixed, Seen: u.shown(seen), Other: u.program.users.owner[seen]}
	fault.Reason = fmt.Sprintf("%s: user %d, %q, was given the data of %q", step.Name, u.Number, shorten(own), u.shown(seen))
	return fault
}

func redirected(status int) string {
	if status >= 300 && status < 400 {
		return ", and redirects are not followed: where it is meant, write check: [status == " + strconv.Itoa(status) + "] and a step for where it leads"
	}
	return ""
}

func cut(answer *Answer) string {
	if answer.Cut {
		return fmt.Sprintf(", of the first %d bytes", MostBody)
	}
	return ""
}

// Identifies reports whether the step looks at whose data came.
func (s *Step) Identifies() bool { return s.identity != nil }
