package link

// names are what files declare, by name. The first of a name counts.
type names struct {
	functions map[string]thing // of the top: "find"; methods: "Orders.find"; inner ones: "create/find"
	classes   map[string]thing
	values    map[string]thing
}

// namesOf joins the names of files, which is more than one only for a Go package.
func namesOf(files []*file) names {
	n := names{functions: map[string]thing{}, classes: map[string]thing{}, values: map[string]thing{}}
	for _, f := range files {
		for i := range f.Facts.Functions {
			one := &f.Facts.Functions[i]
			first(n.functions, one.key(), thing{kind: function, file: f, function: one})
		}
		for i := range f.Facts.Classes {
			one := &f.Facts.Classes[i]
			found := thing{kind: class, file: f, class: one}
			if one.Kind == "object" {
				found.kind = instance // its only one
			}
			first(n.classes, one.Name, found)
		}
		for i := range f.Facts.Values {
			one := &f.Facts.Values[i]
			first(n.values, one.Name, thing{kind: value, file: f, value: one})
		}
	}
	return n
}

// key is the name by which a function is looked up.
func (f *Function) key() string {
	switch {
	case f.Class != "":
		return f.Class + "." + f.Name
	case f.Within != "":
		return f.Within + "/" + f.Name
	}
	return f.Name
}

// passes are the names that a file takes from others and offers to them.
type passes struct {
	locals  map[string]*Import
	stars   []string // modules all of whose names it imports
	exports map[string]*Export
	all     []string // modules all of whose names it passes on
}

func (f *file) passesOn() passes {
	p := passes{locals: map[string]*Import{}, exports: map[string]*Export{}}
	for i := range f.Facts.Imports {
		switch one := &f.Facts.Imports[i]; {
		case one.Local != "":
			first(p.locals, one.Local, one)
		case one.Name == "*" && !one.Inner && !f.script():
			p.stars = append(p.stars, one.Module)
		}
	}
	for i := range f.Facts.Exports {
		if one := &f.Facts.Exports[i]; one.Name == "*" {
			p.all = append(p.all, one.Module)
		} else {
			first(p.exports, one.Name, one)
		}
	}
	return p
}

func first[T any](table map[string]T, key string, value T) {
	if _, known := table[key]; !known {
		table[key] = value
	}
}
