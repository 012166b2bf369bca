package server_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
)

// What looks at a release of a hundred pull requests may cost in calls of GitHub's API,
// of 5,000 that an installation has an hour at least. Another look at the same content
// is an event's: a review, a sign-off, the end of CI.
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
const (
	mostFirst = 150 // a push makes another content, and the look at it a first one
	mostNext  = 25
)

// calls counts requests of the API by kind. Conditional ones that were answered with
// 304 cost no limit, nor does an installation's token: they are counted apart. So is
// what tells more than once how far a look has come: there is one such round a second
// at most, and how many a look has says how busy the machine is.
type calls struct {
	cost, free, progress int
	kinds                map[string]int
}

var (
	callNumber = regexp.MustCompile(`/[0-9]+(/|$)`)
	callCommit = regexp.MustCompile(`[0-9a-f]{40}`)
)

// called returns what was asked since the requests were last forgotten.
func (w *world) called() calls {
	counted := calls{kinds: map[string]int{}}
	told := map[string]bool{}
	for _, request := range w.github.Requests() {
		if request.Git || strings.HasPrefix(request.Path, "/_storage") {
			continue // git's own protocol and the storage are no part of the API
		}
		kind := callNumber.ReplaceAllString(callCommit.ReplaceAllString(request.Path, "SHA"), "/N$1")
		kind = fmt.Sprintf("%s %s", request.Method, strings.TrimPrefix(kind, "/repos/"+shop))
		update := request.Method == http.MethodPatch && strings.Contains(request.Path, "/check-runs/")
		switch {
		case request.Status == http.StatusNotModified || strings.HasSuffix(kind, "/access_tokens"):
			counted.free++
			kind += " (free)"
		case update && told[request.Path]:
			counted.progress++
			kind += " (progress)"
		default:
			counted.cost++
		}
		told[request.Path] = told[request.Path] || update
		counted.kinds[kind]++
	}
	return counted
}

// String is a table, the most frequent kind first.
func (c calls) String() string {
	var table strings.Builder
	fmt.Fprintf(&table, "%d calls, %d free ones and %d of progress\n", c.cost, c.free, c.progress)
	kinds := slices.Sorted(maps.Keys(c.kinds))
	slices.SortStableFunc(kinds, func(a, b string) int { return c.kinds[b] - c.kinds[a] })
	for _, kind := range kinds {
		fmt.Fprintf(&table, "%5d  %s\n", c.kinds[kind], kind)
	}
	return table.String()
}

// months gives the shop a month's work: a release tag, and after it pull requests that
// were approved and merged.
func (w *world) months(merged int) {
	w.t.Helper()
	before := w.main()
	_, _, err := w.github.CreateTag(shop, "release/v1.3.0", before, "Release v1.3.0", "kim")
	w.do(err)
	for _, environment := range []string{"staging", "production"} {
		id := must(w.github.CreateDeployment(shop, before, environment, "kim"))(w.t)
		w.do(w.github.SetDeploymentStatus(shop, id, "success", "https://"+environment+".shop.example", "kim"))
		w.do(w.github.SetSecret(shop, environment, "DATABASE_URL"))
	}
	for number := range merged {
		w.merge(fmt.Sprintf("part%d", number), []string{"squash", "merge", "rebase"}[number%3], "dana")
	}
}

// ranCI reports that a workflow ran on a commit and left a report of coverage.
func (w *world) ranCI(sha string) {
	w.t.Helper()
	run := simulator.WorkflowRun{SHA: sha, Branch: "release/v1.4.0", Event: "pull_request", Workflow: "CI", Jobs: []simulator.WorkflowJob{{Name: "test"}, {Name: "deploy"}}}
	run.ID = must(w.github.ReportWorkflowRun(shop, run, "kim"))(w.t)
	must(w.github.UploadArtifact(simulator.NewArtifact{Repository: shop, Run: run.ID, SHA: sha, Name: "coverage", Files: map[string]string{
		"lcov.info": "TN:\nSF:src/index.js\nDA:1,1\nend_of_record\n",
	}}))(w.t)
	run.Jobs[0].Conclusion, run.Jobs[1].Conclusion = "success", "skipped"
	must(w.github.ReportWorkflowRun(shop, run, "kim"))(w.t)
}

func TestAReleaseOfAHundredPullRequestsCostsFewCalls(t *testing.T) {
	t.Parallel()
	merged := 100
	if underRace {
		merged = 10 // the race detector has seen all after a few, and a hundred take it minutes
	}
	w := newWorldOf(t, inMemory, simulator.Options{})
	w.months(merged)
	head := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "chore: release 1.4.0", Files: tested()}))(t)
	w.ranCI(head)
	w.start()
	var release simulator.PullRequest
	look := func(what string, most int, happen func()) {
		t.Helper()
		w.github.ForgetRequests()
		happen()
		w.settled()
		counted := w.called()
		t.Logf("%s: %s", what, counted)
		// Under the race detector golive is so slow that the events of one run of CI come
		// one by one, each with calls of its own.
		if counted.cost > most && !underRace {
			t.Errorf("%s costs %d calls, at most %d are allowed", what, counted.cost, most)
		}
	}
	look("the first look", mostFirst, func() {
		release = must(w.github.OpenPullRequest(simulator.NewPullRequest{Repository: shop, Title: "Release v1.4.0", Head: "release/v1.4.0", User: "kim"}))(t)
		w.verdict(head)
	})
	look("a review", mostNext, func() {
		must(w.github.Review(shop, release.Number, "dana", "APPROVED", ""))(t)
	})
	look("a sign-off", mostNext, func() {
		w.command(release.Number, "dana", "/golive sign-off infrastructure.load-balancer https://example.com/plan", done)
	})
	look("the end of CI", mostNext, func() { w.ranCI(head) })
	look("a push", mostFirst, func() {
		head = must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "docs: more", Files: map[string]string{"docs/more.md": "More.\n"}}))(t)
		w.verdict(head)
	})
}
