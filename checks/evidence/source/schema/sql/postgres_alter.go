package sql

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v6"

	"github.com/golive-app/golive/checks/evidence/source/schema"
)

func (s statement) alter(stmt *pg.AlterTableStmt) []schema.Change {
	if stmt.Objtype != pg.ObjectType_OBJECT_TABLE {
		return nil
	}
	table := relation(stmt.Relation)
	var changes []schema.Change
	for _, node := range stmt.Cmds {
		for _, change := range s.command(node.GetAlterTableCmd()) {
			change.Table = table
			if change.Line == 0 {
				change.Line = s.line
			}
			changes = append(changes, change)
		}
	}
	return changes
}

func (s statement) command(cmd *pg.AlterTableCmd) []schema.Change {
	switch cmd.GetSubtype() {
	case pg.AlterTableType_AT_AddColumn:
		var with schema.Table
		s.column(&with, cmd.Def.GetColumnDef())
		return addColumn(with, cmd.MissingOk)
	case pg.AlterTableType_AT_DropColumn:
		return []schema.Change{{Kind: schema.DropColumn, Name: cmd.Name, Lenient: cmd.MissingOk}}
	case pg.AlterTableType_AT_SetNotNull:
		return []schema.Change{{Kind: schema.SetNotNull, Name: cmd.Name}}
	case pg.AlterTableType_AT_DropNotNull:
		return []schema.Change{{Kind: schema.DropNotNull, Name: cmd.Name}}
	case pg.AlterTableType_AT_AlterColumnType:
		def := cmd.Def.GetColumnDef()
		change := schema.Change{Kind: schema.SetType, Name: cmd.Name, Column: &schema.Column{Name: cmd.Name, Type: typeName(def.GetTypeName())}}
		if def.GetRawDefault() != nil {
			change.Using = s.behind("using")
		}
		return []schema.Change{change}
	case pg.AlterTableType_AT_DropConstraint:
		return []schema.Change{{Kind: schema.DropConstraint, Name: cmd.Name, Lenient: cmd.MissingOk}}
	case pg.AlterTableType_AT_ValidateConstraint:
		return []schema.Change{{Kind: schema.Validate, Name: cmd.Name}}
	case pg.AlterTableType_AT_AddConstraint:
		return s.addConstraint(cmd.Def.GetConstraint())
	}
	return nil
}

func (s statement) addConstraint(constraint *pg.Constraint) []schema.Change {
	if constraint == nil {
		return nil
	}
	line := s.lineOf(int(constraint.Location))
	switch {
	case constraint.Indexname != "" && constraint.Contype == pg.ConstrType_CONSTR_PRIMARY: // an index that is there
		return []schema.Change{{Kind: schema.AddPrimary, Name: constraint.Conname, Concurrently: true, Line: line}}
	case constraint.Indexname != "":
		return nil
	case constraint.Contype == pg.ConstrType_CONSTR_CHECK:
		return []schema.Change{{Kind: schema.AddCheck, Name: constraint.Conname, NotValid: constraint.SkipValidation, Line: line}}
	}
	var with schema.Table
	s.constraint(&with, constraint)
	return addConstraints(with, constraint.Conname)
}

// addColumn are the changes that add the one column of a table, with what stands
// behind it.
func addColumn(with schema.Table, lenient bool) []schema.Change {
	if len(with.Columns) == 0 {
		return nil
	}
	column := with.Columns[0]
	changes := []schema.Change{{Kind: schema.AddColumn, Name: column.Name, Column: &column, Lenient: lenient, Line: column.Line}}
	return append(changes, addConstraints(with, "")...)
}

// addConstraints are the changes that add the constraints of a table.
func addConstraints(with schema.Table, name string) []schema.Change {
	var changes []schema.Change
	if len(with.Primary) > 0 {
		changes = append(changes, schema.Change{Kind: schema.AddPrimary, Name: name, Columns: with.Primary})
	}
	for _, index := range with.Indexes {
		changes = append(changes, schema.Change{Kind: schema.AddIndex, Name: name, Index: &index, Line: index.Line})
	}
	for _, foreign := range with.Foreign {
		changes = append(changes, schema.Change{Kind: schema.AddForeign, Name: name, Foreign: &foreign, NotValid: foreign.NotValid, Line: foreign.Line})
	}
	return changes
}

func (s statement) rename(stmt *pg.RenameStmt) []schema.Change {
	change := schema.Change{Table: relation(stmt.Relation), Line: s.line}
	switch stmt.RenameType {
	case pg.ObjectType_OBJECT_TABLE:
		change.Kind, change.To = schema.RenameTable, stmt.Newname
	case pg.ObjectType_OBJECT_COLUMN:
		if stmt.RelationType != pg.ObjectType_OBJECT_TABLE {
			return nil
		}
		change.Kind, change.Name, change.To = schema.RenameColumn, stmt.Subname, stmt.Newname
	case pg.ObjectType_OBJECT_INDEX:
		change.Kind, change.Table, change.Name, change.To = schema.RenameIndex, "", change.Table, stmt.Newname
	default:
		return nil
	}
	return []schema.Change{change}
}

func (s statement) drop(stmt *pg.DropStmt) []schema.Change {
	var changes []schema.Change
	for _, object := range stmt.Objects {
		name := strings.Join(names(object.GetList().GetItems()), ".")
		change := schema.Change{Lenient: stmt.MissingOk, Concurrently: stmt.Concurrent, Line: s.line}
		switch stmt.RemoveType {
		case pg.ObjectType_OBJECT_TABLE:
			change.Kind, change.Table = schema.DropTable, name
		case pg.ObjectType_OBJECT_INDEX:
			change.Kind, change.Name = schema.DropIndex, name[strings.LastIndex(name, ".")+1:]
		default:
			return nil
		}
		changes = append(changes, change)
	}
	return changes
}

// behind is the text behind a keyword that stands outside of parentheses.
func (s statement) behind(keyword string) string {
	depth, end := 0, -1
	for _, one := range s.tokens {
		switch {
		case one.is("("):
			depth++
		case one.is(")"):
			depth--
		case depth == 0 && one.is(keyword):
			end = one.end
		}
	}
	if end < 0 || s.source == "" {
		return keyword
	}
	return shortened(s.source[end-s.start:])
}

// shortened is a piece of SQL on one line, cut where it is long.
func shortened(source string) string {
	source = strings.Join(strings.Fields(strings.ToValidUTF8(source, "\uFFFD")), " ")
	if len(source) > 120 {
		source = strings.ToValidUTF8(source[:120], "") + "…"
	}
	return source
}
