package delivery

import (
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// stagingLasting is how long a test on staging counts.
const stagingLasting = 7 * 24 * time.Hour

// observeStaging states what the facts mean for the item.
func observeStaging(facts stagingFacts, subject checks.Subject) checks.Observation {
	s := &staged{facts: facts, subject: subject, now: subject.Now()}
	if facts.library != "" && facts.environment == "" {
		return checks.Observation{NotApplicable: facts.library}
	}
	s.deployed()
	s.tested()
	s.observation.Missing = append(s.observation.Missing, facts.lacks...)
	if len(facts.lacks) == 0 && facts.live != nil && facts.same {
		// What a record says was never seen to answer.
		s.observation.Missing = append(s.observation.Missing, checks.Missing{
			Connection: checks.ConnectionStaging,
			Reason:     "staging was not visited: what GitHub records does not say that it answers",
			Remedy:     "Write its address into .golive.yml (`environments: {staging: {url: https://…}}`); or QA opens it, and signs: `/golive sign-off delivery.staging`.",
		})
	}
	s.observation.Headline = s.headline()
	return s.observation
}

// green reports whether tests began after the deployment of this content, and all of
// those that ended did so with success.
func (f stagingFacts) green() bool {
	if f.live == nil || !f.same {
		return false
	}
	seen := map[string]bool{}
	green := 0
	for _, test := range f.tests {
		if seen[test.name] {
			continue
		}
		seen[test.name] = true
		switch {
		case test.state.Red():
			return false
		case test.state == checks.CISuccess:
			green++
		}
	}
	return green > 0
}

// staged collects what is said of staging.
type staged struct {
	facts       stagingFacts
	subject     checks.Subject
	now         time.Time
	observation checks.Observation
}

func (s *staged) find(rule string, severity checks.Severity, message, remedy string) {
	s.observation.Findings = append(s.observation.Findings, checks.Finding{
		Rule: "staging." + rule, Severity: severity, Grade: checks.E3, Message: message, Remedy: remedy, Fingerprint: checks.Fingerprint("staging."+rule, s.facts.environment),
	})
}

func (s *staged) record(outcome checks.Outcome, kind, summary, link string, expires time.Time) {
	evidence := checks.Evidence{
		Grade: checks.E3, Outcome: outcome, Kind: kind, Source: "github", Summary: summary, ObservedAt: s.now, ExpiresAt: expires, Tree: s.subject.Release.Tree,
	}
	if strings.HasPrefix(link, "https://") {
		evidence.Link = link
	}
	s.observation.Evidence = append(s.observation.Evidence, evidence)
}

// deployed tells what staging runs.
func (s *staged) deployed() {
	name := wording.Quoted(s.facts.environment)
	deploy := fmt.Sprintf("Deploy `%s` to %s, then `/golive rerun delivery.staging`.", wording.ShortSHA(s.subject.Release.SHA), name)
	switch {
	case s.facts.environment == "":
		if len(s.facts.lacks) == 0 {
			s.lacks("no deployment to an environment called staging, UAT or the like is recorded on GitHub"+others(s.facts.names),
				"Name it in .golive.yml (`environments: {staging: {deployment: …}}`), or QA says where it was tested and signs: `/golive sign-off delivery.staging`.")
		}
		return
	case s.facts.newest == nil:
		if len(s.facts.lacks) == 0 {
			s.lacks("nothing was ever deployed to "+name, deploy)
		}
		return
	}
	if newest := s.facts.newest; (s.facts.live == nil || newest.ID != s.facts.live.ID) && (newest.state == checks.DeploymentFailure || newest.state == checks.DeploymentError) {
		if s.subject.Holds(newest.Commit, checks.ReleaseBooks()...) {
			s.find("failed", checks.SeverityError, fmt.Sprintf("the deployment of `%s` to %s failed", wording.ShortSHA(newest.Commit), name), "Read why, mend it and deploy again.")
		} else {
			s.find("failed-before", checks.SeverityWarning, fmt.Sprintf("the newest deployment to %s, of `%s`, failed", name, wording.ShortSHA(newest.Commit)), deploy)
		}
	}
	live := s.facts.live
	switch {
	case live == nil:
		if len(s.facts.lacks) == 0 {
			s.lacks(fmt.Sprintf("none of the last %s to %s is live", wording.Counted(min(s.facts.deployments, triedStaged), "deployment", "deployments"), name), deploy)
		}
	case !s.facts.measured:
	case s.facts.same:
		words := s.facts.carrier.Words()
		if words != "" {
			words = " (" + words + ")"
		}
		s.record(checks.Supports, "deployment", fmt.Sprintf("%s runs this content since %s%s, by deployment record", name, live.at.UTC().Format("2 January 15:04"), words), live.link, time.Time{})
	default:
		distance := wording.Counted(s.facts.distance.Behind, "commit", "commits") + " behind"
		if s.facts.distance.Ahead > 0 {
			distance += fmt.Sprintf(", with %s that this content lacks", wording.Counted(s.facts.distance.Ahead, "commit", "commits"))
		}
		severity := checks.SeverityError
		if s.facts.distance.Behind <= fewCommits && s.facts.distance.Ahead == 0 {
			severity = checks.SeverityWarning
		}
		s.record(checks.Refutes, "deployment", fmt.Sprintf("%s runs `%s`, %s, by deployment record", name, wording.ShortSHA(live.Commit), distance), live.link, time.Time{})
		s.find("older", severity, fmt.Sprintf("%s runs `%s` (%s)", name, wording.ShortSHA(live.Commit), distance), deploy)
	}
}

// tested tells what ran after the deployment. Of each name the newest counts.
func (s *staged) tested() {
	if s.facts.live == nil || !s.facts.same {
		return
	}
	seen := map[string]bool{}
	green, waiting := 0, 0
	var newest stagedTest
	for _, test := range s.facts.tests {
		if seen[test.name] {
			continue
		}
		seen[test.name] = true
		switch {
		case test.state == checks.CISuccess:
			if green++; green == 1 {
				newest = test
			}
		case test.state.Red():
			s.record(checks.Refutes, "test", wording.Quoted(test.name)+" after the deployment ended as "+string(test.state), test.link, time.Time{})
			s.find("tests-red", checks.SeverityError, wording.Quoted(test.name)+" ran after the deployment and ended as "+string(test.state), "Mend what it found, deploy and run it again.")
		case !test.state.Ended():
			waiting++
		}
	}
	switch {
	case waiting > 0:
		s.lacks(wording.Counted(waiting, "run of tests after the deployment is", "runs of tests after the deployment are")+" not over", "golive looks again when it ends.")
	case green > 0:
		s.record(checks.Supports, "test", fmt.Sprintf("%s began after the deployment and ended with success, %s last", wording.Counted(green, "run of tests", "runs of tests"), wording.Quoted(newest.name)),
			newest.link, newest.at.Add(stagingLasting))
	case len(seen) == 0 && len(s.facts.lacks) == 0:
		message := fmt.Sprintf("no run of tests began after the deployment to %s: of %s on `%s` none that began since is called smoke, e2e, acceptance or the like", wording.Quoted(s.facts.environment), s.facts.looked.words(), wording.ShortSHA(s.facts.live.Commit))
		if s.facts.declared {
			message += ", nor is any a job with tests that a workflow here runs after deploying"
		} else {
			message += ", and no workflow here tests after deploying (`on: deployment_status`, or a job that `needs` the one that deploys)"
		}
		s.find("untested", checks.SeverityWarning, message, "Run the end-to-end tests against staging on this commit (a workflow `on: deployment_status` does), or QA tests by hand and signs.")
	}
}

func (s *staged) lacks(reason, remedy string) {
	s.observation.Missing = append(s.observation.Missing, checks.Missing{Connection: checks.ConnectionEnvironments, Reason: reason, Remedy: remedy})
}

func (s *staged) headline() string {
	live := s.facts.live
	switch {
	case live == nil || !s.facts.measured:
		return "staging's content is not known"
	case !s.facts.same:
		return fmt.Sprintf("staging runs `%s`, %s behind", wording.ShortSHA(live.Commit), wording.Counted(s.facts.distance.Behind, "commit", "commits"))
	case len(s.observation.Findings) > 0 && s.observation.Findings[len(s.observation.Findings)-1].Rule == "staging.untested":
		return "staging runs this content by record, and no test ran on it since"
	default:
		return "staging runs this content, by deployment record"
	}
}

func others(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return " (recorded: " + wording.Listed(wording.QuotedPaths(names), 4) + ")"
}
