package query

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// View is a class that says which query it is about, or what writes that out: a view,
// or what views inherit from.
// https://www.django-rest-framework.org/api-guide/generic-views/
type View struct {
	Name        string   `json:"name"`
	Bases       []string `json:"bases,omitempty"`       // origins
	Serializers []string `json:"serializers,omitempty"` // their origins
	Query       *Viewed  `json:"query,omitempty"`       // what get_queryset returns
	Field       *Viewed  `json:"field,omitempty"`       // the field "queryset"
	Model       *Viewed  `json:"model,omitempty"`       // all rows of the field "model"
	Fetched     []string `json:"fetched,omitempty"`     // that its methods fetch along
	Table       string   `json:"table,omitempty"`       // that shows what it lists: its origin
}

// Viewed is a query of a view.
type Viewed struct {
	Set Set `json:"set"`
	Spot
	Function string `json:"function,omitempty"`
	Within   int    `json:"within,omitempty"`
}

// views collects the views of a file and what they may inherit from.
func (f *file) views() {
	if f.Language != "Python" {
		return
	}
	for _, class := range f.Classes {
		if class.Name == "" || class.Outer != nil || strings.HasSuffix(class.Name, "Serializer") || len(f.facts.Views) >= maxReads {
			continue
		}
		if made := f.view(class); made.Query != nil || made.Field != nil || made.Model != nil || len(made.Serializers) > 0 || len(made.Bases) > 0 && views.MatchString(class.Name) {
			f.facts.Views = append(f.facts.Views, made)
		}
	}
}

func (f *file) view(class *program.Class) View {
	made := View{Name: class.Name, Bases: f.origins(class.Bases)}
	for _, field := range class.Fields {
		switch {
		case field.Value == nil:
		case field.Name == "queryset":
			made.Field = f.viewed(f.Top(), field.Value, class.Name)
		case field.Name == "model":
			if made.Model = f.viewed(f.Top(), field.Value, class.Name); made.Model != nil && len(made.Model.Set.Steps) == 0 {
				made.Model.Set = made.Model.Set.with(Step{Name: "objects"})
			}
		case (field.Name == "table_class" || field.Name == "table") && f.based(class, tableViews):
			made.Table = f.Top().Origin(field.Value)
		case strings.HasSuffix(field.Name, "serializer_class") && !strings.Contains(field.Name, "write") && !strings.Contains(field.Name, "create"):
			if origin := f.Top().Origin(field.Value); origin != "" {
				made.Serializers = append(made.Serializers, origin)
			}
		}
	}
	for _, method := range class.Methods {
		made.Fetched = append(made.Fetched, f.fetchedIn(method)...)
		if f.hasFetched(method) {
			made.Fetched = append(made.Fetched, everything)
		}
		switch method.Name {
		case "get_queryset":
			// Its own query stands before the class's.
			if own := firstQuery(f, method); own != nil {
				made.Query = f.viewed(method, own, qualified(method))
			}
		case "get_serializer_class":
			listing, others := f.chosenByAction(method)
			if len(listing) > 0 { // a list is written out by these alone
				made.Serializers = listing
				continue
			}
			made.Serializers = append(made.Serializers, slices.DeleteFunc(f.chosenSerializers(method), func(origin string) bool { return slices.Contains(others, origin) })...)
		}
	}
	return made
}

// hasFetched reports whether a method of a view has what nobody sees fetch along for its
// rows: self.get_serializer_class().prefetch_queryset(orders).
func (f *file) hasFetched(method *program.Function) bool {
	found := false
	program.VisitStatements(method.Body, nil, func(x program.Expression) bool {
		call, ok := x.(*program.Call)
		if !ok || found {
			return !found
		}
		name := calledName(call)
		if name != "select_related" && name != "prefetch_related" && fetcher.MatchString(name) {
			c, chained := chainOf(method, call)
			found = f.callee(method, call.Callee) == "" || chained && c.own && len(c.names) > 1
		}
		return !found
	})
	return found
}

// chosenSerializers are those that a method chooses between: in what it returns, and in the
// class's field that it looks them up in.
func (f *file) chosenSerializers(method *program.Function) []string {
	var found []string
	see := func(in *program.Function) func(program.Expression) bool {
		return func(x program.Expression) bool {
			switch x.(type) {
			case *program.Name, *program.Member:
				origin := in.Origin(x)
				if name := lastPartOf(origin); strings.HasSuffix(name, "Serializer") && !receiving.MatchString(name) && len(found) < maxPaths && !slices.Contains(found, origin) {
					found = append(found, origin)
				}
			}
			return true
		}
	}
	for _, result := range returns(method) {
		program.Visit(result, see(method))
		program.Visit(resolve(method, result), see(method))
		program.Visit(result, func(x program.Expression) bool {
			member, ok := x.(*program.Member)
			if !ok || program.LastName(member.X) != "self" || method.Class == nil {
				return true
			}
			for _, field := range method.Class.Fields { // self.serializers[self.action]
				if object, is := field.Value.(*program.Object); is && field.Name == member.Name {
					for _, entry := range object.Entries {
						program.Visit(entry.Value, see(f.Top()))
					}
				}
			}
			return true
		})
	}
	return found
}

// receiving matches serializers of what requests send.
var receiving = regex.New(`(?i)create|update|write|input|request`)

// viewed is the query that an expression of a view is; nil where it is none.
func (f *file) viewed(in *program.Function, x program.Expression, function string) *Viewed {
	set, ok := f.setBehind(in, x)
	if !ok || set.Param > 0 {
		return nil
	}
	return &Viewed{Set: set, Spot: f.spot(in, x), Function: function, Within: f.lineOf(in)}
}
