package security_test

import (
	"fmt"
	"html"
	"html/template"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/probe/probetest"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/security"
)

// letsTry is the policy that lets golive try marks.
func letsTry(subject *checks.Subject) { subject.Policy.Probes.Injection = true }

// echo writes what a parameter holds into a page, by a function.
func echo(name string, write func(string) string) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		writer.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprint(writer, "<!doctype html><title>Shop</title><p>", write(request.URL.Query().Get(name)), "</p>")
	}
}

// query answers as a database does whose query holds a parameter as it is.
func query(name, broken string, status int) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		if strings.Count(request.URL.Query().Get(name), "'")%2 == 1 {
			answer(status, "application/json", `{"error":"`+broken+`"}`)(writer, request)
			return
		}
		answer(200, "application/json", `[]`)(writer, request)
	}
}

const passwd = "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n"

// disk answers with a file below /srv/files, as whoever joins paths does.
func disk(name string, clean func(string) string) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		file := request.URL.Query().Get(name)
		if name == "" {
			file = strings.TrimPrefix(request.URL.Path, "/files/")
		}
		switch path.Join("/srv/files", clean(file)) {
		case "/etc/passwd":
			answer(200, "text/plain", passwd)(writer, request)
		case "/srv/files/1":
			answer(200, "text/plain", "one")(writer, request)
		default:
			answer(404, "text/plain", "not there")(writer, request)
		}
	}
}

func asItIs(text string) string { return text }

func TestMarksOnStaging(t *testing.T) {
	t.Parallel()
	route := func(line string) map[string]string { return map[string]string{"src/app.js": expressApp + line + "\n"} }
	search := route("app.get('/search', (req, res) => res.send(find(req.query.q)))")
	files := route("app.get('/files', (req, res) => send(req.query.file))")
	at := func(handler http.Handler) site {
		return site{"/": answer(200, "text/html", shopPage), "/search": handler.ServeHTTP, "/files": handler.ServeHTTP}
	}
	within := func(before, after string) http.HandlerFunc {
		return echo("q", func(text string) string { return before + text + after })
	}
	escaped := template.Must(template.New("").Parse(`<p title="{{.}}">{{.}}</p><script>var q = {{.}}</script><!-- {{.}} -->`))
	rule := "error injection.xss"
	try := []checkstest.Option{letsTry}
	judgeLive(t, injectionItem, security.NewInjection(projecttest.Reader(t)), map[string]liveCase{
		"without the policy nothing is tried": {files: search, serve: at(within("", "")), verdict: checks.NeedsSignOff, not: "mark"},
		"markup":                              {files: search, serve: at(within("", "")), options: try, verdict: checks.Fail, findings: rule, says: "`GET /search` (`src/app.js:3`) puts its parameter `q` into the page as markup"},
		"in an attribute":                     {files: search, serve: at(within(`<input value="`, `">`)), options: try, verdict: checks.Fail, findings: rule},
		"in an attribute of single quotes":    {files: search, serve: at(within(`<input value='`, `'>`)), options: try, verdict: checks.Fail, findings: rule},
		"by a template that escapes": {files: search, serve: at(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_ = escaped.Execute(w, r.URL.Query().Get("q"))
		})), options: try, verdict: checks.NeedsSignOff, says: "no mark came through, which proves little"},
		"escaped":         {files: search, serve: at(echo("q", html.EscapeString)), options: try, verdict: checks.NeedsSignOff},
		"a tag taken out": {files: search, serve: at(echo("q", func(s string) string { return strings.NewReplacer("<", "", ">", "").Replace(s) })), options: try, verdict: checks.NeedsSignOff},
		"in a text field": {files: search, serve: at(within("<textarea>", "</textarea>")), options: try, verdict: checks.NeedsSignOff},
		"in a comment":    {files: search, serve: at(within("<!--", "-->")), options: try, verdict: checks.NeedsSignOff},
		"in JSON": {files: search, serve: at(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answer(200, "application/json", `{"q":"`+r.URL.Query().Get("q")+`"}`)(w, r)
		})), options: try, verdict: checks.NeedsSignOff},
		"in plain text": {files: search, serve: at(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer(200, "text/plain", r.URL.Query().Get("q"))(w, r) })), options: try, verdict: checks.NeedsSignOff},
		"a page that shows what was looked for last": {files: search, serve: at(lastSearches()), options: try, verdict: checks.NeedsSignOff},
		"refused as not valid": {files: search, serve: at(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.ContainsAny(r.URL.Query().Get("q"), `<'"`) {
				answer(400, "application/json", `{}`)(w, r)
				return
			}
			answer(200, "application/json", `[]`)(w, r)
		})), options: try, verdict: checks.NeedsSignOff, says: "no mark came through"},
		"a firewall in between": {files: search, serve: at(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.RawQuery, "%3C") {
				answer(403, "text/html", "blocked")(w, r)
				return
			}
			within("", "")(w, r)
		})), options: try, verdict: checks.NeedsSignOff, says: "before 1 route something refuses marks"},

		"a query of MySQL":               {files: search, serve: at(query("q", "You have an error in your SQL syntax; check the manual", 500)), options: try, verdict: checks.Fail, findings: "error injection.sql", says: "an error of MySQL"},
		"of PostgreSQL, with status 200": {files: search, serve: at(query("q", "unterminated quoted string at or near", 200)), options: try, verdict: checks.Fail, findings: "error injection.sql", says: "parameter `q`"},
		"of SQLite, in JSON":             {files: search, serve: at(query("q", `{"title":"unrecognized token: \"'1''\""}`, 500)), options: try, verdict: checks.Fail, findings: "error injection.sql", says: "an error of SQLite"},
		"of PostgreSQL, in a page":       {files: search, serve: at(query("q", "syntax error at or near &quot;1&quot;", 500)), options: try, verdict: checks.Fail, findings: "error injection.sql", says: "an error of PostgreSQL"},
		"a query that breaks silently":   {files: search, serve: at(query("q", "Internal Server Error", 500)), options: try, verdict: checks.NeedsSignOff, findings: "warning injection.sql-suspect", says: "it answers 500 and 200"},
		"one that breaks on anything odd": {files: search, serve: at(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Query().Get("q"), "'") {
				answer(500, "application/json", `{}`)(w, r)
				return
			}
			answer(200, "application/json", `[]`)(w, r)
		})), options: try, verdict: checks.NeedsSignOff},
		"one that breaks now and then":       {files: search, serve: at(nowAndThen()), options: try, verdict: checks.NeedsSignOff},
		"a page about errors of databases":   {files: search, serve: at(answer(200, "text/html", "<p>You have an error in your SQL syntax</p>")), options: try, verdict: checks.NeedsSignOff},
		"a parameter that stands in a query": {files: search, serve: at(answer(200, "application/json", `[]`)), options: try, verdict: checks.NeedsSignOff},
		"a part of the path":                 {files: route("app.get('/items/:name', (req, res) => res.json(find(req.params.name)))"), serve: site{"/": answer(200, "text/html", shopPage), "/items/1": answer(200, "application/json", "{}"), "/items/1'": answer(500, "text/plain", "pq: syntax error at or near"), "/items/1''": answer(404, "application/json", "{}")}, options: try, verdict: checks.Fail, findings: "error injection.sql", says: "the part of its path `name`"},

		"a file anywhere":              {files: files, serve: at(disk("file", asItIs)), options: try, verdict: checks.Fail, findings: "error injection.path", says: "the accounts of `/etc/passwd`", not: "/bin/bash"},
		"what is not there breaks it":  {files: files, serve: at(breaking(disk("file", asItIs))), options: try, verdict: checks.Fail, findings: "error injection.path", says: "the accounts of `/etc/passwd`"},
		"dots taken out once":          {files: files, serve: at(disk("file", func(s string) string { return strings.ReplaceAll(s, "../", "") })), options: try, verdict: checks.Fail, findings: "error injection.path"},
		"dots taken out":               {files: files, serve: at(disk("file", func(s string) string { return path.Base(s) })), options: try, verdict: checks.NeedsSignOff},
		"a page that shows an example": {files: files, serve: at(answer(200, "text/plain", passwd)), options: try, verdict: checks.NeedsSignOff},
		"any name shows an example": {files: files, serve: at(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.RawQuery, "etc") {
				answer(200, "text/plain", passwd)(w, r)
			}
		})), options: try, verdict: checks.NeedsSignOff},
		"a download": {files: route("app.get('/download', (req, res) => send(req.query.file))"), serve: site{"/": answer(200, "text/html", shopPage), "/download": disk("file", asItIs)}, options: try, verdict: checks.Fail, findings: "error injection.path", says: "`GET /download` (`src/app.js:3`) lets its parameter `file` name a file", not: "/bin/bash"},
		"a download that is not known to read a name": {files: route("app.get('/download', download)"), serve: site{"/": answer(200, "text/html", shopPage), "/download": disk("path", asItIs)}, options: try, verdict: checks.Fail, findings: "error injection.path", says: "its parameter `path`"},
		"a download by its path":                      {files: route("app.get('/download/:file', (req, res) => send(req.params.file))"), serve: belowDownload(disk("", asItIs)), options: try, verdict: checks.Fail, findings: "error injection.path", says: "the part of its path `file`"},
		"a download that cleans names":                {files: route("app.get('/download', (req, res) => send(req.query.file))"), serve: site{"/": answer(200, "text/html", shopPage), "/download": disk("file", path.Base)}, options: try, verdict: checks.NeedsSignOff, says: "no mark came through"},
		"a download without the policy":               {files: route("app.get('/download', (req, res) => send(req.query.file))"), serve: site{"/": answer(200, "text/html", shopPage), "/download": disk("file", asItIs)}, verdict: checks.NeedsSignOff, not: "mark"},
		"a file that comes but once":                  {files: files, serve: at(once(disk("file", asItIs))), options: try, verdict: checks.NeedsSignOff, says: "no mark came through"},
		"a part of the path is a file":                {files: route("app.get('/files/:name', (req, res) => send(req.params.name))"), serve: anyPath(disk("", asItIs)), options: try, verdict: checks.Fail, findings: "error injection.path"},
		"a route that asks who asks":                  {files: search, serve: at(answer(401, "application/json", "{}")), options: try, verdict: checks.NeedsSignOff, says: "1 ask who asks"},
		"a route that is broken":                      {files: search, serve: at(answer(500, "text/html", "You have an error in your SQL syntax")), options: try, verdict: checks.NeedsSignOff, says: "told nothing"},
		"a page for every path":                       {files: search, serve: answer(200, "text/html", shopPage), options: try, verdict: checks.NeedsSignOff},
		"of a version nobody knows":                   {files: search, serve: at(within("", "")), change: runs(checks.Deployed{}), options: try, verdict: checks.NeedsSignOff, findings: "warning injection.xss", says: "as staging is now"},
	})
}

// breaking answers 500 where something is not there.
func breaking(handler http.HandlerFunc) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		recorder := httptest.NewRecorder()
		if handler(recorder, request); recorder.Code == http.StatusNotFound || request.URL.Query().Get("file") == "1" {
			answer(500, "text/html", "Internal Server Error")(writer, request)
			return
		}
		handler(writer, request)
	}
}

// belowDownload serves below /download/ what is below /files/, and a first page.
func belowDownload(handler http.HandlerFunc) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		if !strings.HasPrefix(request.URL.Path, "/download/") {
			answer(404, "text/plain", "not there")(writer, request)
			return
		}
		request.URL.Path = strings.Replace(request.URL.Path, "/download/", "/files/", 1)
		handler(writer, request)
	}
}

// once gives the accounts of the machine a single time, as a cache does that was filled by
// somebody else.
func once(handler http.HandlerFunc) http.HandlerFunc {
	var given atomic.Bool
	return func(writer http.ResponseWriter, request *http.Request) {
		if strings.Contains(request.URL.RawQuery, "passwd") && given.Swap(true) {
			answer(404, "text/plain", "not there")(writer, request)
			return
		}
		handler(writer, request)
	}
}

// What hands out files is asked for the path of one and with no other mark, and what does
// something is not asked at all.
func TestWhatIsAskedOfDownloads(t *testing.T) {
	t.Parallel()
	var mutex sync.Mutex
	var asked []string
	visit := probetest.Serve(t, http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		mutex.Lock()
		defer mutex.Unlock()
		asked = append(asked, request.URL.Path+"?"+request.URL.Query().Encode())
		answer(200, "application/json", "[]")(writer, request)
	}), nil)
	routes := "app.get('/download', (req, res) => send(req.query.file, req.query.q))\napp.get('/download/delete', (req, res) => send(req.query.file))\napp.get('/export', (req, res) => send(req.query.file))\napp.get('/orders/:id/download', (req, res) => send(req.params.id))\n"
	checkstest.Judge(t, injectionItem, security.NewInjection(projecttest.Reader(t)), checkstest.Subject(checkstest.Tree(map[string]string{"src/app.js": expressApp + routes}), letsTry, at(visit)))
	mutex.Lock()
	defer mutex.Unlock()
	downloads := 0
	for _, one := range asked {
		for _, never := range []string{"delete", "/export", "/orders/", "%27", "%3C", "q="} {
			if strings.Contains(one, never) {
				t.Errorf("asked %s", one)
			}
		}
		if strings.HasPrefix(one, "/download?") && strings.Contains(one, "passwd") {
			downloads++
		}
	}
	if downloads == 0 {
		t.Errorf("asked %q", asked)
	}
}

// anyPath serves below /files/, and a first page.
func anyPath(handler http.HandlerFunc) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		if !strings.HasPrefix(request.URL.Path, "/files/") {
			answer(404, "text/plain", "not there")(writer, request)
			return
		}
		handler(writer, request)
	}
}

// lastSearches shows what others looked for, escaped but for one that never changes.
func lastSearches() http.HandlerFunc {
	return echo("q", func(text string) string { return html.EscapeString(text) + "<glvexamplex1>" })
}

// nowAndThen breaks at every third request, whatever it is.
func nowAndThen() http.HandlerFunc {
	var count atomic.Int64
	return func(writer http.ResponseWriter, request *http.Request) {
		if count.Add(1)%3 == 0 {
			answer(500, "application/json", `{}`)(writer, request)
			return
		}
		answer(200, "application/json", `[]`)(writer, request)
	}
}

func TestMarksTakeNothingFromAnAnalysis(t *testing.T) {
	t.Parallel()
	forge := checkstest.Forge{Alerts: checkstest.Alerts{Analyses: []checks.CodeAnalysis{codeOf("javascript-typescript")}, Code: map[string][]checks.CodeAlert{"refs/heads/main": nil}}}
	files := map[string]string{"src/app.js": expressApp + "app.get('/search', (req, res) => res.json([]))\n", "package.json": "{}"}
	for name, option := range map[string]checkstest.Option{
		"no staging is named":      func(*checks.Subject) {},
		"staging cannot be judged": at(probetest.Serve(t, answer(500, "text/plain", ""), nil)),
		"nothing came through":     at(probetest.Serve(t, site{"/": answer(200, "text/html", shopPage), "/search": answer(200, "application/json", "[]")}, nil)),
	} {
		result := checkstest.Judge(t, injectionItem, security.NewInjection(projecttest.Reader(t)), checkstest.Subject(checkstest.Tree(files), checkstest.On(&forge), letsTry, option))
		if result.Verdict() != checks.Pass {
			t.Errorf("%s: %s: %s\n%+v", name, result.Verdict(), result.Why, result.Missing)
		}
	}
}

func TestMarksEndWithTheirBudget(t *testing.T) {
	t.Parallel()
	var routes strings.Builder
	for number := range 40 {
		fmt.Fprintf(&routes, "app.get('/r%d', (req, res) => res.send(find(req.query.file, req.query.path, req.query.page, req.query.name)))\n", number)
	}
	var asked atomic.Int64
	visit := probetest.Serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "" {
			asked.Add(1)
		}
		answer(200, "text/html", "<p>"+r.URL.RawQuery+"</p>")(w, r)
	}), nil)
	result := checkstest.Judge(t, injectionItem, security.NewInjection(projecttest.Reader(t)), checkstest.Subject(checkstest.Tree(map[string]string{"src/app.js": expressApp + routes.String()}), letsTry, at(visit)))
	if asked.Load() > 100 || asked.Load() < 20 || result.Verdict() != checks.NeedsSignOff {
		t.Errorf("%d requests, %s", asked.Load(), result.Verdict())
	}
}
