package config_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/config"
)

func TestParseHost(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"staging.example.com":            "staging.example.com",
		" Staging.Example.com. ":         "staging.example.com",
		"staging.example.com:8443":       "staging.example.com:8443",
		"*.preview.example.com":          "*.preview.example.com",
		"*.preview.example.com:8080":     "*.preview.example.com:8080",
		"bücher.example":                 "xn--bcher-kva.example",
		"localhost:3000":                 "localhost:3000",
		"127.0.0.1":                      "127.0.0.1",
		"[::1]:80":                       "[::1]:80",
		"::1":                            "[::1]",
		"[::ffff:10.0.0.1]":              "10.0.0.1",
		"":                               "it is empty",
		"https://staging.example.com":    "without https://",
		"staging.example.com/shop":       "without https:// and path",
		"user@staging.example.com":       "without https://",
		"*":                              "a star stands at the front alone",
		"*.com":                          "hosts of everybody",
		"*.*.example.com":                "a star stands at the front alone",
		"pr-*.example.com":               "a star stands at the front alone",
		"*.10.0.0.1":                     "hosts of everybody",
		"staging.example.com:":           "staging.example.com",
		"staging.example.com:0":          "port from 1 to 65535",
		"staging.example.com:70000":      "port from 1 to 65535",
		"staging.example.com:http":       "port from 1 to 65535",
		"127.1":                          "four decimal numbers",
		"0x7f000001":                     "four decimal numbers",
		"fe80::1%eth0":                   "a zone",
		"[::1":                           "[ADDRESS]",
		"stag ing.example":               "without https://",
		"a..b":                           "letters, digits",
		strings.Repeat("a", 64) + ".org": "letters, digits",
	} {
		host, err := config.ParseHost(text)
		got := host.String()
		if err != nil {
			got = err.Error()
		}
		if err == nil && got != want || err != nil && !strings.Contains(got, want) {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestAHostCovers(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		named, name, port string
		covers            bool
	}{
		{"staging.example.com", "staging.example.com", "443", true},
		{"staging.example.com", "staging.example.com", "6379", true},
		{"staging.example.com:443", "staging.example.com", "6379", false},
		{"staging.example.com", "a.staging.example.com", "443", false},
		{"*.example.com", "staging.example.com", "443", true},
		{"*.example.com", "a.b.example.com", "443", true},
		{"*.example.com", "example.com", "443", false},
		{"*.example.com", "evilexample.com", "443", false},
		{"*.example.com:8080", "staging.example.com", "443", false},
	} {
		host, err := config.ParseHost(test.named)
		if err != nil || host.Covers(test.name, test.port) != test.covers {
			t.Errorf("%+v: error %v", test, err)
		}
	}
}

func TestWhatMayBeVisited(t *testing.T) {
	t.Parallel()
	settings, err := read(nil, map[string]string{
		"GOLIVE_ALLOW_HOSTS": "staging.example.com, *.preview.example.com:8443,", "GOLIVE_ALLOW_CIDRS": "10.20.0.0/16, ::ffff:10.0.0.7,fd12:3456::/48", "GOLIVE_SECRETS_DIR": "/run/golive",
	}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, host := range settings.AllowedHosts {
		got = append(got, host.String())
	}
	for _, prefix := range settings.AllowedRanges {
		got = append(got, prefix.String())
	}
	if text := strings.Join(append(got, settings.SecretsDir), " "); text != "staging.example.com *.preview.example.com:8443 10.20.0.0/16 10.0.0.7/32 fd12:3456::/48 /run/golive" {
		t.Errorf("%s", text)
	}
	for name, test := range map[string]struct{ variable, value, says string }{
		"an address of a page":      {"GOLIVE_ALLOW_HOSTS", "https://staging.example.com", "without https://"},
		"every host":                {"GOLIVE_ALLOW_HOSTS", "*", "star"},
		"a host as a range":         {"GOLIVE_ALLOW_CIDRS", "staging.example.com", "10.20.0.0/16"},
		"the middle of a range":     {"GOLIVE_ALLOW_CIDRS", "10.20.3.4/16", "10.20.0.0/16"},
		"a range written as mapped": {"GOLIVE_ALLOW_CIDRS", "::ffff:10.0.0.0/104", "IPv4"},
		"a range with a zone":       {"GOLIVE_ALLOW_CIDRS", "fe80::1%eth0", "no range"},
	} {
		if _, err := read(nil, map[string]string{test.variable: test.value}, nil, nil); err == nil || !strings.Contains(err.Error(), test.variable) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
