package load

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// Transport opens connections to the service under load.
type Transport interface {
	// Connect opens a connection. It returns by the deadline, and what it opened
	// ends with ctx.
	Connect(ctx context.Context, deadline time.Time) (Connection, error)
}

// Connection carries one request at a time. Only one goroutine uses it.
type Connection interface {
	// Exchange sends a request and reads the whole answer, by the deadline. After
	// an error, and after an answer that says Last, the connection is done with.
	Exchange(request *Request, deadline time.Time) (Answer, error)
	// Close gives up what the connection holds.
	Close()
}

// Answer is what a service said to one request.
type Answer struct {
	Status int
	Bytes  int64 // of the body
	Last   bool  // no further request goes over this connection
}

// ErrStale says that a connection had been closed by the service while it was
// idle, and that the request may be sent over another one.
var ErrStale = errors.New("the service had closed the connection")

// AnswerError says that what came is no answer.
type AnswerError struct{ Reason string }

func (e *AnswerError) Error() string { return "no valid answer: " + e.Reason }

func wrongAnswer(format string, arguments ...any) error {
	return &AnswerError{fmt.Sprintf(format, arguments...)}
}

// The most that is read of an answer.
const (
	MostHeader = 1 << 20  // bytes of status line, header and trailer, informational answers before it included
	MostBody   = 64 << 20 // bytes of the body
)

// failureOf tells why a request was not served.
func failureOf(answer Answer, err error) Failure {
	var wrong *AnswerError
	switch {
	case err == nil && (answer.Status >= 200 && answer.Status < 300 || answer.Status == 304):
		return Served
	case err == nil:
		return WrongStatus
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		return TimedOut
	case errors.As(err, &wrong):
		return WrongAnswer
	default:
		return NoConnection
	}
}

// exhausted reports whether this machine, not the service, is why there is no
// connection: it has no port, no file or no memory for one left.
func exhausted(err error) bool {
	for _, reason := range []error{syscall.EADDRNOTAVAIL, syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM} {
		if errors.Is(err, reason) {
			return true
		}
	}
	return false
}
