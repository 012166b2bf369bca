package command

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// minCommit is with how many letters of its id a commit is named at least.
const minCommit = 7

// admit reads which commit of a fork is approved.
func admit(words []string) (Command, error) {
	command := Command{Verb: VerbAdmit}
	if len(words) > 1 {
		return Command{}, misunderstood("one commit at a time: %s", code(form(VerbAdmit)))
	}
	if len(words) == 0 {
		return command, nil
	}
	command.Commit = strings.ToLower(unquoted(words[0]))
	if len(command.Commit) < minCommit || len(command.Commit) > 64 || strings.Trim(command.Commit, "0123456789abcdef") != "" {
		return Command{}, misunderstood("%s is no commit: %s approves one of a fork, by %d letters of its id or more; %s approves that an item does not apply",
			code(words[0]), code(form(VerbAdmit)), minCommit, code(form(VerbApprove)))
	}
	return command, nil
}

// admit keeps that a person has read a commit of a fork, and lets golive reach outside
// for it. The content is a stranger's: whoever approves it may write to the repository
// themselves, and wrote nothing of it.
func (r *request) admit(ctx context.Context, command Command) error {
	release, found := r.fork()
	if !found {
		return refuse("this pull request is not from a fork, so nothing of it waits for that; %s approves that an item does not apply", code(form(VerbApprove)))
	}
	if !r.can(checks.PermissionWrite) {
		return refuse("a commit of a fork is approved by people with write permission")
	}
	shown := release.run.Release
	if shown.SHA == "" || shown.Tree == "" {
		return refuse("golive has not read this content yet; try again in a minute")
	}
	if command.Commit != "" && !strings.HasPrefix(shown.SHA, command.Commit) {
		return refuse("%s is not what the pull request stands at, which is %s; read that", code(short(command.Commit)), code(short(shown.SHA)))
	}
	note, err := r.readByAnother(ctx, release)
	if err != nil {
		return err
	}
	if err := r.hadShown(ctx, release); err != nil {
		return err
	}
	kept, err := r.options.Releases.ApproveFork(ctx, release.key, checks.ForkApproval{
		By: r.login, Note: note, SHA: shown.SHA, Tree: shown.Tree, Comment: r.comment.ID, At: r.writtenAt(),
	})
	if err != nil {
		return fmt.Errorf("keep the approval of %s: %w", release.key, err)
	}
	if kept.Comment != r.comment.ID {
		return refuse("%s was approved by %s", code(short(shown.SHA)), code(kept.By))
	}
	// What waits for it stands at unknown; what asks an environment looks there now.
	return r.enqueue(ctx, release.key, jobs.Scope{Failed: true, Event: checks.EventDeploy})
}

// fork returns the page's release whose head is in a fork.
func (r *request) fork() (release, bool) {
	for _, release := range r.releases {
		if fromFork(release) {
			return release, true
		}
	}
	return release{}, false
}

func fromFork(release release) bool { return release.found && release.run.Release.Fork }

// readByAnother refuses an approval by who made part of the content, and returns what
// has to be told with one.
func (r *request) readByAnother(ctx context.Context, release release) (note string, err error) {
	made, err := r.authorsOf(ctx, release)
	if err != nil {
		return "", err
	}
	if made.include(r.login) {
		return "", refuse("you are an author of this release; somebody else with write permission approves it")
	}
	return standingToDecide{unknown: made.unknown}.note(""), nil
}

// hadShown refuses an approval of a commit that golive began to look at only after it
// was written. Whoever pushes right behind the comment would have their content
// approved unread, so no more is allowed for than that the forge cuts its times off at
// the second.
func (r *request) hadShown(ctx context.Context, release release) error {
	return r.knew(ctx, release, time.Second)
}
