package sql

import (
	"strconv"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v6"

	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// longestStatement bounds what PostgreSQL's parser is given.
const longestStatement = 256 << 10

// postgres returns the changes of a statement as PostgreSQL's own parser reads it;
// false where it is none of its statements.
func postgres(s statement) ([]schema.Change, bool) {
	if s.source == "" || len(s.source) > longestStatement {
		return nil, false
	}
	tree, err := pg.Parse(s.plain())
	if err != nil {
		return nil, false
	}
	var changes []schema.Change
	for _, raw := range tree.Stmts {
		changes = append(changes, s.changes(raw.Stmt)...)
	}
	return changes, true
}

// plain is the statement with places for values as PostgreSQL writes them; what
// stands behind keeps its offset where that is possible.
func (s statement) plain() string {
	var plain strings.Builder
	at := 0
	for _, one := range s.tokens {
		if one.kind != holder || strings.HasPrefix(one.text, "$") {
			continue
		}
		plain.WriteString(s.source[at : one.start-s.start])
		plain.WriteString("$1")
		for i := 2; i < one.end-one.start; i++ {
			plain.WriteByte(' ')
		}
		at = one.end - s.start
	}
	plain.WriteString(s.source[at:])
	return plain.String()
}

func (s statement) changes(node *pg.Node) []schema.Change {
	switch {
	case node.GetCreateStmt() != nil:
		return s.create(node.GetCreateStmt())
	case node.GetCreateTableAsStmt() != nil:
		into := node.GetCreateTableAsStmt().GetInto().GetRel()
		if into == nil || into.Relpersistence == "t" {
			return nil
		}
		table := &schema.Table{Name: relation(into), Line: s.line, Open: true}
		return []schema.Change{{Kind: schema.CreateTable, Table: table.Name, Define: table, Line: s.line}}
	case node.GetIndexStmt() != nil:
		return s.index(node.GetIndexStmt())
	case node.GetAlterTableStmt() != nil:
		return s.alter(node.GetAlterTableStmt())
	case node.GetRenameStmt() != nil:
		return s.rename(node.GetRenameStmt())
	case node.GetDropStmt() != nil:
		return s.drop(node.GetDropStmt())
	}
	return nil
}

func (s statement) create(stmt *pg.CreateStmt) []schema.Change {
	if stmt.Relation.GetRelpersistence() == "t" {
		return nil
	}
	table := &schema.Table{Name: relation(stmt.Relation), Line: s.line, Part: stmt.Partbound != nil, Open: stmt.Partbound == nil && len(stmt.InhRelations) > 0 || stmt.OfTypename != nil}
	for _, element := range stmt.TableElts {
		switch {
		case element.GetColumnDef() != nil:
			s.column(table, element.GetColumnDef())
		case element.GetConstraint() != nil:
			s.constraint(table, element.GetConstraint())
		default: // LIKE another one
			table.Open = true
		}
	}
	return []schema.Change{{Kind: schema.CreateTable, Table: table.Name, Define: table, Lenient: stmt.IfNotExists, Line: s.line}}
}

// column adds a column to a table, with what stands behind it.
func (s statement) column(table *schema.Table, def *pg.ColumnDef) {
	line := s.lineOf(int(def.Location))
	column := schema.Column{Name: def.Colname, Type: typeName(def.TypeName), Nullable: true, Line: line}
	if strings.Contains(column.Type, "serial") {
		column.Default, column.Each, column.Nullable = true, true, false
	}
	for _, node := range def.Constraints {
		switch constraint := node.GetConstraint(); constraint.GetContype() {
		case pg.ConstrType_CONSTR_NOTNULL:
			column.Nullable = false
		case pg.ConstrType_CONSTR_DEFAULT:
			column.Default = constraint.RawExpr.GetAConst() == nil || !constraint.RawExpr.GetAConst().Isnull
			column.Each = eachRow(constraint.RawExpr)
		case pg.ConstrType_CONSTR_IDENTITY, pg.ConstrType_CONSTR_GENERATED:
			column.Default, column.Each = true, true
		case pg.ConstrType_CONSTR_PRIMARY:
			column.Nullable = false
			table.Primary = []string{column.Name}
		case pg.ConstrType_CONSTR_UNIQUE:
			table.Indexes = append(table.Indexes, schema.Index{Name: constraint.Conname, Columns: []string{column.Name}, Unique: true, Line: line})
		case pg.ConstrType_CONSTR_FOREIGN:
			foreign := s.foreign(constraint)
			foreign.Columns, foreign.Line = []string{column.Name}, line
			table.Foreign = append(table.Foreign, foreign)
		}
	}
	table.Columns = append(table.Columns, column)
}

// sameForAll are functions that give the same value throughout a statement.
var sameForAll = map[string]bool{"now": true, "transaction_timestamp": true, "statement_timestamp": true, "timezone": true, "lower": true, "upper": true, "date_trunc": true, "to_timestamp": true, "jsonb_build_object": true, "json_build_object": true, "jsonb_build_array": true, "array": true}

// eachRow reports whether a default calls a function that gives every row a value of
// its own, as gen_random_uuid() does, so that all rows are written.
// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES
func eachRow(node *pg.Node) bool {
	if cast := node.GetTypeCast(); cast != nil {
		return eachRow(cast.Arg)
	}
	call := node.GetFuncCall()
	if call == nil {
		return false
	}
	name := names(call.Funcname)
	return len(name) > 0 && !sameForAll[name[len(name)-1]]
}

// constraint adds a constraint to a table.
func (s statement) constraint(table *schema.Table, constraint *pg.Constraint) {
	line := s.lineOf(int(constraint.Location))
	switch constraint.Contype {
	case pg.ConstrType_CONSTR_PRIMARY:
		table.Primary = names(constraint.Keys)
	case pg.ConstrType_CONSTR_UNIQUE:
		table.Indexes = append(table.Indexes, schema.Index{Name: constraint.Conname, Columns: names(constraint.Keys), Unique: true, Line: line})
	case pg.ConstrType_CONSTR_EXCLUSION:
		index := schema.Index{Name: constraint.Conname, Method: constraint.AccessMethod, Line: line}
		for _, exclusion := range constraint.Exclusions {
			if items := exclusion.GetList().GetItems(); len(items) > 0 {
				index.Columns = append(index.Columns, element(items[0].GetIndexElem()))
			}
		}
		table.Indexes = append(table.Indexes, index)
	case pg.ConstrType_CONSTR_FOREIGN:
		foreign := s.foreign(constraint)
		foreign.Columns, foreign.Line = names(constraint.FkAttrs), line
		table.Foreign = append(table.Foreign, foreign)
	}
}

func (s statement) foreign(constraint *pg.Constraint) schema.ForeignKey {
	return schema.ForeignKey{
		Name: constraint.Conname, Table: relation(constraint.Pktable), References: names(constraint.PkAttrs), NotValid: constraint.SkipValidation,
	}
}

func (s statement) index(stmt *pg.IndexStmt) []schema.Change {
	index := &schema.Index{Name: stmt.Idxname, Unique: stmt.Unique, Concurrently: stmt.Concurrent, Line: s.line}
	if stmt.AccessMethod != "btree" {
		index.Method = stmt.AccessMethod
	}
	for _, param := range stmt.IndexParams {
		elem := param.GetIndexElem()
		index.Columns = append(index.Columns, element(elem))
		index.Special = index.Special || len(elem.GetOpclass())+len(elem.GetCollation()) > 0 || elem.GetOrdering() == pg.SortByDir_SORTBY_DESC
	}
	if stmt.WhereClause != nil {
		index.Partial = s.behind("where")
	}
	return []schema.Change{{
		Kind: schema.AddIndex, Table: relation(stmt.Relation), Index: index, Concurrently: stmt.Concurrent, Lenient: stmt.IfNotExists, Line: s.line,
	}}
}

// element is a column of an index; an expression is put in parentheses.
func element(elem *pg.IndexElem) string {
	if elem.GetName() != "" {
		return elem.GetName()
	}
	call := elem.GetExpr().GetFuncCall()
	if call == nil {
		return "(expression)"
	}
	var arguments []string
	for _, argument := range call.Args {
		arguments = append(arguments, columnName(argument))
	}
	return "(" + strings.Join(names(call.Funcname), ".") + "(" + strings.Join(arguments, ", ") + "))"
}

func columnName(node *pg.Node) string {
	fields := names(node.GetColumnRef().GetFields())
	if len(fields) == 0 {
		return "…"
	}
	return fields[len(fields)-1]
}

// relation is a table's name, with its schema where one is written.
func relation(name *pg.RangeVar) string {
	if name.GetSchemaname() == "" {
		return name.GetRelname()
	}
	return name.GetSchemaname() + "." + name.GetRelname()
}

// names are the texts of a list of names.
func names(nodes []*pg.Node) []string {
	var found []string
	for _, node := range nodes {
		if text := node.GetString_(); text != nil {
			found = append(found, text.Sval)
		}
	}
	return found
}

// typeName writes a type as people do.
func typeName(name *pg.TypeName) string {
	parts := names(name.GetNames())
	if len(parts) == 0 {
		return ""
	}
	written := canonicalType(parts[len(parts)-1])
	var arguments []string
	for _, modifier := range name.Typmods {
		if value := modifier.GetAConst(); value.GetIval() != nil {
			arguments = append(arguments, strconv.Itoa(int(value.GetIval().Ival)))
		}
	}
	if len(arguments) > 0 && written != "interval" {
		written += "(" + strings.Join(arguments, ",") + ")"
	}
	if len(name.ArrayBounds) > 0 {
		written += "[]"
	}
	return written
}

// sameTypes are the names that PostgreSQL has for one type.
// https://www.postgresql.org/docs/current/datatype.html
var sameTypes = map[string]string{
	"int": "integer", "int4": "integer", "int8": "bigint", "int2": "smallint", "bool": "boolean", "bpchar": "char", "character": "char",
	"character varying": "varchar", "decimal": "numeric", "float8": "double precision", "float4": "real", "serial4": "serial",
	"serial8": "bigserial", "serial2": "smallserial", "timestamp with time zone": "timestamptz", "timestamp without time zone": "timestamp",
	"time with time zone": "timetz", "bit varying": "varbit", "tinyint": "tinyint",
}

func canonicalType(name string) string {
	name = strings.ToLower(name)
	if same, found := sameTypes[name]; found {
		return same
	}
	return name
}
