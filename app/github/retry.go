package github

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	maxAttempts = 3
	firstPause  = 250 * time.Millisecond
	// longestPause is what a 503 may ask for before the task rather than the
	// request should come again.
	longestPause = 5 * time.Second
)

// retrier repeats what may be repeated without doing it twice: GET, HEAD, PUT
// and PATCH after 502, 503, 504 or a cut connection. A POST is never repeated,
// since it may have worked; the one exception is the request for a token,
// where a second token harms nobody, and a query of GraphQL, which only reads.
type retrier struct {
	next   http.RoundTripper
	random func() float64
	pause  func(context.Context, time.Duration) error
}

func (r *retrier) RoundTrip(request *http.Request) (*http.Response, error) {
	for attempt := 1; ; attempt++ {
		response, err := r.next.RoundTrip(request)
		if attempt == maxAttempts || !repeatable(request) || !transient(response, err) {
			return response, err
		}
		next, rewindErr := rewind(request)
		wait := r.backoff(attempt, response)
		if rewindErr != nil || wait > longestPause {
			return response, err
		}
		if response != nil {
			// Read to the end, so that the connection can be used again.
			_, _ = io.CopyN(io.Discard, response.Body, 64<<10)
			response.Body.Close()
		}
		if err := r.pause(request.Context(), wait); err != nil {
			return nil, err
		}
		request = next
	}
}

// backoff doubles from 250 ms and is spread over ±50 %, so that workers which
// failed together do not come back together.
func (r *retrier) backoff(attempt int, response *http.Response) time.Duration {
	wait := time.Duration(float64(firstPause<<(attempt-1)) * (0.5 + r.random()))
	if response != nil {
		if seconds, err := strconv.Atoi(response.Header.Get("Retry-After")); err == nil && seconds > 0 {
			wait = max(wait, time.Duration(seconds)*time.Second)
		}
	}
	return wait
}

type onceKey struct{}

// once marks requests of a context that must not be repeated, whatever their
// method.
func once(ctx context.Context) context.Context { return context.WithValue(ctx, onceKey{}, true) }

func repeatable(request *http.Request) bool {
	if request.Context().Value(onceKey{}) != nil {
		return false
	}
	switch request.Method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodPatch:
		return true
	case http.MethodPost:
		return strings.HasSuffix(request.URL.Path, "/access_tokens") || strings.HasSuffix(request.URL.Path, "/graphql")
	}
	return false
}

func transient(response *http.Response, err error) bool {
	if err != nil {
		return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) ||
			errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
	}
	switch response.StatusCode {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// rewind gives the request another body to read.
func rewind(request *http.Request) (*http.Request, error) {
	if request.Body == nil || request.Body == http.NoBody {
		return request, nil
	}
	if request.GetBody == nil {
		return nil, errors.New("the body cannot be read again")
	}
	body, err := request.GetBody()
	if err != nil {
		return nil, err
	}
	again := request.Clone(request.Context())
	again.Body = body
	return again, nil
}

// pause waits, or returns the context's error as soon as it is over.
func pause(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
