package link

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// Input is one file with its outline; without one it can still be found.
type Input struct {
	Path     string
	Language string // as GitHub Linguist calls it
	Facts    Facts
}

// Target is a place in the repository: a function, a class, a value, or a file as a
// whole.
type Target struct {
	Path  string
	Name  string // of the function, class or value; empty for a file
	Class string // that it is a method of
	Line  int    // on which it begins; 0 for a file
}

// Index joins the files of a repository. It is safe for concurrent use.
type Index struct {
	files   map[string]*file
	paths   []string           // of all files, sorted
	folders map[string][]*file // Go's and Python's files by folder, sorted
	script  scriptModules
	python  pythonModules
	golang  goModules

	implementing func() map[string][]classIn
	only         sync.Map // *Class of an interface → classIn that implements it
}

// file is one input with what is looked up in it.
type file struct {
	Input
	folder   string
	taken    []taken // imports, sorted by origin
	declares func() names
	passes   func() passes
}

// taken is an import with the origin that its names have.
type taken struct {
	origin string
	from   *Import
}

// New joins files. Manifests are the contents of those files that Manifest names;
// one that cannot be understood is as good as none.
func New(inputs []Input, manifests map[string][]byte) *Index {
	x := &Index{files: make(map[string]*file, len(inputs)), folders: map[string][]*file{}}
	for _, input := range inputs {
		f := &file{Input: input, folder: path.Dir(input.Path)}
		f.declares = sync.OnceValue(func() names { return namesOf([]*file{f}) })
		f.passes = sync.OnceValue(f.passesOn)
		for i := range f.Facts.Imports {
			one := &f.Facts.Imports[i]
			f.taken = append(f.taken, taken{program.ImportOrigin(one.Module, one.Name), one})
		}
		slices.SortStableFunc(f.taken, func(a, b taken) int { return cmp.Compare(a.origin, b.origin) })
		x.files[f.Path] = f
	}
	x.paths = slices.Sorted(maps.Keys(x.files))
	for _, path := range x.paths {
		if f := x.files[path]; !f.script() {
			x.folders[f.folder] = append(x.folders[f.folder], f)
		}
	}
	x.joinPackages()
	x.script = newScriptModules(x, manifests)
	x.python = newPythonModules(x, manifests)
	if x.golang = newGoModules(manifests); len(x.golang) == 0 {
		x.golang = x.guessed()
	}
	x.implementing = sync.OnceValue(x.implementers)
	return x
}

// joinPackages lets the files of a Go package share their names.
func (x *Index) joinPackages() {
	for _, files := range x.folders {
		packages := map[string][]*file{}
		for _, f := range files {
			if f.Language == "Go" {
				packages[f.Facts.Package] = append(packages[f.Facts.Package], f)
			}
		}
		for _, members := range packages {
			slices.SortStableFunc(members, func(a, b *file) int { return testsLast(a.Path) - testsLast(b.Path) })
			shared := sync.OnceValue(func() names { return namesOf(members) })
			for _, f := range members {
				f.declares = shared
			}
		}
	}
}

func testsLast(path string) int {
	if strings.HasSuffix(path, "_test.go") {
		return 1
	}
	return 0
}

// Manifest reports whether New wants the content of a file.
func Manifest(name string) bool {
	if strings.Contains("/"+name, "/node_modules/") {
		return false
	}
	base := path.Base(name)
	return base == "go.mod" || pythonManifests[base] || configuresScript(name)
}

// script reports whether a file's modules are JavaScript's.
func (f *file) script() bool { return f.Language != "Go" && f.Language != "Python" }

// Module returns the file that a module is, as a file imports it: of a Go package
// its first one.
func (x *Index) Module(from, module string) (string, bool) {
	f, known := x.files[from]
	if !known {
		return "", false
	}
	found := x.module(f, module)
	return found.target().Path, found.kind != nothing
}

// Resolve returns what a name of a module is, as a file imports it: "default" for
// its default export, "" or "*" for the module itself.
func (x *Index) Resolve(from, module, name string) (Target, bool) {
	f, known := x.files[from]
	if !known {
		return Target{}, false
	}
	w := &walk{index: x}
	found := w.imported(f, &Import{Module: module, Name: name})
	return found.target(), found.kind != nothing
}

// Callee returns the function that is called, by the origin of what is called in a
// file: "./orders.find", "app.services.orders.get_order",
// "github.com/acme/shop/store.Store().Load", "helper". Of a class that is called it
// is the constructor, or the class where it has none.
func (x *Index) Callee(from, origin string) (Target, bool) {
	f, known := x.files[from]
	if !known {
		return Target{}, false
	}
	w := &walk{index: x}
	found := w.callable(w.origin(f, origin))
	return found.target(), found.kind != nothing
}

// Find returns what an origin stands for where a file has it, called or not: a
// function, a class, a value, or a file as a whole.
func (x *Index) Find(from, origin string) (Target, bool) {
	f, known := x.files[from]
	if !known {
		return Target{}, false
	}
	w := &walk{index: x}
	found := w.origin(f, origin)
	return found.target(), found.kind != nothing
}

// Method returns a method of a class of a file, its own or one that it inherits:
// what this.name and self.name are.
func (x *Index) Method(from, class, name string) (Target, bool) {
	f, known := x.files[from]
	if !known {
		return Target{}, false
	}
	w := &walk{index: x}
	found := w.callable(w.member(objectOf(w.own(f, class)), name))
	return found.target(), found.kind != nothing
}

// module is the module that a file imports.
func (x *Index) module(f *file, name string) thing {
	switch {
	case len(name) > maxName:
		return thing{}
	case f.Language == "Go":
		return x.goPackage(name)
	case f.Language == "Python":
		return x.pythonModule(f, name)
	}
	if found := x.scriptModule(f, name); found != nil {
		return moduleOf(found)
	}
	return thing{}
}
