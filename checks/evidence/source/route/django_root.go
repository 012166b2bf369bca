package route

// djangoRoots are the files that Django's settings name as the beginning of all
// patterns: ROOT_URLCONF. nil where nothing names one that is known, and where other
// settings choose among several.
// https://docs.djangoproject.com/en/stable/ref/settings/#root-urlconf
func (l *linker) djangoRoots() map[int]bool {
	if l.roots != nil {
		return *l.roots
	}
	found := map[int]bool{}
	for i := range l.files {
		for _, setting := range l.files[i].Facts.Settings {
			if setting.Name == "ROOT_HOSTCONF" { // django-hosts: a beginning for each host
				found = nil
				break
			}
			if setting.Name != "ROOT_URLCONF" || l.tests(i) || found == nil {
				continue
			}
			for _, module := range setting.Values {
				if target, known := l.target(i, module+".urlpatterns"); known {
					if at, read := l.at[target.Path]; read {
						found[at] = true
					}
				}
			}
		}
	}
	l.roots = &found
	return found
}

// servedByDjango reports whether the patterns of a file are served without another
// list that includes them: all are where the beginning is not known.
func (l *linker) servedByDjango(file int) bool {
	roots := l.djangoRoots()
	return len(roots) == 0 || roots[file] || l.tests(file)
}

// listings adds what Django REST framework's DefaultRouter answers beside its view
// sets: a list of them at its own path.
// https://www.django-rest-framework.org/api-guide/routers/#defaultrouter
func (l *linker) listings() {
	for i, node := range l.nodes {
		if node.router.Kind != RouterMade || lastWord(module(node.router.Origin)) != "DefaultRouter" || len(l.incoming[l.one(i)]) == 0 {
			continue
		}
		for _, around := range l.reached(i, 0) {
			if !around.mounted {
				continue
			}
			route := Route{
				Method: "GET", Framework: around.framework, When: around.when, File: l.files[node.file].Path, Line: node.router.Line,
				Class: l.files[node.file].Class, Handler: Place{Name: "APIRootView"}, Guards: l.defaults(l.files[node.file].Path, "DEFAULT_PERMISSION_CLASSES"),
			}
			l.path(&route, around, "", false)
			l.add(route)
		}
	}
}
