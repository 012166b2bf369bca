package query

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Serializer is a class that writes objects out, with what it reads of each of them.
// https://www.django-rest-framework.org/api-guide/serializers/
type Serializer struct {
	Name   string   `json:"name"`
	Bases  []string `json:"bases,omitempty"` // origins
	Fields []Field  `json:"fields,omitempty"`
	Names  []string `json:"names,omitempty"`  // of attributes of the model, as Meta lists them
	Except []string `json:"except,omitempty"` // of all attributes, these are not written
	Depth  bool     `json:"depth,omitempty"`  // related objects are written out whole
	// Wider says that what a base lists is written too: it lists nothing of its own, or
	// adds to that.
	Wider bool `json:"wider,omitempty"`
	// Model is what it writes out, by its origin; Loads are its methods that fetch along
	// for it, and Lists the texts of its constants that such a method of a base may name.
	Model string            `json:"model,omitempty"`
	Loads []Load            `json:"loads,omitempty"`
	Lists map[string]Listed `json:"lists,omitempty"`
}

// Field is a field that a serializer declares.
type Field struct {
	Name   string `json:"name"`
	Path   string `json:"path"`             // of the attribute that it writes: "customer.name"
	Nested string `json:"nested,omitempty"` // the serializer that writes it, by its origin
	Method string `json:"method,omitempty"` // that fills it
	Reads  *Reads `json:"reads,omitempty"`  // of the object, by the closure that fills it
	Key    bool   `json:"key,omitempty"`    // the key alone is written, which stands in the row
	Many   bool   `json:"many,omitempty"`
	Only   bool   `json:"only,omitempty"`  // it is read from requests and not written
	Class  string `json:"class,omitempty"` // that a repository may have made of such a field
}

// Answer is where rows of a model are handed to a serializer.
type Answer struct {
	Serializers []string `json:"serializers"` // their origins
	Set         Set      `json:"set"`
	Written     string   `json:"written"`
	Line        int      `json:"line"`
	Column      int      `json:"column"`
	Function    string   `json:"function,omitempty"`
	Within      int      `json:"within,omitempty"`
}

// serializers collects the serializers of a file, and the lists that it hands to one.
func (f *file) serializers() {
	if f.Language != "Python" || !f.importsLike("serializ") && !f.importsLike("rest_framework") && !f.importsLike("serialis") {
		return
	}
	for _, class := range f.Classes {
		if class.Name != "" && class.Outer == nil && len(f.facts.Serializers) < maxReads && (strings.HasSuffix(class.Name, "Serializer") || f.based(class, serializer)) {
			f.serializer(class, f.serializerField)
		}
	}
	for _, function := range f.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if call, ok := x.(*program.Call); ok {
				f.writer(function, call)
				f.serialized(function, call)
			}
			return true
		})
	}
}

func (f *file) serializer(class *program.Class, read func(string, *program.Call) Field) {
	made := Serializer{Name: class.Name, Bases: f.origins(class.Bases), Wider: true}
	for _, field := range class.Fields {
		if call, ok := field.Value.(*program.Call); ok && len(made.Fields) < maxPaths {
			made.Fields = append(made.Fields, read(field.Name, call))
		}
	}
	for _, inner := range f.Classes {
		if inner.Outer != class || inner.Name != "Meta" {
			continue
		}
		for _, field := range inner.Fields {
			switch field.Name {
			case "fields":
				made.Names = texts(field.Value)
				made.Wider = strings.Contains(f.expression(field.Value), ".Meta.fields")
			case "exclude":
				made.Names, made.Except = []string{"__all__"}, texts(field.Value)
			case "depth":
				made.Depth = true
			case "model":
				made.Model = f.Top().Origin(field.Value)
			}
		}
	}
	f.loads(&made, class)
	f.facts.Serializers = append(f.facts.Serializers, made)
}

// keyFields write the key of a related object, which stands in the row itself.
var keyFields = map[string]bool{"PrimaryKeyRelatedField": true, "HyperlinkedRelatedField": true, "HyperlinkedIdentityField": true}

func (f *file) serializerField(name string, call *program.Call) Field {
	kind := calledName(call)
	made := Field{Name: name, Path: name, Key: keyFields[kind], Many: isSet(call, "many"), Only: isSet(call, "write_only") || kind == "HiddenField"}
	switch source := argument(call, "source").(type) {
	case nil:
	case *program.Text:
		if made.Path = source.Value; source.Value == "*" {
			made.Path = ""
		}
	default:
		made.Only = true // a name that is not written here
	}
	switch {
	case strings.HasSuffix(kind, "SerializerMethodField"):
		made.Method, made.Path = "get_"+name, ""
		if own, ok := argument(call, "method_name").(*program.Text); ok {
			made.Method = own.Value
		} else if own, ok := firstText(call); ok {
			made.Method = own
		}
	case strings.HasSuffix(kind, "Serializer") || writesMany(call):
		made.Nested = f.Top().Origin(call.Callee)
	case kind == "StringRelatedField" || kind == "SlugRelatedField":
		made.Nested = kind
	case strings.HasSuffix(kind, "Field") && !made.Key && !libraryFields[kind]:
		made.Class = f.Top().Origin(call.Callee)
	case kind == "ListField" || kind == "ListSerializer":
		if child, ok := argument(call, "child").(*program.Call); ok && strings.HasSuffix(calledName(child), "Serializer") {
			made.Nested, made.Many = f.Top().Origin(child.Callee), true
		}
	}
	return made
}

// libraryFields are fields of the library that write no related object.
// https://www.django-rest-framework.org/api-guide/fields/
var libraryFields = words("CharField EmailField SlugField URLField UUIDField IntegerField FloatField DecimalField DateTimeField DateField TimeField BooleanField ChoiceField MultipleChoiceField " +
	"FileField ImageField ListField DictField JSONField ReadOnlyField HiddenField ModelField DurationField RegexField IPAddressField FilePathField StringRelatedField SlugRelatedField ManyRelatedField")

// texts are the constant strings of a list.
func texts(x program.Expression) []string {
	var found []string
	switch x := x.(type) {
	case *program.List:
		for _, element := range x.Elements {
			if text, ok := element.(*program.Text); ok && len(found) < 2*maxPaths {
				found = append(found, text.Value)
			}
		}
	case *program.Text:
		found = append(found, x.Value) // "__all__"
	case *program.Binary:
		return append(texts(x.Left), texts(x.Right)...)
	}
	return found
}

// returns are the expressions that a function returns.
func returns(function *program.Function) []program.Expression {
	var found []program.Expression
	program.VisitStatements(function.Body, func(s program.Statement) bool {
		if result, ok := s.(*program.Return); ok {
			found = append(found, result.X...)
		}
		return true
	}, nil)
	return found
}

// firstQuery is the query that a function returns, or the first one of a model in it.
func firstQuery(f *file, function *program.Function) (found program.Expression) {
	for _, result := range returns(function) {
		if _, ok := f.setBehind(function, result); ok && !empty(result) {
			return result
		}
	}
	program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
		if _, ok := x.(*program.Call); ok && found == nil {
			if set, known := f.setBehind(function, x); known && set.Class != "" && !set.One && len(set.Steps) > 1 && !empty(x) {
				found = x
			}
		}
		return found == nil
	})
	return found
}

// serialized reads OrderSerializer(orders, many=True), and self.get_serializer(orders, many=True).
func (f *file) serialized(function *program.Function, call *program.Call) {
	name := calledName(call)
	if !isSet(call, "many") || len(call.Arguments) == 0 || len(f.facts.Answers) >= maxReads {
		return
	}
	given := call.Arguments[0].Value
	if call.Arguments[0].Name != "" {
		if given = argument(call, "instance"); given == nil {
			return
		}
	}
	origin := function.Origin(call.Callee)
	if name == "get_serializer" {
		if class := classAround(function); class != nil {
			for _, field := range class.Fields {
				if field.Name == "serializer_class" {
					origin = f.Top().Origin(field.Value)
				}
			}
		}
	}
	if strings.HasSuffix(origin, "Serializer") || writesMany(call) {
		f.answer(function, call, origin, given)
	}
}

// writesMany reports whether a call makes an object of a class that is to write out
// several: BranchSerializerV2(branches, many=True).
func writesMany(call *program.Call) bool {
	return capital(calledName(call)) && isSet(call, "many") && !fields[calledName(call)]
}

// fields are those of the library that take several values and are no serializers.
// https://www.django-rest-framework.org/api-guide/relations/
var fields = words("PrimaryKeyRelatedField HyperlinkedRelatedField HyperlinkedIdentityField SlugRelatedField StringRelatedField ManyRelatedField")

// answer notes rows that a call hands to a serializer.
func (f *file) answer(function *program.Function, call *program.Call, origin string, given program.Expression) {
	in := function
	if query := f.pagesOfQuery(function, given); query != nil {
		in, given = function.Parent, query
	}
	set, ok := f.setBehind(in, given)
	if !ok || set.Param > 0 && len(set.Steps) == 0 || origin == "" || len(f.facts.Answers) >= maxReads {
		return
	}
	made := Answer{Serializers: []string{origin}, Set: set, Written: oneLine(f.Text(call.Span)), Line: f.Line(call.Start), Column: f.Column(call.Start), Within: f.lineOf(in)}
	if line := f.standsAt(in, given); line > 0 {
		made.Line, made.Column = line, 1
	}
	if named := namedAround(function); named != nil {
		made.Function = qualified(named)
	}
	f.facts.Answers = append(f.facts.Answers, made)
}

// pagesOfQuery is the query whose pages a closure is given:
// paginate(queryset=orders, on_results=lambda page: OrderSerializer(page, many=True)).
func (f *file) pagesOfQuery(function *program.Function, given program.Expression) (query program.Expression) {
	name, ok := given.(*program.Name)
	if !ok || function.Parent == nil || len(function.Params) == 0 || function.Params[0].Name != name.Name {
		return nil
	}
	program.VisitStatements(function.Parent.Body, nil, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok || query != nil {
			return query == nil
		}
		for _, argument := range call.Arguments {
			if closure, is := argument.Value.(*program.Closure); is && closure.Function == function {
				for _, other := range call.Arguments {
					if other.Name == "queryset" {
						query = other.Value
					}
				}
			}
		}
		return query == nil
	})
	return query
}

// standsAt is the line on which the query of a name stands in a function: where
// fetching along is to be added. 0 where it is no name, or stands elsewhere.
func (f *file) standsAt(function *program.Function, x program.Expression) int {
	name, ok := x.(*program.Name)
	if !ok {
		return 0
	}
	binding := function.Lookup(name.Name)
	if binding == nil || binding.Owner != function || len(binding.Values) == 0 || binding.Values[0] == nil {
		return 0
	}
	return f.Line(binding.Values[0].Range().Start)
}

func (f *file) origins(some []program.Expression) []string {
	var found []string
	for _, x := range some {
		if origin := f.Top().Origin(x); origin != "" {
			found = append(found, origin)
		}
	}
	return found
}

func argument(call *program.Call, name string) program.Expression {
	for _, one := range call.Arguments {
		if one.Name == name {
			return one.Value
		}
	}
	return nil
}

// isSet reports whether an argument is given and is not False.
func isSet(call *program.Call, name string) bool {
	literal, ok := argument(call, name).(*program.Literal)
	return ok && literal.Value == "True"
}
