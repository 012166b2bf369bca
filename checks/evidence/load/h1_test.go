package load

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// saying returns a service that says a text and then another one again and again.
func saying(first, again string, pause time.Duration) func(context.Context, net.Conn) {
	return func(ctx context.Context, connection net.Conn) {
		_, err := http.ReadRequest(bufio.NewReader(connection))
		if err == nil {
			_, err = io.WriteString(connection, first)
		}
		for again != "" && err == nil && ctx.Err() == nil {
			select {
			case <-ctx.Done():
			case <-time.After(pause):
			}
			_, err = io.WriteString(connection, again)
		}
		<-ctx.Done()
	}
}

// A service may say what it wants, or nothing: a request ends by its deadline, as a
// failure of the right kind.
func TestNoServiceHoldsAConnectionUp(t *testing.T) {
	t.Parallel()
	const chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
	for name, test := range map[string]struct {
		serve   func(context.Context, net.Conn)
		failure Failure
		soon    bool // without waiting for the deadline
	}{
		"it reads nothing":             {serve: func(ctx context.Context, _ net.Conn) { <-ctx.Done() }, failure: TimedOut},
		"it says nothing":              {serve: saying("", "", 0), failure: TimedOut},
		"a header without an end":      {serve: saying("HTTP/1.1 200 OK\r\n", strings.Repeat("X-A: b\r\n", 500), 0), failure: WrongAnswer, soon: true},
		"a line without an end":        {serve: saying("", strings.Repeat("x", 10_000), 0), failure: WrongAnswer, soon: true},
		"a header that drips":          {serve: saying("HTTP/1.1 200 OK\r\nX: ", "y", time.Second), failure: TimedOut},
		"informational without an end": {serve: saying("", "HTTP/1.1 102 Processing\r\n\r\n", 0), failure: WrongAnswer, soon: true},
		"a body that drips":            {serve: saying("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", "y", time.Second), failure: TimedOut},
		"a body without an end":        {serve: saying("HTTP/1.1 200 OK\r\n\r\n", strings.Repeat("x", 1<<20), 0), failure: WrongAnswer, soon: true},
		"a body that is announced":     {serve: saying("HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n", "", 0), failure: WrongAnswer, soon: true},
		"chunks without an end":        {serve: saying(chunked, "100000\r\n"+strings.Repeat("x", 1<<20)+"\r\n", 0), failure: WrongAnswer, soon: true},
		"chunks of extensions":         {serve: saying(chunked, "1;"+strings.Repeat("x", 2000)+"\r\ny\r\n", 0), failure: WrongAnswer, soon: true},
		"a trailer without an end":     {serve: saying(chunked+"0\r\n", strings.Repeat("X: y\r\n", 500), 0), failure: WrongAnswer, soon: true},
		"it hangs up at once":          {serve: func(_ context.Context, c net.Conn) { _ = c.Close() }, failure: NoConnection, soon: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				here, there := net.Pipe()
				defer there.Close()
				go test.serve(ctx, there)
				began := time.Now()
				deadline := began.Add(10 * time.Second)
				connection, err := HTTP1{Dial: func(context.Context) (net.Conn, error) { return here, nil }}.Connect(ctx, deadline)
				if err != nil {
					t.Fatal(err)
				}
				answer, err := connection.Exchange(request(t, "GET"), deadline)
				connection.Close()
				if failure := failureOf(answer, err); failure != test.failure {
					t.Errorf("%s: %+v, %v", failure, answer, err)
				}
				if took := time.Since(began); took > 10*time.Second || test.soon && took > 0 {
					t.Errorf("it took %s", took)
				}
			})
		})
	}
}

// With the end of the context, who waits for an answer waits no longer.
func TestTheEndOfTheContextEndsAnExchange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		here, there := net.Pipe()
		defer there.Close()
		go saying("", "", 0)(ctx, there)
		deadline := time.Now().Add(time.Hour)
		connection, err := HTTP1{Dial: func(context.Context) (net.Conn, error) { return here, nil }}.Connect(ctx, deadline)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if _, err := connection.Exchange(request(t, "GET"), deadline); err == nil || time.Since(began) != time.Second {
			t.Errorf("%v after %s", err, time.Since(began))
		}
		connection.Close()
	})
}

// shop is a service over real connections.
func shop(t *testing.T, secure bool, protocols *http.Protocols) (*httptest.Server, Target) {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		switch request.URL.Path {
		case "/redirect":
			http.Redirect(writer, request, "/", http.StatusFound)
		case "/away":
			http.Redirect(writer, request, "http://elsewhere.test/", http.StatusFound)
		case "/close":
			writer.Header().Set("Connection", "close")
		case "/echo":
			_, _ = io.WriteString(writer, request.Method+" "+request.Header.Get("X-Shop")+" "+string(body))
		default:
			_, _ = io.WriteString(writer, request.Proto)
		}
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	if protocols != nil {
		server.Config.Protocols = protocols
		server.EnableHTTP2 = protocols.HTTP2()
	}
	if secure {
		server.StartTLS()
	} else {
		server.Start()
	}
	t.Cleanup(server.Close)
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return server, Target{URL: address, Addresses: []netip.AddrPort{netip.MustParseAddrPort(address.Host)}}
}

// sent sends a request over a transport twice, on one connection.
func sent(t *testing.T, transport Transport, target Target, method, path, body string) (Answer, error) {
	t.Helper()
	address := *target.URL
	address.Path = path
	asked, err := NewRequest(method, &address, http.Header{"X-Shop": {"hat"}}, []byte(body))
	if err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(time.Minute)
	connection, err := transport.Connect(t.Context(), deadline)
	if err != nil {
		return Answer{}, err
	}
	defer connection.Close()
	answer, err := connection.Exchange(asked, deadline)
	if err != nil || answer.Last {
		return answer, err
	}
	return connection.Exchange(asked, deadline)
}

func TestEveryTransportReachesARealService(t *testing.T) {
	t.Parallel()
	second := new(http.Protocols)
	second.SetHTTP2(true)
	second.SetUnencryptedHTTP2(true)
	for _, secure := range []bool{false, true} {
		server, target := shop(t, secure, nil)
		roots := &tls.Config{RootCAs: x509.NewCertPool(), ServerName: "example.com"}
		var withTLS *tls.Config
		if secure {
			roots.RootCAs.AddCert(server.Certificate())
			withTLS = roots
		}
		ours := HTTP1{Dial: target.Dial(), TLS: withTLS}
		theirs := NewClient(ClientOptions{Dial: target.Dial(), TLS: roots, Connections: 1})
		for name, transport := range map[string]Transport{"our own": ours, "net/http": theirs} {
			if answer, err := sent(t, transport, target, "GET", "/", ""); err != nil || answer.Status != 200 || answer.Bytes != int64(len("HTTP/1.1")) {
				t.Errorf("%s, TLS %v: %+v, %v", name, secure, answer, err)
			}
			if answer, err := sent(t, transport, target, "POST", "/echo", "two"); err != nil || answer.Bytes != int64(len("POST hat two")) {
				t.Errorf("%s, TLS %v, a body: %+v, %v", name, secure, answer, err)
			}
			if answer, err := sent(t, transport, target, "GET", "/redirect", ""); err != nil || answer.Status != 302 {
				t.Errorf("%s, TLS %v, a redirect: %+v, %v", name, secure, answer, err)
			}
		}
		if answer, err := sent(t, ours, target, "GET", "/close", ""); err != nil || !answer.Last {
			t.Errorf("our own, closed: %+v, %v", answer, err)
		}

		server, target = shop(t, secure, second)
		if secure {
			roots = &tls.Config{RootCAs: x509.NewCertPool(), ServerName: "example.com"}
			roots.RootCAs.AddCert(server.Certificate())
		}
		client := NewClient(ClientOptions{Dial: target.Dial(), TLS: roots, HTTP2: true, Connections: 1})
		if answer, err := sent(t, client, target, "GET", "/", ""); err != nil || answer.Status != 200 || answer.Bytes != int64(len("HTTP/2.0")) {
			t.Errorf("HTTP/2, TLS %v: %+v, %v", secure, answer, err)
		}
	}
}

// A service may close an idle connection at any time. No request is lost by it, and
// none that must not be repeated is sent into it.
func TestAClosedConnectionIsNoticed(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"GET", "POST"} {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		closed := make(chan error, 1)
		go func() {
			connection, err := listener.Accept()
			if err == nil {
				saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "", 0)(ended(), connection)
				err = connection.Close()
			}
			closed <- err
		}()
		target := Target{Addresses: []netip.AddrPort{netip.MustParseAddrPort(listener.Addr().String())}}
		deadline := time.Now().Add(time.Minute)
		connection, err := HTTP1{Dial: target.Dial()}.Connect(t.Context(), deadline)
		if err != nil {
			t.Fatal(err)
		}
		defer connection.Close()
		if answer, err := connection.Exchange(request(t, method), deadline); err != nil || answer.Last {
			t.Errorf("%s: %+v, %v", method, answer, err)
		}
		if err := <-closed; err != nil {
			t.Fatal(err)
		}
		if answer, err := connection.Exchange(request(t, method), deadline); !errors.Is(err, ErrStale) {
			t.Errorf("%s again: %+v, %v", method, answer, err)
		}
	}
}

// ended is a context that has ended.
func ended() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}

func TestRedirectsAreFollowedOnOneHostAlone(t *testing.T) {
	t.Parallel()
	_, target := shop(t, false, nil)
	client := NewClient(ClientOptions{Dial: target.Dial(), Follow: true, Connections: 1})
	if answer, err := sent(t, client, target, "GET", "/redirect", ""); err != nil || answer.Status != 200 {
		t.Errorf("%+v, %v", answer, err)
	}
	if answer, err := sent(t, client, target, "GET", "/away", ""); failureOf(answer, err) != WrongAnswer || !strings.Contains(err.Error(), "another host") {
		t.Errorf("%+v, %v", answer, err)
	}
}

func TestACertificateThatNobodyTrustsIsNoConnection(t *testing.T) {
	t.Parallel()
	_, target := shop(t, true, nil)
	for name, transport := range map[string]Transport{
		"our own":  HTTP1{Dial: target.Dial(), TLS: &tls.Config{ServerName: "example.com"}},
		"net/http": NewClient(ClientOptions{Dial: target.Dial(), TLS: &tls.Config{ServerName: "example.com"}, Connections: 1}),
	} {
		answer, err := sent(t, transport, target, "GET", "/", "")
		if failureOf(answer, err) != NoConnection {
			t.Errorf("%s: %+v, %v", name, answer, err)
		}
	}
}
