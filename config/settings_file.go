package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"
)

// ErrSettingsFile is returned for a configuration file that cannot be used.
var ErrSettingsFile = errors.New("configuration file")

// DecodeSettings reads a configuration file: one mapping of keys, named as the
// environment variables are without "GOLIVE_" and in lower case, to values. An
// unknown key is an error.
func DecodeSettings(data []byte) (map[string]string, error) {
	var document yaml.Node
	if err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&document); err != nil {
		if errors.Is(err, io.EOF) {
			return map[string]string{}, nil
		}
		return nil, fmt.Errorf("%w: %w", ErrSettingsFile, err)
	}
	root := document.Content[0]
	if root.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("%w: line %d: a mapping of settings is wanted", ErrSettingsFile, root.Line)
	}
	known := map[string]bool{}
	for _, setting := range AllSettings() {
		known[setting.Key()] = true
		if setting.Secret {
			known[setting.Key()+"_file"] = true
		}
	}
	values := map[string]string{}
	for index := 0; index+1 < len(root.Content); index += 2 {
		key, value := root.Content[index], root.Content[index+1]
		if !known[key.Value] {
			return nil, fmt.Errorf("%w: line %d: no such setting: %q", ErrSettingsFile, key.Line, key.Value)
		}
		if value.Kind != yaml.ScalarNode {
			return nil, fmt.Errorf("%w: line %d: %s takes one value", ErrSettingsFile, value.Line, key.Value)
		}
		if _, twice := values[key.Value]; twice {
			return nil, fmt.Errorf("%w: line %d: %s stands there twice", ErrSettingsFile, key.Line, key.Value)
		}
		values[key.Value] = value.Value
	}
	return values, nil
}
