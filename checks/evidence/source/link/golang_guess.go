package link

import (
	"path"
	"strings"
)

// leastKnown is how many folders of import paths must be there before a module is
// taken to be the repository: a "log" of its own is no proof.
const leastKnown = 2

// guessed finds the module of a repository without a go.mod, whose packages were found
// by GOPATH: the path under which most of what its files import stands in its folders.
// https://pkg.go.dev/cmd/go#hdr-GOPATH_environment_variable
func (x *Index) guessed() goModules {
	known, missing := map[string]int{}, map[string]int{}
	seen := map[string]bool{}
	for _, name := range x.paths {
		f := x.files[name]
		if f.Language != "Go" {
			continue
		}
		for _, one := range f.Facts.Imports {
			if seen[one.Module] || !strings.Contains(strings.Split(one.Module, "/")[0], ".") {
				continue // counted already, or of Go's own library
			}
			seen[one.Module] = true
			for prefix := path.Dir(one.Module); strings.Contains(prefix, "/"); prefix = path.Dir(prefix) {
				if folder := strings.TrimPrefix(one.Module, prefix+"/"); x.goFolder(folder) {
					known[prefix] += strings.Count(folder, "/") + 1
				} else {
					missing[prefix]++
				}
			}
		}
	}
	best := ""
	for prefix, count := range known {
		if count < leastKnown || count <= missing[prefix] {
			continue
		}
		if most := known[best]; count > most || count == most && (len(prefix) < len(best) || len(prefix) == len(best) && prefix < best) {
			best = prefix
		}
	}
	if best == "" {
		return goModules{}
	}
	return goModules{best: "."}
}

// goFolder reports whether a folder has files of Go.
func (x *Index) goFolder(folder string) bool {
	for _, f := range x.folders[folder] {
		if f.Language == "Go" {
			return true
		}
	}
	return false
}
