package usage

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// Evidence records a look at the release as a whole, or at a place of it.
func (o Overview) Evidence(subject checks.Subject, grade checks.Grade, outcome checks.Outcome, summary string, at Place) checks.Evidence {
	return checks.Evidence{
		Grade: grade, Outcome: outcome, Summary: summary, Kind: "code", Source: "golive", Path: at.Path, Line: at.Line,
		ObservedAt: subject.Now(), Tree: subject.Source.Tree(), Sample: o.Files,
	}
}

// Finding makes a finding at a place. What was there before the release is no error.
func Finding(span *checks.Range, rule string, severity checks.Severity, at Place, message, remedy string) checks.Finding {
	if severity == checks.SeverityError && at.Path != "" && !span.Adds(at.Path, at.Line) {
		severity = severity.Lower()
		message += ", there before this release"
	}
	return checks.Finding{
		Rule: rule, Severity: severity, Path: at.Path, Line: at.Line, EndLine: at.Line, Message: message, Remedy: remedy,
		Fingerprint: checks.Fingerprint(rule, at.Path, at.Callee, at.Detail, at.Function), Grade: checks.E2,
	}
}

// Searched says what was read: "812 files", "812 files; not read: Ruby (41 files)".
func (o Overview) Searched() string {
	text := wording.Counted(o.Files, "file", "files") + " of JavaScript, TypeScript, Python and Go"
	if o.Libraries > 0 {
		text += " with " + wording.Counted(o.Libraries, "dependency", "dependencies")
	}
	if len(o.Others) > 0 {
		text += "; not read: " + o.otherLanguages()
	}
	return text
}

func (o Overview) otherLanguages() string {
	languages := slices.SortedFunc(maps.Keys(o.Others), func(a, b string) int {
		return cmp.Or(cmp.Compare(o.Others[b], o.Others[a]), cmp.Compare(a, b))
	})
	for index, language := range languages {
		languages[index] = fmt.Sprintf("%s (%s)", language, wording.Counted(o.Others[language], "file", "files"))
	}
	return wording.Listed(languages, 4)
}

// Whole reports whether all of the product's code was read, so that what was not
// found is not there.
func (o Overview) Whole() bool { return len(o.Others) == 0 && len(o.Unread) == 0 }

// Serves reports whether the product answers requests. known is false where it may: in
// code that was not read, or by a framework that no table has, as a port says that the
// image opens.
func (o Overview) Serves() (serves, known bool) {
	if o.Has(Service) {
		return true, true
	}
	return false, o.Whole() && o.Files > 0 && o.Listens == ""
}

// NotAService says why what only a service has cannot be asked of the product; empty
// where it can.
func (o Overview) NotAService() string {
	if serves, known := o.Serves(); serves || !known || o.Files == 0 {
		return ""
	}
	return "not a service: no web framework is set up and nothing answers requests in " + o.Searched()
}

// Framework returns the framework with which most of the product answers requests.
func (o Overview) Framework() string {
	names := Libraries(o.Signs[Service])
	for _, name := range names {
		if name != "node:http" && name != "net/http" && name != "handlers of files" {
			return name
		}
	}
	return strings.Join(names[:min(len(names), 1)], "")
}

// First returns the first place; the zero Place where there is none.
func First(places []Place) Place {
	if len(places) == 0 {
		return Place{}
	}
	return places[0]
}

// At writes where something is: `server/a.ts:12`.
func (p Place) At() string {
	return wording.QuotedPath(fmt.Sprintf("%s:%d", p.Path, p.Line))
}

// development matches what is set up for those who develop, and for tests.
var development = regex.New(`(?i)(?:^|[^a-z])(?:dev|develop|development|debug|local|test|tests|testing|ci|example|sample|demo)(?:$|[^a-z])|(?:Dev|Development|Test|Testing|Local)(?:Config|Settings|$)`)

// Development reports whether a setting is one for those who develop: it stands under
// a condition about the environment, or its file, class or function says so.
func (p Place) Development() bool {
	return p.Guarded || development.MatchString(p.Path) || development.MatchString(p.Function)
}

// Some returns those signs of a kind for which keep answers true.
func (o Overview) Some(kind Kind, keep func(Place) bool) []Place {
	var some []Place
	for _, one := range o.Signs[kind] {
		if keep(one) {
			some = append(some, one)
		}
	}
	return some
}
