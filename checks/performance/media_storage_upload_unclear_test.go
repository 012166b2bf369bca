package performance_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/config"
)

func TestUploadsThatTellNothing(t *testing.T) {
	t.Parallel()
	stranger := atomic.Int64{}
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { stranger.Add(1) }))
	t.Cleanup(func() {
		other.Close()
		if asked := stranger.Load(); asked > 0 {
			t.Errorf("a host that gave no consent was asked %d times", asked)
		}
	})
	posts := func(handler http.HandlerFunc) *depot {
		return &depot{turn: map[string]http.HandlerFunc{"POST": handler}}
	}
	reads := func(handler http.HandlerFunc) *depot {
		return &depot{takes: pictures, turn: map[string]http.HandlerFunc{"GET": handler}}
	}
	leads := func(to string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
		}
	}
	hangs := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	drips := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		for r.Context().Err() == nil {
			_, _ = w.Write([]byte(" "))
			w.(http.Flusher).Flush()
			select {
			case <-r.Context().Done():
			case <-time.After(5 * time.Millisecond):
			}
		}
	}
	flood := func(kind string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", kind)
			block := make([]byte, 1<<20)
			for sent := 0; sent < 10<<10 && r.Context().Err() == nil; sent++ {
				if _, err := w.Write(block); err != nil {
					return
				}
			}
		}
	}
	short := func(options *probe.Options) { options.Timeout = 2 * time.Second }
	const kept, unseen = "stays on staging, or may: ", "and where it stands is not seen: "
	judgeUploads(t, map[string]uploadCase{
		"it hangs":                   {depot: posts(hangs), change: short, verdict: checks.Warn, posts: 1, says: "whether `POST /api/files` took a picture in is not known: it told nothing: "},
		"it hangs, and may have it":  {depot: posts(hangs), change: short, verdict: checks.Warn, posts: 1, says: kept + "whether it was kept is not known"},
		"it drips":                   {depot: posts(drips), change: short, verdict: checks.Warn, posts: 1, says: "its answer did not come to an end in time"},
		"10 GB":                      {depot: posts(flood("application/json")), verdict: checks.Warn, posts: 1, says: unseen + "its answer does not say where the file stands"},
		"a wall":                     {depot: posts(answer(403, "text/html", "<title>Just a moment...</title>")), verdict: checks.Warn, posts: 1, says: "it told nothing: Cloudflare answered in its place", not: kept},
		"a login of a company":       {depot: posts(leads("https://login.acme.test/saml2?SAMLRequest=x")), verdict: checks.Warn, posts: 1, says: "took no picture in: it answered 302 and leads to another host to log in", not: kept},
		"a login":                    {depot: posts(leads("/login")), verdict: checks.Warn, posts: 1, says: "leads to where people log in"},
		"a redirect to the metadata": {depot: posts(leads("http://169.254.169.254/latest/meta-data/")), verdict: checks.Warn, posts: 1, says: "it answered 302 and leads elsewhere", not: "169.254"},
		"a redirect to a stranger":   {depot: posts(leads(other.URL + "/a.png")), verdict: checks.Warn, posts: 1, says: "it answered 302 and leads elsewhere"},
		"refused":                    {depot: posts(answer(403, "application/json", "{}")), verdict: checks.Warn, posts: 1, says: "took no picture in: it answered 403", not: kept},
		"no such path":               {depot: posts(answer(404, "application/json", "{}")), verdict: checks.Warn, posts: 1, says: "took no picture in: it answered 404"},
		"it breaks":                  {depot: posts(answer(500, "text/plain", "boom")), verdict: checks.Warn, posts: 1, says: "it told nothing: it answered Internal Server Error"},
		"a page for everything":      {depot: posts(answer(200, "text/html", "<div id=root></div>")), verdict: checks.Warn, posts: 1, says: "it answered 200, with a page"},
		"too many requests":          {depot: posts(answer(429, "text/plain", "")), verdict: checks.Warn, posts: 4, says: "it answered 429, too many requests", not: kept},
		"success that is false":      {depot: posts(said(`{"success":false,"url":"/files/1/a.png"}`)), verdict: checks.Warn, posts: 1, says: "it answered 200, and its text says that it failed"},
		"an error of the one file":   {depot: posts(said(`{"files":[{"name":"a.png","error":"Filetype not allowed"}]}`)), verdict: checks.Warn, posts: 1, says: "its text says that it failed"},
		"an error that is none":      {depot: posts(said(`{"error":"","errors":[],"status":"ok"}`)), verdict: checks.Warn, posts: 1, says: unseen},
		"an answer without a word":   {depot: posts(answer(204, "", "")), verdict: checks.Warn, posts: 1, says: unseen + "its answer does not say where the file stands"},
		"a field that is not there":  {depot: &depot{}, upload: config.Upload{Path: "/api/files", Address: "data.url", Delete: "/api/files/{id}"}, verdict: checks.Warn, posts: 1, deletes: 1, says: unseen + "its answer has no text in `data.url`"},
		"a script for an address":    {depot: &depot{says: `{"id":"ID","link":"javascript:alert(1)"}`}, upload: config.Upload{Path: "/api/files", Address: "link", Delete: "/api/files/{id}"}, verdict: checks.Warn, posts: 1, deletes: 1, says: "gives no address of the web (`javascript:`)"},
		"a file for an address":      {depot: &depot{says: `{"id":"ID","link":"file:///etc/passwd"}`}, upload: config.Upload{Path: "/api/files", Address: "link", Delete: "/api/files/{id}"}, verdict: checks.Warn, posts: 1, deletes: 1, says: "(`file:`)"},
		"no address":                 {depot: &depot{says: `{"id":"ID","link":"http://[::1"}`}, upload: config.Upload{Path: "/api/files", Address: "link", Delete: "/api/files/{id}"}, verdict: checks.Warn, posts: 1, deletes: 1, says: "gives no address"},
		"the metadata":               {depot: &depot{says: `{"id":"ID","url":"http://169.254.169.254/NAME"}`}, verdict: checks.Warn, posts: 1, deletes: 1, says: "it stands at `169.254.169.254`, which is not known to be an object store and was not asked"},
		"a stranger's address":       {depot: &depot{says: `{"id":"ID","url":"` + other.URL + `/NAME"}`}, verdict: checks.Warn, posts: 1, deletes: 1, says: strings.TrimPrefix(other.URL, "http://") + "`, which is not known"},
		"the way to a stranger":      {depot: reads(leads(other.URL + "/a.png")), verdict: checks.Warn, posts: 1, deletes: 1, says: "where it leads it stands at"},
		"the way to the metadata":    {depot: reads(leads("http://169.254.169.254/a.png")), verdict: checks.Warn, posts: 1, deletes: 1, says: "`169.254.169.254`, which is not known to be an object store and was not asked"},
		"the way in a circle":        {depot: reads(leads("/files/a")), verdict: checks.Warn, posts: 1, deletes: 1, says: unseen + "its address answered 302"},
		"the way to a login":         {depot: reads(leads("/login")), verdict: checks.Warn, posts: 1, deletes: 1, says: unseen + "its address is refused to the test user too"},
		"it is not there":            {depot: reads(answer(404, "text/plain", "")), verdict: checks.Warn, posts: 1, deletes: 1, says: unseen + "it is not there by its address"},
		"it hangs where it stands":   {depot: reads(hangs), change: short, verdict: checks.Warn, posts: 1, deletes: 1, says: unseen + "its address told nothing"},
		"10 GB where it stands":      {depot: reads(flood("image/png")), verdict: checks.Warn, posts: 1, deletes: 1, says: unseen + "its address answers with more than golive reads"},
		"a page where it stands":     {depot: reads(answer(200, "text/html", "<div id=root></div>")), verdict: checks.Warn, posts: 1, deletes: 1, says: unseen + "what its address answers is no picture"},
		"an error with 200":          {depot: reads(said(`{"error":"not found"}`)), verdict: checks.Warn, posts: 1, deletes: 1, says: unseen + "what its address answers is no picture"},
		"markup for a host":          {depot: &depot{says: `{"id":"ID","url":"https://<b>@acme` + "`" + `x.test/NAME"}`}, verdict: checks.Warn, posts: 1, deletes: 1, not: "<b>@acme`"},
	})
}

func TestNothingIsUploaded(t *testing.T) {
	t.Parallel()
	says := func(deployed checks.Deployed) func(*probe.Options) {
		return func(options *probe.Options) {
			options.Prove = func(context.Context, *probe.Visit) (checks.Deployed, error) { return deployed, nil }
		}
	}
	secret := config.Upload{Path: "/api/files", Headers: []string{"Authorization: Bearer ${secret:TOKEN}"}}
	judgeUploads(t, map[string]uploadCase{
		"where nothing may be written": {depot: &depot{}, change: func(o *probe.Options) {
			o.Writes = probe.Writes{Why: "the policy has no `probes: {allow_writes: true}`"}
		}, verdict: checks.Warn, says: "no file is uploaded: the policy has no `probes: {allow_writes: true}`"},
		"to a version that nobody knows": {depot: &depot{}, change: says(checks.Deployed{}), verdict: checks.Warn, says: "no file is uploaded: nothing says which commit staging runs"},
		"to another version":             {depot: &depot{}, change: says(checks.Deployed{Proof: checks.ProofVersion, Other: true, Words: "`/version` says `77c0de1`"}), verdict: checks.Warn, says: "does not run this content"},
		"without the secret": {depot: &depot{}, upload: secret, change: func(o *probe.Options) {
			o.Secrets = func(string) (string, error) { return "", errors.New("nobody laid down TOKEN") }
		}, verdict: checks.Warn, says: "a header of `probes.upload` cannot be filled in: nobody laid down TOKEN"},
	})
}
