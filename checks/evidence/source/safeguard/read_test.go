package safeguard_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/safeguard"
)

// signs writes what a file tells, one sign a line.
func signs(t testing.TB, language, code string) string {
	t.Helper()
	file, err := lowering.Parse(language, []byte(code))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, one := range safeguard.Read(file).Signs {
		line := fmt.Sprintf("%d %s", one.Line, one.Kind)
		for _, word := range []string{one.Library, one.Name, one.Detail} {
			if word != "" {
				line += " " + word
			}
		}
		if len(one.Lacks) > 0 {
			line += " lacks " + strings.Join(one.Lacks, ",")
		}
		if len(one.Denied) > 0 {
			line += " denied"
		}
		if one.Credentials {
			line += " credentials"
		}
		if one.Guarded {
			line += " guarded"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestSafeguards(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ language, code, want string }{
		"helmet and what it is told to leave out": {"JavaScript", "const helmet = require('helmet')\napp.use(helmet({ contentSecurityPolicy: false, hsts: { maxAge: 1 } }))\n", "2 headers helmet lacks content-security-policy"},
		"helmet of Fastify and Koa": {"TypeScript", "import helmet from '@fastify/helmet'\nimport koa from 'koa-helmet'\napp.register(helmet, { contentSecurityPolicy: false })\nserver.use(koa())\nawait app.register(import('@fastify/helmet'))\n",
			"3 headers @fastify/helmet lacks content-security-policy\n4 headers koa-helmet\n5 headers @fastify/helmet"},
		"a header by hand":                   {"JavaScript", "app.use((req, res, next) => { res.setHeader('X-Frame-Options', 'DENY'); res.set({ 'Referrer-Policy': 'no-referrer' }); res.set('Content-Type', 'x') })\n", "1 header x-frame-options DENY\n1 header referrer-policy no-referrer"},
		"headers of Next.js":                 {"JavaScript", "const config = { headers: async () => [{ source: '/(.*)', headers: [{ key: 'Strict-Transport-Security', value: 'max-age=1' }] }], productionBrowserSourceMaps: true }\n", "1 door Next.js source maps productionBrowserSourceMaps: true\n1 header strict-transport-security max-age=1"},
		"everybody may ask, without cookies": {"JavaScript", "const cors = require('cors')\napp.use(cors())\napp.use(cors({ origin: '*' }))\n", "2 cors cors any\n3 cors cors any"},
		"everybody may ask, with cookies": {"JavaScript", "const cors = require('cors')\napp.use(cors({ origin: true, credentials: true }))\napp.use(cors({ origin: (origin, done) => done(null, true), credentials: true }))\napp.enableCors({ origin: true, credentials: true })\n",
			"2 cors cors reflected credentials\n3 cors cors reflected credentials\n4 cors @nestjs/common reflected credentials"},
		"some may ask": {"TypeScript", "import cors from 'cors'\napp.use(cors({ origin: ['https://shop.test'], credentials: true }))\napp.use(cors({ origin: process.env.ORIGIN, credentials: true }))\napp.use(cors(options))\napp.use(cors({ origin: (origin, done) => { if (known.has(origin)) return done(null, true); done(new Error('no')) } }))\n",
			"2 cors cors listed credentials\n3 cors cors credentials\n4 cors cors\n5 cors cors"},
		"the origin repeated by hand": {"JavaScript", "app.use((req, res, next) => { res.header('Access-Control-Allow-Origin', req.headers.origin); res.header('Access-Control-Allow-Credentials', 'true') })\n", "1 header access-control-allow-origin reflected\n1 header access-control-allow-credentials true"},
		"cookies of Express": {"JavaScript", "const session = require('express-session')\napp.use(session({ secret: s, cookie: { secure: false } }))\napp.use(session({ secret: s, cookie: { secure: process.env.NODE_ENV === 'production' } }))\nres.cookie('token', token)\nres.cookie('token', token, { httpOnly: true, secure: true })\nres.cookie('token', token, options)\nres.cookie('theme', 'dark')\nres.cookie('token', '', {})\nres.cookie('token', t, { ...base, httpOnly: false })\n",
			"2 cookie express-session connect.sid lacks Secure denied\n3 cookie express-session connect.sid\n4 cookie express token lacks Secure,HttpOnly\n5 cookie express token\n9 cookie express token lacks HttpOnly denied"},
		"limits":                     {"TypeScript", "import rateLimit from 'express-rate-limit'\nimport { RateLimiterRedis } from 'rate-limiter-flexible'\napp.use(rateLimit({ max: 10, keyGenerator: (req) => req.headers['x-forwarded-for'] }))\nconst l = new RateLimiterRedis({})\napp.register(import('@fastify/rate-limit'), { max: 1 })\n", "3 limiter express-rate-limit x-forwarded-for\n4 limiter rate-limiter-flexible\n5 limiter @fastify/rate-limit"},
		"whom proxies speak of":      {"JavaScript", "app.set('trust proxy', true)\napp.set('trust proxy', 1)\napp.set('view engine', 'pug')\n", "1 trust express trust proxy all\n2 trust express trust proxy"},
		"doors":                      {"TypeScript", "import { SwaggerModule } from '@nestjs/swagger'\nimport { ApolloServer } from '@apollo/server'\nimport { createBullBoard } from '@bull-board/api'\nif (process.env.NODE_ENV !== 'production') SwaggerModule.setup('docs', app, doc)\nSwaggerModule.setup('docs', app, doc)\nnew ApolloServer({ schema, introspection: true })\nnew ApolloServer({ schema })\ncreateBullBoard({ queues })\n", "4 door @nestjs/swagger API documentation guarded\n5 door @nestjs/swagger API documentation\n6 door Apollo Server GraphQL introspection introspection: true\n8 door bull-board queue dashboard"},
		"the program's own folder":   {"JavaScript", "const express = require('express')\napp.use(express.static('public'))\napp.use(express.static(__dirname))\napp.use(express.static('.'))\napp.use(express.static(__dirname + '/public'))\n", "3 door express files __dirname\n4 door express files ."},
		"settings of Django":         {"Python", "MIDDLEWARE = ['django.middleware.security.SecurityMiddleware', 'csp.middleware.CSPMiddleware']\nSECURE_HSTS_SECONDS = 31536000\nSESSION_COOKIE_SECURE = False\nCORS_ALLOW_ALL_ORIGINS = True\nALLOWED_HOSTS = ['*']\nSECURE_SSL_REDIRECT = env.bool('SSL')\nREST_FRAMEWORK = {'DEFAULT_THROTTLE_RATES': {'anon': '1/m'}}\n", "1 headers Django\n1 header django-csp content-security-policy\n2 setting SECURE_HSTS_SECONDS 31536000\n3 setting SESSION_COOKIE_SECURE False\n4 setting CORS_ALLOW_ALL_ORIGINS True\n5 setting ALLOWED_HOSTS *\n6 setting SECURE_SSL_REDIRECT\n7 setting DEFAULT_THROTTLE_RATES set"},
		"origins in Python":          {"Python", "from flask_cors import CORS\nfrom fastapi.middleware.cors import CORSMiddleware\nCORS(app, supports_credentials=True)\nCORS(app, origins=['https://a.test'])\napp.add_middleware(CORSMiddleware, allow_origins=['*'], allow_credentials=True)\napp.add_middleware(CORSMiddleware, allow_origins=settings.origins, allow_credentials=True)\n", "3 cors flask-cors reflected credentials\n4 cors flask-cors listed\n5 cors FastAPI reflected credentials\n6 cors FastAPI credentials"},
		"headers and cookies, Flask": {"Python", "from flask_talisman import Talisman\nTalisman(app, content_security_policy=None)\ndef f(response):\n    response.set_cookie('session', v)\n    response.set_cookie('session', v, secure=True, httponly=True)\n    response.headers['X-Frame-Options'] = 'DENY'\n    response.set_cookie(key='access_token', value=v, httponly=True, secure=False)\n", "2 headers flask-talisman lacks content-security-policy\n4 cookie session lacks Secure,HttpOnly\n5 cookie session\n6 header x-frame-options DENY\n7 cookie access_token lacks Secure denied"},
		"limits in Python":           {"Python", "from slowapi import Limiter\nfrom flask_limiter import Limiter as L\nlimiter = Limiter(key_func=get_remote_address)\nl = L(app)\nINSTALLED_APPS = ['axes']\n", "3 limiter slowapi\n4 limiter flask-limiter\n5 limiter django-axes signing in"},
		"Go's profiler and mux":      {"Go", "package main\n\nimport (\n\t\"net/http\"\n\t_ \"net/http/pprof\"\n)\n\nfunc main() {\n\thttp.ListenAndServe(\":8080\", nil)\n\thttp.ListenAndServe(\"localhost:6060\", nil)\n\thttp.ListenAndServe(\":80\", mux)\n}\n", "5 door net/http/pprof profiler\n9 listens net/http default :8080\n10 listens net/http default localhost:6060\n11 listens net/http :80"},
		"cookies of Go":              {"Go", "package main\n\nimport (\n\t\"net/http\"\n\t\"github.com/gin-gonic/gin\"\n)\n\nfunc f(c *gin.Context, w http.ResponseWriter) {\n\thttp.SetCookie(w, &http.Cookie{Name: \"session_id\", Value: v})\n\thttp.SetCookie(w, &http.Cookie{Name: \"session_id\", Value: v, Secure: true, HttpOnly: true})\n\thttp.SetCookie(w, &http.Cookie{Name: \"session_id\", MaxAge: -1})\n\tc.SetCookie(\"token\", v, 60, \"/\", \"\", false, true)\n}\n", "9 cookie net/http session_id lacks Secure,HttpOnly\n10 cookie net/http session_id\n12 cookie gin token lacks Secure denied"},
		"headers and limits of Go":   {"Go", "package main\n\nimport (\n\t\"github.com/unrolled/secure\"\n\t\"github.com/labstack/echo/v4/middleware\"\n\t\"github.com/go-chi/httprate\"\n\t\"github.com/rs/cors\"\n)\n\nfunc main() {\n\tr.Use(secure.New(secure.Options{}).Handler)\n\te.Use(middleware.Secure())\n\tr.Use(httprate.LimitByIP(10, minute))\n\tcors.New(cors.Options{AllowOriginFunc: func(origin string) bool { return true }, AllowCredentials: true})\n\tw.Header().Set(\"X-Content-Type-Options\", \"nosniff\")\n}\n", "11 headers unrolled/secure\n12 headers echo lacks content-security-policy,strict-transport-security\n13 limiter httprate\n14 cors rs/cors reflected credentials\n15 header x-content-type-options nosniff"},
		"nothing of it":              {"Go", "package main\n\nfunc main() { m := map[string]string{}; m[\"a\"] = \"b\"; cache.Set(\"origin\", 1) }\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := signs(t, test.language, test.code); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}
