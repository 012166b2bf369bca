package link

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// pythonModules are the folders that Python's absolute imports begin in.
type pythonModules struct {
	// tops are these folders by the names at the top of each: several may have one
	// of a name, the nearest first.
	tops map[string][]string
}

// pythonManifests are files that stand at the top of a project, where its programs
// run.
var pythonManifests = words("pyproject.toml setup.py setup.cfg manage.py requirements.txt Pipfile tox.ini pytest.ini")

// newPythonModules finds the roots: the top of the repository, the folders of
// manifests and those of sources beside them, and what holds an outermost package.
func newPythonModules(x *Index, manifests map[string][]byte) pythonModules {
	roots := map[string]bool{".": true}
	add := func(folder string) {
		roots[folder] = true
		for _, sources := range []string{"src", "lib"} {
			roots[joined(folder, sources)] = true
		}
	}
	for name := range manifests {
		if pythonManifests[path.Base(name)] {
			add(path.Dir(name))
		}
	}
	add(".")
	folders := map[string]bool{} // with Python files in them
	for _, name := range x.paths {
		if f := x.files[name]; f.Language == "Python" {
			folders[f.folder] = true
			if f.Path == joined(f.folder, "manage.py") {
				add(f.folder)
			}
		}
	}
	for folder := range folders {
		roots[x.aroundPackage(folder)] = true
	}
	m := pythonModules{tops: map[string][]string{}}
	seen := map[[2]string]bool{}
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		for _, f := range x.folders[name] {
			m.enter(f, roots, seen)
		}
	}
	return m
}

// enter adds the names that a file has at the top of the roots around it.
func (m pythonModules) enter(f *file, roots map[string]bool, seen map[[2]string]bool) {
	if f.Language != "Python" {
		return
	}
	inner := strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path))
	for folder := f.folder; ; folder = path.Dir(folder) {
		if key := [2]string{folder, inner}; roots[folder] && !seen[key] {
			seen[key] = true
			m.tops[inner] = append(m.tops[inner], folder)
		}
		if folder == "." {
			return
		}
		inner = path.Base(folder)
	}
}

// aroundPackage returns the folder around the outermost package that a folder
// belongs to; the folder itself where it is none.
func (x *Index) aroundPackage(folder string) string {
	for folder != "." && x.files[joined(folder, "__init__.py")] != nil {
		folder = path.Dir(folder)
	}
	return folder
}

func isPackageFile(name string) bool { return path.Base(name) == "__init__.py" }

// pythonModule finds a module that a file imports.
func (x *Index) pythonModule(f *file, name string) thing {
	if name == "" {
		return thing{}
	}
	if name[0] == '.' {
		folder := f.folder
		rest := name[1:]
		for strings.HasPrefix(rest, ".") {
			if folder == "." {
				return thing{}
			}
			folder, rest = path.Dir(folder), rest[1:]
		}
		return x.pythonAt(joined(folder, strings.ReplaceAll(rest, ".", "/")))
	}
	first, _, _ := strings.Cut(name, ".")
	place := strings.ReplaceAll(name, ".", "/")
	var others []thing
	// The nearest root around the file, else the one that there is elsewhere.
	roots := x.python.tops[first]
	if len(roots) > mostFiles {
		roots = slices.DeleteFunc(slices.Clone(roots), func(root string) bool { return !holds(root, f.folder) })
	}
	var nearest thing
	depth := -1
	for _, root := range roots {
		found := x.pythonAt(joined(root, place))
		switch {
		case found.kind == nothing:
		case !holds(root, f.folder):
			others = append(others, found)
		case len(root) > depth:
			nearest, depth = found, len(root)
		}
	}
	switch {
	case nearest.kind != nothing:
		return nearest
	case len(others) == 1:
		return others[0]
	}
	return thing{}
}

// holds reports whether a folder is inside of another one, or that itself.
func holds(folder, inner string) bool {
	return folder == "." || inner == folder || strings.HasPrefix(inner, folder+"/")
}

// pythonAt finds the module at a path: a file, a package, or a folder of such
// without an __init__.py.
func (x *Index) pythonAt(name string) thing {
	if outside(name) {
		return thing{}
	}
	for _, file := range []string{joined(name, "__init__.py"), name + ".py"} {
		if found := x.files[file]; found != nil {
			return moduleOf(found)
		}
	}
	if files := x.folders[name]; len(files) > 0 && files[0].Language == "Python" {
		return thing{kind: module, file: files[0], folder: name}
	}
	return thing{}
}
