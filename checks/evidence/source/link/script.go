package link

import (
	"path"
	"slices"
	"strings"
)

// scriptModules are what the manifests say of JavaScript's and TypeScript's modules.
type scriptModules struct {
	packages map[string]*scriptPackage // by folder
	named    map[string]*scriptPackage // by name
	configs  map[string]*scriptConfig  // tsconfig.json and jsconfig.json, by folder
}

func newScriptModules(x *Index, manifests map[string][]byte) scriptModules {
	m := scriptModules{packages: map[string]*scriptPackage{}, named: map[string]*scriptPackage{}}
	m.readPackages(manifests)
	m.configs = readScriptConfigs(m, manifests)
	return m
}

// scriptExtensions are what a module's name is completed by, in TypeScript's order
// and the bundlers'.
var scriptExtensions = []string{".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".vue", ".svelte", ".d.ts"}

// written are the extensions of the files that one which is named will be compiled
// from.
// https://www.typescriptlang.org/docs/handbook/modules/reference.html#file-extension-substitution
var written = map[string][]string{".js": {".ts", ".tsx"}, ".jsx": {".tsx"}, ".mjs": {".mts"}, ".cjs": {".cts"}}

// scriptModule finds the file of a module that a file imports.
func (x *Index) scriptModule(f *file, name string) *file {
	name, _, _ = strings.Cut(name, "?") // "./logo.svg?raw"
	switch {
	case name == "":
		return nil
	case name == "." || name == ".." || strings.HasPrefix(name, "./") || strings.HasPrefix(name, "../"):
		return x.scriptFile(joined(f.folder, name))
	case name[0] == '/':
		return nil
	case name[0] == '#':
		if found := x.packageImport(f, name); found != nil {
			return found
		}
	}
	if found := x.configured(f, name); found != nil {
		return found
	}
	if found := x.packaged(name); found != nil {
		return found
	}
	return x.customary(f, name)
}

// scriptFile finds the file that a path stands for: itself, one that it is completed
// to, or the entry of the folder that it is.
func (x *Index) scriptFile(name string) *file {
	if outside(name) {
		return nil
	}
	if found := x.completed(name); found != nil {
		return found
	}
	if one := x.script.packages[name]; one != nil && name != "." {
		return x.entry(one)
	}
	return x.indexFile(name)
}

// completed finds the file that a path without an extension, or with that of its
// compiled form, stands for.
func (x *Index) completed(name string) *file {
	if found := x.files[name]; found != nil {
		return found
	}
	extension := path.Ext(name)
	for _, other := range written[extension] {
		if found := x.files[strings.TrimSuffix(name, extension)+other]; found != nil {
			return found
		}
	}
	for _, extension := range scriptExtensions {
		if found := x.files[name+extension]; found != nil {
			return found
		}
	}
	return nil
}

func (x *Index) indexFile(folder string) *file {
	for _, extension := range scriptExtensions {
		if found := x.files[joined(folder, "index")+extension]; found != nil {
			return found
		}
	}
	return nil
}

// customary finds a module by an alias that frameworks set up without a word in a
// file that is read here, or that a bundler's program sets: "@/orders", "~/orders",
// "$lib/orders". Several folders may be meant; the first that has it is.
func (x *Index) customary(f *file, name string) *file {
	var folders []string
	rest := ""
	for _, alias := range aliases {
		if inside, found := strings.CutPrefix(name, alias.prefix); found {
			rest, folders = inside, alias.folders
			break
		}
	}
	if folders == nil {
		return nil
	}
	for _, root := range x.script.above(f.folder) {
		for _, folder := range folders {
			if found := x.scriptFile(joined(root, folder, rest)); found != nil {
				return found
			}
		}
	}
	return nil
}

// aliases are what Vue's, Nuxt's, SvelteKit's and most bundlers' templates set.
// https://nuxt.com/docs/api/nuxt-config#alias · https://svelte.dev/docs/kit/$lib
var aliases = []struct {
	prefix  string
	folders []string
}{
	{"@/", []string{"src", "app", "."}},
	{"~/", []string{"src", "app", "."}},
	{"@@/", []string{"."}},
	{"~~/", []string{"."}},
	{"$lib/", []string{"src/lib"}},
}

// above lists the folders of packages around a folder, the nearest first.
func (m scriptModules) above(folder string) []string {
	var found []string
	for ; ; folder = path.Dir(folder) {
		if m.packages[folder] != nil || folder == "." {
			found = append(found, folder)
		}
		if folder == "." {
			return found
		}
	}
}

// joined is a path below a folder, as files have it: "." is the top.
func joined(parts ...string) string { return path.Join(parts...) }

// outside reports whether a path leads out of the repository.
func outside(name string) bool {
	return name == ".." || strings.HasPrefix(name, "../") || strings.HasPrefix(name, "/")
}

// configuresScript reports whether a file says how modules of JavaScript are found:
// a manifest or a configuration of TypeScript's, also one that others extend.
func configuresScript(name string) bool {
	base := path.Base(name)
	if base == "package.json" {
		return true
	}
	if path.Ext(base) != ".json" {
		return false
	}
	return strings.HasPrefix(base, "tsconfig") || strings.HasPrefix(base, "jsconfig") ||
		slices.ContainsFunc([]string{"tsconfig", "ts-config", "typescript-config"}, func(word string) bool { return strings.Contains(name, word) })
}
