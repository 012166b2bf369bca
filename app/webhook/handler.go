package webhook

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/golive-app/golive/jobs"
)

// Path is where GitHub delivers to.
const Path = "/webhook"

// maxBody is the largest payload GitHub sends, in bytes: 25 MB.
// https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap
const maxBody = 25 << 20

// queueTime is how long queueing may take. GitHub waits ten seconds for the
// whole answer.
// https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks#respond-within-10-seconds
const queueTime = 5 * time.Second

// Queue takes triggers over.
type Queue interface {
	// Enqueue keeps the triggers of a delivery, all or none. It returns false
	// where the same delivery is queued or done already.
	Enqueue(ctx context.Context, delivery string, triggers []jobs.Trigger) (accepted bool, err error)
}

// Options are what a Handler needs.
type Options struct {
	Secrets    [][]byte // current first, then those that are on their way out
	App        AppIdentity
	Queue      Queue
	Now        func() time.Time
	Logger     *slog.Logger
	Registerer prometheus.Registerer
}

// Handler answers deliveries. It is safe for concurrent use.
type Handler struct {
	options Options
	metrics *metrics
}

// NewHandler returns a handler. It refuses an empty secret, and having none:
// anybody could sign with that.
func NewHandler(options Options) (*Handler, error) {
	if len(options.Secrets) == 0 {
		return nil, errors.New("webhook: no secret is set, so nothing could be verified")
	}
	for index, secret := range options.Secrets {
		if len(secret) == 0 {
			return nil, fmt.Errorf("webhook: secret %d of %d is empty", index+1, len(options.Secrets))
		}
	}
	if options.Queue == nil || options.Now == nil || options.Logger == nil || options.Registerer == nil {
		return nil, errors.New("webhook: queue, clock, logger and registerer are needed")
	}
	options.Secrets = slices.Clone(options.Secrets)
	metrics, err := newMetrics(options.Registerer)
	if err != nil {
		return nil, fmt.Errorf("webhook: %w", err)
	}
	return &Handler{options, metrics}, nil
}

// Register adds the route.
func (h *Handler) Register(router gin.IRoutes) { router.POST(Path, h.serve) }

func (h *Handler) serve(c *gin.Context) {
	started := h.options.Now()
	event := c.GetHeader("X-GitHub-Event")
	outcome := h.take(c, event, c.GetHeader("X-GitHub-Delivery"))
	c.JSON(outcome.status, outcome.body)
	h.metrics.observe(event, outcome.name, h.options.Now().Sub(started))
}

// take does all but answer.
func (h *Handler) take(c *gin.Context, event, delivery string) outcome {
	if refused, ok := checkHeaders(c, event, delivery); !ok {
		return refused
	}
	digest, found := parseSignature(c.GetHeader("X-Hub-Signature-256"))
	if !found {
		h.metrics.signature(keyNone)
		return unsigned
	}
	body, refused, ok := readBody(c)
	if !ok {
		return refused
	}
	key := signedWith(h.options.Secrets, body, digest)
	h.metrics.signature(key)
	if key == keyNone {
		return wrongSignature
	}
	if event == "ping" {
		return pong
	}
	triggers, ignored, err := read(event, delivery, body, h.options.App)
	ctx := c.Request.Context()
	log := h.options.Logger.With("delivery", delivery, "event", event)
	if err != nil {
		log.WarnContext(ctx, "signed delivery cannot be read", "error", err.Error())
		return unreadable
	}
	if len(triggers) == 0 {
		log.DebugContext(ctx, "delivery ignored", "reason", ignored)
		return nothingToDo(ignored)
	}
	return h.enqueue(ctx, log, delivery, triggers)
}

func (h *Handler) enqueue(ctx context.Context, log *slog.Logger, delivery string, triggers []jobs.Trigger) outcome {
	// A sender that hangs up must not leave half of the triggers behind.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), queueTime)
	defer cancel()
	accepted, err := h.options.Queue.Enqueue(ctx, delivery, triggers)
	switch {
	case err != nil:
		log.ErrorContext(ctx, "delivery could not be queued", "error", err.Error())
		return queueDown
	case !accepted:
		log.InfoContext(ctx, "delivery is queued or done already")
		return duplicate
	}
	log.InfoContext(ctx, "delivery queued", "kind", triggers[0].Kind, "triggers", len(triggers),
		"installation", triggers[0].Installation, "repository", triggers[0].Repository)
	return queued
}

// checkHeaders refuses what is no delivery of GitHub's before its body is read.
func checkHeaders(c *gin.Context, event, delivery string) (outcome, bool) {
	if kind, _, err := mime.ParseMediaType(c.GetHeader("Content-Type")); err != nil || kind != "application/json" {
		return notJSON, false
	}
	if !word(event) || !word(delivery) {
		return noHeaders, false
	}
	return outcome{}, true
}

// word reports whether a header holds what GitHub sends in it: an event's name or
// a GUID. Both end up in log lines, and the GUID in the names of keys.
func word(header string) bool {
	const longest = 100
	if header == "" || len(header) > longest {
		return false
	}
	for _, letter := range []byte(header) {
		switch {
		case letter >= 'a' && letter <= 'z', letter >= 'A' && letter <= 'Z', letter >= '0' && letter <= '9', letter == '-', letter == '_':
		default:
			return false
		}
	}
	return true
}
