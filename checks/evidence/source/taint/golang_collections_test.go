package taint_test

import "testing"

// TestGolangCollections are ways by way of lists, maps and packages of Go itself.
func TestGolangCollections(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{
		{"collections and packages", `
package app
import ("bufio"; "bytes"; "cmp"; "container/list"; "context"; "database/sql"; "encoding/base64"; "errors"; "fmt"; "io"; "net/http"; "net/url"; "strings"; "text/template")
func way18(db *sql.DB, r *http.Request) {
	m := map[string]string{}
	m["q"] = r.FormValue("q")
	db.Query("SELECT * FROM t WHERE v = '" + m["q"] + "'") // ! sql
}
type key string
func way22(db *sql.DB, r *http.Request) {
	ctx := context.WithValue(r.Context(), key("q"), r.FormValue("q"))
	q := ctx.Value(key("q")).(string)
	db.Query("SELECT * FROM t WHERE v = '" + q + "'") // ! sql
}
func way35(db *sql.DB, r *http.Request) {
	buf := bytes.NewBufferString("DELETE FROM t WHERE v = ")
	buf.WriteString(r.FormValue("q"))
	db.Exec(buf.String()) // ! sql
	fmt.Fprintf(buf, " AND a = '%s'", r.FormValue("a"))
	db.Exec(buf.String()) // ! sql
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
func way44(db *sql.DB, r *http.Request) {
	var q string
	q, _ = mux(r)["id"], 1
	db.Exec("DELETE FROM t WHERE v = '" + q + "'") // ! sql
}
func mux(r *http.Request) map[string]string { return map[string]string{"id": r.PathValue("id")} }
func way51(db *sql.DB, r *http.Request) {
	handlers := map[string]func(string) string{"a": func(s string) string { return "DELETE FROM t WHERE v = '" + s + "'" }}
	db.Exec(handlers["a"](r.FormValue("q"))) // ! sql
}
func way55(db *sql.DB, r *http.Request) {
	var args []interface{}
	args = append(args, r.FormValue("q"))
	db.Exec(fmt.Sprintf("DELETE FROM t WHERE v = '%s'", args...)) // ! sql
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
