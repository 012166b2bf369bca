package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
	"github.com/golive-app/golive/jobs"
)

// LoadItem is the item that a load test of the shop decides.
const LoadItem = jobs.LoadItem

// What the shop's staging has to stand: a thousand customers, at a rate that the
// release candidate does not stand and what mends it does.
const (
	loadUsers = 1000
	loadRPS   = 1000
	loadP99   = 250 * time.Millisecond
	loadRamp  = 5 * time.Second
	// loadSteady is the shortest time that passes.
	loadSteady = 5 * time.Minute
	// loadSettles is the time beside both: users log in, and what was measured is judged.
	loadSettles = time.Minute
	// loadLongest is what the demo's operator allows for `/golive loadtest`.
	loadLongest = 10 * time.Minute
)

// LoadCommand is how people put load on the shop's staging from a terminal.
func (s *Stage) LoadCommand() string {
	return fmt.Sprintf("golive load %s/ --scenario %s --users %d --rps %d --duration 30s --threshold 'p99<%s'", s.Scene.StagingURL(), s.Scenario, loadUsers, loadRPS, loadP99)
}

// loadKey is the top-level key of a policy that asks for a load test.
var loadKey = regex.New(`(?m)^load:`)

// asksForLoad reports whether a policy asks for a load test.
func asksForLoad(policy string) bool { return loadKey.MatchString(policy) }

// withLoad returns a policy that asks for a load test, and is otherwise as it was.
func withLoad(policy string) string {
	return strings.TrimRight(policy, "\n") + fmt.Sprintf(`
load:
  target_rps: %d
  ramp: %s
  steady: %s
  scenario: %s
  users: %d
  slo: { p99: %s }
`, loadRPS, loadRamp, wording.Span(loadSteady), shop.ScenarioFile, loadUsers, loadP99)
}

// SetLoadTarget lets lee propose what staging has to stand as a change of the policy, and
// dana merge it. From then on golive load-tests what is released, each time that another
// content of it is deployed to staging.
func (s *Scene) SetLoadTarget(ctx context.Context) error {
	if s.staging == nil {
		return ErrOtherRepository
	}
	return s.changePolicy(ctx, policyChange{
		title: fmt.Sprintf("Ask for a load test: %d customers, %d requests a second", loadUsers, loadRPS), body: "Set in " + policyFile + ".", review: "That is our peak, twice over.",
		content: withLoad(s.policy(ctx)),
	})
}

// AwaitLoad waits as AwaitVerdict does, until a load test of the head passed or failed.
// It waits no longer than such a test takes: what could not be measured is not judged,
// and the error is ErrNoVerdict then.
func (s *Scene) AwaitLoad(ctx context.Context, progress Progress) (Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, loadRamp+loadSteady+loadSettles)
	defer cancel()
	return s.await(ctx, progress, func(seen Outcome) bool {
		return seen.settled() && (seen.Verdicts[LoadItem] == checks.Pass || seen.Verdicts[LoadItem] == checks.Fail)
	})
}
