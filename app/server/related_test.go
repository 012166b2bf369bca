package server_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

const (
	infrastructure = "acme/infrastructure"
	relating       = "version: 1\nmode: enforce\nrelated:\n  - repo: acme/infrastructure\n    path: shop\n    ref: live\n"
	// singly runs one task behind a load balancer.
	singly = "resource \"aws_ecs_service\" \"shop\" {\n  desired_count = 1\n  load_balancer {\n    target_group_arn = aws_lb_target_group.shop.arn\n  }\n}\n"
)

// What runs the release is declared in another repository: it is judged as it stands at
// the ref that the policy names, and findings name the repository.
func TestManifestsOfARelatedRepositoryAreJudged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	must(w.github.CreateRepository("acme", "infrastructure", ""))(t)
	must(w.github.Push(infrastructure, "live", "kim", simulator.Commit{Message: "shop", Files: map[string]string{
		"shop/main.tf": singly, "other/main.tf": strings.ReplaceAll(singly, "\"shop\"", "\"another\""),
	}}))(t)
	w.keep(relating)
	pull := w.propose("release/v1.0.0", map[string]string{"a.js": "module.exports = 1\n"})
	w.becomes(pull.HeadSHA, "infrastructure.load-balancer", checks.Fail)
	run, found := w.run(pull.HeadSHA, "golive / 6 infrastructure")
	text := run.Title + run.Summary + run.Text
	if !found || !strings.Contains(text, "acme/infrastructure:/shop/main.tf") || strings.Contains(text, "aws_ecs_service.another") {
		t.Errorf("what the check run says:\n%s", text)
	}
}

// Once the branch that a release reads elsewhere leads to another commit, what was judged
// by it is judged anew, by what stands there now.
func TestARelatedBranchThatMovesIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	must(w.github.CreateRepository("acme", "infrastructure", ""))(t)
	must(w.github.Push(infrastructure, "live", "kim", simulator.Commit{Message: "shop", Files: map[string]string{"shop/main.tf": singly}}))(t)
	w.keep(relating)
	pull := w.propose("release/v1.0.0", map[string]string{"a.js": "module.exports = 1\n"})
	w.becomes(pull.HeadSHA, "infrastructure.load-balancer", checks.Fail)
	must(w.github.Push(infrastructure, "live", "kim", simulator.Commit{Message: "two of them", Files: map[string]string{
		"shop/main.tf": strings.Replace(singly, "= 1", "= 2", 1),
	}}))(t)
	w.becomes(pull.HeadSHA, "infrastructure.load-balancer", checks.NeedsSignOff)
}

// A related repository that cannot be read leaves what depends on it unknown.
func TestARelatedRepositoryThatIsNotThereIsNoPass(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.keep(relating)
	pull := w.propose("release/v1.0.0", map[string]string{"k8s/a.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec: {replicas: 2, template: {spec: {containers: [{name: a, image: b, readinessProbe: {httpGet: {path: /ready, port: 80}}, livenessProbe: {httpGet: {path: /live, port: 80}}}]}}}\n"})
	w.becomes(pull.HeadSHA, "infrastructure.health", checks.Unknown)
	run, _ := w.run(pull.HeadSHA, "golive / 6 infrastructure")
	if text := run.Summary + run.Text; !strings.Contains(text, "related repository `acme/infrastructure` could not be read: golive's installation does not include it") {
		t.Errorf("what the check run says:\n%s", text)
	}
}
