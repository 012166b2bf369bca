package route

import (
	"slices"
	"strings"
)

// viewsets are the base classes of Django REST framework with the actions that they
// bring.
// https://www.django-rest-framework.org/api-guide/viewsets/#modelviewset
var viewsets = map[string]string{
	"ModelViewSet": "list create retrieve update partial_update destroy", "ReadOnlyModelViewSet": "list retrieve",
	"ListModelMixin": "list", "CreateModelMixin": "create", "RetrieveModelMixin": "retrieve", "UpdateModelMixin": "update partial_update", "DestroyModelMixin": "destroy",
}

// genericViews are base classes with the requests that they answer.
// https://www.django-rest-framework.org/api-guide/generic-views/
// https://docs.djangoproject.com/en/stable/ref/class-based-views/
var genericViews = map[string]string{
	"CreateAPIView": "POST", "ListAPIView": "GET", "RetrieveAPIView": "GET", "DestroyAPIView": "DELETE", "UpdateAPIView": "PUT PATCH", "ListCreateAPIView": "GET POST",
	"RetrieveUpdateAPIView": "GET PUT PATCH", "RetrieveDestroyAPIView": "GET DELETE", "RetrieveUpdateDestroyAPIView": "GET PUT PATCH DELETE",
	"TemplateView": "GET", "ListView": "GET", "DetailView": "GET", "RedirectView": "ANY", "CreateView": "GET POST", "UpdateView": "GET POST", "DeleteView": "GET POST", "FormView": "GET POST",
	"LoginView": "GET POST", "LogoutView": "POST", "PasswordChangeView": "GET POST", "PasswordResetView": "GET POST", "ArchiveIndexView": "GET", "YearArchiveView": "GET",
}

// actionMethods are the requests of view sets' actions, and whether they are of one
// object.
var actionMethods = map[string]struct {
	method string
	detail bool
}{
	"list": {"GET", false}, "create": {"POST", false}, "retrieve": {"GET", true}, "update": {"PUT", true}, "partial_update": {"PATCH", true}, "destroy": {"DELETE", true},
}

// view is a class-based view with all that it inherits.
type view struct {
	file     int
	class    *Class
	methods  []viewMethod // by name, those of the class itself first
	actions  []string     // of view sets, in their own order
	answers  []string     // requests that base classes answer
	guards   []Guard
	decides  bool // it says itself who may ask
	external []string
}

type viewMethod struct {
	file    int
	class   *Class
	handler *Handler
}

// viewOf follows a class and what it inherits.
func (l *linker) viewOf(file int, origin string) (view, bool) {
	at, class := l.class(file, origin)
	v := view{file: at, class: class}
	if class == nil {
		v.inherit(origin)
		return v, len(v.actions)+len(v.answers) > 0
	}
	l.gather(&v, at, class, map[*Class]bool{})
	return v, true
}

func (l *linker) gather(v *view, file int, class *Class, seen map[*Class]bool) {
	if seen[class] || len(seen) > 60 {
		return
	}
	seen[class] = true
	for i := range class.Handlers {
		handler := &class.Handlers[i]
		if !slices.ContainsFunc(v.methods, func(m viewMethod) bool { return m.handler.Name == handler.Name }) {
			v.methods = append(v.methods, viewMethod{file, class, handler})
		}
	}
	permissions := slices.Contains(class.Marks, "permission_classes")
	if !permissions || !v.decides {
		v.guards = append(v.guards, l.guards(file, class.Guards, HowClass)...)
		if class.Open {
			v.guards = append(v.guards, Guard{Name: "permission_classes = []", Kind: KindPublic, How: HowClass, File: l.files[file].Path, Line: class.Line})
		}
	}
	v.decides = v.decides || permissions
	for _, base := range class.Bases {
		if at, inner := l.class(file, base); inner != nil {
			if guard := l.guard(file, Ref{Name: lastWord(base), Origin: base, Line: class.Line}, HowClass); guardingMixin(inner.Name) && (guard.Kind == KindAuthentication || guard.Kind == KindAuthorization) {
				v.guards = append(v.guards, guard)
			}
			l.gather(v, at, inner, seen)
			continue
		}
		if guard := l.guard(file, Ref{Name: lastWord(base), Origin: base, Line: class.Line}, HowClass); guard.Kind == KindAuthentication || guard.Kind == KindAuthorization {
			v.guards = append(v.guards, guard)
		}
		v.inherit(base)
	}
}

// guardingMixin reports whether a class is called as those are that others are made
// of so that they turn strangers away: ObjectPermissionRequiredMixin.
func guardingMixin(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, "required") || strings.HasSuffix(name, "mixin")
}

// inherit takes what a framework's class brings.
func (v *view) inherit(base string) {
	name := lastWord(base)
	v.external = append(v.external, name)
	for action := range strings.FieldsSeq(viewsets[name]) {
		if !slices.Contains(v.actions, action) {
			v.actions = append(v.actions, action)
		}
	}
	for method := range strings.FieldsSeq(genericViews[name]) {
		if !slices.Contains(v.answers, method) {
			v.answers = append(v.answers, method)
		}
	}
}

func (v *view) method(name string) (viewMethod, bool) {
	for _, one := range v.methods {
		if one.handler.Name == name {
			return one, true
		}
	}
	return viewMethod{}, false
}

// view makes the routes of a class that is registered under a path.
func (l *linker) view(file, at, node int, around context, base Route, ref Ref, path string) {
	step := &l.files[file].Facts.Steps[at]
	v, found := l.viewOf(file, ref.Origin)
	base.Guards = slices.Clip(append(slices.Clip(base.Guards), l.guards(file, step.Guards, HowDecorator)...))
	base.Handler = Place{Name: ref.Name}
	if v.class != nil {
		base.Handler.File, base.Handler.Line = l.files[v.file].Path, v.class.Line
	}
	emit := func(method, path string, handler string) {
		route := base
		route.Method = method
		l.path(&route, around, l.filled(file, path), step.Key == "regex")
		l.pathGuards(&route, node, file, at, around)
		l.viewGuards(&route, &v, handler)
		l.add(route)
	}
	switch {
	case step.Key == "viewset":
		l.viewset(&v, path, found, emit)
	case len(ref.Words) > 0: // as_view({"get": "list"})
		for _, pair := range ref.Words {
			method, handler, _ := strings.Cut(pair, ":")
			emit(method, path, handler)
		}
	default:
		methods := slices.Clone(v.answers)
		for _, one := range v.methods {
			for _, method := range one.handler.Methods {
				if one.handler.Kind == "" && !slices.Contains(methods, method) {
					methods = append(methods, method)
				}
			}
		}
		if len(step.Methods) > 0 {
			methods = step.Methods
		}
		if len(methods) == 0 {
			methods = []string{"ANY"}
		}
		for _, method := range v.only(methods) {
			emit(method, path, strings.ToLower(method))
		}
	}
}

// only keeps the methods that a class limits itself to: http_method_names.
func (v *view) only(methods []string) []string {
	if v.class == nil {
		return methods
	}
	for _, mark := range v.class.Marks {
		if names, ok := strings.CutPrefix(mark, "only "); ok {
			return slices.DeleteFunc(slices.Clone(methods), func(method string) bool {
				return method != "ANY" && !slices.Contains(strings.Fields(names), strings.ToLower(method))
			})
		}
	}
	return methods
}

// viewset makes the routes of a view set below the prefix that it is registered
// under.
func (l *linker) viewset(v *view, prefix string, found bool, emit func(method, path, handler string)) {
	actions := slices.Clone(v.actions)
	for _, one := range v.methods {
		if _, standard := actionMethods[one.handler.Name]; standard && one.handler.Kind == "" && !slices.Contains(actions, one.handler.Name) {
			actions = append(actions, one.handler.Name)
		}
	}
	if len(actions) == 0 && !found { // a class that is not in the repository
		actions = strings.Fields(viewsets["ModelViewSet"])
	}
	key := "{pk}"
	slash := strings.TrimRight(prefix, "/") + "/"
	for _, action := range actions {
		row, standard := actionMethods[action]
		if !standard || len(v.only([]string{row.method})) == 0 {
			continue
		}
		if row.detail {
			emit(row.method, slash+key+"/", action)
		} else {
			emit(row.method, slash, action)
		}
	}
	for _, one := range v.methods {
		if one.handler.Kind != "action" {
			continue
		}
		for _, path := range one.handler.Paths {
			if one.handler.Detail {
				path = key + "/" + path
			}
			for _, method := range v.only(one.handler.Methods) {
				emit(method, slash+strings.Trim(unregex(path), "/")+"/", one.handler.Name)
			}
		}
	}
}

// viewGuards adds the guards of a class and of the method that answers.
func (l *linker) viewGuards(route *Route, v *view, handler string) {
	method, own := v.method(handler)
	instead := own && slices.Contains(method.handler.Marks, "permission_classes")
	if own {
		route.Handler = Place{Name: v.name() + "." + handler, File: l.files[method.file].Path, Line: method.handler.Line}
		route.Guards = append(route.Guards, l.guards(method.file, method.handler.Guards, HowDecorator)...)
		if method.handler.Open {
			route.Guards = append(route.Guards, Guard{Name: "permission_classes = []", Kind: KindPublic, How: HowDecorator, File: l.files[method.file].Path, Line: method.handler.Line})
		}
		if number := method.handler.Function; number > 0 && number <= len(l.files[method.file].Facts.Functions) {
			defer l.handlerGuards(route, method.file, &l.files[method.file].Facts.Functions[number-1])
		}
	}
	if !instead {
		for _, guard := range v.guards {
			if strings.Contains(guard.Name, "ReadOnly") && (route.Method == "GET" || route.Method == "HEAD" || route.Method == "OPTIONS") {
				guard.Kind = KindOptional
			}
			route.Guards = append(route.Guards, guard)
		}
	}
	if route.Framework == "django-rest-framework" || slices.ContainsFunc(v.external, restView) {
		if !instead && !v.decides {
			route.Guards = append(route.Guards, l.defaults(route.File, "DEFAULT_PERMISSION_CLASSES")...)
		}
		route.Guards = append(route.Guards, l.defaults(route.File, "DEFAULT_THROTTLE_CLASSES")...)
	}
}

func (v *view) name() string {
	if v.class == nil {
		return ""
	}
	return v.class.Name
}

// restView reports whether a base class is one of Django REST framework's.
func restView(name string) bool {
	return strings.HasSuffix(name, "APIView") || strings.HasSuffix(name, "ViewSet")
}

// defaults are the guards that a setting of Django REST framework puts before every
// view.
// https://www.django-rest-framework.org/api-guide/permissions/#setting-the-permission-policy
func (l *linker) defaults(route, name string) []Guard {
	var found []Guard
	for i := range l.files {
		for _, setting := range l.files[i].Facts.Settings {
			if setting.Name != name || l.files[i].Class != "production" && l.files[i].Class != "" {
				continue
			}
			for _, value := range setting.Values {
				kind := l.kind(i, Ref{Name: lastWord(value), Origin: value}, 0)
				if name == "DEFAULT_THROTTLE_CLASSES" {
					kind = KindRateLimit
				}
				found = append(found, Guard{Name: lastWord(value), Kind: kind, How: HowGlobal, File: l.files[i].Path, Line: setting.Line})
			}
		}
	}
	return found
}

// djangoMiddlewares are the middlewares of Django's settings that turn away who has
// not signed in: Django's own, and those of the repository by what they do.
// AuthenticationMiddleware only looks.
// https://docs.djangoproject.com/en/stable/ref/middleware/#django.contrib.auth.middleware.LoginRequiredMiddleware
func (l *linker) djangoMiddlewares() []Guard {
	if l.middlewares != nil {
		return *l.middlewares
	}
	found := []Guard{}
	for i := range l.files {
		for _, setting := range l.files[i].Facts.Settings {
			if setting.Name != "MIDDLEWARE" && setting.Name != "MIDDLEWARE_CLASSES" || l.tests(i) {
				continue
			}
			for _, value := range setting.Values {
				name := lastWord(value)
				guard := Guard{Name: name, Kind: KindAuthentication, How: HowGlobal, File: l.files[i].Path, Line: setting.Line}
				if strings.Contains(name, "LoginRequired") || strings.Contains(name, "RequireLogin") {
					found = append(found, guard)
					continue
				}
				at, class := l.class(i, value)
				if class == nil {
					continue
				}
				for _, method := range []string{"__call__", "process_request", "process_view"} {
					number, known := l.functions[at][functionKey{class.Name, method}]
					if known && kindOfRejects(l.files[at].Facts.Functions[number-1].Rejects) == KindAuthentication {
						found = append(found, guard)
						break
					}
				}
			}
		}
	}
	l.middlewares = &found
	return found
}
