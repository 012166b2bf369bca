package program_test

import (
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// calls returns the origin of what is called in each call of a file, in order.
func calls(t *testing.T, language, code string) map[string]string {
	t.Helper()
	file, err := lowering.Parse(language, []byte(code))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, function := range file.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if call, ok := x.(*program.Call); ok {
				found[file.Text(call.Callee.Range())] = function.Origin(call.Callee)
			}
			return true
		})
	}
	return found
}

func TestGoOrigin(t *testing.T) {
	t.Parallel()
	const imports = `package p
import (
	"context"
	"database/sql"
	"net/http"
	"os/exec"
	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/gorilla/mux"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"gopkg.in/yaml.v3"
	"gorm.io/gorm"
)
`
	for name, test := range map[string]struct{ code, callee, want string }{
		"a package":                       {`func f() { http.Get(u) }`, "http.Get", "net/http.Get"},
		"a package with a major version":  {`func f() { middleware.Logger() }`, "middleware.Logger", "github.com/labstack/echo/v4/middleware.Logger"},
		"a package of gopkg.in":           {`func f() { yaml.Marshal(x) }`, "yaml.Marshal", "gopkg.in/yaml.v3.Marshal"},
		"a router that is made":           {`func f() { r := gin.Default(); r.GET("/", h) }`, "r.GET", "github.com/gin-gonic/gin.Engine().GET"},
		"a group of it":                   {`func f() { e := echo.New(); g := e.Group("/x"); g.POST("/", h) }`, "g.POST", "github.com/labstack/echo/v4.Group().POST"},
		"a group of a group":              {`func f(r *gin.RouterGroup) { r.Group("/a").Group("/b").GET("/", h) }`, `r.Group("/a").Group("/b").GET`, "github.com/gin-gonic/gin.RouterGroup().GET"},
		"a mux":                           {`func f() { mux := http.NewServeMux(); mux.HandleFunc("/", h) }`, "mux.HandleFunc", "net/http.ServeMux().HandleFunc"},
		"a literal's parameter":           {`func f() { r := chi.NewRouter(); r.Route("/x", func(s chi.Router) { s.Get("/", h) }) }`, "s.Get", "github.com/go-chi/chi/v5.Router().Get"},
		"a subrouter":                     {`func f(r *mux.Router) { s := r.PathPrefix("/x").Subrouter(); s.HandleFunc("/", h).Methods("GET") }`, `s.HandleFunc`, "github.com/gorilla/mux.Router().HandleFunc"},
		"a request's query":               {`func f(c *gin.Context) { c.Query("id") }`, "c.Query", "github.com/gin-gonic/gin.Context().Query"},
		"a request's form":                {`func f(w http.ResponseWriter, r *http.Request) { r.URL.Query().Get("id") }`, "r.URL.Query().Get", "net/http.Request().URL.Query().Get"},
		"a parameter":                     {`func f(ctx context.Context, db *sql.DB) { db.QueryContext(ctx, q) }`, "db.QueryContext", "database/sql.DB().QueryContext"},
		"the first of two results":        {`func f() { db, err := sql.Open("x", y); db.Query(q) }`, "db.Query", "database/sql.DB().Query"},
		"a transaction":                   {`func f(db *sql.DB) { tx, err := db.BeginTx(ctx, nil); tx.Exec(q) }`, "tx.Exec", "database/sql.Tx().Exec"},
		"a pool":                          {`func f() { pool, err := pgxpool.New(ctx, u); pool.Exec(ctx, q) }`, "pool.Exec", "github.com/jackc/pgx/v5/pgxpool.Pool().Exec"},
		"a transaction of a pool":         {`func f(pool *pgxpool.Pool) { tx, err := pool.Begin(ctx); tx.Exec(ctx, q) }`, "tx.Exec", "github.com/jackc/pgx/v5.Tx().Exec"},
		"a package's variable":            {`var db *sql.DB; func f() { db.Exec(q) }`, "db.Exec", "database/sql.DB().Exec"},
		"a package's variable, set later": {"var db *sql.DB\nfunc f() { var err error; db, err = open(); db.Exec(q) }", "db.Exec", "database/sql.DB().Exec"},
		"a receiver's field":              {`type S struct { db *sql.DB }; func (s *S) f() { s.db.QueryContext(ctx, q) }`, "s.db.QueryContext", "database/sql.DB().QueryContext"},
		"a field of a field":              {`type A struct { store *Store }; type Store struct { db *gorm.DB }; func (a A) f() { a.store.db.First(&x) }`, "a.store.db.First", "gorm.io/gorm.DB().First"},
		"a field of a parameter":          {`type App struct { DB *sql.DB }; func f(app *App) { app.DB.Exec(q) }`, "app.DB.Exec", "database/sql.DB().Exec"},
		"a field of a variable":           {`type App struct { DB *sql.DB }; func f() { app := &App{DB: x}; app.DB.Exec(q) }`, "app.DB.Exec", "database/sql.DB().Exec"},
		"a field of a generic type":       {`type Box[T any] struct { db *sql.DB }; func (b *Box[T]) f() { b.db.Exec(q) }`, "b.db.Exec", "database/sql.DB().Exec"},
		"an embedded type":                {`type Repo struct { *sql.DB }; func (r Repo) f() { r.Query(q) }`, "r.Query", "database/sql.DB().Query"},
		"an embedded type by its name":    {`type Repo struct { *sql.DB; name string }; func (r Repo) f() { r.DB.Query(q) }`, "r.DB.Query", "database/sql.DB().Query"},
		"a method before an embedded one": {`type Repo struct { *sql.DB }; func (r Repo) Query() {}; func (r Repo) f() { r.Query() }`, "r.Query", "Repo().Query"},
		"a receiver of another file":      {`func (s *S) f() { s.db.Query(q) }`, "s.db.Query", "S().db.Query"},
		"a chain":                         {`func f(db *gorm.DB) { db.Model(&x).Where("a = ?", b).Order("c").Find(&d) }`, `db.Model(&x).Where("a = ?", b).Order("c").Find`, "gorm.io/gorm.DB().Find"},
		"a query that grows":              {`func f(db *gorm.DB) { q := db.Model(&x); if y { q = q.Where("a = ?", b) }; q.Find(&d) }`, "q.Find", "gorm.io/gorm.DB().Find"},
		"a name for more of the same":     {"var db *gorm.DB\nfunc f() { db := db.WithContext(ctx); db.Find(&d) }", "db.Find", "gorm.io/gorm.DB().Find"},
		"two values of one origin":        {`func f(db *sql.DB) { rows, err := db.Query(a); if x { rows, err = db.Query(b) }; rows.Next() }`, "rows.Next", "database/sql.Rows().Next"},
		"two values of two origins":       {`func f() { x := sql.Named(a, b); if y { x = http.NoBody }; x.Close() }`, "x.Close", "x.Close"},
		"an element of a slice":           {`func f(dbs []*sql.DB) { for _, db := range dbs { db.Ping() } }`, "db.Ping", "database/sql.DB().Ping"},
		"an element by its index":         {`func f(dbs []*sql.DB) { dbs[0].Ping() }`, "dbs[0].Ping", "database/sql.DB().Ping"},
		"an element of a part":            {`func f(dbs []*sql.DB) { dbs[1:][i].Ping() }`, "dbs[1:][i].Ping", "database/sql.DB().Ping"},
		"an element of a map":             {`func f(dbs map[string]*sql.DB) { for _, db := range dbs { db.Ping() } }`, "db.Ping", "database/sql.DB().Ping"},
		"an element that is made":         {`func f() { dbs := make([]*sql.DB, 3); dbs[i].Ping() }`, "dbs[i].Ping", "database/sql.DB().Ping"},
		"an element of more arguments":    {`func f(dbs ...*sql.DB) { for _, db := range dbs { db.Ping() } }`, "db.Ping", "database/sql.DB().Ping"},
		"an element of a literal":         {`func f() { for _, c := range []exec.Cmd{a, b} { c.Run() } }`, "c.Run", "os/exec.Cmd().Run"},
		"the index of a slice":            {`func f(dbs []*sql.DB) { for i := range dbs { i.x() } }`, "i.x", "i.x"},
		"what a channel gives":            {`func f(jobs <-chan *sql.DB) { for job := range jobs { job.Ping() } }`, "job.Ping", "database/sql.DB().Ping"},
		"what is received":                {`func f(jobs chan *sql.DB) { job, ok := <-jobs; job.Ping() }`, "job.Ping", "database/sql.DB().Ping"},
		"an assertion":                    {`func f(c echo.Context) { c.Get("db").(*gorm.DB).Find(&x) }`, `c.Get("db").(*gorm.DB).Find`, "gorm.io/gorm.DB().Find"},
		"a literal":                       {`func f() { s := &http.Server{Addr: a}; s.ListenAndServe() }`, "s.ListenAndServe", "net/http.Server().ListenAndServe"},
		"new":                             {`func f() { c := new(exec.Cmd); c.Run() }`, "c.Run", "os/exec.Cmd().Run"},
		"a named result":                  {`func f() (db *sql.DB, err error) { db.Ping(); return }`, "db.Ping", "database/sql.DB().Ping"},
		"a function's result":             {`func open() (*sql.DB, error) { return nil, nil }; func f() { db, err := open(); db.Ping() }`, "db.Ping", "database/sql.DB().Ping"},
		"a method's result":               {`type S struct{}; func (s *S) conn() *sql.Conn { return nil }; func (s *S) f() { s.conn().PingContext(ctx) }`, "s.conn().PingContext", "database/sql.Conn().PingContext"},
		"an interface's method":           {`type T interface { Conn() *sql.Conn }; func f(t T) { t.Conn().Close() }`, "t.Conn().Close", "database/sql.Conn().Close"},
		"a type of the file":              {`type S struct{}; func f(s *S) { s.run() }`, "s.run", "S().run"},
		"an alias":                        {`type DB = sql.DB; func f(db *DB) { db.Query(q) }`, "db.Query", "database/sql.DB().Query"},
		"a generic function":              {`func load[T any](x int) *exec.Cmd { return nil }; func f() { gin.Bind[T](c).x(); load[T](1).Run() }`, "gin.Bind[T](c).x", "github.com/gin-gonic/gin.Bind().x"},
		"a table of functions":            {`func f() { handlers[i](x) }`, "handlers[i]", "handlers[]"},
		"an anonymous struct":             {`func f() { var env struct { DB *sql.DB }; env.DB.Ping() }`, "env.DB.Ping", "database/sql.DB().Ping"},
		"a conversion":                    {`func f() { http.HandlerFunc(h).ServeHTTP(w, r) }`, "http.HandlerFunc(h).ServeHTTP", "net/http.HandlerFunc().ServeHTTP"},
	} {
		found := calls(t, "Go", imports+test.code)
		if got, known := found[test.callee]; !known || got != test.want {
			t.Errorf("%s: %s has the origin %q, want %q (%v)", name, test.callee, got, test.want, found)
		}
	}
}

// TestOriginEnds holds names that are made of each other.
func TestOriginEnds(t *testing.T) {
	t.Parallel()
	found := calls(t, "Go", "package p\nfunc f() { a := b.x(); b := c.x(); c := a.x(); a = c; b = a; c = b; a = d; b = d; c = d; d := a; d = b; d = c; a.run() }")
	if got := found["a.run"]; got != "a.run" {
		t.Errorf("got %q", got)
	}
}

func TestOriginOfScripts(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ language, code, callee, want string }{
		"a version is a part of a module's name": {"TypeScript", `import { onRequest } from "firebase-functions/v2"; onRequest(h)`, "onRequest", "firebase-functions/v2.onRequest"},
		"nothing first":                          {"JavaScript", `import { Pool } from "pg"; let pool = null; function f() { pool = new Pool(); pool.query(q) }`, "pool.query", "pg.Pool().query"},
		"an interface of the file":               {"TypeScript", `import { PrismaClient } from "@prisma/client"; interface Deps { db: PrismaClient } function f(deps: Deps) { deps.db.query(q) }`, "deps.db.query", "@prisma/client.PrismaClient().query"},
		"a function's result":                    {"Python", "from sqlalchemy.orm import Session\ndef db() -> Session:\n    pass\ndb().execute(q)", "db().execute", "sqlalchemy.orm.Session().execute"},
	} {
		if got := calls(t, test.language, test.code)[test.callee]; got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}
