package orm

import (
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// ent reads the schemas of ent: an edge to one object makes a foreign key and no index.
// https://entgo.io/docs/schema-def
func ent(r *reader) {
	for _, class := range r.file.Classes {
		for _, base := range class.Bases {
			if r.goType(base) == "ent.Schema" {
				r.entSchema(class)
			}
		}
	}
}

func (r *reader) entSchema(class *program.Class) {
	table := schema.Table{Model: class.Name, Tool: "ent", Name: plural(snake(class.Name)), Line: r.file.Line(class.Start)}
	table.Columns = []schema.Column{{Name: "id", Type: "bigint", Default: true, Line: table.Line}}
	table.Primary = []string{"id"}
	for _, name := range []string{"Mixin", "Fields", "Edges", "Indexes", "Annotations"} {
		for _, method := range class.Methods {
			if method.Name != name {
				continue
			}
			for _, one := range chains(method) {
				_, links := unchain(one.Call)
				root, _ := unchain(one.Call)
				if len(links) > 0 {
					r.entPart(method, lastName(root), links, &table)
				}
			}
			program.VisitStatements(method.Body, nil, func(x program.Expression) bool {
				if object, ok := x.(*program.Object); ok && name == "Annotations" {
					if own := text(method, entry(object, "Table")); own != "" {
						table.Name = own
					}
				}
				return true
			})
		}
	}
	r.facts.Tool = "ent"
	r.table(table)
}

func (r *reader) entPart(method *program.Function, root string, links []link, table *schema.Table) {
	first := links[0]
	name := text(method, positional(first.call, 0))
	line := r.line(first.call)
	_, unique := linkOf(links, "Unique")
	switch {
	case root == "field" && name != "":
		column := schema.Column{Name: name, Type: entTypes[first.name], Line: line}
		_, optional := linkOf(links, "Optional")
		_, nillable := linkOf(links, "Nillable")
		column.Nullable = optional || nillable
		_, column.Default = linkOf(links, "Default", "DefaultFunc")
		if own, found := linkOf(links, "StorageKey"); found {
			column.Field, column.Name = name, text(method, positional(own.call, 0))
		}
		if name == "id" {
			table.Columns = table.Columns[1:]
		}
		table.Columns = append(table.Columns, column)
		if unique {
			table.Indexes = append(table.Indexes, schema.Index{Columns: []string{column.Name}, Unique: true, Line: line})
		}
	case root == "edge" && unique && (first.name == "From" || first.name == "To"):
		r.entEdge(method, links, table)
	case root == "index" && (first.name == "Fields" || first.name == "Edges"):
		index := schema.Index{Unique: unique, Line: line}
		for _, one := range links {
			if one.name != "Fields" && one.name != "Edges" {
				continue
			}
			for _, argument := range one.call.Arguments {
				column := text(method, argument.Value)
				if one.name == "Edges" {
					column = edgeColumn(table, column)
				}
				index.Columns = append(index.Columns, column)
			}
		}
		if own, found := linkOf(links, "StorageKey"); found {
			index.Name = text(method, positional(own.call, 0))
		}
		table.Indexes = append(table.Indexes, index)
	}
}

// entEdge reads an edge to one object. The key stands in this table, but for one that
// leads to one object which leads back to one.
func (r *reader) entEdge(method *program.Function, links []link, table *schema.Table) {
	first := links[0]
	name := text(method, positional(first.call, 0))
	line := r.line(first.call)
	target := ""
	if member, ok := positional(first.call, 1).(*program.Member); ok {
		target = lastName(member.X)
	}
	ref, inverse := linkOf(links, "Ref")
	own, told := linkOf(links, "Field")
	switch {
	case told:
		name = text(method, positional(own.call, 0))
	case inverse:
		name = snake(target) + "_" + text(method, positional(ref.call, 0))
	case first.name == "To":
		name = snake(table.Model) + "_" + name
	default:
		return
	}
	if _, known := table.Column(name); !known {
		table.Columns = append(table.Columns, schema.Column{Name: name, Type: "bigint", Nullable: true, Line: line})
	}
	table.Foreign = append(table.Foreign, schema.ForeignKey{Name: text(method, positional(first.call, 0)), Columns: []string{name}, Table: target, Model: true, Line: line})
}

// edgeColumn is the column of an edge that an index names.
func edgeColumn(table *schema.Table, edge string) string {
	for _, foreign := range table.Foreign {
		if foreign.Name == edge {
			return foreign.Columns[0]
		}
	}
	return edge
}

// entTypes are types of columns by the functions that make fields.
var entTypes = map[string]string{
	"String": "varchar", "Text": "text", "Int": "bigint", "Int64": "bigint", "Int32": "integer", "Uint64": "bigint", "Float": "double", "Bool": "boolean", "Time": "timestamptz", "UUID": "uuid", "JSON": "jsonb",
	"Bytes": "bytea", "Enum": "varchar", "Strings": "jsonb", "Ints": "jsonb", "Other": "",
}
