package source

import (
	"testing"

	"github.com/golive-app/golive/checks"
)

// Facts are kept by the content that they were read from, so the same content has
// to give the same facts.
func TestTheSameContentGivesTheSameFacts(t *testing.T) {
	t.Parallel()
	content := []byte(`import React from "react";
import lazy from "~/utils/lazyWithRetry";
import router, { Route, Switch } from "react-router-dom";

const AuthenticatedRoutes = lazy(() => import("./authenticated"));
const Authenticated = lazy(() => import("~/components/Authenticated"));
const Shared = lazy(() => import("~/scenes/Shared"));
const Login = lazy(() => import("~/scenes/Login"));
const Logout = lazy(() => import("~/scenes/Logout"));
const OAuthAuthorize = lazy(() => import("~/scenes/Login/OAuthAuthorize"));
export const usersRouter = AuthenticatedRoutes;
app.use("/a", Shared);
app.get("/b", Login, (req, res) => res.send(req.query.b));
`)
	never := func() bool { return false }
	first, err := readFacts("TSX", whole, content, never)
	if err != nil {
		t.Fatal(err)
	}
	want, err := encodeFacts(first)
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		again, err := readFacts("TSX", whole, content, never)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := encodeFacts(again); err != nil || string(got) != string(want) {
			t.Fatalf("%v\n%s\n%s", err, got, want)
		}
	}
}

func TestFactsComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"a name with bytes that are no UTF-8": "def caf\xe9(request):\n    print(request.GET['\xff'])\n",
		"nothing":                             "",
		"a route":                             "@app.get('/users/<id>')\ndef user(id):\n    db.execute(f'select {id}')\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts, err := readFacts("Python", depthOf(checks.ClassProduction), []byte(content), func() bool { return false })
			if err != nil {
				t.Fatal(err)
			}
			encoded, err := encodeFacts(facts)
			if err != nil {
				t.Fatal(err)
			}
			back, err := decodeFacts(encoded)
			if err != nil {
				t.Fatal(err)
			}
			again, err := encodeFacts(back)
			if err != nil || string(again) != string(encoded) {
				t.Errorf("%q became %q, %v", encoded, again, err)
			}
		})
	}
}
