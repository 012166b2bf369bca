// Package probetest visits servers of tests.
package probetest

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/outbound"
	"github.com/golive-app/golive/checks/evidence/probe"
)

// Visit visits an address of this machine, without slowing down. Change may be nil.
func Visit(t testing.TB, address string, roots *x509.CertPool, change func(*probe.Options)) *probe.Visit {
	t.Helper()
	service, err := outbound.ParseService(address)
	if err != nil {
		t.Fatal(err)
	}
	destination, err := outbound.NewGuard(net.DefaultResolver, outbound.Typed(), roots).Resolve(context.Background(), service)
	if err != nil {
		t.Fatal(err)
	}
	options := probe.Options{
		Destination: destination, Agent: "golive-probe/1 (test)", Canary: "f00dfeed", Rate: rate.Inf, Now: time.Now,
		Prove: func(context.Context, *probe.Visit) (checks.Deployed, error) {
			return checks.Deployed{Proof: checks.ProofVersion, Words: "`/version` says `a1b2c3d`"}, nil
		},
		Wait: func(context.Context, time.Duration) error { return nil },
	}
	if change != nil {
		change(&options)
	}
	visit := probe.NewVisit(options)
	t.Cleanup(visit.Close)
	return visit
}

// Serve serves a handler over plain HTTP and visits it.
func Serve(t testing.TB, handler http.Handler, change func(*probe.Options)) *probe.Visit {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return Visit(t, server.URL, nil, change)
}

// ServeTLS serves a handler over HTTPS and visits it.
func ServeTLS(t testing.TB, handler http.Handler, change func(*probe.Options)) *probe.Visit {
	t.Helper()
	server := httptest.NewTLSServer(handler)
	t.Cleanup(server.Close)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	return Visit(t, server.URL, roots, change)
}
