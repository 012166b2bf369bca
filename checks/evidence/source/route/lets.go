package route

import (
	"path"
	"strings"
)

// lets reports whether a function hands every request on, with what it asks of other
// functions on the way.
func (l *linker) lets(file int, function *Function, depth int) bool {
	if !function.Lets || depth > 6 {
		return false
	}
	for _, ref := range function.Through {
		if _, harmless := l.kept(file, ref, depth); !harmless {
			return false
		}
	}
	return true
}

// kept looks at what a function asks on the way: whether it keeps no request because of
// who asks, and else where it stands.
func (l *linker) kept(file int, ref Ref, depth int) (*Function, bool) {
	if at, function := l.function(file, ref); function != nil {
		return function, l.lets(at, function, depth+1)
	}
	switch l.kind(file, ref, depth) {
	case KindPasses, KindSetup, KindRateLimit, KindValidation: // it keeps requests by other things than who asks
		return nil, true
	}
	return nil, false
}

// refuses reports whether what a function asks on the way is known to refuse: a guard of
// a library, or a function that was read.
func (l *linker) refuses(file int, ref Ref) bool {
	if kind := kindOfOrigin(ref.Origin); kind == KindAuthentication || kind == KindAuthorization {
		return true
	}
	_, function := l.function(file, ref)
	return function != nil && (kindOfRejects(function.Rejects) != KindUnknown || len(function.Guards) > 0 || len(function.Through) > 0)
}

// finds reports whether a function that lets everybody through looks who asks.
func (l *linker) finds(file int, function *Function, depth int) bool {
	if function.Finds || len(function.Guards) > 0 {
		return true
	}
	if depth > 6 {
		return false
	}
	for _, ref := range function.Through {
		if at, inner := l.function(file, ref); inner != nil && l.finds(at, inner, depth+1) {
			return true
		}
	}
	return false
}

func (l *linker) script(file int) bool {
	return !l.python(file) && path.Ext(l.files[file].Path) != ".go"
}

// doubt says why it is not known what stands before a route.
func (l *linker) doubt(file int, ref Ref) string {
	name := "`" + strings.ReplaceAll(ref.Name, "`", "") + "`"
	if ref.Name == "require()" || ref.Name == "import()" {
		return "which file " + name + " takes is decided at run time"
	}
	at, function := l.function(file, ref)
	if function == nil {
		return name + l.missing(file, ref)
	}
	if !function.Lets {
		return name + " may keep requests: " + function.Stops
	}
	for range 6 { // to the first that keeps some
		next, where := function, at
		for _, inner := range function.Through {
			one, harmless := l.kept(at, inner, 0)
			if harmless {
				continue
			}
			asks := name + " asks `" + strings.ReplaceAll(inner.Name, "`", "") + "`"
			if one == nil {
				return asks + strings.NewReplacer(" is of", ", of", " is made", ", which is made").Replace(l.missing(at, inner))
			}
			if !one.Lets {
				return asks + ", which may keep requests: " + one.Stops
			}
			where, next = l.function(at, inner)
			break
		}
		if next == function {
			break
		}
		function, at = next, where
	}
	return name + " asks others that may keep requests"
}

// missing says why a function was not found, behind its name.
func (l *linker) missing(file int, ref Ref) string {
	if ref.Package == "" {
		return " is made where nothing was found"
	}
	return " is of the package `" + strings.ReplaceAll(ref.Package, "`", "") + "`, which is not known here"
}
