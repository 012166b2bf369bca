package render

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
)

// overlay builds an overlay as `kustomize build` does: without plugins, without what is
// not in the repository, and with the files that overlays reach above their own folder
// (`--load-restrictor LoadRestrictionsNone`), for there is nothing else to reach.
func overlay(request Request) Answer {
	var said Answer
	disk := filesys.MakeFsInMemory()
	for _, name := range slices.Sorted(maps.Keys(request.Files)) {
		content := request.Files[name]
		if IsKustomization(name) {
			content = said.local(request.Files, name, path.Dir(name) == path.Clean(request.Folder))
		}
		if err := disk.WriteFile("/"+name, content); err != nil {
			return Answer{Error: short(err)}
		}
	}
	options := krusty.MakeDefaultOptions()
	options.LoadRestrictions = types.LoadRestrictionsNone
	options.PluginConfig = types.DisabledPluginConfig()
	built, err := krusty.MakeKustomizer(options).Run(disk, "/"+strings.TrimPrefix(path.Clean(request.Folder), "."))
	if err != nil {
		return Answer{Error: short(err), Notes: said.Notes, Lacking: said.Lacking}
	}
	for _, resource := range built.Resources() {
		origin, err := resource.GetOrigin()
		if err != nil || origin == nil {
			continue
		}
		if err := resource.SetOrigin(nil); err != nil {
			continue
		}
		text, err := resource.AsYAML()
		if err != nil {
			continue
		}
		said.Files = append(said.Files, File{Path: path.Join(request.Folder, cmp.Or(origin.ConfiguredIn, origin.Path)), Text: string(text)})
	}
	return said
}

// IsKustomization reports whether a file is one that kustomize begins with.
// https://kubectl.docs.kubernetes.io/references/kustomize/glossary/#kustomization
func IsKustomization(name string) bool {
	switch path.Base(name) {
	case "kustomization.yaml", "kustomization.yml", "Kustomization":
		return true
	}
	return false
}

// local is a kustomization without what is not among the files, and notes what that is.
// The first of a build is asked to say where objects come from.
func (a *Answer) local(files map[string][]byte, name string, first bool) []byte {
	roots, err := node.Parse(files[name])
	if err != nil || len(roots) != 1 || roots[0].Kind != yaml.MappingNode {
		return files[name]
	}
	root, folder := roots[0], path.Dir(name)
	var kept []*yaml.Node
	for index := 0; index+1 < len(root.Content); index += 2 {
		key, value := root.Content[index], root.Content[index+1]
		switch key.Value {
		case "helmCharts", "helmChartInflationGenerator", "helmGlobals":
			if key.Value != "helmGlobals" {
				a.lack("charts of Helm, which kustomize only fetches and runs where it is told to")
			}
			continue
		case "resources", "bases", "components", "crds", "configurations", "patchesStrategicMerge":
			value.Content = slices.DeleteFunc(value.Content, func(one *yaml.Node) bool { return a.gone(files, folder, key.Value, one) })
		case "configMapGenerator", "secretGenerator":
			for _, generator := range node.Items(value) {
				a.generated(files, folder, generator)
			}
		case "buildMetadata":
			if first {
				continue
			}
		}
		kept = append(kept, key, value)
	}
	if first {
		var traced yaml.Node
		if traced.Encode([]string{types.OriginAnnotations}) == nil {
			kept = append(kept, &yaml.Node{Kind: yaml.ScalarNode, Value: "buildMetadata"}, &traced)
		}
	}
	root.Content = kept
	var written bytes.Buffer
	if yaml.NewEncoder(&written).Encode(root) != nil {
		return files[name]
	}
	return written.Bytes()
}

// gone reports whether an entry of a list leads to nothing among the files.
func (a *Answer) gone(files map[string][]byte, folder, list string, entry *yaml.Node) bool {
	if entry.Kind != yaml.ScalarNode || strings.Contains(entry.Value, "\n") || strings.Contains(entry.Value, ": ") {
		return false // it is written out there
	}
	target := path.Join(folder, entry.Value)
	if _, is := files[target]; is || hasFolder(files, target) {
		return false
	}
	switch extension := path.Ext(entry.Value); {
	case remote(entry.Value) && (extension == ".yaml" || extension == ".yml"):
		a.note("it takes " + entry.Value + ", which is not in the repository")
	case list == "resources" || list == "bases" || list == "components":
		if extension == ".yaml" || extension == ".yml" {
			a.note("it takes " + entry.Value + ", which is not in the repository")
			break
		}
		a.lack(entry.Value + ", which is not in the repository and is not fetched")
	default:
		a.note("it takes " + entry.Value + ", which is not in the repository")
	}
	return true
}

// remote reports whether an entry names something of another place.
// https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/resource/
func remote(entry string) bool {
	return strings.Contains(entry, "://") || strings.Contains(entry, "?ref=") || strings.HasPrefix(entry, "git@") || strings.HasPrefix(entry, "git::") || strings.HasPrefix(entry, "github.com")
}

// generated takes files out of a generator that are kept out of the repository, as
// files of secrets are.
func (a *Answer) generated(files map[string][]byte, folder string, generator *yaml.Node) {
	for _, list := range []string{"files", "envs", "env"} {
		value := node.Field(generator, list)
		if value == nil {
			continue
		}
		gone := func(one *yaml.Node) bool {
			name := one.Value
			if _, after, named := strings.Cut(name, "="); named {
				name = after
			}
			if _, is := files[path.Join(folder, name)]; is {
				return false
			}
			a.note(fmt.Sprintf("%s is made of %s, which is not in the repository", node.Text(node.Field(generator, "name")), name))
			return true
		}
		if value.Kind == yaml.SequenceNode {
			value.Content = slices.DeleteFunc(value.Content, gone)
		} else if gone(value) {
			*value = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Style: yaml.DoubleQuotedStyle}
		}
	}
}

func hasFolder(files map[string][]byte, folder string) bool {
	for _, name := range []string{"kustomization.yaml", "kustomization.yml", "Kustomization"} {
		if _, is := files[path.Join(folder, name)]; is {
			return true
		}
	}
	return false
}

// mostNotes bounds what is said of one overlay.
const mostNotes = 20

func (a *Answer) note(text string) {
	if len(a.Notes) < mostNotes && !slices.Contains(a.Notes, text) {
		a.Notes = append(a.Notes, text)
	}
}

func (a *Answer) lack(text string) {
	if len(a.Lacking) < mostNotes && !slices.Contains(a.Lacking, text) {
		a.Lacking = append(a.Lacking, text)
	}
}
