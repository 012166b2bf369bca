package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// importedEval says whether a function that runs a text as code is a package's.
func importedEval(e *engine, c *called) certainty { return packaged(e, c, evalPackages) }

// importedTemplate says whether a function that compiles a template is a package's.
func importedTemplate(e *engine, c *called) certainty { return packaged(e, c, templatePackages) }

// packaged says whether a function by itself is one of some packages.
func packaged(_ *engine, c *called, packages map[string]bool) certainty {
	origin := c.origin
	if at := strings.IndexByte(origin, '('); at > 0 {
		origin = origin[:at]
	}
	if packages[origin] {
		return sure
	}
	return no
}

var evalPackages = words("safe-eval notevil eval static-eval node-eval eval-expression safer-eval require-from-string")

var templatePackages = words("lodash.template ejs pug jade dot doT art-template es6-template-strings jqtpl")

// filePackages are packages whose functions take a path first.
const filePackages = "rimraf mkdirp make-dir del write-file-atomic load-json-file write-json-file jsonfile fs-jetpack graceful-fs move-file cp-file trash"

// fromFilePackage says whether a function by itself, or one of such a package, works on
// files.
func fromFilePackage(_ *engine, c *called) certainty {
	module := c.origin
	if c.owner != "" {
		module = c.owner
	}
	if at := strings.IndexByte(module, '('); at > 0 {
		module = module[:at]
	}
	if takesPaths[module] || wholePackages[strings.SplitN(module, ".", 2)[0]] {
		return sure
	}
	return no
}

// wholePackages are packages all of whose functions, and theirs, take a path first.
var wholePackages = words("rimraf mkdirp make-dir")

var takesPaths = words(filePackages + " fluent-ffmpeg better-sqlite3 recursive-readdir glob fast-glob globby tiny-glob readdirp klaw read-pkg write-pkg copyfiles rmdir-recursive extract-zip decompress")

// fromKnex says whether a file has queries built by Knex.
func fromKnex(e *engine, _ *called) certainty {
	if e.requires("knex") {
		return sure
	}
	return no
}

// fromMicro says whether a function by itself is the one that answers a request of micro.
// https://github.com/vercel/micro#send
func fromMicro(e *engine, c *called) certainty {
	if c.origin == "micro.send" {
		return answersPage(e, c)
	}
	return no
}

// fromSenders says whether a function by itself answers with a file: from a folder, if
// one is told.
func fromSenders(e *engine, c *called) certainty {
	if c.origin != "koa-send" && c.origin != "send" {
		return no
	}
	for _, one := range c.x.Arguments[min(2, len(c.x.Arguments)):] {
		object, ok := e.once(one.Value).(*program.Object)
		if !ok {
			return no
		}
		for _, entry := range object.Entries {
			if entry.Name == "root" || entry.Spread != "" {
				return no
			}
		}
	}
	return maybe
}

// fromOpeners says whether a function has the system open a file or an address.
func fromOpeners(_ *engine, c *called) certainty {
	switch c.origin {
	case "open", "opn", "opener", "open.openApp":
		return maybe
	}
	return no
}

func fromExeca(_ *engine, c *called) certainty {
	if strings.HasPrefix(c.origin, "execa") {
		return sure
	}
	return no
}

// movesUpload says whether a file that was uploaded is moved, as express-fileupload has
// it: req.files.photo.mv(…).
func movesUpload(e *engine, c *called) certainty {
	if c.receiver != nil && c.receiver.model == scriptUpload {
		return sure
	}
	for _, one := range []string{"file", "upload", "image", "avatar", "photo", "picture"} {
		if endsInWord(identifier(c.object), one) {
			return sure
		}
	}
	if e.requires("express-fileupload") {
		return sure
	}
	return no
}

// packagedRequest says whether a function by itself is a package's that asks other hosts.
func packagedRequest(e *engine, c *called) certainty {
	return min(packaged(e, c, requestPackages), notBrowser(e, c))
}

var requestPackages = words("wretch centra simple-get teeny-request hyperquest nodegrass popsicle r2 tiny-json-http gaxios make-fetch fetch-retry isomorphic-unfetch unfetch download")

// onServer says whether a request is made by a server: the file answers requests, or has
// what only a server has.
func onServer(e *engine, c *called) certainty {
	if notBrowser(e, c) == maybe {
		return no
	}
	return sure
}

// parsesToReact says whether a function by itself makes elements of React of markup, as a
// package has it. What it makes runs the addresses in it.
func parsesToReact(_ *engine, c *called) certainty {
	if module, _, _ := strings.Cut(c.origin, "("); markupParsers[module] {
		return maybe
	}
	return no
}

var markupParsers = words("html-react-parser react-html-parser htmr")

// inElectron says whether a file is one of a program on Electron.
func inElectron(e *engine, _ *called) certainty {
	if e.requires("electron") {
		return sure
	}
	return no
}

// drivesBrowser says whether a file drives a browser, whose pages may have any name.
func drivesBrowser(e *engine, _ *called) certainty {
	for _, one := range []string{"puppeteer", "puppeteer-core", "playwright", "playwright-core", "playwright-chromium", "@playwright/test", "puppeteer-extra"} {
		if e.requires(one) {
			return sure
		}
	}
	return no
}

// keyed says whether a function that sets a part of an object by its path is a library's.
func keyed(_ *engine, c *called) certainty {
	if len(c.x.Arguments) < 3 && c.name != "zipObjectDeep" {
		return no
	}
	return maybe
}

// onClient says whether a method of anything is one that runs SQL: surely where the file
// has a client of a database.
func onClient(e *engine, c *called) certainty {
	if c.object == nil {
		return no
	}
	for _, one := range clients {
		if e.requires(one) {
			return sure
		}
	}
	return maybe
}

var clients = []string{"mysql", "mysql2", "mysql2/promise", "promise-mysql", "mariadb", "pg", "pg-promise", "postgres", "sqlite3", "better-sqlite3", "sqlite", "mssql", "tedious", "oracledb", "snowflake-sdk", "knex", "sequelize", "typeorm",
	"@google-cloud/spanner", "@google-cloud/bigquery", "@libsql/client", "cassandra-driver", "@sap/hana-client", "hdb", "duckdb", "@neondatabase/serverless", "@planetscale/database", "@clickhouse/client", "odbc", "ibm_db"}

// ofPackage says whether a function by itself is one that a package has, or is.
func ofPackage(_ *engine, c *called) certainty {
	if c.owner != "" || strings.Contains(c.origin, "-") { // as packages are called, and no variable is
		return sure
	}
	return no
}

// fromDynamo says whether a whole query of DynamoDB is given: the file uses its client.
func fromDynamo(e *engine, c *called) certainty {
	if c.x.New && !strings.HasPrefix(c.origin, "@aws-sdk/") {
		return no
	}
	for _, one := range []string{"aws-sdk", "@aws-sdk/client-dynamodb", "@aws-sdk/lib-dynamodb", "dynamodb-data-types"} {
		if e.requires(one) {
			return maybe
		}
	}
	return no
}

// wholeUpdate says whether the change that a document database is given is made of data as
// a whole, and not of an object that is written there: {$set: …}.
func wholeUpdate(e *engine, c *called) certainty {
	if len(c.x.Arguments) < 2 {
		return no
	}
	if _, written := e.once(c.x.Arguments[1].Value).(*program.Object); written && c.values[1].hint(direct) {
		return no
	}
	return collection(e, c)
}
