package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// newGolangTables are the tables of Go.
func newGolangTables() *tables {
	return &tables{
		origins: golangOrigins(), handling: func(*engine, *program.Function) handling { return handling{} }, param: golangParam,
		sinks: sinkTable(golangSinks()), stores: map[string][]storeRow{},
		passing: passTable(golangPassing),
		fills: map[string]fillRow{
			"Unmarshal":   {of("encoding/json gopkg.in/yaml.v3 gopkg.in/yaml.v2 encoding/xml ~json"), "0", "1"},
			"Decode":      {of("*"), "self", "0"},
			"DecodeJSON":  {of("github.com/go-chi/render ~render"), "0", "1"},
			"Copy":        {of("io"), "1", "0"},
			"CopyN":       {of("io"), "1", "0"},
			"CopyBuffer":  {of("io"), "1", "0"},
			"ReadFull":    {of("io"), "0", "1"},
			"ReadAtLeast": {of("io"), "0", "1"},
			"ReadFrom":    {of("*"), "0", "self"},
			"Read":        {of("*"), "self", "0"},
			"copy":        {of("-"), "1", "0"},
			"Sscanf":      {of("fmt"), "0", "2+"},
			"Sscan":       {of("fmt"), "0", "1+"},
			"Sscanln":     {of("fmt"), "0", "1+"},
			"Fscanf":      {of("fmt"), "0", "2+"},
			"Fscan":       {of("fmt"), "0", "1+"},
			"ReadJSON":    {of("*"), "self", "0"},
		},
		adds:     words("WriteString Write Add Set WriteByte"),
		strings:  words("String Bytes Text Query Encode EscapedPath RequestURI Hostname ReadString ReadLine ReadBytes ReadSlice Peek Open Unwrap Elem Interface"),
		harmless: words("Size ContentLength Method"),
		partSafe: map[string]classes{"Path": redirect | request | doubt, "RawQuery": redirect | request, "Filename": path},
		clean: words("int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 float32 float64 bool byte rune Time Duration UUID ObjectID error Context Writer ResponseWriter Logger " +
			"Index LastIndex Count Len"),
		flags:    words("err ok _ found exists e error exist n"),
		contains: words("Contains Has ContainsFunc"),
		prefixes: words("HasPrefix"),
		suffixes: words("HasSuffix"),
		matches:  words("MatchString Match"),
		proves: map[string]classes{
			"IsLocal": path, "Atoi": everything, "ParseInt": everything, "ParseUint": everything, "ParseBool": everything, "ParseFloat": everything,
			"github.com/google/uuid.Parse": everything, "github.com/gofrs/uuid.FromString": everything, "ValidPath": path,
			"github.com/google/uuid.Validate": everything,
		},
		leaving:   words("os.Exit panic log.Fatal log.Fatalf log.Fatalln log.Panic log.Panicf runtime.Goexit t.Fatal t.Fatalf"),
		functions: true, local: golangLocal,
	}
}

// golangLocal reports whether a callee may be a function of the repository: of the
// package itself, or of one whose path has a host, which those of Go itself have not.
func golangLocal(e *engine, c *called) bool {
	if c.origin == "" || golangBuiltins[c.origin] {
		return false
	}
	name := rootName(c.x.Callee)
	if name == "" {
		return false
	}
	binding := e.function().Lookup(name)
	module, inner := c.origin, strings.Contains(c.origin, "/")
	if binding != nil && binding.Import != nil {
		module, inner = binding.Import.Module, true
	}
	if !inner {
		return binding == nil || binding.Import == nil && !importedType(e, c.origin)
	}
	host, rest, found := strings.Cut(module, "/")
	if !found || !strings.Contains(host, ".") {
		return false
	}
	owner, _, _ := strings.Cut(rest, "/")
	return !golangOwners[host+"/"+owner] && !golangOwners[host]
}

// importedType reports whether an origin begins with a package that the file
// imports: "strings.Builder().String".
func importedType(e *engine, origin string) bool {
	first, _, _ := strings.Cut(origin, ".")
	for _, one := range e.file.Imports {
		if one.Module == first {
			return true
		}
	}
	return false
}

var golangBuiltins = words("len cap append make new panic recover print println copy delete min max clear close string error any byte rune int int64 float64 bool")

// golangOwners are who publishes libraries that are much used.
var golangOwners = words("golang.org google.golang.org gopkg.in gorm.io go.uber.org k8s.io go.mongodb.org github.com/gin-gonic github.com/labstack github.com/gofiber github.com/go-chi " +
	"github.com/gorilla github.com/jmoiron github.com/jackc github.com/lib github.com/go-sql-driver github.com/google github.com/sirupsen github.com/stretchr github.com/spf13 " +
	"github.com/pkg github.com/aws github.com/Masterminds github.com/prometheus github.com/redis github.com/go-redis github.com/rs github.com/julienschmidt github.com/golang-jwt")

// golangParam is what a parameter gives by its type.
func golangParam(e *engine, function *program.Function, _ handling, _ int, param *program.Param) give {
	kind := e.typeName(function, param.Type)
	if kind == "" {
		return give{}
	}
	return e.tables.origins[kind+"()"]
}

var (
	golangAddress = &model{
		members: gives(map[string]give{"Path RawPath": ownAddress, "RawQuery Fragment Host": plain}),
		methods: gives(map[string]give{"Query": plain, "String RequestURI EscapedPath": ownAddress, "Hostname": plain}),
	}
	// multipart takes the folders off a file's name.
	// https://pkg.go.dev/mime/multipart#Part.FileName
	golangUpload = &model{
		members: gives(map[string]give{"Filename": {some: true, hints: text, safe: path}}),
		methods: gives(map[string]give{"Open": postedText}),
		itself:  postedText,
	}

	// What is posted no link carries: it sends nobody elsewhere who does not go there anyway.
	posted     = give{some: true, hints: object, safe: redirect}
	postedText = give{some: true, hints: text, safe: redirect}

	golangPart  = &model{methods: gives(map[string]give{"FormName": postedText, "FileName": {some: true, hints: text, safe: path | redirect}})}
	golangParts = &model{methods: gives(map[string]give{"NextPart NextRawPart": is(golangPart)})}

	golangRequest = &model{
		members: gives(map[string]give{"URL": is(golangAddress), "Body": posted, "Form": plain, "PostForm MultipartForm": postedText, "Header Host": ownText, "RequestURI": ownAddress, "Trailer": ownText}),
		methods: gives(map[string]give{"FormValue PathValue": plain, "PostFormValue": postedText, "MultipartReader": is(golangParts), "UserAgent Referer Cookie Cookies CookiesNamed BasicAuth": ownText, "FormFile": is(golangUpload)}),
	}
	golangGin = &model{
		members: gives(map[string]give{"Request": is(golangRequest), "Params": plain}),
		methods: gives(map[string]give{
			"Query Param DefaultQuery GetQuery QueryArray QueryMap GetQueryArray": plain,
			"PostForm DefaultPostForm GetPostForm PostFormArray PostFormMap":      postedText,
			"GetHeader Cookie": ownText,
			"GetRawData":       parsedX, "FormFile": is(golangUpload),
			"Bind BindJSON BindQuery BindUri BindHeader ShouldBind ShouldBindJSON ShouldBindQuery ShouldBindUri ShouldBindHeader ShouldBindXML ShouldBindYAML ShouldBindWith ShouldBindBodyWith": parsedX,
		}),
		fills: map[string]int{
			"Bind": 0, "BindJSON": 0, "BindQuery": 0, "BindUri": 0, "BindHeader": 0, "ShouldBind": 0, "ShouldBindJSON": 0, "ShouldBindQuery": 0,
			"ShouldBindUri": 0, "ShouldBindHeader": 0, "ShouldBindXML": 0, "ShouldBindYAML": 0, "ShouldBindWith": 0, "ShouldBindBodyWith": 0,
		},
	}
	golangEcho = &model{
		methods: gives(map[string]give{
			"QueryParam Param FormValue QueryString QueryParams FormParams ParamValues PathParam": plain, "Cookie": ownText, "Bind": parsedX,
			"Request": is(golangRequest), "FormFile": is(golangUpload),
		}),
		fills: map[string]int{"Bind": 0},
	}
	golangBinder = &model{
		methods: gives(map[string]give{"Body JSON XML Form Query URI Header Cookie All MsgPack CBOR": parsedX}),
		fills:   map[string]int{"Body": 0, "JSON": 0, "XML": 0, "Form": 0, "Query": 0, "URI": 0, "Header": 0, "Cookie": 0, "All": 0, "MsgPack": 0, "CBOR": 0},
	}
	golangFiber = &model{
		methods: gives(map[string]give{
			"Bind": is(golangBinder),
			"Query Params FormValue OriginalURL AllParams Queries": plain, "Get Cookies": ownText, "Body BodyRaw": parsedX,
			"BodyParser QueryParser ParamsParser ReqHeaderParser CookieParser": parsedX, "FormFile": is(golangUpload),
		}),
		fills: map[string]int{"BodyParser": 0, "QueryParser": 0, "ParamsParser": 0, "ReqHeaderParser": 0, "CookieParser": 0},
	}
)

func golangOrigins() map[string]give {
	return gives(map[string]give{
		"net/http.Request()": is(golangRequest), "net/url.URL()": {},
		"github.com/gin-gonic/gin.Context()": is(golangGin),
		"github.com/labstack/echo.Context() github.com/labstack/echo/v4.Context() github.com/labstack/echo/v5.Context()":                         is(golangEcho),
		"github.com/gofiber/fiber.Ctx() github.com/gofiber/fiber/v2.Ctx() github.com/gofiber/fiber/v3.Ctx()":                                     is(golangFiber),
		"github.com/go-chi/chi.URLParam() github.com/go-chi/chi/v5.URLParam() github.com/go-chi/chi/v4.URLParam() github.com/gorilla/mux.Vars()": {some: true, hints: text, safe: path},
		"github.com/julienschmidt/httprouter.Params()": plain,
		"github.com/gorilla/websocket.Conn().ReadMessage() golang.org/x/net/websocket.Message.Receive() nhooyr.io/websocket.Conn().Read() github.com/coder/websocket.Conn().Read()": parsedX,
		"github.com/aws/aws-lambda-go/events.APIGatewayProxyRequest() github.com/aws/aws-lambda-go/events.APIGatewayV2HTTPRequest()":                                                {some: true, hints: object},
	})
}
