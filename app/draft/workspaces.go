package draft

import (
	"context"
	"encoding/json"
	"path"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// readWorkspaces looks for the ways in which one repository holds several
// packages, and counts those whose manifests are there.
func readWorkspaces(ctx context.Context, r *repository, found *stack) {
	var pnpm struct {
		Packages []string `yaml:"packages"`
	}
	if r.has("pnpm-workspace.yaml") && r.readYAML(ctx, "pnpm-workspace.yaml", &pnpm) {
		found.holds(r, "pnpm workspaces", "pnpm-workspace.yaml", "package.json", pnpm.Packages)
	}
	var manifest packageJSON
	if r.has("package.json") && r.readJSON(ctx, "package.json", &manifest) {
		found.holds(r, "npm workspaces", "package.json", "package.json", npmWorkspaces(manifest.Workspaces))
	}
	var cargo struct {
		Workspace struct {
			Members []string `toml:"members"`
		} `toml:"workspace"`
	}
	if r.has("Cargo.toml") && r.readTOML(ctx, "Cargo.toml", &cargo) {
		found.holds(r, "a Cargo workspace", "Cargo.toml", "Cargo.toml", cargo.Workspace.Members)
	}
	var python struct {
		Tool struct {
			UV struct {
				Workspace struct {
					Members []string `toml:"members"`
				} `toml:"workspace"`
			} `toml:"uv"`
		} `toml:"tool"`
	}
	if r.has("pyproject.toml") && r.readTOML(ctx, "pyproject.toml", &python) {
		found.holds(r, "a uv workspace", "pyproject.toml", "pyproject.toml", python.Tool.UV.Workspace.Members)
	}
	for _, lines := range []struct {
		file, what, manifest string
		member               *regex.Expression
	}{
		{"go.work", "a Go workspace", "go.mod", goUse},
		{"pom.xml", "Maven modules", "pom.xml", mavenModule},
	} {
		if data, ok := r.read(ctx, lines.file); ok {
			var members []string
			for _, match := range lines.member.FindAllSubmatch(data, -1) {
				members = append(members, string(match[1]))
			}
			found.holds(r, lines.what, lines.file, lines.manifest, members)
		}
	}
}

var (
	goUse       = regex.New(`(?m)^\s*(?:use\s+)?(\.{1,2}/[^\s()]+)\s*$`)
	mavenModule = regex.New(`<module>\s*([^<\s]+)\s*</module>`)
)

// npmWorkspaces reads both shapes of the field: a list, or an object with one.
// https://docs.npmjs.com/cli/v11/configuring-npm/package-json#workspaces
func npmWorkspaces(data json.RawMessage) []string {
	var listed []string
	if json.Unmarshal(data, &listed) == nil {
		return listed
	}
	var object struct {
		Packages []string `json:"packages"`
	}
	if json.Unmarshal(data, &object) != nil {
		return nil
	}
	return object.Packages
}

// holds adds a workspace with the number of its packages, where there are two at
// least.
func (s *stack) holds(r *repository, what, where, manifest string, members []string) {
	if len(members) == 0 {
		return
	}
	packages := 0
	for _, file := range r.source.Files() {
		if path.Base(file.Path) != manifest || file.Path == manifest || strings.Contains(file.Path, "node_modules/") {
			continue
		}
		if member(members, path.Dir(file.Path)) {
			packages++
		}
	}
	if packages > 1 {
		s.workspaces = append(s.workspaces, seen{what + ", " + count(packages, "package", "packages"), where})
	}
}

// member reports whether the last glob that speaks of a folder takes it in.
func member(globs []string, folder string) bool {
	in := false
	for _, glob := range globs[:min(len(globs), 500)] {
		glob, out := strings.CutPrefix(glob, "!")
		if matches(strings.TrimSuffix(strings.TrimPrefix(glob, "./"), "/"), folder) {
			in = !out
		}
	}
	return in
}
