package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// allColumns stands for a column for each field of the model.
const allColumns = "*"

var (
	// tableClasses matches how tables of rows are called, and what they inherit from.
	// https://django-tables2.readthedocs.io/en/latest/pages/table-data.html
	tableClasses = regex.New(`Table$`)
	tableColumns = regex.New(`Column$`)
	// tableViews matches bases of views that show the rows of their query in a table.
	// https://django-tables2.readthedocs.io/en/latest/pages/generic-mixins.html https://netboxlabs.com/docs/netbox/plugins/development/views/
	tableViews = regex.New(`(?:List|Table|Filter|Bulk\w*)View$|TableMixin$`)
	// recordPath matches what a template of one column reads of its row.
	recordPath = regex.New(`\brecord((?:\.[A-Za-z_]\w*)+)`)
)

// tables collects the tables of a file, the templates of columns, and where a table is
// given its rows.
func (f *file) tables() {
	if strings.Contains(f.Text(f.Top().Span), "record.") {
		f.columnTemplates(f.Top())
	}
	if !f.importsLike("table") {
		return
	}
	if f.importsLike("tables") {
		for _, class := range f.Classes {
			if class.Name != "" && class.Outer == nil && f.based(class, tableClasses) && len(f.facts.Listings) < maxReads {
				f.facts.Listings = append(f.facts.Listings, f.table(class))
			}
		}
	}
	for _, function := range f.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if call, ok := x.(*program.Call); ok && tableClasses.MatchString(calledName(call)) && capital(calledName(call)) {
				f.tableOf(function, call)
			}
			return true
		})
	}
}

// table reads the columns of a table.
func (f *file) table(class *program.Class) Listing {
	made := Listing{Kind: "table", Class: class.Name, Bases: f.origins(class.Bases)}
	declared := map[string]bool{}
	for _, field := range class.Fields {
		call, ok := field.Value.(*program.Call)
		if !ok || !tableColumns.MatchString(calledName(call)) || len(made.Names) >= maxPaths {
			continue
		}
		declared[field.Name] = true
		made.Names = append(made.Names, f.column(class, field.Name, call, &made)...)
	}
	for _, inner := range f.Classes {
		if inner.Outer != class || inner.Name != "Meta" {
			continue
		}
		model, listed := false, false
		for _, field := range inner.Fields {
			switch field.Name {
			case "model":
				model = true
			case "fields":
				listed = true
				for _, name := range texts(field.Value) {
					if !declared[name] && name != allColumns {
						made.Names = append(made.Names, strings.ReplaceAll(name, "__", "."))
					}
				}
			}
		}
		if model && !listed {
			made.Names = append(made.Names, allColumns)
		}
	}
	return made
}

// column is what a column reads of each row: what it stands for, by its name or its
// accessor, and what its template or its method reads.
func (f *file) column(class *program.Class, name string, call *program.Call, of *Listing) []string {
	if f.names[class.Name+".render_"+name] != nil {
		return []string{"render_" + name}
	}
	kind, path := calledName(call), name
	accessor := argument(call, "accessor")
	if wrapped, ok := accessor.(*program.Call); ok && len(wrapped.Arguments) > 0 { // A("customer__name")
		accessor = wrapped.Arguments[0].Value
	}
	if written, ok := f.Top().Constant(accessor); ok {
		path = strings.ReplaceAll(written, "__", ".")
	}
	found := []string{path}
	switch {
	case strings.HasSuffix(kind, "ManyToManyColumn"):
		return []string{path + ".all()"}
	case strings.HasSuffix(kind, "TemplateColumn"):
		given := argument(call, "template_code")
		if given == nil && len(call.Arguments) > 0 && call.Arguments[0].Name == "" {
			given = call.Arguments[0].Value
		}
		if template, ok := f.Top().Constant(given); ok {
			of.Reads = append(of.Reads, recordReads(template)...)
		}
		if name, ok := given.(*program.Name); ok { // a template of another file
			of.Templates = append(of.Templates, name.Name)
		}
	}
	return found
}

// recordReads are the attributes of its row that the template of a column reads.
func recordReads(template string) []string {
	var found []string
	for _, parts := range recordPath.FindAllStringSubmatch(template, maxPaths) {
		if path := strings.TrimPrefix(parts[1], "."); !slices.Contains(found, path) {
			found = append(found, path)
		}
	}
	return found
}

// columnTemplates collects the constants of a file that are templates of columns.
func (f *file) columnTemplates(top *program.Function) {
	for _, statement := range top.Body {
		assign, ok := statement.(*program.Assign)
		if !ok || len(assign.Targets) != 1 || len(f.facts.Listings) >= maxReads {
			continue
		}
		name, named := assign.Targets[0].(*program.Name)
		text, written := assign.Value.(*program.Text)
		if !named || !written || !strings.Contains(text.Value, "record.") || !strings.Contains(text.Value, "{{") {
			continue
		}
		if reads := recordReads(text.Value); len(reads) > 0 {
			f.facts.Listings = append(f.facts.Listings, Listing{Kind: "column", Class: name.Name, Names: reads})
		}
	}
}

// tableOf reads OrderTable(orders).
func (f *file) tableOf(function *program.Function, call *program.Call) {
	given := argument(call, "data")
	if given == nil && len(call.Arguments) > 0 && call.Arguments[0].Name == "" {
		given = call.Arguments[0].Value
	}
	set, known := f.setBehind(function, given)
	table := function.Origin(call.Callee)
	if !known || table == "" || set.Param > 0 && len(set.Steps) == 0 || len(f.facts.Listings) >= maxReads {
		return
	}
	at := f.spot(function, given)
	f.facts.Listings = append(f.facts.Listings, Listing{
		Kind: "table", Bases: []string{table}, Set: set, Written: at.Written, Line: at.Line, Column: at.Column, Within: f.lineOf(function), Small: few(function, given),
	})
}
