package outbound

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/golive-app/golive/config"
)

// Destination is a service with the addresses at which it may be visited.
type Destination struct {
	Service   *url.URL     // as ParseService reads it
	Addresses []netip.Addr // at least one
	guard     *Guard
}

// Host returns the service's host, without a port.
func (d Destination) Host() string { return d.Service.Hostname() }

// Port returns the service's port.
func (d Destination) Port() string { return portOf(d.Service) }

// Name tells the service from others, for whoever keeps a rate there: its host, with the
// port unless it is 80 or 443. Those two are doors of one front; behind another port
// stands another program, which is not to pay for what its neighbour refuses.
func (d Destination) Name() string {
	if port := d.Port(); port != "80" && port != "443" {
		return net.JoinHostPort(d.Host(), port)
	}
	return d.Host()
}

// only returns the destination with some of its addresses.
func (d Destination) only(addresses []netip.Addr) Destination {
	d.Addresses = slices.Clone(addresses)
	return d
}

// Dial connects to the destination's host; a name of any other is refused. It tries
// the addresses in turn.
func (d Destination) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, text, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRefused, err)
	}
	port, err := strconv.ParseUint(text, 10, 16)
	if host, err := config.NormalHost(host); err != nil || host != d.Host() {
		return nil, fmt.Errorf("%w: it is not %s", ErrRefused, d.Service.Host)
	}
	if err != nil || network != "tcp" || !d.reaches(text) && !d.besides(text) {
		return nil, fmt.Errorf("%w: it is not %s", ErrRefused, d.Service.Host)
	}
	var failed error
	for _, one := range d.Addresses {
		connection, err := d.guard.dial(ctx, netip.AddrPortFrom(one, uint16(port)))
		if err == nil || ctx.Err() != nil {
			return connection, err
		}
		failed = cmp.Or(failed, err)
	}
	return nil, failed
}

// reaches reports whether a port is the service's, or the one that it is upgraded to.
func (d Destination) reaches(port string) bool {
	return port == d.Port() || d.Service.Scheme == "http" && d.Port() == "80" && port == "443"
}

// besides reports whether a port is where a service at https answers plain http too, which
// nobody is led to and golive asks to see whether it leads on.
func (d Destination) besides(port string) bool {
	return d.Service.Scheme == "https" && d.Port() == "443" && port == "80"
}

// Times and sizes that no answer to golive needs more of.
const (
	handshakeTime = 10 * time.Second
	headerTime    = 30 * time.Second
	headerBytes   = 64 << 10
)

// Transport returns what carries requests to the destination and to nowhere else. It
// knows no proxy: one would connect to what it likes.
func (d Destination) Transport() *http.Transport {
	return &http.Transport{
		DialContext:            d.Dial,
		TLSClientConfig:        &tls.Config{RootCAs: d.guard.roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    handshakeTime,
		ResponseHeaderTimeout:  headerTime,
		MaxResponseHeaderBytes: headerBytes,
		ForceAttemptHTTP2:      true,
		MaxConnsPerHost:        4,
		MaxIdleConnsPerHost:    4,
		IdleConnTimeout:        30 * time.Second,
	}
}

// ErrRedirect is wrapped where a redirect is not followed.
var ErrRedirect = errors.New("redirect not followed")

// mostRedirects that are followed.
const mostRedirects = 5

// Follow is a http.Client's CheckRedirect: it stays on the host and its port, goes from
// http to https and never back, and not on for ever.
func (d Destination) Follow(next *http.Request, before []*http.Request) error {
	if len(before) > mostRedirects {
		return fmt.Errorf("%w: there are more than %d", ErrRedirect, mostRedirects)
	}
	return d.Leads(before[len(before)-1].URL, next.URL)
}

// Leads returns nil where a redirect from one address to another stays with the
// service.
func (d Destination) Leads(from, to *url.URL) error {
	last, err := normal(from)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRedirect, err)
	}
	next, err := normal(to)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", ErrRedirect, err)
	case next.Hostname() != d.Host():
		return fmt.Errorf("%w: it leads to another host", ErrRedirect)
	case last.Scheme == "https" && next.Scheme == "http":
		return fmt.Errorf("%w: it leads from https to http", ErrRedirect)
	case portOf(next) != d.Port() && !(next.Scheme == "https" && d.reaches(portOf(next))):
		return fmt.Errorf("%w: it leads to another port", ErrRedirect)
	default:
		return nil
	}
}
