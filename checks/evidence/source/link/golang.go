package link

import (
	"path"
	"strings"

	"golang.org/x/mod/modfile"
)

// goModules are the folders of Go's modules by their paths.
type goModules map[string]string

// newGoModules reads the modules and what they replace by a folder of the
// repository.
// https://go.dev/ref/mod#go-mod-file
func newGoModules(manifests map[string][]byte) goModules {
	modules, replaced := goModules{}, map[string]string{}
	for name, content := range manifests {
		if path.Base(name) != "go.mod" {
			continue
		}
		folder := path.Dir(name)
		if module := modfile.ModulePath(content); module != "" {
			// Of two with one path, the one nearer to the top: others are fixtures.
			if known, found := modules[module]; !found || shallower(folder, known) {
				modules[module] = folder
			}
		}
		parsed, err := modfile.Parse(name, content, nil)
		if err != nil {
			continue
		}
		for _, one := range parsed.Replace {
			if target := joined(folder, one.New.Path); strings.HasPrefix(one.New.Path, ".") && !outside(target) {
				if known, found := replaced[one.Old.Path]; !found || shallower(target, known) {
					replaced[one.Old.Path] = target
				}
			}
		}
	}
	for module, folder := range replaced {
		if _, known := modules[module]; !known {
			modules[module] = folder
		}
	}
	return modules
}

// shallower orders folders by their depth, and by their names within one.
func shallower(a, b string) bool {
	if depthA, depthB := strings.Count(a, "/"), strings.Count(b, "/"); depthA != depthB {
		return depthA < depthB
	}
	return a < b
}

// goPackage finds the folder of a package by its import path, in the module whose
// path is the longest that it begins with.
func (x *Index) goPackage(name string) thing {
	for prefix := name; prefix != "." && prefix != "/"; prefix = path.Dir(prefix) {
		root, known := x.golang[prefix]
		if !known {
			continue
		}
		folder := joined(root, strings.TrimPrefix(name, prefix))
		for _, f := range x.folders[folder] {
			if f.Language == "Go" && !strings.HasSuffix(f.Path, "_test.go") {
				return thing{kind: module, file: f, folder: folder}
			}
		}
		return thing{}
	}
	return thing{}
}
