package publish

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// ourNames are the names of the check runs that this package writes.
func ourNames() map[string]bool {
	names := map[string]bool{checks.ReadyCheck: true}
	for _, section := range checks.Sections() {
		names[section.Check] = true
	}
	return names
}

// checkRuns lists our check runs of a commit, all of each name.
func (p *Publisher) checkRuns(ctx context.Context, forge Forge, sha string) ([]github.CheckRun, error) {
	runs, err := forge.CheckRuns(ctx, sha)
	if err != nil {
		return nil, fmt.Errorf("list the check runs of %s: %w", shortSHA(sha), err)
	}
	names, kept := ourNames(), []github.CheckRun{}
	for _, run := range runs {
		if names[run.Name] {
			kept = append(kept, run)
		}
	}
	return kept, nil
}

// close completes a check run that is open, keeping what it shows below.
func (p *Publisher) close(ctx context.Context, forge Forge, run github.CheckRun, conclusion, title, summary string) error {
	run.Status, run.Conclusion, run.Title = statusDone, conclusion, short(title, maxTitle)
	run.Summary = cut(summary, maxOutput)
	run.Annotations, run.Actions, run.CompletedAt = nil, nil, p.options.Now()
	if _, err := forge.UpdateCheckRun(ctx, run); err != nil && !errors.Is(err, jobs.ErrGone) {
		return fmt.Errorf("close the check run %q: %w", run.Name, err)
	}
	return nil
}

// Supersede implements jobs.Publisher.
func (p *Publisher) Supersede(ctx context.Context, target jobs.Target, key jobs.Key, sha, newer string) error {
	forge, err := p.options.Forge(ctx, target)
	if err != nil {
		return err
	}
	runs, err := p.checkRuns(ctx, forge, sha)
	if err != nil {
		return err
	}
	title, summary := "superseded by "+shortSHA(newer), newerWords(target, newer)
	if newer == "" {
		title, summary = "cancelled — the release was closed", "The pull request was closed or merged, or the tag deleted, before this commit was judged."
	}
	var failures []error
	for _, run := range runs {
		if run.Status != statusDone && run.ExternalID == key.String() {
			failures = append(failures, p.close(ctx, forge, run, concludedCancelled, title, summary))
		}
	}
	return errors.Join(failures...)
}

// newerWords leads to the commit that is judged instead of an older one.
func newerWords(target jobs.Target, newer string) string {
	commit := "`" + shortSHA(newer) + "`"
	if target.Repository.WebURL != "" {
		commit = link(commit, target.Repository.WebURL+"/commit/"+newer)
	}
	return "A newer commit of this release is judged instead: " + commit + "."
}

// Decline implements jobs.Publisher. What the check run said before stays below.
func (p *Publisher) Decline(ctx context.Context, target jobs.Target, sha, newer, check string) error {
	forge, err := p.options.Forge(ctx, target)
	if err != nil {
		return err
	}
	runs, err := p.checkRuns(ctx, forge, sha)
	if err != nil {
		return err
	}
	summary := "A re-run was asked for here. " + newerWords(target, newer) + " Ask for a re-run there."
	var failures []error
	for _, run := range newest(runs) {
		if check == "" || run.Name == check {
			failures = append(failures, p.close(ctx, forge, run, concludedCancelled, "not run again: superseded by "+shortSHA(newer), summary))
		}
	}
	return errors.Join(failures...)
}

// TimeOut implements jobs.Publisher.
func (p *Publisher) TimeOut(ctx context.Context, target jobs.Target, sha string, before time.Time) (int, error) {
	forge, err := p.options.Forge(ctx, target)
	if err != nil {
		return 0, err
	}
	runs, err := p.checkRuns(ctx, forge, sha)
	if err != nil {
		return 0, err
	}
	closed := 0
	var failures []error
	for _, run := range runs {
		if run.Status == statusDone || !run.StartedAt.Before(before) {
			continue
		}
		err := p.close(ctx, forge, run, concludedTimedOut, "Timed out — golive did not finish in time",
			"golive did not finish judging this commit in time, so nothing here counts as checked. This is golive's fault, not yours: press *Re-run*, or comment `/golive rerun`.")
		if failures = append(failures, err); err == nil {
			closed++
		}
	}
	return closed, errors.Join(failures...)
}

// ReleasesOf implements jobs.Publisher. A check run that several releases share
// names the last one that wrote it outside, and all of them in its record.
func (p *Publisher) ReleasesOf(ctx context.Context, target jobs.Target, sha string) ([]jobs.Key, error) {
	forge, err := p.options.Forge(ctx, target)
	if err != nil {
		return nil, err
	}
	runs, err := p.checkRuns(ctx, forge, sha)
	if err != nil {
		return nil, err
	}
	return releasesOf(runs), nil
}

func releasesOf(runs []github.CheckRun) []jobs.Key {
	var keys []jobs.Key
	seen := map[jobs.Key]bool{}
	add := func(word string) {
		if key, err := jobs.ParseKey(word); err == nil && !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
	}
	for _, run := range runs {
		add(run.ExternalID)
		if record, err := ParseRecord(run.Text); err == nil {
			for _, release := range record.Releases {
				add(release.Key)
			}
		}
	}
	return keys
}

// PublishProblem implements jobs.Publisher.
func (p *Publisher) PublishProblem(ctx context.Context, target jobs.Target, key jobs.Key, sha, title, explanation string) error {
	forge, err := p.options.Forge(ctx, target)
	if err != nil {
		return err
	}
	runs, err := p.checkRuns(ctx, forge, sha)
	if err != nil {
		return err
	}
	headline := "Can't tell — " + plain(title, longHeadline)
	summary := lines(explanation)
	shown := github.CheckRun{
		Name: checks.ReadyCheck, SHA: sha, Status: statusDone, Conclusion: concludedFailure, Title: short(headline, maxTitle), Summary: cut(summary, maxOutput),
		ExternalID: key.String(), DetailsURL: detailsURL(p.options.PublicURL, key.String()), StartedAt: p.options.Now(), CompletedAt: p.options.Now(),
	}
	var failures []error
	for _, run := range runs {
		if run.Name != checks.ReadyCheck && run.Status != statusDone {
			failures = append(failures, p.close(ctx, forge, run, concludedFailure, headline, summary))
		}
	}
	standing, found := newest(runs)[checks.ReadyCheck]
	switch {
	case !found:
		_, err = forge.CreateCheckRun(ctx, shown)
	case standing.Status == statusDone && standing.Title == shown.Title && standing.Summary == shown.Summary:
		err = nil
	default:
		shown.ID, shown.Text = standing.ID, standing.Text
		_, err = forge.UpdateCheckRun(ctx, shown)
	}
	failures = append(failures, err)
	if key.Number != 0 {
		name := marker(key, key.Number)
		body := paragraphs(markerLine("", name)+"\n## ❔ golive · **CAN'T TELL** — "+inline(title, longHeadline), "> [!CAUTION]\n> "+strings.ReplaceAll(strings.TrimSpace(summary), "\n", "\n> "),
			"<sub>golive "+inline(orElse(p.options.Version, "(unreleased)"), longName)+" · <code>"+orElse(shortSHA(sha), "unknown")+"</code></sub>")
		err := p.stick(ctx, forge, key.Number, name, body, &jobs.PublishState{})
		if errors.Is(err, jobs.ErrForbidden) {
			p.options.Logger.WarnContext(ctx, "the comment may not be written", "release", key.String(), "error", err.Error())
			err = nil
		}
		failures = append(failures, err)
	}
	return errors.Join(failures...)
}

// lines renders text of several lines, each on its own.
func lines(text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		if line = inline(line, longText); line != "" {
			out.WriteString(line + "\n\n")
		}
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
}
