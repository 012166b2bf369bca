package delivery

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/wording"
)

const (
	// drillLasting is how long a drill counts.
	drillLasting = 90 * 24 * time.Hour
	// drillTarget is how long going back may take.
	drillTarget = 10 * time.Minute
	// triedDrills bounds how many deployments of one environment are looked at.
	triedDrills = 30
)

// drill is one time at which somebody went back.
type drill struct {
	how      string // for people
	at       time.Time
	duration time.Duration // 0: not known
	link     string
}

// wentBack is a deployment that was live.
type wentBack struct {
	checks.Deployment
	live time.Time
	link string
}

// ask reads the deployments to production and to staging, newest first, and the
// runs of workflows that were made for going back.
func (f *rollbackFacts) ask(ctx context.Context, subject checks.Subject) {
	since := subject.Now().Add(-drillLasting)
	for _, one := range f.plans {
		if !one.rerun {
			continue
		}
		runs, err := subject.Forge.RunsOfWorkflow(ctx, one.path, since)
		if err != nil {
			f.refused("the runs of "+wording.QuotedPath(one.path), "actions: read", err)
			continue
		}
		for _, run := range runs {
			if run.State == checks.CISuccess {
				f.drills = append(f.drills, drill{how: "a run of " + wording.QuotedPath(one.path), at: run.UpdatedAt, duration: run.UpdatedAt.Sub(run.StartedAt), link: run.Link})
			}
		}
	}
	all, err := subject.Forge.Deployments(ctx, "")
	if err != nil {
		f.refused("the deployments", "deployments: read", err)
		return
	}
	policy := subject.Policy.Environments
	for stage, named := range map[environment.Stage]string{environment.Production: policy.Production.Deployment, environment.Staging: policy.Staging.Deployment} {
		if err := f.environment(ctx, subject, stage, named, all, since); err != nil {
			f.refused("the states of deployments", "deployments: read", err)
			return
		}
	}
	f.readPackages(ctx, subject)
	slices.SortFunc(f.drills, func(a, b drill) int { return b.at.Compare(a.at) })
}

// environment looks through the deployments to one environment.
func (f *rollbackFacts) environment(ctx context.Context, subject checks.Subject, stage environment.Stage, named string, all []checks.Deployment, since time.Time) error {
	name, history := named, []wentBack{}
	for _, deployment := range all {
		if name == "" && environment.StageOf(deployment.Environment) == stage {
			name = deployment.Environment
		}
		if deployment.Environment != name || name == "" || len(history) >= triedDrills {
			continue
		}
		statuses, err := subject.Forge.DeploymentStatuses(ctx, deployment.ID)
		if err != nil {
			return err
		}
		f.listed++
		if at, live := checks.WentLive(statuses); live {
			history = append(history, wentBack{deployment, at, statuses[len(statuses)-1].Link})
		}
	}
	if stage == environment.Production {
		for _, one := range history {
			if !subject.Holds(one.Commit, checks.ReleaseBooks()...) {
				f.before = one.Deployment
				f.previous = fmt.Sprintf("%s ran `%s` before, deployed on %s", wording.Quoted(name), wording.ShortSHA(one.Commit), one.live.UTC().Format("2 January 2006"))
				break
			}
		}
	}
	return f.findDrills(ctx, subject, name, history, since)
}

// findDrills finds deployments of a commit that was live before, with another in
// between that contains it or that it contains: deployments of branches in turn go
// nowhere back.
func (f *rollbackFacts) findDrills(ctx context.Context, subject checks.Subject, name string, history []wentBack, since time.Time) error {
	var steps []wentBack // the newest first, each commit once in a row
	for _, one := range history {
		if len(steps) > 0 && steps[len(steps)-1].Commit == one.Commit {
			steps[len(steps)-1] = one // the first deployment of it
			continue
		}
		steps = append(steps, one)
	}
	for at := 0; at+2 < len(steps); at++ {
		again, between, before := steps[at], steps[at+1], steps[at+2]
		if again.Commit != before.Commit || again.live.Before(since) {
			continue
		}
		distance, err := subject.Forge.Distance(ctx, again.Commit, between.Commit)
		if err != nil || distance.Ahead > 0 && distance.Behind > 0 {
			continue
		}
		back, from := again, between // the newer was left for the older
		if distance.Ahead > 0 {
			back, from = between, before // vN, vN-1, vN: the older was there in between
		}
		f.drills = append(f.drills, drill{
			how: fmt.Sprintf("%s went from `%s` back to `%s`", wording.Quoted(name), wording.ShortSHA(from.Commit), wording.ShortSHA(back.Commit)),
			at:  back.live, duration: back.live.Sub(back.CreatedAt), link: back.link,
		})
	}
	return nil
}
