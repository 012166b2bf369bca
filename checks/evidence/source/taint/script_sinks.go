package taint

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// databases are clients whose query takes SQL, by origin and by name.
const databases = "pg.Pool() pg.Client() pg-promise()() mysql.createConnection() mysql.createPool() mysql2.createConnection() mysql2.createPool() mysql2/promise.createConnection() " +
	"mysql2/promise.createPool() sequelize.Sequelize() sequelize() mssql.Request() mssql mssql.ConnectionPool() typeorm.DataSource() typeorm.EntityManager() typeorm.QueryRunner() " +
	"sqlite3.Database() better-sqlite3() oracledb.getConnection() @neondatabase/serverless.neon() @vercel/postgres.sql mysql2() pg.native.Client() serverless-mysql() mariadb.createPool()"

const databaseNames = "~db ~pool ~client ~conn ~connection ~database ~pg ~mysql ~sql ~tx ~trx ~queryRunner ~entityManager ~manager ~em ~sequelize ~dataSource ~knex ~sqlite ~transaction ~t ~request ~session ~driver ~repository ~con ~adapter ~mssql ~postgres ~stmt ~prisma"

const files = "fs fs/promises fs.promises fs-extra graceful-fs promises"

func scriptSinks() []sinkRow {
	return []sinkRow{
		{class: sql, call: "query execute", of: of(databases), at: at("0 0.text 0.sql"), advice: "query"},
		{class: sql, call: "all get run each exec prepare", of: of("sqlite3.Database() better-sqlite3()"), at: at("0"), advice: "query"},
		{class: sql, call: "query execute all get run each exec prepare any one none many oneOrNone manyOrNone result executeSql queryRaw executeRaw", of: of(databaseNames), at: at("0 0.text 0.sql"), need: wantsQuery, advice: "query"},
		{class: sql, call: "any one none many oneOrNone manyOrNone", of: of("*"), at: at("0 0.text"), need: wantsQuery, advice: "query"},
		{class: sql, call: "batch", of: of("mssql.Request() mssql.ConnectionPool() ~request ~mssql"), at: at("0"), need: wantsQuery, advice: "query"},
		{class: sql, call: "ParameterizedQuery PreparedStatement", of: of("*"), at: at("0 0.text"), need: wantsQuery, advice: "query"},
		{class: sql, call: "literal", of: of("sequelize.Sequelize sequelize sequelize.Sequelize() ~sequelize ~Sequelize"), at: at("0"), need: always, advice: "sequelize"},
		{class: sql, call: "whereRaw orWhereRaw andWhereRaw havingRaw orHavingRaw orderByRaw groupByRaw joinRaw fromRaw selectRaw", of: of("*"), at: at("0"), advice: "knex"},
		{class: sql, call: "raw", of: of("knex() knex()() ~knex ~trx ~db ~qb"), at: at("0"), need: wantsBuilt, advice: "knex"},
		{class: sql, call: "raw", of: of("drizzle-orm.sql @prisma/client.Prisma objection kysely.sql ~Prisma ~sql"), at: at("0"), need: wantsText, advice: "query"},
		{class: sql, call: "where andWhere orWhere having andHaving orHaving", of: of("*"), at: at("0"), need: wantsBuilt, advice: "typeorm"},
		{class: sql, call: "$queryRawUnsafe $executeRawUnsafe", of: of("*"), at: at("0"), advice: "prisma"},
		{class: sql, call: "unsafe", of: of("postgres() ~sql ~db ~tx"), at: at("0"), advice: "query"},
		{class: nosql, call: "find findOne findOneAndUpdate findOneAndDelete findOneAndRemove updateOne updateMany update deleteOne deleteMany remove count countDocuments findOneAndReplace replaceOne distinct where exists findById findByIdAndUpdate findByIdAndDelete findByIdAndRemove and or nor aggregate", of: of("*"), at: at("0"), need: wantsObject, when: collection, advice: "mongo"},

		{class: command, call: "exec execSync", of: of("child_process ~childProcess ~cp ~child_process util.promisify() - shelljs ~shell"), at: at("0"), when: shellCall, advice: "execFile"},
		{class: command, call: "spawn spawnSync execFile execFileSync fork execa execaSync", of: of("child_process ~childProcess ~cp ~child_process execa - cross-spawn"), at: at("0"), need: wantsStart, when: fromProcess, advice: "execFile"},
		{class: command, call: "spawn spawnSync execFile execFileSync execa execaSync", of: of("child_process ~childProcess ~cp ~child_process execa - cross-spawn"), at: at("0 1 1.0 1.1 1.2"), when: withShell, advice: "execFile"},
		{class: command, call: "execCommand run_cmd execSh", of: of("ssh2 ssh2.Client() ~ssh exec-sh node-cmd"), at: at("0"), advice: "execFile"},
		{class: command, call: "exec", of: of("ssh2.Client() ~ssh ~sshClient"), at: at("0"), advice: "execFile"},
		{class: command, call: "exec-sh node-exec exec remote-exec", of: of("-"), at: at("0 1"), when: importedRunner, advice: "execFile"},
		{class: command, call: "spawn spawnSync execFile execFileSync execa execaSync", of: of("child_process ~childProcess ~cp ~child_process execa - cross-spawn"), at: at("1"), need: wantsStart, when: runsByOption, advice: "option"},
		{class: command, call: "cross-spawn execa", of: of("-"), at: at("0"), need: wantsStart, advice: "execFile"},
		{class: command, call: "command commandSync execaCommand execaCommandSync", of: of("execa - "), at: at("0"), when: fromProcess, advice: "execFile"},

		{class: code, call: "eval Function", of: of("- window globalThis global"), at: at("0+"), advice: "eval"},
		{class: code, call: "execScript globalEval", of: of("* -"), at: at("0"), advice: "eval"},
		{class: code, call: "runInContext runInNewContext runInThisContext compileFunction Script SourceTextModule", of: of("vm ~vm"), at: at("0"), advice: "eval"},
		{class: code, call: "run", of: of("vm2.VM() vm2.NodeVM() sandbox() ~sandbox ~vm"), at: at("0"), advice: "eval"},
		{class: code, call: "_compile", of: of("module.Module() module() ~module ~m"), at: at("0"), advice: "eval"},
		{class: code, call: "runInContext evalInContext", of: of("~vm ~sandbox"), at: at("0"), advice: "eval"},
		{class: code, call: "setTimeout setInterval setImmediate", of: of("- window"), at: at("0"), need: wantsRead, advice: "eval"},
		{class: code, call: "evaluate evaluateHandle evaluateOnNewDocument addInitScript", of: of("~page ~frame ~context"), at: at("0"), need: wantsText, advice: "eval"},
		{class: code, call: "VMScript NodeVM", of: of("vm2 -"), at: at("0"), when: fromVM, advice: "eval"},

		{class: path, call: "readFile readFileSync createReadStream writeFile writeFileSync createWriteStream appendFile appendFileSync unlink unlinkSync rm rmSync rmdir rmdirSync " +
			"readdir readdirSync mkdir mkdirSync open openSync readJson readJsonSync writeJson outputFile remove removeSync emptyDir", of: of(files + " ~fs ~fsp ~fse"), at: at("0"), advice: "path"},
		{class: path, call: "stat statSync lstat lstatSync access accessSync exists existsSync readlink readlinkSync opendir opendirSync", of: of(files + " ~fs ~fsp ~fse"), at: at("0"), when: unsure, advice: "path"},
		{class: path, call: "chmod chmodSync chown chownSync truncate truncateSync utimes utimesSync watch watchFile appendFile ensureDir ensureDirSync ensureFile outputJson readFileAsync writeFileAsync createFile", of: of(files + " ~fs ~fsp ~fse"), at: at("0"), advice: "path"},
		{class: path, call: "pdf screenshot", of: of("~page"), at: at("0.path"), advice: "path"},
		{class: path, call: "rename renameSync copyFile copyFileSync cp cpSync copy copySync move moveSync symlink link", of: of(files + " ~fs ~fsp ~fse"), at: at("0 1"), advice: "path"},
		{class: path, call: "readFile readFileSync writeFile writeFileSync createReadStream createWriteStream unlink unlinkSync", of: of("-"), at: at("0"), when: fromFiles, advice: "path"},
		{class: path, call: "sendFile sendfile", of: of("~res ~response ~reply"), at: at("1.root"), advice: "sendFile"},
		{class: path, call: "sendFile sendfile download", of: of("~res ~response ~reply ~ctx"), at: at("0"), need: always, when: withoutRoot, advice: "sendFile"},
		{class: path, call: "mv", of: of("~file ~upload ~image ~avatar ~sampleFile ~uploadedFile"), at: at("0"), advice: "path"},
		{class: path, call: "require import", of: of("-"), at: at("0"), advice: "path"},
		{class: path, call: "render", of: of("~res ~response"), at: at("0"), need: wantsRead, when: unsure, advice: "path"},
		{class: path, call: "render", of: of("~res ~response"), at: at("1!"), need: wantsObject, advice: "path"}, // options as well as variables

		{class: markup, call: "send", of: of("~res ~response ~reply"), at: at("0"), need: wantsText, when: answersPage, advice: "send"},
		{class: markup, call: "end write", of: of("~res ~response ~reply"), at: at("0"), need: wantsSniffed, when: answersPage, advice: "send"},
		{class: markup, call: "reply", of: of("-"), at: at("0"), need: wantsText, when: answersPage, advice: "send"},
		{class: markup, call: "response", of: of("~h"), at: at("0"), need: wantsText, when: answersPage, advice: "send"},
		{class: markup, call: "html", of: of("~c ~ctx ~reply"), at: at("0"), need: wantsText, advice: "send"},
		{class: markup, call: "Response NextResponse", of: of("- next/server"), at: at("0"), need: wantsPage, advice: "send"},
		{class: markup, call: "write writeln", of: of("document ~document"), at: at("0"), advice: "dom"},
		{class: markup, call: "insertAdjacentHTML", of: of("*"), at: at("1"), advice: "dom"},
		{class: markup, call: "append prepend after before replaceWith wrap wrapAll wrapInner", of: of("$() jQuery() jquery()"), at: at("0"), need: wantsText, advice: "dom"},
		{class: markup, call: "append prepend after before replaceWith wrap wrapAll wrapInner appendTo prependTo insertAfter insertBefore", of: of("*"), at: at("0"), need: wantsOwnPage, advice: "dom"},
		{class: markup, call: "html", of: of("$() jQuery() jquery()"), at: at("0"), advice: "dom"},
		{class: markup, call: "html", of: of("*"), at: at("0"), need: wantsBrowser, when: unsure, advice: "dom"},
		{class: markup, call: "$ jQuery jquery", of: of("-"), at: at("0"), need: wantsPage, advice: "dom"},
		{class: markup, call: "$ jQuery jquery", of: of("-"), at: at("0"), need: wantsAddress, when: unsure, advice: "dom"},
		{class: markup, call: "attr prop", of: of("$() jQuery() jquery()"), at: at("1"), need: wantsAddress, when: scriptAttribute, advice: "dom"},
		{class: markup, call: "attr prop", of: of("$() jQuery() jquery()"), at: at("0.href 0.src 0.action 0.innerHTML 0.srcdoc"), need: wantsAddress, when: unsure, advice: "dom"},
		{class: markup, call: "setAttribute", of: of("*"), at: at("1"), need: wantsAddress, when: scriptAttribute, advice: "dom"},
		{class: markup, call: "setAttributeNS", of: of("*"), at: at("2"), need: wantsAddress, when: scriptAttribute, advice: "dom"},
		{class: markup, call: "Worker SharedWorker importScripts", of: of("- window self"), at: at("0"), need: wantsAddress, advice: "dom"},
		{class: markup, call: "setInnerHTMLUnsafe setOuterHTMLUnsafe insertAdjacentHTMLUnsafe", of: of("*"), at: at("1 2"), advice: "dom"},
		{class: markup, call: "trustAsHtml trustAsJs trustAsUrl trustAsResourceUrl", of: of("~sce"), at: at("0"), advice: "angular"},
		{class: code, call: "JSDOM", of: of("jsdom -"), at: at("0"), when: runsScripts, advice: "eval"},
		{class: markup, call: "bypassSecurityTrustHtml bypassSecurityTrustScript bypassSecurityTrustUrl bypassSecurityTrustResourceUrl bypassSecurityTrustStyle", of: of("*"), at: at("0"), sign: true, advice: "angular"},
		{class: markup, call: "SafeString", of: of("handlebars Handlebars express-handlebars"), at: at("0"), advice: "send"},
		{class: markup, call: "parseHTML createContextualFragment", of: of("*"), at: at("0"), advice: "dom"},
		{class: markup, call: "sendMail", of: of("*"), at: at("0.html"), need: wantsText, when: unsure, advice: "send"},

		{class: template, call: "render compile compileClient template precompile renderString", of: of("ejs pug jade handlebars Handlebars nunjucks lodash underscore _ mustache Mustache dot doT eta marko hogan.js swig swig-templates whiskers twig velocityjs"), at: at("0"), advice: "template"},

		{class: request, call: "setContent", of: of("~page"), at: at("0"), need: wantsText, advice: "fetch"},
		{class: request, call: "fromURL", of: of("jsdom.JSDOM"), at: at("0"), advice: "fetch"},
		{class: request, call: "navigate", of: of("~Page"), at: at("0.url"), advice: "fetch"},
		{class: request, call: "needle", of: of("-"), at: at("1"), advice: "fetch"},
		{class: request, call: "create extend defaults", of: of("axios got request ky ofetch superagent"), at: at("0.baseURL 0.prefixUrl 0.url 0.baseUrl"), when: notBrowser, advice: "fetch"},
		{class: request, call: "get request", of: of("http https"), at: at("1.host 1.hostname"), advice: "fetch"},
		{class: request, call: "WebSocket ws", of: of("ws -"), at: at("0"), when: fromSockets, advice: "fetch"},
		{class: request, call: "connect createConnection", of: of("net tls"), at: at("0.host 1"), when: unsure, advice: "fetch"},
		{class: request, call: "fetch", of: of("- undici node-fetch cross-fetch window globalThis"), at: at("0! 0.url"), advice: "fetch"},
		{class: request, call: "axios node-fetch got request needle undici superagent ky cross-fetch phin bent ofetch $fetch request-promise make-fetch-happen isomorphic-fetch urllib", of: of("-"), at: at("0! 0.url 0.uri 0.baseURL"), when: notBrowser, advice: "fetch"},
		{class: request, call: "get post put patch delete head request getUri stream options del", of: of("axios got request needle superagent undici http https ky axios.create() request-promise urllib got.extend() unirest " +
			"@nestjs/axios.HttpService()"), at: at("0! 0.url 0.uri 0.host 0.hostname 0.baseURL"), when: notBrowser, advice: "fetch"},
		{class: request, call: "get post request", of: of("~axios ~httpService ~needle ~got"), at: at("0 0.url"), need: wantsText, advice: "fetch"},
		{class: request, call: "goto open openUrl includeJs injectJs evaluateJavaScript", of: of("~page"), at: at("0"), advice: "fetch"},
		{class: request, call: "property", of: of("~page"), at: at("1"), need: wantsText, advice: "fetch"},
		{class: request, call: "generate wkhtmltopdf wkhtmltoimage", of: of("wkhtmltoimage -"), at: at("0"), when: fromWkhtml, advice: "fetch"},

		{class: redirect, call: "writeHead", of: of("~res ~response"), at: at("1.location 2.location"), advice: "redirect"},
		{class: redirect, call: "redirect", of: of("~res ~response ~reply ~h ~ctx ~c ~Response ~NextResponse next/server.NextResponse"), at: at("0 1"), when: notStatus, advice: "redirect"},
		{class: redirect, call: "redirect permanentRedirect redirectDocument", of: of("next/navigation @remix-run/node @remix-run/react @remix-run/server-runtime react-router react-router-dom @sveltejs/kit"), at: at("0 1"), advice: "redirect"},
		{class: redirect, call: "sendRedirect", of: of("- h3"), at: at("1"), advice: "redirect"},
		{class: redirect, call: "location", of: of("~res ~response"), at: at("0"), advice: "redirect"},
		{class: redirect, call: "setHeader set header append", of: of("~res ~response ~reply ~ctx"), at: at("1"), when: locationHeader, advice: "redirect"},
		{class: redirect, call: "assign replace", of: of("window.location location document.location self.location top.location ~location"), at: at("0"), when: browser, advice: "redirect"},
		{class: redirect, call: "openExternal", of: of("electron.shell ~shell"), at: at("0"), advice: "redirect"},
		{class: redirect, call: "open", of: of("window ~window"), at: at("0"), when: browser, advice: "redirect"},

		{class: deserialise, call: "unserialize deserialize", of: of("node-serialize serialize-to-js ~serialize"), at: at("0"), advice: "deserialise"},
		{class: deserialise, call: "load loadAll", of: of("js-yaml"), at: at("0"), when: yamlLoad, advice: "deserialise"},
		{class: deserialise, call: "deepDeserialize parse", of: of("funcster cryo"), at: at("0"), advice: "deserialise"},

		{class: prototype, call: "merge mergeWith defaultsDeep set setWith zipObjectDeep", of: of("lodash _ lodash.merge lodash.set"), at: at("1+"), when: unsure, advice: "prototype"},
		{class: prototype, call: "deep-extend merge-deep mixin-deep just-extend deepmerge extend merge-options assign-deep defaults-deep node.extend merge", of: of("-"), at: at("0+"), need: wantsObject, when: importedCopy, advice: "prototype"},
		{class: prototype, call: "merge", of: of("angular @hapi/hoek hoek"), at: at("1+"), need: wantsObject, when: unsure, advice: "prototype"},
		{class: prototype, call: "extend", of: of("$ jQuery jquery"), at: at("2+"), when: deepCopy, advice: "prototype"},

		{class: entities, call: "parseXml parseXmlString parseXmlAsync", of: of("libxmljs libxmljs2 ~libxmljs ~libxml"), at: at("0"), when: withEntities, advice: "xml"},
	}
}

var scriptStores = []storeRow{
	{class: markup, name: "innerHTML outerHTML", of: of("*"), advice: "dom"},
	{class: markup, name: "__html", of: of("- *"), sign: true, advice: "react"},
	{class: markup, name: "srcdoc srcDoc", of: of("*"), least: true, advice: "dom"},
	{class: markup, name: "body", of: of("~ctx ctx.response context.response"), need: wantsPage, advice: "send"},
	{class: nosql, name: "$where", of: of("- *"), need: wantsBuilt, advice: "mongo"},
	{class: redirect, name: "href location", of: of("window window.location location document document.location self self.location top top.location parent parent.location ~window ~location"), least: true, advice: "redirect"},
	{class: redirect, name: "Location", of: of("-"), advice: "redirect"},
	{class: markup, name: "src href action formAction", of: of("*"), need: wantsAddress, least: true, element: true, advice: "dom"},
}

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
	object := c.object
	for range 6 { // db.collection("x").find({}).count(…)
		call, ok := e.once(object).(*program.Call)
		if !ok {
			break
		}
		switch lastName(call.Callee) {
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
	case strings.Contains(strings.ToLower(name), "mongo"):
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
	for _, one := range e.file.Imports {
		if one.Module == module {
			return true
		}
	}
	found := false
	for _, function := range e.file.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			name, required := function.Required(x)
			found = found || required && name == module
			return !found
		})
	}
	return found
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

// withShell says whether what is run is a shell: {shell: true}, spawn("sh", ["-c", …]).
func withShell(e *engine, c *called) certainty {
	for _, one := range c.x.Arguments[min(1, len(c.x.Arguments)):] {
		if object, ok := e.once(one.Value).(*program.Object); ok {
			for _, entry := range object.Entries {
				if literal, ok := entry.Value.(*program.Literal); ok && entry.Name == "shell" && literal.Value == "true" {
					return sure
				}
				if _, ok := entry.Value.(*program.Text); ok && entry.Name == "shell" {
					return sure
				}
			}
		}
	}
	if len(c.x.Arguments) < 2 || !e.shell(c.x.Arguments[0].Value) {
		return no
	}
	if commandFlag(e, c.x.Arguments[1].Value) {
		return sure
	}
	for _, word := range e.appended(c.x.Arguments[1].Value) {
		if commandFlags[word] {
			return sure
		}
	}
	return no
}

// shell reports whether an expression may be the name of a shell: one that it is, or
// that a variable is given, or that a function of this file returns.
func (e *engine) shell(x program.Expression) bool {
	named := func(in *program.Function, x program.Expression) bool {
		name, ok := in.Constant(x)
		return ok && shells[name[strings.LastIndexByte(name, '/')+1:]]
	}
	if named(e.function(), x) {
		return true
	}
	field := ""
	if member, ok := x.(*program.Member); ok { // shell.cmd of getShell()
		field, x = member.Name, e.once(member.X)
	}
	switch x := x.(type) {
	case *program.Name:
		if binding := e.function().Lookup(x.Name); binding != nil && field == "" {
			return slices.ContainsFunc(binding.Values, func(value program.Expression) bool { return named(binding.Owner, value) })
		}
	case *program.Call:
		name, ok := x.Callee.(*program.Name)
		if !ok {
			return false
		}
		function, found := e.functionNamed(name), false
		if function == nil {
			return false
		}
		program.VisitStatements(function.Body, func(s program.Statement) bool {
			returned, ok := s.(*program.Return)
			if !ok || len(returned.X) != 1 {
				return true
			}
			if object, ok := returned.X[0].(*program.Object); ok && field != "" {
				for _, entry := range object.Entries {
					found = found || entry.Name == field && named(function, entry.Value)
				}
			} else if field == "" {
				found = found || named(function, returned.X[0])
			}
			return true
		}, nil)
		return found
	}
	return false
}

var shells = words("sh bash zsh dash ksh cmd cmd.exe powershell powershell.exe pwsh")

// commandFlag reports whether a list of arguments has the flag that makes a shell run
// the next of them.
func commandFlag(e *engine, x program.Expression) bool {
	x = e.once(x)
	if call, ok := x.(*program.Call); ok && lastName(call.Callee) == "concat" { // ["/C"].concat(…)
		if member, ok := call.Callee.(*program.Member); ok {
			x = member.X
		}
	}
	list, ok := x.(*program.List)
	if !ok {
		return false
	}
	for _, one := range list.Elements {
		if flag, ok := e.function().Constant(one); ok && commandFlags[flag] {
			return true
		}
		switch one := one.(type) {
		case *program.Name: // let flag = "-c"
			if binding := e.function().Lookup(one.Name); binding != nil {
				for _, value := range binding.Values {
					if flag, ok := binding.Owner.Constant(value); ok && commandFlags[flag] {
						return true
					}
				}
			}
		case *program.Member: // shell.flag, of a function that tells of both
			if owner, ok := one.X.(*program.Name); ok {
				if call, ok := e.once(owner).(*program.Call); ok && len(call.Arguments) == 0 && e.shell(&program.Member{X: owner, Name: "cmd"}) {
					return true
				}
			}
		}
	}
	return false
}

var commandFlags = words("-c /c /C -lc -Command -command")

// withoutRoot says whether a file is sent from anywhere: with a root, Express and
// Fastify do not leave it.
func withoutRoot(e *engine, c *called) certainty {
	for _, one := range c.x.Arguments[min(1, len(c.x.Arguments)):] {
		switch x := e.once(one.Value).(type) {
		case *program.Object:
			for _, entry := range x.Entries {
				if entry.Name == "root" || entry.Spread != "" {
					return no
				}
			}
		case *program.Name, *program.Member:
			if c.name != "download" {
				return maybe
			}
		}
	}
	return sure
}

// answersPage says whether an answer is read as HTML: not where the function says
// that it is something else.
func answersPage(e *engine, c *called) certainty {
	other := false
	look := func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok {
			return !other
		}
		switch lastName(call.Callee) {
		case "type", "contentType", "set", "setHeader", "header", "writeHead", "attachment":
			for _, argument := range call.Arguments {
				if object, ok := argument.Value.(*program.Object); ok {
					for _, entry := range object.Entries {
						if kind, ok := e.function().Constant(entry.Value); ok && strings.EqualFold(entry.Name, "content-type") {
							other = other || notPage(kind)
						}
					}
				}
				if kind, ok := e.function().Constant(argument.Value); ok {
					other = other || notPage(kind)
				}
			}
			if len(call.Arguments) == 2 { // a type that is not known
				name, _ := e.function().Constant(call.Arguments[0].Value)
				if _, known := e.function().Constant(call.Arguments[1].Value); !known && strings.EqualFold(name, "content-type") {
					other = true
				}
			}
			if lastName(call.Callee) == "attachment" {
				other = true
			}
		}
		return !other
	}
	program.VisitStatements(e.function().Body, nil, look)
	if member, ok := c.x.Callee.(*program.Member); ok {
		program.Visit(member.X, look)
	}
	if other {
		return no
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
func notBrowser(e *engine, _ *called) certainty {
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
	if answer, ok := c.object.(*program.Call); ok && lastName(answer.Callee) == "status" && len(answer.Arguments) == 1 { // 201: where something was made
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
func yamlLoad(_ *engine, c *called) certainty {
	if len(c.x.Arguments) > 1 {
		return no
	}
	return maybe
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

// importedRunner says whether a function that runs a command is a package's.
func importedRunner(e *engine, c *called) certainty {
	if name, ok := c.x.Callee.(*program.Name); ok {
		if binding := e.function().Lookup(name.Name); binding != nil && (binding.Import != nil || len(binding.Values) == 1) && runnerPackages[c.origin] {
			return sure
		}
	}
	return no
}

var runnerPackages = words("exec exec-sh node-exec remote-exec")

// fromSockets says whether a socket is opened by a server.
func fromSockets(_ *engine, c *called) certainty {
	if c.origin == "ws" || c.owner == "ws" {
		return sure
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

var scriptAttributes = words("src href xlink:href action formaction data srcdoc innerhtml outerhtml onclick onload onerror onmouseover onfocus")

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

func withEntities(_ *engine, c *called) certainty {
	for _, one := range c.x.Arguments {
		if object, ok := one.Value.(*program.Object); ok {
			for _, entry := range object.Entries {
				if literal, ok := entry.Value.(*program.Literal); ok && entry.Name == "noent" && literal.Value == "true" {
					return sure
				}
			}
		}
	}
	return no
}
