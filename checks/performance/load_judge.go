package performance

import (
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/wording"
)

// What a load test has to be, whatever a policy says.
const (
	leastSteady  = 5 * time.Minute // that passes
	leastToJudge = time.Minute     // that says anything, unless it was stopped for its errors
	loadLasting  = 7 * 24 * time.Hour
	loadFresh    = 24 * time.Hour
	aboveTarget  = 1.01 // from which on a test asks for more than the target
)

// observeLoad states what a load test means for the item. What it is held to is the
// policy's of now, and not what held when it ran.
func observeLoad(one loaded, subject checks.Subject) checks.Observation {
	j := &loadJudge{loaded: one, subject: subject, now: subject.Now()}
	if lacks, none := j.untested(); none {
		return checks.Observation{Headline: lacks.headline, Missing: []checks.Missing{lacks.missing}}
	}
	j.figures()
	j.weigh()
	j.observation.Headline = j.headline()
	return j.observation
}

// loadJudge collects what is said of a load test.
type loadJudge struct {
	loaded
	subject     checks.Subject
	now         time.Time
	observation checks.Observation
}

// lacksLoad is why there is nothing to judge.
type lacksLoad struct {
	headline string
	missing  checks.Missing
}

const (
	loadAgain = "`/golive loadtest`"
	// moreProcessors is what helps where the generator was the limit.
	moreProcessors = "Give golive's load workers more processors, or ask for less, then " + loadAgain + "."
	writeLoad      = "Write what production gets at its peak, twice over, into .golive.yml on %s: `load: {target_rps: 10000, slo: {p95: 150ms, p99: 300ms}}`."
	orSignLoad     = " Or an SRE who tested it elsewhere signs with the result: `/golive sign-off performance.load LINK`."
)

// untested says why no figures can be judged; none: there are no such figures.
func (j *loadJudge) untested() (lacks lacksLoad, none bool) {
	plan, test := j.subject.Policy.Load, j.test
	say := func(headline string, connection checks.Connection, reason, remedy string) (lacksLoad, bool) {
		return lacksLoad{headline, checks.Missing{Connection: connection, Reason: reason, Remedy: remedy}}, true
	}
	switch {
	case plan.TargetRPS == 0:
		return say("no target set", checks.ConnectionLoadPlan, "no target is set: the policy has no load.target_rps", fmt.Sprintf(writeLoad, policyBranch(j.subject.Release))+orSignLoad)
	case test == nil && j.subject.Forge == nil:
		return say("not load-tested", checks.ConnectionStaging, "this content was not load-tested: golive does that on GitHub, for a content that runs on staging",
			fmt.Sprintf("Here, `golive load URL --rps %d --duration %s` does.", plan.TargetRPS, wording.Span(plan.SteadyTime())))
	case test == nil:
		return say("not load-tested yet", checks.ConnectionStaging, "this content was not load-tested, since no deployment of it to staging is known",
			fmt.Sprintf("Deploy `%s` to staging: the test starts by itself. Or, once it is there, %s.", wording.ShortSHA(j.subject.Release.SHA), loadAgain))
	case test.State == checks.LoadWaiting && test.Why != "":
		return say("load test waits for who runs it", checks.ConnectionStaging, "a load test of this content waits, and "+test.Why, test.Remedy)
	case test.State == checks.LoadWaiting:
		return say("load test waits for its turn", "", "a load test of this content waits for its turn", "It starts by itself; `/golive cancel` takes it back.")
	case test.State == checks.LoadRunning && !j.measured:
		return say("load test under way", "", "a load test of this content is under way", "Its result follows; `/golive cancel` stops it.")
	case j.unread:
		return say("load test not readable", "", "the result of the load test was kept by another version of golive", "Run it again: "+loadAgain+".")
	case !j.measured:
		return say("not load-tested", "", orElse(test.Why, "the load test sent nothing"), orElse(test.Remedy, "Run it again: "+loadAgain+"."))
	}
	return lacksLoad{}, false
}

// policyBranch names the branch whose policy holds.
func policyBranch(release checks.Release) string {
	if release.Kind == checks.ReleasePullRequest && release.BaseBranch != "" {
		return wording.Quoted(release.BaseBranch)
	}
	if release.Repository.DefaultBranch != "" {
		return wording.Quoted(release.Repository.DefaultBranch)
	}
	return "the default branch"
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// figures records what was measured, whoever it speaks for.
func (j *loadJudge) figures() {
	result := j.result
	j.record(checks.Neutral, "errors", fmt.Sprintf("%s of %s requests failed in %s: %s", load.ShareWords(result.Errors.Total, result.Requests), wording.Number(result.Requests), j.steady(), result.Errors.Words(result.Requests)), nil, nil)
	j.record(checks.Neutral, "generator", fmt.Sprintf("The generator took %.0f %% of its processors and sent late by p99 %s", 100*result.Generator.CPU, load.TimeWords(result.Lag.P99)), nil, nil)
	if j.test.Commit != "" {
		j.record(checks.Neutral, "environment", fmt.Sprintf("%s ran `%s`, %s", wording.Quoted(j.test.Environment), wording.ShortSHA(j.test.Commit), orElse(j.test.Proof, "by deployment record")), nil, nil)
	}
}

// weigh decides what the figures say, as far as they say anything.
func (j *loadJudge) weigh() {
	plan, result := j.subject.Policy.Load, j.result
	missed := j.missed()
	limited := j.limited(missed)
	steady := time.Duration(result.DurationS * float64(time.Second))
	tested := float64(j.test.RPS)
	switch {
	case j.test.Why != "":
		j.undecided(j.test.Why, orElse(j.test.Remedy, "Run it again: "+loadAgain+"."))
	case limited != "":
		j.undecided(limited, moreProcessors)
	case result.Requests == 0:
		j.undecided("no request ended", "See that the service answers, then "+loadAgain+".")
	case j.test.Stopped != "" && tested <= aboveTarget*float64(plan.TargetRPS):
		j.find("stopped", j.test.Stopped, 0, 0)
		j.decide(checks.Refutes)
	case steady < leastToJudge:
		j.undecided(fmt.Sprintf("it held the rate for %s, and less than %s says nothing", j.steady(), wording.Span(leastToJudge)), "Run it for longer: "+loadAgain+".")
	case len(missed) > 0 && tested > aboveTarget*float64(plan.TargetRPS):
		j.undecided(fmt.Sprintf("it was tested with %s requests a second and did not stand that; what it does at %s is not known", wording.Number(int64(j.test.RPS)), wording.Number(int64(plan.TargetRPS))), "Test it at the target: "+loadAgain+".")
	case len(missed) > 0:
		for _, one := range missed {
			j.find(one.rule, one.message, one.observed, one.asked)
		}
		j.decide(checks.Refutes)
	case tested < float64(plan.TargetRPS):
		j.undecided(fmt.Sprintf("it was tested with %s of %s requests a second", wording.Number(int64(j.test.RPS)), wording.Number(int64(plan.TargetRPS))), "Test it at the target: "+loadAgain+".")
	case result.Requests < load.LeastSamples:
		j.undecided(fmt.Sprintf("%s requests are too few to pass: it takes %s", wording.Number(result.Requests), wording.Number(load.LeastSamples)), "Run it for longer: "+loadAgain+".")
	case steady < enough(max(plan.SteadyTime(), leastSteady)):
		j.undecided(fmt.Sprintf("it held the rate for %s, and it takes %s to pass", j.steady(), wording.Span(max(plan.SteadyTime(), leastSteady))), "Run it for longer: "+loadAgain+".")
	default:
		j.decide(checks.Supports)
		if age := j.now.Sub(j.test.EndedAt); age > loadFresh && age <= loadLasting {
			j.observation.Findings = append(j.observation.Findings, checks.Finding{
				Rule: "load.old", Severity: checks.SeverityWarning, Grade: checks.E5, Fingerprint: checks.Fingerprint("load.old", j.test.ID),
				Message: fmt.Sprintf("the load test ended on %s, over a day ago", j.test.EndedAt.UTC().Format("2 January 15:04 UTC")), Remedy: "Test it again shortly before it goes live: " + loadAgain + ".",
			})
		}
	}
}

// enough is the time that a test of a length has to have held its rate: what is cut
// off at its end and between seconds does not count against it.
func enough(asked time.Duration) time.Duration { return asked - asked/50 }

// decide records the figures that the item is about as what they speak for.
func (j *loadJudge) decide(outcome checks.Outcome) {
	served, asked := j.result.AchievedRPSP5, float64(j.subject.Policy.Load.TargetRPS)
	j.record(outcome, "load", j.line(), &served, &asked)
}

// undecided records them as what decides nothing, and why.
func (j *loadJudge) undecided(reason, remedy string) {
	j.record(checks.Neutral, "load", j.line(), nil, nil)
	j.observation.Missing = append(j.observation.Missing, checks.Missing{Reason: reason, Remedy: wording.Capital(remedy)})
}

// line is the whole test in one line.
func (j *loadJudge) line() string {
	result, slo := j.result, j.subject.Policy.Load.SLO
	parts := []string{fmt.Sprintf("Offered %s rps", load.RateWords(result.OfferedRPS)), fmt.Sprintf("served %s (p5)", load.RateWords(result.AchievedRPSP5))}
	if most := slo.P95Time(); most > 0 {
		parts = append(parts, fmt.Sprintf("p95 %s (SLO %s)", load.TimeWords(result.Latency.P95), wording.Span(most)))
	}
	p99 := "p99 " + load.TimeWords(result.Latency.P99)
	if most := slo.P99Time(); most > 0 {
		p99 += fmt.Sprintf(" (SLO %s)", wording.Span(most))
	}
	return strings.Join(append(parts, p99, load.ShareWords(result.Errors.Total, result.Requests)+" errors"), " · ")
}

// record adds evidence that holds for this content, for as long as a load test does.
func (j *loadJudge) record(outcome checks.Outcome, kind, summary string, value, threshold *float64) {
	evidence := checks.Evidence{
		Grade: checks.E5, Outcome: outcome, Kind: kind, Source: "golive load", Summary: summary, ObservedAt: j.test.EndedAt,
		Tree: j.test.Tree, Sample: int(j.result.Requests), Value: value, Threshold: threshold,
	}
	if outcome != checks.Neutral {
		evidence.ExpiresAt = j.test.EndedAt.Add(loadLasting)
	}
	j.observation.Evidence = append(j.observation.Evidence, evidence)
}

// find adds what was missed. Of a test that is past its time nothing is found any
// more: its evidence is stale.
func (j *loadJudge) find(rule, message string, observed, asked float64) {
	if j.now.Sub(j.test.EndedAt) > loadLasting {
		return
	}
	remedy := "Find what holds it up, mend it and deploy: the test runs again by itself. Or " + loadAgain + "."
	if len(j.observation.Findings) > 0 {
		remedy = ""
	}
	j.observation.Findings = append(j.observation.Findings, checks.Finding{
		Rule: "load." + rule, Severity: checks.SeverityError, Grade: checks.E5, Message: message, Remedy: remedy, Fingerprint: checks.Fingerprint("load."+rule, j.test.Environment),
	})
}

// headline is the result in one line, with no more than decides it.
func (j *loadJudge) headline() string {
	result, plan := j.result, j.subject.Policy.Load
	text := fmt.Sprintf("%s of %s rps · p99 %s", load.RateWords(result.AchievedRPSP5), wording.Number(int64(plan.TargetRPS)), shortTime(result.Latency.P99))
	if most := plan.SLO.P99Time(); most > 0 && result.Latency.P99 > inMilliseconds(most) {
		text += fmt.Sprintf(" (SLO %s)", wording.Span(most))
	}
	return text + " · " + load.ShareWords(result.Errors.Total, result.Requests) + " errors"
}
