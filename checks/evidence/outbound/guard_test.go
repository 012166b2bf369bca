package outbound_test

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/outbound"
)

func prefixes(texts ...string) []netip.Prefix {
	var all []netip.Prefix
	for _, text := range texts {
		all = append(all, netip.MustParsePrefix(text))
	}
	return all
}

func resolve(t *testing.T, guard *outbound.Guard, address string) (outbound.Destination, error) {
	t.Helper()
	service, err := outbound.ParseService(address)
	if err != nil {
		return outbound.Destination{}, err
	}
	return guard.Resolve(context.Background(), service)
}

// hostile are addresses that lead somewhere inside, or are read differently by
// different programs.
var hostile = map[string]string{
	"loopback":                               "http://127.0.0.1/",
	"another loopback":                       "http://127.255.3.4:8080/",
	"loopback by name":                       "http://localhost/",
	"loopback by name, in capitals":          "http://LOCALHOST/",
	"loopback by name with a dot":            "http://localhost./",
	"loopback by a name below":               "http://app.localhost/",
	"loopback, short":                        "http://127.1/",
	"loopback, in three parts":               "http://127.0.1/",
	"loopback, decimal":                      "http://2130706433/",
	"loopback, octal":                        "http://0177.0.0.1/",
	"loopback, octal throughout":             "http://0177.0000.0000.0001/",
	"loopback, octal as one":                 "http://017700000001/",
	"loopback, hexadecimal":                  "http://0x7f000001/",
	"loopback, hexadecimal in parts":         "http://0x7f.0x0.0x0.0x1/",
	"loopback, hexadecimal in capitals":      "http://0X7F.0.0.1/",
	"loopback, hexadecimal at the end":       "http://127.0.0.0x1/",
	"loopback with leading zeros":            "http://127.000.000.001/",
	"loopback with a dot":                    "http://127.0.0.1./",
	"loopback in full-width digits":          "http://１２７.０.０.１/",
	"loopback in circled digits":             "http://①②⑦.⓪.⓪.①/",
	"loopback with ideographic full stops":   "http://127。0。0。1/",
	"loopback, escaped":                      "http://%31%32%37.0.0.1/",
	"loopback behind a user":                 "http://example.com@127.0.0.1/",
	"loopback behind a user and a backslash": `http://example.com\@127.0.0.1/`,
	"loopback behind a fragment":             "http://127.0.0.1#@example.com/",
	"an octet that is too large":             "http://127.0.0.256/",
	"a number that is too large":             "http://4294967297/",
	"loopback of IPv6":                       "http://[::1]/",
	"loopback of IPv6, written out":          "http://[0:0:0:0:0:0:0:1]:80/",
	"unspecified":                            "http://0.0.0.0/",
	"unspecified, short":                     "http://0/",
	"this network":                           "http://0.1.2.3/",
	"unspecified of IPv6":                    "http://[::]/",
	"mapped loopback":                        "http://[::ffff:127.0.0.1]/",
	"mapped loopback, hexadecimal":           "http://[::ffff:7f00:1]/",
	"mapped private":                         "http://[::ffff:10.0.0.1]/",
	"mapped metadata":                        "http://[::ffff:169.254.169.254]/",
	"compatible loopback":                    "http://[::127.0.0.1]/",
	"translated loopback":                    "http://[::ffff:0:127.0.0.1]/",
	"NAT64 of loopback":                      "http://[64:ff9b::7f00:1]/",
	"NAT64 of metadata":                      "http://[64:ff9b::a9fe:a9fe]/",
	"NAT64 of a public address":              "http://[64:ff9b::808:808]/",
	"local NAT64":                            "http://[64:ff9b:1::7f00:1]/",
	"local NAT64 of another subnet":          "http://[64:ff9b:1:ffff::a00:1]/",
	"6to4 of loopback":                       "http://[2002:7f00:1::]/",
	"6to4 of a private address":              "http://[2002:a00:1::1]/",
	"Teredo":                                 "http://[2001:0:7f00:1::80ff:fffe]/",
	"private, 10":                            "http://10.0.0.1/",
	"private, the end of 172.16":             "http://172.31.255.255/",
	"private, 192.168":                       "http://192.168.1.1/",
	"unique local":                           "http://[fd12:3456::1]/",
	"unique local, the other half":           "http://[fc00::1]/",
	"site local":                             "http://[fec0::1]/",
	"carrier-grade NAT":                      "http://100.64.0.1/",
	"the end of carrier-grade NAT":           "http://100.127.255.254/",
	"link-local":                             "http://169.254.1.1/",
	"link-local of IPv6":                     "http://[fe80::1]/",
	"link-local with a zone":                 "http://[fe80::1%25eth0]/",
	"loopback with a zone":                   "http://[::1%25lo]/",
	"metadata":                               "http://169.254.169.254/latest/meta-data/",
	"metadata, decimal":                      "http://2852039166/",
	"metadata, octal":                        "http://0251.0376.0251.0376/",
	"metadata of containers":                 "http://169.254.170.2/v2/credentials",
	"metadata of IPv6":                       "http://[fd00:ec2::254]/",
	"metadata of Alibaba":                    "http://100.100.100.200/",
	"metadata of Azure, in public space":     "http://168.63.129.16/",
	"metadata of Google by name":             "http://metadata.google.internal/computeMetadata/v1/",
	"multicast":                              "http://224.0.0.1/",
	"multicast of IPv6":                      "http://[ff02::1]/",
	"broadcast":                              "http://255.255.255.255/",
	"reserved":                               "http://240.0.0.1/",
	"documentation":                          "http://192.0.2.1/",
	"documentation, the second":              "http://198.51.100.7/",
	"documentation, the third":               "http://203.0.113.7/",
	"documentation of IPv6":                  "http://[2001:db8::1]/",
	"documentation of IPv6, the new one":     "http://[3fff::1]/",
	"benchmarks":                             "http://198.18.0.1/",
	"protocol assignments":                   "http://192.0.0.8/",
	"discard":                                "http://[100::1]/",
	"segment routing":                        "http://[5f00::1]/",
	"IPv6 that nobody has":                   "http://[4000::1]/",
	"a name that leads inside":               "https://inside.example/",
	"a name with a record inside by IPv6":    "https://inside6.example/",
	"a name by another script":               "http://ⓛⓞcalhost/",
	"a name that is not there":               "https://nowhere.example/",
	"a name with an empty label":             "https://staging..example/",
	"no host":                                "https:///path",
	"no host but a port":                     "https://:443/",
	"port 0":                                 "https://staging.example:0/",
	"a port that is too large":               "https://staging.example:65536/",
	"a port that is no number":               "https://staging.example:http/",
	"a user":                                 "https://admin@staging.example/",
	"a user and password":                    "https://admin:hunter2@staging.example/",
	"a file":                                 "file:///etc/passwd",
	"gopher":                                 "gopher://staging.example:6379/_INFO",
	"FTP":                                    "ftp://staging.example/",
	"a script":                               "javascript:alert(1)",
	"data":                                   "data:text/plain,hello",
	"no scheme":                              "staging.example",
	"an opaque address":                      "http:staging.example",
	"a line break":                           "http://staging.example\r\nHost: inside/",
	"a NUL":                                  "http://staging.example\x00.evil/",
	"a space":                                "http://staging .example/",
	"nothing":                                "",
}

func TestAddressesThatLeadInsideAreRefused(t *testing.T) {
	t.Parallel()
	service := newNames(map[string][][]string{
		"localhost": {{"127.0.0.1", "::1"}}, "app.localhost": {{"127.0.0.1"}}, "metadata.google.internal": {{"169.254.169.254"}},
		"inside.example": {{"10.3.2.1"}}, "inside6.example": {{"fd00::7"}}, "staging.example": {{"93.184.215.14"}},
	})
	guard := outbound.NewGuard(service, nil, nil)
	if len(hostile) < 60 {
		t.Fatalf("%d forms", len(hostile))
	}
	for name, address := range hostile {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			destination, err := resolve(t, guard, address)
			if err == nil {
				t.Fatalf("%s may be visited at %v", address, destination.Addresses)
			}
			if !errors.Is(err, outbound.ErrRefused) && name != "a name that is not there" {
				t.Errorf("it was looked up: %v", err)
			}
			if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "10.3.2.1") || strings.Contains(err.Error(), "10.0.0.2") {
				t.Errorf("the reason gives something away: %v", err)
			}
		})
	}
}

func TestPublicAddressesAreVisited(t *testing.T) {
	t.Parallel()
	service := newNames(map[string][][]string{
		"staging.example.com": {{"93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"}}, "xn--bcher-kva.example": {{"93.184.215.14"}},
		"mixed.example": {{"10.0.0.1", "93.184.215.14", "::ffff:93.184.215.14"}}, "my_app.example": {{"93.184.215.14"}},
	})
	guard := outbound.NewGuard(service, nil, nil)
	for name, test := range map[string]struct{ address, service, at string }{
		"a name":                         {"https://staging.example.com/shop?x=1#top", "https://staging.example.com/shop?x=1", "93.184.215.14 2606:2800:21f:cb07:6820:80da:af6b:8b2c"},
		"its default port":               {"HTTPS://Staging.Example.COM.:443", "https://staging.example.com", "93.184.215.14 2606:2800:21f:cb07:6820:80da:af6b:8b2c"},
		"another port":                   {"https://staging.example.com:08443", "https://staging.example.com:8443", "93.184.215.14 2606:2800:21f:cb07:6820:80da:af6b:8b2c"},
		"letters of another script":      {"https://Bücher.example/", "https://xn--bcher-kva.example/", "93.184.215.14"},
		"an underscore":                  {"https://my_app.example/", "https://my_app.example/", "93.184.215.14"},
		"an address":                     {"http://8.8.8.8/", "http://8.8.8.8/", "8.8.8.8"},
		"an address of IPv6":             {"http://[2606:4700:4700:0:0::1111]/", "http://[2606:4700:4700::1111]/", "2606:4700:4700::1111"},
		"beside one that leads inside":   {"https://mixed.example/", "https://mixed.example/", "93.184.215.14"},
		"just before the private ranges": {"http://172.15.255.255/", "http://172.15.255.255/", "172.15.255.255"},
		"just after the shared range":    {"http://100.128.0.1/", "http://100.128.0.1/", "100.128.0.1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			destination, err := resolve(t, guard, test.address)
			if err != nil {
				t.Fatal(err)
			}
			var at []string
			for _, address := range destination.Addresses {
				at = append(at, address.String())
			}
			if destination.Service.String() != test.service || strings.Join(at, " ") != test.at {
				t.Errorf("%s at %v", destination.Service, at)
			}
		})
	}
}

func TestAnOperatorAllowsRanges(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		allowed []netip.Prefix
		address string
		ok      bool
	}{
		"an address in the range":                    {prefixes("10.20.0.0/16"), "http://10.20.3.4/", true},
		"one beside it":                              {prefixes("10.20.0.0/16"), "http://10.21.3.4/", false},
		"one in it that is written as IPv6":          {prefixes("10.20.0.0/16"), "http://[::ffff:10.20.3.4]/", true},
		"loopback":                                   {prefixes("127.0.0.0/8"), "http://127.0.0.1:8080/", true},
		"loopback of IPv6":                           {prefixes("::1/128"), "http://[::1]:8080/", true},
		"metadata in a range around it":              {prefixes("169.254.0.0/16"), "http://169.254.169.254/", false},
		"metadata in everything":                     {prefixes("0.0.0.0/0"), "http://169.254.169.254/", false},
		"metadata in public space, in everything":    {prefixes("0.0.0.0/0"), "http://168.63.129.16/", false},
		"metadata that is named itself":              {prefixes("169.254.169.254/32"), "http://169.254.169.254/", true},
		"a range of IPv6":                            {prefixes("fd12:3456::/32"), "http://[fd12:3456::1]/", true},
		"NAT64 of a public address, where allowed":   {prefixes("64:ff9b::/96"), "http://[64:ff9b::808:808]/", true},
		"NAT64 of a private address, where allowed":  {prefixes("64:ff9b::/96"), "http://[64:ff9b::a00:1]/", false},
		"NAT64 of metadata, where allowed":           {prefixes("64:ff9b::/96"), "http://[64:ff9b::a9fe:a9fe]/", false},
		"NAT64 of what is allowed, too":              {prefixes("64:ff9b::/96", "10.0.0.0/8"), "http://[64:ff9b::a00:1]/", true},
		"6to4 of a private address, where allowed":   {prefixes("2002::/16"), "http://[2002:a00:1::1]/", false},
		"Teredo of a private address, where allowed": {prefixes("2001::/32"), "http://[2001:0:808:808::f5ff:fffe]/", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := resolve(t, outbound.NewGuard(newNames(nil), test.allowed, nil), test.address)
			if (err == nil) != test.ok {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestARefusalKeepsTheAddressForTheLog(t *testing.T) {
	t.Parallel()
	guard := outbound.NewGuard(newNames(map[string][][]string{"db.corp": {{"10.3.2.1"}}}), nil, nil)
	_, err := resolve(t, guard, "http://db.corp/")
	var refusal *outbound.Refusal
	if !errors.As(err, &refusal) || refusal.Address.String() != "10.3.2.1" || !errors.Is(err, outbound.ErrRefused) || err.Error() != "db.corp has an address that is private, and golive visits public ones" {
		t.Errorf("%v", err)
	}
}
