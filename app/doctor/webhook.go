package doctor

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/golive-app/golive/app/github"
)

// WebhookPath is where GitHub delivers to, under the public address.
const WebhookPath = "/webhook"

// judgeHook says whether GitHub delivers to us and we understand it.
func judgeHook(facts Facts) []Diagnosis {
	if facts.NoWebhook {
		return []Diagnosis{{Name: "webhook", State: Advice, What: "GitHub cannot reach golive: the App has no webhook.",
			Why:       "This is a try-out on this machine; nothing happens by itself when a pull request is opened.",
			HowToMend: "Set GOLIVE_PUBLIC_URL to an https address that GitHub reaches, and enter that address with " + WebhookPath + " as the App's webhook."}}
	}
	return []Diagnosis{judgeHookAddress(facts), judgeDeliveries(facts)}
}

func judgeHookAddress(facts Facts) Diagnosis {
	found := Diagnosis{Name: "webhook", State: Bad, Why: "GitHub tells golive of pull requests, tags and commands there."}
	mend := "Set it on the App's settings page"
	if facts.PublicURL != "" {
		mend += " to " + facts.PublicURL + WebhookPath
	}
	switch hook := facts.Hook; {
	case facts.HookErr != nil:
		found.State, found.What, found.Why = Unknown, "GitHub does not say what the App's webhook is.", facts.HookErr.Error()
	case hook.URL == "":
		found.What, found.HowToMend = "The App has no webhook address.", mend+"."
	case facts.PublicURL == "":
		found.State, found.What = Advice, "The App's webhook is "+hook.URL+"; whether that is this golive is not known."
		found.HowToMend = "Set GOLIVE_PUBLIC_URL."
	case !sameAddress(hook.URL, facts.PublicURL+WebhookPath):
		found.What = "The App's webhook is " + hook.URL + ", which is not this golive."
		found.HowToMend = mend + ", or mend GOLIVE_PUBLIC_URL."
	case hook.ContentType != "" && hook.ContentType != "json":
		found.What, found.HowToMend = "The App's webhook sends "+hook.ContentType+", and golive reads json.", "Choose application/json on the App's settings page."
	case hook.InsecureSSL:
		found.State, found.What = Advice, "GitHub does not verify the certificate of the App's webhook."
		found.Why, found.HowToMend = "Somebody in between could read what GitHub sends.", "Enable SSL verification on the App's settings page."
	default:
		found.State, found.What, found.Why = Good, "The App's webhook is "+hook.URL+".", ""
	}
	return found
}

// sameAddress compares as browsers do: case of the host, default ports and a
// slash at the end do not matter.
func sameAddress(one, other string) bool {
	plain := func(text string) string {
		parsed, err := url.Parse(text)
		if err != nil {
			return text
		}
		port := parsed.Port()
		if port == "443" && parsed.Scheme == "https" || port == "80" && parsed.Scheme == "http" {
			port = ""
		}
		return parsed.Scheme + "://" + strings.ToLower(parsed.Hostname()) + ":" + port + strings.TrimRight(parsed.EscapedPath(), "/")
	}
	return plain(one) == plain(other)
}

// judgeDeliveries reads from GitHub's own list how the last ones ended. The
// newest attempt of a delivery counts, and of all of them the newest.
func judgeDeliveries(facts Facts) Diagnosis {
	found := Diagnosis{Name: "webhook.deliveries", State: Bad}
	if facts.DeliveriesErr != nil {
		found.State, found.What, found.Why = Unknown, "GitHub does not say how its deliveries ended.", facts.DeliveriesErr.Error()
		return found
	}
	latest := Newest(facts.Deliveries)
	if len(latest) == 0 {
		found.State, found.What = Waiting, "GitHub has delivered nothing yet."
		found.Why = "Its first delivery is a ping, and comes when the App is registered."
		return found
	}
	last := latest[0]
	failed := 0
	for _, one := range latest {
		if one.StatusCode < 200 || one.StatusCode > 299 {
			failed++
		}
	}
	ago := span(max(facts.At.Sub(last.At), 0))
	switch code := last.StatusCode; {
	case code >= 200 && code <= 299 && failed == 0:
		found.State, found.What = Good, fmt.Sprintf("GitHub reaches golive: its last delivery (%s, %s ago) was taken.", last.Event, ago)
	case code >= 200 && code <= 299:
		found.State, found.What = Advice, fmt.Sprintf("GitHub reaches golive; of its last %s %d failed.", count(len(latest), "delivery"), failed)
		found.HowToMend = "golive asks for those again by itself; the App's settings page lists them under Advanced."
	case code == http.StatusUnauthorized:
		found.What = "golive refused GitHub's last delivery, since its signature was wrong (401)."
		found.Why = "The webhook secret of the App and GOLIVE_WEBHOOK_SECRETS are not the same."
		found.HowToMend = "Enter the same secret on the App's settings page and in GOLIVE_WEBHOOK_SECRETS (or its file), and start golive again; it then asks for the refused deliveries by itself."
	case code == http.StatusServiceUnavailable:
		found.State, found.What = Waiting, "GitHub reaches golive, which could not take the last delivery yet (503)."
		found.Why, found.HowToMend = "It was being set up, or Redis was away.", "golive asks for it again by itself."
	case code == http.StatusGatewayTimeout, strings.Contains(strings.ToLower(last.Status), "timed out"), strings.Contains(strings.ToLower(last.Status), "timeout"):
		found.What = "GitHub got no answer in time to its last delivery: " + strings.TrimSpace(fmt.Sprintf("%s (%d)", last.Status, code)) + "."
		found.Why = "GitHub waits ten seconds and does not try again by itself; nothing happens when a pull request is opened."
		found.HowToMend = "Look whether a firewall drops GitHub's connections (its addresses are listed at https://api.github.com/meta under hooks), whether the reverse proxy waits for something, and whether `golive health --ready` answers at once."
	case code == 0, code == http.StatusBadGateway:
		found.What = "GitHub does not reach golive: " + strings.TrimSpace(fmt.Sprintf("%s (%d)", last.Status, code)) + "."
		found.Why = "Nothing happens when a pull request is opened."
		found.HowToMend = "Check DNS, the certificate, the firewall and the reverse proxy; GitHub's addresses are listed at https://api.github.com/meta under hooks."
	default:
		found.What = fmt.Sprintf("GitHub's last delivery was answered with %d.", code)
		found.Why = "golive itself answers 202, or 401 and 503 with the reason: something stands in between."
		found.HowToMend = "Look at what the reverse proxy does with POST " + WebhookPath + "."
	}
	return found
}

// Newest keeps of each delivery its newest attempt; the attempts are newest first.
func Newest(attempts []github.Attempt) []github.Attempt {
	var kept []github.Attempt
	seen := map[string]bool{}
	for _, one := range attempts {
		if !seen[one.GUID] {
			seen[one.GUID] = true
			kept = append(kept, one)
		}
	}
	return kept
}
