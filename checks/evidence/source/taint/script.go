package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// newScriptTables are the tables of JavaScript and TypeScript.
func newScriptTables() *tables {
	return &tables{
		origins: scriptOrigins(), handling: scriptHandling, param: scriptParam,
		fixed:    words("res response reply next done cb callback resolve reject err error"),
		anywhere: gives(map[string]give{"clipboardData dataTransfer": is(scriptPasted), "handshake": is(scriptHandshake)}),
		sinks:    sinkTable(scriptSinks()), stores: storeTable(scriptStores), renders: renderTable(scriptRenders),
		passing: passTable(scriptPassing),
		fills:   map[string]fillRow{"assign": {of("Object"), "1", "0"}},
		adds:    words("push unshift add set append"),
		strings: words("trim trimStart trimEnd trimLeft trimRight toLowerCase toUpperCase toLocaleLowerCase toString toJSON substring substr slice split join padStart padEnd normalize repeat valueOf charAt concat " +
			"next text json formData unwrap toObject decode clone href sup sub big small bold italics link anchor fontcolor strike"),
		harmless: words("length size byteLength count mimetype encoding"),
		partSafe: map[string]classes{"pathname": redirect | request | doubt, "search": redirect | request, "hash": redirect | request},
		clean:    words("number boolean bigint Number Boolean BigInt Date indexOf charCodeAt lastIndexOf search codePointAt localeCompare arrayBuffer blob"),
		contains: words("includes has contains hasOwnProperty hasOwn indexOf"),
		prefixes: words("startsWith"),
		suffixes: words("endsWith"),
		matches:  words("test match exec"),
		proves: map[string]classes{
			"isInteger": everything, "isSafeInteger": everything, "isFinite": everything, "isUUID": everything, "isUuid": everything, "isInt": everything,
			"isNumeric": everything, "isAlphanumeric": everything, "isAlpha": everything, "isMongoId": everything, "isValidObjectId": everything,
			"isHexadecimal": everything, "isEmail": path | request | redirect | doubt, "uuid.validate": everything, "isNumber": everything, "isBoolean": everything, "isDate": everything,
			"isString": nosql | prototype, "isValidUUID": everything, "isValidUuid": everything, "isPathInside": path, "pathIsInside": path,
			"isUuidV4": everything, "isCuid": everything, "isLocale": everything, "isISO8601": everything, "isIP": everything | doubt,
		},
		leaving: words("process.exit redirect permanentRedirect notFound next/navigation.redirect next/navigation.permanentRedirect next/navigation.notFound unauthorized forbidden " +
			"@sveltejs/kit.error @sveltejs/kit.redirect createError.throw ctx.throw context.throw t.throws"),
		keys: true, prototypes: true, schemas: true, answers: true, local: scriptLocal,
	}
}

// scriptLocal reports whether a callee may be a function of the repository.
func scriptLocal(_ *engine, c *called) bool {
	origin := c.origin
	switch {
	case origin == "":
		return false
	case origin[0] == '.', origin[0] == '#', origin[0] == '~', strings.HasPrefix(origin, "@/"), strings.HasPrefix(origin, "src/"),
		strings.HasPrefix(origin, "app/"), strings.HasPrefix(origin, "$lib"), strings.HasPrefix(origin, "this."):
		return true
	case origin[0] == '@': // a package of a workspace
		scope, _, _ := strings.Cut(origin, "/")
		return !scriptScopes[scope]
	}
	return false
}

// scriptScopes are scopes of packages that no workspace has for its own.
var scriptScopes = words("@nestjs @prisma @angular @aws-sdk @apollo @babel @types @sentry @tanstack @trpc @fastify @koa @hono @mui @radix-ui @reduxjs @remix-run @sveltejs @vercel " +
	"@google-cloud @azure @octokit @opentelemetry @hookform @headlessui @emotion @clerk @auth @supabase @stripe @mikro-orm @typescript-eslint @testing-library @storybook @jest @hapi @sendgrid @slack")

// scriptHandling finds the functions that a framework calls by their names.
func scriptHandling(e *engine, function *program.Function) handling {
	made := handling{answers: nestAnswers(e, function)}
	if !function.Exported && !exportedAs(e.file, function) {
		if e.formAction(function) {
			made.exported = "action"
		}
		return made
	}
	switch function.Name {
	case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "loader", "action", "load", "getServerSideProps", "handler", "handle", "default", "fetch":
		made.exported = function.Name
	}
	if function.Async && (serverSide(function) || serverSide(e.file.Top())) {
		made.exported = "use server"
	}
	if made.exported == "" && exportedDefault(e.file, function) {
		made.exported = "default"
	}
	return made
}

// formAction reports whether a function is one of those that a page of SvelteKit answers
// forms with: export const actions = {default: async ({request}) => …}.
// https://svelte.dev/docs/kit/form-actions
func (e *engine) formAction(function *program.Function) bool {
	if len(function.Params) != 1 || function.Params[0].Pattern == nil && function.Params[0].Name != "event" {
		return false
	}
	binding := e.file.Top().Lookup("actions")
	if binding == nil || len(binding.Values) != 1 {
		return false
	}
	object, ok := binding.Values[0].(*program.Object)
	if !ok {
		return false
	}
	for _, entry := range object.Entries {
		if closure, ok := entry.Value.(*program.Closure); ok && closure.Function == function {
			return true
		}
	}
	return false
}

// nestAnswers reports whether what a method of Nest returns is the answer: a text is a page
// unless a header says otherwise.
// https://docs.nestjs.com/controllers#routing
func nestAnswers(e *engine, function *program.Function) bool {
	if function.Class == nil || !e.requires("@nestjs/common") {
		return false
	}
	routed := false
	for _, decorator := range function.Decorators {
		call, ok := decorator.(*program.Call)
		if !ok {
			continue
		}
		switch program.LastName(call.Callee) {
		case "Get", "Post", "Put", "Patch", "Delete", "All":
			routed = true
		case "Render", "Header", "Redirect", "Sse":
			return false
		}
	}
	return routed
}

// serverSide reports whether a body begins with "use server".
func serverSide(function *program.Function) bool {
	for _, s := range function.Body {
		evaluate, ok := s.(*program.Evaluate)
		if !ok {
			return false
		}
		text, ok := evaluate.X.(*program.Text)
		if !ok {
			return false
		}
		if text.Value == "use server" {
			return true
		}
	}
	return false
}

func exportedAs(file *program.File, function *program.Function) bool {
	for _, one := range file.Exports {
		if one.Module == "" && one.Local != "" && one.Local == function.Name {
			return true
		}
		if closure, ok := one.Value.(*program.Closure); ok && closure.Function == function {
			return true
		}
	}
	return false
}

func exportedDefault(file *program.File, function *program.Function) bool {
	for _, one := range file.Exports {
		if one.Name != "default" || one.Module != "" {
			continue
		}
		if one.Local != "" && one.Local == function.Name {
			return true
		}
		if closure, ok := one.Value.(*program.Closure); ok && closure.Function == function {
			return true
		}
	}
	return false
}

// scriptParam is what a parameter gives by its decorators, its type, the framework
// that calls the function, or its name.
func scriptParam(e *engine, function *program.Function, h handling, i int, param *program.Param) give {
	if give, known := decorated(e, function, param); known {
		return give
	}
	if (i == 0 || i == 1) && guardsRoute(e, function) {
		return is(browserRoute)
	}
	if i == 0 && listensToMessages(function) {
		return is(scriptMessage)
	}
	if i == 0 && h.inputs != nil {
		return named(is(h.inputs), "inputs")
	}
	if i == 0 && function.Exported && len(function.Params) == 1 && answersProcedure(function, param.Pattern) {
		return named(is(scriptContext), "options")
	}
	kind := e.typeName(function, param.Type)
	if give := e.tables.origins[kind+"()"]; kind != "" && !give.zero() {
		return give
	}
	if param.Pattern != nil || h.exported != "" {
		if give := scriptExported(h, i, param); !give.zero() {
			return give
		}
	}
	if i == 1 && resolves(function, param) {
		return named(give{some: true, hints: object, safe: nosql | prototype}, "args")
	}
	if i == 1 && h.resolves == 1 {
		return named(give{some: true, hints: object, safe: nosql | prototype, unsure: true}, "args")
	}
	if give := scriptNames[param.Name]; !give.zero() && looksLikeRequest(kind) && (i <= 1) {
		return give
	}
	if i == 1 && (param.Name == "file" || param.Name == "part") && len(function.Params) > 2 && !scriptNames[function.Params[0].Name].zero() { // multer's (req, file, cb)
		return is(scriptUpload)
	}
	switch {
	case h.value && i == 3:
		return plain
	case h.request && i == 0 && len(function.Params) <= 4 && looksLikeRequest(kind):
		return is(scriptRequest)
	case h.fields && i > 0 && param.Name != "next":
		return plain
	case h.context && i == 0 && looksLikeRequest(kind):
		return is(scriptContext)
	}
	return give{}
}

// guardsRoute reports whether a function decides where a router of Vue goes: (to, from, next) => …
// https://router.vuejs.org/guide/advanced/navigation-guards.html
func guardsRoute(e *engine, function *program.Function) bool {
	if len(function.Params) < 2 || len(function.Params) > 3 || function.Params[0].Name != "to" || function.Params[1].Name != "from" {
		return false
	}
	return strings.HasPrefix(function.Name, "beforeRoute") || e.requires("vue-router")
}

// answersProcedure reports whether a parameter is what a procedure of tRPC is asked with, by a
// router that stands elsewhere: ({ ctx, input }) => …, addHandler = ({ input }) => …
// https://trpc.io/docs/server/procedures
func answersProcedure(function *program.Function, pattern *program.Pattern) bool {
	if pattern == nil {
		return false
	}
	has := map[string]bool{}
	for _, part := range pattern.Parts {
		has[part.Key] = true
	}
	return has["input"] && (has["ctx"] || strings.HasSuffix(function.Name, "Handler"))
}

// listensToMessages reports whether a method of Angular is called with messages of other
// pages: @HostListener("window:message", ["$event"]).
func listensToMessages(function *program.Function) bool {
	for _, decorator := range function.Decorators {
		call, ok := decorator.(*program.Call)
		if !ok || program.LastName(call.Callee) != "HostListener" || len(call.Arguments) == 0 {
			continue
		}
		if event, ok := function.Constant(call.Arguments[0].Value); ok && event == "window:message" {
			return true
		}
	}
	return false
}

// resolves reports whether a parameter is the arguments of a GraphQL resolver:
// (parent, args, context, info) => …
// https://www.apollographql.com/docs/apollo-server/data/resolvers
func resolves(function *program.Function, param *program.Param) bool {
	first := function.Params[0].Name
	switch {
	case first == "parent" || first == "root" || first == "obj" || first == "_parent" || first == "_root":
	case first == "_" && len(function.Params) > 2 && resolverContexts[function.Params[2].Name], first == "_" && len(function.Params) > 2 && function.Params[2].Pattern != nil:
	default:
		return false
	}
	return param.Pattern != nil || param.Name == "args" || param.Name == "_args"
}

var resolverContexts = words("ctx context _context _ctx info")

// looksLikeRequest reports whether a type, where one is written, may be that of a
// request.
func looksLikeRequest(kind string) bool {
	switch kind = lastOf(kind); {
	case kind == "", kind == "any", kind == "unknown", kind == "Context":
		return true
	}
	return strings.HasSuffix(kind, "Request") || strings.HasSuffix(kind, "Req") || strings.HasSuffix(kind, "Context") || strings.HasSuffix(kind, "Ctx") || strings.HasSuffix(kind, "Event")
}

// scriptExported is what a framework gives to a function that it calls by its name.
func scriptExported(h handling, i int, param *program.Param) give {
	switch h.exported {
	case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "loader", "action", "load", "getServerSideProps", "fetch":
		if i <= 1 {
			return named(is(scriptEvent), "request")
		}
	case "default":
		if i == 0 && param.Pattern != nil && patternOf(param.Pattern, "params searchParams") {
			return named(is(scriptEvent), "props")
		}
	case "handler":
		if i == 0 && param.Name == "event" {
			return named(is(lambdaEvent), "event")
		}
		if i == 0 && param.Pattern != nil && patternOf(param.Pattern, "body queryStringParameters pathParameters headers") {
			return named(is(scriptEvent), "event")
		}
	case "use server":
		return named(likely, "argument")
	}
	return give{}
}

func named(give give, name string) give {
	give.named = name
	return give
}

// patternOf reports whether a pattern takes nothing but some keys.
func patternOf(pattern *program.Pattern, keys string) bool {
	known := words(keys)
	for _, part := range pattern.Parts {
		if !known[part.Key] {
			return false
		}
	}
	return len(pattern.Parts) > 0
}

// decorated is what a decorator of Nest, routing-controllers or tsoa gives.
func decorated(e *engine, function *program.Function, param *program.Param) (give, bool) {
	for _, decorator := range param.Decorators {
		call, ok := decorator.(*program.Call)
		if !ok {
			continue
		}
		name := program.LastName(call.Callee)
		for _, argument := range call.Arguments {
			pipe := identifier(argument.Value)
			if strings.HasPrefix(pipe, "Parse") && strings.HasSuffix(pipe, "Pipe") && pipe != "ParseArrayPipe" {
				return give{}, true
			}
		}
		if e.cleanType(function, param.Type) {
			return give{}, true
		}
		switch name {
		case "Query", "Param", "Args", "Arg", "Headers", "Cookies", "QueryParam", "HeaderParam", "CookieParam", "BodyParam", "QueryParams", "Params", "Header", "Path":
			if lastOf(e.typeName(function, param.Type)) == "string" {
				return plain, true
			}
			return give{some: true, hints: object, safe: nosql}, true
		case "Body", "RawBody", "MessageBody":
			return give{some: true, hints: object, safe: nosql | prototype}, true
		case "Req", "Request":
			return is(scriptRequest), true
		case "UploadedFile", "UploadedFiles":
			return is(scriptUpload), true
		}
	}
	return give{}, false
}
