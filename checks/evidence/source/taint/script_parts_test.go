package taint_test

import "testing"

// TestAComparisonOfAPartSaysNothingOfTheWhole are ends and beginnings of texts.
func TestAComparisonOfAPartSaysNothingOfTheWhole(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{{"parts of a path", `
const express = require('express'), path = require('path'), fs = require('fs'), app = express();
app.get('/a', (req, res) => {
  const file = req.query.file;
  if (path.extname(file) === '.html') fs.readFileSync(file); // ! path
  if (file.slice(-1) === '/') fs.readFileSync(file); // ! path
  if (file.substring(1, 3) === 'ab') fs.readFileSync(file); // ! path
  if (file.toLowerCase() === 'a') fs.readFileSync(file);
  const full = path.resolve(file);
  if (full.slice(0, root.length) === root) fs.readFileSync(full);
  if (full.substring(0, root.length) === root) fs.readFileSync(full);
  else fs.readFileSync(full); // ! path
});
`}})
	hold(t, "Go", []sample{{"the ending of a name", `
package app
import ("net/http"; "os"; "path/filepath")
func files(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	if filepath.Ext(name) == ".html" {
		os.ReadFile(name) // ! path
	}
}
`}})
}

// TestWhatABranchProvesOfWhatItSets is known behind it.
func TestWhatABranchProvesOfWhatItSets(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{{"a path that one branch sets", `
const express = require('express'), path = require('path'), fs = require('fs'), isPathInside = require('path-is-inside'), app = express();
app.get('/a', (req, res) => {
  let related;
  if (own) {
    related = path.join(__dirname, 'styles.css');
  } else {
    related = decodeURIComponent(path.join(root, req.query.file));
    if (!isPathInside(path.resolve(related), root)) { return res.status(400).end(); }
  }
  fs.readFileSync(related);
});
app.get('/b', (req, res) => {
  let related;
  if (own) {
    related = path.join(root, req.query.file);
  } else {
    related = path.join(root, req.query.other);
    if (!isPathInside(related, root)) { return res.status(400).end(); }
  }
  fs.readFileSync(related); // ! path
});
`}})
}

// TestRequestsByAnyName are those of Node's servers, and of routes whose parameter is all that follows.
func TestRequestsByAnyName(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{{"servers and routes", `
const HTTP = require('http'), http2 = require('node:http2'), FileSystem = require('fs'), express = require('express'), app = express();
class Server {
  constructor(options) {
    this.server = HTTP.createServer((Incoming, Outgoing) => {
      FileSystem.readFile(process.cwd() + Incoming.url, () => {}); // ! path
    });
  }
}
http2.createSecureServer(options, (Incoming, Outgoing) => {
  FileSystem.readFile(process.cwd() + Incoming.url, () => {}); // ! path
});
HTTP.createServer(options);
app.get('/render/:url(*)', (request, response) => response.send(request.params.url)); // ! xss
app.get('/orders/:id(\\d+)', (request, response) => response.send(request.params.id));
`}})
}

// TestPrototypesByAVariable are what a key of a request leads to, also where it is made first.
func TestPrototypesByAVariable(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{{"what is made where it is not", `
const express = require('express'), app = express();
app.post('/a', (req, res) => {
  const store = { landing: {} }, lists = new Map();
  const section = store[req.body.section] || (store[req.body.section] = {});
  section[req.body.key] = req.body.value; // ? prototype
  const other = store['landing'] || (store.landing = {});
  other.name = req.body.value;
});
`}})
	hold(t, "TypeScript", []sample{{"a text that Nest answers with", `
import { Controller, Get, Query } from '@nestjs/common';
@Controller('auth')
export class AuthController {
  @Get('message')
  message(@Query('name') name: string): string {
    return ` + "`Welcome, ${name}.`" + `; // ! xss
  }
  @Get('user')
  user(@Query('name') name: string) {
    return { name: ` + "`Welcome, ${name}.`" + ` };
  }
}
`}})
}
