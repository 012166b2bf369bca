package performance

import (
	"fmt"
	"math"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/evidence/loadimport"
	"github.com/golive-app/golive/checks/wording"
)

// importedJudge weighs what other tools measured. It was measured for this content, but
// nobody knows where, by what, and whether all was counted: it passes nothing by itself,
// and a person signs with it.
type importedJudge struct {
	subject     checks.Subject
	observation *checks.Observation
	best        string // of those that support
}

// weigh records one result.
func (j *importedJudge) weigh(one importedLoad) {
	result, target := one.result, float64(j.subject.Policy.Load.TargetRPS)
	served := result.Low
	if math.IsNaN(served) {
		served = result.Achieved
	}
	evidence := checks.Evidence{
		Grade: loadimport.Grade, Outcome: checks.Neutral, Kind: "imported", Source: string(result.Tool), Link: one.artifact.Link,
		ObservedAt: one.artifact.CreatedAt, Tree: j.subject.Release.Tree, Sample: int(max(result.Requests, 0)),
	}
	if evidence.ObservedAt.IsZero() {
		evidence.ObservedAt = j.subject.Now()
	}
	if !math.IsNaN(served) {
		evidence.Value, evidence.Threshold = &served, &target
	}
	summary := fmt.Sprintf("%s (%s) in %s: %s", result.Tool, result.Format, one.place(), importedFigures(result, served))
	outcome, why := j.decide(one, served)
	if evidence.Outcome = outcome; outcome != checks.Neutral {
		evidence.ExpiresAt = evidence.ObservedAt.Add(loadLasting)
	}
	if outcome == checks.Supports {
		j.best = fmt.Sprintf("%s says %s of %s rps", result.Tool, load.RateWords(served), load.RateWords(target))
	}
	if why != "" {
		summary += "; " + why
	}
	if len(result.Caveats) > 0 {
		const shown = 2
		summary += ". To know: " + strings.Join(result.Caveats[:min(len(result.Caveats), shown)], "; ")
	}
	evidence.Summary = summary
	j.observation.Evidence = append(j.observation.Evidence, evidence)
}

// decide says what a result speaks for. What was not tested at the target, or not long
// enough, speaks neither for nor against.
func (j *importedJudge) decide(one importedLoad, served float64) (outcome checks.Outcome, why string) {
	plan, result := j.subject.Policy.Load, one.result
	target := float64(plan.TargetRPS)
	offered := max(result.Target, result.Offered)
	if math.IsNaN(result.Target) {
		offered = result.Offered
	}
	switch {
	case result.Limited != "":
		return checks.Neutral, result.Limited
	case math.IsNaN(served) || math.IsNaN(offered) || result.Requests < load.LeastSamples:
		return checks.Neutral, "that is too little to say anything of the target"
	case offered < load.LeastServed(target):
		return checks.Neutral, fmt.Sprintf("the target is %s", load.RateWords(target))
	case onOneMachine(result.URL):
		return checks.Neutral, "it loaded a service on CI's own machine"
	case result.Duration < leastToJudge:
		return checks.Neutral, fmt.Sprintf("it took %s, and less than %s says nothing", wording.Span(result.Duration.Round(time.Second)), wording.Span(leastToJudge))
	}
	missed, open := j.missed(result, served)
	switch steady := max(plan.SteadyTime(), leastSteady); {
	case len(missed) > 0:
		j.find(one, missed)
		return checks.Refutes, ""
	case len(open) > 0:
		return checks.Neutral, "it does not tell " + strings.Join(open, ", ")
	case result.Duration < enough(steady):
		return checks.Neutral, fmt.Sprintf("it took %s, and it takes %s to speak for it", wording.Span(result.Duration.Round(time.Second)), wording.Span(steady))
	default:
		return checks.Supports, ""
	}
}

// missed lists what the policy asks for and the result does not show, and what the
// result does not tell of it.
func (j *importedJudge) missed(result loadimport.Imported, served float64) (missed, open []string) {
	slo := j.subject.Policy.Load.SLO
	if served < load.LeastServed(float64(j.subject.Policy.Load.TargetRPS)) {
		missed = append(missed, load.RateWords(served)+" requests a second were served")
	}
	for _, one := range []struct {
		name string
		most time.Duration
	}{{"p95", slo.P95Time()}, {"p99", slo.P99Time()}} {
		observed, told := result.Times[one.name]
		switch {
		case one.most == 0:
		case !told:
			open = append(open, one.name)
		case observed > inMilliseconds(one.most):
			missed = append(missed, fmt.Sprintf("%s was %s, and the SLO is %s", one.name, load.TimeWords(observed), wording.Span(one.most)))
		}
	}
	const percent = 100
	switch most := slo.MostErrors(); {
	case math.IsNaN(result.ErrorShare()):
		open = append(open, "errors")
	case percent*result.ErrorShare() > most:
		missed = append(missed, fmt.Sprintf("%s of the requests failed, and the SLO is %g %%", load.ShareWords(result.Errors, result.Requests), most))
	}
	return missed, open
}

func (j *importedJudge) find(one importedLoad, missed []string) {
	j.observation.Findings = append(j.observation.Findings, checks.Finding{
		Rule: "load.imported", Severity: checks.SeverityError, Grade: loadimport.Grade, Fingerprint: checks.Fingerprint("load.imported", one.artifact.Name),
		Message: fmt.Sprintf("%s in CI, at the target: %s", one.result.Tool, strings.Join(missed, "; ")),
		Remedy:  "Find what holds it up and mend it. Where that test is not about what goes live, let golive test staging: " + loadAgain + ".",
	})
}

// settle says what all results come to.
func (j *importedJudge) settle() {
	if j.best == "" || len(j.observation.Findings) > 0 {
		return
	}
	j.observation.Headline = j.best + "; golive measured nothing itself"
	j.observation.Why = "A load test in CI speaks for this content. Nobody but CI saw where it ran and what it counted, so that it passes nothing by itself."
	j.observation.Remedy = "An SRE reads it and signs with a link: `/golive sign-off performance.load LINK`. Or let golive test staging: " + loadAgain + "."
}

// importedFigures is a result in one line.
func importedFigures(result loadimport.Imported, served float64) string {
	var parts []string
	if !math.IsNaN(served) {
		parts = append(parts, load.RateWords(served)+" rps served")
	}
	for _, name := range []string{"p95", "p99"} {
		if value, told := result.Times[name]; told {
			parts = append(parts, name+" "+load.TimeWords(value))
		}
	}
	if share := result.ErrorShare(); !math.IsNaN(share) {
		parts = append(parts, load.ShareWords(result.Errors, result.Requests)+" errors")
	}
	if result.Duration > 0 {
		parts = append(parts, "in "+wording.Span(result.Duration.Round(time.Second)))
	}
	if host := hostOf(result.URL); host != "" {
		parts = append(parts, "of "+wording.Quoted(host))
	}
	missed := 0
	for _, hold := range result.Holds {
		if hold.Undecided == "" && !hold.Met {
			missed++
		}
	}
	if missed > 0 {
		parts = append(parts, fmt.Sprintf("%d of its own %s missed", missed, wording.Counted(len(result.Holds), "threshold", "thresholds")))
	}
	if len(parts) == 0 {
		return "no figures"
	}
	return strings.Join(parts, " · ")
}

func hostOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return parsed.Host
}

// onOneMachine reports whether the service ran beside the tool.
func onOneMachine(address string) bool {
	parsed, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := parsed.Hostname()
	ip, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && ip.Unmap().IsLoopback()
}
