package terminal

import (
	"fmt"
	"strconv"

	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/wording"
)

// stepRows are the lines of a scenario's steps.
func stepRows(steps []load.ResultStep) [][]string {
	var rows [][]string
	for _, step := range steps {
		note := ""
		if step.Start {
			note = "once for every user"
		}
		times := step.Latency
		rows = append(rows, []string{Clean(step.Name), strconv.FormatInt(step.Requests, 10), strconv.FormatInt(step.Errors, 10), load.Figure(times.P50), load.Figure(times.P95), load.Figure(times.P99), load.Figure(times.Max), load.Figure(step.Service.P50), load.Figure(step.Service.P99), note})
	}
	return rows
}

// sessionFacts are the lines about a scenario's users; none: there was no scenario.
func sessionFacts(sessions *load.ResultSessions) [][2]string {
	if sessions == nil {
		return nil
	}
	facts := [][2]string{{"users", fmt.Sprintf("%d of %d, up to %d with a session at once; %d of %s came to their end", sessions.Users, sessions.Asked, sessions.Peak, sessions.Completed, wording.Counted(int(sessions.Flows), "flow", "flows"))}}
	if !sessions.Identity {
		return facts
	}
	facts = append(facts, [2]string{"identity", fmt.Sprintf("%d of them saw their own data; %s about another user", sessions.Verified, wording.Counted(int(sessions.Mixed), "answer was", "answers were"))})
	for _, mixup := range sessions.Mixups {
		facts = append(facts, [2]string{"", fmt.Sprintf("%s was given the data of %s at %s", mixup.User, mixup.Seen, mixup.Step)})
	}
	return facts
}
