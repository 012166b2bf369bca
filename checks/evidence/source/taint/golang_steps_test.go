package taint_test

import "testing"

// TestGolangSteps are steps of the language between a request and where its data does harm.
func TestGolangSteps(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{{"the keys of maps", `
package app
import ("net/http"; "os")
type box struct { name string }
func added(w http.ResponseWriter, r *http.Request) {
	wanted := map[string]bool{}
	wanted[r.FormValue("f")] = true
	for name := range wanted {
		os.ReadFile(name) // ! path
	}
	for _, is := range wanted {
		os.ReadFile(is)
	}
}
func written(w http.ResponseWriter, r *http.Request) {
	wanted := map[string]string{r.FormValue("f"): "a"}
	for name, kind := range wanted {
		os.ReadFile(name) // ! path
		os.ReadFile(kind)
	}
	wanted["b"] = "c"
	os.ReadFile(wanted["b"])
}
func structs(w http.ResponseWriter, r *http.Request) {
	wanted := map[box]int{{r.FormValue("f")}: 1}
	for one := range wanted {
		os.ReadFile(one.name) // ! path
	}
	counts := map[string]int{"a": 1}
	for name := range counts {
		os.ReadFile(name)
	}
}
func counted(w http.ResponseWriter, r *http.Request) {
	names := map[int]string{}
	names[len(r.FormValue("f"))] = "a"
	for at := range names {
		os.ReadFile(names[at])
	}
}
`}, {"elements that are handed on", `
package app
import ("net/http"; "os")
type box struct { name, kind string }
func lists(w http.ResponseWriter, r *http.Request) {
	remove([]box{{name: r.FormValue("f"), kind: "a"}})
	removeKinds([]box{{name: r.FormValue("f"), kind: "a"}})
}
func maps(w http.ResponseWriter, r *http.Request) { removeAll(map[string]box{"a": {r.FormValue("f"), "b"}}) }
func alone(w http.ResponseWriter, r *http.Request) { removeOne(box{name: r.FormValue("f"), kind: "a"}) }
func remove(all []box) {
	for _, one := range all { os.Remove(one.name) } // ! path
}
func removeKinds(all []box) {
	for _, one := range all { os.Remove(one.kind) }
}
func removeAll(all map[string]box) {
	for _, one := range all { os.Remove(one.name) } // ! path
}
func removeOne(one box) { os.Remove(one.kind) }
`}, {"one value and whether there is any", `
package app
import ("net/http"; "os")
type box struct { name, kind string }
func asserted(w http.ResponseWriter, r *http.Request) {
	var any interface{} = &box{name: r.FormValue("f"), kind: "a"}
	if one, ok := any.(*box); ok {
		os.Remove(one.name) // ! path
		os.Remove(one.kind)
	}
}
func entries(w http.ResponseWriter, r *http.Request) {
	all := map[string]box{"a": {name: r.FormValue("f")}}
	one, ok := all["a"]
	if ok {
		os.Remove(one.name) // ! path
		os.Remove(one.kind)
	}
}
`}, {"closures that keep what made them was given", `
package app
import ("net/http"; "os")
func prefixed(with string) func(string) string {
	return func(name string) string { return with + name }
}
func fixed(with string) func(string) string {
	return func(name string) string { return "/data/" + name }
}
func a(w http.ResponseWriter, r *http.Request) {
	add := prefixed(r.FormValue("f"))
	os.Remove(add("a")) // ! path
	os.Remove(prefixed(r.FormValue("f"))("a")) // ! path
	put := fixed(r.FormValue("f"))
	os.Remove(put("a"))
	other := prefixed("a")
	os.Remove(other("b"))
}
`}, {"parts of a request that are handed on", `
package app
import ("net/http"; "net/url"; "os"; "mime/multipart"; "io")
func a(w http.ResponseWriter, r *http.Request) { remove(r.URL); count(r.URL) }
func remove(address *url.URL) { os.Remove(address.Query().Get("f")) } // ! path
func count(address *url.URL) { os.Remove("/data/a"); _ = len(address.Query()) }
func own() { remove(&url.URL{Path: "/a"}) }
func b(w http.ResponseWriter, r *http.Request) {
	parts, _ := r.MultipartReader()
	part, _ := parts.NextPart()
	read(part)
	page := make([]byte, 100)
	part.Read(page)
	w.Write(page) // ! xss
}
func read(part *multipart.Part) {
	name, _ := io.ReadAll(part)
	os.Remove(string(name)) // ! path
}
`}, {"cases that fall through", `
package app
import ("net/http"; "os")
func a(w http.ResponseWriter, r *http.Request) {
	name, kind := r.FormValue("f"), r.FormValue("k")
	switch len(kind) {
	case 1:
		name = "a"
	case 2:
		name += ".txt"
		fallthrough
	case 3:
		name = "b"
	default:
		name = "c"
	}
	os.Remove(name)
	switch len(kind) {
	case 1:
		kind = "a"
		fallthrough
	case 2:
		kind += ".txt"
	default:
		kind = "c"
	}
	os.Remove(kind) // ! path
}
`}, {"requests that are sent apart from where they are made", `
package app
import ("net/http"; "context"; "golang.org/x/net/websocket")
func a(w http.ResponseWriter, r *http.Request) {
	request, err := http.NewRequest("GET", r.FormValue("u"), nil)
	if err != nil {
		return
	}
	request.Header.Set("A", "b")
	client := &http.Client{}
	client.Do(request) // ! ssrf
	request, _ = http.NewRequestWithContext(context.Background(), "GET", r.FormValue("u"), nil)
	http.DefaultClient.Do(request) // ! ssrf
	request, _ = http.NewRequest("GET", "https://example.com/"+r.FormValue("u"), nil)
	client.Do(request)
}
func handed(w http.ResponseWriter, r *http.Request) {
	request, _ := http.NewRequest("GET", r.FormValue("u"), nil) // ! ssrf
	send(request)
}
func socket(w http.ResponseWriter, r *http.Request) {
	config, _ := websocket.NewConfig(r.FormValue("u"), "http://localhost")
	websocket.DialConfig(config) // ! ssrf
}
`}, {"the path of an address that was sent", `
package app
import ("net/http"; "net/url"; "strings")
func a(w http.ResponseWriter, r *http.Request) {
	next, _ := url.Parse(r.FormValue("next"))
	http.Redirect(w, r, next.Path, 302) // ? redirect
	http.Redirect(w, r, r.URL.Path, 302)
	http.Redirect(w, r, "/a"+next.Path, 302)
	if !strings.HasPrefix(next.Path, "/") || strings.HasPrefix(next.Path, "//") || strings.Contains(next.Path, "\\") {
		return
	}
	http.Redirect(w, r, next.Path, 302)
}
`}, {"options of programs in a list that is spread", `
package app
import ("net/http"; "os/exec"; "context")
func a(w http.ResponseWriter, r *http.Request) {
	exec.Command("git", []string{r.FormValue("a"), "b"}...) // ? command
	some := []string{r.FormValue("a")}
	some = append(some, "--")
	exec.Command("git", some...) // ? command
	ended := []string{"--"}
	ended = append(ended, r.FormValue("a"))
	exec.Command("git", ended...)
	named := [2]string{"log", r.FormValue("a")}
	exec.Command("git", named[:]...)
	exec.CommandContext(context.Background(), "git", "log", "--", r.FormValue("a"))
}
func given(all ...string) { exec.Command("git", all...) }
func b(w http.ResponseWriter, r *http.Request) { given("log", r.FormValue("a")) }
`}, {"functions that run where they are written", `
package app
import ("net/http"; "os")
func a(w http.ResponseWriter, r *http.Request) {
	name, other, third := r.FormValue("f"), r.FormValue("g"), r.FormValue("h")
	func() { name = "a" }()
	os.Remove(name)
	defer func() { other = "a" }()
	os.Remove(other) // ! path
	func() {
		if len(third) > 3 { return }
		third = "a"
	}()
	os.Remove(third) // ! path
}
`}, {"entries that are taken away", `
package app
import ("net/http"; "os")
func a(w http.ResponseWriter, r *http.Request) {
	all := map[string]string{"a": r.FormValue("f"), "b": r.FormValue("g")}
	delete(all, "a")
	os.Remove(all["a"])
	os.Remove(all["b"]) // ! path
	delete(all, r.FormValue("k"))
	os.Remove(all["b"]) // ! path
}
`}, {"interfaces that are given one thing, and names that only begin as a count", `
package app
import ("net/http"; "os")
type namer interface { Name(string) string }
type same struct{}
type fixed struct{}
func (same) Name(x string) string { return x }
func (fixed) Name(string) string { return "a" }
func a(w http.ResponseWriter, r *http.Request) {
	var one namer = same{}
	os.Remove(one.Name(r.FormValue("f"))) // ! path
	var two namer = &fixed{}
	os.Remove(two.Name(r.FormValue("f")))
}
func counter(x string) string { return x }
func b(w http.ResponseWriter, r *http.Request) {
	os.Remove(counter(r.FormValue("f"))) // ! path
}
func named(r *http.Request) (name string) {
	name = r.FormValue("f")
	return
}
func c(w http.ResponseWriter, r *http.Request) { os.Remove(named(r)) } // ! path
`}, {"queries that a library makes JSON of", `
package app
import ("net/http"; "database/sql"; "github.com/elgs/gosqljson"; "github.com/microcosm-cc/bluemonday"; "fmt"; "strings")
func a(w http.ResponseWriter, r *http.Request, db *sql.DB) {
	gosqljson.QueryToMaps(db, gosqljson.AsIs, "SELECT * FROM t WHERE a = '" + r.FormValue("a") + "'") // ! sql
	gosqljson.QueryToMaps(db, gosqljson.AsIs, "SELECT * FROM t WHERE a = ?", r.FormValue("a"))
	gosqljson.Exec(db, "DELETE FROM t WHERE a = '" + r.FormValue("a") + "'") // ! sql
	fmt.Fprint(w, bluemonday.UGCPolicy().SanitizeReader(strings.NewReader(r.FormValue("a"))))
}
`}})
}

// TestGolangOwnContexts are handlers that are given a context of the application's own.
func TestGolangOwnContexts(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{{"of another package", `
package app
import ("example.com/shop/pkg/context"; "os"; "gorm.io/gorm")
func open(c *context.Context) {
	os.Remove(c.Query("f")) // ? path
	to := c.Query("to")
	if len(to) == 0 {
		to = "/"
	}
	c.Redirect(to) // ? redirect
	c.Redirect("/orders/" + c.Param("id"))
	os.Remove(c.Req.FormValue("f")) // ? path
}
func store(ctx *context.APIContext) {
	os.Remove(ctx.FormString("f")) // ? path
	os.Remove(ctx.Query("SELECT name FROM files"))
	os.Remove(ctx.User("f"))
}
func database(db *context.Context) { os.Remove(db.Query("f")) }
`}, {"of this file, with a framework's in it", `
package app
import ("github.com/gin-gonic/gin"; "os")
type Context struct {
	*gin.Context
	user string
}
func open(c *Context) {
	os.Remove(c.Query("f")) // ! path
	os.Remove(c.user)
}
`}, {"those of Go and of tests are none", `
package app
import ("context"; "os")
func open(ctx context.Context, c *Context) {
	os.Remove(ctx.Value("f").(string))
	os.Remove(c.Query("f"))
}
type Context struct{ names map[string]string }
func (c *Context) Query(name string) string { return c.names[name] }
`}})
}
