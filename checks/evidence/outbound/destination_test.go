package outbound_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/golive-app/golive/checks/evidence/outbound"
)

func TestRedirectsStayWithTheService(t *testing.T) {
	t.Parallel()
	service := newNames(map[string][][]string{"staging.example": {{"93.184.215.14"}}})
	guard := outbound.NewGuard(service, nil, nil)
	for name, test := range map[string]struct{ service, from, to, says string }{
		"a path":                         {"https://staging.example", "https://staging.example/", "https://staging.example/login", ""},
		"the host in capitals":           {"https://staging.example", "https://staging.example/", "https://STAGING.example/login", ""},
		"the host with a dot":            {"https://staging.example", "https://staging.example/", "https://staging.example./login", ""},
		"the default port, written":      {"https://staging.example", "https://staging.example/", "https://staging.example:443/login", ""},
		"an upgrade":                     {"http://staging.example", "http://staging.example/", "https://staging.example/", ""},
		"an upgrade on the same port":    {"http://staging.example:8080", "http://staging.example:8080/", "https://staging.example:8080/", ""},
		"after an upgrade":               {"http://staging.example", "https://staging.example/", "https://staging.example/login", ""},
		"an upgrade from another port":   {"http://staging.example:8080", "http://staging.example:8080/", "https://staging.example/", "another port"},
		"a downgrade":                    {"https://staging.example", "https://staging.example/", "http://staging.example/", "from https to http"},
		"a downgrade after an upgrade":   {"http://staging.example", "https://staging.example/", "http://staging.example/", "from https to http"},
		"another port":                   {"https://staging.example", "https://staging.example/", "https://staging.example:8443/", "another port"},
		"another port of http":           {"http://staging.example", "http://staging.example/", "http://staging.example:6379/", "another port"},
		"a host below":                   {"https://staging.example", "https://staging.example/", "https://admin.staging.example/", "another host"},
		"the host above":                 {"https://staging.example", "https://staging.example/", "https://example/", "another host"},
		"a name that begins as the host": {"https://staging.example", "https://staging.example/", "https://staging.example.evil.example/", "another host"},
		"metadata":                       {"http://staging.example", "http://staging.example/", "http://169.254.169.254/latest", "another host"},
		"metadata, decimal":              {"http://staging.example", "http://staging.example/", "http://2852039166/", "its host is none"},
		"loopback":                       {"http://staging.example", "http://staging.example/", "http://127.0.0.1/", "another host"},
		"its own address":                {"http://staging.example", "http://staging.example/", "http://93.184.215.14/", "another host"},
		"a user":                         {"https://staging.example", "https://staging.example/", "https://x@staging.example/", "user name"},
		"the host as a user":             {"https://staging.example", "https://staging.example/", "https://staging.example@evil.example/", "user name"},
		"a file":                         {"https://staging.example", "https://staging.example/", "file:///etc/passwd", "only http"},
		"gopher":                         {"https://staging.example", "https://staging.example/", "gopher://staging.example/", "only http"},
		"a script":                       {"https://staging.example", "https://staging.example/", "javascript:alert(1)", "only http"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			destination, err := resolve(t, guard, test.service)
			if err != nil {
				t.Fatal(err)
			}
			from, err := url.Parse(test.from)
			if err != nil {
				t.Fatal(err)
			}
			to, err := url.Parse(test.to)
			if err != nil {
				t.Fatal(err)
			}
			err = destination.Leads(from, to)
			if test.says == "" && err != nil || test.says != "" && (!errors.Is(err, outbound.ErrRedirect) || !strings.Contains(err.Error(), test.says)) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// inside is what must never be asked.
func inside(t *testing.T) (address string, asked *atomic.Int32) {
	t.Helper()
	asked = &atomic.Int32{}
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	t.Cleanup(server.Close)
	return server.URL, asked
}

func get(destination outbound.Destination, address string) (*http.Response, error) {
	client := http.Client{Transport: destination.Transport(), CheckRedirect: destination.Follow}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	response, err := client.Do(request)
	if err == nil {
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
	}
	return response, err
}

// Port 80 beside 443 is asked whether it leads on; no other port is.
func TestAServiceIsOneFront(t *testing.T) {
	t.Parallel()
	guard := outbound.NewGuard(newNames(map[string][][]string{"staging.example": {{"127.0.0.1"}}}), outbound.Typed(), nil)
	for address, want := range map[string]struct {
		name    string
		reaches string // a port beside its own; empty: none
	}{
		"https://staging.example":      {"staging.example", "80"},
		"https://staging.example:443":  {"staging.example", "80"},
		"http://staging.example":       {"staging.example", "443"},
		"https://staging.example:8443": {"staging.example:8443", ""},
		"http://staging.example:3000":  {"staging.example:3000", ""},
		"http://staging.example:3001/": {"staging.example:3001", ""},
		"http://[::1]:3001/":           {"[::1]:3001", ""},
	} {
		destination, err := resolve(t, guard, address)
		if err != nil {
			t.Fatal(err)
		}
		if got := destination.Name(); got != want.name {
			t.Errorf("%s is %s", address, got)
		}
		for _, port := range []string{"80", "443", "22", "8080"} {
			if port == destination.Port() {
				continue
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel() // whether it would, and not whether something is there
			if _, err := destination.Dial(ctx, "tcp", net.JoinHostPort(destination.Host(), port)); errors.Is(err, outbound.ErrRefused) == (port == want.reaches) {
				t.Errorf("%s: port %s: %v", address, port, err)
			}
		}
	}
}

func TestARedirectIsNotFollowedInside(t *testing.T) {
	t.Parallel()
	secret, asked := inside(t)
	var staging *httptest.Server
	staging = httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		switch request.URL.Path {
		case "/": // by two of its own
			http.Redirect(writer, request, "/a", http.StatusFound)
		case "/a":
			http.Redirect(writer, request, "//"+strings.TrimPrefix(staging.URL, "http://")+"/b", http.StatusTemporaryRedirect)
		case "/b":
			http.Redirect(writer, request, secret, http.StatusMovedPermanently)
		case "/circle":
			http.Redirect(writer, request, "/circle", http.StatusFound)
		case "/there":
			http.Redirect(writer, request, "/back", http.StatusFound)
		case "/back":
			http.Redirect(writer, request, "/there", http.StatusFound)
		case "/once":
			http.Redirect(writer, request, "/end", http.StatusFound)
		}
	}))
	defer staging.Close()
	guard := outbound.NewGuard(net.DefaultResolver, prefixes("127.0.0.0/8"), nil)
	destination, err := resolve(t, guard, staging.URL)
	if err != nil {
		t.Fatal(err)
	}
	for path, says := range map[string]string{"/": "another port", "/circle": "more than 5", "/there": "more than 5", "/once": ""} {
		_, err := get(destination, staging.URL+path)
		if says == "" && err != nil || says != "" && (err == nil || !strings.Contains(outbound.Reason(err).Error(), says)) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if _, err := get(destination, secret); !errors.Is(err, outbound.ErrRefused) {
		t.Errorf("another service: %v", err)
	}
	if asked.Load() != 0 {
		t.Error("what is inside was asked")
	}
}

func TestANameThatChangesItsMindLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	staging := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) { writer.Header().Set("Connection", "close") }))
	defer staging.Close()
	port := staging.URL[strings.LastIndex(staging.URL, ":"):]
	service := newNames(map[string][][]string{"rebinding.example": {{"127.0.0.1"}, {"127.0.0.9"}, {"169.254.169.254"}}})
	guard := outbound.NewGuard(service, prefixes("127.0.0.1/32"), nil)
	destination, err := resolve(t, guard, "http://rebinding.example"+port)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := get(destination, "http://rebinding.example"+port); err != nil {
			t.Error(err)
		}
	}
	if service.asked["rebinding.example"] != 1 {
		t.Errorf("looked up %d times", service.asked["rebinding.example"])
	}
	if _, err := resolve(t, guard, "http://rebinding.example"+port); !errors.Is(err, outbound.ErrRefused) {
		t.Errorf("looked up again: %v", err)
	}
}

func TestAConnectionIsCheckedByWhereItReallyGoes(t *testing.T) {
	t.Parallel()
	address, asked := inside(t)
	guard := outbound.NewGuard(newNames(nil), nil, nil)
	if err := guard.Connect(strings.TrimPrefix(address, "http://")); !errors.Is(err, outbound.ErrRefused) {
		t.Errorf("error %v", err)
	}
	if asked.Load() != 0 {
		t.Error("it was asked")
	}
}

func TestNoProxyIsAsked(t *testing.T) {
	proxy, asked := inside(t)
	t.Setenv("HTTP_PROXY", proxy)
	t.Setenv("ALL_PROXY", proxy)
	guard := outbound.NewGuard(newNames(map[string][][]string{"staging.example": {{"127.0.0.1"}}}), prefixes("127.0.0.0/8"), nil)
	destination, err := resolve(t, guard, "http://staging.example:1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := get(destination, "http://staging.example:1/"); err == nil || outbound.Reason(err).Error() != "nothing listens there" {
		t.Errorf("error %v", err)
	}
	if asked.Load() != 0 {
		t.Error("the proxy was asked")
	}
}

func TestTheNextAddressIsTriedWhereOneDoesNotAnswer(t *testing.T) {
	t.Parallel()
	staging := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer staging.Close()
	port := staging.URL[strings.LastIndex(staging.URL, ":"):]
	guard := outbound.NewGuard(newNames(map[string][][]string{"staging.example": {{"127.0.0.77", "127.0.0.1"}}}), prefixes("127.0.0.0/8"), nil)
	destination, err := resolve(t, guard, "http://staging.example"+port)
	if err != nil {
		t.Fatal(err)
	}
	if response, err := get(destination, "http://staging.example"+port); err != nil || response.StatusCode != http.StatusOK {
		t.Errorf("error %v", err)
	}
}
