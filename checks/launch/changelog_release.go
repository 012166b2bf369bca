package launch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/Masterminds/semver/v3"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// releaseLog is a file that tells of one release, or of one line of them.
type releaseLog struct {
	path   string
	stated string // the version or line that its name says
}

// mostReleaseLogs bounds how many of them are read for one version.
const mostReleaseLogs = 8

// readReleaseLog looks for the version in files for one release each. Where
// nothing names the release's version and there is no other change log, the
// newest of them is the change log.
func (f *changelogFacts) readReleaseLog(ctx context.Context, source checks.Source, logs []releaseLog, version string) error {
	type near struct {
		releaseLog
		distance int
	}
	var found []near
	if version == "" {
		if f.found || len(logs) == 0 {
			return nil
		}
		newest := slices.MaxFunc(logs, func(a, b releaseLog) int {
			left, leftErr := semver.NewVersion(a.stated)
			right, rightErr := semver.NewVersion(b.stated)
			if leftErr != nil || rightErr != nil {
				return cmp.Compare(a.stated, b.stated)
			}
			return left.Compare(right)
		})
		found, version = []near{{newest, 0}}, newest.stated
	}
	for _, log := range logs {
		if distance, may := speaksOf(log.stated, version); may && len(found) < mostReleaseLogs {
			found = append(found, near{log, distance})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	for _, one := range found {
		content, err := source.Read(ctx, one.path)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, checks.ErrTooLarge):
			continue
		case err != nil:
			return fmt.Errorf("read the change log: %w", err)
		}
		log := parseChangelog(one.path, content)
		if _, has := log.find(version); !has {
			if one.distance > 0 {
				continue
			}
			log.sections = []changelogSection{wholeFile(one.path, version, content)}
		}
		f.log, f.found = log, true
		return nil
	}
	return nil
}

// wholeFile is a file that is all about one version, whatever its headings say.
func wholeFile(name, version string, content []byte) changelogSection {
	section := changelogSection{title: version, version: version, line: 1, text: string(content), entries: entriesOf(content)}
	for _, headings := range headingsOf(name, content) {
		if len(headings) > 0 {
			section.title, section.line = headings[0].title, headings[0].line
			section.open = headingOpen.MatchString(section.title)
			section.entries = slices.DeleteFunc(section.entries, func(entry string) bool { return entry == section.title })
			break
		}
	}
	section.dated = headingDate.MatchString(section.text[:min(len(section.text), 600)])
	return section
}

var (
	namedFile  = regex.New(`[\w.-]+(?:/[\w.-]+)*\.(?:md|markdown|rst|adoc|txt)\b`)
	likeTheLog = regex.New(`(?i)change|release|history|news`)
)

// mostLinks bounds how many files a change log is followed to.
const mostLinks = 6

// followLinks reads the files that a change log without sections names: some keep
// one for each channel, or in the documentation.
func (f *changelogFacts) followLinks(ctx context.Context, source checks.Source, version string) error {
	content, err := source.Read(ctx, f.log.path)
	if err != nil || len(content) > 64<<10 {
		return ctx.Err()
	}
	known := map[string]bool{}
	for _, file := range source.Files() {
		known[file.Path] = true
	}
	read := 0
	for _, named := range namedFile.FindAllString(string(content), -1) {
		// An address names the file at its end.
		for at := named; at != "" && read < mostLinks; {
			where := path.Join(path.Dir(f.log.path), at)
			if !known[where] {
				where = path.Clean(at)
			}
			if known[where] && where != f.log.path && likeTheLog.MatchString(path.Base(where)) {
				known[where] = false
				read++
				text, err := source.Read(ctx, where)
				if err != nil {
					return ctx.Err()
				}
				log := parseChangelog(where, text)
				if _, has := log.find(version); has || version == "" && len(log.sections) > 0 {
					f.log = log
					return nil
				}
				break
			}
			_, at, _ = strings.Cut(at, "/")
		}
	}
	return nil
}
