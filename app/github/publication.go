package github

import (
	"context"
	"net/url"

	gh "github.com/google/go-github/v66/github"

	"github.com/golive-app/golive/checks"
)

// Publication returns what was published under a tag. GitHub answers with up to a
// thousand assets at once; drafts have no tag that can be asked for. The tag is one
// part of the address, with its slashes escaped.
// https://docs.github.com/en/rest/releases/releases#get-a-release-by-tag-name
func (r *Repository) Publication(ctx context.Context, tag string) (checks.Publication, bool, error) {
	var found gh.RepositoryRelease
	if err := r.get(ctx, "/releases/tags/"+url.PathEscape(tag), &found); err != nil {
		return checks.Publication{}, false, r.absent(ctx, err, "release of %s", tag)
	}
	publication := checks.Publication{Tag: tag, Link: clean(found.GetHTMLURL(), 500), PublishedAt: found.GetPublishedAt().Time}
	for _, one := range found.Assets {
		if one.GetState() == "uploaded" {
			publication.Assets = append(publication.Assets, checks.Asset{Name: clean(one.GetName(), 200), Bytes: int64(one.GetSize())})
		}
	}
	return publication, !found.GetDraft(), nil
}
