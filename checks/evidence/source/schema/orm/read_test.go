package orm_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/schema"
	"github.com/golive-app/golive/checks/evidence/source/schema/orm"
)

func read(t *testing.T, language, code string) schema.Facts {
	t.Helper()
	file, err := lowering.Parse(language, []byte(code))
	if err != nil {
		t.Fatal(err)
	}
	return orm.Read(file)
}

// written writes facts in lines: a table or a change each.
func written(facts schema.Facts) string {
	var lines []string
	for _, table := range facts.Tables {
		lines = append(lines, tableText(table))
	}
	for _, change := range facts.Up {
		lines = append(lines, changeText(change))
	}
	for _, change := range facts.Down {
		lines = append(lines, "down "+changeText(change))
	}
	return strings.Join(lines, "\n")
}

func tableText(table schema.Table) string {
	name := table.Name
	if table.Model != "" {
		name = table.Model
		if table.Name != "" {
			name += "=" + table.Name
		}
	}
	parts := []string{name}
	for _, column := range table.Columns {
		parts = append(parts, columnText(column))
	}
	if len(table.Primary) > 0 {
		parts = append(parts, "primary("+strings.Join(table.Primary, ",")+")")
	}
	for _, index := range table.Indexes {
		parts = append(parts, indexText(index))
	}
	for _, foreign := range table.Foreign {
		parts = append(parts, foreignText(foreign))
	}
	if len(table.Bases) > 0 {
		parts = append(parts, "of("+strings.Join(table.Bases, ",")+")")
	}
	if table.Abstract {
		parts = append(parts, "abstract")
	}
	if table.Open {
		parts = append(parts, "open")
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

func columnText(column schema.Column) string {
	text := column.Name
	if column.Field != "" {
		text = column.Field + "=" + text
	}
	text += ":" + column.Type
	if column.Nullable {
		text += "?"
	}
	if column.Default {
		text += "!"
	}
	return text
}

func indexText(index schema.Index) string {
	text := "index"
	if index.Unique {
		text = "unique"
	}
	text += "(" + strings.Join(index.Columns, ",") + ")"
	if index.Name != "" {
		text += "#" + index.Name
	}
	if index.Method != "" {
		text += "~" + index.Method
	}
	if index.Partial != "" {
		text += " where " + index.Partial
	}
	return text
}

func foreignText(foreign schema.ForeignKey) string {
	text := "foreign(" + strings.Join(foreign.Columns, ",") + ")→" + foreign.Table
	if foreign.NotValid {
		text += " not-valid"
	}
	return text
}

func changeText(change schema.Change) string {
	parts := []string{string(change.Kind), change.Table}
	for _, one := range []string{change.Name, change.To, strings.Join(change.Columns, ",")} {
		if one != "" {
			parts = append(parts, one)
		}
	}
	switch {
	case change.Define != nil:
		parts[1] += ":"
		parts = append(parts, tableText(*change.Define))
	case change.Column != nil:
		parts = append(parts, columnText(*change.Column))
	case change.Index != nil:
		parts = append(parts, indexText(*change.Index))
	case change.Foreign != nil:
		parts = append(parts, foreignText(*change.Foreign))
	}
	for _, mark := range []struct {
		set  bool
		word string
	}{{change.Concurrently, "concurrently"}, {change.NotValid && change.Foreign == nil, "not-valid"}, {change.Outside, "outside"}} {
		if mark.set {
			parts = append(parts, mark.word)
		}
	}
	return strings.Join(parts, " ")
}

// cases are pieces of code, and what is read from each.
type cases map[string]struct{ language, code, want string }

func (c cases) run(t *testing.T) {
	t.Parallel()
	for name, one := range c {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := written(read(t, one.language, one.code)); got != strings.TrimSpace(one.want) {
				t.Errorf("got\n%s\nwant\n%s", got, strings.TrimSpace(one.want))
			}
		})
	}
}
