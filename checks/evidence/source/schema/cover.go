package schema

import (
	"slices"
	"strings"
)

// Leads reports whether an index lets a database find rows by these columns: it
// begins with them in any order, or for several with one of them, from which few rows
// are left. A partial index counts where its condition only leaves nulls out; a method
// that compares for equality is needed.
func (t *Table) Leads(columns []string) bool {
	if len(columns) == 0 {
		return true
	}
	if len(t.Primary) > 0 && holds(columns, t.Primary[0]) {
		return true
	}
	return slices.ContainsFunc(t.Indexes, func(index Index) bool { return index.leads(columns) })
}

// unequal are methods that do not serve a search for one value of a plain column.
var unequal = map[string]bool{"gin": true, "gist": true, "fulltext": true, "spatial": true, "spgist": true}

func (i Index) leads(columns []string) bool {
	if len(i.Columns) == 0 || unequal[i.Method] || i.Partial != "" && !nullsOut(i.Partial) {
		return false
	}
	return holds(columns, i.Columns[0])
}

// nullsOut reports whether a condition leaves out nothing but nulls and rows that are
// marked as deleted, which queries do as well.
func nullsOut(condition string) bool {
	for _, part := range strings.Split(strings.ToLower(condition), " and ") {
		part = strings.Trim(part, " ()\"`[]")
		if !strings.HasSuffix(part, "is not null") && !softDeleted(part) {
			return false
		}
	}
	return true
}

func softDeleted(part string) bool {
	return strings.HasSuffix(part, "is null") && strings.Contains(part, "delet")
}

// Redundant returns the pairs of indexes of which the first is served by the second:
// its columns are the first ones of the other. A unique one holds a rule, so it is
// redundant only to an equal one.
func (t *Table) Redundant() [][2]Index {
	all := slices.Clone(t.Indexes)
	if len(t.Primary) > 0 {
		all = append(all, Index{Name: "the primary key", Columns: t.Primary, Unique: true, Path: t.Path, Line: t.Line})
	}
	var pairs [][2]Index
	for i, short := range all[:len(t.Indexes)] {
		if t.Tool == "django" && short.Name == "" && len(short.Columns) == 1 {
			continue // which Django makes for each foreign key
		}
		for j, long := range all {
			if i == j || !short.prefixOf(long) {
				continue
			}
			if len(short.Columns) == len(long.Columns) && short.Unique == long.Unique && j > i {
				continue // told once, for the later one
			}
			pairs = append(pairs, [2]Index{short, long})
			break
		}
	}
	return pairs
}

func (i Index) prefixOf(other Index) bool {
	if len(i.Columns) == 0 || len(i.Columns) > len(other.Columns) || i.Method != other.Method || i.Partial != "" || other.Partial != "" || i.Special || other.Special {
		return false
	}
	if i.Unique && (!other.Unique || len(i.Columns) != len(other.Columns)) {
		return false
	}
	for at := range i.Columns {
		if strings.HasPrefix(i.Columns[at], "(") || !SameName(i.Columns[at], other.Columns[at]) {
			return false
		}
	}
	return true
}
