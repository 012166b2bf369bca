package github

import (
	"context"
	"fmt"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// ReadyRequirement tells how rulesets and classic protection of a branch ask for the check
// run that carries the verdict, and whether it arrives in the branch's merge queue.
// https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets#require-status-checks-to-pass-before-merging
// https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue#triggering-merge-group-checks-with-third-party-ci-providers
func (r *Repository) ReadyRequirement(ctx context.Context, branch string) (jobs.ReadyRequirement, error) {
	required, err := r.RequiredChecks(ctx, branch)
	if err != nil {
		return jobs.ReadyRequirement{}, err
	}
	found := jobs.ReadyRequirement{Partial: len(required.Unread) > 0}
	for _, check := range required.Checks {
		if check.Name != checks.ReadyCheck {
			continue
		}
		found.Required = true
		switch check.App {
		case 0:
		case r.hub.options.AppID:
			found.Bound = true
		default:
			found.Foreign = true
		}
	}
	if !found.Required || !required.Queue {
		return found, nil
	}
	app, err := r.hub.ourselves(ctx)
	if err != nil {
		return jobs.ReadyRequirement{}, fmt.Errorf("github: events of the App: %w", err)
	}
	found.Unreachable = !slices.Contains(app.Events, "merge_group")
	return found, nil
}
