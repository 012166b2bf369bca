package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/wording"
)

// Times of a load test that goes on.
const (
	loadLook  = 500 * time.Millisecond // how often it is looked for a reason to stop
	loadBeat  = 2 * time.Second        // how often it says that it goes on
	loadTell  = 10 * time.Second       // how often it shows how far it is
	loadWatch = 30 * time.Second       // how often others look whether it still goes on
	loadGrace = 2 * time.Minute        // beyond its own time
)

// errLoadStops ends the context of a load test that its server cannot let go on.
var errLoadStops = errors.New("golive was stopped")

// loadWatcher stops a load test that is not to go on, and shows how far it is.
type loadWatcher struct {
	worker  *Worker
	payload LoadPayload
	run     Run
	test    checks.LoadTest
	order   LoadOrder

	mutex   sync.Mutex
	seconds []load.Second // the last ten
	reason  *LoadRefusal
}

func newLoadWatch(w *Worker, payload LoadPayload, run Run, test checks.LoadTest, order LoadOrder) *loadWatcher {
	return &loadWatcher{worker: w, payload: payload, run: run, test: test, order: order}
}

// start watches until end is called, which says why the test was stopped; nil: it was
// not.
func (l *loadWatcher) start(ctx context.Context) (working context.Context, end func() *LoadRefusal) {
	working, stop := context.WithTimeout(ctx, l.order.Ramp+l.order.Steady+loadGrace)
	watching, done := context.WithCancel(working)
	var ended sync.WaitGroup
	ended.Go(func() { l.watch(watching, stop) })
	return working, func() *LoadRefusal {
		done()
		ended.Wait()
		cause := context.Cause(working)
		stop()
		l.mutex.Lock()
		defer l.mutex.Unlock()
		switch {
		case l.reason != nil:
			return l.reason
		case errors.Is(cause, context.DeadlineExceeded):
			return &LoadRefusal{"it took much longer than it should", runAgain}
		case cause != nil:
			return &LoadRefusal{"golive was stopped while it ran", runAgain}
		}
		return nil
	}
}

// watch looks again and again until the test is over, or stops it. What cannot be
// looked up stops it too: a test that cannot be stopped must not go on.
func (l *loadWatcher) watch(ctx context.Context, stop func()) {
	ticker := time.NewTicker(loadLook)
	defer ticker.Stop()
	l.tell(ctx)
	beat, told, failing := time.Duration(0), time.Duration(0), 0
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		reason, err := l.worker.loadEnds(ctx, l.payload, l.run.Release)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			const most = 6 // three seconds
			if failing++; failing < most {
				continue
			}
			reason = &LoadRefusal{"golive lost its queue while it ran", runAgain}
		} else {
			failing = 0
		}
		if reason != nil {
			l.mutex.Lock()
			l.reason = reason
			l.mutex.Unlock()
			stop()
			return
		}
		if beat += loadLook; beat >= loadBeat {
			beat = 0
			_ = l.worker.Store.BeatLoad(ctx, l.test.ID) // the next one comes soon
		}
		if told += loadLook; told >= loadTell {
			told = 0
			l.tell(ctx)
		}
	}
}

// observe takes a second of the test.
func (l *loadWatcher) observe(second load.Second) {
	const kept = 10
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.seconds = append(l.seconds, second); len(l.seconds) > kept {
		l.seconds = l.seconds[1:]
	}
}

// tell shows in the check run how far the test is. That it cannot be shown ends no
// test.
func (l *loadWatcher) tell(ctx context.Context) {
	l.mutex.Lock()
	headline := loadHeadline(l.order, l.seconds)
	l.mutex.Unlock()
	w := l.worker
	entry, found := w.Catalogue.Find(LoadItem)
	if !found {
		return
	}
	pending := checks.Pending(entry.Item, l.run.Release.Kind)
	pending.Headline = headline
	run, found, err := w.Store.Run(ctx, l.run.Key)
	if err == nil && found && run.Release.Tree == l.payload.Tree {
		var version int64
		if version, err = w.Store.PutResults(ctx, run.Key, run.Generation, pending); err == nil {
			err = w.Queue.publish(ctx, PublishPayload{Key: run.Key, Generation: run.Generation, Version: version, Quiet: true}, 0)
		}
	}
	if err != nil && ctx.Err() == nil {
		w.Logger.WarnContext(ctx, "how far a load test is could not be shown", "load_test", l.test.ID, "error", err.Error())
	}
}

// LoadItem is the item that a load test decides.
const LoadItem checks.ItemID = "performance.load"

// loadHeadline says how far a test is.
func loadHeadline(order LoadOrder, seconds []load.Second) string {
	asked := wording.Number(int64(order.RPS)) + " rps"
	if len(seconds) == 0 {
		return "load test begins: " + asked + " for " + wording.Span(order.Steady)
	}
	last := seconds[len(seconds)-1]
	var offered, served, failed int64
	length := time.Duration(0)
	for _, one := range seconds {
		offered, served, failed, length = offered+one.Offered, served+one.Answered, failed+one.Failed, length+one.Length
	}
	rps := func(count int64) string {
		if length <= 0 {
			return "0"
		}
		return wording.Number(int64(float64(count)/length.Seconds() + 0.5))
	}
	left := max(order.Ramp+order.Steady-last.Start-last.Length, 0).Round(time.Second)
	verb := "load test"
	if last.WarmUp {
		verb = "load test warms up"
	}
	return fmt.Sprintf("%s: %s of %s served, %s failed a second · p99 %.0f ms · %s left", verb, rps(served), asked, rps(failed), float64(last.P99)/float64(time.Millisecond), wording.Span(left))
}

// loadCurve is the course of a test in a bounded number of points, from its begin to
// until the last request was due.
func loadCurve(seconds []load.Second, until time.Duration) []checks.LoadPoint {
	seconds = slices.DeleteFunc(slices.Clone(seconds), func(one load.Second) bool { return one.Start >= until })
	each := max((len(seconds)+checks.MostLoadPoints-1)/checks.MostLoadPoints, 1)
	var curve []checks.LoadPoint
	for first := 0; first < len(seconds); first += each {
		var point checks.LoadPoint
		length := time.Duration(0)
		for _, one := range seconds[first:min(first+each, len(seconds))] {
			point.Offered += float64(one.Offered)
			point.Served += float64(one.Answered)
			point.Failed += float64(one.Failed)
			length += one.Length
		}
		if length <= 0 {
			continue
		}
		point.Offered, point.Served, point.Failed = point.Offered/length.Seconds(), point.Served/length.Seconds(), point.Failed/length.Seconds()
		curve = append(curve, point)
	}
	return curve
}
