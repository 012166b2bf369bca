package security

import (
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// accounts matches the first line of /etc/passwd.
var accounts = regex.New(`(?m)(?:^|[">\s])root:[^:\n]{0,64}:0:0:[^:\n]{0,64}:/`)

// databaseErrors match what databases, and libraries before them, say of a query that
// they cannot read.
var databaseErrors = []struct {
	name string
	sign *regex.Expression
}{
	{"MySQL", regex.New(`You have an error in your SQL syntax|ER_PARSE_ERROR|MySQLSyntaxErrorException|check the manual that corresponds to your (?:MySQL|MariaDB) server version`)},
	{"PostgreSQL", regex.New(`unterminated quoted string at or near|syntax error at or near "|PG::SyntaxError|psycopg2?\.errors\.SyntaxError|SQLSTATE:? ?\[?(?:42601|42000)|pq: syntax error`)},
	{"SQLite", regex.New(`unrecognized token: "|SQLITE_ERROR: |near "[^"\n]{0,40}": syntax error|sqlite3\.OperationalError`)},
	{"SQL Server", regex.New(`Unclosed quotation mark after the character string|Incorrect syntax near '`)},
	{"Oracle", regex.New(`ORA-0(?:1756|0933|0921|0936|0911)`)},
	{"a database", regex.New(`SequelizeDatabaseError|QueryFailedError: |java\.sql\.SQLSyntaxErrorException|SQLGrammarException|ActiveRecord::StatementInvalid|PDOException: SQLSTATE\[42|System\.Data\.SqlClient\.SqlException`)},
}

// written are quotes as documents of JSON and pages write them.
var written = strings.NewReplacer(`\"`, `"`, `\u0022`, `"`, `\u0027`, `'`, "&quot;", `"`, "&#34;", `"`, "&#39;", `'`, "&#x27;", `'`, "&apos;", `'`)

// databaseError names the database whose error an answer shows; empty: none.
func databaseError(exchange checks.Exchange) string {
	body := written.Replace(string(exchange.Body()))
	for _, one := range databaseErrors {
		if one.sign.MatchString(body) {
			return "an error of " + one.name
		}
	}
	return ""
}
