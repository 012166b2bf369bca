package taint

import "strings"

var (
	golangAddress = &model{
		members: gives(map[string]give{"Path": {some: true, hints: text | begins, safe: redirect | request}, "RawPath": ownAddress, "RawQuery Fragment Host": plain}),
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

	golangPart = &model{
		methods: gives(map[string]give{"FormName Read": postedText, "FileName": {some: true, hints: text, safe: path | redirect}}),
		fills:   map[string]int{"Read": 0},
		itself:  postedText,
	}
	golangParts = &model{methods: gives(map[string]give{"NextPart NextRawPart": is(golangPart)})}

	golangRequest = &model{
		members: gives(map[string]give{"URL": is(golangAddress), "Body": posted, "Form": plain, "PostForm MultipartForm": postedText, "Header Host": ownText, "RequestURI": ownAddress, "Trailer": ownText}),
		methods: gives(map[string]give{"FormValue PathValue": plain, "PostFormValue": postedText, "MultipartReader": is(golangParts), "UserAgent Referer Cookie Cookies CookiesNamed BasicAuth": ownText, "FormFile": is(golangUpload)}),
	}
	golangGinBinds = "Bind BindJSON BindQuery BindUri BindHeader BindXML BindYAML BindTOML BindWith MustBindWith " +
		"ShouldBind ShouldBindJSON ShouldBindQuery ShouldBindUri ShouldBindHeader ShouldBindXML ShouldBindYAML ShouldBindTOML ShouldBindWith ShouldBindBodyWith " +
		"ShouldBindBodyWithJSON ShouldBindBodyWithXML ShouldBindBodyWithYAML ShouldBindBodyWithTOML"
	golangGin = &model{
		members: gives(map[string]give{"Request": is(golangRequest), "Params": plain}),
		methods: gives(map[string]give{
			"Query Param DefaultQuery GetQuery QueryArray QueryMap GetQueryArray GetQueryMap":                plain,
			"PostForm DefaultPostForm GetPostForm PostFormArray PostFormMap GetPostFormArray GetPostFormMap": postedText,
			"GetHeader Cookie": ownText, "MultipartForm": postedText,
			"GetRawData": parsedX, "FormFile": is(golangUpload),
			golangGinBinds: parsedX,
		}),
		fills: firstOf(golangGinBinds),
	}
	golangEcho = &model{
		methods: gives(map[string]give{
			"QueryParam QueryParamOr Param ParamOr FormValue FormValueOr QueryString QueryParams FormParams ParamValues PathParam": plain, "Cookie Cookies": ownText, "Bind": parsedX,
			"Request": is(golangRequest), "FormFile": is(golangUpload), "MultipartForm": postedText,
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

// fasthttp's requests, and those of Beego, Iris and Revel.
var (
	golangFastURI     = &model{methods: gives(map[string]give{"QueryArgs QueryString Path FullURI RequestURI Host Hash LastPathSegment PathOriginal": plain})}
	golangFastRequest = &model{
		members: gives(map[string]give{"Header": ownText}),
		methods: gives(map[string]give{"Body BodyStream PostArgs BodyUncompressed BodyGunzip MultipartForm": posted, "RequestURI Host": plain, "URI": is(golangFastURI)}),
	}
	golangFast = &model{
		members: gives(map[string]give{"Request": is(golangFastRequest)}),
		methods: gives(map[string]give{
			"QueryArgs Path RequestURI UserValue FormValue": plain, "PostBody PostArgs MultipartForm": posted, "Host Referer UserAgent": ownText, "URI": is(golangFastURI), "FormFile": is(golangUpload),
		}),
	}
	golangBeegoInput = &model{
		members: gives(map[string]give{"RequestBody": posted, "Context": {}}),
		methods: gives(map[string]give{"Query Param Params URI URL": plain, "Header Cookie Referer UserAgent Refer": ownText, "Bind": parsedX}),
		fills:   map[string]int{"Bind": 0},
	}
	golangBeegoBinds = "Bind BindJSON BindForm BindXML BindYAML BindProtobuf"
	golangBeego      = &model{
		members: gives(map[string]give{"Input": is(golangBeegoInput), "Request": is(golangRequest)}),
		methods: gives(map[string]give{"GetCookie": ownText, golangBeegoBinds: posted}),
		fills:   firstOf(golangBeegoBinds),
	}

	golangIris = &model{
		methods: gives(map[string]give{
			"URLParam URLParamDefault URLParamTrim URLParams Params FormValue FormValueDefault FormValues Path RequestPath": plain, "PostValue PostValueTrim PostValues PostValueDefault": postedText, "GetHeader GetCookie": ownText,
			"GetBody": parsedX, "ReadJSON ReadForm ReadQuery ReadBody ReadXML ReadYAML ReadParams": parsedX, "Request": is(golangRequest), "FormFile": is(golangUpload),
		}),
		fills: map[string]int{"ReadJSON": 0, "ReadForm": 0, "ReadQuery": 0, "ReadBody": 0, "ReadXML": 0, "ReadYAML": 0, "ReadParams": 0},
	}
	golangRevel = &model{
		members: gives(map[string]give{"Query Form Values Fixed Route": plain, "JSON": parsedX, "Files": is(golangUpload)}),
		methods: gives(map[string]give{"Get": plain, "Bind BindJSON": parsedX}),
		fills:   map[string]int{"Bind": 0, "BindJSON": 0},
	}

	golangRestful = &model{
		members: gives(map[string]give{"Request": is(golangRequest)}),
		methods: gives(map[string]give{"QueryParameter QueryParameters PathParameter PathParameters": plain, "BodyParameter BodyParameterValues": postedText, "HeaderParameter": ownText, "ReadEntity": parsedX}),
		fills:   map[string]int{"ReadEntity": 0},
	}
	golangMacaron = &model{
		methods: gives(map[string]give{
			"Query QueryStrings QueryTrim QueryEscape Params ParamsEscape Param": plain, "GetCookie GetSuperSecureCookie": ownText, "GetFile": is(golangUpload),
		}),
		members: gives(map[string]give{"Req": is(golangMacaronRequest)}),
	}
	golangMacaronRequest = &model{members: gives(map[string]give{"Request": is(golangRequest)}), methods: gives(map[string]give{"Body": posted})}

	// GoFrame's requests. What they give has methods that make a text or a number of it.
	golangFrameBinds = "Parse ParseForm ParseQuery GetStruct GetFormStruct GetQueryStruct GetRequestStruct"
	golangFrame      = &model{
		members: gives(map[string]give{"Request": is(golangRequest)}),
		methods: gives(map[string]give{
			"Get GetQuery GetQueryMap GetQueryMapStrStr GetRequest GetParam GetRouter GetMap GetMapStrStr GetRequestMap": parsedX, "GetForm GetFormMap GetBody GetBodyString GetJson": posted,
			"GetHeader GetReferer": ownText, "GetUploadFile": is(golangUpload), golangFrameBinds: parsedX,
		}),
		fills: firstOf(golangFrameBinds),
	}

	// Sockets: what the other end sends.
	golangSocket = &model{
		itself:  parsedX,
		methods: gives(map[string]give{"ReadMessage NextReader": plain, "ReadJSON Read": parsedX}),
		fills:   map[string]int{"ReadJSON": 0, "Read": 0},
	}
	golangDialled = &model{
		itself:  likely,
		methods: gives(map[string]give{"ReadMessage NextReader": likely, "ReadJSON Read": likely}),
		fills:   map[string]int{"ReadJSON": 0, "Read": 0},
	}
	golangStream = &model{itself: likely, methods: gives(map[string]give{"Read Reader": {some: true, hints: text, unsure: true}})}
	// golangAccepted is a stream that somebody else opened.
	golangAccepted = &model{itself: parsedX, methods: gives(map[string]give{"Read Reader": plain})}
)

// firstOf are methods that fill their first argument.
func firstOf(names string) map[string]int {
	made := map[string]int{}
	for _, name := range strings.Fields(names) {
		made[name] = 0
	}
	return made
}

func golangOrigins() map[string]give {
	all := gives(map[string]give{
		"net/http.Request() net/http.Request().Clone() net/http.Request().WithContext()": is(golangRequest), "net/url.URL()": {},
		"github.com/gin-gonic/gin.Context()": is(golangGin),
		"github.com/labstack/echo.Context() github.com/labstack/echo/v4.Context() github.com/labstack/echo/v5.Context()": is(golangEcho),
		"github.com/gofiber/fiber.Ctx() github.com/gofiber/fiber/v2.Ctx() github.com/gofiber/fiber/v3.Ctx()":             is(golangFiber),
		"github.com/go-chi/chi.URLParam() github.com/go-chi/chi/v5.URLParam() github.com/go-chi/chi/v4.URLParam() github.com/gorilla/mux.Vars() " +
			"github.com/go-chi/chi.URLParamFromCtx() github.com/go-chi/chi/v5.URLParamFromCtx() github.com/go-chi/chi.RouteContext().URLParam() github.com/go-chi/chi/v5.RouteContext().URLParam()": {some: true, hints: text, safe: path},
		"github.com/emicklei/go-restful.Request() github.com/emicklei/go-restful/v2.Request() github.com/emicklei/go-restful/v3.Request()": is(golangRestful),
		"gopkg.in/macaron.v1.Context() github.com/go-macaron/macaron.Context() github.com/flamego/flamego.Context()":                       is(golangMacaron),
		"gopkg.in/macaron.v1.Request()": is(golangMacaronRequest),
		"github.com/gogf/gf/net/ghttp.Request() github.com/gogf/gf/v2/net/ghttp.Request()":                     is(golangFrame),
		"github.com/julienschmidt/httprouter.Params() github.com/julienschmidt/httprouter.ParamsFromContext()": plain,
		"github.com/valyala/fasthttp.RequestCtx()":                                                             is(golangFast), "github.com/valyala/fasthttp.Request()": is(golangFastRequest),
		"github.com/kataras/iris/v12.Context() github.com/kataras/iris.Context() github.com/kataras/iris/v12/context.Context()": is(golangIris),
		"github.com/revel/revel.Controller().Params": is(golangRevel), "github.com/revel/revel.Controller().Request": is(golangRequest),
		"github.com/gorilla/websocket.Conn() github.com/gorilla/websocket.Upgrader().Upgrade() golang.org/x/net/websocket.Conn()": is(golangSocket),
		"github.com/gorilla/websocket.Dialer().Dial() github.com/gorilla/websocket.Dialer().DialContext() github.com/gorilla/websocket.DefaultDialer.Dial() github.com/gorilla/websocket.DefaultDialer.DialContext() " +
			"golang.org/x/net/websocket.Dial() golang.org/x/net/websocket.DialConfig()": is(golangDialled),
		"github.com/gobwas/ws/wsutil.ReadClientData() github.com/gobwas/ws/wsutil.ReadClientText() github.com/gobwas/ws/wsutil.ReadClientBinary() github.com/gobwas/ws/wsutil.ReadServerData() github.com/gobwas/ws/wsutil.ReadServerText() " +
			"github.com/gobwas/ws/wsutil.ReadServerBinary() github.com/gobwas/ws/wsutil.ReadData() github.com/gobwas/ws/wsutil.ReadMessage() github.com/gobwas/ws.ReadFrame()": plain,
		"nhooyr.io/websocket.Conn() nhooyr.io/websocket.Dial() github.com/coder/websocket.Conn() github.com/coder/websocket.Dial()":  is(golangStream),
		"nhooyr.io/websocket.Accept() github.com/coder/websocket.Accept()":                                                           is(golangAccepted),
		"github.com/aws/aws-lambda-go/events.APIGatewayProxyRequest() github.com/aws/aws-lambda-go/events.APIGatewayV2HTTPRequest()": {some: true, hints: object},
	})
	for _, module := range strings.Fields("github.com/astaxie/beego github.com/beego/beego github.com/beego/beego/v2/server/web") {
		for _, name := range strings.Fields("GetString GetStrings Input GetFiles") {
			all[module+".Controller()."+name+"()"] = plain
		}
		for _, name := range strings.Fields("ParseForm Bind BindJSON BindForm BindXML BindYAML BindProtobuf") {
			all[module+".Controller()."+name+"(&)"] = posted
		}
		all[module+".Controller().GetFile()"] = is(golangUpload)
		all[module+".Controller().Ctx"] = is(golangBeego)
		for _, context := range []string{module + "/context.Context()", module + "/context.BeegoInput()"} {
			all[context] = is(golangBeego)
			if strings.HasSuffix(context, "Input()") {
				all[context] = is(golangBeegoInput)
			}
		}
	}
	return all
}
