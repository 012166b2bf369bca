package safeguard

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// golang is the table of Go.
//
//	https://pkg.go.dev/github.com/unrolled/secure
//	https://pkg.go.dev/github.com/gin-contrib/secure
//	https://echo.labstack.com/docs/middleware/secure
//	https://pkg.go.dev/github.com/rs/cors
//	https://pkg.go.dev/github.com/ulule/limiter/v3
//	https://pkg.go.dev/github.com/go-chi/httprate
func golang() *language {
	l := &language{
		origins: map[string]row{
			"github.com/unrolled/secure.New": {kind: Headers, library: "unrolled/secure"}, "github.com/gin-contrib/secure.New": {kind: Headers, library: "gin-contrib/secure"}, "github.com/gin-contrib/secure.DefaultConfig": {kind: Headers, library: "gin-contrib/secure"},
			"github.com/labstack/echo/middleware.Secure": {kind: Headers, library: "echo", look: lookEchoSecure}, "github.com/labstack/echo/middleware.SecureWithConfig": {kind: Headers, library: "echo", look: lookEchoSecure},
			"github.com/gofiber/fiber/middleware/helmet.New": {kind: Headers, library: "fiber"}, "github.com/gofiber/helmet.New": {kind: Headers, library: "fiber"},

			"github.com/rs/cors.New": {kind: CORS, library: "rs/cors", look: lookGolangCORS}, "github.com/rs/cors.Default": {kind: CORS, library: "rs/cors", look: lookAnyOrigin}, "github.com/rs/cors.AllowAll": {kind: CORS, library: "rs/cors", look: lookAnyOrigin},
			"github.com/go-chi/cors.Handler": {kind: CORS, library: "go-chi/cors", look: lookGolangCORS}, "github.com/go-chi/cors.New": {kind: CORS, library: "go-chi/cors", look: lookGolangCORS}, "github.com/go-chi/cors.AllowAll": {kind: CORS, library: "go-chi/cors", look: lookAnyOrigin},
			"github.com/gin-contrib/cors.New": {kind: CORS, library: "gin-contrib/cors", look: lookGolangCORS}, "github.com/gin-contrib/cors.Default": {kind: CORS, library: "gin-contrib/cors", look: lookAnyOrigin},
			"github.com/labstack/echo/middleware.CORS": {kind: CORS, library: "echo", look: lookAnyOrigin}, "github.com/labstack/echo/middleware.CORSWithConfig": {kind: CORS, library: "echo", look: lookGolangCORS},
			"github.com/gofiber/fiber/middleware/cors.New": {kind: CORS, library: "fiber", look: lookGolangCORS},

			"github.com/go-chi/httprate.LimitByIP": limiter("httprate"), "github.com/go-chi/httprate.Limit": limiter("httprate"), "github.com/go-chi/httprate.LimitAll": limiter("httprate"), "github.com/go-chi/httprate.LimitByRealIP": limiter("httprate"), "github.com/go-chi/httprate.NewRateLimiter": limiter("httprate"),
			"github.com/didip/tollbooth.NewLimiter": limiter("tollbooth"), "github.com/ulule/limiter.New": limiter("ulule/limiter"), "github.com/labstack/echo/middleware.RateLimiter": limiter("echo"), "github.com/labstack/echo/middleware.RateLimiterWithConfig": limiter("echo"),
			"github.com/gofiber/fiber/middleware/limiter.New": limiter("fiber"), "github.com/JGLTechnologies/gin-rate-limit.RateLimiter": limiter("gin-rate-limit"), "github.com/sethvargo/go-limiter/httplimit.NewMiddleware": limiter("go-limiter"),
			"github.com/throttled/throttled.NewGCRARateLimiter": limiter("throttled"), "github.com/go-redis/redis_rate.NewLimiter": limiter("redis_rate"), "github.com/go-chi/chi/middleware.Throttle": {kind: Limiter, library: "chi", name: "all clients together"},
			"golang.org/x/time/rate.NewLimiter": {kind: Limiter, library: "x/time/rate", name: "what is called or answered"},

			"github.com/gin-contrib/pprof.Register": door("gin-contrib/pprof", DoorProfiler), "github.com/labstack/echo-contrib/pprof.Register": door("echo-contrib/pprof", DoorProfiler), "github.com/gofiber/fiber/middleware/pprof.New": door("fiber", DoorProfiler),
			"github.com/go-chi/chi/middleware.Profiler": door("chi", DoorProfiler), "github.com/hibiken/asynqmon.New": door("asynqmon", DoorQueues), "github.com/99designs/gqlgen/graphql/playground.Handler": door("gqlgen", DoorExplorer),
			"github.com/99designs/gqlgen/graphql/handler/extension.Introspection": door("gqlgen", DoorIntrospection), "github.com/swaggo/gin-swagger.WrapHandler": door("gin-swagger", DoorDocumentation), "github.com/swaggo/echo-swagger.WrapHandler": door("echo-swagger", DoorDocumentation),
			"github.com/swaggo/http-swagger.Handler": door("http-swagger", DoorDocumentation), "github.com/swaggo/http-swagger.WrapHandler": door("http-swagger", DoorDocumentation), "github.com/gofiber/swagger.New": door("fiber", DoorDocumentation), "github.com/arl/statsviz.Register": door("statsviz", DoorProfiler),

			"github.com/prometheus/client_golang/prometheus/promhttp.Handler": endpoint("promhttp", "/metrics"), "github.com/prometheus/client_golang/prometheus/promhttp.HandlerFor": endpoint("promhttp", "/metrics"),
			"github.com/labstack/echo-prometheus.NewHandler": endpoint("echo-prometheus", "/metrics"), "github.com/heptiolabs/healthcheck.NewHandler": endpoint("healthcheck", "/health"), "github.com/alexliesenfeld/health.NewHandler": endpoint("health", "/health"),

			"net/http.ListenAndServe": {kind: Listens, library: "net/http", look: lookListens(1)}, "net/http.ListenAndServeTLS": {kind: Listens, library: "net/http", look: lookListens(3)},
		},
		methods: map[string]row{"SetCookie": {kind: Cookie, library: "gin", look: lookGinCookie}},
		imports: map[string]row{"net/http/pprof": door("net/http/pprof", DoorProfiler), "expvar": door("expvar", DoorVariables)},
		object:  golangObject,
	}
	for _, name := range setters {
		l.methods[name] = headerRow()
	}
	return l
}

// lookEchoSecure knows what echo's middleware leaves out unless it is told: neither
// HSTS nor a policy of content.
// https://echo.labstack.com/docs/middleware/secure#default-configuration
func lookEchoSecure(u use, sign *Sign) bool {
	all, _ := golangOptions(u)
	for option_, header := range map[string]string{"HSTSMaxAge": "strict-transport-security", "ContentSecurityPolicy": "content-security-policy"} {
		if _, told := option(u.in, all, option_); !told {
			sign.Lacks = append(sign.Lacks, header)
		}
	}
	slices.Sort(sign.Lacks)
	return true
}

// golangOptions are the fields of the struct that a call is given.
func golangOptions(u use) (entries []program.Argument, whole bool) {
	if len(u.call.Arguments) == 0 {
		return nil, true
	}
	object, ok := follow(u.in, u.call.Arguments[0].Value).(*program.Object)
	if !ok {
		return nil, false
	}
	return entriesOf(object)
}

func lookAnyOrigin(_ use, sign *Sign) bool {
	sign.Detail = OriginAny
	return true
}

// lookGolangCORS reads who may ask. Go's libraries send "*" as it is where it is
// allowed together with credentials, which browsers then refuse; a function that lets
// everybody in is what reflects.
func lookGolangCORS(u use, sign *Sign) bool {
	entries, whole := golangOptions(u)
	credentials, _ := option(u.in, entries, "AllowCredentials")
	sign.Credentials = isTrue(credentials)
	if function, told := option(u.in, entries, "AllowOriginFunc", "AllowOriginRequestFunc", "AllowOriginWithContextFunc"); told {
		if closure, ok := function.(*program.Closure); ok {
			sign.Detail = answeredOrigin(u, closure.Function)
			return true
		}
		sign.Detail = ""
		return true
	}
	if all, told := option(u.in, entries, "AllowAllOrigins"); told && isTrue(all) {
		sign.Detail = OriginAny
		return true
	}
	origins, told := option(u.in, entries, "AllowedOrigins", "AllowOrigins")
	switch listed := texts(u.in, origins); {
	case slices.Contains(listed, "*"):
		sign.Detail = OriginAny
		if unsafe, told := option(u.in, entries, "UnsafeWildcardOriginWithAllowCredentials", "UnsafeAllowOriginWithCredentials"); told && isTrue(unsafe) {
			sign.Detail = OriginReflected
		}
	case len(listed) > 0:
		sign.Detail = OriginListed
	case !told && whole && sign.Library != "gin-contrib/cors":
		sign.Detail = OriginAny
	}
	return true
}

// lookListens notes the address at which requests are answered, and by what: without a
// handler it is the default mux, on which profilers register themselves.
func lookListens(at int) func(use, *Sign) bool {
	return func(u use, sign *Sign) bool {
		sign.Detail, _ = constant(u.in, argument(u.call, 0))
		handler := argument(u.call, at)
		literal, is := handler.(*program.Literal)
		if name, ok := handler.(*program.Name); is && literal.Kind == program.LiteralNothing || ok && name != nil && name.Name == "nil" || strings.HasSuffix(u.in.Origin(handler), "net/http.DefaultServeMux") {
			sign.Name = "default"
		}
		return true
	}
}

// golangObject reads cookies and the security headers of maps.
func golangObject(r *reading, in *program.Function, x *program.Object, guarded bool) {
	switch bare(in.Origin(x.Type)) {
	case "net/http.Cookie":
		golangCookie(r, in, x, guarded)
	case "net/http.Server":
		// A handler may be given to it later: nothing is said of the default mux.
		sign := Sign{Kind: Listens, Library: "net/http"}
		if address, told := option(in, x.Entries, "Addr"); told {
			sign.Detail, _ = constant(in, address)
		}
		r.add(in, x.Start, guarded, sign)
	default:
		r.headerEntries(in, x, guarded)
	}
}
