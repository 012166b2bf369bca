package webhook

import (
	"encoding/json"
	"os"
	"testing"
)

// examplesVariable names the file api.github.com/index.json of the npm package
// @octokit/webhooks-examples: recorded deliveries of every event.
const examplesVariable = "GOLIVE_WEBHOOK_EXAMPLES"

// TestRecordedDeliveries sends every recorded delivery through the handler: none
// may be refused, whatever event or year it is from.
func TestRecordedDeliveries(t *testing.T) {
	t.Parallel()
	path := os.Getenv(examplesVariable)
	if path == "" {
		t.Skipf("%s is not set: `npm install @octokit/webhooks-examples` and name its api.github.com/index.json", examplesVariable)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var events []struct {
		Name     string            `json:"name"`
		Examples []json.RawMessage `json:"examples"`
	}
	if err := json.Unmarshal(data, &events); err != nil {
		t.Fatal(err)
	}
	sent, kinds := 0, map[string]int{}
	for _, recorded := range events {
		for index, example := range recorded.Examples {
			i := newIntake(t)
			answer := i.answer(delivery(recorded.Name, example))
			if answer.Code != 202 {
				t.Errorf("%s, example %d: %d %s", recorded.Name, index, answer.Code, answer.Body)
			}
			for _, trigger := range i.queue.triggers {
				kinds[string(trigger.Kind)]++
			}
			sent++
		}
	}
	if sent < 100 {
		t.Errorf("only %d deliveries in %s", sent, path)
	}
	t.Logf("%d deliveries of %d events; triggers %v", sent, len(events), kinds)
	for _, kind := range []string{"pull-request", "closed", "review", "installed", "uninstalled", "repositories", "repositories-left", "repository-moved"} {
		if kinds[kind] == 0 {
			t.Errorf("no recorded delivery led to the trigger %s", kind)
		}
	}
}
