package link

import (
	"sort"
	"strings"
)

// furthest bounds the steps of one question, so that circles end.
const furthest = 200

// walk is one question while it is followed.
type walk struct {
	index *Index
	steps int
}

func (w *walk) over() bool {
	w.steps++
	return w.steps > furthest
}

// origin follows an origin as it is written in a file: the longest beginning of it
// that the file imports, else a name of the file's own.
func (w *walk) origin(f *file, origin string) thing {
	if w.over() || origin == "" || len(origin) > 4*maxName {
		return thing{}
	}
	for end := len(origin); end > 0; end = strings.LastIndexAny(origin[:end], ".([") {
		for _, one := range f.takenAs(origin[:end]) {
			if found := w.follow(w.imported(f, one.from), origin[end:]); found.kind != nothing {
				return found
			}
			if one.from.Name != "default" {
				continue
			}
			if found := w.follow(w.index.module(f, one.from.Module), origin[end:]); found.kind != nothing {
				return found
			}
		}
	}
	end := strings.IndexAny(origin, ".([")
	if end < 0 {
		end = len(origin)
	}
	return w.follow(w.own(f, origin[:end]), origin[end:])
}

// takenAs returns the imports whose names have an origin.
func (f *file) takenAs(origin string) []taken {
	start := sort.Search(len(f.taken), func(i int) bool { return f.taken[i].origin >= origin })
	end := start
	for end < len(f.taken) && f.taken[end].origin == origin {
		end++
	}
	return f.taken[start:end]
}

// follow takes the steps that an origin has behind a thing: ".name", "()". An
// element of a list is nothing that is followed.
func (w *walk) follow(t thing, steps string) thing {
	for steps != "" && t.kind != nothing {
		if w.over() {
			return thing{}
		}
		switch {
		case strings.HasPrefix(steps, "()"):
			t, steps = w.call(t), steps[2:]
		case steps[0] == '.':
			end := strings.IndexAny(steps[1:], ".([") + 1
			if end == 0 {
				end = len(steps)
			}
			t, steps = w.member(t, steps[1:end]), steps[end:]
		default:
			return thing{}
		}
	}
	return t
}

// imported is what an import of a file stands for.
func (w *walk) imported(f *file, from *Import) thing {
	m := w.index.module(f, from.Module)
	switch {
	case m.kind == nothing || w.over():
		return thing{}
	case from.Name == "" || from.Name == "*":
		return m
	case from.Name == "default" && m.folder == "":
		if found := w.export(m, "default"); found.kind != nothing {
			return found
		}
		return m
	}
	return w.export(m, from.Name)
}

// own is what a name at the top of a file stands for there.
func (w *walk) own(f *file, name string) thing {
	if found := w.declared(f, name); found.kind != nothing {
		return found
	}
	p := f.passes()
	if local, known := p.locals[name]; known {
		return w.imported(f, local)
	}
	return w.handedOn(f, p.stars, name)
}

// declared is what a file, or a Go package, itself declares under a name.
func (w *walk) declared(f *file, name string) thing {
	n := f.declares()
	if found, known := n.functions[name]; known {
		return found
	}
	if found, known := n.classes[name]; known {
		return found
	}
	found := n.values[name]
	if found.kind != nothing && found.value.Origin != "" && found.value.Origin != name {
		if followed := w.origin(found.file, found.value.Origin); followed.kind != nothing {
			return followed
		}
	}
	return found
}

// export is what a module offers under a name.
func (w *walk) export(m thing, name string) thing {
	switch {
	case m.kind != module || w.over():
		return thing{}
	case m.file.Language == "Go":
		return w.declared(m.file, name)
	case m.file.Language == "Python":
		return w.exportOfPython(m, name)
	}
	return w.exportOfScript(m.file, name)
}

func (w *walk) exportOfPython(m thing, name string) thing {
	if m.folder == "" {
		if found := w.own(m.file, name); found.kind != nothing {
			return found
		}
	}
	if m.folder == "" && !isPackageFile(m.file.Path) {
		return thing{}
	}
	return w.index.pythonAt(joined(m.file.folder, name))
}

func (w *walk) exportOfScript(f *file, name string) thing {
	p := f.passes()
	if one, known := p.exports[name]; known {
		found := thing{}
		switch {
		case one.Module != "" && one.Local == "*":
			found = w.index.module(f, one.Module)
		case one.Module != "":
			found = w.imported(f, &Import{Module: one.Module, Name: one.Local})
		case one.Local != "":
			found = w.own(f, one.Local)
		case one.Origin != "":
			found = w.origin(f, one.Origin)
		}
		if found.kind != nothing {
			return found
		}
	} else if found := w.declared(f, name); found.kind != nothing {
		return found
	}
	if name == "default" {
		return thing{}
	}
	if found := w.handedOn(f, p.all, name); found.kind != nothing {
		return found
	}
	return w.member(w.exportOfScript(f, "default"), name)
}
