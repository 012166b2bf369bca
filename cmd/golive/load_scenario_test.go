package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// sessions is a service with logins, and counts what it is asked. Where it mixes, /me
// tells everybody of user-1.
func sessions(t *testing.T, mixes bool) (address string, requests *atomic.Int64) {
	t.Helper()
	requests = new(atomic.Int64)
	mux := http.NewServeMux()
	mux.HandleFunc("POST /shop/login", func(writer http.ResponseWriter, request *http.Request) {
		name, _ := io.ReadAll(request.Body)
		http.SetCookie(writer, &http.Cookie{Name: "session", Value: string(name), Path: "/shop", HttpOnly: true})
	})
	mux.HandleFunc("GET /shop/me", func(writer http.ResponseWriter, request *http.Request) {
		cookie, err := request.Cookie("session")
		if err != nil {
			writer.WriteHeader(http.StatusUnauthorized)
			return
		}
		if mixes {
			cookie.Value = "user-1"
		}
		_, _ = fmt.Fprintf(writer, `{"name":%q}`, cookie.Value)
	})
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		requests.Add(1)
		mux.ServeHTTP(writer, request)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/shop/", requests
}

func scenarioFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shop.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const visitors = `users: { generate: { name: "user-{index}" } }
start: [ { name: login, method: POST, path: /login, body: "{name}" } ]
steps: [ { name: me, path: /me, identity: { json: name } } ]
`

// A scenario goes through the sending processes, and every user of all of them is
// another one.
func TestAScenarioIsPlayedByItsUsers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		mixes bool
		codes []int
	}{"each sees its own": {false, []int{exitUnknown}}, "all see one": {true, []int{exitNotReady}}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address, _ := sessions(t, test.mixes)
			code, out, messages := golive(t, nil, "load", address, "--scenario", scenarioFile(t, visitors), "--users", "6", "--processes", "2", "--rps", "30", "--duration", "1s", "--format", "json", "-q")
			var result struct {
				Sessions struct {
					Asked, Users, Verified, Peak int
					Mixed                        int64
					Mixups                       []struct{ User, Seen, Step string }
				}
				Steps []struct{ Name string }
			}
			if err := json.Unmarshal([]byte(out), &result); err != nil {
				t.Fatalf("%v: %s%s", err, out, messages)
			}
			seen := result.Sessions
			verified := map[bool]int{false: 6, true: 1}[test.mixes]
			if !slices.Contains(test.codes, code) || seen.Asked != 6 || seen.Users != 6 || seen.Verified != verified || (seen.Mixed > 0) != test.mixes || len(seen.Mixups) > 0 != test.mixes || len(result.Steps) != 2 {
				t.Errorf("exit %d: %s", code, out)
			}
		})
	}
}

func TestAScenarioIsRefusedBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	address, requests := sessions(t, false)
	for name, test := range map[string]struct {
		text, says string
		arguments  []string
	}{
		"a variable of nobody":          {"steps:\n  - path: /{id}\n", "line 2, column 11: nothing sets {id} before this", nil},
		"a key, nearly":                 {"steps:\n  - paht: /\n", `did you mean "path"?`, nil},
		"a file that is away":           {"users: { file: users.csv }\nsteps: [ { path: / } ]\n", "users.csv: no such file", nil},
		"too few who think":             {"steps: [ { path: / }, { path: /me, think: 9s }, { path: /b } ]\n", "run with --users 30 or more", []string{"--users", "20"}},
		"a threshold of a step, nearly": {"steps: [ { name: login, path: / } ]\n", "did you mean login?", []string{"--threshold", "p95 of logni < 1s"}},
		"a rate of a step":              {"steps: [ { name: login, path: / } ]\n", "of the whole run", []string{"--threshold", "achieved_rps of login > 1"}},
		"redirects to follow":           {"steps: [ { path: / } ]\n", "--follow-redirects says what one request is", []string{"--follow-redirects"}},
		"an answer to be check":         {"steps: [ { path: / } ]\n", "--check says what one request is", []string{"--check", "status == 200"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, messages := golive(t, nil, append([]string{"load", address, "--scenario", scenarioFile(t, test.text), "--rps", "10", "--duration", "1s"}, test.arguments...)...)
			if code != exitUsage || out != "" || !strings.Contains(messages, test.says) {
				t.Errorf("exit %d: %s%s", code, out, messages)
			}
		})
	}
	t.Cleanup(func() {
		if sent := requests.Load(); sent != 0 {
			t.Errorf("%d requests were sent", sent)
		}
	})
}

// What one user cannot do is not asked of many.
func TestAScenarioThatOneUserCannotDo(t *testing.T) {
	t.Parallel()
	address, _ := sessions(t, false)
	code, out, messages := golive(t, nil, "load", address, "--scenario", scenarioFile(t, "steps: [ { name: me, path: /me } ]\n"), "--rps", "10", "--duration", "1s")
	if code != exitUnknown || !strings.Contains(out+messages, "the first user was not served: me: status 401") {
		t.Errorf("exit %d: %s%s", code, out, messages)
	}
}

// A scenario that names a secret gets it from the environment, or says which is not set.
func TestAScenarioNamesSecrets(t *testing.T) {
	t.Parallel()
	var served atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		if request.Header.Get("X-Key") != "k-81c0" {
			writer.WriteHeader(http.StatusUnauthorized)
			return
		}
		served.Add(1)
	}))
	t.Cleanup(server.Close)
	file := scenarioFile(t, "headers: { X-Key: \"${secret:STAGING_KEY}\" }\nsteps: [ { name: list, path: /orders } ]\n")
	arguments := []string{"load", server.URL, "--scenario", file, "--rps", "20", "--duration", "1s", "--format", "json", "-q"}
	code, _, messages := golive(t, nil, arguments...)
	if code != exitUsage || !strings.Contains(messages, "GOLIVE_SECRET_STAGING_KEY is not set") || served.Load() != 0 {
		t.Errorf("code %d: %s", code, messages)
	}
	code, out, messages := golive(t, []string{"GOLIVE_SECRET_STAGING_KEY=k-81c0"}, arguments...)
	if code != exitUnknown || served.Load() < 20 || strings.Contains(out+messages, "k-81c0") { // too few to pass
		t.Errorf("code %d, %d served: %s %s", code, served.Load(), out, messages)
	}
}

// A check of the one request may name a secret, too: what answers hold is compared with its
// value, which nothing shows.
func TestACheckNamesASecret(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(writer, "hello k-81c0") }))
	t.Cleanup(server.Close)
	arguments := func(check string) []string {
		return []string{"load", server.URL, "--check", check, "--rps", "20", "--duration", "1s", "--format", "json", "-q"}
	}
	environment := []string{"GOLIVE_SECRET_WORD=k-81c0"}
	if code, out, messages := golive(t, environment, arguments(`body contains "${secret:WORD}"`)...); code != exitUnknown || !strings.Contains(out, `"total": 0`) || strings.Contains(out, `"requests": 0,\n  "users"`) {
		t.Errorf("code %d: %s %s", code, out, messages)
	}
	if code, out, messages := golive(t, environment, arguments(`body == "${secret:WORD}"`)...); code != exitUnknown || !strings.Contains(messages, "it does not hold") || strings.Contains(out+messages, "k-81c0") {
		t.Errorf("code %d: %s %s", code, out, messages)
	}
	if code, _, messages := golive(t, nil, arguments(`body contains "${secret:WORD}"`)...); code != exitUsage || !strings.Contains(messages, "GOLIVE_SECRET_WORD is not set") {
		t.Errorf("code %d: %s", code, messages)
	}
}

// Answers that a check does not hold for are errors, though their status is well.
func TestAnswersThatACheckDoesNotHoldForAreErrors(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) == 1 {
			_, _ = io.WriteString(writer, "ok")
			return
		}
		_, _ = io.WriteString(writer, "an error page")
	}))
	t.Cleanup(server.Close)
	_, out, messages := golive(t, nil, "load", server.URL, "--check", `body contains "ok"`, "--rps", "20", "--duration", "2s", "--format", "json", "-q")
	var result struct {
		Requests int64
		Errors   struct{ Total, Check int64 }
	}
	if err := json.Unmarshal([]byte(out), &result); err != nil {
		t.Fatal(err)
	}
	if result.Requests < 20 || result.Errors.Check != result.Requests || result.Errors.Total != result.Requests {
		t.Errorf("%+v: %s", result, messages)
	}
}
