package usage

import (
	"slices"
	"sort"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// contextModules are what puts fields of a request into every line that it causes.
var contextModules = modules{
	script: {
		"pino-http":                                 {library: "pino-http", names: each(row{kind: LogContext, detail: "middleware", fields: []string{Trace, Route}, look: pinoProps}, "", "pinoHttp")},
		"express-pino-logger":                       {library: "express-pino-logger", names: each(row{kind: LogContext, detail: "middleware", fields: []string{Trace, Route}}, "")},
		"koa-pino-logger":                           {library: "koa-pino-logger", names: each(row{kind: LogContext, detail: "middleware", fields: []string{Trace, Route}}, "")},
		"hono-pino":                                 {library: "hono-pino", names: each(row{kind: LogContext, detail: "middleware", fields: []string{Trace, Route}}, "pinoLogger", "logger")},
		"nestjs-pino":                               {library: "nestjs-pino", names: each(row{kind: LogContext, detail: "middleware", fields: []string{Trace, Route}, look: pinoProps}, "LoggerModule.forRoot", "LoggerModule.forRootAsync")},
		"cls-rtracer":                               {library: "cls-rtracer", names: each(row{kind: LogContext, detail: "middleware", fields: []string{Trace}}, "expressMiddleware", "fastifyPlugin", "koaMiddleware", "koaV1Middleware")},
		"nestjs-cls":                                {library: "nestjs-cls", names: each(row{kind: LogContext, detail: "context of the request"}, "ClsModule.forRoot", "ClsModule.forRootAsync")},
		"express-request-id":                        {library: "express-request-id", names: each(row{kind: LogContext, detail: "request id"}, "")},
		"express-http-context":                      {library: "express-http-context", names: each(row{kind: LogContext, detail: "context of the request"}, "middleware")},
		"hono/request-id":                           {library: "Hono", names: each(row{kind: LogContext, detail: "request id"}, "requestId")},
		"koa-requestid":                             {library: "koa-requestid", kind: LogContext, detail: "request id"},
		"cls-hooked":                                {library: "cls-hooked", names: each(row{kind: LogContext, detail: "context of the request"}, "createNamespace")},
		"async_hooks":                               {library: "AsyncLocalStorage", names: each(row{kind: LogContext, detail: "context of the request"}, "AsyncLocalStorage")},
		"@fastify/request-context":                  {library: "@fastify/request-context", kind: LogContext, detail: "context of the request"},
		"dd-trace":                                  {library: "Datadog", names: each(row{kind: LogContext, detail: "tracer", look: datadogInjects}, "init", "*.init", "tracer.init")},
		"@elastic/ecs-pino-format":                  {library: "Elastic ECS", kind: LogContext, detail: "tracer", fields: []string{Trace}},
		"@elastic/ecs-winston-format":               {library: "Elastic ECS", kind: LogContext, detail: "tracer", fields: []string{Trace}},
		"@opentelemetry/instrumentation-pino":       {library: "OpenTelemetry", names: each(row{kind: LogContext, detail: "tracer", fields: []string{Trace}}, "PinoInstrumentation")},
		"@opentelemetry/instrumentation-winston":    {library: "OpenTelemetry", names: each(row{kind: LogContext, detail: "tracer", fields: []string{Trace}}, "WinstonInstrumentation")},
		"@opentelemetry/instrumentation-bunyan":     {library: "OpenTelemetry", names: each(row{kind: LogContext, detail: "tracer", fields: []string{Trace}}, "BunyanInstrumentation")},
		"@opentelemetry/auto-instrumentations-node": {library: "OpenTelemetry", names: each(row{kind: LogContext, detail: "tracer", fields: []string{Trace}}, "getNodeAutoInstrumentations")},
	},
	python: {
		"asgi_correlation_id":                   {library: "asgi-correlation-id", names: each(row{kind: LogContext, detail: "middleware", fields: []string{Trace}}, "CorrelationIdFilter", "context.correlation_id.get")},
		"django_guid":                           {library: "django-guid", kind: LogContext, detail: "request id", fields: []string{Trace}},
		"django_structlog":                      {library: "django-structlog", kind: LogContext, detail: "middleware", fields: []string{Trace, User, Route}},
		"flask_log_request_id":                  {library: "Flask-Log-Request-ID", kind: LogContext, detail: "middleware", fields: []string{Trace}},
		"starlette_context":                     {library: "starlette-context", kind: LogContext, detail: "context of the request"},
		"opentelemetry.instrumentation.logging": {library: "OpenTelemetry", names: each(row{kind: LogContext, detail: "tracer", fields: []string{Trace}}, "*.instrument")},
		"ddtrace":                               {library: "Datadog", names: each(row{kind: LogContext, detail: "tracer", look: patchesLogging}, "patch", "patch_all")},
		"elasticapm.handlers.logging":           {library: "Elastic APM", kind: LogContext, detail: "tracer", fields: []string{Trace}},
	},
	golang: {
		"github.com/go-chi/chi":                                {library: "chi", names: chiContext},
		"github.com/go-chi/httplog":                            {library: "httplog", names: each(row{kind: LogContext, detail: "middleware", fields: []string{Trace, Route}}, "RequestLogger")},
		"github.com/labstack/echo":                             {library: "echo", names: echoContext},
		"github.com/gin-contrib/requestid":                     {library: "gin-contrib/requestid", names: each(row{kind: LogContext, detail: "request id"}, "New")},
		"github.com/gofiber/fiber":                             {library: "fiber", names: each(row{kind: LogContext, detail: "request id"}, "middleware.requestid.New")},
		"github.com/samber/slog-gin":                           {library: "slog-gin", names: each(row{kind: LogContext, detail: "middleware", fields: []string{Trace, Route}}, "New", "NewWithConfig")},
		"github.com/samber/slog-echo":                          {library: "slog-echo", names: each(row{kind: LogContext, detail: "middleware", fields: []string{Trace, Route}}, "New", "NewWithConfig")},
		"github.com/samber/slog-chi":                           {library: "slog-chi", names: each(row{kind: LogContext, detail: "middleware", fields: []string{Trace, Route}}, "New", "NewWithConfig")},
		"github.com/veqryn/slog-context":                       {library: "slog-context", kind: LogContext, detail: "context of the request"},
		"go.opentelemetry.io/contrib/bridges/otelslog":         {library: "OpenTelemetry", kind: LogContext, detail: "tracer", fields: []string{Trace}},
		"go.opentelemetry.io/contrib/bridges/otelzap":          {library: "OpenTelemetry", kind: LogContext, detail: "tracer", fields: []string{Trace}},
		"go.opentelemetry.io/contrib/bridges/otellogrus":       {library: "OpenTelemetry", kind: LogContext, detail: "tracer", fields: []string{Trace}},
		"github.com/uptrace/opentelemetry-go-extra/otelzap":    {library: "OpenTelemetry", kind: LogContext, detail: "tracer", fields: []string{Trace}},
		"github.com/uptrace/opentelemetry-go-extra/otellogrus": {library: "OpenTelemetry", kind: LogContext, detail: "tracer", fields: []string{Trace}},
		"github.com/remychantenay/slog-otel":                   {library: "slog-otel", kind: LogContext, detail: "tracer", fields: []string{Trace}},
	},
}

// chi's logger writes the request id in front of a line, and the path in it
// (https://github.com/go-chi/chi/blob/master/middleware/logger.go).
var chiContext = map[string]row{
	"middleware.RequestID": {kind: LogContext, detail: "request id"},
	"middleware.Logger":    {kind: LogContext, detail: "access log", fields: []string{Trace, Route}},
}

var echoContext = map[string]row{
	"middleware.RequestID": {kind: LogContext, detail: "request id"}, "middleware.RequestIDWithConfig": {kind: LogContext, detail: "request id"},
	"middleware.Logger": {kind: LogContext, detail: "access log", fields: []string{Trace, Route}},
}

// aliases are the names of fields, in lower case and without what is between words
// (https://opentelemetry.io/docs/specs/semconv/general/logs/).
var aliases = map[string]string{
	"traceid": Trace, "ddtraceid": Trace, "oteltraceid": Trace, "correlationid": Trace, "requestid": Trace, "reqid": Trace, "xrequestid": Trace, "xcorrelationid": Trace, "requestuuid": Trace, "rid": Trace,
	"userid": User, "usrid": User, "uid": User, "actorid": User, "enduserid": User, "accountid": User, "user": User, "username": User, "currentuser": User,
	"route": Route, "httproute": Route, "path": Route, "httppath": Route, "requestpath": Route, "url": Route, "httpurl": Route, "uri": Route, "endpoint": Route, "urlpath": Route, "httptarget": Route, "operationname": Route,
}

// fieldOf returns which field of a request a name is, or "".
func fieldOf(name string) string {
	return aliases[strings.NewReplacer("_", "", "-", "", ".", "").Replace(strings.ToLower(name))]
}

// binders are the methods that put fields into the lines of a logger or a context.
var binders = set("child bind setbindings withfields withfield with withcontext bindcontextvars boundcontextvars contextualize newcontext withvalues withattrs assign withmetadata")

// zapFields and their like name a field by their first argument.
var keyed = set("string int int64 any str uint uint64 stringer dur withfield field uint32 int32")

// readContext finds fields of a request that are put into lines.
func (u use) readContext() {
	if u.call == nil {
		return
	}
	name := strings.ReplaceAll(strings.ToLower(u.name), "_", "")
	binds := binders[name]
	writes := !binds && logMethods[name]
	if u.family == golang && keyed[name] && strings.Contains(u.origin, "().") { // zerolog: log.With().Str("user_id", id)
		binds = true
	}
	if !binds && !writes {
		return
	}
	receiver := strings.TrimSuffix(u.origin, "."+u.name)
	if !isLogger(u, receiver) {
		return
	}
	fields := u.fieldsOfCall()
	if len(fields) == 0 {
		return
	}
	how := "bound"
	if writes {
		how = "in single lines"
	}
	u.addFields(u.function, u.at, "", how, fields)
}

// isLogger reports whether what a method is called on is a logger: by its library, or
// by its name.
func isLogger(u use, receiver string) bool {
	if logName.MatchString(receiver) || logName.MatchString(strings.TrimSuffix(receiver, "()")) {
		return true
	}
	for _, one := range u.known {
		if one.logs && strings.HasPrefix(receiver, one.prefix) {
			return true
		}
	}
	return false
}

// fieldsOfCall returns the fields of a request among the arguments of a call: entries
// of objects, named arguments, pairs, zap.String("user_id", …).
func (u use) fieldsOfCall() (fields []string) {
	for position, one := range u.call.Arguments {
		if field := fieldOf(one.Name); one.Name != "" && field != "" {
			fields = append(fields, field)
		}
		switch value := one.Value.(type) {
		case *program.Object:
			fields = append(fields, objectFields(u.function, value)...)
		case *program.Text:
			// slog's pairs: a name, and its value behind it.
			if position+1 < len(u.call.Arguments) && (u.family == golang) {
				if field := fieldOf(value.Value); field != "" {
					fields = append(fields, field)
				}
			}
		case *program.Call:
			if keyed[strings.ToLower(lastName(u.function.Origin(value.Callee)))] && len(value.Arguments) > 1 {
				if text, ok := value.Arguments[0].Value.(*program.Text); ok {
					if field := fieldOf(text.Value); field != "" {
						fields = append(fields, field)
					}
				}
			}
		}
	}
	return fields
}

// objectFields returns the fields of a request in an object, those of objects in it
// too: {extra: {…}}.
func objectFields(f *program.Function, object *program.Object) (fields []string) {
	for _, one := range object.Entries {
		if field := fieldOf(keyName(f, one)); field != "" {
			fields = append(fields, field)
		}
		if inner, ok := one.Value.(*program.Object); ok {
			for _, entry := range inner.Entries {
				if field := fieldOf(keyName(f, entry)); field != "" {
					fields = append(fields, field)
				}
			}
		}
	}
	return fields
}

// keyName returns the name of an entry.
func keyName(f *program.Function, one program.Argument) string {
	if one.Name != "" || one.Key == nil {
		return one.Name
	}
	name, _ := f.Constant(one.Key)
	return name
}

// addFields records fields of a request, each once.
func (r *reading) addFields(f *program.Function, at program.Span, library, how string, fields []string) {
	if len(fields) == 0 {
		return
	}
	slices.Sort(fields)
	fields = slices.Compact(fields)
	r.count(f, at, Sign{Kind: LogContext, Library: library, Detail: how, Fields: fields})
}

// pinoProps looks at pinoHttp({customProps: () => ({userId})}).
func pinoProps(u use, sign *Sign) bool {
	sign.Fields = slices.Clone(sign.Fields)
	functions := u.file.Functions[1:]
	first := sort.Search(len(functions), func(i int) bool { return functions[i].Start >= u.at.Start })
	for _, f := range functions[first:] {
		if f.Start > u.at.End {
			break
		}
		u.inside(f.Body, nil, func(x program.Expression) bool {
			if object, ok := x.(*program.Object); ok {
				sign.Fields = append(sign.Fields, objectFields(f, object)...)
			}
			return true
		})
	}
	slices.Sort(sign.Fields)
	sign.Fields = slices.Compact(sign.Fields)
	return true
}

// mixin looks for the fields that functions in the options of a logger add:
// pino({mixin() { return {requestId} }}).
func (u use) mixin() {
	sign := Sign{Kind: LogContext}
	if pinoProps(u, &sign); len(sign.Fields) > 0 {
		u.addFields(u.function, u.at, "Pino", "mixin", sign.Fields)
	}
}

// datadogInjects looks at tracer.init({logInjection: true}), which is the default since
// version 5 (https://docs.datadoghq.com/tracing/other_telemetry/connect_logs_and_traces/nodejs/).
func datadogInjects(u use, sign *Sign) bool {
	if on, constant := truth(u.keyword("logInjection")); constant && on {
		sign.Fields = []string{Trace}
	}
	return true
}

// patchesLogging looks at ddtrace.patch(logging=True).
func patchesLogging(u use, sign *Sign) bool {
	if on, _ := truth(u.keyword("logging")); on {
		sign.Fields = []string{Trace}
	}
	return len(sign.Fields) > 0
}

// readContextAssign finds fields that a filter or a format adds to each line:
// record.request_id = …, info.requestId = ….
func (r *reading) readContextAssign(f *program.Function, s *program.Assign) {
	if len(s.Targets) != 1 {
		return
	}
	member, ok := s.Targets[0].(*program.Member)
	if !ok {
		return
	}
	owner, ok := member.X.(*program.Name)
	if !ok {
		return
	}
	field := fieldOf(member.Name)
	switch {
	case field == "":
	case r.family == python && (owner.Name == "record" || owner.Name == "log_record"),
		r.family == script && owner.Name == "info" && f.Lookup("info") != nil && f.Lookup("info").Param != nil:
		r.addFields(f, s.Range(), "", "filter", []string{field})
	}
}
