package config

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/golive-app/golive/config/regex"
)

// RoleLoadTesters is the role that may start load tests beside those who maintain
// the repository. It signs nothing.
const RoleLoadTesters = "load-testers"

// Load is what a release has to stand before it goes live, and how that is tested.
// Without a target nothing is tested.
type Load struct {
	TargetRPS   int     `yaml:"target_rps,omitempty" json:"TargetRPS,omitzero" reads:"count" least:"1" most:"1000000" example:"10000" jsonschema_description:"Requests a second that staging has to serve. Without it no load test is run, and performance.load stays unknown."`
	Steady      string  `yaml:"steady,omitempty" json:"Steady,omitzero" reads:"duration" default:"5m" example:"10m" jsonschema_description:"How long they are sent at that rate, after the ramp, 24h at most. Less than 5m never passes."`
	Ramp        string  `yaml:"ramp,omitempty" json:"Ramp,omitzero" reads:"duration" default:"30s" example:"1m" jsonschema_description:"How long the rate rises from nothing before. What happens in it is told apart and decides nothing."`
	Scenario    string  `yaml:"scenario,omitempty" json:"Scenario,omitzero" reads:"scenario" example:"load/users.yaml" jsonschema_description:"File of what users do, in place of one request: docs/scenarios.md says how it is written. It is read from the branch that this policy is read from, and its paths begin at path."`
	Users       int     `yaml:"users,omitempty" json:"Users,omitzero" reads:"count" least:"1" most:"20000" example:"1000" jsonschema_description:"Users at once that performance.concurrency asks for, and that a scenario has; without it, 1000."`
	MaxRPS      int     `yaml:"max_rps,omitempty" json:"MaxRPS,omitzero" reads:"count" least:"1" most:"1000000" example:"12000" jsonschema_description:"Requests a second that no load test sends more than, whoever asks for it; without it, target_rps. The operator of golive may set a lower limit."`
	SLO         LoadSLO `yaml:"slo,omitempty" json:"SLO,omitzero" jsonschema_description:"What answers have to be like at that rate."`
	Environment string  `yaml:"environment,omitempty" json:"Environment,omitzero" reads:"environment" example:"staging" jsonschema_description:"Name of the GitHub environment that is loaded; without it, the one of environments.staging. Never production."`
	Path        string  `yaml:"path,omitempty" json:"Path,omitzero" reads:"path" default:"/" example:"/orders" jsonschema_description:"Path that is requested, under the address of environments.staging.url."`
}

// LoadSLO is what answers have to be like under load.
type LoadSLO struct {
	P95    string `yaml:"p95,omitempty" json:"P95,omitzero" reads:"duration" example:"150ms" jsonschema_description:"Time in which 95 of 100 requests are answered, counted from when each was due."`
	P99    string `yaml:"p99,omitempty" json:"P99,omitzero" reads:"duration" example:"300ms" jsonschema_description:"Time in which 99 of 100 requests are answered."`
	Errors string `yaml:"errors,omitempty" json:"Errors,omitzero" reads:"share" default:"1%" example:"1%" jsonschema_description:"Share of the requests that may fail, at most."`
}

// What holds where a policy that has a target says nothing else; the tags "default"
// say so.
const (
	builtInSteady = 5 * time.Minute
	builtInRamp   = 30 * time.Second
	builtInErrors = 1.0 // of a hundred
)

// SteadyTime is how long the target's rate is held.
func (l Load) SteadyTime() time.Duration { return durationOr(l.Steady, builtInSteady) }

// RampTime is how long the rate rises before.
func (l Load) RampTime() time.Duration { return durationOr(l.Ramp, builtInRamp) }

// MostRPS is the rate that no load test goes beyond; 0 where there is no target.
func (l Load) MostRPS() int { return cmp.Or(l.MaxRPS, l.TargetRPS) }

// RequestPath is the path that is requested.
func (l Load) RequestPath() string { return cmp.Or(l.Path, "/") }

// UsersAtOnce are the users of a scenario.
func (l Load) UsersAtOnce() int {
	const otherwise = 1000
	return cmp.Or(l.Users, otherwise)
}

// P95Time is the time of the SLO for 95 of 100 requests; 0: there is none.
func (s LoadSLO) P95Time() time.Duration { return durationOr(s.P95, 0) }

// P99Time is the time of the SLO for 99 of 100 requests; 0: there is none.
func (s LoadSLO) P99Time() time.Duration { return durationOr(s.P99, 0) }

// MostErrors is the share of the requests that may fail, of a hundred.
func (s LoadSLO) MostErrors() float64 {
	if share, read := readShare(s.Errors); read {
		return share
	}
	return builtInErrors
}

// durationOr reads a duration of a policy, which was checked when it was decoded.
func durationOr(text string, otherwise time.Duration) time.Duration {
	if duration, err := time.ParseDuration(text); err == nil {
		return duration
	}
	return otherwise
}

// readShare reads a share of a hundred: "1%", "0.5 %".
func readShare(text string) (float64, bool) {
	number, found := strings.CutSuffix(text, "%")
	share, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	return share, found && err == nil && share >= 0 && share < 100
}

// The longest duration that a policy may name, and the shortest.
const (
	longestDuration  = 24 * time.Hour
	shortestDuration = time.Millisecond
)

// loadKinds are the kinds of text of a load test.
func loadKinds() map[string]kind {
	return map[string]kind{
		"duration": {noun: "a duration", example: "10m", pattern: `^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$`, bare: true, faults: durationFaults},
		"scenario": {noun: "a file of the repository", example: "load/users.yaml", pattern: scenarioPattern, faults: scenarioFaults},
		"share":    {noun: "a share", example: "1%", pattern: `^[0-9]{1,2}(\.[0-9]+)? ?%$`, bare: true, faults: shareFaults},
	}
}

func durationFaults(text string) (problem, advice string) {
	duration, err := time.ParseDuration(text)
	switch {
	case err != nil || strings.ContainsAny(text, "nuµ+-"):
		return "is " + quote(text) + ", which is no duration", "write it as 300ms, 30s, 10m or 1h"
	case duration < shortestDuration || duration > longestDuration:
		return "is " + quote(text) + ", and it takes from 1ms to 24h", "write it as 300ms, 30s, 10m or 1h"
	}
	return "", ""
}

// scenarioPattern is a path from the repository's root to a YAML file.
const scenarioPattern = `^(\.?[A-Za-z0-9_-][^\s/]*/)*\.?[A-Za-z0-9_-][^\s/]*\.ya?ml$`

// scenarioFaults finds what is no path from the repository's root to a YAML file.
func scenarioFaults(text string) (problem, advice string) {
	switch {
	case !strings.HasSuffix(text, ".yaml") && !strings.HasSuffix(text, ".yml") || strings.IndexFunc(text, blank) >= 0:
		return "is " + quote(text) + "; a YAML file is wanted", "write it as load/users.yaml, without spaces"
	case !regex.New(scenarioPattern).MatchString(text):
		return "is " + quote(text) + ", which is no path from the root of the repository", "write it as load/users.yaml"
	}
	return "", ""
}

func shareFaults(text string) (problem, advice string) {
	if _, read := readShare(text); read {
		return "", ""
	}
	if number, err := strconv.ParseFloat(text, 64); err == nil && number >= 0 && number < 100 {
		return "is " + quote(text) + "; a share of the requests is wanted", "write " + text + "%"
	}
	return "is " + quote(text) + ", which is no share below 100%", "write it as 1% or 0.5%"
}

// faults finds what no single key of a load test tells.
func (l Load) faults() (key, problem, advice string) {
	switch {
	case l.MaxRPS > 0 && l.MaxRPS < l.TargetRPS:
		return "max_rps", "is less than target_rps, which could never be sent then", "write " + strconv.Itoa(l.TargetRPS) + " or more"
	case l.SLO.P95Time() > 0 && l.SLO.P99Time() > 0 && l.SLO.P99Time() < l.SLO.P95Time():
		return "slo.p99", "is less than slo.p95, which it includes", "exchange them"
	}
	return "", "", ""
}
