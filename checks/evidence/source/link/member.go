package link

// member is what a thing has under a name.
func (w *walk) member(t thing, name string) thing {
	if w.over() {
		return thing{}
	}
	switch t.kind {
	case module:
		return w.export(t, name)
	case function:
		return w.ofFunction(t, name)
	case class, instance:
		if t.class == nil {
			return w.ofFunction(t, name)
		}
		return w.ofClass(t, name)
	}
	return thing{}
}

// ofFunction is what a function has that is used as a class, or that returns an
// object of its inner functions.
func (w *walk) ofFunction(t thing, name string) thing {
	known := t.file.declares().functions
	own := t.function.key()
	if found := known[own+"."+name]; found.kind != nothing {
		return found
	}
	return known[own+"/"+name]
}

func (w *walk) ofClass(t thing, name string) thing {
	if t.class.Kind == "interface" {
		if found := w.implemented(t, name); found.kind != nothing {
			return found
		}
	}
	if found := method(t, name); found.kind != nothing {
		return found
	}
	for _, field := range t.class.Fields {
		if field.Name == name {
			return w.origin(t.file, field.Origin)
		}
	}
	for _, base := range t.class.Bases {
		if w.over() {
			return thing{}
		}
		if found := w.member(objectOf(w.origin(t.file, base)), name); found.kind != nothing {
			return found
		}
	}
	return thing{}
}

// method is a class's own method: of a Go type, in any file of its package.
func method(t thing, name string) thing {
	return t.file.declares().functions[t.class.Name+"."+name]
}

// objectOf is an object of a class; what is none stays what it is.
func objectOf(t thing) thing {
	if t.kind == class {
		t.kind = instance
	}
	return t
}

// call is what calling a thing gives.
func (w *walk) call(t thing) thing {
	if w.over() {
		return thing{}
	}
	switch t.kind {
	case class:
		return objectOf(t)
	case function:
		if t.function.Result != "" {
			return w.origin(t.file, t.function.Result)
		}
		return thing{kind: instance, file: t.file, function: t.function}
	case module:
		return w.call(w.exportOfScriptModule(t))
	}
	return thing{}
}

// exportOfScriptModule is the default export of a module of JavaScript's.
func (w *walk) exportOfScriptModule(t thing) thing {
	if t.kind != module || !t.file.script() {
		return thing{}
	}
	return w.exportOfScript(t.file, "default")
}

// callable is the function that runs when a thing is called.
func (w *walk) callable(t thing) thing {
	switch t.kind {
	case function:
		return t
	case class:
		for _, name := range []string{"constructor", "__init__"} {
			if found := method(t, name); found.kind != nothing {
				return found
			}
		}
		return t
	case module:
		if found := w.exportOfScriptModule(t); found.kind != module {
			return w.callable(found)
		}
	}
	return thing{}
}
