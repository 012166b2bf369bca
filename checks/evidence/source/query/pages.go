package query

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// templateFile is a template at its place.
type templateFile struct {
	path string
	*Template
}

// template finds the templates that code or another template calls by a name.
func (r *registry) template(name string) []templateFile {
	var found []templateFile
	for _, one := range r.views[lastPart(name)] {
		if one.path == name || strings.HasSuffix(one.path, "/"+strings.TrimPrefix(name, "/")) {
			found = append(found, one)
		}
	}
	if len(found) > 2 { // a name that every application has
		return nil
	}
	return found
}

// shown is a variable of a template with what it stands for.
type shown struct {
	state
	of   int    // the variable of the page that it comes from
	box  string // it is no row, but holds some: a part of a variable's name
	each bool   // it is one of several: whatever it asks is asked again and again
}

// told are the questions of one variable of a page.
type told struct {
	labels []string
	at     string // the template of the first one
	line   int
	first  *asked
}

// pages are the queries of a file whose rows a template reads relations of.
func (r *registry) pages(source Source, tell tellings) {
	for _, page := range source.Facts.Pages {
		env, boxes := map[string]shown{}, map[string]shown{}
		for i, variable := range page.Shown {
			if at, found := r.begin(source.Path, variable.Set, deepestFollow); found && at.kind != theClass {
				first, _, held := strings.Cut(variable.Name, ".")
				if _, again := boxes[variable.Name]; again {
					continue
				}
				boxes[variable.Name] = shown{state: at, of: i}
				if env[first] = boxes[variable.Name]; held {
					env[first] = shown{box: first}
				}
			}
		}
		places := r.inheritedBy(source.Path, &page, env)
		if len(env) == 0 {
			continue
		}
		w := &writing{registry: r, page: page, boxes: boxes, found: map[int]*told{}, visited: map[string]int{}}
		for _, one := range r.template(r.writtenBy(source.Path, page, 5)) {
			w.write(one, env, 6)
		}
		for _, i := range slices.Sorted(maps.Keys(w.found)) {
			variable, questions := page.Shown[i], w.found[i]
			place := &origin{Spot{variable.Written, variable.Line, variable.Column}, source.Path, page.Function, page.Within, false}
			if variable.Function != "" {
				place.function, place.within = variable.Function, variable.Within
			}
			read := Place{source.Path, place.within}
			if at := boxes[variable.Name]; at.from != nil {
				place = at.from
			} else if inherited := places[i]; inherited != nil {
				place = inherited
			}
			tell.add(place, read, questions.labels, Hit{
				Library: questions.first.library, ReadIn: questions.at, ReadAt: questions.line,
				Loop: Loop{Kind: "template", Line: place.Line, Over: variable.Name, Small: variable.Few},
			})
		}
	}
}

// inheritedBy enters the rows that a view inherits into what its template has, and says
// where their query stands by the places that they get among what the page shows.
func (r *registry) inheritedBy(from string, page *Page, env map[string]shown) map[int]*origin {
	if _, own := env["object_list"]; page.Class == "" || own {
		return nil
	}
	at, place, found := r.viewed(classAt{from, page.Class})
	if !found || at.kind != theRows {
		return nil
	}
	one := at
	one.kind = theRow
	lower := strings.ToLower(at.class.name)
	places := map[int]*origin{}
	page.Shown = slices.Clone(page.Shown)
	enter := func(name string, as state) {
		if _, known := env[name]; known || name == "" {
			return
		}
		places[len(page.Shown)] = place
		env[name] = shown{state: as, of: len(page.Shown)}
		page.Shown = append(page.Shown, Shown{Name: name, Written: place.Written, Line: place.Line})
	}
	for _, name := range []string{"object_list", lower + "_list", "page_obj", page.Name} {
		enter(name, at)
	}
	enter("object", one)
	enter(lower, one)
	return places
}

// writtenBy is the template of a page: its own, or the one that its view inherits.
func (r *registry) writtenBy(from string, page Page, depth int) string {
	if page.Template != "" || depth == 0 {
		return page.Template
	}
	for _, base := range page.Bases {
		path, name, found := r.names.Class(from, base)
		if !found {
			continue
		}
		if view, known := r.pagesOf[classAt{path, name}]; known {
			if template := r.writtenBy(path, view, depth-1); template != "" {
				return template
			}
		}
	}
	return ""
}

// writing is a page while its templates are gone through.
type writing struct {
	*registry
	page    Page
	boxes   map[string]shown // what a page's variables hold, by their whole names
	found   map[int]*told
	visited map[string]int
	count   int
}

// maxWritten bounds the templates of one page.
const maxWritten = 120

func (w *writing) write(view templateFile, env map[string]shown, depth int) {
	if w.count++; depth == 0 || w.count > maxWritten || w.visited[view.path] > 6 {
		return
	}
	w.visited[view.path]++
	w.scopes(view, 0, env, depth)
}

// scopes goes through a scope of a template and those below it.
func (w *writing) scopes(view templateFile, top int, env map[string]shown, depth int) {
	known := map[int]map[string]shown{top: env}
	for i := top + 1; i < len(view.Scopes); i++ {
		scope := view.Scopes[i]
		around, below := known[scope.Parent]
		if !below || strings.HasPrefix(scope.Name, "\x00") {
			continue // of another part, or of a macro
		}
		inner := maps.Clone(around)
		delete(inner, scope.Name)
		for _, part := range scope.Parts {
			delete(inner, part)
		}
		if at, found := w.value(view, around, scope.Of, scope.Line); found {
			if scope.Each && at.box != "" {
				w.unpack(inner, scope, at)
			} else if scope.Each {
				next, question, understood := w.walk(at.state, []Step{{Name: element}}, 1)
				if question != nil && at.each {
					w.tell(view, at.of, question, scope.Line)
				}
				if at.state, at.each = next, true; understood && scope.Name != "" {
					inner[scope.Name] = at
				}
			} else {
				inner[scope.Name] = at
			}
		}
		known[i] = inner
	}
	for _, read := range view.Reads {
		if around, below := known[read.Scope]; below {
			w.value(view, around, read.Path, read.Line)
		}
	}
	for _, include := range view.Includes {
		around, below := known[include.Scope]
		if !below {
			continue
		}
		inner := maps.Clone(around)
		if include.Only {
			inner = map[string]shown{}
		}
		for name, path := range include.With {
			delete(inner, name)
			if at, found := w.value(view, around, path, 0); found {
				inner[name] = at
			}
		}
		if len(inner) == 0 {
			continue
		}
		for _, one := range w.template(include.Template) {
			w.write(one, inner, depth-1)
		}
	}
	for _, call := range view.Calls {
		if around, below := known[call.Scope]; below {
			w.invoke(view, call, around, depth-1)
		}
	}
}

// invoke goes through a macro with the arguments of one call.
func (w *writing) invoke(view templateFile, call Invoked, around map[string]shown, depth int) {
	if depth <= 0 || w.count > maxWritten {
		return
	}
	given := map[int]shown{}
	for i, path := range call.Args {
		if at, found := w.value(view, around, path, 0); found && path != "" {
			given[i] = at
		}
	}
	if len(given) == 0 {
		return
	}
	w.count++
	in, name := []templateFile{view}, call.Name
	for _, taken := range view.Takes {
		if taken.As == call.Name {
			in, name = w.template(taken.Template), taken.Name
		} else if module, inner, dotted := strings.Cut(call.Name, "."); dotted && taken.As == module && taken.Name == "" {
			in, name = w.template(taken.Template), inner
		}
	}
	called := false
	for _, file := range in {
		for _, macro := range file.Macros {
			if macro.Name != name {
				continue
			}
			called = true
			env := map[string]shown{}
			for i, at := range given {
				if i < len(macro.Params) {
					env[macro.Params[i]] = at
				}
			}
			w.scopes(file, macro.Scope, env, depth)
		}
	}
	if targets := w.tags[name]; !called && len(targets) <= 2 {
		for _, target := range targets {
			w.tagged(view, call, target, given)
		}
	}
}

// tagged goes through a function that a template calls.
func (w *writing) tagged(view templateFile, call Invoked, target *node, given map[int]shown) {
	if target.Given == nil || target.Kept && !target.Given.Once {
		return
	}
	for i, at := range given {
		if !at.each || at.box != "" || at.kind != theRow {
			continue
		}
		if target.Context {
			i++
		}
		question := w.reads(target.path, at.state, target.Given.Params[i], deepestFollow)
		if question == nil {
			question = w.queries(target)
		} else {
			question.via = append([]string{target.Name}, question.via...)
		}
		if question != nil {
			w.tell(view, at.of, question, call.Line)
		}
	}
}

// held is a part of what holds rows.
func (w *writing) held(at shown, part string) (shown, bool) {
	name := at.box + "." + part
	if found, is := w.boxes[name]; is {
		found.each = at.each
		return found, true
	}
	for known := range w.boxes {
		if strings.HasPrefix(known, name+".") {
			at.box = name
			return at, true
		}
	}
	return shown{}, false
}

// unpack enters the names that a loop over what holds rows has for an element.
func (w *writing) unpack(inner map[string]shown, scope Scope, at shown) {
	one, held := w.held(at, element)
	if !held {
		return
	}
	if one.each = true; scope.Name != "" {
		inner[scope.Name] = one
	}
	for i, part := range scope.Parts {
		if found, is := w.held(one, strconv.Itoa(i)); is && one.box != "" {
			inner[part] = found
		}
	}
}

// value follows a path of a template; what it asks for each of several is told.
func (w *writing) value(view templateFile, env map[string]shown, path string, line int) (shown, bool) {
	if path == "" {
		return shown{}, false
	}
	steps := stepsOf(path)
	if len(steps) == 0 {
		return shown{}, false
	}
	at, known := env[steps[0].Name]
	if !known {
		return shown{}, false
	}
	for at.box != "" && len(steps) > 1 {
		inner, held := w.held(at, steps[1].Name)
		if !held {
			return shown{}, false
		}
		at, steps = inner, steps[1:]
	}
	if at.box != "" {
		return at, true
	}
	for i := range steps {
		if steps[i].Name != "" && steps[i].Name[0] >= '0' && steps[i].Name[0] <= '9' {
			steps[i].Name = element
		}
	}
	next, question, found := w.walk(at.state, steps[1:], deepestFollow)
	if question != nil && at.each && line > 0 {
		w.tell(view, at.of, question, line)
	}
	at.state = next
	return at, found
}

func (w *writing) tell(view templateFile, of int, question *asked, line int) {
	already := w.found[of]
	if already == nil {
		already = &told{at: view.path, line: line, first: question}
		w.found[of] = already
	}
	if label := question.label(); !slices.Contains(already.labels, label) && len(already.labels) < 8 {
		already.labels = append(already.labels, label)
	}
}
