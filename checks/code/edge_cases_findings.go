package code

import (
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/practice"
)

// The rules of code that does not reckon with what may go wrong.
const (
	RuleSwallowedWrite = "edge.swallowed-write" // an error of a write is lost
	RuleSwallowed      = "edge.swallowed"
	RuleBareExcept     = "edge.bare-except"
	RuleNoTimeout      = "edge.no-timeout"
	RuleUnbounded      = "edge.unbounded-input"
)

// edges are the findings of one release, and their counts.
type edges struct {
	findings []checks.Finding
	errors   int
	lost     int // errors of writes that are swallowed, in production code
	waits    int
	open     int
}

// edgeFindings turns the signs of all files into findings.
func edgeFindings(practices source.Practices, span *checks.Range) edges {
	var found edges
	limits := limitedLibraries(practices)
	ordinals := map[string]int{}
	for _, sign := range practices.Signs {
		rule, severity := edgeRule(sign, span.Adds(sign.File.Path, sign.Line))
		if rule == "" || sign.Kind == practice.WaitsCall && limits[sign.What] {
			continue
		}
		switch sign.File.Class {
		case checks.ClassProduction:
			found.count(rule)
		case checks.ClassScript, checks.ClassCommand:
			if rule != RuleSwallowedWrite {
				continue
			}
			severity = severity.Lower()
		default:
			continue
		}
		if severity == checks.SeverityError {
			found.errors++
		}
		same := rule + "\x00" + sign.File.Path + "\x00" + sign.Function + "\x00" + sign.What
		found.findings = append(found.findings, checks.Finding{
			Rule: rule, Severity: severity, Path: sign.File.Path, Line: sign.Line, EndLine: sign.Line,
			Message: edgeMessage(rule, sign), Remedy: edgeRemedyOf(rule, sign), Grade: checks.E2,
			Fingerprint: checks.Fingerprint(rule, sign.File.Path, sign.Function, sign.What, fmt.Sprint(ordinals[same])),
		})
		ordinals[same]++
	}
	return found
}

func (e *edges) count(rule string) {
	switch rule {
	case RuleSwallowedWrite:
		e.lost++
	case RuleNoTimeout:
		e.waits++
	case RuleUnbounded:
		e.open++
	}
}

// edgeRule returns the rule that a sign breaks and how grave that is; empty for a
// sign of something else. An error that is swallowed on purpose, as words beside it
// or an empty answer say, decides nothing.
func edgeRule(sign source.PlacedSign, isNew bool) (string, checks.Severity) {
	switch sign.Kind {
	case practice.SwallowedCatch, practice.SwallowedResult:
		switch {
		case sign.Writes == "" && isNew:
			return RuleSwallowed, checks.SeverityWarning
		case sign.Writes == "":
			return RuleSwallowed, checks.SeverityNotice
		case sign.Note == "" && isNew && !sign.Browser && !sent(sign.Writes):
			return RuleSwallowedWrite, checks.SeverityError
		case isNew || sign.Note == "":
			return RuleSwallowedWrite, checks.SeverityWarning
		}
		return RuleSwallowedWrite, checks.SeverityNotice
	case practice.SwallowedBare:
		if isNew || sign.Writes != "" {
			return RuleBareExcept, checks.SeverityWarning
		}
		return RuleBareExcept, checks.SeverityNotice
	case practice.WaitsCall:
		if sign.Note != "" {
			return RuleNoTimeout, checks.SeverityNotice
		}
		return RuleNoTimeout, checks.SeverityWarning
	case practice.WaitsServer:
		return RuleNoTimeout, checks.SeverityWarning
	case practice.UnboundedBody, practice.UnboundedUpload, practice.UnboundedPage:
		return RuleUnbounded, checks.SeverityWarning
	}
	return "", ""
}

// sent reports whether a write goes to another service: often it is a report that may
// get lost, and code does not show whether.
func sent(writes string) bool { return len(writes) > 6 && writes[:6] == "fetch " }

// limitedLibraries are the calls of libraries for which a limit is set somewhere.
func limitedLibraries(practices source.Practices) map[string]bool {
	limited := map[string]bool{}
	for _, sign := range practices.Of(practice.WaitsLimit) {
		switch sign.What {
		case "axios":
			for _, method := range []string{"axios", "axios.request", "axios.get", "axios.delete", "axios.head", "axios.options", "axios.post", "axios.put", "axios.patch", "axios.create"} {
				limited[method] = true
			}
		case "net/http.DefaultClient":
			for _, method := range []string{"http.Get", "http.Post", "http.PostForm", "http.Head", "http.DefaultClient.Do", "http.DefaultClient.Get", "http.DefaultClient.Post"} {
				limited[method] = true
			}
		}
	}
	return limited
}
