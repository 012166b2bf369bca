package performance_test

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

// liveCase is a release with a staging, and what an item says of it.
type liveCase struct {
	files    map[string]string
	serve    map[string]http.HandlerFunc // by path; any other is not there
	deployed *checks.Deployed
	options  []checkstest.Option
	verdict  checks.Verdict
	findings string // "severity rule" of the live half, one a line, without notices
	says     string
	not      string // says nothing of it
}

func judgeLive(t *testing.T, item checks.Item, check checks.Check, cases map[string]liveCase) {
	t.Helper()
	for name, one := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			serve := http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
				handler, found := one.serve[request.URL.Path]
				if !found {
					handler = answer(404, "application/json", `{"error":"not found"}`)
				}
				handler(writer, request)
			})
			visit := probetest.Serve(t, serve, func(options *probe.Options) {
				if one.deployed != nil {
					options.Prove = func(context.Context, *probe.Visit) (checks.Deployed, error) { return *one.deployed, nil }
				}
			})
			options := append(one.options, func(subject *checks.Subject) { subject.Staging = visit })
			result := checkstest.Judge(t, item, check, checkstest.Subject(checkstest.Tree(one.files), options...))
			var lines []string
			text := words(result)
			for _, finding := range result.Findings {
				if finding.Severity != checks.SeverityNotice && finding.Path == "" {
					lines = append(lines, string(finding.Severity)+" "+finding.Rule)
				}
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

func answer(status int, kind, body string) http.HandlerFunc {
	return func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Content-Type", kind)
		writer.WriteHeader(status)
		_, _ = fmt.Fprint(writer, body)
	}
}

func said(body string) http.HandlerFunc { return answer(200, "application/json", body) }

// listed answers with so many elements; %d in one stands for its number.
func listed(count int, one string) string {
	all := make([]string, count)
	for index := range all {
		all[index] = strings.ReplaceAll(one, "%d", fmt.Sprint(index+1))
	}
	return "[" + strings.Join(all, ",") + "]"
}

// limited answers with as many elements as the query asks for, and else with count.
func limited(name string, count int, one string) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		length := count
		if asked := request.URL.Query().Get(name); asked != "" {
			if _, err := fmt.Sscan(asked, &length); err != nil {
				length = count
			}
		}
		said(listed(length, one))(writer, request)
	}
}
