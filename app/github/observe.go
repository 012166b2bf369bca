package github

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// maxAnswer bounds the body of one answer. The largest that GitHub's API gives
// is a page of pull requests, a few megabytes.
const maxAnswer = 32 << 20

var errAnswerTooLarge = errors.New("the answer is larger than 32 MiB")

// observer is the innermost of golive's transports: it names golive, bounds
// the answer, and logs and counts every attempt.
type observer struct {
	next         http.RoundTripper
	installation int64
	userAgent    string
	logger       *slog.Logger
	measures     *measures
	contact      *contact
	now          func() time.Time
}

func (o *observer) RoundTrip(request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	delivery := deliveryOf(ctx)
	request = request.Clone(ctx)
	request.Header.Set("User-Agent", o.userAgent)
	if delivery != "" {
		request.Header.Set("X-Golive-Delivery", delivery)
	}
	started := o.now()
	response, err := o.next.RoundTrip(request)
	took := o.now().Sub(started)
	o.measures.request(request.Method, response, took)
	// The path only: a query could one day carry what does not belong in a log.
	attributes := []slog.Attr{
		slog.String("method", request.Method), slog.String("path", request.URL.Path),
		slog.Int64("installation", o.installation), slog.Duration("took", took),
	}
	if delivery != "" {
		attributes = append(attributes, slog.String("delivery", delivery))
	}
	o.contact.note(o.now(), err == nil && response.StatusCode < http.StatusInternalServerError)
	if err != nil {
		o.logger.LogAttrs(ctx, slog.LevelDebug, "GitHub did not answer", append(attributes, slog.Any("error", err))...)
		return nil, err
	}
	o.measures.rate(o.installation, response.Header)
	o.logger.LogAttrs(ctx, slog.LevelDebug, "GitHub answered", append(attributes,
		slog.Int("status", response.StatusCode), slog.String("github_request", response.Header.Get("X-GitHub-Request-Id")))...)
	response.Body = &boundedBody{ReadCloser: response.Body, left: maxAnswer}
	return response, nil
}

// boundedBody fails, rather than ends, where a body is too large: half a JSON
// document must not pass for a whole one.
type boundedBody struct {
	io.ReadCloser
	left int64
}

func (b *boundedBody) Read(into []byte) (int, error) {
	n, err := b.ReadCloser.Read(into)
	if b.left -= int64(n); b.left < 0 {
		return 0, errAnswerTooLarge
	}
	return n, err
}
