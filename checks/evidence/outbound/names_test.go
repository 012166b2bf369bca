package outbound_test

import (
	"context"
	"net"
	"net/netip"
	"sync"
)

// names is a name service that answers as it was told; each name's answers follow one
// another, and the last one stays.
type names struct {
	answers map[string][][]string

	mutex sync.Mutex
	asked map[string]int
}

func newNames(answers map[string][][]string) *names {
	return &names{answers: answers, asked: map[string]int{}}
}

// LookupNetIP answers an address with itself, as the system's resolver does.
func (n *names) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	if address, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{address}, nil
	}
	n.mutex.Lock()
	defer n.mutex.Unlock()
	answers, known := n.answers[host]
	if !known {
		return nil, &net.DNSError{Err: "no such host", Name: host, Server: "10.0.0.2:53", IsNotFound: true}
	}
	at := min(n.asked[host], len(answers)-1)
	n.asked[host]++
	var addresses []netip.Addr
	for _, text := range answers[at] {
		addresses = append(addresses, netip.MustParseAddr(text))
	}
	return addresses, nil
}
