package security

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/taint"
	"github.com/golive-app/golive/checks/wording"
)

// RuleInjection is what the rules of flows begin with: "injection.sql".
const RuleInjection = "injection."

// injections are the findings of one release, and their counts.
type injections struct {
	findings []checks.Finding
	errors   int
	before   int // certain flows in production code, there before this release
	likely   int
	signs    int // places that take anything, with no flow known
	aside    int // flows outside of what goes live, not reported one by one
}

// injectionsIn turns flows and signs into findings.
func injectionsIn(subject checks.Subject, facts map[string]source.Facts, flows []taint.Found) injections {
	var found injections
	classes := map[string]checks.PathClass{}
	for _, file := range subject.Source.Files() {
		classes[file.Path] = file.Class
	}
	ordinals := map[string]int{}
	known := map[string]bool{}
	for _, flow := range flows {
		known[fmt.Sprintf("%s:%d", flow.Path, flow.Flow.Sink.Line)] = true
		place := injection{
			found: flow, class: outermost(classes, flow), isNew: added(subject.Range, flow),
			allow: allowedBy(facts[flow.Path].Allows, flow.Flow.Sink),
		}
		if !reported(place.class) {
			found.aside++
			continue
		}
		same := flow.Path + "\x00" + place.rule() + "\x00" + flow.Flow.Sink.Text
		finding := place.finding(ordinals[same])
		ordinals[same]++
		found.count(finding, place)
		found.findings = append(found.findings, finding)
	}
	for _, file := range subject.Source.Files() {
		if file.Class != checks.ClassProduction {
			continue
		}
		for _, sign := range facts[file.Path].Taint.Signs {
			if known[fmt.Sprintf("%s:%d", file.Path, sign.Sink.Line)] {
				continue
			}
			found.signs++
			if subject.Range.Adds(file.Path, sign.Sink.Line) && subject.Range != nil && allowedBy(facts[file.Path].Allows, sign.Sink) == nil {
				found.findings = append(found.findings, signFinding(file.Path, sign))
			}
		}
	}
	return found
}

// reported reports whether flows in files of a class are told one by one: those of
// generated code and documentation are counted, and of tests and others' code none
// are read, for they are not attacked.
func reported(class checks.PathClass) bool {
	switch class {
	case checks.ClassProduction, checks.ClassCommand, checks.ClassScript, checks.ClassMigration, checks.ClassExample:
		return true
	}
	return false
}

// outermost is the class of a flow: it is as much in production as the less of its
// two ends.
func outermost(classes map[string]checks.PathClass, flow taint.Found) checks.PathClass {
	if from := classes[flow.Flow.Source.Path]; from != checks.ClassProduction {
		return from
	}
	return classes[flow.Path]
}

// added reports whether the release brought a part of a flow.
func added(span *checks.Range, flow taint.Found) bool {
	for line := flow.Flow.Sink.Line; line <= max(flow.Flow.Sink.Line, min(flow.Flow.Sink.EndLine, flow.Flow.Sink.Line+30)); line++ {
		if span.Adds(flow.Path, line) {
			return true
		}
	}
	for _, place := range append([]taint.Place{flow.Flow.Source}, flow.Flow.Steps...) {
		if span.Adds(place.Path, place.Line) {
			return true
		}
	}
	return false
}

// allowedBy returns the comment that allows what is found at a sink.
func allowedBy(allows []source.Allow, sink taint.Sink) *source.Allow {
	for i, allow := range allows {
		if strings.TrimPrefix(allow.Item, "security.") == "injection" && allow.Target >= sink.Line && allow.Target <= max(sink.Line, sink.EndLine) {
			return &allows[i]
		}
	}
	return nil
}

// injection is one flow at its place.
type injection struct {
	found taint.Found
	class checks.PathClass
	isNew bool
	allow *source.Allow
}

func (i injection) rule() string { return RuleInjection + string(i.found.Flow.Sink.Class) }

func (i injection) severity() checks.Severity {
	if i.allow != nil {
		if i.allow.Reason == "" {
			return checks.SeverityWarning
		}
		return checks.SeverityNotice
	}
	severity := checks.SeverityWarning
	switch {
	case i.found.Flow.Sure && i.isNew:
		severity = checks.SeverityError
	case !i.found.Flow.Sure && !i.isNew:
		severity = checks.SeverityNotice
	}
	if i.class != checks.ClassProduction {
		return severity.Lower()
	}
	return severity
}

func (i injection) finding(ordinal int) checks.Finding {
	sink := i.found.Flow.Sink
	return checks.Finding{
		Rule: i.rule(), Severity: i.severity(), Path: i.found.Path, Line: sink.Line, EndLine: sink.EndLine, Column: sink.Column,
		Message: i.message(), Remedy: i.remedy(), Grade: checks.E2,
		Fingerprint: checks.Fingerprint(i.rule(), i.found.Path, sink.Text, fmt.Sprint(ordinal)),
	}
}

func (found *injections) count(finding checks.Finding, place injection) {
	switch {
	case finding.Severity == checks.SeverityError:
		found.errors++
	case place.found.Flow.Sure && place.class == checks.ClassProduction && place.allow == nil:
		found.before++
	default:
		found.likely++
	}
}

// tally counts the findings for the evidence.
func (found injections) tally() string {
	text := fmt.Sprintf("%s of untrusted data", wording.Counted(found.errors+found.before, "flow", "flows"))
	if found.before > 0 {
		text += fmt.Sprintf(" (%d from before this release)", found.before)
	}
	if found.likely > 0 {
		text += fmt.Sprintf(", %d likely or outside of production code", found.likely)
	}
	if found.signs > 0 {
		text += fmt.Sprintf("; %s data as it is, none of it known to be untrusted", wording.Counted(found.signs, "place that takes", "places that take"))
	}
	if found.aside > 0 {
		text += fmt.Sprintf("; %d in generated code and documentation", found.aside)
	}
	return text
}

// headline sums the result up.
func (found injections) headline(scope injectionScope) string {
	switch {
	case found.errors > 0:
		return wording.Counted(found.errors, "flow of untrusted data to mend", "flows of untrusted data to mend")
	case found.before > 0:
		return fmt.Sprintf("none added; %s from before this release", wording.Counted(found.before, "flow of untrusted data", "flows of untrusted data"))
	case scope.read == 0:
		return ""
	case scope.handles == 0:
		return fmt.Sprintf("no place found where request data comes in, in %s", wording.Counted(scope.read, "production file", "production files"))
	case found.likely > 0:
		return fmt.Sprintf("no certain flow; %d worth a look", found.likely)
	default:
		return "no flow of untrusted data seen; not proven"
	}
}

func (found injections) why(span *checks.Range) string {
	if found.errors > 0 && span == nil {
		return "There is no release range to compare with, so everything counts as new."
	}
	return ""
}
