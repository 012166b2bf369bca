package schema

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// Unserved returns the table and those of its columns by which a lookup picks rows
// though no index begins with them: the ones of which each value has few rows. It
// returns none where any index narrows the lookup, where not all of it is known, and
// where the table is likely to stay small.
func (d *Database) Unserved(lookup Lookup) (*Table, []string) {
	var table *Table
	var columns []string
	for _, one := range d.Tables {
		if !lookup.means(one) {
			continue
		}
		found := d.unserved(one, lookup)
		if len(found) == 0 {
			return nil, nil // one of two tables of this name may be the one
		}
		if table == nil {
			table, columns = one, found
		}
	}
	return table, columns
}

// Holds reports whether a lookup is of one of the database's tables.
func (d *Database) Holds(lookup Lookup) bool { return slices.ContainsFunc(d.Tables, lookup.means) }

func (l Lookup) means(table *Table) bool {
	if l.Model {
		return SameName(table.Model, l.Table)
	}
	return TableKey(table.Name) == TableKey(l.Table)
}

func (d *Database) unserved(table *Table, lookup Lookup) []string {
	if table.Part || table.Open || table.Assumed || len(table.Primary) == 0 || !table.grows() {
		return nil
	}
	var equal, rest []string
	for _, condition := range lookup.Conditions {
		at, column := d.resolve(table, condition.Column)
		switch {
		case column == nil, at.Open, at.Assumed:
			return nil
		case condition.Kind == ConditionSort && !lookup.Bounded: // all rows are read anyway
		case at.touches(column.Name), d.Engine == MySQL && at.refers(column.Name):
			return nil
		case at != table: // joined: which side is gone through first is the planner's
			return nil
		case condition.Kind == ConditionEqual && at.refers(column.Name):
			return nil // told as a foreign key
		case condition.Kind == ConditionEqual && !condition.Fixed && column.selective():
			if !slices.Contains(equal, column.Name) {
				equal = append(equal, column.Name)
			}
		case condition.Kind != ConditionEqual && !condition.Fixed && orders(column):
			rest = append(rest, column.Name)
		}
	}
	if len(equal) > 0 {
		return equal
	}
	if len(rest) > 0 && lookup.Bounded {
		return rest[:1]
	}
	return nil
}

// resolve follows "customer.email" through foreign keys to a column; nil where a part
// is not known.
func (d *Database) resolve(table *Table, path string) (*Table, *Column) {
	first, rest, deeper := strings.Cut(path, ".")
	if first == "pk" && !deeper && len(table.Primary) > 0 {
		first = table.Primary[0]
	}
	column, found := table.Column(first)
	if !found {
		return table, nil
	}
	if !deeper {
		return table, column
	}
	for _, foreign := range table.Foreign {
		if len(foreign.Columns) != 1 || !SameName(foreign.Columns[0], column.Name) {
			continue
		}
		for _, other := range d.Tables {
			if foreign.Model && other.Model == foreign.Table || !foreign.Model && TableKey(other.Name) == TableKey(foreign.Table) {
				return d.resolve(other, rest)
			}
		}
	}
	return table, nil
}

// touches reports whether an index of any kind begins with a column or an expression
// of it: a trigram index and a partial one may serve the query too.
func (t *Table) touches(column string) bool {
	if len(t.Primary) > 0 && SameName(t.Primary[0], column) {
		return true
	}
	return slices.ContainsFunc(t.Indexes, func(index Index) bool {
		if len(index.Columns) == 0 {
			return true // over what is not known
		}
		first := index.Columns[0]
		return SameName(first, column) || strings.HasPrefix(first, "(") && strings.Contains(plainName(first), plainName(column)) || unequal[index.Method] && holds(index.Columns, column)
	})
}

func (t *Table) refers(column string) bool {
	return slices.ContainsFunc(t.Foreign, func(foreign ForeignKey) bool { return holds(foreign.Columns, column) })
}

// smallNames are parts of names of tables that hold what an operator sets up, and stay
// small.
var smallNames = regex.New(`(?i)(?:^|_)(?:settings?|config\w*|options?|preferences?|roles?|permissions?|plans?|features?|flags?|categor(?:y|ies)|countr(?:y|ies)|currenc(?:y|ies)|languages?|locales?|regions?|migrations?|versions?|templates?|types?|status(?:es)?|providers?|integrations?|environments?|strateg(?:y|ies)|webhooks?|sites?|plugins?|themes?|licen[cs]es?|workspaces?|organi[sz]ations?|tenants?|schedules?|segments?|channels?|views?|dashboards?|apps?|applications?)$`)

// grows reports whether a table is likely to grow with use: its rows say when they
// were made or whose they are, and its name is none of a list that somebody sets up.
func (t *Table) grows() bool {
	if smallNames.MatchString(snaked(bareName(t.Name))) {
		return false
	}
	return len(t.Foreign) > 0 || slices.ContainsFunc(t.Columns, func(column Column) bool {
		return strings.HasPrefix(column.Type, "timestamp") || strings.HasPrefix(column.Type, "datetime")
	})
}

// snaked parts the words of a name by underscores.
func snaked(name string) string {
	var written strings.Builder
	for i, r := range name {
		if 'A' <= r && r <= 'Z' && i > 0 && !('A' <= name[i-1] && name[i-1] <= 'Z') {
			written.WriteByte('_')
		}
		written.WriteRune(r)
	}
	return written.String()
}

// kinds are names of columns that part all rows into a few kinds.
var kinds = regex.New(`(?i)^(?:(?:is|has|can|was|should|allow|use|in)_\w+|(?:\w+_)?(?:type|kind|status|state|level|role|mode|category|priority|severity|language|lang|locale|platform|provider|version|environment|env|source|scope|method|country|currency|gender|enabled|disabled|active|visible|visibility|public|private|deleted|archived|verified|read|hidden|locked|pinned|published|approved|draft|default|format|protocol|region|model|driver|backend|engine|theme|flag|flags|class|group|stage|phase|reason|result|direction|interval|frequency|unit|sort_\w+|order|order_by|position|index|show|pin|(?:role|type|status|kind|category|level|state|plan|language|country)_id)|\w+ed)$`)

// selective reports whether a column is likely to have few rows for each value.
func (c *Column) selective() bool {
	switch {
	case c.Few, strings.HasPrefix(c.Type, "bool"), c.Type == "tinyint", c.Type == "smallint", c.Type == "date", strings.HasPrefix(c.Type, "json"), c.Type == "array", strings.HasSuffix(c.Type, "[]"), strings.HasPrefix(c.Type, "enum"), c.Type == "tsvector":
		return false
	}
	return !kinds.MatchString(snaked(c.Name))
}

// orders reports whether a column's values stand in an order that rows are read by:
// times and numbers.
func orders(c *Column) bool {
	return strings.HasPrefix(c.Type, "timestamp") || strings.HasPrefix(c.Type, "datetime")
}
