package safeguard

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// script is the table of JavaScript and TypeScript.
//
//	https://helmetjs.github.io/
//	https://github.com/fastify/fastify-helmet
//	https://hono.dev/docs/middleware/builtin/secure-headers
//	https://expressjs.com/en/resources/middleware/cors.html
//	https://express-rate-limit.mintlify.app/
func script() *language {
	l := &language{
		origins: map[string]row{
			"helmet": {kind: Headers, library: "helmet", look: lookHelmet}, "helmet.default": {kind: Headers, library: "helmet", look: lookHelmet}, "helmet.helmet": {kind: Headers, library: "helmet", look: lookHelmet},
			"@fastify/helmet": {kind: Headers, library: "@fastify/helmet", look: lookHelmet}, "fastify-helmet": {kind: Headers, library: "@fastify/helmet", look: lookHelmet},
			"koa-helmet": {kind: Headers, library: "koa-helmet", look: lookHelmet}, "koa-helmet.helmet": {kind: Headers, library: "koa-helmet", look: lookHelmet}, "hono/secure-headers.secureHeaders": {kind: Headers, library: "hono/secure-headers", look: lookHelmet},
			"lusca": {kind: Headers, library: "lusca"}, "nuxt-security": {kind: Headers, library: "nuxt-security"}, "next-secure-headers.createSecureHeaders": {kind: Headers, library: "next-secure-headers"},
			"helmet.contentSecurityPolicy": {kind: Header, library: "helmet", name: "content-security-policy"}, "helmet.hsts": {kind: Header, library: "helmet", name: "strict-transport-security"},
			"helmet.frameguard": {kind: Header, library: "helmet", name: "x-frame-options"}, "helmet.noSniff": {kind: Header, library: "helmet", name: "x-content-type-options"}, "helmet.referrerPolicy": {kind: Header, library: "helmet", name: "referrer-policy"},
			"koa-helmet.contentSecurityPolicy": {kind: Header, library: "koa-helmet", name: "content-security-policy"}, "koa-csp": {kind: Header, name: "content-security-policy"},

			"cors": {kind: CORS, library: "cors", look: lookScriptCORS(OriginAny)}, "cors.default": {kind: CORS, library: "cors", look: lookScriptCORS(OriginAny)},
			"@fastify/cors": {kind: CORS, library: "@fastify/cors", look: lookScriptCORS(OriginAny)}, "fastify-cors": {kind: CORS, library: "@fastify/cors", look: lookScriptCORS(OriginAny)},
			"@koa/cors": {kind: CORS, library: "@koa/cors", look: lookScriptCORS(OriginReflected)}, "koa2-cors": {kind: CORS, library: "koa2-cors", look: lookScriptCORS(OriginAny)}, "hono/cors.cors": {kind: CORS, library: "hono/cors", look: lookScriptCORS(OriginAny)},

			"express-rate-limit": limiter("express-rate-limit"), "express-rate-limit.rateLimit": limiter("express-rate-limit"), "express-rate-limit.default": limiter("express-rate-limit"), "express-slow-down": limiter("express-slow-down"),
			"express-slow-down.slowDown": limiter("express-slow-down"), "express-brute": limiter("express-brute"), "@fastify/rate-limit": limiter("@fastify/rate-limit"), "fastify-rate-limit": limiter("@fastify/rate-limit"),
			"koa-ratelimit": limiter("koa-ratelimit"), "koa2-ratelimit": limiter("koa2-ratelimit"), "koa2-ratelimit.RateLimit.middleware": limiter("koa2-ratelimit"), "hono-rate-limiter.rateLimiter": limiter("hono-rate-limiter"),
			"@nestjs/throttler.ThrottlerModule.forRoot": limiter("@nestjs/throttler"), "@nestjs/throttler.ThrottlerModule.forRootAsync": limiter("@nestjs/throttler"),
			"@upstash/ratelimit.Ratelimit": limiter("@upstash/ratelimit"), "@unkey/ratelimit.Ratelimit": limiter("@unkey/ratelimit"), "@arcjet/next": limiter("arcjet"), "@arcjet/node": limiter("arcjet"), "limiter.RateLimiter": limiter("limiter"),

			"swagger-ui-express.setup": door("swagger-ui-express", DoorDocumentation), "@nestjs/swagger.SwaggerModule.setup": door("@nestjs/swagger", DoorDocumentation), "@fastify/swagger-ui": door("@fastify/swagger-ui", DoorDocumentation),
			"@hono/swagger-ui.swaggerUI": door("@hono/swagger-ui", DoorDocumentation), "@bull-board/api.createBullBoard": door("bull-board", DoorQueues), "bull-board.createBullBoard": door("bull-board", DoorQueues), "bull-arena": door("bull-arena", DoorQueues),
			"express-status-monitor": door("express-status-monitor", DoorStatus), "swagger-stats.getMiddleware": door("swagger-stats", DoorStatus), "serve-index": door("serve-index", DoorListing),
			"graphql-playground-middleware-express": door("GraphQL Playground", DoorExplorer), "@apollo/server/plugin/landingPage/default.ApolloServerPluginLandingPageLocalDefault": door("Apollo Server", DoorExplorer),
			"express.static": {kind: Door, library: "express", name: DoorFiles, look: lookStatic}, "serve-static": {kind: Door, library: "serve-static", name: DoorFiles, look: lookStatic}, "koa-static": {kind: Door, library: "koa-static", name: DoorFiles, look: lookStatic},
			"@apollo/server.ApolloServer": {kind: Door, library: "Apollo Server", look: lookGraphQL}, "apollo-server.ApolloServer": {kind: Door, library: "Apollo Server", look: lookGraphQL}, "apollo-server-express.ApolloServer": {kind: Door, library: "Apollo Server", look: lookGraphQL},
			"apollo-server-koa.ApolloServer": {kind: Door, library: "Apollo Server", look: lookGraphQL}, "graphql-yoga.createYoga": {kind: Door, library: "GraphQL Yoga", look: lookGraphQL}, "express-graphql.graphqlHTTP": {kind: Door, library: "express-graphql", look: lookGraphQL},
			"mercurius": {kind: Door, library: "mercurius", look: lookGraphQL}, "@nestjs/graphql.GraphQLModule.forRoot": {kind: Door, library: "@nestjs/graphql", look: lookGraphQL},

			"express-prom-bundle": endpoint("express-prom-bundle", "/metrics"), "fastify-metrics": endpoint("fastify-metrics", "/metrics"), "@willsoto/nestjs-prometheus.PrometheusModule.register": endpoint("nestjs-prometheus", "/metrics"),
			"@opentelemetry/exporter-prometheus.PrometheusExporter": endpoint("OpenTelemetry", "/metrics"), "@godaddy/terminus.createTerminus": endpoint("terminus", "/health"), "lightship.createLightship": endpoint("lightship", "/health"),

			"express-session": {kind: Cookie, library: "express-session", name: "connect.sid", look: lookSession("cookie", true)}, "express-session.session": {kind: Cookie, library: "express-session", name: "connect.sid", look: lookSession("cookie", true)},
			"cookie-session": {kind: Cookie, library: "cookie-session", name: "session", look: lookSession("", true)}, "@fastify/session": {kind: Cookie, library: "@fastify/session", name: "sessionId", look: lookFastifySession},
			"hono/cookie.setCookie": {kind: Cookie, library: "hono/cookie", look: lookScriptCookie(1)}, "hono/cookie.setSignedCookie": {kind: Cookie, library: "hono/cookie", look: lookScriptCookie(1)}, "cookie.serialize": {kind: Cookie, library: "cookie", look: lookScriptCookie(0)},
		},
		methods: map[string]row{
			"cookie": {kind: Cookie, library: "express", look: lookScriptCookie(0)}, "setCookie": {kind: Cookie, library: "@fastify/cookie", look: lookScriptCookie(0)},
			"enableCors": {kind: CORS, library: "@nestjs/common", look: lookScriptCORS(OriginAny)},
		},
		object: scriptObject,
	}
	for _, name := range []string{"RateLimiterMemory", "RateLimiterRedis", "RateLimiterMongo", "RateLimiterPostgres", "RateLimiterMySQL", "RateLimiterMemcache", "RateLimiterCluster", "RateLimiterPrisma", "RateLimiterDrizzle"} {
		l.origins["rate-limiter-flexible."+name] = row{kind: Limiter, library: "rate-limiter-flexible"}
	}
	for _, name := range setters {
		l.methods[name] = headerRow()
	}
	l.methods["set"] = row{kind: Header, look: lookScriptSet}
	return l
}

func limiter(library string) row { return row{kind: Limiter, library: library, look: lookLimiter} }

func door(library, name string) row { return row{kind: Door, library: library, name: name} }

func endpoint(library, name string) row { return row{kind: Endpoint, library: library, name: name} }

// lookLimiter notes a limit that counts by what clients say of themselves.
func lookLimiter(u use, sign *Sign) bool {
	all, _ := options(u.in, u.call)
	key, found := option(u.in, all, "keyGenerator", "key_func", "keyFunc")
	if closure, ok := key.(*program.Closure); found && ok {
		program.VisitStatements(closure.Function.Body, nil, func(x program.Expression) bool {
			if text, ok := x.(*program.Text); ok && strings.EqualFold(text.Value, "x-forwarded-for") {
				sign.Detail = "x-forwarded-for"
			}
			if member, ok := x.(*program.Member); ok && strings.EqualFold(member.Name, "x-forwarded-for") {
				sign.Detail = "x-forwarded-for"
			}
			return true
		})
	}
	return true
}

// helmetOptions are what helmet may be told to leave out, with the headers.
// https://helmetjs.github.io/#reference
var helmetOptions = map[string]string{
	"contentSecurityPolicy": "content-security-policy", "hsts": "strict-transport-security", "strictTransportSecurity": "strict-transport-security",
	"frameguard": "x-frame-options", "xFrameOptions": "x-frame-options", "noSniff": "x-content-type-options", "xContentTypeOptions": "x-content-type-options", "referrerPolicy": "referrer-policy",
}

func lookHelmet(u use, sign *Sign) bool {
	all, _ := options(u.in, u.call)
	for _, one := range all {
		header, known := helmetOptions[one.Name]
		if !known {
			continue
		}
		if isFalse(follow(u.in, one.Value)) {
			sign.Lacks = append(sign.Lacks, header)
		}
	}
	return true
}

// lookScriptCORS reads who may ask; standard is what a library does that is not told.
func lookScriptCORS(standard string) func(use, *Sign) bool {
	return func(u use, sign *Sign) bool {
		all, whole := options(u.in, u.call)
		sign.Detail = standard
		origin, told := option(u.in, all, "origin")
		credentials, _ := option(u.in, all, "credentials")
		sign.Credentials = isTrue(credentials)
		switch {
		case told:
			sign.Detail = scriptOrigin(u, origin)
		case !whole:
			sign.Detail = ""
		}
		return true
	}
}

func scriptOrigin(u use, origin program.Expression) string {
	if isTrue(origin) {
		return OriginReflected
	}
	if text, known := constant(u.in, origin); known {
		if text == "*" {
			return OriginAny
		}
		return OriginListed
	}
	switch value := origin.(type) {
	case *program.List:
		for _, text := range texts(u.in, value) {
			if text == "*" {
				return OriginAny
			}
		}
		return OriginListed
	case *program.Closure:
		return answeredOrigin(u, value.Function)
	}
	return ""
}

// answeredOrigin tells a function that lets everybody in: (origin, callback) =>
// callback(null, true), (origin) => origin.
func answeredOrigin(u use, function *program.Function) string {
	if len(function.Body) != 1 {
		return ""
	}
	var x program.Expression
	switch s := function.Body[0].(type) {
	case *program.Return:
		if len(s.X) == 1 {
			x = s.X[0]
		}
	case *program.Evaluate:
		x = s.X
	}
	switch x := x.(type) {
	case *program.Call:
		if len(x.Arguments) == 2 && isTrue(x.Arguments[1].Value) {
			return OriginReflected
		}
	case *program.Name:
		if len(function.Params) > 0 && function.Params[0].Name == x.Name || isTrue(x) {
			return OriginReflected
		}
	case *program.Literal:
		if isTrue(x) {
			return OriginReflected
		}
	}
	return ""
}

// lookStatic notes a server of files that gives away more than files for the public:
// the folder of the program itself.
func lookStatic(u use, sign *Sign) bool {
	root := argument(u.call, 0)
	all, _ := options(u.in, u.call)
	if dotfiles, found := option(u.in, all, "dotfiles", "hidden"); found {
		if text, known := constant(u.in, dotfiles); known && text == "allow" || isTrue(dotfiles) {
			sign.Detail = "files that begin with a dot are served"
			return true
		}
	}
	text, known := constant(u.in, root)
	switch {
	case known && (text == "." || text == "./" || text == "/" || text == ".." || text == "../"):
		sign.Detail = text
		return true
	case known:
		return false
	}
	if name, ok := root.(*program.Name); ok && name.Name == "__dirname" && u.in.Lookup("__dirname") == nil {
		sign.Detail = "__dirname"
		return true
	}
	if call, ok := root.(*program.Call); ok && u.in.Origin(call.Callee) == "process.cwd" {
		sign.Detail = "process.cwd()"
		return true
	}
	return false
}

// lookGraphQL notes an explorer, or a schema that tells itself, where it is turned on
// in so many words.
func lookGraphQL(u use, sign *Sign) bool {
	all, _ := options(u.in, u.call)
	for _, one := range []struct{ option, door string }{
		{"graphiql", DoorExplorer}, {"playground", DoorExplorer}, {"introspection", DoorIntrospection},
	} {
		if value, found := option(u.in, all, one.option); found && isTrue(value) {
			sign.Name, sign.Detail = one.door, one.option+": true"
			return true
		}
	}
	return false
}

// lookScriptSet is app.set("trust proxy", true), and a setter of headers; the object
// form res.set({ "X-Frame-Options": "DENY" }) is read as an object.
func lookScriptSet(u use, sign *Sign) bool {
	name, known := constant(u.in, argument(u.call, 0))
	if known && name == "trust proxy" {
		sign.Kind, sign.Library, sign.Name = Trust, "express", "trust proxy"
		if isTrue(argument(u.call, 1)) {
			sign.Detail = "all"
		}
		return true
	}
	if member, ok := u.call.Callee.(*program.Member); ok && member.Name == "set" && known && len(u.call.Arguments) >= 2 {
		if owner, ok := member.X.(*program.Member); ok && owner.Name == "cookies" {
			sign.Kind, sign.Library = Cookie, "cookies"
			return lookKoaCookie(u, sign)
		}
	}
	return lookHeader(u, sign)
}

// scriptObject reads settings that are entries of objects: headers, Fastify's and
// Next.js's options.
func scriptObject(r *reading, in *program.Function, x *program.Object, guarded bool) {
	r.headerEntries(in, x, guarded)
	for _, entry := range x.Entries {
		switch entry.Name {
		case "productionBrowserSourceMaps": // https://nextjs.org/docs/app/api-reference/config/next-config-js/productionBrowserSourceMaps
			if isTrue(follow(in, entry.Value)) {
				r.add(in, entry.Value.Range().Start, guarded, Sign{Kind: Door, Library: "Next.js", Name: DoorSourceMaps, Detail: "productionBrowserSourceMaps: true"})
			}
		case "trustProxy": // https://fastify.dev/docs/latest/Reference/Server/#trustproxy
			if isTrue(follow(in, entry.Value)) {
				r.add(in, entry.Value.Range().Start, guarded, Sign{Kind: Trust, Library: "fastify", Name: "trustProxy", Detail: "all"})
			}
		}
	}
}
