package infrastructure

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/wording"
)

// watch is what a path answered over some time.
type watch struct {
	path      string
	answers   []checks.Exchange
	served    []time.Duration            // of those that were served, in order of length
	failed    map[string]int             // by what came in place of an answer: "502", "no answer"
	limited   int                        // 429
	walled    int                        // a firewall answered
	cached    int                        // a cache on the way answered
	reused    int                        // went out on a connection that had been used before
	lost      int                        // met a kept connection that was closed under them
	times     map[string][]time.Duration // by who answered
	by        string                     // what tells who answered
	named     int                        // answers that do
	affinity  string
	gone      *checks.Exchange // the first that failed
	firstSeen *checks.Exchange // the first that was served
}

func watchOf(path string, exchanges []checks.Exchange) watch {
	w := watch{path: path, answers: exchanges, failed: map[string]int{}, times: map[string][]time.Duration{}}
	for index := range exchanges {
		one := &exchanges[index]
		switch {
		case probe.Wall(*one) != "":
			w.walled++
		case one.Status == http.StatusTooManyRequests:
			w.limited++
		case one.Status == 0 || one.Failure != "":
			w.fails("no answer ("+one.Failure+")", one)
		case one.Status >= http.StatusInternalServerError:
			w.fails(fmt.Sprint(one.Status), one)
		default:
			w.serves(one)
		}
		if one.Reused {
			w.reused++
		}
		if one.Lost {
			w.lost++
		}
	}
	slices.Sort(w.served)
	return w
}

func (w *watch) fails(how string, exchange *checks.Exchange) {
	w.failed[how]++
	if w.gone == nil {
		w.gone = exchange
	}
}

func (w *watch) serves(exchange *checks.Exchange) {
	w.served = append(w.served, exchange.Elapsed)
	if w.firstSeen == nil {
		w.firstSeen = exchange
	}
	if fromCache(*exchange) {
		w.cached++
	}
	if who := instanceOf(*exchange); who.name != "" {
		w.times[who.name] = append(w.times[who.name], exchange.Elapsed)
		w.by, w.named = who.by, w.named+1
	}
	w.affinity = cmp.Or(w.affinity, affinityOf(*exchange))
}

// span is how long the watch took.
func (w *watch) span() time.Duration {
	if len(w.answers) == 0 {
		return 0
	}
	last := w.answers[len(w.answers)-1]
	return last.At.Add(last.Elapsed).Sub(w.answers[0].At)
}

// failures counts the requests that got no answer or one that says that something broke.
func (w *watch) failures() int {
	count := 0
	for _, one := range w.failed {
		count += one
	}
	return count
}

// instances counts who answered; 0: nothing tells them apart. What is another in every
// answer names requests, and no instance.
func (w *watch) instances() int {
	if count := len(w.times); count*2 <= w.named || w.named <= 2 && count == 1 {
		return count
	}
	return 0
}

// at returns the time that a share of the answers took at most.
func at(sorted []time.Duration, share float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}

// Shares and times by which an answer is called unsteady.
const (
	mostLimited  = 10                     // of a hundred requests that may be refused for their rate, and tell nothing
	wideJitter   = time.Second            // between half of the answers and the slowest of twenty
	slowInstance = 3                      // times as long as the fastest
	slowerBy     = 200 * time.Millisecond // at least
	enoughTimes  = 5                      // answers of an instance, to say how fast it is
	enoughServed = 50                     // answers, to call a service steady
)

// judgeWatch says what the answers mean for infrastructure.load-balancer, and reports
// whether more than one instance was seen to answer steadily.
func judgeWatch(look *probe.Look, path string, exchanges []checks.Exchange) bool {
	w := watchOf(path, exchanges)
	name := wording.Quoted("GET " + path)
	text := fmt.Sprintf("%s of %s over %s", wording.Counted(len(exchanges), "request", "requests"), name, rounded(w.span()))
	if told := (w.limited + w.walled) * 100; told > mostLimited*len(exchanges) {
		look.Lack(fmt.Sprintf("of %s %d were refused for their rate or by a firewall", text, w.limited+w.walled), "Let requests with golive's user agent (`golive-probe/1`) pass at one a second, then rerun.")
	}
	if failures := w.failures(); failures > 0 {
		look.Find("lb.unstable", checks.SeverityError, w.gone, fmt.Sprintf("of %s %d failed: %s", text, failures, w.how()),
			"Look at the balancer's log for what it sent them to. Where answers are 502 now and then: keep connections open longer in the service than in the balancer (Node.js: `server.keepAliveTimeout` above its idle time), and let readiness fail before an instance stops.")
		look.Record(checks.Refutes, w.gone, len(exchanges), "%s: %d served, %d failed (%s)", text, len(w.served), failures, w.how())
		look.Headline, look.Why = fmt.Sprintf("%d of %d requests failed", failures, len(exchanges)), wording.Capital(look.First().Message)+"."
		return false
	}
	if len(w.served) < enoughServed {
		if len(look.Missing) == 0 {
			look.Lack(fmt.Sprintf("of %s %d were answered: too few to say that it is steady", text, len(w.served)), "See that staging answers, then rerun.")
		}
		return false
	}
	w.hygiene(look, name)
	half, most := at(w.served, 0.5), at(w.served, 0.95)
	text = fmt.Sprintf("%s: %d served, none failed, half of them within %s and 95 %% within %s; %d on a connection that was kept", text, len(w.served), rounded(half), rounded(most), w.reused)
	if way := wayOf(*w.firstSeen); len(way) > 0 {
		text += "; " + wording.Listed(way, 2)
	}
	if w.affinity != "" {
		text += "; clients are kept at an instance by the cookie " + wording.Quoted(w.affinity)
	}
	switch count := w.instances(); {
	case w.cached*2 > len(w.served):
		look.Lack(fmt.Sprintf("a cache on the way answered %d of %d requests of %s, so that nothing is seen of what is behind it", w.cached, len(w.served), name), "Send `Cache-Control: no-store` with it, then rerun.")
	case count >= 2:
		look.RecordMeasured(checks.Supports, w.firstSeen, len(exchanges), "%s; %d instances answered, by %s", text, count, w.by)
		look.Headline = fmt.Sprintf("%d instances answered %d requests over %s, none failed", count, len(w.served), rounded(w.span()))
		look.Why = "What the balancer counted in the last 24 hours is not known: no cluster and no metrics are asked."
		return true
	case count == 1:
		look.Record(checks.Supports, w.firstSeen, len(exchanges), "%s; one instance answered all of them, by %s", text, w.by)
		look.Headline = fmt.Sprintf("steady over %s, and one instance answered all of it", rounded(w.span()))
		look.Why = "A balancer that keeps each client at one instance looks the same: whether there is a second one, who operates it sees."
	default:
		look.Record(checks.Supports, w.firstSeen, len(exchanges), "%s; nothing in the answers tells instances apart", text)
		look.Headline = fmt.Sprintf("steady over %s; how many instances answered is not to be seen", rounded(w.span()))
		look.Why = "Let each name itself (the header `X-Served-By`, or `hostname` in `/version`), and golive counts them."
	}
	return false
}

// hygiene tells what makes answers unsteady without failing.
func (w *watch) hygiene(look *probe.Look, name string) {
	half, most := at(w.served, 0.5), at(w.served, 0.95)
	if most-half > wideJitter {
		look.Find("lb.jitter", checks.SeverityWarning, w.firstSeen, fmt.Sprintf("half of the answers to %s come within %s, and one in twenty takes %s or more", name, rounded(half), rounded(most)), "See which instance is slow, and whether one is starting or short of memory.")
	}
	if w.reused == 0 {
		look.Find("lb.unkept", checks.SeverityWarning, w.firstSeen, fmt.Sprintf("no connection is kept: each of %d requests of %s needed a new one", len(w.answers), name), "Let the balancer and the service keep connections open (HTTP/1.1 does unless told `Connection: close`): a new one costs a client two round trips.")
	}
	if w.lost > 0 {
		look.Find("lb.dropped", checks.SeverityWarning, w.firstSeen, fmt.Sprintf("%d of %d requests of %s met a connection that was kept and closed under them; they went through on a new one", w.lost, len(w.answers), name), "Let whoever closes idle connections wait longer than whoever opens them: a request that may not be repeated fails there.")
	}
	if w.instances() < 2 {
		return
	}
	type speed struct {
		name string
		half time.Duration
	}
	var speeds []speed
	for _, who := range slices.Sorted(maps.Keys(w.times)) {
		if times := slices.Sorted(slices.Values(w.times[who])); len(times) >= enoughTimes {
			speeds = append(speeds, speed{who, at(times, 0.5)})
		}
	}
	if len(speeds) < 2 {
		return
	}
	slices.SortStableFunc(speeds, func(a, b speed) int { return cmp.Compare(a.half, b.half) })
	fastest, slowest := speeds[0], speeds[len(speeds)-1]
	if slowest.half > slowInstance*fastest.half && slowest.half-fastest.half > slowerBy {
		look.Find("lb.slow-instance", checks.SeverityWarning, w.firstSeen, fmt.Sprintf("the instance %s takes %s for %s where another takes %s", wording.Quoted(slowest.name), rounded(slowest.half), name, rounded(fastest.half)), "See what it lacks, or take it out.")
	}
}

// how tells what came in place of answers, the most frequent first.
func (w *watch) how() string {
	names := slices.SortedFunc(maps.Keys(w.failed), func(a, b string) int { return cmp.Or(w.failed[b]-w.failed[a], strings.Compare(a, b)) })
	for index, name := range names {
		names[index] = fmt.Sprintf("%d × %s", w.failed[name], name)
	}
	return wording.Listed(names, 4)
}

// rounded writes a time as precisely as it says anything.
func rounded(span time.Duration) string {
	switch {
	case span >= 10*time.Second:
		span = span.Round(time.Second)
	case span >= time.Second:
		span = span.Round(100 * time.Millisecond)
	case span < time.Millisecond:
		return "a millisecond"
	default:
		span = span.Round(time.Millisecond)
	}
	return span.String()
}
