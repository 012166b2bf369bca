package query

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/config/regex"
)

var (
	// requestTypes matches the types of parameters that only functions have which
	// answer requests.
	requestTypes = regex.New(`^(?:net/http\.(?:Request|ResponseWriter)|.*gin\.Context|.*echo(?:/v\d+)?\.Context|.*fiber(?:/v\d+)?\.Ctx|express\.(?:Request|Response)|fastify\.Fastify(?:Request|Reply)|koa\.Context|hono\.Context|next/server\.NextRequest|Request|NextRequest|NextApiRequest|HttpRequest|FastifyRequest|Context)\(\)$`)
	// requestNames matches how people call such parameters, in the order of a
	// handler's.
	requestNames = regex.New(`^_?(?:req|request)(?:,_?(?:res|response|reply)(?:,_?next)?)?$|^ctx(?:,_?next)?$|^_?(?:parent|root|_|__|source|obj),_?\{?\w*\}?,\{?(?:ctx|context)\}?`)
	// routers matches decorators of functions that answer requests.
	routers = regex.New(`(?i)\.(?:get|post|put|patch|delete|route|api_route|websocket|head|options)$|^(?:.*\.)?(?:get|post|put|patch|delete|all|query|mutation|api_view|action|resolve_?field|field_?resolver|authorized|message_?pattern)$`)
	// controllers matches decorators and bases of classes whose methods do.
	controllers = regex.New(`(?i)(?:^|\.)(?:rest_?)?(?:json_?)?(?:controller|resolver)$|(?:view|viewset|apiview|methodview|resource|mutation|serializer|handler)$|(?:ModelViewSet|GenericViewSet)`)
	// methods are the names that files of routes give to their handlers.
	methodNames = regex.New(`^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|loader|action|getServerSideProps|getStaticProps|load)$`)
)

// answersItself reports whether a function says that it answers requests, by its
// parameters, its decorators, its class or its name.
func (f *file) answersItself(function *program.Function) bool {
	var names []string
	for _, param := range function.Params {
		if param.Type != nil {
			if requestTypes.MatchString(strings.TrimPrefix(function.Origin(&program.Name{Name: param.Name}), "*")) {
				return true
			}
		}
		name := param.Name
		if param.Pattern != nil {
			name = "{}"
		}
		names = append(names, name)
	}
	if f.Language != "Go" && requestNames.MatchString(strings.Join(names, ",")) {
		return true
	}
	if f.Language == "Python" && len(names) > 0 && names[0] == "request" {
		return true
	}
	if function.Exported && methodNames.MatchString(function.Name) {
		return true
	}
	for _, decorator := range function.Decorators {
		if routers.MatchString(decoratorName(decorator)) {
			return true
		}
	}
	class := function.Class
	if class == nil || function.Kind == "constructor" || strings.HasPrefix(function.Name, "_") {
		return false
	}
	for _, x := range append(append([]program.Expression{}, class.Decorators...), class.Bases...) {
		if controllers.MatchString(decoratorName(x)) {
			return true
		}
	}
	return false
}

// decoratorName returns what a decorator or a base is called.
func decoratorName(x program.Expression) string {
	switch x := x.(type) {
	case *program.Call:
		return decoratorName(x.Callee)
	case *program.Member:
		if inner := decoratorName(x.X); inner != "" {
			return inner + "." + x.Name
		}
		return x.Name
	case *program.Name:
		return x.Name
	case *program.Index:
		return decoratorName(x.X)
	}
	return ""
}
