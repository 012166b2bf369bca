package jobs

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
)

// happened looks again at what an event can change of the releases that it may be
// about. A forge tells of a commit or of a pull request, never of a release.
func (w *Worker) happened(ctx context.Context, trigger Trigger) error {
	keys, err := w.Store.Open(ctx)
	if err != nil {
		return err
	}
	for _, key := range keys {
		if key.Repository != trigger.Repository || key.IsLook() {
			continue
		}
		run, found, err := w.Store.Run(ctx, key)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		event, concerned := run.concerns(trigger, w.Now())
		if !concerned {
			continue
		}
		if err := w.Queue.Open(ctx, key, trigger.Installation, Scope{Event: event}, trigger.Delivery); err != nil {
			return err
		}
	}
	return nil
}

// rangeLasts is how long after a release was opened reviews of its range are looked
// for: nobody waits for the verdict of an older tag.
const rangeLasts = 14 * 24 * time.Hour

// concerns tells which event a trigger is for a run, if it is one: facts about a commit
// that holds its content, what production runs, and reviews of pull requests that its
// range may bring.
func (r Run) concerns(trigger Trigger, now time.Time) (checks.Event, bool) {
	holds := trigger.SHA != "" && (trigger.SHA == r.Release.SHA || slices.Contains(r.Holders, trigger.SHA))
	switch trigger.Kind {
	case TriggerCI:
		return checks.EventCI, holds
	case TriggerDeployed:
		return checks.EventDeploy, holds || r.isProduction(trigger.Environment)
	case TriggerReviewOfMerged:
		return checks.EventReview, now.Sub(r.Started) < rangeLasts
	default:
		return "", false
	}
}

// isProduction reports whether an environment is the one that users use: by the policy
// where it names one, else by its name.
func (r Run) isProduction(environment string) bool {
	if named := r.Rules.Environments.Production.Deployment; named != "" {
		return strings.EqualFold(named, environment)
	}
	return slices.ContainsFunc(productionNames, func(name string) bool { return strings.EqualFold(name, environment) })
}
