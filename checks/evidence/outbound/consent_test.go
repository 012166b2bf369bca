package outbound_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golive-app/golive/checks/evidence/outbound"
	"github.com/golive-app/golive/config"
)

// host serves a handler on an address of this machine, on a port of its own or on that
// of another one.
func host(t *testing.T, address string, handler http.HandlerFunc) (port string) {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(handler)
	_ = server.Listener.Close()
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	_, port, _ = net.SplitHostPort(listener.Addr().String())
	return port
}

func text(body string) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		if request.URL.Path != outbound.ConsentPath {
			writer.WriteHeader(http.StatusNotFound)
			return
		}
		writer.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = fmt.Fprint(writer, body)
	}
}

func TestAHostConsentsByItsFile(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		serve http.HandlerFunc
		given bool
		says  string
	}{
		"the repository":               {text("acme/shop\n"), true, "names acme/shop"},
		"among others, with notes":     {text("\xEF\xBB\xBF# who may test us\r\nacme/api\r\n\r\n  Acme/Shop  \r\n"), true, "names acme/shop"},
		"another repository":           {text("acme/api\n"), false, "does not name acme/shop"},
		"a name that begins alike":     {text("acme/shop-2\n"), false, "does not name"},
		"the repository within a line": {text("not acme/shop\nhttps://github.com/acme/shop\n"), false, "does not name"},
		"a star":                       {text("acme/*\n*\n"), false, "does not name"},
		"nothing":                      {text(""), false, "does not name"},
		"no file":                      {func(writer http.ResponseWriter, _ *http.Request) { writer.WriteHeader(404) }, false, "there is no /.well-known/golive.txt"},
		"a wall":                       {func(writer http.ResponseWriter, _ *http.Request) { writer.WriteHeader(401) }, false, "answers 401"},
		"a failure":                    {func(writer http.ResponseWriter, _ *http.Request) { writer.WriteHeader(502) }, false, "answers 502"},
		"a redirect to somebody who consents": {func(writer http.ResponseWriter, request *http.Request) {
			http.Redirect(writer, request, "/consent", http.StatusFound)
		}, false, "redirects"},
		"a page for every path": {func(writer http.ResponseWriter, _ *http.Request) {
			writer.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = fmt.Fprint(writer, "<pre>\nacme/shop\n</pre>")
		}, false, "is a page"},
		"a file without an end": {func(writer http.ResponseWriter, _ *http.Request) {
			for writing := error(nil); writing == nil; {
				_, writing = fmt.Fprint(writer, strings.Repeat("acme/shop\n", 1000))
			}
		}, false, "longer than 64 KiB"},
		"an answer that is cut": {func(writer http.ResponseWriter, _ *http.Request) {
			writer.Header().Set("Content-Length", "100")
			_, _ = fmt.Fprint(writer, "acme/shop\n")
		}, false, "to its end"},
		"no HTTP": {func(writer http.ResponseWriter, _ *http.Request) {
			connection, _, err := http.NewResponseController(writer).Hijack()
			if err == nil {
				_, _ = fmt.Fprint(connection, "220 staging ESMTP\r\n")
				_ = connection.Close()
			}
		}, false, "no HTTP"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			port := host(t, "127.0.0.1:0", test.serve)
			guard := outbound.NewGuard(net.DefaultResolver, prefixes("127.0.0.0/8"), nil)
			consent := outbound.NewConsent(guard, nil, "golive-probe/1", time.Now)
			consent.OnAnyPort()
			answer := consent.Ask(context.Background(), "acme/shop", "http://127.0.0.1:"+port)
			if answer.Given != test.given || !strings.Contains(answer.Why, test.says) {
				t.Errorf("%+v", answer)
			}
			if answer.Given && (answer.By != outbound.ByHost || len(answer.Destination.Addresses) != 1) {
				t.Errorf("%+v", answer)
			}
			if !answer.Given && (len(answer.Destination.Addresses) > 0 || !strings.Contains(answer.Remedy, "`acme/shop`") || !strings.Contains(answer.Remedy, "GOLIVE_ALLOW_HOSTS")) {
				t.Errorf("%+v", answer)
			}
		})
	}
}

func TestAnOperatorNamesHosts(t *testing.T) {
	t.Parallel()
	service := newNames(map[string][][]string{
		"staging.example.com": {{"127.0.0.1"}}, "pr-7.preview.example.com": {{"127.0.0.1"}}, "preview.example.com": {{"127.0.0.1"}}, "inside.example.com": {{"10.0.0.1"}},
		"evilpreview.example.com": {{"127.0.0.1"}}, "staging.example.com.evil.example": {{"127.0.0.1"}},
	})
	var hosts []config.Host
	for _, text := range []string{"staging.example.com:1", "*.preview.example.com", "inside.example.com"} {
		named, err := config.ParseHost(text)
		if err != nil {
			t.Fatal(err)
		}
		hosts = append(hosts, named)
	}
	consent := outbound.NewConsent(outbound.NewGuard(service, prefixes("127.0.0.0/8"), nil), hosts, "golive-probe/1", time.Now)
	for address, says := range map[string]string{
		"http://staging.example.com:1/shop":         "",
		"http://Staging.Example.com.:1":             "",
		"https://pr-7.preview.example.com":          "",
		"http://staging.example.com:2":              "Nobody allowed golive to visit port 2",
		"http://preview.example.com:1":              "Nobody allowed",
		"http://evilpreview.example.com:1":          "Nobody allowed",
		"http://staging.example.com.evil.example:1": "Nobody allowed",
		"http://inside.example.com":                 "an address that is private",
		"http://user@staging.example.com:1":         "user name or password",
		"http://nowhere.example.com":                "There is no such name",
	} {
		answer := consent.Ask(context.Background(), "acme/shop", address)
		if answer.Given != (says == "") || !strings.Contains(strings.ToLower(answer.Why), strings.ToLower(says)) || !answer.Given && answer.Remedy == "" {
			t.Errorf("%s: %+v", address, answer)
		}
		if answer.Given && answer.By != outbound.ByOperator {
			t.Errorf("%s: %+v", address, answer)
		}
	}
}

func TestOnlyAddressesThatConsentAreVisited(t *testing.T) {
	t.Parallel()
	port := host(t, "127.0.0.1:0", text("acme/shop\n"))
	host(t, "127.0.0.2:"+port, text("acme/other\n"))
	service := newNames(map[string][][]string{"both.example": {{"127.0.0.2", "127.0.0.1"}}})
	consent := outbound.NewConsent(outbound.NewGuard(service, prefixes("127.0.0.0/8"), nil), nil, "golive-probe/1", time.Now)
	consent.OnAnyPort()
	answer := consent.Ask(context.Background(), "acme/shop", "http://both.example:"+port)
	if !answer.Given || len(answer.Destination.Addresses) != 1 || answer.Destination.Addresses[0].String() != "127.0.0.1" {
		t.Errorf("%+v", answer)
	}
}

func TestAConsentHoldsForATimeAndForItsAddresses(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	var says atomic.Value
	says.Store("acme/shop\n")
	serve := func(writer http.ResponseWriter, request *http.Request) {
		asked.Add(1)
		if agent := request.UserAgent(); agent != "golive-probe/1" {
			t.Errorf("user agent %q", agent)
		}
		text(says.Load().(string))(writer, request)
	}
	port := host(t, "127.0.0.1:0", serve)
	host(t, "127.0.0.2:"+port, text("nobody/else\n"))
	service := newNames(map[string][][]string{"staging.example": {{"127.0.0.1"}, {"127.0.0.1"}, {"127.0.0.1"}, {"127.0.0.1"}, {"127.0.0.1"}, {"127.0.0.2"}}})
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	consent := outbound.NewConsent(outbound.NewGuard(service, prefixes("127.0.0.0/8"), nil), nil, "golive-probe/1", func() time.Time { return now })
	consent.OnAnyPort()
	var seen []string
	ask := func(repository string) {
		answer := consent.Ask(context.Background(), repository, "http://staging.example:"+port)
		seen = append(seen, fmt.Sprintf("%t %d", answer.Given, asked.Load()))
	}
	ask("acme/shop")
	ask("ACME/Shop") // kept
	ask("acme/api")  // another repository asks itself
	says.Store("")
	now = now.Add(9 * time.Minute)
	ask("acme/shop") // kept
	now = now.Add(2 * time.Minute)
	ask("acme/shop") // asked again
	says.Store("acme/shop\n")
	ask("acme/shop") // other addresses: what the first said does not count for them
	want := []string{"true 1", "true 1", "false 2", "true 2", "false 3", "false 3"}
	if !slices.Equal(seen, want) {
		t.Errorf("%q, want %q", seen, want)
	}
}

func FuzzConsentFile(f *testing.F) {
	for _, seed := range []string{"acme/shop\n", "# x\r\nacme/shop\r", "\xEF\xBB\xBFacme/shop", "/", "a/b/c", strings.Repeat("a/b\n", 100), "acme/shop\x00", "\xff/\xfe"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, one := range outbound.ParseConsent(data) {
			if strings.Count(one, "/") != 1 || strings.TrimSpace(one) != one {
				t.Errorf("%q", one)
			}
		}
	})
}
