package smoke

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load/scenario"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/wording"
)

// Played is what came of the steps.
type Played struct {
	Steps []Step
	// Lacks says why nothing was played; empty: something was.
	Lacks string
}

// Step is one step and what came of it.
type Step struct {
	*scenario.Step
	Exchange *checks.Exchange // nil: it was not sent
	Fault    string           // why the answer is not what it is to be; empty: it is
	Skipped  string           // why it was not sent; empty: it was
	Unclear  string           // why the answer tells nothing of the step
	Writes   bool             // it was skipped since it writes
}

// Count returns how many steps held, failed, told nothing and were skipped.
func (p Played) Count() (held, failed, unclear, skipped int) {
	for _, step := range p.Steps {
		switch {
		case step.Skipped != "":
			skipped++
		case step.Unclear != "":
			unclear++
		case step.Fault != "":
			failed++
		default:
			held++
		}
	}
	return held, failed, unclear, skipped
}

// Play sends the steps of a file to staging. An error means that golive stopped.
func Play(ctx context.Context, staging checks.Staging, file File, now func() time.Time) (Played, error) {
	address, err := url.Parse(staging.Address())
	if err != nil {
		return Played{}, fmt.Errorf("play smoke tests: %w", err)
	}
	program, wrong := compile(file.Text, address.Host)
	if wrong != nil {
		return Played{}, fmt.Errorf("play smoke tests: %w", wrong)
	}
	one := player{staging: staging, user: program.User(1), now: now, skipped: map[string]string{}}
	one.user.Discreet(staging.Hide)
	for _, name := range program.Secrets() {
		value, err := staging.Secret(name)
		if err != nil {
			return Played{Lacks: "the secret " + wording.Quoted(name) + " cannot be had: " + err.Error()}, nil
		}
		one.user.Fill(name, value)
	}
	var played Played
	for _, step := range program.Steps() {
		result, err := one.step(ctx, step)
		if err != nil {
			return Played{}, err
		}
		if result.Skipped != "" || result.Fault != "" || result.Unclear != "" {
			for _, name := range step.Gives() {
				one.skipped[name] = step.Name
			}
		}
		played.Steps = append(played.Steps, result)
	}
	// What was learned to be a secret later is left out of what was seen before.
	for index := range played.Steps {
		if exchange := played.Steps[index].Exchange; exchange != nil {
			shown := staging.Shown(*exchange)
			played.Steps[index].Exchange = &shown
		}
		played.Steps[index].Fault = cut(staging.Hide(played.Steps[index].Fault))
	}
	return played, nil
}

// cut bounds a fault: the text of a check may be as long as the file.
func cut(fault string) string {
	const most = 240
	if letters := []rune(fault); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return fault
}

// errNoRequest says that the values of a step make no request.
var errNoRequest = errors.New("it is no request that HTTP can carry")

// player is one visitor who goes through the steps.
type player struct {
	staging checks.Staging
	user    *scenario.User
	now     func() time.Time
	skipped map[string]string // variables that nothing set, by the step that should have
}

// step sends one step, unless something is in the way.
func (p *player) step(ctx context.Context, step *scenario.Step) (Step, error) {
	result := Step{Step: step}
	if name := p.user.Lacks(step); name != "" {
		result.Skipped = "nothing set " + wording.Quoted("{"+name+"}")
		if before, known := p.skipped[name]; known {
			result.Skipped = fmt.Sprintf("it needs %s, which %s did not give", wording.Quoted("{"+name+"}"), wording.Quoted(before))
		}
		return result, nil
	}
	if may, why := p.staging.MayWrite(); scenario.Writes(step.Method) && !may {
		result.Skipped, result.Writes = "it may change data, and "+why, true
		return result, nil
	}
	request, err := Request(p.user, step)
	if err != nil {
		result.Fault = step.Name + ": " + err.Error()
		return result, nil
	}
	exchanges, err := p.staging.Ask(ctx, []checks.Probe{request})
	if err != nil {
		return Step{}, err
	}
	exchange := &exchanges[0]
	result.Exchange = exchange
	if exchange.Status == 0 {
		result.Unclear = exchange.Failure
		return result, nil
	}
	if wall := probe.Wall(*exchange); wall != "" {
		result.Unclear = wall + " answered in its place"
		return result, nil
	}
	p.answer(step, exchange)
	if fault := p.user.Take(step, p.now); fault != nil {
		result.Fault = fault.Reason
		if exchange.Status == http.StatusTooManyRequests {
			result.Fault, result.Unclear = "", "it answered 429, too many requests"
		}
	}
	p.staging.Conceal(p.user.Confidential()...)
	return result, nil
}

// Request makes a probe of what a step of a user would be on a connection.
func Request(user *scenario.User, step *scenario.Step) (checks.Probe, error) {
	written, err := user.Request(step)
	if err != nil {
		return checks.Probe{}, err
	}
	read, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(written)))
	if err != nil {
		return checks.Probe{}, errNoRequest
	}
	body, err := io.ReadAll(read.Body)
	if err != nil {
		return checks.Probe{}, errNoRequest
	}
	read.Header.Del("Content-Length")
	return checks.Probe{Method: step.Method, Path: read.RequestURI, Header: read.Header, Body: body, Anew: true}, nil
}

// answer hands the answer to the visitor.
func (p *player) answer(step *scenario.Step, exchange *checks.Exchange) {
	answer := &p.user.Answer
	answer.Expect(step)
	answer.Status, answer.Size, answer.Elapsed = exchange.Status, exchange.Length, exchange.Elapsed
	header := exchange.Answer()
	names := make([]string, 0, len(header))
	for name := range header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range header[name] {
			answer.Field([]byte(name), []byte(value))
		}
	}
	if answer.WantsBody() {
		answer.Keep(exchange.Body())
		answer.Cut = answer.Cut || exchange.Cut || exchange.Length > int64(len(exchange.Body()))
	}
}
