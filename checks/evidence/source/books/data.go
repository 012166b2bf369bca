package books

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v3"
)

// jsonForm reads a JSON file whose versions stand at paths such as "tool.version".
func jsonForm(places ...string) form {
	return func(content []byte) (map[string]string, any, bool) {
		tree, ok := readJSON(content)
		if !ok {
			return nil, nil, false
		}
		return cut(tree, places), tree, true
	}
}

// tomlForm is jsonForm for TOML. Comments are no part of what is compared.
func tomlForm(places ...string) form {
	return func(content []byte) (map[string]string, any, bool) {
		var tree map[string]any
		if toml.Unmarshal(content, &tree) != nil {
			return nil, nil, false
		}
		return cut(tree, places), tree, true
	}
}

// yamlForm is jsonForm for YAML of one document.
func yamlForm(places ...string) form {
	return func(content []byte) (map[string]string, any, bool) {
		decoder := yaml.NewDecoder(bytes.NewReader(content))
		var tree map[string]any
		if decoder.Decode(&tree) != nil || !errors.Is(decoder.Decode(new(any)), io.EOF) {
			return nil, nil, false
		}
		return cut(tree, places), tree, true
	}
}

// readJSON reads one object. A key that stands twice is refused: readers differ in
// which of both they take.
func readJSON(content []byte) (map[string]any, bool) {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	value, err := jsonValue(decoder, 0)
	if err != nil {
		return nil, false
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, false
	}
	tree, ok := value.(map[string]any)
	return tree, ok
}

var errJSON = errors.New("no JSON that is compared")

// deepest bounds how deep JSON may be nested.
const deepest = 100

func jsonValue(decoder *json.Decoder, depth int) (any, error) {
	token, err := decoder.Token()
	if err != nil || depth > deepest {
		return nil, errors.Join(errJSON, err)
	}
	switch token {
	case json.Delim('{'):
		object := map[string]any{}
		for decoder.More() {
			key, err := decoder.Token()
			if err != nil {
				return nil, err
			}
			name, isName := key.(string)
			if _, twice := object[name]; twice || !isName {
				return nil, errJSON
			}
			if object[name], err = jsonValue(decoder, depth+1); err != nil {
				return nil, err
			}
		}
		_, err := decoder.Token()
		return object, err
	case json.Delim('['):
		list := []any{}
		for decoder.More() {
			value, err := jsonValue(decoder, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		_, err := decoder.Token()
		return list, err
	default:
		return token, nil
	}
}

// cut takes the texts at some places out of a tree and returns them. A place that
// holds no text stays in the tree, to be compared with the rest.
func cut(tree map[string]any, places []string) map[string]string {
	taken := map[string]string{}
	for _, place := range places {
		names := strings.Split(place, ".")
		at := tree
		for _, name := range names[:len(names)-1] {
			at, _ = at[name].(map[string]any)
		}
		last := names[len(names)-1]
		if text, isText := at[last].(string); isText {
			taken[place] = text
			delete(at, last)
		}
	}
	return taken
}

// npmLock reads a lock file of npm's: its own version stands at the top, and with
// that of each package of the repository itself.
// https://docs.npmjs.com/cli/configuring-npm/package-lock-json
func npmLock(content []byte) (map[string]string, any, bool) {
	tree, ok := readJSON(content)
	if !ok {
		return nil, nil, false
	}
	versions := cut(tree, []string{"version"})
	packages, _ := tree["packages"].(map[string]any)
	for name, entry := range packages {
		fields, isObject := entry.(map[string]any)
		if !isObject || strings.Contains(name, "node_modules") || fields["resolved"] != nil {
			continue
		}
		for _, text := range cut(fields, []string{"version"}) {
			versions["packages "+name] = text
		}
	}
	return versions, tree, true
}

// releaseManifest reads release-please's: a version for each path.
// https://github.com/googleapis/release-please/blob/main/docs/manifest-releaser.md
func releaseManifest(content []byte) (map[string]string, any, bool) {
	tree, ok := readJSON(content)
	if !ok {
		return nil, nil, false
	}
	versions := map[string]string{}
	for name, value := range tree {
		if text, isText := value.(string); isText {
			versions[name] = text
			delete(tree, name)
		}
	}
	return versions, tree, true
}

// cargoLock reads Cargo's lock file: a package without a source is the repository's.
func cargoLock(content []byte) (map[string]string, any, bool) {
	return lockedPackages(content, func(fields map[string]any) bool { return fields["source"] == nil && fields["checksum"] == nil })
}

// uvLock reads uv's lock file: a package of the repository is "editable" or "virtual".
// https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile
func uvLock(content []byte) (map[string]string, any, bool) {
	return lockedPackages(content, func(fields map[string]any) bool {
		from, _ := fields["source"].(map[string]any)
		return len(from) == 1 && (from["editable"] != nil || from["virtual"] != nil)
	})
}

func lockedPackages(content []byte, own func(map[string]any) bool) (map[string]string, any, bool) {
	var tree map[string]any
	if toml.Unmarshal(content, &tree) != nil {
		return nil, nil, false
	}
	versions := map[string]string{}
	packages, _ := tree["package"].([]any)
	for _, entry := range packages {
		fields, isTable := entry.(map[string]any)
		name, named := fields["name"].(string)
		if !isTable || !named || !own(fields) {
			continue
		}
		if _, twice := versions[name]; twice {
			return nil, nil, false
		}
		for _, text := range cut(fields, []string{"version"}) {
			versions[name] = text
		}
	}
	return versions, tree, true
}
