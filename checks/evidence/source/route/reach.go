package route

import (
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/link"
)

// Reach says that a function runs when a route is asked for.
type Reach struct {
	Route   Route
	Through string // the handler that calls it; empty where it is the handler itself
}

// functionAt is where a function stands: by the line on which it begins, or by its
// name.
type functionAt struct {
	file, class, name string
	line              int
}

// Reach returns a route that a function answers, or whose handler calls it: one call
// deep. False where there is none. Of several routes it is the first that is
// production's.
func (i *Inventory) Reach(function link.Target) (Reach, bool) {
	if i == nil || i.reached == nil || function.Path == "" {
		return Reach{}, false
	}
	reached := i.reached()
	for _, key := range []functionAt{
		{file: function.Path, line: function.Line}, {file: function.Path, class: function.Class, name: function.Name},
	} {
		if found, known := reached[key]; known && (key.line != 0 || key.name != "") {
			return found, true
		}
	}
	return Reach{}, false
}

// reaches looks up what every handler is and calls, handlers first.
func (l *linker) reaches() map[functionAt]Reach {
	reached := map[functionAt]Reach{}
	enter := func(reach Reach, keys ...functionAt) {
		for _, key := range keys {
			known, found := reached[key]
			if !found || known.Route.Class != checks.ClassProduction && reach.Route.Class == checks.ClassProduction && known.Through == reach.Through {
				reached[key] = reach
			}
		}
	}
	for _, route := range l.routes {
		if route.Handler.File != "" {
			enter(Reach{Route: route}, functionAt{file: route.Handler.File, line: route.Handler.Line})
		}
	}
	for _, route := range l.routes {
		file, known := l.at[route.Handler.File]
		if !known {
			continue
		}
		for i := range l.files[file].Facts.Functions {
			function := &l.files[file].Facts.Functions[i]
			if function.Line != route.Handler.Line {
				continue
			}
			for _, origin := range function.Calls {
				if target, found := l.target(file, origin); found && target.Name != "" {
					enter(Reach{Route: route, Through: route.Handler.Name},
						functionAt{file: target.Path, line: target.Line}, functionAt{file: target.Path, class: target.Class, name: target.Name})
				}
			}
		}
	}
	return reached
}
