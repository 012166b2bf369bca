package code

import (
	"context"
	"fmt"
	"path"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/secret"
	"github.com/golive-app/golive/checks/wording"
)

// Secrets checks code.secrets: no hard-coded secret in the released content,
// nor in anything that a commit of its range added, also where a later commit
// removed it. Inline suppressions and ignore files are not honoured: who writes
// the content does not decide what is passed over in it.
type Secrets struct {
	scanner SecretScanner
	salt    func(checks.Repository) string
}

// SecretScanner searches content and history, as *secret.Scanner does.
type SecretScanner interface {
	Tree(ctx context.Context, source checks.Source, salt string) (secret.Tree, error)
	History(ctx context.Context, history checks.History, commits []checks.Commit, salt string) (secret.History, error)
}

// NewSecrets returns the check. The fingerprints of a repository's secrets are
// salted with the repository's id.
func NewSecrets(scanner SecretScanner) *Secrets { return &Secrets{scanner, repositorySalt} }

// Salted returns the check with another salt for a repository's fingerprints,
// which keeps them from being compared with those of other repositories.
func (s *Secrets) Salted(salt func(checks.Repository) string) *Secrets {
	return &Secrets{s.scanner, salt}
}

func repositorySalt(repository checks.Repository) string {
	if repository.ID != 0 {
		return fmt.Sprintf("repository %d", repository.ID)
	}
	return "repository " + repository.FullName()
}

// secretFacts are what was seen.
type secretFacts struct {
	tree       secret.Tree
	history    secret.History
	files      []checks.File
	hasRange   bool
	commits    int      // in the range
	unreadable string   // why the range's history could not be searched; empty: it was
	ignores    []string // ignore files that are not honoured
	alerts     *secretAlerts
}

// Observe searches the content and the range.
func (s *Secrets) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	tree, err := s.scanner.Tree(ctx, subject.Source, valueSalt)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("search the content for secrets: %w", err)
	}
	facts := secretFacts{tree: tree, files: subject.Source.Files()}
	if subject.Range != nil {
		facts.hasRange, facts.commits = true, len(subject.Range.Commits)
		switch {
		case facts.commits == 0:
		case subject.History == nil:
			facts.unreadable = "the history of the release range is not here"
		default:
			if facts.history, err = s.scanner.History(ctx, subject.History, subject.Range.Commits, valueSalt); err != nil {
				return checks.Observation{}, fmt.Errorf("search the range for secrets: %w", err)
			}
			facts.unreadable = facts.history.Unread
		}
	}
	for _, file := range facts.files {
		switch path.Base(file.Path) {
		case ".gitleaksignore", ".gitleaks.toml", ".secretlintignore", ".secrets.baseline":
			facts.ignores = append(facts.ignores, file.Path)
		}
	}
	alerts, err := readSecretAlerts(ctx, subject)
	if err != nil {
		return checks.Observation{}, err
	}
	facts.alerts = &alerts
	closing := newClosures(subject.Policy.Secrets.Closed, newFingerprints(s.salt(subject.Release.Repository)))
	return observeSecrets(facts, subject.Release, closing, subject.Now()), nil
}

// observeSecrets states what the facts mean for the item.
func observeSecrets(facts secretFacts, release checks.Release, closing *closures, now time.Time) checks.Observation {
	found := secretFindings(facts, closing, now)
	observation := checks.Observation{Findings: found.list}
	searched := facts.searched()
	errors, warnings := found.count(checks.SeverityError), found.count(checks.SeverityWarning)
	look := checks.Evidence{
		Grade: checks.E2, Outcome: checks.Supports, Kind: "scan", Source: "gitleaks",
		ObservedAt: now, Tree: release.Tree, Sample: facts.tree.Files,
		Summary: fmt.Sprintf("searched %s, %s", searched, wording.Counted(errors+warnings, "finding", "findings")),
	}
	incomplete := facts.incomplete()
	switch {
	case errors > 0:
		look.Outcome = checks.Refutes
		observation.Headline = wording.Counted(errors, "secret", "secrets") + " in " + searched
		observation.Why = found.list[0].Message
		observation.Remedy = found.list[0].Remedy
	case len(incomplete) > 0:
		look.Outcome = checks.Neutral
		observation.Headline = "searched only in part"
		observation.Why = "Nothing blocking was found in " + searched + ", but not everything could be searched: " + wording.Listed(incomplete, 5) + "."
		observation.Remedy = "Take what is too large or kept elsewhere out of the repository, or let the security role look at it and comment `/golive sign-off code.secrets` with a link to what was read."
	case facts.tree.Files == 0:
		look.Outcome = checks.Neutral
		observation.Headline = "nothing to search"
		observation.Why = "The release holds no file that could be searched."
		observation.Remedy = "Check that the release points at the content that is meant to go live."
	case warnings > 0:
		observation.Headline = wording.Counted(warnings, "possible secret", "possible secrets") + " in " + searched
		observation.Why = found.list[0].Message
		observation.Remedy = found.list[0].Remedy
	default:
		observation.Headline = "no secrets in " + searched
		if closed := len(closing.closed); closed > 0 {
			observation.Headline = "no open secrets in " + searched + fmt.Sprintf(", %d closed by the policy", closed)
		}
	}
	observation.Evidence = []checks.Evidence{look}
	if asked, read := facts.alerts.evidence(look, len(incomplete) == 0 && errors == 0); read {
		observation.Evidence = append(observation.Evidence, asked)
	}
	observation.Evidence = append(observation.Evidence, facts.notes(found.aside, closing, now, release.Tree)...)
	return observation
}

// searched names the denominator: "812 files and 14 commits".
func (f secretFacts) searched() string {
	text := wording.Counted(f.tree.Files, "file", "files")
	if f.history.Commits > 0 {
		text += " and " + wording.Counted(f.history.Commits, "commit", "commits")
	}
	return text
}

// incomplete lists what should have been searched and was not.
func (f secretFacts) incomplete() []string {
	var missing []string
	if f.unreadable != "" {
		missing = append(missing, f.unreadable)
	}
	for _, skipped := range f.tree.Unread {
		missing = append(missing, skipped.Path+" ("+skipped.Reason+")")
	}
	return missing
}

// notes are what a reader should know and what decides nothing.
func (f secretFacts) notes(aside int, closing *closures, now time.Time, tree string) []checks.Evidence {
	var notes []checks.Evidence
	note := func(summary string) {
		notes = append(notes, checks.Evidence{
			Grade: checks.E2, Outcome: checks.Neutral, Kind: "scan", Source: "golive", Summary: summary, ObservedAt: now, Tree: tree,
		})
	}
	if missing := f.incomplete(); len(missing) > 0 {
		note("not searched: " + wording.Listed(missing, 20))
	}
	if f.tree.Media > 0 {
		note(wording.Counted(f.tree.Media, "picture, sound or font has", "pictures, sounds and fonts have") + " no text to search")
	}
	if len(f.tree.Archives) > 0 {
		note(wording.Counted(len(f.tree.Archives), "archive was", "archives were") + " not opened: " + wording.Listed(f.tree.Archives, 10))
	}
	if len(f.tree.Large) > 0 {
		note("lock and vendored files too large to search: " + wording.Listed(f.tree.Large, 10))
	}
	if f.tree.Links > 0 {
		note(wording.Counted(f.tree.Links, "link, submodule or installed dependency", "links, submodules and installed dependencies") + " not followed")
	}
	for _, text := range closing.notes() {
		note(text)
	}
	if aside > 0 {
		note(wording.Counted(aside, "placeholder", "placeholders") + " set aside, such as \"YOUR_KEY_HERE\"")
	}
	if len(f.ignores) > 0 {
		note("not honoured for a release: " + wording.Listed(f.ignores, 10))
	}
	if !f.hasRange {
		note("no release range is known: the content was searched, its history was not")
	}
	if f.alerts.why != "" {
		note(f.alerts.why)
	}
	return notes
}
