package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/golive-app/golive/app/staging"
	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/evidence/load/scenario"
)

// readAnswers reads what answers are held to, and what users do, into the job.
func (f loadFlags) readAnswers(job *load.Job) error {
	if f.scenario != "" {
		return f.readScenario(job)
	}
	job.Checks = f.checks
	if err := job.FillSecrets(staging.FromEnvironment(os.LookupEnv)); err != nil {
		return fmt.Errorf("--check %w", err)
	}
	return nil
}

// readScenario reads the scenario that the command line names into the job. All that is
// wrong with it is said before anything is sent.
func (f loadFlags) readScenario(job *load.Job) error {
	for name, given := range map[string]bool{
		"--method": f.method != "GET", "--body": f.body != "", "--check": len(f.checks) > 0, "--follow-redirects": f.follow,
	} {
		if given {
			return fmt.Errorf("%s says what one request is, and --scenario what users do: write it into the step", name)
		}
	}
	if query := job.Query(); query != "" {
		return fmt.Errorf("the address asks for ?%s: with --scenario it is where all paths begin, so write that into the step", query)
	}
	text, err := os.ReadFile(f.scenario)
	if err != nil {
		return fmt.Errorf("--scenario %s: %w", f.scenario, reasonOf(err))
	}
	job.Scenario = &load.JobScenario{Name: f.scenario, Text: text}
	if name := scenario.Parse(f.scenario, text).UsersFile(); name != "" {
		if !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(f.scenario), name)
		}
		if job.Scenario.Users, err = os.ReadFile(name); err != nil {
			return fmt.Errorf("%s: the file of users %s: %w", f.scenario, name, reasonOf(err))
		}
		if rows := scenario.Rows(job.Scenario.Users); !f.named["users"] {
			job.Plan.MostConnections = max(min(job.Plan.MostConnections, rows), 1)
		}
	}
	if err := job.FillSecrets(staging.FromEnvironment(os.LookupEnv)); err != nil {
		return err
	}
	program, err := job.Program()
	if err != nil {
		return err
	}
	plan := &job.Plan
	plan.Flow = load.NewFlowPlan(program)
	if f.named["users"] {
		plan.LeastConnections = plan.MostConnections
	}
	if !f.named["warm-up"] {
		plan.WarmUp += load.Ready(plan.LeastConnections) + plan.Flow.Think.Round(time.Second)
	}
	if needed := math.Ceil(plan.Users(0)); needed > float64(plan.MostConnections) {
		return fmt.Errorf("--rps %g: users think for %s in a flow, so %.0f of them are under way at once, and there are %d: run with --users %s or more", f.rps, plan.Flow.Think, needed, plan.MostConnections, strconv.Itoa(int(needed)))
	}
	return nil
}

// knows returns nil where there is a step of a name.
func (j loadJob) knows(step string) error {
	if step == "" {
		return nil
	}
	if j.load.Plan.Flow == nil {
		return errors.New("there are no steps without --scenario")
	}
	var names []string
	for _, one := range j.load.Plan.Flow.Steps {
		names = append(names, one.Name)
	}
	if slices.Contains(names, step) {
		return nil
	}
	return fmt.Errorf("there is no step %q%s; the steps are %s", step, meant(step, names), strings.Join(names, ", "))
}

// try sends the request once, or lets one user do every flow, before many do.
func (j loadJob) try(ctx context.Context) error {
	request, err := j.load.Request()
	if err != nil {
		return err
	}
	transport, err := j.load.Transport()
	if err != nil {
		return err
	}
	program, err := j.load.Program()
	if err != nil {
		return err
	}
	if program != nil {
		err = load.TryProgram(ctx, transport, program, request, j.load.Plan.Timeout)
	} else {
		err = load.Try(ctx, transport, request, j.load.Plan.Timeout)
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, load.ErrRedirects) && !j.load.Follow:
		return fmt.Errorf("the first request was not served: %w: name the address that it leads to, or --follow-redirects", err)
	case j.load.Scenario != nil:
		return fmt.Errorf("the first user was not served: %w", err)
	default:
		return fmt.Errorf("the first request was not served: %w", err)
	}
}
