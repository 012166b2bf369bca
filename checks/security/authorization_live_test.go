package security_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/probe"
	"github.com/golive-app/golive/checks/evidence/source/project/projecttest"
	"github.com/golive-app/golive/checks/security"
)

// guardedSite lets roles in by their tokens: "METHOD path" to who may and what they get.
type guardedSite map[string]guardedRoute

type guardedRoute struct {
	may     string // tokens with a space between; "*": everybody who is known
	body    string
	refusal string // "status body"; empty: 403
}

func (s guardedSite) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	say := func(status int, body string) {
		writer.Header().Set("Content-Type", "application/json")
		writer.WriteHeader(status)
		_, _ = fmt.Fprint(writer, body)
	}
	one, found := s[request.Method+" "+request.URL.Path]
	token := strings.TrimPrefix(request.Header.Get("Authorization"), "Bearer ")
	switch {
	case !found && request.URL.Path == "/":
		writer.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprint(writer, shopPage)
	case !found:
		say(404, `{"error":"not found"}`)
	case token == "" && one.may != "everybody":
		say(401, `{"error":"who are you?"}`)
	case token == "ended":
		say(401, `{"error":"your token has ended"}`)
	case one.may == "*" || one.may == "everybody" || strings.Contains(" "+one.may+" ", " "+token+" "):
		say(200, strings.ReplaceAll(one.body, "TOKEN", token))
	case one.refusal != "":
		status, body, _ := strings.Cut(one.refusal, " ")
		number := 0
		_, _ = fmt.Sscan(status, &number)
		say(number, body)
	default:
		say(403, `{"error":"you may not"}`)
	}
}

func TestAuthorizationLive(t *testing.T) {
	t.Parallel()
	const app = "const express = require('express')\nconst { requireAuth, requireAdmin } = require('./auth')\nconst app = express()\n" +
		"app.get('/reports', requireAuth, requireAdmin, (req, res) => res.json([1]))\n" + // line 4
		"app.get('/orders/:id', requireAuth, (req, res) => res.json(orders.get(req.params.id)))\n" + // line 5
		"app.delete('/orders/:id', requireAuth, (req, res) => res.end())\n" // line 6
	const read = "const express = require('express')\nconst { requireAuth, requireAdmin } = require('./auth')\nconst app = express()\n" +
		"app.get('/reports', requireAuth, requireAdmin, (req, res) => res.json([1]))\n" +
		"app.get('/orders/:id', requireAuth, (req, res) => res.json(orders.get(req.params.id)))\n"
	const identities = "roles:\n  admin: {headers: {Authorization: 'Bearer ${secret:ADMIN}'}}\n  alice: {headers: {Authorization: 'Bearer ${secret:ALICE}'}}\n  bob: {headers: {Authorization: 'Bearer ${secret:BOB}'}}\n  anonymous: {}\n"
	const matrix = identities + "routes:\n- {path: /reports, allow: [admin]}\n- {path: /orders/71, owner: alice, allow: [admin]}\n- {path: /orders/64, owner: bob, allow: [admin]}\n"
	const secret = "admin-4711"
	tokens := map[string]string{"ADMIN": secret, "ALICE": "alice-4711", "BOB": "bob-4711"}
	sound := guardedSite{
		"GET /reports":   {may: secret, body: `[{"total":12}]`},
		"GET /orders/71": {may: secret + " alice-4711", body: `{"id":71,"owner":"alice"}`, refusal: "404 {}"},
		"GET /orders/64": {may: secret + " bob-4711", body: `{"id":64,"owner":"bob"}`},
	}
	with := func(changes guardedSite) guardedSite {
		made := guardedSite{}
		for name, one := range sound {
			made[name] = one
		}
		for name, one := range changes {
			made[name] = one
		}
		return made
	}
	files := func(code, text string) map[string]string {
		made := map[string]string{"src/auth.js": authGuard, "src/app.js": code, "test/a.test.js": "test('x', () => request(app).expect(403))\n"}
		if text != "" {
			made[".golive/authz.yml"] = text
		}
		return made
	}
	type cases = map[string]struct {
		code, matrix, trusted string
		serve                 http.Handler
		change                func(*probe.Options)
		unvisited             bool
		verdict               checks.Verdict
		findings              string
		says                  string
	}
	for name, test := range (cases{
		"everything as declared":      {code: read, matrix: matrix, serve: sound, verdict: checks.Pass, says: "E4 supports 12 of 12 requests as 4 roles were answered as declared, each refusal beside somebody who gets in; 2 of 2 routes that ask who asks are named"},
		"a role too much":             {code: read, matrix: matrix, serve: with(guardedSite{"GET /reports": {may: "*", body: `[{"total":12}]`}}), verdict: checks.Fail, findings: "error authz.open\nerror authz.open", says: "src/app.js:4 role `alice` got 200 on `GET /reports`, and may not (`admin`: 200)"},
		"another's object":            {code: read, matrix: matrix, serve: with(guardedSite{"GET /orders/71": {may: "*", body: `{"id":71,"owner":"alice","at":"TOKEN"}`}}), verdict: checks.Unknown, says: "something else than the owner"},
		"another's object, the same":  {code: read, matrix: matrix, serve: with(guardedSite{"GET /orders/71": {may: "*", body: `{"id":71,"owner":"alice"}`}}), verdict: checks.Fail, findings: "error authz.open", says: "src/app.js:5 role `bob` got 200 on `GET /orders/71`, which is `alice`'s own (`alice`: 200)"},
		"one's own whatever is asked": {code: read, matrix: matrix, serve: with(guardedSite{"GET /orders/71": {may: "*", body: `{"mine":"TOKEN"}`}}), verdict: checks.Unknown, says: "something else than the owner"},
		"open to everybody":           {code: read, matrix: matrix, serve: with(guardedSite{"GET /reports": {may: "everybody", body: `[1,2]`}}), verdict: checks.Fail, findings: "error authz.open\nerror authz.open\nerror authz.open", says: "role `anonymous` got 200"},
		"an empty list":               {code: read, matrix: matrix, serve: with(guardedSite{"GET /reports": {may: secret, body: `[{"total":12}]`, refusal: "200 []"}}), verdict: checks.Warn, findings: "warning authz.empty\nwarning authz.empty", says: "with nothing in it"},
		"a refusal with 200":          {code: read, matrix: matrix, serve: with(guardedSite{"GET /reports": {may: secret, body: `[{"total":12}]`, refusal: `200 {"errors":[{"message":"Forbidden"}]}`}}), verdict: checks.Unknown, says: "its text speaks of a refusal"},
		"nobody gets in":              {code: read, matrix: matrix, serve: with(guardedSite{"GET /reports": {may: "nobody"}}), verdict: checks.Unknown, findings: "warning authz.refused", says: "which proves nothing"},
		"what is not there":           {code: read, matrix: identities + "routes: [{path: /gone, allow: [admin]}]\n", serve: sound, verdict: checks.NeedsSignOff, says: "`GET /gone` as `admin` (it answered 404)"},
		"a token that ended": {code: read, matrix: matrix, serve: sound, change: func(o *probe.Options) {
			o.Secrets = reader(map[string]string{"ADMIN": secret, "ALICE": "alice-4711", "BOB": "ended"})
		}, verdict: checks.Unknown, findings: "warning authz.refused", says: "its token may have ended"},
		"no secret":                   {code: read, matrix: matrix, serve: sound, change: func(o *probe.Options) { o.Secrets = reader(nil) }, verdict: checks.NeedsSignOff, says: "the secret `ADMIN` cannot be had"},
		"a failing service":           {code: read, matrix: matrix, serve: with(guardedSite{"GET /reports": {may: secret, body: `[1]`, refusal: "500 {}"}}), verdict: checks.Unknown, says: "Internal Server Error"},
		"few of the routes":           {code: read, matrix: identities + "routes: [{path: /reports, allow: [admin], deny: [anonymous]}]\n", serve: sound, verdict: checks.NeedsSignOff, says: "E3 supports 2 of 2 requests as 4 roles were answered as declared, each refusal beside somebody who gets in; 1 of 2 routes that ask who asks are named, and 90 % are wanted"},
		"what changes data is left":   {code: app, matrix: matrix + "- {method: DELETE, path: /orders/71, allow: [admin], deny: [bob]}\n", serve: sound, verdict: checks.NeedsSignOff, findings: "warning authz.skipped", says: "src/app.js:6 `DELETE /orders/71` was not tried"},
		"what changes data, and may":  {code: app, matrix: matrix + "- {method: DELETE, path: /orders/71, allow: [admin], deny: [bob]}\n", serve: with(guardedSite{"DELETE /orders/71": {may: secret}}), change: func(o *probe.Options) { o.Writes.May = true }, verdict: checks.Pass, says: "14 of 14 requests"},
		"looked at before who asks":   {code: app, matrix: matrix + "- {method: DELETE, path: /orders/71, allow: [admin], deny: [bob]}\n", serve: with(guardedSite{"DELETE /orders/71": {may: secret, refusal: "422 {}"}}), change: func(o *probe.Options) { o.Writes.May = true }, verdict: checks.Warn, findings: "warning authz.late", says: "was looked at before"},
		"an unknown version":          {code: read, matrix: matrix, serve: with(guardedSite{"GET /reports": {may: "*", body: `[1]`}}), change: runs(checks.Deployed{}), verdict: checks.NeedsSignOff, findings: "warning authz.open\nwarning authz.open", says: "as staging is now"},
		"another version":             {code: read, matrix: matrix, serve: sound, change: runs(checks.Deployed{Proof: checks.ProofVersion, Other: true, Words: "`/version` says `77c0de1`"}), verdict: checks.NeedsSignOff, says: "does not run this content"},
		"no matrix":                   {code: read, serve: sound, verdict: checks.NeedsSignOff, says: "there is no `.golive/authz.yml` on `main`"},
		"new in this release":         {code: read, matrix: matrix, trusted: "none", serve: sound, verdict: checks.NeedsSignOff, says: "there is no `.golive/authz.yml` on `main`"},
		"a broken one of the branch":  {code: read, matrix: matrix, trusted: "roles: 1", serve: sound, verdict: checks.NeedsSignOff, says: "`.golive/authz.yml` on `main` is not in order"},
		"a broken one of the release": {code: read, matrix: matrix + "more: 1\n", trusted: matrix, serve: sound, verdict: checks.Warn, findings: "warning authz.broken", says: ".golive/authz.yml:10 who may do what cannot be tried"},
		"staging is not visited":      {code: read, matrix: matrix, unvisited: true, verdict: checks.NeedsSignOff, says: "staging is not visited"},
		"a page that every path gets": {code: read, matrix: matrix, serve: answer(200, "text/html", shopPage), verdict: checks.NeedsSignOff, says: "it is what is answered to paths that are not there"},
		"a route that code lacks":     {code: read, matrix: strings.Replace(matrix, "/reports", "/other", 1), serve: with(guardedSite{"GET /other": {may: "*", body: `[1]`}}), verdict: checks.Fail, findings: "error authz.open\nerror authz.open", says: ".golive/authz.yml:7 role `alice` got 200 on `GET /other`"},
	}) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			trusted := test.trusted
			if trusted == "" {
				trusted = test.matrix
			}
			options := []checkstest.Option{checkstest.PullRequest(), func(subject *checks.Subject) {
				subject.Trusted = checks.TrustedFiles{Ref: "main", Read: func(context.Context, string) ([]byte, error) {
					if trusted == "" || trusted == "none" {
						return nil, fs.ErrNotExist
					}
					return []byte(trusted), nil
				}}
			}}
			one := liveCase{
				files: files(test.code, test.matrix), serve: test.serve, options: options, verdict: test.verdict, findings: test.findings, says: test.says, not: "4711",
				change: func(o *probe.Options) {
					o.Secrets, o.Writes.Why = reader(tokens), "the policy has no `probes: {allow_writes: true}`"
					if test.change != nil {
						test.change(o)
					}
				},
			}
			if test.unvisited {
				subject := checkstest.Subject(checkstest.Tree(one.files), options...)
				result := checkstest.Judge(t, routeItem("authorization"), security.NewAuthorization(projecttest.Reader(t)), subject)
				if result.Verdict() != test.verdict || !slicesSay(result.Missing, test.says) {
					t.Errorf("%s %+v", result.Verdict(), result.Missing)
				}
				return
			}
			judgeLive(t, routeItem("authorization"), security.NewAuthorization(projecttest.Reader(t)), map[string]liveCase{"": one})
		})
	}
}

func slicesSay(missing []checks.Missing, text string) bool {
	for _, one := range missing {
		if strings.Contains(one.Reason, text) {
			return true
		}
	}
	return false
}

// reader reads secrets of a test.
func reader(secrets map[string]string) probe.SecretReader {
	return func(name string) (string, error) {
		if value, found := secrets[name]; found {
			return value, nil
		}
		return "", errors.New("there is none")
	}
}
