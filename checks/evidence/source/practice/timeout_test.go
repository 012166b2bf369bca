package practice_test

import "testing"

func TestWaitingWithoutALimit(t *testing.T) {
	t.Parallel()
	check(t, "Python", "wait", []example{
		{"import requests\nrequests.get(url)", "2 call requests.get"},
		{"import requests as r\nr.post(url, json=x, timeout=None)", "2 call r.post"},
		{"from requests import get\nget(url)", "2 call get"},
		{"import requests\ns = requests.Session()\ns.get(url)", "3 call s.get"},
		{"import urllib.request\nurllib.request.urlopen(url)", "2 call urllib.request.urlopen"},
		{"import requests\nrequests.get(url, timeout=5)\nrequests.get(url, **options)", ""},
		{"import requests\ns = requests.Session()\ns.mount('https://', Adapter())\ns.get(url)", ""},
		{"from urllib.request import urlopen\nurlopen(url, None, 5)", ""},
		{"import httpx\nhttpx.get(url)", ""},
	})
	check(t, "Go", "wait", []example{
		{"package p\nimport \"net/http\"\nfunc f() { http.Get(u) }", "3 call http.Get"},
		{"package p\nimport \"net/http\"\nvar c = &http.Client{Transport: t}", "3 call http.Client{}"},
		{"package p\nimport \"net/http\"\nfunc f() { s := &http.Server{Addr: a}; s.ListenAndServe() }", "3 server http.Server{}"},
		{"package p\nimport \"net/http\"\nfunc f() { http.ListenAndServe(a, nil) }", "3 server http.ListenAndServe"},
		{"package p\nimport \"net/http\"\nvar c = &http.Client{}\nfunc f() { r, _ := http.NewRequestWithContext(ctx, m, u, nil); c.Do(r) }", "3 call http.Client{} (context)"},
		{"package p\nimport \"net/http\"\nvar c = &http.Client{Timeout: t}\nfunc f() { s := &http.Server{}\ns.ReadHeaderTimeout = t\n}", ""},
		{"package p\nimport \"net/http\"\nvar s = http.Server{ReadTimeout: t}", ""},
	})
	check(t, "TypeScript", "wait", []example{
		{"import axios from 'axios';\nimport express from 'express';\naxios.post(url, data)", "3 call axios.post"},
		{"import axios from 'axios';\nimport 'express';\nconst client = axios.create({ baseURL });\nclient.get(url)", "3 call axios.create"},
		{"import express from 'express';\nfetch(url, { method: 'POST' })", "2 call fetch (fetch)"},
		{"import axios from 'axios';\nimport 'express';\naxios.defaults.timeout = 5000", "3 limit axios"},
		{"import axios from 'axios';\nimport 'express';\naxios.create({ timeout: 5000 }).get(url)", "3 limit axios.create"},
		{"import axios from 'axios';\nimport 'express';\naxios.get(url, { timeout: 5000 });\naxios.get(url, options);\naxios(config);\naxios.get(url, { ...options })", ""},
		{"import 'express';\nfetch(url, { signal })", ""},
		{"import { useState } from 'react';\nfetch(url)", ""},
		{"fetch(url)", ""},
	})
}

func TestInputWithoutABound(t *testing.T) {
	t.Parallel()
	check(t, "Go", "input", []example{
		{"package p\nimport (\"io\"; \"net/http\")\nfunc f(w http.ResponseWriter, r *http.Request) { io.ReadAll(r.Body) }", "3 body io.ReadAll"},
		{"package p\nimport (\"io\"; \"github.com/gin-gonic/gin\")\nfunc f(c *gin.Context) { io.ReadAll(c.Request.Body) }", "3 body io.ReadAll"},
		{"package p\nimport (\"io\"; \"net/http\")\nfunc f(w http.ResponseWriter, r *http.Request) { r.Body = http.MaxBytesReader(w, r.Body, 1); io.ReadAll(r.Body) }", ""},
		{"package p\nimport (\"io\"; \"net/http\")\nfunc f(r *http.Request) { io.ReadAll(r.Body) }", ""},
		{"package p\nimport \"github.com/gin-gonic/gin\"\nfunc f(c *gin.Context) { n, _ := strconv.Atoi(c.Query(\"limit\")); db.Limit(n) }", "3 page db.Limit (c.Query(\"limit\"))"},
		{"package p\nimport \"github.com/gin-gonic/gin\"\nfunc f(c *gin.Context) { n, _ := strconv.Atoi(c.Query(\"limit\")); if n > 100 { n = 100 }; db.Limit(n) }", ""},
	})
	check(t, "Python", "input", []example{
		{"from fastapi import UploadFile\nasync def f(file: UploadFile):\n  await file.read()", "3 upload file.read"},
		{"from fastapi import UploadFile\nasync def f(file: UploadFile):\n  await file.read(1024)", ""},
		{"from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef f(limit: int = 100): pass", "4 page limit: int = 100 (limit)"},
		{"from fastapi import FastAPI, Query\napp = FastAPI()\n@app.get('/')\ndef f(limit: int = Query(10, le=100)): pass", ""},
		{"from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef f(limit: int = 100):\n  limit = min(limit, 100)", ""},
		{"from flask import request\n@app.route('/')\ndef f():\n  q.limit(request.args.get('limit'))", "4 page q.limit (request.args.get('limit'))"},
	})
	check(t, "TypeScript", "input", []example{
		{"import multer from 'multer';\nmulter({ dest: 'uploads/' })", "2 upload multer"},
		{"import multer from 'multer';\nmulter({ dest, limits: { fileSize: 1 } });\nmulter(options)", ""},
		{"import express from 'express';\nexpress.json({ limit: '500mb' })", "2 body express.json (500mb)"},
		{"import express from 'express';\nexpress.json();\nexpress.json({ limit: '50mb' })", ""},
		{"app.post('/', (req, res) => { let body = ''; req.on('data', (c) => { body += c }) })", "1 body req.on"},
		{"app.post('/', (req, res) => { let body = ''; req.on('data', (c) => { body += c; if (body.length > 1e6) req.destroy() }) })", ""},
		{"app.get('/', (req, res) => { Order.findAll({ limit: Number(req.query.limit) }) })", "1 page Order.findAll (req.query.limit)"},
		{"app.get('/', (req, res) => { const { limit = 10 } = req.query; Order.find().limit(+limit) })", "1 page Order.find.limit (limit)"},
		{"app.get('/', (req, res) => { const limit = Math.min(Number(req.query.limit), 100); Order.find().limit(limit) })", ""},
		{"app.get('/', (req, res) => { Order.find().limit(20) })", ""},
	})
}

func TestQuestions(t *testing.T) {
	t.Parallel()
	check(t, "TypeScript", "ask", []example{
		{"async function refund(id) { const order = await prisma.order.findUnique({}); if (order.open) { await prisma.order.update({}); } }", "1 concurrent prisma.order.update({})"},
		{"async function refund(id) { await prisma.$transaction(async (tx) => { const o = await tx.order.findUnique({}); if (o) { await tx.order.update({}) } }) }", ""},
		{"async function f() { await prisma.order.create({}); await prisma.stock.update({}) }", "1 partial prisma.stock.update({})"},
		{"async function pay() { await stripe.charges.create({ amount }) }", "1 retry stripe.charges.create({ amount })"},
		{"async function pay() { await stripe.charges.create({ amount }, { idempotencyKey }) }", ""},
		{"function f(price) { return price * rate }", "1 money price * rate"},
		{"function f(width) { return total + width }", ""},
		{"async function f() { return (await db.find({}))[0].name }", "1 first (await db.find({}))[0]"},
		{"const average = (all) => sum / all.count", "1 division sum / all.count"},
		{"const average = (all) => all.count ? sum / all.count : 0", ""},
		{"function f(day) { day.setHours(0, 0, 0, 0) }", "1 time day.setHours(0, 0, 0, 0)"},
	})
	check(t, "Python", "ask", []example{
		{"import datetime\ndef f():\n  return datetime.datetime.now()", "3 time datetime.datetime.now()"},
		{"import datetime\ndef f():\n  return datetime.datetime.now(datetime.UTC)", ""},
		{"from pathlib import Path\ndef f():\n  return Path(a) / name", ""},
	})
}
