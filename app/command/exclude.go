package command

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// exclude keeps that a person says that an item does not apply. It changes nothing
// until a second person approves it.
func (r *request) exclude(ctx context.Context, command Command) error {
	return r.onLatest(ctx, command, r.propose)
}

func (r *request) propose(ctx context.Context, item checks.Item, release release, command Command) error {
	if !r.can(checks.PermissionWrite) {
		if _, err := r.heldRole(ctx, item, release, approving(item)); err != nil {
			return refuse("that %s does not apply is proposed by people with write permission", code(string(item.ID)))
		}
	}
	if err := r.excludable(item, release); err != nil {
		return err
	}
	if err := r.hadSeen(ctx, release); err != nil {
		return err
	}
	return r.keep(ctx, release, item, checks.Attestations{Exclusion: &checks.Exclusion{
		Item: item.ID, By: r.login, Reason: command.Note, Comment: r.comment.ID, At: r.writtenAt(),
		SHA: release.run.Release.SHA, Tree: release.run.Release.Tree,
	}})
}

// excludable refuses to call n/a what the evidence or golive has decided.
func (r *request) excludable(item checks.Item, release release) error {
	result := release.run.Results[item.ID]
	verdict := result.WithoutWaiver()
	if err := checks.Excludable(item, verdict, result.Findings); err != nil {
		return refuse("%s stands at %s: %s", code(string(item.ID)), verdict, err)
	}
	return nil
}

// approve is the word of the second person.
func (r *request) approve(ctx context.Context, command Command) error {
	return r.onLatest(ctx, command, r.approveProposal)
}

func (r *request) approveProposal(ctx context.Context, item checks.Item, release release, _ Command) error {
	name := code(string(item.ID))
	given, err := r.options.Releases.Attestations(ctx, release.key)
	if err != nil {
		return fmt.Errorf("read what people said of %s: %w", release.key, err)
	}
	proposed := given[item.ID].Exclusion
	switch {
	case proposed == nil:
		return refuse("nobody has called %s n/a; that begins with %s", name, code(form(VerbExclude)))
	case proposed.Approval != nil && proposed.Approval.Comment == r.comment.ID:
		return r.enqueue(ctx, release.key, jobs.Scope{Items: []checks.ItemID{item.ID}}) // kept before a failure
	case sameLogin(proposed.By, r.login):
		return refuse("you have called %s n/a yourself; a second person approves it", name)
	case proposed.Approval != nil:
		return refuse("%s was approved as n/a by %s", name, code(proposed.Approval.By))
	}
	standing, err := r.mayDecide(ctx, item, release, approving(item))
	if err != nil {
		return err
	}
	if release.run.Results[item.ID].Verdict() != checks.Running { // else Judge says so, once it is over
		if err := r.excludable(item, release); err != nil {
			return err
		}
	}
	if judged := release.run.Results[item.ID].Exclusion; judged != nil && judged.Comment == proposed.Comment && judged.Outdated != "" {
		return refuse("that %s is n/a does not hold any more: %s", name, escape(judged.Outdated, 200))
	}
	if err := r.hadSeen(ctx, release); err != nil {
		return err
	}
	kept, err := r.options.Releases.Approve(ctx, release.key, *proposed, checks.Approval{
		By: r.login, Role: standing.role, Note: standing.note(""), Comment: r.comment.ID, At: r.writtenAt(),
	})
	switch {
	case err != nil:
		return fmt.Errorf("keep the approval of %s: %w", item.ID, err)
	case kept == nil || kept.Comment != proposed.Comment:
		return refuse("who called %s n/a has taken it back", name)
	case kept.Approval.Comment != r.comment.ID:
		return refuse("%s was approved as n/a by %s", name, code(kept.Approval.By))
	}
	return r.enqueue(ctx, release.key, jobs.Scope{Items: []checks.ItemID{item.ID}})
}
