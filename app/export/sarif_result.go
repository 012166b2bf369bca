package export

import (
	"cmp"
	"io/fs"
	"net/url"
	"slices"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// detection is one thing that becomes a result: a finding, or an item that
// fails without one.
type detection struct {
	item    checks.Item
	level   checks.Level // of the item in this release
	finding checks.Finding
	anchor  string // file to show a finding at that has no place of its own
	waiver  *checks.Waiver
	index   int // among equal fingerprints
}

// detections lists everything that was found, gravest first and else in the
// checklist's order.
func detections(report checks.Report) []detection {
	var found []detection
	seen := map[string]int{}
	for _, item := range report.Items {
		result := report.Results[item.ID]
		list := result.Findings
		if len(list) == 0 && result.Verdict() == checks.Fail {
			list = []checks.Finding{{
				Rule: string(item.ID), Severity: checks.SeverityError, Remedy: result.Remedy,
				Message: joined(" ", sentence(or(result.Headline, item.Title)), result.Why),
			}}
		}
		for _, finding := range list {
			finding.Rule = or(clean(finding.Rule), string(item.ID))
			one := detection{item: item, level: result.Level, finding: finding, anchor: anchor(result)}
			if result.Verdict() == checks.Waived {
				one.waiver = result.Waiver
			}
			if one.finding.Fingerprint == "" {
				one.finding.Fingerprint = checks.Fingerprint(string(item.ID), finding.Rule, finding.Path, finding.Message)
			}
			key := one.finding.Rule + "\x00" + one.finding.Fingerprint
			one.index = seen[key]
			seen[key]++
			found = append(found, one)
		}
	}
	slices.SortStableFunc(found, func(a, b detection) int {
		return cmp.Compare(levelRank(a.finding.Severity), levelRank(b.finding.Severity))
	})
	return found
}

// anchor is the file at which a finding about the release as a whole is shown.
// GitHub refuses a file whole of which one result has no place, and a failing
// item must not be missing from the alerts: so it stands at the first file that
// was looked at for the item, or at the policy, where the item is set.
func anchor(result checks.Result) string {
	for _, evidence := range result.Evidence {
		if fs.ValidPath(evidence.Path) && evidence.Path != "." {
			return evidence.Path
		}
	}
	return config.PolicyFile
}

func levelRank(severity checks.Severity) int {
	return slices.Index([]string{"error", "warning", "note"}, level(severity))
}

// level words a severity as SARIF does.
func level(severity checks.Severity) string {
	switch severity {
	case checks.SeverityError:
		return "error"
	case checks.SeverityWarning:
		return "warning"
	default:
		return "note"
	}
}

// maxMessage bounds the characters of a message.
const maxMessage = 2000

// result renders the detection. The region carries no snippet: the line may hold
// a secret.
func (d detection) result(rules *rules) *sarif.Result {
	finding := d.finding
	made := sarif.NewResult().WithRuleID(finding.Rule).WithRuleIndex(rules.index[finding.Rule]).WithLevel(level(finding.Severity)).
		WithMessage(sarif.NewTextMessage(message(or(clean(finding.Message), finding.Rule), finding.Remedy)))
	path, whole := finding.Path, false
	if !fs.ValidPath(path) || path == "." {
		path, whole = d.anchor, true
	}
	region := sarif.NewRegion().WithStartLine(1)
	if finding.Line > 0 && !whole {
		region.WithStartLine(finding.Line)
		if finding.EndLine > finding.Line {
			region.WithEndLine(finding.EndLine)
		} else if finding.Column > 0 {
			region.WithStartColumn(finding.Column)
		}
	}
	made.AddLocation(sarif.NewLocationWithPhysicalLocation(sarif.NewPhysicalLocation().WithRegion(region).
		WithArtifactLocation(sarif.NewArtifactLocation().WithURI(relativeURI(path)).WithURIBaseID(rootBase))))
	// The uploading action adds primaryLocationLineHash itself, from the file,
	// and warns of every other value under that name.
	// https://github.com/github/codeql-action/blob/main/src/fingerprints.ts
	fingerprint := finding.Fingerprint
	if d.index > 0 {
		fingerprint = checks.Fingerprint(fingerprint, strings.Repeat("+", d.index))
	}
	made.WithPartialFingerprints(map[string]string{"goliveFingerprint/v1": fingerprint})
	if finding.Suggestion != nil && !whole {
		made.WithFixes([]*sarif.Fix{fix(path, *finding.Suggestion)})
	}
	bag := sarif.NewPropertyBag().Add("item", string(d.item.ID))
	if whole {
		bag.Add("scope", "release")
	}
	made.WithProperties(bag)
	if d.waiver != nil {
		made.AddSuppression(sarif.NewSuppression().WithKind("external").WithStatus("accepted").
			WithJustification(clean("waived by " + d.waiver.By + " until " + d.waiver.Until.UTC().Format("2006-01-02") + ": " + d.waiver.Reason)))
	}
	return made
}

// message joins what is the matter and what to do. SARIF reads "[words](target)"
// as a link (3.11.6); foreign words make none.
func message(matter, remedy string) string {
	text := joined("\n\n", sentence(clean(matter)), clean(remedy))
	return cut(strings.ReplaceAll(text, "](", "] ("), maxMessage)
}

// relativeURI writes a path as a relative reference (RFC 3986, 4.2): everything
// that could end the path or begin a scheme is escaped.
func relativeURI(path string) string {
	segments := strings.Split(path, "/")
	for index, segment := range segments {
		segments[index] = strings.ReplaceAll(url.PathEscape(segment), ":", "%3A")
	}
	return strings.Join(segments, "/")
}
