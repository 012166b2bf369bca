package reach_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"github.com/golive-app/golive/app/reach"
	"github.com/golive-app/golive/checks/evidence/outbound"
)

// names looks up a few names on this machine, and says of one that it cannot tell.
type names struct{}

func (names) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	if address, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{address}, nil
	}
	switch host {
	case "wiki.test":
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	case "internal.test":
		return []netip.Addr{netip.MustParseAddr("10.0.0.7")}, nil
	case "away.test":
		return nil, &net.DNSError{Err: "server misbehaving", Name: host, IsTemporary: true}
	}
	return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

func TestWhetherALinkCanBeReached(t *testing.T) {
	t.Parallel()
	var mutex sync.Mutex
	asked := map[string][]string{}
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("golive went on to another host") }))
	defer elsewhere.Close()
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		mutex.Lock()
		asked[request.URL.Path] = append(asked[request.URL.Path], request.Method)
		mutex.Unlock()
		switch path := request.URL.Path; path {
		case "/there", "/moved/there":
		case "/hates-head":
			if request.Method == http.MethodHead {
				writer.WriteHeader(http.StatusNotFound)
			}
		case "/private":
			writer.WriteHeader(http.StatusForbidden)
		case "/sign-in":
			writer.WriteHeader(http.StatusUnauthorized)
		case "/often":
			writer.WriteHeader(http.StatusTooManyRequests)
		case "/gone":
			writer.WriteHeader(http.StatusGone)
		case "/broken":
			writer.WriteHeader(http.StatusBadGateway)
		case "/moved":
			http.Redirect(writer, request, "/moved/there", http.StatusFound)
		case "/moved-nowhere":
			http.Redirect(writer, request, "/nowhere", http.StatusFound)
		case "/moved-away":
			http.Redirect(writer, request, elsewhere.URL+"/", http.StatusFound)
		case "/round":
			http.Redirect(writer, request, "/round", http.StatusFound)
		case "/slams":
			connection, _, err := http.NewResponseController(writer).Hijack()
			if err == nil {
				_ = connection.Close()
			}
		default:
			writer.WriteHeader(http.StatusNotFound)
		}
	}))
	defer server.Close()
	port := server.URL[strings.LastIndex(server.URL, ":"):]
	closed := httptest.NewServer(http.NotFoundHandler())
	closedPort := closed.URL[strings.LastIndex(closed.URL, ":"):]
	closed.Close()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	links := reach.New(outbound.NewGuard(names{}, []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, nil), "golive/test")
	for name, test := range map[string]struct{ link, want string }{
		"a page":                               {"http://wiki.test" + port + "/there?day=1#top", ""},
		"a page that answers GET alone":        {"http://wiki.test" + port + "/hates-head", ""},
		"a page for some":                      {"http://wiki.test" + port + "/private", ""},
		"a page after signing in":              {"http://wiki.test" + port + "/sign-in", ""},
		"a page that is asked for too often":   {"http://wiki.test" + port + "/often", ""},
		"a page that moved":                    {"http://wiki.test" + port + "/moved", ""},
		"a page that moved to another host":    {"http://wiki.test" + port + "/moved-away", ""},
		"a page that moves in a circle":        {"http://wiki.test" + port + "/round", ""},
		"no page":                              {"http://wiki.test" + port + "/nowhere", "it answers 404"},
		"a page that moved to none":            {"http://wiki.test" + port + "/moved-nowhere", "it answers 404"},
		"a page that is gone":                  {"http://wiki.test" + port + "/gone", "it answers 410"},
		"a page that is broken":                {"http://wiki.test" + port + "/broken", "it answers 502"},
		"a host that says nothing":             {"http://wiki.test" + port + "/slams", "it closed the connection without an answer"},
		"nothing there":                        {"http://wiki.test" + closedPort + "/", "nothing listens there"},
		"a name that is none":                  {"https://wikki.test/", "wikki.test could not be looked up: there is no such name"},
		"a certificate that nobody here knows": {secure.URL + "/", ""},
		"an address that is not public":        {"https://internal.test/", ""},
		"a metadata service":                   {"http://169.254.169.254/latest/meta-data", ""},
		"a name that cannot be looked up now":  {"https://away.test/", ""},
		"what is no address of a page":         {"file:///etc/passwd", ""},
		"with a password":                      {"https://kim:secret@wiki.test/", ""},
	} {
		if got := links.Unreachable(t.Context(), test.link); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	server.Close() // until its handlers have ended: of a connection that one took over, nothing else tells
	mutex.Lock()
	defer mutex.Unlock()
	if got := strings.Join(asked["/there"], " "); got != "HEAD" {
		t.Errorf("a page that is there was asked %q", got)
	}
	for path, methods := range asked { // "/nowhere" twice: by itself and moved to; net/http asks again over a connection that was closed
		if most := map[string]int{"/nowhere": 4, "/slams": 4}[path]; len(methods) > max(most, 2) {
			t.Errorf("%s was asked %q", path, methods)
		}
	}
}
