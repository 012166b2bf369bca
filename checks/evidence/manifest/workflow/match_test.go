package workflow

import "testing"

func TestJobsOfRunsAreFound(t *testing.T) {
	t.Parallel()
	workflow := Workflow{Jobs: []Job{
		{ID: "unit", Name: "unit"}, {ID: "e2e", Name: "E2E on ${{ matrix.browser }}"},
		{ID: "ci", Name: "ci", Calls: "./.github/workflows/x.yml", Called: []Job{{ID: "inner", Name: "Inner tests"}}}, {ID: "far", Name: "far", Calls: "acme/shared/.github/workflows/x.yml@v1", Foreign: true},
	}}
	for name, want := range map[string]string{
		"unit": "unit", "unit (20, linux)": "unit", "E2E on firefox": "e2e", "E2E on firefox (2)": "e2e", "ci / Inner tests": "inner", "ci / other": "ci", "far / test": "far", "unittest": "", "else": "",
	} {
		if job, found := workflow.Match(name); job.ID != want || found != (want != "") {
			t.Errorf("%q: %q", name, job.ID)
		}
	}
	if job, _ := workflow.Match("far / test"); !job.Does(StageTest) {
		t.Error("what a foreign workflow calls is not told by its name")
	}
}
