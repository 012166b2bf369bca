package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// loaded is a service that counts what it is asked.
func loaded(t *testing.T) (address string, requests *atomic.Int64) {
	t.Helper()
	requests = new(atomic.Int64)
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		switch {
		case request.URL.Path == "/busy" && requests.Add(1)%4 == 0:
			writer.WriteHeader(http.StatusServiceUnavailable)
		case request.URL.Path == "/moved":
			http.Redirect(writer, request, "/", http.StatusFound)
		case request.URL.Path == "/missing":
			http.NotFound(writer, request)
		case request.URL.Path == "/login" && (request.Method != http.MethodPost || request.Header.Get("X-Shop") != "hat" || string(body) != "dana"):
			writer.WriteHeader(http.StatusForbidden)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL, requests
}

// refused is an address of this machine on which nothing listens.
func refused(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return "http://" + listener.Addr().String() + "/"
}

// How fast a machine is that runs tests beside others is not known, so these ask for
// no verdict about that: what is decided is so in any case.
func TestALoadTestEndsWithItsVerdict(t *testing.T) {
	t.Parallel()
	address, _ := loaded(t)
	few := []string{"--rps", "20", "--duration", "1s", "--warm-up", "0s"}
	for name, test := range map[string]struct {
		arguments []string
		codes     []int // unknown beside another: the machine may be too slow to tell
		says      string
	}{
		"few requests":                  {append([]string{address}, few...), []int{exitUnknown}, "unknown: "},
		"a threshold that nobody meets": {append([]string{address, "--threshold", "max<0ms"}, few...), []int{exitNotReady, exitUnknown}, "max < 0 ms"},
		"errors":                        {append([]string{address + "/busy"}, few...), []int{exitNotReady, exitUnknown}, "status, the first: status 503"},
		"a body and a header":           {append([]string{address + "/login", "-X", "post", "-H", "X-Shop: hat", "-d", "dana"}, few...), []int{exitUnknown}, "errors     0"},
		"two processes":                 {append([]string{address, "--processes", "2", "--users", "4"}, few...), []int{exitUnknown}, "requests   20 in"},
		"a page that moved":             {append([]string{address + "/moved"}, few...), []int{exitUnknown}, "--follow-redirects"},
		"a page that moved, followed":   {append([]string{address + "/moved", "--follow-redirects"}, few...), []int{exitUnknown}, "errors     0"},
		"the wrong page":                {append([]string{address + "/missing"}, few...), []int{exitUnknown}, "it answers with status 404"},
		"nobody there":                  {append([]string{refused(t)}, few...), []int{exitUnknown}, "connection refused"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, messages := golive(t, nil, append([]string{"load"}, test.arguments...)...)
			if !slices.Contains(test.codes, code) || !strings.Contains(out+messages, test.says) {
				t.Errorf("exit %d, want %v, saying %q:\n%s%s", code, test.codes, test.says, out, messages)
			}
		})
	}
}

func TestALoadTestInJSON(t *testing.T) {
	t.Parallel()
	address, _ := loaded(t)
	for name, test := range map[string]struct {
		address  string
		requests int
		says     string
	}{
		"a short run":  {address, 20, ""},
		"nobody there": {refused(t), 0, "nothing was loaded"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, _ := golive(t, nil, "load", test.address, "--rps", "20", "--duration", "1s", "--format", "json", "-q")
			var result struct {
				Schema, URL, Verdict, Reason string
				Requests                     int
				Thresholds                   []any
			}
			if err := json.Unmarshal([]byte(out), &result); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if code != exitUnknown || result.Schema != "golive.load/1" || result.URL != test.address || result.Verdict != "unknown" || result.Requests != test.requests ||
				result.Thresholds == nil || !strings.Contains(result.Reason, test.says) {
				t.Errorf("exit %d: %s", code, out)
			}
		})
	}
}

func TestALoadTestIsKeptInADirectory(t *testing.T) {
	t.Parallel()
	address, _ := loaded(t)
	directory := filepath.Join(t.TempDir(), "load")
	_, _, messages := golive(t, nil, "load", address, "--rps", "20", "--duration", "1s", "--out", directory)
	for _, name := range []string{"report.html", "result.json", "seconds.csv", "response.hlog"} {
		if information, err := os.Stat(filepath.Join(directory, name)); err != nil || information.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !strings.Contains(messages, filepath.Join(directory, "report.html")) {
		t.Errorf("nobody says where it is: %s", messages)
	}
}

// How the second run does beside the first is not known here: it has too few requests
// for a percentile to decide, and says so.
func TestALoadTestIsHeldAgainstAnEarlierOne(t *testing.T) {
	t.Parallel()
	address, _ := loaded(t)
	directory := filepath.Join(t.TempDir(), "load")
	few := []string{"--rps", "20", "--duration", "1s", "--warm-up", "0s"}
	golive(t, nil, append([]string{"load", address, "--out", directory}, few...)...)
	result := filepath.Join(directory, "result.json")
	before, err := os.ReadFile(result)
	if err != nil {
		t.Fatal(err)
	}
	// Whether this machine was the limit then is not what this is about.
	for _, mark := range []string{"limited", "late"} {
		before = bytes.Replace(before, []byte(`"`+mark+`": true`), []byte(`"`+mark+`": false`), 1)
	}
	if err := os.WriteFile(result, before, 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, messages := golive(t, nil, append([]string{"load", address, "--out", directory, "--baseline", directory}, few...)...)
	if code != exitUnknown && code != exitNotReady || !strings.Contains(out, "open    p95 < max(1.3 * baseline, baseline + 50 ms)") || !strings.Contains(out, "response in the earlier run") {
		t.Errorf("exit %d: %s%s", code, out, messages)
	}
	page, err := os.ReadFile(filepath.Join(directory, "report.html"))
	if err != nil || !strings.Contains(string(page), "response in the baseline") {
		t.Errorf("the page shows no baseline: %v", err)
	}
}

// A run of too few requests for a verdict is searched no further, and says why.
func TestASearchForTheLimitIsPartOfTheResult(t *testing.T) {
	t.Parallel()
	address, _ := loaded(t)
	code, out, messages := golive(t, nil, "load", address, "--rps", "20", "--duration", "1s", "--find-limit", "--search-time", "10s", "--format", "json")
	var result struct {
		Limit struct {
			Verdict, Reason, Bound string
			Stages                 []struct{ Verdict string }
		}
	}
	if err := json.Unmarshal([]byte(out), &result); err != nil || code != exitUnknown || result.Limit.Verdict != "unknown" || len(result.Limit.Stages) != 1 || result.Limit.Bound == "service" {
		t.Errorf("exit %d, %v: %s%s", code, err, out, messages)
	}
}

func TestALoadTestIsRefusedBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	address, requests := loaded(t)
	address += "/busy"
	full := []string{"--rps", "10", "--duration", "1s"}
	baseline := filepath.Join(t.TempDir(), "result.json")
	earlier := `{"schema":"golive.load/1","target_rps":20,"requests":20,"steps":[{"name":"GET /busy"}]}`
	if err := os.WriteFile(baseline, []byte(earlier), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		arguments []string
		says      string
	}{
		"no address":                   {full, "which address?"},
		"two addresses":                {append([]string{address, address}, full...), "takes one address"},
		"no rate":                      {[]string{address, "--duration", "1s"}, "--rps N says"},
		"no duration":                  {[]string{address, "--rps", "10"}, "--duration D says"},
		"a rate of nothing":            {[]string{address, "--rps", "0", "--duration", "1s"}, "--rps 0"},
		"a rate that is none":          {[]string{address, "--rps", "NaN", "--duration", "1s"}, "--rps NaN"},
		"a rate of no machine":         {[]string{address, "--rps", "1e12", "--duration", "1s"}, "at most 1000000"},
		"too short":                    {[]string{address, "--rps", "10", "--duration", "1ms"}, "it takes from 1s"},
		"no users":                     {append([]string{address, "--users", "0"}, full...), "--users 0"},
		"no processes":                 {append([]string{address, "--processes", "0"}, full...), "--processes 0"},
		"a process without a user":     {append([]string{address, "--processes", "2", "--users", "1"}, full...), "no connection for each"},
		"a timeout of nothing":         {append([]string{address, "--timeout", "0s"}, full...), "--timeout 0s"},
		"a threshold that is none":     {append([]string{address, "--threshold", "p98<1s"}, full...), "p50, p90"},
		"a header that is none":        {append([]string{address, "-H", "hunter2"}, full...), "NAME: VALUE"},
		"a header that is not free":    {append([]string{address, "-H", "Content-Length: 3"}, full...), "cannot be set"},
		"a body that is not there":     {append([]string{address, "-d", "@/nowhere"}, full...), "no such file"},
		"a format, nearly":             {append([]string{address, "--format", "jsn"}, full...), "did you mean json?"},
		"a check that is none":         {append([]string{address, "--check", "statsu == 200"}, full...), "there is no \"statsu\""},
		"a scenario that is not there": {append([]string{address, "--scenario", "/nowhere.yaml"}, full...), "no such file"},
		"a scenario and a method":      {append([]string{address, "--scenario", "x.yaml", "-X", "POST"}, full...), "write it into the step"},
		"a scenario and a query":       {append([]string{address + "?a=b", "--scenario", "x.yaml"}, full...), "asks for ?a=b"},
		"no address of the web":        {append([]string{"127.0.0.1:80"}, full...), "write http://"},
		"a baseline that is not there": {append([]string{address, "--baseline", "/nowhere"}, full...), "--baseline /nowhere: no such file"},
		"a baseline that is none":      {append([]string{address, "--baseline", "load_test.go"}, full...), "it holds no times"},
		"a baseline at another rate":   {append([]string{address, "--baseline", baseline}, full...), "measured at 20.0 requests a second, and this run sends 10.0"},
		"a threshold of no baseline":   {append([]string{address, "--threshold", "p99<2*baseline"}, full...), "--baseline FILE names it"},
		"a search for less than asked": {append([]string{address, "--find-limit", "--max-rps", "5"}, full...), "--max-rps 5"},
		"a stage of nothing":           {append([]string{address, "--find-limit", "--stage", "0s"}, full...), "--stage 0s"},
		"a search without time":        {append([]string{address, "--find-limit", "--search-time", "1s"}, full...), "--search-time 1s"},
		"a stage of no search":         {append([]string{address, "--stage", "5s"}, full...), "are of --find-limit"},
		"a place that is no directory": {append([]string{address, "--out", "/dev/null/load"}, full...), "--out /dev/null/load"},
		"a password in the address":    {append([]string{"http://dana:hunter2@127.0.0.1/"}, full...), "send it as a header"},
		"somebody else's machine":      {append([]string{"http://203.0.113.7/"}, full...), "--allow-host 203.0.113.7"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, messages := golive(t, nil, append([]string{"load"}, test.arguments...)...)
			if code != exitUsage || out != "" || !strings.Contains(messages, test.says) || strings.Contains(messages, "hunter2") {
				t.Errorf("exit %d, saying %q, %q; want %q", code, out, messages, test.says)
			}
		})
	}
	t.Cleanup(func() {
		if sent := requests.Load(); sent != 0 {
			t.Errorf("%d requests were sent", sent)
		}
	})
}

// What the operator named may be loaded: here an address that is none of this
// machine's, so that it is tried and nobody answers.
func TestTheOperatorNamesOtherHosts(t *testing.T) {
	t.Parallel()
	const elsewhere = "192.0.2.1" // TEST-NET-1 of RFC 5737: nobody is there
	for name, arguments := range map[string][]string{"a flag": {"--allow-host", elsewhere}, "the environment": nil} {
		var environment []string
		if arguments == nil {
			environment = []string{"GOLIVE_ALLOW_HOSTS=shop.test, " + elsewhere}
		}
		code, _, messages := golive(t, environment, append([]string{"load", fmt.Sprintf("http://%s/", elsewhere), "--rps", "1", "--duration", "1s", "--timeout", "20ms"}, arguments...)...)
		if code != exitUnknown || !strings.Contains(messages, "nothing was loaded") {
			t.Errorf("%s: exit %d: %s", name, code, messages)
		}
	}
}
