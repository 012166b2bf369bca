package load

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/golive-app/golive/config"
)

// names answers for a resolver.
type names map[string][]string

func (n names) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	if address, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{address}, nil
	}
	var found []netip.Addr
	for _, text := range n[host] {
		found = append(found, netip.MustParseAddr(text))
	}
	if found == nil {
		return nil, errors.New("no such host")
	}
	return found, nil
}

func TestOnlyThisMachineOrWhatIsNamedIsLoaded(t *testing.T) {
	t.Parallel()
	resolver := names{
		"localhost": {"127.0.0.1", "::1"}, "staging.acme.dev": {"203.0.113.7"},
		// A name that leads here and elsewhere leads elsewhere.
		"half.acme.dev": {"127.0.0.1", "203.0.113.7"}, "metadata.acme.dev": {"169.254.169.254"},
	}
	for address, test := range map[string]struct {
		named []string
		may   bool
	}{
		"http://127.0.0.1:8080/":        {may: true},
		"http://127.8.8.8/":             {may: true},
		"http://[::1]/":                 {may: true},
		"http://[::ffff:127.0.0.1]:80/": {may: true},
		"https://localhost/":            {may: true},
		"http://staging.acme.dev/":      {named: []string{"other.dev"}},
		"http://staging.acme.dev:8443/": {named: []string{"other.dev", " Staging.acme.DEV "}, may: true},
		"http://half.acme.dev/":         {},
		"http://metadata.acme.dev/":     {named: []string{"acme.dev", "staging.acme.dev", "*.metadata.acme.dev"}},
		"http://staging.acme.dev:81/":   {named: []string{"*.acme.dev:81"}, may: true},
		"http://staging.acme.dev:82/":   {named: []string{"*.acme.dev:81"}},
		"http://10.0.0.8/":              {},
		"http://0.0.0.0/":               {},
	} {
		service, err := ParseTarget(address)
		if err != nil {
			t.Fatal(err)
		}
		target, err := Resolve(t.Context(), resolver, service)
		if err != nil {
			t.Fatal(err)
		}
		named, err := config.ParseHosts(strings.Join(test.named, ","))
		if err != nil {
			t.Fatal(err)
		}
		if err := target.Permit(named); (err == nil) != test.may || err != nil && !errors.Is(err, ErrNoConsent) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestAddressesThatAreNone(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"", "127.0.0.1:8080", "ftp://127.0.0.1/", "http://", "http:///path", "mailto:a@b", "http://[::1", "http://127.0.0.1:99999999/"} {
		service, err := ParseTarget(address)
		if err == nil {
			_, err = Resolve(t.Context(), names{}, service)
		}
		if err == nil {
			t.Errorf("%q: taken", address)
		}
	}
	if _, err := ParseTarget("http://dana:hunter2@127.0.0.1/"); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a password in the address: %v", err)
	}
	if _, err := ParseTarget("http//dana:hunter2@127.0.0.1/"); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a password in what is none: %v", err)
	}
}
