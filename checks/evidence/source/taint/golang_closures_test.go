package taint_test

import "testing"

// TestGolangClosures are ways by way of functions that are handed on, and of what runs beside.
func TestGolangClosures(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{
		{"functions and closures", `
package app
import ("database/sql"; "net/http")
func way6(db *sql.DB, r *http.Request) {
	q := r.FormValue("q")
	defer func() { db.Query("SELECT * FROM t WHERE v = '" + q + "'") }() // ! sql
}
func way9(db *sql.DB, r *http.Request) {
	build := func(s string) string { return "SELECT * FROM t WHERE v = '" + s + "'" }
	db.Query(build(r.FormValue("q"))) // ! sql
}
func apply(f func(string) string, s string) string { return f(s) }
func way10(db *sql.DB, r *http.Request) {
	db.Query(apply(func(s string) string { return "SELECT * FROM t WHERE v = '" + s + "'" }, r.FormValue("q"))) // ! sql
}
func way29(db *sql.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { db.Query("SELECT * FROM t WHERE v = '" + r.FormValue("q") + "'") } // ! sql
}
func way50(db *sql.DB, r *http.Request) {
	fn := func() string { return r.FormValue("q") }
	db.Exec("DELETE FROM t WHERE v = '" + fn() + "'") // ! sql
	db.Exec("DELETE FROM t WHERE v = '" + func() string { return r.FormValue("q") }() + "'") // ! sql
}
func closureSink(db *sql.DB) func(string) { return func(s string) { db.Exec("DELETE FROM t WHERE v = '" + s + "'") } } // ! sql
func way54(db *sql.DB, r *http.Request) { closureSink(db)(r.FormValue("q")); }
func way58(db *sql.DB, r *http.Request) {
	q := r.FormValue("q")
	once.Do(func() { db.Exec("DELETE FROM t WHERE v = '" + q + "'") }) // ! sql
	sort.Slice(nil, func(i, j int) bool { return true })
	eg.Go(func() error { db.Exec("DELETE FROM t WHERE v = '" + q + "'"); return nil }) // ! sql
}
`},
		{"channels and goroutines", `
package app
import ("database/sql"; "net/http"; "sync"; "sync/atomic")
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
func way7(db *sql.DB, r *http.Request) {
	q := r.FormValue("q")
	go func(s string) { db.Query("SELECT * FROM t WHERE v = '" + s + "'") }(q) // ! sql
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
`},
	})
}
