package safeguard

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// python is the table of Python.
//
//	https://docs.djangoproject.com/en/stable/ref/settings/#security
//	https://github.com/wntrblm/flask-talisman
//	https://flask-cors.readthedocs.io/
//	https://www.starlette.io/middleware/#corsmiddleware
//	https://slowapi.readthedocs.io/
func python() *language {
	l := &language{
		origins: map[string]row{
			"flask_talisman.Talisman": {kind: Headers, library: "flask-talisman", look: lookTalisman}, "secure.Secure": {kind: Headers, library: "secure"}, "secure.SecureHeaders": {kind: Headers, library: "secure"},
			"secweb.SecWeb": {kind: Headers, library: "Secweb"}, "Secweb.SecWeb": {kind: Headers, library: "Secweb"},

			"flask_cors.CORS": {kind: CORS, library: "flask-cors", look: lookPythonCORS}, "flask_cors.cross_origin": {kind: CORS, library: "flask-cors", look: lookPythonCORS},
			"fastapi.middleware.cors.CORSMiddleware": {kind: CORS, library: "FastAPI", look: lookPythonCORS}, "starlette.middleware.cors.CORSMiddleware": {kind: CORS, library: "Starlette", look: lookPythonCORS},

			"flask_limiter.Limiter": limiter("flask-limiter"), "slowapi.Limiter": limiter("slowapi"), "fastapi_limiter.FastAPILimiter.init": limiter("fastapi-limiter"), "fastapi_limiter.depends.RateLimiter": limiter("fastapi-limiter"),
			"django_ratelimit.decorators.ratelimit": limiter("django-ratelimit"), "ratelimit.decorators.ratelimit": limiter("django-ratelimit"), "limits.strategies.MovingWindowRateLimiter": limiter("limits"), "limits.strategies.FixedWindowRateLimiter": limiter("limits"),

			"prometheus_fastapi_instrumentator.Instrumentator": endpoint("prometheus-fastapi-instrumentator", "/metrics"), "prometheus_flask_exporter.PrometheusMetrics": endpoint("prometheus-flask-exporter", "/metrics"), "starlette_exporter.PrometheusMiddleware": endpoint("starlette-exporter", "/metrics"),
			"prometheus_client.start_http_server": endpoint("prometheus-client", "/metrics"),

			"graphene_django.views.GraphQLView.as_view": {kind: Door, library: "graphene", look: lookGraphQL}, "strawberry.fastapi.GraphQLRouter": {kind: Door, library: "Strawberry", look: lookGraphQL}, "strawberry.django.views.GraphQLView.as_view": {kind: Door, library: "Strawberry", look: lookGraphQL},
			"debug_toolbar.urls": door("django-debug-toolbar", DoorToolbar), "flask_debugtoolbar.DebugToolbarExtension": door("flask-debugtoolbar", DoorToolbar), "silk.urls": door("django-silk", DoorToolbar),
			"rq_dashboard.blueprint": door("rq-dashboard", DoorQueues), "flask_admin.Admin": door("flask-admin", DoorAdmin), "sqladmin.Admin": door("sqladmin", DoorAdmin),
			"werkzeug.middleware.proxy_fix.ProxyFix": {kind: Trust, library: "werkzeug", name: "ProxyFix"},
		},
		methods: map[string]row{"set_cookie": {kind: Cookie, library: "", look: lookPythonCookie}, "set_signed_cookie": {kind: Cookie, library: "Django", look: lookPythonCookie}},
		texts: map[string]row{
			"django.middleware.security.SecurityMiddleware": {kind: Headers, library: "Django"}, "csp.middleware.CSPMiddleware": {kind: Header, library: "django-csp", name: "content-security-policy"},
			"django.middleware.clickjacking.XFrameOptionsMiddleware": {kind: Header, library: "Django", name: "x-frame-options"}, "django.middleware.csp.ContentSecurityPolicyMiddleware": {kind: Header, library: "Django", name: "content-security-policy"},
			"axes.middleware.AxesMiddleware": {kind: Limiter, library: "django-axes", name: "signing in"}, "axes": {kind: Limiter, library: "django-axes", name: "signing in"}, "defender": {kind: Limiter, library: "django-defender", name: "signing in"},
			"django_prometheus": endpoint("django-prometheus", "/metrics"), "health_check": endpoint("django-health-check", "/health"),
			"allauth.account": {kind: Limiter, library: "django-allauth", name: "signing in"},
		},
		assign: pythonAssign,
		object: func(r *reading, in *program.Function, x *program.Object, guarded bool) {
			r.headerEntries(in, x, guarded)
		},
	}
	for _, name := range setters {
		l.methods[name] = headerRow()
	}
	return l
}

// talismanOptions are what flask-talisman may be told to leave out.
var talismanOptions = map[string]string{"content_security_policy": "content-security-policy", "strict_transport_security": "strict-transport-security", "frame_options": "x-frame-options"}

func lookTalisman(u use, sign *Sign) bool {
	for _, one := range u.call.Arguments {
		if header, known := talismanOptions[one.Name]; known && isFalse(follow(u.in, one.Value)) {
			sign.Lacks = append(sign.Lacks, header)
		}
	}
	slices.Sort(sign.Lacks)
	return true
}

// lookPythonCORS reads who may ask. Flask-CORS and Starlette answer everybody's
// origin with itself where "*" and credentials come together.
func lookPythonCORS(u use, sign *Sign) bool {
	if len(u.call.Arguments) == 0 && sign.Library != "flask-cors" {
		return false
	}
	credentials, _ := option(u.in, u.call.Arguments, "supports_credentials", "allow_credentials")
	sign.Credentials = isTrue(credentials)
	origins, told := option(u.in, u.call.Arguments, "origins", "allow_origins")
	switch {
	case told:
		listed := texts(u.in, origins)
		switch {
		case slices.Contains(listed, "*"):
			sign.Detail = OriginAny
		case len(listed) > 0:
			sign.Detail = OriginListed
		}
	case sign.Library == "flask-cors":
		if resources, some := option(u.in, u.call.Arguments, "resources"); !some || absent(resources) {
			sign.Detail = OriginAny
		}
	}
	if pattern, some := option(u.in, u.call.Arguments, "allow_origin_regex"); some {
		if text, known := constant(u.in, pattern); known && (text == ".*" || text == "^.*$" || text == "https?://.*") {
			sign.Detail = OriginReflected
		}
	}
	if sign.Detail == OriginAny && sign.Credentials {
		sign.Detail = OriginReflected
	}
	return true
}

// djangoSettings are the settings that protect answers, of Django, of Flask and of
// libraries beside them.
var djangoSettings = words(`SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SECURE_HSTS_INCLUDE_SUBDOMAINS SECURE_CONTENT_TYPE_NOSNIFF SECURE_REFERRER_POLICY SECURE_PROXY_SSL_HEADER X_FRAME_OPTIONS
	SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE CSRF_COOKIE_SECURE REMEMBER_COOKIE_SECURE CONTENT_SECURITY_POLICY SECURE_CSP CSP_DEFAULT_SRC CSP_SCRIPT_SRC
	CORS_ALLOW_ALL_ORIGINS CORS_ORIGIN_ALLOW_ALL CORS_ALLOW_CREDENTIALS CORS_ALLOWED_ORIGINS CORS_ORIGIN_WHITELIST ALLOWED_HOSTS RATELIMIT_ENABLE DEFAULT_THROTTLE_CLASSES DEFAULT_THROTTLE_RATES
	ACCOUNT_RATE_LIMITS`)

// pythonAssign reads settings: NAME = value at the top level or in a class of
// settings, app.config["NAME"] = value, and the lists of names in them.
func pythonAssign(r *reading, in *program.Function, s *program.Assign, guarded bool) {
	if len(s.Targets) != 1 || absent(s.Value) {
		return
	}
	name := ""
	switch target := s.Targets[0].(type) {
	case *program.Name:
		name = target.Name
	case *program.Member:
		name = target.Name
	}
	switch {
	case djangoSettings[name]:
		r.setting(in, name, s.Value, guarded)
	case name == "REST_FRAMEWORK":
		if object, ok := follow(in, s.Value).(*program.Object); ok {
			for _, entry := range object.Entries {
				if djangoSettings[entry.Name] {
					r.setting(in, entry.Name, entry.Value, guarded)
				}
			}
		}
	case strings.HasPrefix(name, "MIDDLEWARE"), strings.HasSuffix(name, "_APPS"), strings.HasSuffix(name, "MIDDLEWARE"):
		program.Visit(s.Value, func(x program.Expression) bool {
			if text, ok := x.(*program.Text); ok {
				if one, found := r.table.texts[text.Value]; found {
					r.add(in, text.Start, guarded, Sign{Kind: one.kind, Library: one.library, Name: one.name})
				}
			}
			return true
		})
	}
	if header, ok := s.Targets[0].(*program.Member); ok && headers[strings.ToLower(header.Name)] { // response["X-Frame-Options"] = "DENY"
		r.add(in, s.Start, guarded, Sign{Kind: Header, Name: strings.ToLower(header.Name), Detail: r.headerValue(in, s.Value)})
	}
}

// setting notes a setting's value where it is spelled out; "" where the environment,
// or something else, decides it.
func (r *reading) setting(in *program.Function, name string, value program.Expression, guarded bool) {
	sign := Sign{Kind: Setting, Name: name}
	switch x := follow(in, value).(type) {
	case *program.Literal:
		sign.Detail = x.Value
	case *program.Object:
		sign.Detail = "set"
		if len(x.Entries) == 0 {
			sign.Detail = "empty"
		}
	default:
		listed := texts(in, x)
		sign.Detail = strings.Join(listed, ", ")
		if list, ok := x.(*program.List); ok && len(list.Elements) == 0 {
			sign.Detail = "empty"
		}
	}
	r.add(in, value.Range().Start, guarded, sign)
}
