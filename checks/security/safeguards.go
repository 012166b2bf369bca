package security

import (
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/safeguard"
)

// placed makes a finding about a safeguard. What was there before the release is no
// error, and what is there for developers alone is for the record.
func placed(span *checks.Range, rule string, severity checks.Severity, at safeguard.Place, message, remedy string) checks.Finding {
	switch {
	case at.Development():
		severity = checks.SeverityNotice
	case at.Sometimes && severity == checks.SeverityError:
		severity = checks.SeverityWarning
		message += ", under a condition"
	}
	if severity == checks.SeverityError && at.Path != "" && !span.Adds(at.Path, at.Line) {
		severity = severity.Lower()
		message += ", there before this release"
	}
	return checks.Finding{
		Rule: rule, Severity: severity, Path: at.Path, Line: at.Line, EndLine: at.Line, Message: message, Remedy: remedy, Grade: checks.E2,
		Fingerprint: checks.Fingerprint(rule, at.Path, at.Library, at.Name, at.Detail, at.Function),
	}
}

// looks are findings and evidence as they come together.
type looks struct {
	checks.Observation
	subject checks.Subject
	found   surface
	listens []safeguard.Place
}

func (l *looks) record(grade checks.Grade, outcome checks.Outcome, path string, line int, format string, arguments ...any) {
	l.Evidence = append(l.Evidence, l.found.evidence(l.subject, grade, outcome, fmt.Sprintf(format, arguments...), path, line))
}

func (l *looks) find(rule string, severity checks.Severity, at safeguard.Place, message, remedy string) {
	l.Findings = append(l.Findings, placed(l.subject.Range, rule, severity, at, message, remedy))
}

// errors counts the findings that decide.
func (l *looks) errors() int {
	count := 0
	for _, one := range l.Findings {
		if one.Severity == checks.SeverityError {
			count++
		}
	}
	return count
}
