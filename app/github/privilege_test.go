package github

import (
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// asks are the questions that need a permission of their own, by it. Whatever golive asks
// GitHub about a release beside them is answered to every installation that may read its
// contents and pull requests.
func (w *world) asks(r *Repository, run, artifact int64) map[string]map[string]func() error {
	return map[string]map[string]func() error{
		"actions": {
			"workflow runs": func() error { _, err := r.WorkflowRuns(w.ctx, w.first); return err },
			"jobs":          func() error { _, err := r.WorkflowJobs(w.ctx, run); return err },
			"a run":         func() error { _, err := r.WorkflowRun(w.ctx, run); return err },
			"earlier jobs":  func() error { _, err := r.AttemptJobs(w.ctx, run, 1); return err },
			"artifacts":     func() error { _, err := r.Artifacts(w.ctx, run); return err },
			"an artifact": func() error {
				_, err := r.ReadArtifact(w.ctx, checks.Artifact{ID: artifact}, checks.ArtifactVisitor{
					Wants: func(checks.ArtifactEntry) bool { return true }, Visit: func(checks.ArtifactEntry, io.Reader) error { return nil },
				})
				return err
			},
		},
		"statuses":    {"statuses": func() error { _, err := r.CommitStatuses(w.ctx, w.first); return err }},
		"members":     {"a team": func() error { _, err := r.TeamMembers(w.ctx, "acme/core"); return err }},
		"deployments": {"deployments": func() error { _, err := r.Deployments(w.ctx, "production"); return err }},
		"security_events": {
			"analyses": func() error { _, err := r.CodeAnalyses(w.ctx); return err },
			"alerts":   func() error { _, err := r.CodeAlerts(w.ctx, "refs/heads/main"); return err },
		},
		"secret_scanning_alerts": {"secrets": func() error { _, err := r.SecretAlerts(w.ctx); return err }},
		"vulnerability_alerts":   {"dependencies": func() error { _, err := r.DependencyAlerts(w.ctx); return err }},
		"actions_variables":      {"variables": func() error { _, err := r.RepositorySettings(w.ctx, checks.KindVariable); return err }},
		"secrets":                {"names of secrets": func() error { _, err := r.RepositorySettings(w.ctx, checks.KindSecret); return err }},
		"pull_requests": {
			"a pull request": func() error { _, err := r.PullRequest(w.ctx, 1); return err },
			"reviews":        func() error { _, err := r.Reviews(w.ctx, 1); return err },
			"commits":        func() error { _, err := r.PullCommits(w.ctx, 1); return err },
		},
	}
}

// Taking any one permission away loses what it unlocks and nothing else, and the failure
// names it: nothing is read as "none".
func TestEachPermissionUnlocksWhatItSays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(t, w.AddCodeAnalysis("acme/shop", simulator.CodeAnalysis{Tool: "CodeQL", Ref: "refs/heads/main", SHA: w.first}))
	for _, scanner := range []simulator.Scanner{simulator.SecretScanning, simulator.Dependabot} {
		must(t, w.SwitchScanner("acme/shop", scanner, true))
	}
	run, err := w.ReportWorkflowRun("acme/shop", simulator.WorkflowRun{SHA: w.first, Jobs: []simulator.WorkflowJob{{Name: "test", Conclusion: "success"}}}, "ada")
	must(t, err)
	artifact, err := w.UploadArtifact(simulator.NewArtifact{Repository: "acme/shop", Run: run, SHA: w.first, Name: "coverage", Files: map[string]string{"lcov.info": "TN:\n"}})
	must(t, err)
	w.push("feature", map[string]string{"a.txt": "a"})
	_, err = w.OpenPullRequest(simulator.NewPullRequest{Repository: "acme/shop", Title: "a", Head: "feature", User: "ada"})
	must(t, err)
	w.AddTeamMember("acme", "core", "dana")
	wanted := simulator.DefaultPermissions()
	for _, taken := range slices.Sorted(maps.Keys(w.asks(nil, 0, 0))) {
		left := maps.Clone(wanted)
		delete(left, taken)
		must(t, w.SetInstallationPermissions(w.installation, "ada", left))
		w.hub.Forget(w.installation, 0) // as golive does when it is told
		r := w.repository()
		number := 0
		for permission, asked := range w.asks(r, run, artifact) {
			for name, ask := range asked {
				err := ask()
				if permission != taken {
					if err != nil {
						t.Errorf("without %s: %s: %v", taken, name, err)
					}
					continue
				}
				number++
				if !errors.Is(err, checks.ErrForbidden) || !strings.Contains(err.Error(), taken+": read") {
					t.Errorf("without %s: %s: %v", taken, name, err)
				}
			}
		}
		if number == 0 {
			t.Errorf("%s unlocks nothing", taken)
		}
	}
}
