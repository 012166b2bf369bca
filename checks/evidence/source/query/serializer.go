package query

import (
	"regexp"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Serializer is a class that writes objects out, with the relations that it reads of
// each of them.
// https://www.django-rest-framework.org/api-guide/relations/
type Serializer struct {
	Name      string     `json:"name"`
	Bases     []string   `json:"bases,omitempty"` // origins
	Relations []Relation `json:"relations,omitempty"`
}

// Relation is a field that another serializer writes.
type Relation struct {
	Name string `json:"name"` // of the attribute
	Many bool   `json:"many,omitempty"`
	Line int    `json:"line"`
}

// Answer is where the rows of a model are handed to a serializer.
type Answer struct {
	Serializer string   `json:"serializer"` // its origin
	Model      string   `json:"model"`
	Fetched    string   `json:"fetched,omitempty"` // what the query says of fetching along
	Bases      []string `json:"bases,omitempty"`   // of the view, which may add to the query: origins
	Written    string   `json:"written"`
	Line       int      `json:"line"`
	Column     int      `json:"column"`
	Function   string   `json:"function,omitempty"`
	Within     int      `json:"within,omitempty"`
}

// serializers collects the serializers of a file, and the views that name one beside
// their query.
func (f *file) serializers() {
	if f.Language != "Python" || !f.importsLike("serializer") && !f.importsLike("rest_framework") {
		return
	}
	for _, class := range f.Classes {
		if class.Name == "" || len(f.facts.Serializers)+len(f.facts.Answers) >= maxReads {
			continue
		}
		if strings.HasSuffix(class.Name, "Serializer") {
			f.serializer(class)
			continue
		}
		f.view(class)
	}
	for _, function := range f.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if call, ok := x.(*program.Call); ok {
				f.serialized(function, call)
			}
			return true
		})
	}
}

func (f *file) serializer(class *program.Class) {
	made := Serializer{Name: class.Name, Bases: f.origins(class.Bases)}
	for _, field := range class.Fields {
		call, ok := field.Value.(*program.Call)
		if !ok || isSet(call, "write_only") {
			continue
		}
		name, kind := field.Name, calledName(call)
		if source := argument(call, "source"); source != nil {
			text, ok := source.(*program.Text)
			if !ok || text.Value == "*" {
				continue
			}
			name = text.Value
		}
		relation, deeper, _ := strings.Cut(name, ".")
		nested := strings.HasSuffix(kind, "Serializer") || kind == "StringRelatedField" || kind == "SlugRelatedField"
		if nested || deeper != "" {
			made.Relations = append(made.Relations, Relation{Name: relation, Many: nested && isSet(call, "many"), Line: f.Line(field.Start)})
		}
	}
	f.facts.Serializers = append(f.facts.Serializers, made)
}

// view reads a class with serializer_class and a query.
func (f *file) view(class *program.Class) {
	var serializer, query program.Expression
	for _, field := range class.Fields {
		switch field.Name {
		case "serializer_class":
			serializer = field.Value
		case "queryset":
			query = field.Value
		}
	}
	if serializer == nil {
		return
	}
	in, at := f.Top(), class.Start
	within, function := 0, class.Name
	for _, method := range class.Methods {
		if method.Name == "get_queryset" {
			// Its own query stands before the class's.
			if own := firstQuery(f, method); own != nil {
				query, in, within, function = own, method, f.lineOf(method), qualified(method)
			}
		}
	}
	rows, ok := f.rowsBehind(in, query, 0)
	if !ok {
		return
	}
	if query != nil {
		at = query.Range().Start
	}
	text := f.Text(class.Span)
	fetched := rows.fetched
	for _, found := range fetchCall.FindAllStringIndex(text, -1) {
		fetched += " " + text[found[0]:min(len(text), found[1]+1500)]
	}
	if rows.all {
		return
	}
	f.facts.Answers = append(f.facts.Answers, Answer{
		Serializer: in.Origin(serializer), Model: rows.model, Fetched: fetched, Bases: f.origins(class.Bases),
		Written: oneLine(f.expression(query)), Line: f.Line(at), Column: f.Column(at), Function: function, Within: within,
	})
}

// firstQuery is the first query of a model in a function.
func firstQuery(f *file, function *program.Function) (found program.Expression) {
	program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
		if _, ok := x.(*program.Call); ok && found == nil {
			if _, rows := f.rowsBehind(function, x, 0); rows {
				found = x
			}
		}
		return found == nil
	})
	return found
}

// fetchCall matches where a class says what is fetched along.
var fetchCall = regexp.MustCompile(`(?:select|prefetch)_related\w*\(|Prefetch\(`)

// serialized reads OrderSerializer(orders, many=True).
func (f *file) serialized(function *program.Function, call *program.Call) {
	if !strings.HasSuffix(calledName(call), "Serializer") || !isSet(call, "many") || len(call.Arguments) == 0 || call.Arguments[0].Name != "" || len(f.facts.Answers) >= maxReads {
		return
	}
	rows, ok := f.rowsBehind(function, call.Arguments[0].Value, 0)
	if !ok || rows.all {
		return
	}
	made := Answer{
		Serializer: function.Origin(call.Callee), Model: rows.model, Fetched: rows.fetched, Written: oneLine(f.Text(call.Span)),
		Line: f.Line(call.Start), Column: f.Column(call.Start), Within: f.lineOf(function),
	}
	if named := namedAround(function); named != nil {
		made.Function = qualified(named)
	}
	f.facts.Answers = append(f.facts.Answers, made)
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

// fetchesByName reports whether a file fetches relations along by names that are not
// written there: a view that inherits from one of its classes may do so too.
func (f *file) fetchesByName() bool {
	if f.Language != "Python" {
		return false
	}
	found := false
	for _, function := range f.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if call, ok := x.(*program.Call); ok && (calledName(call) == "select_related" || calledName(call) == "prefetch_related") {
				for _, one := range call.Arguments {
					_, text := one.Value.(*program.Text)
					found = found || one.Spread != "" || !text
				}
			}
			return !found
		})
	}
	return found
}
