package config

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// Host names hosts that an operator lets golive visit: one host, every host under a
// domain, and of either one port or all.
type Host struct {
	Name  string // as NormalHost writes it
	Under bool   // every host under the name, and not the name itself
	Port  string // empty: any
}

// ParseHost reads HOST, HOST:PORT, *.DOMAIN or *.DOMAIN:PORT.
func ParseHost(text string) (Host, error) {
	text = strings.TrimSpace(text)
	var host Host
	name, under := strings.CutPrefix(text, "*.")
	if host.Under = under; strings.Contains(name, "*") {
		return Host{}, fmt.Errorf("%q is no host: a star stands at the front alone, as in *.staging.example.com", text)
	}
	if strings.ContainsAny(name, "/@?# ") {
		return Host{}, fmt.Errorf("%q is no host: write it without https:// and path, as in staging.example.com", text)
	}
	if bare, found := strings.CutPrefix(name, "["); found { // an IPv6 address
		inside, after, closed := strings.Cut(bare, "]")
		if !closed || after != "" && after[0] != ':' {
			return Host{}, fmt.Errorf("%q is no host: write [ADDRESS] or [ADDRESS]:PORT", text)
		}
		name, host.Port = inside, strings.TrimPrefix(after, ":")
	} else if strings.Count(name, ":") == 1 {
		name, host.Port, _ = strings.Cut(name, ":")
	}
	if host.Port != "" {
		if port, err := strconv.ParseUint(host.Port, 10, 16); err != nil || port == 0 || strconv.FormatUint(port, 10) != host.Port {
			return Host{}, fmt.Errorf("%q has no port from 1 to 65535 after the colon", text)
		}
	}
	var err error
	if host.Name, err = NormalHost(name); err != nil {
		return Host{}, fmt.Errorf("%q is no host: %w", text, err)
	}
	if host.Under && (!strings.Contains(host.Name, ".") || isAddress(host.Name)) {
		return Host{}, fmt.Errorf("%q would name hosts of everybody: write a domain of yours, as in *.staging.example.com", text)
	}
	return host, nil
}

// Covers reports whether a host, as NormalHost writes it, and its port are among those
// that are named.
func (h Host) Covers(name, port string) bool {
	if h.Port != "" && h.Port != port {
		return false
	}
	if h.Under {
		return strings.HasSuffix(name, "."+h.Name)
	}
	return name == h.Name
}

// String writes the host as ParseHost reads it.
func (h Host) String() string {
	name := h.Name
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	if h.Under {
		name = "*." + name
	}
	if h.Port != "" {
		name += ":" + h.Port
	}
	return name
}

// Reasons why a text names no host.
var (
	errHostEmpty  = errors.New("it is empty")
	errHostNumber = errors.New("an address that is a number is written as four decimal numbers without leading zeros, as in 192.0.2.1")
	errHostZone   = errors.New("an address with a zone means another machine on every machine")
	errHostName   = errors.New("a name is made of letters, digits, hyphens and dots")
)

// NormalHost returns the one spelling of a host: a name in lower case and in ASCII,
// without a dot at its end, or an address as its number is written. The spellings of
// addresses that programs read differently (127.1, 0177.0.0.1, 2130706433, 0x7f000001)
// are refused, and so is whatever becomes one of them in the letters of other scripts.
func NormalHost(text string) (string, error) {
	if strings.Contains(text, ":") {
		if strings.Contains(text, "%") {
			return "", errHostZone
		}
		address, err := netip.ParseAddr(text)
		if err != nil {
			return "", errHostName
		}
		return address.Unmap().String(), nil
	}
	name, err := hostProfile().ToASCII(text)
	if err != nil {
		return "", errHostName
	}
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	if name == "" {
		return "", errHostEmpty
	}
	labels := strings.Split(name, ".")
	if number(labels[len(labels)-1]) {
		address, err := netip.ParseAddr(name)
		if err != nil {
			return "", errHostNumber
		}
		return address.String(), nil
	}
	const longest, longestLabel = 253, 63
	if len(name) > longest {
		return "", errHostName
	}
	for _, label := range labels {
		if label == "" || len(label) > longestLabel || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return "", errHostName
		}
	}
	return name, nil
}

// hostProfile maps what people type as browsers do, and leaves underscores alone,
// which names inside of a network have.
// https://url.spec.whatwg.org/#concept-domain-to-ascii
func hostProfile() *idna.Profile {
	return idna.New(idna.MapForLookup(), idna.Transitional(false), idna.BidiRule(), idna.StrictDomainName(false))
}

// number reports whether a last label makes the host an address.
// https://url.spec.whatwg.org/#ends-in-a-number-checker
func number(label string) bool {
	if label == "" {
		return false
	}
	if strings.Trim(label, "0123456789") == "" {
		return true
	}
	digits, found := strings.CutPrefix(label, "0x")
	return found && strings.Trim(digits, "0123456789abcdef") == ""
}

func isAddress(name string) bool {
	_, err := netip.ParseAddr(name)
	return err == nil
}

// ParseHosts reads hosts, separated by commas.
func ParseHosts(value string) ([]Host, error) {
	var hosts []Host
	for text := range strings.SplitSeq(value, ",") {
		if strings.TrimSpace(text) == "" {
			continue
		}
		host, err := ParseHost(text)
		if err != nil {
			return nil, err
		}
		hosts = append(hosts, host)
	}
	return hosts, nil
}

func setAllowedHosts(settings *Settings, value string) (err error) {
	settings.AllowedHosts, err = ParseHosts(value)
	return err
}

// setAllowedRanges reads ranges of addresses, separated by commas; an address alone is
// the range that holds nothing else.
func setAllowedRanges(settings *Settings, value string) error {
	settings.AllowedRanges = nil
	for text := range strings.SplitSeq(value, ",") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		if address, err := netip.ParseAddr(text); err == nil && address.Zone() == "" {
			address = address.Unmap()
			settings.AllowedRanges = append(settings.AllowedRanges, netip.PrefixFrom(address, address.BitLen()))
			continue
		}
		prefix, err := netip.ParsePrefix(text)
		switch {
		case err != nil:
			return fmt.Errorf("%q is no range of addresses: write 10.20.0.0/16 or fd12:3456::/48", text)
		case prefix.Addr().Is4In6():
			return fmt.Errorf("%q holds IPv4 addresses: write them as 10.20.0.0/16", text)
		case prefix != prefix.Masked():
			return fmt.Errorf("%q begins in the middle of its range, which is %s: write that, or %s for the address alone", text, prefix.Masked(), prefix.Addr())
		}
		settings.AllowedRanges = append(settings.AllowedRanges, prefix)
	}
	return nil
}
