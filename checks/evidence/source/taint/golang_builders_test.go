package taint_test

import "testing"

// What stands before data in a builder of text decides what it does.
func TestGolangBuilders(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{
		{"addresses", `package a
import ("bytes"; "fmt"; "net/http"; "strings")
func a(w http.ResponseWriter, r *http.Request) {
	x := r.FormValue("x")
	var b bytes.Buffer
	b.WriteString("https://example.com/")
	b.WriteString(x)
	http.Get(b.String())
	s := strings.Builder{}
	s.WriteString("https://")
	s.WriteString(x)
	http.Get(s.String()) // ! ssrf
	var f strings.Builder
	fmt.Fprintf(&f, "https://example.com/%s", "a")
	fmt.Fprintf(&f, "/%s", x)
	http.Get(f.String())
	var q strings.Builder
	q.WriteString(x)
	q.WriteString("/a")
	http.Get(q.String()) // ! ssrf
}`},
		{"messages of sockets", `package a
import ("net/http"; "os/exec"; "github.com/gobwas/ws"; "github.com/gobwas/ws/wsutil")
func a(w http.ResponseWriter, r *http.Request) {
	conn, _, _, _ := ws.UpgradeHTTP(r, w)
	b, _, _ := wsutil.ReadClientData(conn)
	exec.Command("sh", "-c", string(b)).Run() // ! command
}`},
		{"a program that is run is no query", `package a
import ("net/http"; "syscall"; "gorm.io/gorm")
func a(w http.ResponseWriter, r *http.Request) { syscall.Exec(r.FormValue("x"), nil, nil) } // ! command
func b(g *gorm.DB, r *http.Request) { g.Joins("JOIN " + r.FormValue("x")) } // ! sql
`},
	})
}
