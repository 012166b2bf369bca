// Package prisma reads schema.prisma: the tables that its models declare.
// https://www.prisma.io/docs/orm/reference/prisma-schema-reference
package prisma

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// maxColumns bounds the facts of one file.
const maxColumns = 20_000

// Read returns what a file of Prisma's schema language says.
func Read(content []byte) schema.Facts {
	r := &reader{facts: schema.Facts{Tool: "prisma"}, models: map[string]bool{}}
	lines := logicalLines(content)
	for _, line := range lines {
		if kind, name, opens := blockHead(line.text); opens && (kind == "model" || kind == "type") {
			r.models[name] = true
		}
	}
	for _, line := range lines {
		r.line(line)
	}
	return r.facts
}

type reader struct {
	facts   schema.Facts
	models  map[string]bool // types of the file that are no columns' types
	block   string          // the kind of block that the line stands in
	table   *schema.Table
	columns int
}

// line is a line that is joined with those that its parentheses go on over.
type line struct {
	number int
	text   string
}

func logicalLines(content []byte) []line {
	var lines []line
	var open line
	depth := 0
	number := 0
	for text := range strings.Lines(string(content)) {
		number++
		text, change := uncommented(strings.TrimSpace(text))
		switch {
		case depth > 0 && len(open.text) < 10_000:
			open.text += " " + text
		default:
			open, depth = line{number, text}, 0
		}
		if depth += change; depth <= 0 {
			lines = append(lines, open)
			depth = 0
		}
	}
	return lines
}

// uncommented is a line without its comment, and how many parentheses it leaves open.
func uncommented(text string) (code string, open int) {
	inString := false
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case inString && b == '\\':
			i++
		case b == '"':
			inString = !inString
		case inString:
		case b == '/' && i+1 < len(text) && text[i+1] == '/':
			return strings.TrimSpace(text[:i]), open
		case b == '(' || b == '[':
			open++
		case b == ')' || b == ']':
			open--
		}
	}
	return text, open
}

// blockHead reads "model Order {".
func blockHead(text string) (kind, name string, opens bool) {
	if !strings.HasSuffix(text, "{") {
		return "", "", false
	}
	words := strings.Fields(strings.TrimSuffix(text, "{"))
	if len(words) != 2 {
		return "", "", false
	}
	return words[0], words[1], true
}

func (r *reader) line(l line) {
	kind, name, opens := blockHead(l.text)
	switch {
	case opens && r.block == "":
		r.block = kind
		if kind == "model" {
			r.facts.Tables = append(r.facts.Tables, schema.Table{Name: name, Model: name, Tool: "prisma", Line: l.number})
			r.table = &r.facts.Tables[len(r.facts.Tables)-1]
		}
	case l.text == "}":
		r.block, r.table = "", nil
	case r.block == "datasource":
		r.source(l.text)
	case r.table == nil || l.text == "":
	case strings.HasPrefix(l.text, "@@"):
		for _, one := range attributes(l.text) {
			r.tableAttribute(one, l.number)
		}
	default:
		r.field(l)
	}
}

// engines are the providers of a datasource.
var engines = map[string]schema.Engine{
	"postgresql": schema.PostgreSQL, "postgres": schema.PostgreSQL, "cockroachdb": schema.PostgreSQL, "mysql": schema.MySQL, "sqlite": schema.SQLite, "sqlserver": schema.SQLServer,
}

func (r *reader) source(text string) {
	key, value, _ := strings.Cut(text, "=")
	switch strings.TrimSpace(key) {
	case "provider":
		r.facts.Engine = engines[strings.Trim(strings.TrimSpace(value), `"`)]
	}
}

// scalars are the types of columns, as databases call them; the provider's own
// mapping differs in what does not matter here.
var scalars = map[string]string{
	"String": "text", "Boolean": "boolean", "Int": "integer", "BigInt": "bigint", "Float": "double precision", "Decimal": "numeric", "DateTime": "timestamp", "Json": "jsonb", "Bytes": "bytea",
}

// field reads "authorId Int? @unique @map("author_id")".
func (r *reader) field(l line) {
	words := strings.Fields(l.text)
	if len(words) < 2 || r.columns >= maxColumns {
		return
	}
	name, written := words[0], words[1]
	if strings.HasPrefix(written, "Unsupported(") {
		written = "Unsupported"
	}
	kind := strings.TrimRight(written, "?[]!")
	var marks []attribute
	if at := strings.Index(l.text, " @"); at >= 0 {
		marks = attributes(l.text[at+1:])
	}
	for _, mark := range marks {
		if mark.name == "relation" {
			r.relation(kind, mark, l.number)
			return
		}
	}
	if r.models[kind] {
		return // the other end of a relation
	}
	column := schema.Column{Name: name, Type: scalars[kind], Nullable: strings.HasSuffix(written, "?"), Line: l.number}
	column.Few = column.Type == "" && kind != "Unsupported" // an enumeration
	if strings.HasSuffix(written, "[]") && column.Type != "" {
		column.Type += "[]"
	}
	for _, mark := range marks {
		switch mark.name {
		case "map":
			column.Field, column.Name = name, mark.value("name", "")
		case "default":
			column.Default = true
		case "id":
			r.table.Primary = []string{name}
		case "unique":
			r.table.Indexes = append(r.table.Indexes, schema.Index{Name: mark.value("map", ""), Columns: []string{name}, Unique: true, Line: l.number})
		default:
			if native, found := strings.CutPrefix(mark.name, "db."); found {
				column.Type = strings.ToLower(native)
			}
		}
	}
	if column.Name == "" {
		column.Name = name
	}
	r.columns++
	r.table.Columns = append(r.table.Columns, column)
}

func (r *reader) relation(model string, mark attribute, line int) {
	fields := names(mark.argument("fields"))
	if len(fields) == 0 {
		return
	}
	r.table.Foreign = append(r.table.Foreign, schema.ForeignKey{
		Name: mark.value("map", ""), Columns: fields, Table: model, Model: true, References: names(mark.argument("references")), Line: line,
	})
}

func (r *reader) tableAttribute(mark attribute, line int) {
	columns := names(mark.argument("fields"))
	if len(columns) == 0 && len(mark.arguments) > 0 && mark.arguments[0].name == "" {
		columns = names(mark.arguments[0].value)
	}
	switch mark.name {
	case "id":
		r.table.Primary = columns
	case "unique", "index", "fulltext":
		index := schema.Index{Name: mark.value("map", mark.value("name", "")), Columns: columns, Unique: mark.name == "unique", Method: strings.ToLower(mark.argument("type")), Line: line}
		if mark.name == "fulltext" {
			index.Method = "fulltext"
		}
		if index.Method == "btree" {
			index.Method = ""
		}
		if len(columns) > 0 {
			r.table.Indexes = append(r.table.Indexes, index)
		}
	case "map":
		r.table.Name = mark.value("name", r.table.Name)
	case "ignore":
	}
}
