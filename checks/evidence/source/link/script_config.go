package link

import (
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/tidwall/jsonc"
)

// scriptConfig is what a tsconfig.json says of where modules are.
// https://www.typescriptlang.org/tsconfig/#paths
type scriptConfig struct {
	base  string   // folder that names begin in; "" for none
	paths []mapped // whose files are paths from the top
}

// writtenConfig is the part of the file that is read. Fields of another shape than
// usual make it as good as none.
type writtenConfig struct {
	Extends         json.RawMessage `json:"extends"`
	CompilerOptions struct {
		BaseURL string                     `json:"baseUrl"`
		Paths   map[string]json.RawMessage `json:"paths"`
	} `json:"compilerOptions"`
	References []struct {
		Path string `json:"path"`
	} `json:"references"`
}

// configReader reads configurations, each once.
type configReader struct {
	modules   scriptModules
	manifests map[string][]byte
	read      map[string]*scriptConfig
}

// farthestConfig bounds a chain of configurations that extend one another.
const farthestConfig = 10

func readScriptConfigs(modules scriptModules, manifests map[string][]byte) map[string]*scriptConfig {
	r := configReader{modules: modules, manifests: manifests, read: map[string]*scriptConfig{}}
	configs := map[string]*scriptConfig{}
	for _, name := range slices.Sorted(maps.Keys(manifests)) { // "jsconfig" before "tsconfig", which counts
		if base := path.Base(name); base != "tsconfig.json" && base != "jsconfig.json" {
			continue
		}
		if config := r.config(name, 0); config != nil && (config.base != "" || len(config.paths) > 0) {
			configs[path.Dir(name)] = config
		}
	}
	return configs
}

// config returns a configuration with what it extends; of one that only names
// others, what those say.
func (r configReader) config(name string, depth int) *scriptConfig {
	if known, found := r.read[name]; found {
		return known
	}
	content, found := r.manifests[name]
	if !found || depth > farthestConfig {
		return nil
	}
	r.read[name] = nil // a circle ends here
	var written writtenConfig
	if json.Unmarshal(jsonc.ToJSON(content), &written) != nil {
		return nil
	}
	folder := path.Dir(name)
	config := &scriptConfig{}
	for _, extended := range texts(written.Extends) {
		if parent := r.config(r.extended(folder, extended), depth+1); parent != nil {
			config.take(parent)
		}
	}
	own := written.CompilerOptions
	if base := placed(folder, own.BaseURL); own.BaseURL != "" && !outside(base) {
		config.base = base
	}
	if own.Paths != nil {
		from := folder
		if config.base != "" {
			from = config.base
		}
		config.paths = readPaths(from, folder, own.Paths)
	}
	if config.base == "" && len(config.paths) == 0 {
		for _, reference := range written.References[:min(len(written.References), mostFiles)] {
			target := joined(folder, reference.Path)
			if path.Ext(target) != ".json" {
				target = joined(target, "tsconfig.json")
			}
			if path.Dir(target) != folder {
				continue // of a folder that has its own
			}
			if other := r.config(target, depth+1); other != nil {
				config.take(other)
			}
		}
	}
	r.read[name] = config
	return config
}

func (c *scriptConfig) take(other *scriptConfig) {
	if other.base != "" {
		c.base = other.base
	}
	if len(other.paths) > 0 {
		c.paths = other.paths
	}
}

// extended is the configuration that another one extends: by its path, or by the
// name of one of the repository's packages.
func (r configReader) extended(folder, name string) string {
	target := joined(folder, name)
	if !strings.HasPrefix(name, ".") {
		one, rest := (*scriptPackage)(nil), ""
		if name != "" {
			one, rest = r.modules.own(name)
		}
		if one == nil {
			return ""
		}
		if rest == "" {
			rest = "tsconfig.json"
		}
		target = joined(one.folder, rest)
	}
	if _, found := r.manifests[target]; !found && path.Ext(target) != ".json" {
		target += ".json"
	}
	return target
}

// placed is a path that a configuration in a folder names.
func placed(folder, name string) string {
	return joined(folder, strings.TrimPrefix(strings.ReplaceAll(name, "${configDir}", "."), "/"))
}

func readPaths(from, folder string, rows map[string]json.RawMessage) []mapped {
	var read []mapped
	sorted := slices.Sorted(maps.Keys(rows))
	for _, asked := range sorted[:min(len(sorted), mostRows)] {
		row := mapped{asked: asked}
		for _, target := range texts(rows[asked]) {
			base := from
			if strings.Contains(target, "${configDir}") {
				base = folder
			}
			if file := placed(base, target); !outside(file) {
				row.files = append(row.files, file)
			}
		}
		read = append(read, row)
	}
	slices.SortStableFunc(read, mostExact)
	return read
}

// texts reads a text or a list of such.
func texts(data json.RawMessage) []string {
	var one string
	if json.Unmarshal(data, &one) == nil && one != "" {
		return []string{one}
	}
	var list []string
	if json.Unmarshal(data, &list) != nil {
		return nil
	}
	return list[:min(len(list), mostFiles)]
}

// configured finds a module by the nearest configuration that knows it.
func (x *Index) configured(f *file, name string) *file {
	for folder := f.folder; ; folder = path.Dir(folder) {
		if config := x.script.configs[folder]; config != nil {
			for _, target := range find(config.paths, name) {
				if found := x.scriptFile(target); found != nil {
					return found
				}
			}
			if config.base != "" {
				if found := x.scriptFile(joined(config.base, name)); found != nil {
					return found
				}
			}
		}
		if folder == "." {
			return nil
		}
	}
}
