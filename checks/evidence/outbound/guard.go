package outbound

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"syscall"
	"time"
)

// Resolver looks up the addresses of a name, as net.Resolver does.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// Guard lets golive out to public addresses, and to the ranges that its operator
// allows.
type Guard struct {
	resolver Resolver
	allowed  []netip.Prefix
	roots    *x509.CertPool
}

// NewGuard returns a guard that allows some ranges beside public addresses. Certificates
// are verified by roots; nil: by those of the machine.
func NewGuard(resolver Resolver, allowed []netip.Prefix, roots *x509.CertPool) *Guard {
	return &Guard{resolver: resolver, allowed: slices.Clone(allowed), roots: roots}
}

// Typed returns the ranges that are allowed where a person types an address on this
// machine and so is its operator: this machine and private networks.
func Typed() []netip.Prefix {
	var all []netip.Prefix
	for _, prefix := range []string{"127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "100.64.0.0/10"} {
		all = append(all, netip.MustParsePrefix(prefix))
	}
	return all
}

// Resolve looks up, once, where a service is. All that is sent to it afterwards goes
// to these addresses, whatever the name stands for by then.
func (g *Guard) Resolve(ctx context.Context, service *url.URL) (Destination, error) {
	clean, err := normal(service)
	if err != nil {
		return Destination{}, err
	}
	host := clean.Hostname()
	addresses, err := g.resolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return Destination{}, fmt.Errorf("%s could not be looked up: %w", host, lookupReason(err))
	}
	destination := Destination{Service: clean, guard: g}
	var first *Refusal
	for _, address := range addresses {
		address = address.Unmap()
		if refusal, ok := refused(address, g.allowed); !ok {
			if first == nil {
				refusal.Host = host
				first = &refusal
			}
			continue
		}
		if !slices.Contains(destination.Addresses, address) {
			destination.Addresses = append(destination.Addresses, address)
		}
	}
	switch {
	case len(destination.Addresses) > 0:
		return destination, nil
	case first != nil:
		return Destination{}, first
	default:
		return Destination{}, fmt.Errorf("%s has no address", host)
	}
}

// lookupReason says why a name was not found, without the resolver's own address.
func lookupReason(err error) error {
	var failed *net.DNSError
	if errors.As(err, &failed) {
		switch {
		case failed.IsNotFound:
			return ErrNoName
		case failed.IsTimeout:
			return errLookupSlow
		}
		return errLookup
	}
	return err
}

// control refuses a connection by the address that it really goes to, in the moment
// in which it is made.
func (g *Guard) control(_ context.Context, network, address string, _ syscall.RawConn) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil || network != "tcp4" && network != "tcp6" {
		return fmt.Errorf("%w: %s is no address of TCP", ErrRefused, network)
	}
	if refusal, ok := refused(target.Addr(), g.allowed); !ok {
		refusal.Host = "the host"
		return &refusal
	}
	return nil
}

// connectTime is how long one address may take to answer before the next is tried.
const connectTime = 10 * time.Second

// dial connects to one address.
func (g *Guard) dial(ctx context.Context, address netip.AddrPort) (net.Conn, error) {
	dialer := net.Dialer{Timeout: connectTime, ControlContext: g.control}
	return dialer.DialContext(ctx, "tcp", address.String())
}

// Why a name was not found.
var (
	// ErrNoName is wrapped where the name service says that there is no such name.
	ErrNoName     = errors.New("there is no such name")
	errLookupSlow = errors.New("the name service did not answer in time")
	errLookup     = errors.New("the name service failed")
)
