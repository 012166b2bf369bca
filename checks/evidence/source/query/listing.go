package query

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// Listing is where a framework goes through rows by itself: a list of Django's admin,
// the choices of a form, a feed, a sitemap, documents of a search index, a table, a form
// for each row, a file that rows are written to.
// https://docs.djangoproject.com/en/stable/ref/contrib/admin/#django.contrib.admin.ModelAdmin.list_display
// https://docs.djangoproject.com/en/stable/ref/forms/fields/#modelchoicefield
// https://docs.djangoproject.com/en/stable/ref/contrib/syndication/ https://docs.djangoproject.com/en/stable/ref/contrib/sitemaps/
// https://django-elasticsearch-dsl.readthedocs.io/en/latest/fields.html https://django-haystack.readthedocs.io/en/latest/searchindex_api.html
type Listing struct {
	Kind  string   `json:"kind"`            // as Loop.Kind; "column" for the template of a table's column
	Class string   `json:"class,omitempty"` // that it is of
	Bases []string `json:"bases,omitempty"` // what more of each row is shown by: origins
	// Set is the query; empty where the class says none, and others inherit from it.
	Set   Set      `json:"set"`
	Names []string `json:"names"` // what is shown of each row: "customer", a method, "__str__"
	// Reads is what the templates of columns read of each row, Templates are constants that
	// hold more of them.
	Reads     []string `json:"reads,omitempty"`
	Templates []string `json:"templates,omitempty"`
	// Along says that relations which are never empty are fetched along, however they
	// are called; Plain that this holds where one of them is shown.
	Along   bool   `json:"along,omitempty"`
	Plain   bool   `json:"plain,omitempty"`
	Written string `json:"written"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Within  int    `json:"within,omitempty"` // the line on which the method begins that asks
	Small   bool   `json:"small,omitempty"`  // it asks for a handful of rows
}

// listings collects the admin's lists and the choices of forms of a file.
func (f *file) listings() {
	if f.Language != "Python" {
		return
	}
	admin, forms := f.importsLike("admin"), f.importsLike("forms") || f.importsLike("django_filters")
	f.tables()
	if forms || f.importsLike("form") {
		f.forms()
	}
	exports := f.importsLike("import_export")
	items := f.importsLike("feed") || f.importsLike("sitemap") || f.importsLike("syndication") || f.importsLike("search") || f.importsLike("haystack") || f.importsLike("document")
	if !admin && !forms && !items && !exports {
		return
	}
	var registered map[string]program.Expression
	for _, class := range f.Classes {
		if class.Name == "" || class.Outer != nil || len(f.facts.Listings) >= maxReads {
			continue
		}
		if admin && f.based(class, adminClasses) {
			if registered == nil {
				registered = f.registered()
			}
			f.adminList(class, registered[class.Name])
			continue
		}
		if admin && f.based(class, inlines) || exports && f.based(class, resources) {
			f.rowsOfModel(class)
			continue
		}
		if forms {
			f.choices(class)
		}
		if items {
			f.items(class)
		}
	}
}

// adminClasses matches bases of classes of the admin.
var adminClasses = regex.New(`Admin$`)

// registered are the models of a file's classes of the admin, by what
// admin.site.register is called with.
func (f *file) registered() map[string]program.Expression {
	found := map[string]program.Expression{}
	for _, function := range f.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if call, ok := x.(*program.Call); ok && calledName(call) == "register" && len(call.Arguments) == 2 {
				if class := program.LastName(call.Arguments[1].Value); class != "" {
					found[class] = call.Arguments[0].Value
				}
			}
			return true
		})
	}
	return found
}

func (f *file) adminList(class *program.Class, model program.Expression) {
	for _, decorator := range class.Decorators {
		if call, ok := decorator.(*program.Call); ok && calledName(call) == "register" && len(call.Arguments) > 0 {
			model = call.Arguments[0].Value
		}
	}
	made := Listing{Kind: "admin", Class: class.Name, Plain: true}
	var fetched []string
	for _, field := range class.Fields {
		switch field.Name {
		case "list_display":
			made.Names, made.Line, made.Column = texts(field.Value), f.Line(field.Start), f.Column(field.Start)
		case "list_select_related":
			made.Plain = false
			switch value := field.Value.(type) {
			case *program.List:
				fetched = texts(value)
			case *program.Literal:
				made.Along, made.Plain = value.Value == "True", value.Value == "False"
			default:
				fetched = []string{everything}
			}
		}
	}
	if model == nil || len(made.Names) == 0 {
		return
	}
	for _, method := range class.Methods {
		switch method.Name {
		case "get_queryset":
			fetched = append(fetched, f.fetchedIn(method)...)
		case "get_list_select_related", "get_list_display", "changelist_view":
			return // what it says is not followed
		}
	}
	set, ok := f.setBehind(f.Top(), model)
	if !ok {
		return
	}
	made.Set = set.with(Step{Name: "objects"}).with(Step{Name: "filter", Call: true, Fetched: fetched})
	made.Written = class.Name + ".list_display"
	f.facts.Listings = append(f.facts.Listings, made)
}

// choiceFields matches fields of forms that show every row of a query.
var choiceFields = regex.New(`^Model(?:Multiple)?Choice(?:Field|Filter)$`)

// shownWhole matches widgets that write out every choice.
var shownWhole = regex.New(`^(?:Select|SelectMultiple|RadioSelect|CheckboxSelectMultiple)$`)

func (f *file) choices(class *program.Class) {
	for _, method := range class.Methods {
		f.choicesGiven(class, method)
	}
	for _, field := range class.Fields {
		call, ok := field.Value.(*program.Call)
		if !ok || !choiceFields.MatchString(calledName(call)) || len(f.facts.Listings) >= maxReads {
			continue
		}
		query := argument(call, "queryset")
		if query == nil && len(call.Arguments) > 0 && call.Arguments[0].Name == "" {
			query = call.Arguments[0].Value
		}
		if widget := argument(call, "widget"); widget != nil && !shownWhole.MatchString(lastPartOf(decoratorName(widget))) {
			continue
		}
		set, known := f.setBehind(f.Top(), query)
		if !known || len(set.Steps) == 0 || query == nil || empty(query) { // none() is filled when the form is made
			continue
		}
		at := query.Range().Start
		f.facts.Listings = append(f.facts.Listings, Listing{
			Kind: "choices", Class: class.Name, Set: set, Names: []string{"__str__"},
			Written: oneLine(f.expression(query)), Line: f.Line(at), Column: f.Column(at),
		})
	}
}

// choicesGiven reads self.fields["customer"].queryset = customers, where a form says itself
// whose rows a field shows.
// https://docs.djangoproject.com/en/stable/ref/forms/fields/#fields-which-handle-relationships
func (f *file) choicesGiven(class *program.Class, method *program.Function) {
	program.VisitStatements(method.Body, func(s program.Statement) bool {
		assign, ok := s.(*program.Assign)
		if !ok || len(assign.Targets) != 1 || assign.Value == nil || len(f.facts.Listings) >= maxReads {
			return true
		}
		target, ok := assign.Targets[0].(*program.Member)
		if !ok || target.Name != "queryset" || empty(assign.Value) {
			return true
		}
		field, ok := target.X.(*program.Index)
		if !ok || program.LastName(field.X) != "fields" {
			if field, is := target.X.(*program.Member); !is || program.LastName(field.X) != "fields" { // a name in brackets is read like one behind a dot
				return true
			}
		}
		set, known := f.setBehind(method, assign.Value)
		if !known || len(set.Steps) == 0 || set.Param > 0 {
			return true
		}
		at := f.spot(method, assign.Value)
		f.facts.Listings = append(f.facts.Listings, Listing{
			Kind: "choices", Class: class.Name, Set: set, Names: []string{"__str__"}, Written: at.Written, Line: at.Line, Column: at.Column, Within: f.lineOf(method), Small: few(method, assign.Value),
		})
		return true
	}, nil)
}

// itemClasses are the classes whose items a framework goes through, and which of their
// methods it asks about each.
var itemClasses = []struct {
	kind           string
	bases, methods *regex.Expression
	query          map[string]bool // the methods that give them
}{
	{"feed", regex.New(`Feed$`), regex.New(`^item_`), words("items")},
	{"sitemap", regex.New(`Sitemap$`), regex.New(`^(?:location|lastmod|priority|changefreq)$`), words("items")},
	{"document", regex.New(`(?:Document|Index)$`), regex.New(`^prepare_`), words("get_queryset index_queryset get_indexing_queryset")},
}

func (f *file) items(class *program.Class) {
	for _, one := range itemClasses {
		if !f.based(class, one.bases) && !one.bases.MatchString(class.Name) {
			continue
		}
		made := Listing{Kind: one.kind, Class: class.Name}
		if one.kind == "document" {
			made.Bases, made.Names = f.origins(class.Bases), f.written(class)
		}
		for _, method := range class.Methods {
			if one.methods.MatchString(method.Name) {
				made.Names = append(made.Names, method.Name)
			}
			if !one.query[method.Name] {
				continue
			}
			query := firstQuery(f, method)
			set, known := f.setBehind(method, query)
			if model := f.modelOf(class); known && model != nil {
				known = f.aboutModel(&set, model)
			}
			if !known || set.Param > 0 || f.preloads(method) {
				continue
			}
			at := query.Range().Start
			if line := f.standsAt(method, query); line > 0 {
				made.Line, made.Column = line, 1
			} else {
				made.Line, made.Column = f.Line(at), f.Column(at)
			}
			made.Set, made.Written, made.Within, made.Small = set, oneLine(f.expression(query)), f.lineOf(method), few(method, query)
		}
		if len(made.Names) > 0 && made.Written != "" || len(made.Names)+len(made.Written) > 0 && one.kind == "document" {
			f.facts.Listings = append(f.facts.Listings, made)
		}
		return
	}
}

// aboutModel makes of the query that a class inherits all rows of its model; false where
// the model is not known.
func (f *file) aboutModel(set *Set, model program.Expression) bool {
	for at := set; at != nil; at = at.Of {
		if at.Inherited != "super" {
			continue
		}
		all, known := f.setBehind(f.Top(), model)
		all.Steps = append([]Step{{Name: "objects"}}, at.Steps...)
		*at = all
		return known
	}
	return true
}

// written are the attributes of a row that the fields of a document write, where no method
// of it does: fields.TextField(attr="customer.name").
func (f *file) written(class *program.Class) []string {
	var found []string
	for _, field := range class.Fields {
		call, ok := field.Value.(*program.Call)
		if !ok || !strings.HasSuffix(calledName(call), "Field") || len(found) >= maxPaths || f.names[class.Name+".prepare_"+field.Name] != nil {
			continue
		}
		name := field.Name
		for _, argued := range []string{"attr", "model_attr"} {
			if attribute, is := argument(call, argued).(*program.Text); is {
				name = strings.ReplaceAll(attribute.Value, "__", ".")
			}
		}
		found = append(found, name)
	}
	return found
}

// modelOf is the model of a class, as its inner class says it: of a document of a search
// index, of a type of GraphQL.
func (f *file) modelOf(class *program.Class) program.Expression {
	for _, inner := range f.Classes {
		if inner.Outer != class {
			continue
		}
		for _, field := range inner.Fields {
			if field.Name == "model" {
				return field.Value
			}
		}
	}
	return nil
}

// lastPartOf is what stands behind the last dot of a name.
func lastPartOf(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }
