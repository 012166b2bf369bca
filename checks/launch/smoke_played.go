package launch

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/smoke"
	"github.com/golive-app/golive/checks/wording"
)

// observeOwn states what the release's .golive/smoke.yml says, and reports whether it
// opens pages and asks the API.
func observeOwn(observation *checks.Observation, facts smokeFacts, release checks.Release, now time.Time) (page, api bool) {
	if facts.own.Problem != nil {
		for _, problem := range facts.own.Problem.Problems {
			observation.Findings = append(observation.Findings, checks.Finding{
				Rule: "smoke.broken", Severity: checks.SeverityError, Path: smoke.Path, Line: problem.Line, EndLine: problem.Line, Column: problem.Column, Grade: checks.E2,
				Message: "the smoke test cannot be played: " + wording.Quoted(problem.Problem), Remedy: "On this line: " + wording.Quoted(problem.Advice), Fingerprint: checks.Fingerprint("smoke.broken", smoke.Path, problem.Problem),
			})
		}
		observation.Headline = "`" + smoke.Path + "` is not in order"
		return false, false
	}
	pages, asked := facts.own.Covers()
	observation.Evidence = append(observation.Evidence, checks.Evidence{
		Grade: checks.E2, Outcome: checks.Supports, Kind: "file", Source: "smoke tests", Path: smoke.Path, ObservedAt: now, Tree: release.Tree, Sample: pages + asked,
		Summary: fmt.Sprintf("%s for after a deployment (pages: %d, API: %d)", wording.Counted(pages+asked, "step", "steps"), pages, asked),
	})
	return pages > 0, asked > 0
}

// playSmoke plays the steps on staging and adds what came of them. What is played is the
// file of a ref that the release's author does not control: it says what golive sends.
func playSmoke(ctx context.Context, subject checks.Subject, facts smokeFacts, static checks.Observation) (checks.Observation, error) {
	steps := len(facts.own.Program.Steps())
	idle := func(reason, remedy string) (checks.Observation, error) {
		reason = strings.TrimSuffix(reason, ".")
		static.Findings = append(static.Findings, checks.Finding{
			Rule: "smoke.not-played", Severity: checks.SeverityWarning, Path: smoke.Path, Message: "the steps are written, and golive has not played them: " + reason,
			Remedy: remedy, Fingerprint: checks.Fingerprint("smoke.not-played", smoke.Path),
		})
		static.Headline = wording.Counted(steps, "step is", "steps are") + " written for after a deployment, and not played"
		static.Why = wording.Capital(reason) + "."
		return static, nil
	}
	trusted, lack, remedy, err := smoke.Trusted(ctx, subject.Trusted)
	switch {
	case err != nil:
		return checks.Observation{}, err
	case lack != "":
		return idle(lack, remedy)
	}
	var aside checks.Observation
	look, err := probe.Enter(ctx, subject, &aside)
	switch {
	case err != nil:
		return checks.Observation{}, err
	case look == nil && len(aside.Missing) > 0:
		return idle(aside.Missing[0].Reason, aside.Missing[0].Remedy)
	case look == nil:
		unvisited := checks.Unvisited("staging is not visited", "QA goes through the steps")
		return idle(unvisited.Reason, unvisited.Remedy)
	}
	played, err := smoke.PlayOnce(ctx, subject, look.Staging(), trusted)
	if err != nil {
		return checks.Observation{}, err
	}
	if played.Lacks != "" {
		return idle(played.Lacks, "Whoever runs golive lays it down for this repository.")
	}
	judgePlayed(look, played, facts.own, trusted, subject.Trusted.Ref)
	return look.Join(static, func(one *checks.Finding) bool { return one == nil }), nil
}

// judgePlayed says what the answers to the steps mean for the item.
func judgePlayed(look *probe.Look, played smoke.Played, own, trusted smoke.File, ref string) {
	total := len(played.Steps)
	held, failed, unclear, skipped := played.Count()
	origin := ""
	same := string(own.Text) == string(trusted.Text)
	if !same {
		origin = fmt.Sprintf(" (as %s has it)", wording.Quoted(ref))
	}
	lineOf := func(step smoke.Step) int {
		if same {
			return step.Line
		}
		return own.Line(step.Name)
	}
	for _, step := range played.Steps {
		name := wording.Quoted(step.Name)
		switch {
		case step.Skipped != "":
			look.FindAt(smoke.Path, lineOf(step), step.Name, "smoke.skipped", checks.SeverityWarning, nil, fmt.Sprintf("the step %s was not played: %s", name, step.Skipped), skippedRemedy(step))
		case step.Unclear != "":
			look.FindAt(smoke.Path, lineOf(step), step.Name, "smoke.unclear", checks.SeverityWarning, step.Exchange, fmt.Sprintf("the step %s told nothing: %s", name, step.Unclear), "See that staging answers it, then rerun.")
		case step.Fault != "":
			message := fmt.Sprintf("the step %s fails on staging%s: %s", name, origin, wording.QuotedPath(strings.TrimPrefix(step.Fault, step.Name+": ")))
			look.FindAt(smoke.Path, lineOf(step), step.Name, "smoke.step", checks.SeverityError, step.Exchange, message, "Mend what it asks for, or the step where that is meant; then deploy and rerun.")
			outcome := checks.Refutes
			if !look.Deployed.Proven() {
				outcome = checks.Neutral // of a version that nobody knows
			}
			if step.Exchange != nil {
				look.Record(outcome, step.Exchange, 1, "%s answered %d, and the step %s asks for something else", wording.Quoted(step.Method+" "+pathOnly(step.Exchange.URL)), step.Exchange.Status, name)
			}
		}
	}
	pages, api := 0, 0
	for _, step := range played.Steps {
		if step.Skipped == "" && step.Fault == "" && step.Unclear == "" {
			if step.API {
				api++
			} else {
				pages++
			}
		}
	}
	look.Headline, look.Why = fmt.Sprintf("%d of %s of the smoke test held on staging", held, wording.Counted(total, "step", "steps")), ""
	switch {
	case failed > 0:
		look.Headline = fmt.Sprintf("%d of %s of the smoke test %s on staging", failed, wording.Counted(total, "step", "steps"), failOrFails(failed))
		look.Why = wording.Capital(look.First().Message) + "."
	case held > 0:
		look.Record(checks.Supports, lastExchange(played), held, "played `%s`%s on staging: %d of %s held (pages: %d, API: %d)", smoke.Path, origin, held, wording.Counted(total, "step", "steps"), pages, api)
	}
	if failed == 0 && unclear+skipped > 0 {
		look.Why = wording.Capital(look.First().Message) + "."
	}
}

func failOrFails(count int) string {
	if count == 1 {
		return "fails"
	}
	return "fail"
}

func skippedRemedy(step smoke.Step) string {
	if step.Writes {
		return "Where staging's data may change, write `probes: {allow_writes: true}` into .golive.yml, beside `environments: {staging: {url: …}}`."
	}
	return "See to the step before it."
}

// lastExchange is that of the last step that was sent.
func lastExchange(played smoke.Played) *checks.Exchange {
	for index := len(played.Steps) - 1; index >= 0; index-- {
		if exchange := played.Steps[index].Exchange; exchange != nil && exchange.Status != 0 {
			return exchange
		}
	}
	return nil
}
