package probe

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// Look is what one item sees of staging: the live half of its observation.
type Look struct {
	checks.Observation
	Control  checks.Control
	Deployed checks.Deployed
	Address  string
	staging  checks.Staging
	subject  checks.Subject
	grave    int // findings that decide, or would if the version were known
}

// Enter begins an item's look at staging. It takes what the static half of the
// observation says of staging being away, and where nothing live can count it says why
// in its place and returns nil.
func Enter(ctx context.Context, subject checks.Subject, static *checks.Observation) (*Look, error) {
	if static.NotApplicable != "" {
		return nil, nil
	}
	var err error
	if subject.Staging, subject.NoStaging, err = Open(ctx, subject); err != nil {
		return nil, err
	}
	if subject.Staging == nil {
		if subject.NoStaging.Reason != "" {
			static.Missing = append(withoutStaging(static.Missing), subject.NoStaging)
		}
		return nil, nil
	}
	static.Missing = withoutStaging(static.Missing)
	look := &Look{staging: subject.Staging, subject: subject, Address: subject.Staging.Address()}
	if look.Control, err = subject.Staging.Control(ctx); err != nil {
		return nil, err
	}
	lack := func(reason, remedy string) (*Look, error) {
		// Before what else is missing: golive was there, and that is why nothing counts.
		static.Missing = slices.Insert(static.Missing, 0, checks.Missing{Connection: checks.ConnectionStaging, Reason: reason, Remedy: remedy})
		return nil, nil
	}
	if look.Control.Unjudgeable != "" {
		return lack(look.Control.Unjudgeable, look.Control.Remedy)
	}
	if look.Deployed, err = subject.Staging.Content(ctx); err != nil {
		return nil, err
	}
	if look.Deployed.Other {
		return lack(fmt.Sprintf("%s does not run this content: %s", look.Address, look.Deployed.Words), fmt.Sprintf("Deploy this content to staging (%s), then rerun.", look.Deployed.Words))
	}
	return look, nil
}

// Open returns the staging of a subject, or why there is none: nothing of it where nobody
// named one.
func Open(ctx context.Context, subject checks.Subject) (checks.Staging, checks.Missing, error) {
	if subject.Staging == nil && subject.OpenStaging != nil {
		return subject.OpenStaging(ctx)
	}
	return subject.Staging, subject.NoStaging, nil
}

func withoutStaging(missing []checks.Missing) []checks.Missing {
	return slices.DeleteFunc(slices.Clone(missing), func(one checks.Missing) bool { return one.Connection == checks.ConnectionStaging })
}

// Ask sends the item's plan.
func (l *Look) Ask(ctx context.Context, plan ...checks.Probe) ([]checks.Exchange, error) {
	return l.staging.Ask(ctx, plan)
}

// Watch sends one probe again and again over a span of time.
func (l *Look) Watch(ctx context.Context, one checks.Probe, count int, span time.Duration) ([]checks.Exchange, error) {
	return l.staging.Watch(ctx, one, count, span)
}

// Burst sends probes beyond a limit of rates.
func (l *Look) Burst(ctx context.Context, burst checks.Burst) ([]checks.Exchange, error) {
	return l.staging.Burst(ctx, burst)
}

// BurstLeft is how many requests may still go out in bursts.
func (l *Look) BurstLeft() int { return l.staging.BurstLeft() }

// Record puts a look at one answer on record; exchange may be nil. What was seen of a
// version that nobody knows is a sign and no more.
func (l *Look) Record(outcome checks.Outcome, exchange *checks.Exchange, sample int, format string, arguments ...any) {
	l.record(checks.E4, outcome, exchange, sample, fmt.Sprintf(format, arguments...))
}

// RecordMeasured is Record for what was measured over time.
func (l *Look) RecordMeasured(outcome checks.Outcome, exchange *checks.Exchange, sample int, format string, arguments ...any) {
	l.record(checks.E5, outcome, exchange, sample, fmt.Sprintf(format, arguments...))
}

func (l *Look) record(grade checks.Grade, outcome checks.Outcome, exchange *checks.Exchange, sample int, summary string) {
	one := checks.Evidence{
		Grade: grade, Outcome: outcome, Summary: summary, Kind: "request", Source: l.Address,
		ObservedAt: l.subject.Now(), Sample: sample, Exchange: exchange,
	}
	if l.subject.Source != nil {
		one.Tree = l.subject.Source.Tree()
	}
	if exchange != nil {
		one.Link = exchange.URL
	}
	switch {
	case !l.Deployed.Proven():
		one.Grade = checks.E1
		one.Summary += " (at an unknown version: nothing says which commit staging runs)"
	case l.Deployed.Proof == checks.ProofDeployment:
		one.Summary += " (by deployment record)"
	}
	l.Evidence = append(l.Evidence, one)
}

// Find makes a finding of an answer; exchange may be nil. Of a version that nobody knows
// it decides nothing.
func (l *Look) Find(rule string, severity checks.Severity, exchange *checks.Exchange, message, remedy string) {
	finding := checks.Finding{Rule: rule, Severity: severity, Message: message, Remedy: remedy, Grade: checks.E4}
	place := ""
	if exchange != nil {
		place = exchange.Method + " " + pathOf(*exchange)
	}
	if severity == checks.SeverityError {
		l.grave++
	}
	if !l.Deployed.Proven() {
		finding.Severity = severity.Lower()
		finding.Message += ", as staging is now"
	}
	finding.Fingerprint = checks.Fingerprint(rule, "staging", place, message)
	l.Findings = append(l.Findings, finding)
}

// FindAt makes a finding of an answer at a place of the repository; line 0 is the file as
// a whole. What names the thing that was looked at stays the same when its words change.
func (l *Look) FindAt(path string, line int, name, rule string, severity checks.Severity, exchange *checks.Exchange, message, remedy string) {
	l.Find(rule, severity, exchange, message, remedy)
	finding := &l.Findings[len(l.Findings)-1]
	finding.Path, finding.Line, finding.EndLine = path, line, line
	finding.Fingerprint = checks.Fingerprint(rule, path, name)
}

// FindNamed is Find for what has other words each time that it is seen, such as the name of
// a file that golive made: what names the thing that was looked at stays the same.
func (l *Look) FindNamed(name, rule string, severity checks.Severity, exchange *checks.Exchange, message, remedy string) {
	l.Find(rule, severity, exchange, message, remedy)
	l.Findings[len(l.Findings)-1].Fingerprint = checks.Fingerprint(rule, "staging", name)
}

// Staging is what is looked at.
func (l *Look) Staging() checks.Staging { return l.staging }

// Lack says what of staging could not be looked at.
func (l *Look) Lack(reason, remedy string) {
	l.Missing = append(l.Missing, checks.Missing{Connection: checks.ConnectionStaging, Reason: reason, Remedy: remedy})
}

// Errors counts the findings that decide, or would if it were known what staging runs.
func (l *Look) Errors() int { return l.grave }

// First is the gravest finding; the zero one where there is none.
func (l *Look) First() checks.Finding {
	if len(l.Findings) == 0 {
		return checks.Finding{}
	}
	sorted := slices.Clone(l.Findings)
	checks.SortFindings(sorted)
	return sorted[0]
}

// supports reports whether something speaks for the item at full strength.
func (l *Look) supports() bool {
	return l.Deployed.Proven() && slices.ContainsFunc(l.Evidence, func(one checks.Evidence) bool { return one.Outcome == checks.Supports })
}

// Decided reports whether the look saw everything that it should, of what is released.
func (l *Look) Decided() bool {
	return l.Deployed.Proven() && len(l.Missing) == 0 && len(l.Evidence) > 0
}

// Join puts the two halves of an observation together. What the static one only
// supposed is for the record where the live one saw it: its doubts, and the findings
// that were looked at live. Answered says which findings those are, and of the doubts
// (a nil finding) whether all were.
func (l *Look) Join(static checks.Observation, answered func(*checks.Finding) bool) checks.Observation {
	if l.supports() && answered(nil) {
		for index := range static.Evidence {
			if static.Evidence[index].Outcome == checks.Refutes {
				static.Evidence[index].Outcome = checks.Neutral
			}
		}
	}
	if l.supports() || l.Decided() {
		for index := range static.Findings {
			if one := &static.Findings[index]; answered(one) {
				one.Severity = checks.SeverityNotice
			}
		}
	}
	static.Evidence = append(slices.Clone(l.Evidence), static.Evidence...)
	static.Findings = append(slices.Clone(l.Findings), static.Findings...)
	static.Missing = append(static.Missing, l.Missing...)
	checks.SortFindings(static.Findings)
	switch {
	case l.Headline != "" && (l.Decided() || l.Errors() > 0):
		static.Headline, static.Why = l.Headline, l.Why
	case l.supports() && len(l.Missing) > 0:
		static.Headline, static.Why = "staging was looked at in part", wording.Capital(l.Missing[0].Reason)+"."
	}
	return static
}
