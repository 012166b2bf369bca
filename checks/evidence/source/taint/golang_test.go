package taint_test

import "testing"

func TestGolang(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{
		{"net/http", `
package main

import (
	"database/sql"
	"fmt"
	"html"
	"html/template"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

type Server struct{ db *sql.DB }

func (s *Server) Orders(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Query().Get("name")
	s.db.Query("SELECT * FROM orders WHERE name = '" + name + "'") // ! sql
	q := fmt.Sprintf("SELECT * FROM orders WHERE name = '%s'", name)
	s.db.QueryContext(r.Context(), q) // ! sql
	s.db.Query("SELECT * FROM orders WHERE name = $1", name)
	id, err := strconv.Atoi(r.FormValue("id"))
	if err != nil {
		return
	}
	s.db.Query(fmt.Sprintf("SELECT * FROM orders WHERE id = %d", id))
	fmt.Fprintf(w, "<p>%s</p>", name) // ! xss
	fmt.Fprintf(w, "Hello %s", name)
	fmt.Fprintf(w, "<p>%s</p>", html.EscapeString(name))
	w.Write([]byte(name)) // ! xss
	_ = template.HTML(name) // ! xss
	http.Redirect(w, r, r.FormValue("next"), http.StatusFound) // ! redirect
	http.Redirect(w, r, "/orders/"+name, http.StatusFound)
	exec.Command("sh", "-c", "ls "+name).Run() // ! command
	exec.Command("ls", name).Run()
	exec.Command(name).Run() // ! command
}

func (s *Server) File(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	os.Open(filepath.Join("/data", name)) // ! path
	os.Open(filepath.Join("/data", filepath.Base(name)))
	full := filepath.Clean(filepath.Join("/data", name))
	if !strings.HasPrefix(full, "/data/") {
		http.Error(w, "no", http.StatusBadRequest)
		return
	}
	http.ServeFile(w, r, full)
}

var columns = map[string]bool{"name": true}

func (s *Server) Sorted(w http.ResponseWriter, r *http.Request) {
	sort := r.URL.Query().Get("sort")
	if !columns[sort] {
		return
	}
	if _, ok := columns[r.FormValue("by")]; !ok {
		return
	}
	s.db.Query("SELECT * FROM orders ORDER BY " + sort)
	switch by := r.FormValue("way"); by {
	case "asc", "desc":
		s.db.Query("SELECT * FROM orders ORDER BY name " + by)
	}
}

func (s *Server) Get(w http.ResponseWriter, r *http.Request) {
	http.Get(r.FormValue("url")) // ! ssrf
	http.Get("https://api.example.com/" + r.FormValue("id"))
	s.find(r.FormValue("name"))
}

func (s *Server) find(name string) {
	s.db.Exec("DELETE FROM orders WHERE name = '" + name + "'") // ! sql
}
`},
		{"gin and gorm", `
package main

import (
	"github.com/gin-gonic/gin"
	"gorm.io/gorm"
)

type filter struct{ Name string }

func list(db *gorm.DB) gin.HandlerFunc {
	return func(c *gin.Context) {
		var f filter
		if err := c.ShouldBindJSON(&f); err != nil {
			return
		}
		db.Where("name = '" + f.Name + "'").Find(&f) // ! sql
		db.Where("name = ?", f.Name).Find(&f)
		db.Order(c.Query("sort")).Find(&f) // ! sql
		db.Raw("SELECT * FROM t WHERE a = '" + c.Param("id") + "'") // ! sql
		c.Redirect(302, c.Query("next")) // ! redirect
		c.File("/data/" + c.Query("file")) // ! path
	}
}
`},
		{"echo", `
package main

import "github.com/labstack/echo/v4"

func hello(c echo.Context) error {
	return c.HTML(200, "<p>"+c.QueryParam("name")+"</p>") // ! xss
}
`},
		{"addresses whose host is set, and that have none", `
package main

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
)

func to(w http.ResponseWriter, r *http.Request) {
	target := r.FormValue("to")
	u, err := url.Parse(target)
	if err != nil {
		return
	}
	if u.Host == "" {
		http.Redirect(w, r, u.String(), http.StatusFound)
		return
	}
	u.Host = "example.com"
	http.Redirect(w, r, u.String(), http.StatusFound)
	http.Redirect(w, r, (&url.URL{Path: target}).String(), http.StatusFound)
	http.Redirect(w, r, (&url.URL{Host: target}).String(), http.StatusFound) // ! redirect
	w.Header().Set("Location", target) // ! redirect
	os.Open(filepath.Join("/data", filepath.Clean("/"+target)))
}

func page(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "Hello %s", r.FormValue("name")) // ! xss
}

func text(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain")
	fmt.Fprintf(w, "<b>%s", r.FormValue("name"))
}
`},
		{"a dialer that looks at the address", `
package main

import (
	"net"
	"net/http"
	"syscall"
)

var client = &http.Client{Transport: &http.Transport{DialContext: (&net.Dialer{Control: public}).DialContext}}

func fetch(w http.ResponseWriter, r *http.Request) {
	client.Get(r.FormValue("url")) // ? ssrf
}
`},
		{"fiber's binder", `
package main

import "github.com/gofiber/fiber/v3"

func find(c fiber.Ctx) error {
	var body struct{ Name string }
	if err := c.Bind().Body(&body); err != nil {
		return err
	}
	db.Query("SELECT * FROM t WHERE a = '" + body.Name + "'") // ! sql
	return nil
}
`},
		{"options of programs that run others", `
package main

import (
	"net/http"
	"os/exec"
	"strings"
)

func clone(w http.ResponseWriter, r *http.Request) {
	from := r.FormValue("from")
	exec.Command("git", "clone", from).Run() // ? command
	exec.Command("git", "clone", "--", from).Run()
	exec.Command("git", "clone", "https://"+from).Run()
	exec.Command("cat", from).Run()
	if !strings.HasPrefix(from, "-") {
		exec.Command("git", "clone", from).Run()
	}
}
`},
		{"headers, which no page of another site sets", `
package main

import (
	"net/http"
	"os/exec"
)

func secure(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, "https://"+r.Host+r.URL.RequestURI(), http.StatusMovedPermanently)
	w.Write([]byte("<p>" + r.Header.Get("X-Name")))
	exec.Command("sh", "-c", r.Header.Get("X-Name")).Run() // ! command
}
`},
	})
}
