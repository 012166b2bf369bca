package taint_test

import "testing"

// TestGolangClientsAndCommands is about what a server of Go asks, runs and answers.
func TestGolangClientsAndCommands(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{
		{"sockets that are opened", `
package app
import ("net/http"; "context"; gorilla "github.com/gorilla/websocket"; "golang.org/x/net/websocket"; nhooyr "nhooyr.io/websocket")
func a(w http.ResponseWriter, r *http.Request) {
	to := r.FormValue("to")
	websocket.Dial(to, "", "http://localhost") // ! ssrf
	websocket.NewConfig(to, "") // ! ssrf
	gorilla.DefaultDialer.Dial(to, nil) // ! ssrf
	d := gorilla.Dialer{}
	d.DialContext(context.Background(), to, nil) // ! ssrf
	nhooyr.Dial(r.Context(), to, nil) // ! ssrf
	nhooyr.Dial(r.Context(), "wss://example.com/" + to, nil)
}`},
		{"commands, however their arguments are given", `
package app
import ("net/http"; "os/exec"; "golang.org/x/crypto/ssh")
func a(w http.ResponseWriter, r *http.Request, session *ssh.Session) {
	what := r.FormValue("what")
	all := []string{"-c", "ls " + what}
	exec.Command("bash", all...) // ! command
	exec.Command("/bin/sh", append([]string{"-c"}, what)...) // ! command
	exec.Command("ls", append([]string{"-l"}, what)...)
	one := exec.Cmd{Path: what} // ! command
	two := &exec.Cmd{Path: "/bin/sh", Args: []string{"sh", "-c", what}} // ! command
	three := &exec.Cmd{Path: "/bin/ls", Args: []string{"ls", what}}
	session.Run(what) // ! command
	session.Output("ls " + what) // ! command
}`},
		{"texts that are put together", `
package app
import ("net/http"; "database/sql"; "strings")
func a(w http.ResponseWriter, r *http.Request, db *sql.DB) {
	name := r.FormValue("name")
	b := strings.Builder{}
	b.WriteString("SELECT * FROM t WHERE name = ")
	b.WriteString(name)
	db.Query(b.String()) // ! sql
	db.Query(strings.Join([]string{"SELECT * FROM t WHERE name =", name}, " ")) // ! sql
	db.Query(strings.Replace("SELECT * FROM t WHERE name = $", "$", name, 1)) // ! sql
	db.Query(strings.Replace("SELECT * FROM t WHERE name = $", "$", "?", 1), name)
}`},
		{"a redirect to this site, and what no link carries", `
package app
import ("net/http"; "net/url"; "path"; "strings")
func a(w http.ResponseWriter, r *http.Request) {
	to := r.FormValue("to")
	http.Redirect(w, r, path.Join("/", to), 302)
	http.Redirect(w, r, "/" + strings.TrimLeft(to, "/\\"), 302)
	http.Redirect(w, r, "/" + to, 302) // ? redirect
	http.Redirect(w, r, r.PostFormValue("to"), 302)
	if u, err := url.Parse(to); err == nil && u.Host == r.Host {
		http.Redirect(w, r, u.String(), 302)
	}
}`},
		{"what is posted is a page all the same", `
package app
import ("io"; "fmt"; "net/http"; "html/template")
func a(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.Write(body) // ! xss
	parts, _ := r.MultipartReader()
	part, _ := parts.NextPart()
	fmt.Fprintf(w, "<p>%s</p>", part.FormName()) // ! xss
	tmpl := template.New("page")
	tmpl, err := tmpl.Parse("<p>" + r.FormValue("text")) // ! template
}`},
		{"a link to this site, and what a client registered", `
package app
import ("net/http"; "net/url"; "html/template"; "slices")
func a(w http.ResponseWriter, r *http.Request) {
	link := url.URL{Path: "/auth", RawQuery: r.Form.Encode()}
	_ = template.URL(link.String())
	_ = template.URL(r.FormValue("to")) // ! xss
	to := r.FormValue("to")
	if to != "" {
		client := store.Client(r.FormValue("client"))
		if !slices.Contains(client.Addresses, to) {
			return
		}
	}
	http.Redirect(w, r, to, 302)
}`},
		{"a file that is looked at", `
package app
import ("net/http"; "os"; "strings"; "path/filepath")
func a(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	os.Stat("/srv/" + name) // ? path
	if strings.HasPrefix(name, "/srv/") {
		os.Open(name) // ? path
	}
	full, err := filepath.Abs(filepath.Join("/srv", name))
	if strings.HasPrefix(full, "/srv/") {
		os.Open(full)
	}
}`},
	})
}
