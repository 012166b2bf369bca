package sql

import (
	"bytes"
	"errors"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// ErrSlow is returned for SQL that could not be read in time.
var ErrSlow = errors.New("its SQL could not be read in time")

// Read returns what a file of SQL says: a migration, a dump of a schema, or queries. A
// migration tool's marks part what it does from what takes it back. It fails only where
// the time is over.
func Read(content []byte, expired func() bool) (schema.Facts, error) {
	r := &reader{script: newScript(content), expired: expired}
	marked := sectionsOf(content)
	r.facts.Tool, r.facts.NoTransaction = marked.tool, marked.noTransaction
	for _, part := range marked.parts {
		r.changes = &r.facts.Up
		if part.down {
			r.changes, r.facts.Reversible = &r.facts.Down, true
		}
		r.script.split(part, r.statement)
	}
	if r.slow {
		return schema.Facts{}, ErrSlow
	}
	return r.facts, nil
}

// Changes returns what SQL in a program's text does: the argument of a call that runs
// it. Lines count from the text's first.
func Changes(source string) []schema.Change {
	r := &reader{script: newScript([]byte(source)), expired: func() bool { return false }}
	r.changes = &r.facts.Up
	r.script.split(section{end: len(source)}, r.statement)
	return r.facts.Up
}

// reader is one file while it is read.
type reader struct {
	script  *script
	facts   schema.Facts
	changes *[]schema.Change // those of the section
	parts   int              // how much of the facts' room is taken
	expired func() bool
	slow    bool
}

// statement reads one statement; false ends the reading.
func (r *reader) statement(s statement) bool {
	if r.expired() {
		r.slow = true
		return false
	}
	r.engine(s)
	if r.changes == &r.facts.Up {
		r.facts.Statements++
	}
	switch head := s.tokens[0]; {
	case head.is("do"):
		r.block(s)
	case head.is("create", "alter", "drop", "rename"):
		r.define(s)
	case head.is("begin", "start") && (len(s.tokens) == 1 || s.tokens[1].is("transaction", "work")):
		r.facts.Transaction = true
	}
	return true
}

// define reads a statement that changes tables.
func (r *reader) define(s statement) {
	changes, known := postgres(s)
	if !known {
		changes = byWords(s)
		if len(changes) == 0 && s.changesTable() && len(r.facts.Unread) < maxUnread {
			r.facts.Unread = append(r.facts.Unread, schema.Unread{Line: s.line, Reason: "a statement that is not known: " + shortened(s.head())})
		}
	}
	for _, change := range changes {
		if r.parts += parts(change); r.parts > maxParts {
			r.full(s.line)
			return
		}
		*r.changes = append(*r.changes, change)
	}
}

// The bounds of one file's facts.
const (
	maxUnread = 20
	maxParts  = 20_000 // changes, columns, indexes and foreign keys
)

func parts(change schema.Change) int {
	if table := change.Define; table != nil {
		return 1 + len(table.Columns) + len(table.Indexes) + len(table.Foreign)
	}
	return 1
}

// full says once that the rest is left out.
func (r *reader) full(line int) {
	const reason = "more tables and columns than are read of one file"
	if count := len(r.facts.Unread); count == 0 || r.facts.Unread[count-1].Reason != reason {
		r.facts.Unread = append(r.facts.Unread, schema.Unread{Line: line, Reason: reason})
	}
}

// changesTable reports whether the words say that a table is meant.
func (s statement) changesTable() bool {
	c := &cursor{tokens: s.tokens}
	return c.take("create", "table") || c.take("alter", "table") || c.take("create", "index") || c.take("create", "unique", "index") || c.take("drop", "table")
}

// head are the first words of a statement.
func (s statement) head() string {
	var words []string
	for _, one := range s.tokens[:min(len(s.tokens), 6)] {
		words = append(words, one.text)
	}
	return strings.Join(words, " ")
}

// block reads what a DO block runs: drizzle-kit and hand-written migrations put
// ALTER TABLE into one to go on where it is done already.
func (r *reader) block(s statement) {
	for _, body := range s.tokens {
		if body.kind != text || r.script.content[body.start] != '$' {
			continue
		}
		mark := bytes.IndexByte(r.script.content[body.start+1:], '$') + 2
		r.script.split(section{start: body.start + mark, end: body.end - mark}, func(inner statement) bool {
			for i, one := range inner.tokens {
				if one.is("create", "alter", "drop") && (i == 0 || inner.tokens[i-1].is("begin", "then", "else", "loop")) {
					r.define(inner.from(i))
					break
				}
			}
			return !r.expired()
		})
	}
}

// from is a statement without its first tokens.
func (s statement) from(token int) statement {
	start := s.tokens[token].start
	if s.source != "" {
		s.source = s.source[start-s.start:]
	}
	s.tokens, s.start, s.line = s.tokens[token:], start, s.lines.of(start)
	return s
}

// engineWords are words that one make of database alone has.
var engineWords = map[string]schema.Engine{
	"auto_increment": schema.MySQL, "unsigned": schema.MySQL, "mediumtext": schema.MySQL, "longtext": schema.MySQL, "innodb": schema.MySQL, "myisam": schema.MySQL,
	"autoincrement": schema.SQLite, "pragma": schema.SQLite, "strftime": schema.SQLite,
	"serial": schema.PostgreSQL, "bigserial": schema.PostgreSQL, "jsonb": schema.PostgreSQL, "timestamptz": schema.PostgreSQL, "bytea": schema.PostgreSQL,
	"concurrently": schema.PostgreSQL, "::": schema.PostgreSQL, "plpgsql": schema.PostgreSQL, "gen_random_uuid": schema.PostgreSQL,
	"nvarchar": schema.SQLServer, "uniqueidentifier": schema.SQLServer, "datetime2": schema.SQLServer, "clustered": schema.SQLServer, "nonclustered": schema.SQLServer,
	"mergetree": schema.ClickHouse, "replacingmergetree": schema.ClickHouse, "lowcardinality": schema.ClickHouse, "summingmergetree": schema.ClickHouse, "aggregatingmergetree": schema.ClickHouse,
}

// engine learns the make of the database from a statement. ClickHouse has words of
// others too, so it is settled by its own.
func (r *reader) engine(s statement) {
	if r.facts.Engine == schema.ClickHouse {
		return
	}
	for _, one := range s.tokens {
		if one.kind != word && one.kind != symbol {
			if one.kind == quoted && r.facts.Engine == "" && r.script.content[one.start] == '`' {
				r.facts.Engine = schema.MySQL
			}
			continue
		}
		if engine, told := engineWords[strings.ToLower(one.text)]; told && (r.facts.Engine == "" || engine == schema.ClickHouse || engine == schema.SQLite && r.facts.Engine == schema.MySQL) {
			r.facts.Engine = engine
		}
	}
}
