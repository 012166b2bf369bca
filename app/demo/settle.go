package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
	"github.com/golive-app/golive/config/regex"
)

// ErrNothingWaits is returned where people have nothing to decide.
var ErrNothingWaits = errors.New("nothing waits for people")

// fingerprintShown is how golive's texts show the fingerprint of a secret.
var fingerprintShown = regex.New("fingerprint `([0-9a-f-]{20,})`")

// SecretsItem is the item that finds the planted secrets.
const SecretsItem checks.ItemID = "code.secrets"

// CloseSecrets lets lee, after the planted secrets were rotated, ask golive for their
// fingerprints and propose to write them into the policy as revoked. dana approves and
// merges that, and asks for another look at the release.
func (s *Scene) CloseSecrets(ctx context.Context) error {
	if s.staging == nil {
		return ErrOtherRepository
	}
	answer, err := s.ask(ctx, shop.SecondAuthor, "/golive explain "+string(SecretsItem))
	if err != nil {
		return err
	}
	var closed []string
	for _, found := range fingerprintShown.FindAllStringSubmatch(answer, -1) {
		if !slices.Contains(closed, found[1]) {
			closed = append(closed, found[1])
		}
	}
	if len(closed) == 0 {
		// It may be looking at the release again, as it does after a deployment.
		return fmt.Errorf("%w: golive names no open finding of %s", ErrNotNow, SecretsItem)
	}
	return s.changePolicy(ctx, policyChange{
		title: "Close the rotated secrets of #38", body: "They open nothing any more.", review: "They are rotated, I saw it.", content: s.withClosed(s.policy(ctx), closed),
	})
}

// Explain lets dana ask golive why an item stands as it does, and returns what golive
// answers, Markdown.
func (s *Scene) Explain(ctx context.Context, item checks.ItemID) (string, error) {
	return s.ask(ctx, shop.ReleaseManager, "/golive explain "+string(item))
}

// withClosed returns a policy that closes secrets by their fingerprints.
func (s *Scene) withClosed(content string, fingerprints []string) string {
	lines := []string{strings.TrimRight(content, "\n"), "secrets:", "  closed:"}
	for _, fingerprint := range fingerprints {
		lines = append(lines, "    - fingerprint: "+fingerprint, "      as: revoked",
			"      because: rotated on "+s.options.Now().UTC().Format(time.DateOnly)+", the old one opens nothing any more")
	}
	return strings.Join(lines, "\n") + "\n"
}

// merge lets dana merge a pull request, and removes its branch.
func (s *Scene) merge(opened simulator.PullRequest) error {
	name := s.Repository.FullName
	if _, err := s.github.Merge(name, opened.Number, "squash", shop.ReleaseManager); err != nil {
		return fmt.Errorf("merge #%d: %w", opened.Number, err)
	}
	if err := s.github.DeleteBranch(name, opened.HeadRef, shop.ReleaseManager); err != nil {
		return fmt.Errorf("remove the branch of #%d: %w", opened.Number, err)
	}
	return nil
}

// Decide lets dana decide what golive cannot: she signs what waits for a person or
// could not be judged, and waives for two weeks what failed and may be waived. It
// returns what she wrote.
func (s *Scene) Decide(ctx context.Context, number int, verdicts map[checks.ItemID]checks.Verdict) ([]string, error) {
	var written []string
	for _, words := range s.decisions(number, verdicts) {
		if _, err := s.github.Comment(s.Repository.FullName, number, shop.ReleaseManager, words); err != nil {
			return written, fmt.Errorf("decide: %w", err)
		}
		written = append(written, words)
		if err := ctx.Err(); err != nil {
			return written, err
		}
	}
	if len(written) == 0 {
		return nil, ErrNothingWaits
	}
	return written, nil
}

// decisions are the commands by which a person decides what is open, in the order of
// the checklist.
func (s *Scene) decisions(number int, verdicts map[checks.ItemID]checks.Verdict) []string {
	var all []string
	for _, item := range catalogue.New(catalogue.Tools{}).Items() {
		verdict, judged := verdicts[item.ID]
		if !judged {
			continue
		}
		if words := s.decision(number, item, verdict); words != "" {
			all = append(all, words)
		}
	}
	return all
}

// decision is the command by which a person decides an item; empty: there is nothing
// to decide.
func (s *Scene) decision(number int, item checks.Item, verdict checks.Verdict) string {
	switch {
	case item.Level != checks.LevelBlock:
		return ""
	case verdict == checks.Unknown || verdict == checks.NeedsSignOff:
		link := fmt.Sprintf("%s/pull/%d", strings.TrimSuffix(s.Repository.CloneURL, ".git"), number) // where what was looked at is told
		return fmt.Sprintf("/golive sign-off %s %s -- looked at on staging", item.ID, link)
	case verdict == checks.Fail && !item.NeverWaive:
		until := s.options.Now().UTC().AddDate(0, 0, waivedDays).Format(time.DateOnly)
		return fmt.Sprintf("/golive waive %s until %s because what it found is rotated, and the history is purged after the launch", item.ID, until)
	default:
		return ""
	}
}

// waivedDays is how long a waiver of the demo lasts.
const waivedDays = 14

// ask lets somebody write a command and waits for what golive answers.
func (s *Scene) ask(ctx context.Context, user, command string) (string, error) {
	opened, err := s.pullRequest(ctx)
	if err != nil {
		return "", err
	}
	asked, err := s.github.Comment(s.Repository.FullName, opened.Number, user, command)
	if err != nil {
		return "", fmt.Errorf("ask golive: %w", err)
	}
	for {
		changed := s.github.Changed()
		comments, err := s.github.Comments(s.Repository.FullName, opened.Number)
		if err != nil {
			return "", err
		}
		for _, comment := range comments {
			if comment.ID > asked && comment.ByApp && !isChecklist(comment) {
				return comment.Body, nil
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return "", fmt.Errorf("golive did not answer %q: %w", command, ctx.Err())
		}
	}
}

// MergeAndTag lets dana merge the release, as its ruleset allows once golive / ready
// is green, remove its branch, and push the tag of the same name. It returns the
// tagged commit.
func (s *Scene) MergeAndTag(ctx context.Context) (string, error) {
	opened, err := s.pullRequest(ctx)
	if err != nil {
		return "", err
	}
	if err := s.merge(opened); err != nil {
		return "", err
	}
	_, commit, err := s.github.CreateTag(s.Repository.FullName, shop.ReleaseBranch, s.BaseBranch, "Release "+shop.NextVersion, shop.ReleaseManager)
	if err != nil {
		return "", fmt.Errorf("tag the release: %w", err)
	}
	return commit, nil
}
