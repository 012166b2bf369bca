package command

import (
	"context"
	"errors"
	"time"

	"github.com/golive-app/golive/checks"
)

// longestWaiver is for how many days after today an item can be waived.
const longestWaiver = 30

// waive keeps that a person accepts an item as it stands, until a date.
func (r *request) waive(ctx context.Context, command Command) error {
	return r.onLatest(ctx, command, r.accept)
}

func (r *request) accept(ctx context.Context, item checks.Item, release release, command Command) error {
	standing, err := r.mayDecide(ctx, item, release, waiving(item))
	if err != nil {
		return err
	}
	verdict := release.run.Results[item.ID].WithoutWaiver()
	if err := checks.Waivable(item, verdict); err != nil {
		if errors.Is(err, checks.ErrNeverWaived) {
			return refuse("%s can never be waived; while it is undecided, the role %s signs it with a link", code(string(item.ID)), code(string(checks.SigningRole(item))))
		}
		return refuse("%s stands at %s: %s", code(string(item.ID)), verdict, err)
	}
	written := r.writtenAt()
	until, err := lastMoment(command.Until, written)
	if err != nil {
		return err
	}
	if err := r.hadSeen(ctx, release); err != nil {
		return err
	}
	waiver := checks.Waiver{
		Item: item.ID, By: r.login, Role: standing.role, Reason: standing.note(command.Note), Until: until, Accepts: verdict,
		SHA: release.run.Release.SHA, Tree: release.run.Release.Tree, Comment: r.comment.ID, At: written,
	}
	return r.keep(ctx, release, item, checks.Attestations{Waiver: &waiver})
}

// lastMoment returns when a waiver ends that is written now and holds on that day
// for the last time. Days are those of UTC.
func lastMoment(day, now time.Time) (time.Time, error) {
	today := now.UTC().Truncate(24 * time.Hour)
	latest := today.AddDate(0, 0, longestWaiver)
	switch {
	case day.Before(today):
		return time.Time{}, refuse("%s is past; a waiver lasts %d days at most, today until %s", code(day.Format(time.DateOnly)), longestWaiver, latest.Format(time.DateOnly))
	case day.After(latest):
		return time.Time{}, refuse("a waiver lasts %d days at most, today until %s", longestWaiver, latest.Format(time.DateOnly))
	}
	return day.AddDate(0, 0, 1).Add(-time.Second), nil
}
