package security

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/answer"
	"github.com/golive-app/golive/checks/wording"
)

// attack tries routes with marks that do no harm: an element that no browser knows, a
// quote, the path of a file that every system has. What it tells is confirmed by a
// second mark, and by an answer without one.
type attack struct {
	look *probe.Look
	word string // of marks
	left int    // requests
	mark int    // the number of the last mark

	routes, parameters int // that were tried
	usual              int // parameters that routes are not known to read
	files              int // parameters of those that name files
	filtered           int // routes before which something refuses marks
	untried            int // routes that told nothing, or ask who asks
	last               *checks.Exchange
}

// ask asks a target with some values; false where no request is left.
func (a *attack) ask(ctx context.Context, one target, values map[string]string) (checks.Exchange, bool, error) {
	return a.send(ctx, checks.Probe{Path: one.address(values)})
}

// again asks what was asked before once more.
func (a *attack) again(ctx context.Context, one target, values map[string]string) (checks.Exchange, bool, error) {
	return a.send(ctx, checks.Probe{Path: one.address(values), Anew: true})
}

func (a *attack) send(ctx context.Context, asked checks.Probe) (checks.Exchange, bool, error) {
	if a.left == 0 {
		return checks.Exchange{}, false, nil
	}
	a.left--
	answers, err := a.look.Ask(ctx, asked)
	if err != nil {
		return checks.Exchange{}, false, err
	}
	return answers[0], true, nil
}

// all gives every parameter of a target the value that is made for it.
func all(one target, value func(index int, of aim) string) map[string]string {
	values := map[string]string{}
	for index, of := range one.aims {
		text := value(index, of)
		if of.inPath {
			text = url.PathEscape(text)
		}
		values[of.name] = text
	}
	return values
}

// alone gives one parameter of a target a value.
func alone(of aim, text string) map[string]string {
	if of.inPath {
		text = url.PathEscape(text)
	}
	return map[string]string{of.name: text}
}

// on tries one route.
func (a *attack) on(ctx context.Context, one target) error {
	plain, sent, err := a.ask(ctx, one, all(one, func(int, aim) string { return "1" }))
	if err != nil || !sent {
		return err
	}
	if probe.Unclear(plain) != "" || probe.Refused(plain) {
		a.untried++
		if plain.Status == http.StatusInternalServerError && probe.Wall(plain) == "" {
			return a.paths(ctx, one, plain) // a file called 1 is not there, and that breaks it
		}
		return nil
	}
	a.routes++
	for _, of := range one.aims {
		if of.usual {
			a.usual++
		} else {
			a.parameters++
		}
	}
	a.last = &plain
	if one.files {
		return a.paths(ctx, one, plain)
	}
	refused, err := a.markup(ctx, one, plain)
	if err != nil {
		return err
	}
	if refused {
		a.filtered++
	}
	if err := a.quotes(ctx, one, plain); err != nil {
		return err
	}
	return a.paths(ctx, one, plain)
}

// tag is the name of an element that no page has.
func (a *attack) tag() string {
	a.mark++
	return fmt.Sprintf("%sx%d", a.word, a.mark)
}

// breaking ends the value of an attribute in either quotes, and begins an element.
func breaking(tag string) string { return `1'"><` + tag + `>` }

// markup tries whether a parameter reaches a page as markup: a browser would read the
// mark as an element. It reports whether something refuses such marks that lets others
// pass.
func (a *attack) markup(ctx context.Context, one target, plain checks.Exchange) (refused bool, err error) {
	tags := map[string]aim{}
	marked, sent, err := a.ask(ctx, one, all(one, func(_ int, of aim) string {
		tag := a.tag()
		tags[tag] = of
		return breaking(tag)
	}))
	if err != nil || !sent {
		return false, err
	}
	if probe.Wall(marked) != "" || marked.Status == http.StatusForbidden || marked.Status == http.StatusNotAcceptable {
		return plain.Status < http.StatusBadRequest, nil
	}
	if !probe.HTML(marked) {
		return false, nil // what is no page is not read as one
	}
	for tag, of := range tags {
		if !answer.Has(marked.Body(), tag) {
			continue
		}
		again := a.tag()
		second, sent, err := a.ask(ctx, one, alone(of, breaking(again)))
		if err != nil || !sent {
			return false, err
		}
		if probe.HTML(second) && answer.Has(second.Body(), again) && !answer.Has(second.Body(), tag) {
			a.tell(one, of, &second, "xss", checks.SeverityError, "puts %s into the page as markup: an element that golive put there is one for browsers",
				"Write it with the template's own escaping (`{{ x }}`, `<%= x %>`, `textContent`), and never as it is (`|safe`, `<%- x %>`, `dangerouslySetInnerHTML`, `innerHTML`).")
		}
	}
	return false, nil
}

// quotes tries whether a parameter reaches a query as it is: a quote breaks it, and two
// do not.
func (a *attack) quotes(ctx context.Context, one target, plain checks.Exchange) error {
	if databaseError(plain) != "" {
		return nil // it says so whatever is asked
	}
	quoted, sent, err := a.ask(ctx, one, all(one, func(int, aim) string { return "1'" }))
	if err != nil || !sent || databaseError(quoted) == "" && (quoted.Status < http.StatusInternalServerError || probe.Wall(quoted) != "") {
		return err
	}
	for _, of := range one.aims {
		broken, sent, err := a.ask(ctx, one, alone(of, "1'"))
		if err != nil || !sent {
			return err
		}
		sign := databaseError(broken)
		if sign == "" && broken.Status < http.StatusInternalServerError {
			continue
		}
		whole, sent, err := a.ask(ctx, one, alone(of, "1''"))
		if err != nil || !sent {
			return err
		}
		if databaseError(whole) != "" || whole.Status >= http.StatusInternalServerError {
			continue // it breaks on more than a quote that is left open
		}
		const remedy = "Hand it to the query as a parameter (`WHERE name = $1`), never as a part of its text."
		if sign != "" {
			a.tell(one, of, &broken, "sql", checks.SeverityError, "puts %s into a query as it is: one quote breaks it and two do not ("+sign+")", remedy)
			continue
		}
		// Without the words of a database it is a suspicion, and only one that holds.
		if again, sent, err := a.ask(ctx, one, alone(of, "2'")); err != nil || !sent {
			return err
		} else if again.Status >= http.StatusInternalServerError && probe.Wall(again) == "" {
			a.tell(one, of, &broken, "sql-suspect", checks.SeverityWarning, fmt.Sprintf("breaks on one quote in %%s, and not on two: it answers %d and %d", broken.Status, whole.Status), "See whether it is a part of a query's text. "+remedy)
		}
	}
	return nil
}

// tell makes a finding. What says what the route does with the parameter, which stands
// for %s.
func (a *attack) tell(one target, of aim, exchange *checks.Exchange, class string, severity checks.Severity, what, remedy string) {
	part := "its parameter "
	if of.inPath {
		part = "the part of its path "
	}
	place := ""
	if one.route.File != "" {
		place = " (" + wording.QuotedPath(fmt.Sprintf("%s:%d", one.route.File, one.route.Line)) + ")"
	}
	// The body may hold more than a sign of it.
	shown := *exchange
	shown.Excerpt = ""
	a.look.Find(RuleInjection+class, severity, &shown, fmt.Sprintf("%s%s %s", named(one.route), place, fmt.Sprintf(what, part+wording.Quoted(of.name))), remedy)
	if severity == checks.SeverityError {
		a.look.Record(checks.Refutes, &shown, 1, "%s was tried with a mark in %s, and it came through", named(one.route), wording.Quoted(of.name))
	}
}

// close sums up. Nothing found is no proof that there is nothing.
func (a *attack) close() {
	if a.look.Errors() > 0 {
		a.look.Headline = wording.Counted(a.look.Errors(), "mark came through on staging", "marks came through on staging")
		a.look.Why = wording.Capital(a.look.First().Message) + "."
	}
	if a.routes == 0 {
		text := "no route of staging could be tried with marks"
		if a.untried > 0 {
			text += fmt.Sprintf(": %d ask who asks, or told nothing", a.untried)
		}
		a.look.Record(checks.Neutral, nil, a.untried, "%s", text)
		return
	}
	text := fmt.Sprintf("tried %s of %s on staging, and %d that others often have, with markup and quotes; %d with the path of a file", wording.Counted(a.parameters, "parameter", "parameters"), wording.Counted(a.routes, "route", "routes"), a.usual, a.files)
	if a.look.Errors() == 0 {
		text += "; no mark came through, which proves little"
	}
	if a.filtered > 0 {
		text += fmt.Sprintf("; before %s something refuses marks, so that nothing is seen of the code", wording.Counted(a.filtered, "route", "routes"))
	}
	if a.untried > 0 {
		text += fmt.Sprintf("; %s who asks, or told nothing", wording.Counted(a.untried, "route asks", "routes ask"))
	}
	if a.left == 0 {
		text += fmt.Sprintf("; it ended with the %d requests that are sent at most", mostAttacks)
	}
	a.look.Record(checks.Neutral, a.last, a.parameters+a.usual, "%s", text)
}
