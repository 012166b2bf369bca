package usage

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// cacheModules are the libraries that are made for caching.
var cacheModules = modules{
	script: {
		"node-cache":             {library: "node-cache", names: both(made(""), made("NodeCache"), reads("*.get", "*.mget", "*.take"), writes("*.set", "*.mset"))},
		"lru-cache":              {library: "lru-cache", names: both(made(""), made("LRUCache"), reads("*.get", "*.fetch"), writes("*.set"))},
		"quick-lru":              {library: "quick-lru", names: both(made(""), reads("*.get"), writes("*.set"))},
		"tiny-lru":               {library: "tiny-lru", names: both(made("lru"), reads("*.get"), writes("*.set"))},
		"@isaacs/ttlcache":       {library: "ttlcache", names: both(made(""), made("TTLCache"), reads("*.get"), writes("*.set"))},
		"memory-cache":           {library: "memory-cache", names: both(reads("*.get"), writes("*.put"))},
		"apicache":               {library: "apicache", names: each(row{kind: CacheFunction}, "*.middleware")},
		"route-cache":            {library: "route-cache", names: each(row{kind: CacheFunction}, "cacheSeconds")},
		"express-cache-ctrl":     {library: "express-cache-ctrl", names: each(row{kind: CacheHeader}, "public", "custom")},
		"keyv":                   {library: "keyv", names: both(made(""), made("Keyv"), reads("*.get"), writes("*.set"))},
		"cacheable":              {library: "cacheable", names: both(made("Cacheable"), reads("*.get"), writes("*.set"))},
		"cache-manager":          {library: "cache-manager", names: both(made("caching"), made("createCache"), made("multiCaching"), reads("*.get", "*.wrap"), writes("*.set"))},
		"bentocache":             {library: "bentocache", names: both(made("BentoCache"), reads("*.get", "*.getOrSet"), writes("*.set"))},
		"@nestjs/cache-manager":  {library: "@nestjs/cache-manager", names: both(made("CacheModule.register"), made("CacheModule.registerAsync"), each(row{kind: CacheFunction}, "CacheInterceptor", "CacheTTL", "CacheKey"))},
		"@nestjs/common":         {library: "NestJS", names: both(made("CacheModule.register"), made("CacheModule.registerAsync"), each(row{kind: CacheFunction}, "CacheInterceptor", "CacheTTL", "CacheKey"))},
		"memcached":              {library: "memcached", names: both(made(""), reads("*.get", "*.gets", "*.getMulti"), writes("*.set", "*.add", "*.replace"))},
		"memjs":                  {library: "memjs", names: both(made("Client.create"), reads("*.get"), writes("*.set"))},
		"@fastify/caching":       {library: "@fastify/caching", kind: CacheLibrary},
		"next/cache":             {library: "Next.js", names: both(each(row{kind: CachePage, detail: "unstable_cache"}, "unstable_cache"), each(row{kind: CachePage, detail: "use cache"}, "cacheLife", "cacheTag", "unstable_cacheLife", "unstable_cacheTag"))},
		"p-memoize":              {library: "p-memoize", names: each(row{kind: CacheFunction}, "", "pMemoize")},
		"memoizee":               {library: "memoizee", names: each(row{kind: CacheFunction}, "")},
		"@upstash/redis":         {library: "Upstash Redis", kind: StoreClient, names: redisNames},
		"serve-static":           {library: "serve-static", names: each(row{kind: CacheHeader, look: maxAge}, "")},
		"koa-static":             {library: "koa-static", names: each(row{kind: CacheHeader, look: maxAge}, "")},
		"koa-send":               {library: "koa-send", names: each(row{kind: CacheHeader, look: maxAge}, "")},
		"express":                {library: "Express", names: each(row{kind: CacheHeader, look: maxAge}, "static")},
		"@fastify/static":        {library: "@fastify/static", names: each(row{kind: CacheHeader, look: maxAge}, "")},
		"koa-conditional-get":    {library: "koa-conditional-get", kind: CacheHeader, detail: "ETag"},
		"koa-etag":               {library: "koa-etag", kind: CacheHeader, detail: "ETag"},
		"@koa/etag":              {library: "@koa/etag", kind: CacheHeader, detail: "ETag"},
		"@fastify/etag":          {library: "@fastify/etag", kind: CacheHeader, detail: "ETag"},
		"hono/etag":              {library: "Hono", kind: CacheHeader, detail: "ETag"},
		"hono/cache":             {library: "Hono", kind: CachePage, detail: "cache middleware"},
		"nitropack":              {library: "Nitro", names: nitroNames},
		"nitropack/runtime":      {library: "Nitro", names: nitroNames},
		"#imports":               {library: "Nitro", names: nitroNames},
		"@cacheable/node-cache":  {library: "node-cache", names: both(made(""), made("NodeCache"), reads("*.get"), writes("*.set"))},
		"type-graphql-cache":     {library: "type-graphql", kind: CacheFunction},
		"@apollo/cache-control":  {library: "Apollo", kind: CacheHeader},
		"apollo-cache-control":   {library: "Apollo", kind: CacheHeader},
		"@medusajs/cache-redis":  {library: "Medusa", kind: CacheLibrary},
		"@medusajs/cache-memory": {library: "Medusa", kind: CacheLibrary},
	},
	python: {
		"functools":                       {library: "functools", names: each(row{kind: CacheFunction, look: memoised}, "lru_cache", "cache")},
		"cachetools":                      {library: "cachetools", names: both(made("TTLCache"), made("LRUCache"), made("LFUCache"), each(row{kind: CacheFunction}, "cached", "cachedmethod", "func.ttl_cache", "func.lru_cache"))},
		"async_lru":                       {library: "async-lru", names: each(row{kind: CacheFunction, look: memoised}, "alru_cache")},
		"django.core.cache":               {library: "Django", names: both(reads("cache.get", "cache.get_or_set", "cache.get_many", "cache.aget", "*.get", "*.get_or_set"), writesBy(djangoSet, "cache.set", "cache.set_many", "cache.aset", "cache.add", "*.set"))},
		"django.views.decorators.cache":   {library: "Django", names: both(each(row{kind: CacheFunction}, "cache_page"), each(row{kind: CacheHeader, look: cacheControl}, "cache_control"))},
		"django.views.decorators.http":    {library: "Django", names: each(row{kind: CacheHeader, detail: "ETag"}, "condition", "etag", "last_modified", "conditional_page")},
		"django.utils.cache":              {library: "Django", names: each(row{kind: CacheHeader}, "patch_cache_control", "patch_response_headers")},
		"django.templatetags.cache":       {library: "Django", kind: CacheFunction},
		"flask_caching":                   {library: "Flask-Caching", names: both(made("Cache"), each(row{kind: CacheFunction}, "*.cached", "*.memoize"), reads("*.get"), writes("*.set"))},
		"aiocache":                        {library: "aiocache", names: both(made("Cache"), made("SimpleMemoryCache"), each(row{kind: CacheFunction}, "cached", "cached_stampede", "multi_cached"), reads("*.get"), writes("*.set"))},
		"fastapi_cache":                   {library: "fastapi-cache", names: both(made("FastAPICache.init"), each(row{kind: CacheFunction}, "decorator.cache"))},
		"cashews":                         {library: "cashews", names: both(made("cache.setup"), each(row{kind: CacheFunction}, "cache"), reads("*.get"), writes("*.set"))},
		"dogpile.cache":                   {library: "dogpile.cache", names: both(made("make_region"), each(row{kind: CacheFunction}, "*.cache_on_arguments"), reads("*.get", "*.get_or_create"), writes("*.set"))},
		"diskcache":                       {library: "diskcache", names: both(made("Cache"), made("FanoutCache"), each(row{kind: CacheFunction}, "*.memoize"), reads("*.get"), writes("*.set"))},
		"pymemcache":                      {library: "pymemcache", names: both(made("*.Client"), made("*.PooledClient"), made("*.HashClient"), reads("*.get"), writes("*.set"))},
		"pylibmc":                         {library: "pylibmc", names: both(made("Client"), reads("*.get"), writes("*.set"))},
		"memcache":                        {library: "python-memcached", names: both(made("Client"), reads("*.get"), writes("*.set"))},
		"cachelib":                        {library: "cachelib", names: both(made("*.RedisCache"), made("*.SimpleCache"), reads("*.get"), writes("*.set"))},
		"cacheops":                        {library: "django-cacheops", names: each(row{kind: CacheFunction}, "cached", "cached_as", "cached_view")},
		"wagtailcache":                    {library: "wagtail-cache", kind: CachePage},
		"rest_framework_extensions.cache": {library: "drf-extensions", kind: CacheFunction},
		"whitenoise":                      {library: "WhiteNoise", kind: CacheHeader, detail: "static files"},
		"starlette_caches":                {library: "starlette-caches", kind: CachePage},
		"asgi_caches":                     {library: "asgi-caches", kind: CachePage},
		"requests_cache":                  {library: "requests-cache", kind: CacheLibrary},
		"graphene_django_cache":           {library: "graphene-django", kind: CacheFunction},
		"strawberry.extensions":           {library: "Strawberry", names: each(row{kind: CacheLibrary, detail: "parsed queries"}, "ParserCache", "ValidationCache")},
		"sanic_caching":                   {library: "sanic-caching", kind: CacheLibrary},
	},
	golang: {
		"github.com/golang/groupcache":                        {library: "groupcache", names: both(made("NewGroup"), made("lru.New"), reads("*.Get"), writes("*.Add"))},
		"github.com/dgraph-io/ristretto":                      {library: "ristretto", names: both(made("NewCache"), reads("*.Get"), writes("*.Set", "*.SetWithTTL"))},
		"github.com/allegro/bigcache":                         {library: "bigcache", names: both(made("New"), made("NewBigCache"), reads("*.Get"), writes("*.Set"))},
		"github.com/coocood/freecache":                        {library: "freecache", names: both(made("NewCache"), reads("*.Get"), writes("*.Set"))},
		"github.com/patrickmn/go-cache":                       {library: "go-cache", names: both(made("New"), reads("*.Get"), writes("*.Set", "*.SetDefault"))},
		"github.com/hashicorp/golang-lru":                     {library: "golang-lru", names: both(made("New"), made("NewLRU"), made("NewARC"), made("New2Q"), made("NewWithEvict"), made("expirable.NewLRU"), reads("*.Get"), writes("*.Add"))},
		"github.com/jellydator/ttlcache":                      {library: "ttlcache", names: both(made("New"), made("NewCache"), reads("*.Get", "*.GetOrSet"), writes("*.Set"))},
		"github.com/eko/gocache":                              {library: "gocache", names: both(made("cache.New"), made("New"), reads("*.Get"), writes("*.Set"))},
		"github.com/maypok86/otter":                           {library: "otter", names: both(made("*.Build"), made("New"), made("Must"), reads("*.Get"), writes("*.Set"))},
		"github.com/viccon/sturdyc":                           {library: "sturdyc", names: both(made("New"), reads("*.Get", "*.GetOrFetch"), writes("*.Set"))},
		"github.com/bradfitz/gomemcache":                      {library: "gomemcache", names: both(made("memcache.New"), reads("*.Get", "*.GetMulti"), writes("*.Set", "*.Add"))},
		"github.com/go-redis/cache":                           {library: "go-redis/cache", names: both(made("New"), reads("*.Get", "*.Once"), writes("*.Set"))},
		"github.com/djherbis/fscache":                         {library: "fscache", names: both(made("New"), made("NewCache"), made("NewCacheWithHaunter"), reads("*.Get"))},
		"github.com/segmentfault/pacman/cache":                {library: "pacman/cache", names: both(reads("*.GetString", "*.GetInt64"), writes("*.SetString", "*.SetInt64"))},
		"github.com/segmentfault/pacman/contrib/cache/memory": {library: "pacman/cache", names: made("NewCache")},
		"github.com/flamego/cache":                            {library: "flamego/cache", names: both(made("Cacher"), reads("*.Get"), writes("*.Set"))},
		"github.com/go-macaron/cache":                         {library: "macaron/cache", names: both(made("Cacher"), reads("*.Get"), writes("*.Put"))},
		"github.com/gin-contrib/cache":                        {library: "gin-contrib/cache", names: both(made("persistence.NewRedisCache"), made("persistence.NewInMemoryStore"), each(row{kind: CacheFunction}, "CachePage", "CachePageAtomic", "SiteCache"))},
		"github.com/chenyahui/gin-cache":                      {library: "gin-cache", names: each(row{kind: CacheFunction}, "CacheByRequestURI", "CacheByRequestPath", "Cache")},
		"github.com/victorspringer/http-cache":                {library: "http-cache", names: each(row{kind: CacheFunction}, "NewClient")},
		"github.com/gofiber/fiber":                            {library: "fiber", names: map[string]row{"middleware.cache.New": {kind: CacheFunction}, "middleware.etag.New": {kind: CacheHeader, detail: "ETag"}}},
		"github.com/go-http-utils/etag":                       {library: "go-http-utils/etag", kind: CacheHeader, detail: "ETag"},
	},
}

// nitroNames are the functions by which Nitro, Nuxt's server, keeps answers
// (https://nitro.build/guide/cache).
var nitroNames = each(row{kind: CachePage, detail: "Nitro"}, "defineCachedEventHandler", "cachedEventHandler", "defineCachedFunction", "cachedFunction")

func made(names ...string) map[string]row   { return each(row{kind: CacheLibrary}, names...) }
func reads(names ...string) map[string]row  { return each(row{kind: CacheRead}, names...) }
func writes(names ...string) map[string]row { return each(row{kind: CacheWrite}, names...) }

func writesBy(look func(use, *Sign) bool, names ...string) map[string]row {
	return each(row{kind: CacheWrite, look: look}, names...)
}

// memoised looks at functools.lru_cache: on a function without parameters it makes
// a single object, such as the settings, and caches nothing.
func memoised(u use, sign *Sign) bool {
	for _, one := range u.function.Decorators {
		if one.Range().Start <= u.at.Start && u.at.End <= one.Range().End {
			return len(u.function.Params) > 0
		}
	}
	return true
}

// djangoSet looks at Django's cache.set: a time-out of None keeps the value for good
// (https://docs.djangoproject.com/en/stable/topics/cache/#basic-usage).
func djangoSet(u use, sign *Sign) bool {
	timeout := u.keyword("timeout")
	if timeout == nil {
		timeout = u.argument(2)
	}
	if literal, ok := timeout.(*program.Literal); ok && literal.Kind == program.LiteralNothing {
		sign.Detail = NoExpiry
	}
	return true
}

// maxAge looks at a server of static files: it lets them be cached where it is told
// for how long.
func maxAge(u use, sign *Sign) bool {
	value := u.keyword("maxAge", "maxage", "immutable", "setHeaders", "cacheControl")
	if value == nil {
		return false
	}
	sign.Detail = "static files"
	return true
}

// cacheControl looks at Django's cache_control(public=True, max_age=3600).
func cacheControl(u use, sign *Sign) bool {
	var parts []string
	for _, one := range u.call0() {
		if one.Name != "" {
			parts = append(parts, strings.ReplaceAll(one.Name, "_", "-"))
		}
	}
	sign.Detail = strings.Join(parts, ", ")
	return caching(sign.Detail)
}

func (u use) call0() []program.Argument {
	if u.call == nil {
		return nil
	}
	return u.call.Arguments
}

var (
	// cacheName matches what people call a cache, or a store that serves as one.
	cacheName = regex.New(`(?i)(?:^|[^a-z])(?:redis|valkey|memcached?)|cache(?:[sr]|client|service|manager|store|helper|provider|repository)?(?:$|[^a-z])`)
	// noCache matches what is called a cache and is none of the server's: a
	// browser's, an Apollo client's, a query cache of a user interface.
	noCache    = regex.New(`(?i)apollo|inmemorycache|querycache|queryclient|@tanstack|react-query|^caches$|typecache`)
	readNames  = set("get mget getmany getdata getor getorset getdataorset wrap remember hget hgetall getex getorload getmulti getstring getint64 getbytes")
	writeNames = set("set setex psetex setmany mset setdata setwithttl hset setstring setint64")
)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		all[word] = true
	}
	return all
}

// readCache finds caches by the names that people give to them, where the library
// behind them is in another file.
func (u use) readCache() {
	name := strings.ReplaceAll(strings.ToLower(u.name), "_", "")
	reading, writing := readNames[name], writeNames[name]
	if !reading && !writing || u.call == nil || u.fromKnown() {
		return
	}
	receiver := receiverOf(u.origin)
	if receiver == "" || !cacheName.MatchString(receiver) || noCache.MatchString(u.origin) {
		return
	}
	switch {
	case reading && len(u.call.Arguments) > 0:
		u.count(Sign{Kind: CacheRead})
	case writing && len(u.call.Arguments) > 1:
		u.count(Sign{Kind: CacheWrite})
	}
}

// fromKnown reports whether the call is of a module of the tables.
func (u use) fromKnown() bool {
	for _, one := range u.known {
		if rest, ok := strings.CutPrefix(u.origin, one.prefix); ok && rest != "" && (rest[0] == '.' || rest[0] == '(') && one.module.library != "" {
			return true
		}
	}
	return false
}

// receiverOf returns the last two names of what a method is called on:
// "redis.defaultClient" of "@server/storage/redis.defaultClient.get".
func receiverOf(origin string) string {
	path := plain(origin)
	names := strings.Split(path, ".")
	if len(names) < 2 {
		return ""
	}
	names = names[max(len(names)-3, 0) : len(names)-1]
	names[0] = names[0][strings.LastIndexByte(names[0], '/')+1:]
	return strings.Join(names, ".")
}
