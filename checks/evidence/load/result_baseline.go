package load

// ResultBaseline is what a result tells of the run that it was held against.
type ResultBaseline struct {
	Source        string      `json:"source"`
	TargetRPS     float64     `json:"target_rps,omitzero"` // nothing: a histogram log alone does not tell
	AchievedRPSP5 float64     `json:"achieved_rps_p5,omitzero"`
	DurationS     float64     `json:"duration_s,omitzero"`
	Requests      int64       `json:"requests"` // those that the times are of, where nothing else is known
	Errors        int64       `json:"errors,omitzero"`
	Latency       Percentiles `json:"latency_ms"`
	Notes         []string    `json:"notes"` // what is different about it
}

// Told returns what results tell of the baseline of a run.
func (b Baseline) Told(intent Intent) *ResultBaseline {
	told := &ResultBaseline{Source: b.Source, Requests: b.timed(), Latency: b.Times(), Notes: append([]string{}, b.Notes(intent)...)}
	if b.Result != nil {
		told.TargetRPS, told.AchievedRPSP5, told.DurationS = b.Result.TargetRPS, b.Result.AchievedRPSP5, b.Result.DurationS
		told.Requests, told.Errors = b.Result.Requests, b.Result.Errors.Total
	}
	return told
}

// result returns the standing as results show it.
func (s Standing) result() ResultHolds {
	holds := ResultHolds{Expression: s.Threshold.String(), Observed: rounded(s.Observed), Met: s.Met, Undecided: s.Undecided != ""}
	if s.Threshold.Relative() && s.Threshold.open == "" {
		limit := rounded(s.Threshold.value)
		holds.Limit = &limit
	}
	return holds
}
