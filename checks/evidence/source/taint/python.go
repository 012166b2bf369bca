package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// newPythonTables are the tables of Python.
func newPythonTables() *tables {
	return &tables{
		origins: pythonOrigins(), handling: pythonHandling, param: pythonParam, answers: true,
		sinks: sinkTable(pythonSinks()), stores: storeTable(pythonStores), renders: renderTable(pythonRenders),
		passing: passTable(pythonPassing),
		fills:   map[string]fillRow{},
		adds:    words("append add extend insert update set put write appendleft setdefault"),
		strings: words("strip lstrip rstrip lower upper title capitalize casefold swapcase encode decode join split rsplit splitlines partition rpartition ljust rjust center zfill expandtabs " +
			"removeprefix removesuffix tobytes read readline readlines getvalue body as_posix joinpath resolve absolute with_suffix expanduser geturl to_dict dict"),
		harmless: words("size content_type"),
		partSafe: map[string]classes{"path": redirect | request, "query": redirect | request},
		clean:    words("int float bool complex UUID UUID4 uuid date datetime time timedelta Decimal Enum IntEnum Literal PositiveInt NonNegativeInt conint isdigit count index find rfind IPv4Address IPv6Address"),
		anywhere: gives(map[string]give{"cleaned_data validated_data": {some: true, hints: object, unsure: true}}),
		flags:    words("_"),
		contains: words("has_key __contains__ issubset"),
		prefixes: words("startswith is_relative_to"),
		suffixes: words("endswith"),
		finds:    words("find index rfind count"),
		matches:  words("match fullmatch search"),
		proves: map[string]classes{
			"isdigit": everything, "isnumeric": everything, "isdecimal": everything, "isalnum": everything, "isalpha": everything, "isidentifier": everything,
			"isinstance": everything, "url_has_allowed_host_and_scheme": redirect | request, "is_safe_url": redirect | request, "is_safe_path": path,
		},
		leaving: words("flask.abort abort sys.exit exit quit os._exit werkzeug.exceptions.abort"),
		percent: true, keys: true, local: pythonLocal,
	}
}

// pythonLocal reports whether a callee may be a function of the repository.
func pythonLocal(e *engine, c *called) bool {
	origin := c.origin
	switch {
	case origin == "":
		return false
	case origin[0] == '.', strings.HasPrefix(origin, "self."), strings.HasPrefix(origin, "cls."):
		return true
	}
	first, _, _ := strings.Cut(origin, ".")
	if pythonLibraries[strings.TrimSuffix(first, "()")] {
		return false
	}
	name := rootName(c.x.Callee)
	if name == "" {
		return false
	}
	binding := e.function().Lookup(name)
	return binding != nil && (binding.Import != nil || binding.Param == nil && len(binding.Values) == 1)
}

// rootName is the name that an expression begins with.
func rootName(x program.Expression) string {
	for range 20 {
		switch one := x.(type) {
		case *program.Name:
			return one.Name
		case *program.Member:
			x = one.X
		case *program.Call:
			x = one.Callee
		case *program.Index:
			x = one.X
		case *program.Await:
			x = one.X
		default:
			return ""
		}
	}
	return ""
}

// pythonLibraries are modules that no repository has for its own.
var pythonLibraries = words("os sys re json time datetime math random string hashlib hmac base64 uuid logging subprocess shutil pathlib io copy functools itertools collections typing enum abc " +
	"urllib http socket ssl email tempfile pickle csv sqlite3 threading asyncio inspect traceback warnings contextlib dataclasses decimal secrets struct types operator glob zipfile tarfile gzip html xml " +
	"django rest_framework flask fastapi starlette pydantic sqlalchemy sqlmodel requests httpx aiohttp jinja2 markupsafe werkzeug yaml numpy pandas celery redis boto3 botocore psycopg2 psycopg pymysql MySQLdb " +
	"pymongo bson lxml bs4 PIL attr attrs click jwt bcrypt cryptography sentry_sdk pytest mock marshmallow wtforms graphene stripe dateutil pytz six simplejson ujson orjson dill cPickle marshal shelve " +
	"jsonpickle bleach defusedxml paramiko tornado sanic bottle falcon pyramid quart litestar str int float bool list dict set tuple len print open repr type super isinstance getattr setattr hasattr range " +
	"enumerate zip map filter sorted sum min max any all abs round bytes bytearray iter next vars locals globals dir id hash format input Exception ValueError KeyError TypeError")

// pythonHandling finds the functions that answer requests.
func pythonHandling(e *engine, function *program.Function) handling {
	made := handling{}
	for _, decorator := range function.Decorators {
		call, ok := decorator.(*program.Call)
		if !ok {
			continue
		}
		member, ok := call.Callee.(*program.Member)
		if !ok {
			if name := program.LastName(call.Callee); (name == "route" || name == "get" || name == "post") && len(call.Arguments) > 0 { // bottle
				made.route, _ = e.file.Top().Constant(call.Arguments[0].Value)
				made.routed, made.answers = true, true
			}
			continue
		}
		switch member.Name {
		case "route", "get", "post", "put", "patch", "delete", "head", "options", "api_route", "websocket":
		default:
			continue
		}
		owner := e.file.Top().Origin(member.X)
		for _, argument := range call.Arguments {
			if argument.Name == "" || argument.Name == "path" || argument.Name == "rule" {
				made.route, _ = e.file.Top().Constant(argument.Value)
				break
			}
		}
		made.routed = true
		made.fields = strings.HasPrefix(owner, "fastapi.") || member.Name == "api_route" || !strings.HasPrefix(owner, "flask.") && member.Name != "route" && importsModule(e.file, "fastapi")
		made.answers = !made.fields
	}
	if made.routed {
		return made
	}
	for i, param := range function.Params {
		if param.Name == "info" && i <= 1 && (strings.HasPrefix(function.Name, "resolve_") || function.Name == "mutate" || function.Name == "perform_mutation") {
			made.resolves = i + 1
		}
	}
	for _, decorator := range function.Decorators { // strawberry.mutation, mutation.field("…")
		name := program.LastName(decorator)
		if call, ok := decorator.(*program.Call); ok {
			name = program.LastName(call.Callee)
		}
		made.typed = made.typed || (name == "field" || name == "mutation") && importsModule(e.file, "strawberry")
	}
	first := 0
	if len(function.Params) > first && requestNames[function.Params[first].Name] && !strings.HasPrefix(function.Name, "_") {
		switch {
		case function.Class == nil:
			made.view = function.Parent != nil && function.Parent.Top && (importsModule(e.file, "django") || importsModule(e.file, "rest_framework"))
		case views[function.Name]:
			made.view = true
		}
	}
	return made
}

// requestNames are what views call their request.
var requestNames = words("request req _request")

// views are methods of views of Django and its REST framework.
var views = words("get post put patch delete head options dispatch list retrieve create update partial_update destroy")

// importsModule reports whether a file imports from a module or what is below it.
func importsModule(file *program.File, module string) bool {
	for _, one := range file.Imports {
		if one.Module == module || strings.HasPrefix(one.Module, module+".") {
			return true
		}
	}
	return false
}

// pythonParam is what a parameter gives.
func pythonParam(e *engine, function *program.Function, h handling, i int, param *program.Param) give {
	kind := e.typeName(function, param.Type)
	if give := e.tables.origins[kind+"()"]; kind != "" && !give.zero() {
		return give
	}
	if param.Name == "request" && i == 0 || i == 0 && h.view && requestNames[param.Name] {
		return is(pythonRequest)
	}
	if i == 0 && param.Name == "event" && (function.Name == "lambda_handler" || function.Name == "handler") {
		return likelyEvent
	}
	switch {
	case h.resolves > 0 && i >= h.resolves && !e.cleanType(function, param.Type):
		return give{some: true, hints: text | object, unsure: true}
	case h.typed && lastOf(kind) == "str":
		return plain
	case h.routed:
		return pythonField(e, function, h, param, kind)
	case h.view && i > 0:
		if param.Type != nil && lastOf(kind) != "str" || param.Default != nil && param.Type == nil {
			return give{}
		}
		return give{some: true, hints: text, safe: path | redirect, unsure: true}
	}
	return give{}
}

var likelyEvent = give{some: true, hints: object}

// pythonField is a parameter of a function that a decorator routes to: a part of the
// path, and in FastAPI a field of the query, a header, or the body.
func pythonField(e *engine, function *program.Function, h handling, param *program.Param, kind string) give {
	converter, inPath := pathParameter(h.route, param.Name)
	switch {
	case e.cleanType(function, param.Type), e.restricted(function, param.Type, param.Default):
		return give{}
	case inPath:
		switch converter {
		case "", "str", "string", "default", "any":
			return give{some: true, hints: text, safe: path, unsure: false}
		case "path", "re", "regex":
			return plain
		}
		return give{}
	case !h.fields:
		return give{}
	case depends(param.Type), depends(param.Default), servicedType(lastOf(kind)):
		return give{}
	}
	switch lastOf(kind) {
	case "str", "EmailStr", "bytes", "AnyStr":
		return plain
	case "", "list", "List", "Sequence", "set", "dict", "Dict", "Any":
		if param.Type == nil && param.Default == nil || lastOf(kind) != "" || fieldDefault(param.Default) {
			return give{some: true, hints: object}
		}
		return give{}
	case "UploadFile":
		return is(pythonUpload)
	}
	if binding := function.Lookup(kind); binding != nil && binding.Class != nil {
		if enumerated(binding.Class) {
			return give{}
		}
		return give{some: true, model: bodyOf(e, binding.Class)}
	}
	return likely
}

// bodyOf is the body that a class of the file describes, by its fields.
func bodyOf(e *engine, class *program.Class) *model {
	made := &model{members: map[string]give{}}
	for _, field := range class.Fields {
		switch kind := lastOf(e.typeName(e.file.Top(), field.Type)); {
		case e.tables.clean[kind], e.restricted(e.file.Top(), field.Type, field.Value):
		case kind == "str":
			made.members[field.Name] = plain
		default:
			made.members[field.Name] = likely
		}
	}
	for _, base := range class.Bases {
		if name := program.LastName(base); name != "BaseModel" && name != "SQLModel" {
			made.others = likely
		}
	}
	return made
}

func enumerated(class *program.Class) bool {
	for _, base := range class.Bases {
		if strings.HasSuffix(program.LastName(base), "Enum") {
			return true
		}
	}
	return false
}

// depends reports whether a parameter is given by the framework's injection.
func depends(x program.Expression) bool {
	found := false
	program.Visit(x, func(x program.Expression) bool {
		if call, ok := x.(*program.Call); ok {
			switch program.LastName(call.Callee) {
			case "Depends", "Security", "Provide":
				found = true
			}
		}
		return !found
	})
	return found
}

// fieldDefault reports whether a default says where a field comes from.
func fieldDefault(x program.Expression) bool {
	call, ok := x.(*program.Call)
	if !ok {
		return x != nil && isNone(x)
	}
	switch program.LastName(call.Callee) {
	case "Query", "Path", "Header", "Cookie", "Form", "Body", "File":
		return true
	}
	return false
}

func isNone(x program.Expression) bool {
	literal, ok := x.(*program.Literal)
	return ok && literal.Kind == program.LiteralNothing
}

// servicedType reports whether a type's name is that of something the framework or
// the application gives, which is no part of the request.
func servicedType(kind string) bool {
	for _, ending := range []string{"Dep", "Deps", "Session", "Service", "Settings", "Client", "Repository", "Manager", "Context", "Response", "Tasks", "User", "WebSocket", "Database", "Connection", "Engine", "Cache", "Depends", "Config"} {
		if strings.HasSuffix(kind, ending) {
			return true
		}
	}
	return false
}

// pathParameter finds a name in a route: "<int:id>", "{id:path}", "{id}".
func pathParameter(route, name string) (converter string, found bool) {
	for rest := route; ; {
		at := strings.IndexAny(rest, "<{")
		if at < 0 {
			return "", false
		}
		end := strings.IndexAny(rest[at:], ">}")
		if end < 0 {
			return "", false
		}
		inner, braces := rest[at+1:at+end], rest[at] == '{'
		rest = rest[at+end+1:]
		first, second, two := strings.Cut(inner, ":")
		switch {
		case braces && first == name:
			return second, true
		case !braces && two && second == name:
			kind, _, _ := strings.Cut(first, "(")
			return kind, true
		case !braces && !two && inner == name:
			return "", true
		}
	}
}
