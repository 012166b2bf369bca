package webhook

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// examplesVariable names the directory of the npm package
// @octokit/webhooks-examples: recorded deliveries of every event.
const examplesVariable = "GOLIVE_WEBHOOK_EXAMPLES"

// TestRecordedDeliveries sends every recorded delivery through the handler: none
// may be refused, whatever event or year it is from.
func TestRecordedDeliveries(t *testing.T) {
	t.Parallel()
	directory := os.Getenv(examplesVariable)
	if directory == "" {
		t.Skip("GitHub's recorded deliveries are not here: `make test` fetches them and sets " + examplesVariable)
	}
	data, err := os.ReadFile(filepath.Join(directory, "api.github.com", "index.json"))
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
		t.Errorf("only %d deliveries in %s", sent, directory)
	}
	t.Logf("%d deliveries of %d events; triggers %v", sent, len(events), kinds)
	for _, kind := range []string{"pull-request", "closed", "review", "installed", "uninstalled", "repositories", "repositories-left", "repository-moved"} {
		if kinds[kind] == 0 {
			t.Errorf("no recorded delivery led to the trigger %s", kind)
		}
	}
}
