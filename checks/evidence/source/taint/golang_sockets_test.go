package taint_test

import "testing"

// TestGolangSockets are what the other end of a socket sends, and what Beego's controllers
// read into a struct.
func TestGolangSockets(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{
		{"sockets", `
package a
import (
	"context"; "net/http"; "os/exec"
	"github.com/gorilla/websocket"
	cws "github.com/coder/websocket"; cj "github.com/coder/websocket/wsjson"
	nws "nhooyr.io/websocket"; "nhooyr.io/websocket/wsjson"
)
type msg struct { Cmd string }
var up websocket.Upgrader
func a(w http.ResponseWriter, r *http.Request) {
	conn, _ := up.Upgrade(w, r, nil)
	var m msg
	conn.ReadJSON(&m)
	exec.Command("sh", "-c", m.Cmd).Run() // ! command
	_, data, _ := conn.ReadMessage()
	exec.Command("sh", "-c", string(data)).Run() // ! command
}
func b(w http.ResponseWriter, r *http.Request) {
	c, _ := nws.Accept(w, r, nil)
	var m msg
	wsjson.Read(context.Background(), c, &m)
	exec.Command("sh", "-c", m.Cmd).Run() // ! command
}
func c(w http.ResponseWriter, r *http.Request) {
	c, _ := cws.Accept(w, r, nil)
	var m, other msg
	cj.Read(r.Context(), c, &m)
	exec.Command("sh", "-c", m.Cmd).Run() // ! command
	exec.Command("sh", "-c", other.Cmd).Run()
	_, data, _ := c.Read(r.Context())
	exec.Command("sh", "-c", string(data)).Run() // ! command
}
func d(ctx context.Context) {
	c, _, _ := cws.Dial(ctx, "wss://example.com", nil)
	var m msg
	cj.Read(ctx, c, &m)
	exec.Command("sh", "-c", m.Cmd).Run() // ? command
}
func e(ctx context.Context, c *cws.Conn) {
	var m struct { Count int }
	cj.Read(ctx, c, &m)
	exec.Command("sh", "-c", "x " + strconv.Itoa(m.Count)).Run()
	cj.Write(ctx, c, m)
}
`},
		{"beego", `
package a
import ("os/exec"; beego "github.com/beego/beego/v2/server/web")
type C struct { beego.Controller }
type order struct { Name string }
func (this *C) Post() {
	var f, other order
	this.ParseForm(&f)
	exec.Command("sh", "-c", f.Name).Run() // ! command
	exec.Command("sh", "-c", other.Name).Run()
	var g order
	this.BindJSON(&g)
	exec.Command("sh", "-c", g.Name).Run() // ! command
	var h order
	this.Ctx.BindJSON(&h)
	exec.Command("sh", "-c", h.Name).Run() // ! command
	this.Redirect(this.GetString("to"), 302) // ! redirect
	this.Redirect("/orders?q=" + this.GetString("q"), 302)
	n, _ := this.GetInt("n")
	exec.Command("sh", "-c", "x " + strconv.Itoa(n)).Run()
}
`},
	})
}
