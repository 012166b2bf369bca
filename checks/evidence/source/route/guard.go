package route

import (
	"strings"
	"sync"
	"unicode"
)

// Kind says what a guard guards against.
type Kind string

// The kinds of guards. A guard is what a request passes before its handler; of
// many, the kind is not known.
const (
	KindUnknown        Kind = "unknown"
	KindAuthentication Kind = "authentication"
	KindAuthorization  Kind = "authorization" // and with it authentication
	KindRateLimit      Kind = "rate-limit"
	KindValidation     Kind = "validation"
	KindPublic         Kind = "public"   // says that everybody may
	KindOptional       Kind = "optional" // looks who asks and lets everybody through
	KindSetup          Kind = "setup"    // prepares what guards need, and asks nobody: sessions
	KindPasses         Kind = "passes"   // hands every request on, as its code says: a logger
)

// libraryGuards are the guards of libraries by kind, by origin without "()" and
// without a module's major version.
var libraryGuards = map[Kind]string{
	KindAuthentication: `
		passport.authenticate koa-passport.authenticate @fastify/passport.authenticate connect-ensure-login.ensureLoggedIn
		express-jwt express-jwt.expressjwt koa-jwt express-basic-auth koa-basic-auth express-oauth2-jwt-bearer.auth
		express-openid-connect.requiresAuth express-openid-connect.auth supertokens-node/recipe/session/framework/express.verifySession
		@clerk/express.requireAuth @clerk/clerk-sdk-node.ClerkExpressRequireAuth
		hono/jwt.jwt hono/jwk.jwk hono/bearer-auth.bearerAuth hono/basic-auth.basicAuth @hono/oidc-auth.oidcAuthMiddleware @hono/auth-js.verifyAuth
		@nestjs/passport.AuthGuard
		django.contrib.auth.decorators.login_required django.contrib.auth.mixins.LoginRequiredMixin django.contrib.auth.middleware.LoginRequiredMiddleware
		rest_framework.permissions.IsAuthenticated rest_framework.permissions.IsAuthenticatedOrReadOnly rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly
		flask_login.login_required flask_login.fresh_login_required flask_jwt.jwt_required flask_jwt_extended.jwt_required flask_jwt_extended.fresh_jwt_required
		flask_jwt_extended.verify_jwt_in_request flask_httpauth.HTTPBasicAuth().login_required flask_httpauth.HTTPTokenAuth().login_required
		fastapi.security.OAuth2PasswordBearer fastapi.security.HTTPBearer fastapi.security.HTTPBasic fastapi.security.APIKeyHeader fastapi.security.APIKeyCookie fastapi.security.APIKeyQuery
		github.com/labstack/echo/middleware.JWT github.com/labstack/echo/middleware.JWTWithConfig github.com/labstack/echo/middleware.KeyAuth github.com/labstack/echo/middleware.KeyAuthWithConfig
		github.com/labstack/echo/middleware.BasicAuth github.com/labstack/echo/middleware.BasicAuthWithConfig github.com/labstack/echo-jwt.JWT github.com/labstack/echo-jwt.WithConfig
		github.com/go-chi/jwtauth.Authenticator github.com/go-chi/chi/middleware.BasicAuth github.com/gin-gonic/gin.BasicAuth github.com/gin-gonic/gin.BasicAuthForRealm
		github.com/gofiber/fiber/middleware/keyauth.New github.com/gofiber/fiber/middleware/basicauth.New github.com/gofiber/contrib/jwt.New github.com/gofiber/jwt.New`,
	KindAuthorization: `
		django.contrib.auth.decorators.permission_required django.contrib.auth.decorators.user_passes_test django.contrib.admin.views.decorators.staff_member_required
		django.contrib.auth.mixins.PermissionRequiredMixin django.contrib.auth.mixins.UserPassesTestMixin
		rest_framework.permissions.IsAdminUser rest_framework.permissions.DjangoModelPermissions rest_framework.permissions.DjangoObjectPermissions
		flask_principal.Permission flask_security.roles_required flask_security.roles_accepted`,
	KindRateLimit: `
		express-rate-limit express-rate-limit.rateLimit express-slow-down express-slow-down.slowDown express-brute @fastify/rate-limit fastify-rate-limit
		koa-ratelimit koa2-ratelimit hono-rate-limiter.rateLimiter @nestjs/throttler.ThrottlerGuard
		slowapi.Limiter().limit flask_limiter.Limiter().limit flask_limiter.Limiter().shared_limit django_ratelimit.decorators.ratelimit ratelimit.decorators.ratelimit
		github.com/go-chi/httprate.LimitByIP github.com/go-chi/httprate.Limit github.com/go-chi/httprate.LimitAll github.com/go-chi/httprate.LimitByRealIP github.com/go-chi/chi/middleware.Throttle
		github.com/didip/tollbooth.LimitHandler github.com/didip/tollbooth.LimitFuncHandler github.com/didip/tollbooth_gin.LimitHandler github.com/didip/tollbooth_chi.LimitHandler
		github.com/labstack/echo/middleware.RateLimiter github.com/labstack/echo/middleware.RateLimiterWithConfig github.com/gofiber/fiber/middleware/limiter.New
		github.com/ulule/limiter/drivers/middleware/gin.NewMiddleware github.com/ulule/limiter/drivers/middleware/stdlib.NewMiddleware github.com/JGLTechnologies/gin-rate-limit.RateLimiter`,
	KindValidation: `
		celebrate.celebrate express-validator.body express-validator.param express-validator.query express-validator.check express-validator.checkSchema
		@hono/zod-validator.zValidator @hono/valibot-validator.vValidator hono/validator.validator zod-express-middleware.validateRequest`,
	KindPasses: `
		morgan compression cors helmet body-parser.json body-parser.urlencoded body-parser.text body-parser.raw cookie-parser express.json express.urlencoded express.text express.raw express.static
		express.express.json express.express.urlencoded express.express.static serve-static serve-favicon serve-index method-override response-time connect-timeout connect-flash express-flash errorhandler
		pino-http express-pino-logger express-winston.logger express-winston.errorLogger express-bunyan-logger express-request-id express-status-monitor express-prom-bundle prom-client express-prometheus-middleware
		express-fileupload hpp express-mongo-sanitize xss-clean express-useragent request-ip nocache express-device express-http-context.middleware cls-rtracer.expressMiddleware express-partials express-ejs-layouts
		i18next-http-middleware.handle i18n.init @sentry/node.Handlers.requestHandler @sentry/node.Handlers.tracingHandler @sentry/node.Handlers.errorHandler
		multer().single multer().array multer().fields multer().none multer().any connect-multiparty connect-busboy express-form-data express-formidable formidable
		lusca.xssProtection lusca.xframe lusca.csp lusca.hsts lusca.nosniff lusca.referrerPolicy express-sslify.HTTPS express-enforces-ssl koa-sslify koa-useragent.userAgent koa-useragent express-rid
		webpack-dev-middleware webpack-hot-middleware connect-livereload connect-history-api-fallback
		koa-bodyparser koa-body koa-body.koaBody @koa/bodyparser.bodyParser koa-logger koa-morgan koa-pino-logger @koa/cors koa-cors koa2-cors koa-compress koa-helmet koa-static koa-json koa-json-error koa-response-time
		koa-conditional-get koa-etag koa-mount koa-views koa-onerror koa-favicon koa-requestid koa-override koa-better-body
		@fastify/cors @fastify/helmet @fastify/compress @fastify/formbody @fastify/multipart @fastify/static @fastify/sensible @fastify/swagger @fastify/swagger-ui @fastify/under-pressure @fastify/middie @fastify/express @fastify/etag @fastify/accepts
		hono/logger.logger hono/cors.cors hono/compress.compress hono/secure-headers.secureHeaders hono/pretty-json.prettyJSON hono/request-id.requestId hono/timing.timing hono/etag.etag hono/cache.cache
		hono/body-limit.bodyLimit hono/trailing-slash.trimTrailingSlash hono/trailing-slash.appendTrailingSlash hono/method-override.methodOverride hono/powered-by.poweredBy hono/timeout.timeout hono/context-storage.contextStorage hono/language.languageDetector`,
	KindPublic: `rest_framework.permissions.AllowAny`,
	KindSetup: `
		express-session express-session.session cookie-session koa-session @fastify/session @fastify/secure-session @fastify/cookie @fastify/jwt fastify-jwt passport.initialize passport.session koa-passport.initialize koa-passport.session
		starlette.middleware.sessions.SessionMiddleware github.com/gin-contrib/sessions.Sessions github.com/gin-contrib/sessions.SessionsMany github.com/go-macaron/session.Sessioner github.com/labstack/echo-contrib/session.Middleware
		github.com/go-chi/jwtauth.Verifier github.com/go-chi/jwtauth.Verify`,
}

var guardsByOrigin = sync.OnceValue(func() map[string]Kind {
	kinds := map[string]Kind{}
	for kind, origins := range libraryGuards {
		for origin := range strings.FieldsSeq(origins) {
			kinds[origin] = kind
		}
	}
	return kinds
})

// kindOfOrigin tells a library's guard; KindUnknown for others.
func kindOfOrigin(origin string) Kind {
	if kind, known := guardsByOrigin()[module(origin)]; known {
		return kind
	}
	return KindUnknown
}

// guardWords are the words in names that people give to guards, by kind. The kinds
// are tried in this order.
var guardWords = []struct {
	kind  Kind
	words map[string]bool
}{
	{KindUnknown, words("csrf xsrf cors logger log logs logging audit metrics trace tracing")},
	{KindOptional, words("optional optionally maybe try guest anonymous unauthenticated loggedout public noauth skip allowany ign ignore")},
	{KindRateLimit, words("ratelimit ratelimiter ratelimiting limiter throttle throttler throttling throttled slowdown bruteforce brute")},
	{KindAuthorization, words(`role roles permission permissions perm perms admin admins administrator authorize authorizes authorized authorization authz
		acl policy policies rbac abac can ability abilities superuser superadmin staff owner ownership moderator privilege privileges scope scopes entitlement entitled`)},
	{KindAuthentication, words(`auth authn authenticate authenticates authenticated authenticator authentication login loggedin signedin signin jwt token tokens session sessions
		bearer apikey protect protected passport oauth oauth2 oidc sso identity credential credentials principal verifytoken currentuser requireuser requirelogin
		loginrequired clerk auth0 keycloak cognito secured`)},
	{KindValidation, words("valid validate validates validated validator validation validations schema sanitize sanitizer celebrate joi zod")},
}

// pairs are two words that mean one thing together.
var pairs = map[[2]string]string{
	{"rate", "limit"}: "ratelimit", {"rate", "limiter"}: "ratelimiter", {"rate", "limiting"}: "ratelimiting", {"rate", "limited"}: "ratelimit",
	{"slow", "down"}: "slowdown", {"brute", "force"}: "bruteforce", {"logged", "in"}: "loggedin", {"signed", "in"}: "signedin", {"sign", "in"}: "signin",
	{"log", "in"}: "login", {"logged", "out"}: "loggedout", {"api", "key"}: "apikey", {"access", "key"}: "apikey", {"no", "auth"}: "noauth", {"allow", "any"}: "allowany",
	{"without", "auth"}: "noauth", {"not", "authenticated"}: "noauth", {"require", "user"}: "requireuser", {"current", "user"}: "currentuser", {"req", "user"}: "requireuser",
	{"with", "user"}: "requireuser", {"user", "required"}: "requireuser", {"get", "user"}: "currentuser", {"super", "user"}: "superuser", {"super", "admin"}: "superadmin",
	{"session", "store"}: "", {"session", "middleware"}: "", {"access", "control"}: "acl", {"check", "access"}: "acl", {"user", "agent"}: "", {"log", "access"}: "log",
	{"server", "session"}: "session", {"authenticated", "user"}: "authenticated", {"only", "admin"}: "admin", {"reset", "token"}: "", {"csrf", "token"}: "csrf",
}

// kindOfName tells a guard by what people call it.
func kindOfName(name string) Kind {
	names := wordsOf(name)
	for i := 0; i+1 < len(names); i++ {
		if one, found := pairs[[2]string{names[i], names[i+1]}]; found {
			names = append(append(append([]string{}, names[:i]...), one), names[i+2:]...)
		}
	}
	for _, row := range guardWords {
		for _, word := range names {
			if row.words[word] {
				return row.kind
			}
		}
	}
	return KindUnknown
}

// wordsOf splits a name as people write them: requireAuth, require_auth,
// "auth.required", HTTPBasicAuth.
func wordsOf(name string) []string {
	var found []string
	word := []rune{}
	flush := func() {
		if len(word) > 0 {
			found = append(found, strings.ToLower(string(word)))
			word = word[:0]
		}
	}
	runes := []rune(name)
	for i, one := range runes {
		switch {
		case !unicode.IsLetter(one) && !unicode.IsDigit(one):
			flush()
			continue
		case unicode.IsUpper(one) && i > 0 && (unicode.IsLower(runes[i-1]) || unicode.IsDigit(runes[i-1])),
			unicode.IsUpper(one) && i > 0 && unicode.IsUpper(runes[i-1]) && i+1 < len(runes) && unicode.IsLower(runes[i+1]):
			flush()
		}
		word = append(word, one)
	}
	flush()
	return found
}

func words(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}
