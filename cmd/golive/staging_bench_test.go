package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// BenchmarkStaging looks at a service with 60 routes that takes 50 ms to answer, at the
// rate that golive keeps by itself and at one that an operator allows: the time of a
// whole check, and what arrived where it was counted (goals: 90 s at five requests a
// second, 10 s at a hundred).
//
//	go test -tags gore2regex -run '^$' -bench Staging -benchtime 1x ./cmd/golive
func BenchmarkStaging(b *testing.B) {
	program, tree := built(b), b.TempDir()
	routes := sixtyRoutes()
	writeFile(b, filepath.Join(tree, "package.json"), `{"name":"shop","version":"1.0.0","dependencies":{"express":"^5"}}`)
	writeFile(b, filepath.Join(tree, "src", "app.js"), routes)
	commitAll(b, tree, "init", "--quiet")
	head, err := exec.CommandContext(b.Context(), "git", "-C", tree, "rev-parse", "HEAD").Output()
	if err != nil {
		b.Fatal(err)
	}
	for _, rps := range []string{"5", "100"} {
		b.Run("rps-"+rps, func(b *testing.B) {
			service := &slowShop{commit: strings.TrimSpace(string(head))}
			server := httptest.NewServer(service)
			defer server.Close()
			begun := time.Now()
			for range b.N {
				command := exec.CommandContext(b.Context(), program, "check", "--quiet", "--no-cache", "--staging", server.URL, "--staging-rps", rps, "--output", filepath.Join(b.TempDir(), "report.txt"), tree)
				var exit *exec.ExitError
				if err := command.Run(); err != nil && !errors.As(err, &exit) {
					b.Fatal(err)
				}
			}
			b.ReportMetric(time.Since(begun).Seconds()/float64(b.N), "wall-s")
			b.ReportMetric(float64(len(service.at))/float64(b.N), "requests")
			b.ReportMetric(float64(service.most()), "most/s")
		})
	}
}

// sixtyRoutes is a program of 60 routes, most of which ask who asks.
func sixtyRoutes() string {
	var code strings.Builder
	code.WriteString("const express = require('express')\nconst app = express()\nconst requireAuth = (req, res, next) => req.user ? next() : res.status(401).end()\n")
	for _, name := range []string{"orders", "users", "invoices", "payments", "carts", "products", "reviews", "admin", "accounts", "reports", "exports", "sessions", "tokens", "audit", "shipments"} {
		guard := "requireAuth, "
		if name == "products" || name == "reviews" {
			guard = ""
		}
		for number := range 4 {
			fmt.Fprintf(&code, "app.get('/api/v1/%s/r%d', %s(req, res) => res.json([]))\n", name, number, guard)
		}
	}
	return code.String()
}

// slowShop is the service of these routes. It counts.
type slowShop struct {
	commit string
	mutex  sync.Mutex
	at     []time.Time
}

func (s *slowShop) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	s.mutex.Lock()
	s.at = append(s.at, time.Now())
	s.mutex.Unlock()
	const takes = 50 * time.Millisecond
	time.Sleep(takes)
	path := request.URL.Path
	switch {
	case path == "/":
		writer.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprint(writer, "<h1>Shop</h1>")
	case path == "/version":
		writer.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(writer, `{"commit":%q}`, s.commit)
	case strings.Contains(path, "/products/"), strings.Contains(path, "/reviews/"):
		writer.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprint(writer, "[]")
	case strings.HasPrefix(path, "/api/v1/"):
		writer.WriteHeader(http.StatusUnauthorized)
	default:
		writer.WriteHeader(http.StatusNotFound)
	}
}

// most is the most requests that arrived in less than a second.
func (s *slowShop) most() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	slices.SortFunc(s.at, time.Time.Compare)
	most, begin := 0, 0
	for end := range s.at {
		for s.at[end].Sub(s.at[begin]) >= time.Second {
			begin++
		}
		most = max(most, end-begin+1)
	}
	return most
}
