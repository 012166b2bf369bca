package load

// ResultSessions says who the users of a scenario were.
type ResultSessions struct {
	Asked     int   `json:"asked"`     // users that there were to be
	Users     int   `json:"users"`     // that began a flow, each another one
	Peak      int   `json:"peak"`      // most users with a session at the end of one second
	Flows     int64 `json:"flows"`     // that users began, with the warm-up, as all counts here
	Completed int64 `json:"completed"` // flows that came to their last step
	Failed    int64 `json:"failed"`    // flows that ended at a step
	Starts    int64 `json:"starts"`    // times that a user did its start, such as a login
	Started   int64 `json:"started"`   // of them, to its end
	// Identity says that answers were held to be about the user who asked: those in
	// Verified were, and Mixed answers were about another one.
	Identity bool    `json:"identity"`
	Verified int     `json:"verified"`
	Mixed    int64   `json:"mixed"`
	Mixups   []Mixup `json:"mixups"`
}

func resultSessions(outcome Outcome) *ResultSessions {
	flow := outcome.Plan.Flow
	if flow == nil {
		return nil
	}
	seen := outcome.Sessions
	result := &ResultSessions{
		Asked: outcome.Plan.MostConnections, Users: seen.Users, Flows: seen.Flows, Completed: seen.Completed, Failed: seen.Failed,
		Starts: seen.Starts, Started: seen.Started, Identity: flow.Identifies, Verified: seen.Verified, Mixed: seen.Mixed, Mixups: seen.Mixups,
	}
	if result.Mixups == nil {
		result.Mixups = []Mixup{}
	}
	for _, second := range outcome.Seconds {
		result.Peak = max(result.Peak, second.Sessions)
	}
	return result
}

// resultSteps returns the steps of a scenario, or the one request that there is.
func resultSteps(step string, outcome Outcome) []ResultStep {
	measured := outcome.Measured
	if outcome.Plan.Flow == nil {
		return []ResultStep{{step, measured.Ended(), measured.Errors(), false, percentiles(measured.Response), percentiles(measured.Service)}}
	}
	steps := []ResultStep{}
	for index, one := range outcome.Plan.Flow.Steps {
		tally := NewStepTally()
		if index < len(outcome.Steps) {
			tally = outcome.Steps[index]
		}
		steps = append(steps, ResultStep{one.Name, tally.Requests(), tally.Errors(), one.Start, percentiles(tally.Response), percentiles(tally.Service)})
	}
	return steps
}
