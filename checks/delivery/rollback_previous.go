package delivery

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
)

// kept is what is left of the version before, as GitHub's page of releases shows it.
type kept struct {
	tag       string // empty: no tag leads to what ran before
	found     bool   // something was published under it
	unread    bool   // GitHub did not say
	published checks.Publication
}

// readPackages looks for what was published of the version that production ran before,
// or, where no deployment says which that was, of the newest tag outside this release.
func (f *rollbackFacts) readPackages(ctx context.Context, subject checks.Subject) {
	f.kept = &kept{}
	tags, err := subject.Forge.Tags(ctx)
	if err != nil {
		f.kept.unread = true
		return
	}
	var newest checks.Tag
	for _, tag := range tags {
		if tag.Commit == f.before.Commit && f.before.Commit != "" {
			newest = tag
			if tag.Name == strings.TrimPrefix(f.before.Ref, "refs/tags/") {
				break // the one that was asked for
			}
		}
	}
	if f.before.Commit == "" && subject.Range != nil {
		if at := slices.IndexFunc(tags, func(tag checks.Tag) bool { return tag.Commit == subject.Range.From }); at >= 0 {
			newest = tags[at]
		}
	}
	if newest.Name == "" {
		return
	}
	f.kept.tag = newest.Name
	f.kept.published, f.kept.found, err = subject.Forge.Publication(ctx, newest.Name)
	f.kept.unread = err != nil
}

// before tells what there is to go back to, and what of it is known to be there. None
// of it decides: images of a registry are not read, and a build can be made anew.
func (r *goingBack) before() {
	const images = "images in a registry are not looked at"
	previous := r.facts.previous
	if previous != "" {
		previous += ": that is what there is to go back to; "
	}
	one := r.facts.kept
	switch {
	case one == nil:
	case one.unread:
		r.record(checks.E3, checks.Neutral, previous+"what was published of it could not be read from GitHub, and "+images, "", 0, "", time.Time{})
	case one.tag == "":
		if previous != "" {
			r.record(checks.E3, checks.Neutral, previous+"no tag leads to it, so that what was published of it was not found, and "+images, "", 0, "", time.Time{})
		}
	case !one.found:
		r.record(checks.E3, checks.Neutral, previous+"nothing is published on GitHub's page of releases under "+wording.Quoted(one.tag)+", and "+images, "", 0, "", time.Time{})
	case len(one.published.Assets) == 0:
		r.record(checks.E3, checks.Neutral, previous+"the release "+wording.Quoted(one.tag)+" has no files, and "+images, "", 0, one.published.Link, time.Time{})
	default:
		var names []string
		for _, asset := range one.published.Assets {
			names = append(names, wording.Quoted(asset.Name))
		}
		r.record(checks.E3, checks.Neutral, fmt.Sprintf("%sthe release %s still holds %s (%s); %s", previous, wording.Quoted(one.tag),
			wording.Counted(len(names), "file", "files"), wording.Listed(names, 3), images), "", 0, one.published.Link, time.Time{})
		for _, asset := range one.published.Assets {
			if asset.Bytes == 0 {
				r.find("empty-package", checks.SeverityWarning, "", 0, fmt.Sprintf("%s of the release %s, to which going back leads, is empty", wording.Quoted(asset.Name), wording.Quoted(one.tag)), "Upload it again, or build that version anew before it is needed.")
			}
		}
	}
}
