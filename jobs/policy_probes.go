package jobs

// probeEffects tells what golive could send to staging.
func (e PolicyEdit) probeEffects() []PolicyEffect {
	switch was, is := e.Before.Probes.AllowWrites, e.After.Probes.AllowWrites; {
	case was == is:
		return nil
	case is:
		return []PolicyEffect{{Text: "golive could send staging what changes data, where `.golive/smoke.yml` and `.golive/authz.yml` on the trusted branch say so"}}
	default:
		return []PolicyEffect{{Text: "golive would send staging nothing that changes data any more: steps and routes that do would not be tried", Weakens: true}}
	}
}
