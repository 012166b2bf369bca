package command

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// refusal is an answer, not a failure: why golive does not do what was asked.
type refusal struct{ reason string }

func (r *refusal) Error() string { return r.reason }

func refuse(format string, values ...any) error { return &refusal{fmt.Sprintf(format, values...)} }

// release is one release that a command is about.
type release struct {
	key   jobs.Key
	run   jobs.Run
	found bool // the run; before the first one there is none
}

// request is one command or button press being executed.
type request struct {
	*Executor
	trigger    jobs.Trigger
	repository jobs.Repository
	forge      Forge
	login      string         // who asks
	number     int            // where replies go; 0: nowhere
	comment    github.Comment // its zero value: a button was pressed
	releases   []release      // never empty while a verb runs
	allowed    checks.Permission
	roles      map[string]checks.Holders // asked so far
}

// begin opens the repository and asks what the person may do in it now.
func (e *Executor) begin(ctx context.Context, trigger jobs.Trigger) (*request, error) {
	repository, err := e.options.Hub.Repository(ctx, trigger.Installation, trigger.Repository)
	if err != nil {
		return nil, fmt.Errorf("open repository %d: %w", trigger.Repository, err)
	}
	forge, err := e.options.Forge(ctx, jobs.Target{Installation: trigger.Installation, Repository: repository.Describe()})
	if err != nil {
		return nil, fmt.Errorf("open comments of repository %d: %w", trigger.Repository, err)
	}
	return &request{Executor: e, trigger: trigger, repository: repository, forge: forge}, nil
}

// load reads the runs of the releases that the request is about.
func (r *request) load(ctx context.Context, keys []jobs.Key) error {
	for _, key := range keys {
		run, found, err := r.options.Releases.Run(ctx, key)
		if err != nil {
			return fmt.Errorf("read run of %s: %w", key, err)
		}
		r.releases = append(r.releases, release{key, run, found})
	}
	return nil
}

// leaveClosed leaves out the pull requests that are open no more: nothing is judged
// there. A tag that is shown on one is a release of its own.
func (r *request) leaveClosed(ctx context.Context) error {
	var open []release
	for _, release := range r.releases {
		if release.key.Number > 0 {
			pull, err := r.repository.PullRequest(ctx, release.key.Number)
			if err != nil && !errors.Is(err, jobs.ErrGone) {
				return fmt.Errorf("read #%d: %w", release.key.Number, err)
			}
			if err != nil || !pull.Open {
				continue
			}
		}
		open = append(open, release)
	}
	if len(open) == 0 {
		return refuse("this pull request is closed, nothing is judged here any more")
	}
	r.releases = open
	return nil
}

// pressed returns the delivery that told of a pressed button; empty: a command was typed.
func (r *request) pressed() string {
	if r.trigger.Kind != jobs.TriggerAction {
		return ""
	}
	return r.trigger.Delivery
}

// permit reads what the person may do in the repository at this moment. The
// association that a comment carries says nothing of that.
func (r *request) permit(ctx context.Context) error {
	allowed, err := r.repository.Permission(ctx, r.login)
	if err != nil && !errors.Is(err, jobs.ErrGone) { // gone: the forge knows no such person
		return fmt.Errorf("read permission of %s: %w", r.login, err)
	}
	r.allowed = allowed
	return nil
}

// can reports whether the person holds at least this permission.
func (r *request) can(permission checks.Permission) bool { return r.allowed.AtLeast(permission) }

// sameLogin compares logins as the forge does: without case, and with or without
// the "@" that people write before them.
func sameLogin(one, other string) bool {
	one, other = strings.TrimPrefix(one, "@"), strings.TrimPrefix(other, "@")
	return one != "" && strings.EqualFold(one, other)
}

// log returns the attributes that lead from a log line to the comment.
func (r *request) log() []any {
	return []any{
		"delivery", r.trigger.Delivery, "repository", r.trigger.Repository, "number", r.number,
		"comment", r.trigger.Comment, "login", r.login,
	}
}

// reply writes one comment, unless the page has had its share for this hour.
func (r *request) reply(ctx context.Context, body string) error {
	if r.number == 0 {
		return nil
	}
	if !r.replies.take(page{r.trigger.Repository, r.number}) {
		r.options.Logger.WarnContext(ctx, "no reply: this page had its share for the hour", r.log()...)
		return nil
	}
	_, err := r.forge.CreateComment(ctx, r.number, bounded(body))
	return tolerate(err)
}

// maxReply is the longest reply, in bytes. A comment holds 65,536 characters.
const maxReply = 60000

// bounded cuts a reply at the end of a line where it is too long.
func bounded(body string) string {
	const cut = "\n… the rest did not fit here.\n"
	if len(body) <= maxReply {
		return body
	}
	body = body[:maxReply-len(cut)]
	return body[:strings.LastIndexByte(body, '\n')+1] + cut
}

// react shows on the comment how far the command is.
func (r *request) react(ctx context.Context, content string) error {
	return tolerate(r.forge.React(ctx, r.trigger.Comment, content))
}

// tolerate forgives what no retry mends: the conversation was locked or deleted,
// so nobody can be answered there.
func tolerate(err error) error {
	if errors.Is(err, jobs.ErrGone) || errors.Is(err, jobs.ErrForbidden) {
		return nil
	}
	return err
}
