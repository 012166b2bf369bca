package accuracy

import (
	"regexp"
	"strings"

	"github.com/golive-app/golive/checks"
)

const injection = checks.ItemID("security.injection")

// What foreign rules and queries mean for the classes of injections. One counts
// where it is about data of a request, or of a page's address, and tells of the
// place at which that does harm. Left out are those that tell of a text that is put
// together, used or not; of a call whatever goes in; of command lines, environments
// and callers of a library; and of parsers that read no external entities.

// attack is a class: the row that it has, the rules of golive that may tell of it, and
// those of them that tell of nothing else. What a label allows or forbids is told by
// the first; a false alarm is one of the second alone, for a query speaks of one class
// and is silent of all others.
type attack struct{ part, rule, own string }

var (
	attackSQL         = attack{"sql", "injection.sql injection.nosql", "injection.sql injection.nosql"}
	attackNoSQL       = attack{"nosql", "injection.nosql injection.sql", "injection.nosql injection.sql"}
	attackMarkup      = attack{"xss", "injection.xss injection.template", "injection.xss"}
	attackPath        = attack{"path", "injection.path", "injection.path"}
	attackCommand     = attack{"command", "injection.command", "injection.command"}
	attackCode        = attack{"code", "injection.code injection.template injection.path", "injection.code injection.template"} // require(x) and templates run code too
	attackRequest     = attack{"ssrf", "injection.ssrf", "injection.ssrf"}
	attackRedirect    = attack{"redirect", "injection.redirect injection.xss", "injection.redirect"} // javascript: runs
	attackDeserialise = attack{"deserialisation", "injection.deserialisation", "injection.deserialisation"}
	attackPrototype   = attack{"prototype", "injection.prototype", "injection.prototype"}
	attackTemplate    = attack{"template", "injection.template injection.xss", "injection.template"}
	attackEntities    = attack{"xxe", "injection.xxe", "injection.xxe"}
)

func injectionSets() []Set {
	return append([]Set{
		Marks{Folder: "njsscan", Rules: injectionMarks()},
		CodeQL{Folder: "ql", Under: []string{"javascript/ql/test/query-tests/Security", "python/ql/test/query-tests/Security"}, Queries: injectionQueries()},
		CodeQL{Folder: "codeql-go", Under: []string{"ql/test/query-tests/Security"}, Queries: injectionQueries()},
		CodeQL{
			Folder: "codeql", Under: []string{"python/ql/test/query-tests/Security", "python/ql/test/experimental/query-tests/Security", "go/ql/test/query-tests/Security", "go/ql/test/experimental/CWE-918",
				"javascript/ql/test/query-tests/Security"},
			Queries: injectionQueries(), Without: []string{"ql", "codeql-go"},
		},
		Expected{Folder: "bearer-rules", Under: "tests/javascript", Rules: injectionExpectations()},
		Listed{Folder: "cve-benchmark", Item: injection, Kinds: listedKinds(), Half: Opened},
		Listed{Folder: "vulnbench", Item: injection, Kinds: listedKinds(), Half: Opened},
		Listed{Folder: "javascript-vuln-demo", Item: injection, Kinds: listedKinds(), Half: HeldBack},
		Mended{Folder: "injection-fixes-javascript", Item: injection, Rule: "injection.", Half: Opened},
		Mended{Folder: "injection-mended-scripts", Item: injection, Kinds: listedKinds(), Apart: true},
		Benchmark{Folder: "BenchmarkPython", Language: "Python", Expected: "expectedresults-0.1.csv", Tests: "testcode/%s.py", Helpers: "helpers", Kinds: injectionKinds(), Beside: neverGiven},
	}, append(injectionSamples(), golangSets()...)...)
}

// neverGiven matches tests of the Benchmark that give a constant whichever way they take:
// what was sent goes nowhere in them, whatever the table says.
var neverGiven = regexp.MustCompile(`bar = "This should never happen"\s+if 'should' not in bar:\s+bar = "Ifnot case passed"`)

func injectionQueries() []CodeQLQuery {
	var queries []CodeQLQuery
	for _, row := range []struct {
		query string
		of    attack
	}{
		{"SqlInjection", attackSQL}, {"TaintedPath", attackPath}, {"PathInjection", attackPath}, {"CommandInjection", attackCommand}, {"CodeInjection", attackCode},
		{"ReflectedXss", attackMarkup}, {"Xss", attackMarkup}, {"UnsafeDeserialization", attackDeserialise}, {"ServerSideUrlRedirect", attackRedirect},
		{"ClientSideUrlRedirect", attackRedirect}, {"UrlRedirect", attackRedirect}, {"OpenUrlRedirect", attackRedirect}, {"RequestForgery", attackRequest},
		{"Xxe", attackEntities}, {"PrototypePollutingAssignment", attackPrototype}, {"PrototypePollutingMergeCall", attackPrototype},
		// Of requests, the query of those whose whole address is given: a fixed host is none of golive's.
		{"FullServerSideRequestForgery", attackRequest}, {"SSRF", attackRequest}, {"NoSqlInjection", attackNoSQL}, {"TemplateInjection", attackTemplate},
		{"HtmlTemplateEscapingBypassXss", attackMarkup}, {"Js2Py", attackCode}, {"RemoteCommandExecution", attackCommand},
		{"SecondOrderCommandInjection", attackCommand}, {"TemplateObjectInjection", attackPath}, // options of a program, and those of a template
	} {
		queries = append(queries, CodeQLQuery{Query: row.query, Item: injection, Part: row.of.part, Rule: row.of.rule, Own: row.of.own})
	}
	return queries
}

func injectionKinds() map[string]BenchmarkKind {
	kinds := map[string]BenchmarkKind{}
	for category, of := range map[string]attack{
		"cmdi": attackCommand, "codeinj": attackCode, "deserialization": attackDeserialise, "pathtraver": attackPath,
		"redirect": attackRedirect, "sqli": attackSQL, "xss": attackMarkup, "xxe": attackEntities,
	} {
		kinds[category] = BenchmarkKind{Item: injection, Part: of.part, Rule: of.rule, Own: of.own}
	}
	return kinds
}

// listedKinds are all classes by their names.
func listedKinds() map[string]ListedKind {
	kinds := map[string]ListedKind{}
	for _, of := range []attack{attackSQL, attackNoSQL, attackMarkup, attackPath, attackCommand, attackCode, attackRequest, attackRedirect, attackDeserialise, attackPrototype, attackTemplate, attackEntities} {
		kinds[of.part] = ListedKind{Rule: of.rule, Own: of.own}
	}
	return kinds
}

// injectionSamples are those of gosec's rules that follow data, of what a request
// carries.
func injectionSamples() []Set {
	var sets []Set
	for _, row := range []struct {
		file string
		of   attack
	}{
		{"g701", attackSQL}, {"g702", attackCommand}, {"g703", attackPath}, {"g704", attackRequest}, {"g705", attackMarkup},
		{"g708", attackTemplate}, {"g709", attackDeserialise}, {"g710", attackRedirect},
	} {
		sets = append(sets, Gosec{
			File: "testutils/" + row.file + "_samples.go", Item: injection, Part: row.of.part, Rule: row.of.rule, Own: row.of.own, Gaps: true, Flows: true,
			Beside: regexp.MustCompile(`os\.Args|os\.Getenv|os\.Stdin|flag\.`),
		})
	}
	return sets
}

// span is how far a mark reaches: many rules match from a source on, and their marks
// stand there.
const span = 10

// injectionMarks are the rules of Semgrep's registry and of njsscan.
func injectionMarks() []MarkedRule {
	var rules []MarkedRule
	for _, row := range []struct {
		names string
		of    attack
	}{
		{`javascript/aws-lambda/\S+ (?:knex|mysql|pg|sequelize)-sqli`, attackSQL},
		{`javascript/aws-lambda/\S+ detect-child-process`, attackCommand},
		{`javascript/aws-lambda/\S+ (?:tainted-eval|vm-runincontext-injection)`, attackCode},
		{`javascript/aws-lambda/\S+ tainted-html-response`, attackMarkup},
		{`javascript/aws-lambda/\S+ dynamodb-request-object`, attackNoSQL},
		{`javascript/express/\S+ express-(?:puppeteer|phantom|wkhtmltoimage|wkhtmltopdf)-injection`, attackRequest},
		{`javascript/express/\S+ express-(?:sandbox-code|vm2?)-injection`, attackCode},
		{`javascript/express/\S+ require-request`, attackCode},
		{`javascript/express/\S+ express-insecure-template-usage`, attackTemplate},
		{`javascript/express/\S+ express-open-redirect`, attackRedirect},
		{`javascript/express/\S+ express-res-sendfile`, attackPath},
		{`javascript/express/\S+ express-ssrf`, attackRequest},
		{`javascript/express/\S+ express-third-party-object-deserialization`, attackDeserialise},
		{`javascript/express/\S+ express-libxml-(?:vm-)?noent`, attackEntities},
		{`javascript/express/\S+ direct-response-write`, attackMarkup},
		{`javascript/sequelize/\S+ express-sequelize-injection`, attackSQL},
		{`typescript/nestjs/\S+ nestjs-open-redirect`, attackRedirect},
		{`python/aws-lambda/\S+ \w+-sqli`, attackSQL},
		{`python/aws-lambda/\S+ dangerous-[\w-]+`, attackCommand},
		{`python/aws-lambda/\S+ tainted-code-exec`, attackCode},
		{`python/aws-lambda/\S+ tainted-html-response`, attackMarkup},
		{`python/aws-lambda/\S+ tainted-pickle-deserialization`, attackDeserialise},
		{`python/aws-lambda/\S+ dynamodb-filter-injection`, attackNoSQL},
		{`python/django/security/injection/code/\S+ user-(?:eval|exec)[\w-]*`, attackCode},
		{`python/django/security/injection/command/\S+ [\w-]+`, attackCommand},
		{`python/django/security/injection/path-traversal/\S+ path-traversal-(?:open|file-name)`, attackPath},
		{`python/django/security/injection/sql/\S+ [\w-]+`, attackSQL},
		{`python/django/security/injection/ssrf/\S+ [\w-]+`, attackRequest},
		{`python/django/security/injection/\S+ open-redirect`, attackRedirect},
		{`python/django/security/injection/\S+ reflected-data-httpresponse(?:badrequest)?`, attackMarkup},
		{`python/django/security/injection/\S+ request-data-fileresponse`, attackPath},
		{`python/flask/security/injection/\S+ (?:eval|exec)-injection`, attackCode},
		{`python/flask/security/injection/\S+ (?:os-system|subprocess)-injection`, attackCommand},
		{`python/flask/security/injection/\S+ path-traversal-open`, attackPath},
		{`python/flask/security/injection/\S+ ssrf-requests`, attackRequest},
		{`python/flask/security/\S+ open-redirect`, attackRedirect},
		{`python/flask/security/\S+ insecure-deserialization`, attackDeserialise},
		{`python/flask/security/\S+ (?:response-contains-unsanitized-input|directly-returned-format-string)`, attackMarkup},
		{`python/lang/security/[^/]+ dangerous-(?:os-exec|spawn-process|subprocess-use|system-call)`, attackCommand},
		{`python/lang/security/[^/]+ dangerous-(?:interactive-code-run|subinterpreters-run-string|testcapi-run-in-subinterp)`, attackCode},
		{`python/pyramid/\S+ pyramid-sqlalchemy-sql-injection`, attackSQL},
		{`python/pyramid/\S+ pyramid-direct-use-of-response`, attackMarkup},
		{`go/aws-lambda/\S+ database-sqli`, attackSQL},
		{`go/gorm/\S+ gorm-dangerous-method-usage`, attackSQL},
		{`go/lang/security/injection/\S+ open-redirect`, attackRedirect},
		{`go/template/\S+ go-ssti`, attackTemplate},

		{`/semantic_grep/\S+ node_(?:knex_)?sqli_injection`, attackSQL},
		{`/semantic_grep/\S+ node_nosqli_(?:js_)?injection`, attackNoSQL},
		{`/semantic_grep/\S+ (?:eval_nodejs|eval_require|sandbox_code_injection|vm2?_\w+)`, attackCode},
		{`/semantic_grep/\S+ (?:node|serializetojs|yaml)_deserialize`, attackDeserialise},
		{`/semantic_grep/\S+ server_side_template_injection`, attackTemplate},
		{`/semantic_grep/\S+ \w+_os_command_exec`, attackCommand},
		{`/semantic_grep/\S+ express_open_redirect2?`, attackRedirect},
		{`/semantic_grep/\S+ \w+_ssrf`, attackRequest},
		{`/semantic_grep/\S+ (?:express_lfr\w*|generic_path_traversal)`, attackPath},
		{`/semantic_grep/\S+ node_xxe`, attackEntities},
		{`/semantic_grep/\S+ (?:dom_xss|express_xss|handlebars_safestring)`, attackMarkup},
	} {
		rules = append(rules, MarkedRule{Name: regexp.MustCompile(row.names + `$`), Item: injection, Part: row.of.part, Rule: row.of.rule, Own: row.of.own, Lines: span, Way: Near})
	}
	return rules
}

// injectionExpectations are the rules of Bearer that follow data of a request or of a
// page's address to where it does harm, within one function. Left out are those that
// find a path or a page as it is put together, used or not.
func injectionExpectations() []ExpectedRule {
	var rules []ExpectedRule
	for _, row := range []struct {
		names string
		of    attack
	}{
		{"lang/sql_injection", attackSQL},
		{"express/nosql_injection third_parties/dynamodb_query_injection", attackNoSQL},
		{"express/cross_site_scripting", attackMarkup},
		{"express/external_file_upload express/external_resource", attackPath},
		{"lang/os_command_injection", attackCommand},
		{"lang/eval_user_input lang/import_using_user_input", attackCode},
		{"express/server_side_request_forgery lang/http_url_using_user_input", attackRequest},
		{"express/open_redirect hapi/open_redirect lang/open_redirect", attackRedirect},
		{"express/unsafe_deserialization lang/unsafe_deserialization", attackDeserialise},
	} {
		for _, name := range strings.Fields(row.names) {
			rules = append(rules, ExpectedRule{Name: name, Item: injection, Part: row.of.part, Rule: row.of.rule, Own: row.of.own, Way: Near})
		}
	}
	return rules
}
