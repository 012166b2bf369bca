package load

// Guard ends a run that does nothing but harm: nearly all of what ended in each of three
// seconds on end failed, or more than a fifth in each of ten. A second in which nothing
// ended says nothing: a service that hangs answers none until the first timeout.
type Guard struct {
	failing int // seconds on end with more than a fifth
	dead    int // seconds on end with nearly all
	lost    int64
}

// When a run is stopped.
const (
	shareFailing   = 0.2
	secondsFailing = 10
	shareDead      = 0.95
	secondsDead    = 3
	leastDead      = 20 // failures: of a few requests all may fail by chance
)

// Why a run stopped before its time.
const (
	interrupted     = "interrupted"
	stoppedByErrors = "stopped, since more than a fifth of the requests failed in ten seconds on end"
	stoppedDead     = "stopped, since 95 % and more of the requests failed in three seconds on end"
)

// Stops takes a second and returns why the run is to stop; empty: it is not.
func (g *Guard) Stops(latest Second) string {
	ended := latest.Failed + latest.Answered
	if ended == 0 {
		return ""
	}
	share := float64(latest.Failed) / float64(ended)
	if g.failing++; share <= shareFailing {
		g.failing = 0
	}
	g.dead++
	g.lost += latest.Failed
	if share < shareDead {
		g.dead, g.lost = 0, 0
	}
	switch {
	case g.dead >= secondsDead && g.lost >= leastDead:
		return stoppedDead
	case g.failing >= secondsFailing:
		return stoppedByErrors
	default:
		return ""
	}
}
