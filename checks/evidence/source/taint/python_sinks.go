package taint

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

const (
	cursors = "~cursor ~cur ~c ~conn ~connection ~db ~database ~engine ~session ~crsr ~con ~curs ~tx ~transaction ~pool ~sql ~client ~execute"
)

func pythonSinks() []sinkRow {
	return slices.Concat(pythonCommands(), pythonRequests(), []sinkRow{
		{class: sql, call: "execute executemany executescript mogrify", of: of("~cursor ~cur ~crsr ~curs cursor"), at: at("0"), need: wantsText, when: notAlchemy, advice: "cursor"},
		{class: sql, call: "execute executemany executescript exec_driver_sql", of: of("*"), at: at("0 sql query statement"), need: wantsQuery, advice: "cursor"},
		{class: sql, call: "fetch fetchrow fetchval fetch_all fetch_one fetch_val iterate", of: of(cursors), at: at("0 query"), need: wantsQuery, advice: "cursor"},
		{class: sql, call: "raw", of: of("*"), at: at("0"), need: wantsQuery, advice: "django"},
		{class: sql, call: "RawSQL", of: of("django.db.models.expressions -"), at: at("0"), advice: "django"},
		{class: sql, call: "extra", of: of("*"), at: at("where select tables order_by 0"), need: wantsBuilt, advice: "django"},
		{class: sql, call: "extra", of: of("*"), at: at("where select tables"), when: importsAny("django"), advice: "django"},
		{class: sql, call: "filter having group_by order_by distinct where prefix_with suffix_with", of: of("*"), at: at("0"), when: alchemyText, advice: "alchemy"},
		{class: sql, call: "callproc", of: of("~cursor ~cur ~crsr ~curs cursor"), at: at("0"), need: wantsText, advice: "cursor"},
		{class: sql, call: "copy_expert", of: of("~cursor ~cur ~crsr ~curs cursor"), at: at("0 sql"), need: wantsText, advice: "cursor"},
		{class: sql, call: "RawQuery SQL", of: of("peewee"), at: at("0 sql"), advice: "cursor"},
		{class: sql, call: "TextClause", of: of("sqlalchemy.sql.expression sqlalchemy.sql.elements sqlalchemy"), at: at("0 text"), advice: "alchemy"},
		{class: sql, call: "text", of: of("flask_sqlalchemy.SQLAlchemy() ~db"), at: at("0 text"), when: importsAny("flask_sqlalchemy", "sqlalchemy"), advice: "alchemy"},
		{class: sql, call: "text", of: of("sqlalchemy sqlalchemy.sql sqlalchemy.sql.expression sqlmodel sa ~sa ~sqlalchemy"), at: at("0 text"), advice: "alchemy"},
		{class: sql, call: "read_sql read_sql_query", of: of("pandas ~pd"), at: at("0 sql"), need: wantsQuery, advice: "cursor"},
		{class: sql, call: "SQL", of: of("psycopg2.sql psycopg.sql ~sql"), at: at("0"), advice: "cursor"},
		{class: sql, call: "query", of: of("~bigquery_client ~bq ~bq_client ~athena ~db"), at: at("0"), need: wantsQuery, advice: "cursor"},
		{class: nosql, call: "objects", of: of("*"), at: at("0+"), need: wantsObject, when: importsAny("mongoengine", "flask_mongoengine"), advice: "mongo"},
		{class: nosql, call: "Code", of: of("bson bson.code"), at: at("0"), need: wantsText, advice: "mongo"},
		{class: nosql, call: "find find_one find_one_or_404 find_raw_batches aggregate_raw_batches update_one update_many replace_one delete_one delete_many find_one_and_update find_one_and_delete find_one_and_replace count_documents aggregate distinct watch", of: of("*"), at: at("0 filter"), need: wantsObject, when: pythonCollection, advice: "mongo"},

		{class: code, call: "eval exec compile execfile", of: of("- builtins __builtins__"), at: at("0"), when: builtinCode, advice: "eval"},
		{class: code, call: "runsource runcode interact push", of: of("~interpreter ~console code.InteractiveInterpreter() code.InteractiveConsole()"), at: at("0"), advice: "eval"},
		{class: code, call: "eval_js eval_js6 execute", of: of("js2py js2py.EvalJs() quickjs.Context() py_mini_racer.MiniRacer() execjs"), at: at("0"), advice: "eval"},
		{class: code, call: "eval", of: of("quickjs.Context() py_mini_racer.MiniRacer() execjs js2py.EvalJs() pandas numexpr"), at: at("0 expr"), advice: "eval"},
		{class: code, call: "evaluate", of: of("numexpr"), at: at("0"), advice: "eval"},
		{class: code, call: "import_module __import__", of: of("importlib -"), at: at("0"), when: unsure, advice: "eval"},
		{class: code, call: "run_in_subinterp run_string", of: of("_testcapi _xxsubinterpreters"), at: at("0 1"), advice: "eval"},

		{class: path, call: "open", of: of("- io codecs aiofiles os builtins gzip bz2 ~codecs ~io"), at: at("0 file"), advice: "path"},
		{class: path, call: "remove unlink rmdir mkdir makedirs listdir scandir removedirs truncate chmod", of: of("os aiofiles.os"), at: at("0"), advice: "path"},
		{class: path, call: "rename replace renames link symlink", of: of("os"), at: at("0 1"), advice: "path"},
		{class: path, call: "rmtree copy copyfile copy2 copytree move", of: of("shutil"), at: at("0 1"), advice: "path"},
		{class: path, call: "send_file", of: of("flask quart - ~flask"), at: at("0 path_or_file filename_or_fp"), advice: "send_file"},
		{class: path, call: "FileResponse", of: of("fastapi.responses starlette.responses -"), at: at("0 path"), advice: "path"},
		{class: path, call: "read_text read_bytes write_text write_bytes open unlink rmdir mkdir touch iterdir", of: of("*"), at: at("self"), when: pathObject, advice: "path"},
		{class: path, call: "save", of: of("~file ~f ~upload ~uploaded_file ~image ~avatar ~photo ~attachment"), at: at("0"), need: wantsText, when: savesAt, advice: "path"},
		{class: path, call: "walk chdir stat lstat chown symlink access mkfifo", of: of("os"), at: at("0"), when: unsure, advice: "path"},
		{class: path, call: "ZipFile PyZipFile is_zipfile", of: of("zipfile"), at: at("0 file"), need: wantsText, advice: "path"},
		{class: path, call: "open TarFile is_tarfile", of: of("tarfile"), at: at("0 name"), need: wantsText, advice: "path"},
		{class: path, call: "open BZ2File GzipFile LZMAFile", of: of("bz2 gzip lzma tarfile shelve dbm"), at: at("0 filename"), need: wantsText, advice: "path"},
		{class: path, call: "glob iglob", of: of("glob"), at: at("0"), advice: "path"},
		{class: path, call: "mkdtemp mkstemp NamedTemporaryFile TemporaryDirectory TemporaryFile mktemp", of: of("tempfile"), at: at("prefix suffix dir"), need: wantsText, when: unsure, advice: "path"},
		{class: path, call: "loadtxt genfromtxt fromfile savetxt", of: of("numpy"), at: at("0 fname file"), need: wantsText, advice: "path"},
		{class: path, call: "connect", of: of("sqlite3 aiosqlite"), at: at("0 database"), need: wantsText, advice: "path"},
		{class: path, call: "open_resource open_instance_resource", of: of("flask.Flask() ~app ~current_app"), at: at("0"), need: wantsText, advice: "path"},
		{class: path, call: "FileHandler RotatingFileHandler TimedRotatingFileHandler WatchedFileHandler", of: of("logging logging.handlers"), at: at("0 filename"), advice: "path"},
		{class: path, call: "read_text read_bytes write_text write_bytes open unlink rmdir mkdir touch iterdir rename", of: of("*"), at: at("self"), when: joinedPath, advice: "path"},
		{class: path, call: "exists isfile isdir islink getsize getmtime", of: of("os.path ~path"), at: at("0"), when: unsure, advice: "path"},
		{class: path, call: "exists is_file is_dir stat", of: of("*"), at: at("self"), need: wantsText, when: pythonPathObject, advice: "path"},
		{class: path, call: "send_from_directory", of: of("flask quart -"), at: at("0 directory"), advice: "send_file"},
		{class: path, call: "static_file", of: of("-"), at: at("root"), advice: "path"},

		{class: markup, call: "HttpResponse HttpResponseBadRequest HttpResponseNotFound HttpResponseForbidden HttpResponseServerError", of: of("django.http django.http.response - django.shortcuts"), at: at("0 content"), need: wantsText, when: pythonPage, advice: "django"},
		{class: markup, call: "mark_safe SafeString SafeText", of: of("django.utils.safestring -"), at: at("0"), sign: true, advice: "django"},
		{class: markup, call: "Markup", of: of("markupsafe flask jinja2 -"), at: at("0"), sign: true, advice: "flask"},
		{class: markup, call: "format_html", of: of("django.utils.html -"), at: at("0"), advice: "django"},
		{class: markup, call: "make_response Response", of: of("flask - quart"), at: at("0= response"), need: wantsText, when: pythonPage, advice: "flask"},
		{class: markup, call: "Response", of: of("pyramid.response webob webob.Response"), at: at("0 body text html_body"), need: wantsText, when: pythonPage, advice: "flask"},
		{class: markup, call: "write", of: of("~self"), at: at("0"), need: wantsText, when: tornadoHandler, advice: "flask"},
		{class: markup, call: "Response", of: of("aiohttp.web"), at: at("text body"), need: wantsText, when: aiohttpPage, advice: "flask"},
		{class: markup, call: "HTMLResponse", of: of("fastapi.responses starlette.responses -"), at: at("0 content"), need: wantsText, advice: "django"},

		{class: template, call: "render_template_string", of: of("flask quart -"), at: at("0 source"), advice: "template"},
		{class: template, call: "Template", of: of("jinja2 django.template mako.template -"), at: at("0"), when: pythonTemplate, advice: "template"},
		{class: template, call: "from_string", of: of("*"), at: at("0 source template_code"), need: wantsText, when: environment, advice: "template"},
		{class: template, call: "Template", of: of("mako.template Cheetah.Template tornado.template airspeed web.template django.template.base jinja2"), at: at("text source template_string"), advice: "template"},
		{class: template, call: "Template Loader", of: of("Cheetah.Template tornado.template airspeed web.template django.template.base trender"), at: at("0"), need: wantsText, advice: "template"},
		{class: template, call: "PageTemplate PageTextTemplate MarkupTemplate TextTemplate NewTextTemplate SimpleTemplate TRender", of: of("chameleon genshi.template genshi.template.text bottle trender"), at: at("0"), need: wantsText, advice: "template"},
		{class: template, call: "template", of: of("bottle"), at: at("0"), need: wantsText, advice: "template"},

		{class: redirect, call: "redirect", of: of("flask django.shortcuts quart - bottle werkzeug.utils"), at: at("0 location to"), advice: "redirect"},
		{class: redirect, call: "redirect", of: of("~self"), at: at("0 url"), when: tornadoHandler, advice: "redirect"},
		{class: redirect, call: "HttpResponseRedirect HttpResponsePermanentRedirect", of: of("django.http django.shortcuts django.http.response -"), at: at("0 redirect_to"), advice: "redirect"},
		{class: redirect, call: "RedirectResponse", of: of("fastapi.responses starlette.responses -"), at: at("0 url"), advice: "redirect"},
		{class: redirect, call: "HTTPFound HTTPSeeOther HTTPMovedPermanently", of: of("*"), at: at("0 location"), advice: "redirect"},

		{class: deserialise, call: "loads load Unpickler", of: of("pickle cPickle _pickle dill marshal cloudpickle ~pickle ~cPickle"), at: at("0"), advice: "pickle"},
		{class: deserialise, call: "decode loads", of: of("jsonpickle jsonpickle.unpickler"), at: at("0 string"), advice: "pickle"},
		{class: deserialise, call: "load load_all unsafe_load unsafe_load_all full_load full_load_all", of: of("yaml ~yaml"), at: at("0 stream"), when: pythonYAML, advice: "yaml"},
		{class: deserialise, call: "read_pickle", of: of("pandas ~pd"), at: at("0 filepath_or_buffer"), advice: "pickle"},
		{class: deserialise, call: "load", of: of("joblib sklearn.externals.joblib hickle"), at: at("0 filename"), advice: "pickle"},
		{class: deserialise, call: "load", of: of("torch numpy"), at: at("0 f file"), when: pickledArrays, advice: "pickle"},
		{class: deserialise, call: "open DbfilenameShelf", of: of("shelve"), at: at("0 filename"), advice: "pickle"},

		{class: entities, call: "fromstring parse XML iterparse parseString", of: of("lxml.etree lxml lxml.objectify ~etree xml.sax xml.dom.minidom xml.dom.pulldom"), at: at("0"), when: pythonEntities, advice: "xml"},
	})
}

var pythonStores = []storeRow{
	{class: nosql, name: "$where", of: of("- *"), need: wantsText, advice: "mongo"},
	{class: markup, name: "body", of: of("-"), need: wantsPage, when: lambdaAnswer, advice: "flask"},
	{class: redirect, name: "Location", of: of("~response ~headers ~resp ~res"), advice: "redirect"},
}

// notAlchemy: what SQLAlchemy is given is put together by its own functions.
func notAlchemy(_ *engine, _ *called) certainty { return sure }

// alchemyText says whether a part of a query is a text that is put together, in a file
// that asks by SQLAlchemy.
func alchemyText(e *engine, c *called) certainty {
	if len(c.values) == 0 || !c.values[0].whole().hint(built) {
		return no
	}
	if importsModule(e.file, "sqlalchemy") || importsModule(e.file, "flask_sqlalchemy") || importsModule(e.file, "pyramid") && endsInWord(rootName(c.x.Callee), "query") {
		return sure
	}
	return no
}

// pickledArrays says whether arrays are loaded by pickle: NumPy's where that is allowed,
// PyTorch's where it is not forbidden.
func pickledArrays(_ *engine, c *called) certainty {
	for _, one := range c.x.Arguments {
		literal, ok := one.Value.(*program.Literal)
		switch {
		case one.Name == "weights_only" && ok && literal.Value == "True":
			return no
		case one.Name == "allow_pickle" && ok && literal.Value == "True":
			return sure
		}
	}
	if c.owner == "torch" {
		return sure
	}
	return no
}

// joinedPath says whether what is read is a path of pathlib that data was joined to.
func joinedPath(_ *engine, c *called) certainty {
	call, ok := c.object.(*program.Call)
	if ok && (program.LastName(call.Callee) == "joinpath" || program.LastName(call.Callee) == "resolve") && c.receiver.tainted() {
		return sure
	}
	return no
}

func pythonCollection(e *engine, c *called) certainty {
	for _, one := range []string{"pymongo", "flask_pymongo", "motor", "mongoengine", "flask_mongoengine"} {
		if importsModule(e.file, one) {
			return maybe
		}
	}
	switch object := c.object.(type) {
	case *program.Member: // db.users
		if name := identifier(object.X); endsInWord(name, "db") || endsInWord(name, "mongo") || endsInWord(name, "database") {
			return maybe
		}
	case *program.Index:
		return maybe
	}
	if name := identifier(c.object); endsInWord(name, "collection") || endsInWord(name, "col") {
		return maybe
	}
	return no
}

// builtinCode tells the builtins from methods and functions of the same name.
func builtinCode(e *engine, c *called) certainty {
	if name, ok := c.x.Callee.(*program.Name); ok && e.function().Lookup(name.Name) != nil {
		return no
	}
	if c.name == "compile" {
		return maybe
	}
	return sure
}

func pathObject(_ *engine, c *called) certainty {
	if c.receiver == nil || c.receiver.model != nil {
		return no
	}
	return sure
}

// pythonPage says whether an answer is HTML by its content type.
func pythonPage(e *engine, c *called) certainty {
	for _, one := range c.x.Arguments {
		switch one.Name {
		case "content_type", "mimetype", "media_type":
			if kind, ok := e.function().Constant(one.Value); !ok || notPage(kind) {
				return no
			}
		case "headers":
			return maybe
		}
	}
	if e.typedLater() {
		return no
	}
	return sure
}

// typedLater reports whether a function gives an answer a content type that is no
// page's, behind the call that makes it: r.mimetype = "text/plain".
func (e *engine) typedLater() bool {
	found := false
	program.VisitStatements(e.function().Body, func(s program.Statement) bool {
		assign, ok := s.(*program.Assign)
		if !ok || len(assign.Targets) != 1 {
			return true
		}
		name := ""
		switch target := assign.Targets[0].(type) {
		case *program.Member:
			name = target.Name
		case *program.Index:
			name, _ = e.function().Constant(target.Index)
		}
		switch strings.ToLower(name) {
		case "mimetype", "content_type", "content-type":
			kind, known := e.function().Constant(assign.Value)
			found = found || known && notPage(kind)
		}
		return !found
	}, nil)
	return found
}

// pythonTemplate tells engines of templates from string.Template.
func pythonTemplate(_ *engine, c *called) certainty {
	if c.owner == "" && c.origin == "Template" {
		return no
	}
	return sure
}

// lambdaAnswer says whether a function is one that AWS Lambda calls, whose answer has a body.
func lambdaAnswer(e *engine) certainty {
	if function := e.function(); len(function.Params) == 2 && function.Params[0].Name == "event" {
		return sure
	}
	return no
}

// savesAt says whether a file is saved at a path: Django's storages, which are given its
// content too, take the folders off its name.
func savesAt(_ *engine, c *called) certainty {
	if len(c.x.Arguments) > 1 {
		return no
	}
	return sure
}

// tornadoHandler says whether a method is one of a handler of Tornado.
func tornadoHandler(e *engine, _ *called) certainty {
	if importsModule(e.file, "tornado") {
		return sure
	}
	return no
}

// aiohttpPage says whether an answer of aiohttp is a page: it is plain text unless it
// says otherwise.
func aiohttpPage(e *engine, c *called) certainty {
	for _, one := range c.x.Arguments {
		if kind, _ := e.function().Constant(one.Value); one.Name == "content_type" && strings.Contains(kind, "html") {
			return sure
		}
	}
	return no
}

// pythonPathObject says whether what is looked at is a path: of a file that uses them.
func pythonPathObject(e *engine, c *called) certainty {
	if importsModule(e.file, "pathlib") && pathObject(e, c) != no {
		return maybe
	}
	return no
}

func environment(e *engine, c *called) certainty {
	name := strings.ToLower(e.written(c.object))
	if strings.Contains(name, "env") || strings.Contains(name, "jinja") || strings.Contains(name, "engine") || strings.Contains(name, "template") {
		return sure
	}
	return no
}

// pythonYAML says whether the loader builds any object. SafeLoader does not.
func pythonYAML(_ *engine, c *called) certainty {
	if strings.HasPrefix(c.name, "unsafe_load") {
		return sure
	}
	for i, one := range c.x.Arguments {
		if one.Name == "Loader" || i == 1 && one.Name == "" {
			name := identifier(one.Value)
			switch {
			case strings.Contains(name, "Safe"), strings.Contains(name, "Base"):
				return no
			case name == "FullLoader":
				return maybe
			}
			return sure
		}
	}
	return maybe // since PyYAML 6, of 2021, a loader has to be named
}

// pythonEntities says whether a parser follows external entities.
func pythonEntities(e *engine, c *called) certainty {
	found := no
	program.VisitStatements(e.function().Body, nil, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok {
			return true
		}
		switch program.LastName(call.Callee) {
		case "XMLParser":
			for _, one := range call.Arguments {
				if literal, ok := one.Value.(*program.Literal); ok && literal.Value == "True" && (one.Name == "resolve_entities" || one.Name == "load_dtd") {
					found = sure
				}
			}
		case "setFeature":
			if len(call.Arguments) == 2 && strings.HasSuffix(identifier(call.Arguments[0].Value), "external_ges") {
				if literal, ok := call.Arguments[1].Value.(*program.Literal); ok && literal.Value == "True" {
					found = sure
				}
			}
		}
		return true
	})
	return found
}

var pythonPassing = []passRow{
	{call: "int float bool len abs ord hash id complex round isinstance hasattr type", of: of("-"), gives: givesClean},
	{call: "UUID Decimal", of: of("- uuid decimal"), gives: givesClean},
	{call: "str", of: of("-"), gives: givesTogether},
	{call: "sanitize", of: of("mongosanitizer.sanitizer ~mongosanitizer"), gives: givesArgument, safe: nosql},
	{call: "joinpath", of: of("pathlib.Path()"), gives: givesAll},
	{call: "bytes list dict tuple set sorted reversed iter next repr bytearray memoryview enumerate zip max min", of: of("-"), gives: givesAll},
	{call: "quote", of: of("shlex pipes"), gives: givesArgument, safe: command},
	{call: "join", of: of("shlex"), gives: givesArgument, safe: command},
	{call: "split", of: of("shlex"), gives: givesArgument},
	{call: "escape", of: of("html markupsafe flask cgi django.utils.html xml.sax.saxutils - jinja2 werkzeug.utils flask.Markup markupsafe.Markup"), gives: givesArgument, safe: markup},
	{call: "conditional_escape strip_tags escapejs force_escape linebreaks urlize", of: of("django.utils.html -"), gives: givesArgument, safe: markup},
	{call: "clean linkify", of: of("bleach nh3 ~cleaner"), gives: givesArgument, safe: markup},
	{call: "escape_filter_chars", of: of("*"), gives: givesArgument},
	{call: "basename", of: of("os.path ntpath posixpath"), gives: givesArgument, safe: path},
	{call: "normpath abspath realpath", of: of("os.path ntpath posixpath ~path"), gives: givesTogether, makes: normal},
	{call: "relpath", of: of("os.path ntpath posixpath ~path"), gives: givesArgument, makes: normal | beneath},
	{call: "join expanduser", of: of("os.path ntpath posixpath ~path"), gives: givesTogether},
	{call: "dirname", of: of("os.path"), gives: givesArgument},
	{call: "splitext", of: of("os.path"), gives: givesEnding},
	{call: "split", of: of("os.path"), gives: givesArgument},
	{call: "secure_filename", of: of("werkzeug.utils werkzeug -"), gives: givesArgument, safe: path},
	{call: "safe_join", of: of("werkzeug.utils flask werkzeug.security django.utils._os -"), gives: givesAll, safe: path},
	{call: "Path PurePath", of: of("pathlib -"), gives: givesTogether},
	{call: "quote quote_plus", of: of("urllib.parse urllib urllib.request - django.utils.http"), gives: givesArgument, safe: markup | redirect | request | path},
	{call: "unquote unquote_plus unquote_to_bytes", of: of("urllib.parse urllib -"), gives: givesArgument, anew: true},
	{call: "url_parse", of: of("werkzeug.urls -"), gives: givesArgument},
	{call: "urlparse urlsplit urlunparse parse_qs parse_qsl urldefrag", of: of("urllib.parse urllib urlparse -"), gives: givesArgument},
	{call: "urlencode", of: of("urllib.parse urllib - django.utils.http"), gives: givesArgument, safe: markup | redirect | request},
	{call: "urljoin", of: of("urllib.parse urlparse -"), gives: givesAll},
	{call: "loads load", of: of("json simplejson ujson orjson"), gives: givesArgument, makes: object | json},
	{call: "dumps dump", of: of("json simplejson ujson orjson"), gives: givesArgument},
	{call: "safe_load safe_load_all safe_dump", of: of("yaml"), gives: givesArgument},
	{call: "b64encode urlsafe_b64encode standard_b64encode b32encode b16encode", of: of("base64"), gives: givesArgument, safe: encoded},
	{call: "b64decode urlsafe_b64decode b32decode b16decode standard_b64decode decodebytes a85decode", of: of("base64"), gives: givesArgument, anew: true},
	{call: "unhexlify a2b_base64 decompress compress", of: of("binascii zlib gzip bz2"), gives: givesArgument},
	{call: "format", of: of("*"), gives: givesFormat, from: -1},
	{call: "format", of: of("-"), gives: givesArgument},
	{call: "copy deepcopy", of: of("copy"), gives: givesArgument},
	{call: "BytesIO StringIO TextIOWrapper", of: of("io -"), gives: givesArgument},
	{call: "sub subn", of: of("re"), gives: givesArgument, from: 2},
	{call: "split findall", of: of("re"), gives: givesArgument, from: 1},
	{call: "dedent indent", of: of("textwrap"), gives: givesArgument},
	{call: "force_str force_text smart_str force_bytes", of: of("django.utils.encoding -"), gives: givesArgument},
	{call: "getattr", of: of("-"), gives: givesArgument},
	{call: "url_for reverse resolve_url", of: of("flask django.urls django.shortcuts -"), gives: givesClean},
	{call: "Identifier Literal Placeholder", of: of("psycopg2.sql psycopg.sql ~sql"), gives: givesClean},
	{call: "bindparam bindparams literal column table select func", of: of("sqlalchemy sqlalchemy.sql"), gives: givesClean},
	{call: "literal_eval", of: of("ast"), gives: givesArgument},
	{call: "fromstring parse", of: of("defusedxml.ElementTree defusedxml"), gives: givesArgument},
	{call: "match fullmatch search compile", of: of("re"), gives: givesClean},
}
