package draft

import (
	"bytes"
	"context"
	"encoding/json"
	"path"
	"slices"
	"strings"
)

// releaseTool is a tool that makes releases here.
type releaseTool struct {
	name  string
	where string
	how   string // what of it golive recognises, and by what
	tag   string // glob of the tags that it makes, where its configuration settles that
}

// known are the release tools that are told by a file of theirs at the top, or
// by an action that a workflow uses.
var known = []struct {
	name    string
	files   []string
	actions []string
	how     string
}{
	{
		"release-please",
		[]string{"release-please-config.json", ".release-please-manifest.json", ".github/release-please.yml"},
		[]string{"googleapis/release-please-action", "google-github-actions/release-please-action"},
		`its pull request comes from a branch "release-please--…", which the defaults take for a release`,
	},
	{
		"changesets", []string{".changeset/config.json"}, []string{"changesets/action"},
		`its pull request "Version Packages" comes from a branch "changeset-release/…", which the defaults take for a release`,
	},
	{
		"semantic-release",
		[]string{
			".releaserc", ".releaserc.json", ".releaserc.yaml", ".releaserc.yml", ".releaserc.js", ".releaserc.cjs", ".releaserc.mjs",
			"release.config.js", "release.config.cjs", "release.config.mjs", "release.config.ts",
		},
		[]string{"cycjimmy/semantic-release-action"},
		"it opens no pull request: it tags the branch itself, so golive sees the release by its tag",
	},
	{
		"GoReleaser", []string{".goreleaser.yaml", ".goreleaser.yml", "goreleaser.yaml", "goreleaser.yml"}, []string{"goreleaser/goreleaser-action"},
		"it builds what was tagged and opens no pull request",
	},
	{
		"release-plz", []string{"release-plz.toml", ".release-plz.toml"}, []string{"release-plz/action", "MarcoIeni/release-plz-action"},
		`its pull request is titled "chore: release …", which the defaults take for a release`,
	},
	{
		"release-it", []string{".release-it.json", ".release-it.js", ".release-it.cjs", ".release-it.ts", ".release-it.yaml", ".release-it.yml", ".release-it.toml"}, nil,
		"it tags from a person's machine and opens no pull request itself, so golive sees the release by its tag",
	},
	{
		"Lerna", []string{"lerna.json"}, nil,
		"it tags what it publishes and opens no pull request, so golive sees the release by its tag",
	},
	{
		"Release Drafter", []string{".github/release-drafter.yml", ".github/release-drafter.yaml"}, []string{"release-drafter/release-drafter"},
		"it drafts the text of a GitHub release and opens no pull request, so golive sees the release by its tag",
	},
}

// readTools finds the release tools that are configured.
func readTools(ctx context.Context, r *repository, flows []workflow) []releaseTool {
	var found []releaseTool
	for _, tool := range known {
		where, ok := r.firstOf(tool.files...)
		for _, flow := range flows {
			if ok {
				break
			}
			if slices.ContainsFunc(flow.uses, func(used string) bool { return usesAny(used, tool.actions) }) {
				where, ok = flow.path, true
			}
		}
		if ok {
			how := tool.how
			if data, read := r.read(ctx, where); read && strings.HasPrefix(where, ".release-it") && bytes.Contains(data, []byte("gh pr create")) {
				how = `its hooks open a pull request, which the defaults take for a release where it is titled "Release 1.2.3" or labelled "release"`
			}
			found = append(found, releaseTool{name: tool.name, where: where, how: how})
		}
	}
	if r.has("package.json") && !slices.ContainsFunc(found, func(tool releaseTool) bool { return tool.name == "semantic-release" }) {
		var manifest packageJSON
		if r.readJSON(ctx, "package.json", &manifest) && keysOf(manifest.DevDependencies)["semantic-release"] != nil {
			found = append(found, releaseTool{name: "semantic-release", where: "package.json", how: known[2].how})
		}
	}
	if slices.Contains(r.branches, "develop") {
		found = append(found, releaseTool{
			name: "git-flow", where: "suggested by the branch develop",
			how: `its branches "release/…" and "hotfix/…" are what the defaults take for a release`,
		})
	}
	for index := range found {
		found[index].tag = found[index].tags(ctx, r)
	}
	return found
}

// usesAny reports whether a step uses one of the actions, at whatever version.
func usesAny(used string, actions []string) bool {
	action, _, _ := strings.Cut(used, "@")
	return slices.ContainsFunc(actions, func(one string) bool { return strings.EqualFold(action, one) })
}

// tags returns the glob of the tags that a tool makes by its configuration;
// empty where that does not settle it.
func (t releaseTool) tags(ctx context.Context, r *repository) string {
	switch t.name {
	case "release-please":
		return releasePleaseTags(ctx, r)
	case "semantic-release":
		return semanticReleaseTags(ctx, r, t.where)
	case "changesets":
		// Tags are name@version in a repository of packages and v1.2.3 in one of a
		// single package. https://github.com/changesets/changesets/blob/main/packages/cli/README.md#tag
		return "v*"
	case "GoReleaser", "release-plz":
		return "v*"
	}
	return ""
}

// releasePleaseTags reads what of the configuration shapes tags. The defaults
// are the manifest's: component, "-" and "v".
// https://github.com/googleapis/release-please/blob/main/docs/manifest-releaser.md
func releasePleaseTags(ctx context.Context, r *repository) string {
	var settings struct {
		Component *bool                      `json:"include-component-in-tag"`
		Letter    *bool                      `json:"include-v-in-tag"`
		Separator *string                    `json:"tag-separator"`
		Packages  map[string]json.RawMessage `json:"packages"`
	}
	if !r.has("release-please-config.json") {
		return "v*" // the action without a configuration: one package, no component
	}
	if !r.readJSON(ctx, "release-please-config.json", &settings) {
		return ""
	}
	version := scheme{letter: "v"}
	if settings.Letter != nil && !*settings.Letter {
		version.letter = ""
	}
	component := settings.Component == nil || *settings.Component
	if !component {
		return version.pattern()
	}
	if _, top := settings.Packages["."]; top && len(settings.Packages) == 1 {
		return "" // with or without a component, by what the package's own manifest says
	}
	separator := "-"
	if settings.Separator != nil {
		separator = *settings.Separator
	}
	return "*" + escape.Replace(separator) + version.letter + "[0-9]*"
}

// semanticReleaseTags reads tagFormat, "v${version}" unless it is set.
// https://semantic-release.gitbook.io/semantic-release/usage/configuration#tagformat
func semanticReleaseTags(ctx context.Context, r *repository, where string) string {
	var settings struct {
		Format string `yaml:"tagFormat" json:"tagFormat"`
	}
	switch path.Ext(where) {
	case ".js", ".cjs", ".mjs", ".ts":
		return "" // a program: not run
	}
	if where == "package.json" {
		var manifest packageJSON
		if r.readJSON(ctx, where, &manifest) && len(manifest.Release) > 0 && json.Unmarshal(manifest.Release, &settings) != nil {
			return ""
		}
	} else if strings.HasPrefix(where, ".releaserc") && !r.readYAML(ctx, where, &settings) { // JSON is YAML
		return ""
	}
	before, after, found := strings.Cut(settings.Format, "${version}")
	switch {
	case settings.Format == "":
		return "v*"
	case !found || after != "":
		return ""
	case before == "":
		return scheme{}.pattern()
	}
	return escape.Replace(before) + "[0-9]*"
}
