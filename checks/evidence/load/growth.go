package load

import "time"

// How many connections are opened in addition at once, and in a second: a service
// that hangs is not to be met with a storm of them.
const (
	growthAtOnce  = 100
	growthASecond = 500
)

// Ready returns how long it takes until so many connections are open.
func Ready(connections int) time.Duration {
	return (time.Duration(connections) * time.Second / growthASecond).Round(time.Second)
}

// growth says how many more connections may be opened.
type growth struct {
	tokens float64
	last   time.Duration
}

// allow returns how many of some connections may be opened now.
func (g *growth) allow(now time.Duration, wanted int) int {
	g.tokens = min(g.tokens+growthASecond*(now-g.last).Seconds(), growthAtOnce)
	g.last = now
	allowed := max(min(wanted, int(g.tokens)), 0)
	g.tokens -= float64(allowed)
	return allowed
}
