package outbound

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
)

// ErrRefused is wrapped by every refusal to go somewhere.
var ErrRefused = errors.New("golive does not go there")

// Refusal says why an address is not visited. Its text leaves the address out: it is
// shown to whoever named the host, who may be asking what a name inside of the
// operator's network stands for.
type Refusal struct {
	Host    string
	Address netip.Addr // for the operator's log
	Is      string     // "private", "of a cloud's metadata service"
	Setting bool       // the operator can allow it
}

func (r *Refusal) Error() string {
	return fmt.Sprintf("%s has an address that is %s, and golive visits public ones", r.Host, r.Is)
}

// Unwrap returns ErrRefused.
func (*Refusal) Unwrap() error { return ErrRefused }

// special is a range of addresses that lead to no public host.
type special struct {
	prefix netip.Prefix
	is     string
}

func ranges(is string, prefixes ...string) []special {
	all := make([]special, len(prefixes))
	for index, prefix := range prefixes {
		all[index] = special{netip.MustParsePrefix(prefix), is}
	}
	return all
}

// metadataAddresses give whoever asks the credentials of the machine, so that a range
// around one allows none of them: the operator has to name the very address.
var metadataAddresses = []netip.Addr{
	netip.MustParseAddr("169.254.169.254"),    // AWS, Azure, Google Cloud, OpenStack, DigitalOcean, Oracle
	netip.MustParseAddr("169.254.170.2"),      // AWS ECS: credentials of tasks
	netip.MustParseAddr("169.254.170.23"),     // AWS EKS: credentials of pods
	netip.MustParseAddr("169.254.0.23"),       // Tencent Cloud
	netip.MustParseAddr("168.63.129.16"),      // Azure: the host of a virtual machine, in public space
	netip.MustParseAddr("100.100.100.200"),    // Alibaba Cloud
	netip.MustParseAddr("192.0.0.192"),        // Oracle Cloud, the earlier one
	netip.MustParseAddr("fd00:ec2::254"),      // AWS
	netip.MustParseAddr("fd00:ec2::23"),       // AWS EKS
	netip.MustParseAddr("fd20:ce::254"),       // Google Cloud
	netip.MustParseAddr("fe80::a9fe:a9fe"),    // OpenStack
	netip.MustParseAddr("fd00:c1::a9fe:a9fe"), // Oracle Cloud
}

// specials are the ranges that IANA's registries call not globally reachable, those
// that carry an IPv4 address inside, and what is not handed out.
// https://www.iana.org/assignments/iana-ipv4-special-registry
// https://www.iana.org/assignments/iana-ipv6-special-registry
var specials = slices.Concat(
	ranges("unspecified, which is this machine", "0.0.0.0/8", "::/128"),
	ranges("of this machine", "127.0.0.0/8", "::1/128"),
	ranges("private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"),
	ranges("shared by a provider's customers", "100.64.0.0/10"),
	ranges("of the local link", "169.254.0.0/16", "fe80::/10"),
	ranges("for documentation", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"),
	ranges("for benchmarks", "198.18.0.0/15"),
	ranges("for many hosts at once", "224.0.0.0/4", "ff00::/8"),
	ranges("an IPv4 address in another form", "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16", "192.88.99.0/24"),
	ranges("for protocols", "192.0.0.0/24", "2001::/23", "100::/64", "100:0:0:1::/64", "5f00::/16"),
	ranges("reserved", "240.0.0.0/4"),
)

// publicSpace is what IANA hands out of IPv6; all else leads nowhere public.
var publicSpace = netip.MustParsePrefix("2000::/3")

// refused says what an address is that is not visited; ok: it may be.
func refused(address netip.Addr, allowed []netip.Prefix) (refusal Refusal, ok bool) {
	if address.Zone() != "" || !address.IsValid() {
		return Refusal{Address: address, Is: "tied to a network card"}, false
	}
	address = address.Unmap()
	if slices.Contains(metadataAddresses, address) {
		alone := netip.PrefixFrom(address, address.BitLen())
		return Refusal{Address: address, Is: "of a cloud's metadata service", Setting: false}, slices.Contains(allowed, alone)
	}
	if slices.ContainsFunc(allowed, func(prefix netip.Prefix) bool { return prefix.Contains(address) }) {
		// An allowed range of translated addresses allows no more than what they stand for.
		if inner, translated := translation(address); translated {
			return refused(inner, allowed)
		}
		return Refusal{}, true
	}
	for _, one := range specials {
		if one.prefix.Contains(address) {
			return Refusal{Address: address, Is: one.is, Setting: true}, false
		}
	}
	if address.Is6() && !publicSpace.Contains(address) {
		return Refusal{Address: address, Is: "reserved", Setting: true}, false
	}
	return Refusal{}, true
}

// translation returns the IPv4 address that an IPv6 one leads to by translation or in
// a tunnel.
func translation(address netip.Addr) (netip.Addr, bool) {
	bytes := address.As16()
	at, flip := 0, byte(0)
	switch {
	case !address.Is6():
		return netip.Addr{}, false
	case nat64.Contains(address), nat64Local.Contains(address): // the last 32 bits, as with a /96
		at = 12
	case sixToFour.Contains(address):
		at = 2
	case teredo.Contains(address):
		at, flip = 12, 0xFF
	default:
		return netip.Addr{}, false
	}
	var inner [4]byte
	for index := range inner {
		inner[index] = bytes[at+index] ^ flip
	}
	return netip.AddrFrom4(inner), true
}

// Ranges of addresses with an IPv4 address inside that may be in use: NAT64 by the
// well-known prefix and by local ones, 6to4 and Teredo.
// https://www.rfc-editor.org/rfc/rfc6052 https://www.rfc-editor.org/rfc/rfc8215
// https://www.rfc-editor.org/rfc/rfc3056 https://www.rfc-editor.org/rfc/rfc4380
var (
	nat64      = netip.MustParsePrefix("64:ff9b::/96")
	nat64Local = netip.MustParsePrefix("64:ff9b:1::/48")
	sixToFour  = netip.MustParsePrefix("2002::/16")
	teredo     = netip.MustParsePrefix("2001::/32")
)
