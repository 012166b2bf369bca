package query

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// Model is a class of rows, or one that such classes inherit from.
type Model struct {
	Name     string    `json:"name"`
	Bases    []string  `json:"bases,omitempty"` // origins
	Abstract bool      `json:"abstract,omitempty"`
	Related  []Related `json:"related,omitempty"`
	Managers []Manager `json:"managers,omitempty"`
}

// Related is an attribute that stands for rows of another table.
type Related struct {
	Name    string `json:"name"`
	Library string `json:"library"`
	To      string `json:"to,omitempty"`      // the model, by its origin, or by its name alone
	Named   bool   `json:"named,omitempty"`   // To is a name that was written as a text: "shop.Order"
	Reverse string `json:"reverse,omitempty"` // what it is called from there; "+" for nothing
	Many    bool   `json:"many,omitempty"`
	Single  bool   `json:"single,omitempty"` // one there has one here
	Eager   bool   `json:"eager,omitempty"`  // it is fetched along by itself
	Null    bool   `json:"null,omitempty"`   // it may be empty
}

// Manager is what a model's queries begin with, beside "objects".
type Manager struct {
	Name  string `json:"name"`
	Class string `json:"class,omitempty"` // its origin
}

// relationFields are the fields of models that stand for rows of other tables.
// https://docs.djangoproject.com/en/stable/ref/models/fields/#module-django.db.models.fields.related
// https://django-taggit.readthedocs.io https://django-treebeard.readthedocs.io https://django-modelcluster.readthedocs.io
var relationFields = map[string]struct{ many, single bool }{
	"ForeignKey": {}, "OneToOneField": {single: true}, "ManyToManyField": {many: true}, "GenericForeignKey": {}, "GenericRelation": {many: true},
	"ParentalKey": {}, "ParentalManyToManyField": {many: true}, "TreeForeignKey": {}, "TaggableManager": {many: true}, "ClusterTaggableManager": {many: true},
	"SortedManyToManyField": {many: true}, "TagField": {many: true}, "AutoOneToOneField": {single: true}, "ForeignKeyField": {},
}

// relationField matches classes of fields that a repository made of one of them.
var relationField = regex.New(`(?:ForeignKey|ManyToMany|OneToOne)\w*$`)

// models collects the classes of rows of a file.
func (f *file) models() {
	if f.Language != "Python" {
		return
	}
	for _, class := range f.Classes {
		if class.Name == "" || class.Outer != nil || len(f.facts.Models) >= maxReads {
			continue
		}
		made := Model{Name: class.Name, Bases: f.origins(class.Bases)}
		for _, field := range class.Fields {
			f.field(&made, field)
		}
		for _, method := range class.Methods {
			f.declaredAttribute(&made, method)
		}
		for _, inner := range f.Classes {
			if inner.Outer == class && inner.Name == "Meta" {
				for _, field := range inner.Fields {
					literal, ok := field.Value.(*program.Literal)
					made.Abstract = made.Abstract || field.Name == "abstract" && ok && literal.Value == "True"
				}
			}
		}
		if len(made.Related)+len(made.Managers) > 0 || len(made.Bases) > 0 && !views.MatchString(class.Name) {
			f.facts.Models = append(f.facts.Models, made)
		}
	}
}

// views matches classes that are no models, whatever they inherit from.
var views = regex.New(`(?:View|ViewSet|Serializer|Form|FormSet|Admin|Test|TestCase|Tests|Factory|Migration|Command|Config|Exception|Error|Filter|FilterSet|Middleware|Meta|Widget|Permission)$`)

func (f *file) field(model *Model, field *program.Field) {
	call, ok := field.Value.(*program.Call)
	if !ok {
		return
	}
	kind := calledName(call)
	if kind == "relationship" || kind == "dynamic_loader" || kind == "Relationship" {
		f.relationship(model, field.Name, field.Type, call)
		return
	}
	known, is := relationFields[kind]
	switch {
	case is:
	case relationField.MatchString(kind):
		known.many, known.single = strings.Contains(kind, "ManyToMany"), strings.Contains(kind, "OneToOne")
	case strings.HasSuffix(kind, "Manager") || kind == "as_manager" || kind == "from_queryset" || isManager(call):
		model.Managers = append(model.Managers, Manager{field.Name, f.managerClass(call)})
		return
	default:
		return
	}
	made := Related{Name: field.Name, Library: "Django", Many: known.many, Single: known.single}
	to := argument(call, "to")
	if to == nil && len(call.Arguments) > 0 && call.Arguments[0].Name == "" {
		to = call.Arguments[0].Value
	}
	switch to := to.(type) {
	case *program.Text:
		made.To, made.Named = to.Value, true
		if to.Value == "self" {
			made.To = model.Name
		}
	case *program.Member:
		made.To = f.Top().Origin(to)
		if to.Name == userModel {
			made.To, made.Named = userModel, true
		}
	case *program.Call:
		if calledName(to) == "get_user_model" {
			made.To, made.Named = userModel, true
		}
	case *program.Name:
		made.To = f.Top().Origin(to)
		if strings.Contains(made.To, "get_user_model") {
			made.To, made.Named = userModel, true
		}
	}
	if kind == "GenericForeignKey" || strings.HasPrefix(kind, "Tag") || kind == "ClusterTaggableManager" {
		made.To, made.Reverse = "", "+"
	}
	if kind == "GenericRelation" {
		made.Reverse = "+"
	}
	if name, ok := argument(call, "backref").(*program.Text); ok {
		made.Reverse = name.Value
	}
	made.Null = isSet(call, "null")
	if kind == "ForeignKeyField" {
		made.Library = "Peewee"
	}
	if name, ok := argument(call, "related_name").(*program.Text); ok {
		made.Reverse = name.Value
		if strings.HasSuffix(name.Value, "+") {
			made.Reverse = "+"
		}
	}
	model.Related = append(model.Related, made)
}

// isManager reports whether a field is made from a query set's class:
// OrderQuerySet.as_manager(), Manager.from_queryset(OrderQuerySet)().
func isManager(call *program.Call) bool {
	inner, ok := call.Callee.(*program.Call)
	return ok && calledName(inner) == "from_queryset"
}

func (f *file) managerClass(call *program.Call) string {
	if inner, ok := call.Callee.(*program.Call); ok && len(inner.Arguments) > 0 {
		return f.Top().Origin(inner.Arguments[0].Value)
	}
	if member, ok := call.Callee.(*program.Member); ok && member.Name == "as_manager" {
		return f.Top().Origin(member.X)
	}
	return f.Top().Origin(call.Callee)
}

// relationship reads one of SQLAlchemy.
// https://docs.sqlalchemy.org/en/20/orm/relationship_api.html
func (f *file) relationship(model *Model, name string, declared program.Expression, call *program.Call) {
	made := Related{Name: name, Library: "SQLAlchemy", Reverse: "+"}
	to := argument(call, "argument")
	if to == nil && len(call.Arguments) > 0 && call.Arguments[0].Name == "" {
		to = call.Arguments[0].Value
	}
	switch to := to.(type) {
	case *program.Text:
		made.To, made.Named = to.Value, true
	case *program.Name, *program.Member:
		made.To = f.Top().Origin(to)
	}
	written := f.expression(declared)
	made.Many = strings.Contains(written, "List[") || strings.Contains(written, "list[") || isSet(call, "uselist")
	if to == nil && declared != nil {
		made.To, made.Named = strings.Trim(written[strings.LastIndexByte(written, '[')+1:], `]"' `), true
	}
	if lazy, ok := argument(call, "lazy").(*program.Text); ok {
		made.Eager = lazy.Value != "select" && lazy.Value != "dynamic" && lazy.Value != "write_only"
	}
	for _, back := range []string{"backref", "back_populates"} {
		switch value := argument(call, back).(type) {
		case *program.Text:
			if back == "backref" {
				made.Reverse = value.Value
			}
		case *program.Call: // backref("orders", lazy="dynamic")
			if text, ok := firstText(value); ok {
				made.Reverse = text
			}
		}
	}
	model.Related = append(model.Related, made)
}

func firstText(call *program.Call) (string, bool) {
	if len(call.Arguments) == 0 {
		return "", false
	}
	text, ok := call.Arguments[0].Value.(*program.Text)
	if !ok {
		return "", false
	}
	return text.Value, true
}

// declaredAttribute reads a relationship that a method declares.
func (f *file) declaredAttribute(model *Model, method *program.Function) {
	for _, decorator := range method.Decorators {
		if !strings.HasSuffix(decoratorName(decorator), "declared_attr") || len(method.Body) == 0 {
			continue
		}
		if result, ok := method.Body[len(method.Body)-1].(*program.Return); ok && len(result.X) == 1 {
			if call, ok := result.X[0].(*program.Call); ok && calledName(call) == "relationship" {
				f.relationship(model, method.Name, nil, call)
			}
		}
	}
}
