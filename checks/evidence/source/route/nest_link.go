package route

import (
	"slices"
	"strings"
)

// nestSettings are what an application of NestJS is configured with.
type nestSettings struct {
	folder   string
	prefix   string
	version  string // of the paths: "v"; empty without versions
	standard string // the version of controllers that name none
	uses     []nestUse
}

type nestUse struct {
	file   int
	step   *Step
	guards []Guard
}

// controllers makes routes of the controllers and resolvers of NestJS, each with
// the settings of the application that is nearest to it.
func (l *linker) controllers() {
	settings := l.nestApplications()
	for i := range l.files {
		for j := range l.files[i].Facts.Classes {
			class := &l.files[i].Facts.Classes[j]
			if class.Kind != "controller" && class.Kind != "resolver" {
				continue
			}
			l.controller(i, class, nearest(settings, l.files[i].Path))
		}
	}
}

// nestApplications gathers settings by the folder of the file that they stand in.
func (l *linker) nestApplications() []nestSettings {
	var found []nestSettings
	at := func(file int) *nestSettings {
		folder := folderOf(l.files[file].Path)
		index := slices.IndexFunc(found, func(s nestSettings) bool { return s.folder == folder })
		if index < 0 {
			found = append(found, nestSettings{folder: folder})
			index = len(found) - 1
		}
		return &found[index]
	}
	for i := range l.files {
		if class := l.files[i].Class; class == "test" || class == "fixture" {
			continue
		}
		facts := &l.files[i].Facts
		for _, setting := range facts.Settings {
			switch setting.Name {
			case "nest.prefix":
				at(i).prefix = l.filled(i, setting.Values[0])
			case "nest.version":
				at(i).version, at(i).standard = setting.Values[0], setting.Values[1]
			}
		}
		for j := range facts.Steps {
			step := &facts.Steps[j]
			if step.Kind == StepUse && step.Router > 0 && facts.Routers[step.Router-1].Framework == "nest" {
				at(i).uses = append(at(i).uses, nestUse{i, step, l.guards(i, step.Refs, HowGlobal)})
			}
		}
	}
	return found
}

// nearest joins the settings whose folders share the most of a file's path: those
// of the one application in most repositories.
func nearest(settings []nestSettings, name string) nestSettings {
	var joined nestSettings
	best := -1
	for _, one := range settings {
		if one.prefix == "" && one.version == "" {
			continue
		}
		if shared := sharedFolders(one.folder, name); shared > best {
			best, joined.prefix, joined.version, joined.standard = shared, one.prefix, one.version, one.standard
		}
	}
	top := -1
	for _, one := range settings {
		if len(one.uses) > 0 {
			top = max(top, sharedApp(one.folder, name))
		}
	}
	for _, one := range settings {
		if len(one.uses) > 0 && sharedApp(one.folder, name) == top {
			joined.uses = append(joined.uses, one.uses...)
		}
	}
	return joined
}

// sharedFolders counts the folders at the beginning of both.
func sharedFolders(folder, name string) int {
	a, b := strings.Split(folder, "/"), strings.Split(name, "/")
	count := 0
	for count < len(a) && count < len(b) && a[count] == b[count] {
		count++
	}
	return count
}

// sharedApp is sharedFolders no deeper than the folder of sources: the modules of
// one application stand beside each other in it.
func sharedApp(folder, name string) int {
	parts := strings.Split(name, "/")
	most := len(parts)
	if at := slices.Index(parts, "src"); at >= 0 {
		most = at + 1
	} else {
		most = min(most, 2)
	}
	return min(sharedFolders(folder, name), most)
}

func (l *linker) controller(file int, class *Class, app nestSettings) {
	paths := class.Paths
	if len(paths) == 0 {
		paths = []string{""}
	}
	for i := range class.Handlers {
		handler := &class.Handlers[i]
		base := Route{
			Framework: "nest", File: l.files[file].Path, Line: handler.Line, Class: l.files[file].Class, Kind: handler.Kind,
			Handler: Place{Name: class.Name + "." + handler.Name, File: l.files[file].Path, Line: handler.Line}, Marks: append(slices.Clone(class.Marks), handler.Marks...),
		}
		methods := handler.Methods
		if len(methods) == 0 {
			methods = []string{"ANY"}
		}
		for _, method := range methods {
			base.Method = method
			if handler.Kind == "graphql" {
				base.Path, base.Written = handler.Paths[0], handler.Paths[0]
				l.nestRoute(base, file, class, handler, app)
				continue
			}
			for _, outer := range paths {
				for _, inner := range handler.Paths {
					route := base
					route.Written = inner
					whole := joined(l.filled(file, outer), l.filled(file, inner))
					version := handler.Version
					if version == "" {
						version = class.Version
					}
					if version == "" {
						version = app.standard
					}
					if app.version != "" && version != "" && version != "VERSION_NEUTRAL" {
						whole = joined(app.version+version, whole)
					}
					route.Path = normal(joined(app.prefix, whole), "nest", false)
					l.nestRoute(route, file, class, handler, app)
				}
			}
		}
	}
}

// nestRoute completes a route with its guards: of the application, of the class, of
// the method.
func (l *linker) nestRoute(route Route, file int, class *Class, handler *Handler, app nestSettings) {
	open := handler.Open || class.Open && len(handler.Guards) == 0
	for _, use := range app.uses {
		if !use.holds(route, class.Name) {
			continue
		}
		for _, guard := range use.guards {
			if open && (guard.Kind == KindAuthentication || guard.Kind == KindAuthorization) {
				guard.Kind = KindPublic
			}
			route.Guards = append(route.Guards, guard)
		}
	}
	route.Guards = append(route.Guards, l.guards(file, class.Guards, HowClass)...)
	route.Guards = append(route.Guards, l.guards(file, handler.Guards, HowDecorator)...)
	if open {
		route.Guards = append(route.Guards, Guard{Name: "public", Kind: KindPublic, How: HowDecorator, File: route.File, Line: route.Line})
	}
	if number := handler.Function; number > 0 && number <= len(l.files[file].Facts.Functions) {
		l.handlerGuards(&route, file, &l.files[file].Facts.Functions[number-1])
	}
	l.add(route)
}

// holds reports whether middleware is before a route: everywhere without paths,
// else for "GET /path", "/path", or "@Controller".
func (u nestUse) holds(route Route, class string) bool {
	for _, except := range u.step.Except {
		if nestMatch(except, route, class) {
			return false
		}
	}
	if len(u.step.Paths) == 0 {
		return true
	}
	return slices.ContainsFunc(u.step.Paths, func(path string) bool { return nestMatch(path, route, class) })
}

func nestMatch(path string, route Route, class string) bool {
	if name, ok := strings.CutPrefix(path, "@"); ok {
		return name == class
	}
	if method, rest, found := strings.Cut(path, " "); found {
		if method != route.Method {
			return false
		}
		path = rest
	}
	wanted := normal(path, "nest", false)
	if strings.HasSuffix(wanted, "{*}") {
		return below(route.Path, wanted) || below(afterFirst(route.Path), wanted)
	}
	return samePath(route.Path, wanted) || samePath(afterFirst(route.Path), wanted) // with or without the global prefix
}

func afterFirst(path string) string {
	if at := strings.IndexByte(path[1:], '/'); at >= 0 {
		return path[at+1:]
	}
	return path
}

// samePath compares paths whatever their parameters are called.
func samePath(a, b string) bool {
	left, right := strings.Split(strings.Trim(a, "/"), "/"), strings.Split(strings.Trim(b, "/"), "/")
	if len(left) != len(right) {
		return false
	}
	for i := range left {
		if left[i] != right[i] && !(strings.HasPrefix(left[i], "{") && strings.HasPrefix(right[i], "{")) {
			return false
		}
	}
	return true
}
