package orm

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// xormTagged tells a file with beans of xorm from others.
func xormTagged(file *program.File) bool { return tagsWith(file, `xorm:"`) }

// xorm reads structs with xorm's tags. It knows no foreign keys.
// https://xorm.io/docs/chapter-02/4.columns/
func xorm(r *reader) {
	for _, class := range r.file.Classes {
		if class.Kind == "struct" && class.Name != "" {
			r.xormBean(class)
		}
	}
}

func (r *reader) xormBean(class *program.Class) {
	table := schema.Table{Model: class.Name, Tool: "xorm", Line: r.file.Line(class.Start), Name: tableName(class)}
	if table.Name == "" {
		table.Name = snake(class.Name)
	}
	bean := false
	groups := map[string]int{}
	for _, field := range taggedFields(class, "xorm") {
		if field.Name == "" {
			continue
		}
		bean = bean || field.told
		r.xormField(field, &table, groups)
	}
	for _, base := range class.Bases {
		table.Bases = append(table.Bases, lastName(base))
	}
	if bean {
		r.facts.Tool = "xorm"
		r.table(table)
	}
}

// words are the words of a tag: what stands in quotes or parentheses belongs to one.
func words(tag string) []string {
	var found []string
	depth, quoted, start := 0, false, 0
	for i, c := range tag + " " {
		switch {
		case c == '\'':
			quoted = !quoted
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ' ' && depth == 0 && !quoted:
			if word := tag[start:min(i, len(tag))]; word != "" {
				found = append(found, word)
			}
			start = i + 1
		}
	}
	return found
}

func (r *reader) xormField(field tagged, table *schema.Table, groups map[string]int) {
	line := r.file.Line(field.Start)
	column := schema.Column{Name: snake(field.Name), Field: field.Name, Type: goTypes[r.goType(field.Type)], Nullable: true, Line: line}
	type index struct {
		name   string
		unique bool
	}
	var indexes []index
	list := words(field.tag)
	for i, word := range list {
		name, inner, _ := strings.Cut(word, "(")
		inner = strings.Trim(inner, ")'")
		switch strings.ToLower(name) {
		case "-", "extends", "->", "<-":
			if name == "-" || name == "extends" {
				return
			}
		case "pk":
			table.Primary, column.Nullable = append(table.Primary, "\x00"), false
		case "autoincr", "default", "created", "updated":
			column.Default = true
		case "null":
			column.Nullable = i == 0 || !strings.EqualFold(list[i-1], "not")
		case "notnull":
			column.Nullable = false
		case "index":
			indexes = append(indexes, index{inner, false})
		case "unique":
			indexes = append(indexes, index{inner, true})
		default:
			if strings.HasPrefix(word, "'") && (i == 0 || !strings.EqualFold(list[i-1], "default")) {
				column.Name = strings.Trim(word, "'")
			}
		}
	}
	for i, name := range table.Primary {
		if name == "\x00" {
			table.Primary[i] = column.Name
		}
	}
	if len(table.Primary) == 0 && field.Name == "ID" {
		table.Primary = []string{column.Name}
	}
	table.Columns = append(table.Columns, column)
	for i, one := range indexes {
		if slices.Contains(indexes[:i], one) {
			continue
		}
		key := one.name
		if one.unique {
			key = "unique " + key
		}
		if place, known := groups[key]; known && one.name != "" {
			table.Indexes[place].Columns = append(table.Indexes[place].Columns, column.Name)
			continue
		}
		groups[key] = len(table.Indexes)
		table.Indexes = append(table.Indexes, schema.Index{Name: one.name, Columns: []string{column.Name}, Unique: one.unique, Line: line})
	}
}
