package demo_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/golive-app/golive/app/demo"
	"github.com/golive-app/golive/app/demo/shop"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/config"
)

// judge lets the real checks judge a commit of the scene's release branch.
func judge(t *testing.T, scene *demo.Scene, items ...string) map[checks.ItemID]checks.Result {
	t.Helper()
	ctx, directory := t.Context(), scene.Repository.Directory
	tools, closeTools, err := catalogue.OpenTools(catalogue.ToolOptions{Command: projecttest.Command()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := closeTools(); err != nil {
			t.Error(err)
		}
	}()
	commit, tree, err := source.Resolve(ctx, directory, "refs/heads/"+scene.HeadBranch)
	if err != nil {
		t.Fatal(err)
	}
	main, _, err := source.Resolve(ctx, directory, "refs/heads/"+scene.BaseBranch)
	if err != nil {
		t.Fatal(err)
	}
	base, err := source.MergeBase(ctx, directory, main, commit)
	if err != nil {
		t.Fatal(err)
	}
	changes, err := source.ReadRange(ctx, directory, base, commit, "merge base with main")
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := source.OpenCommit(ctx, source.Options{Directory: directory, Commit: commit})
	if err != nil {
		t.Fatal(err)
	}
	subject := checks.Subject{
		Release: checks.Release{
			Kind: checks.ReleasePullRequest, SHA: commit, Tree: tree, Version: shop.NextVersion,
			HeadBranch: scene.HeadBranch, BaseBranch: scene.BaseBranch, Author: shop.Author,
		},
		Source: snapshot, Range: changes, History: source.History{Directory: directory}, Policy: config.DefaultPolicy(), Now: time.Now,
	}
	entries, err := catalogue.New(tools).Select(items)
	if err != nil {
		t.Fatal(err)
	}
	runner := checks.NewRunner(checks.RunnerOptions{Now: time.Now, Incident: func() string { return "incident" }, Logger: slog.New(slog.DiscardHandler)})
	results := map[checks.ItemID]checks.Result{}
	err = runner.Run(ctx, subject, entries, nil, func(result checks.Result) error {
		results[result.Item] = result
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return results
}

func TestGoliveFindsWhatIsPlantedAndSeesItMended(t *testing.T) {
	t.Parallel()
	scene := prepare(t, newStage(t), demo.Options{})
	states := []struct {
		name  string
		state shop.State
		want  map[checks.ItemID]checks.Verdict
	}{
		{"candidate", shop.ReleaseCandidate, map[checks.ItemID]checks.Verdict{
			"code.debug-leftovers": checks.Fail, "code.secrets": checks.Fail,
			"infrastructure.env-encryption": checks.Fail, "launch.changelog": checks.Fail,
			"infrastructure.health": checks.Fail, "monitoring.alerts.error-rate": checks.Fail,
		}},
		{"fixed", shop.Fixed, map[checks.ItemID]checks.Verdict{
			"code.debug-leftovers": checks.Pass, "launch.changelog": checks.Pass,
			"infrastructure.health": checks.Pass, "infrastructure.autoscaling": checks.Pass,
			// Whether a rule fires and a load balancer is well, no file tells.
			"monitoring.alerts.error-rate": checks.NeedsSignOff, "monitoring.alerts.queue": checks.NeedsSignOff, "infrastructure.load-balancer": checks.NeedsSignOff,
			// What was committed once is known to everyone who may read: it stays until
			// it was rotated.
			"code.secrets": checks.Fail, "infrastructure.env-encryption": checks.Fail,
		}},
	}
	for _, c := range states {
		if c.state != shop.ReleaseCandidate {
			if _, err := scene.PushFix(context.WithoutCancel(t.Context()), c.state); err != nil {
				t.Fatal(err)
			}
		}
		var items []string
		for id := range c.want {
			items = append(items, string(id))
		}
		slices.Sort(items)
		for id, result := range judge(t, scene, items...) {
			if result.Verdict() != c.want[id] {
				t.Errorf("%s: %s is %s (%s: %s), want %s", c.name, id, result.Verdict(), result.Headline, result.Why, c.want[id])
			}
			for _, finding := range result.Findings {
				t.Logf("%s: %s %s %s:%d %s", c.name, id, finding.Severity, finding.Path, finding.Line, finding.Message)
			}
		}
	}
}
