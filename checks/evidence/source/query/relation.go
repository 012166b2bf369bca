package query

import (
	"regexp"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Rows is a loop over the rows of a model that reads attributes of each row. Where one
// is a relation that the query did not fetch along, reading it asks the database.
type Rows struct {
	Model      string      `json:"model"` // its origin
	Attributes []Attribute `json:"attributes"`
	Loop       Loop        `json:"loop"`
	Function   string      `json:"function,omitempty"`
	Within     int         `json:"within,omitempty"`
}

// Attribute is one attribute that is read, at its first place.
type Attribute struct {
	Name    string `json:"name"`
	Written string `json:"written"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
}

// rows are the rows of a model that an expression goes through, and what its query
// says of fetching along.
type rowsOf struct {
	model   string
	fetched string // the arguments of select_related and its like
	all     bool   // everything is fetched along
}

// fetching are the methods that fetch relations along.
// https://docs.djangoproject.com/en/stable/ref/models/querysets/#select-related
// https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html
var fetching = map[string]bool{"select_related": true, "prefetch_related": true, "options": true, "only": true}

// bare are methods that give no rows of the model: names, numbers, one of them.
var bare = map[string]bool{
	"values": true, "values_list": true, "in_bulk": true, "count": true, "exists": true, "aggregate": true, "get": true, "first": true, "last": true, "one": true,
	"create": true, "delete": true, "update": true, "dates": true, "datetimes": true, "union": true, "raw": true, "with_entities": true, "scalar": true, "items": true,
}

// managers are the attributes of a model's class that its queries begin with.
var managers = map[string]bool{"objects": true, "_default_manager": true, "_base_manager": true}

// rowsBehind follows an expression to the query that it goes through; false where
// that is no plain query of one model.
func (f *file) rowsBehind(in *program.Function, x program.Expression, depth int) (rowsOf, bool) {
	var found rowsOf
	if depth > 5 || f.Language != "Python" {
		return found, false
	}
	for range longestChain {
		switch at := x.(type) {
		case *program.Index:
			list, ok := at.Index.(*program.List)
			if !ok || list.Kind != "slice" {
				return found, false
			}
			x = at.X
		case *program.Call:
			member, ok := at.Callee.(*program.Member)
			if !ok {
				return found, false
			}
			if bare[member.Name] {
				return found, false
			}
			if fetching[member.Name] {
				found.all = found.all || len(at.Arguments) == 0
				for _, argument := range at.Arguments {
					if argument.Spread != "" {
						found.all = true // names that are not written here
					}
					found.fetched += " " + f.Text(argument.Value.Range())
				}
			}
			// db.session.query(Order)
			if member.Name == "query" && len(at.Arguments) == 1 && f.importsLike("sqlalchemy") {
				if name, ok := at.Arguments[0].Value.(*program.Name); ok && capital(name.Name) {
					found.model = in.Origin(name)
					return found, found.model != ""
				}
			}
			x = member.X
		case *program.Member:
			owner := at.X
			if managers[at.Name] || at.Name == "query" {
				if named := lastOf(owner); named == "cls" || capital(named) {
					found.model = in.Origin(owner)
					if named == "cls" {
						class := classAround(in)
						if class == nil {
							return found, false
						}
						found.model = class.Name
					}
					return found, found.model != ""
				}
			}
			return found, false
		case *program.Name:
			binding := in.Lookup(at.Name)
			if binding == nil || binding.Element || binding.Param != nil || len(binding.Values) == 0 || len(binding.Values) > 12 {
				return found, false
			}
			for _, value := range binding.Values {
				if rootOf(value) == at.Name {
					found.fetched += " " + f.Text(value.Range()) // more of the same: qs = qs.select_related(…)
					continue
				}
				inner, ok := f.rowsBehind(binding.Owner, value, depth+1)
				if !ok || found.model != "" && found.model != inner.model {
					return found, false
				}
				found.model, found.all = inner.model, found.all || inner.all
				found.fetched += inner.fetched
			}
			return found, found.model != ""
		default:
			return found, false
		}
	}
	return found, false
}

func capital(name string) bool { return name != "" && name[0] >= 'A' && name[0] <= 'Z' }

// lastOf is the last name of a chain of members.
func lastOf(x program.Expression) string {
	switch x := x.(type) {
	case *program.Name:
		return x.Name
	case *program.Member:
		return x.Name
	}
	return ""
}

// rootOf is the name that a chain begins with.
func rootOf(x program.Expression) string {
	for range longestChain {
		switch at := x.(type) {
		case *program.Member:
			x = at.X
		case *program.Call:
			x = at.Callee
		case *program.Index:
			x = at.X
		case *program.Name:
			return at.Name
		default:
			return ""
		}
	}
	return ""
}

// fetches reports whether a query names a relation among what it fetches along.
func (r rowsOf) fetches(name string) bool {
	return r.all || regexp.MustCompile(`\b`+regexp.QuoteMeta(name)+`(?:\b|__)`).MatchString(r.fetched)
}

// reads collects what loops and comprehensions of a function read of the rows of a
// model.
func (f *file) readRelations(function *program.Function) {
	if f.Language != "Python" {
		return
	}
	program.VisitStatements(function.Body, func(s program.Statement) bool {
		if loop, ok := s.(*program.Loop); ok && loop.Kind == program.LoopEach && len(loop.Targets) == 1 {
			f.readRelation(function, loop.Targets[0], loop.Over, Loop{Kind: "loop", Line: f.Line(loop.Start)}, func(see func(program.Expression) bool) {
				program.VisitStatements(loop.Body, nil, see)
			})
		}
		return true
	}, func(x program.Expression) bool {
		if list, ok := x.(*program.Comprehension); ok && len(list.Clauses) > 0 && len(list.Clauses[0].Targets) == 1 {
			f.readRelation(function, list.Clauses[0].Targets[0], list.Clauses[0].Over, Loop{Kind: "comprehension", Line: f.Line(list.Start)}, func(see func(program.Expression) bool) {
				program.Visit(list.Element, see)
				program.Visit(list.Value, see)
				for _, clause := range list.Clauses {
					for _, condition := range clause.Conditions {
						program.Visit(condition, see)
					}
				}
			})
		}
		return true
	})
}

func (f *file) readRelation(function *program.Function, target, over program.Expression, loop Loop, visit func(func(program.Expression) bool)) {
	name, ok := target.(*program.Name)
	if !ok || len(f.facts.Rows) >= maxReads {
		return
	}
	loop.Over = oneLine(f.expression(over))
	if batches.MatchString(loop.Over) {
		return
	}
	rows, ok := f.rowsBehind(function, over, 0)
	if !ok {
		return
	}
	made := Rows{Model: rows.model, Loop: loop, Within: f.lineOf(function)}
	if named := namedAround(function); named != nil {
		made.Function = qualified(named)
	}
	visit(func(x program.Expression) bool {
		member, ok := x.(*program.Member)
		if !ok {
			return true
		}
		root, ok := member.X.(*program.Name)
		if !ok || root.Name != name.Name || strings.HasSuffix(member.Name, "_id") || rows.fetches(member.Name) {
			return true
		}
		if !slices.ContainsFunc(made.Attributes, func(a Attribute) bool { return a.Name == member.Name }) && len(made.Attributes) < maxAttributes {
			made.Attributes = append(made.Attributes, Attribute{member.Name, oneLine(f.Text(member.Span)), f.Line(member.Start), f.Column(member.Start)})
		}
		return true
	})
	if len(made.Attributes) > 0 {
		f.facts.Rows = append(f.facts.Rows, made)
	}
}

// What is kept of one file.
const (
	maxReads      = 200
	maxAttributes = 30
)
