package load

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Client sends requests with net/http: for HTTP/2, whose connection carries many
// requests at once, and for redirects. It costs about three times what HTTP1 does.
type Client struct {
	client *http.Client
}

// ClientOptions are what a client is made from.
type ClientOptions struct {
	Dial        Dial
	TLS         *tls.Config // nil: the machine's
	HTTP2       bool        // and nothing else; over plain connections with prior knowledge (RFC 9113, 3.3)
	Follow      bool        // follow redirects, up to ten, to the same host alone
	Connections int         // that are kept open
}

// NewClient returns a client.
func NewClient(options ClientOptions) *Client {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(!options.HTTP2)
	protocols.SetHTTP2(options.HTTP2)
	protocols.SetUnencryptedHTTP2(options.HTTP2)
	transport := &http.Transport{
		// Wherever an address leads: to the service that was named, and nowhere else.
		DialContext:     func(ctx context.Context, _, _ string) (net.Conn, error) { return options.Dial(ctx) },
		TLSClientConfig: options.TLS, Protocols: protocols,
		MaxIdleConns: options.Connections, MaxIdleConnsPerHost: options.Connections,
		DisableCompression: true, MaxResponseHeaderBytes: MostHeader,
	}
	redirect := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if options.Follow {
		redirect = followed
	}
	return &Client{&http.Client{Transport: transport, CheckRedirect: redirect}}
}

// followed lets redirects lead about on one host.
func followed(next *http.Request, before []*http.Request) error {
	const most = 10
	first := before[0].URL
	if !strings.EqualFold(next.URL.Host, first.Host) || next.URL.Scheme != first.Scheme {
		return wrongAnswer("it redirects to another host or scheme, %.100q", next.URL.Scheme+"://"+next.URL.Host)
	}
	if len(before) >= most {
		return wrongAnswer("it redirects more than %d times", most)
	}
	return nil
}

// Connect has nothing to do: connections are net/http's own.
func (c *Client) Connect(ctx context.Context, _ time.Time) (Connection, error) {
	return clientConnection{c.client, ctx}, nil
}

// clientConnection lets one request at a time through.
type clientConnection struct {
	client *http.Client
	ctx    context.Context
}

// Exchange sends a request and reads its answer.
func (c clientConnection) Exchange(request *Request, deadline time.Time) (Answer, error) {
	ctx, cancel := context.WithDeadline(c.ctx, deadline)
	defer cancel()
	sent, err := request.standard(ctx)
	if err != nil {
		return Answer{}, err
	}
	answer, err := c.client.Do(sent)
	if err != nil {
		return Answer{}, told(err)
	}
	defer answer.Body.Close()
	taken, err := io.Copy(request.sink(answer.Header), io.LimitReader(answer.Body, MostBody+1))
	switch {
	case err != nil:
		return Answer{}, told(err)
	case taken > MostBody:
		return Answer{}, wrongAnswer("its body is longer than %d bytes", MostBody)
	default:
		return Answer{Status: answer.StatusCode, Bytes: taken}, nil
	}
}

// Close leaves the connection to the next request.
func (clientConnection) Close() {}

// told tells what net/http says of an answer from what it says of a connection.
func told(err error) error {
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	var network net.Error
	var certificate *tls.CertificateVerificationError
	var alert tls.AlertError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &network), errors.As(err, &certificate), errors.As(err, &alert), errors.As(err, &record),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, context.Canceled):
		return err
	default:
		return &AnswerError{Reason: err.Error()}
	}
}
