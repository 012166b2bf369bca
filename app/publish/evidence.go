package publish

import (
	"github.com/golive-app/golive/checks"
)

// strongest returns the evidence that weighs most for what a result says: the
// highest grade, and among equals the first. Evidence that decides nothing
// comes last.
func strongest(result checks.Result) (checks.Evidence, bool) {
	var best checks.Evidence
	found := false
	for _, evidence := range result.Evidence {
		if !found || weight(evidence) > weight(best) {
			best, found = evidence, true
		}
	}
	return best, found
}

func weight(evidence checks.Evidence) int {
	if evidence.Outcome == checks.Neutral {
		return -1
	}
	return int(evidence.Grade)
}

// evidence renders one record: its grade, what was seen and where to see it.
func (p page) evidence(evidence checks.Evidence, limit int) string {
	words := inline(evidence.Summary, limit)
	if words == "" {
		words = inline(join(" ", evidence.Kind, evidence.Source), longName)
	}
	seen := ""
	switch {
	case evidence.Link != "":
		if _, safe := safeURL(evidence.Link); safe {
			seen = link("see\u00a0↗", evidence.Link)
		} else {
			seen = code(evidence.Link)
		}
	case evidence.Path != "":
		seen = p.place(evidence.Path, evidence.Line, 0)
	}
	return join(" · ", evidence.Grade.String()+" "+words, seen)
}
