package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/golive-app/golive/app/demo"
	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/checks"
)

// story is a release from its pull request to its tag, told on a terminal.
type story struct {
	scene    *demo.Scene
	progress *terminal.Progress
	follow   demo.Progress
	out      *os.File
	loaded   bool // staging is load-tested
}

func newStory(scene *demo.Scene, progress *terminal.Progress, live bool, out *os.File) *story {
	return &story{scene: scene, progress: progress, follow: follow(progress, live), out: out}
}

// tell plays the story. Only the sample shop has one that goes on after the first
// verdict.
func (s *story) tell(ctx context.Context, options onceOptions) error {
	chapters := []func(context.Context) error{s.open}
	switch {
	case options.directory != "":
	case options.load:
		s.loaded = true
		chapters = append(chapters, s.load, s.mend, s.approve, s.withstand, s.decide, s.release)
	default:
		chapters = append(chapters, s.mend, s.approve, s.decide, s.release)
	}
	for _, chapter := range chapters {
		if err := chapter(ctx); err != nil {
			return err
		}
	}
	return nil
}

// open ends with the first verdict, and shows the whole checklist.
func (s *story) open(ctx context.Context) error {
	s.progress.Say("release: " + s.scene.Why)
	started := time.Now()
	opened, err := s.scene.OpenReleasePullRequest(ctx)
	if err != nil {
		return err
	}
	s.progress.Say(fmt.Sprintf("%s opened pull request #%d %q; GitHub delivers a signed webhook", opened.User, opened.Number, opened.Title))
	seen, err := s.scene.AwaitVerdict(ctx, s.follow)
	if err != nil {
		return err
	}
	s.progress.Say(fmt.Sprintf("verdict after %.1f s", time.Since(started).Seconds()))
	s.progress.Done()
	return s.show(seen)
}

// mend pushes both fixes: one for what files show, one for what staging shows.
func (s *story) mend(ctx context.Context) error {
	for _, fix := range []struct {
		state shop.State
		title string
	}{{shop.Fixed, "after the first fix"}, {shop.Hardened, "after the second fix, on staging"}} {
		pushed, err := s.scene.PushFix(ctx, fix.state)
		if err != nil {
			return err
		}
		s.progress.Say(fmt.Sprintf("%s pushed a fix, %.7s; its pipeline ran, it is on staging, golive looks again", shop.Author, pushed))
		if s.loaded {
			s.progress.Say("it is load-tested, too: what is mended has to stand that for five minutes")
		}
		seen, err := s.scene.AwaitVerdict(ctx, s.follow)
		if err != nil {
			return err
		}
		if err := s.showChecks(fmt.Sprintf("%s: %.7s", fix.title, pushed), seen); err != nil {
			return err
		}
	}
	return nil
}

// load asks for a load test, which the release candidate fails.
func (s *story) load(ctx context.Context) error {
	s.progress.Say(shop.SecondAuthor + " proposes for the policy what staging has to stand, " + shop.ReleaseManager + " approves; golive load-tests it")
	if err := s.scene.SetLoadTarget(ctx); err != nil {
		return err
	}
	return s.awaitLoad(ctx, checks.Fail, "the release candidate under load")
}

// withstand shows what the load test of what was mended came to.
func (s *story) withstand(ctx context.Context) error {
	return s.awaitLoad(ctx, checks.Pass, "the mended release under load")
}

// awaitLoad waits until the load test came to a verdict, and shows the checklist.
func (s *story) awaitLoad(ctx context.Context, verdict checks.Verdict, title string) error {
	seen, err := s.scene.AwaitLoad(ctx, s.follow)
	if err != nil && (!errors.Is(err, demo.ErrNoVerdict) || ctx.Err() != nil) {
		return err
	}
	if judged := seen.Verdicts[demo.LoadItem]; judged != verdict {
		s.progress.Say(fmt.Sprintf("%s is %q, and was to be %q; golive says why:", demo.LoadItem, judged, verdict))
		if err := s.explain(ctx, demo.LoadItem); err != nil {
			return err
		}
	}
	return s.showChecks(title, seen)
}

// explain prints what golive answers who asks why an item stands as it does.
func (s *story) explain(ctx context.Context, item checks.ItemID) error {
	answer, err := s.scene.Explain(ctx, item)
	if err != nil {
		return err
	}
	s.progress.Done()
	colour, _, width := terminal.Detect(s.out, os.Getenv)
	return terminal.WriteMarkdown(s.out, answer, colour, width)
}

// approve has the release read by a senior, and the secrets that were in it closed.
func (s *story) approve(ctx context.Context) error {
	s.progress.Say(shop.ReleaseManager + " approves the release")
	if err := s.scene.Approve(ctx); err != nil {
		return err
	}
	if _, err := s.scene.AwaitItem(ctx, "code.review", checks.Pass, s.follow); err != nil {
		return err
	}
	s.progress.Say(fmt.Sprintf("the secrets are rotated: %s asks golive for their fingerprints and closes them in the policy, which %s approves", shop.SecondAuthor, shop.ReleaseManager))
	if err := s.scene.CloseSecrets(ctx); err != nil {
		return err
	}
	seen, err := s.scene.AwaitItem(ctx, demo.SecretsItem, checks.Pass, s.follow)
	if err != nil {
		return err
	}
	return s.showChecks("approved, and the secrets are closed", seen)
}

// decide has a person decide what no machine can.
func (s *story) decide(ctx context.Context) error {
	seen, err := s.scene.AwaitVerdict(ctx, s.follow)
	if err != nil {
		return err
	}
	written, err := s.scene.Decide(ctx, seen.Number, seen.Verdicts)
	for _, words := range written {
		s.progress.Say("  " + shop.ReleaseManager + ": " + words)
	}
	if err != nil {
		return err
	}
	if seen, err = s.scene.AwaitReady(ctx, s.follow); err != nil {
		return err
	}
	s.progress.Done()
	return s.show(seen)
}

// release ends the story: what was tagged is what was judged.
func (s *story) release(ctx context.Context) error {
	tagged, err := s.scene.MergeAndTag(ctx)
	if err != nil {
		return err
	}
	s.progress.Say(fmt.Sprintf("%s merged the release and tagged %.7s as %s; its content is the same, so what is known of it holds", shop.ReleaseManager, tagged, shop.ReleaseBranch))
	seen, err := s.scene.AwaitCommit(ctx, tagged, s.follow)
	if err != nil {
		return err
	}
	return s.showChecks(fmt.Sprintf("%s is tagged: %.7s", shop.ReleaseBranch, tagged), seen)
}

// follow tells of check runs as they change.
func follow(progress *terminal.Progress, live bool) demo.Progress {
	return func(run simulator.CheckRun, done, total int) {
		if run.Status == "completed" {
			progress.Say(fmt.Sprintf("  %-26s %s", run.Name, run.Title))
		}
		if live { // elsewhere a line for each that is done says it all
			progress.Step("judging", done, total, run.Name)
		}
	}
}

// show prints the comment and the check runs as people see them.
func (s *story) show(seen demo.Outcome) error {
	colour, _, width := terminal.Detect(s.out, os.Getenv)
	if _, err := fmt.Fprintf(s.out, "───── golive's comment on pull request #%d ─────\n\n", seen.Number); err != nil {
		return err
	}
	if err := terminal.WriteMarkdown(s.out, seen.Comment, colour, width); err != nil {
		return err
	}
	return s.showChecks(fmt.Sprintf("check runs on %.7s", seen.Commit), seen)
}

// showChecks prints the check runs under a title.
func (s *story) showChecks(title string, seen demo.Outcome) error {
	s.progress.Done()
	if _, err := fmt.Fprintf(s.out, "\n───── %s ─────\n\n", title); err != nil {
		return err
	}
	return showCheckRuns(s.out, seen)
}

func showCheckRuns(out io.Writer, outcome demo.Outcome) error {
	icons := map[string]string{"success": "✅", "failure": "❌", "action_required": "✋", "cancelled": "🚫", "timed_out": "⌛"}
	for _, run := range outcome.CheckRuns {
		if _, err := fmt.Fprintf(out, "%s %-26s %-15s %s\n", icons[run.Conclusion], run.Name, run.Conclusion, terminal.Clean(run.Title)); err != nil {
			return err
		}
	}
	return nil
}
