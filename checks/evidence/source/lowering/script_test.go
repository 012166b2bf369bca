package lowering_test

import (
	"strings"
	"testing"
)

// scriptCases are held to in all three grammars, except where one is named.
var scriptCases = []struct{ name, language, code, want string }{
	{name: "imports", code: `import "./polyfill";
import express from "express";
import * as fs from "node:fs";
import db, { users as people, type Order, "odd name" as odd } from "./db";`,
		language: "TypeScript", want: `import ./polyfill
import express default as express
import node:fs * as fs
import ./db default as db
import ./db users as people
import ./db Order as Order
import ./db odd name as odd`},
}

func TestScripts(t *testing.T) {
	t.Parallel()
	for _, test := range scriptCases {
		languages := []string{"JavaScript", "TypeScript", "TSX"}
		if test.language != "" {
			languages = strings.Fields(test.language)
		}
		for _, language := range languages {
			t.Run(test.name+"/"+language, func(t *testing.T) {
				t.Parallel()
				if got := lowered(t, language, test.code); got != test.want {
					t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
				}
			})
		}
	}
}
