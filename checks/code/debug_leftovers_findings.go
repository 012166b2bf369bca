package code

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/config/regex"
)

// leftovers are the findings of one release, and their counts.
type leftovers struct {
	findings []checks.Finding
	strips   []strip
	errors   int
	before   int // in production code, there before this release
	others   int // milder ones
}

// strip is a build setting that takes console calls out of what is delivered.
type strip struct {
	path    string
	line    int
	setting string
}

// covers reports whether the build of this setting holds a file: all below the
// folder of its configuration.
func (s strip) covers(file string) bool {
	folder := path.Dir(s.path)
	return folder == "." || strings.HasPrefix(file, folder+"/")
}

// leftover is one call at its place.
type leftover struct {
	file   checks.File
	call   source.DebugCall
	isNew  bool
	logger bool
	serves bool // it is a part of a service or an app
	runs   bool // its file is a part of a command-line program
	strip  *strip
	allow  *source.Allow
}

// leftoversIn turns the facts of all files into findings.
func leftoversIn(span *checks.Range, files []checks.File, facts map[string]source.Facts) leftovers {
	found := leftovers{strips: stripsIn(files, facts)}
	services := servicesIn(files, facts)
	for _, file := range files {
		var mild []checks.Finding
		ordinals := map[string]int{}
		for _, call := range facts[file.Path].DebugCalls {
			place := leftover{
				file: file, call: call, isNew: span.Adds(file.Path, call.Line),
				logger: loggerFile(file.Path), allow: allowed(facts[file.Path].Allows, call),
				serves: services.hold(file), runs: facts[file.Path].Command != "",
			}
			if call.Rule == source.RuleConsole {
				place.strip = found.strip(file.Path)
			}
			same := call.Rule + "\x00" + call.Text
			finding := place.finding(ordinals[same])
			ordinals[same]++
			found.count(finding, place)
			if place.collapses(finding.Severity) {
				mild = append(mild, finding)
			} else {
				found.findings = append(found.findings, finding)
			}
		}
		found.findings = append(found.findings, collapse(mild)...)
	}
	return found
}

// stripsIn lists the settings in the configuration of builds.
func stripsIn(files []checks.File, facts map[string]source.Facts) []strip {
	var strips []strip
	for _, file := range files {
		if file.Class != checks.ClassScript {
			continue
		}
		for _, setting := range facts[file.Path].Strips {
			strips = append(strips, strip{path: file.Path, line: setting.Line, setting: setting.Setting})
		}
	}
	return strips
}

func (l *leftovers) strip(file string) *strip {
	if index := slices.IndexFunc(l.strips, func(s strip) bool { return s.covers(file) }); index >= 0 {
		return &l.strips[index]
	}
	return nil
}

func (l *leftovers) count(finding checks.Finding, place leftover) {
	switch {
	case finding.Severity == checks.SeverityError:
		l.errors++
	case finding.Severity == checks.SeverityWarning && place.file.Class == checks.ClassProduction && !place.isNew:
		l.before++
	default:
		l.others++
	}
}

// allowed returns the comment that allows a call, if there is one.
func allowed(allows []source.Allow, call source.DebugCall) *source.Allow {
	for i, allow := range allows {
		if strings.TrimPrefix(allow.Item, "code.") == "debug-leftovers" && (allow.Target == call.Line || allow.Target == call.EndLine) {
			return &allows[i]
		}
	}
	return nil
}

// loggerName matches files that wrap the console for others to log by.
var loggerName = regex.New(`(?i)(?:^|[._-])(?:log|logger|logging)\.\w+$|logger\.\w+$`)

func loggerFile(name string) bool { return loggerName.MatchString(path.Base(name)) }

// finding describes a call for people; ordinal counts equal ones in the file.
func (l leftover) finding(ordinal int) checks.Finding {
	found := checks.Finding{
		Rule: l.call.Rule, Severity: l.severity(), Path: l.file.Path,
		Line: l.call.Line, EndLine: l.call.EndLine, Column: l.call.Column,
		Message: l.message(), Remedy: l.remedy(), Grade: checks.E2,
		Fingerprint: checks.Fingerprint(l.call.Rule, l.file.Path, l.call.Text, fmt.Sprint(ordinal)),
	}
	if fix := l.call.Fix; fix != nil && l.allow == nil {
		found.Suggestion = &checks.Suggestion{Line: fix.Line, EndLine: fix.EndLine, Text: fix.Text}
	}
	return found
}

// collapses reports whether a finding is told together with others of its file:
// for the record alone, or in code that nobody here writes.
func (l leftover) collapses(severity checks.Severity) bool {
	if l.allow != nil || severity == checks.SeverityError {
		return false
	}
	return severity == checks.SeverityNotice || l.file.Class == checks.ClassVendored || l.file.Class == checks.ClassGenerated
}

// collapse makes one finding of all findings of a rule and a severity in a file.
func collapse(findings []checks.Finding) []checks.Finding {
	var told []checks.Finding
	counts := map[string]int{}
	key := func(f checks.Finding) string { return f.Rule + string(f.Severity) }
	for _, finding := range findings {
		if counts[key(finding)]++; counts[key(finding)] == 1 {
			told = append(told, finding)
		}
	}
	for i, finding := range told {
		if count := counts[key(finding)]; count > 1 {
			told[i].Message = fmt.Sprintf("%s; %d more in this file", finding.Message, count-1)
			told[i].Fingerprint = checks.Fingerprint(finding.Rule, finding.Path, string(finding.Severity), "all")
		}
	}
	return told
}
