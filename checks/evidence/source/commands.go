package source

import (
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/config/regex"
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
	starters []string // those of them that are a command as a whole
}

// has reports whether a file is a command, or stands in the folder that a
// package with commands keeps them in: there, commands/ says what it means, and
// so does scripts/, except at the top, where a page may have scripts too.
func (c commands) has(file string) bool {
	if c.files[file] {
		return true
	}
	for _, folder := range c.packages {
		inside, found := strings.CutPrefix(file, folder)
		inside = "/" + path.Dir(inside) + "/"
		if found && (strings.Contains(inside, "/commands/") || folder != "" && strings.Contains(inside, "/scripts/")) {
			return true
		}
	}
	return slices.ContainsFunc(c.starters, func(folder string) bool { return strings.HasPrefix(file, folder) })
}

// starter matches the names of the packages that "npm init" runs; what one of
// them prints is its purpose.
// https://docs.npmjs.com/cli/v11/commands/npm-init#description
var starter = regex.New(`^(?:@[^/]+/)?create(?:-.+)?$`)

// merge adds the commands of one manifest; nil has none.
func (c *commands) merge(other *commands) {
	if other == nil {
		return
	}
	maps.Copy(c.files, other.files)
	c.packages = append(c.packages, other.packages...)
	c.starters = append(c.starters, other.starters...)
}

// installedBy returns the files that a manifest installs as commands, nil for
// none.
// https://docs.npmjs.com/cli/v11/configuring-npm/package-json#bin
func installedBy(manifest string, data []byte) *commands {
	var parsed struct {
		Name string          `json:"name"`
		Bin  json.RawMessage `json:"bin"`
	}
	if json.Unmarshal(data, &parsed) != nil || len(parsed.Bin) == 0 {
		return nil
	}
	var one string
	targets := map[string]string{}
	if json.Unmarshal(parsed.Bin, &one) == nil {
		targets[""] = one
	} else if json.Unmarshal(parsed.Bin, &targets) != nil {
		return nil
	}
	if len(targets) == 0 {
		return nil
	}
	folder := strings.TrimSuffix(manifest, "package.json")
	c := &commands{files: make(map[string]bool, len(targets)), packages: []string{folder}}
	if starter.MatchString(parsed.Name) && folder != "" {
		c.starters = []string{folder}
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
	return c
}
