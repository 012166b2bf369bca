package link

import "strings"

// classIn is a class with the file that it stands in.
type classIn struct {
	file  *file
	class *Class
}

// implemented is the method of the one class that implements an interface. Where
// there are several, only one of which runs, it is none of them.
func (w *walk) implemented(t thing, name string) thing {
	one, known := w.index.only.Load(t.class)
	if !known {
		one = w.implementation(t)
		w.index.only.Store(t.class, one)
	}
	found, ok := one.(classIn)
	if !ok || found.class == nil {
		return thing{}
	}
	return method(thing{file: found.file, class: found.class}, name)
}

func (w *walk) implementation(t thing) classIn {
	var only classIn
	for _, candidate := range w.index.candidates(t) {
		if candidate.class == t.class || standsIn(candidate) || !w.implements(candidate, t) {
			continue
		}
		if only.class != nil {
			return classIn{}
		}
		only = candidate
	}
	return only
}

// implements reports whether a class implements an interface: in Go by its methods
// and how much they take, elsewhere by saying so.
func (w *walk) implements(one classIn, t thing) bool {
	if t.file.Language == "Go" {
		for _, f := range t.file.Facts.Functions {
			if f.Class != t.class.Name {
				continue
			}
			own := method(thing{file: one.file, class: one.class}, f.Name)
			if own.kind == nothing || len(own.function.Params) != len(f.Params) {
				return false
			}
		}
		return true
	}
	for _, base := range one.class.Bases {
		fresh := &walk{index: w.index}
		if found := fresh.origin(one.file, base); found.class == t.class {
			return true
		}
	}
	return false
}

// candidates are the classes that may implement an interface.
func (x *Index) candidates(t thing) []classIn {
	if t.file.Language != "Go" {
		return x.implementing()[t.class.Name]
	}
	var fewest []classIn
	found := false
	for _, f := range t.file.Facts.Functions {
		if f.Class != t.class.Name {
			continue
		}
		if having := x.implementing()["."+f.Name]; !found || len(having) < len(fewest) {
			fewest, found = having, true
		}
	}
	return fewest
}

// implementers lists Go's types by the names of their methods, with a dot in front,
// and other classes by the names of their bases.
func (x *Index) implementers() map[string][]classIn {
	found := map[string][]classIn{}
	for _, path := range x.paths {
		f := x.files[path]
		n := f.declares()
		if f.Language == "Go" {
			for i := range f.Facts.Functions {
				one := &f.Facts.Functions[i]
				if one.Class == "" || one.Within != "" {
					continue
				}
				if t := n.classes[one.Class]; t.kind == class && t.class.Kind != "interface" {
					found["."+one.Name] = append(found["."+one.Name], classIn{t.file, t.class})
				}
			}
			continue
		}
		for i := range f.Facts.Classes {
			one := &f.Facts.Classes[i]
			if n.classes[one.Name].class != one || one.Kind == "interface" {
				continue
			}
			for _, base := range one.Bases {
				name := base[strings.LastIndexAny(base, "./")+1:]
				found[name] = append(found[name], classIn{f, one})
			}
		}
	}
	return found
}

// standsIn reports whether a class is there in place of another in tests.
func standsIn(one classIn) bool {
	place := strings.ToLower(one.file.Path + "/" + one.class.Name)
	for _, word := range []string{"mock", "fake", "stub", "test", "spec.", "inmemory"} {
		if strings.Contains(place, word) {
			return true
		}
	}
	return false
}

// mostImplementers bounds the classes that an interface is followed to.
const mostImplementers = 12

// Implementers are the methods that may be called where what is called is a method of
// an interface: one of each class that implements it.
func (x *Index) Implementers(from, origin string) []Target {
	f, known := x.files[from]
	at := strings.LastIndexByte(origin, '.')
	if !known || at < 0 {
		return nil
	}
	w := &walk{index: x}
	t := w.origin(f, origin[:at])
	if t.class == nil || t.class.Kind != "interface" {
		return nil
	}
	var found []Target
	for _, candidate := range x.candidates(t) {
		if candidate.class == t.class || standsIn(candidate) || len(found) >= mostImplementers || !w.implements(candidate, t) {
			continue
		}
		if one := method(thing{file: candidate.file, class: candidate.class}, origin[at+1:]); one.kind != nothing {
			found = append(found, one.target())
		}
	}
	return found
}
