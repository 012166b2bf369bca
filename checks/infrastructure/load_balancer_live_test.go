package infrastructure_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/infrastructure"
)

// fleet answers /health by some instances in turn, and 404 else. Serve is called with
// the number of the request of /health, from 0.
func fleet(serve func(number int, writer http.ResponseWriter)) http.Handler {
	var count atomic.Int64
	return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		if request.URL.Path != "/health" && request.URL.Path != "/" {
			writer.WriteHeader(http.StatusNotFound)
			return
		}
		number := 0
		if request.Header.Get("Cache-Control") == "no-cache" {
			number = int(count.Add(1)) - 1
		}
		serve(number, writer)
	})
}

func healthy(writer http.ResponseWriter, headers ...string) {
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		writer.Header().Add(name, value)
	}
	writer.Header().Set("Content-Type", "application/json")
	_, _ = fmt.Fprint(writer, `{"status":"ok"}`)
}

func TestLoadBalancerOfStaging(t *testing.T) {
	t.Parallel()
	two := map[string]string{"k8s/a.yaml": strings.ReplaceAll(deployment(""), "replicas: 1", "replicas: 2") + ingress}
	served := func(name func(int) string) http.Handler {
		return fleet(func(number int, writer http.ResponseWriter) { healthy(writer, "X-Served-By: "+name(number)) })
	}
	turns := func(number int) string { return fmt.Sprintf("shop-%d", number%2) }
	for name, test := range map[string]struct {
		files    map[string]string
		serve    http.Handler
		deployed *checks.Deployed
		verdict  checks.Verdict
		rules    string
		says     string
	}{
		"two instances in turn":            {files: two, serve: served(turns), verdict: checks.Pass, says: "E5 supports 60 requests of `GET /health` over"},
		"the same without a manifest":      {files: map[string]string{"app.js": server}, serve: served(turns), verdict: checks.Pass, says: "2 instances answered, by the header `X-Served-By`"},
		"one pod declared, two on staging": {files: map[string]string{"k8s/a.yaml": deployment("") + ingress}, serve: served(turns), verdict: checks.Fail, rules: "lb.single"},
		"one instance":                     {files: two, serve: served(func(int) string { return "shop-0" }), verdict: checks.NeedsSignOff, says: "one instance answered all of it"},
		"nobody says who answers":          {files: two, serve: fleet(func(_ int, w http.ResponseWriter) { healthy(w, "Server: nginx") }), verdict: checks.NeedsSignOff, says: "nothing in the answers tells instances apart"},
		"a number of the request":          {files: two, serve: served(func(number int) string { return fmt.Sprint("r-", number) }), verdict: checks.NeedsSignOff, says: "nothing in the answers tells instances apart"},
		"machines of a delivery network":   {files: two, serve: served(func(number int) string { return fmt.Sprintf("cache-fra-%d", number%3) }), verdict: checks.NeedsSignOff, says: "nothing in the answers tells instances apart"},
		"kept at one by a cookie":          {files: two, serve: fleet(func(_ int, w http.ResponseWriter) { healthy(w, "Set-Cookie: AWSALB=opaque; Path=/") }), verdict: checks.NeedsSignOff, says: "the cookie `AWSALB`"},
		"told apart by HAProxy's cookie":   {files: two, serve: fleet(func(n int, w http.ResponseWriter) { healthy(w, "Set-Cookie: SERVERID="+turns(n)) }), verdict: checks.Pass, says: "by the cookie `SERVERID`"},
		"told apart by a document":         {files: two, serve: fleet(func(n int, w http.ResponseWriter) { _, _ = fmt.Fprintf(w, `{"hostname":%q}`, turns(n)) }), verdict: checks.Pass, says: "by the field `hostname`"},
		"the host of a database":           {files: two, serve: fleet(func(int, http.ResponseWriter) {}), verdict: checks.NeedsSignOff, says: "nothing in the answers"},
		"one request in sixty breaks":      {files: two, serve: fleet(func(n int, w http.ResponseWriter) { broken(w, n == 30, 502, turns(n)) }), verdict: checks.Fail, rules: "lb.unstable", says: "1 failed: 1 × 502"},
		"every second one breaks":          {files: two, serve: fleet(func(n int, w http.ResponseWriter) { broken(w, n%2 == 1, 503, turns(n)) }), verdict: checks.Fail, rules: "lb.unstable", says: "30 × 503"},
		"a connection that breaks":         {files: two, serve: fleet(func(n int, w http.ResponseWriter) { hangUp(w, n == 6) }), verdict: checks.Fail, rules: "lb.unstable", says: "1 failed: 1 × no answer"},
		"a kept connection that is closed": {files: two, serve: fleet(func(n int, w http.ResponseWriter) { hangUp(w, n == 7) }), verdict: checks.NeedsSignOff, rules: "lb.dropped"},
		"a few are refused for the rate":   {files: two, serve: fleet(func(n int, w http.ResponseWriter) { broken(w, n == 3, 429, turns(n)) }), verdict: checks.Pass},
		"many are refused for the rate":    {files: two, serve: fleet(func(n int, w http.ResponseWriter) { broken(w, n > 20, 429, turns(n)) }), verdict: checks.NeedsSignOff, says: "39 were refused for their rate"},
		"a cache answers":                  {files: two, serve: fleet(func(n int, w http.ResponseWriter) { healthy(w, "X-Cache: HIT", "Age: 12", "X-Served-By: "+turns(n)) }), verdict: checks.NeedsSignOff, says: "a cache on the way answered 60 of 60"},
		"no connection is kept":            {files: two, serve: fleet(func(n int, w http.ResponseWriter) { healthy(w, "Connection: close", "X-Served-By: "+turns(n)) }), verdict: checks.Warn, rules: "lb.unkept"},
		"one instance is slow": {files: two, serve: fleet(func(n int, w http.ResponseWriter) {
			slowly(n%4 == 3)
			healthy(w, "X-Served-By: "+fmt.Sprintf("shop-%d", n%4/3))
		}), verdict: checks.Warn, rules: "lb.slow-instance", says: "`shop-1` takes"},
		"of a version that nobody knows": {files: two, serve: served(turns), deployed: &checks.Deployed{}, verdict: checks.NeedsSignOff, says: "at an unknown version"},
		"a platform brings its own":      {files: map[string]string{"fly.toml": "app = 'a'\n[http_service]\n"}, serve: served(turns), verdict: checks.NotApplicable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			visit := probetest.Serve(t, test.serve, func(options *probe.Options) {
				if test.deployed != nil {
					options.Prove = func(context.Context, *probe.Visit) (checks.Deployed, error) { return *test.deployed, nil }
				}
			})
			result := checkstest.Judge(t, balancerItem, infrastructure.NewLoadBalancer(manifest.NewReader(nil), projecttest.Reader(t)), checkstest.Subject(checkstest.Tree(test.files), func(subject *checks.Subject) { subject.Staging = visit }))
			var rules []string
			text := result.Headline + "\n" + result.Why
			for _, finding := range result.Findings {
				rules = append(rules, finding.Rule)
				text += "\n" + finding.Message
			}
			for _, evidence := range result.Evidence {
				text += "\n" + evidence.Grade.String() + " " + string(evidence.Outcome) + " " + evidence.Summary
			}
			for _, missing := range result.Missing {
				text += "\nmissing: " + missing.Reason
			}
			if got := strings.Join(rules, "\n"); result.Verdict() != test.verdict || got != test.rules || !strings.Contains(text, test.says) {
				t.Errorf("%s, want %s; rules %q, want %q; says\n%s\nwant %q", result.Verdict(), test.verdict, got, test.rules, text, test.says)
			}
		})
	}
}

// broken answers a status in place of an instance's answer.
func broken(writer http.ResponseWriter, is bool, status int, instance string) {
	if is {
		writer.WriteHeader(status)
		return
	}
	healthy(writer, "X-Served-By: "+instance)
}

func hangUp(writer http.ResponseWriter, is bool) {
	if is {
		panic(http.ErrAbortHandler)
	}
	healthy(writer)
}

func slowly(is bool) {
	if is {
		time.Sleep(slowAnswer)
	}
}

// slowAnswer is longer than an answer of another instance by what is told.
const slowAnswer = 250 * time.Millisecond
