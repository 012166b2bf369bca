package taint

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
