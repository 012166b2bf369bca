package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// collection says whether find and the like are a document database's: of a model,
// which begins with a capital, or of a collection.
func collection(e *engine, c *called) certainty {
	if len(c.x.Arguments) > 0 {
		if criteria, ok := e.once(c.x.Arguments[0].Value).(*program.Object); ok { // Sequelize's and TypeORM's: {where: {…}}
			for _, entry := range criteria.Entries {
				if relational[entry.Name] {
					return no
				}
			}
		}
	}
	if e.callee(c) != nil { // of a class of this file
		return no
	}
	object := c.object
	for range 6 { // db.collection("x").find({}).count(…)
		call, ok := e.once(object).(*program.Call)
		if !ok {
			break
		}
		switch program.LastName(call.Callee) {
		case "collection", "model":
			return maybe
		}
		member, ok := call.Callee.(*program.Member)
		if !ok {
			break
		}
		object = member.X
	}
	name := identifier(object)
	if member, ok := object.(*program.Member); ok && shellMethods[c.name] { // db.orders, as the shell and its likes have it
		if owner := identifier(member.X); owner == "db" || owner == "mongo" || owner == "mongodb" {
			return maybe
		}
	}
	switch {
	case name == "":
		return no
	case strings.Contains(strings.ToLower(name), "mongo"), e.keepsDocuments():
		return maybe
	case name[0] >= 'A' && name[0] <= 'Z', endsInWord(name, "collection"), endsInWord(name, "model"), endsInWord(name, "col"):
		return maybe
	}
	return no
}

// shellMethods are methods of collections that mappers of tables have not.
var shellMethods = words("find findOne update remove insert findAndModify aggregate mapReduce")

// relational are the options of mappers of tables, whose finders are called like those
// of document databases.
var relational = words("where include attributes transaction relations select paranoid raw data")

// shellCall tells child_process.exec from the exec of regular expressions and others.
func shellCall(e *engine, c *called) certainty {
	switch {
	case c.owner == "child_process", c.owner == "shelljs":
		return sure
	case c.object == nil:
		return fromProcess(e, c)
	}
	return sure
}

// fromProcess says whether a function by itself is what its name says: it is
// imported, or nothing in the file says otherwise.
func fromProcess(e *engine, c *called) certainty {
	if c.owner == "child_process" || c.owner == "execa" || c.owner == "cross-spawn" || c.object != nil {
		return sure
	}
	if name, ok := c.x.Callee.(*program.Name); ok && e.function().Lookup(name.Name) == nil {
		return no
	}
	if c.origin == "execa" || c.origin == "cross-spawn" {
		return sure
	}
	return no
}

func fromVM(e *engine, c *called) certainty {
	if c.owner == "vm2" || c.owner == "" && e.requires("vm2") {
		return sure
	}
	return no
}

// requires reports whether a file imports a module.
func (e *engine) requires(module string) bool {
	if e.modules == nil {
		e.modules = map[string]bool{}
		for _, one := range e.file.Imports {
			e.modules[one.Module] = true
		}
		for _, function := range e.file.Functions {
			program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
				if name, required := function.Required(x); required {
					e.modules[name] = true
				}
				return true
			})
		}
	}
	return e.modules[module]
}

func fromFiles(_ *engine, c *called) certainty {
	if strings.HasPrefix(c.origin, "fs") {
		return sure
	}
	return no
}

func fromWkhtml(_ *engine, c *called) certainty {
	if strings.HasPrefix(c.origin, "wkhtmlto") {
		return maybe
	}
	return no
}

// withoutRoot says whether a file is sent from anywhere: with a root, Express and
// Fastify do not leave it.
func withoutRoot(e *engine, c *called) certainty {
	if endsInWord(identifier(c.object), "reply") && (e.requires("fastify") || e.requires("@fastify/static") || e.requires("fastify-static")) { // which has a root
		return no
	}
	for _, one := range c.x.Arguments[min(1, len(c.x.Arguments)):] {
		switch x := e.once(one.Value).(type) {
		case *program.Object:
			for _, entry := range x.Entries {
				if entry.Name == "root" || entry.Spread != "" {
					return no
				}
			}
		case *program.Name, *program.Member, *program.Call: // options that are made elsewhere: mostly for their root
			if c.name != "download" {
				return no
			}
		}
	}
	return sure
}

// notPage reports whether a content type is one that browsers do not read as HTML.
func notPage(kind string) bool {
	kind = strings.ToLower(kind)
	switch {
	case strings.Contains(kind, "html"), strings.Contains(kind, "svg"):
		return false
	case strings.Contains(kind, "text/"), strings.Contains(kind, "application/"), strings.Contains(kind, "image/"), strings.Contains(kind, "audio/"), strings.Contains(kind, "video/"):
		return true
	}
	return kind == "text" || kind == "txt" || kind == "json" || kind == "xml" || kind == "csv" || kind == "text/plain" || kind == ".txt"
}

// notBrowser says that a request is made by a server, as far as the file tells.
func notBrowser(e *engine, c *called) certainty {
	if refusesHosts(e, c) {
		return no
	}
	for _, one := range e.file.Imports {
		switch one.Module {
		case "react", "react-dom", "vue", "@angular/core", "svelte", "preact", "solid-js":
			return maybe
		}
	}
	return sure
}

func browser(*engine, *called) certainty { return maybe }
func unsure(*engine, *called) certainty  { return maybe }

// notStatus says whether a redirect of two arguments is one of ours.
func notStatus(*engine, *called) certainty { return sure }

func locationHeader(e *engine, c *called) certainty {
	if len(c.x.Arguments) < 2 {
		return no
	}
	if answer, ok := c.object.(*program.Call); ok && program.LastName(answer.Callee) == "status" && len(answer.Arguments) == 1 { // 201: where something was made
		if status, ok := answer.Arguments[0].Value.(*program.Literal); ok && strings.HasPrefix(status.Value, "2") {
			return no
		}
	}
	if name, ok := e.function().Constant(c.x.Arguments[0].Value); ok && strings.EqualFold(name, "location") {
		return sure
	}
	return no
}

// yamlLoad: version 4 of js-yaml, of 2021, builds no functions.
func yamlLoad(e *engine, c *called) certainty {
	if len(c.x.Arguments) < 2 {
		return maybe
	}
	if options, ok := e.once(c.x.Arguments[1].Value).(*program.Object); ok {
		for _, entry := range options.Entries {
			if entry.Name == "schema" && program.LastName(entry.Value) == "DEFAULT_FULL_SCHEMA" {
				return sure
			}
		}
	}
	return no
}

// yamlSchema says whether a function of js-yaml that is safe by itself is told a schema
// that is not.
func yamlSchema(e *engine, c *called) certainty {
	if len(c.x.Arguments) < 2 || yamlLoad(e, c) != sure {
		return no
	}
	return sure
}

// importedCopy says whether a function that copies deeply is a library's.
func importedCopy(e *engine, c *called) certainty {
	if _, required := e.function().Required(c.x.Callee); required { // require("deepmerge")(…)
		return maybe
	}
	name, ok := c.x.Callee.(*program.Name)
	if !ok {
		return no
	}
	if binding := e.function().Lookup(name.Name); binding != nil && (binding.Import != nil || len(binding.Values) == 1 && c.origin != name.Name) {
		return maybe
	}
	return no
}

// fromSockets says whether a socket is opened by a server.
func fromSockets(e *engine, c *called) certainty {
	if c.origin == "ws" || c.owner == "ws" {
		return sure
	}
	if c.origin == "WebSocket" && e.requires("http") { // Node.js has one of its own
		return maybe
	}
	return no
}

// scriptAttribute says whether an attribute is one whose value may run as a script.
func scriptAttribute(e *engine, c *called) certainty {
	at := 0
	if c.name == "setAttributeNS" {
		at = 1
	}
	if at >= len(c.x.Arguments) {
		return no
	}
	name, _ := e.function().Constant(c.x.Arguments[at].Value)
	if scriptAttributes[strings.ToLower(name)] {
		return maybe
	}
	return no
}

var scriptAttributes = words("src href xlink:href action formaction data srcdoc innerhtml outerhtml")

// eventAttribute says whether an attribute is a script by itself: onclick.
func eventAttribute(e *engine, c *called) certainty {
	if len(c.x.Arguments) < 2 {
		return no
	}
	name, _ := e.function().Constant(c.x.Arguments[0].Value)
	if name = strings.ToLower(name); strings.HasPrefix(name, "on") && len(name) > 4 {
		return sure
	}
	return no
}

// runsScripts says whether a document runs the scripts that are in it.
func runsScripts(e *engine, c *called) certainty {
	if len(c.x.Arguments) < 2 {
		return no
	}
	if options, ok := e.once(c.x.Arguments[1].Value).(*program.Object); ok {
		for _, entry := range options.Entries {
			if how, _ := e.function().Constant(entry.Value); entry.Name == "runScripts" && how == "dangerously" {
				return sure
			}
		}
	}
	return no
}

func deepCopy(_ *engine, c *called) certainty {
	if len(c.x.Arguments) > 2 {
		if literal, ok := c.x.Arguments[0].Value.(*program.Literal); ok && literal.Value == "true" {
			return maybe
		}
	}
	return no
}

func withEntities(e *engine, c *called) certainty {
	for _, one := range c.x.Arguments {
		if object, ok := e.once(one.Value).(*program.Object); ok {
			for _, entry := range object.Entries {
				if literal, ok := entry.Value.(*program.Literal); ok && entry.Name == "noent" && literal.Value == "true" {
					return sure
				}
			}
		}
	}
	return no
}

// leads says whether an element is made whose address leads somewhere, or runs.
func leads(e *engine, c *called) certainty {
	if len(c.x.Arguments) > 1 {
		if tag, _ := e.function().Constant(c.x.Arguments[0].Value); leading[tag] {
			return maybe
		}
	}
	return no
}

// trusts says whether a value is trusted as a kind that runs.
func trusts(_ *engine, c *called) certainty {
	if len(c.x.Arguments) > 1 {
		switch member, ok := c.x.Arguments[0].Value.(*program.Member); {
		case ok && (member.Name == "HTML" || member.Name == "JS" || member.Name == "RESOURCE_URL" || member.Name == "URL"):
			return sure
		}
	}
	return no
}

// keepsDocuments reports whether a file has a small store of documents, whose collections
// have any name.
func (e *engine) keepsDocuments() bool {
	for _, one := range []string{"minimongo", "nedb", "@seald-io/nedb", "marsdb", "mongojs", "monk", "mongoskin", "lokijs"} {
		if e.requires(one) {
			return true
		}
	}
	return false
}

// ordersBy says whether a filter of AngularJS is the one that orders by an expression.
func ordersBy(e *engine, c *called) certainty {
	if made, ok := c.x.Callee.(*program.Call); ok && len(made.Arguments) == 1 && e.isText(made.Arguments[0].Value, "orderBy") {
		return maybe
	}
	return no
}
