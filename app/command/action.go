package command

import (
	"context"

	"github.com/golive-app/golive/jobs"
)

// What the buttons of our check runs ask for.
const (
	ActionRerunFailed = "rerun_failed"  // "Re-run failed": a plain `/golive rerun`
	ActionRunLoadTest = "run_load_test" // "Run load test": a plain `/golive loadtest`
)

// Action does what a button on a check run says, for whoever may type the
// command of the same meaning. A refusal is logged, and answered where the
// release has a pull request or an issue to answer on.
func (e *Executor) Action(ctx context.Context, trigger jobs.Trigger) error {
	keys, err := e.keysOf(ctx, trigger)
	if err != nil {
		return err
	}
	if len(keys) == 0 {
		e.options.Logger.WarnContext(ctx, "button on a check run of no release",
			"delivery", trigger.Delivery, "repository", trigger.Repository, "check_run", trigger.CheckRun)
		return nil
	}
	r, err := e.begin(ctx, trigger)
	if err != nil {
		return err
	}
	r.login = trigger.Sender
	if err := r.load(ctx, keys); err != nil {
		return err
	}
	for _, release := range r.releases {
		if r.number == 0 {
			r.number = max(release.key.Number, release.run.Release.Number)
		}
	}
	err = r.press(ctx)
	reason, refused := reasonOf(err)
	if !refused {
		return err
	}
	r.options.Logger.InfoContext(ctx, "button refused", append(r.log(), "action", trigger.Action, "reason", reason)...)
	return r.reply(ctx, "😕 The button on "+code(trigger.CheckName)+", pressed by "+code(trigger.Sender)+" — "+reason+".")
}

func (r *request) press(ctx context.Context) error {
	if err := r.permit(ctx); err != nil {
		return err
	}
	if r.trigger.Action != ActionRerunFailed && r.trigger.Action != ActionRunLoadTest {
		return refuse("this version of golive does not have what it asks for")
	}
	current := r.releases[:0:0]
	for _, release := range r.releases {
		if !release.found || r.trigger.SHA == "" || release.run.Release.SHA == r.trigger.SHA {
			current = append(current, release)
		}
	}
	if len(current) == 0 {
		return refuse("it belongs to the older commit %s; use the one on %s", code(short(r.trigger.SHA)), code(short(r.releases[0].run.Release.SHA)))
	}
	r.releases = current
	if r.trigger.Action == ActionRerunFailed {
		return r.open(ctx, jobs.Scope{Failed: true})
	}
	if err := r.leaveClosed(ctx); err != nil {
		return err
	}
	return r.loadTest(ctx, Command{Verb: VerbLoad})
}

// keysOf returns the releases that the pressed button's check run is about: those
// that stand on its commit now, else the one that its external id names. Golive
// wrote that id itself; a key of another repository is still not believed.
func (e *Executor) keysOf(ctx context.Context, trigger jobs.Trigger) ([]jobs.Key, error) {
	keys, err := e.options.Releases.OnCommit(ctx, trigger.Repository, trigger.SHA)
	if err != nil || len(keys) > 0 {
		return keys, err
	}
	key, err := jobs.ParseKey(trigger.External)
	if err != nil || key.Repository != trigger.Repository {
		return nil, nil //nolint:nilerr // an id that names no release is not one to try again
	}
	return []jobs.Key{key}, nil
}

// short returns the first letters of a commit id, as people write it.
func short(sha string) string {
	const letters = 7
	return sha[:min(letters, len(sha))]
}
