package config

import (
	"fmt"
	"strconv"
)

// What golive sends to one staging where nobody says otherwise, and the most that an
// operator can allow.
const (
	DefaultProbeRPS   = 5
	DefaultProbeBurst = 2000
	MostProbeRPS      = 1000
	mostProbeBurst    = 1_000_000
)

func setProbeRPS(settings *Settings, value string) error {
	rps, err := strconv.Atoi(value)
	if err != nil || rps < 1 || rps > MostProbeRPS {
		return fmt.Errorf("%q is no number from 1 to %d", value, MostProbeRPS)
	}
	settings.ProbeRPS = rps
	return nil
}

func setProbeBurst(settings *Settings, value string) error {
	burst, err := strconv.Atoi(value)
	if err != nil || burst < 0 || burst > mostProbeBurst {
		return fmt.Errorf("%q is no number from 0 to %d", value, mostProbeBurst)
	}
	settings.ProbeBurst = burst
	return nil
}
