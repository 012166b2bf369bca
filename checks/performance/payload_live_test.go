package performance_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/performance"
)

const orderSchema = `openapi: 3.0.3
paths:
  /orders:
    get:
      parameters: [{in: query, name: pageSize}]
      responses: {"200": {content: {application/json: {schema: {type: array, items: {type: object, properties: {id: {type: integer}, state: {type: string}, token: {type: string}}}}}}}}
`

func TestAnswersOfStaging(t *testing.T) {
	t.Parallel()
	app := map[string]string{"src/app.js": server + "app.get('/orders/:id', one)\n"}
	described := map[string]string{"src/app.js": server, "openapi.yaml": orderSchema}
	orders := func(body string) map[string]http.HandlerFunc {
		return map[string]http.HandlerFunc{"/orders": said(body)}
	}
	order := `{"id":%d,"state":"open","created_at":"2026-11-01"}`
	judgeLive(t, item("payload", true), performance.NewPayload(projecttest.Reader(t)), map[string]liveCase{
		"what is needed":                       {files: app, serve: orders(`[{"id":1,"state":"open"}]`), verdict: checks.Pass, says: "E4 supports read 1 answer of JSON with 2 fields; 0 of 1 list has"},
		"an element by what its list names":    {files: app, serve: map[string]http.HandlerFunc{"/orders": said(`[{"id":71}]`), "/orders/71": said(`{"id":71,"passwordHash":"$2b$10$abcdefghijklmnopqrstuvabcdefghijklmnopqrstuvabcdefghi"}`)}, verdict: checks.Fail, findings: "error payload.live-secret", says: "`GET /orders/{id}` (`src/app.js:4`) sends the hash of a password (bcrypt): `passwordHash`", not: "$2b$"},
		"a password":                           {files: app, serve: orders(`{"users":[{"name":"Ann","password":"hunter2!"}]}`), verdict: checks.Fail, findings: "error payload.live-secret", says: "`users[].password`", not: "hunter2"},
		"a number of an insurance":             {files: app, serve: orders(`{"ssn":"123-45-6789"}`), verdict: checks.Fail, findings: "error payload.live-secret", not: "123-45"},
		"a hash under another name":            {files: app, serve: orders(`{"value":"pbkdf2_sha256$260000$abc$def"}`), verdict: checks.Fail, findings: "error payload.live-secret", says: "PBKDF2"},
		"a private key":                        {files: app, serve: orders(`{"pem":"-----BEGIN RSA PRIVATE KEY-----\nMIIE"}`), verdict: checks.Fail, findings: "error payload.live-secret"},
		"a password that is null":              {files: app, serve: orders(`{"id":1,"password":null,"salt":"","reset_token":false}`), verdict: checks.Pass},
		"a password that is taken out":         {files: app, serve: orders(`{"password":"********","ssn":"xxx-xx-6789","clientSecret":"[REDACTED]"}`), verdict: checks.Pass},
		"labels of a form":                     {files: app, serve: orders(`{"password":"Password","translations":{"password":"Mot2passe"},"private_key":"Your private key"}`), verdict: checks.Pass},
		"a word that may be one":               {files: app, serve: orders(`{"password":"Passwort"}`), verdict: checks.Warn, findings: "warning payload.live-inside"},
		"a document that describes an API":     {files: app, serve: orders(`{"openapi":"3.0.0","password":"hunter2!"}`), verdict: checks.Unknown, says: "none answered with JSON"},
		"tokens of pages":                      {files: app, serve: orders(`{"nextPageToken":"abc123","items":[{"id":1}],"csrfToken":"a1"}`), verdict: checks.Pass},
		"a token":                              {files: app, serve: orders(`{"id":1,"accessToken":"abcdef123456"}`), verdict: checks.Warn, findings: "warning payload.live-inside"},
		"what the schema names may be a token": {files: described, serve: orders(`[{"id":1,"token":"abcdef123456"}]`), verdict: checks.Pass, says: "1 against its schema"},
		"what a thing costs the seller":        {files: app, serve: orders(`[{"price":12,"cost":7}]`), verdict: checks.Warn, findings: "warning payload.live-inside"},
		"what sending costs":                   {files: app, serve: orders(`[{"name":"express","cost":7}]`), verdict: checks.Pass},
		"it is the product":                    {files: map[string]string{"src/app.js": "const express = require('express')\nconst app = express()\n// golive-allow payload: the key is shown once to who made it\napp.get('/orders', list)\n"}, serve: orders(`{"clientSecret":"abc123def456"}`), verdict: checks.Pass},

		"fields that no schema names":      {files: described, serve: orders(`[{"id":1,"state":"open","margin_note":"x","customer":{"email":"a@b.example"}}]`), verdict: checks.Warn, findings: "warning payload.live-undeclared", says: "2 fields that its OpenAPI schema does not name: `[].margin_note`, `[].customer`"},
		"fields that the schema names":     {files: described, serve: orders(`[{"id":1,"state":"open"}]`), verdict: checks.Pass},
		"described and not in the code":    {files: map[string]string{"src/app.js": server, "openapi.yaml": strings.ReplaceAll(orderSchema, "/orders", "/bills")}, serve: map[string]http.HandlerFunc{"/bills": said(`[{"id":1,"secretNote":"x"}]`), "/orders": said(`[]`)}, verdict: checks.Warn, findings: "warning payload.live-undeclared", says: "(`openapi.yaml:4`)"},
		"a schema that says nothing of it": {files: map[string]string{"src/app.js": server, "openapi.yaml": "openapi: 3.0.3\npaths: {/orders: {get: {responses: {'200': {content: {application/json: {schema: {type: object}}}}}}}}\n"}, serve: orders(`[{"id":1,"x":2}]`), verdict: checks.Pass},

		"a list without an end":              {files: app, serve: orders(listed(150, order)), verdict: checks.Fail, findings: "error payload.live-unbounded", says: "a list of 150 elements, and as many with `?limit=2`"},
		"a list in an envelope":              {files: app, serve: orders(`{"data":` + listed(150, order) + `}`), verdict: checks.Fail, findings: "error payload.live-unbounded"},
		"one that ends by a limit":           {files: app, serve: map[string]http.HandlerFunc{"/orders": limited("limit", 50, order)}, verdict: checks.Pass, says: "1 of 1 list has pages or a limit that is honoured"},
		"by the limit that a document names": {files: described, serve: map[string]http.HandlerFunc{"/orders": limited("pageSize", 60, `{"id":%d,"state":"open"}`)}, verdict: checks.Pass, says: "1 of 1 list has pages"},
		"a limit without a default":          {files: app, serve: map[string]http.HandlerFunc{"/orders": limited("limit", 150, order)}, verdict: checks.Warn, findings: "warning payload.live-unbounded", says: "where nobody asks for fewer"},
		"a page of a longer list":            {files: app, serve: orders(`{"total":900,"next":"/orders?page=2","items":` + listed(150, order) + `}`), verdict: checks.Pass},
		"a page by its header": {files: app, serve: map[string]http.HandlerFunc{"/orders": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Link", `</orders?page=2>; rel="next"`)
			said(listed(150, order))(w, r)
		}}, verdict: checks.Pass},
		"all countries":                      {files: map[string]string{"src/app.js": "const express = require('express')\nconst app = express()\napp.get('/api/countries', list)\n"}, serve: map[string]http.HandlerFunc{"/api/countries": said(listed(249, `{"id":%d,"code":"DE"}`))}, verdict: checks.Pass},
		"names without a number":             {files: app, serve: orders(listed(150, `{"name":"x%d"}`)), verdict: checks.Warn, findings: "warning payload.live-unbounded"},
		"numbers of a chart":                 {files: app, serve: orders(`{"points":` + listed(500, `%d`) + `}`), verdict: checks.Pass},
		"a long answer":                      {files: app, serve: orders(`{"text":"` + strings.Repeat("all work ", 20000) + `"}`), verdict: checks.Warn, findings: "warning payload.live-compression\nwarning payload.live-size", says: "175 KB"},
		"a long answer, compressed":          {files: app, serve: map[string]http.HandlerFunc{"/orders": packedAnswer(`{"text":"` + strings.Repeat("word ", 600) + `"}`)}, verdict: checks.Pass, says: "the longest answer is compressed (`gzip`)"},
		"an answer without an end":           {files: app, serve: map[string]http.HandlerFunc{"/orders": endless}, verdict: checks.Fail, findings: "error payload.live-unbounded\nwarning payload.live-compression\nwarning payload.live-size", says: "more than 1024 KB"},
		"nested without an end":              {files: app, serve: orders(strings.Repeat(`{"a":[`, 50000)), verdict: checks.Warn, findings: "warning payload.live-compression\nwarning payload.live-size"},
		"every route asks who asks":          {files: app, serve: map[string]http.HandlerFunc{"/orders": answer(401, "application/json", `{}`), "/orders/1": answer(403, "application/json", `{}`)}, verdict: checks.Unknown, says: "each of 2 routes that answer GET asks who asks"},
		"most of them do":                    {files: map[string]string{"src/app.js": server + "app.get('/a', a)\napp.get('/b', a)\n"}, serve: map[string]http.HandlerFunc{"/orders": said(`[]`), "/a": answer(401, "application/json", `{}`), "/b": answer(401, "application/json", `{}`)}, verdict: checks.Unknown, says: "2 of 3 routes that answer GET ask who asks"},
		"pages alone":                        {files: app, serve: map[string]http.HandlerFunc{"/orders": answer(200, "text/html", "<h1>Orders</h1>")}, verdict: checks.Unknown, says: "none answered with JSON"},
		"broken":                             {files: app, serve: map[string]http.HandlerFunc{"/orders": answer(500, "application/json", `{"password":"hunter2!"}`), "/orders/1": answer(500, "application/json", `{}`)}, verdict: checks.Unknown, says: "Internal Server Error"},
		"of a version nobody knows":          {files: app, serve: orders(`[{"password":"hunter2!"}]`), deployed: &checks.Deployed{}, verdict: checks.Warn, findings: "warning payload.live-secret", says: "as staging is now"},
		"what may do something is not asked": {files: map[string]string{"src/app.js": server + "app.get('/orders/cancel', cancel)\napp.get('/logout', out)\n"}, serve: map[string]http.HandlerFunc{"/orders": said(`[]`), "/orders/cancel": said(`{"password":"hunter2!"}`), "/logout": said(`{"password":"hunter2!"}`)}, verdict: checks.Pass},
		"a library":                          {files: map[string]string{"src/add.js": library}, serve: orders(`[]`), verdict: checks.NotApplicable},
	})
}

func packedAnswer(body string) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		if strings.Contains(request.Header.Get("Accept-Encoding"), "br") { // who asked by hand looks at nothing else
			writer.Header().Set("Content-Encoding", "gzip")
		}
		said(body)(writer, request)
	}
}

// endless answers with elements as long as anybody reads.
func endless(writer http.ResponseWriter, request *http.Request) {
	writer.Header().Set("Content-Type", "application/json")
	_, err := fmt.Fprint(writer, "[")
	for number := 0; err == nil && request.Context().Err() == nil; number++ {
		_, err = fmt.Fprintf(writer, `{"id":%d,"created_at":"2026-11-01"},`, number)
	}
}

func TestDepthOfGraphQL(t *testing.T) {
	t.Parallel()
	app := map[string]string{"src/app.ts": "import express from 'express'\nimport { ApolloServer } from '@apollo/server'\nnew ApolloServer({ schema })\nconst app = express()\napp.get('/orders', list)\n"}
	const circle = `{"name":"Query","fields":[{"name":"user","args":[{"type":{"kind":"NON_NULL"}}],"type":{"kind":"OBJECT","name":"User"}},{"name":"me","args":[],"type":{"kind":"OBJECT","name":"User"}}]},{"name":"User","fields":[{"name":"orders","args":[],"type":{"kind":"NON_NULL","ofType":{"kind":"LIST","ofType":{"kind":"OBJECT","name":"Order"}}}}]},{"name":"Order","fields":[{"name":"owner","args":[],"type":{"kind":"OBJECT","name":"User"}}]}`
	const line = `{"name":"Query","fields":[{"name":"me","args":[],"type":{"kind":"OBJECT","name":"User"}}]},{"name":"User","fields":[{"name":"name","args":[],"type":{"kind":"SCALAR","name":"String"}}]}`
	graph := func(types, deep string) map[string]http.HandlerFunc {
		return map[string]http.HandlerFunc{"/orders": said(`[]`), "/graphql": func(w http.ResponseWriter, r *http.Request) {
			query := r.URL.Query().Get("query")
			switch {
			case query == "{__typename}":
				said(`{"data":{"__typename":"Query"}}`)(w, r)
			case strings.Contains(query, "__schema"):
				said(types)(w, r)
			case strings.Count(query, "{") > 14 && strings.HasPrefix(query, "{__typename me @skip(if:true){orders{owner{orders{"):
				said(deep)(w, r)
			default:
				answer(400, "application/json", `{"errors":[{"message":"Syntax Error"}]}`)(w, r)
			}
		}}
	}
	told := func(types string) string {
		return `{"data":{"__schema":{"queryType":{"name":"Query"},"types":[` + types + `]}}}`
	}
	const refused = `{"errors":[{"message":"'' exceeds maximum operation depth of 8"}]}`
	judgeLive(t, item("payload", true), performance.NewPayload(projecttest.Reader(t)), map[string]liveCase{
		"any depth":                      {files: app, serve: graph(told(circle), `{"data":{"__typename":"Query"}}`), verdict: checks.Warn, findings: "warning payload.live-graphql", says: "takes a query of depth 15"},
		"a bound":                        {files: app, serve: graph(told(circle), refused), verdict: checks.Pass, says: "`GET /graphql` refuses a query of depth 15"},
		"refused for another reason":     {files: app, serve: graph(told(circle), `{"errors":[{"message":"no"}]}`), verdict: checks.Warn, says: "in a way that tells nothing"},
		"no circle in the schema":        {files: app, serve: graph(told(line), ""), verdict: checks.Warn, says: "leads nowhere in a circle"},
		"the schema is not told":         {files: app, serve: graph(`{"errors":[{"message":"introspection is not allowed"}]}`, ""), verdict: checks.Warn, says: "the schema is not told"},
		"the question itself is refused": {files: app, serve: graph(refused, ""), verdict: checks.Pass, says: "refuses a query of depth 15"},
		"by POST alone":                  {files: app, serve: map[string]http.HandlerFunc{"/orders": said(`[]`), "/graphql": answer(405, "text/plain", "")}, verdict: checks.Warn, says: "golive sends nothing else"},
	})
}
