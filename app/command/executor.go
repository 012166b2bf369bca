package command

import (
	"context"
	"errors"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// The reactions that show how far a command is.
// https://docs.github.com/en/rest/reactions/reactions#about-reactions
const (
	reactionReceived = "eyes"
	reactionDone     = "rocket"
	reactionRefused  = "confused"
)

// Command reads a comment again and does what its first line says, or refuses in
// one line. Nothing happens for a comment that is gone, was edited, was written
// by a bot or holds no command, and none is executed again once it shows how it
// ended: a repeated call continues where a former one failed.
func (e *Executor) Command(ctx context.Context, trigger jobs.Trigger) error {
	r, err := e.begin(ctx, trigger)
	if err != nil {
		return err
	}
	command, syntax, err := r.read(ctx)
	if err != nil || r.login == "" {
		return err
	}
	keys, err := e.options.Releases.KeysOn(ctx, trigger.Repository, trigger.Number)
	if err != nil {
		return fmt.Errorf("find releases on #%d: %w", trigger.Number, err)
	}
	if len(keys) == 0 && !asksOutside(command, syntax) {
		return nil
	}
	for _, ended := range []string{reactionDone, reactionRefused} {
		if done, err := r.forge.Reacted(ctx, trigger.Comment, ended); err != nil || done {
			return tolerate(err)
		}
	}
	if err := r.permit(ctx); err != nil {
		return err
	}
	if len(keys) == 0 && !r.can(checks.PermissionWrite) {
		return nil
	}
	if err := r.react(ctx, reactionReceived); err != nil {
		return err
	}
	if err := r.load(ctx, keys); err != nil {
		return err
	}
	err = syntax
	if err == nil {
		err = r.execute(ctx, command)
	}
	return r.conclude(ctx, err)
}

// read reads the comment and its command. Where there is nothing to do, the
// request has no login afterwards.
func (r *request) read(ctx context.Context) (command Command, syntax, err error) {
	comment, err := r.forge.Comment(ctx, r.trigger.Comment)
	if errors.Is(err, jobs.ErrGone) {
		return Command{}, nil, nil
	}
	if err != nil {
		return Command{}, nil, fmt.Errorf("read comment %d: %w", r.trigger.Comment, err)
	}
	switch {
	case comment.Bot, r.options.Slug != "" && sameLogin(comment.Login, r.options.Slug+"[bot]"),
		r.options.AppID != 0 && comment.AppID == r.options.AppID:
		return Command{}, nil, nil
	case !comment.UpdatedAt.Equal(comment.CreatedAt):
		// Whoever may edit other people's comments could put words in their mouth.
		r.options.Logger.InfoContext(ctx, "comment was edited: no command", append(r.log(), "author", comment.Login)...)
		return Command{}, nil, nil
	}
	command, addressed, syntax := r.grammar.Parse(comment.Body)
	if addressed {
		r.comment, r.login, r.number = comment, comment.Login, r.trigger.Number
	}
	return command, syntax, nil
}

// asksOutside reports whether a command is answered where no release is: only
// one by which people try golive for the first time.
func asksOutside(command Command, syntax error) bool {
	return syntax == nil && (command.Verb == VerbHelp || command.Verb == VerbRerun)
}

func (r *request) execute(ctx context.Context, command Command) error {
	if len(r.releases) == 0 {
		return refuse("%s", howToRelease)
	}
	r.options.Logger.InfoContext(ctx, "command", append(r.log(), "verb", command.Verb, "items", command.Items)...)
	if command.Verb.changes() {
		if err := r.leaveClosed(ctx); err != nil {
			return err
		}
	}
	switch command.Verb {
	case VerbRerun:
		return r.rerun(ctx, command)
	case VerbSignOff:
		return r.signOff(ctx, command)
	case VerbWaive:
		return r.waive(ctx, command)
	case VerbExclude:
		return r.exclude(ctx, command)
	case VerbApprove:
		return r.approve(ctx, command)
	case VerbAdmit:
		return r.admit(ctx, command)
	case VerbRevoke:
		return r.revoke(ctx, command)
	case VerbLoad:
		return r.loadTest(ctx, command)
	case VerbCancel:
		return r.cancelLoad(ctx)
	}
	if !r.can(checks.PermissionRead) {
		return refuse("you may not read this repository")
	}
	switch command.Verb {
	case VerbStatus:
		return r.reply(ctx, r.status())
	case VerbExplain:
		return r.reply(ctx, r.explain(command.Items[0]))
	default:
		return r.help(ctx)
	}
}

const howToRelease = "this is no release. A pull request becomes one with the label `release`, a head branch `release/…` or `hotfix/…`, " +
	"or a release title such as `Release v1.2.3`; `.golive.yml` on the base branch may add patterns"

// conclude shows how the command ended. Errors that are no refusal go to the
// queue, which tries again.
func (r *request) conclude(ctx context.Context, err error) error {
	if err == nil {
		return r.react(ctx, reactionDone)
	}
	reason, refused := reasonOf(err)
	if !refused {
		return err
	}
	r.options.Logger.InfoContext(ctx, "command refused", append(r.log(), "reason", reason)...)
	line, _ := firstLine(r.comment.Body)
	if err := r.reply(ctx, "😕 "+code(mention+line)+" — "+reason+"."); err != nil {
		return err
	}
	return r.react(ctx, reactionRefused)
}

// reasonOf returns why something is refused.
func reasonOf(err error) (string, bool) {
	var refused *refusal
	var syntax *SyntaxError
	switch {
	case errors.As(err, &refused):
		return refused.reason, true
	case errors.As(err, &syntax):
		return syntax.Message, true
	default:
		return "", false
	}
}
