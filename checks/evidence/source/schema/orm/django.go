package orm

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/schema"
)

// django reads models and migrations of Django.
// https://docs.djangoproject.com/en/stable/ref/models/fields/
func django(r *reader) {
	r.facts.Tool = "django"
	for _, class := range r.file.Classes {
		switch {
		case class.Name == "Migration" && r.basedOn(class, "migrations.Migration"):
			r.djangoMigration(class)
		case class.Name != "Meta":
			r.djangoModel(class)
		}
	}
}

// basedOn reports whether a base of a class ends in a name.
func (r *reader) basedOn(class *program.Class, name string) bool {
	for _, base := range class.Bases {
		origin := class.Owner.Origin(base)
		if origin == name || strings.HasSuffix(origin, "."+name) {
			return true
		}
	}
	return false
}

// djangoTypes are types of columns by the fields that make them, as far as they matter.
var djangoTypes = map[string]string{
	"AutoField": "integer", "BigAutoField": "bigint", "SmallAutoField": "smallint", "BooleanField": "boolean", "NullBooleanField": "boolean", "CharField": "varchar", "SlugField": "varchar",
	"EmailField": "varchar", "URLField": "varchar", "TextField": "text", "IntegerField": "integer", "PositiveIntegerField": "integer", "SmallIntegerField": "smallint",
	"PositiveSmallIntegerField": "smallint", "BigIntegerField": "bigint", "FloatField": "double precision", "DecimalField": "numeric", "DateField": "date", "DateTimeField": "timestamptz",
	"TimeField": "time", "DurationField": "interval", "UUIDField": "uuid", "JSONField": "jsonb", "BinaryField": "bytea", "GenericIPAddressField": "inet", "FileField": "varchar", "ImageField": "varchar",
	"ArrayField": "array", "HStoreField": "hstore", "SearchVectorField": "tsvector",
}

// djangoKeys are fields that are foreign keys, also those of well-known packages. Each
// gets an index unless it says db_index=False.
var djangoKeys = map[string]bool{"ForeignKey": true, "OneToOneField": true, "TreeForeignKey": true, "TreeOneToOneField": true, "ParentalKey": true, "AutoOneToOneField": true}

// djangoNone are fields without a column.
var djangoNone = map[string]bool{
	"ManyToManyField": true, "GenericForeignKey": true, "GenericRelation": true, "SortedManyToManyField": true, "ParentalManyToManyField": true, "TaggableManager": true, "ClusterTaggableManager": true,
}

// djangoField reads a field of a model or a migration into a table; false where the
// expression is none.
func (r *reader) djangoField(function *program.Function, name string, x program.Expression, table *schema.Table) bool {
	call, ok := x.(*program.Call)
	if !ok {
		return false
	}
	kind := lastName(call.Callee)
	origin := function.Origin(call.Callee)
	switch {
	case djangoNone[kind]:
		return strings.HasPrefix(origin, "django.")
	case djangoKeys[kind], strings.HasSuffix(kind, "Field") && !strings.Contains(origin, "forms.") && !strings.Contains(origin, "serializers.") && !strings.Contains(origin, "rest_framework"):
	default:
		return false
	}
	line := r.line(call)
	column := schema.Column{Name: name, Type: djangoTypes[kind], Nullable: isTrue(keyword(call, "null")), Line: line}
	column.Default = keyword(call, "default", "db_default") != nil || isTrue(keyword(call, "auto_now")) || isTrue(keyword(call, "auto_now_add")) || strings.HasSuffix(kind, "AutoField")
	column.Few = keyword(call, "choices") != nil
	if djangoKeys[kind] {
		column.Field, column.Name = name, name+"_id"
	}
	if named := text(function, keyword(call, "db_column")); named != "" {
		column.Field, column.Name = name, named
	}
	unique := isTrue(keyword(call, "unique")) || strings.HasSuffix(kind, "OneToOneField")
	switch {
	case isTrue(keyword(call, "primary_key")):
		table.Primary = []string{column.Name}
	case unique, isTrue(keyword(call, "db_index")), (djangoKeys[kind] || kind == "SlugField") && !isFalse(keyword(call, "db_index")):
		table.Indexes = append(table.Indexes, schema.Index{Columns: []string{column.Name}, Unique: unique, Line: line})
	}
	if djangoKeys[kind] && !isFalse(keyword(call, "db_constraint")) {
		table.Foreign = append(table.Foreign, schema.ForeignKey{Columns: []string{column.Name}, Table: lastName(given(call, 0, "to")), Model: true, Line: line})
	}
	table.Columns = append(table.Columns, column)
	return true
}

func (r *reader) djangoModel(class *program.Class) {
	table := schema.Table{Model: class.Name, Tool: "django", Line: r.file.Line(class.Start)}
	model := r.basedOn(class, "models.Model") || r.basedOn(class, "Model")
	for _, field := range class.Fields {
		if r.djangoField(class.Owner, field.Name, field.Value, &table) {
			if call, ok := field.Value.(*program.Call); ok && strings.HasPrefix(class.Owner.Origin(call.Callee), "django.") {
				model = true
			}
		}
	}
	if class.Owner != r.top {
		return
	}
	for _, base := range class.Bases {
		if name := lastName(base); name != "Model" {
			table.Bases = append(table.Bases, name)
		}
	}
	if !model {
		// What has no column by itself can stand between a model and its base.
		r.table(schema.Table{Model: class.Name, Tool: "django", Line: table.Line, Bases: table.Bases, Abstract: true})
		return
	}
	table.Abstract = len(class.Bases) == 0
	if r.djangoMeta(class, &table) {
		return
	}
	if len(table.Primary) == 0 && !table.Abstract {
		table.Columns = append(table.Columns, schema.Column{Name: "id", Type: "bigint", Default: true, Line: table.Line})
		table.Primary = []string{"id"}
	}
	r.table(table)
}

// djangoMeta reads a model's options; it reports whether the model has no table of its
// own that migrations make.
func (r *reader) djangoMeta(class *program.Class, table *schema.Table) (none bool) {
	for _, statement := range class.Body {
		declared, ok := statement.(*program.Declare)
		if !ok || declared.Class == nil || declared.Class.Name != "Meta" {
			continue
		}
		for _, option := range declared.Class.Fields {
			switch option.Name {
			case "abstract":
				table.Abstract = isTrue(option.Value)
			case "proxy":
				none = none || isTrue(option.Value)
			case "managed":
				none = none || isFalse(option.Value)
			case "db_table":
				table.Name = strings.ReplaceAll(text(class.Owner, option.Value), `"`, "")
			case "app_label":
				if label := text(class.Owner, option.Value); label != "" && table.Name == "" {
					table.Name = label + "_" + strings.ToLower(table.Model)
				}
			default:
				r.djangoOption(class.Owner, option.Name, option.Value, table)
			}
		}
	}
	return none
}

// djangoOption reads the options of a model that make indexes: of Meta, and of
// CreateModel.
func (r *reader) djangoOption(function *program.Function, name string, value program.Expression, table *schema.Table) {
	switch name {
	case "unique_together", "index_together":
		for _, columns := range together(function, value) {
			table.Indexes = append(table.Indexes, schema.Index{Columns: columns, Unique: name == "unique_together", Line: r.line(value)})
		}
	case "indexes", "constraints":
		for _, one := range elements(value) {
			if index, ok := r.djangoIndex(function, one); ok {
				table.Indexes = append(table.Indexes, index)
			}
		}
	}
}

// together reads ("a", "b"), [("a", "b"), ("c",)] and {("a", "b")}.
func together(function *program.Function, x program.Expression) [][]string {
	if whole, ok := texts(function, x); ok && elements(x) != nil {
		return [][]string{whole}
	}
	var found [][]string
	for _, one := range elements(x) {
		if columns, ok := texts(function, one); ok {
			found = append(found, columns)
		}
	}
	return found
}

// djangoMethods are the methods of PostgreSQL's own kinds of indexes.
var djangoMethods = map[string]string{"GinIndex": "gin", "GistIndex": "gist", "BrinIndex": "brin", "HashIndex": "hash", "SpGistIndex": "spgist", "BloomIndex": "bloom"}

// djangoIndex reads models.Index(…) and models.UniqueConstraint(…).
func (r *reader) djangoIndex(function *program.Function, x program.Expression) (schema.Index, bool) {
	call, ok := x.(*program.Call)
	if !ok {
		return schema.Index{}, false
	}
	kind := lastName(call.Callee)
	unique := kind == "UniqueConstraint"
	if !unique && !strings.HasSuffix(kind, "Index") {
		return schema.Index{}, false
	}
	index := schema.Index{Name: text(function, keyword(call, "name")), Unique: unique, Method: djangoMethods[kind], Line: r.line(call)}
	fields, _ := texts(function, keyword(call, "fields"))
	for _, field := range fields {
		if bare, descending := strings.CutPrefix(field, "-"); descending {
			field, index.Special = bare, true
		}
		index.Columns = append(index.Columns, field)
	}
	for place := 0; len(fields) == 0; place++ {
		expression := positional(call, place)
		if expression == nil {
			break
		}
		index.Columns = append(index.Columns, "("+r.file.Text(expression.Range())+")")
	}
	if condition := keyword(call, "condition"); condition != nil {
		index.Partial = djangoCondition(r.file.Text(condition.Range()))
	}
	index.Special = index.Special || keyword(call, "opclasses") != nil
	return index, len(index.Columns) > 0
}

// djangoCondition writes Q(customer__isnull=False) as SQL has it, others as they are.
func djangoCondition(source string) string {
	inner, found := strings.CutSuffix(source, "__isnull=False)")
	if at := strings.LastIndex(inner, "("); found && at >= 0 && !strings.ContainsAny(inner[at:], ", |&") {
		return inner[at+1:] + " is not null"
	}
	return source
}
