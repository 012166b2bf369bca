package source

import (
	"encoding/json"
	"path"
	"strings"
)

// isPackageManifest reports whether a path is an npm manifest of the
// repository's own.
func isPackageManifest(name string) bool {
	return path.Base(name) == "package.json" && !strings.Contains("/"+name, "/node_modules/")
}

// commands are what the npm manifests of a release install as command-line
// programs.
type commands struct {
	files    map[string]bool
	packages []string // folders of the manifests, with "/" behind; "" for the top
}

// has reports whether a file is a command, or stands in the folder that a
// package with commands keeps them in: there, commands/ says what it means.
func (c commands) has(file string) bool {
	if c.files[file] {
		return true
	}
	for _, folder := range c.packages {
		if inside, found := strings.CutPrefix(file, folder); found && strings.Contains("/"+path.Dir(inside)+"/", "/commands/") {
			return true
		}
	}
	return false
}

// add adds the files that a manifest installs as commands.
// https://docs.npmjs.com/cli/v11/configuring-npm/package-json#bin
func (c *commands) add(manifest string, data []byte) {
	var parsed struct {
		Bin json.RawMessage `json:"bin"`
	}
	if json.Unmarshal(data, &parsed) != nil || len(parsed.Bin) == 0 {
		return
	}
	var one string
	targets := map[string]string{}
	if json.Unmarshal(parsed.Bin, &one) == nil {
		targets[""] = one
	} else if json.Unmarshal(parsed.Bin, &targets) != nil {
		return
	}
	if len(targets) > 0 {
		c.packages = append(c.packages, strings.TrimSuffix(manifest, "package.json"))
	}
	for _, target := range targets {
		if target == "" {
			continue
		}
		file := path.Join(path.Dir(manifest), target)
		c.files[file] = true
		if path.Ext(file) == "" {
			c.files[file+".js"] = true
		}
	}
}
