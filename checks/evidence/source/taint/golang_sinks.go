package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

const (
	golangDatabases = "database/sql.DB() database/sql.Tx() database/sql.Conn() github.com/jmoiron/sqlx.DB() github.com/jmoiron/sqlx.Tx() database/sql.Open() github.com/jmoiron/sqlx.Open() github.com/jmoiron/sqlx.Connect() github.com/jmoiron/sqlx.MustConnect()"

	golangPools = "github.com/jackc/pgx/v5.Conn() github.com/jackc/pgx/v5/pgxpool.Pool() github.com/jackc/pgx/v5.Tx() github.com/jackc/pgx/v4.Conn() github.com/jackc/pgx/v4/pgxpool.Pool() github.com/jackc/pgx/v4.Tx() " +
		"github.com/jackc/pgx/v5.Connect() github.com/jackc/pgx/v5/pgxpool.New() github.com/jackc/pgx/v4/pgxpool.Connect() github.com/jackc/pgx/v4.Connect() github.com/jackc/pgx.Conn()"
)

func golangSinks() []sinkRow {
	return []sinkRow{
		{class: sql, call: "Query QueryRow Exec Prepare Queryx QueryRowx MustExec Preparex NamedExec NamedQuery", of: of(golangDatabases), at: at("0"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "QueryContext QueryRowContext ExecContext PrepareContext QueryxContext QueryRowxContext MustExecContext NamedExecContext Get Select", of: of(golangDatabases), at: at("1"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "GetContext SelectContext", of: of(golangDatabases), at: at("2"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "Query QueryRow Exec Prepare", of: of(golangPools), at: at("1"), need: wantsText, advice: "database/sql"},
		{class: sql, call: "Query QueryRow Exec Prepare Queryx QueryRowx MustExec NamedExec QueryContext QueryRowContext ExecContext PrepareContext Get Select GetContext SelectContext Raw SQL Sql NewQuery NewRaw", of: of("*"), at: at("0 1 2"), need: wantsQuery, advice: "database/sql"},
		{class: sql, call: "Where Or Not Having Joins And Expr", of: of("*"), at: at("0"), need: wantsBuilt, when: golangMapper, advice: "gorm"},
		{class: sql, call: "Order Group Select Table Raw Exec OrderBy", of: of("*"), at: at("0"), need: wantsText, when: golangMapper, advice: "gorm"},

		{class: nosql, call: "Find FindOne FindOneAndUpdate FindOneAndDelete FindOneAndReplace UpdateOne UpdateMany DeleteOne DeleteMany ReplaceOne CountDocuments Aggregate Distinct Watch", of: of("go.mongodb.org/mongo-driver/mongo.Collection() go.mongodb.org/mongo-driver/v2/mongo.Collection() ~coll ~collection"), at: at("1 2"), need: wantsObject, advice: "bson"},
		{class: command, call: "Command", of: of("os/exec golang.org/x/sys/execabs"), at: at("0"), need: wantsStart, advice: "exec"},
		{class: command, call: "CommandContext", of: of("os/exec golang.org/x/sys/execabs"), at: at("1"), need: wantsStart, advice: "exec"},
		{class: command, call: "Command CommandContext", of: of("os/exec golang.org/x/sys/execabs"), at: at("0+"), when: runsShell, advice: "exec"},
		{class: command, call: "Command CommandContext", of: of("os/exec golang.org/x/sys/execabs"), at: at("1+"), need: wantsStart, when: runsByOption, advice: "option"},
		{class: command, call: "Run Start Output CombinedOutput", of: of("golang.org/x/crypto/ssh.Session() golang.org/x/crypto/ssh.Client().NewSession() ~session ~sess"), at: at("0"), need: wantsText, when: golangRemote, advice: "exec"},
		{class: command, call: "Exec ForkExec StartProcess", of: of("syscall os"), at: at("0"), advice: "exec"},

		{class: code, call: "Run Eval RunString RunScript RunProgram", of: of("github.com/robertkrimen/otto.New() github.com/dop251/goja.New() ~vm"), at: at("0"), need: wantsText, advice: "eval"},

		{class: path, call: "Open OpenFile ReadFile WriteFile Create Remove RemoveAll Mkdir MkdirAll ReadDir Truncate Chmod", of: of("os io/ioutil"), at: at("0"), advice: "path"},
		{class: path, call: "Stat Lstat Readlink Chdir", of: of("os"), at: at("0"), when: unsure, advice: "path"},
		{class: path, call: "Rename Link Symlink", of: of("os"), at: at("0 1"), advice: "path"},
		{class: path, call: "ServeFile", of: of("net/http"), at: at("2"), advice: "path"},
		{class: path, call: "File FileAttachment SendFile Attachment Inline Download", of: of("~c ~ctx"), at: at("0"), need: wantsText, advice: "path"},
		{class: path, call: "SaveUploadedFile SaveFile", of: of("~c ~ctx"), at: at("1"), advice: "path"},

		{class: markup, call: "Fprintf", of: of("fmt"), at: at("%1"), when: golangMarkup, advice: "html/template"},
		{class: markup, call: "Fprint Fprintln", of: of("fmt"), at: at("1&"), when: golangMarkup, advice: "html/template"},
		{class: markup, call: "WriteString", of: of("io"), at: at("1"), when: golangMarkup, advice: "html/template"},
		{class: markup, call: "Write", of: of("net/http.ResponseWriter()"), at: at("0"), when: golangMarkup, advice: "html/template"},
		{class: markup, call: "Fprintf", of: of("fmt"), at: at("%1"), need: wantsSniffed, when: golangPage, advice: "html/template"},
		{class: markup, call: "Fprint Fprintln", of: of("fmt"), at: at("1&"), need: wantsSniffed, when: golangPage, advice: "html/template"},
		{class: markup, call: "WriteString", of: of("io"), at: at("1"), need: wantsSniffed, when: golangPage, advice: "html/template"},
		{class: markup, call: "Write", of: of("net/http.ResponseWriter()"), at: at("0"), need: wantsSniffed, when: golangPage, advice: "html/template"},
		{class: markup, call: "HTML JS JSStr CSS HTMLAttr Srcset", of: of("html/template"), at: at("0"), need: wantsText, sign: true, advice: "html/template"},
		{class: markup, call: "URL", of: of("html/template"), at: at("0"), need: wantsLink, sign: true, advice: "html/template"},
		{class: markup, call: "HTML", of: of("~c ~ctx"), at: at("1"), need: wantsText, advice: "html/template"},
		{class: markup, call: "WriteString Write", of: of("github.com/gin-gonic/gin.Context().Writer"), at: at("0"), need: wantsPage, advice: "html/template"},
		{class: markup, call: "Data Blob", of: of("~c ~ctx"), at: at("2"), need: wantsPage, advice: "html/template"},
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
		{class: request, call: "New", of: of("github.com/sacOO7/gowebsocket"), at: at("0"), advice: "http"},
		{class: request, call: "Dial DialTimeout", of: of("net"), at: at("1"), when: unsure, advice: "http"},
		{class: request, call: "Get Post Put Delete Head Patch", of: of("github.com/go-resty/resty/v2.New() ~resty"), at: at("0"), need: wantsText, advice: "http"},

		{class: redirect, call: "Redirect", of: of("net/http"), at: at("2"), advice: "redirect"},
		{class: redirect, call: "Redirect", of: of("~c ~ctx"), at: at("0 1"), need: wantsText, advice: "redirect"},
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

// golangMapper says whether a file uses a mapper whose methods these are.
func golangMapper(e *engine, c *called) certainty {
	for _, one := range e.file.Imports {
		switch {
		case strings.Contains(one.Module, "gorm"), strings.Contains(one.Module, "xorm"), strings.Contains(one.Module, "squirrel"),
			strings.Contains(one.Module, "go-pg/pg"), strings.Contains(one.Module, "uptrace/bun"), strings.Contains(one.Module, "upper/db"):
			return sure
		}
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

// golangPage says whether what is written to is an answer that a browser may take
// for a page.
func golangPage(e *engine, c *called) certainty {
	if _, said, answer := golangAnswer(e, c); answer && !said {
		return sure
	}
	return no
}

// golangMarkup says whether what is written to is an answer that says that it is a
// page.
func golangMarkup(e *engine, c *called) certainty {
	if html, _, _ := golangAnswer(e, c); html {
		return sure
	}
	return no
}

// golangAnswer says whether a call writes to an answer, whether that has a content
// type, and whether it is a page's.
func golangAnswer(e *engine, c *called) (html, said, answer bool) {
	target := c.object
	if c.name != "Write" {
		_, target = c.argument("0")
	}
	if target == nil || e.origin(target) != "net/http.ResponseWriter()" {
		return false, false, false
	}
	program.VisitStatements(e.function().Body, nil, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok {
			return true
		}
		if name := lastName(call.Callee); (name == "Set" || name == "Add") && len(call.Arguments) == 2 {
			header, _ := e.function().Constant(call.Arguments[0].Value)
			if strings.EqualFold(header, "content-type") {
				kind, known := e.function().Constant(call.Arguments[1].Value)
				said = true
				html = html || known && !notPage(kind) && strings.Contains(strings.ToLower(kind), "html")
			}
		}
		return true
	})
	return html, said, true
}

// textTemplate says whether a template that is executed into an answer is one that
// escapes nothing.
func textTemplate(e *engine, c *called) certainty {
	if len(c.x.Arguments) < 2 || e.origin(c.x.Arguments[0].Value) != "net/http.ResponseWriter()" {
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

var golangPassing = []passRow{
	{call: "Atoi ParseInt ParseUint ParseFloat ParseBool Itoa FormatInt", of: of("strconv"), gives: givesClean},
	{call: "Parse MustParse FromString", of: of("github.com/google/uuid github.com/gofrs/uuid github.com/satori/go.uuid time net net/netip"), gives: givesClean},
	{call: "Sprintf Errorf", of: of("fmt"), gives: givesFormat, from: 0},
	{call: "Sprint Sprintln", of: of("fmt"), gives: givesTogether},
	{call: "Join", of: of("path/filepath path"), gives: givesTogether, makes: normal},
	{call: "Join", of: of("strings"), gives: givesArgument, makes: text},
	{call: "Rel", of: of("path/filepath"), gives: givesArgument, from: 1, makes: normal | beneath},
	{call: "Abs", of: of("path/filepath"), gives: givesArgument, makes: normal | absolute},
	{call: "Clean EvalSymlinks Dir", of: of("path/filepath path"), gives: givesArgument, makes: normal},
	{call: "FromSlash ToSlash Ext VolumeName", of: of("path/filepath path"), gives: givesArgument},
	{call: "Base", of: of("path/filepath path"), gives: givesArgument, safe: path},
	{call: "SecureJoin", of: of("github.com/cyphar/filepath-securejoin ~securejoin"), gives: givesAll, safe: path},
	{call: "TrimSpace Trim TrimLeft TrimRight TrimPrefix TrimSuffix ToLower ToUpper Title ToTitle Fields Split SplitN SplitAfter Repeat Map TrimFunc Cut Clone ToValidUTF8", of: of("strings bytes"), gives: givesArgument},
	{call: "NewReplacer", of: of("strings"), gives: givesClean},
	{call: "NewReader NewBufferString NewBuffer NewScanner NewDecoder", of: of("strings bytes bufio encoding/json encoding/xml encoding/gob gopkg.in/yaml.v3"), gives: givesArgument},
	{call: "ReadAll", of: of("io io/ioutil"), gives: givesArgument, makes: text},
	{call: "LimitReader NopCloser MaxBytesReader", of: of("io net/http"), gives: givesAll},
	{call: "EscapeString HTMLEscapeString HTMLEscaper JSEscapeString URLQueryEscaper HTMLEscape", of: of("html html/template text/template"), gives: givesAll, safe: markup},
	{call: "UnescapeString", of: of("html"), gives: givesArgument},
	{call: "PathEscape QueryEscape", of: of("net/url"), gives: givesArgument, safe: markup | redirect | request | path},
	{call: "PathUnescape QueryUnescape Parse ParseRequestURI ParseQuery", of: of("net/url"), gives: givesArgument},
	{call: "JoinPath", of: of("net/url"), gives: givesTogether},
	{call: "JoinPath", of: of("net/url.URL() net/url.Parse() ~u ~url ~base"), gives: givesReceiver},
	{call: "Quote Unquote QuoteToASCII", of: of("strconv"), gives: givesArgument},
	{call: "Sanitize SanitizeBytes", of: of("*"), gives: givesArgument, safe: markup},
	{call: "QuoteIdentifier QuoteLiteral", of: of("github.com/lib/pq"), gives: givesArgument, safe: sql},
	{call: "Marshal MarshalIndent", of: of("encoding/json encoding/xml"), gives: givesArgument, safe: markup},
	{call: "DecodeString EncodeToString", of: of("encoding/base64.StdEncoding encoding/base64.URLEncoding encoding/hex encoding/base64.RawURLEncoding"), gives: givesArgument},
	{call: "string append", of: of("-"), gives: givesAll},
	{call: "New", of: of("errors"), gives: givesArgument},
	{call: "Eq", of: of("github.com/Masterminds/squirrel"), gives: givesClean},
}
