package config

import (
	"fmt"
	"strconv"
	"time"
)

// The bounds of what load tests an operator can allow.
const (
	mostLoadRPS     = 1_000_000
	longestLoad     = 2 * time.Hour
	mostLoadsAtOnce = 16
)

func setLoadMaxRPS(settings *Settings, value string) error {
	rps, err := strconv.Atoi(value)
	if err != nil || rps < 1 || rps > mostLoadRPS {
		return fmt.Errorf("%q is no number from 1 to %d", value, mostLoadRPS)
	}
	settings.LoadMaxRPS = rps
	return nil
}

func setLoadMaxTime(settings *Settings, value string) error {
	longest, err := time.ParseDuration(value)
	if err != nil || longest < time.Second || longest > longestLoad {
		return fmt.Errorf("%q is no time from 1s to %s: write 30m", value, "2h")
	}
	settings.LoadMaxTime = longest
	return nil
}

func setLoadAtOnce(settings *Settings, value string) error {
	count, err := strconv.Atoi(value)
	if err != nil || count < 1 || count > mostLoadsAtOnce {
		return fmt.Errorf("%q is no number from 1 to %d", value, mostLoadsAtOnce)
	}
	settings.LoadAtOnce = count
	return nil
}
