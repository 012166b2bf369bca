package usage_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/usage"
)

// signs writes what is read of a piece of code, one sign a line: kind, library, line
// and detail. Kinds limits it to those that begin so.
func signs(t *testing.T, language, code, kinds string) string {
	t.Helper()
	file, err := lowering.Parse(language, []byte(code))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, one := range usage.Read(file).Signs {
		if !strings.HasPrefix(string(one.Kind), kinds) {
			continue
		}
		line := fmt.Sprintf("%s %d", one.Kind, one.Line)
		for _, more := range []string{one.Library, one.Detail, strings.Join(one.Fields, "+")} {
			if more != "" {
				line += " " + more
			}
		}
		if one.Guarded {
			line += " (guarded)"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// example is one piece of code, and the signs in it.
type example struct {
	language, code string
	want           []string
}

func check(t *testing.T, kinds string, examples map[string]example) {
	t.Helper()
	for name, one := range examples {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, want := signs(t, one.language, one.code, kinds), strings.Join(one.want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestCachesAndStores(t *testing.T) {
	t.Parallel()
	check(t, "cache", map[string]example{
		"Redis as a cache": {"TypeScript", `import Redis from "ioredis"
const redis = new Redis(process.env.REDIS_URL)
export async function price(id: string) {
  const kept = await redis.get(id)
  if (kept) return kept
  await redis.set(id, "1", "EX", 60)
  await redis.setex(id, 60, "1")
}`, []string{"cache.read 4 ioredis", "cache.write 6 ioredis"}},
		"a value that stays for good": {"TypeScript", `import { createClient } from "redis"
const client = createClient()
export const keep = (id, price) => client.set(id, price)`, []string{"cache.write 3 redis no expiry"}},
		"a value that is ended later": {"TypeScript", `import { createClient } from "redis"
const client = createClient()
export const keep = async (id, price) => { await client.set(id, price); await client.expire(id, 60) }`, []string{"cache.write 3 redis"}},
		"options that are made elsewhere": {"TypeScript", `import { createClient } from "redis"
const client = createClient()
export const keep = (id, price, options) => client.set(id, price, options)`, []string{"cache.write 3 redis"}},
		"a lock is no cache": {"TypeScript", `import Redis from "ioredis"
const redis = new Redis()
export const lock = (id) => redis.set(id, 1, "PX", 100, "NX")`, nil},
		"a queue is no cache": {"TypeScript", `import { Queue } from "bullmq"
import Redis from "ioredis"
export const orders = new Queue("orders", { connection: new Redis() })
orders.add("a", {})`, nil},
		"a cache whose library is elsewhere": {"TypeScript", `import { cache } from "./lib/cache"
export const a = async () => (await cache.get("a")) ?? cache.set("a", 1)`, []string{"cache.read 2", "cache.write 2"}},
		"a cache of a user interface": {"TSX", `import { useQueryClient } from "@tanstack/react-query"
const queryClient = useQueryClient()
queryClient.getQueryCache().get("a")`, nil},
		"a map is no cache": {"TypeScript", "const cache = new Map()\nexport const a = cache.get(1)", nil},
		"NestJS": {"TypeScript", `import { CacheInterceptor, CacheModule } from "@nestjs/cache-manager"
@Module({ imports: [CacheModule.register({ ttl: 5 })] })
export class App {}
@Controller() @UseInterceptors(CacheInterceptor) export class A {}`, []string{"cache.library 2 @nestjs/cache-manager", "cache.function 4 @nestjs/cache-manager"}},
		"headers of Express": {"JavaScript", `app.get("/a", (req, res) => {
  res.set("Cache-Control", "public, max-age=60")
  res.setHeader("ETag", tag)
  res.set("Cache-Control", "no-store")
  res.set("Cache-Control", "private, no-cache, max-age=0")
})
app.use(express.static("public"))`, []string{"cache.header 2 public, max-age=60", "cache.header 3 ETag"}},
		"static files that may be kept": {"JavaScript", `const express = require("express")
app.use(express.static("public", { maxAge: "1y" }))
app.use(express.static("other"))`, []string{"cache.header 2 Express static files"}},
		"headers in an object": {"TypeScript", "export const GET = () => new Response(body, { headers: { 'Cache-Control': 's-maxage=60, stale-while-revalidate', 'Content-Type': 'a' } })",
			[]string{"cache.header 1 s-maxage=60, stale-while-revalidate"}},
		"Next.js": {"TypeScript", `import { unstable_cache } from "next/cache"
export const revalidate = 60
const orders = unstable_cache(load, ["orders"])
await fetch(url, { next: { revalidate: 60 } })`, []string{"cache.page 2 Next.js 60", "cache.page 3 Next.js unstable_cache", "cache.page 4 Next.js fetch with revalidate"}},
		"functions of Python": {"Python", `from functools import lru_cache, cached_property
@lru_cache
def settings(): return Settings()
@lru_cache(maxsize=100)
def price(id): return load(id)
class A:
    @cached_property
    def b(self): return 1
`, []string{"cache.function 4 functools"}},
		"Django": {"Python", `from django.core.cache import cache
from django.views.decorators.cache import cache_page, never_cache
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://"}}
def price(id):
    kept = cache.get(id)
    cache.set(id, 1, 60)
    cache.set(id, 1, timeout=None)
urls = [path("a", cache_page(60)(view)), path("b", never_cache(view))]
response["Cache-Control"] = "public, max-age=60"
response.headers["Cache-Control"] = "no-store"
`, []string{"cache.backend 3 Django django.core.cache.backends.redis.RedisCache", "cache.read 5 Django", "cache.write 6 Django", "cache.write 7 Django no expiry", "cache.function 8 Django", "cache.header 9 public, max-age=60"}},
		"Go": {"Go", `package p
import (
	"net/http"
	"github.com/redis/go-redis/v9"
	lru "github.com/hashicorp/golang-lru/v2"
)
func f(w http.ResponseWriter, client *redis.Client) {
	client.Get(ctx, "a")
	client.Set(ctx, "a", 1, time.Minute)
	client.Set(ctx, "a", 1, 0)
	cache, _ := lru.New[string, int](10)
	cache.Add("a", 1)
	w.Header().Set("Cache-Control", "public, max-age=60")
	w.Header().Set("ETag", tag)
}`, []string{"cache.read 8 go-redis", "cache.write 9 go-redis", "cache.write 10 go-redis no expiry", "cache.library 11 golang-lru", "cache.write 12 golang-lru", "cache.header 13 public, max-age=60", "cache.header 14 ETag"}},
	})
	check(t, "store", map[string]example{
		"what Redis serves for": {"TypeScript", `import Redis from "ioredis"
import { Worker } from "bullmq"
import RedisStore from "connect-redis"
const redis = new Redis()
redis.publish("a", "b")`, []string{"store.client 1 ioredis", "store.use 2 BullMQ queue", "store.use 3 connect-redis sessions", "store.use 5 ioredis messages"}},
	})
}

func TestUploads(t *testing.T) {
	t.Parallel()
	const express = `const multer = require("multer"), fs = require("fs"), os = require("os")
`
	check(t, "upload", map[string]example{
		"multer to a folder":        {"JavaScript", express + `const upload = multer({ dest: "uploads/" })`, []string{"upload.disk 2 multer uploads/"}},
		"multer to a temporary one": {"JavaScript", express + `const upload = multer({ dest: os.tmpdir() })`, []string{"upload.temp 2 multer"}},
		"multer in memory":          {"JavaScript", express + `const upload = multer({ storage: multer.memoryStorage() })`, []string{"upload.taken 2 multer", "upload.taken 2 multer memory"}},
		"multer's own storage": {"JavaScript", express + `const storage = multer.diskStorage({ destination: (req, file, done) => done(null, "public/images"), filename })`,
			[]string{"upload.disk 2 multer public/images"}},
		"multer on S3": {"JavaScript", express + `const s3 = require("multer-s3")
const upload = multer({ storage: s3({ s3: client, bucket: "a" }) })`, []string{"upload.taken 3 multer"}},
		"a handler that writes": {"JavaScript", express + `app.post("/a", async (req, res) => {
  fs.writeFileSync("public/" + req.file.originalname, req.file.buffer)
})
function log() { fs.writeFileSync("a.log", "b") }`, []string{"upload.disk 3 public/", "upload.taken 3"}},
		"a handler that writes to a temporary file": {"JavaScript", express + `app.post("/a", async (req, res) => {
  fs.writeFileSync("/tmp/" + req.file.originalname, req.file.buffer)
})`, []string{"upload.taken 3", "upload.temp 3 /tmp/"}},
		"busboy in a handler": {"JavaScript", `const busboy = require("busboy"), fs = require("fs")
app.post("/a", (req, res) => {
  const form = busboy({ headers: req.headers })
  form.on("file", (name, file) => file.pipe(fs.createWriteStream("uploads/" + name)))
})`, []string{"upload.taken 3 busboy", "upload.disk 4 uploads/"}},
		"express-fileupload": {"JavaScript", `app.post("/a", (req, res) => { req.files.sample.mv("uploads/" + name) })`, []string{"upload.disk 1 uploads/", "upload.taken 1"}},
		"FastAPI": {"Python", `import shutil
from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/a")
def upload(file: UploadFile):
    with open("media/" + file.filename, "wb") as out:
        shutil.copyfileobj(file.file, out)
def read():
    with open("a") as f: return f.read()
`, []string{"upload.taken 5", "upload.disk 6 media/"}},
		"FastAPI in a temporary file": {"Python", `import tempfile
from fastapi import UploadFile
def upload(file: UploadFile):
    with open(tempfile.mktemp(), "wb") as out: out.write(file.read())
`, []string{"upload.taken 3", "upload.temp 4"}},
		"Flask":  {"Python", "from flask import request\ndef upload():\n    file = request.files['a']\n    file.save(os.path.join(app.config['UPLOAD_FOLDER'], name))\n", []string{"upload.taken 3", "upload.disk 4"}},
		"Django": {"Python", "from django.core.files.storage import FileSystemStorage\ndef upload(request):\n    FileSystemStorage(location='/srv/media').save(name, request.FILES['a'])\n", []string{"upload.disk 3 Django /srv/media", "upload.taken 3"}},
		"gin":    {"Go", "package p\nimport \"github.com/gin-gonic/gin\"\nfunc up(c *gin.Context) {\n\tfile, _ := c.FormFile(\"a\")\n\tc.SaveUploadedFile(file, \"uploads/a\")\n}", []string{"upload.taken 4 gin", "upload.disk 5 gin uploads/a"}},
		"net/http": {"Go", "package p\nimport (\n\t\"io\"\n\t\"net/http\"\n\t\"os\"\n)\nfunc up(w http.ResponseWriter, r *http.Request) {\n\tfile, _, _ := r.FormFile(\"a\")\n\tout, _ := os.Create(\"uploads/a\")\n\tio.Copy(out, file)\n}",
			[]string{"upload.taken 8 net/http", "upload.disk 9 uploads/a"}},
	})
	check(t, "storage", map[string]example{
		"S3 with addresses": {"TypeScript", `import { S3Client } from "@aws-sdk/client-s3"
import { getSignedUrl } from "@aws-sdk/s3-request-presigner"`, []string{"storage.cloud 1 AWS S3", "storage.cloud 2 AWS S3 presigned"}},
		"boto3": {"Python", "import boto3\ns3 = boto3.client('s3')\nqueue = boto3.client('sqs')\ns3.generate_presigned_url('get_object')\n", []string{"storage.cloud 2 AWS S3 (boto3)", "storage.cloud 4 AWS S3 (boto3) presigned"}},
		"settings of Django": {"Python", `STORAGES = {"default": {"BACKEND": "storages.backends.s3.S3Storage"}, "staticfiles": {"BACKEND": "a.b"}}
MEDIA_ROOT = BASE_DIR / "media"
class Order(models.Model):
    invoice = models.FileField()
`, []string{"storage.setting 1 Django storages.backends.s3.S3Storage", "storage.setting 2 Django MEDIA_ROOT"}},
		"columns with files": {"Python", "from django.db import models\nclass Order(models.Model):\n    invoice = models.FileField()\n    photo = models.ImageField(storage=private)\n", []string{"storage.field 3 Django", "storage.field 4 Django storage"}},
	})
}

func TestLoggers(t *testing.T) {
	t.Parallel()
	check(t, "log", map[string]example{
		"winston that writes JSON in production": {"TypeScript", `import winston from "winston"
const format = process.env.NODE_ENV === "production" ? winston.format.json() : winston.format.simple()
const logger = winston.createLogger({ level: "info", format })
logger.info("ready")
logger.error("broken")
console.error("broken")`, []string{"log.setup 3 winston structured", "log.call 4 winston", "log.console 6 console"}},
		"winston that writes text": {"TypeScript", `import * as winston from "winston"
export default winston.createLogger({ level: "debug", format: winston.format.simple() })`, []string{"log.level 2 winston debug", "log.setup 2 winston text"}},
		"a level for development": {"TypeScript", `import pino from "pino"
export const logger = pino({ level: process.env.NODE_ENV === "production" ? "info" : "debug", transport: dev ? { target: "pino-pretty" } : undefined })`, []string{"log.setup 2 Pino structured"}},
		"pino-pretty everywhere":              {"TypeScript", "import { pino } from \"pino\"\nexport const logger = pino({ transport: { target: \"pino-pretty\" } })", []string{"log.setup 2 Pino text"}},
		"a logger whose library is elsewhere": {"TypeScript", "import Logger from \"@server/logging/Logger\"\nLogger.info(\"a\")\nthis.logger.warn(\"b\")\ncatalog.info(\"c\")", []string{"log.call 2"}},
		"Fastify":                             {"TypeScript", "import Fastify from \"fastify\"\nconst app = Fastify({ logger: true })\nconst other = Fastify({ logger: false })", []string{"log.context 2 Fastify req.log trace id", "log.setup 2 Pino (Fastify) structured"}},
		"NestJS":                              {"TypeScript", "import { Logger } from \"@nestjs/common\"\nexport class A {\n  private readonly logger = new Logger(A.name)\n  b() { this.logger.error(\"c\") }\n}", []string{"log.call 4 NestJS's Logger"}},
		"Python's own": {"Python", `import logging
logging.basicConfig(level=logging.DEBUG, format="%(asctime)s %(request_id)s %(message)s")
log = logging.getLogger(__name__)
log.setLevel(logging.DEBUG)
logging.getLogger().setLevel(logging.DEBUG)
log.warning("a")
print("b")
`, []string{"log.context 2 format trace id", "log.level 2 logging debug", "log.setup 2 logging text", "log.level 5 logging debug", "log.call 6 logging", "log.console 7 print"}},
		"Django's settings": {"Python", `LOGGING = {
    "version": 1,
    "formatters": {"json": {"()": "pythonjsonlogger.jsonlogger.JsonFormatter", "format": "%(levelname)s %(correlation_id)s"}},
    "root": {"level": "DEBUG"},
}
`, []string{"log.context 1 logging format trace id", "log.level 1 logging debug", "log.setup 1 logging structured"}},
		"structlog": {"Python", `import structlog
structlog.configure(processors=[structlog.contextvars.merge_contextvars, structlog.processors.JSONRenderer()])
structlog.contextvars.bind_contextvars(request_id=id, user_id=user.id, path=request.url.path)
`, []string{"log.context 2 structlog contextvars", "log.setup 2 structlog structured", "log.context 3 bound route+trace id+user id"}},
		"Loguru": {"Python", "from loguru import logger\nlogger.add(sys.stdout, serialize=True)\nlogger.info('a')\nlogger.bind(user_id=1)\n", []string{"log.setup 2 Loguru structured", "log.call 3 Loguru", "log.context 4 bound user id"}},
		"Go": {"Go", `package p
import "log/slog"
func f() {
	logger := slog.New(slog.NewJSONHandler(os.Stdout, nil)).With("trace_id", id)
	logger.Info("a", "user_id", 1)
	log.Println("b")
}`, []string{"log.context 4 bound trace id", "log.setup 4 slog structured", "log.call 5 slog", "log.context 5 in single lines user id", "log.console 6 log"}},
		"zap": {"Go", `package p
import "go.uber.org/zap"
func f(logger *zap.Logger) {
	zap.NewDevelopment()
	logger.With(zap.String("request_id", id)).Info("a", zap.String("path", path))
}`, []string{"log.setup 4 zap text", "log.call 5 zap", "log.context 5 in single lines route", "log.context 5 bound trace id"}},
		"zerolog": {"Go", `package p
import "github.com/rs/zerolog"
func f(log zerolog.Logger) {
	zerolog.New(os.Stdout).With().Str("request_id", id).Logger()
	log.Info().Str("user_id", u).Msg("a")
}`, []string{"log.context 4 bound trace id", "log.setup 4 zerolog structured", "log.call 5 zerolog", "log.context 5 bound user id"}},
		"logrus": {"Go", `package p
import "github.com/sirupsen/logrus"
func f() {
	logrus.SetFormatter(&logrus.JSONFormatter{})
	logrus.SetLevel(logrus.DebugLevel)
	logrus.WithFields(logrus.Fields{"user_id": 1, "route": r}).Info("a")
}`, []string{"log.setup 4 logrus structured", "log.level 5 logrus debug", "log.call 6 logrus", "log.context 6 bound route+user id"}},
		"pino-http": {"TypeScript", `import pinoHttp from "pino-http"
app.use(pinoHttp({ customProps: (req) => ({ userId: req.user.id }) }))`, []string{"log.access 2 pino-http structured", "log.context 2 pino-http middleware route+trace id+user id"}},
		"a child logger":          {"TypeScript", "import { logger } from \"./logger\"\nconst log = logger.child({ requestId: c.get(\"requestId\"), userAgent })", []string{"log.context 2 bound trace id"}},
		"a path that is no field": {"TypeScript", "const child = tree.child({ path: \"a\", userId })", nil},
		"a filter of Python":      {"Python", "class Context(logging.Filter):\n    def filter(self, record):\n        record.request_id = current.get()\n        record.colour = 1\n", []string{"log.context 3 filter trace id"}},
		"Datadog joins the trace": {"TypeScript", "import tracer from \"dd-trace\"\ntracer.init({ logInjection: true })", []string{"log.context 2 Datadog tracer trace id"}},
	})
}

func TestErrors(t *testing.T) {
	t.Parallel()
	check(t, "error", map[string]example{
		"a boundary of React": {"TSX", `class Boundary extends React.Component {
  componentDidCatch(error) { report(error) }
  render() { return this.props.children }
}
export const App = () => <Boundary><Routes/></Boundary>`, []string{"error.page 1 React"}},
		"boundaries of libraries": {"TSX", `import { ErrorBoundary } from "react-error-boundary"
export const App = () => <ErrorBoundary fallback={<Broken/>}><Routes/></ErrorBoundary>
const routes = [{ path: "/", element: <Home/>, errorElement: <Broken/> }]`, []string{"error.page 1 react-error-boundary", "error.page 2 React used", "error.page 3 React Router"}},
		"Express": {"JavaScript", `const express = require("express")
const app = express()
app.use((req, res, next) => next())
app.use((error, req, res, next) => { res.status(500).json({ message: "broken" }) })`, []string{"error.handler 4 Express", "error.handler 4 Express"}},
		"a stack trace in an answer": {"JavaScript", `app.use((err, req, res, next) => {
  res.status(500).send(err.stack)
})`, []string{"error.handler 1 Express", "error.leak 2 stack trace"}},
		"a stack trace for developers alone": {"JavaScript", `app.use((err, req, res, next) => {
  res.status(500).json({ message: err.message, stack: process.env.NODE_ENV === "production" ? undefined : err.stack })
  if (app.get("env") === "development") res.send(err.stack)
})`, []string{"error.handler 1 Express"}},
		"a stack that is none":         {"JavaScript", "app.get('/', (req, res) => res.json({ stack: project.stack, other: err.code }))", nil},
		"a stack trace that is logged": {"JavaScript", "app.get('/', (req, res) => { logger.error(err.stack); res.json({ ok: false }) })", nil},
		"errorhandler":                 {"JavaScript", "const errorhandler = require('errorhandler')\napp.use(errorhandler())\nif (process.env.NODE_ENV === 'development') app.use(errorhandler())", []string{"error.leak 2 errorhandler stack trace", "error.leak 3 errorhandler stack trace (guarded)"}},
		"Koa":                          {"TypeScript", "import Koa from \"koa\"\nconst app = new Koa()\napp.on(\"error\", report)\napp.use(async (ctx) => { ctx.body = err.stack })", []string{"error.handler 3 Koa", "error.leak 4 stack trace"}},
		"NestJS":                       {"TypeScript", "import { Catch } from \"@nestjs/common\"\n@Catch()\nexport class Filter { catch(e, host) {} }", []string{"error.handler 2 NestJS"}},
		"Angular and Vue": {"TypeScript", `import { ErrorHandler } from "@angular/core"
class Own implements ErrorHandler {}
const providers = [{ provide: ErrorHandler, useClass: Own }]
app.config.errorHandler = report`, []string{"error.page 2 Angular", "error.page 3 Angular", "error.page 4 Vue"}},
		"Flask": {"Python", `import traceback
from flask import Flask, jsonify
app = Flask(__name__)
@app.errorhandler(500)
def broken(error):
    return jsonify(error=str(error)), 500
@app.route("/a")
def a():
    return traceback.format_exc()
app.run(debug=True)
`, []string{"error.handler 4 Flask", "error.leak 6 error message", "error.leak 9 stack trace", "error.debug 10 Flask debug=True"}},
		"a trace that is logged": {"Python", "import traceback\ndef a():\n    log.error(traceback.format_exc())\n    return JsonResponse({'error': 'broken'})\n", nil},
		"Django": {"Python", `handler404 = "pages.not_found"
DEBUG = True
`, []string{"error.page 1 Django", "error.debug 2 DEBUG = True"}},
		"DEBUG of the environment":    {"Python", "DEBUG = os.environ.get('DEBUG') == '1'\n", nil},
		"DEBUG that is on by default": {"Python", "DEBUG = env.bool('DEBUG', default=True)\nOTHER = env.bool('DEBUG', default=False)\n", []string{"error.debug 1 on where the environment does not say"}},
		"FastAPI": {"Python", "from fastapi import FastAPI, HTTPException\nimport traceback\napp = FastAPI(debug=True)\napp.add_exception_handler(ValueError, broken)\nraise HTTPException(500, detail=traceback.format_exc())\n",
			[]string{"error.debug 3 FastAPI debug=True", "error.handler 4 FastAPI", "error.leak 5 stack trace"}},
		"Go": {"Go", `package p
import (
	"net/http"
	"runtime/debug"
	"github.com/go-chi/chi/v5/middleware"
)
func f(w http.ResponseWriter, r *http.Request) {
	r.Use(middleware.Recoverer)
	http.Error(w, err.Error(), 500)
	http.Error(w, string(debug.Stack()), 500)
	http.Error(w, "broken", 500)
}
func g() { defer func() { recover() }() }`, []string{"error.handler 8 chi", "error.leak 9 error message", "error.leak 10 stack trace"}},
		"gin": {"Go", "package p\nimport \"github.com/gin-gonic/gin\"\nfunc f() {\n\tgin.SetMode(gin.DebugMode)\n\tr := gin.Default()\n\tbinding.Default()\n}", []string{"error.debug 4 gin gin.DebugMode", "error.handler 5 gin"}},
	})
}

func TestPayloads(t *testing.T) {
	t.Parallel()
	check(t, "payload", map[string]example{
		"every column": {"TypeScript", "db.query('SELECT * FROM orders WHERE id = $1')\ndb.query('select count(*) from orders')\ndb.query(`SELECT * FROM pg_class`)\nconst a = 'select * from the list'", []string{"payload.select 1 orders"}},
		"serializers": {"Python", `class UserSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = "__all__"
class OrderSerializer(serializers.ModelSerializer):
    class Meta:
        model = Order
        fields = ("id",)
class Safe(serializers.ModelSerializer):
    class Meta:
        model = User
        exclude = ["password"]
class Form(forms.ModelForm):
    class Meta:
        model = User
        fields = "__all__"
`, []string{"payload.serializer 2 Django REST framework User", "payload.named 6 Django REST framework Order", "payload.named 10 Django REST framework User"}},
		"pages of lists": {"Python", "REST_FRAMEWORK = {'DEFAULT_PAGINATION_CLASS': 'rest_framework.pagination.CursorPagination'}\n", []string{"payload.pages 1 Django REST framework"}},
		"no pages":       {"Python", "REST_FRAMEWORK = {'DEFAULT_PAGINATION_CLASS': None}\n", nil},
	})
	check(t, "graphql", map[string]example{
		"Apollo": {"TypeScript", "import { ApolloServer } from \"@apollo/server\"\nimport depthLimit from \"graphql-depth-limit\"\nnew ApolloServer({ validationRules: [depthLimit(5)] })", []string{"graphql.limit 2 graphql-depth-limit", "graphql.server 3 Apollo Server"}},
		"gqlgen": {"Go", "package p\nimport \"github.com/99designs/gqlgen/graphql/handler\"\nfunc f() { handler.NewDefaultServer(schema) }", []string{"graphql.server 3 gqlgen"}},
	})
}
