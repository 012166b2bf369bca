package probe_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
)

func ask(t *testing.T, visit *probe.Visit, probes ...checks.Probe) []checks.Exchange {
	t.Helper()
	exchanges, err := visit.Ask(context.Background(), probes)
	if err != nil {
		t.Fatal(err)
	}
	return exchanges
}

// Servers that hang, drip, have no end or lead in circles are left, and it is said.
func TestATargetCannotHoldAVisit(t *testing.T) {
	t.Parallel()
	hang := make(chan struct{})
	t.Cleanup(func() { close(hang) })
	hijacked := func(writer http.ResponseWriter, use func(net.Conn)) {
		connection, _, err := http.NewResponseController(writer).Hijack()
		if err != nil {
			return
		}
		defer func() { _ = connection.Close() }()
		use(connection)
	}
	handler := http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		switch request.URL.Path {
		case "/hang":
			select {
			case <-hang:
			case <-request.Context().Done():
			}
		case "/drip":
			flusher := http.NewResponseController(writer)
			for request.Context().Err() == nil {
				if _, err := writer.Write([]byte("x")); err != nil {
					return
				}
				_ = flusher.Flush()
				select {
				case <-time.After(20 * time.Millisecond):
				case <-request.Context().Done():
				}
			}
		case "/huge":
			block := make([]byte, 1<<20)
			for sent := 0; sent < 10<<10; sent++ { // 10 GB
				if _, err := writer.Write(block); err != nil {
					return
				}
			}
		case "/headers":
			hijacked(writer, func(connection net.Conn) {
				_, _ = io.WriteString(connection, "HTTP/1.1 200 OK\r\n")
				for range 10_000 {
					if _, err := io.WriteString(connection, "X-Filler: "+strings.Repeat("a", 1000)+"\r\n"); err != nil {
						return
					}
				}
			})
		case "/early":
			hijacked(writer, func(connection net.Conn) {
				_, _ = io.WriteString(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort")
			})
		case "/nothing":
			hijacked(writer, func(net.Conn) {})
		case "/smtp":
			hijacked(writer, func(connection net.Conn) { _, _ = io.WriteString(connection, "220 mail ready\r\n") })
		case "/circle":
			http.Redirect(writer, request, "/circle?again", http.StatusFound)
		case "/away":
			http.Redirect(writer, request, "https://elsewhere.example/", http.StatusFound)
		case "/inside":
			http.Redirect(writer, request, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
		case "/home":
			http.Redirect(writer, request, "/end", http.StatusFound)
		}
	})
	for path, want := range map[string]struct {
		status int
		says   string
		follow bool
		waits  time.Duration // for an answer; 0: as long as golive does
	}{
		"/hang":    {says: "did not answer in time", waits: 300 * time.Millisecond},
		"/drip":    {status: 200, says: "did not come to an end in time", waits: 2 * time.Second},
		"/huge":    {status: 200},
		"/headers": {says: "has no end"},
		"/early":   {status: 200, says: "broke off"},
		"/nothing": {says: "closed the connection without an answer"},
		"/smtp":    {says: "no HTTP"},
		"/circle":  {status: 302, says: "in circles", follow: true},
		"/away":    {status: 302, says: "another host", follow: true},
		"/inside":  {status: 302, says: "another host", follow: true},
		"/home":    {status: 200, follow: true},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			visit := probetest.Serve(t, handler, func(options *probe.Options) { options.Timeout = want.waits })
			got := ask(t, visit, checks.Probe{Path: path, Follow: want.follow})[0]
			if got.Status != want.status || !strings.Contains(got.Failure, want.says) || want.says == "" && got.Failure != "" {
				t.Errorf("%d %q", got.Status, got.Failure)
			}
			if len(got.Body()) > 256<<10 || got.Length > 1<<20 || len(got.Excerpt) > 8<<10 {
				t.Errorf("kept %d, read %d, shown %d", len(got.Body()), got.Length, len(got.Excerpt))
			}
			if path == "/huge" && !got.Cut {
				t.Error("it goes on")
			}
		})
	}
}

func TestABudgetEnds(t *testing.T) {
	t.Parallel()
	var served atomic.Int32
	visit := probetest.Serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { served.Add(1) }), func(options *probe.Options) { options.Budget = 3 })
	var probes []checks.Probe
	for index := range 5 {
		probes = append(probes, checks.Probe{Path: fmt.Sprintf("/%d", index)}, checks.Probe{Path: "/0"})
	}
	exchanges := ask(t, visit, probes...)
	answered := map[string]bool{}
	for index, one := range exchanges {
		if one.Status == 200 {
			answered[probes[index].Path] = true
		} else if !strings.Contains(one.Failure, "3 requests that it sends at most") {
			t.Errorf("%+v", one)
		}
	}
	if served.Load() != 3 || len(answered) != 3 {
		t.Errorf("%d served; %v", served.Load(), answered)
	}
}

func TestAServiceThatIsGoneIsNotAskedOn(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	address := server.URL
	server.Close()
	visit := probetest.Visit(t, address, nil, nil)
	var probes []checks.Probe
	for index := range 20 {
		probes = append(probes, checks.Probe{Path: fmt.Sprintf("/%d", index)})
	}
	exchanges := ask(t, visit, probes...)
	// Some were under way when it was known, and which ones the machine decides.
	sent := 0
	for index, one := range exchanges {
		switch {
		case one.Failure == "nothing listens there" && !one.Unasked:
			sent++
		case !one.Unasked || !strings.Contains(one.Failure, "requests before got no answer"):
			t.Errorf("%d: %+v", index, one)
		}
	}
	if sent < 5 || sent > 8 || sent != visit.Asked() || !exchanges[19].Unasked {
		t.Errorf("%d asked, %d sent; %q", visit.Asked(), sent, exchanges[19].Failure)
	}
}

func TestOnlyRequestsThatChangeNothingAreSent(t *testing.T) {
	t.Parallel()
	visit := probetest.Serve(t, http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) { t.Errorf("%s was sent", request.Method) }), nil)
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "get", "PURGE"} {
		if _, err := visit.Ask(context.Background(), []checks.Probe{{Method: method, Path: "/"}}); err == nil {
			t.Errorf("%s was sent", method)
		}
	}
}

func TestPathsGoOutAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	visit := probetest.Serve(t, http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		_, _ = fmt.Fprint(writer, request.RequestURI, " ", request.UserAgent())
	}), nil)
	for _, path := range []string{"/", "//admin", "/admin/", "/ADMIN", "/admin%2f", "/%61dmin", "/a?b=c&d=%20", "/..%2f..%2fetc/passwd", "/a;b=c", "/a/./b"} {
		if got := string(ask(t, visit, checks.Probe{Path: path})[0].Body()); got != path+" golive-probe/1 (test)" {
			t.Errorf("%s went out as %s", path, got)
		}
	}
}

func TestAnAddressWithAPathIsAskedBelowIt(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) { _, _ = fmt.Fprint(writer, request.RequestURI) }))
	t.Cleanup(server.Close)
	visit := probetest.Visit(t, server.URL+"/shop/", nil, nil)
	if got := string(ask(t, visit, checks.Probe{Path: "/health?x=1"})[0].Body()); got != "/shop/health?x=1" {
		t.Errorf("%s", got)
	}
}

func TestTLSIsVerifiedAndTold(t *testing.T) {
	t.Parallel()
	visit := probetest.ServeTLS(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}), nil)
	got := ask(t, visit, checks.Probe{Path: "/"})[0]
	if got.TLS == nil || got.TLS.Version != "TLS 1.3" || got.TLS.NotAfter.IsZero() || got.TLS.Issuer != "Acme Co" {
		t.Errorf("%+v", got.TLS)
	}
	server := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	server.Config.ErrorLog = nil
	strange := probetest.Visit(t, server.URL, nil, nil)
	if got := ask(t, strange, checks.Probe{Path: "/"})[0]; got.Status != 0 || !strings.Contains(got.Failure, "signed by nobody that this machine trusts") {
		t.Errorf("%d %q", got.Status, got.Failure)
	}
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	if got := ask(t, probetest.Visit(t, strings.Replace(plain.URL, "http:", "https:", 1), nil, nil), checks.Probe{Path: "/"})[0]; !strings.Contains(got.Failure, "does not speak TLS") {
		t.Errorf("%q", got.Failure)
	}
}

// What opens the wall before a service goes nowhere where others can read it.
func TestPlainHTTPGetsNoSecrets(t *testing.T) {
	t.Parallel()
	visit := probetest.ServeTLS(t, http.NotFoundHandler(), func(options *probe.Options) { options.Header = http.Header{"X-Bypass": {"hunter2"}} })
	exchanges := ask(t, visit, checks.Probe{Path: "/"}, checks.Probe{Path: "/", Insecurely: true})
	if secure, plain := exchanges[0], exchanges[1]; secure.Sent.Get("X-Bypass") == "" || plain.Sent.Get("X-Bypass") != "" || !strings.HasPrefix(plain.URL, "http://") {
		t.Errorf("%v and %v to %s", secure.Sent, plain.Sent, plain.URL)
	}
}

func TestAVisitThatIsStoppedIsNoAnswer(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	visit := probetest.Serve(t, http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) {
		cancel()
		<-request.Context().Done()
	}), nil)
	if exchanges, err := visit.Ask(ctx, []checks.Probe{{Path: "/"}}); err == nil {
		t.Errorf("%+v", exchanges)
	}
}

func TestSecretsThatAreSentAreNotShown(t *testing.T) {
	t.Parallel()
	const secret = "hunter2/of staging+"
	visit := probetest.Serve(t, http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		given := request.Header.Get("X-Bypass")
		if given != secret {
			t.Errorf("it was sent as %q", given)
		}
		writer.Header().Set("X-Echo", given)
		writer.Header().Set("Set-Cookie", "session="+given+"; Secure")
		http.Redirect(writer, request, "/?token="+strings.ReplaceAll(given, " ", "%20"), http.StatusFound)
		_, _ = fmt.Fprintf(writer, "you sent %s", given)
	}), func(options *probe.Options) { options.Header = http.Header{"X-Bypass": {secret}} })
	got := ask(t, visit, checks.Probe{Path: "/"})[0]
	if text := fmt.Sprintf("%+v %v %v %s", got.Sent, got.Header, got.URL, got.Excerpt); strings.Contains(text, "hunter2") || !strings.Contains(text, "(secret)") {
		t.Errorf("%s", text)
	}
}
