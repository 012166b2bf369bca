package usage

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/memo"
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

// payloadModules are servers of GraphQL with what bounds their queries, and what cuts
// lists into pages.
var payloadModules = modules{
	script: {
		"@apollo/server":                {library: "Apollo Server", names: each(row{kind: GraphQLServer}, "ApolloServer")},
		"apollo-server":                 {library: "Apollo Server", names: each(row{kind: GraphQLServer}, "ApolloServer")},
		"apollo-server-express":         {library: "Apollo Server", names: each(row{kind: GraphQLServer}, "ApolloServer")},
		"graphql-yoga":                  {library: "GraphQL Yoga", names: each(row{kind: GraphQLServer}, "createYoga", "createServer")},
		"express-graphql":               {library: "express-graphql", names: each(row{kind: GraphQLServer}, "graphqlHTTP")},
		"graphql-http":                  {library: "graphql-http", names: each(row{kind: GraphQLServer}, "*.createHandler")},
		"mercurius":                     {library: "Mercurius", names: each(row{kind: GraphQLServer, look: queryDepth}, "")},
		"@nestjs/graphql":               {library: "NestJS GraphQL", names: each(row{kind: GraphQLServer}, "GraphQLModule.forRoot", "GraphQLModule.forRootAsync")},
		"graphql-depth-limit":           {library: "graphql-depth-limit", kind: GraphQLLimit},
		"graphql-query-complexity":      {library: "graphql-query-complexity", kind: GraphQLLimit},
		"graphql-validation-complexity": {library: "graphql-validation-complexity", kind: GraphQLLimit},
		"graphql-cost-analysis":         {library: "graphql-cost-analysis", kind: GraphQLLimit},
		"@escape.tech/graphql-armor":    {library: "GraphQL Armor", kind: GraphQLLimit},
		"@envelop/depth-limit":          {library: "@envelop/depth-limit", kind: GraphQLLimit},
		"@graphile/depth-limit":         {library: "@graphile/depth-limit", kind: GraphQLLimit},
		"@prisma/client":                {library: "Prisma", names: each(row{kind: SerializerNamed, look: omits}, "PrismaClient")},
		"nestjs-paginate":               {library: "nestjs-paginate", kind: Pagination},
		"mongoose-paginate-v2":          {library: "mongoose-paginate-v2", kind: Pagination},
	},
	python: {
		"strawberry":                {library: "Strawberry", names: each(row{kind: GraphQLServer}, "Schema")},
		"strawberry.extensions":     {library: "Strawberry", names: each(row{kind: GraphQLLimit}, "QueryDepthLimiter", "MaxTokensLimiter", "MaxAliasesLimiter")},
		"graphene_django.views":     {library: "Graphene", names: each(row{kind: GraphQLServer}, "GraphQLView", "GraphQLView.as_view")},
		"graphene":                  {library: "Graphene", names: each(row{kind: GraphQLServer}, "Schema")},
		"graphene.validation":       {library: "Graphene", names: each(row{kind: GraphQLLimit}, "depth_limit_validator")},
		"ariadne":                   {library: "Ariadne", names: each(row{kind: GraphQLServer}, "make_executable_schema")},
		"ariadne.validation":        {library: "Ariadne", names: each(row{kind: GraphQLLimit}, "cost_validator")},
		"fastapi_pagination":        {library: "fastapi-pagination", kind: Pagination},
		"django.core.paginator":     {library: "Django", names: each(row{kind: Pagination}, "Paginator")},
		"rest_framework.pagination": {library: "Django REST framework", kind: Pagination},
	},
	golang: {
		"github.com/99designs/gqlgen/graphql/handler":           {library: "gqlgen", names: each(row{kind: GraphQLServer}, "New", "NewDefaultServer")},
		"github.com/99designs/gqlgen/graphql/handler/extension": {library: "gqlgen", names: each(row{kind: GraphQLLimit}, "FixedComplexityLimit", "ComplexityLimit")},
		"github.com/graph-gophers/graphql-go":                   {library: "graphql-go", names: both(each(row{kind: GraphQLServer}, "MustParseSchema", "ParseSchema"), each(row{kind: GraphQLLimit}, "MaxDepth"))},
		"github.com/graphql-go/handler":                         {library: "graphql-go", names: each(row{kind: GraphQLServer}, "New")},
	},
}

// omits looks at new PrismaClient({omit: {user: {password: true}}}), which leaves
// columns out of every query
// (https://www.prisma.io/docs/orm/prisma-client/queries/excluding-fields).
func omits(u use, sign *Sign) bool {
	models, ok := u.keyword("omit").(*program.Object)
	if !ok {
		return false
	}
	for _, one := range models.Entries {
		u.add(Sign{Kind: SerializerNamed, Library: sign.Library, Detail: keyName(u.function, one)})
	}
	return false
}

// queryDepth looks at mercurius' option queryDepth.
func queryDepth(u use, sign *Sign) bool {
	if u.keyword("queryDepth") != nil {
		u.add(Sign{Kind: GraphQLLimit, Library: sign.Library, Detail: "queryDepth"})
	}
	return true
}

// ownLimit matches what people call a check of a query's cost that they wrote.
var ownLimit = regex.New(`(?i)(?:query|graphql)_?(?:cost|complexity|depth)|(?:cost|complexity|depth)_?(?:limit|validator|analysis)|max_?(?:depth|complexity)`)

// isOwnLimit reports whether a name is one of them.
var isOwnLimit = memo.Text(ownLimit.MatchString)

// readPayload looks at a call for what it sends, and for entities that it makes.
func (u use) readPayload() {
	u.readModelCall()
	if u.call == nil {
		return
	}
	if via, sent := u.answers(); via != "" {
		for _, one := range sent {
			u.reading.readSent(u.function, u.at, via, one)
		}
	}
	if isOwnLimit(u.name) {
		u.count(Sign{Kind: GraphQLLimit, Detail: "by name"})
	}
	switch {
	case u.origin == "django.core.serializers.serialize" && u.keyword("fields") == nil:
		u.add(Sign{Kind: SerializerAll, Library: "Django", Detail: modelIn(u.function, u.argument(1))})
	case u.origin == "django.forms.models.model_to_dict" && len(u.call.Arguments) == 1:
		u.add(Sign{Kind: SerializerAll, Library: "Django", Detail: modelIn(u.function, u.argument(0))})
	}
}

// modelIn returns the name of the model whose manager an expression begins with:
// User of User.objects.all().
func modelIn(f *program.Function, x program.Expression) string {
	origin := plain(f.Origin(x))
	if at := strings.Index(origin, ".objects"); at > 0 {
		return lastName(origin[:at])
	}
	return ""
}

// readAnswerAssign finds Koa's ctx.body = value.
func (r *reading) readAnswerAssign(f *program.Function, s *program.Assign) {
	if r.family != script || len(s.Targets) != 1 || s.Value == nil {
		return
	}
	member, ok := s.Targets[0].(*program.Member)
	if !ok || member.Name != "body" {
		return
	}
	if owner, ok := member.X.(*program.Name); ok && (owner.Name == "ctx" || owner.Name == "context" || owner.Name == "this") {
		r.readSent(f, s.Range(), "ctx.body", s.Value)
	}
}

// readReturn looks at what a handler returns where its framework sends that.
func (r *reading) readReturn(f *program.Function, s *program.Return) {
	if len(s.X) != 1 {
		return
	}
	via := handlerReturns(f)
	if via == "" {
		r.readGives(f, s)
		return
	}
	if r.family == python {
		r.readLeak(f, s.Range(), via, s.X)
	}
	if via != flaskHandler { // which can send no object of a database by itself
		r.readSent(f, s.Range(), via, s.X[0])
	}
}

// serialised reports whether decorators say that something shapes what a handler
// returns: @UseInterceptors(…), @Serialize(UserDto).
func serialised(f *program.Function, decorators []program.Expression) bool {
	for _, one := range decorators {
		switch name := lastName(decoratorOrigin(f, one)); {
		case name == "UseInterceptors", strings.HasPrefix(name, "Serialize"), strings.HasPrefix(name, "marshal"):
			return true
		}
	}
	return false
}

// routeDecorators are the methods of a router that make a function a handler.
var routeDecorators = set("get post put patch delete head options route api_route")

var nestRoutes = set("Get Post Put Patch Delete All Query Mutation")

// handlerReturns returns by what a function's result is sent; "" where it is not, or
// where a declared type decides what is in it.
func handlerReturns(f *program.Function) string {
	if serialised(f, f.Decorators) || f.Class != nil && serialised(f, f.Class.Decorators) {
		return ""
	}
	for _, one := range f.Decorators {
		call, ok := one.(*program.Call)
		if !ok {
			continue
		}
		origin := f.Origin(call.Callee)
		name := lastName(origin)
		switch {
		case strings.HasPrefix(origin, "@nestjs/common.") && nestRoutes[name]:
			return "a handler of NestJS"
		case strings.HasPrefix(origin, "fastapi.") && routeDecorators[name]:
			for _, argument := range call.Arguments {
				if argument.Name == "response_model" || argument.Name == "response_class" {
					return ""
				}
			}
			if len(f.Results) > 0 && !untyped[strings.TrimSpace(f.Results[0])] {
				return ""
			}
			return "a handler of FastAPI"
		case strings.HasPrefix(origin, "flask.") && routeDecorators[name]:
			return flaskHandler
		}
	}
	return ""
}

const flaskHandler = "a handler of Flask"

// readHandler counts the handlers of FastAPI and Flask by whether something declares
// what they send.
func (r *reading) readHandler(f *program.Function) {
	if r.family != python {
		return
	}
	for _, one := range f.Decorators {
		call, ok := one.(*program.Call)
		if !ok {
			continue
		}
		origin := f.Origin(call.Callee)
		api := strings.HasPrefix(origin, "fastapi.")
		if !routeDecorators[lastName(origin)] || !api && !strings.HasPrefix(origin, "flask.") {
			continue
		}
		switch {
		case handlerReturns(f) == "", serialised(f, f.Decorators):
			r.count(f, f.Range(), Sign{Kind: SerializerNamed, Library: "response models"})
		case api:
			r.count(f, f.Range(), Sign{Kind: HandlerOpen, Library: "FastAPI"})
		}
		return
	}
}

// untyped are results that say nothing of what is in them.
var untyped = set("Any dict object typing.Any None list")

// readSent records an answer that holds what a database keeps.
func (r *reading) readSent(f *program.Function, at program.Span, via string, sent program.Expression) {
	for _, one := range r.gives(f, sent, 6) {
		if len(r.facts.Answers) >= maxAnswers {
			return
		}
		one.Line, one.Via, one.Function = r.file.Line(at.Start), short(via), named(f)
		one.Entity, one.Calls = short(one.Entity), short(one.Calls)
		r.facts.Answers = append(r.facts.Answers, one)
	}
}

// readGives records what a function with a name returns of what a database keeps, or
// of other functions, so that answers can be followed through it.
func (r *reading) readGives(f *program.Function, s *program.Return) {
	name := named(f)
	if name == "" || r.family == golang || f.Name == "" {
		return
	}
	for _, one := range r.gives(f, s.X[0], 4) {
		if len(r.facts.Gives) >= maxAnswers {
			return
		}
		one.Line, one.Function, one.Entity, one.Calls = r.file.Line(s.Start), name, short(one.Entity), short(one.Calls)
		r.facts.Gives = append(r.facts.Gives, one)
	}
}

// readResults records the type that a function of Go declares to return.
func (r *reading) readResults(f *program.Function) {
	if r.family != golang || f.Name == "" || len(f.Results) == 0 || len(r.facts.Gives) >= maxAnswers {
		return
	}
	text := strings.TrimSpace(f.Results[0])
	result := strings.TrimLeft(text, "[]*")
	result = result[strings.LastIndexByte(result, '.')+1:]
	if result == "" || result[0] < 'A' || result[0] > 'Z' || strings.ContainsAny(result, "[({ ") {
		return
	}
	r.facts.Gives = append(r.facts.Gives, Answer{
		Line: r.file.Line(f.Start), Function: named(f), Entity: short(result), List: strings.HasPrefix(text, "[]"), Limited: true,
	})
}

// selectAll matches a query for every column of a table.
var selectAll = regex.New(`(?is)^\s*select\s+(?:\w+\.)?\*\s+from\s+[\x60"\[]?(?:\w+[\x60"\]]?\.[\x60"\[]?)?(\w+)`)

// catalogues are tables about tables, which tools ask.
var catalogues = regex.New(`(?i)^(?:pg_|information_schema|sqlite_|json_|jsonb_|generate_series|unnest)|^(?:sys|dual|cte|tmp|temp|t|x|a|the|this|sub|ranked|ordered|numbered)$`)

// readText finds queries for every column.
func (r *reading) readText(f *program.Function, x *program.Text) {
	if len(x.Value) < 14 || len(x.Value) > 20_000 {
		return
	}
	found := selectAll.FindStringSubmatch(x.Value)
	if found == nil || catalogues.MatchString(found[1]) || strings.Contains(strings.ToLower(x.Value), "information_schema") {
		return
	}
	r.add(f, x.Range(), Sign{Kind: SelectAll, Detail: strings.ToLower(found[1])})
}

// readSerializer reads the serializers of Django REST framework, by their class Meta.
func (r *reading) readSerializer(owner *program.Function, class *program.Class) {
	if r.family != python || class.Name != "Meta" || class.Outer == nil {
		return
	}
	serializer := false
	for _, base := range class.Outer.Bases {
		serializer = serializer || strings.HasSuffix(owner.Origin(base), "Serializer") || strings.HasSuffix(owner.Origin(base), "ModelSchema")
	}
	if !serializer {
		return
	}
	sign := Sign{Kind: SerializerNamed, Library: "Django REST framework", Callee: short(class.Outer.Name)}
	for _, field := range class.Fields {
		switch field.Name {
		case "model":
			sign.Detail = lastName(owner.Origin(field.Value))
		case "fields":
			if text, ok := owner.Constant(field.Value); ok && text == "__all__" {
				sign.Kind = SerializerAll
			}
		case "exclude":
			sign.Kind = SerializerAll
			for _, name := range r.texts(field.Value) {
				if SecretField(name) {
					sign.Kind = SerializerNamed
				}
			}
		case "extra_kwargs":
			sign.Guarded = sign.Guarded || field.Value != nil && strings.Contains(r.file.Text(field.Value.Range()), "write_only")
		}
	}
	for _, field := range class.Outer.Fields {
		if SecretField(field.Name) { // declared by itself, mostly write_only
			sign.Guarded = true
		}
	}
	r.add(owner, class.Range(), sign)
}
