package probe

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/outbound"
)

// How much of a body is read, and how much of it is kept for judging; and how much where
// it is wanted whole.
const (
	mostRead  = 1 << 20
	mostKept  = 256 << 10
	mostWhole = 8 << 20
)

// mostHops of redirects that one probe follows.
const mostHops = 5

// send sends a probe and what its redirects ask for. The route is that of the last answer.
func (v *Visit) send(ctx context.Context, probe checks.Probe) (checks.Exchange, Route, error) {
	address := v.address(probe)
	if err := v.allowed(probe); err != nil {
		return checks.Exchange{}, Route{}, err
	}
	for hop := 0; ; hop++ {
		route := v.routeOf(probe.Method, address)
		exchange, next, err := v.round(ctx, probe, address, route)
		switch {
		case err != nil:
			return checks.Exchange{}, route, err
		case !probe.Follow || next == nil:
			return exchange, route, nil
		case hop == mostHops:
			exchange.Failure = "it redirects in circles, or very often"
			return exchange, route, nil
		}
		if err := v.options.Destination.Leads(address, next); err != nil {
			exchange.Failure = err.Error()
			return exchange, route, nil
		}
		address = next
	}
}

// changes reports whether a method may change data.
func changes(method string) bool {
	switch method {
	case http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return true
	default:
		return false
	}
}

// allowed returns an error for a probe that may not be sent: one that changes something
// where nothing may be written. Credentials that nobody has change nothing.
func (v *Visit) allowed(probe checks.Probe) error {
	switch {
	case probe.Method == http.MethodGet, probe.Method == http.MethodHead, probe.Method == http.MethodOptions:
		return nil
	case probe.Method == http.MethodPost && probe.Credentials, changes(probe.Method) && v.options.Writes.May && !probe.Follow:
		return nil
	default:
		return fmt.Errorf("probe %s: golive sends requests that change nothing", probe.Method)
	}
}

// address is where a probe goes.
func (v *Visit) address(probe checks.Probe) *url.URL {
	service := *v.options.Destination.Service
	path, query, _ := strings.Cut(probe.Path, "?")
	service.RawQuery = query
	full := strings.TrimSuffix(service.EscapedPath(), "/") + path
	// Opaque keeps the path as it is written: "//x" and "%2f" are what is tried.
	service.Path, service.RawPath = full, ""
	if decoded, err := url.PathUnescape(full); err == nil {
		service.Path, service.RawPath = decoded, full
	}
	if probe.Insecurely {
		service.Scheme = "http"
		service.Host = hostOnly(service.Hostname())
	}
	return &service
}

func hostOnly(host string) string {
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	return host
}

// round sends one request once it may go out, and returns where its answer leads.
func (v *Visit) round(ctx context.Context, probe checks.Probe, address *url.URL, route Route) (checks.Exchange, *url.URL, error) {
	if err := v.pace.Wait(ctx, route); err != nil {
		return checks.Exchange{}, nil, err
	}
	if v.asked.Add(1) > int64(v.options.Budget) {
		v.asked.Add(-1)
		return checks.Exchange{}, nil, errSpent
	}
	kept := int64(mostKept)
	if probe.Whole {
		kept = mostWhole
	}
	return v.exchange(ctx, probe, address, kept)
}

// exchange sends one request and keeps so much of the answer's body.
func (v *Visit) exchange(ctx context.Context, probe checks.Probe, address *url.URL, kept int64) (checks.Exchange, *url.URL, error) {
	limited, cancel := context.WithTimeout(ctx, v.options.Timeout)
	defer cancel()
	var sent io.Reader
	if len(probe.Body) > 0 {
		sent = bytes.NewReader(probe.Body)
	}
	request, err := http.NewRequestWithContext(limited, probe.Method, address.String(), sent)
	if err != nil {
		return checks.Exchange{}, nil, fmt.Errorf("probe %s: %w", probe.Path, err)
	}
	request.URL = address
	request.Header.Set("Accept", "*/*")
	for name, values := range v.options.Header {
		if probe.Insecurely && v.options.Destination.Service.Scheme == "https" {
			continue // what opens a wall is not sent for everybody on the way to read
		}
		request.Header[http.CanonicalHeaderKey(name)] = values
	}
	for name, values := range probe.Header {
		request.Header[http.CanonicalHeaderKey(name)] = values
	}
	request.Header.Set("User-Agent", v.options.Agent)
	request.Close = probe.Leave
	reused, connections := false, 0
	request = request.WithContext(httptrace.WithClientTrace(limited, &httptrace.ClientTrace{GotConn: func(got httptrace.GotConnInfo) {
		reused, connections = got.Reused, connections+1
	}}))
	redactor := v.redacting()
	exchange := checks.Exchange{Method: probe.Method, URL: redactor.Text(address.String()), Sent: redactor.Header(request.Header), At: v.options.Now()}
	response, err := v.client.Do(request)
	exchange.Elapsed, exchange.Reused, exchange.Lost = v.options.Now().Sub(exchange.At), reused, connections > 1
	if err != nil {
		if ctx.Err() != nil {
			return checks.Exchange{}, nil, ctx.Err()
		}
		exchange.Failure = reasonOf(err)
		return exchange, nil, nil
	}
	defer func() { _ = response.Body.Close() }()
	raw, length, cut, failure := read(response.Body, kept)
	if ctx.Err() != nil {
		return checks.Exchange{}, nil, ctx.Err()
	}
	exchange.Status, exchange.Protocol, exchange.Length, exchange.Cut, exchange.Failure = response.StatusCode, response.Proto, length, cut, failure
	exchange.Header, exchange.Excerpt, exchange.TLS = redactor.Header(response.Header), redactor.Excerpt(raw), secured(response.TLS)
	if response.Header.Get("Content-Encoding") != "" {
		exchange.Excerpt = "" // it was asked for packed, to see whether it is: nobody reads that
	}
	var next *url.URL
	if response.StatusCode >= 300 && response.StatusCode < 400 {
		next, _ = response.Location()
	}
	return checks.NewExchange(exchange, raw, response.Header), next, nil
}

// reasonOf says why there was no answer.
func reasonOf(err error) string {
	if wrapped := new(url.Error); errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	if strings.Contains(err.Error(), "server response headers exceeded") {
		return "the header of its answer has no end"
	}
	return outbound.Reason(err).Error()
}

// endless is why the rest of an answer is missing that comes in drips.
const endless = "its answer did not come to an end in time"

// read reads a body to a bound, and keeps its beginning.
func read(body io.Reader, most int64) (kept []byte, length int64, cut bool, failure string) {
	kept, err := io.ReadAll(io.LimitReader(body, most))
	length = int64(len(kept))
	if err == nil && length == most {
		var more int64
		more, err = io.Copy(io.Discard, io.LimitReader(body, max(1, mostRead-most)))
		length += more
		cut = more == max(1, mostRead-most)
	}
	switch {
	case err == nil:
		return kept, length, cut, ""
	case errors.Is(err, context.DeadlineExceeded):
		return kept, length, true, endless
	default:
		return kept, length, true, "its answer broke off"
	}
}

// secured tells how a connection was secured; nil: it was not.
func secured(state *tls.ConnectionState) *checks.TLS {
	if state == nil || len(state.PeerCertificates) == 0 {
		return nil
	}
	leaf := state.PeerCertificates[0]
	issuer := leaf.Issuer.CommonName
	if issuer == "" && len(leaf.Issuer.Organization) > 0 {
		issuer = leaf.Issuer.Organization[0]
	}
	return &checks.TLS{Version: tls.VersionName(state.Version), NotBefore: leaf.NotBefore.In(time.UTC), NotAfter: leaf.NotAfter.In(time.UTC), Issuer: issuer}
}
