package sql

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v6"

	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// Lookups returns how the queries of a text pick rows, and how many of them could not
// be read as a whole: they ask for more than is written out, or for one of several
// things. Names of Lookup.Table are those that the statement has.
func Lookups(source string) (found []schema.Lookup, unclear int) {
	if len(source) > longestStatement {
		return nil, 1
	}
	file := newScript([]byte(source))
	file.split(section{end: len(source)}, func(s statement) bool {
		if !s.tokens[0].is("select", "with", "update", "delete", "(") {
			return true
		}
		tree, err := pg.Parse(strings.ReplaceAll(s.plain(), "`", `"`))
		if err != nil {
			unclear++
			return true
		}
		for _, raw := range tree.Stmts {
			l := &lookups{}
			l.statement(raw.Stmt)
			found, unclear = append(found, l.found...), unclear+l.unclear
		}
		return true
	})
	return found, unclear
}

// Conditions returns what a condition of SQL asks of one table's columns: the text
// behind WHERE. It reports whether all of it was read.
func Conditions(source string) ([]schema.Condition, bool) {
	found, unclear := Lookups("select 1 from golive_table where " + source)
	switch {
	case unclear > 0:
		return nil, false
	case len(found) == 0: // of nothing that an index serves
		return nil, true
	}
	return found[0].Conditions, len(found) == 1
}

// lookups reads one statement.
type lookups struct {
	found   []schema.Lookup
	unclear int
}

// scope are the tables of one SELECT, UPDATE or DELETE by the names they have there.
type scope struct {
	first  string            // the table that stands first
	tables map[string]string // by alias
	lookup schema.Lookup
	open   bool
}

func (l *lookups) statement(node *pg.Node) {
	switch {
	case node.GetSelectStmt() != nil:
		l.selected(node.GetSelectStmt())
	case node.GetUpdateStmt() != nil:
		stmt := node.GetUpdateStmt()
		if len(stmt.FromClause) == 0 && stmt.Relation != nil {
			s := newScope()
			s.add(stmt.Relation)
			l.close(s, stmt.WhereClause)
		}
	case node.GetDeleteStmt() != nil:
		stmt := node.GetDeleteStmt()
		if len(stmt.UsingClause) == 0 && stmt.Relation != nil {
			s := newScope()
			s.add(stmt.Relation)
			l.close(s, stmt.WhereClause)
		}
	}
}

func newScope() *scope { return &scope{tables: map[string]string{}} }

func (l *lookups) selected(stmt *pg.SelectStmt) {
	if stmt.Larg != nil || stmt.Rarg != nil { // UNION and its like
		if stmt.Larg != nil {
			l.selected(stmt.Larg)
		}
		if stmt.Rarg != nil {
			l.selected(stmt.Rarg)
		}
		return
	}
	own := map[string]bool{}
	for _, one := range stmt.GetWithClause().GetCtes() {
		if cte := one.GetCommonTableExpr(); cte != nil {
			own[cte.Ctename] = true
			l.statement(cte.Ctequery)
		}
	}
	s := newScope()
	for _, from := range stmt.FromClause {
		l.from(s, from)
	}
	if s.first == "" || own[s.first] {
		return
	}
	if stmt.LimitCount != nil {
		s.lookup.Bounded = stmt.LimitCount.GetAConst() == nil || !stmt.LimitCount.GetAConst().Isnull
	}
	s.where(stmt.WhereClause)
	if len(stmt.SortClause) > 0 && len(stmt.GroupClause) == 0 {
		if column, of := s.column(stmt.SortClause[0].GetSortBy().GetNode()); of == s.first && column != "" {
			s.ask(column, schema.ConditionSort, false)
		}
	}
	l.end(s)
}

func (l *lookups) close(s *scope, where *pg.Node) {
	s.where(where)
	l.end(s)
}

func (l *lookups) end(s *scope) {
	switch s.lookup.Table = s.first; {
	case s.open:
		l.unclear++
	case len(s.lookup.Conditions) > 0:
		l.found = append(l.found, s.lookup)
	}
}

// from adds what stands behind FROM. The conditions of a join are about two tables.
func (l *lookups) from(s *scope, node *pg.Node) {
	switch {
	case node.GetRangeVar() != nil:
		s.add(node.GetRangeVar())
	case node.GetJoinExpr() != nil:
		l.from(s, node.GetJoinExpr().Larg)
		l.from(s, node.GetJoinExpr().Rarg)
	case node.GetRangeSubselect() != nil:
		l.statement(node.GetRangeSubselect().Subquery)
		s.tables[node.GetRangeSubselect().GetAlias().GetAliasname()] = ""
	default: // a function's rows
		s.tables[""] = ""
	}
}

func (s *scope) add(table *pg.RangeVar) {
	name := relation(table)
	if s.first == "" && len(s.tables) == 0 {
		s.first = name
	}
	alias := table.GetAlias().GetAliasname()
	if alias == "" {
		alias = table.Relname
	}
	s.tables[alias] = name
}

func (s *scope) ask(column string, kind schema.ConditionKind, fixed bool) {
	s.lookup.Conditions = append(s.lookup.Conditions, schema.Condition{Column: column, Kind: kind, Fixed: fixed})
}

// column is the column that an expression is, and its table; empty for any other
// expression.
func (s *scope) column(node *pg.Node) (name, table string) {
	if cast := node.GetTypeCast(); cast != nil {
		return s.column(cast.Arg)
	}
	fields := node.GetColumnRef().GetFields()
	switch len(fields) {
	case 1:
		if name = fields[0].GetString_().GetSval(); len(s.tables) == 1 {
			return name, s.first
		}
		return name, ""
	case 2, 3:
		name = fields[len(fields)-1].GetString_().GetSval()
		alias := fields[len(fields)-2].GetString_().GetSval()
		if table, known := s.tables[alias]; known {
			return name, table
		}
		if len(s.tables) == 1 { // a fragment that names its table
			return name, s.first
		}
	}
	return "", ""
}

// comparisons are operators by what an index does for them.
var comparisons = map[string]schema.ConditionKind{
	"=": schema.ConditionEqual, "<": schema.ConditionRange, ">": schema.ConditionRange, "<=": schema.ConditionRange, ">=": schema.ConditionRange,
}

// where reads conditions that all must hold.
func (s *scope) where(node *pg.Node) {
	switch {
	case node == nil, node.GetNullTest() != nil, node.GetBooleanTest() != nil, node.GetColumnRef() != nil, node.GetAConst() != nil:
	case node.GetBoolExpr() != nil:
		switch expression := node.GetBoolExpr(); expression.Boolop {
		case pg.BoolExprType_AND_EXPR:
			for _, one := range expression.Args {
				s.where(one)
			}
		case pg.BoolExprType_OR_EXPR:
			s.open = true
		}
	case node.GetAExpr() != nil:
		s.comparison(node.GetAExpr())
	default:
		s.open = true
	}
}

func (s *scope) comparison(one *pg.A_Expr) {
	operator := ""
	if len(one.Name) > 0 {
		operator = one.Name[len(one.Name)-1].GetString_().GetSval()
	}
	kind := comparisons[operator]
	switch one.Kind {
	case pg.A_Expr_Kind_AEXPR_OP, pg.A_Expr_Kind_AEXPR_OP_ANY:
	case pg.A_Expr_Kind_AEXPR_IN:
		if kind = ""; operator == "=" {
			kind = schema.ConditionEqual
		}
	case pg.A_Expr_Kind_AEXPR_BETWEEN:
		kind = schema.ConditionRange
	case pg.A_Expr_Kind_AEXPR_LIKE, pg.A_Expr_Kind_AEXPR_ILIKE, pg.A_Expr_Kind_AEXPR_SIMILAR, pg.A_Expr_Kind_AEXPR_NOT_BETWEEN, pg.A_Expr_Kind_AEXPR_DISTINCT, pg.A_Expr_Kind_AEXPR_OP_ALL:
		return
	default:
		s.open = true
		return
	}
	if kind == "" {
		return // unequal, contains
	}
	left, leftOf := s.column(one.Lexpr)
	right, rightOf := s.column(one.Rexpr)
	switch {
	case left != "" && right != "": // two tables, or a row against itself
		s.open = s.open || leftOf != s.first || rightOf != s.first
	case left != "" && leftOf == s.first:
		s.ask(left, kind, constant(one.Rexpr))
	case right != "" && rightOf == s.first:
		s.ask(right, kind, constant(one.Lexpr))
	default: // another table may be gone through first, or an expression has an index
		s.open = true
	}
}

// constant reports whether a value stands in the statement.
func constant(node *pg.Node) bool {
	switch {
	case node.GetAConst() != nil:
		return true
	case node.GetTypeCast() != nil:
		return constant(node.GetTypeCast().Arg)
	case node.GetList() != nil:
		for _, one := range node.GetList().Items {
			if !constant(one) {
				return false
			}
		}
		return true
	}
	return false
}
