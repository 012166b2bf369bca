package main

import (
	"fmt"
	"strings"

	"github.com/golive-app/golive/config"
)

// loadMeaning says in a few lines what load tests a policy asks for, and who starts
// them.
func loadMeaning(policy config.Policy, from func(path string) string) []string {
	load := policy.Load
	var lines []string
	if load.TargetRPS > 0 {
		asked := []string{fmt.Sprintf("errors at most %g %%", load.SLO.MostErrors())}
		if p99 := load.SLO.P99Time(); p99 > 0 {
			asked = append([]string{fmt.Sprintf("p99 at most %s", p99)}, asked...)
		}
		if p95 := load.SLO.P95Time(); p95 > 0 {
			asked = append([]string{fmt.Sprintf("p95 at most %s", p95)}, asked...)
		}
		lines = append(lines,
			fmt.Sprintf("%d requests a second for %s, after %s in which they rise%s", load.TargetRPS, load.SteadyTime(), load.RampTime(), from("load.target_rps")),
			"asked: "+strings.Join(asked, ", "),
			fmt.Sprintf("no load test sends more than %d requests a second", load.MostRPS()),
		)
		if load.Scenario != "" {
			lines = append(lines, fmt.Sprintf("users do what %s says%s", load.Scenario, from("load.scenario")))
		}
		if load.Users > 0 {
			lines = append(lines, fmt.Sprintf("%d users at once%s", load.Users, from("load.users")))
		}
	}
	if named := policy.Roles[config.RoleLoadTesters]; len(named) > 0 {
		lines = append(lines, "load tests are started by "+strings.Join(named, ", ")+" and whoever has maintain or admin"+from("roles."+config.RoleLoadTesters))
	}
	return lines
}
