package taint_test

import "testing"

// TestGolangObjects are ways by way of objects and functions: fields of structs, methods
// that change them, what is embedded, functions that are handed on, and channels.
func TestGolangObjects(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{
		{"objects and functions", `
package app
import ("net/http"; "database/sql"; "io"; "bufio"; "fmt"; "strings"; "bytes"; "context"; "sync"; "sync/atomic"; "errors"; "container/list"; "text/template"; "encoding/base64"; "net/url"; "cmp")
func way1(db *sql.DB, r *http.Request) {
	iface := toInterface(r.FormValue("v"))
	query := fmt.Sprintf("SELECT * FROM data WHERE value = '%v'", iface)
	db.Query(query) // ! sql
}
func toInterface(s string) interface{} { return s }
type getter interface{ Get(string) string }
func way2q(db *sql.DB, g getter) {
	db.Query("SELECT * FROM users WHERE id = " + g.Get("id")) // ! sql
}
func way2(db *sql.DB, r *http.Request) { way2q(db, r.URL.Query()) }
type inner struct{ data string }
type middle struct{ inner *inner }
func newInner(d string) *inner { return &inner{data: d} }
func newMiddle(d string) *middle { return &middle{inner: newInner(d)} }
type outer struct{ middle *middle }
func newOuter(d string) *outer { return &outer{middle: newMiddle(d)} }
func way3(db *sql.DB, r *http.Request) {
	o := newOuter(r.FormValue("q"))
	db.Query("SELECT * FROM t WHERE v = '" + o.middle.inner.data + "'") // ! sql
}
func way4(db *sql.DB, r *http.Request) {
	ch := make(chan string, 1)
	ch <- r.FormValue("q")
	v := <-ch
	db.Query("SELECT * FROM t WHERE v = '" + v + "'") // ! sql
}
func way5(db *sql.DB, r *http.Request) {
	ch := make(chan string)
	go func() { ch <- r.FormValue("q") }()
	db.Query("SELECT * FROM t WHERE v = '" + <-ch + "'") // ! sql
}
func way6(db *sql.DB, r *http.Request) {
	q := r.FormValue("q")
	defer func() { db.Query("SELECT * FROM t WHERE v = '" + q + "'") }() // ! sql
}
func way7(db *sql.DB, r *http.Request) {
	q := r.FormValue("q")
	go func(s string) { db.Query("SELECT * FROM t WHERE v = '" + s + "'") }(q) // ! sql
}
func variadic(parts ...string) string { return strings.Join(parts, " ") }
func way8(db *sql.DB, r *http.Request) {
	db.Query(variadic("SELECT * FROM t WHERE v =", r.FormValue("q"))) // ! sql
}
func way9(db *sql.DB, r *http.Request) {
	build := func(s string) string { return "SELECT * FROM t WHERE v = '" + s + "'" }
	db.Query(build(r.FormValue("q"))) // ! sql
}
func apply(f func(string) string, s string) string { return f(s) }
func way10(db *sql.DB, r *http.Request) {
	db.Query(apply(func(s string) string { return "SELECT * FROM t WHERE v = '" + s + "'" }, r.FormValue("q"))) // ! sql
}
type builder struct{ query string }
func (b *builder) where(s string) *builder { b.query += " WHERE v = '" + s + "'"; return b }
func (b *builder) String() string { return b.query }
func way11(db *sql.DB, r *http.Request) {
	b := &builder{query: "SELECT * FROM t"}
	b.where(r.FormValue("q"))
	db.Query(b.query) // ! sql
}
func way12(db *sql.DB, r *http.Request) {
	b := &builder{query: "SELECT * FROM t"}
	db.Query(b.where(r.FormValue("q")).String()) // ! sql
}
type base struct{ filter string }
type derived struct{ base; name string }
func way13(db *sql.DB, r *http.Request) {
	d := derived{base: base{filter: r.FormValue("q")}}
	db.Query("SELECT * FROM t WHERE " + d.filter) // ! sql
}
func two(r *http.Request) (string, error) { return r.FormValue("q"), nil }
func way15(db *sql.DB, r *http.Request) {
	q, err := two(r)
	if err != nil { return }
	db.Query("SELECT * FROM t WHERE v = '" + q + "'") // ! sql
}
func named(r *http.Request) (out string) { out = r.FormValue("q"); return }
func way16(db *sql.DB, r *http.Request) {
	db.Query("SELECT * FROM t WHERE v = '" + named(r) + "'") // ! sql
}
func setTo(p *string, s string) { *p = s }
func way17(db *sql.DB, r *http.Request) {
	var q string
	setTo(&q, r.FormValue("q"))
	db.Query("SELECT * FROM t WHERE v = '" + q + "'") // ! sql
}
func way18(db *sql.DB, r *http.Request) {
	m := map[string]string{}
	m["q"] = r.FormValue("q")
	db.Query("SELECT * FROM t WHERE v = '" + m["q"] + "'") // ! sql
}
func way19(db *sql.DB, r *http.Request) {
	switch v := interface{}(r.FormValue("q")).(type) {
	case string:
		db.Query("SELECT * FROM t WHERE v = '" + v + "'") // ! sql
	}
}
func way20(db *sql.DB, r *http.Request) {
	var sb strings.Builder
	sb.WriteString("SELECT * FROM t WHERE v = '")
	sb.WriteString(r.FormValue("q"))
	sb.WriteString("'")
	db.Query(sb.String()) // ! sql
}
type key string
func way22(db *sql.DB, r *http.Request) {
	ctx := context.WithValue(r.Context(), key("q"), r.FormValue("q"))
	q := ctx.Value(key("q")).(string)
	db.Query("SELECT * FROM t WHERE v = '" + q + "'") // ! sql
}
func generic[T any](x T) T { return x }
func way24(db *sql.DB, r *http.Request) {
	db.Query("SELECT * FROM t WHERE v = '" + generic(r.FormValue("q")) + "'") // ! sql
	db.Query("SELECT * FROM t WHERE v = '" + generic[string](r.FormValue("q")) + "'") // ! sql
}
func way25(db *sql.DB, r *http.Request) {
	parts := strings.Split(r.FormValue("q"), ",")
	for i := range parts { parts[i] = "'" + parts[i] + "'" }
	db.Query("SELECT * FROM t WHERE v IN (" + strings.Join(parts, ",") + ")") // ! sql
}
func way26(db *sql.DB, r *http.Request) {
	p := &r.URL.RawQuery
	db.Query("SELECT * FROM t WHERE v = '" + *p + "'") // ! sql
}
func way27(db *sql.DB, r *http.Request) {
	arr := [2]string{"a", r.FormValue("q")}
	db.Query("SELECT * FROM t WHERE v = '" + arr[1] + "'") // ! sql
	s := arr[:]
	db.Query("SELECT * FROM t WHERE v = '" + s[1] + "'") // ! sql
}
type repo interface{ find(q string) }
type sqlRepo struct{ db *sql.DB }
func (s sqlRepo) find(q string) { s.db.Query("SELECT * FROM t WHERE v = '" + q + "'") } // ! sql
func way28(rp repo, r *http.Request) { rp.find(r.FormValue("q")) }
func way28b(db *sql.DB, r *http.Request) { var rp repo = sqlRepo{db}; rp.find(r.FormValue("q")) }
type server struct{ db *sql.DB; last string }
func (s *server) put(w http.ResponseWriter, r *http.Request) { s.last = r.FormValue("q") }
func (s *server) get(w http.ResponseWriter, r *http.Request) { s.db.Query("SELECT * FROM t WHERE v = '" + s.last + "'") } // ? sql
func way29(db *sql.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { db.Query("SELECT * FROM t WHERE v = '" + r.FormValue("q") + "'") } // ! sql
}
func way30(db *sql.DB, r *http.Request) {
	f := r.FormValue
	db.Query("SELECT * FROM t WHERE v = '" + f("q") + "'") // ! sql
}
func way31(db *sql.DB, r *http.Request) {
	q := r.FormValue("q")
	run := db.Query
	run("SELECT * FROM t WHERE v = '" + q + "'") // ! sql
}
func way32(db *sql.DB, r *http.Request) {
	q := "SELECT * FROM t"
	if v := r.FormValue("q"); v != "" { q = q + " WHERE v = '" + v + "'" }
	rows, err := db.QueryContext(r.Context(), q) // ! sql
	_, _ = rows, err
}
func way33(db *sql.DB, r *http.Request) {
	stmt, _ := db.Prepare(fmt.Sprintf("SELECT * FROM t WHERE v = '%s'", r.FormValue("q"))) // ! sql
	stmt.Query()
}
func way34(db *sql.DB, r *http.Request) {
	tx, _ := db.Begin()
	tx.Exec("DELETE FROM t WHERE v = " + r.FormValue("q")) // ! sql
	tx2, _ := db.BeginTx(r.Context(), nil)
	tx2.ExecContext(r.Context(), "DELETE FROM t WHERE v = " + r.FormValue("q")) // ! sql
	conn, _ := db.Conn(r.Context())
	conn.ExecContext(r.Context(), "DELETE FROM t WHERE v = " + r.FormValue("q")) // ! sql
}
func way35(db *sql.DB, r *http.Request) {
	buf := bytes.NewBufferString("DELETE FROM t WHERE v = ")
	buf.WriteString(r.FormValue("q"))
	db.Exec(buf.String()) // ! sql
	fmt.Fprintf(buf, " AND a = '%s'", r.FormValue("a"))
	db.Exec(buf.String()) // ! sql
}
func recursive(s string, n int) string { if n == 0 { return s }; return recursive(s+"x", n-1) }
func way36(db *sql.DB, r *http.Request) {
	db.Exec("DELETE FROM t WHERE v = '" + recursive(r.FormValue("q"), 3) + "'") // ! sql
}
func way37(db *sql.DB, r *http.Request) {
	type filter struct{ Name string }
	f := filter{r.FormValue("q")}
	db.Exec("DELETE FROM t WHERE v = '" + f.Name + "'") // ! sql
	fs := []filter{{Name: r.FormValue("q")}}
	db.Exec("DELETE FROM t WHERE v = '" + fs[0].Name + "'") // ! sql
	fp := &f
	fp.Name = r.FormValue("z")
	db.Exec("DELETE FROM t WHERE v = '" + f.Name + "'") // ! sql
	mp := map[string]filter{"a": {Name: r.FormValue("q")}}
	db.Exec("DELETE FROM t WHERE v = '" + mp["a"].Name + "'") // ! sql
}
func way38(db *sql.DB, r *http.Request) {
	runes := []rune(r.FormValue("q"))
	db.Exec("DELETE FROM t WHERE v = '" + string(runes) + "'") // ! sql
	b := append([]byte("DELETE FROM t WHERE v = "), r.FormValue("q")...)
	db.Exec(string(b)) // ! sql
	var dst = make([]byte, 10)
	copy(dst, r.FormValue("q"))
	db.Exec("DELETE FROM t WHERE v = '" + string(dst) + "'") // ! sql
}
func way39(db *sql.DB, r *http.Request) {
	q := r.FormValue("q")
	q = strings.ReplaceAll(q, "a", "b")
	db.Exec("DELETE FROM t WHERE v = '" + q + "'") // ! sql
	db.Exec(strings.Replace("DELETE FROM t WHERE v = '$1'", "$1", r.FormValue("q"), 1)) // ! sql
	db.Exec("DELETE FROM t WHERE v = '" + strings.Map(func(x rune) rune { return x }, r.FormValue("q")) + "'") // ! sql
	before, after, _ := strings.Cut(r.FormValue("q"), "=")
	db.Exec("DELETE FROM t WHERE v = '" + before + after + "'") // ! sql
	d, _ := base64.StdEncoding.DecodeString(r.FormValue("q"))
	db.Exec("DELETE FROM t WHERE v = '" + string(d) + "'") // ! sql
	u, _ := url.QueryUnescape(r.FormValue("q"))
	db.Exec("DELETE FROM t WHERE v = '" + u + "'") // ! sql
}
func way40(db *sql.DB, r *http.Request) {
	var wg sync.WaitGroup
	var m sync.Map
	m.Store("q", r.FormValue("q"))
	v, _ := m.Load("q")
	db.Exec("DELETE FROM t WHERE v = '" + v.(string) + "'") // ! sql
	wg.Wait()
	var p atomic.Value
	p.Store(r.FormValue("q"))
	db.Exec("DELETE FROM t WHERE v = '" + p.Load().(string) + "'") // ! sql
}
func way41(db *sql.DB, r *http.Request) {
	select {
	case x := <-chanOf(r):
		db.Exec("DELETE FROM t WHERE v = '" + x + "'") // ! sql
	}
}
func chanOf(r *http.Request) chan string { c := make(chan string, 1); c <- r.FormValue("q"); return c }
func way42(db *sql.DB, r *http.Request) {
	c := make(chan string, 1)
	c <- r.FormValue("q")
	for x := range c { db.Exec("DELETE FROM t WHERE v = '" + x + "'") } // ! sql
}
func way44(db *sql.DB, r *http.Request) {
	var q string
	q, _ = mux(r)["id"], 1
	db.Exec("DELETE FROM t WHERE v = '" + q + "'") // ! sql
}
func mux(r *http.Request) map[string]string { return map[string]string{"id": r.PathValue("id")} }
var global string
func way45(w http.ResponseWriter, r *http.Request) { global = r.FormValue("q") }
func way46(db *sql.DB) { db.Exec("DELETE FROM t WHERE v = '" + global + "'") } // ! sql
type ID string
func way47(db *sql.DB, r *http.Request) {
	id := ID(r.FormValue("q"))
	db.Exec("DELETE FROM t WHERE v = '" + string(id) + "'") // ! sql
	db.Exec(fmt.Sprintf("DELETE FROM t WHERE v = '%s'", id)) // ! sql
}
func (i ID) sql() string { return "v = '" + string(i) + "'" }
func way48(db *sql.DB, r *http.Request) { db.Exec("DELETE FROM t WHERE " + ID(r.FormValue("q")).sql()) } // ! sql
func way50(db *sql.DB, r *http.Request) {
	fn := func() string { return r.FormValue("q") }
	db.Exec("DELETE FROM t WHERE v = '" + fn() + "'") // ! sql
	db.Exec("DELETE FROM t WHERE v = '" + func() string { return r.FormValue("q") }() + "'") // ! sql
}
func way51(db *sql.DB, r *http.Request) {
	handlers := map[string]func(string) string{"a": func(s string) string { return "DELETE FROM t WHERE v = '" + s + "'" }}
	db.Exec(handlers["a"](r.FormValue("q"))) // ! sql
}
func way52(db *sql.DB, req *http.Request) {
	clone := req.Clone(req.Context())
	db.Exec("DELETE FROM t WHERE v = '" + clone.FormValue("q") + "'") // ! sql
	r2 := req.WithContext(req.Context())
	db.Exec("DELETE FROM t WHERE v = '" + r2.FormValue("q") + "'") // ! sql
}
type wrap struct{ *http.Request }
func way53(db *sql.DB, r *http.Request) {
	x := wrap{r}
	db.Exec("DELETE FROM t WHERE v = '" + x.FormValue("q") + "'") // ! sql
	y := struct{ r *http.Request }{r}
	db.Exec("DELETE FROM t WHERE v = '" + y.r.FormValue("q") + "'") // ! sql
}
func closureSink(db *sql.DB) func(string) { return func(s string) { db.Exec("DELETE FROM t WHERE v = '" + s + "'") } } // ! sql
func way54(db *sql.DB, r *http.Request) { closureSink(db)(r.FormValue("q")); }
func way55(db *sql.DB, r *http.Request) {
	var args []interface{}
	args = append(args, r.FormValue("q"))
	db.Exec(fmt.Sprintf("DELETE FROM t WHERE v = '%s'", args...)) // ! sql
}
func way56(db *sql.DB, r *http.Request) {
	x := struct{ A struct{ B string } }{}
	x.A.B = r.FormValue("q")
	db.Exec("DELETE FROM t WHERE v = '" + x.A.B + "'") // ! sql
}
func way57(db *sql.DB, r *http.Request) {
	q := strings.NewReplacer("{id}", r.FormValue("q")).Replace("DELETE FROM t WHERE v = '{id}'")
	db.Exec(q) // ! sql
}
func way58(db *sql.DB, r *http.Request) {
	q := r.FormValue("q")
	once.Do(func() { db.Exec("DELETE FROM t WHERE v = '" + q + "'") }) // ! sql
	sort.Slice(nil, func(i, j int) bool { return true })
	eg.Go(func() error { db.Exec("DELETE FROM t WHERE v = '" + q + "'"); return nil }) // ! sql
}
func way60(db *sql.DB, r *http.Request) {
	e := fmt.Errorf("x %s", r.FormValue("q"))
	db.Exec("DELETE FROM t WHERE v = '" + e.Error() + "'") // ! sql
	e2 := errors.New(r.FormValue("q"))
	db.Exec("DELETE FROM t WHERE v = '" + e2.Error() + "'") // ! sql
}
func way61(db *sql.DB, r *http.Request) {
	list := list.New()
	list.PushBack(r.FormValue("q"))
	db.Exec("DELETE FROM t WHERE v = '" + list.Front().Value.(string) + "'") // ! sql
}
func way62(db *sql.DB, r *http.Request) {
	q := r.FormValue("q")
	q = q[1:]
	c := q[0:3]
	db.Exec("DELETE FROM t WHERE v = '" + c + "'") // ! sql
	db.Exec("DELETE FROM t WHERE v = '" + string(q[0]) + q + "'") // ! sql


	db.Exec("DELETE FROM t WHERE v = '" + max(q, "a") + "'") // ! sql
	db.Exec("DELETE FROM t WHERE v = '" + cmp.Or(q, "a") + "'") // ! sql
}
func way63(db *sql.DB, r *http.Request) {
	tpl := template.Must(template.New("q").Parse("DELETE FROM t WHERE v = '{{.}}'"))
	var b bytes.Buffer
	tpl.Execute(&b, r.FormValue("q"))
	db.Exec(b.String()) // ! sql
}
func way64(db *sql.DB, r *http.Request) {
	w := bufio.NewWriter(&bb)
	body := io.TeeReader(r.Body, w)
	d2, _ := io.ReadAll(body)
	db.Exec("DELETE FROM t WHERE v = '" + string(d2) + "'") // ! sql
	mr := io.MultiReader(strings.NewReader("x"), r.Body)
	d3, _ := io.ReadAll(mr)
	db.Exec("DELETE FROM t WHERE v = '" + string(d3) + "'") // ! sql
}
`},
		{"what stays harmless of them", `
package app
import ("net/http"; "database/sql"; "strings"; "strconv"; "encoding/base64"; "os/exec")
type query struct { name string; limit int; text string }
func newQuery(name string, limit int) *query { return &query{name: name, limit: limit} }
func (q *query) byName() string { return "name = '" + strconv.Itoa(q.limit) + "'" }
func (q *query) grow(x string) { q.text += x }
func (q query) copied(x string) { q.text = x }
type named struct { query; title string }
func a(db *sql.DB, r *http.Request) {
	q := newQuery(r.FormValue("q"), 10)
	db.Query("SELECT * FROM t WHERE " + q.byName())
	q.grow(" AND a = 1")
	db.Query("SELECT * FROM t WHERE 1" + q.text)
	q.copied(r.FormValue("q"))
	db.Query("SELECT * FROM t WHERE 1" + q.text)
	other := newQuery("x", 10)
	db.Query("SELECT * FROM t WHERE v = '" + other.name + "'")
	n := named{query{name: r.FormValue("q")}, "title"}
	db.Query("SELECT * FROM t WHERE v = '" + n.title + "'")
	f := query{r.FormValue("q"), 1, "x"}
	db.Query("SELECT * FROM t WHERE v = '" + f.text + "'")
	switch x := any(r.FormValue("q")).(type) {
	case int:
		db.Query("SELECT * FROM t WHERE v = " + x)
	}
	apply(func(s string) string { return "x" }, r.FormValue("q"))
	db.Query("SELECT * FROM t WHERE v = '" + apply(func(s string) string { return "x" }, r.FormValue("q")) + "'")
	db.Query(strings.NewReplacer("<", "&lt;").Replace("SELECT * FROM t"))
	exec.Command("sh", "-c", "echo "+base64.StdEncoding.EncodeToString([]byte(r.FormValue("q"))))
	db.Query("SELECT * FROM t WHERE v = '" + toInt(r.FormValue("q")) + "'")
	keys := map[string]string{}
	for key := range keys { db.Query("SELECT * FROM t WHERE v = '" + key + "'") }
}
func apply(f func(string) string, s string) string { return f(s) }
`},
		{"options that begin with data", `
package app
import ("net/http"; "os/exec")
func E1(r *http.Request) {
	c := r.FormValue("c")
	exec.Command("sudo", c) // ? command
	exec.Command("sudo", "--", c) // ? command
	exec.Command("sudo", c, "--") // ? command
	exec.Command("sudo", "-u", "x", "--", c) // ? command
	{
		a := [1]string{c}
		exec.Command("sudo", a[:]...) // ? command
	}
	{
		b := [2]string{"--", c}
		exec.Command("rsync", b[:]...)
	}
	{
		d := []string{c, "--"}
		exec.Command("sudo", d...) // ? command
	}
	{
		f := []string{}
		f = append(f, c)
		exec.Command("sudo", f...) // ? command
	}
	{
		g := []string{"--"}
		g = append(g, c)
		exec.Command("rsync", g...)
	}
	{
		h := []string{c}
		h = append(h, "--")
		exec.Command("sudo", h...) // ? command
	}
	{
		i := append([]string{"--"}, c)
		exec.Command("tar", i...)
		j := append([]string{c}, "--")
		exec.Command("sudo", j...) // ? command
		k := append([]string{"a", c}, "--")
		exec.Command("rsync", k...) // ? command
		exec.Command("sudo", k...)
		l := []string{"-u"}
		l = append(l, "--", c)
		exec.Command("rsync", l...)
	}
}
func E2(r *http.Request) {
	c := r.FormValue("c")
	{
		args := []string{c}
		exec.Command("sudo", args...) // ? command
	}
	{
		args := []string{"--", c}
		exec.Command("rsync", args...)
	}
	{
		args := []string{"checkout"}
		args = append(args, c)
		exec.Command("git", args...)
	}
	{
		args := []string{"clone"}
		args = append(args, c)
		exec.Command("git", args...) // ? command
	}
	exec.Command("git", c) // ? command
	exec.Command("git", "log", c)
	exec.Command("sudo", "ls", c)
	exec.Command("sudo", "-u", "www", "ls", "--", c)
	exec.Command("sudo", "git", "clone", c) // ? command
	exec.Command("timeout", "5", "ls", c)
	exec.Command("timeout", "5", c) // ? command
	exec.Command("env", "A=b", c) // ? command
	exec.Command("rsync", "-a", c, "/tmp") // ? command
	exec.Command("rsync", "-a", "--", c, "/tmp")
}
`},
		{"names within archives", `
package app
import ("net/http"; "os"; "archive/zip"; "path/filepath"; "database/sql")
func Z1(db *sql.DB, r *http.Request) {
	file, _, _ := r.FormFile("f")
	z2, _ := zip.NewReader(file, 10)
	db.Query("SELECT * FROM t WHERE a = '" + z2.Comment + "'") // ! sql
	os.Create(z2.Comment) // ! path
	local, _ := zip.OpenReader("release.zip")
	os.Create(local.Comment)
	for _, f := range z2.File {
		os.Create(f.Name) // ! path
		os.Create(filepath.Join("out", f.Name)) // ! path
	}
}
`},
		{"checks behind a folder", `
package app
import ("net/http"; "os"; "strings"; "io/ioutil")
func a(r *http.Request) {
	name := "/srv/files/" + r.FormValue("f")
	if strings.Contains(name, "/../") { return }
	os.Open(name)
}
func b(r *http.Request) {
	name := r.FormValue("f")
	if strings.Contains(name, "/../") { return }
	os.Open(name) // ! path
}
func c(r *http.Request) {
	name := "/srv/files" + r.FormValue("f")
	if strings.Contains(name, "/../") { return }
	os.Open(name) // ! path
}
func d(r *http.Request) {
	os.Open("/srv/files/" + strings.ReplaceAll(r.FormValue("f"), "/", "_"))
	ioutil.TempFile("/tmp", r.FormValue("f")) // ? path
	ioutil.TempFile("/tmp", "upload-*")
}
`},
		{"sockets and forms", `
package app
import ("net/http"; "golang.org/x/net/websocket"; gorilla "github.com/gorilla/websocket"; "github.com/gorilla/schema"; "database/sql"; "fmt")
func a(w http.ResponseWriter, r *http.Request, ws *websocket.Conn, db *sql.DB, conn *gorilla.Conn) {
	var text string
	websocket.Message.Receive(ws, &text)
	db.Query("SELECT * FROM t WHERE v = '" + text + "'") // ! sql
	var other struct{ Name string }
	gorilla.ReadJSON(conn, &other)
	db.Query("SELECT * FROM t WHERE v = '" + other.Name + "'") // ! sql
	dialled, _ := websocket.Dial("wss://example.com", "", "")
	answer := make([]byte, 512)
	websocket.JSON.Receive(dialled, answer)
	fmt.Fprintf(w, "%v", answer) // ? xss
	var form struct{ Name string }
	schema.NewDecoder().Decode(&form, r.PostForm)
	db.Query("SELECT * FROM t WHERE v = '" + form.Name + "'") // ! sql
}
`},
	})
}
