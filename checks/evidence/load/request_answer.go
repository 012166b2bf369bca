package load

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
)

// standard makes a request for net/http.
func (r *Request) standard(ctx context.Context) (*http.Request, error) {
	if r.answer == nil {
		var body io.Reader
		if len(r.body) > 0 {
			body = bytes.NewReader(r.body)
		}
		sent, err := http.NewRequestWithContext(ctx, r.method, r.url.String(), body)
		if err != nil {
			return nil, err
		}
		sent.Header, sent.Host = r.header.Clone(), r.host()
		sent.Header.Del("Host")
		return sent, nil
	}
	// A scenario's request is its bytes, which are read here as a service reads them.
	sent, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(r.bytes)))
	if err != nil {
		return nil, err
	}
	sent = sent.WithContext(ctx)
	sent.RequestURI = "" // that of a service, which a client must not set
	sent.URL.Scheme, sent.URL.Host = r.url.Scheme, r.url.Host
	return sent, nil
}

// sink takes the body of an answer of net/http's, whose header is this.
func (r *Request) sink(header http.Header) io.Writer {
	if r.answer == nil {
		return io.Discard
	}
	r.answer.Restart()
	for name, values := range header {
		for _, value := range values {
			r.answer.Field([]byte(name), []byte(value))
		}
	}
	if !r.answer.WantsBody() {
		return io.Discard
	}
	return keeper{r}
}

// keeper keeps a body.
type keeper struct{ request *Request }

func (k keeper) Write(piece []byte) (int, error) {
	k.request.answer.Keep(piece)
	return len(piece), nil
}
