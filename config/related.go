package config

import (
	"path"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// RelatedRepository is another repository that declares how the release runs: its
// manifests and alerts are read there.
type RelatedRepository struct {
	Repo string `yaml:"repo" reads:"repository" jsonschema:"required" example:"acme/infrastructure" jsonschema_description:"The repository, of an owner whose installation of golive includes it. What golive finds there stands in the report of this one, so a private one is read for a private one only."`
	Path string `yaml:"path,omitempty" reads:"folder" example:"services/shop" jsonschema_description:"Folder in it that is read; without it, all of it."`
	Ref  string `yaml:"ref,omitempty" reads:"ref" example:"main" jsonschema_description:"Branch, tag or commit that is deployed; without it, what its deployments say that production runs, else its default branch."`
}

var (
	repositoryShape = regex.New(`^[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}$`)
	refShape        = regex.New(`^[A-Za-z0-9_][A-Za-z0-9_./+-]{0,199}$`)
	folderShape     = regex.New(`^[^/\s\\:*?"<>|][^\\:*?"<>|\x00-\x1f]{0,254}$`)
)

// relatedKinds are the kinds of text that only related has.
func relatedKinds() map[string]kind {
	return map[string]kind{
		"repository": {noun: "a repository", example: "acme/infrastructure", pattern: repositoryShape.String(), folds: true, faults: repositoryFaults},
		"folder":     {noun: "a folder", example: "services/shop", faults: folderFaults},
		"ref":        {noun: "a branch, tag or commit", example: "main", pattern: refShape.String(), faults: refFaults},
	}
}

func repositoryFaults(text string) (problem, advice string) {
	if _, name, _ := strings.Cut(text, "/"); !repositoryShape.MatchString(text) || name == "." || name == ".." {
		return "is no repository", "write it as OWNER/NAME, such as acme/infrastructure"
	}
	return "", ""
}

func folderFaults(text string) (problem, advice string) {
	switch {
	case strings.HasPrefix(text, "/"):
		return "begins with /", "write it as it stands in the repository, such as services/shop"
	case !folderShape.MatchString(text) || path.Clean(text) != strings.TrimSuffix(text, "/") || text == "." || text == ".." || strings.HasPrefix(text, "../"):
		return "is no folder of a repository", "write it as it stands there, such as services/shop"
	}
	return "", ""
}

func refFaults(text string) (problem, advice string) {
	if !refShape.MatchString(text) || strings.Contains(text, "..") || strings.HasPrefix(text, "refs/") || strings.HasSuffix(text, "/") || strings.HasSuffix(text, ".lock") {
		return "names no branch, tag or commit", "write its name without refs/, such as main"
	}
	return "", ""
}
