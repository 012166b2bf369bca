package command

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// signOff keeps a person's word for an item of each release on the page that has
// the same content as the latest one.
func (r *request) signOff(ctx context.Context, command Command) error {
	return r.onLatest(ctx, command, r.sign)
}

// onLatest has a word about an item kept for each release on the page that has the
// same content as the latest one. It is refused where it is for all of them.
func (r *request) onLatest(ctx context.Context, command Command, keep func(context.Context, checks.Item, release, Command) error) error {
	item, found := r.grammar.vocabulary.item(command.Items[0])
	if !found {
		return refuse("there is no item %s", code(string(command.Items[0])))
	}
	latest := r.latest()
	if !latest.found || latest.run.Release.SHA == "" || latest.run.Release.Tree == "" {
		return refuse("golive has not read this content yet; try again in a minute")
	}
	var refused error
	kept := 0
	for _, release := range r.releases {
		if !release.found || release.run.Release.Tree != latest.run.Release.Tree {
			continue
		}
		before, err := r.options.Releases.Attestations(ctx, release.key)
		if err != nil {
			return fmt.Errorf("read what people said of %s: %w", release.key, err)
		}
		if slices.ContainsFunc(before[item.ID].Words(), func(word checks.Word) bool { return word.Comment == r.comment.ID }) {
			err = r.enqueue(ctx, release.key, jobs.Scope{Items: []checks.ItemID{item.ID}}) // kept before a failure
		} else {
			err = keep(ctx, item, release, command)
		}
		if _, isRefusal := reasonOf(err); isRefusal {
			refused = errors.Join(refused, err)
			continue
		}
		if err != nil {
			return err
		}
		kept++
	}
	if kept == 0 {
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
	standing, err := r.mayDecide(ctx, item, release, signing(item))
	if err != nil {
		return err
	}
	result := release.run.Results[item.ID]
	if signed := result.SignOff; result.Attested && signed != nil {
		who := "was signed by " + code(signed.By)
		if sameLogin(signed.By, r.login) {
			who = "was signed by you"
		}
		return refuse("%s %s; %s takes that back first", code(string(item.ID)), who, code("/golive revoke "+string(item.ID)))
	}
	verdict := result.WithoutWaiver()
	if err := checks.Signable(item, verdict, checks.SigningRole(item), command.Link); err != nil {
		if errors.Is(err, checks.ErrLinkRequired) {
			return refuse("%s is signed with a link to what was read: %s", code(string(item.ID)), code(mention+" sign-off "+string(item.ID)+" https://…"))
		}
		return refuse("%s stands at %s: %s", code(string(item.ID)), verdict, err)
	}
	if err := r.hadSeen(ctx, release); err != nil {
		return err
	}
	unreachable, err := r.reach(ctx, item, command.Link)
	if err != nil {
		return err
	}
	signed := checks.SignOff{
		Item: item.ID, By: r.login, Role: standing.role, Link: command.Link, Unreachable: unreachable, Note: standing.note(command.Note),
		SHA: release.run.Release.SHA, Tree: release.run.Release.Tree, Comment: r.comment.ID, At: r.writtenAt(),
	}
	return r.keep(ctx, release, item, checks.Attestations{SignOff: &signed})
}

// keep keeps a person's word for an item and has the item judged anew.
func (r *request) keep(ctx context.Context, release release, item checks.Item, said checks.Attestations) error {
	if err := r.options.Releases.Put(ctx, release.key, said); err != nil {
		return fmt.Errorf("keep what was said of %s: %w", item.ID, err)
	}
	return r.enqueue(ctx, release.key, jobs.Scope{Items: []checks.ItemID{item.ID}})
}

// hadSeen refuses a word about content that was pushed after it was written.
func (r *request) hadSeen(ctx context.Context, release release) error {
	return r.knew(ctx, release, clockSkew)
}

// knew refuses what was written before golive showed the release's content, but for
// what clocks differ by.
func (r *request) knew(ctx context.Context, release release, skew time.Duration) error {
	before, err := r.options.Releases.Attestations(ctx, release.key)
	if err != nil {
		return fmt.Errorf("read what people said of %s: %w", release.key, err)
	}
	if !knownAt(r.comment.CreatedAt.Add(skew), release.run, before) {
		return refuse("golive began to look at %s only after you had written; read what it found and write again", code(short(release.run.Release.SHA)))
	}
	return nil
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

// knownAt reports whether golive had shown this content when something was written. A
// word must not slip onto commits that were pushed between the writing and the reading
// of it.
func knownAt(written time.Time, run jobs.Run, given map[checks.ItemID]checks.Attestations) bool {
	before := func(moment time.Time) bool { return !moment.IsZero() && !moment.After(written) }
	if before(run.Started) {
		return true
	}
	if run.Previous != nil && run.Previous.SHA == run.Release.SHA && before(run.Previous.At) {
		return true
	}
	for _, said := range given {
		if signOff := said.SignOff; signOff != nil && signOff.Tree == run.Release.Tree && before(signOff.At) {
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
