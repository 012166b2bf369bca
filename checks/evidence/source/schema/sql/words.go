package sql

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// byWords returns the changes of a statement as far as its words tell: of what is not
// PostgreSQL's, or has places that a program fills. It reads the statements about
// tables and indexes that MySQL, MariaDB, SQLite and SQL Server have.
// https://dev.mysql.com/doc/refman/8.4/en/sql-data-definition-statements.html
// https://www.sqlite.org/lang.html
func byWords(s statement) []schema.Change {
	c := &cursor{tokens: s.tokens}
	switch {
	case c.take("create"):
		return s.createdByWords(c)
	case c.take("alter", "table"):
		return s.alteredByWords(c)
	case c.take("alter", "index"):
		ifExists(c)
		name := c.name()
		if c.take("rename", "to") {
			return []schema.Change{{Kind: schema.RenameIndex, Name: name, To: c.name(), Line: s.line}}
		}
	case c.take("drop", "table"):
		lenient := ifExists(c)
		var changes []schema.Change
		for name := c.name(); name != ""; name = c.name() {
			changes = append(changes, schema.Change{Kind: schema.DropTable, Table: name, Lenient: lenient, Line: s.line})
			if !c.take(",") {
				break
			}
		}
		return changes
	case c.take("drop", "index"):
		concurrently := c.take("concurrently")
		lenient := ifExists(c)
		change := schema.Change{Kind: schema.DropIndex, Name: c.name(), Lenient: lenient, Concurrently: concurrently, Line: s.line}
		if c.take("on") {
			change.Table = c.name()
		}
		return []schema.Change{change}
	case c.take("rename", "table"):
		var changes []schema.Change
		for from := c.name(); from != "" && c.take("to"); from = c.name() {
			changes = append(changes, schema.Change{Kind: schema.RenameTable, Table: from, To: c.name(), Line: s.line})
			c.take(",")
		}
		return changes
	}
	return nil
}

func ifExists(c *cursor) bool    { return c.take("if", "exists") }
func ifNotExists(c *cursor) bool { return c.take("if", "not", "exists") }

func (s statement) createdByWords(c *cursor) []schema.Change {
	c.take("or", "replace")
	temporary := false
	for c.any("temp", "temporary", "global", "local", "unlogged") {
		temporary = temporary || c.tokens[c.at-1].is("temp", "temporary")
	}
	if c.take("table") {
		lenient := ifNotExists(c)
		name := c.name()
		if temporary || name == "" {
			return nil
		}
		table := &schema.Table{Name: name, Line: s.line}
		switch {
		case c.take("partition", "of"):
			table.Part = true
		case c.peek().is("("):
			for _, item := range items(c.group()) {
				s.itemByWords(table, item)
			}
		default:
			table.Open = true
		}
		return []schema.Change{{Kind: schema.CreateTable, Table: name, Define: table, Lenient: lenient, Line: s.line}}
	}
	index := schema.Index{Line: s.line}
	for c.any("unique", "fulltext", "spatial", "clustered", "nonclustered") {
		if kind := c.tokens[c.at-1]; kind.is("unique") {
			index.Unique = true
		} else if kind.is("fulltext", "spatial") {
			index.Method = strings.ToLower(kind.text)
		}
	}
	if !c.take("index") {
		return nil
	}
	index.Concurrently = c.take("concurrently")
	lenient := ifNotExists(c)
	if !c.peek().is("on") {
		name := c.name()
		index.Name = name[strings.LastIndex(name, ".")+1:]
	}
	method(c, &index)
	if !c.take("on") {
		return nil
	}
	c.take("only")
	table := c.name()
	method(c, &index)
	group := c.group()
	if index.Columns = columns(group); table == "" || len(index.Columns) == 0 {
		return nil
	}
	index.Special = slices.ContainsFunc(group, func(one token) bool { return one.is("desc", "collate") || strings.HasSuffix(one.text, "_ops") })
	for !c.done() && !c.peek().is("where") {
		c.at++
	}
	if c.take("where") {
		index.Partial = s.behind("where")
	}
	return []schema.Change{{Kind: schema.AddIndex, Table: table, Index: &index, Concurrently: index.Concurrently, Lenient: lenient, Line: s.line}}
}

// method reads USING method.
func method(c *cursor, index *schema.Index) {
	if c.take("using") {
		if name := strings.ToLower(c.name()); name != "btree" {
			index.Method = name
		}
	}
}

// itemByWords adds what one line of CREATE TABLE says: a column or a constraint, whose
// name it returns.
func (s statement) itemByWords(table *schema.Table, item []token) (name string, constraint bool) {
	if len(item) == 0 {
		return "", true
	}
	c := &cursor{tokens: item}
	line := s.lines.of(item[0].start)
	if c.take("constraint") && !c.peek().is("primary", "unique", "foreign", "check") {
		name = c.name()
	}
	switch {
	case c.take("primary", "key"):
		for !c.done() && !c.peek().is("(") {
			c.at++
		}
		table.Primary = columns(c.group())
	case c.peek().is("unique", "key", "index", "fulltext", "spatial") && !columnAhead(c):
		index := schema.Index{Name: name, Line: line}
		for c.any("unique", "key", "index", "fulltext", "spatial", "clustered", "nonclustered") {
			index.Unique = index.Unique || c.tokens[c.at-1].is("unique")
			if c.tokens[c.at-1].is("fulltext", "spatial") {
				index.Method = strings.ToLower(c.tokens[c.at-1].text)
			}
		}
		if c.peek().name() && !c.peek().is("using") {
			index.Name = c.name()
		}
		method(c, &index)
		if index.Columns = columns(c.group()); len(index.Columns) > 0 {
			table.Indexes = append(table.Indexes, index)
		}
	case c.take("foreign", "key"):
		if c.peek().name() {
			name = c.name()
		}
		foreign := schema.ForeignKey{Name: name, Columns: columns(c.group()), Line: line}
		references(c, &foreign)
		table.Foreign = append(table.Foreign, foreign)
	case c.take("check"), c.take("exclude"), c.take("period"):
	case c.take("like"):
		table.Open = true
	default:
		s.columnByWords(table, c, line)
		return "", false
	}
	return name, true
}

// columnAhead reports whether a word that can begin a constraint is a column's name:
// key text not null.
func columnAhead(c *cursor) bool {
	next := &cursor{tokens: c.tokens, at: c.at + 1}
	if next.peek().is("key", "index", "(", "using", "clustered", "nonclustered") {
		return false
	}
	next.name()
	return !next.peek().is("(", "using") || next.at < len(next.tokens)-1 && prefixLength(next.tokens[next.at:])
}

func references(c *cursor, foreign *schema.ForeignKey) {
	if c.take("references") {
		foreign.Table, foreign.References = c.name(), columns(c.group())
	}
	for !c.done() {
		if c.take("not", "valid") {
			foreign.NotValid = true
		}
		c.at++
	}
}

// columnByWords reads a column: its name, its type and what stands behind.
func (s statement) columnByWords(table *schema.Table, c *cursor, line int) {
	if !c.peek().name() {
		return
	}
	column := schema.Column{Name: c.peek().text, Nullable: true, Line: line}
	c.at++
	column.Type = typeByWords(c)
	if strings.Contains(column.Type, "serial") {
		column.Default, column.Nullable = true, false
	}
	for !c.done() {
		switch {
		case c.take("not", "null"):
			column.Nullable = false
		case c.take("default"):
			column.Default = !c.peek().is("null")
			if c.group(); !c.done() {
				c.at++
			}
		case c.any("auto_increment", "autoincrement", "identity", "generated"):
			column.Default = true
		case c.take("primary", "key"):
			column.Nullable = false
			table.Primary = []string{column.Name}
		case c.take("unique"):
			table.Indexes = append(table.Indexes, schema.Index{Columns: []string{column.Name}, Unique: true, Line: line})
		case c.peek().is("references"):
			foreign := schema.ForeignKey{Columns: []string{column.Name}, Line: line}
			rest := &cursor{tokens: c.tokens, at: c.at}
			references(rest, &foreign)
			table.Foreign = append(table.Foreign, foreign)
			c.at++
		case c.peek().is("("):
			c.group()
		default:
			c.at++
		}
	}
	table.Columns = append(table.Columns, column)
}

// typeEnds are words that follow a type.
var typeEnds = []string{
	"not", "null", "default", "primary", "unique", "references", "check", "constraint", "auto_increment", "autoincrement", "generated", "collate",
	"comment", "on", "character", "charset", "identity", "using", "after", "first", "as", "key", "invisible", "srid", "virtual", "stored",
}

func typeByWords(c *cursor) string {
	var parts []string
	for c.peek().name() && !c.peek().is("unsigned", "zerofill") && !(c.peek().is(typeEnds...) && len(parts) > 0) && !(c.peek().is(typeEnds...) && !c.peek().is("character")) {
		parts = append(parts, strings.ToLower(c.peek().text))
		c.at++
		c.take(".")
	}
	written := canonicalType(strings.Join(parts, " "))
	if c.peek().is("(") {
		var arguments []string
		for _, one := range c.group() {
			if one.kind == word {
				arguments = append(arguments, one.text)
			}
		}
		if len(arguments) > 0 {
			written += "(" + strings.Join(arguments, ",") + ")"
		}
	}
	if c.take("with", "time", "zone") {
		return canonicalType(written + " with time zone")
	}
	c.take("without", "time", "zone")
	for c.peek().name() && c.peek().is("unsigned", "zerofill", "varying") {
		c.at++
	}
	if c.take("[", "]") {
		written += "[]"
	}
	return written
}
