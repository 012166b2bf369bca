package server_test

import (
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/github"
	"github.com/golive-app/golive/app/remote"
	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/catalogue"
	"github.com/golive-app/golive/checks/evidence/source"
)

// What golive says on GitHub and what it says to who asks from elsewhere must be
// one thing.
func TestAVisitorComesToTheVerdictsOfTheApp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	w.historyOfShop()
	pull := w.openRelease(sound)
	ran := must(w.github.ReportWorkflowRun(shop, simulator.WorkflowRun{
		Workflow: "CI", SHA: pull.HeadSHA, Branch: "release/v1.4.0", Jobs: []simulator.WorkflowJob{{Name: "test", Conclusion: "success"}},
	}, "kim"))(t)
	must(w.github.UploadArtifact(simulator.NewArtifact{Repository: shop, Run: ran, SHA: pull.HeadSHA, Name: "coverage", Files: map[string]string{
		"lcov.info": "TN:\nSF:src/index.js\nDA:1,1\nend_of_record\n",
	}}))(t)
	w.verdict(pull.HeadSHA)
	w.command(pull.Number, "dana", "/golive rerun code", done)
	w.becomes(pull.HeadSHA, "code.coverage", checks.Warn)
	w.settled() // what is being checked cannot be signed
	w.command(pull.Number, "dana", "/golive sign-off code.edge-cases https://ci.example/runs/7", done)
	w.becomes(pull.HeadSHA, "code.edge-cases", checks.Pass)
	tools, closeTools, err := catalogue.OpenTools(catalogue.ToolOptions{Command: []string{must(os.Executable())(t), source.ReaderCommand}})
	w.do(err)
	defer func() { w.do(closeTools()) }()
	logger := slog.New(slog.DiscardHandler)
	options := remote.Options{
		Target: must(remote.ParseTarget(fmt.Sprintf("%s#%d", shop, pull.Number)))(t), Token: w.github.CreatePersonalToken("kim", nil),
		Catalogue: catalogue.New(tools), Version: "test", Now: time.Now,
		Runner: checks.NewRunner(checks.RunnerOptions{Now: time.Now, Incident: func() string { return "incident" }, Limit: time.Minute, Logger: logger}),
		GitHub: github.Options{AppID: w.github.AppID(), APIURL: strings.TrimRight(w.github.APIURL(), "/"), DataDirectory: t.TempDir()},
		Doing:  func(string) {}, Began: func(int, int, checks.ItemID) {},
	}
	report, notes, err := remote.Judge(t.Context(), options)
	w.do(err)
	recorded := w.verdicts(pull.HeadSHA)
	if len(recorded) != len(report.Items) {
		t.Fatalf("the App records %d items, the visitor sees %d", len(recorded), len(report.Items))
	}
	for _, item := range report.Items {
		if app, visitor := recorded[item.ID], report.Results[item.ID].Verdict(); app != visitor {
			t.Errorf("%s: %s on GitHub, %s elsewhere: %s", item.ID, app, visitor, report.Results[item.ID].Why)
		}
	}
	w.since(pull.Number, report.Range.Reason, report.Range.From[:7])
	if len(notes) > 0 {
		t.Errorf("notes: %q", notes)
	}
	// A name is no proof of whose check runs they are, so it has to be said.
	options.GitHub.AppID, options.Only = 0, []string{"code.edge-cases", "delivery.pipeline"}
	report, notes, err = remote.Judge(t.Context(), options)
	w.do(err)
	if got := report.Results["delivery.pipeline"]; got.Verdict() != recorded["delivery.pipeline"] || strings.Contains(fmt.Sprint(got.Findings), "golive / ") {
		t.Errorf("golive's own check runs are taken for CI: %+v", got)
	}
	if report.Results["code.edge-cases"].Attested || !strings.Contains(strings.Join(notes, " "), fmt.Sprintf("GOLIVE_APP_ID=%d", w.github.AppID())) {
		t.Errorf("without the App: %+v, notes %q", report.Results["code.edge-cases"], notes)
	}
}
