package usage

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// logModules are loggers, and how they are set up.
var logModules = modules{
	script: {
		"winston": {library: "winston", names: both(map[string]row{
			"createLogger": {kind: LogSetup, look: winstonLogger}, "Logger": {kind: LogSetup, look: winstonLogger}, "configure": {kind: LogSetup, look: winstonLogger},
			"loggers.add": {kind: LogSetup, look: winstonLogger},
		}, lines("silly", "verbose", "http", "log"))},
		"nest-winston":                  {library: "winston (nest-winston)", names: both(each(row{kind: LogSetup}, "WinstonModule.createLogger", "WinstonModule.forRoot", "WinstonModule.forRootAsync"), lines())},
		"pino":                          {library: "Pino", names: both(each(row{kind: LogSetup, look: pinoLogger}, "", "pino"), lines())},
		"nestjs-pino":                   {library: "Pino (nestjs-pino)", names: both(each(row{kind: LogSetup, detail: Structured}, "LoggerModule.forRoot", "LoggerModule.forRootAsync"), lines())},
		"pino-http":                     {library: "pino-http", names: each(row{kind: LogAccess, detail: Structured}, "", "pinoHttp")},
		"express-pino-logger":           {library: "express-pino-logger", names: each(row{kind: LogAccess, detail: Structured}, "")},
		"koa-pino-logger":               {library: "koa-pino-logger", names: each(row{kind: LogAccess, detail: Structured}, "")},
		"hono-pino":                     {library: "hono-pino", names: each(row{kind: LogAccess, detail: Structured}, "pinoLogger", "logger")},
		"fastify":                       {library: "Pino (Fastify)", names: each(row{kind: LogSetup, look: fastifyLogger}, "", "fastify", "Fastify")},
		"bunyan":                        {library: "Bunyan", names: both(each(row{kind: LogSetup, detail: Structured}, "createLogger"), lines())},
		"log4js":                        {library: "log4js", names: both(each(row{kind: LogSetup, look: log4jsLayout}, "configure"), lines())},
		"tslog":                         {library: "tslog", names: both(each(row{kind: LogSetup, look: byType("json")}, "Logger"), lines("silly"))},
		"consola":                       {library: "consola", names: both(each(row{kind: LogSetup, detail: Text}, "createConsola"), lines("success", "start", "log"))},
		"debug":                         {library: "debug", names: each(row{kind: LogSetup, detail: Text}, "")},
		"loglevel":                      {library: "loglevel", names: lines()},
		"signale":                       {library: "signale", names: lines("success")},
		"roarr":                         {library: "Roarr", names: lines()},
		"loglayer":                      {library: "LogLayer", names: both(each(row{kind: LogSetup}, "LogLayer"), lines())},
		"@nestjs/common":                {library: "NestJS's Logger", names: both(each(row{kind: LogSetup, look: byType("json")}, "ConsoleLogger"), each(row{kind: LogCall}, "Logger.log", "Logger.error", "Logger.warn", "Logger.debug", "Logger.verbose"))},
		"morgan":                        {library: "morgan", names: each(row{kind: LogAccess, detail: Text}, "")},
		"express-winston":               {library: "express-winston", names: each(row{kind: LogAccess, detail: Structured}, "logger")},
		"koa-logger":                    {library: "koa-logger", names: each(row{kind: LogAccess, detail: Text}, "")},
		"hono/logger":                   {library: "Hono's logger", names: each(row{kind: LogAccess, detail: Text}, "logger")},
		"@google-cloud/logging":         {library: "Google Cloud Logging", kind: LogSetup, detail: Structured},
		"@google-cloud/logging-winston": {library: "Google Cloud Logging", kind: LogSetup, detail: Structured},
		"@google-cloud/logging-bunyan":  {library: "Google Cloud Logging", kind: LogSetup, detail: Structured},
		"@aws-lambda-powertools/logger": {library: "Powertools for AWS Lambda", names: both(each(row{kind: LogSetup, detail: Structured}, "Logger"), lines())},
		"@logtail/node":                 {library: "Logtail", names: both(each(row{kind: LogSetup, detail: Structured}, "Logtail"), lines())},
		"next-axiom":                    {library: "Axiom", names: both(each(row{kind: LogSetup, detail: Structured}, "Logger"), lines())},
		"winston-daily-rotate-file":     {library: "winston-daily-rotate-file"},
		"@adonisjs/core/logger":         {library: "AdonisJS", names: lines()},
		"@medusajs/framework/logger":    {library: "Medusa", names: lines()},
	},
	python: {
		"logging": {library: "logging", names: both(map[string]row{
			"basicConfig":       {kind: LogSetup, look: basicConfig},
			"config.dictConfig": {kind: LogSetup, look: dictConfig},
			"config.fileConfig": {kind: LogSetup},
			"*.setLevel":        {kind: LogLevel, look: rootLevel},
			"getLogger":         {},
		}, lines("exception", "critical", "warning", "log"))},
		"structlog":                    {library: "structlog", names: both(each(row{kind: LogSetup, look: structlogRenderer}, "configure"), lines("exception", "critical", "warning"))},
		"loguru":                       {library: "Loguru", names: both(map[string]row{"logger.add": {kind: LogSetup, look: loguruSink}, "logger.configure": {kind: LogSetup, look: loguruSink}}, lines("exception", "critical", "warning", "success"))},
		"pythonjsonlogger":             {library: "python-json-logger", kind: LogSetup, detail: Structured},
		"json_log_formatter":           {library: "json-log-formatter", kind: LogSetup, detail: Structured},
		"ecs_logging":                  {library: "ecs-logging", kind: LogSetup, detail: Structured},
		"logstash_async":               {library: "python-logstash-async", kind: LogSetup, detail: Structured},
		"google.cloud.logging":         {library: "Google Cloud Logging", kind: LogSetup, detail: Structured},
		"watchtower":                   {library: "watchtower (CloudWatch)", kind: LogSetup},
		"aws_lambda_powertools.Logger": {library: "Powertools for AWS Lambda", kind: LogSetup, detail: Structured},
		"celery.utils.log":             {library: "logging", names: lines("exception", "critical", "warning")},
		"flask.current_app.logger":     {library: "logging", names: lines("exception", "critical", "warning")},
		"rich.logging":                 {library: "rich", names: each(row{kind: LogSetup, detail: Text}, "RichHandler")},
		"logfire":                      {library: "Logfire", names: both(each(row{kind: LogSetup, detail: Structured}, "configure"), lines("exception", "critical", "warning"))},
	},
	golang: {
		"log/slog": {library: "slog", names: both(map[string]row{
			"NewJSONHandler": {kind: LogSetup, detail: Structured}, "NewTextHandler": {kind: LogSetup, detail: Structured}, "SetDefault": {},
			"SetLogLoggerLevel": {kind: LogLevel, look: debugLevel},
		}, lines("Debug", "Info", "Warn", "Error", "DebugContext", "InfoContext", "WarnContext", "ErrorContext", "Log", "LogAttrs"))},
		"go.uber.org/zap": {library: "zap", names: both(map[string]row{
			"NewProduction": {kind: LogSetup, detail: Structured}, "NewDevelopment": {kind: LogSetup, detail: Text}, "NewExample": {kind: LogSetup, detail: Structured}, "New": {kind: LogSetup},
			"NewProductionConfig": {kind: LogSetup, detail: Structured}, "NewDevelopmentConfig": {kind: LogSetup, detail: Text},
			"zapcore.NewJSONEncoder": {kind: LogSetup, detail: Structured}, "zapcore.NewConsoleEncoder": {kind: LogSetup, detail: Text},
		}, lines("Debug", "Info", "Warn", "Error", "Fatal", "Panic", "DPanic", "Debugw", "Infow", "Warnw", "Errorw", "Infof", "Warnf", "Errorf", "Debugf", "Fatalf"))},
		"github.com/rs/zerolog": {library: "zerolog", names: both(map[string]row{
			"New": {kind: LogSetup, detail: Structured}, "ConsoleWriter": {kind: LogSetup, detail: Text}, "NewConsoleWriter": {kind: LogSetup, detail: Text}, "SetGlobalLevel": {kind: LogLevel, look: debugLevel},
		}, lines("Msg", "Msgf", "Send"))},
		"github.com/sirupsen/logrus": {library: "logrus", names: both(map[string]row{
			"SetFormatter": {kind: LogSetup, look: logrusFormatter}, "*.SetFormatter": {kind: LogSetup, look: logrusFormatter}, "New": {kind: LogSetup},
			"SetLevel": {kind: LogLevel, look: debugLevel}, "*.SetLevel": {kind: LogLevel, look: debugLevel},
		}, lines("Debug", "Info", "Warn", "Error", "Fatal", "Debugf", "Infof", "Warnf", "Errorf", "Fatalf", "Infoln", "Errorln", "Trace", "Tracef", "Log"))},
		"github.com/hashicorp/go-hclog":      {library: "hclog", names: both(each(row{kind: LogSetup}, "New"), lines("Debug", "Info", "Warn", "Error"))},
		"github.com/go-kit/log":              {library: "go-kit/log", names: both(each(row{kind: LogSetup, detail: Structured}, "NewJSONLogger", "NewLogfmtLogger"), lines("Log"))},
		"github.com/charmbracelet/log":       {library: "charm log", names: both(each(row{kind: LogSetup, detail: Text}, "New", "NewWithOptions"), lines("Debug", "Info", "Warn", "Error", "Fatal"))},
		"charm.land/log":                     {library: "charm log", names: both(each(row{kind: LogSetup, detail: Text}, "New", "NewWithOptions"), lines("Debug", "Info", "Warn", "Error", "Fatal"))},
		"github.com/apex/log":                {library: "apex/log", names: lines("Debug", "Info", "Warn", "Error", "Fatal", "Infof", "Errorf")},
		"k8s.io/klog":                        {library: "klog", names: lines("InfoS", "ErrorS", "Info", "Infof", "Error", "Errorf", "Warning", "Warningf")},
		"github.com/golang/glog":             {library: "glog", names: lines("Info", "Infof", "Error", "Errorf", "Warning", "Warningf")},
		"unknwon.dev/clog":                   {library: "clog", names: both(each(row{kind: LogSetup, detail: Text}, "NewConsole", "NewFile", "New"), lines("Trace", "Info", "Warn", "Error", "Fatal"))},
		"github.com/segmentfault/pacman/log": {library: "pacman/log", names: both(each(row{kind: LogSetup}, "SetLogger"), lines("Debug", "Info", "Warn", "Error", "Debugf", "Infof", "Warnf", "Errorf"))},
		"github.com/gin-gonic/gin":           {library: "gin", names: map[string]row{"Default": {kind: LogAccess, detail: Text}, "Logger": {kind: LogAccess, detail: Text}, "LoggerWithConfig": {kind: LogAccess}, "LoggerWithFormatter": {kind: LogAccess}}},
		"github.com/go-chi/chi":              {library: "chi", names: each(row{kind: LogAccess, detail: Text}, "middleware.Logger", "middleware.RequestLogger")},
		"github.com/go-chi/httplog":          {library: "httplog", names: each(row{kind: LogAccess, detail: Structured}, "RequestLogger")},
		"github.com/labstack/echo":           {library: "echo", names: echoLoggers},
		"github.com/gofiber/fiber":           {library: "fiber", names: each(row{kind: LogAccess, detail: Text}, "middleware.logger.New")},
		"github.com/gin-contrib/logger":      {library: "gin-contrib/logger", names: each(row{kind: LogAccess, detail: Structured}, "SetLogger")},
		"github.com/gin-contrib/zap":         {library: "gin-contrib/zap", names: each(row{kind: LogAccess, detail: Structured}, "Ginzap", "GinzapWithConfig")},
		"github.com/samber/slog-gin":         {library: "slog-gin", names: each(row{kind: LogAccess, detail: Structured}, "New", "NewWithConfig")},
		"github.com/samber/slog-echo":        {library: "slog-echo", names: each(row{kind: LogAccess, detail: Structured}, "New", "NewWithConfig")},
		"github.com/samber/slog-chi":         {library: "slog-chi", names: each(row{kind: LogAccess, detail: Structured}, "New", "NewWithConfig")},
	},
}

// Echo's logger writes JSON (https://echo.labstack.com/docs/middleware/logger).
var echoLoggers = each(row{kind: LogAccess, detail: Structured}, "middleware.Logger", "middleware.LoggerWithConfig", "middleware.RequestLogger", "middleware.RequestLoggerWithConfig")

// lines are the methods that write a line.
func lines(more ...string) map[string]row {
	table := map[string]row{}
	for _, name := range append([]string{"trace", "debug", "info", "warn", "error", "fatal"}, more...) {
		table["*."+name] = row{kind: LogCall}
		table[name] = row{kind: LogCall}
	}
	return table
}

// winstonLogger looks at createLogger({format, level}): the formats are told by the
// calls that make them (https://github.com/winstonjs/winston#formats).
func winstonLogger(u use, sign *Sign) bool {
	sign.Detail = u.formatIn(u.call, regex.New(`(?:^|\.)(?:json|logstash|ecsFormat|ecsformat)$`), regex.New(`(?:^|\.)(?:simple|cli|printf|prettyPrint|nestLike)$`))
	u.constantLevel(sign.Library, u.keyword("level"))
	return true
}

// formatIn tells by the calls in an expression, and in what its names are given,
// whether lines are structured. Where both forms are there, the structured one is
// for production.
func (u use) formatIn(x program.Expression, structured, text *regex.Expression) string {
	found := ""
	var look func(x program.Expression, f *program.Function, depth int)
	look = func(x program.Expression, f *program.Function, depth int) {
		u.within(x, func(x program.Expression) bool {
			switch x := x.(type) {
			case *program.Call:
				name := lastName(f.Origin(x.Callee))
				switch {
				case structured.MatchString(name):
					found = Structured
				case text.MatchString(name) && found == "":
					found = Text
				}
			case *program.Name:
				if known := f.Lookup(x.Name); known != nil && depth > 0 && known.Param == nil {
					for _, value := range known.Values[:min(len(known.Values), 4)] {
						look(value, known.Owner, depth-1)
					}
				}
			}
			return found != Structured
		})
	}
	look(x, u.function, 3)
	return found
}

// constantLevel records a level that writes everything, where it is constant and
// stands under no condition.
func (u use) constantLevel(library string, x program.Expression) {
	level, ok := u.function.Constant(x)
	if !ok && x != nil {
		level = lastName(u.function.Origin(x))
	}
	if debugLevels[strings.TrimSuffix(strings.ToLower(level), "level")] {
		u.add(Sign{Kind: LogLevel, Library: library, Detail: "debug"})
	}
}

var debugLevels = set("debug trace silly leveldebug verbose all notset")

func debugLevel(u use, sign *Sign) bool {
	level, ok := u.function.Constant(u.argument(0))
	if !ok {
		level = lastName(u.function.Origin(u.argument(0)))
	}
	sign.Detail = "debug"
	return debugLevels[strings.TrimSuffix(strings.ToLower(level), "level")]
}

// pinoLogger looks at pino(…): it writes JSON, unless pino-pretty stands between
// (https://getpino.io/#/docs/pretty).
func pinoLogger(u use, sign *Sign) bool {
	sign.Detail = Structured
	u.constantLevel(sign.Library, u.keyword("level"))
	if transport, ok := u.keyword("transport").(*program.Object); ok {
		if target, _ := u.function.Constant(entry(transport, "target")); target == "pino-pretty" && !u.guarded(transport.Range().Start) {
			sign.Detail = Text
		}
	}
	u.mixin()
	return true
}

// fastifyLogger looks at fastify({logger}): Pino, switched off by default
// (https://fastify.dev/docs/latest/Reference/Logging/).
func fastifyLogger(u use, sign *Sign) bool {
	logger := u.keyword("logger", "loggerInstance")
	if on, constant := truth(logger); logger == nil || constant && !on {
		return false
	}
	sign.Detail = Structured
	u.add(Sign{Kind: LogContext, Library: "Fastify", Fields: []string{Trace}, Detail: "req.log"})
	return true
}

// byType looks at options such as {type: "json"} and {json: true}.
func byType(word string) func(use, *Sign) bool {
	return func(u use, sign *Sign) bool {
		sign.Detail = Text
		if on, _ := truth(u.keyword(word)); on {
			sign.Detail = Structured
		}
		if kind, _ := u.function.Constant(u.keyword("type")); kind == word {
			sign.Detail = Structured
		}
		return true
	}
}

func log4jsLayout(u use, sign *Sign) bool {
	sign.Detail = Text
	for _, text := range u.texts(u.call) {
		if strings.Contains(strings.ToLower(text), "json") {
			sign.Detail = Structured
		}
	}
	return true
}

func logrusFormatter(u use, sign *Sign) bool {
	switch lastName(u.function.Origin(u.argument(0))) {
	case "JSONFormatter":
		sign.Detail = Structured
	case "TextFormatter":
		sign.Detail = Text
	}
	return true
}

// logName matches what people call a logger.
var logName = regex.New(`(?i)(?:^|[._/@])(?:_?log|_?logger|logging|[a-z]*logger|slog)(?:\(\)|client|service)?$`)

// logMethods are the methods that write a line at a level.
var logMethods = set("trace debug info warn warning error fatal critical exception")

// consoleNames write a line past every logger.
var consoleNames = map[family]map[string]bool{
	script: set("console.log console.info console.warn console.error console.debug console.trace"),
	python: set("print traceback.print_exc"),
	golang: set("fmt.Println fmt.Printf fmt.Print log.Println log.Printf log.Print log.Fatal log.Fatalf log.Fatalln println"),
}

// readLog finds lines that are written, by loggers whose names tell alone and past
// every logger.
func (u use) readLog() {
	if u.call == nil {
		return
	}
	if consoleNames[u.family][u.origin] {
		u.count(Sign{Kind: LogConsole, Library: strings.SplitN(u.origin, ".", 2)[0]})
		return
	}
	if !logMethods[strings.ToLower(u.name)] || u.fromKnown() {
		return
	}
	if receiver := strings.TrimSuffix(u.origin, "."+u.name); receiver != u.origin && logName.MatchString(receiver) {
		u.count(Sign{Kind: LogCall})
	}
}
