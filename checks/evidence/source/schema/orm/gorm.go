package orm

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// gorm reads structs with gorm's tags. A field of another model's type beside a key
// makes a foreign key and no index.
// https://gorm.io/docs/models.html https://gorm.io/docs/belongs_to.html
func gorm(r *reader) {
	for _, class := range r.file.Classes {
		if class.Kind == "struct" && class.Name != "" {
			r.gormModel(class)
		}
	}
}

// gormTagged tells a file with models from others, which import nothing for them.
func gormTagged(file *program.File) bool { return tagsWith(file, `gorm:"`) }

// tagsWith reports whether a struct of a Go file has a tag that begins so.
func tagsWith(file *program.File, beginning string) bool {
	if file.Language != "Go" {
		return false
	}
	for _, class := range file.Classes {
		for _, field := range class.Fields {
			if strings.Contains(field.Tag, beginning) {
				return true
			}
		}
	}
	return false
}

func (r *reader) gormModel(class *program.Class) {
	table := schema.Table{Model: class.Name, Tool: "gorm", Line: r.file.Line(class.Start), Name: tableName(class)}
	if table.Name == "" {
		table.Name = plural(snake(class.Name))
	}
	model := false
	for _, field := range taggedFields(class, "xorm") {
		if field.told {
			return // on its way from one to the other: the older tags name the table
		}
	}
	for _, base := range class.Bases {
		if name := r.goType(base); name == "gorm.Model" {
			model = true
			table.Primary = []string{"id"}
			table.Columns = append(table.Columns, schema.Column{Name: "id", Field: "ID", Type: "bigint", Default: true, Line: table.Line})
			table.Indexes = append(table.Indexes, schema.Index{Columns: []string{"deleted_at"}, Line: table.Line})
		} else {
			table.Bases = append(table.Bases, lastName(base))
		}
	}
	fields := taggedFields(class, "gorm")
	groups := map[string]int{} // named indexes by their place among the table's
	for _, field := range fields {
		model = model || field.told
		if field.Name != "" && field.tag != "-" && !strings.HasPrefix(field.tag, "-:all") {
			r.gormField(field, &table, groups)
		}
	}
	if !model {
		return
	}
	for _, field := range fields {
		r.gormRelation(class, field, &table)
	}
	r.facts.Tool = "gorm"
	r.table(table)
}

// settings are the settings of a tag, each with its value.
// https://gorm.io/docs/models.html#Fields-Tags
func settings(tag string) [][2]string {
	var found [][2]string
	for part := range strings.SplitSeq(tag, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), ":")
		found = append(found, [2]string{strings.ToLower(strings.ReplaceAll(name, " ", "")), strings.TrimSpace(value)})
	}
	return found
}

func (r *reader) gormField(field tagged, table *schema.Table, groups map[string]int) {
	line := r.file.Line(field.Start)
	kind := r.goType(field.Type)
	column := schema.Column{Name: snake(field.Name), Field: field.Name, Type: goTypes[kind], Nullable: true, Line: line}
	plain := goTypes[kind] != "" || field.told && !strings.Contains(field.tag, "foreignKey") && !strings.Contains(field.tag, "many2many") && !strings.Contains(field.tag, "constraint:") && !strings.Contains(field.tag, "references:")
	var indexes [][2]string
	for _, one := range settings(field.tag) {
		switch one[0] {
		case "column":
			column.Name = one[1]
		case "type":
			column.Type, plain = strings.ToLower(one[1]), true
		case "primarykey", "primary_key":
			table.Primary, column.Nullable = append(table.Primary, one[1]+"\x00"), false
		case "notnull":
			column.Nullable = false
		case "default", "autoincrement":
			column.Default = true
		case "index", "uniqueindex", "unique", "unique_index":
			indexes = append(indexes, one)
		case "embedded":
			return
		}
	}
	for i, name := range table.Primary {
		if strings.HasSuffix(name, "\x00") {
			table.Primary[i] = column.Name
		}
	}
	if len(table.Primary) == 0 && field.Name == "ID" {
		table.Primary = []string{column.Name}
	}
	if !plain {
		return
	}
	table.Columns = append(table.Columns, column)
	for _, one := range indexes {
		name, options, _ := strings.Cut(one[1], ",")
		unique := one[0] != "index" || strings.Contains(options, "unique")
		if place, known := groups[name]; known && name != "" {
			table.Indexes[place].Columns = append(table.Indexes[place].Columns, column.Name)
			continue
		}
		groups[name] = len(table.Indexes)
		index := schema.Index{Name: name, Columns: []string{column.Name}, Unique: unique, Line: line}
		for option := range strings.SplitSeq(options, ",") {
			switch key, value, _ := strings.Cut(strings.TrimSpace(option), ":"); key {
			case "where":
				index.Partial = value
			case "type":
				if index.Method = strings.ToLower(value); index.Method == "btree" {
					index.Method = ""
				}
			case "expression":
				index.Columns = []string{"(" + value + ")"}
			}
		}
		table.Indexes = append(table.Indexes, index)
	}
}

// gormRelation reads a field of another model's type whose key stands beside it.
func (r *reader) gormRelation(class *program.Class, field tagged, table *schema.Table) {
	kind := r.goType(field.Type)
	if field.Name == "" || field.tag == "-" || goTypes[kind] != "" || strings.HasPrefix(kind, "[") || strings.HasPrefix(kind, "map") {
		return
	}
	key := field.Name + "ID"
	for _, one := range settings(field.tag) {
		switch one[0] {
		case "foreignkey":
			key = one[1]
		case "embedded", "serializer", "type":
			return
		}
	}
	column, found := table.Column(key)
	if !found || column.Field != key {
		return
	}
	table.Foreign = append(table.Foreign, schema.ForeignKey{Columns: []string{column.Name}, Table: kind[strings.LastIndex(kind, ".")+1:], Model: true, Line: column.Line})
}
