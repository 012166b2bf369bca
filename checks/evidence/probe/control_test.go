package probe_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
)

func answer(status int, kind, body string) http.HandlerFunc {
	return func(writer http.ResponseWriter, _ *http.Request) {
		writer.Header().Set("Content-Type", kind)
		writer.WriteHeader(status)
		_, _ = fmt.Fprint(writer, body)
	}
}

const page = `<!doctype html><html><head><title>Acme shop</title></head><body><div id="root"></div><script src="/assets/index-4f2a9c.js"></script></body></html>`

func TestWhatCannotBeJudgedIsTold(t *testing.T) {
	t.Parallel()
	mux := func(root, other http.HandlerFunc) http.Handler {
		return http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
			if request.URL.Path == "/" {
				root(writer, request)
				return
			}
			other(writer, request)
		})
	}
	redirect := func(to string) http.HandlerFunc {
		return func(writer http.ResponseWriter, request *http.Request) {
			http.Redirect(writer, request, to, http.StatusFound)
		}
	}
	home, missing := answer(200, "text/html", page), answer(404, "application/json", `{"error":"not found"}`)
	for name, test := range map[string]struct {
		handler  http.Handler
		says     string
		catchAll bool
	}{
		"a service":                    {mux(home, missing), "", false},
		"an API without a first page":  {mux(missing, missing), "", false},
		"an app for every path":        {mux(home, home), "", true},
		"JSON for every path":          {mux(answer(200, "application/json", "{}"), answer(200, "application/json", "{}")), "", true},
		"its own login for every path": {mux(redirect("/login?next=/"), redirect("/login?next=/x")), "", false},
		"its own login at the root":    {mux(redirect("/login"), missing), "", false},
		"an API that asks everybody":   {mux(answer(401, "application/json", `{}`), answer(401, "application/json", `{}`)), "", false},
		"404 is a failure":             {mux(home, answer(500, "text/html", "oops")), "", false},
		"a wall that signs in": {mux(redirect("https://acme.cloudflareaccess.com/cdn-cgi/access/login/staging"), redirect("https://acme.cloudflareaccess.com/cdn-cgi/access/login/staging")),
			"sends everybody to acme.cloudflareaccess.com to log in", false},
		"a wall with a password": {http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) {
			writer.Header().Set("WWW-Authenticate", `Basic realm="staging"`)
			writer.WriteHeader(401)
		}), "a name and password before everything", false},
		"a wall by address":              {mux(answer(403, "text/html", "Forbidden"), answer(403, "text/html", "Forbidden")), "refuses everything with 403", false},
		"a firewall's challenge":         {mux(answer(403, "text/html", "<title>Just a moment...</title>"), answer(403, "text/html", "<title>Just a moment...</title>")), "Cloudflare answers before", false},
		"a firewall's page as 200":       {mux(answer(200, "text/html", "Request unsuccessful. Incapsula incident ID: 1-2"), answer(200, "text/html", "Request unsuccessful. Incapsula incident ID: 1-2")), "Imperva answers before", false},
		"too many requests":              {mux(answer(429, "text/plain", ""), answer(429, "text/plain", "")), "429 to everything", false},
		"down":                           {mux(answer(503, "text/plain", ""), answer(503, "text/plain", "")), "503 and did not start", false},
		"every path to another host":     {mux(redirect("https://www.acme.example/"), redirect("https://www.acme.example/x")), "sends on whoever asks for anything: redirect not followed: it leads to another host", false},
		"every path in circles":          {http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }), "in circles", false},
		"the first page to another host": {mux(redirect("https://www.acme.example/"), missing), "", false},
		"every path to a page of its own": {mux(redirect("/en"), func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/en" {
				home(w, r)
			} else {
				redirect("/en")(w, r)
			}
		}), "", false},
		"a missing path without an end": {mux(home, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 2<<20)) }), "more than golive reads", false},
		"broken":                        {mux(answer(500, "text/plain", ""), answer(500, "text/plain", "")), "500 to everything", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			control, err := probetest.Serve(t, test.handler, nil).Control(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(control.Unjudgeable, test.says) || test.says == "" && control.Unjudgeable != "" || (control.Unjudgeable != "") != (control.Remedy != "") || control.CatchAll != test.catchAll {
				t.Errorf("%+v", control)
			}
		})
	}
}

func TestAServiceThatStartsGetsTime(t *testing.T) {
	t.Parallel()
	var asked, waited int
	visit := probetest.Serve(t, http.HandlerFunc(func(writer http.ResponseWriter, _ *http.Request) {
		if asked++; asked < 6 {
			writer.WriteHeader(http.StatusServiceUnavailable)
		} else {
			writer.WriteHeader(http.StatusNotFound)
		}
	}), func(options *probe.Options) {
		options.Wait = func(context.Context, time.Duration) error { waited++; return nil }
	})
	control, err := visit.Control(context.Background())
	if err != nil || control.Unjudgeable != "" || waited == 0 {
		t.Errorf("%+v, waited %d times, error %v", control, waited, err)
	}
	if again, _ := visit.Control(context.Background()); again.Missing.Status != 404 || visit.Asked() != asked {
		t.Error("it was asked again")
	}
}

func TestPagesThatAreAlike(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("The quick brown fox jumps over the lazy dog and tells of orders, baskets and payments. ", 8)
	for name, test := range map[string]struct {
		one, other string
		alike      bool
	}{
		"the same":                 {page, page, true},
		"another nonce":            {strings.Replace(page, "<script", `<script nonce="r4nd0mR4nd0mR4nd0mABCD"`, 1), strings.Replace(page, "<script", `<script nonce="0th3r0th3r0th3r0th3rXY"`, 1), true},
		"the path in it":           {"Cannot GET /golive-canary-x", "Cannot GET /admin", true},
		"a word more in much text": {long, long + " today", true},
		"another page":             {page, "<html><head><title>Django administration</title></head></html>", false},
		"a list":                   {`{"orders":[]}`, `{"error":"not found"}`, false},
		"nothing and something":    {"", "{}", false},
		"much other text":          {long, strings.Repeat("Sphinx of black quartz, judge my vow and show the administration of everything here. ", 8), false},
	} {
		if got := probe.Alike([]byte(test.one), []byte(test.other), "/golive-canary-x", "/admin"); got != test.alike {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestWhatAServiceSaysItRuns(t *testing.T) {
	t.Parallel()
	const sha = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678"
	commits := []checks.ContentCommit{{SHA: sha, Origin: checks.OriginRelease}, {SHA: "bbbbbbb111111111111111111111111111111111", Origin: checks.OriginHead, Number: 7}}
	record := func(context.Context) (checks.Deployed, error) {
		return checks.Deployed{Proof: checks.ProofDeployment, Words: "on record"}, nil
	}
	for name, test := range map[string]struct {
		body, header string
		record       probe.Record
		proven       bool
		other        bool
		says         string
	}{
		"the commit":                        {`{"version":"1.4.0","commit":"` + sha + `"}`, "", nil, true, false, "`/version` says `a1b2c3d`"},
		"its beginning":                     {`{"git_sha":"a1b2c3d"}`, "", nil, true, false, "`/version`"},
		"in upper case":                     {`{"revision":"A1B2C3D4"}`, "", nil, true, false, "`/version`"},
		"within another object":             {`{"build":{"commit":"a1b2c3d4"}}`, "", nil, true, false, "`/version`"},
		"as Spring writes it":               {`{"git":{"branch":"main","commit":{"id":"a1b2c3d","time":"2026"}}}`, "", nil, true, false, "`/version`"},
		"as git describes it":               {`{"commit":"v1.4.0-3-ga1b2c3d"}`, "", nil, true, false, "`/version`"},
		"alone":                             {sha + "\n", "", nil, true, false, "`/version`"},
		"the head of its pull request":      {`{"sha":"bbbbbbb1"}`, "", nil, true, false, "the head of #7"},
		"another commit":                    {`{"commit":"77c0de1"}`, "", record, false, true, "`77c0de1`"},
		"too short":                         {`{"commit":"a1b2c3"}`, "", nil, false, false, ""},
		"a dirty tree":                      {`{"commit":"a1b2c3d-dirty"}`, "", nil, false, false, ""},
		"a date":                            {`{"revision":"20261129"}`, "", nil, false, false, ""},
		"a header":                          {`{"version":"1.4.0"}`, "a1b2c3d4e5", nil, true, false, "the header `X-Git-Sha`"},
		"a record where it says nothing":    {`{"version":"1.4.0"}`, "", record, true, false, "on record"},
		"nothing":                           {`{}`, "", nil, false, false, ""},
		"no JSON":                           {`{`, "", nil, false, false, ""},
		"a number":                          {`{"commit":12345678}`, "", nil, false, false, ""},
		"a commit in a field of other kind": {`{"user":"a1b2c3d"}`, "", nil, false, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			visit := probetest.Serve(t, http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
				if test.header != "" {
					writer.Header().Set("X-Git-Sha", test.header)
				}
				if request.URL.Path == "/version" {
					answer(200, "application/json", test.body)(writer, request)
				}
			}), func(options *probe.Options) { options.Prove = probe.Prove("/version", commits, test.record) })
			deployed, err := visit.Content(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if deployed.Proven() != test.proven || deployed.Other != test.other || !strings.Contains(deployed.Words, test.says) {
				t.Errorf("%+v", deployed)
			}
		})
	}
}
