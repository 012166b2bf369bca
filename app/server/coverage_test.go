package server_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

// A report that a job leaves behind decides code.coverage once the run has ended: what
// is there before may be a part.
func TestCoverageIsReadOnceCIHasEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	files := maps.Clone(sound)
	files["src/refund.js"] = "export const refund = 1;\nexport const all = 2;\n"
	pull := w.openRelease(files)
	report := func(run int64, conclusion string) int64 {
		return must(w.github.ReportWorkflowRun(shop, simulator.WorkflowRun{
			ID: run, Workflow: "CI", SHA: pull.HeadSHA, Branch: "release/v1.4.0", Jobs: []simulator.WorkflowJob{{Name: "test", Conclusion: conclusion}},
		}, "kim"))(t)
	}
	run := report(0, "")
	w.verdict(pull.HeadSHA)
	w.becomes(pull.HeadSHA, "code.coverage", checks.Unknown)
	w.since(pull.Number, "CI is still running")
	must(w.github.UploadArtifact(simulator.NewArtifact{Repository: shop, Run: run, SHA: pull.HeadSHA, Name: "coverage", Files: map[string]string{
		"lcov.info": "TN:\nSF:/home/runner/work/shop/shop/src/index.js\nDA:1,1\nend_of_record\nSF:/home/runner/work/shop/shop/src/refund.js\nDA:1,0\nDA:2,0\nend_of_record\n",
	}}))(t)
	report(run, "success")
	w.command(pull.Number, "dana", "/golive rerun code.coverage", done)
	w.becomes(pull.HeadSHA, "code.coverage", checks.Fail)
	w.since(pull.Number, "coverage 33.3 % (need 80 %)", "Cheapest way up: `src/refund.js`")
	for _, request := range w.github.Requests() {
		if strings.HasPrefix(request.Path, "/_storage") && request.Header.Get("Authorization") != "" {
			t.Error("the storage was shown our token")
		}
	}
}
