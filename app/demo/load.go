package demo

import "fmt"

// LoadCommand is how people put load on the shop's staging: a thousand customers, at a
// rate that the release candidate does not stand and what mends it does.
func (s *Stage) LoadCommand() string {
	return fmt.Sprintf("golive load %s/ --scenario %s --users 1000 --rps 1000 --duration 30s --threshold 'p99<250ms'", s.Scene.StagingURL(), s.Scenario)
}
