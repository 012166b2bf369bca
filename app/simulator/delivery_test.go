package simulator

import (
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-github/v66/github"
)

func TestDeliveriesAreSigned(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{WebhookSecret: "one"})
	w.open("release/v1")
	events := w.events()
	w.SetWebhookSecret("two")
	w.Ping()
	events = append(events, w.events()...)
	for _, event := range events {
		secret := "one"
		if event.event == "ping" {
			secret = "two"
		}
		check(t, github.ValidateSignature(event.header.Get("X-Hub-Signature-256"), event.body, []byte(secret)))
		if event.guid == "" || event.header.Get("X-GitHub-Hook-Installation-Target-ID") != "4711" || event.header.Get("Content-Type") != "application/json" || event.header.Get("User-Agent")[:16] != "GitHub-Hookshot/" {
			t.Errorf("headers are %v", event.header)
		}
	}
}

func TestFailedDeliveryIsRedeliveredUnderItsGUID(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.received.answerWith(http.StatusServiceUnavailable)
	w.commit("main", "missed", "a.txt", "1")
	missed := w.events()
	w.received.answerWith(0)
	var failed []*github.HookDelivery
	options := &github.ListCursorOptions{PerPage: 1}
	for {
		page, response, err := w.app.Apps.ListHookDeliveries(w.ctx, options)
		check(t, err)
		for _, delivery := range page {
			if delivery.GetStatusCode() == http.StatusServiceUnavailable {
				failed = append(failed, delivery)
			}
		}
		if options.Cursor = response.Cursor; options.Cursor == "" {
			break
		}
	}
	if len(failed) != len(missed) || failed[0].GetStatus() != "Service Unavailable" || failed[0].GetRepositoryID() == 0 {
		t.Fatalf("failed deliveries are %v", failed)
	}
	_, _, err := w.app.Apps.RedeliverHookDelivery(w.ctx, failed[0].GetID())
	if _, accepted := err.(*github.AcceptedError); !accepted {
		check(t, err)
	}
	again := w.events()
	at := slices.IndexFunc(missed, func(r received) bool { return r.guid == failed[0].GetGUID() })
	if len(again) != 1 || at < 0 || again[0].guid != missed[at].guid || string(again[0].body) != string(missed[at].body) {
		t.Fatalf("redelivered %v", again)
	}
	last := w.Deliveries()[len(w.Deliveries())-1]
	if !last.Redelivery || last.Status != "OK" || last.StatusCode != http.StatusAccepted {
		t.Errorf("the attempt is recorded as %+v", last)
	}
	detail, _, err := w.app.Apps.GetHookDelivery(w.ctx, last.ID)
	check(t, err)
	if detail.GetRequest().Headers["X-Github-Delivery"] != last.GUID || detail.GetRequest().RawPayload == nil {
		t.Errorf("detail is %v", detail)
	}
}

func TestHeldDeliveriesAreArranged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.HoldDeliveries()
	for _, text := range []string{"1", "2", "3"} {
		w.commit("main", text, "a.txt", text)
	}
	if err := w.Flush(w.ctx); err == nil {
		t.Error("Flush waits for nothing while deliveries are held")
	}
	var order []string
	w.ReleaseDeliveries(func(waiting []Delivery) []Delivery {
		if len(w.PendingDeliveries()) != 0 || w.WebhookSecret() == "" { // GitHub goes on meanwhile
			t.Error("what is being arranged still waits")
		}
		var pushes []Delivery
		for _, delivery := range waiting {
			if delivery.Event == "push" {
				pushes = append(pushes, delivery)
			}
		}
		slices.Reverse(pushes)
		pushes = append(pushes[:2], pushes[0]) // the oldest is lost, the newest comes twice
		for _, delivery := range pushes {
			order = append(order, delivery.GUID)
		}
		return pushes
	})
	var got []string
	for _, event := range w.events() {
		got = append(got, event.guid)
	}
	if !slices.Equal(got, order) || got[0] != got[2] {
		t.Errorf("arrived %v, want %v", got, order)
	}
	lost := 0
	for _, delivery := range w.Deliveries() {
		if delivery.StatusCode == http.StatusBadGateway {
			lost++
		}
	}
	if lost != 4 { // one push and three check_suite.requested
		t.Errorf("%d lost deliveries, want 4", lost)
	}
}

func TestUnreachableReceiver(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{})
	w.DeliverTo("http://127.0.0.1:1/webhook")
	w.Ping()
	check(t, w.Flush(w.ctx))
	if last := w.Deliveries()[len(w.Deliveries())-1]; last.Status != "failed to connect to host" || last.StatusCode == 0 {
		t.Errorf("recorded as %+v", last)
	}
}

func TestOnlySubscribedAndPermittedEventsAreSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, Options{Events: []string{"push", "issue_comment"}})
	opened := w.open("release/v1")
	_, err := w.Comment("acme/shop", opened.Number, "lee", "hello")
	check(t, err)
	if got := names(t, w.events()); got != "push issue_comment.created" {
		t.Errorf("events are %s", got)
	}
	check(t, w.SetInstallationPermissions(w.installation, "kim", map[string]string{"issues": "read"}))
	w.commit("main", "x", "x", "x")
	if got := names(t, w.events()); got != "installation.new_permissions_accepted" {
		t.Errorf("events are %s", got)
	}
	check(t, w.SuspendInstallation(w.installation, "kim"))
	_, err = w.Comment("acme/shop", opened.Number, "lee", "hello")
	check(t, err)
	if got := names(t, w.events()); got != "installation.suspend" {
		t.Errorf("events are %s", got)
	}
}
