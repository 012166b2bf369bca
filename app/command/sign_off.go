package command

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// signOff keeps a person's word for an item of each release on the page that has
// the same content as the latest one.
func (r *request) signOff(ctx context.Context, command Command) error {
	item, found := r.grammar.vocabulary.item(command.Items[0])
	if !found {
		return refuse("there is no item %s", code(string(command.Items[0])))
	}
	latest := r.latest()
	if !latest.found || latest.run.Release.SHA == "" || latest.run.Release.Tree == "" {
		return refuse("golive has not read this content yet; try again in a minute")
	}
	var refused error
	signed := 0
	for _, release := range r.releases {
		if !release.found || release.run.Release.Tree != latest.run.Release.Tree {
			continue
		}
		err := r.sign(ctx, item, release, command)
		if _, isRefusal := reasonOf(err); isRefusal {
			refused = errors.Join(refused, err)
			continue
		}
		if err != nil {
			return err
		}
		signed++
	}
	if signed == 0 {
		return refused
	}
	return nil
}

// latest returns the release whose run began last.
func (r *request) latest() release {
	latest := r.releases[0]
	for _, release := range r.releases[1:] {
		if release.found && (!latest.found || release.run.Started.After(latest.run.Started)) {
			latest = release
		}
	}
	return latest
}

func (r *request) sign(ctx context.Context, item checks.Item, release release, command Command) error {
	standing, err := r.maySign(ctx, item, release)
	if err != nil {
		return err
	}
	verdict := release.run.Results[item.ID].Verdict()
	if err := checks.Signable(item, verdict, checks.SigningRole(item), command.Link); err != nil {
		if errors.Is(err, checks.ErrLinkRequired) {
			return refuse("%s is signed with a link to what was read: %s", code(string(item.ID)), code(mention+" sign-off "+string(item.ID)+" https://…"))
		}
		return refuse("%s stands at %s: %s", code(string(item.ID)), verdict, err)
	}
	signedBefore, err := r.options.Releases.SignOffs(ctx, release.key)
	if err != nil {
		return fmt.Errorf("read sign-offs of %s: %w", release.key, err)
	}
	if !knownAt(r.comment.CreatedAt, release.run, signedBefore) {
		return refuse("golive began to look at %s only after you had written; read what it found and sign again", code(short(release.run.Release.SHA)))
	}
	signed := checks.SignOff{
		Item: item.ID, By: r.login, Role: checks.SigningRole(item), Link: command.Link, Note: standing.note(command.Note),
		SHA: release.run.Release.SHA, Tree: release.run.Release.Tree, Comment: r.comment.ID, At: r.writtenAt(),
	}
	if err := r.options.Releases.PutSignOff(ctx, release.key, signed); err != nil {
		return fmt.Errorf("keep sign-off of %s: %w", item.ID, err)
	}
	return r.enqueue(ctx, release.key, jobs.Scope{Items: []checks.ItemID{item.ID}})
}

// writtenAt returns when the comment was written, but no time to come: clocks
// differ.
func (r *request) writtenAt() time.Time {
	if now := r.options.Now(); r.comment.CreatedAt.After(now) {
		return now
	}
	return r.comment.CreatedAt
}

// clockSkew is by how much the forge's clock, which counts in seconds, may
// differ from ours.
const clockSkew = 5 * time.Second

// knownAt reports whether golive had shown this content when the comment was
// written. A sign-off must not slip onto commits that were pushed between the
// writing and the reading of it.
func knownAt(written time.Time, run jobs.Run, signed map[checks.ItemID]checks.SignOff) bool {
	before := func(moment time.Time) bool { return !moment.IsZero() && !moment.After(written.Add(clockSkew)) }
	if before(run.Started) {
		return true
	}
	if run.Previous != nil && run.Previous.SHA == run.Release.SHA && before(run.Previous.At) {
		return true
	}
	for _, signOff := range signed {
		if signOff.Tree == run.Release.Tree && before(signOff.At) {
			return true
		}
	}
	for _, result := range run.Results {
		for _, evidence := range result.Evidence {
			if evidence.Tree == run.Release.Tree && before(evidence.ObservedAt) {
				return true
			}
		}
	}
	return false
}
