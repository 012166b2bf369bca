package publish

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/jobs"
)

// PublishNotRelease implements jobs.Publisher. A commit that a release claims is
// left alone.
func (p *Publisher) PublishNotRelease(ctx context.Context, target jobs.Target, pull checks.Release, patterns config.ReleasePatterns, edits []jobs.PolicyEdit) error {
	forge, err := p.options.Forge(ctx, target)
	if err != nil {
		return err
	}
	runs, err := p.checkRuns(ctx, forge, pull.SHA)
	if err != nil {
		return err
	}
	if len(claiming(runs)) > 0 {
		return nil
	}
	shown := p.notRelease(pull, patterns, edits)
	standing, found := newest(runs)[checks.ReadyCheck]
	if found && standing.Status == statusDone && standing.Conclusion == shown.Conclusion && standing.Title == shown.Title && hashOf(standing.Summary) == hashOf(shown.Summary) {
		return nil
	}
	if found {
		shown.ID = standing.ID
		if standing.ExternalID != "" {
			// No longer a first look's, which keeps the others.
			shown.ExternalID, shown.Text = notReleaseKey, "The other check runs here are of golive's first look at this commit."
		}
		if len(shown.Annotations) > 0 {
			there, err := forge.Annotations(ctx, standing.ID)
			if err != nil {
				return fmt.Errorf("annotations of %q: %w", standing.Name, err)
			}
			shown.Annotations = unsent(shown.Annotations, there)
		}
		_, err = forge.UpdateCheckRun(ctx, shown)
	} else {
		_, err = forge.CreateCheckRun(ctx, shown)
	}
	if err != nil {
		return fmt.Errorf("say that %s is no release: %w", shortSHA(pull.SHA), err)
	}
	return nil
}

// notRelease renders the one check run of a pull request that is no release.
func (p *Publisher) notRelease(pull checks.Release, patterns config.ReleasePatterns, edits []jobs.PolicyEdit) github.CheckRun {
	about := page{run: jobs.Run{Release: pull, PolicyEdits: edits}, publicURL: p.options.PublicURL, version: p.options.Version}
	conclusion, title := notReleaseTitle(pull, edits)
	marked := editAnnotations(edits)
	return github.CheckRun{
		Name: checks.ReadyCheck, SHA: pull.SHA, Status: statusDone, Conclusion: conclusion, Title: short(title, maxTitle),
		Summary: fit(maxOutput, func(shown detail) string {
			return paragraphs(about.policyEdits(shown), judgedReleases(patterns)+" This is none, so nothing was checked"+blocked(conclusion)+"."+howToLabel(patterns))
		}, func() string { return paragraphs(about.policyEdits(detail{})) }),
		// The most that one request carries, and no fewer than are kept of an edit.
		Annotations: marked[:min(len(marked), github.MaxAnnotations)],
		StartedAt:   p.options.Now(), CompletedAt: p.options.Now(),
	}
}

// shownPatterns is how many patterns of a kind are named.
const shownPatterns = 2

// judgedReleases says what counts as a release by the policy in force. Patterns
// of titles are regular expressions, which nobody wants to read here.
func judgedReleases(patterns config.ReleasePatterns) string {
	var ways []string
	for _, kind := range []struct {
		words string
		named []string
	}{
		{"pull requests from ", patterns.Branches}, {"pull requests labelled ", patterns.Labels}, {"tags ", patterns.Tags},
	} {
		var named []string
		for _, pattern := range kind.named[:min(len(kind.named), shownPatterns)] {
			named = append(named, code(strings.Replace(pattern, "/**/*", "/*", 1)))
		}
		if more := len(kind.named) - len(named); more > 0 {
			named = append(named, fmt.Sprintf("%d more", more))
		}
		if len(named) > 0 {
			ways = append(ways, kind.words+strings.Join(named, ", "))
		}
	}
	if len(patterns.Titles) > 0 {
		ways = append(ways, "pull requests with the title of a release")
	}
	if len(ways) == 0 {
		return "golive judges releases, and the policy in force takes nothing for one."
	}
	return "golive judges releases: " + strings.Join(ways, "; ") + "."
}

// howToLabel says how to make the pull request a release; nothing where the
// policy has no label for it.
func howToLabel(patterns config.ReleasePatterns) string {
	if len(patterns.Labels) == 0 {
		return ""
	}
	return " Label it " + code(patterns.Labels[0]) + " if it is one."
}

// blocked ends the sentence that says what a pull request which is no release
// means to golive.
func blocked(conclusion string) string {
	if conclusion == concludedFailure {
		return "; what blocks is the policy that it would leave behind"
	}
	return " and nothing is blocked"
}

// notReleaseTitle says what a pull request that is no release does to the policy.
// An edit that could not be used fails where the policy in force may block.
func notReleaseTitle(pull checks.Release, edits []jobs.PolicyEdit) (conclusion, title string) {
	const none = "Not a release PR"
	if wrong := wrongEdits(edits); wrong != "" {
		if edits[0].Observing() {
			return concludedSuccess, "observing — " + wrong + " · not a release PR"
		}
		return concludedFailure, "The" + wrong[len("the"):] + " · not a release PR"
	}
	if len(edits) == 0 {
		return concludedSuccess, none + " — nothing to check"
	}
	weaker := slices.ContainsFunc(edits, func(edit jobs.PolicyEdit) bool {
		return slices.ContainsFunc(edit.Effects(jobs.Affected{Release: pull}), func(effect jobs.PolicyEffect) bool { return effect.Weakens })
	})
	if weaker {
		return concludedSuccess, none + " — ⚠ it weakens the policy: see what it would do"
	}
	return concludedSuccess, none + " — it edits the policy: see what it would do"
}
