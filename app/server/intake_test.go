package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/checks"
)

func TestASecretIsRotatedWithoutLosingADelivery(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	old := w.github.WebhookSecret()
	w.settings.WebhookSecrets = [][]byte{[]byte("the new secret"), []byte(old)}
	w.start()
	pull := w.openRelease(sound) // still signed with the old one
	w.verdict(pull.HeadSHA)
	w.github.SetWebhookSecret("the new secret")
	newer := must(w.github.Push(shop, "release/v1.4.0", "kim", simulator.Commit{Message: "fix", Files: map[string]string{"src/round.js": "export const round = Math.round;\n"}}))(t)
	w.verdict(newer)
	body := []byte(`{"zen": "Keep it logically awesome."}`)
	for secret, want := range map[string]int{old: http.StatusAccepted, "the new secret": http.StatusAccepted, "another one": http.StatusUnauthorized, "": http.StatusUnauthorized} {
		if got := w.sends("ping", "guid-of-"+fmt.Sprint(len(secret)), secret, body); got != want {
			t.Errorf("signed with %q: %d, want %d", secret, got, want)
		}
	}
}

func TestWhatWasMissedIsAskedForAgain(t *testing.T) {
	t.Parallel()
	w := newWorldWithout(t, inMemory)
	w.sweep = sweepSoon
	w.start()
	pull := w.openRelease(sound)
	w.verdict(pull.HeadSHA)
	w.settled()
	w.github.HoldDeliveries()
	comment := must(w.github.Comment(shop, pull.Number, "lee", "/golive status"))(t)
	must(w.github.Review(shop, pull.Number, "dana", "APPROVED", ""))(t)
	w.github.ReleaseDeliveries(func([]simulator.Delivery) []simulator.Delivery { return nil }) // golive was away
	waitFor(t, "the command is answered after all", func() bool { return slices.Contains(w.reactions(pull.Number, comment), done) })
	w.becomes(pull.HeadSHA, "code.review", checks.Pass)
	redelivered := 0
	for _, delivery := range w.github.Deliveries() {
		if delivery.Redelivery {
			redelivered++
		}
	}
	if redelivered < 2 {
		t.Errorf("%d deliveries were asked for again", redelivered)
	}
	// A delivery that was done is not done again.
	for _, delivery := range w.github.Deliveries() {
		if delivery.Event == "issue_comment" && delivery.StatusCode == http.StatusAccepted {
			w.do(w.github.Redeliver(delivery.ID))
		}
	}
	w.flush() // golive refuses it at the door, so nothing else is to be waited for
	if replies := w.replies(pull.Number); len(replies) != 1 {
		t.Errorf("%d replies to one command", len(replies))
	}
}

// https://github.com/octokit/webhooks: payloads that GitHub really sent.
func TestEveryRealDeliveryIsTaken(t *testing.T) {
	t.Parallel()
	directory := os.Getenv("GOLIVE_WEBHOOK_EXAMPLES")
	if directory == "" {
		t.Skip("the examples are not here: `make test` fetches them and sets GOLIVE_WEBHOOK_EXAMPLES")
	}
	w := newWorld(t, inMemory)
	var events []struct {
		Name     string            `json:"name"`
		Examples []json.RawMessage `json:"examples"`
	}
	data := must(os.ReadFile(filepath.Join(directory, "api.github.com", "index.json")))(t)
	w.do(json.Unmarshal(data, &events))
	sent := 0
	for _, event := range events {
		for _, example := range event.Examples {
			sent++
			// The examples are of another App; with ours in its place more of them
			// are for us.
			for part, payload := range []string{string(example), ours(string(example), w)} {
				got := w.sends(event.Name, fmt.Sprintf("example-%d-%d", sent, part), w.github.WebhookSecret(), []byte(payload))
				if got != http.StatusAccepted && got != http.StatusOK {
					t.Errorf("%s: answered %d", event.Name, got)
				}
			}
		}
	}
	if sent < 100 {
		t.Fatalf("only %d examples in %s", sent, directory)
	}
	w.settled()
	w.unharmed()
}

// ours gives a payload an installation where it has none.
func ours(payload string, w *world) string {
	if strings.Contains(payload, `"installation"`) {
		return payload
	}
	return strings.Replace(payload, "{", fmt.Sprintf(`{"installation": {"id": %d}, `, w.install), 1)
}
