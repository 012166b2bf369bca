package load

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"
)

// endless is a connection whose service answers every request with the same.
type endless struct {
	script
	answer string
	rest   string
}

func (e *endless) Write(request []byte) (int, error) {
	e.rest = e.answer
	return len(request), nil
}

func (e *endless) Read(into []byte) (int, error) {
	length := copy(into, e.rest)
	e.rest = e.rest[length:]
	if length == 0 {
		return 0, io.EOF
	}
	return length, nil
}

// What it costs to send a request and read its answer, without the network.
func BenchmarkExchange(b *testing.B) {
	const header = "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Sun, 29 Nov 2026 08:00:00 GMT\r\nContent-Type: application/json\r\nConnection: keep-alive\r\n"
	for name, answer := range map[string]string{
		"length": header + "Content-Length: 1000\r\n\r\n" + strings.Repeat("x", 1000),
		"chunks": header + "Transfer-Encoding: chunked\r\n\r\n" + strings.Repeat("64\r\n"+strings.Repeat("x", 100)+"\r\n", 10) + "0\r\n\r\n",
	} {
		b.Run(name, func(b *testing.B) {
			connection := newHTTP1Connection(b.Context(), &endless{script: *newScript(nil, 0), answer: answer}, 0)
			asked := request(b, "GET")
			deadline := time.Now().Add(time.Hour)
			b.ReportAllocs()
			for b.Loop() {
				if answer, err := connection.Exchange(asked, deadline); err != nil || answer.Bytes != 1000 {
					b.Fatal(answer, err)
				}
			}
		})
	}
}

// nothing is a service that answers without any time or network.
type nothing struct{}

func (nothing) Connect(context.Context, time.Time) (Connection, error) { return nothing{}, nil }
func (nothing) Exchange(*Request, time.Time) (Answer, error)           { return Answer{Status: 200}, nil }
func (nothing) Close()                                                 {}

// A second of real time at 10,000 requests a second: what the engine itself takes
// of a processor (engine-µs a request), and with a service over the network of this
// machine (that service's share included).
func BenchmarkSecond(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(writer, "ok") }))
	defer server.Close()
	target := Target{Addresses: []netip.AddrPort{netip.MustParseAddrPort(server.Listener.Addr().(*net.TCPAddr).String())}}
	for name, transport := range map[string]Transport{
		"engine": nothing{}, "own": HTTP1{Dial: target.Dial()}, "net-http": NewClient(ClientOptions{Dial: target.Dial(), Connections: 100}),
	} {
		b.Run(name, func(b *testing.B) {
			took, sent := time.Duration(0), int64(0)
			for b.Loop() {
				before := ProcessorTime()
				outcome := gather(b, b.Context(), Plan{Rate: 10_000, Duration: time.Second, Timeout: 5 * time.Second, MostConnections: 100}, transport)
				if outcome.Measured.Of(Served) != 10_000 {
					b.Fatal(outcome.Measured.Errors(), outcome.Example)
				}
				took += ProcessorTime() - before
				sent += outcome.Measured.Ended()
			}
			b.ReportMetric(float64(took.Microseconds())/float64(sent), "µs/request")
			b.ReportMetric(0, "ns/op")
		})
	}
}
