package load

// Guard ends a run that does nothing but harm: more than a fifth of what ended in
// each of ten seconds on end failed.
type Guard struct{ failing int }

// Stops takes a second and reports whether the run is to stop.
func (g *Guard) Stops(latest Second) bool {
	const share, most = 5, 10
	if latest.Failed*share > latest.Failed+latest.Answered {
		g.failing++
	} else {
		g.failing = 0
	}
	return g.failing >= most
}

// Why a run stopped before its time.
const (
	interrupted     = "interrupted"
	stoppedByErrors = "stopped, since more than a fifth of the requests failed in ten seconds on end"
)
