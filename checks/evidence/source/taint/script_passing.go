package taint

import "github.com/golive-app/golive/checks/evidence/source/program"

// scriptPassing are the functions that hand data on, and what they make it harmless for.
var scriptPassing = []passRow{
	{call: "parseInt parseFloat isNaN", of: of("- Number"), gives: givesClean},
	{call: "Number BigInt Boolean Date ObjectId", of: of("-"), gives: givesClean},
	{call: "ObjectId", of: of("mongoose.Types mongodb mongoose.mongo"), gives: givesClean},
	{call: "now parse random floor max min round ceil abs", of: of("Date Math"), gives: givesClean},
	{call: "validate version", of: of("uuid"), gives: givesClean},
	{call: "String", of: of("-"), gives: givesArgument, safe: nosql, makes: text},
	{call: "encodeURIComponent", of: of("-"), gives: givesArgument, safe: markup | path | redirect | request},
	{call: "encodeURI", of: of("-"), gives: givesArgument, safe: markup},
	{call: "decodeURIComponent decodeURI unescape atob", of: of("-"), gives: givesArgument, anew: true},
	{call: "btoa", of: of("- window"), gives: givesArgument, safe: encoded},
	{call: "structuredClone", of: of("-"), gives: givesArgument},
	{call: "escape", of: of("-"), gives: givesArgument, safe: markup | doubt},
	{call: "parse", of: of("JSON"), gives: givesArgument, makes: object | json, anew: true},
	{call: "parse", of: of("qs"), gives: givesArgument, makes: object},
	{call: "stringify", of: of("JSON"), gives: givesQuoted},
	{call: "marked parse parseInline", of: of("- marked"), gives: givesArgument, makes: page | text, when: fromMarked},
	{call: "makeHtml", of: of("*"), gives: givesArgument, makes: page | text},
	{call: "stringify", of: of("querystring qs query-string"), gives: givesArgument, safe: encodedAddress, makes: text},
	{call: "escape", of: of("querystring"), gives: givesArgument, safe: encodedAddress, makes: text},
	{call: "parse unescape", of: of("querystring qs query-string"), gives: givesArgument},
	{call: "parse", of: of("path path.posix path/posix"), gives: givesPathParts},
	{call: "parse", of: of("url papaparse cookie ini yaml dotenv"), gives: givesArgument},
	{call: "from", of: of("Buffer Array"), gives: givesArgument},
	{call: "of", of: of("Array"), gives: givesAll},
	{call: "Proxy String", of: of("-"), gives: givesArgument},
	{call: "get", of: of("Reflect"), gives: givesPart},
	{call: "get result", of: of("lodash _ underscore lodash/get"), gives: givesPart},
	{call: "lodash.get lodash/get", of: of("-"), gives: givesPart},
	{call: "map pluck", of: of("lodash _ underscore"), gives: givesArgument, when: byName},
	{call: "values entries", of: of("Object"), gives: givesAll},
	{call: "Buffer", of: of("-"), gives: givesArgument},
	{call: "classnames clsx classNames classnames/dedupe classnames/bind", of: of("-"), gives: givesTogether},
	{call: "URL URLSearchParams Request Uri", of: of("- url undici node-fetch"), gives: givesArgument},
	{call: "resolve", of: of("path path.posix path/posix path.win32"), gives: givesTogether, makes: normal | absolute},
	{call: "relative", of: of("path path.posix path/posix path.win32"), gives: givesTogether, makes: normal | beneath},
	{call: "join normalize", of: of("path path.posix path/posix path.win32"), gives: givesTogether, makes: normal},
	{call: "realpath realpathSync", of: of("fs fs/promises fs.promises fs-extra"), gives: givesArgument, makes: normal | absolute},
	{call: "format", of: of("url"), gives: givesArgument, when: ofAddressParts},
	{call: "format resolve", of: of("url"), gives: givesTogether},
	{call: "basename extname", of: of("path path.posix path/posix"), gives: givesArgument, safe: path},
	{call: "format toNamespacedPath", of: of("path path.posix path/posix"), gives: givesArgument},
	{call: "dirname", of: of("path path.posix path/posix"), gives: givesArgument},
	{call: "format", of: of("util node:util"), gives: givesFormat, from: 0},
	{call: "assign", of: of("Object"), gives: givesAll},
	{call: "Set", of: of("-"), gives: givesArgument},
	{call: "keys fromEntries", of: of("Object"), gives: givesArgument},
	{call: "all race allSettled resolve", of: of("Promise"), gives: givesArgument},
	{call: "format", of: of("mysql mysql2 sqlstring mysql.createConnection() mysql2.createConnection() mysql.createPool() ~connection ~conn ~pool ~mysql pg-format pg-promise.as"), gives: givesArgument},
	{call: "pg-format", of: of("-"), gives: givesArgument},
	{call: "escape escapeId escapeLiteral escapeIdentifier", of: of("mysql mysql2 sqlstring mysql.createConnection() mysql2.createConnection() mysql.createPool() ~connection ~conn ~db ~pool ~mysql ~sequelize"), gives: givesArgument, safe: sql},
	{call: "escape", of: of("validator lodash _ - he underscore"), gives: givesArgument, safe: markup},
	{call: "encode", of: of("he html-entities"), gives: givesArgument, safe: markup},
	{call: "escape escapeHtml encodeXML encodeHTML encodeNonAsciiHTML escapeUTF8 escapeText escapeAttribute", of: of("entities html-escaper escape-goat html-entities he validator lodash.escape common-tags"), gives: givesArgument, safe: markup},
	{call: "sanitize", of: of("dompurify DOMPurify isomorphic-dompurify ~purify"), gives: givesArgument, safe: markup},
	{call: "sanitize-html escape-html xss insane sanitize-filename", of: of("-"), gives: givesArgument, safe: markup | path},
	{call: "quote", of: of("shell-quote shellwords"), gives: givesAll, safe: command},
	{call: "trim toString ltrim rtrim", of: of("validator lodash _"), gives: givesArgument},
	{call: "merge mergeWith defaults defaultsDeep extend assign assignIn assignWith concat union zipObject", of: of("lodash _ underscore"), gives: givesAll},
	{call: "pick", of: of("lodash _ underscore"), gives: givesArgument, safe: prototype},
	{call: "pick pickBy omit omitBy cloneDeep clone get result flatten flattenDeep uniq compact without head first last take drop nth initial tail reverse sortBy orderBy filter reject find values keys entries toPairs fromPairs toArray toPath slice chunk sample shuffle " +
		"mapValues mapKeys invert split words join toString toLower toUpper capitalize upperFirst lowerFirst trimStart trimEnd padStart padEnd pad repeat truncate unescape value castArray", of: of("lodash _ underscore"), gives: givesArgument},
	{call: "deburr", of: of("lodash _ underscore"), gives: givesArgument},
	{call: "kebabCase snakeCase camelCase startCase lowerCase upperCase", of: of("lodash _ underscore"), gives: givesClean}, // letters and digits
	{call: "toNumber toInteger toSafeInteger parseInt size clamp random", of: of("lodash _ underscore"), gives: givesClean},
	{call: "raw", of: of("- String"), gives: givesArgument},
}

// byName says whether a list is gone through by the name of a field.
func byName(e *engine, c *called) bool {
	return len(c.x.Arguments) == 2 && e.isConstant(c.x.Arguments[1].Value)
}

func (e *engine) isConstant(x program.Expression) bool {
	_, constant := e.function().Constant(x)
	return constant
}

// ofAddressParts says whether an address is put together of parts that decide its host: of
// others it leads to this site.
func ofAddressParts(e *engine, c *called) bool {
	if len(c.values) == 0 || c.values[0] == nil || c.values[0].tainted() || c.values[0].fields == nil {
		return false
	}
	if object, ok := e.once(c.x.Arguments[0].Value).(*program.Object); ok {
		for _, entry := range object.Entries {
			if (entry.Name == "host" || entry.Name == "hostname") && !e.quiet(entry.Value).whole().tainted() && e.isConstant(entry.Value) { // it is decided
				c.values[0] = nil
				return true
			}
		}
	}
	parts := map[string]*value{}
	for _, name := range []string{"host", "hostname", "href", "pathname", "protocol", "auth"} {
		if part := c.values[0].fields[name]; part != nil {
			parts[name] = part
		}
	}
	c.values[0] = &value{fields: parts}
	return true
}
