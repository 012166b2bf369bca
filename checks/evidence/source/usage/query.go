package usage

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// finder is a method that reads entities: one of them, or a list.
type finder struct {
	list bool
}

// prismaFinders are methods of a model of Prisma's client; the model is the name
// before them (https://www.prisma.io/docs/orm/reference/prisma-client-reference).
var prismaFinders = map[string]finder{
	"findUnique": {}, "findUniqueOrThrow": {}, "findFirst": {}, "findFirstOrThrow": {}, "create": {}, "update": {}, "upsert": {}, "delete": {}, "findMany": {list: true},
}

// modelFinders are methods of classes of entities: Sequelize's, Mongoose's and
// TypeORM's active records.
var modelFinders = map[string]finder{
	"findOne": {}, "findByPk": {}, "findById": {}, "findOneBy": {}, "findOneOrFail": {}, "findOneByOrFail": {}, "findOrCreate": {}, "create": {}, "findByIdAndUpdate": {}, "findOneAndUpdate": {},
	"findAll": {list: true}, "find": {list: true}, "findBy": {list: true}, "findAndCount": {list: true}, "findAndCountAll": {list: true},
}

// passing are methods that leave the entities of a query as they are.
var passing = set("exec lean populate then catch finally orFail sort")

// narrowing are methods and options by which a query takes fewer columns.
var narrowing = set("select omit project attributes only values_list defer")

// limiting are methods and options by which a list has a bound.
var limiting = set("take limit first paginate perPage pageSize top")

// gives returns what entities, or results of which functions, a value holds.
func (r *reading) gives(f *program.Function, x program.Expression, depth int) []Answer {
	if depth == 0 {
		return nil
	}
	switch x := x.(type) {
	case *program.Await:
		return r.gives(f, x.X, depth)
	case *program.Unary:
		if x.Operator == "&" || x.Operator == "*" {
			return r.gives(f, x.X, depth)
		}
	case *program.Name:
		return r.namedGives(f, x, depth)
	case *program.Conditional:
		return append(r.gives(f, x.Then, depth-1), r.gives(f, x.Else, depth-1)...)
	case *program.Object:
		if r.family == golang && x.Type != nil {
			if name := lastName(f.Origin(x.Type)); name != "H" && name != "Map" {
				return nil // a type of its own says what is sent
			}
		}
		var all []Answer
		for _, one := range x.Entries {
			all = append(all, r.gives(f, one.Value, depth-1)...)
		}
		return all
	case *program.Call:
		return r.callGives(f, x, depth)
	}
	return nil
}

// namedGives follows a variable to what it was given, unless its secrets are taken
// off in between.
func (r *reading) namedGives(f *program.Function, x *program.Name, depth int) []Answer {
	known := f.Lookup(x.Name)
	if known == nil || known.Element || known.Owner.Top {
		return nil
	}
	if r.family == golang {
		if answer, ok := typedGives(known); ok {
			return []Answer{answer}
		}
	}
	if known.Param != nil || r.trimmed(known.Owner, x.Name) {
		return nil
	}
	var all []Answer
	for _, value := range known.Values[:min(len(known.Values), 4)] {
		all = append(all, r.gives(known.Owner, value, depth-1)...)
	}
	return all
}

// typedGives returns the entity of a variable of Go by its declared type, or by the
// literal that it is given.
func typedGives(known *program.Binding) (Answer, bool) {
	declared := known.Type
	if declared == nil && len(known.Values) == 1 {
		switch value := known.Values[0].(type) {
		case *program.Object:
			declared = value.Type
		case *program.List:
			declared = value.Type
		case *program.Unary:
			if object, ok := value.X.(*program.Object); ok {
				declared = object.Type
			}
		}
	}
	if declared == nil {
		return Answer{}, false
	}
	answer := Answer{}
	for {
		switch t := declared.(type) {
		case *program.Unary:
			declared = t.X
			continue
		case *program.Index: // []models.User
			answer.List = true
			declared = t.X
			if t.Index != nil {
				if _, bound := t.Index.(*program.Literal); !bound {
					declared = t.Index
				}
			}
			continue
		case *program.List:
			answer.List = true
			if len(t.Elements) == 0 {
				declared = t.Type
			} else {
				declared = t.Elements[0]
			}
			continue
		}
		break
	}
	answer.Entity = lastName(known.Owner.Origin(declared))
	answer.Limited = true // where it was read is not followed
	return answer, answer.Entity != "" && declared != nil
}

// trimmed reports whether a function takes secrets off a variable: delete
// user.password, user.password = undefined.
func (r *reading) trimmed(f *program.Function, name string) bool {
	found := false
	of := func(x program.Expression) bool {
		member, ok := x.(*program.Member)
		if !ok || !SecretField(member.Name) {
			return false
		}
		for {
			switch x := member.X.(type) {
			case *program.Name:
				return x.Name == name
			case *program.Member:
				member = x
				continue
			}
			return false
		}
	}
	r.inside(f.Body, func(s program.Statement) bool {
		if assign, ok := s.(*program.Assign); ok {
			found = found || slices.ContainsFunc(assign.Targets, of)
		}
		return true
	}, func(x program.Expression) bool {
		if unary, ok := x.(*program.Unary); ok && unary.Operator == "delete" {
			found = found || of(unary.X)
		}
		return true
	})
	return found
}

// prismaClient matches what people call a client of Prisma.
var prismaClient = regex.New(`(?i)(?:^|[./])(?:prisma(?:client|service)?|db|database|orm|tx)(?:\(\))?$`)

// callGives looks at a query, or at a call of the program's own.
func (r *reading) callGives(f *program.Function, x *program.Call, depth int) []Answer {
	member, ok := x.Callee.(*program.Member)
	if !ok {
		return r.ownCall(f, x)
	}
	if narrowing[member.Name] {
		return nil
	}
	switch r.family {
	case script:
		if passing[member.Name] || limiting[member.Name] {
			inner := r.gives(f, member.X, depth-1)
			for i := range inner {
				inner[i].Limited = inner[i].Limited || limiting[member.Name]
			}
			return inner
		}
		if answer, known, sent := scriptQuery(f, x, member); known {
			if !sent {
				return nil
			}
			return []Answer{answer}
		}
	case python:
		if answer, ok := pythonQuery(f, x); ok {
			return []Answer{answer}
		}
	}
	return r.ownCall(f, x)
}

// ownCall returns the call of a function of the program itself, to be followed.
func (r *reading) ownCall(f *program.Function, x *program.Call) []Answer {
	origin := f.Origin(x.Callee)
	switch {
	case origin == "" || len(origin) > maxText:
		return nil
	case r.family == script && (origin[0] == '.' || origin[0] == '@' || strings.HasPrefix(origin, "this.")),
		r.family == python && strings.Contains(origin, "."),
		r.family == golang:
		return []Answer{{Calls: origin}}
	}
	if name, ok := x.Callee.(*program.Name); ok {
		if known := f.Lookup(name.Name); known != nil && known.Function != nil {
			return []Answer{{Calls: origin}}
		}
	}
	return nil
}

// scriptQuery tells the entity of a query of JavaScript. known: it is a query; sent:
// all of its columns are.
func scriptQuery(f *program.Function, x *program.Call, method *program.Member) (answer Answer, known, sent bool) {
	model, ok := method.X.(*program.Member)
	options := objectArgument(x)
	if one, found := prismaFinders[method.Name]; found && ok && prismaClient.MatchString(f.Origin(model.X)) {
		answer = Answer{Entity: model.Name, Library: "Prisma", List: one.list}
		answer.Limited = entry(options, "take") != nil
		answer.Filtered = entry(options, "where") != nil
		return answer, true, entry(options, "select", "omit") == nil
	}
	one, found := modelFinders[method.Name]
	if !found {
		return answer, false, false
	}
	entity := entityOf(f, method.X)
	if entity == "" {
		return answer, false, false
	}
	answer = Answer{Entity: entity, List: one.list}
	answer.Limited = entry(options, "limit", "take") != nil
	answer.Filtered = options != nil && len(options.Entries) > 0
	for _, argument := range x.Arguments {
		if object, ok := argument.Value.(*program.Object); ok && entry(object, "attributes", "select") != nil {
			return answer, true, false
		}
	}
	return answer, true, true
}

func objectArgument(x *program.Call) *program.Object {
	for _, one := range x.Arguments {
		if object, ok := one.Value.(*program.Object); ok {
			return object
		}
	}
	return nil
}

// entityOf returns the entity of a model's class or of a repository: User, and
// this.users where it is declared as Repository<User>.
func entityOf(f *program.Function, x program.Expression) string {
	switch x := x.(type) {
	case *program.Name:
		if x.Name == "" || x.Name[0] < 'A' || x.Name[0] > 'Z' {
			return ""
		}
		known := f.Lookup(x.Name)
		if known == nil || known.Import == nil && known.Class == nil && len(known.Values) != 1 {
			return ""
		}
		if known.Import != nil && known.Import.Name != "default" && known.Import.Name != "*" && known.Import.Name != "" {
			return known.Import.Name
		}
		return x.Name
	case *program.Member: // this.users
		if class := classOf(f); class != nil {
			return fieldEntity(class, x.Name)
		}
	case *program.Call: // getRepository(User)
		if lastName(f.Origin(x.Callee)) == "getRepository" && len(x.Arguments) == 1 {
			return entityOf(f, x.Arguments[0].Value)
		}
	}
	return ""
}

func classOf(f *program.Function) *program.Class {
	for ; f != nil; f = f.Parent {
		if f.Class != nil {
			return f.Class
		}
	}
	return nil
}

// fieldEntity returns User of a field that is declared as Repository<User>, or as
// Model<User>.
func fieldEntity(class *program.Class, name string) string {
	of := func(declared program.Expression) string {
		index, ok := declared.(*program.Index)
		if !ok {
			return ""
		}
		kind := ""
		switch x := index.X.(type) {
		case *program.Name:
			kind = x.Name
		case *program.Member:
			kind = x.Name
		}
		if !strings.HasSuffix(kind, "Repository") && kind != "Model" {
			return ""
		}
		x := index.Index
		if list, ok := x.(*program.List); ok && len(list.Elements) > 0 {
			x = list.Elements[0]
		}
		if one, ok := x.(*program.Name); ok {
			return strings.TrimSuffix(one.Name, "Document")
		}
		return ""
	}
	for _, field := range class.Fields {
		if field.Name == name {
			return of(field.Type)
		}
	}
	for _, method := range class.Methods {
		if method.Kind != "constructor" {
			continue
		}
		for _, param := range method.Params {
			if param.Property && param.Name == name {
				return of(param.Type)
			}
		}
	}
	return ""
}
