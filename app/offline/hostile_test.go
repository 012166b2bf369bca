package offline_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"github.com/golive-app/golive/app/offline"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/outbound"
	"github.com/golive-app/golive/checks/evidence/probe"
)

// shop is a service with routes of each kind that live items look at.
var shop = []string{
	"package.json", `{"name":"shop","dependencies":{"express":"^5.0.0"}}`,
	"src/auth.js", "exports.requireAuth = (req, res, next) => req.user ? next() : res.status(401).end()\n",
	"src/app.js", `const express = require('express')
const { requireAuth } = require('./auth')
const app = express()
app.get('/', (req, res) => res.render('index'))
app.get('/health', (req, res) => res.json({ status: 'ok' }))
app.get('/api/orders', requireAuth, (req, res) => res.json([]))
app.get('/api/orders/:id', requireAuth, (req, res) => res.json({}))
app.post('/api/orders', requireAuth, (req, res) => res.json({}))
app.listen(3000)
`,
}

// live are the items that look at staging.
func live(all []checks.Item) []string {
	var ids []string
	for _, item := range all {
		for _, needs := range item.Needs {
			if needs == checks.ConnectionStaging {
				ids = append(ids, string(item.ID))
			}
		}
	}
	return ids
}

// visits judges the shop with a staging, by all items that look at one.
func visits(t testing.TB, address string, guard *outbound.Guard, files []string, change func(*probe.Options)) (checks.Report, *probe.Visit) {
	t.Helper()
	service, err := outbound.ParseService(address)
	if err != nil {
		t.Fatal(err)
	}
	destination, err := guard.Resolve(context.Background(), service)
	if err != nil {
		t.Fatal(err)
	}
	options := probe.Options{
		Destination: destination, Agent: "golive-probe/1", Canary: "f00dfeed", Rate: rate.Inf, Now: time.Now,
		Wait: func(context.Context, time.Duration) error { return nil },
		Prove: func(context.Context, *probe.Visit) (checks.Deployed, error) {
			return checks.Deployed{Proof: checks.ProofDeployment, Words: "on record"}, nil
		},
	}
	if change != nil {
		change(&options)
	}
	visit := probe.NewVisit(options)
	t.Cleanup(visit.Close)
	report := newDirectory(t, files...).judged(func(judge *offline.Options) {
		judge.Only = nil
		for _, entry := range judge.Catalogue.Entries {
			judge.Only = append(judge.Only, live([]checks.Item{entry.Item})...)
		}
		judge.Visit = func(checks.Subject) (checks.Staging, checks.Missing) { return visit, checks.Missing{} }
	})
	return report, visit
}

// said is all that a report says.
func said(report checks.Report) string {
	var text strings.Builder
	for id, result := range report.Results {
		fmt.Fprintln(&text, id, result.Verdict(), result.Headline, result.Why)
		for _, missing := range result.Missing {
			fmt.Fprintln(&text, "missing", missing.Reason)
		}
		for _, finding := range result.Findings {
			fmt.Fprintln(&text, finding.Severity, finding.Rule, finding.Message)
		}
		for _, evidence := range result.Evidence {
			fmt.Fprintln(&text, evidence.Grade, evidence.Outcome, evidence.Summary)
		}
	}
	return text.String()
}

// Whatever is at the address: a visit ends within its budget, passes nothing by what it
// could not see, and says why.
func TestHostileStagings(t *testing.T) {
	t.Parallel()
	megabyte := packed(t, make([]byte, 1<<20))
	var inside atomic.Int32
	within := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { inside.Add(1) }))
	t.Cleanup(within.Close)
	over := make(chan struct{})
	t.Cleanup(func() { close(over) })
	until := func(request *http.Request) {
		select {
		case <-over:
		case <-request.Context().Done():
		}
	}
	for name, test := range map[string]struct {
		handler http.HandlerFunc
		says    string
		waits   time.Duration // for an answer; 0: as long as golive does
	}{
		"that hang": {handler: func(_ http.ResponseWriter, request *http.Request) { until(request) }, says: "did not answer in time", waits: 300 * time.Millisecond},
		"that drip": {waits: 2 * time.Second, says: "did not come to an end in time", handler: func(writer http.ResponseWriter, request *http.Request) {
			for request.Context().Err() == nil {
				if _, err := writer.Write([]byte("a")); err != nil {
					return
				}
				writer.(http.Flusher).Flush()
				select {
				case <-over:
					return
				case <-request.Context().Done():
				case <-time.After(10 * time.Millisecond):
				}
			}
		}},
		"that redirect in circles": {handler: func(writer http.ResponseWriter, request *http.Request) {
			http.Redirect(writer, request, request.URL.Path+"?again", http.StatusFound)
		}, says: "in circles"},
		"that lead inside": {handler: func(writer http.ResponseWriter, request *http.Request) {
			http.Redirect(writer, request, within.URL, http.StatusFound)
		}, says: "another port"},
		"that lead to metadata": {handler: func(writer http.ResponseWriter, request *http.Request) {
			http.Redirect(writer, request, "http://[::ffff:169.254.169.254]/latest/meta-data/", http.StatusFound)
		}, says: "another host"},
		"that answer 10 GB": {handler: func(writer http.ResponseWriter, _ *http.Request) {
			block := make([]byte, 64<<10)
			for sent := 0; sent < 10<<30; sent += len(block) {
				if _, err := writer.Write(block); err != nil {
					return
				}
			}
		}, says: "more than golive reads"},
		"that answer 10 GB, packed": {handler: func(writer http.ResponseWriter, _ *http.Request) {
			writer.Header().Set("Content-Encoding", "gzip")
			for range 10 << 10 { // a megabyte each, packed beforehand: what is slow is told as that
				if _, err := writer.Write(megabyte); err != nil {
					return
				}
			}
		}, says: "more than golive reads"},
		"with a header that has no end": {handler: func(writer http.ResponseWriter, _ *http.Request) {
			for index := range 2000 {
				writer.Header().Set(fmt.Sprintf("X-%d", index), strings.Repeat("a", 100))
			}
		}, says: "no end"},
		"that hang up": {handler: func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, says: "gives no answer"},
		"that speak something else": {handler: func(writer http.ResponseWriter, _ *http.Request) {
			connection, _, err := writer.(http.Hijacker).Hijack()
			if err == nil {
				_, _ = connection.Write([]byte("SSH-2.0-OpenSSH_9.2\r\n"))
				_ = connection.Close()
			}
		}, says: "gives no answer"},
		"that answer 429 to everything": {handler: func(writer http.ResponseWriter, _ *http.Request) { writer.WriteHeader(http.StatusTooManyRequests) }, says: "429 to everything"},
		"that answer 500 to everything": {handler: func(writer http.ResponseWriter, _ *http.Request) { writer.WriteHeader(http.StatusInternalServerError) }, says: "500 to everything"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(test.handler)
			t.Cleanup(server.Close)
			server.Config.ErrorLog = nil
			report, visit := visits(t, server.URL, outbound.NewGuard(net.DefaultResolver, outbound.Typed(), nil), shop, func(options *probe.Options) { options.Timeout = test.waits })
			text := said(report)
			if !strings.Contains(text, test.says) {
				t.Errorf("it does not say %q:\n%s", test.says, text)
			}
			for id, result := range report.Results {
				if verdict := result.Verdict(); verdict == checks.Pass || verdict == checks.Errored {
					t.Errorf("%s: %s: %s", id, verdict, result.Headline)
				}
			}
			if visit.Asked() > 400 || visit.Asked() == 0 {
				t.Errorf("%d asked", visit.Asked())
			}
		})
	}
	t.Cleanup(func() {
		if inside.Load() != 0 {
			t.Errorf("what is inside was asked %d times", inside.Load())
		}
	})
}

// One page for every path proves nothing of any.
func TestAStagingThatAnswersEverythingAlike(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(writer, `<!doctype html><title>Admin dashboard</title><div id="root"></div>`)
	}))
	t.Cleanup(server.Close)
	report, _ := visits(t, server.URL, outbound.NewGuard(net.DefaultResolver, outbound.Typed(), nil), shop, nil)
	for id, want := range map[checks.ItemID]checks.Verdict{
		"security.exposed-endpoints": checks.Pass, "security.authentication": checks.NeedsSignOff, "launch.endpoints": checks.Fail, "launch.fallback-ui": checks.Warn, "security.headers": checks.Fail,
	} {
		if got := report.Results[id].Verdict(); got != want {
			t.Errorf("%s: %s, want %s (%s)", id, got, want, report.Results[id].Why)
		}
	}
}

// changing is a resolver whose name leads elsewhere each time that it is asked.
type changing struct{ asked atomic.Int32 }

func (c *changing) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, byte(c.asked.Add(1))})}, nil
}

func TestANameThatChangesDuringAVisit(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int32
	staging := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Connection", "close") // so that each request dials anew
		writer.WriteHeader(http.StatusNotFound)
	}))
	t.Cleanup(staging.Close)
	_, port, _ := net.SplitHostPort(staging.Listener.Addr().String())
	for last := 2; last < 6; last++ {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.%d:%s", last, port))
		if err != nil {
			t.Skip("this machine has no more addresses of its own")
		}
		other := &httptest.Server{Listener: listener, Config: &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) })}}
		other.Start()
		t.Cleanup(other.Close)
	}
	names := &changing{}
	_, visit := visits(t, "http://rebinding.example:"+port, outbound.NewGuard(names, outbound.Typed(), nil), shop, nil)
	if names.asked.Load() != 1 || elsewhere.Load() != 0 || visit.Asked() < 20 {
		t.Errorf("looked up %d times, %d requests elsewhere, %d asked", names.asked.Load(), elsewhere.Load(), visit.Asked())
	}
}

func TestStagingsWhoseTLSIsBroken(t *testing.T) {
	t.Parallel()
	served := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(served.Close)
	served.Config.ErrorLog = nil
	trusted := x509.NewCertPool()
	trusted.AddCert(served.Certificate())
	old := httptest.NewUnstartedServer(http.NotFoundHandler())
	old.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	old.StartTLS()
	t.Cleanup(old.Close)
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = silent.Close() })
	port := served.URL[strings.LastIndex(served.URL, ":"):]
	for name, test := range map[string]struct {
		address string
		roots   *x509.CertPool
		says    string
		waits   time.Duration // for an answer; 0: as long as golive does
	}{
		"signed by nobody":             {address: served.URL, says: "signed by nobody that this machine trusts"},
		"for another name":             {address: "https://other.example" + port, roots: trusted, says: "other.example"},
		"no TLS at all":                {address: strings.Replace(plain.URL, "http:", "https:", 1), says: "does not speak TLS"},
		"a handshake that never ends":  {address: "https://" + silent.Addr().String(), says: "gives no answer", waits: 300 * time.Millisecond},
		"a version that nobody should": {address: old.URL, roots: trusted, says: "gives no answer"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, visit := visits(t, test.address, outbound.NewGuard(&changing{}, outbound.Typed(), test.roots), shop, func(options *probe.Options) { options.Timeout = test.waits })
			if text := said(report); !strings.Contains(text, test.says) {
				t.Errorf("it does not say %q:\n%s", test.says, text)
			}
			for id, result := range report.Results {
				if verdict := result.Verdict(); verdict == checks.Pass || verdict == checks.Errored || verdict == checks.Fail {
					t.Errorf("%s: %s: %s", id, verdict, result.Headline)
				}
			}
			if visit.Asked() > 20 {
				t.Errorf("%d asked", visit.Asked())
			}
		})
	}
}

// packed returns bytes as gzip has them. Several one after another are a stream, too.
func packed(t *testing.T, content []byte) []byte {
	t.Helper()
	var into bytes.Buffer
	writer := gzip.NewWriter(&into)
	if _, err := writer.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return into.Bytes()
}
