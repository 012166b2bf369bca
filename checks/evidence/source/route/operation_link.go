package route

import (
	"slices"
	"strings"
)

// operationAt is an operation with its file.
type operationAt struct {
	file int
	*Operation
}

// operationKey is what one operation of GraphQL is called everywhere.
type operationKey struct{ method, name string }

// operations makes routes of what is answered by names: fields of GraphQL's roots and
// procedures of tRPC.
func (l *linker) operations() {
	resolvers, rules := map[operationKey][]operationAt{}, map[operationKey][]operationAt{}
	known := map[operationKey]bool{}
	for _, route := range l.routes {
		if route.Kind == "graphql" { // of NestJS
			known[operationKey{route.Method, route.Path}] = true
		}
	}
	prefixes := l.procedurePaths()
	l.proceduresApart(prefixes)
	for i := range l.files {
		for j := range l.files[i].Facts.Operations {
			one := operationAt{i, &l.files[i].Facts.Operations[j]}
			key := operationKey{one.Method, one.Name}
			switch {
			case one.Source == SourceResolver && !l.tests(i):
				resolvers[key] = append(resolvers[key], one)
			case one.Source == SourceRule && !l.tests(i):
				rules[key] = append(rules[key], one)
			case one.Source == SourceCode && one.Framework == "trpc":
				for _, prefix := range prefixes[[2]int{i, one.Group}] {
					l.procedure(one, prefix)
				}
			case one.Source == SourceCode:
				known[key] = true
				l.answered(one, one, rules)
			}
		}
	}
	for i := range l.files {
		schema := Answered{Path: l.files[i].Path}
		for j := range l.files[i].Facts.Operations {
			one := operationAt{i, &l.files[i].Facts.Operations[j]}
			if one.Source != SourceSchema {
				continue
			}
			key := operationKey{one.Method, one.Name}
			answers := resolvers[key]
			schema.Operations++
			if known[key] || len(answers) > 0 {
				schema.Answered++
			}
			if known[key] {
				continue
			}
			known[key] = true
			by := one
			if len(answers) == 1 {
				by = answers[0]
			}
			l.answered(one, by, rules)
		}
		if schema.Operations > 0 && !l.tests(i) {
			l.schemas = append(l.schemas, schema)
		}
	}
}

// answered adds an operation of GraphQL, with the function that answers it where it
// was found. Functions that answer ask who asks in many ways, of which not all can be
// seen: an operation of which nothing says who may ask is left unclear.
func (l *linker) answered(one, by operationAt, rules map[operationKey][]operationAt) {
	route := l.named(one, one.Name)
	route.Kind = "graphql"
	for _, rule := range ruleOf(rules, one.Operation) {
		if rule.Open {
			route.Guards = append(route.Guards, Guard{Name: "allow", Kind: KindPublic, How: HowGlobal, File: l.files[rule.file].Path, Line: rule.Line})
			continue
		}
		route.Guards = append(route.Guards, l.guards(rule.file, rule.Guards, HowGlobal)...)
	}
	if by.Operation != one.Operation {
		route.Guards = append(route.Guards, l.guards(by.file, by.Guards, HowRoute)...)
	}
	if len(by.Refs) > 0 {
		l.answeredBy(&route, by.file, by.Refs[len(by.Refs)-1])
	}
	_, guarded := route.Guarded(KindAuthentication)
	if open := slices.ContainsFunc(route.Guards, func(guard Guard) bool { return guard.Kind == KindPublic }); !guarded && !open {
		route.Guards = append(route.Guards, Guard{Name: "what answers it", Kind: KindOptional, How: HowHandler, File: route.File, Line: route.Line})
	}
	l.add(route)
}

// ruleOf is the most particular rule of graphql-shield for an operation.
func ruleOf(rules map[operationKey][]operationAt, one *Operation) []operationAt {
	for _, key := range []operationKey{{one.Method, one.Name}, {one.Method, "*"}, {"*", "*"}} {
		if found := rules[key]; len(found) > 0 {
			return found[:1]
		}
	}
	return nil
}

// named is the route of an operation with what it says of itself.
func (l *linker) named(one operationAt, path string) Route {
	route := Route{
		Framework: one.Framework, Method: one.Method, Path: path, Written: one.Name, File: l.files[one.file].Path, Line: one.Line, Class: l.files[one.file].Class,
	}
	if one.Open {
		route.Guards = append(route.Guards, Guard{Name: "public", Kind: KindPublic, How: HowDecorator, File: route.File, Line: route.Line})
	}
	for _, guard := range l.guards(one.file, one.Guards, HowDecorator) {
		if strings.HasPrefix(guard.Name, "@") { // a directive: others only describe
			if guard.Kind = kindOfName(guard.Name); guard.Kind != KindAuthentication && guard.Kind != KindAuthorization && guard.Kind != KindRateLimit {
				continue
			}
		}
		route.Guards = append(route.Guards, guard)
	}
	return route
}

// procedure adds a procedure of tRPC. Who may ask says the procedure that it is made
// of: publicProcedure is for everybody, in so many words.
func (l *linker) procedure(one operationAt, prefix string) {
	route := l.named(one, prefix+one.Name)
	route.Kind = "trpc"
	for i := range route.Guards {
		if slices.Contains(wordsOf(lastWord(strings.TrimSuffix(route.Guards[i].Name, "()"))), "public") {
			route.Guards[i].Kind = KindPublic
		}
	}
	if len(one.Guards) > 0 {
		route.Guards = append(route.Guards, l.madeOf(one.file, one.Guards[0], 0)...)
	}
	if len(one.Refs) > 0 {
		l.answeredBy(&route, one.file, one.Refs[len(one.Refs)-1])
	}
	l.add(route)
}

// madeOf are the guards of the procedures that a procedure is made of.
func (l *linker) madeOf(file int, ref Ref, depth int) []Guard {
	if depth > 6 {
		return nil
	}
	at, name := file, lastWord(ref.Origin)
	if strings.ContainsAny(ref.Origin, "./") {
		target, found := l.target(file, ref.Origin)
		other, known := l.at[target.Path]
		if !found || !known {
			return nil
		}
		at, name = other, target.Name
	}
	refs := l.files[at].Facts.Bases[name]
	if len(refs) == 0 {
		return nil
	}
	return append(l.guards(at, refs, HowRouter), l.madeOf(at, refs[0], depth+1)...)
}

// proceduresApart adds the procedures that routers of tRPC take in by their names.
func (l *linker) proceduresApart(prefixes map[[2]int][]string) {
	apart := map[int]map[string]*Operation{}
	for i := range l.files {
		for j := range l.files[i].Facts.Operations {
			if one := &l.files[i].Facts.Operations[j]; one.Source == SourceApart {
				if apart[i] == nil {
					apart[i] = map[string]*Operation{}
				}
				apart[i][one.Name] = one
			}
		}
	}
	for i := range l.files {
		for _, nested := range l.files[i].Facts.Nested {
			if nested.Inner != 0 {
				continue
			}
			at, name := i, nested.Ref.Name
			if strings.ContainsAny(nested.Ref.Origin, "./") {
				target, found := l.target(i, nested.Ref.Origin)
				file, known := l.at[target.Path]
				if !found || !known {
					continue
				}
				at, name = file, target.Name
			}
			one, known := apart[at][name]
			if !known || l.tests(i) {
				continue
			}
			for _, prefix := range prefixes[[2]int{i, nested.Group}] {
				named := *one
				named.Name = nested.Name
				l.procedure(operationAt{at, &named}, prefix)
			}
		}
	}
}

// procedurePaths are the names before those of a router's procedures: "orders." of
// one that stands in another one as orders. A router that stands in none has no name.
func (l *linker) procedurePaths() map[[2]int][]string {
	outer := map[[2]int][]nestedAt{}
	all := [][2]int{}
	for i := range l.files {
		facts := &l.files[i].Facts
		for group := 1; group <= facts.Groups; group++ {
			all = append(all, [2]int{i, group})
		}
		for j := range facts.Nested {
			one := &facts.Nested[j]
			inner := [2]int{i, one.Inner}
			if one.Inner == 0 {
				file, group := l.procedureGroup(i, one.Ref)
				if group == 0 || l.tests(i) && !l.tests(file) {
					continue
				}
				inner = [2]int{file, group}
			}
			outer[inner] = append(outer[inner], nestedAt{[2]int{i, one.Group}, one.Name})
		}
	}
	paths := map[[2]int][]string{}
	var find func(group [2]int, depth int) []string
	find = func(group [2]int, depth int) []string {
		if known, done := paths[group]; done {
			return known
		}
		paths[group] = []string{""} // what goes in a circle ends here
		var found []string
		for _, one := range outer[group] {
			if depth > deepest || len(found) >= maxContexts {
				break
			}
			for _, prefix := range find(one.group, depth+1) {
				if path := prefix + one.name + "."; !slices.Contains(found, path) && len(found) < maxContexts {
					found = append(found, path)
				}
			}
		}
		if len(found) == 0 {
			found = []string{""}
		}
		paths[group] = found
		return found
	}
	for _, group := range all {
		find(group, 0)
	}
	return paths
}

type nestedAt struct {
	group [2]int
	name  string
}

// procedureGroup is the router of tRPC that a reference names.
func (l *linker) procedureGroup(file int, ref Ref) (int, int) {
	if group := l.files[file].Facts.GroupNames[ref.Name]; group != 0 && !strings.ContainsAny(ref.Origin, "./") {
		return file, group
	}
	target, found := l.target(file, ref.Origin)
	at, known := l.at[target.Path]
	if !found || !known {
		return file, l.files[file].Facts.GroupNames[ref.Name]
	}
	name := target.Name
	if name == "" {
		name = "default"
	}
	return at, l.files[at].Facts.GroupNames[name]
}
