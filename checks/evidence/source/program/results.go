package program

import "strings"

// made is the origin of what a call of something gives: where it is known, the
// origin of the type, so that tables need to name the type alone. A first result
// stands for all of several.
func made(callee string) string {
	if callee == "" {
		return ""
	}
	plain, again := unversioned(callee)
	if kind, known := results[plain+"()"]; known {
		return again(kind)
	}
	if dot := strings.LastIndexByte(plain, '.'); dot > 0 {
		if methods, known := fluent[plain[:dot]]; known && strings.Contains(methods, " "+plain[dot+1:]+" ") {
			return again(plain[:dot])
		}
	}
	return callee + "()"
}

// results are the types of what well-known calls give, as the libraries' own
// documentation on pkg.go.dev has them. Modules stand without their major version,
// which the result gets back.
var results = map[string]string{
	// https://pkg.go.dev/database/sql
	"database/sql.Open()":                 "database/sql.DB()",
	"database/sql.OpenDB()":               "database/sql.DB()",
	"database/sql.DB().Begin()":           "database/sql.Tx()",
	"database/sql.DB().BeginTx()":         "database/sql.Tx()",
	"database/sql.DB().Conn()":            "database/sql.Conn()",
	"database/sql.DB().Prepare()":         "database/sql.Stmt()",
	"database/sql.DB().PrepareContext()":  "database/sql.Stmt()",
	"database/sql.DB().Query()":           "database/sql.Rows()",
	"database/sql.DB().QueryContext()":    "database/sql.Rows()",
	"database/sql.DB().QueryRow()":        "database/sql.Row()",
	"database/sql.DB().QueryRowContext()": "database/sql.Row()",
	"database/sql.Conn().BeginTx()":       "database/sql.Tx()",
	"database/sql.Conn().QueryContext()":  "database/sql.Rows()",
	"database/sql.Tx().Prepare()":         "database/sql.Stmt()",
	"database/sql.Tx().PrepareContext()":  "database/sql.Stmt()",
	"database/sql.Tx().Query()":           "database/sql.Rows()",
	"database/sql.Tx().QueryContext()":    "database/sql.Rows()",
	"database/sql.Stmt().Query()":         "database/sql.Rows()",
	"database/sql.Stmt().QueryContext()":  "database/sql.Rows()",

	// https://pkg.go.dev/github.com/jmoiron/sqlx
	"github.com/jmoiron/sqlx.Open()":           "github.com/jmoiron/sqlx.DB()",
	"github.com/jmoiron/sqlx.MustOpen()":       "github.com/jmoiron/sqlx.DB()",
	"github.com/jmoiron/sqlx.Connect()":        "github.com/jmoiron/sqlx.DB()",
	"github.com/jmoiron/sqlx.ConnectContext()": "github.com/jmoiron/sqlx.DB()",
	"github.com/jmoiron/sqlx.MustConnect()":    "github.com/jmoiron/sqlx.DB()",
	"github.com/jmoiron/sqlx.NewDb()":          "github.com/jmoiron/sqlx.DB()",
	"github.com/jmoiron/sqlx.DB().Beginx()":    "github.com/jmoiron/sqlx.Tx()",
	"github.com/jmoiron/sqlx.DB().BeginTxx()":  "github.com/jmoiron/sqlx.Tx()",
	"github.com/jmoiron/sqlx.DB().MustBegin()": "github.com/jmoiron/sqlx.Tx()",
	"github.com/jmoiron/sqlx.DB().Begin()":     "database/sql.Tx()",
	"github.com/jmoiron/sqlx.DB().BeginTx()":   "database/sql.Tx()",
	"github.com/jmoiron/sqlx.DB().Preparex()":  "github.com/jmoiron/sqlx.Stmt()",
	"github.com/jmoiron/sqlx.DB().Queryx()":    "github.com/jmoiron/sqlx.Rows()",

	// https://pkg.go.dev/github.com/jackc/pgx/v5
	"github.com/jackc/pgx.Connect()":                "github.com/jackc/pgx.Conn()",
	"github.com/jackc/pgx.ConnectConfig()":          "github.com/jackc/pgx.Conn()",
	"github.com/jackc/pgx.Conn().Begin()":           "github.com/jackc/pgx.Tx()",
	"github.com/jackc/pgx.Conn().BeginTx()":         "github.com/jackc/pgx.Tx()",
	"github.com/jackc/pgx.Tx().Begin()":             "github.com/jackc/pgx.Tx()",
	"github.com/jackc/pgx/pgxpool.New()":            "github.com/jackc/pgx/pgxpool.Pool()",
	"github.com/jackc/pgx/pgxpool.NewWithConfig()":  "github.com/jackc/pgx/pgxpool.Pool()",
	"github.com/jackc/pgx/pgxpool.Connect()":        "github.com/jackc/pgx/pgxpool.Pool()",
	"github.com/jackc/pgx/pgxpool.Pool().Acquire()": "github.com/jackc/pgx/pgxpool.Conn()",
	"github.com/jackc/pgx/pgxpool.Pool().Begin()":   "github.com/jackc/pgx.Tx()",
	"github.com/jackc/pgx/pgxpool.Pool().BeginTx()": "github.com/jackc/pgx.Tx()",
	"github.com/jackc/pgx/pgxpool.Conn().Begin()":   "github.com/jackc/pgx.Tx()",
	"github.com/jackc/pgx/pgxpool.Conn().Conn()":    "github.com/jackc/pgx.Conn()",

	// https://pkg.go.dev/gorm.io/gorm
	"gorm.io/gorm.Open()":           "gorm.io/gorm.DB()",
	"gorm.io/gorm.DB().DB()":        "database/sql.DB()",
	"gorm.io/gorm.DB().Rows()":      "database/sql.Rows()",
	"github.com/jinzhu/gorm.Open()": "github.com/jinzhu/gorm.DB()",

	// https://pkg.go.dev/net/http
	"net/http.NewServeMux()":           "net/http.ServeMux()",
	"net/http.NewRequest()":            "net/http.Request()",
	"net/http.NewRequestWithContext()": "net/http.Request()",
	"net/http.Request().WithContext()": "net/http.Request()",
	"net/http.Request().Clone()":       "net/http.Request()",

	// https://pkg.go.dev/github.com/gin-gonic/gin
	"github.com/gin-gonic/gin.Default()":             "github.com/gin-gonic/gin.Engine()",
	"github.com/gin-gonic/gin.New()":                 "github.com/gin-gonic/gin.Engine()",
	"github.com/gin-gonic/gin.Engine().Group()":      "github.com/gin-gonic/gin.RouterGroup()",
	"github.com/gin-gonic/gin.RouterGroup().Group()": "github.com/gin-gonic/gin.RouterGroup()",

	// https://pkg.go.dev/github.com/labstack/echo/v4
	"github.com/labstack/echo.New()":           "github.com/labstack/echo.Echo()",
	"github.com/labstack/echo.Echo().Group()":  "github.com/labstack/echo.Group()",
	"github.com/labstack/echo.Group().Group()": "github.com/labstack/echo.Group()",

	// https://pkg.go.dev/github.com/go-chi/chi/v5
	"github.com/go-chi/chi.NewRouter()":      "github.com/go-chi/chi.Mux()",
	"github.com/go-chi/chi.NewMux()":         "github.com/go-chi/chi.Mux()",
	"github.com/go-chi/chi.Mux().Route()":    "github.com/go-chi/chi.Router()",
	"github.com/go-chi/chi.Mux().Group()":    "github.com/go-chi/chi.Router()",
	"github.com/go-chi/chi.Mux().With()":     "github.com/go-chi/chi.Router()",
	"github.com/go-chi/chi.Router().Route()": "github.com/go-chi/chi.Router()",
	"github.com/go-chi/chi.Router().Group()": "github.com/go-chi/chi.Router()",
	"github.com/go-chi/chi.Router().With()":  "github.com/go-chi/chi.Router()",

	// https://pkg.go.dev/github.com/gofiber/fiber/v2
	"github.com/gofiber/fiber.New()":            "github.com/gofiber/fiber.App()",
	"github.com/gofiber/fiber.App().Group()":    "github.com/gofiber/fiber.Router()",
	"github.com/gofiber/fiber.Router().Group()": "github.com/gofiber/fiber.Router()",

	// https://pkg.go.dev/github.com/gorilla/mux
	"github.com/gorilla/mux.NewRouter()":           "github.com/gorilla/mux.Router()",
	"github.com/gorilla/mux.Router().PathPrefix()": "github.com/gorilla/mux.Route()",
	"github.com/gorilla/mux.Router().Host()":       "github.com/gorilla/mux.Route()",
	"github.com/gorilla/mux.Router().Methods()":    "github.com/gorilla/mux.Route()",
	"github.com/gorilla/mux.Router().NewRoute()":   "github.com/gorilla/mux.Route()",
	"github.com/gorilla/mux.Router().Path()":       "github.com/gorilla/mux.Route()",
	"github.com/gorilla/mux.Route().Subrouter()":   "github.com/gorilla/mux.Router()",

	// https://pkg.go.dev/os/exec
	"os/exec.Command()":        "os/exec.Cmd()",
	"os/exec.CommandContext()": "os/exec.Cmd()",

	// https://pkg.go.dev/github.com/redis/go-redis/v9
	"github.com/redis/go-redis.NewClient()": "github.com/redis/go-redis.Client()",
}

// fluent are the methods that give a value of the type that they are called on.
var fluent = map[string]string{
	// https://pkg.go.dev/gorm.io/gorm#DB
	"gorm.io/gorm.DB()":           gormChained,
	"github.com/jinzhu/gorm.DB()": gormChained,
	// https://pkg.go.dev/github.com/gorilla/mux#Route
	"github.com/gorilla/mux.Route()": " Handler HandlerFunc Headers Host Methods Name Path PathPrefix Queries Schemes MatcherFunc ",
}

const gormChained = " Assign Attrs Begin Clauses Debug Distinct Group Having InnerJoins Joins Limit Model New Not Offset Omit Or Order" +
	" Preload Raw Scopes Select Session Set Table Unscoped Where WithContext "
