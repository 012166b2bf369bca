package taint_test

import "testing"

func TestGolangPatternsAreReadAndNotGuessed(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{{"regular expressions", `
package app
import ("net/http"; "os"; "path/filepath"; "regexp")
var (
	name = regexp.MustCompile(` + "`^[a-zA-Z0-9_-]+\\.png$`" + `)
	dots = regexp.MustCompile(` + "`\\.\\.`" + `)
	bad = regexp.MustCompile(` + "`[^a-z0-9]`" + `)
	below = regexp.MustCompile(` + "`^[\\w./-]+$`" + `)
	loose = regexp.MustCompile(` + "`[a-z]+`" + `)
	socket = regexp.MustCompile(` + "`^wss?://example\\.com(:\\d+)?/.*$`" + `)
	either = regexp.MustCompile(` + "`^(https|http)://(www\\.)?example\\.com/`" + `)
	open = regexp.MustCompile(` + "`^https?://.+$`" + `)
)
func a(w http.ResponseWriter, r *http.Request) {
	x := r.FormValue("x")
	if name.MatchString(x) { os.Open(filepath.Join("/srv", x)) }
	if below.MatchString(x) { os.Open(filepath.Join("/srv", x)) } // ? path
	if loose.MatchString(x) { os.Open(filepath.Join("/srv", x)) } // ? path
	if open.MatchString(x) { http.Get(x) } // ? ssrf
	if socket.MatchString(x) { http.Get(x) }
	if either.MatchString(x) { http.Get(x) }
	http.Get(x) // ? ssrf
}
func b(w http.ResponseWriter, r *http.Request) {
	x := r.FormValue("x")
	if dots.MatchString(x) { return }
	os.Open(filepath.Join("/srv", x))
}
func c(w http.ResponseWriter, r *http.Request) {
	x := r.FormValue("x")
	if bad.MatchString(x) { return }
	os.Open(filepath.Join("/srv", x))
}
func d(w http.ResponseWriter, r *http.Request) {
	os.Open(filepath.Join("/srv", bad.ReplaceAllString(r.FormValue("x"), "")))
}
`}, {"functions that say yes beside an error, or are defined below", `
package app
import ("errors"; "net/http"; "net/url"; "os"; "path/filepath"; "strings")
var hosts = []string{"a.com"}
func a(w http.ResponseWriter, r *http.Request) {
	to := filepath.Join("/srv", r.FormValue("x"))
	if ok, _ := inside("/srv", to); !ok { return }
	os.Open(to)
}
func inside(base, to string) (bool, error) {
	rel, err := filepath.Rel(base, to)
	if err != nil { return false, err }
	return !strings.HasPrefix(rel, ".."), nil
}
func b(w http.ResponseWriter, r *http.Request) {
	u, err := url.Parse(r.FormValue("u"))
	if err != nil { return }
	if err := checkHost(u.Hostname()); err != nil { return }
	http.Get(u.String())
}
func checkHost(h string) error {
	for _, one := range hosts { if one == h { return nil } }
	return errors.New("no")
}
func c(w http.ResponseWriter, r *http.Request) {
	if dotted(r.URL.Path) { return }
	os.Open(filepath.Join("/srv", r.URL.Path))
}
func dotted(v string) bool {
	if !strings.Contains(v, "..") { return false }
	for _, one := range strings.FieldsFunc(v, slash) { if one == ".." { return true } }
	return false
}
func slash(r rune) bool { return r == '/' || r == '\\' }
func d(w http.ResponseWriter, r *http.Request) {
	for _, one := range strings.Split("a/b", "/") { if one == ".." { return } }
}
`}, {"addresses of the net", `
package app
import ("net"; "net/http"; "net/url")
func a(w http.ResponseWriter, r *http.Request) {
	host := r.FormValue("h")
	found, _ := net.LookupIP(host)
	for _, ip := range found { if ip.IsPrivate() || ip.IsLoopback() { return } }
	http.Get("https://" + host + "/x")
}
func b(w http.ResponseWriter, r *http.Request) {
	host := r.FormValue("h")
	net.LookupIP(host)
	http.Get("https://" + host + "/x") // ! ssrf
	to, _ := url.JoinPath("https://a.com", host)
	http.Get(to)
	to, _ = url.JoinPath(host, "x")
	http.Get(to) // ! ssrf
}
`}})
}

func TestGolangIsFollowedIntoWhatIsWrittenToAndRun(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{{"commands", `
package app
import ("net/http"; "os/exec"; "strings")
func a(w http.ResponseWriter, r *http.Request) {
	x := r.FormValue("x")
	c := exec.Command("bash")
	c.Args = append(c.Args, "-c", x) // ! command
	d := exec.Command("sh")
	d.Stdin = strings.NewReader(x) // ! command
	e := exec.Command("cat")
	e.Stdin = strings.NewReader(x)
	e.Args = append(e.Args, x)
	exec.Command("python3", "-c", x) // ! command
	exec.Command("python3", "tool.py", x)
	exec.Command("sh", "-c", "ls \"$1\"", "sh", x)
}
`}, {"answers", `
package app
import ("bufio"; "bytes"; html "html/template"; "io"; "net/http"; "strings"; "text/template")
func a(w http.ResponseWriter, r *http.Request) {
	x := "<p>" + r.FormValue("x")
	b := bufio.NewWriter(w)
	b.WriteString(x) // ! xss
	io.Copy(w, strings.NewReader(x)) // ! xss
	var buffer bytes.Buffer
	buffer.WriteString(x)
	buffer.WriteTo(w) // ! xss
	template.Must(template.New("x").Parse("{{.}}")).Execute(w, x) // ! xss
	html.Must(html.New("x").Parse("{{.}}")).Execute(w, x)
	io.Copy(&buffer, strings.NewReader(x))
}
func b(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	io.Copy(w, r.Body)
}
`}, {"requests and redirects", `
package app
import ("net/http"; "net/http/httputil"; "net/url")
func a(w http.ResponseWriter, r *http.Request) {
	x := r.FormValue("x")
	_ = &httputil.ReverseProxy{Director: func(to *http.Request) { to.URL.Host = x }} // ? ssrf
	to, _ := http.NewRequest("GET", "https://a.com", nil)
	to.URL, _ = url.Parse(x) // ! ssrf
	r.URL.Host = r.Host
	w.Header()["Location"] = []string{x} // ! redirect
	w.Header()["X-Name"] = []string{x}
	http.RedirectHandler(x, 302).ServeHTTP(w, r) // ! redirect
}
`}})
}

func TestALoopOverWhatIsNotUntrustedEndsNothing(t *testing.T) {
	t.Parallel()
	read(t, "Go", "package a\nfunc f(v string) bool {\nfor _, one := range strings.FieldsFunc(g(), h) { if one == \"..\" { return true } }\nreturn false }")
}
