package jobs

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/evidence/load/scenario"
	"github.com/golive-app/golive/checks/wording"
)

// withScenario adds to a load test what users do, where the policy names a file of it.
// Like the policy, it is read from a ref that the release's author does not control: it
// decides what is sent. Secrets, in it and in the headers that open what stands before
// staging, go to an address alone that the policy names. A *LoadRefusal says why it cannot
// be used.
func (w *Worker) withScenario(ctx context.Context, repository Repository, run Run, stage loadStage, order LoadOrder) (LoadOrder, error) {
	plan := run.Rules.Load
	secrets := loadSecrets{w.Loads.options.Secrets, repository.Describe().FullName(), stage.named}
	var err error
	if order.Header, err = secrets.header(run.Rules.Environments.Staging.Headers); err != nil {
		return order, &LoadRefusal{"staging asks for a header that cannot be filled in: " + err.Error(), laySecret}
	}
	if plan.Scenario == "" {
		return order, nil
	}
	ref := trustedRef(run.Key, checks.PullRequest{BaseBranch: run.Release.BaseBranch}, repository.Describe())
	text, err := readScenario(ctx, repository, plan.Scenario, ref)
	if err != nil {
		return order, err
	}
	order.Scenario, order.Users = &load.JobScenario{Name: plan.Scenario, Text: text}, plan.UsersAtOnce()
	if file := scenario.Parse(plan.Scenario, text).UsersFile(); file != "" {
		if order.Scenario.Users, err = readScenario(ctx, repository, path.Join(path.Dir(plan.Scenario), file), ref); err != nil {
			return order, err
		}
	}
	job := order.job("")
	program, err := job.Program()
	if err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return order, &LoadRefusal{"the scenario cannot be used: " + wording.Quoted(first), fmt.Sprintf("Mend it on %s, then `/golive loadtest`.", wording.Quoted(ref))}
	}
	if err := job.FillSecrets(secrets.read); err != nil {
		return order, &LoadRefusal{"the scenario cannot be used: " + err.Error(), laySecret}
	}
	order.Secrets = job.Secrets
	job.Plan.Flow = load.NewFlowPlan(program)
	if needed := math.Ceil(job.Plan.Users(0)); needed > float64(order.Users) {
		return order, &LoadRefusal{
			fmt.Sprintf("users think for %s in a flow, so that %s requests a second take %s of them, and there are %s", wording.Span(job.Plan.Flow.Think), wording.Number(int64(order.RPS)), wording.Number(int64(needed)), wording.Number(int64(order.Users))),
			fmt.Sprintf("Write `load: {users: %d}` into .golive.yml, or let them think for less.", int(needed)),
		}
	}
	order.Ramp += load.Ready(order.Users) + job.Plan.Flow.Think.Round(time.Second)
	return order, nil
}

// readScenario reads a file of the repository.
func readScenario(ctx context.Context, repository Repository, name, ref string) ([]byte, error) {
	text, err := repository.ReadFile(ctx, name, ref)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, &LoadRefusal{fmt.Sprintf("%s is not there on %s", wording.QuotedPath(name), wording.Quoted(ref)), "Write what users do into it, or take it out of .golive.yml."}
	case errors.Is(err, ErrTooLarge):
		return nil, &LoadRefusal{wording.QuotedPath(name) + " is too large to be read", "Shorten it."}
	case err != nil:
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return text, nil
}
