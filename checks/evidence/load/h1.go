package load

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"time"
)

// Dial opens a network connection to the service.
type Dial func(ctx context.Context) (net.Conn, error)

// HTTP1 speaks HTTP/1.1 over connections of its own: one goroutine a connection,
// bytes that are made once, and no more of an answer looked at than is needed. It
// follows no redirect and takes no part in compression.
type HTTP1 struct {
	Dial Dial
	TLS  *tls.Config // nil: plain
	// Slack is how much later than its deadline an exchange may give up. The deadline of
	// a connection then does not have to be set anew for every request.
	Slack time.Duration
}

// Connect opens a connection and, over TLS, agrees on keys.
func (t HTTP1) Connect(ctx context.Context, deadline time.Time) (Connection, error) {
	dialing, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	connection, err := t.Dial(dialing)
	if err != nil {
		return nil, err
	}
	if t.TLS != nil {
		secure := tls.Client(connection, t.TLS)
		if err := secure.HandshakeContext(dialing); err != nil {
			_ = connection.Close() // the handshake says why
			return nil, err
		}
		connection = secure
	}
	return newHTTP1Connection(ctx, connection, t.Slack), nil
}

// bufferSize is how much of an answer is read at once.
const bufferSize = 4096

type http1Connection struct {
	connection net.Conn
	reader     *bufio.Reader
	used       bool // an answer came over it
	leave      func() bool
	slack      time.Duration
	until      time.Time // the deadline that is set
}

func newHTTP1Connection(ctx context.Context, connection net.Conn, slack time.Duration) *http1Connection {
	return &http1Connection{
		connection: connection, slack: slack, reader: bufio.NewReaderSize(connection, bufferSize),
		// Who waits for an answer then does so no longer.
		leave: context.AfterFunc(ctx, func() { _ = connection.Close() }),
	}
}

// Exchange sends a request and reads its answer.
func (c *http1Connection) Exchange(request *Request, deadline time.Time) (Answer, error) {
	if err := c.allow(deadline); err != nil {
		return Answer{}, err
	}
	// What must not be sent twice is sent only where nobody has hung up.
	if c.used && !request.repeatable() && !silent(c.connection) {
		return Answer{}, ErrStale
	}
	_, writeErr := c.connection.Write(request.bytes)
	if errors.Is(writeErr, os.ErrDeadlineExceeded) {
		return Answer{}, writeErr
	}
	// A service may answer before it has read all, and hang up: the answer counts.
	if _, err := c.reader.Peek(1); err != nil {
		if c.used && request.repeatable() && hungUp(err) {
			return Answer{}, ErrStale
		}
		return Answer{}, errors.Join(writeErr, early(err))
	}
	answers := answerReader{reader: c.reader, method: request.method, answer: request.answer}
	answer, err := answers.read()
	if err != nil {
		return Answer{}, err
	}
	c.used = true
	// What comes without having been asked for belongs to no request.
	answer.Last = answer.Last || writeErr != nil || c.reader.Buffered() > 0
	return answer, nil
}

// allow lets the connection work until a deadline, or a little longer.
func (c *http1Connection) allow(deadline time.Time) error {
	if ahead := c.until.Sub(deadline); ahead >= 0 && ahead <= c.slack && !c.until.IsZero() {
		return nil
	}
	c.until = deadline.Add(c.slack)
	return c.connection.SetDeadline(c.until)
}

// Close closes the connection.
func (c *http1Connection) Close() {
	c.leave()
	_ = c.connection.Close() // nothing is to be said any more
}

// hungUp reports whether an error says that the other side closed.
func hungUp(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// early makes an end that came too early an error of its own.
func early(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
