package launch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// Changelog checks launch.changelog: the change log has a dated section with
// real entries for the version that is released, tells most of what the range
// brings, and names everything in it that breaks something.
type Changelog struct{}

// NewChangelog returns the check.
func NewChangelog() *Changelog { return &Changelog{} }

// changelogFacts are what was seen.
type changelogFacts struct {
	files      int // searched for a change log
	log        changelog
	found      bool
	packages   []packageLog // of a monorepo without a change log for the whole
	unread     string       // why the change log could not be read
	generator  string       // the tool that writes the change log when it prepares a release; empty: people do
	changesets []string     // files of changes that wait to be written into the change log
	hasRange   bool
	touched    bool // the range changes the change log
	changes    []change
	pulls      string // what is known of the pull requests behind the changes
}

// Observe reads the change log and what the range brings.
func (c *Changelog) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	facts, err := readChangelog(ctx, subject.Source, subject.Release)
	if err != nil {
		return checks.Observation{}, err
	}
	if !facts.found && facts.unread == "" {
		if facts.packages, err = readPackageLogs(ctx, subject.Source, subject.Range, subject.Release.Version); err != nil {
			return checks.Observation{}, err
		}
		facts.packages = ofPart(facts.packages, partOf(subject.Release))
	}
	if subject.Range != nil {
		facts.hasRange = true
		if facts.changes, facts.pulls, err = readChanges(ctx, subject); err != nil {
			return checks.Observation{}, err
		}
		facts.touched = slices.ContainsFunc(subject.Range.Changed, func(changed checks.Change) bool {
			return changed.Path == facts.log.path && !changed.Deleted
		})
	}
	return observeChangelog(facts, subject.Release, subject.Now()), nil
}

// readChanges lists what the range brings: by pull request where the forge tells
// which they are, else by commit. It says which.
func readChanges(ctx context.Context, subject checks.Subject) (changes []change, known string, err error) {
	commits := subject.Range.Commits
	if subject.Forge == nil || len(commits) == 0 {
		return changesOf(commits), "", nil
	}
	brought, err := checks.ReadBrought(ctx, subject.Forge, commits, subject.Release.Number)
	switch {
	case ctx.Err() != nil:
		return nil, "", ctx.Err()
	case err != nil:
		return changesOf(commits), "the pull requests of the range could not be read from GitHub (it needs `pull_requests: read`): its commits were held against the change log instead", nil
	}
	return changesBrought(commits, brought), fmt.Sprintf("%s and %s of the range were held against the change log",
		wording.Counted(len(brought.Pulls), "pull request", "pull requests"), wording.Counted(len(brought.Direct), "commit of none", "commits of none")), nil
}

// generators are the tools that write the change log when they prepare a
// release, by the files that set them up:
// https://github.com/googleapis/release-please/blob/main/docs/manifest-releaser.md,
// https://semantic-release.gitbook.io/semantic-release/usage/configuration,
// https://release-plz.dev/docs/config.
var generators = map[string]string{
	"release-please-config.json": "release-please", ".release-please-manifest.json": "release-please", ".github/release-please.yml": "release-please",
	".releaserc": "semantic-release", ".releaserc.json": "semantic-release", ".releaserc.yml": "semantic-release", ".releaserc.yaml": "semantic-release",
	".releaserc.js": "semantic-release", ".releaserc.cjs": "semantic-release", "release.config.js": "semantic-release", "release.config.cjs": "semantic-release", "release.config.mjs": "semantic-release",
	"release-plz.toml": "release-plz", ".release-plz.toml": "release-plz",
}

func readChangelog(ctx context.Context, source checks.Source, release checks.Release) (changelogFacts, error) {
	type candidate struct {
		path string
		rank int
	}
	var facts changelogFacts
	var candidates []candidate
	var ofReleases []releaseLog
	manifests, part := manifestFolders(source), partOf(release)
	for _, file := range source.Files() {
		facts.files++
		if generator := generators[file.Path]; generator != "" {
			facts.generator = generator
		}
		if path.Dir(file.Path) == ".changeset" && path.Ext(file.Path) == ".md" && !strings.EqualFold(path.Base(file.Path), "README.md") {
			facts.changesets = append(facts.changesets, file.Path)
			continue
		}
		rank, is := changelogRank(file.Path, part)
		if folder := path.Dir(file.Path); is && rank >= 2*lastResort && manifests[folder] == "package.json" {
			is = false // the documentation is a package of its own, and this is its change log
		}
		if is {
			candidates = append(candidates, candidate{file.Path, rank})
			continue
		}
		if stated, names := releaseVersion(file.Path); names {
			ofReleases = append(ofReleases, releaseLog{file.Path, stated})
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(a.rank, b.rank) })
	for _, one := range candidates {
		content, err := source.Read(ctx, one.path)
		switch {
		case ctx.Err() != nil:
			return facts, ctx.Err()
		case errors.Is(err, checks.ErrTooLarge):
			facts.unread = one.path
			continue
		case err != nil:
			return facts, fmt.Errorf("read the change log: %w", err)
		}
		log := parseChangelog(one.path, content)
		_, had := facts.log.find(release.Version)
		_, has := log.find(release.Version)
		if !facts.found || len(facts.log.sections) == 0 && len(log.sections) > 0 || release.Version != "" && has && !had {
			facts.log, facts.found = log, true
		}
	}
	if facts.found && len(facts.log.sections) == 0 {
		if err := facts.followLinks(ctx, source, release.Version); err != nil {
			return facts, err
		}
	}
	if _, has := facts.log.find(release.Version); !has {
		if err := facts.readReleaseLog(ctx, source, ofReleases, release.Version); err != nil {
			return facts, err
		}
	}
	return facts, nil
}
