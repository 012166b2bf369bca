package load

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrRedirects says that a service sends whoever asks elsewhere.
var ErrRedirects = errors.New("it redirects")

// Try sends a request up to three times, one after the other, and returns nil once
// it is served: what does not serve one is not worth ten thousand a second.
func Try(ctx context.Context, transport Transport, request *Request, timeout time.Duration) error {
	const times = 3
	var failed error
	for range times {
		answer, err := try(ctx, transport, request, timeout)
		switch failure := failureOf(answer, err); {
		case failure == Served:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case failure == TimedOut:
			return fmt.Errorf("no answer within %s", timeout)
		case err != nil:
			failed = err
		case answer.Status >= 300 && answer.Status < 400:
			return fmt.Errorf("%w (status %d)", ErrRedirects, answer.Status)
		default:
			failed = fmt.Errorf("it answers with status %d", answer.Status)
		}
	}
	return failed
}

func try(ctx context.Context, transport Transport, request *Request, timeout time.Duration) (Answer, error) {
	deadline := time.Now().Add(timeout)
	connection, err := transport.Connect(ctx, deadline)
	if err != nil {
		return Answer{}, err
	}
	defer connection.Close()
	answer, err := connection.Exchange(request, deadline)
	if errors.Is(err, ErrStale) {
		return Answer{}, errors.New("it closes every connection") // over a new one there is nothing stale
	}
	return answer, err
}
