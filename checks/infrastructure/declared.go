package infrastructure

import (
	"fmt"
	"maps"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/wording"
)

// notRead says which manifests could not be read: half a look is no look.
func notRead(declared *manifest.Declared) []checks.Missing {
	if len(declared.Unread) == 0 {
		return nil
	}
	first := declared.Unread[0]
	reason := fmt.Sprintf("%s was not read as production runs it: %s", wording.QuotedPath(first.Path), first.Reason)
	if more := len(declared.Unread) - 1; more > 0 {
		reason += "; nor " + wording.Counted(more, "more file was", "more files were")
	}
	remedy := "Commit what is rendered beside it, or an SRE reads it and signs."
	if len(declared.Unreachable) > 0 {
		first := declared.Unreachable[0]
		reason = fmt.Sprintf("the related repository %s could not be read: %s", wording.QuotedPath(first.Path), first.Reason)
		remedy = wording.Capital(reason) + ". Until it can be, an SRE reads it and signs."
	}
	return []checks.Missing{{Connection: checks.ConnectionForge, Reason: reason + ".", Remedy: remedy}}
}

// invalidFindings are the files that are meant to be manifests and are not valid.
func invalidFindings(declared *manifest.Declared) []checks.Finding {
	var findings []checks.Finding
	for _, one := range declared.Invalid {
		findings = append(findings, checks.Finding{
			Rule: "manifest.invalid", Severity: checks.SeverityWarning, Path: one.Path, Line: one.Line, EndLine: one.Line,
			Message: "the file is not valid: " + wording.Quoted(one.Reason), Remedy: "Mend it: nothing can be deployed from it as it stands, and nothing in it was looked at.",
			Fingerprint: checks.Fingerprint("manifest.invalid", one.Path),
		})
	}
	return findings
}

// added is findings with one more, unless the same was found before: what several
// overlays are laid over is declared once.
func added(findings []checks.Finding, one checks.Finding) []checks.Finding {
	if slices.ContainsFunc(findings, func(known checks.Finding) bool {
		return known.Rule == one.Rule && known.Path == one.Path && known.Line == one.Line && known.Message == one.Message
	}) {
		return findings
	}
	return append(findings, one)
}

// otherKinds tells of objects that nothing looks into, by kind; empty where there are
// none.
func otherKinds(declared *manifest.Declared) string {
	var kinds []string
	count := 0
	for _, kind := range slices.Sorted(maps.Keys(declared.Other)) {
		kinds = append(kinds, wording.Quoted(kind))
		count += declared.Other[kind]
	}
	if count == 0 {
		return ""
	}
	return wording.Counted(count, "object of a kind", "objects of kinds") + " that golive does not look into: " + wording.Listed(kinds, 6)
}

// named writes a workload as people call it: Deployment `shop`.
func named(w kubernetes.Workload) string { return w.Kind + " " + wording.Quoted(w.Name) }
