package security_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
)

// at connects a subject to a staging.
func at(visit *probe.Visit) checkstest.Option {
	return func(subject *checks.Subject) { subject.Staging = visit }
}

// runs makes a staging run something.
func runs(deployed checks.Deployed) func(*probe.Options) {
	return func(options *probe.Options) {
		options.Prove = func(context.Context, *probe.Visit) (checks.Deployed, error) { return deployed, nil }
	}
}

// liveCase is a release with a staging, and what an item says of it.
type liveCase struct {
	files    map[string]string
	serve    http.Handler
	plain    bool // over http://
	change   func(*probe.Options)
	options  []checkstest.Option
	verdict  checks.Verdict
	findings string // "severity rule", one a line, without notices
	says     string
	not      string // says nothing of it
}

func judgeLive(t *testing.T, item checks.Item, check checks.Check, cases map[string]liveCase) {
	t.Helper()
	for name, one := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			serve := probetest.ServeTLS
			if one.plain {
				serve = probetest.Serve
			}
			visit := serve(t, one.serve, one.change)
			result := checkstest.Judge(t, item, check, checkstest.Subject(checkstest.Tree(one.files), append(one.options, at(visit))...))
			var lines []string
			text := result.Headline + "\n" + result.Why + "\n" + result.Remedy
			for _, finding := range result.Findings {
				if finding.Severity != checks.SeverityNotice {
					lines = append(lines, string(finding.Severity)+" "+finding.Rule)
				}
				text += fmt.Sprintf("\n%s:%d %s\n%s", finding.Path, finding.Line, finding.Message, finding.Remedy)
			}
			for _, evidence := range result.Evidence {
				text += "\n" + evidence.Grade.String() + " " + string(evidence.Outcome) + " " + evidence.Summary
			}
			for _, missing := range result.Missing {
				text += "\nmissing: " + missing.Reason
			}
			if got := strings.Join(lines, "\n"); result.Verdict() != one.verdict || got != one.findings || !strings.Contains(text, one.says) || one.not != "" && strings.Contains(text, one.not) {
				t.Errorf("%s, want %s; findings %q, want %q; says\n%s\nwant %q", result.Verdict(), one.verdict, got, one.findings, text, one.says)
			}
		})
	}
}

// site is a service of some paths; any other is not there.
type site map[string]http.HandlerFunc

func (s site) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	handler, found := s[request.URL.Path]
	if !found {
		answer(http.StatusNotFound, "application/json", `{"error":"not found"}`)(writer, request)
		return
	}
	handler(writer, request)
}

func answer(status int, kind, body string) http.HandlerFunc {
	return func(writer http.ResponseWriter, _ *http.Request) {
		if kind != "" {
			writer.Header().Set("Content-Type", kind)
		}
		writer.WriteHeader(status)
		_, _ = fmt.Fprint(writer, body)
	}
}

const shopPage = `<!doctype html><html><head><title>Acme shop</title></head><body><main id="root">Welcome to the shop</main></body></html>`

// with sets headers before a handler, "name: value" each.
func with(next http.Handler, lines ...string) http.Handler {
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		for _, line := range lines {
			name, value, _ := strings.Cut(line, ": ")
			writer.Header().Add(name, value)
		}
		next.ServeHTTP(writer, request)
	})
}
