package launch

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// packageLog is the change log of one package of a monorepo that has none for
// the whole, as changesets and Lerna write them.
type packageLog struct {
	name    string
	version string // that its manifest states
	path    string // of the change log
	section changelogSection
	found   bool // the change log has a section for the version
	stated  bool // the manifest states the version
	changed bool // the range changes the manifest or the change log
}

// mostPackages bounds how many packages are read.
const mostPackages = 500

// readPackageLogs reads the change logs that stand beside a package's manifest,
// each with its section for the version that the manifest states, or for that of
// the whole where packages are released together.
func readPackageLogs(ctx context.Context, source checks.Source, span *checks.Range, whole string) ([]packageLog, error) {
	manifests := manifestFolders(source)
	var logs []packageLog
	for _, file := range source.Files() {
		folder := path.Dir(file.Path)
		if folder == "." || manifests[folder] == "" || !strings.EqualFold(path.Base(file.Path), "CHANGELOG.md") || len(logs) == mostPackages {
			continue
		}
		switch file.Class {
		case checks.ClassVendored, checks.ClassFixture, checks.ClassTest, checks.ClassExample:
			continue
		}
		stated, released := statedBy(ctx, source, folder, manifests[folder])
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		version := cmp.Or(stated.Version, whole)
		if !released || version == "" {
			continue
		}
		content, err := source.Read(ctx, file.Path)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			continue
		}
		one := packageLog{name: cmp.Or(stated.Name, path.Base(folder)), version: version, path: file.Path, stated: stated.Version != ""}
		log := parseChangelog(file.Path, content)
		if one.section, one.found = log.find(version); !one.found && whole != "" {
			// Some manifests spell the version of the whole otherwise.
			one.section, one.found = log.find(whole)
		}
		one.changed = span != nil && slices.ContainsFunc(span.Changed, func(changed checks.Change) bool {
			return !changed.Deleted && (changed.Path == file.Path || changed.Path == folder+"/"+manifests[folder])
		})
		logs = append(logs, one)
	}
	// Where some are released with the whole, those that state no version and have
	// no section for it are tools that are not.
	if slices.ContainsFunc(logs, func(one packageLog) bool { return !one.stated && one.found }) {
		logs = slices.DeleteFunc(logs, func(one packageLog) bool { return !one.stated && !one.found })
	}
	return logs, nil
}

// statedPackage is what a manifest says of its package.
type statedPackage struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Private bool   `json:"private"`
}

var cargoVersion = regex.New(`(?m)^version\s*=\s*"([^"]+)"`)

// statedBy reads the version that a package states; false for one that is not
// released. Manifests that are programs state none that could be read.
func statedBy(ctx context.Context, source checks.Source, folder, manifest string) (stated statedPackage, released bool) {
	switch manifest {
	case "package.json":
		content, err := source.Read(ctx, folder+"/"+manifest)
		if err != nil || json.Unmarshal(content, &stated) != nil || stated.Version == "" || stated.Private {
			return stated, false // it is not released by a version of its own
		}
	case "Cargo.toml":
		content, err := source.Read(ctx, folder+"/"+manifest)
		if err != nil {
			return stated, false
		}
		if match := cargoVersion.FindSubmatch(content); match != nil {
			stated.Version = string(match[1])
		}
	}
	return stated, true
}

// manifestFolders are the folders that hold a package of their own, each with its
// manifest's name.
func manifestFolders(source checks.Source) map[string]string {
	folders := map[string]string{}
	for _, file := range source.Files() {
		folder, base := path.Split(file.Path)
		folder = path.Clean(folder)
		switch {
		case base == "package.json":
			folders[folder] = base
		case folders[folder] == "" && (base == "Cargo.toml" || base == "pyproject.toml" || base == "composer.json" || strings.HasSuffix(base, ".gemspec")):
			folders[folder] = base
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
