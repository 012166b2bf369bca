package loadreport

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks/evidence/load"
)

// The page shows a scenario's steps and users, and what foreign text they hold as text.
func TestThePageShowsStepsAndUsers(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "load")
	directory, err := Open(path, time.Date(2026, 11, 29, 8, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	outcome := ran(t, 10, directory.Keep)
	outcome.Plan.Flow = &load.FlowPlan{Requests: 1, Identifies: true, Steps: []load.PlanStep{{Name: "login", Start: true}, {Name: "<b>pay"}}}
	outcome.Sessions = load.Sessions{Users: 10, Verified: 9, Flows: 700, Completed: 699, Failed: 1, Mixed: 1, Mixups: []load.Mixup{{Step: "<b>pay", User: "user-1", Seen: "<script>user-2", Known: true}}}
	if err := directory.Finish(load.NewResult("http://shop.test/", "", outcome, load.DefaultThresholds(100)), outcome); err != nil {
		t.Fatal(err)
	}
	page := read(t, path, PageFile)
	for _, says := range []string{
		"<td>login</td>", "once for every user", "<td>&lt;b&gt;pay</td>", "10 of 10, up to 0 with a session at once; 699 of 700 flows came to their end",
		"9 saw their own data, 1 answer was about another user", "user-1 was given the data of &lt;script&gt;user-2 at &lt;b&gt;pay",
	} {
		if !strings.Contains(page, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
	if strings.Contains(read(t, reported(t, 10, "http://shop.test/"), PageFile), "once for every user") {
		t.Error("a run of one request shows steps")
	}
}
