package link

// handedOn is what a file offers under a name that hands on all names of some modules, as
// in export * from "./orders" and from .orders import *. A module that has the name itself
// is asked first, and one that hands on others' names next: a file may hand on a hundred
// modules, and a question has no steps for all of them.
func (w *walk) handedOn(f *file, modules []string, name string) thing {
	var further, others []thing
	for _, one := range modules {
		switch m := w.index.module(f, one); {
		case m.kind != module:
		case m.folder == "" && m.file.offers(name):
			if found := w.export(m, name); found.kind != nothing {
				return found
			}
		case m.folder == "" && m.file.handsOn():
			further = append(further, m)
		default:
			others = append(others, m)
		}
	}
	for _, m := range append(further, others...) {
		if w.over() {
			return thing{}
		}
		if found := w.export(m, name); found.kind != nothing {
			return found
		}
	}
	return thing{}
}

// offers reports whether a file itself declares a name, or exports or imports it by name.
func (f *file) offers(name string) bool {
	p, n := f.passes(), f.declares()
	return p.exports[name] != nil || p.locals[name] != nil && !f.script() ||
		n.functions[name].kind != nothing || n.classes[name].kind != nothing || n.values[name].kind != nothing
}

// handsOn reports whether a file offers all names of other modules.
func (f *file) handsOn() bool {
	p := f.passes()
	return len(p.all) > 0 || len(p.stars) > 0
}
