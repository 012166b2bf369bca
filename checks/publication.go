package checks

import (
	"context"
	"time"
)

// Publication is what the forge's page of releases holds for a tag.
type Publication struct {
	Tag         string
	Link        string
	PublishedAt time.Time
	Assets      []Asset
}

// Asset is a file that hangs on a release.
type Asset struct {
	Name  string
	Bytes int64
}

// PublicationReader tells what was published under tags. The contents of a repository
// show it; packages of a registry need a grant of their own and are not read.
type PublicationReader interface {
	// Publication returns what was published under a tag; false where nothing was.
	// Drafts are none. Assets whose upload never ended are left out.
	Publication(ctx context.Context, tag string) (publication Publication, found bool, err error)
}
