package launch

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// packageLog is the change log of one package of a monorepo that has none for
// the whole, as changesets and Lerna write them.
type packageLog struct {
	name    string
	version string // that its manifest states
	path    string // of the change log
	section changelogSection
	found   bool // the change log has a section for the version
	changed bool // the range changes the manifest or the change log
}

// mostPackages bounds how many packages are read.
const mostPackages = 500

// readPackageLogs reads the change logs that stand beside a package's manifest,
// each with its section for the version that the manifest states.
func readPackageLogs(ctx context.Context, source checks.Source, span *checks.Range) ([]packageLog, error) {
	manifests := manifestFolders(source)
	var logs []packageLog
	for _, file := range source.Files() {
		folder := path.Dir(file.Path)
		if folder == "." || !manifests[folder] || !strings.EqualFold(path.Base(file.Path), "CHANGELOG.md") || len(logs) == mostPackages {
			continue
		}
		switch file.Class {
		case checks.ClassVendored, checks.ClassFixture, checks.ClassTest, checks.ClassExample:
			continue
		}
		manifest, err := source.Read(ctx, folder+"/package.json")
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		var stated struct {
			Name    string `json:"name"`
			Version string `json:"version"`
			Private bool   `json:"private"`
		}
		if err != nil || json.Unmarshal(manifest, &stated) != nil || stated.Version == "" || stated.Private {
			continue // it is not released by a version of its own
		}
		content, err := source.Read(ctx, file.Path)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			continue
		}
		one := packageLog{name: stated.Name, version: stated.Version, path: file.Path}
		one.section, one.found = parseChangelog(file.Path, content).find(stated.Version)
		one.changed = span != nil && slices.ContainsFunc(span.Changed, func(changed checks.Change) bool {
			return !changed.Deleted && (changed.Path == file.Path || changed.Path == folder+"/package.json")
		})
		logs = append(logs, one)
	}
	return logs, nil
}

// manifestFolders are the folders that hold a package of their own.
func manifestFolders(source checks.Source) map[string]bool {
	folders := map[string]bool{}
	for _, file := range source.Files() {
		if path.Base(file.Path) == "package.json" {
			folders[path.Dir(file.Path)] = true
		}
	}
	return folders
}

// packages judges the change logs of a monorepo's packages: those that the
// range releases, or all where no range is known.
func (j *changelogJudgement) packages() {
	logs := j.facts.packages
	of := wording.Counted(len(logs), "package", "packages")
	if j.facts.hasRange {
		logs = slices.DeleteFunc(slices.Clone(logs), func(one packageLog) bool { return !one.changed })
		if len(logs) == 0 {
			j.find("no-section", checks.SeverityError, fmt.Sprintf("there is no change log for the whole, and the range changes none of those of %s", of),
				"Write a changeset for each package that changes, and run `npx changeset version`.")
			return
		}
		of = wording.Counted(len(logs), "package", "packages") + " of the range"
	}
	told := 0
	for _, one := range logs {
		switch {
		case !one.found:
			j.findIn(one, "no-section", checks.SeverityError, fmt.Sprintf("%s has no section for %s, the version of %s", wording.QuotedPath(one.path), one.version, wording.Quoted(one.name)),
				"Add one, or run `npx changeset version`.")
		case len(one.section.entries) == 0:
			j.findIn(one, "empty", checks.SeverityWarning, fmt.Sprintf("the section %s of %s has no entry", wording.Quoted(one.section.title), wording.QuotedPath(one.path)),
				"Write what changes for the people who use the package.")
		default:
			told++
		}
	}
	j.seen = append(j.seen, fmt.Sprintf("the change logs of %d of %s tell of their version", told, of))
	j.written = fmt.Sprintf("written for %d of %s", told, of)
	j.notes = append(j.notes, "there is no change log for the whole: whether the packages' tell every change was not looked at")
	j.pending()
}

// findIn records a finding in a package's change log.
func (j *changelogJudgement) findIn(one packageLog, rule string, severity checks.Severity, message, remedy string) {
	j.findings = append(j.findings, checks.Finding{
		Rule: "changelog." + rule, Severity: severity, Path: one.path, Line: one.section.line, EndLine: one.section.line,
		Message: message, Remedy: remedy, Fingerprint: checks.Fingerprint(rule, one.path, one.version), Grade: checks.E2,
	})
}
