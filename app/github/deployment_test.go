package github

import (
	"errors"
	"net/http"
	"regexp"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

func TestDeployments(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	deploy := func(ref, environment string, states ...string) int64 {
		id, err := w.CreateDeployment("acme/shop", ref, environment, "ada")
		must(t, err)
		for _, state := range states {
			must(t, w.SetDeploymentStatus("acme/shop", id, state, "https://shop.example", "ada"))
		}
		return id
	}
	staged := deploy("main", "staging", "success")
	deploy("main", "staging", "success") // takes the place of the first
	live := deploy("main", "production", "queued", "in_progress", "success")
	second := w.push("main", map[string]string{"a.txt": "a"})
	waiting := deploy("main", "production")
	r := w.repository()
	found, err := r.Deployments(w.ctx, "production")
	must(t, err)
	if len(found) != 2 || found[0].ID != waiting || found[0].Commit != second || found[1].ID != live || found[1].Commit != w.first || found[1].Environment != "production" || found[1].CreatedAt.IsZero() {
		t.Errorf("of production: %+v", found)
	}
	if all, err := r.Deployments(w.ctx, ""); err != nil || len(all) != 4 {
		t.Errorf("of all: %+v, %v", all, err)
	}
	for id, want := range map[int64][]checks.DeploymentState{
		live: {"success", "in_progress", "queued"}, waiting: {}, staged: {"inactive", "success"},
	} {
		statuses, err := r.DeploymentStatuses(w.ctx, id)
		must(t, err)
		states := []checks.DeploymentState{}
		for _, status := range statuses {
			states = append(states, status.State)
			if status.At.IsZero() || status.URL != "https://shop.example" && status.State != checks.DeploymentInactive {
				t.Errorf("%+v", status)
			}
		}
		equal(t, "states", states, want)
	}
	if _, err := r.DeploymentStatuses(w.ctx, 1); !errors.Is(err, jobs.ErrGone) {
		t.Errorf("of none: %v", err)
	}
	w.Inject(simulator.Fault{Kind: simulator.ServerError, Status: http.StatusInternalServerError, Path: regexp.MustCompile("/deployments")})
	if _, err := r.Deployments(w.ctx, ""); err == nil || errors.Is(err, jobs.ErrGone) {
		t.Errorf("a server error: %v", err)
	}
}

func TestDeploymentsWithoutThePermission(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(simulated *simulator.Options, _ *Options) {
		simulated.Permissions = map[string]string{"metadata": "read", "contents": "read"}
	})
	if _, err := w.repository().Deployments(w.ctx, ""); !errors.Is(err, jobs.ErrForbidden) {
		t.Errorf("forbidden: %v", err)
	}
}
