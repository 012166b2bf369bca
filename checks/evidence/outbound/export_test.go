package outbound

import (
	"context"
	"net/netip"
)

// OnAnyPort lets hosts consent on any port: tests have no right to those of the web.
func (c *Consent) OnAnyPort() { c.itself = func(Destination) bool { return true } }

// Connect is what connects in the end, whatever was looked up.
func (g *Guard) Connect(address string) error {
	connection, err := g.dial(context.Background(), netip.MustParseAddrPort(address))
	if err == nil {
		_ = connection.Close()
	}
	return err
}

// ParseConsent reads a host's file.
func ParseConsent(data []byte) []string { return parseConsent(data).repositories }
