package load

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/golive-app/golive/config"
)

// Target is the service that a run is aimed at, by addresses that were looked up
// once: a name that changes its mind meanwhile leads nowhere else.
type Target struct {
	URL       *url.URL
	Addresses []netip.AddrPort
}

// Resolver looks up the addresses of a name, as net.Resolver does.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// ParseTarget reads the address of a service, http or https.
func ParseTarget(address string) (*url.URL, error) {
	parsed, err := url.Parse(address)
	switch {
	case err != nil, parsed.Opaque != "", parsed.Hostname() == "", parsed.Scheme != "http" && parsed.Scheme != "https":
		return nil, fmt.Errorf("%q is no address: write http://HOST/PATH or https://HOST/PATH", shown(address))
	case parsed.User != nil:
		return nil, errors.New("the address holds a user name or password, which would be shown with the result: send it as a header")
	}
	parsed.Fragment, parsed.RawFragment = "", ""
	return parsed, nil
}

// shown cuts what may be a password out of what is no address.
func shown(address string) string {
	if at := strings.LastIndexByte(address, '@'); at >= 0 {
		return "…" + address[at:]
	}
	return address
}

// Resolve looks up where a service is.
func Resolve(ctx context.Context, resolver Resolver, service *url.URL) (Target, error) {
	port := Target{URL: service}.port()
	found, err := netip.ParseAddrPort(net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return Target{}, fmt.Errorf("%s is no port", port)
	}
	addresses, err := resolver.LookupNetIP(ctx, "ip", service.Hostname())
	if err != nil {
		return Target{}, err
	}
	if len(addresses) == 0 {
		return Target{}, fmt.Errorf("%s has no address", service.Hostname())
	}
	target := Target{URL: service}
	for _, address := range addresses {
		target.Addresses = append(target.Addresses, netip.AddrPortFrom(address.Unmap(), found.Port()))
	}
	return target, nil
}

// port is the one that the service listens on.
func (t Target) port() string {
	if port := t.URL.Port(); port != "" {
		return port
	}
	return map[string]string{"http": "80", "https": "443"}[t.URL.Scheme]
}

// ErrNoConsent says that nobody allowed a host to be loaded.
var ErrNoConsent = errors.New("nobody allowed this host to be loaded")

// Permit returns nil where the target may be loaded: it is this machine, by every
// address it has, or its host is among those that the operator named.
func (t Target) Permit(named []config.Host) error {
	host := t.URL.Hostname()
	if name, err := config.NormalHost(host); err == nil && slices.ContainsFunc(named, func(one config.Host) bool { return one.Covers(name, t.port()) }) {
		return nil
	}
	if !slices.ContainsFunc(t.Addresses, func(address netip.AddrPort) bool { return !address.Addr().IsLoopback() }) {
		return nil
	}
	return fmt.Errorf("%w: %s is not this machine", ErrNoConsent, host)
}

// Dial returns what opens connections to the target: by its addresses in turn, and
// by the next one where one does not answer.
func (t Target) Dial() Dial {
	var dialer net.Dialer
	var count atomic.Uint64
	return func(ctx context.Context) (net.Conn, error) {
		first := count.Add(1) - 1
		var failed error
		for index := range t.Addresses {
			address := t.Addresses[(first+uint64(index))%uint64(len(t.Addresses))]
			connection, err := dialer.DialContext(ctx, "tcp", address.String())
			if err == nil || ctx.Err() != nil {
				return connection, err
			}
			if failed == nil {
				failed = err
			}
		}
		return nil, failed
	}
}
