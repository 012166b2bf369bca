package performance

import (
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/wording"
)

// What users at once have to be, whatever a policy says.
const (
	leastLogins = 0.995 // of those that are tried
	nearlyAll   = 0.99  // of the users, at once: at the end of a second some may be between two sessions
)

// observeConcurrency states what a load test means for the item. Connections are no
// users: none of them logs in.
func observeConcurrency(one loaded, subject checks.Subject) checks.Observation {
	j := &usersJudge{loadJudge: loadJudge{loaded: one, subject: subject, now: subject.Now()}, asked: subject.Policy.Load.UsersAtOnce()}
	if !one.measured || one.result.Sessions == nil {
		j.unsimulated()
		return j.observation
	}
	j.users = *one.result.Sessions
	j.weigh()
	j.observation.Headline = j.headline()
	return j.observation
}

// usersJudge collects what is said of users.
type usersJudge struct {
	loadJudge
	users load.ResultSessions
	asked int
}

// unsimulated says why there were no users.
func (j *usersJudge) unsimulated() {
	j.observation.Headline = "no users were simulated"
	reason := "no load test of this content simulates users that log in"
	remedy := fmt.Sprintf("Write what users do into a file on %s, and name it in .golive.yml: `load: {scenario: load/users.yaml, users: %d}`. Or an SRE who simulated them signs with the result: `/golive sign-off performance.concurrency LINK`.", policyBranch(j.subject.Release), j.asked)
	if j.measured {
		j.record(checks.Neutral, "connections", fmt.Sprintf("The load test had up to %s open at once; no user logged in over any of them", wording.Counted(j.result.Users, "connection", "connections")), nil, nil)
	} else if j.test != nil && j.test.Why != "" && j.subject.Policy.Load.Scenario != "" {
		reason, remedy = j.test.Why, orElse(j.test.Remedy, "Run it again: "+loadAgain+".")
	}
	j.observation.Missing = []checks.Missing{{Connection: checks.ConnectionTestUsers, Reason: reason, Remedy: remedy}}
}

// weigh decides what the figures say, as far as they say anything. That one user was
// given another's data stands whatever else a test is worth.
func (j *usersJudge) weigh() {
	users := j.users
	if users.Mixed > 0 {
		j.find("mixed", j.mixed(), float64(users.Mixed), 0)
		j.decide(checks.Refutes)
		return
	}
	missed := j.missed()
	limited := j.limited(missed)
	switch {
	case j.test.Why != "":
		j.undecided(j.test.Why, orElse(j.test.Remedy, "Run it again: "+loadAgain+"."))
	case limited != "":
		j.undecided(limited, moreProcessors)
	case len(missed) > 0:
		for _, one := range missed {
			j.find(one.rule, one.message, one.observed, one.asked)
		}
		j.decide(checks.Refutes)
	case users.Asked < j.asked:
		j.undecided(fmt.Sprintf("it had %s users, and %s are asked for", wording.Number(int64(users.Asked)), wording.Number(int64(j.asked))), "Test it with as many: "+loadAgain+".")
	case !users.Identity:
		j.undecided("nothing says whose data the users were given", "Add `identity:` to a step of the scenario whose answer names the user, such as `identity: { json: user.name }`, then "+loadAgain+".")
	case float64(users.Verified) < nearlyAll*float64(j.asked):
		j.undecided(fmt.Sprintf("of %s users %s were given an answer that names them", wording.Number(int64(j.asked)), wording.Number(int64(users.Verified))), "Let every flow of the scenario have a step with `identity:`, and run it for longer: "+loadAgain+".")
	case float64(users.Peak) < nearlyAll*float64(j.asked):
		j.undecided(fmt.Sprintf("%s of %s users had a session at once", wording.Number(int64(users.Peak)), wording.Number(int64(j.asked))), "Log users in under `start:` of the scenario, so that their sessions last, then "+loadAgain+".")
	default:
		j.decide(checks.Supports)
	}
}

// missed lists what users were refused.
func (j *usersJudge) missed() []missedTarget {
	users, slo := j.users, j.subject.Policy.Load.SLO
	// A failed request ends one flow: no more than these may come of a late generator.
	silent := j.result.Errors.Total - j.result.Errors.Answered()
	var missed []missedTarget
	if share := shareOf(users.Started, users.Starts); users.Starts > 0 && share < leastLogins {
		missed = append(missed, missedTarget{"logins", fmt.Sprintf("%s of %s logins did not succeed", wording.Number(users.Starts-users.Started), wording.Number(users.Starts)), 100 * share, 100 * leastLogins, shareOf(users.Started+silent, users.Starts) < leastLogins})
	}
	if share := 100 * shareOf(users.Failed, users.Flows); share > slo.MostErrors() {
		missed = append(missed, missedTarget{"flows", fmt.Sprintf("%s of %s flows ended at a step that failed: %s", wording.Number(users.Failed), wording.Number(users.Flows), j.result.Errors.Words(j.result.Requests)), share, slo.MostErrors(), 100*shareOf(users.Failed-silent, users.Flows) > slo.MostErrors()})
	}
	for _, step := range j.result.Steps {
		if most := slo.P95Time(); step.Start && most > 0 && step.Service.P95 > inMilliseconds(most) {
			missed = append(missed, missedTarget{"login-time", fmt.Sprintf("%s took p95 %s, and the SLO is %s", wording.Quoted(step.Name), load.TimeWords(step.Service.P95), wording.Span(most)), step.Service.P95, inMilliseconds(most), j.result.Despite(step.Service.P95) > inMilliseconds(most)})
		}
	}
	return j.standing(missed)
}

// mixed says who was given whose data.
func (j *usersJudge) mixed() string {
	text := wording.Counted(int(j.users.Mixed), "answer was", "answers were") + " about another user than the one who asked"
	if len(j.users.Mixups) > 0 {
		first := j.users.Mixups[0]
		text += fmt.Sprintf(": %s was given the data of %s at %s", wording.Quoted(first.User), wording.Quoted(first.Seen), wording.Quoted(first.Step))
	}
	return text
}

// decide records the figures that the item is about as what they speak for.
func (j *usersJudge) decide(outcome checks.Outcome) {
	seen, asked := float64(j.users.Peak), float64(j.asked)
	j.record(outcome, "users", j.line(), &seen, &asked)
}

// undecided records them as what decides nothing, and why.
func (j *usersJudge) undecided(reason, remedy string) {
	j.record(checks.Neutral, "users", j.line(), nil, nil)
	j.observation.Missing = append(j.observation.Missing, checks.Missing{Reason: reason, Remedy: wording.Capital(remedy)})
}

// line is what users did in one line.
func (j *usersJudge) line() string {
	users := j.users
	text := fmt.Sprintf("%s users, up to %s with a session at once", wording.Number(int64(users.Users)), wording.Number(int64(users.Peak)))
	if users.Starts > 0 {
		text += fmt.Sprintf(" · %s of %s logins succeeded", wording.Number(users.Started), wording.Number(users.Starts))
	}
	text += fmt.Sprintf(" · %s of %s flows came to their end", wording.Number(users.Completed), wording.Number(users.Flows))
	if users.Identity {
		text += fmt.Sprintf(" · %s saw their own data, %s", wording.Number(int64(users.Verified)), wording.Counted(int(users.Mixed), "answer was another's", "answers were another's"))
	}
	return text
}

// headline is the result in one line, with no more than decides it.
func (j *usersJudge) headline() string {
	if j.users.Mixed > 0 {
		return "users saw other users' data"
	}
	return fmt.Sprintf("%s of %s users at once", wording.Number(int64(j.users.Peak)), wording.Number(int64(j.asked)))
}

// find adds what was missed. Of a test that is past its time nothing is found any
// more: its evidence is stale.
func (j *usersJudge) find(rule, message string, observed, asked float64) {
	if j.now.Sub(j.test.EndedAt) > loadLasting {
		return
	}
	remedy := "Find what refuses them, such as a limit of sessions or of connections, or one of logins for an address, mend it and deploy: the test runs again by itself. Or " + loadAgain + "."
	if rule == "mixed" {
		remedy = "Look for what is shared between requests: a variable outside of them, a cache without the user in its key, a session that is handed out twice. Mend it before anything else."
	}
	if len(j.observation.Findings) > 0 {
		remedy = ""
	}
	j.observation.Findings = append(j.observation.Findings, checks.Finding{
		Rule: "concurrency." + rule, Severity: checks.SeverityError, Grade: checks.E5, Message: message, Remedy: remedy, Fingerprint: checks.Fingerprint("concurrency."+rule, j.test.Environment),
	})
}

func shareOf(part, whole int64) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
