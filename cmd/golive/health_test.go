package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// answering is a server whose /health and /metrics answer 200 and whose /ready
// answers 503.
func answering(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /below/health", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /metrics", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /ready", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprint(w, `{"status":"not ready"}`)
	})
	mux.Handle("GET /moved/health", http.RedirectHandler("/health", http.StatusFound))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

func TestHealthSaysWhetherAGoliveAnswers(t *testing.T) {
	t.Parallel()
	server := answering(t)
	address := strings.TrimPrefix(server.URL, "http://")
	_, port, _ := strings.Cut(address, ":")
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	nobody := strings.TrimPrefix(gone.URL, "http://")
	file := directory(t, map[string]string{"golive.yaml": "listen: " + address + "\nredis_url_file: /nowhere\n"}) + "/golive.yaml"
	for name, test := range map[string]struct {
		environment, arguments []string
		code                   int
		says                   string
	}{
		"by its settings":                 {[]string{"GOLIVE_LISTEN=" + address}, nil, exitOK, "http://" + address + "/health: ok"},
		"listening on every address":      {[]string{"GOLIVE_LISTEN=0.0.0.0:" + port}, nil, exitOK, "http://127.0.0.1:" + port},
		"listening on a port":             {[]string{"GOLIVE_LISTEN=:" + port}, nil, exitOK, "http://127.0.0.1:" + port},
		"a worker has metrics only":       {[]string{"GOLIVE_ROLE=worker", "GOLIVE_METRICS_LISTEN=" + address, "GOLIVE_LISTEN=" + nobody}, nil, exitOK, "/metrics: ok"},
		"other settings do not matter":    {[]string{"GOLIVE_LISTEN=" + address, "GOLIVE_APP_ID=seven", "GOLIVE_PRIVATE_KEY_FILE=/nowhere"}, nil, exitOK, "ok"},
		"no proxy is asked":               {[]string{"GOLIVE_LISTEN=" + address, "HTTP_PROXY=http://" + nobody, "http_proxy=http://" + nobody}, nil, exitOK, "ok"},
		"by a settings file":              {nil, []string{"--config", file}, exitOK, "ok"},
		"by its address":                  {nil, []string{server.URL}, exitOK, "/health: ok"},
		"below a path":                    {nil, []string{server.URL + "/below/"}, exitOK, "/below/health: ok"},
		"nobody answers":                  {[]string{"GOLIVE_LISTEN=" + nobody}, nil, exitNotReady, "refused"},
		"alive but not ready":             {nil, []string{"--ready", server.URL}, exitNotReady, `503 Service Unavailable {"status":"not ready"}`},
		"somewhere else is no answer":     {nil, []string{server.URL + "/moved"}, exitNotReady, "302"},
		"something else is there":         {nil, []string{server.URL + "/other"}, exitNotReady, "404"},
		"a worker cannot say it is ready": {[]string{"GOLIVE_ROLE=worker"}, []string{"--ready"}, exitUsage, "has no pages"},
		"what is no address":              {nil, []string{"localhost:8080"}, exitUsage, "https://HOST"},
		"a setting that is none":          {[]string{"GOLIVE_LISTEN=nowhere"}, nil, exitUsage, "HOST:PORT"},
		"a file that is not there":        {nil, []string{"--config", "/nowhere.yaml"}, exitUsage, "/nowhere.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, messages := golive(t, test.environment, append([]string{"health"}, test.arguments...)...)
			if code != test.code || !strings.Contains(out+messages, test.says) {
				t.Errorf("exit %d, want %d, saying %q:\n%s%s", code, test.code, test.says, out, messages)
			}
		})
	}
}

func TestAnAddressToConnectTo(t *testing.T) {
	t.Parallel()
	for listen, want := range map[string]string{
		"0.0.0.0:8080": "127.0.0.1:8080", "[::]:8080": "[::1]:8080", ":8080": "127.0.0.1:8080",
		"10.1.2.3:80": "10.1.2.3:80", "golive.internal:8080": "golive.internal:8080",
	} {
		if got := reachable(listen); got != want {
			t.Errorf("%s: %s, want %s", listen, got, want)
		}
	}
}
