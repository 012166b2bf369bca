package route

import (
	"cmp"
	"slices"
	"strings"
)

// guards names guards with their kinds.
func (l *linker) guards(file int, refs []Ref, how How) []Guard {
	var found []Guard
	for _, ref := range refs {
		if list, at := l.list(file, ref); list != nil {
			for _, one := range list {
				found = append(found, l.guard(at, one, how))
			}
			continue
		}
		found = append(found, l.guard(file, ref, how))
	}
	return found
}

// list is what a name of another file stands for, where that is several: a list of
// middleware.
func (l *linker) list(file int, ref Ref) ([]Ref, int) {
	if ref.Origin == "" || ref.Function != 0 || !l.script(file) {
		return nil, 0
	}
	target, found := l.target(file, ref.Origin)
	at, known := l.at[target.Path]
	if !found || !known {
		return nil, 0
	}
	return l.files[at].Facts.Lists[cmp.Or(target.Name, "default")], at
}

func (l *linker) guard(file int, ref Ref, how How) Guard {
	one := Guard{Name: ref.Name, Kind: l.kind(file, ref, 0), How: how, File: l.files[file].Path, Line: ref.Line, Words: ref.Words}
	if one.Kind == KindUnknown && l.script(file) {
		one.Why = l.doubt(file, ref)
	}
	return one
}

// kind tells what a guard guards against: a library's by its origin, others by
// what their body does and by their name.
func (l *linker) kind(file int, ref Ref, depth int) Kind {
	kind := l.kindOf(file, ref, depth)
	if (kind == KindAuthentication || kind == KindAuthorization) && slices.Contains(ref.Words, "optional") {
		return KindOptional
	}
	return kind
}

func (l *linker) kindOf(file int, ref Ref, depth int) Kind {
	if kind := kindOfOrigin(ref.Origin); kind != KindUnknown {
		return kind
	}
	if asksNobody(ref.Name) {
		return KindUnknown
	}
	if preparesSession(ref) || handlesErrors(ref.Name) || checksForgery(ref.Name) {
		return KindSetup
	}
	if ref.Type {
		if value, at := l.value(file, ref); value != nil && depth < 4 {
			return l.kind(at, *value, depth+1)
		}
		return KindUnknown
	}
	named := kindOfName(ref.Name)
	if named == KindUnknown && ref.Origin != "" {
		named = kindOfName(lastWord(ref.Origin))
	}
	if depth > 4 {
		return named
	}
	if value, at := l.value(file, ref); value != nil {
		if kind := l.kind(at, *value, depth+1); kind != KindUnknown {
			return kind
		}
	}
	at, function := l.function(file, ref)
	if function != nil && l.lets(at, function, 0) { // whatever it is called
		if l.finds(at, function, 0) {
			return KindOptional
		}
		return KindPasses
	}
	if named == KindAuthentication && finds(ref.Name) && (function == nil || len(function.Guards) == 0 && kindOfRejects(function.Rejects) == KindUnknown) {
		return KindOptional
	}
	if function == nil {
		return l.kindOfClass(file, ref, named, depth)
	}
	rejects := kindOfRejects(function.Rejects)
	switch {
	case named == KindOptional:
		return KindOptional
	case named == KindUnknown:
		if rejects == KindAuthorization && ref.Name == "function" && len(function.Guards) == 0 {
			return KindOptional // it refuses by something else than who asks: where the request comes from
		}
		if rejects != KindUnknown && (function.Passes || l.python(at)) {
			return rejects
		}
		for _, inner := range function.Guards { // a dependency of a dependency
			if kind := l.kind(at, inner, depth+1); kind == KindAuthentication || kind == KindAuthorization {
				return kind
			}
		}
		for _, inner := range function.Through { // what refuses there refuses here; a name alone says nothing of it
			if !l.refuses(at, inner) {
				continue
			}
			if kind := l.kind(at, inner, depth+1); kind == KindAuthentication || kind == KindAuthorization {
				return kind
			}
		}
		return KindUnknown
	case (named == KindAuthentication || named == KindAuthorization) && rejects == KindUnknown && !demands(ref.Name):
		// It looks who asks, and nothing says that it refuses anybody.
		if len(function.Guards) == 0 && function.Passes {
			return KindOptional
		}
	}
	return named
}

func (l *linker) python(file int) bool { return strings.HasSuffix(l.files[file].Path, ".py") }

// value is a name that stands for a guard: CurrentUser = Annotated[User, Depends(…)].
func (l *linker) value(file int, ref Ref) (*Ref, int) {
	if value, known := l.files[file].Facts.Values[ref.Name]; known {
		return &value, file
	}
	target, found := l.target(file, ref.Origin)
	if !found || target.Name == "" && l.python(file) {
		return nil, 0
	}
	if at, known := l.at[target.Path]; known {
		if value, known := l.files[at].Facts.Values[cmp.Or(target.Name, "default")]; known {
			return &value, at
		}
	}
	return nil, 0
}

// kindOfClass tells a guard that is a class: NestJS's, Django's mixins and
// permissions.
func (l *linker) kindOfClass(file int, ref Ref, named Kind, depth int) Kind {
	if named != KindUnknown {
		return named
	}
	at, class := l.class(file, strings.TrimSuffix(ref.Origin, "()"))
	if class == nil {
		return KindUnknown
	}
	for _, base := range class.Bases {
		if kind := l.kind(at, Ref{Name: lastWord(base), Origin: base}, depth+1); kind != KindUnknown {
			return kind
		}
	}
	if number, found := l.functions[at][functionKey{class.Name, "use"}]; found && l.lets(at, &l.files[at].Facts.Functions[number-1], 0) {
		return KindPasses
	}
	for _, name := range []string{"canActivate", "use", "has_permission", "dispatch", "__call__", "process_request", "intercept"} {
		if number, found := l.functions[at][functionKey{class.Name, name}]; found {
			if kind := kindOfRejects(l.files[at].Facts.Functions[number-1].Rejects); kind != KindUnknown {
				return kind
			}
		}
	}
	return KindUnknown
}

// class returns the class that an origin stands for, with its file.
func (l *linker) class(file int, origin string) (int, *Class) {
	if origin == "" {
		return 0, nil
	}
	if target, found := l.target(file, origin); found {
		at, known := l.at[target.Path]
		name := target.Name
		if target.Class != "" {
			name = target.Class
		}
		for _, one := range l.classes[name] {
			if known && one.file == at {
				return at, one.class
			}
		}
	}
	if !strings.ContainsAny(origin, "./") {
		for _, one := range l.classes[origin] {
			if one.file == file {
				return file, one.class
			}
		}
	}
	return 0, nil
}

func kindOfRejects(rejects []string) Kind {
	kind := KindUnknown
	for _, one := range rejects {
		switch one {
		case "401":
			return KindAuthentication
		case "403":
			kind = KindAuthorization
		case "429":
			if kind == KindUnknown {
				kind = KindRateLimit
			}
		}
	}
	return kind
}

// looksOnly are the first words in names of what finds out who asks and lets everybody
// through: loadAuthToken, populateUser.
var looksOnly = words("load loads populate attach parse set extract inject identify add init initialize setup resolve get fetch decode read")

// finds reports whether a name says that something finds out who asks, and no more.
func finds(name string) bool {
	switch all := wordsOf(name); {
	case len(all) == 0:
		return false
	case all[0] == "load", all[0] == "populate", all[0] == "attach", all[0] == "inject", all[0] == "identify", all[0] == "parse", all[0] == "extract", all[0] == "decode":
		return true
	}
	return false
}

// asksNobody reports whether a name says that something refuses by other things than
// who asks, or only documents: ipAllowlist, cycle_docs.
func asksNobody(name string) bool {
	for _, word := range wordsOf(name) {
		switch word {
		case "whitelist", "allowlist", "blacklist", "denylist", "blocklist", "ips", "geo", "docs", "openapi", "swagger", "referrer", "csp":
			return true
		}
	}
	return false
}

// sessionWords are the words in names of what keeps sessions and asks nobody:
// session.Sessioner, sessionManager.LoadAndSave.
var sessionWords = words("session sessions sessioner middleware manager load and save new store start cookie redis echo extend renew touch refresh permanent make set")

// checksForgery reports whether a name says that something asks where a request comes
// from, and not whose it is: verifyCSRFToken.
func checksForgery(name string) bool {
	return slices.ContainsFunc(wordsOf(name), func(word string) bool { return word == "csrf" || word == "xsrf" })
}

// handlesErrors reports whether a name says that something makes answers of the errors
// of others: apiErrorHandler speaks of refusals, and refuses nobody.
func handlesErrors(name string) bool {
	errors, handles := false, false
	for _, word := range wordsOf(name) {
		switch word {
		case "error", "errors", "exception", "exceptions":
			errors = true
		case "handler", "handlers", "handling", "handle", "middleware", "catcher", "filter":
			handles = true
		}
	}
	return errors && handles
}

func preparesSession(ref Ref) bool {
	named := false
	for _, word := range wordsOf(ref.Name) {
		if !sessionWords[word] {
			return false
		}
		named = named || strings.HasPrefix(word, "session")
	}
	return named
}

// demands reports whether a name says that a guard turns away whom it does not
// like, and not merely looks.
func demands(name string) bool {
	all := wordsOf(name)
	if len(all) > 0 && looksOnly[all[0]] {
		return false
	}
	for _, word := range all {
		switch word {
		case "require", "requires", "required", "require_", "ensure", "ensures", "must", "only", "protect", "protected", "authenticate", "authenticated", "authorize", "authorized",
			"verify", "check", "is", "has", "guard", "validate", "enforce", "need", "needs", "restrict", "auth", "assert", "can", "jwt", "middleware", "authorization", "authentication":
			return true
		}
	}
	return false
}

// handlerGuards adds the guards that a handler brings itself: dependencies in its
// parameters, checks in its body, and those in the functions that it calls.
func (l *linker) handlerGuards(route *Route, file int, function *Function) {
	for _, ref := range function.Guards {
		how := HowHandler
		if route.Framework == "fastapi" || ref.Line > 0 && ref.Line < function.Line {
			how = HowDecorator
		}
		guard := l.guard(file, ref, how)
		if guard.Kind == KindUnknown && how == HowHandler && !ref.Type {
			guard.Kind = KindAuthentication // a function that checks who asks
		}
		if guard.Kind != KindUnknown {
			route.Guards = append(route.Guards, guard)
		}
	}
	if function.Open {
		route.Guards = append(route.Guards, Guard{Name: "permission_classes([])", Kind: KindPublic, How: HowDecorator, File: l.files[file].Path, Line: function.Line})
	}
	if function.API && !function.Decides {
		route.Guards = append(route.Guards, l.defaults(route.File, "DEFAULT_PERMISSION_CLASSES")...)
	}
	for _, origin := range function.Calls { // a limit that the handler asks itself: limiter.consume(ip)
		if kindOfName(lastWord(origin)) == KindRateLimit || strings.HasPrefix(origin, "rate-limiter-flexible.") || kindOfOrigin(origin) == KindRateLimit {
			route.Guards = append(route.Guards, Guard{Name: lastWord(origin) + "()", Kind: KindRateLimit, How: HowHandler, File: l.files[file].Path, Line: function.Line})
			break
		}
	}
	if _, guarded := route.Guarded(KindAuthentication); guarded {
		if kindOfRejects(function.Rejects) != KindUnknown { // it knows who asks, and refuses some
			route.Guards = append(route.Guards, Guard{Name: "answers " + strings.Join(function.Rejects, ", "), Kind: KindAuthentication, How: HowHandler, File: l.files[file].Path, Line: function.Line})
		}
		return
	}
	var optional *Guard
	for _, origin := range function.Calls {
		at, callee := l.function(file, Ref{Origin: origin})
		if callee == nil || callee == function {
			continue
		}
		if len(callee.Guards) > 0 && len(callee.Rejects) > 0 || kindOfName(callee.Name) == KindAuthentication && kindOfRejects(callee.Rejects) == KindAuthentication {
			route.Guards = append(route.Guards, Guard{Name: callee.Name + "()", Kind: KindAuthentication, How: HowHandler, File: l.files[at].Path, Line: callee.Line})
			optional = nil
			break
		}
		if len(callee.Guards) > 0 && optional == nil { // it looks who asks, and may refuse in what it calls
			optional = &Guard{Name: callee.Name + "()", Kind: KindOptional, How: HowHandler, File: l.files[at].Path, Line: callee.Line}
		}
	}
	if kind := kindOfRejects(function.Rejects); kind == KindAuthentication || kind == KindAuthorization {
		route.Guards = append(route.Guards, Guard{Name: "answers " + strings.Join(function.Rejects, ", "), Kind: KindAuthentication, How: HowHandler, File: l.files[file].Path, Line: function.Line})
	} else if optional != nil {
		route.Guards = append(route.Guards, *optional)
	}
}
