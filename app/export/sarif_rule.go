package export

import (
	"strings"
	"unicode"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/golive-app/golive/checks"
)

// rules are the rules that a document's results refer to.
type rules struct {
	descriptors []*sarif.ReportingDescriptor
	index       map[string]int // of a rule among the descriptors
}

// newRules describes the rules of all detections. What a rule says depends on
// the rule and its item alone, so that it is the same in every upload.
func newRules(found []detection) *rules {
	made := &rules{index: map[string]int{}, descriptors: []*sarif.ReportingDescriptor{}}
	for _, one := range found {
		if _, known := made.index[one.finding.Rule]; !known {
			made.index[one.finding.Rule] = len(made.descriptors)
			made.descriptors = append(made.descriptors, describe(one.finding.Rule, one.item, one.level))
		}
	}
	return made
}

func describe(rule string, item checks.Item, held checks.Level) *sarif.ReportingDescriptor {
	section, _ := checks.FindSection(string(item.Section))
	title := strings.ReplaceAll(clean(item.Title), "`", "")
	about := "Speaks against “" + title + "”, an item of the go-live checklist (" + section.Title + ")."
	matters := "It does not stand in the way of a release by itself."
	configured := "warning"
	if held == checks.LevelBlock || item.FindingsDecide {
		matters, configured = "The item stands in the way of a release.", "error"
	}
	command := "golive check --only " + string(item.ID) + " ."
	bag := sarif.NewPropertyBag().WithTags([]string{"golive", string(item.Section)}).Add("precision", precision(item))
	if severity := securitySeverity(rule, item); severity != "" {
		bag.AddTag("security").Add("security-severity", severity)
	} else if configured == "error" {
		bag.Add("problem.severity", "error")
	} else {
		bag.Add("problem.severity", "warning")
	}
	descriptor := sarif.NewReportingDescriptor().WithID(rule).WithName(ruleName(rule)).
		WithShortDescription(words(title+" ("+rule+")", "")).
		WithFullDescription(words(joined(" ", about, matters), "")).
		WithHelp(words(
			joined(" ", about, matters)+"\n\nWhat is the matter and how to mend it stands with each result. To look again: "+command,
			about+" "+matters+"\n\nWhat is the matter and how to mend it stands with each result. To look again:\n\n```\n"+command+"\n```\n",
		)).
		WithHelpURI(homepage).WithProperties(bag)
	return descriptor.WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(configured))
}

func words(text, markdown string) *sarif.MultiformatMessageString {
	made := sarif.NewMultiformatMessageString().WithText(text)
	if markdown != "" {
		made.WithMarkdown(markdown)
	}
	return made
}

// ruleName writes a rule's id as SARIF names rules: "DebugConsole" (3.49.7).
func ruleName(rule string) string {
	var name strings.Builder
	upper := true
	for _, char := range rule {
		switch {
		case !unicode.IsLetter(char) && !unicode.IsDigit(char):
			upper = true
		case upper:
			name.WriteRune(unicode.ToUpper(char))
			upper = false
		default:
			name.WriteRune(char)
		}
	}
	return or(name.String(), "Rule")
}

// precision tells how often a rule is right: an item that a machine may decide
// alone has rules to match.
func precision(item checks.Item) string {
	if item.Kind == checks.KindAuto {
		return "high"
	}
	return "medium"
}

// severities rank the rules of security as GitHub does: from 9.0 critical, from
// 7.0 high, from 4.0 medium.
// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#reportingdescriptor-object
var severities = []struct{ prefix, severity string }{
	{"secret.", "9.1"},
	{"injection.command", "9.3"}, {"injection.sql", "9.3"}, {"injection.path", "7.5"}, {"injection.", "6.1"},
	{"auth.", "8.1"}, {"exposed.", "7.5"}, {"env.", "8.2"}, {"ratelimit.", "5.3"}, {"headers.", "4.3"},
}

// securitySeverity returns a rule's rank where it is about security, else
// nothing.
func securitySeverity(rule string, item checks.Item) string {
	for _, one := range severities {
		if strings.HasPrefix(rule, one.prefix) {
			return one.severity
		}
	}
	if item.Section == checks.SectionSecurity {
		return "5.0"
	}
	return ""
}
