package query

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

var (
	formClasses = regex.New(`Form$`)
	// formSets matches functions that make a class whose objects have a form for each row.
	// https://docs.djangoproject.com/en/stable/topics/forms/modelforms/#model-formsets
	formSets = regex.New(`^(?:model|inline|generic_inline)formset_factory$`)
	// inlines matches bases of classes that show related rows in a form of the admin.
	// https://docs.djangoproject.com/en/stable/ref/contrib/admin/#inlinemodeladmin-objects
	inlines = regex.New(`(?:Tabular|Stacked)Inline$`)
	// resources matches bases of classes that write rows out to a file.
	// https://django-import-export.readthedocs.io/en/stable/advanced_usage.html
	resources = regex.New(`ModelResource$`)
)

// forms collects what forms read of the row that each is made with, and the sets of forms
// that a file makes for a query.
func (f *file) forms() {
	for _, class := range f.Classes {
		if class.Name == "" || class.Outer != nil || !formClasses.MatchString(class.Name) || len(f.facts.Listings) >= maxReads {
			continue
		}
		made := Listing{Kind: "formset", Class: class.Name, Bases: f.origins(class.Bases)}
		for _, method := range class.Methods {
			if method.Name != "__init__" {
				continue
			}
			for _, use := range f.readsOf(method, "self").Uses {
				if path, is := strings.CutPrefix(use.Path, "instance."); is {
					made.Names = append(made.Names, path)
				}
			}
		}
		if len(made.Names) > 0 {
			f.facts.Listings = append(f.facts.Listings, made)
		}
	}
	for _, function := range f.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if call, ok := x.(*program.Call); ok {
				f.formSet(function, call)
			}
			return true
		})
	}
}

// formSet reads OrderFormSet(queryset=orders) of a class that a factory made with a form.
func (f *file) formSet(function *program.Function, call *program.Call) {
	query := argument(call, "queryset")
	name, ok := call.Callee.(*program.Name)
	if query == nil || !ok || len(f.facts.Listings) >= maxReads {
		return
	}
	factory, ok := resolve(function, name).(*program.Call)
	if !ok || !formSets.MatchString(calledName(factory)) {
		return
	}
	set, known := f.setBehind(function, query)
	form := f.Top().Origin(argument(factory, "form"))
	if !known || form == "" || empty(query) {
		return
	}
	at := f.spot(function, query)
	f.facts.Listings = append(f.facts.Listings, Listing{
		Kind: "formset", Bases: []string{form}, Set: set, Written: at.Written, Line: at.Line, Column: at.Column, Within: f.lineOf(function),
	})
}

// rowsOfModel reads a class that goes through the rows of its model: related rows in a
// form of the admin, rows that are written out to a file.
func (f *file) rowsOfModel(class *program.Class) {
	made := Listing{Kind: "inline", Class: class.Name, Names: []string{"__str__"}}
	model := f.modelOf(class)
	if f.based(class, resources) {
		made.Kind, made.Names = "export", nil
	}
	made.Line, made.Column = f.Line(class.Start), f.Column(class.Start)
	for _, field := range class.Fields {
		switch {
		case field.Name == "model":
			model, made.Line, made.Column = field.Value, f.Line(field.Start), f.Column(field.Start)
		case field.Name == "max_num": // a form for one row, or a handful
			return
		case field.Name == "readonly_fields":
			made.Names = append(made.Names, texts(field.Value)...)
		case made.Kind == "export":
			if call, ok := field.Value.(*program.Call); ok && calledName(call) == "Field" {
				if attribute, is := argument(call, "attribute").(*program.Text); is {
					made.Names = append(made.Names, strings.ReplaceAll(attribute.Value, "__", "."))
				}
			}
		}
	}
	var fetched []string
	for _, inner := range f.Classes {
		if inner.Outer != class || made.Kind != "export" {
			continue
		}
		for _, field := range inner.Fields {
			if field.Name != "fields" {
				continue
			}
			made.Line, made.Column = f.Line(field.Start), f.Column(field.Start)
			for _, name := range texts(field.Value) {
				if strings.Contains(name, "__") {
					made.Names = append(made.Names, strings.ReplaceAll(name, "__", "."))
				}
			}
		}
	}
	for _, method := range class.Methods {
		switch {
		case strings.HasSuffix(method.Name, "queryset"):
			fetched = append(fetched, f.fetchedIn(method)...)
		case strings.HasPrefix(method.Name, "dehydrate_"):
			made.Names = append(made.Names, method.Name)
		}
	}
	set, known := f.setBehind(f.Top(), model)
	if !known || len(made.Names) == 0 {
		return
	}
	made.Set = set.with(Step{Name: "objects"}).with(Step{Name: "filter", Call: true, Fetched: fetched})
	made.Written = oneLine(f.expression(model))
	f.facts.Listings = append(f.facts.Listings, made)
}
