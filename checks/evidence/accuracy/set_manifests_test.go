package accuracy

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// marks writes what the samples of a set are asked, in one line each.
func marks(t *testing.T, set Set, files map[string]string) []string {
	t.Helper()
	samples, err := set.Samples(checkout(t, files))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, sample := range samples {
		lines = append(lines, fmt.Sprintf("%s %s %s %v", sample.ID, sample.Item, sample.Labels[0].Rule, sample.Labels[0].Positive))
	}
	slices.Sort(lines)
	return lines
}

func TestLintersOfManifestsAreReadAsTheyTest(t *testing.T) {
	t.Parallel()
	sets := manifestSets()
	equal(t, marks(t, sets[0], map[string]string{
		"score/probe_test.go": strings.Join([]string{"package score", "",
			`func TestA(t *testing.T) {`, `	testExpectedScore(t, "a.yaml", "Pod Probes", scorecard.GradeCritical)`, "}", "",
			`func TestB(t *testing.T) {`, `	c := testExpectedScore(t, "b.yaml", "Pod Probes", scorecard.GradeAllOK)`, `	assert.Equal(t, "not targeted, skipping probe checks.", c[0].Summary)`, "}", "",
			`func TestC(t *testing.T) {`, `	testExpectedScore(t, "c.yaml", "Stable version", scorecard.GradeCritical)`, "}", "",
			`func TestD(t *testing.T) {`, `	testWith(t, testFile("d.yaml"), &config.RunConfiguration{MinReplicasHPA: 5}, "HorizontalPodAutoscaler Replicas", scorecard.GradeWarning)`, "}", "",
		}, "\n"),
		"score/testdata/a.yaml": "kind: Pod\n",
	}), "a.yaml#Pod Probes infrastructure.health k8s.readiness true")
	part := "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: NAME\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n---\n"
	equal(t, marks(t, KubeLinter{Checks: map[string]manifestCheck{"no-liveness-probe": {healthy, "k8s.liveness", nil}}}, map[string]string{
		"e2etests/bats-tests.sh": "@test \"no-liveness-probe\" {\n  tmp=\"tests/a.yml\"\n  [[ \"${message1}\" == \"Deployment: container \\\"app\\\" does not specify a liveness probe\" ]]\n}\n",
		"tests/a.yml":            strings.Replace(part, "NAME", "dont-fire", 1) + strings.Replace(part, "NAME", "web", 1),
	}), "no-liveness-probe#0.0 infrastructure.health k8s.liveness false", "no-liveness-probe#1.0 infrastructure.health k8s.liveness true")
	equal(t, marks(t, Polaris{Checks: map[string]manifestCheck{"livenessProbeMissing": {healthy, "k8s.liveness", nil}}}, map[string]string{
		"test/checks/livenessProbeMissing/failure.yaml": "kind: Pod\n", "test/checks/livenessProbeMissing/mutated.yaml": "kind: Pod\n", "test/checks/livenessProbeMissing/check.yaml": "x: y\n",
	}), "livenessProbeMissing/failure.yaml infrastructure.health k8s.liveness true", "livenessProbeMissing/mutated.yaml infrastructure.health k8s.liveness false")
}

func TestAlertsAreLabelledByTheirNames(t *testing.T) {
	t.Parallel()
	got := marks(t, Alerts{Folder: "x", Files: `\.yml$`}, map[string]string{
		"a.yml": "groups:\n- name: g\n  rules:\n  - {record: r, expr: up}\n  - {alert: HostHighCpuLoad, expr: r > 1}\n  - {alert: HostCpuStealNoisyNeighbor, expr: r > 2}\n",
	})
	for _, want := range []string{"a.yml#0.HostHighCpuLoad monitoring.alerts.cpu watched true", "a.yml#0.HostHighCpuLoad monitoring.alerts.memory watched false", "a.yml#1.HostCpuStealNoisyNeighbor monitoring.alerts.queue watched false"} {
		if !slices.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	if slices.ContainsFunc(got, func(line string) bool {
		return strings.HasPrefix(line, "a.yml#1.HostCpuStealNoisyNeighbor monitoring.alerts.cpu")
	}) {
		t.Errorf("a name that says something else is a label: %q", got)
	}
}
