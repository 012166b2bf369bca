package simulator

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Delivery is one attempt to deliver an event, or one that waits.
type Delivery struct {
	ID             int64
	GUID           string
	Event, Action  string
	Redelivery     bool
	InstallationID int64
	RepositoryID   int64
	Payload        []byte
	// What follows is known once the attempt was made.
	DeliveredAt time.Time
	Duration    time.Duration
	URL         string
	// Status is GitHub's word for the outcome, "OK" for a 2xx.
	Status          string
	StatusCode      int
	RequestHeaders  http.Header
	ResponseHeaders http.Header
	ResponseBody    string
}

// deliveryTimeout is how long GitHub waits for the answer to a webhook.
// https://docs.github.com/webhooks/using-webhooks/best-practices-for-using-webhooks#respond-within-10-seconds
const deliveryTimeout = 10 * time.Second

// queue delivers events in order, one at a time.
type queue struct {
	github *GitHub
	client *http.Client
	cancel context.CancelFunc
	done   chan struct{}

	mutex    sync.Mutex
	changed  chan struct{} // closed and replaced whenever something below changes
	url      string
	held     bool
	inFlight bool
	waiting  []Delivery
	attempts []Delivery
}

func newQueue(g *GitHub) *queue {
	ctx, cancel := context.WithCancel(context.Background())
	q := &queue{
		github: g, cancel: cancel, done: make(chan struct{}), changed: make(chan struct{}),
		client: &http.Client{Timeout: deliveryTimeout, Transport: &http.Transport{}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
	go q.run(ctx)
	return q
}

// DeliverTo sets the App's webhook address. Events before the first call, or
// while url is empty, are not recorded: the App has no webhook then.
func (g *GitHub) DeliverTo(url string) {
	g.queue.update(func(q *queue) { q.url = url })
}

// HoldDeliveries keeps events back until ReleaseDeliveries.
func (g *GitHub) HoldDeliveries() {
	g.queue.update(func(q *queue) { q.held = true })
}

// PendingDeliveries are the events that wait, in order.
func (g *GitHub) PendingDeliveries() []Delivery {
	g.queue.mutex.Lock()
	defer g.queue.mutex.Unlock()
	return slices.Clone(g.queue.waiting)
}

// ReleaseDeliveries lets held events go. arrange, when not nil, gives what is
// sent: it may reorder, repeat and leave out. What it leaves out is recorded
// as failed, as if the receiver had been away, and can be redelivered. No lock
// is held while arrange runs; events that come up meanwhile follow.
func (g *GitHub) ReleaseDeliveries(arrange func([]Delivery) []Delivery) {
	if arrange == nil {
		g.queue.update(func(q *queue) { q.held = false })
		return
	}
	var taken []Delivery
	g.queue.update(func(q *queue) { taken, q.waiting = q.waiting, nil })
	arranged := arrange(slices.Clone(taken))
	at := g.options.Now().UTC()
	g.queue.update(func(q *queue) {
		q.held = false
		for _, lost := range taken {
			if !slices.ContainsFunc(arranged, func(d Delivery) bool { return d.ID == lost.ID }) {
				lost.Status, lost.StatusCode = "failed to connect to host", http.StatusBadGateway
				lost.URL, lost.DeliveredAt = q.url, at
				q.attempts = append(q.attempts, lost)
			}
		}
		q.waiting = append(slices.Clone(arranged), q.waiting...)
	})
}

// Flush waits until every event that was queued has been attempted. It fails
// when deliveries are held or ctx ends.
func (g *GitHub) Flush(ctx context.Context) error {
	for {
		g.queue.mutex.Lock()
		idle, held, changed := len(g.queue.waiting) == 0 && !g.queue.inFlight, g.queue.held, g.queue.changed
		g.queue.mutex.Unlock()
		switch {
		case idle:
			return nil
		case held:
			return errors.New("simulator: deliveries are held")
		}
		select {
		case <-changed:
		case <-g.queue.done:
			return errors.New("simulator: closed")
		case <-ctx.Done():
			return fmt.Errorf("simulator: deliveries are not done: %w", ctx.Err())
		}
	}
}

// Deliveries are all attempts so far, oldest first.
func (g *GitHub) Deliveries() []Delivery {
	g.queue.mutex.Lock()
	defer g.queue.mutex.Unlock()
	return slices.Clone(g.queue.attempts)
}

// Redeliver sends a delivery again under the same GUID, as the button on the
// App's page does.
func (g *GitHub) Redeliver(id int64) error {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if !g.queue.redeliver(id, g.id()) {
		return fmt.Errorf("simulator: no delivery %d", id)
	}
	return nil
}

func (q *queue) redeliver(id, newID int64) bool {
	found := false
	q.update(func(q *queue) {
		at := slices.IndexFunc(q.attempts, func(d Delivery) bool { return d.ID == id })
		if at < 0 {
			return
		}
		found = true
		old := q.attempts[at]
		q.waiting = append(q.waiting, Delivery{
			ID: newID, GUID: old.GUID, Event: old.Event, Action: old.Action, Redelivery: true,
			InstallationID: old.InstallationID, RepositoryID: old.RepositoryID, Payload: old.Payload,
		})
	})
	return found
}

func (q *queue) address() string {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	return q.url
}

func (q *queue) update(change func(*queue)) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	change(q)
	close(q.changed)
	q.changed = make(chan struct{})
	q.github.changed.Ring()
}

// add queues one event; the caller holds the GitHub's mutex.
func (q *queue) add(g *GitHub, event, action string, installation, repository int64, payload object) {
	delivery := Delivery{
		ID: g.id(), GUID: uuid.NewString(), Event: event, Action: action,
		InstallationID: installation, RepositoryID: repository, Payload: encode(payload),
	}
	q.update(func(q *queue) {
		if q.url != "" {
			q.waiting = append(q.waiting, delivery)
		}
	})
}

func (q *queue) run(ctx context.Context) {
	defer close(q.done)
	for {
		q.mutex.Lock()
		changed, url := q.changed, q.url
		var next *Delivery
		if !q.held && len(q.waiting) > 0 {
			taken := q.waiting[0]
			next, q.waiting, q.inFlight = &taken, q.waiting[1:], true
		}
		q.mutex.Unlock()
		if next == nil {
			select {
			case <-ctx.Done():
				return
			case <-changed:
			}
			continue
		}
		attempted := q.attempt(ctx, *next, url)
		q.update(func(q *queue) {
			q.attempts = append(q.attempts, attempted)
			q.inFlight = false
		})
		if ctx.Err() != nil {
			return
		}
	}
}

// attempt posts one delivery with the headers that GitHub documents.
// https://docs.github.com/webhooks/webhook-events-and-payloads#delivery-headers
func (q *queue) attempt(ctx context.Context, d Delivery, url string) Delivery {
	d.URL, d.DeliveredAt = url, q.github.options.Now().UTC()
	d.Status, d.StatusCode = "failed to connect to host", http.StatusBadGateway
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(d.Payload))
	if err != nil {
		q.github.logger.Warn("webhook address is no URL", "url", url, "error", err)
		return d
	}
	request.Header = q.github.deliveryHeaders(d)
	d.RequestHeaders = maps.Clone(request.Header)
	started := time.Now()
	response, err := q.client.Do(request)
	d.Duration = time.Since(started)
	if err != nil {
		var timeout interface{ Timeout() bool }
		if errors.As(err, &timeout) && timeout.Timeout() {
			d.Status, d.StatusCode = "timed out", http.StatusGatewayTimeout
		}
		return d
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(response.Body, 1<<20)) // the status is what counts
	d.StatusCode, d.ResponseHeaders, d.ResponseBody = response.StatusCode, response.Header, string(body)
	d.Status = http.StatusText(response.StatusCode)
	if response.StatusCode/100 == 2 {
		d.Status = "OK"
	} else if d.Status == "" {
		d.Status = "Invalid HTTP Response: " + strconv.Itoa(response.StatusCode)
	}
	return d
}

func (g *GitHub) deliveryHeaders(d Delivery) http.Header {
	id := g.AppID()
	header := http.Header{
		"Content-Type":                           {"application/json"},
		"User-Agent":                             {"GitHub-Hookshot/5117be9"},
		"Accept":                                 {"*/*"},
		"X-Github-Event":                         {d.Event},
		"X-Github-Delivery":                      {d.GUID},
		"X-Github-Hook-Id":                       {strconv.FormatInt(hookID(id), 10)},
		"X-Github-Hook-Installation-Target-Id":   {strconv.FormatInt(id, 10)},
		"X-Github-Hook-Installation-Target-Type": {"integration"},
	}
	header.Set("X-Hub-Signature-256", Signature(g.WebhookSecret(), d.Payload))
	return header
}

// Signature is the value of X-Hub-Signature-256 for a body.
// https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
func Signature(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return "sha256=" + hex.EncodeToString(mac.Sum(nil))
}

func (q *queue) close(ctx context.Context) error {
	q.cancel()
	select {
	case <-q.done:
		q.client.CloseIdleConnections()
		return nil
	case <-ctx.Done():
		return fmt.Errorf("simulator: deliveries still run: %w", ctx.Err())
	}
}
