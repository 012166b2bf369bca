package manifest

import (
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/checks/evidence/manifest/render"
)

// kustomization is a folder that kustomize can build.
type kustomization struct {
	folder    string
	file      string
	root      *yaml.Node
	component bool     // a part that is never built alone
	files     []string // of the repository, that it names
	takes     []string // folders of kustomizations that it names
}

// kustomizations are those of a repository, by folder.
type kustomizations map[string]*kustomization

// deepestReference bounds how deep in a kustomization names of files are looked for.
const deepestReference = 12

// kustomizations reads the folders that kustomize can build.
func (g *gathering) kustomizations() kustomizations {
	all := kustomizations{}
	g.each(func(file checks.File, content []byte) {
		if !render.IsKustomization(file.Path) {
			return
		}
		roots, err := node.Parse(content)
		if err != nil {
			g.invalid(file.Path, err)
			return
		}
		if len(roots) == 0 || strings.Contains(node.Text(node.Field(roots[0], "apiVersion")), "toolkit.fluxcd.io") {
			return // an object of that name, which says what Flux builds
		}
		folder := path.Dir(file.Path)
		all[folder] = &kustomization{folder: folder, file: file.Path, root: roots[0], component: node.Text(node.Field(roots[0], "kind")) == "Component"}
	})
	there := map[string]bool{}
	for _, file := range g.source.Files() {
		there[file.Path] = true
	}
	for _, one := range all {
		one.refer(all, there)
	}
	return all
}

// refer finds what a kustomization names: whatever text in it leads to a file or to
// another kustomization does.
func (k *kustomization) refer(all kustomizations, there map[string]bool) {
	name := func(value *yaml.Node) {
		if value == nil || value.Kind != yaml.ScalarNode || value.Value == "" || len(value.Value) > 300 || strings.Contains(value.Value, "\n") {
			return
		}
		text := value.Value
		if _, after, named := strings.Cut(text, "="); named && !there[path.Join(k.folder, text)] {
			text = after // NAME=FILE of a generator
		}
		target := path.Join(k.folder, text)
		switch {
		case all[target] != nil && target != k.folder && !slices.Contains(k.takes, target):
			k.takes = append(k.takes, target)
		case there[target] && target != k.file && !slices.Contains(k.files, target):
			k.files = append(k.files, target)
		}
	}
	var walk func(at *yaml.Node, depth int)
	walk = func(at *yaml.Node, depth int) {
		if depth == 0 {
			return
		}
		for _, one := range node.Items(at) {
			name(one)
			walk(one, depth-1)
		}
		node.Each(at, func(_, value *yaml.Node) {
			name(value)
			walk(value, depth-1)
		})
	}
	walk(k.root, deepestReference)
	slices.Sort(k.takes)
}

// closure returns the kustomizations that the ones of some folders are made of,
// themselves among them.
func (all kustomizations) closure(folders ...string) map[string]bool {
	reached := map[string]bool{}
	for len(folders) > 0 {
		folder := folders[0]
		folders = folders[1:]
		if one := all[folder]; one != nil && !reached[folder] {
			reached[folder] = true
			folders = append(folders, one.takes...)
		}
	}
	return reached
}

// files returns the files that the kustomizations of a closure name, in order.
func (all kustomizations) files(closure map[string]bool) []string {
	var names []string
	for folder := range closure {
		names = append(names, all[folder].file)
		names = append(names, all[folder].files...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// parts returns the files that kustomizations are made of, which are read in no other
// way, and the folders that have one.
func (all kustomizations) parts() (files, folders map[string]bool) {
	files, folders = map[string]bool{}, map[string]bool{}
	for folder, one := range all {
		files[one.file], folders[folder] = true, true
		for _, name := range one.files {
			files[name] = true
		}
	}
	return files, folders
}

// choice is what of a repository's kustomizations is looked at.
type choice struct {
	built     []string // folders of what production runs, or of what no word says the environment of
	bases     []string // folders of bases that nothing which production runs is laid over
	elsewhere []string // folders of what is for another environment
}

// choose tells which kustomizations stand for production. What others are laid over is
// no release of its own, and a base that only developers lay something over is only a
// part of what production runs.
func (all kustomizations) choose() choice {
	taken := map[string]bool{}
	for _, one := range all {
		for _, folder := range one.takes {
			taken[folder] = true
		}
	}
	stages := map[environment.Stage][]string{}
	for folder, one := range all {
		if !taken[folder] && !one.component {
			stages[stageOf(folder)] = append(stages[stageOf(folder)], folder)
		}
	}
	var chosen choice
	for _, folder := range slices.Concat(stages[environment.AnyStage], stages[environment.Production]) {
		if alone(folder) && len(all) == 1 || !alone(folder) {
			chosen.built = append(chosen.built, folder)
		} else {
			chosen.bases = append(chosen.bases, folder)
		}
	}
	others := stages[environment.Staging]
	if len(chosen.built) == 0 {
		chosen.built, others = others, nil
	}
	chosen.elsewhere = append(others, stages[environment.Local]...)
	reached := all.closure(chosen.built...)
	for _, folder := range chosen.elsewhere {
		for _, base := range all[folder].takes {
			if !reached[base] && !all[base].component && !away(stageOf(base)) {
				chosen.bases = append(chosen.bases, base)
			}
		}
	}
	for _, list := range []*[]string{&chosen.built, &chosen.bases, &chosen.elsewhere} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return chosen
}

// alone reports whether a folder says of itself that something is laid over it.
func alone(folder string) bool {
	return path.Base(folder) == "base" || path.Base(folder) == "bases" || path.Base(path.Dir(folder)) == "bases"
}
