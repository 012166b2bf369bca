package route

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// viewMethods are the methods of class-based views, by the request that they answer.
var viewMethods = words("get post put patch delete head options trace")

// viewActions are the methods of Django REST framework's view sets.
// https://www.django-rest-framework.org/api-guide/viewsets/
var viewActions = words("list create retrieve update partial_update destroy")

// viewNames are endings of the names of classes that answer requests or guard them.
var viewNames = []string{"View", "ViewSet", "Viewset", "APIView", "Resource", "Mixin", "Controller", "Permission", "Handler", "Middleware", "Router", "Base", "Backend"}

// pythonClass notes a class-based view, what such views are made of, and a class of
// permissions.
func pythonClass(r *reading, class *program.Class) {
	if class.Name == "" || class.Owner == nil || len(r.facts.Classes) >= maxClasses {
		return
	}
	if r.pythonOperations(class) {
		return
	}
	one := Class{Name: class.Name, Line: r.file.Line(class.Start)}
	for _, base := range class.Bases {
		if origin := clip(class.Owner.Origin(base)); origin != "" {
			one.Bases = append(one.Bases, origin)
		}
	}
	found := slices.ContainsFunc(one.Bases, func(base string) bool { _, router := r.language.makers[base]; return router })
	for _, decorator := range class.Decorators {
		one.Guards = append(one.Guards, r.classDecorator(class.Owner, decorator)...)
	}
	found = r.viewFields(class, &one) || found
	for _, method := range class.Methods {
		found = r.viewMethod(class, &one, method) || found
	}
	if !found && !endsView(class.Name) {
		return
	}
	r.facts.Classes = append(r.facts.Classes, one)
}

func endsView(name string) bool {
	for _, end := range viewNames {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// viewFields takes who may ask from the fields of a class.
func (r *reading) viewFields(class *program.Class, one *Class) (found bool) {
	for _, field := range class.Fields {
		switch field.Name {
		case "permission_classes", "decorators", "method_decorators", "throttle_classes":
			found = true
			guards := r.all(class.Owner, field.Value)
			if field.Name == "permission_classes" {
				one.Marks = append(one.Marks, "permission_classes")
				if len(guards) == 0 && !nothing(field.Value) {
					one.Open = true
				}
			}
			one.Guards = append(one.Guards, guards...)
		case "permission_required", "login_required", "required_permission", "staff_required", "superuser_required":
			found = true
			one.Guards = append(one.Guards, Ref{Name: field.Name, Line: r.file.Line(field.Start)})
		case "queryset", "serializer_class", "model", "template_name", "http_method_names", "authentication_classes", "pattern_name", "form_class":
			found = true
			if field.Name == "http_method_names" {
				one.Marks = append(one.Marks, "only "+strings.Join(r.strings(class.Owner, field.Value), " "))
			}
		default:
			// FastAPI's class-based views: user: User = Depends(get_current_user)
			for _, x := range []program.Expression{field.Value, field.Type} {
				if guards := r.depends(class.Owner, x, 0); len(guards) > 0 {
					found = true
					one.Guards = append(one.Guards, guards...)
				}
			}
		}
	}
	one.Guards = one.Guards[:min(len(one.Guards), maxRefs)]
	return found
}

// viewMethod notes a method that answers requests.
func (r *reading) viewMethod(class *program.Class, one *Class, method *program.Function) bool {
	handler := Handler{Name: method.Name, Line: r.file.Line(method.Start)}
	action := false
	for _, decorator := range method.Decorators {
		if other, verb, mapped := mapping(decorator); mapped {
			for _, known := range one.Handlers {
				if known.Name == other && known.Kind == "action" {
					action = true
					handler.Kind, handler.Paths, handler.Detail, handler.Methods = known.Kind, known.Paths, known.Detail, []string{strings.ToUpper(verb)}
				}
			}
			continue
		}
		name, call := decoratorName(decorator)
		switch name {
		case "action", "detail_route", "list_route":
			action = true
			r.action(class.Owner, &handler, name, call)
		case "property", "staticmethod", "classmethod":
		default:
			handler.Guards = append(handler.Guards, r.classDecorator(class.Owner, decorator)...)
		}
	}
	switch {
	case action:
	case viewMethods[method.Name]:
		handler.Methods = []string{strings.ToUpper(method.Name)}
	case viewActions[method.Name]:
	case method.Name == "dispatch", method.Name == "initial", method.Name == "prepare":
	case method.Name == "get_permissions":
		one.Marks = append(one.Marks, "permission_classes")
		one.Guards = append(one.Guards, r.permissions(method)...)
		return true
	case method.Name == "has_permission", method.Name == "has_object_permission", method.Name == "test_func", method.Name == "get_queryset":
		r.functionOf(method)
		return true
	default:
		return false
	}
	handler.Function = r.functionOf(method)
	one.Handlers = append(one.Handlers, handler)
	return true
}

// mapping takes @pay.mapping.delete apart: another request to the path of an action.
// https://www.django-rest-framework.org/api-guide/viewsets/#routing-additional-http-methods-for-extra-actions
func mapping(decorator program.Expression) (action, verb string, ok bool) {
	member, ok := decorator.(*program.Member)
	if !ok || !viewMethods[member.Name] {
		return "", "", false
	}
	inner, ok := member.X.(*program.Member)
	if !ok || inner.Name != "mapping" {
		return "", "", false
	}
	return program.LastName(inner.X), member.Name, true
}

// action takes what @action(detail=True, methods=["post"], url_path="pay") says.
func (r *reading) action(in *program.Function, handler *Handler, name string, call *program.Call) {
	handler.Kind, handler.Methods, handler.Paths = "action", []string{"GET"}, []string{handler.Name}
	handler.Detail = name == "detail_route"
	if call == nil {
		return
	}
	for i, argument := range call.Arguments {
		switch {
		case argument.Name == "detail", argument.Name == "" && i == 1:
			literal, ok := argument.Value.(*program.Literal)
			handler.Detail = ok && literal.Value == "True"
		case argument.Name == "methods", argument.Name == "" && i == 0:
			var methods []string
			for _, one := range r.strings(in, argument.Value) {
				methods = append(methods, strings.ToUpper(one))
			}
			if len(methods) > 0 {
				handler.Methods = methods
			}
		case argument.Name == "url_path":
			handler.Paths, _ = r.paths(in, argument.Value)
		case argument.Name == "permission_classes":
			guards := r.all(in, argument.Value)
			handler.Guards = append(handler.Guards, guards...)
			handler.Marks = append(handler.Marks, "permission_classes")
			handler.Open = len(guards) == 0
		}
	}
}

// permissions are the classes that get_permissions may give.
func (r *reading) permissions(method *program.Function) []Ref {
	var found []Ref
	program.VisitStatements(method.Body, nil, func(x program.Expression) bool {
		name := ""
		switch x := x.(type) {
		case *program.Call:
			name = program.LastName(x.Callee)
			if kindOfName(name) != KindUnknown && len(found) < maxRefs {
				found = append(found, Ref{Name: name, Origin: clip(method.Origin(x.Callee)), Line: r.line(x)})
			}
		case *program.Name:
			name = x.Name
			if strings.HasPrefix(name, "Is") && len(found) < maxRefs {
				found = append(found, Ref{Name: name, Origin: clip(method.Origin(x)), Line: r.line(x)})
			}
		}
		return true
	})
	return found
}

// classDecorator names the guards of a decorator: @login_required, and
// @method_decorator(login_required, name="dispatch").
func (r *reading) classDecorator(in *program.Function, decorator program.Expression) []Ref {
	name, call := decoratorName(decorator)
	if name == "method_decorator" && call != nil {
		if len(call.Arguments) == 0 {
			return nil
		}
		return r.all(in, call.Arguments[0].Value)
	}
	if guard := r.decoratorGuard(in, decorator); guard.Name != "" {
		return []Ref{guard}
	}
	return nil
}
