package link

// kind tells things apart.
type kind int

const (
	nothing  kind = iota
	module        // a file, or a folder that is a package
	function      // also a method
	class         // a class itself
	instance      // an object of a class, or what a function without a known result made
	value         // a name of which no more is known
)

// thing is what a name or an origin stands for in the repository.
type thing struct {
	kind     kind
	file     *file
	folder   string // of a module that is a folder: its file is the first one in it
	function *Function
	class    *Class
	value    *Value
}

func moduleOf(f *file) thing { return thing{kind: module, file: f} }

func (t thing) target() Target {
	switch {
	case t.file == nil:
		return Target{}
	case t.function != nil:
		return Target{Path: t.file.Path, Name: t.function.Name, Class: t.function.Class, Line: t.function.Line}
	case t.class != nil:
		return Target{Path: t.file.Path, Name: t.class.Name, Line: t.class.Line}
	case t.value != nil:
		return Target{Path: t.file.Path, Name: t.value.Name, Line: t.value.Line}
	}
	return Target{Path: t.file.Path}
}
