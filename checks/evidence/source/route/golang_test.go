package route_test

import "testing"

const goMod = "module example.com/shop\n\ngo 1.22\n"

func TestNetHTTP(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"patterns, hosts and nested muxes": {map[string]string{"go.mod": goMod, "main.go": `
package main
import "net/http"
func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /items/{id}", show)
	mux.Handle("POST /items", requireAuth(http.HandlerFunc(create)))
	mux.HandleFunc("example.com/host/", host)
	mux.HandleFunc("/files/{path...}", func(w http.ResponseWriter, r *http.Request) {})
	api := http.NewServeMux()
	api.HandleFunc("GET /users", users)
	mux.Handle("/api/", adminOnly(http.StripPrefix("/api", api)))
	http.HandleFunc("/default", def)
	http.ListenAndServe(":80", logRequests(mux))
}
func show(w http.ResponseWriter, r *http.Request) {}
func create(w http.ResponseWriter, r *http.Request) {}
`}, `
ANY /default def
ANY /files/{*} function
ANY /host/ host
GET /api/users users +adminOnly():authorization
GET /items/{id} show
POST /items create +requireAuth():authentication`},
		"functions that fill a router, called in a loop": {map[string]string{"go.mod": goMod,
			"main.go": `
package main
import ("github.com/gin-gonic/gin"; "example.com/shop/users")
func main() {
	r := gin.Default()
	api := r.Group("/api")
	registrars := []func(*gin.RouterGroup){users.Register, orders}
	for _, register := range registrars {
		register(api)
	}
}
func orders(g *gin.RouterGroup) { g.GET("/orders", list) }
func list(c *gin.Context) {}`,
			"users/users.go": `
package users
import "github.com/gin-gonic/gin"
func Register(g *gin.RouterGroup) { g.GET("/users", all) }
func all(c *gin.Context) {}`,
		}, `
GET /api/orders list
GET /api/users all`},
		"a server over several files": {map[string]string{"go.mod": goMod,
			"server/server.go": `
package server
import "net/http"
type Server struct { mux *http.ServeMux; store Store }
func New(store Store) *Server {
	s := &Server{mux: http.NewServeMux(), store: store}
	s.routes()
	return s
}
func (s *Server) Handler() http.Handler { return s.authenticate(s.mux) }
func (s *Server) authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X") == "" { http.Error(w, "no", http.StatusUnauthorized); return }
		next.ServeHTTP(w, r)
	})
}`,
			"server/routes.go": `
package server
func (s *Server) routes() {
	for _, r := range []struct{ path string; handler http.HandlerFunc }{{"GET /a", s.a}, {path: "GET /b", handler: s.b}} {
		s.mux.HandleFunc(r.path, r.handler)
	}
}
func (s *Server) a(w http.ResponseWriter, r *http.Request) {}`,
		}, `
GET /a s.a +s.authenticate:authentication
GET /b s.b +s.authenticate:authentication`},
	})
}

func TestGin(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"groups, middleware and functions of other packages": {map[string]string{"go.mod": goMod,
			"main.go": `
package main
import (
	"example.com/shop/orders"
	"github.com/gin-gonic/gin"
)
func main() {
	r := gin.New()
	r.GET("/ping", ping)
	v1 := r.Group("/v1")
	{
		v1.POST("/login", login)
		v1.Use(AuthRequired())
		v1.Any("/any", anything)
		orders.Register(v1.Group("/orders", RequireRole("admin")))
	}
	r.Handle("PUT", "/put/:id", limit, put)
	r.Match([]string{"GET", "POST"}, "/match/*path", match)
	r.Static("/assets", "./dist")
}`,
			"orders/routes.go": `
package orders
import "github.com/gin-gonic/gin"
func Register(g gin.IRouter) {
	g.GET("", list)
	g.GET("/", listSlash)
	g.DELETE("/:id", func(c *gin.Context) { remove(c) })
}
func list(c *gin.Context) {}`,
		}, `
ANY /v1/any anything +AuthRequired():authentication
DELETE /v1/orders/{id} remove +AuthRequired():authentication +RequireRole():authorization
GET /assets/{*} Static
GET /match/{*} match
GET /ping ping
GET /v1/orders list +AuthRequired():authentication +RequireRole():authorization
GET /v1/orders/ listSlash +AuthRequired():authentication +RequireRole():authorization
POST /match/{*} match
POST /v1/login login
PUT /put/{id} put`},
		"two routers of one function": {map[string]string{"go.mod": goMod, "main.go": `
package main
import "github.com/gin-gonic/gin"
func setup() *gin.Engine {
	r := gin.Default()
	register(r.Group("/a"))
	register(r.Group("/b", BasicAuth()))
	return r
}
func register(g *gin.RouterGroup) { g.GET("/x", x) }
func main() { r := setup(); r.GET("/late", late) }
`}, `
GET /a/x x
GET /b/x x +BasicAuth():authentication
GET /late late`},
	})
}

func TestEcho(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"guards behind the handler": {map[string]string{"go.mod": goMod, "main.go": `
package main
import (
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)
func main() {
	e := echo.New()
	e.GET("/a", a, requireUser)
	g := e.Group("/admin", middleware.BasicAuth(check))
	g.POST("/users/:id", h.update)
	g.Add("PATCH", "/x", x)
	g.Match([]string{"GET", "PUT"}, "/y", y)
	e.Use(middleware.RateLimiter(store))
	e.GET("/b", b)
}`}, `
GET /a a +middleware.RateLimiter():rate-limit +requireUser:authentication
GET /admin/y y +middleware.RateLimiter():rate-limit +middleware.BasicAuth():authentication
GET /b b +middleware.RateLimiter():rate-limit
PATCH /admin/x x +middleware.RateLimiter():rate-limit +middleware.BasicAuth():authentication
POST /admin/users/{id} h.update +middleware.RateLimiter():rate-limit +middleware.BasicAuth():authentication
PUT /admin/y y +middleware.RateLimiter():rate-limit +middleware.BasicAuth():authentication`},
	})
}

func TestChi(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"routes in closures, parts and mounts": {map[string]string{"go.mod": goMod, "main.go": `
package main
import (
	"net/http"
	"github.com/go-chi/chi/v5"
)
func router() http.Handler {
	r := chi.NewRouter()
	r.Use(middlewareLog)
	r.Get("/", home)
	r.Route("/articles", func(r chi.Router) {
		r.With(paginate).Get("/", list)
		r.Group(func(r chi.Router) {
			r.Use(RequireLogin)
			r.Post("/", create)
		})
		r.Route("/{id:[0-9]+}", articleRoutes)
	})
	r.Mount("/admin", adminRouter())
	r.Method("GET", "/m", handler)
	r.MethodFunc("PUT", "/mf", handlerFunc)
	r.HandleFunc("/any", any)
	return r
}
func articleRoutes(r chi.Router) { r.Delete("/", remove) }
func adminRouter() chi.Router {
	r := chi.NewRouter()
	r.Use(AdminOnly)
	r.Get("/users", users)
	return r
}`}, `
ANY /any any
DELETE /articles/{id} remove
GET / home
GET /admin/users users +AdminOnly:authorization
GET /articles list
GET /m handler
POST /articles create +RequireLogin:authentication
PUT /mf handlerFunc`},
	})
}

func TestFiber(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"groups, routes and mounts": {map[string]string{"go.mod": goMod, "main.go": `
package main
import (
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/limiter"
)
func main() {
	app := fiber.New()
	app.Use("/api", limiter.New())
	app.Get("/", func(c *fiber.Ctx) error { return c.SendString("x") })
	api := app.Group("/api", jwtAuth)
	api.Get("/orders/:id?", order)
	api.Add("POST", "/orders", validate, create)
	api.Route("/books", func(r fiber.Router) { r.Get("/", books) })
	sub := fiber.New()
	sub.Get("/in", in)
	app.Mount("/sub", sub)
	app.All("/all/*", all)
}`}, `
ANY /all/{*} all
GET / c.SendString
GET /api/books books +limiter.New():rate-limit +jwtAuth:authentication
GET /api/orders/{id} order +limiter.New():rate-limit +jwtAuth:authentication
GET /sub/in in
POST /api/orders create +limiter.New():rate-limit +jwtAuth:authentication +validate:validation`},
	})
}

func TestGorillaMux(t *testing.T) {
	t.Parallel()
	expect(t, map[string]program{
		"methods behind and before, and subrouters": {map[string]string{"go.mod": goMod, "main.go": `
package main
import "github.com/gorilla/mux"
func main() {
	r := mux.NewRouter().StrictSlash(true)
	r.HandleFunc("/", home)
	r.HandleFunc("/orders/{id:[0-9]+}", order).Methods("GET", "PUT").Name("order")
	r.Methods(http.MethodPost).Path("/orders").HandlerFunc(create)
	api := r.PathPrefix("/api").Subrouter()
	api.Use(authMiddleware)
	api.Handle("/x", handler).Methods(http.MethodDelete)
	admin := api.PathPrefix("/admin").Subrouter()
	admin.HandleFunc("", index)
	r.PathPrefix("/static/").Handler(files)
}`}, `
ANY / home
ANY /api/admin index +authMiddleware:authentication
ANY /static/ files
DELETE /api/x handler +authMiddleware:authentication
GET /orders/{id} order
POST /orders create
PUT /orders/{id} order`},
		"a router of the program's own make": {map[string]string{"go.mod": goMod, "web.go": `
package web
import "example.com/shop/modules/web"
func register() {
	m := web.NewRouter()
	m.Get("/", Home)
	m.Group("/user", func() {
		m.Get("/login", SignIn)
		m.Combo("/settings").Get(Settings).Post(bind(form), SettingsPost)
		m.Group("/keys", func() { m.Post("/delete", DeleteKey) }, reqAdmin)
	}, reqSignIn)
}
func Home(c *Context) {}
func SignIn(c *Context) {}
func Settings(c *Context) {}
func SettingsPost(c *Context) {}
func DeleteKey(c *Context) {}
`}, `
GET / Home (unmounted)
GET /user/login SignIn +reqSignIn:authentication (unmounted)
GET /user/settings Settings +reqSignIn:authentication (unmounted)
POST /user/keys/delete DeleteKey +reqSignIn:authentication +reqAdmin:authorization (unmounted)
POST /user/settings SettingsPost +reqSignIn:authentication (unmounted)`},
		"what is no router": {map[string]string{"go.mod": goMod, "x.go": `
package x
func f() {
	client.Get("/users", opts)
	cache.Get("/x", func() int { return 1 })
	wg.Add(1)
	redis.Get(ctx, "/key")
	resty.New().R().Get("/path")
	viper.Get("/a/b")
	m.Handle(event, handler)
}`}, ``},
		"a list that is empty where a path might stand": {map[string]string{"go.mod": goMod, "x.go": `
package x
func f(db *sqlx.DB, ids []int) {
	names := []string{}
	db.Get(&names, query(ids))
	db.All(&names, where("id = ?", ids))
}`}, ``},
	})
}
