package publish

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
)

// What stands before staging is told where people read what to do: once for all that wait
// for the same reason, and beside each that waits for one of its own.
func TestWhyItemsWaitForAConnectionIsTold(t *testing.T) {
	t.Parallel()
	wall := lacking(checks.ConnectionStaging, "Cloudflare answers before https://staging.example does", "Let golive in.")
	story := newStory(t).sees("security.headers", wall).sees("security.authentication", wall)
	page := story.page()
	step := strings.Join(page.missingSteps(page.Items), "\n")
	if want := "`security.authentication`, `security.headers`<br>Cloudflare answers before `https://staging.example` does. Let golive in."; !strings.Contains(step, want) {
		t.Errorf("%s\nwant %s", step, want)
	}
	story.sees("security.rate-limit", lacking(checks.ConnectionStaging, "the policy declares no limit", "Write one."))
	page = story.page()
	step = strings.Join(page.missingSteps(page.Items), "\n")
	for _, want := range []string{
		"<br>• `security.authentication`, `security.headers`: Cloudflare answers before `https://staging.example` does. Let golive in.",
		"<br>• `security.rate-limit`: The policy declares no limit. Write one.",
	} {
		if !strings.Contains(step, want) {
			t.Errorf("%s\nwant %s", step, want)
		}
	}
	var folded string
	for _, one := range page.gaps(page.Items) {
		if one.connection == checks.ConnectionStaging {
			folded = page.folded(one)
		}
	}
	if want := "3 unknown, waiting for **Staging environment**: `security.authentication`, `security.headers` — Cloudflare answers before `https://staging.example` does; `security.rate-limit` — the policy declares no limit"; !strings.Contains(folded, want) {
		t.Errorf("%s\nwant %s", folded, want)
	}
}

// An item that passes by a part of what there is to see says what was not seen.
func TestAPassByAPartSaysWhatWasNotSeen(t *testing.T) {
	t.Parallel()
	observation := checks.Observation{
		Evidence: []checks.Evidence{saw(checks.E4, checks.Supports, "errors show nothing of the inside")}, Headline: "staging was looked at in part", Why: "That takes a browser.",
		Missing: []checks.Missing{{Connection: checks.ConnectionBrowser, Reason: "that takes a browser"}},
	}
	story := newStory(t).sees("launch.fallback-ui", observation)
	page, item := story.page(), story.item("launch.fallback-ui")
	if row := page.row(item, page.result(item)); page.result(item).Verdict() != checks.Pass || !strings.Contains(row, "staging was looked at in part — That takes a browser.") {
		t.Errorf("%s", row)
	}
}
