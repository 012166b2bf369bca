package source

import (
	"testing"
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
