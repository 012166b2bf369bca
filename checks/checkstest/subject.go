package checkstest

import (
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// Now is the time at which tests look and judge.
var Now = time.Date(2026, time.November, 23, 12, 0, 0, 0, time.UTC)

// Head is the commit of the releases that this package makes.
const Head = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678"

// Option changes a subject.
type Option func(*checks.Subject)

// Subject returns a directory's subject: this source, the default policy, no
// range, no forge.
func Subject(source checks.Source, options ...Option) checks.Subject {
	subject := checks.Subject{
		Release: checks.Release{
			Repository: checks.Repository{ID: 42, Owner: "acme", Name: "shop", DefaultBranch: "main", WebURL: "https://github.com/acme/shop"},
			Kind:       checks.ReleaseDirectory, SHA: Head, Tree: source.Tree(),
		},
		Source: source,
		Policy: config.DefaultPolicy(),
		Now:    func() time.Time { return Now },
	}
	for _, option := range options {
		option(&subject)
	}
	return subject
}

// PullRequest makes the release pull request 12 from release/v1.4.0 to main.
func PullRequest() Option {
	return func(subject *checks.Subject) {
		release := &subject.Release
		release.Kind, release.Number, release.Ref = checks.ReleasePullRequest, 12, "refs/pull/12/head"
		release.Version, release.Title, release.Author = "1.4.0", "Release v1.4.0", "ada"
		release.HeadBranch, release.BaseBranch = "release/v1.4.0", "main"
	}
}

// Tagged makes the release a pushed tag of this name on Head, annotated and
// verified.
func Tagged(name, version string) Option {
	return func(subject *checks.Subject) {
		release := &subject.Release
		release.Kind, release.Ref, release.Version = checks.ReleaseTag, "refs/tags/"+name, version
		release.Tag = &checks.Tag{Name: name, Object: "0b1ec7", Commit: release.SHA, Annotated: true, Verified: true, Tagger: "ada", Date: Now}
	}
}

// On connects the subject to a forge.
func On(forge checks.Forge) Option {
	return func(subject *checks.Subject) { subject.Forge = forge }
}

// Adding gives the subject a range of these commits, oldest first. Changed
// paths, where a test needs them, are set by Changing.
func Adding(commits ...checks.Commit) Option {
	return func(subject *checks.Subject) {
		if subject.Range == nil {
			subject.Range = &checks.Range{From: "base", To: subject.Release.SHA, Reason: "merge base with main"}
		}
		subject.Range.Commits = append(subject.Range.Commits, commits...)
	}
}

// Changing gives the subject a range in which these paths changed.
func Changing(changes ...checks.Change) Option {
	return func(subject *checks.Subject) {
		Adding()(subject)
		subject.Range.Changed = append(subject.Range.Changed, changes...)
	}
}

// Remembering gives the subject a history of its range.
func Remembering(history checks.History) Option {
	return func(subject *checks.Subject) { subject.History = history }
}

// Releasing changes the release itself.
func Releasing(change func(*checks.Release)) Option {
	return func(subject *checks.Subject) { change(&subject.Release) }
}

// Observe runs the check and fails the test if golive itself failed.
func Observe(t testing.TB, check checks.Check, subject checks.Subject) checks.Observation {
	t.Helper()
	observation, err := check.Observe(t.Context(), subject)
	if err != nil {
		t.Fatalf("Observe: %v", err)
	}
	return observation
}

// Judge runs the check and judges what it saw for the item.
func Judge(t testing.TB, item checks.Item, check checks.Check, subject checks.Subject) checks.Result {
	t.Helper()
	return checks.Judge(checks.Case{
		Item: item, Release: subject.Release, Observation: Observe(t, check, subject), Now: subject.Now(),
	})
}

// Rules lists the rules of the findings of one severity, in report order.
func Rules(result checks.Result, severity checks.Severity) []string {
	var rules []string
	for _, finding := range result.Findings {
		if finding.Severity == severity {
			rules = append(rules, finding.Rule)
		}
	}
	return rules
}
