package taint_test

import "testing"

// TestGolangFrameworks are the requests and the answers of frameworks.
func TestGolangFrameworks(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{{"frameworks", `
package app
import ("net/http"; "database/sql"; "fmt"; "io"; "os"; "os/exec"; "syscall"; "io/ioutil"; "path/filepath"; "html/template"; ttemplate "text/template"
 "github.com/gin-gonic/gin"; "github.com/labstack/echo/v4"; "github.com/gofiber/fiber/v2"; "github.com/go-chi/chi/v5"; "github.com/gorilla/mux"; "github.com/valyala/fasthttp"; "github.com/astaxie/beego"; bcontext "github.com/beego/beego/v2/server/web/context"; "github.com/kataras/iris/v12"; "github.com/julienschmidt/httprouter"; "github.com/revel/revel"; "github.com/gorilla/websocket"; "github.com/go-resty/resty/v2"; "github.com/jmoiron/sqlx"; "github.com/jackc/pgx/v5/pgxpool"; "github.com/jackc/pgx/v5"; "gorm.io/gorm"; "xorm.io/xorm"; "github.com/Masterminds/squirrel"; "github.com/go-pg/pg/v10"; "github.com/uptrace/bun"; "github.com/beego/beego/v2/client/orm"; "go.mongodb.org/mongo-driver/mongo"; "go.mongodb.org/mongo-driver/bson"; "net"; "golang.org/x/crypto/ssh"; "embed"; "archive/zip"; "encoding/gob"; "gopkg.in/yaml.v3")
func cg(c *gin.Context, db *sql.DB) {
	db.Query("SELECT * FROM t WHERE a = '" + c.Query("a") + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + c.Params.ByName("a") + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + c.Request.URL.Query().Get("a") + "'") // ! sql
	v, ok := c.GetQuery("a")
	db.Query("SELECT * FROM t WHERE a = '" + v + "'") // ! sql
	x, _ := c.Cookie("a")
	db.Query("SELECT * FROM t WHERE a = '" + x + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + c.PostForm("a") + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + c.ClientIP() + "'")
	db.Query("SELECT * FROM t WHERE a = '" + c.FullPath() + "'")
	f, _ := c.MultipartForm()
	db.Query("SELECT * FROM t WHERE a = '" + f.Value["a"][0] + "'") // ! sql
	c.Data(200, "text/html", []byte(c.Query("a"))) // ! xss
	c.Data(200, "text/html; charset=utf-8", []byte("<p>"+c.Query("a"))) // ! xss
	c.Data(200, "application/json", []byte(c.Query("a")))
	c.String(200, "<p>%s</p>", c.Query("a"))
	c.Header("Content-Type", "text/html")
	c.Writer.WriteString(c.Query("a")) // ! xss
	c.Writer.Write([]byte("<b>" + c.Query("a"))) // ! xss
	c.Header("Location", c.Query("a")) // ! redirect
	c.Redirect(http.StatusFound, c.Query("a")) // ! redirect
	c.File(c.Query("a")) // ! path
	c.FileAttachment("/srv/"+c.Query("a"), "x") // ! path
	file, _ := c.FormFile("f")
	c.SaveUploadedFile(file, "/srv/"+file.Filename)
	c.SaveUploadedFile(file, "/srv/"+c.Query("a")) // ! path
	c.HTML(200, "a.html", gin.H{"a": c.Query("a")})
	c.HTML(200, "a.html", gin.H{"a": template.HTML(c.Query("a"))}) // ! xss
}
func ce(c echo.Context, db *sqlx.DB) error {
	db.Get(&x, "SELECT * FROM t WHERE a = '" + c.QueryParam("a") + "'") // ! sql
	db.Select(&x, "SELECT * FROM t WHERE a = '" + c.Param("a") + "'") // ! sql
	db.Select(&x, "SELECT * FROM t WHERE a = '" + c.Request().Header.Get("a") + "'") // ! sql
	db.NamedExec("DELETE FROM t WHERE a = '" + c.FormValue("a") + "'", m) // ! sql
	db.MustExec("DELETE FROM t WHERE a = '" + c.Path() + "'")
	var b struct{ A string }
	c.Bind(&b)
	db.Queryx("SELECT * FROM t WHERE a = '" + b.A + "'") // ! sql
	c.HTMLBlob(200, []byte(c.QueryParam("a"))) // ! xss
	c.Blob(200, "text/html", []byte(c.QueryParam("a"))) // ! xss
	c.Response().Write([]byte("<p>"+c.QueryParam("a"))) // ! xss
	c.Response().Header().Set("Location", c.QueryParam("a")) // ! redirect
	c.Attachment("/srv/" + c.QueryParam("a"), "x") // ! path
	return c.Redirect(302, c.QueryParam("a")) // ! redirect
}
func cf(c *fiber.Ctx, pool *pgxpool.Pool) error {
	pool.Query(c.Context(), "SELECT * FROM t WHERE a = '" + c.Query("a") + "'") // ! sql
	pool.Exec(c.Context(), "DELETE FROM t WHERE a = '" + c.Params("a") + "'") // ! sql
	pool.QueryRow(c.Context(), "SELECT * FROM t WHERE a = '" + string(c.Body()) + "'") // ! sql
	c.Set("Content-Type", "text/html")
	c.SendString("<p>" + c.Query("a")) // ! xss
	c.Type("html")
	c.Send([]byte("<p>" + c.Query("a"))) // ! xss
	c.SendFile("/srv/" + c.Query("a")) // ! path
	c.Download("/srv/" + c.Query("a")) // ! path
	return c.Redirect(c.Query("a")) // ! redirect
}
func fh(ctx *fasthttp.RequestCtx, db *sql.DB) {
	db.Query("SELECT * FROM t WHERE a = '" + string(ctx.QueryArgs().Peek("a")) + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + string(ctx.FormValue("a")) + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + string(ctx.PostBody()) + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + string(ctx.Request.Header.Peek("a")) + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + string(ctx.PostArgs().Peek("a")) + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + string(ctx.Path()) + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + string(ctx.URI().QueryString()) + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + ctx.UserValue("a").(string) + "'") // ! sql
	ctx.SetContentType("text/html")
	ctx.Write([]byte("<p>" + string(ctx.FormValue("a")))) // ! xss
	ctx.SetBodyString("<p>" + string(ctx.FormValue("a"))) // ! xss
	ctx.Redirect(string(ctx.FormValue("a")), 302) // ! redirect
	ctx.SendFile(string(ctx.FormValue("a"))) // ! path
	fasthttp.ServeFile(ctx, string(ctx.FormValue("a"))) // ! path
	fasthttp.Get(nil, string(ctx.FormValue("a"))) // ! ssrf
}
type MainController struct { beego.Controller }
func (c *MainController) Get() {
	db.Query("SELECT * FROM t WHERE a = '" + c.GetString("a") + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + c.Input().Get("a") + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + c.Ctx.Input.Query("a") + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + c.Ctx.Input.Param(":a") + "'") // ! sql
	c.Redirect(c.GetString("a"), 302) // ! redirect
	c.Ctx.WriteString("<p>" + c.GetString("a")) // ! xss
}
func ci(ctx iris.Context) {
	db.Query("SELECT * FROM t WHERE a = '" + ctx.URLParam("a") + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + ctx.Params().Get("a") + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + ctx.FormValue("a") + "'") // ! sql
	ctx.HTML("<p>" + ctx.URLParam("a")) // ! xss
	ctx.Redirect(ctx.URLParam("a")) // ! redirect
	ctx.SendFile(ctx.URLParam("a"), "x") // ! path
}
func hr(w http.ResponseWriter, r *http.Request, ps httprouter.Params) {
	db.Query("SELECT * FROM t WHERE a = '" + ps.ByName("a") + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + httprouter.ParamsFromContext(r.Context()).ByName("a") + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + chi.URLParam(r, "a") + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + mux.Vars(r)["a"] + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + r.PathValue("a") + "'") // ! sql
}
type App struct { *revel.Controller }
func (c App) Index(name string) revel.Result {
	db.Query("SELECT * FROM t WHERE a = '" + c.Params.Get("a") + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + c.Params.Query.Get("a") + "'") // ! sql
	return c.Redirect(c.Params.Get("a")) // ! redirect
}
`}})
}
