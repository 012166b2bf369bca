package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

const (
	golangDatabases = "database/sql.DB() database/sql.Tx() database/sql.Conn() github.com/jmoiron/sqlx.DB() github.com/jmoiron/sqlx.Tx() database/sql.Open() github.com/jmoiron/sqlx.Open() github.com/jmoiron/sqlx.Connect() github.com/jmoiron/sqlx.MustConnect()"

	golangWriters = "github.com/gin-gonic/gin.Context().Writer github.com/labstack/echo/v4.Context().Response() github.com/labstack/echo.Context().Response() github.com/labstack/echo/v4.Context().Response().Writer " +
		"github.com/valyala/fasthttp.RequestCtx() github.com/valyala/fasthttp.RequestCtx().Response github.com/valyala/fasthttp.Response() " + golangBeegoAnswers

	// golangSniffed are answers of which net/http guesses what they are, where nobody says.
	golangSniffed = "github.com/gin-gonic/gin.Context().Writer github.com/labstack/echo/v4.Context().Response() github.com/labstack/echo.Context().Response() github.com/labstack/echo/v5.Context().Response() " +
		"github.com/labstack/echo/v4.Context().Response().Writer github.com/labstack/echo.Context().Response().Writer " + golangBeegoAnswers

	golangBeegoAnswers = "github.com/beego/beego/v2/server/web.Controller().Ctx github.com/astaxie/beego.Controller().Ctx github.com/beego/beego.Controller().Ctx " +
		"github.com/beego/beego/v2/server/web/context.Context().ResponseWriter github.com/astaxie/beego/context.Context().ResponseWriter " +
		"github.com/beego/beego/v2/server/web/context.Context() github.com/astaxie/beego/context.Context() github.com/beego/beego/context.Context() " +
		"github.com/beego/beego/v2/server/web/context.BeegoOutput() github.com/astaxie/beego/context.BeegoOutput() " +
		"github.com/beego/beego/v2/server/web/context.Context().Output github.com/astaxie/beego/context.Context().Output github.com/astaxie/beego.Controller().Ctx.Output github.com/beego/beego/v2/server/web.Controller().Ctx.Output"

	golangBeegoControllers = "github.com/beego/beego/v2/server/web.Controller() github.com/astaxie/beego.Controller() github.com/beego/beego.Controller()"

	golangBeegoORM = "github.com/beego/beego/v2/client/orm.NewOrm() github.com/astaxie/beego/orm.NewOrm() github.com/beego/beego/orm.NewOrm() github.com/beego/beego/v2/client/orm.Ormer() github.com/astaxie/beego/orm.Ormer()"

	golangRqlite = "github.com/rqlite/gorqlite.Connection() github.com/rqlite/gorqlite.Open() github.com/rqlite/gorqlite.OpenWithClient()"

	golangPools = "github.com/jackc/pgx/v5.Conn() github.com/jackc/pgx/v5/pgxpool.Pool() github.com/jackc/pgx/v5.Tx() github.com/jackc/pgx/v4.Conn() github.com/jackc/pgx/v4/pgxpool.Pool() github.com/jackc/pgx/v4.Tx() " +
		"github.com/jackc/pgx/v5.Connect() github.com/jackc/pgx/v5/pgxpool.New() github.com/jackc/pgx/v4/pgxpool.Connect() github.com/jackc/pgx/v4.Connect() github.com/jackc/pgx.Conn()"
)

func golangSinks() []sinkRow {
	return []sinkRow{
		{class: sql, call: "Query QueryRow Exec Prepare Queryx QueryRowx MustExec Preparex NamedExec NamedQuery", of: of(golangDatabases), at: at("0"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "QueryContext QueryRowContext ExecContext PrepareContext QueryxContext QueryRowxContext MustExecContext NamedExecContext Get Select", of: of(golangDatabases), at: at("1"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "GetContext SelectContext", of: of(golangDatabases), at: at("2"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "Query QueryRow Exec Prepare", of: of(golangPools), at: at("1"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "Query QueryRow Exec Prepare Queryx QueryRowx MustExec NamedExec QueryContext QueryRowContext ExecContext PrepareContext Get Select GetContext SelectContext Raw SQL Sql NewQuery NewRaw Queue QueryString QueryInterface QuerySliceString", of: of("*"), at: at("0 1 2"), need: wantsQuery, when: notOfSystem, advice: "database/sql"},
		{class: sql, call: "Where Or Not Having Joins And Expr", of: of("*"), at: at("0"), need: wantsBuilt, when: golangMapper, advice: "gorm"},
		{class: sql, call: "Joins Order Group Select Table Raw Exec OrderBy ColumnExpr WhereOr OrderExpr GroupExpr TableExpr GroupBy Distinct", of: of("*"), at: at("0"), need: wantsText, when: golangMapper, advice: "gorm"},
		{class: sql, call: "Prefix Suffix Column From Join LeftJoin RightJoin InnerJoin CrossJoin OrderByClause Options", of: of("*"), at: at("0"), need: wantsText, when: importsAnyOf("Masterminds/squirrel"), advice: "gorm"},
		{class: sql, call: "Delete Insert Into Update Columns Set", of: of("*"), at: at("0"), need: wantsText, when: importsAnyOf("Masterminds/squirrel"), advice: "gorm"},
		{class: sql, call: "Pluck", of: of("*"), at: at("0"), need: wantsText, when: importsAnyOf("gorm.io/gorm", "jinzhu/gorm"), advice: "gorm"},
		{class: sql, call: "In NotIn SetExpr Alias Cols Asc Desc", of: of("*"), at: at("0"), need: wantsText, when: importsAnyOf("xorm"), advice: "gorm"},
		{class: sql, call: "DistinctOn For ModelTableExpr", of: of("*"), at: at("0"), need: wantsText, when: importsAnyOf("uptrace/bun", "go-pg/pg"), advice: "gorm"},
		{class: sql, call: "NewRawQuery", of: of("github.com/uptrace/bun"), at: at("1"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "Q SafeQuery", of: of("github.com/go-pg/pg github.com/go-pg/pg/v9 github.com/go-pg/pg/v10 github.com/go-pg/pg/orm github.com/go-pg/pg/v9/orm github.com/go-pg/pg/v10/orm"), at: at("0"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "FormatQuery", of: of("*"), at: at("1"), need: wantsText, when: importsAnyOf("go-pg/pg"), advice: "database/sql"},
		{class: sql, call: "Raw", of: of(golangBeegoORM), at: at("0"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "FilterRaw", of: of("*"), at: at("1"), need: wantsText, when: importsAnyOf("beego"), advice: "database/sql"},
		{class: sql, call: "Raw", of: of("github.com/beego/beego/v2/client/orm.NewCondition() github.com/beego/beego/v2/client/orm.Condition() github.com/astaxie/beego/orm.NewCondition() github.com/astaxie/beego/orm.Condition()"), at: at("1"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "Select From InnerJoin LeftJoin RightJoin On Where And Or In OrderBy GroupBy Having Update Set Delete InsertInto Values Subquery", of: of("*"), at: at("0"), need: wantsText, when: beegoBuilder, advice: "database/sql"},
		{class: sql, call: "Query QueryOne Write WriteOne Queue QueueOne", of: of(golangRqlite), at: at("0"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "QueryContext QueryOneContext WriteContext WriteOneContext QueueContext QueueOneContext", of: of(golangRqlite), at: at("1"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "GetAll GetArray GetCount GetOne GetValue GetScan GetStruct GetStructs DoCommit DoExec DoGetAll DoQuery DoPrepare", of: of("*"), at: at("0 1 2"), need: wantsText, when: importsAnyOf("gogf/gf"), advice: "database/sql"},
		{class: sql, call: "QueryToArray QueryToArrays QueryToMap QueryToMaps QueryToStructs", of: of("github.com/elgs/gosqljson"), at: at("2"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "Exec", of: of("github.com/elgs/gosqljson"), at: at("1"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "Query AnalyticsQuery", of: of("github.com/couchbase/gocb.Cluster() github.com/couchbase/gocb/v2.Cluster() github.com/couchbase/gocb/v2.Scope() github.com/couchbase/gocb/v2.Connect()"), at: at("0"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "NewN1qlQuery NewAnalyticsQuery", of: of("github.com/couchbase/gocb gopkg.in/couchbase/gocb.v1"), at: at("0"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "Query", of: of("cloud.google.com/go/bigquery.Client() cloud.google.com/go/bigquery.NewClient()"), at: at("0"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "First Take Last Find Delete FirstOrInit FirstOrCreate", of: of("*"), at: at("1"), need: wantsText, when: importsAnyOf("gorm.io/gorm", "jinzhu/gorm"), advice: "gorm"},

		{class: nosql, call: "Find FindOne FindOneAndUpdate FindOneAndDelete FindOneAndReplace UpdateOne UpdateMany DeleteOne DeleteMany ReplaceOne CountDocuments Aggregate Distinct Watch", of: of("go.mongodb.org/mongo-driver/mongo.Collection() go.mongodb.org/mongo-driver/v2/mongo.Collection() ~coll ~collection"), at: at("1 2"), need: wantsObject, advice: "bson"},
		{class: command, call: "Command", of: of("os/exec golang.org/x/sys/execabs"), at: at("0"), need: wantsStart, advice: "exec"},
		{class: command, call: "CommandContext", of: of("os/exec golang.org/x/sys/execabs"), at: at("1"), need: wantsStart, advice: "exec"},
		{class: command, call: "Command CommandContext", of: of("os/exec golang.org/x/sys/execabs"), at: at("0+"), when: runsShell, advice: "exec"},
		{class: command, call: "Command CommandContext", of: of("os/exec golang.org/x/sys/execabs"), at: at("1+"), need: wantsStart, when: runsByOption, advice: "option"},
		{class: command, call: "Run Start Output CombinedOutput", of: of("golang.org/x/crypto/ssh.Session() golang.org/x/crypto/ssh.Client().NewSession() ~session ~sess"), at: at("0"), need: wantsText, when: golangRemote, advice: "exec"},
		{class: command, call: "Exec ForkExec StartProcess", of: of("syscall os golang.org/x/sys/unix"), at: at("0"), need: wantsStart, advice: "exec"},
		{class: command, call: "Exec ForkExec StartProcess", of: of("syscall os golang.org/x/sys/unix"), at: at("0+"), when: runsShell, advice: "exec"},
		{class: command, call: "Exec", of: of("github.com/bitfield/script"), at: at("0"), advice: "exec"},
		{class: command, call: "Command NewCmd", of: of("github.com/codeskyblue/go-sh github.com/go-cmd/cmd"), at: at("0"), need: wantsStart, advice: "exec"},

		{class: code, call: "Run Eval RunString RunScript RunProgram", of: of("github.com/robertkrimen/otto.New() github.com/dop251/goja.New() ~vm"), at: at("0"), need: wantsText, advice: "eval"},

		{class: path, call: "Open OpenFile ReadFile WriteFile Create Remove RemoveAll Mkdir MkdirAll ReadDir Truncate Chmod", of: of("os io/ioutil"), at: at("0"), advice: "path"},
		{class: path, call: "Chown Lchown Chtimes CopyFS DirFS OpenRoot OpenInRoot", of: of("os"), at: at("0"), advice: "path"},
		{class: path, call: "WalkDir Walk Glob", of: of("path/filepath"), at: at("0"), advice: "path"},
		{class: path, call: "Create Mkdir MkdirAll Open OpenFile Remove RemoveAll Chmod Chown Chtimes", of: of("github.com/spf13/afero.NewOsFs() github.com/spf13/afero.OsFs()"), at: at("0"), advice: "path"},
		{class: path, call: "ReadDir ReadFile WriteFile WriteReader SafeWriteReader TempDir TempFile Walk", of: of("github.com/spf13/afero"), at: at("1"), when: unsure, advice: "path"},
		{class: path, call: "MkdirTemp CreateTemp TempDir TempFile", of: of("os io/ioutil"), at: at("0"), advice: "path"},
		{class: path, call: "TempDir TempFile", of: of("io/ioutil"), at: at("1"), when: unsure, advice: "path"}, // until Go 1.16
		{class: path, call: "Dir", of: of("net/http"), at: at("0"), when: unsure, advice: "path"},
		{class: path, call: "OpenReader OpenFile", of: of("archive/zip"), at: at("0"), advice: "path"},
		{class: path, call: "ParseFiles", of: of("html/template text/template"), at: at("0+"), advice: "path"},
		{class: path, call: "ServeFile ServeFileUncompressed ServeFileBytes ServeFileBytesUncompressed SaveMultipartFile", of: of("github.com/valyala/fasthttp"), at: at("1"), advice: "path"},
		{class: path, call: "SendFile SendFileBytes", of: of("github.com/valyala/fasthttp.RequestCtx() github.com/valyala/fasthttp.RequestCtx().Response github.com/valyala/fasthttp.Response()"), at: at("0"), need: wantsText, advice: "path"},
		{class: path, call: "ServeFile ServeFileWithRate SendFile SendFileWithRate UploadFormFiles", of: of("github.com/kataras/iris/v12.Context() github.com/kataras/iris.Context() github.com/kataras/iris/v12/context.Context()"), at: at("0"), need: wantsText, advice: "path"},
		{class: path, call: "SaveFormFile", of: of("github.com/kataras/iris/v12.Context() github.com/kataras/iris.Context() github.com/kataras/iris/v12/context.Context()"), at: at("1"), need: wantsText, advice: "path"},
		{class: path, call: "SaveToFile SaveToFileWithBuffer", of: of("~c ~this " + golangBeegoControllers), at: at("1"), need: wantsText, when: importsAnyOf("beego"), advice: "path"},
		{class: path, call: "Download", of: of(golangBeegoAnswers), at: at("0"), need: wantsText, advice: "path"},
		{class: path, call: "RenderFileName", of: of("~c"), at: at("0"), need: wantsText, when: importsAnyOf("revel/revel"), advice: "path"},
		{class: path, call: "Stat Lstat Readlink Chdir", of: of("os"), at: at("0"), when: unsure, advice: "path"},
		{class: path, call: "Rename Link Symlink", of: of("os"), at: at("0 1"), advice: "path"},
		{class: path, call: "ServeFile", of: of("net/http"), at: at("2"), when: golangServes, advice: "path"},
		{class: path, call: "File FileAttachment SendFile Attachment Inline Download", of: of("~c ~ctx"), at: at("0"), need: wantsText, when: golangServes, advice: "path"},
		{class: path, call: "SaveUploadedFile SaveFile", of: of("~c ~ctx"), at: at("1"), advice: "path"},

		{class: markup, call: "Fprintf", of: of("fmt"), at: at("%1"), when: golangMarkup, advice: "html/template"},
		{class: markup, call: "Fprint Fprintln", of: of("fmt"), at: at("1&"), when: golangMarkup, advice: "html/template"},
		{class: markup, call: "WriteString", of: of("io"), at: at("1"), when: golangMarkup, advice: "html/template"},
		{class: markup, call: "Write", of: of("net/http.ResponseWriter()"), at: at("0"), when: golangMarkup, advice: "html/template"},
		{class: markup, call: "Fprintf", of: of("fmt"), at: at("%1"), need: wantsSniffed, when: golangPage, advice: "html/template"},
		{class: markup, call: "Fprint Fprintln", of: of("fmt"), at: at("1&"), need: wantsSniffed, when: golangPage, advice: "html/template"},
		{class: markup, call: "WriteString", of: of("io"), at: at("1"), need: wantsSniffed, when: golangPage, advice: "html/template"},
		{class: markup, call: "Write", of: of("net/http.ResponseWriter()"), at: at("0"), need: wantsSniffed, when: golangPage, advice: "html/template"},
		{class: markup, call: "Copy CopyN CopyBuffer", of: of("io"), at: at("1"), when: golangMarkup, advice: "html/template"},
		{class: markup, call: "Copy CopyN CopyBuffer", of: of("io"), at: at("1"), need: wantsSniffed, when: golangPage, advice: "html/template"},
		{class: markup, call: "WriteTo", of: of("*"), at: at("self"), when: golangMarkup, advice: "html/template"},
		{class: markup, call: "WriteTo", of: of("*"), at: at("self"), need: wantsSniffed, when: golangPage, advice: "html/template"},
		{class: markup, call: "WriteString Write", of: of("bufio.NewWriter() bufio.NewWriterSize() compress/gzip.NewWriter() io.MultiWriter()"), at: at("0"), when: golangMarkup, advice: "html/template"},
		{class: markup, call: "WriteString Write", of: of("bufio.NewWriter() bufio.NewWriterSize() compress/gzip.NewWriter() io.MultiWriter()"), at: at("0"), need: wantsSniffed, when: golangPage, advice: "html/template"},
		{class: markup, call: "HTML JS JSStr CSS HTMLAttr Srcset", of: of("html/template"), at: at("0"), need: wantsText, sign: true, advice: "html/template"},
		{class: markup, call: "URL", of: of("html/template"), at: at("0"), need: wantsLink, sign: true, advice: "html/template"},
		{class: markup, call: "HTML", of: of("~c ~ctx"), at: at("1"), need: wantsText, advice: "html/template"},
		{class: markup, call: "WriteString Write Body", of: of(golangSniffed), at: at("0"), need: wantsSniffed, when: golangPage, advice: "html/template"},
		{class: markup, call: "CustomAbort", of: of("~c ~this " + golangBeegoControllers), at: at("1"), need: wantsText, when: importsAnyOf("beego"), advice: "html/template"},
		{class: markup, call: "RenderHTML", of: of("~c"), at: at("0"), need: wantsText, when: importsAnyOf("revel/revel"), advice: "html/template"},
		{class: markup, call: "Stream", of: of("~c ~ctx"), at: at("2"), when: htmlType, advice: "html/template"},
		{class: markup, call: "WriteString Write SetBody SetBodyString SetBodyRaw SetBodyStream AppendBody AppendBodyString Body", of: of(golangWriters), at: at("0"), need: wantsText, when: golangMarkup, advice: "html/template"},
		{class: markup, call: "Data Blob", of: of("~c ~ctx"), at: at("2"), need: wantsPage, when: openType, advice: "html/template"},
		{class: markup, call: "Data Blob", of: of("~c ~ctx"), at: at("2"), need: wantsText, when: htmlType, advice: "html/template"},
		{class: markup, call: "HTMLBlob", of: of("~c ~ctx"), at: at("1"), need: wantsText, advice: "html/template"},
		{class: markup, call: "Send SendString", of: of("~c ~ctx"), at: at("0"), need: wantsText, when: golangHTML, advice: "html/template"},
		{class: markup, call: "HTML", of: of("github.com/kataras/iris/v12.Context() github.com/kataras/iris.Context()"), at: at("0"), need: wantsText, advice: "html/template"},
		{class: markup, call: "Execute ExecuteTemplate", of: of("*"), at: at("1 2"), when: textTemplate, advice: "html/template"},

		{class: template, call: "Parse", of: of("html/template.New() text/template.New() html/template text/template"), at: at("0"), need: wantsText, advice: "template"},
		{class: template, call: "Parse", of: of("~tmpl ~template ~tpl ~t"), at: at("0"), need: wantsText, when: golangTemplate, advice: "template"},

		{class: request, call: "Get Post Head PostForm", of: of("net/http net/http.Client() net/http.DefaultClient ~client ~httpClient"), at: at("0"), need: wantsText, when: golangDial, advice: "http"},
		{class: request, call: "NewRequest", of: of("net/http"), at: at("1"), when: golangDial, advice: "http"},
		{class: request, call: "NewRequestWithContext", of: of("net/http"), at: at("2"), when: golangDial, advice: "http"},
		{class: request, call: "Dial NewConfig", of: of("golang.org/x/net/websocket"), at: at("0"), advice: "http"},
		{class: request, call: "Dial", of: of("github.com/gorilla/websocket.DefaultDialer github.com/gorilla/websocket.Dialer() ~dialer"), at: at("0"), need: wantsText, advice: "http"},
		{class: request, call: "DialContext", of: of("github.com/gorilla/websocket.DefaultDialer github.com/gorilla/websocket.Dialer()"), at: at("1"), need: wantsText, advice: "http"},
		{class: request, call: "Dial", of: of("nhooyr.io/websocket github.com/coder/websocket github.com/gobwas/ws github.com/gobwas/ws.DefaultDialer github.com/gobwas/ws.Dialer()"), at: at("1"), advice: "http"},
		{class: request, call: "New BuildProxy", of: of("github.com/sacOO7/gowebsocket"), at: at("0"), advice: "http"},
		{class: request, call: "Dial DialTimeout", of: of("net"), at: at("1"), when: unsure, advice: "http"},
		{class: request, call: "Get Post Put Delete Head Patch Options Execute", of: of("*"), at: at("0 1"), need: wantsText, when: restyClient, advice: "http"},
		{class: request, call: "Get GetTimeout GetDeadline Post", of: of("github.com/valyala/fasthttp github.com/valyala/fasthttp.Client() github.com/valyala/fasthttp.HostClient()"), at: at("1"), need: wantsText, advice: "http"},
		{class: request, call: "SetURI SetHost SetHostBytes", of: of("github.com/valyala/fasthttp.AcquireRequest() github.com/valyala/fasthttp.Request()"), at: at("0"), need: wantsStart, advice: "http"},
		{class: request, call: "Dial DialDualStack DialTimeout DialDualStackTimeout", of: of("github.com/valyala/fasthttp github.com/valyala/fasthttp.TCPDialer()"), at: at("0"), need: wantsStart, when: unsure, advice: "http"},
		{class: request, call: "SetRequestURI SetRequestURIBytes", of: of("github.com/valyala/fasthttp.AcquireRequest() github.com/valyala/fasthttp.Request()"), at: at("0"), need: wantsText, advice: "http"},
		{class: request, call: "NewSingleHostReverseProxy", of: of("net/http/httputil"), at: at("0"), advice: "http"},
		{class: request, call: "DialContext", of: of("net.Dialer()"), at: at("2"), when: unsure, advice: "http"},
		{class: request, call: "Dial DialTimeout DialTLS Dial", of: of("crypto/tls net.Dialer() net/rpc net/rpc/jsonrpc"), at: at("1"), when: unsure, advice: "http"},

		{class: redirect, call: "Redirect", of: of("net/http"), at: at("2"), advice: "redirect"},
		{class: redirect, call: "Redirect", of: of("~c ~ctx"), at: at("0 1"), need: wantsText, advice: "redirect"},
		{class: redirect, call: "Redirect", of: of("~this " + golangBeegoControllers), at: at("0"), need: wantsText, when: importsAnyOf("beego"), advice: "redirect"},
		{class: redirect, call: "RedirectHandler", of: of("net/http"), at: at("0"), advice: "redirect"},
		{class: redirect, call: "RedirectBytes", of: of("github.com/valyala/fasthttp.RequestCtx() ~ctx"), at: at("0"), advice: "redirect"},
		{class: redirect, call: "Set Add Header", of: of("*"), at: at("1"), when: locationHeader, advice: "redirect"},

		{class: entities, call: "ParseString ParseFile ParseReader Parse", of: of("~p ~parser"), at: at("0"), need: wantsText, when: golangEntities, advice: "xml"},
	}
}

// golangDial says whether a request goes out as it is: a file whose dialers look at
// the address first may refuse it. https://pkg.go.dev/net#Dialer
func golangDial(e *engine, _ *called) certainty {
	guarded := false
	for _, function := range e.file.Functions {
		program.VisitStatements(function.Body, func(s program.Statement) bool {
			if assign, ok := s.(*program.Assign); ok {
				for _, target := range assign.Targets {
					if member, ok := target.(*program.Member); ok && dialers[member.Name] {
						guarded = true
					}
				}
			}
			return !guarded
		}, func(x program.Expression) bool {
			if object, ok := x.(*program.Object); ok {
				for _, entry := range object.Entries {
					guarded = guarded || dialers[entry.Name]
				}
			}
			return !guarded
		})
	}
	if guarded {
		return maybe
	}
	return sure
}

var dialers = words("Control ControlContext DialContext DialTLSContext")

// notOfSystem says that a call is none that runs a program: syscall.Exec.
func notOfSystem(_ *engine, c *called) certainty {
	if c.owner == "syscall" || c.owner == "golang.org/x/sys/unix" {
		return no
	}
	return sure
}

// golangMapper says whether a file uses a mapper whose methods these are.
func golangMapper(e *engine, c *called) certainty {
	if notOfSystem(e, c) == no {
		return no
	}
	for _, one := range e.file.Imports {
		switch {
		case strings.Contains(one.Module, "gorm"), strings.Contains(one.Module, "xorm"), strings.Contains(one.Module, "squirrel"),
			strings.Contains(one.Module, "go-pg/pg"), strings.Contains(one.Module, "uptrace/bun"), strings.Contains(one.Module, "upper/db"):
			return sure
		}
	}
	return no
}

// importsAnyOf says whether a file imports a module of one of some names, whatever its
// version.
func importsAnyOf(names ...string) func(*engine, *called) certainty {
	return func(e *engine, _ *called) certainty {
		for _, one := range e.file.Imports {
			for _, name := range names {
				if strings.Contains(one.Module, name) {
					return sure
				}
			}
		}
		return no
	}
}

// beegoBuilder says whether what is called is a builder of queries of Beego, which puts
// texts together as they are.
func beegoBuilder(e *engine, c *called) certainty {
	if importsAnyOf("beego")(e, c) == no {
		return no
	}
	x := c.object
	for range deepestField {
		call, ok := e.once(x).(*program.Call)
		if !ok {
			break
		}
		if program.LastName(call.Callee) == "NewQueryBuilder" {
			return sure
		}
		member, ok := call.Callee.(*program.Member)
		if !ok {
			break
		}
		x = member.X
	}
	if strings.HasSuffix(c.owner, ".QueryBuilder()") || strings.Contains(c.owner, ".NewQueryBuilder()") {
		return sure
	}
	return no
}

// golangSQL says whether a file asks databases.
func golangSQL(e *engine, _ *called) bool {
	for _, one := range e.file.Imports {
		if strings.Contains(one.Module, "sqlx") {
			return true
		}
	}
	return false
}

// restyClient says whether what is called is a client of resty, or a request of one.
func restyClient(_ *engine, c *called) certainty {
	if strings.HasPrefix(c.owner, "github.com/go-resty/resty") || strings.HasPrefix(c.owner, "resty.dev/") || strings.HasPrefix(c.owner, "github.com/imroc/req") {
		return sure
	}
	return no
}

// golangRemote says whether a session is one on another machine.
func golangRemote(e *engine, _ *called) certainty {
	for _, one := range e.file.Imports {
		if one.Module == "golang.org/x/crypto/ssh" {
			return sure
		}
	}
	return no
}

// golangTemplate says whether a file makes templates of texts.
func golangTemplate(e *engine, _ *called) certainty {
	for _, one := range e.file.Imports {
		if one.Module == "html/template" || one.Module == "text/template" {
			return sure
		}
	}
	return no
}

// golangCommand looks at a command that is written down: exec.Cmd{Path: …, Args: …}.
func (e *engine) golangCommand(x *program.Object, v *value) {
	if x.Type == nil || v == nil || e.origin(x.Type) != "os/exec.Cmd" {
		return
	}
	at := func(need need) *arrival {
		return &arrival{class: command, callee: "exec.Cmd", span: x.Span, need: need, sure: sure, advice: "exec"}
	}
	e.arrive(at(wantsStart), v.fields["Path"])
	for _, entry := range x.Entries {
		if list, ok := entry.Value.(*program.List); ok && entry.Name == "Args" && len(list.Elements) > 0 {
			if e.shell(list.Elements[0]) && commandFlag(e, list) {
				e.arrive(at(always), v.fields["Args"])
			}
		}
	}
}

// golangRequested looks at a request that is written down: http.Request{URL: …}.
func (e *engine) golangRequested(x *program.Object, v *value) {
	if x.Type == nil || v == nil || e.origin(x.Type) != "net/http.Request" {
		return
	}
	to := v.fields["URL"]
	if to != nil && to.fields != nil && !to.tainted() {
		to = to.fields["Host"]
	}
	e.arrive(&arrival{class: request, callee: "http.Request", span: x.Span, need: wantsStart, sure: sure, advice: "http"}, to)
}

// textTemplate says whether a template that is executed into an answer is one that
// escapes nothing.
func textTemplate(e *engine, c *called) certainty {
	if len(c.x.Arguments) < 2 || e.origin(c.x.Arguments[0].Value) != "net/http.ResponseWriter()" {
		return no
	}
	switch {
	case strings.HasPrefix(c.owner, "text/template."):
		return sure
	case strings.HasPrefix(c.owner, "html/template."):
		return no
	}
	html := false
	found := false
	for _, one := range e.file.Imports {
		html = html || one.Module == "html/template"
		found = found || one.Module == "text/template"
	}
	if found && !html {
		return sure
	}
	return no
}

// golangEntities says whether libxml's bindings are used.
func golangEntities(e *engine, _ *called) certainty {
	for _, one := range e.file.Imports {
		if strings.Contains(one.Module, "libxml2/parser") {
			return maybe
		}
	}
	return no
}
