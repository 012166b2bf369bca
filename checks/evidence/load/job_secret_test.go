package load

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const confiding = `users: { generate: { name: "user-{index}" } }
headers: { Authorization: "Bearer ${secret:TOKEN}" }
flows:
  - name: one
    steps: [ { name: pay, method: POST, path: /pay, body: '{"key":"${secret:KEY}"}', check: 'body == "done"' } ]
  - name: two
    steps: [ { name: me, path: /me, headers: { X-Key: "${secret:KEY}" }, identity: { json: name } } ]
`

// Secrets reach the service in every flow. What it gives back of them, whichever way, stands
// in nothing that a run tells.
func TestSecretsAreSentAndNeverTold(t *testing.T) {
	t.Parallel()
	const token, key, wall = "tok-3f9a7c21d8", "key/ä+\"81c", "wall-5512cd0e"
	var sent atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		var read struct{ Key string }
		_ = json.Unmarshal(body, &read)
		if request.Header.Get("Authorization") == "Bearer "+token && request.Header.Get("X-Wall") == wall && (read.Key == key || request.Header.Get("X-Key") == key) {
			sent.Add(1)
		}
		switch request.URL.Path {
		case "/pay":
			_, _ = fmt.Fprintf(writer, "%s %s %s", request.Header.Get("X-Wall"), request.Header.Get("Authorization"), body)
		default:
			answer, _ := json.Marshal(map[string]string{"name": request.Header.Get("X-Key")})
			_, _ = writer.Write(answer)
		}
	}))
	defer server.Close()
	job := Job{URL: server.URL, Method: "GET", Header: http.Header{"X-Wall": {wall}}, Scenario: &JobScenario{Name: "shop.yaml", Text: []byte(confiding)}, Plan: Plan{
		Rate: 40, Duration: time.Second, Timeout: 5 * time.Second, LeastConnections: 2, MostConnections: 2,
	}}
	if err := job.FillSecrets(func(name string) (string, error) { return map[string]string{"TOKEN": token, "KEY": key}[name], nil }); err != nil {
		t.Fatal(err)
	}
	job.Addresses = []netip.AddrPort{netip.MustParseAddrPort(server.Listener.Addr().String())}
	program, err := job.Program()
	if err != nil {
		t.Fatal(err)
	}
	transport, err := job.Transport()
	if err != nil {
		t.Fatal(err)
	}
	request, err := job.Request()
	if err != nil {
		t.Fatal(err)
	}
	tried := TryProgram(t.Context(), transport, program, request, job.Plan.Timeout)
	job.Plan.Flow = NewFlowPlan(program)
	gathering := NewGathering(job.Plan, 1, nil)
	ending, err := Run(t.Context(), Options{
		Plan: job.Plan, Transport: transport, Request: request, Program: program, Now: time.Now, Processor: func() time.Duration { return 0 }, Shard: Shard{0, 1},
		Observe: func(interval *Interval) { gathering.Add(0, interval) },
	})
	if err != nil {
		t.Fatal(err)
	}
	gathering.End(0, ending)
	outcome := gathering.Outcome()
	if sent.Load() < 20 || outcome.Sessions.Mixed == 0 || outcome.Measured.Of(FailedCheck) == 0 {
		t.Fatalf("%d requests with all secrets, %+v", sent.Load(), outcome.Sessions)
	}
	words, err := json.Marshal(NewResult(server.URL, "", outcome, nil))
	if err != nil {
		t.Fatal(err)
	}
	all := fmt.Sprintf("%s\n%v\n%q", words, tried, outcome.Example)
	for _, secret := range []string{token, wall, "81c", `key/`} {
		if strings.Contains(all, secret) {
			t.Errorf("%q is told in\n%s", secret, all)
		}
	}
	if !strings.Contains(all, "(secret)") {
		t.Errorf("nothing shows that something is left out:\n%s", all)
	}
}
