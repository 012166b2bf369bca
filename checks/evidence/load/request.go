package load

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/http/httpguts"

	"github.com/golive-app/golive/checks/evidence/load/scenario"
)

// Request is a request that is sent many times. Its bytes are made once.
type Request struct {
	method string
	url    *url.URL
	header http.Header
	body   []byte
	bytes  []byte // as HTTP/1.1 sends it
	// answer takes what a scenario's step looks at; nil: nobody looks. Such a request
	// is its bytes alone.
	answer *scenario.Answer
}

// NewRequest makes a request. header may hold a Host, which stands in place of the
// URL's; connections are the transport's to manage, so what a header says of them
// (Connection, Transfer-Encoding, Content-Length and their like) is refused.
func NewRequest(method string, address *url.URL, header http.Header, body []byte) (*Request, error) {
	if !httpguts.ValidHeaderFieldName(method) { // a method is a token, as a name is
		return nil, fmt.Errorf("%q is no method", method)
	}
	if address.Host == "" {
		return nil, errors.New("the address has no host")
	}
	request := &Request{method: method, url: address, header: header.Clone(), body: body}
	if request.header == nil {
		request.header = http.Header{}
	}
	for name, values := range request.header {
		if !httpguts.ValidHeaderFieldName(name) {
			return nil, fmt.Errorf("%q is no name of a header", name)
		}
		if scenario.Managed(name) {
			return nil, fmt.Errorf("the header %s cannot be set: it follows from the request", name)
		}
		if !slices.ContainsFunc(values, func(value string) bool { return !httpguts.ValidHeaderFieldValue(value) }) {
			continue
		}
		return nil, fmt.Errorf("the header %s has a value that HTTP cannot carry", name) // it may be a secret
	}
	if !httpguts.ValidHostHeader(request.host()) {
		return nil, fmt.Errorf("%q is no host", request.host())
	}
	request.bytes = request.encode()
	return request, nil
}

func (r *Request) host() string {
	if host := r.header.Get("Host"); host != "" {
		return host
	}
	return r.url.Host
}

// encode writes the request as RFC 9112 has it.
func (r *Request) encode() []byte {
	var text bytes.Buffer
	fmt.Fprintf(&text, "%s %s HTTP/1.1\r\nHost: %s\r\n", r.method, r.url.RequestURI(), r.host())
	for _, name := range sortedNames(r.header) {
		if strings.EqualFold(name, "Host") {
			continue
		}
		for _, value := range r.header[name] {
			fmt.Fprintf(&text, "%s: %s\r\n", name, strings.TrimSpace(value))
		}
	}
	if len(r.body) > 0 || slices.Contains([]string{http.MethodPost, http.MethodPut, http.MethodPatch}, r.method) {
		text.WriteString("Content-Length: " + strconv.Itoa(len(r.body)) + "\r\n")
	}
	text.WriteString("\r\n")
	text.Write(r.body)
	return text.Bytes()
}

func sortedNames(header http.Header) []string {
	names := make([]string, 0, len(header))
	for name := range header {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// repeatable reports whether sending the request twice has the effect of sending
// it once (RFC 9110, 9.2.2).
func (r *Request) repeatable() bool {
	switch r.method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, http.MethodPut, http.MethodDelete:
		return true
	default:
		return false
	}
}
