package jobs

import "context"

// IDs name what a task works for, so that its log lines and requests can be
// found again.
type IDs struct {
	Delivery string // GUID of the webhook delivery; empty where none caused it
	Release  string // the release's key
	Run      string // id of the run
}

// Trace adds ids to a context. It is called where a task learns them.
type Trace func(ctx context.Context, ids IDs) context.Context

// traced returns the context with a run's ids.
func (w *Worker) traced(ctx context.Context, run Run) context.Context {
	return w.Trace(ctx, IDs{run.Delivery, run.Key.String(), run.ID})
}
