package simulator

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// release is one GitHub release of a tag.
type release struct {
	id          int64
	tag         string
	target      string
	name        string
	body        string
	draft       bool
	prerelease  bool
	author      string
	createdAt   time.Time
	publishedAt time.Time
	assets      []releaseAsset
}

// releaseAsset is a file that hangs on a release.
type releaseAsset struct {
	id   int64
	name string
	size int64
}

// NewRelease says what to publish.
type NewRelease struct {
	Tag, Name, Body   string
	Draft, Prerelease bool
	Assets            map[string]int64 // sizes by name
}

// CreateRelease publishes a release of an existing tag and sends
// release.published; a draft sends nothing, as on GitHub.
func (g *GitHub) CreateRelease(fullName, by string, wanted NewRelease) (int64, error) {
	var id int64
	err := g.withRepository(fullName, func(r *repository) error {
		if !wanted.Draft && r.git.reference("refs/tags/"+wanted.Tag).sha == "" {
			return fmt.Errorf("simulator: no tag %q", wanted.Tag)
		}
		made := &release{
			id: g.id(), tag: wanted.Tag, target: r.defaultBranch, name: wanted.Name, body: wanted.Body,
			draft: wanted.Draft, prerelease: wanted.Prerelease, author: by, createdAt: g.now(),
		}
		for _, name := range slices.Sorted(maps.Keys(wanted.Assets)) {
			made.assets = append(made.assets, releaseAsset{g.id(), name, wanted.Assets[name]})
		}
		r.releases = append(r.releases, made)
		if id = made.id; !wanted.Draft {
			made.publishedAt = g.now()
			g.send(r, "release", "published", by, object{"release": g.renderRelease(r, made)})
		}
		return nil
	})
	return id, err
}

func (g *GitHub) renderRelease(r *repository, l *release) object {
	self := fmt.Sprintf("%s/repos/%s/releases/%d", g.apiURL(), r.fullName(), l.id)
	return object{
		"id": l.id, "node_id": nodeID("Release", l.id), "tag_name": l.tag, "target_commitish": l.target, "name": orNull(l.name), "body": l.body,
		"draft": l.draft, "prerelease": l.prerelease, "author": g.renderLogin(l.author), "assets": g.renderAssets(r, l),
		"created_at": stamp(l.createdAt), "published_at": stamp(l.publishedAt), "url": self, "assets_url": self + "/assets",
		"upload_url":  fmt.Sprintf("%s/repos/%s/releases/%d/assets{?name,label}", g.apiURL(), r.fullName(), l.id),
		"html_url":    fmt.Sprintf("%s/%s/releases/tag/%s", g.options.PublicURL, r.fullName(), l.tag),
		"tarball_url": fmt.Sprintf("%s/repos/%s/tarball/%s", g.apiURL(), r.fullName(), l.tag),
		"zipball_url": fmt.Sprintf("%s/repos/%s/zipball/%s", g.apiURL(), r.fullName(), l.tag),
	}
}

// renderAssets has the shape of https://docs.github.com/rest/releases/assets.
func (g *GitHub) renderAssets(r *repository, l *release) []object {
	assets := []object{}
	for _, one := range l.assets {
		assets = append(assets, object{
			"id": one.id, "node_id": nodeID("ReleaseAsset", one.id), "name": one.name, "label": nil, "state": "uploaded", "content_type": "application/octet-stream",
			"size": one.size, "digest": nil, "download_count": 0, "created_at": stamp(l.createdAt), "updated_at": stamp(l.createdAt), "uploader": g.renderLogin(l.author),
			"url":                  fmt.Sprintf("%s/repos/%s/releases/assets/%d", g.apiURL(), r.fullName(), one.id),
			"browser_download_url": fmt.Sprintf("%s/%s/releases/download/%s/%s", g.options.PublicURL, r.fullName(), l.tag, one.name),
		})
	}
	return assets
}

func (g *GitHub) releaseRoutes() []route {
	const all = "/repos/{owner}/{repo}/releases"
	one := func(matches func(*call, *release) bool) func(*call) *answer {
		return func(c *call) *answer {
			for _, l := range slices.Backward(c.repository.releases) {
				if matches(c, l) {
					return ok(c.g.renderRelease(c.repository, l))
				}
			}
			return notFound()
		}
	}
	return []route{
		// Drafts are shown to those who may push only:
		// https://docs.github.com/rest/releases/releases#list-releases
		{"GET", all, "contents:read", func(c *call) *answer {
			found := slices.DeleteFunc(slices.Clone(c.repository.releases), func(l *release) bool { return l.draft && !c.token.allows("contents:write") })
			slices.Reverse(found)
			return paginate(c, found, func(l *release) object { return c.g.renderRelease(c.repository, l) })
		}},
		{"GET", all + "/latest", "contents:read", one(func(_ *call, l *release) bool { return !l.draft && !l.prerelease })},
		{"GET", all + "/tags/{tag*}", "contents:read", one(func(c *call, l *release) bool { return !l.draft && l.tag == c.vars["tag"] })},
		{"GET", all + "/{id}", "contents:read", one(func(c *call, l *release) bool { return l.id == c.number("id") })},
	}
}
