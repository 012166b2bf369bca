package taint_test

import "testing"

// TestGolangGuards are the checks that careful people write before they use what a
// request carries.
func TestGolangGuards(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{
		{"paths", `
package app
import ("errors"; "fmt"; "net/http"; "os"; "io/ioutil"; "path"; "path/filepath"; "regexp"; "strings"; "github.com/google/uuid")
const root = "/srv/files"
var word = regexp.MustCompile("^[a-zA-Z0-9_-]+$")
func dots(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	if strings.Contains(name, "..") {
		http.Error(w, "no", 400)
		return
	}
	os.Open(filepath.Join(root, name))
}
func dotsOnly(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	if strings.Contains(name, "/") || strings.Contains(name, "\\") || strings.Contains(name, "..") {
		http.Error(w, "no", 400)
		return
	}
	ioutil.ReadFile(filepath.Join(root, name))
}
func inside(w http.ResponseWriter, r *http.Request) {
	if name := r.FormValue("name"); !strings.Contains(name, "..") {
		os.Open(root + "/" + name)
	}
}
func below(w http.ResponseWriter, r *http.Request) {
	full, err := filepath.Abs(filepath.Join(root, r.FormValue("name")))
	if err != nil || !strings.HasPrefix(full, root) {
		http.Error(w, "no", 400)
		return
	}
	ioutil.ReadFile(full)
}
func belowClean(w http.ResponseWriter, r *http.Request) {
	full := path.Clean(root + "/" + r.FormValue("name"))
	if strings.HasPrefix(full, root + string(os.PathSeparator)) {
		ioutil.ReadFile(full)
	}
}
func relative(w http.ResponseWriter, r *http.Request) {
	full := filepath.Join(root, r.FormValue("name"))
	rel, err := filepath.Rel(root, full)
	if err != nil || strings.HasPrefix(rel, "..") {
		return
	}
	os.Open(full)
}
func relativeDots(w http.ResponseWriter, r *http.Request) {
	full := filepath.Join(root, r.FormValue("name"))
	rel, err := filepath.Rel(root, full)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return
	}
	os.Open(full)
	os.Open(filepath.Join(root, rel))
}
func local(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	if !filepath.IsLocal(name) {
		return
	}
	os.Open(filepath.Join(root, name))
}
func base(w http.ResponseWriter, r *http.Request) {
	name := filepath.Base(r.FormValue("name"))
	os.Open(root + "/" + name)
	if path.Base(r.FormValue("other")) != r.FormValue("other") {
		return
	}
	os.Open(root + "/" + r.FormValue("other"))
}
func baseAgain(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	if name != filepath.Base(name) {
		return
	}
	os.Open(filepath.Join(root, name))
}
func pattern(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	if !word.MatchString(name) {
		return
	}
	os.Open(root + "/" + name)
	other := r.FormValue("other")
	ok, err := regexp.MatchString("^[a-z]+$", other)
	if err != nil || !ok {
		return
	}
	os.Open(root + "/" + other)
	if matched, _ := regexp.MatchString("^[0-9a-f]{32}$", r.FormValue("third")); matched {
		os.Open(root + "/" + r.FormValue("third"))
	}
}
func ids(w http.ResponseWriter, r *http.Request) {
	id := r.FormValue("id")
	if _, err := uuid.Parse(id); err != nil {
		return
	}
	os.Open(root + "/" + id)
}
func cut(w http.ResponseWriter, r *http.Request) {
	name := strings.ReplaceAll(r.FormValue("name"), "/", "")
	os.Open(root + "/" + name)
	other := strings.NewReplacer("/", "_", "..", "_").Replace(r.FormValue("other"))
	os.Open(root + "/" + other)
}
func absolute(w http.ResponseWriter, r *http.Request) {
	name := path.Clean("/" + r.URL.Path)
	os.Open(filepath.Join(root, name))
	os.Open(root + path.Join("/", r.FormValue("name")))
	os.Open(filepath.Join(root, filepath.FromSlash(path.Clean("/"+r.FormValue("name")))))
}
func chosen(w http.ResponseWriter, r *http.Request) {
	files := map[string]string{"a": "a.txt"}
	file, ok := files[r.FormValue("name")]
	if !ok {
		return
	}
	os.Open(root + "/" + file)
	switch name := r.FormValue("page"); name {
	case "a", "b":
		os.Open(root + "/" + name)
	default:
		os.Open(root + "/index")
	}
}
func among(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	for _, one := range []string{"a", "b"} {
		if one == name {
			os.Open(root + "/" + name)
		}
	}
	found := false
	for _, one := range []string{"a", "b"} {
		if one == name {
			found = true
			break
		}
	}
	if !found {
		return
	}
	os.Open(root + "/" + name)
}
func checkPath(p string) (string, error) {
	full := filepath.Join(root, filepath.Clean(p))
	if !strings.HasPrefix(full, root) {
		return "", errors.New("outside")
	}
	return full, nil
}
func helped(w http.ResponseWriter, r *http.Request) {
	full, err := checkPath(r.FormValue("name"))
	if err != nil {
		return
	}
	os.Open(full)
}
func within(p string) bool {
	return strings.HasPrefix(filepath.Clean(p), root)
}
func helpedBool(w http.ResponseWriter, r *http.Request) {
	full := filepath.Join(root, r.FormValue("name"))
	if !within(full) {
		return
	}
	os.Open(full)
}
func vet(name string) error {
	if strings.Contains(name, "..") {
		return fmt.Errorf("bad name")
	}
	return nil
}
func helpedError(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	if err := vet(name); err != nil {
		return
	}
	os.Open(root + "/" + name)
}
func rooted(w http.ResponseWriter, r *http.Request) {
	dir := http.Dir(root)
	dir.Open(r.FormValue("name"))
	in, _ := os.OpenRoot(root)
	in.Open(r.FormValue("name"))
	f := os.DirFS(root)
	f.Open(r.FormValue("name"))
}
func suffix(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	if !strings.HasSuffix(name, ".txt") {
		return
	}
	os.Open(root + "/" + name) // ! path
	if strings.HasPrefix(name, "/srv") {
		os.Open(filepath.Join(root, name)) // ? path
	}
}
func wrong(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	os.Open(filepath.Join(root, filepath.Clean(name))) // ! path
	if strings.Contains(name, "..") {
		fmt.Println("odd")
	}
	os.Open(root + "/" + name) // ! path
}
`},
		{"addresses that are asked", `
package app
import ("net/http"; "net/url"; "strings"; "fmt"; "slices")
var hosts = map[string]bool{"api.example.com": true}
var list = []string{"api.example.com"}
func byMap(w http.ResponseWriter, r *http.Request) {
	to := r.FormValue("url")
	u, err := url.Parse(to)
	if err != nil || !hosts[u.Host] {
		return
	}
	http.Get(u.String())
	http.Get(to)
}
func byName(w http.ResponseWriter, r *http.Request) {
	u, err := url.Parse(r.FormValue("url"))
	if err != nil {
		return
	}
	if u.Hostname() != "api.example.com" {
		return
	}
	http.Get(u.String())
}
func bySuffix(w http.ResponseWriter, r *http.Request) {
	u, err := url.Parse(r.FormValue("url"))
	if err != nil || !strings.HasSuffix(u.Hostname(), ".example.com") {
		return
	}
	http.Get(u.String())
}
func byList(w http.ResponseWriter, r *http.Request) {
	u, _ := url.Parse(r.FormValue("url"))
	if !slices.Contains(list, u.Hostname()) {
		return
	}
	http.Get(u.String())
}
func bySwitch(w http.ResponseWriter, r *http.Request) {
	u, _ := url.Parse(r.FormValue("url"))
	switch u.Host {
	case "a.example.com", "b.example.com":
	default:
		http.Error(w, "no", 400)
		return
	}
	http.Get(u.String())
}
func byEqual(w http.ResponseWriter, r *http.Request) {
	to := r.FormValue("url")
	if to == "https://api.example.com" || to == "https://b.example.com" {
		http.Get(to)
	}
}
func byPrefix(w http.ResponseWriter, r *http.Request) {
	to := r.FormValue("url")
	if !strings.HasPrefix(to, "https://api.example.com/") {
		return
	}
	http.Get(to)
	http.Get(fmt.Sprintf("https://api.example.com/%s", r.FormValue("id")))
	http.Get("https://api.example.com/?q=" + url.QueryEscape(r.FormValue("q")))
}
func allowedHost(u *url.URL) bool {
	return u.Host == "api.example.com"
}
func byHelper(w http.ResponseWriter, r *http.Request) {
	u, _ := url.Parse(r.FormValue("url"))
	if !allowedHost(u) {
		return
	}
	http.Get(u.String())
}
func byResult(w http.ResponseWriter, r *http.Request) {
	to, err := validateURL(r.FormValue("url"))
	if err != nil {
		return
	}
	http.Get(to)
}
func validateURL(raw string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return "", err
	}
	if u.Host != "api.example.com" {
		return "", fmt.Errorf("not allowed")
	}
	return u.String(), nil
}
func chosen(w http.ResponseWriter, r *http.Request) {
	targets := map[string]string{"a": "https://a.example.com"}
	http.Get(targets[r.FormValue("target")])
	var to string
	switch r.FormValue("env") {
	case "prod":
		to = "https://a.example.com"
	}
	http.Get(to)
}
func query(w http.ResponseWriter, r *http.Request) {
	u := url.URL{Scheme: "https", Host: "api.example.com", Path: r.FormValue("p")}
	http.Get(u.String())
	v := url.Values{}
	v.Set("q", r.FormValue("q"))
	http.Get("https://api.example.com/?" + v.Encode())
	base, _ := url.Parse("https://api.example.com")
	base.Path = r.FormValue("p")
	q := base.Query()
	q.Set("a", r.FormValue("a"))
	base.RawQuery = q.Encode()
	http.Get(base.String())
	req, _ := http.NewRequest("POST", "https://api.example.com", strings.NewReader(r.FormValue("body")))
	http.DefaultClient.Do(req)
}
func wrong(w http.ResponseWriter, r *http.Request) {
	u, err := url.Parse(r.FormValue("url"))
	if err != nil {
		return
	}
	if u.Scheme != "https" {
		return
	}
	http.Get(u.String()) // ! ssrf
	req, _ := http.NewRequest("GET", r.FormValue("u"), nil)
	http.DefaultClient.Do(req) // ! ssrf
}
`},
		{"redirects", `
package app
import ("net/http"; "net/url"; "strings"; "regexp")
func local(w http.ResponseWriter, r *http.Request) {
	to := r.FormValue("to")
	if len(to) > 1 && to[0] == '/' && to[1] != '/' && to[1] != '\\' {
		http.Redirect(w, r, to, 302)
	}
	if !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\") {
		to = "/"
	}
	http.Redirect(w, r, to, 302)
}
func hostless(w http.ResponseWriter, r *http.Request) {
	u, err := url.Parse(r.FormValue("to"))
	if err != nil || u.Host != "" || u.Scheme != "" {
		http.Redirect(w, r, "/", 302)
		return
	}
	http.Redirect(w, r, u.String(), 302)
}
func absolute(w http.ResponseWriter, r *http.Request) {
	u, err := url.Parse(r.FormValue("to"))
	if err != nil || u.IsAbs() { // not of //example.com
		return
	}
	http.Redirect(w, r, u.String(), 302) // ? redirect
}
func path(w http.ResponseWriter, r *http.Request) {
	u, _ := url.Parse(r.FormValue("to"))
	http.Redirect(w, r, "/app"+u.Path, 302)
	http.Redirect(w, r, r.URL.Path+"/", 302)
	http.Redirect(w, r, r.URL.String(), 302)
	http.Redirect(w, r, "/login?next="+r.FormValue("next"), 302)
}
func own(w http.ResponseWriter, r *http.Request) {
	to := r.FormValue("to")
	u, err := url.Parse(to)
	if err != nil || u.Host != "example.com" {
		to = "/"
	}
	http.Redirect(w, r, to, 302)
}
func fixed(w http.ResponseWriter, r *http.Request) {
	to := r.FormValue("to")
	if to != "/a" && to != "/b" {
		to = "/"
	}
	http.Redirect(w, r, to, 302)
}
var site = regexp.MustCompile("^https?://(www\\.)?example\\.com/")
func matched(w http.ResponseWriter, r *http.Request) {
	to := r.FormValue("to")
	if site.MatchString(to) {
		http.Redirect(w, r, to, 302)
	}
}
func isValidRedirect(to string) bool { return strings.HasPrefix(to, "https://example.com/") }
func helper(w http.ResponseWriter, r *http.Request) {
	to := r.FormValue("to")
	if !isValidRedirect(to) {
		http.Error(w, "no", 400)
		return
	}
	http.Redirect(w, r, to, 302)
}
func sanitizeURL(to string) string {
	if !strings.HasPrefix(to, "https://example.com/") {
		return "/"
	}
	return to
}
func cleaned(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, sanitizeURL(r.FormValue("to")), 302)
	back := r.Header.Get("Referer")
	http.Redirect(w, r, back, 302)
}
func wrong(w http.ResponseWriter, r *http.Request) {
	to := r.FormValue("to")
	if to != "" {
		http.Redirect(w, r, to, 302) // ! redirect
	}
	w.Header().Set("Location", to) // ! redirect
	w.WriteHeader(302)
}
`},
		{"paths as they are seen from a folder", `
package app
import ("net/http"; "io/ioutil"; "path/filepath"; "strings")
const root = "/srv/files/"
func a(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query()["path"][0]
	rel, err := filepath.Rel(root, name)
	if err != nil || strings.Contains(rel, "..") {
		return
	}
	ioutil.ReadFile(name)
	ioutil.ReadFile(filepath.Join(root, rel))
}
func b(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query()["path"][0]
	if rel, err := filepath.Rel(root, name); err == nil && !strings.HasPrefix(rel, "..") {
		ioutil.ReadFile(name)
	}
	if rel, err := filepath.Rel(root, r.FormValue("b")); err == nil && !strings.HasPrefix(filepath.ToSlash(rel), "../") {
		ioutil.ReadFile(r.FormValue("b"))
	}
	if rel, _ := filepath.Rel(root, r.FormValue("c")); filepath.IsLocal(rel) {
		ioutil.ReadFile(r.FormValue("c"))
	}
	if rel, _ := filepath.Rel(root, r.FormValue("d")); len(rel) >= 2 && rel[:2] != ".." {
		ioutil.ReadFile(r.FormValue("d"))
	}
	rel, _ := filepath.Rel(root, r.FormValue("e"))
	ioutil.ReadFile(filepath.Join(root, rel)) // ! path
}
`},
		{"hosts, numbers and conditions without a subject", `
package app
import ("net/http"; "net/url"; "strings"; "fmt"; "strconv"; "path"; "github.com/gin-gonic/gin"; "github.com/google/uuid")
type form struct { ID int; Name string; Kind uint }
func a(c *gin.Context) {
	id, _ := strconv.Atoi(c.Query("id"))
	http.Get(fmt.Sprintf("http://%v", id))
	u, err := uuid.Parse(c.Param("id"))
	if err != nil { return }
	http.Get("http://" + u.String())
	var f form
	if err := c.ShouldBindJSON(&f); err != nil { return }
	http.Get(fmt.Sprintf("http://%v", f.ID))
	http.Get(fmt.Sprintf("http://%v", f.Kind))
	http.Get(fmt.Sprintf("http://%v", f.Name)) // ! ssrf
}
func b(w http.ResponseWriter, r *http.Request) {
	z, _ := url.Parse(r.FormValue("z"))
	if strings.EqualFold(z.Host, "example.com") { http.Get(z.String()) }
	http.Get("http://example.com" + path.Join("/", r.FormValue("p")))
	joined, _ := url.JoinPath("https://example.com/", r.FormValue("p"))
	http.Get(joined)
	if strings.HasSuffix(z.Host, "example.com") { http.Get(z.String()) } // ? ssrf
	switch s := r.FormValue("s"); {
	case s == "a", s == "b":
		http.Get("http://" + s)
	case s != "c":
		http.Get("http://" + s) // ! ssrf
	default:
		http.Get("http://" + s)
	}
}
`},
	})
}
