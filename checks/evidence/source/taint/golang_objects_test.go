package taint_test

import "testing"

// TestGolangObjects are ways by way of objects: fields of structs, methods that change them, and what is embedded.
func TestGolangObjects(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{
		{"structs and methods", `
package app
import ("database/sql"; "fmt"; "net/http"; "strings")
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
func variadic(parts ...string) string { return strings.Join(parts, " ") }
func way8(db *sql.DB, r *http.Request) {
	db.Query(variadic("SELECT * FROM t WHERE v =", r.FormValue("q"))) // ! sql
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
func recursive(s string, n int) string { if n == 0 { return s }; return recursive(s+"x", n-1) }
func way36(db *sql.DB, r *http.Request) {
	db.Exec("DELETE FROM t WHERE v = '" + recursive(r.FormValue("q"), 3) + "'") // ! sql
}
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
func way56(db *sql.DB, r *http.Request) {
	x := struct{ A struct{ B string } }{}
	x.A.B = r.FormValue("q")
	db.Exec("DELETE FROM t WHERE v = '" + x.A.B + "'") // ! sql
}
func way57(db *sql.DB, r *http.Request) {
	q := strings.NewReplacer("{id}", r.FormValue("q")).Replace("DELETE FROM t WHERE v = '{id}'")
	db.Exec(q) // ! sql
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
	})
}
