package demo

import (
	"fmt"
	"time"

	"github.com/golive-app/golive/app/simulator"
)

// watch tells a terminal what happens on a stage: deliveries and verdicts.
type watch struct {
	stage     *Stage
	tell      func(line string)
	delivered int
	known     map[string]string // state of golive's check runs, by name
	verdict   string            // that was told last, with its commit
}

func newWatch(stage *Stage, tell func(line string)) *watch {
	return &watch{stage: stage, tell: tell, known: map[string]string{}}
}

// look tells what is new since the last look.
func (w *watch) look() {
	deliveries := w.stage.GitHub.Deliveries()
	for _, delivery := range deliveries[w.delivered:] {
		if !isEcho(delivery) {
			w.tell(deliveryLine(delivery))
		}
	}
	w.delivered = len(deliveries)
	outcome, err := w.stage.Scene.look()
	if err != nil {
		w.tell(err.Error())
		return
	}
	report(outcome.CheckRuns, w.known, func(run simulator.CheckRun, _, _ int) {
		if run.Status == "completed" {
			w.tell(fmt.Sprintf("  %-26s %s", run.Name, run.Title))
		}
	})
	if verdict := outcome.Commit + outcome.Title; outcome.settled() && verdict != w.verdict {
		w.verdict = verdict
		w.tell(fmt.Sprintf("verdict on %.7s: %s", outcome.Commit, outcome.Title))
	}
}

// isEcho tells what GitHub delivers of golive's own doing, and beside a push.
func isEcho(delivery simulator.Delivery) bool {
	switch delivery.Event {
	case "check_run":
		return delivery.Action == "created" || delivery.Action == "completed"
	case "issue_comment":
		return delivery.Action == "edited"
	case "check_suite", "create":
		return true
	default:
		return false
	}
}

func deliveryLine(delivery simulator.Delivery) string {
	event := delivery.Event
	if delivery.Action != "" {
		event += "." + delivery.Action
	}
	return fmt.Sprintf("webhook %s: %d in %d ms", event, delivery.StatusCode, delivery.Duration/time.Millisecond)
}
